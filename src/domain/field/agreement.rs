//! The fields of an agreement.

use std::fmt;
use std::str::FromStr;

use strum::{EnumCount, VariantArray};

use super::Attribute::{Checked, Dated, ReadOnly, Required, Searched};
use super::{FieldSpec, HasFields, InputContext};
use crate::domain::agreement::Agreement;
use crate::domain::id::Id;
use crate::domain::malformed::Malformed;

/// A field of an agreement, in the order of the file.
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
    Conflicts,
    Activities,
}

/// A field of an agreement.
pub(in crate::domain) type AgreementField = FieldSpec<Agreement>;

type Row = AgreementField;

/// The fields of an agreement, in the order of the file.
pub static AGREEMENT_FIELDS: [Row; Field::COUNT] = [
    Row::read_only("id", &[Required, ReadOnly, Checked, Searched], |a| &a.id, |a| &mut a.id),
    Row::new(
        "title",
        "TITLE",
        "What the agreement is called",
        &[Required, Dated, Checked, Searched],
        |a| &a.title,
        |a| &mut a.title,
    ),
    Row::new(
        "kind",
        "KIND",
        "Kind: MoU, MoC, LoI, agreement, treaty, …",
        &[Dated, Searched],
        |a| &a.kind,
        |a| &mut a.kind,
    ),
    Row::new(
        "parties",
        "PARTY",
        "Party, as \"Name (SHORT) [CC]\"",
        &[Required, Dated, Checked, Searched],
        |a| &a.parties,
        |a| &mut a.parties,
    )
    .flag("party")
    .list("Party to add", "Party to remove"),
    Row::new(
        "signed",
        "DATE",
        "Day of signing, or unknown",
        &[Checked],
        |a| &a.signed,
        |a| &mut a.signed,
    ),
    Row::new("place", "PLACE", "Where it was signed", &[Searched], |a| &a.place, |a| &mut a.place),
    Row::new(
        "signatories",
        "PERSON",
        "Who signed, as \"Name (Title) [PARTY]\"",
        &[Searched],
        |a| &a.signatories,
        |a| &mut a.signatories,
    )
    .flag("signatory")
    .list("Signatory to add", "Signatory to remove"),
    Row::new(
        "witnesses",
        "PERSON",
        "Who looked on, as \"Name (Title) [PARTY]\"",
        &[Searched],
        |a| &a.witnesses,
        |a| &mut a.witnesses,
    )
    .flag("witness")
    .list("Witness to add", "Witness to remove"),
    Row::new(
        "effective",
        "DATE",
        "Day of coming into effect, unknown, or pending; usually the day of signing",
        &[Dated, Checked],
        |a| &a.effective,
        |a| &mut a.effective,
    ),
    Row::new(
        "term",
        "TERM",
        "How long it lasts: 3y, 18 months, indefinite",
        &[Dated, Checked],
        |a| &a.term,
        |a| &mut a.term,
    ),
    Row::new("end", "DATE", "Stated last day", &[Dated, Checked], |a| &a.end, |a| &mut a.end),
    Row::new(
        "basis",
        "BASIS",
        "Whether the first day is left out of the count (from) or counted (including)",
        &[Dated, Checked],
        |a| &a.basis,
        |a| &mut a.basis,
    ),
    Row::new(
        "renewal",
        "DURATION",
        "Length of each renewal",
        &[Dated, Checked],
        |a| &a.renewal,
        |a| &mut a.renewal,
    ),
    Row::new(
        "notice",
        "DURATION",
        "Length of notice before the end of a period",
        &[Dated, Checked],
        |a| &a.notice,
        |a| &mut a.notice,
    ),
    Row::new(
        "review",
        "DURATION",
        "How often one without an end is to be looked at",
        &[Dated, Checked],
        |a| &a.review,
        |a| &mut a.review,
    ),
    Row::new(
        "lead",
        "DURATION",
        "How long before an act-by date the calendar rings",
        &[],
        |a| &a.lead,
        |a| &mut a.lead,
    )
    .list("Calendar lead to add", "Calendar lead to remove"),
    Row::new("areas", "AREA", "Area of cooperation", &[Searched], |a| &a.areas, |a| &mut a.areas)
        .flag("area")
        .list("Area to add", "Area to remove"),
    Row::new("tags", "TAG", "Tag", &[Searched], |a| &a.tags, |a| &mut a.tags)
        .flag("tag")
        .list("Tag to add", "Tag to remove"),
    Row::new(
        "contact",
        "NAME",
        "Who looks after it",
        &[Searched],
        |a| &a.contact,
        |a| &mut a.contact,
    ),
    Row::new(
        "succeeds",
        "ID",
        "Agreement that this one follows",
        &[Checked],
        |a| &a.succeeds,
        |a| &mut a.succeeds,
    )
    .list("Agreement that this one follows, to add", "Agreement that this one follows, to remove"),
    Row::new(
        "under",
        "ID",
        "Framework that this one implements",
        &[Checked],
        |a| &a.under,
        |a| &mut a.under,
    ),
    Row::new(
        "related",
        "TEXT",
        "Other instrument, campaign or body: an id or a text",
        &[Checked, Searched],
        |a| &a.related,
        |a| &mut a.related,
    )
    .list("Related instrument or body to add", "Related instrument or body to remove"),
    Row::new(
        "references",
        "REFERENCE",
        "Where a fact comes from, as \"Title | URL | DATE\"",
        &[Searched],
        |a| &a.references,
        |a| &mut a.references,
    )
    .flag("reference")
    .list("Reference to add", "Reference to remove"),
    Row::new(
        "documents",
        "DOCUMENT",
        "Paper kept beside the registry, as \"Title | PATH\"",
        &[Searched],
        |a| &a.documents,
        |a| &mut a.documents,
    )
    .flag("document")
    .list("Document to add", "Document to remove"),
    Row::read_only("events", &[ReadOnly, Checked, Searched], |a| &a.events, |a| &mut a.events)
        .flag("event"),
    Row::new("notes", "TEXT", "Remarks", &[Searched], |a| &a.notes, |a| &mut a.notes),
    Row::new("fields", "K=V", "Field of your own", &[Searched], |a| &a.fields, |a| &mut a.fields)
        .flag("field")
        .list("Field of your own to add", "Field of your own to remove")
        .removed_by("KEY"),
    Row::read_only("conflicts", &[ReadOnly, Checked], |a| &a.conflicts, |a| &mut a.conflicts)
        .flag("conflict"),
    Row::read_only(
        "activities",
        &[ReadOnly, Checked, Searched],
        |a| &a.activities,
        |a| &mut a.activities,
    )
    .flag("activity"),
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
    pub const ALL: [Self; Self::COUNT] =
        *Self::VARIANTS.first_chunk().expect("there are as many variants as are counted");

    /// Returns the row of the table.
    #[must_use]
    pub fn spec(self) -> &'static Row {
        &AGREEMENT_FIELDS[self as usize]
    }

    /// Returns the fields with values that hold in time. An amendment changes any other at once.
    pub fn dated() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|field| field.spec().is(Dated))
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
        self.spec().typed(of)
    }

    /// Returns the values of the field as one text.
    #[must_use]
    pub fn text(self, of: &Agreement) -> String {
        let mut values = self.values(of);
        if values.len() > 1 { values.join("; ") } else { values.pop().unwrap_or_default() }
    }

    /// Sets the field to what was typed; see [`FieldSpec::set`].
    pub fn set<T: AsRef<str>>(
        self,
        of: &mut Agreement,
        values: &[T],
        context: &InputContext<'_>,
    ) -> Result<(), Malformed> {
        self.spec().set(of, values, context)
    }

    /// Adds to a list what was typed; see [`FieldSpec::add`].
    pub fn add(
        self,
        of: &mut Agreement,
        values: &[String],
        context: &InputContext<'_>,
    ) -> Result<(), Malformed> {
        self.spec().add(of, values, context)
    }

    /// Removes items from a list; see [`FieldSpec::remove`].
    #[must_use]
    pub fn remove(self, of: &mut Agreement, values: &[String]) -> Vec<String> {
        self.spec().remove(of, values)
    }

    /// Sets the field to its default. Returns false if it is required.
    #[must_use]
    pub fn clear(self, of: &mut Agreement) -> bool {
        self.spec().clear(of)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Field {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::ALL
            .into_iter()
            .find(|field| field.name() == text)
            .ok_or_else(|| Malformed::new(format!("`{text}` is not a field")))
    }
}
