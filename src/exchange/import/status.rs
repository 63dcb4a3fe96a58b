//! The status in a sheet, and whether the dates contradict it.

use crate::domain::Status;

/// What a word in a status column certainly means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetStatus {
    /// In force, such as `Active`, `Vigente`.
    Active,
    /// Signed, whatever happened since.
    Signed,
    /// Over since its end, such as `Expired`, `Vencido`.
    Expired,
    /// Ended by somebody, such as `Terminated`, `Cancelled`.
    Terminated,
    /// Not signed yet, such as `Draft`, `Under negotiation`.
    Draft,
}

impl SheetStatus {
    /// Returns true if the agreement must have been signed.
    #[must_use]
    pub fn implies_signing(self) -> bool {
        self != Self::Draft
    }

    /// Returns true if the derived status contradicts the word.
    #[must_use]
    pub fn contradicts(self, derived: Status) -> bool {
        let fits = match self {
            Self::Active => derived.is_in_force(),
            Self::Signed => derived != Status::Draft,
            Self::Expired => {
                matches!(derived, Status::Expired | Status::Terminated | Status::Succeeded)
            }
            Self::Terminated => matches!(derived, Status::Terminated | Status::Succeeded),
            Self::Draft => matches!(derived, Status::Draft | Status::Upcoming),
        };
        !fits
    }

    /// Returns true if the word still holds long after the sheet was written. Words for active go stale.
    #[must_use]
    pub fn is_lasting(self) -> bool {
        matches!(self, Self::Expired | Self::Terminated | Self::Draft)
    }
}

/// Returns what the text of a status cell means; `None` if that is not certain.
#[must_use]
pub fn status_meaning(text: &str) -> Option<SheetStatus> {
    match text.trim().to_lowercase().as_str() {
        "active" => Some(SheetStatus::Active),
        "expired" => Some(SheetStatus::Expired),
        "terminated" => Some(SheetStatus::Terminated),
        "draft" | "under negotiation" => Some(SheetStatus::Draft),
        _ => None,
    }
}
