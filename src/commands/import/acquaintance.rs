//! What is known of a registry when rows are taken into it, beside its records.

use serde::Deserialize;

use super::alike::Alike;
use super::keys::Keys;
use super::terms::Terms;
use crate::domain::{Agreement, Date, Id, Party, Stated};
use crate::error::Result;
use crate::exchange::incoming::party::Known;
use crate::store::Draft;

/// What is known of a registry, and of the rows before: little of each, for there may be very many.
#[derive(Debug)]
pub(super) struct Acquaintance {
    /// The party whose registry it is.
    pub(super) owner: Option<Party>,
    pub(super) known: Known,
    pub(super) keys: Keys,
    pub(super) alike: Alike,
}

/// What an agreement is told to be like another by.
#[derive(Deserialize)]
struct Outline {
    id: Id,
    title: String,
    #[serde(default)]
    parties: Vec<Party>,
    #[serde(default)]
    signed: Option<Stated>,
    #[serde(default)]
    effective: Option<Stated>,
    #[serde(default)]
    end: Option<Date>,
}

impl Acquaintance {
    /// Gets to know the registry as it is staged.
    pub(super) fn of(draft: &Draft<'_>, terms: &Terms<'_>) -> Result<Self> {
        let mut known = Known::none();
        let mut keys = Keys::default();
        let mut alike = Alike::default();
        let owner = draft.head().owner.as_deref();
        if terms.keys.is_empty() {
            draft.visit(|outline: &Outline| {
                let Outline { id, title, parties, signed, effective, end } = outline;
                known.meet_all(parties);
                let likeness = alike.likeness_of(parties, [*signed, *effective], *end, title);
                alike.meet(likeness, id);
                Ok(())
            })?;
        } else {
            draft.visit(|agreement: &Agreement| {
                known.meet_all(&agreement.parties);
                for key in terms.keys_of(agreement, owner) {
                    keys.meet(&key, &agreement.id);
                }
                Ok(())
            })?;
        }
        let owner =
            owner.map(|name| known.recognise(Party { name: name.into(), ..Party::default() }));
        Ok(Self { owner, known, keys, alike })
    }
}
