//! The facts of an agreement, as far as they were asked for.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::agreement::Agreement;
use super::date::Day;
use super::id::Id;
use super::outline::Outline;
use super::party::{Party, is_called};
use super::tenure::Tenure;

/// The facts of an agreement: in outline where that is enough, whole where it is not.
#[derive(Debug)]
pub enum Facts<'a> {
    /// In outline.
    Outline(Box<Outline<'a>>),
    /// Whole, because the record holds something that an outline does not.
    Whole(Box<Agreement>),
}

impl Facts<'_> {
    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> &Id {
        match self {
            Self::Outline(outline) => outline.id(),
            Self::Whole(agreement) => &agreement.id,
        }
    }

    /// Returns the agreements that this one follows.
    #[must_use]
    pub fn succeeds(&self) -> &[Id] {
        match self {
            Self::Outline(outline) => outline.succeeds(),
            Self::Whole(agreement) => &agreement.succeeds,
        }
    }

    /// Returns the parties whose name or short name is one of these, which are in lower case.
    #[must_use]
    pub fn parties_called(&self, names: &BTreeSet<String>) -> Vec<Party> {
        match self {
            Self::Outline(outline) => outline.parties_called(names),
            Self::Whole(agreement) => {
                let parties = agreement.parties.iter();
                let called = |party: &&Party| {
                    let short = party.short.as_deref();
                    names.iter().any(|name| is_called(&party.name, short, name))
                };
                parties.filter(called).cloned().collect()
            }
        }
    }

    /// Returns the dated facts that hold on `day`. (An outline has no amendments.)
    #[must_use]
    pub fn tenure(&self, day: Day) -> Cow<'_, Tenure> {
        match self {
            Self::Outline(outline) => Cow::Borrowed(outline.tenure()),
            Self::Whole(agreement) => Cow::Owned(Tenure::on(agreement, day)),
        }
    }

    /// Returns the agreement as it is on `day`, with what an outline has of it at least; see
    /// [`Outline::into_agreement`].
    #[must_use]
    pub fn into_agreement(self, day: Day) -> Agreement {
        match self {
            Self::Outline(outline) => outline.into_agreement(),
            Self::Whole(agreement) => agreement.into_values_on(day),
        }
    }
}
