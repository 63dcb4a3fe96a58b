//! A party: as a card with its agreements and people, and as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Tone;
use super::card::{Card, CardBlock};
use super::json::Object;
use crate::domain::{Date, Id, Person, Status, Text};
use crate::error::Result;
use crate::report::listing::ListedAgreement;
use crate::report::parties::{ListedParty, PartyMention};

/// A party with the agreements that name it.
#[derive(Debug)]
pub struct ShownParty {
    party: ListedParty,
    agreements: Vec<AgreementOfParty>,
    people: Vec<PersonOfParty>,
}

/// An agreement of a party.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AgreementOfParty {
    id: Id,
    title: Text,
    status: Status,
    /// The last day of its current period, or `indefinite`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<String>,
    /// What the party is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    joined: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<Date>,
}

/// Somebody who signed for a party, or was a witness.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PersonOfParty {
    name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Text>,
    /// The agreement.
    agreement: Id,
}

impl ShownParty {
    /// Returns the party with this name and the agreements of `entries` that name it; `None` if none does.
    #[must_use]
    pub fn new(name: &str, entries: &[ListedAgreement]) -> Option<Self> {
        let is_named = |entry: &&ListedAgreement| {
            entry.agreement.parties.iter().any(|party| party.name == name)
        };
        let entries: Vec<&ListedAgreement> = entries.iter().filter(is_named).collect();
        let mentions = entries.iter().flat_map(|entry| PartyMention::all_in(entry));
        let party = ListedParty::all_of(mentions).into_iter().find(|party| party.name == name)?;
        let agreements = entries.iter().filter_map(|entry| AgreementOfParty::new(name, entry));
        let people = entries.iter().flat_map(|entry| people(&party, entry));
        Some(Self { agreements: agreements.collect(), people: people.collect(), party })
    }

    /// Returns the party as a card.
    #[must_use]
    pub fn card(&self) -> Card {
        let ListedParty { name, short, country, agreements, in_force, next_end } = &self.party;
        let mut card = Card::default();
        let mut block = CardBlock::default();
        block.field("name", name.as_str());
        block.field("short", short.as_deref().unwrap_or_default());
        block.field("country", country.as_deref().unwrap_or_default());
        block.field("agreements", format!("{agreements}, {in_force} in force"));
        block.field("next end", next_end.map(|date| date.to_string()).unwrap_or_default());
        card.push(block);
        let mut block = CardBlock::titled("agreements");
        for agreement in &self.agreements {
            let tone = Tone::from_status(agreement.status.word());
            block.toned(agreement.id.as_str(), agreement.in_words(), tone);
        }
        card.push(block);
        let mut block = CardBlock::titled("people");
        for PersonOfParty { name, title, agreement } in &self.people {
            let title = title.as_ref().map(|title| format!(" ({title})")).unwrap_or_default();
            block.field(agreement.as_str(), format!("{name}{title}"));
        }
        card.push(block);
        card
    }

    /// Returns the party as JSON.
    pub fn object(&self) -> Result<Object> {
        let mut object = party_object(&self.party)?;
        object.set("records", &self.agreements)?;
        if !self.people.is_empty() {
            object.set("people", &self.people)?;
        }
        Ok(object)
    }
}

/// Returns a party of a list as JSON.
pub fn party_object(party: &ListedParty) -> Result<Object> {
    let mut object = Object::new();
    object.set_all(party)?;
    Ok(object)
}

impl AgreementOfParty {
    fn new(name: &str, entry: &ListedAgreement) -> Option<Self> {
        let party = entry.agreement.parties.iter().find(|party| party.name == name)?;
        let ends = entry.standing.ends.to_string();
        Some(Self {
            id: entry.agreement.id.clone(),
            title: entry.agreement.title.clone(),
            status: entry.standing.status,
            ends: Some(ends).filter(|ends| !ends.is_empty()),
            role: party.role.clone(),
            joined: party.joined,
            left: party.left,
        })
    }

    /// Returns the title, and in brackets the status, the end, and what is recorded of the party.
    fn in_words(&self) -> String {
        let date = |word: &str, date: Option<Date>| date.map(|date| format!("{word} {date}"));
        let ends = self.ends.as_ref().map(|ends| match ends.as_str() {
            "indefinite" => ends.clone(),
            date => format!("ends {date}"),
        });
        let parts = [
            Some(self.status.word().to_owned()),
            ends,
            self.role.as_ref().map(Text::to_string),
            date("joined", self.joined),
            date("left", self.left),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{} ({})", self.title, parts.join(", "))
    }
}

/// Returns the signatories and witnesses of a party in an agreement.
fn people(party: &ListedParty, entry: &ListedAgreement) -> Vec<PersonOfParty> {
    let agreement = &entry.agreement;
    let own = agreement.parties.iter().find(|own| own.name == party.name);
    let is_of = |person: &&Person| {
        person.party.as_ref().is_some_and(|named| own.is_some_and(|own| own.is_called(named)))
    };
    let people = agreement.signatories.iter().chain(&agreement.witnesses).filter(is_of);
    let person = |person: &Person| PersonOfParty {
        name: person.name.clone(),
        title: person.title.clone(),
        agreement: agreement.id.clone(),
    };
    people.map(person).collect()
}
