//! Which agreements a text is about, and what it says of each.

pub mod activities;
pub mod agreements;
pub mod areas;
pub mod clauses;
pub mod context;
pub mod groups;
pub mod headlines;
pub mod known;
pub mod parties;
pub mod persons;
pub mod place;
pub mod readable;
pub mod repeats;
pub mod signed;
pub mod signings;
pub mod statements;
pub mod terms;

use crate::domain::{Day, Text};

use super::mentions::read;
use super::proposal::Proposal;
use super::text::SourceText;
pub use context::TextContext;

use agreements::DraftSubject;
use context::SentenceReadings;
use known::KnownBodies;

/// Proposes the agreements that the text is about, in the order of the text. `published` is the day of the text,
/// which relative days count from; without it they are unknown.
#[must_use]
pub fn propose(source: &SourceText, published: Option<Day>) -> Vec<Proposal> {
    let sentences = read(source);
    let known = KnownBodies::new(&source.text, &sentences);
    let readings: Vec<_> = sentences.iter().map(|_| SentenceReadings::default()).collect();
    let context = TextContext {
        source,
        sentences: &sentences,
        known: &known,
        published,
        readings: &readings,
    };
    let proposals =
        agreements::subjects(&context).into_iter().map(|subject| proposal(&context, &subject));
    // `agreement` alone, without parties, is rather a figure of speech.
    let is_certain =
        |proposal: &Proposal| !proposal.parties.is_empty() || proposal.kind.value != "agreement";
    repeats::distinct(proposals.filter(is_certain).collect())
}

/// Returns what the text says of one agreement.
fn proposal(context: &TextContext<'_>, subject: &DraftSubject) -> Proposal {
    let parties = parties::parties(context, subject);
    let persons = persons::persons(context, subject, &parties);
    let mut notes = Vec::new();
    let signed = signed::signed(context, subject, &mut notes);
    let place = place::place(context, subject, &mut notes);
    let terms = terms::terms(context, subject, &mut notes);
    let title = agreements::title(context, subject, &parties);
    Proposal {
        kind: subject.kind.clone().map_value(Text::from),
        areas: areas::areas(context, subject),
        activities: activities::activities(context, subject, &terms),
        related: agreements::related(context, subject),
        succeeds: agreements::succeeds(context, subject),
        under: agreements::under(context, subject),
        references: agreements::references(context),
        effective: terms.effective,
        is_effective_settled: terms.is_effective_settled,
        term: terms.term,
        end: terms.end,
        renewal: terms.renewal,
        notice: terms.notice,
        signatories: persons.signatories,
        witnesses: persons.witnesses,
        title,
        parties,
        signed,
        place,
        notes,
    }
}
