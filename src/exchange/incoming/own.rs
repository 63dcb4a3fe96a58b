//! Recognising the JSON that `mou` wrote, which may hold what no version of it knows.

use super::table::DERIVED;
use crate::domain::{Field, Id, Status};
use crate::json::document::Node;

/// What a registry says in `format`.
pub(super) const FORMAT_NAME: &str = "mou-registry";

/// Who wrote the records of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// That is not known yet.
    Unknown,
    /// It is a registry: records as they are stored.
    Registry,
    /// `mou` printed or exported it: records with the derived members beside the stored ones.
    Export,
    /// Another program.
    Other,
}

impl Origin {
    /// Returns true if `mou` wrote the records.
    pub(super) fn is_ours(self) -> bool {
        matches!(self, Self::Registry | Self::Export)
    }

    /// Returns the names of the members that are not stored.
    pub(super) fn derived(self) -> &'static [&'static str] {
        if self == Self::Export { &DERIVED } else { &[] }
    }

    /// Returns true if a member of this name is read as a column.
    pub(super) fn has_column(self, name: &str) -> bool {
        name.parse::<Field>().is_ok() || self.derived().contains(&name)
    }

    /// Returns true if some origin has a column of this name.
    pub(super) fn knows(name: &str) -> bool {
        Self::Export.has_column(name)
    }
}

/// Returns true if `record` has what every agreement has that `mou` prints as JSON, whatever else it has:
/// an id, a title, a status in the words of `mou`, and a list of flags.
pub(super) fn is_exported(record: &Node) -> bool {
    let text = |name: &str| record.get(name).and_then(Node::as_text);
    text("id").is_some_and(|id| id.parse::<Id>().is_ok())
        && text("title").is_some()
        && text("status").is_some_and(|status| status.parse::<Status>().is_ok())
        && matches!(record.get("flags"), Some(Node::Array(_)))
}

/// Returns true if the record has a member that is neither a field nor one of the `derived` ones.
pub(super) fn has_unknown(record: &Node, derived: &[&str]) -> bool {
    let is_known = |name: &str| name.parse::<Field>().is_ok() || derived.contains(&name);
    record.members().iter().any(|member| !is_known(member.name()))
}
