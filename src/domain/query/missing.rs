//! What a record can be without.

use std::fmt;
use std::str::FromStr;

use crate::domain::agreement::Agreement;
use crate::domain::field::Field;
use crate::domain::malformed::Malformed;
use crate::domain::standing::Standing;
use crate::domain::stated::Stated;
use crate::domain::status::{End, Status};
use crate::domain::tenure;

/// What is not known of an agreement: a field, or when it `ends`.
///
/// ```
/// use mou::domain::Missing;
///
/// assert_eq!("contact".parse::<Missing>()?.to_string(), "contact");
/// assert!("deadline".parse::<Missing>().is_err());
/// # Ok::<(), mou::domain::Malformed>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The field is absent or empty; where it is the day of signing or of coming into effect, it may
    /// also be `unknown`, and the parties' own days of signing stand in for the agreement's.
    Field(Field),
    /// The last day is neither known nor indefinite; of a draft, neither a term nor an end is
    /// recorded.
    Ends,
}

const ENDS: &str = "ends";

impl Missing {
    /// Tells whether it is missing in the agreement, of which `standing` is what follows on a day.
    #[must_use]
    pub fn is_so(self, agreement: &Agreement, standing: &Standing) -> bool {
        match self {
            Self::Field(Field::Signed) => {
                tenure::signing_day(agreement).and_then(Stated::date).is_none()
            }
            Self::Field(Field::Effective) => agreement.effective.and_then(Stated::date).is_none(),
            Self::Field(field) => field.values(agreement).iter().all(String::is_empty),
            Self::Ends if standing.status == Status::Draft => {
                agreement.term.is_none() && agreement.end.is_none()
            }
            Self::Ends => standing.ends == End::Unknown,
        }
    }

    /// Returns the names of all that can be asked for, in the order of the file, then `ends`.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        Field::ALL.into_iter().map(Field::name).chain([ENDS]).collect()
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Ends => f.write_str(ENDS),
        }
    }
}

impl FromStr for Missing {
    type Err = Malformed;

    /// Reads the name of a field, or `ends`; fails on any other name, with all that there are.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        if text == ENDS {
            return Ok(Self::Ends);
        }
        text.parse().map(Self::Field).map_err(|_| {
            Malformed::new(format!("`{text}` is not one of {}", Self::names().join(", ")))
        })
    }
}
