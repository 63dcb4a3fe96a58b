//! A proposed agreement: every fact with its quotations and how certain it is.

use std::fmt;
use std::ops::Range;

use strum::{Display, EnumString};

use crate::domain::{
    Activity, Date, Duration, Party, Person, RecordedDate, Reference, RenewalBy, Term, Text,
};

/// How a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Certainty {
    /// The words are in the text.
    Stated,
    /// A relative day or a missing year, worked out from the day of the text.
    Resolved,
    /// A country from a name, a body from a title, a day from an event.
    Inferred,
    /// Made here and not quoted: a title such as `MoU between A and B`.
    Composed,
}

/// A value that a text bears out.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// How it is known.
    pub certainty: Certainty,
    /// The places in the plain text that bear it out, the best first; none only if it is composed. Byte offsets
    /// into [`SourceText::text`](super::SourceText::text).
    pub quotations: Vec<Range<usize>>,
}

impl<T> Fact<T> {
    /// Returns a fact that is known in this way, with one quotation.
    #[must_use]
    pub fn new(value: T, certainty: Certainty, quotation: Range<usize>) -> Self {
        Self { value, certainty, quotations: vec![quotation] }
    }

    /// Returns a fact whose words are in the text.
    #[must_use]
    pub fn stated(value: T, quotation: Range<usize>) -> Self {
        Self::new(value, Certainty::Stated, quotation)
    }

    /// Returns the fact with its value changed.
    #[must_use]
    pub fn map_value<U>(self, change: impl FnOnce(T) -> U) -> Fact<U> {
        Fact { value: change(self.value), certainty: self.certainty, quotations: self.quotations }
    }

    /// Returns a value that was made here and has no quotation.
    #[must_use]
    pub fn composed(value: T) -> Self {
        Self { value, certainty: Certainty::Composed, quotations: Vec::new() }
    }
}

/// A renewal clause as a text states it; a registry keeps it only if the length is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedRenewal {
    /// The length of each further period, if the text states it.
    pub every: Option<Duration>,
    /// How it comes about.
    pub by: RenewalBy,
}

/// An activity and the agreement that it was done under.
#[derive(Debug, Clone, PartialEq)]
pub struct AttributedActivity {
    /// The activity, with its number in the order of the text.
    pub activity: Activity,
    /// True if it was done under the predecessor, not under this agreement.
    pub is_of_predecessor: bool,
}

/// Another instrument that the text names: a predecessor or a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedInstrument {
    /// What the text calls it, such as `first MoU`.
    pub title: Text,
    /// Its date, if the text states one.
    pub dated: Option<Date>,
}

impl fmt::Display for RelatedInstrument {
    /// Writes `first MoU (2019)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        self.dated.map_or(Ok(()), |dated| write!(f, " ({dated})"))
    }
}

/// An agreement that a text is about, with what the text says of it. An absent fact is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Title: as written, the heading of a formal text, or composed.
    pub title: Fact<Text>,
    /// The kind, such as `MoU`.
    pub kind: Fact<Text>,
    /// The parties.
    pub parties: Vec<Fact<Party>>,
    /// The signing date. `unknown`: signed, but the day is not stated. Absent: not known to be signed, a draft.
    pub signed: Option<Fact<RecordedDate>>,
    /// Where it was signed.
    pub place: Option<Fact<Text>>,
    /// The signatories.
    pub signatories: Vec<Fact<Person>>,
    /// The witnesses.
    pub witnesses: Vec<Fact<Person>>,
    /// The effective date, if it is not the signing date.
    pub effective: Option<Fact<RecordedDate>>,
    /// True if it is left out because it is the signing date, or if a note says why it is not known.
    pub is_effective_settled: bool,
    /// The term.
    pub term: Option<Fact<Term>>,
    /// A stated last day.
    pub end: Option<Fact<Date>>,
    /// The renewal clause.
    pub renewal: Option<Fact<StatedRenewal>>,
    /// The notice period.
    pub notice: Option<Fact<Duration>>,
    /// Areas of cooperation.
    pub areas: Vec<Fact<Text>>,
    /// What was done or is planned.
    pub activities: Vec<Fact<AttributedActivity>>,
    /// Other instruments, campaigns or bodies.
    pub related: Vec<Fact<Text>>,
    /// The agreements that it follows.
    pub succeeds: Vec<Fact<RelatedInstrument>>,
    /// The framework that it implements.
    pub under: Option<Fact<RelatedInstrument>>,
    /// Other sources that the text links to.
    pub references: Vec<Fact<Reference>>,
    /// Remarks for the reader, a sentence each.
    pub notes: Vec<String>,
}
