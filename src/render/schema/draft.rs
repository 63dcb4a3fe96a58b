//! What `mou draft` prints as JSON.
//!
//! The types here are never made: they are the shapes of what is printed, for the schema alone.
#![expect(dead_code, reason = "only the shapes count")]

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use schemars::JsonSchema;

use crate::domain::{
    Activity, Basis, Date, Document, Duration, Id, Party, Person, RecordedDate, Reference,
    RenewalBy, Term,
};

/// A text with the agreements that it proposes. `mou import` reads it, edited or not.
#[derive(JsonSchema)]
#[schemars(rename = "Draft")]
pub(super) struct DraftSchema {
    source: DraftSourceSchema,
    /// The agreements, in the order of the text.
    agreements: Vec<DraftedAgreementSchema>,
}

/// The text.
#[derive(JsonSchema)]
#[schemars(rename = "DraftSource")]
struct DraftSourceSchema {
    /// The path as it was given; `-` for standard input.
    path: String,
    /// The SHA-256 of the file in hexadecimal.
    sha256: String,
    format: DraftFormatSchema,
    /// The day of the text.
    published: Option<Date>,
    /// Where the day comes from: `--published`, `front matter`, `header` or `dateline`.
    published_from: Option<String>,
}

/// The format of a text.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "DraftFormat")]
enum DraftFormatSchema {
    Text,
    Markdown,
    Html,
    Docx,
    Pdf,
    Eml,
}

/// A proposed agreement: what a record stores, and how each fact is known. Absent fields are not known.
#[derive(JsonSchema)]
#[schemars(rename = "DraftedAgreement")]
struct DraftedAgreementSchema {
    title: String,
    kind: String,
    parties: Option<Vec<Party>>,
    signed: Option<RecordedDate>,
    place: Option<String>,
    signatories: Option<Vec<Person>>,
    witnesses: Option<Vec<Person>>,
    effective: Option<RecordedDate>,
    term: Option<Term>,
    end: Option<Date>,
    basis: Option<Basis>,
    renewal: Option<DraftedRenewalSchema>,
    notice: Option<Duration>,
    review: Option<Duration>,
    lead: Option<Vec<Duration>>,
    areas: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    contact: Option<String>,
    /// Ids that a person typed; what the text says is in `hints`.
    succeeds: Option<Vec<Id>>,
    /// An id that a person typed; what the text says is in `hints`.
    under: Option<Id>,
    related: Option<Vec<String>>,
    references: Option<Vec<Reference>>,
    documents: Option<Vec<Document>>,
    fields: Option<BTreeMap<String, String>>,
    activities: Option<Vec<DraftedActivitySchema>>,
    hints: Option<HintsSchema>,
    /// How each fact is known, by field. Of a list, the word is that of the item that is least certain. A field that a
    /// person typed has none.
    sure: BTreeMap<String, CertaintySchema>,
    /// The fields that mou composed.
    composed: Vec<String>,
    /// The facts that were looked for and not found.
    unknown: Vec<String>,
    /// Remarks, a sentence each.
    notes: Vec<String>,
    /// The places in the text that bear out each field, the best first.
    evidence: BTreeMap<String, Vec<EvidenceSchema>>,
}

/// A renewal clause.
#[derive(JsonSchema)]
#[schemars(rename = "DraftedRenewal")]
struct DraftedRenewalSchema {
    /// The length of each further period; absent if the text does not state it.
    every: Option<Duration>,
    /// How it comes about; automatically if absent.
    by: Option<RenewalBy>,
    /// How many times at most; without it, any number of times.
    max: Option<NonZeroU32>,
}

/// What was done or is planned.
#[derive(JsonSchema)]
#[schemars(rename = "DraftedActivity")]
struct DraftedActivitySchema {
    #[serde(flatten)]
    stored: Activity,
    /// The agreement that it was done under, if not this one.
    of: Option<DraftedUnderSchema>,
}

/// An agreement that activities were done under.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "DraftedUnder")]
enum DraftedUnderSchema {
    Predecessor,
}

/// Other instruments that the text names.
#[derive(JsonSchema)]
#[schemars(rename = "Hints")]
struct HintsSchema {
    /// The agreements that it follows.
    succeeds: Option<Vec<HintSchema>>,
    /// The framework that it implements.
    under: Option<HintSchema>,
}

/// An instrument.
#[derive(JsonSchema)]
#[schemars(rename = "Hint")]
struct HintSchema {
    title: String,
    dated: Option<Date>,
}

/// How a fact is known.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Certainty")]
enum CertaintySchema {
    Stated,
    Resolved,
    Inferred,
    Composed,
}

/// A piece of the file; of a Word document, a PDF and a message, of the text that `--text` prints.
#[derive(JsonSchema)]
#[schemars(rename = "Evidence")]
struct EvidenceSchema {
    /// Exactly the bytes from `start` to `end`.
    text: String,
    /// The byte offset of its start.
    start: u64,
    /// The byte offset of its end.
    end: u64,
    /// Of a list: the index of the item.
    index: Option<u64>,
    /// Of a list: how the item is known.
    sure: Option<CertaintySchema>,
}
