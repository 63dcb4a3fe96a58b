//! What a column of a sheet may hold.

use std::fmt;
use std::str::FromStr;

use crate::domain::{Agreement, Field, Id, ParseError, Party};

/// The field of the user's own that keeps the status in a sheet.
pub const STATUS_FIELD: &str = "status";

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportColumn {
    /// A field of the agreement.
    Field(Field),
    /// The partners: all parties but the owner of the sheet.
    Partner,
    /// The country of the partner.
    Country,
    /// The term, as a bare number of these units.
    TermIn(&'static str),
    /// The term or the last day, whichever the cell reads as.
    Validity,
    /// The first and the last day in one cell.
    Period,
    /// The unit of the term in another column.
    Unit,
    /// Whether the agreement renews automatically, or for how long it does.
    AutomaticRenewal,
    /// The length of each renewal.
    RenewalTerm,
    /// The status in the sheet, which is kept in `fields.status`.
    Status,
    /// A number or a code of the agreement, which is kept as the field of this name.
    Reference(String),
    /// An address, which becomes a reference.
    Link,
    /// A field of the user's own.
    Own(String),
    /// A column that is not read.
    Ignored,
}

impl ImportColumn {
    /// Returns the text by which a row is matched to an agreement, if this is a key column.
    #[must_use]
    pub fn key_text(&self, facts: &Agreement, id: Option<&Id>, parties: &[Party]) -> String {
        match self {
            Self::Field(Field::Id) => id.map(ToString::to_string).unwrap_or_default(),
            Self::Own(name) | Self::Reference(name) => {
                facts.fields.get(name).cloned().unwrap_or_default()
            }
            Self::Status => facts.fields.get(STATUS_FIELD).cloned().unwrap_or_default(),
            Self::Partner | Self::Country | Self::Field(Field::Parties) => {
                let mut names: Vec<String> =
                    parties.iter().map(|party| party.name.to_lowercase()).collect();
                names.sort();
                names.join("; ")
            }
            Self::Field(field) => field.text(facts),
            Self::TermIn(_) | Self::Validity => Field::Term.text(facts),
            Self::Period => Field::End.text(facts),
            Self::AutomaticRenewal | Self::RenewalTerm => Field::Renewal.text(facts),
            Self::Link => Field::References.text(facts),
            Self::Unit | Self::Ignored => String::new(),
        }
    }

    /// Returns true if a cell that is merged downwards counts for every row of its range.
    #[must_use]
    pub fn is_filled_from_merged_cells(&self) -> bool {
        // These distinguish the rows, or are kept word for word.
        !matches!(self, Self::Field(Field::Id) | Self::Reference(_) | Self::Own(_) | Self::Ignored)
    }

    /// Returns true if any text is a value of the column.
    pub(in super::super) fn is_free_text(&self) -> bool {
        !matches!(
            self,
            Self::TermIn(_)
                | Self::Validity
                | Self::Period
                | Self::AutomaticRenewal
                | Self::RenewalTerm
                | Self::Field(
                    Field::Id
                        | Field::Signed
                        | Field::Effective
                        | Field::End
                        | Field::Term
                        | Field::Basis
                        | Field::Renewal
                        | Field::Notice
                        | Field::Review
                )
        )
    }

    /// Returns true if the values of several columns are joined.
    pub(in crate::exchange::import) fn is_joined(&self) -> bool {
        match self {
            Self::Field(field) => matches!(
                field,
                Field::Parties | Field::Areas | Field::Tags | Field::Related | Field::Signatories
            ),
            Self::Partner | Self::Link => true,
            Self::Country
            | Self::TermIn(_)
            | Self::Validity
            | Self::Period
            | Self::Unit
            | Self::AutomaticRenewal
            | Self::RenewalTerm
            | Self::Status
            | Self::Reference(_)
            | Self::Own(_)
            | Self::Ignored => false,
        }
    }
}

impl fmt::Display for ImportColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Partner => f.write_str("partner"),
            Self::Country => f.write_str("country"),
            Self::TermIn(unit) => f.write_str(unit),
            Self::Validity => f.write_str("validity"),
            Self::Period => f.write_str("effective and end"),
            Self::Unit => f.write_str("unit"),
            Self::AutomaticRenewal | Self::RenewalTerm => f.write_str("renewal"),
            Self::Status => f.write_str("status"),
            Self::Reference(_) => f.write_str("reference"),
            Self::Link => f.write_str("link"),
            Self::Own(name) => write!(f, "fields.{name}"),
            Self::Ignored => f.write_str("-"),
        }
    }
}

impl FromStr for ImportColumn {
    type Err = ParseError;

    /// Parses the right side of a mapping: a field, `partner`, `country`, `years`, `months`, `unit`,
    /// `validity`, `status`, `reference`, `link`, `fields.NAME`, or `-` for a column that is not read.
    fn from_str(text: &str) -> std::result::Result<Self, ParseError> {
        Ok(match text {
            "partner" => Self::Partner,
            "country" => Self::Country,
            "years" => Self::TermIn("years"),
            "months" => Self::TermIn("months"),
            "weeks" => Self::TermIn("weeks"),
            "days" => Self::TermIn("days"),
            "validity" => Self::Validity,
            "unit" => Self::Unit,
            "status" => Self::Status,
            "reference" => Self::Reference(String::new()),
            "link" => Self::Link,
            "-" => Self::Ignored,
            _ => match text.strip_prefix("fields.").map(str::trim) {
                Some(name) if !name.is_empty() => Self::Own(name.to_owned()),
                _ => Self::Field(text.parse()?),
            },
        })
    }
}
