//! Giving a party or a contact another name in a record.

use super::agreement::Agreement;
use super::party::Party;
use super::text::Text;
use super::value::Value;

/// The name of the field whose amendments hold parties.
const PARTIES_FIELD: &str = "parties";

/// A party, and its new name.
///
/// ```
/// use mou::domain::{Agreement, PartyRenaming, input};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.parties.push(input::parse_party("GDS [GB]")?);
/// let new = input::parse_party("Government Digital Service (GDS) [GB]")?;
/// PartyRenaming { old: "GDS".into(), new, is_merge: false }.apply(&mut agreement);
/// assert_eq!(agreement.parties[0].name, "Government Digital Service");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone)]
pub struct PartyRenaming {
    /// The name that it has.
    pub old: Text,
    /// Its name from now on; its short name and country too, if they are given.
    pub new: Party,
    /// Whether `new` is another party of the registry. A record that names both then keeps it once.
    pub is_merge: bool,
}

impl PartyRenaming {
    /// Renames the party in a record: among its parties, also those before and after an amendment, and as the
    /// party of its people. Returns what a party of the same record had otherwise and is dropped, in sentences.
    pub fn apply(&self, to: &mut Agreement) -> Vec<String> {
        // The short names of the others are needed before the parties change.
        let before = to.parties.clone();
        for person in to.signatories.iter_mut().chain(&mut to.witnesses) {
            if let Some(party) = &mut person.party {
                self.rename_reference(party, &before);
            }
        }
        let mut dropped = Vec::new();
        self.apply_to_parties(&mut to.parties, |sentence| {
            dropped.push(format!("`{}`: {sentence}", to.id));
        });
        for event in &mut to.events {
            let Some(Value::Members(sides)) = event.fields.get_mut(PARTIES_FIELD) else { continue };
            for side in sides.values_mut() {
                self.apply_to_value(side);
            }
        }
        dropped
    }

    /// Returns the text for a party that is named by `text`, a name or short name, among `parties`; `None` if
    /// that is not this party, or if it is called the same afterwards.
    #[must_use]
    pub fn reference(&self, text: &str, parties: &[Party]) -> Option<Text> {
        let lower = text.to_lowercase();
        let (own, others): (Vec<&Party>, Vec<&Party>) =
            parties.iter().partition(|party| party.name == self.old);
        if self.old.to_lowercase() == lower {
            return Some(self.new.name.clone());
        }
        let has_short = own.iter().any(|party| party.is_called_in_lower_case(&lower));
        let is_other = others.iter().any(|party| party.is_called_in_lower_case(&lower));
        let new = self.new.short.as_ref().filter(|short| *short != text)?;
        (has_short && !is_other).then(|| new.clone())
    }

    fn rename_reference(&self, text: &mut Text, parties: &[Party]) {
        if let Some(new) = self.reference(text, parties) {
            *text = new;
        }
    }

    fn apply_to_parties(&self, parties: &mut Vec<Party>, mut dropped: impl FnMut(String)) {
        let is_renamed: Vec<bool> = parties.iter().map(|party| party.name == self.old).collect();
        let own = parties.iter().position(|party| party.name == self.new.name);
        let own = own.filter(|index| !is_renamed[*index]);
        let kept = own.or_else(|| is_renamed.iter().position(|is_renamed| *is_renamed));
        // The others of a merge are joined to the one that is kept.
        let is_joined = |index: usize| is_renamed[index] && self.is_merge && kept != Some(index);
        for (index, party) in parties.iter_mut().enumerate() {
            if is_renamed[index] && !is_joined(index) {
                party.name.clone_from(&self.new.name);
                party.short = self.new.short.clone().or(party.short.take());
                party.country = self.new.country.clone().or(party.country.take());
            }
        }
        let (mut joined, mut place) = (Vec::new(), None);
        for (index, party) in std::mem::take(parties).into_iter().enumerate() {
            if is_joined(index) {
                joined.push(party);
                continue;
            }
            if kept == Some(index) {
                place = Some(parties.len());
            }
            parties.push(party);
        }
        if let Some(to) = place.and_then(|place| parties.get_mut(place)) {
            for party in joined {
                join(to, party, &mut dropped);
            }
        }
    }

    /// Renames the party in a list of parties as an amendment holds it. Other members stay.
    fn apply_to_value(&self, side: &mut Value) {
        let Value::List(parties) = side else { return };
        let is_called = |party: &Value, name: &str| matches!(party.member("name"), Some(Value::Text(text)) if text == name);
        let has_new = self.is_merge && parties.iter().any(|party| is_called(party, &self.new.name));
        if has_new {
            parties.retain(|party| !is_called(party, &self.old));
        }
        for party in parties {
            if !is_called(party, &self.old) {
                continue;
            }
            let Value::Members(members) = party else { continue };
            let Party { name, short, country, .. } = &self.new;
            let new =
                [("name", Some(name)), ("short", short.as_ref()), ("country", country.as_ref())];
            for (key, text) in new {
                if let Some(text) = text {
                    members.insert(key.to_owned(), Value::Text(text.to_string()));
                }
            }
        }
    }
}

/// Joins the facts of a party to those of the same party in the same record: it belongs to the agreement as long as
/// one of them did. Calls `dropped` with what cannot be kept.
fn join(to: &mut Party, from: Party, dropped: &mut impl FnMut(String)) {
    let old = from.name.clone();
    let mut drop = |what: &str, own: &dyn ToString, other: &dyn ToString| {
        let (own, other) = (own.to_string(), other.to_string());
        if own != other {
            dropped(format!("the {what} of {old}, {other}, is dropped for {own}"));
        }
    };
    match (&to.role, &from.role) {
        (Some(own), Some(other)) => drop("role", own, other),
        _ => to.role = to.role.take().or(from.role),
    }
    match (&to.signed, &from.signed) {
        (Some(own), Some(other)) => drop("signing date", own, other),
        _ => to.signed = to.signed.or(from.signed),
    }
    to.short = to.short.take().or(from.short);
    to.country = to.country.take().or(from.country);
    // Without a date, it was there from the beginning, or is still there.
    to.joined = to
        .joined
        .zip(from.joined)
        .map(|(one, other)| if one.first() <= other.first() { one } else { other });
    to.left = to
        .left
        .zip(from.left)
        .map(|(one, other)| if one.last() >= other.last() { one } else { other });
}

impl Agreement {
    /// Returns its parties, and those that it had before an amendment or will have after one.
    #[must_use]
    pub fn parties_at_any_time(&self) -> Vec<Party> {
        let mut parties = self.parties.clone();
        for event in &self.events {
            let Some(Value::Members(sides)) = event.fields.get(PARTIES_FIELD) else { continue };
            for side in sides.values() {
                parties.extend(side.read::<Vec<Party>>().unwrap_or_default());
            }
        }
        parties
    }

    /// Gives the contact `old` another name, in the agreement and its activities. Returns in how many places.
    pub fn rename_contact(&mut self, old: &str, new: &Text) -> usize {
        let of_activities = self.activities.iter_mut().map(|activity| &mut activity.contact);
        let contacts = std::iter::once(&mut self.contact).chain(of_activities).flatten();
        let mut count = 0;
        for contact in contacts.filter(|contact| *contact == old) {
            contact.clone_from(new);
            count += 1;
        }
        count
    }
}
