//! The contacts of a registry: what each is in charge of, and which one is meant by a text.

use std::collections::BTreeMap;

use serde::Serialize;

use super::listing::ListedAgreement;
use super::parties::{NameError, earlier};
use super::table::{Cell, Column};
use crate::domain::search::{self, SearchWord};
use crate::domain::{Agreement, Date, Text};

/// A contact across all agreements and activities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedContact {
    /// The contact as it is recorded; it may hold an address.
    pub contact: Text,
    /// How many agreements it is in charge of.
    pub agreements: usize,
    /// How many of them are in force.
    pub in_force: usize,
    /// The next last day of those in force.
    pub next_end: Option<Date>,
    /// How many activities it is in charge of.
    pub activities: usize,
}

/// The columns of a list of contacts, unless others are chosen.
pub const DEFAULT_CONTACT_COLUMNS: [&str; 5] =
    ["contact", "agreements", "in_force", "next_end", "activities"];

/// All columns of contacts.
pub static CONTACT_COLUMNS: [Column<ListedContact>; 5] = [
    Column::text("contact", |listed| Cell::Text(listed.contact.as_str().into())),
    Column::number("agreements", |listed| Cell::number(i64::try_from(listed.agreements).ok())),
    Column::number("in_force", |listed| Cell::number(i64::try_from(listed.in_force).ok())),
    Column::text("next_end", |listed| Cell::date(listed.next_end)),
    Column::number("activities", |listed| Cell::number(i64::try_from(listed.activities).ok())),
];

/// One agreement or activity that names a contact.
#[derive(Debug)]
pub struct ContactMention {
    contact: Text,
    /// Whether it is an activity.
    is_activity: bool,
    is_in_force: bool,
    end: Option<Date>,
}

impl ContactMention {
    /// Returns the mentions in an agreement and its activities.
    #[must_use]
    pub fn all_in(entry: &ListedAgreement) -> Vec<Self> {
        let agreement = &entry.agreement;
        let mention = |contact: &Text, is_activity| Self {
            contact: contact.clone(),
            is_activity,
            is_in_force: entry.standing.status.is_in_force(),
            end: entry.standing.ends.date(),
        };
        let own = agreement.contact.iter().map(|contact| mention(contact, false));
        let contacts = agreement.activities.iter().filter_map(|activity| activity.contact.as_ref());
        own.chain(contacts.map(|contact| mention(contact, true))).collect()
    }
}

impl ListedContact {
    /// Returns the contacts of these mentions, sorted by name.
    #[must_use]
    pub fn all_of(mentions: impl IntoIterator<Item = ContactMention>) -> Vec<Self> {
        let mut contacts: BTreeMap<Text, Self> = BTreeMap::new();
        for ContactMention { contact, is_activity, is_in_force, end } in mentions {
            let listed = contacts.entry(contact.clone()).or_insert_with(|| Self {
                contact,
                agreements: 0,
                in_force: 0,
                next_end: None,
                activities: 0,
            });
            if is_activity {
                listed.activities += 1;
                continue;
            }
            listed.agreements += 1;
            if is_in_force {
                listed.in_force += 1;
                listed.next_end = earlier(listed.next_end, end);
            }
        }
        contacts.into_values().collect()
    }

    /// Returns true if all words are in the contact.
    #[must_use]
    pub fn matches(&self, words: &[SearchWord]) -> bool {
        words.iter().all(|word| word.is_in(&self.contact))
    }
}

/// Returns the contacts of an agreement and its activities.
pub fn contacts_of(agreement: &Agreement) -> impl Iterator<Item = &Text> {
    let of_activities =
        agreement.activities.iter().filter_map(|activity| activity.contact.as_ref());
    agreement.contact.iter().chain(of_activities)
}

/// Returns the contact that `typed` names: the same text, else the same if case and accents are ignored,
/// else the name or the address in it, else a part of it.
///
/// Fails if there is none, or more than one.
pub fn find_contact<'c>(typed: &str, contacts: &[&'c Text]) -> Result<&'c Text, NameError> {
    if let Some(contact) = contacts.iter().find(|contact| **contact == typed) {
        return Ok(contact);
    }
    let folded = search::fold(typed.trim());
    let matching = |matches: &dyn Fn(&str) -> bool| -> Vec<&'c Text> {
        contacts.iter().copied().filter(|contact| matches(contact)).collect()
    };
    let mut found = matching(&|contact| search::is_same(&folded, contact.trim()));
    if found.is_empty() {
        found = matching(&|contact| {
            let parts = contact.split(['<', '>']).map(str::trim).filter(|part| !part.is_empty());
            parts.into_iter().any(|part| search::is_same(&folded, part))
        });
    }
    if found.is_empty() && !folded.is_empty() {
        found = matching(&|contact| search::found(&folded, contact));
    }
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(NameError::Unknown),
        several => Err(NameError::Ambiguous(several.iter().map(ToString::to_string).collect())),
    }
}
