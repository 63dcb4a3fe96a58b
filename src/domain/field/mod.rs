//! The fields of an agreement by name: how each is read from what a person types, changed, told.

mod set;

use std::fmt;
use std::str::FromStr;

use super::agreement::Agreement;
use super::date::Day;
use super::malformed::Malformed;
use super::party::Party;
use super::term::Basis;

/// A field of an agreement, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are documented where they stand, in `Agreement`")]
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

/// What a value that is being set may need to know beside its text.
pub struct Setting<'a> {
    /// The day that relative dates are counted from.
    pub today: Day,
    /// Finds the party that the registry already has under a name or short name.
    pub known: &'a dyn Fn(&str) -> Option<Party>,
    /// Finds the SHA-256 of a document at a path relative to the registry.
    pub hash: &'a dyn Fn(&str) -> Result<Option<String>, Malformed>,
}

impl fmt::Debug for Setting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("today", &self.today).finish_non_exhaustive()
    }
}

impl Field {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 29] = [
        Self::Id,
        Self::Title,
        Self::Kind,
        Self::Parties,
        Self::Signed,
        Self::Place,
        Self::Signatories,
        Self::Witnesses,
        Self::Effective,
        Self::Term,
        Self::End,
        Self::Basis,
        Self::Renewal,
        Self::Notice,
        Self::Review,
        Self::Lead,
        Self::Areas,
        Self::Tags,
        Self::Contact,
        Self::Succeeds,
        Self::Under,
        Self::Related,
        Self::References,
        Self::Documents,
        Self::Events,
        Self::Notes,
        Self::Fields,
        Self::Conflicts,
        Self::Activities,
    ];

    /// Returns the name: the key in the file, the column, the word of the documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Kind => "kind",
            Self::Parties => "parties",
            Self::Signed => "signed",
            Self::Place => "place",
            Self::Signatories => "signatories",
            Self::Witnesses => "witnesses",
            Self::Effective => "effective",
            Self::Term => "term",
            Self::End => "end",
            Self::Basis => "basis",
            Self::Renewal => "renewal",
            Self::Notice => "notice",
            Self::Review => "review",
            Self::Lead => "lead",
            Self::Areas => "areas",
            Self::Tags => "tags",
            Self::Contact => "contact",
            Self::Succeeds => "succeeds",
            Self::Under => "under",
            Self::Related => "related",
            Self::References => "references",
            Self::Documents => "documents",
            Self::Events => "events",
            Self::Notes => "notes",
            Self::Fields => "fields",
            Self::Conflicts => "conflicts",
            Self::Activities => "activities",
        }
    }

    /// Returns the word for one of its values: its flag without the hyphens, the name in the singular.
    #[must_use]
    pub fn flag(self) -> &'static str {
        match self {
            Self::Parties => "party",
            Self::Signatories => "signatory",
            Self::Witnesses => "witness",
            Self::Areas => "area",
            Self::Tags => "tag",
            Self::References => "reference",
            Self::Documents => "document",
            Self::Events => "event",
            Self::Fields => "field",
            Self::Conflicts => "conflict",
            Self::Activities => "activity",
            _ => self.name(),
        }
    }

    /// Returns the values of the field, each as a person types it; none where it is absent.
    #[must_use]
    pub fn values(self, of: &Agreement) -> Vec<String> {
        match self {
            Self::Id => vec![of.id.to_string()],
            Self::Title => vec![of.title.to_string()],
            Self::Kind => vec![of.kind.to_string()],
            Self::Parties => texts(&of.parties),
            Self::Signed => one(of.signed),
            Self::Place => one(of.place.as_ref()),
            Self::Signatories => texts(&of.signatories),
            Self::Witnesses => texts(&of.witnesses),
            Self::Effective => one(of.effective),
            Self::Term => one(of.term),
            Self::End => one(of.end),
            Self::Basis => {
                if of.basis == Basis::Including {
                    vec!["including".to_owned()]
                } else {
                    Vec::new()
                }
            }
            Self::Renewal => one(of.renewal),
            Self::Notice => one(of.notice),
            Self::Review => one(of.review),
            Self::Lead => texts(&of.lead),
            Self::Areas => texts(&of.areas),
            Self::Tags => texts(&of.tags),
            Self::Contact => one(of.contact.as_ref()),
            Self::Succeeds => texts(&of.succeeds),
            Self::Under => one(of.under.as_ref()),
            Self::Related => texts(&of.related),
            Self::References => texts(&of.references),
            Self::Documents => texts(&of.documents),
            Self::Events => texts(&of.events),
            Self::Notes => one(of.notes.as_ref()),
            Self::Fields => of.fields.iter().map(|(key, value)| format!("{key}={value}")).collect(),
            Self::Conflicts => {
                of.conflicts.iter().map(|conflict| conflict.field.to_string()).collect()
            }
            Self::Activities => texts(&of.activities),
        }
    }

    /// Returns the values of the field as one text: what `why`, `log` and the tables show.
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
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::ALL
            .into_iter()
            .find(|field| field.name() == text)
            .ok_or_else(|| Malformed::new(format!("`{text}` is not a field")))
    }
}

fn texts<T: fmt::Display>(values: &[T]) -> Vec<String> {
    values.iter().map(T::to_string).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "an option of a small copy, or of a reference")]
fn one<T: fmt::Display>(value: Option<T>) -> Vec<String> {
    value.iter().map(T::to_string).collect()
}

#[cfg(test)]
mod tests;
