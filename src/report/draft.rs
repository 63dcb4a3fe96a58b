//! A draft: the agreements that a text proposes, each as a record with the origin of every fact.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::ops::Range;

use crate::domain::{Agreement, Day, Field, HasFields, Id, RecordedDate, Renewal, RenewalBy};
use crate::extract::{
    Certainty, Fact, Proposal, PublishedFrom, RelatedInstrument, SourceText, propose,
};

/// The fields that are listed as unknown if the text does not state them, in the order of the file.
const EXPECTED_FIELDS: [Field; 9] = [
    Field::Parties,
    Field::Signed,
    Field::Place,
    Field::Signatories,
    Field::Effective,
    Field::Term,
    Field::End,
    Field::Renewal,
    Field::Notice,
];

/// What is listed as unknown if the text has a renewal clause without a length.
const RENEWAL_LENGTH: &str = "renewal.every";

/// How a fact of a draft is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactOrigin {
    /// The word for how it is known.
    pub certainty: Certainty,
    /// The places in the plain text that bear it out, the best first.
    pub quotations: Vec<Range<usize>>,
}

/// The other instruments that a text names, until they are found in a registry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftHints {
    /// The agreements that it follows.
    pub succeeds: Vec<RelatedInstrument>,
    /// The framework that it implements.
    pub under: Option<RelatedInstrument>,
}

/// An agreement that a text proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftedAgreement {
    /// The record, without an id, its links and the notes.
    pub record: Agreement,
    /// The other instruments.
    pub hints: DraftHints,
    /// The numbers of the activities that were done under the predecessor.
    pub earlier_activities: BTreeSet<NonZeroU32>,
    /// Remarks for the reader, a sentence each.
    notes: Vec<String>,
    /// The origins of the values of each field, in the order of the values. A field that a person typed has none.
    origins: BTreeMap<Field, Vec<FactOrigin>>,
    /// Whether an effective date that is not recorded is known to be the signing date, or is explained in a note.
    is_effective_settled: bool,
    /// How it is renewed, if the text does not state the length of the further periods.
    open_renewal: Option<RenewalBy>,
}

/// A text with the agreements that it proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The path as it was given.
    pub path: String,
    /// The SHA-256 of the file in hexadecimal.
    pub sha256: String,
    /// The text.
    pub source: SourceText,
    /// The day of the text, and where it comes from.
    pub published: Option<(Day, PublishedFrom)>,
    /// The agreements, in the order of the text.
    pub agreements: Vec<DraftedAgreement>,
}

impl Draft {
    /// Reads what the text proposes. `published` is the day of the text if it was given; it takes precedence over the
    /// day that the text gives for itself.
    #[must_use]
    pub fn new(path: String, sha256: String, source: SourceText, published: Option<Day>) -> Self {
        let given = published.map(|day| (day, PublishedFrom::Flag));
        let own = source.published.filter(|(date, _)| date.is_certain_day());
        let own = own.map(|(date, from)| (date.first(), from));
        let published = given.or(own);
        let proposals = propose(&source, published.map(|(day, _)| day));
        let agreements = proposals.into_iter().map(DraftedAgreement::from).collect();
        Self { path, sha256, source, published, agreements }
    }
}

impl DraftedAgreement {
    /// Returns the origins of the values of a field, in the order of the values; none if it was typed.
    #[must_use]
    pub fn origins(&self, field: Field) -> &[FactOrigin] {
        self.origins.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns how the text says that it is renewed, if it does not state for how long.
    #[must_use]
    pub fn open_renewal(&self) -> Option<RenewalBy> {
        self.open_renewal
    }

    /// Returns true if the text names an instrument that it follows or implements.
    #[must_use]
    pub fn has_hints(&self) -> bool {
        self.hints != DraftHints::default()
    }

    /// Returns the text for the notes of the record; `None` if there are no remarks.
    #[must_use]
    pub fn notes_text(&self) -> Option<String> {
        let notes = self.notes();
        (!notes.is_empty()).then(|| notes.join("\n"))
    }

    /// Turns each hint into the id that `find` returns for its instrument, or into a text in `related` if there is none.
    pub fn resolve_hints(&mut self, find: impl Fn(&RelatedInstrument) -> Option<Id>) {
        let DraftHints { succeeds, under } = std::mem::take(&mut self.hints);
        let succeeds = succeeds.into_iter().map(|instrument| (Field::Succeeds, instrument));
        let under = under.map(|instrument| (Field::Under, instrument));
        let mut origins = [Field::Succeeds, Field::Under]
            .map(|field| self.origins.remove(&field).unwrap_or_default())
            .concat()
            .into_iter();
        for (field, instrument) in succeeds.chain(under) {
            let found = find(&instrument);
            let to = match found {
                None => {
                    let text = instrument.to_string();
                    if self.record.related.iter().any(|related| *related == text) {
                        origins.next();
                        continue;
                    }
                    self.record.related.push(text.into());
                    Field::Related
                }
                Some(id) if field == Field::Under => {
                    self.record.under = Some(id);
                    field
                }
                Some(id) => {
                    self.record.succeeds.push(id);
                    field
                }
            };
            self.origins.entry(to).or_default().extend(origins.next());
        }
    }

    /// Forgets where the values of a field come from, because a person typed others or cleared it.
    pub fn replace(&mut self, field: Field) {
        self.origins.remove(&field);
        match field {
            Field::Succeeds => self.hints.succeeds.clear(),
            Field::Under => self.hints.under = None,
            Field::Renewal => self.open_renewal = None,
            Field::Notes => self.notes.clear(),
            Field::Activities => self.earlier_activities.clear(),
            _ => {}
        }
    }

    /// Returns the remarks: those that were typed, those of the text, and what it leaves open, a sentence each.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let typed = self.record.notes.iter().map(ToString::to_string);
        let renewal = self.open_renewal.map(|by| match by {
            RenewalBy::Agreement => {
                "The text says that it can be renewed by agreement, but not for how long."
            }
            RenewalBy::Itself => {
                "The text says that it renews automatically, but not for how long."
            }
        });
        typed.chain(self.notes.iter().cloned()).chain(renewal.map(str::to_owned)).collect()
    }

    /// Returns the names of the facts that were looked for and not found, in the order of the file.
    #[must_use]
    pub fn unknown(&self) -> Vec<&'static str> {
        let unknown = EXPECTED_FIELDS.into_iter().filter(|field| self.is_unknown(*field));
        unknown
            .map(|field| match field {
                Field::Renewal if self.open_renewal.is_some() => RENEWAL_LENGTH,
                _ => field.name(),
            })
            .collect()
    }

    fn is_unknown(&self, field: Field) -> bool {
        let record = &self.record;
        match field {
            Field::Signed => matches!(record.signed, None | Some(RecordedDate::Unknown)),
            Field::Effective if self.is_effective_settled => false,
            Field::Term => record.term.is_none() && record.end.is_none(),
            _ => field.spec().is_equal(record, &Agreement::empty()),
        }
    }
}

impl From<Proposal> for DraftedAgreement {
    fn from(proposal: Proposal) -> Self {
        let mut origins = Origins::default();
        let mut record = Agreement::empty();
        record.title = origins.one(Field::Title, proposal.title);
        record.kind = origins.one(Field::Kind, proposal.kind);
        record.parties = origins.all(Field::Parties, proposal.parties);
        record.signed = origins.known(Field::Signed, proposal.signed);
        record.place = origins.known(Field::Place, proposal.place);
        record.signatories = origins.all(Field::Signatories, proposal.signatories);
        record.witnesses = origins.all(Field::Witnesses, proposal.witnesses);
        record.effective = origins.known(Field::Effective, proposal.effective);
        record.term = origins.known(Field::Term, proposal.term);
        record.end = origins.known(Field::End, proposal.end);
        let renewal = origins.known(Field::Renewal, proposal.renewal);
        record.renewal = renewal
            .and_then(|renewal| Some(Renewal { every: renewal.every?, by: renewal.by, max: None }));
        record.notice = origins.known(Field::Notice, proposal.notice);
        record.areas = origins.all(Field::Areas, proposal.areas);
        record.related = origins.all(Field::Related, proposal.related);
        record.references = origins.all(Field::References, proposal.references);
        let activities = origins.all(Field::Activities, proposal.activities);
        let hints = DraftHints {
            succeeds: origins.all(Field::Succeeds, proposal.succeeds),
            under: origins.known(Field::Under, proposal.under),
        };
        let is_earlier = activities.iter().filter(|activity| activity.is_of_predecessor);
        let earlier_activities = is_earlier.map(|activity| activity.activity.n).collect();
        record.activities = activities.into_iter().map(|activity| activity.activity).collect();
        Self {
            open_renewal: renewal.filter(|renewal| renewal.every.is_none()).map(|open| open.by),
            is_effective_settled: proposal.is_effective_settled,
            record,
            hints,
            earlier_activities,
            notes: proposal.notes,
            origins: origins.0,
        }
    }
}

/// The origins of the facts that were taken over into a record.
#[derive(Debug, Default)]
struct Origins(BTreeMap<Field, Vec<FactOrigin>>);

impl Origins {
    /// Returns the value of a fact.
    fn one<T>(&mut self, field: Field, fact: Fact<T>) -> T {
        let origin = FactOrigin { certainty: fact.certainty, quotations: fact.quotations };
        self.0.entry(field).or_default().push(origin);
        fact.value
    }

    /// Returns the value of a fact, if it is known.
    fn known<T>(&mut self, field: Field, fact: Option<Fact<T>>) -> Option<T> {
        fact.map(|fact| self.one(field, fact))
    }

    /// Returns the values of a list of facts.
    fn all<T>(&mut self, field: Field, facts: Vec<Fact<T>>) -> Vec<T> {
        facts.into_iter().map(|fact| self.one(field, fact)).collect()
    }
}
