//! The fields of an agreement.

use std::fmt;
use std::str::FromStr;

use strum::{EnumCount, VariantArray};

use super::spec::Attribute::{Checked, Common, Dated, Long, Required, Searched};
use super::spec::{FieldSpec, HasFields};
use crate::domain::agreement::Agreement;
use crate::domain::id::Id;
use crate::domain::parse_error::ParseError;

/// A field of an agreement, in the order of the file.
///
/// ```
/// use mou::domain::{Agreement, Field};
///
/// let agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// assert_eq!("act_by".parse::<Field>().is_ok(), false);
/// assert_eq!("notice".parse::<Field>()?, Field::Notice);
/// assert_eq!(Field::Title.text(&agreement), "Digital government");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::EnumCount, strum::VariantArray,
)]
#[expect(missing_docs, reason = "the fields are documented in `Agreement`")]
pub enum Field {
    Id,
    Title,
    Kind,
    Parties,
    Signed,
    Place,
    Signatories,
    Witnesses,
    Effective,
    Term,
    End,
    Basis,
    Renewal,
    Notice,
    Review,
    Lead,
    Areas,
    Tags,
    Contact,
    Succeeds,
    Under,
    Related,
    References,
    Documents,
    Events,
    Notes,
    Fields,
    Accepted,
    Conflicts,
    Activities,
}

/// A field of an agreement.
pub(in crate::domain) type AgreementField = FieldSpec<Agreement>;

type Row = AgreementField;

/// The fields of an agreement, in the order of the file.
pub static AGREEMENT_FIELDS: [Row; Field::COUNT] = [
    Row::new("id", |a| &a.id, |a| &mut a.id).with(&[Required, Checked, Searched]),
    Row::new("title", |a| &a.title, |a| &mut a.title)
        .flag("title", "TITLE", "Title of the agreement")
        .with(&[Required, Dated, Checked, Searched]),
    Row::new("kind", |a| &a.kind, |a| &mut a.kind)
        .flag("kind", "KIND", "Kind: MoU, MoC, LoI, agreement, treaty, …")
        .with(&[Dated, Searched]),
    Row::new("parties", |a| &a.parties, |a| &mut a.parties)
        .flag("party", "PARTY", "Party, as \"Name (SHORT) [CC]\"")
        .list("Party to add", "Party to remove")
        .with(&[Common, Required, Dated, Checked, Searched]),
    Row::new("signed", |a| &a.signed, |a| &mut a.signed)
        .flag("signed", "DATE", "Signing date, or unknown")
        .with(&[Common, Checked]),
    Row::new("place", |a| &a.place, |a| &mut a.place)
        .flag("place", "PLACE", "Where it was signed")
        .with(&[Searched]),
    Row::new("signatories", |a| &a.signatories, |a| &mut a.signatories)
        .flag("signatory", "PERSON", "Who signed, as \"Name (Title) [PARTY]\"")
        .list("Signatory to add", "Signatory to remove")
        .with(&[Searched]),
    Row::new("witnesses", |a| &a.witnesses, |a| &mut a.witnesses)
        .flag("witness", "PERSON", "Witness, as \"Name (Title) [PARTY]\"")
        .list("Witness to add", "Witness to remove")
        .with(&[Searched]),
    Row::new("effective", |a| &a.effective, |a| &mut a.effective)
        .flag("effective", "DATE", "Effective date, unknown or pending (default: the signing date)")
        .with(&[Common, Dated, Checked]),
    Row::new("term", |a| &a.term, |a| &mut a.term)
        .flag("term", "TERM", "Term: 3y, 18 months, indefinite")
        .with(&[Common, Dated, Checked]),
    Row::new("end", |a| &a.end, |a| &mut a.end)
        .flag("end", "DATE", "Stated last day")
        .with(&[Common, Dated, Checked]),
    Row::new("basis", |a| &a.basis, |a| &mut a.basis)
        .flag(
            "basis",
            "BASIS",
            "Whether the count excludes the first day (from) or includes it (including)",
        )
        .with(&[Dated, Checked]),
    Row::new("renewal", |a| &a.renewal, |a| &mut a.renewal)
        .flag("renewal", "DURATION", "Length of each renewal")
        .with(&[Common, Dated, Checked]),
    Row::new("notice", |a| &a.notice, |a| &mut a.notice)
        .flag("notice", "DURATION", "Notice period before the end")
        .with(&[Common, Dated, Checked]),
    Row::new("review", |a| &a.review, |a| &mut a.review)
        .flag("review", "DURATION", "How often to review an agreement without an end")
        .with(&[Dated, Checked]),
    Row::new("lead", |a| &a.lead, |a| &mut a.lead)
        .flag("lead", "DURATION", "How long before a deadline to remind")
        .list("Lead time to add", "Lead time to remove"),
    Row::new("areas", |a| &a.areas, |a| &mut a.areas)
        .flag("area", "AREA", "Area of cooperation")
        .list("Area to add", "Area to remove")
        .with(&[Common, Searched]),
    Row::new("tags", |a| &a.tags, |a| &mut a.tags)
        .flag("tag", "TAG", "Tag")
        .list("Tag to add", "Tag to remove")
        .with(&[Common, Searched]),
    Row::new("contact", |a| &a.contact, |a| &mut a.contact)
        .flag("contact", "NAME", "Contact person")
        .with(&[Common, Searched]),
    Row::new("succeeds", |a| &a.succeeds, |a| &mut a.succeeds)
        .flag("succeeds", "ID", "Agreement that this one succeeds")
        .list(
            "Agreement that this one succeeds, to add",
            "Agreement that this one succeeds, to remove",
        )
        .with(&[Checked]),
    Row::new("under", |a| &a.under, |a| &mut a.under)
        .flag("under", "ID", "Framework that this one implements")
        .with(&[Checked]),
    Row::new("related", |a| &a.related, |a| &mut a.related)
        .flag("related", "TEXT", "Related instrument, campaign or body: an id or a text")
        .list("Related instrument or body to add", "Related instrument or body to remove")
        .with(&[Checked, Searched]),
    Row::new("references", |a| &a.references, |a| &mut a.references)
        .flag("reference", "REFERENCE", "Source of a fact, as \"Title | URL | DATE\"")
        .list("Reference to add", "Reference to remove, by its title or URL")
        .with(&[Searched]),
    Row::new("documents", |a| &a.documents, |a| &mut a.documents)
        .flag("document", "DOCUMENT", "Document kept beside the registry, as \"Title | PATH\"")
        .list("Document to add", "Document to remove")
        .with(&[Searched]),
    Row::new("events", |a| &a.events, |a| &mut a.events).item("event").with(&[Checked, Searched]),
    Row::new("notes", |a| &a.notes, |a| &mut a.notes)
        .flag("notes", "TEXT", "Remarks; @FILE reads a file, - standard input")
        .with(&[Common, Searched, Long]),
    Row::new("fields", |a| &a.fields, |a| &mut a.fields)
        .flag("field", "K=V", "Field of your own")
        .list("Field of your own to add", "Field of your own to remove, by its name")
        .removed_by("KEY")
        .with(&[Searched]),
    Row::new("accepted", |a| &a.accepted, |a| &mut a.accepted).item("accepted").with(&[Searched]),
    Row::new("conflicts", |a| &a.conflicts, |a| &mut a.conflicts).item("conflict").with(&[Checked]),
    Row::new("activities", |a| &a.activities, |a| &mut a.activities)
        .item("activity")
        .with(&[Checked, Searched]),
];

impl HasFields for Agreement {
    fn fields() -> &'static [Row] {
        &AGREEMENT_FIELDS
    }

    fn empty() -> Self {
        Self::new(Id::default(), "")
    }
}

impl Agreement {
    /// Returns true if the other agreement has the same values in all fields that a rule reads.
    #[must_use]
    pub fn has_same_checked_fields(&self, other: &Self) -> bool {
        let checked = AGREEMENT_FIELDS.iter().filter(|row| row.is(Checked));
        checked.into_iter().all(|row| row.is_equal(self, other))
    }
}

impl Field {
    /// All of them, in the order of the file.
    pub const ALL_FIELDS: [Self; Self::COUNT] =
        *Self::VARIANTS.first_chunk().expect("there are as many variants as are counted");

    /// Returns the row of the table.
    #[must_use]
    pub fn spec(self) -> &'static Row {
        &AGREEMENT_FIELDS[self as usize]
    }

    /// Returns the fields with values that hold in time. An amendment changes any other at once.
    pub fn dated() -> impl Iterator<Item = Self> {
        Self::ALL_FIELDS.into_iter().filter(|field| field.spec().is(Dated))
    }

    /// Returns the name: the key in the file, the column, the word in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// Returns the name of one of its values: its flag without the hyphens.
    #[must_use]
    pub fn flag(self) -> &'static str {
        self.spec().flag
    }

    /// Returns the values of the field, each as a person types it; none if it is absent.
    #[must_use]
    pub fn values(self, of: &Agreement) -> Vec<String> {
        (self.spec().get)(of).typed()
    }

    /// Returns the values of the field as one text.
    #[must_use]
    pub fn text(self, of: &Agreement) -> String {
        let mut values = self.values(of);
        if values.len() > 1 { values.join("; ") } else { values.pop().unwrap_or_default() }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Field {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL_FIELDS
            .into_iter()
            .find(|field| field.name() == text)
            .ok_or_else(|| ParseError::new(format!("`{text}` is not a field")))
    }
}
