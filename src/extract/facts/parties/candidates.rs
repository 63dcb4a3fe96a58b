//! A body that may be a party, and the record of it.

use std::ops::Range;

use crate::domain::Party;
use crate::extract::facts::TextContext;
use crate::extract::facts::known::{KnownBodies, KnownBody};
use crate::extract::facts::readable::{one_line, readable};
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::bodies::{BodyKind, BodyMention};
use crate::extract::proposal::{Certainty, Fact};

/// What one place of a text says of the parties.
pub(super) type PartySource = Vec<PartyCandidate>;

/// A body that may be a party.
#[derive(Debug, Clone)]
pub(super) struct PartyCandidate {
    /// The mention that says so.
    pub(super) body: BodyMention,
    /// The place of another mention that says so better: the heading of a formal text.
    pub(super) also: Vec<Range<usize>>,
}

impl PartyCandidate {
    pub(super) fn new(body: &BodyMention) -> Self {
        Self { body: body.clone(), also: Vec::new() }
    }

    /// Returns true for a state, a region or a government.
    pub(super) fn is_state(&self) -> bool {
        matches!(self.body.kind, BodyKind::State | BodyKind::Government)
    }

    /// Returns the name as it is recorded.
    pub(super) fn name(&self, context: &TextContext<'_>) -> String {
        let name = one_line(&self.body.name_in(&context.source.text));
        context.known.without_footnote(&name).to_owned()
    }

    /// Returns the record of the party: its name in full, its short name and its country.
    pub(super) fn into_fact(self, context: &TextContext<'_>) -> Fact<Party> {
        let known = context.known;
        let text = &context.source.text;
        let written = self.name(context);
        let body = self.city(&written, known).or_else(|| known.get(&written));
        let name = body.map_or_else(|| written.clone(), |body| one_line(&body.name));
        let own_short = self.body.short.clone().map(|short| one_line(&text[short]));
        let country = self.country(context);
        let is_same = |known: &&KnownBody| {
            known.short_country.is_none() || country.is_none() || known.short_country == country
        };
        let known_short = body.filter(is_same).and_then(|body| body.short.clone());
        let known_short = known_short.map(|(short, _)| short);
        let is_named_in_full = self.body.kind != BodyKind::State || name != written;
        let initials =
            || known.initials(&name).filter(|_| is_named_in_full).map(|(initials, _)| initials);
        let short = own_short.or(known_short).or_else(initials).filter(|short| *short != name);
        let mut quotations = vec![self.body.range.clone()];
        if let Some(body) =
            body.filter(|body| body.name != written && !self.body.range.contains(&body.first.start))
        {
            quotations.insert(0, body.first.clone());
        }
        quotations.extend(self.also);
        let certainty =
            if self.body.composed_name.is_some() { Certainty::Inferred } else { Certainty::Stated };
        let party = Party {
            name: readable(&name, &[]).into(),
            short: short.map(Into::into),
            country: country.map(Into::into),
            ..Party::default()
        };
        Fact { value: party, certainty, quotations }
    }

    /// Returns the city that a place is the short name of, if the text calls it `City of …` elsewhere.
    fn city<'k>(&self, name: &str, known: &'k KnownBodies) -> Option<&'k KnownBody> {
        let is_place = matches!(self.body.kind, BodyKind::State | BodyKind::Name);
        let forms =
            ["City of", "Municipality of", "Town of", "County of", "Province of", "State of"];
        forms.iter().filter(|_| is_place).find_map(|form| known.get(&format!("{form} {name}")))
    }

    /// Returns the country that all mentions agree on.
    pub(super) fn country(&self, context: &TextContext<'_>) -> Option<&'static str> {
        let written = self.name(context);
        let known = self.city(&written, context.known).or_else(|| context.known.get(&written));
        let others = known.map(|body| body.countries.as_slice()).unwrap_or_default();
        // `PRC` is no country where the text has a Philippine Red Cross.
        let is_state = self.body.kind == BodyKind::State && !others.is_empty();
        let own = self.body.country.as_ref().map(|(country, _)| *country);
        let own = own.filter(|own| !is_state || others.iter().any(|(country, _)| country == own));
        let mut countries = others.iter().map(|(country, _)| *country);
        own.or_else(|| {
            let first = countries.next()?;
            countries.all(|country| country == first).then_some(first)
        })
    }
}

/// Returns bodies of a sentence as candidates.
pub(super) fn candidates(statement: &Statement<'_>, bodies: &[usize]) -> PartySource {
    bodies.iter().map(|&index| PartyCandidate::new(&statement.sentence.bodies[index])).collect()
}
