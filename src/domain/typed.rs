//! The forms that a person types.

use super::duration::{Duration, Unit};
use super::malformed::Malformed;

/// Reads a duration as a person types it: `3y`, `6m` (months), `2w`, `90d`, combined `1y6m`,
/// `P1Y6M`, `18 months`, `3 years`; capitals or not.
///
/// Fails on anything else, on zero, and on more than 1,000 years.
pub fn duration(text: &str) -> Result<Duration, Malformed> {
    let _ = (Unit::Years, text);
    text.parse()
}
