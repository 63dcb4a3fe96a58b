//! What holds of every date, agreement and registry, tried on many that chance makes up.

mod counting;
mod lineages;
mod listing;
mod printing;
mod standing;
mod time;

use proptest::prelude::ProptestConfig;

/// Enough that a rare shape, such as a leap day, turns up in every run.
fn many() -> ProptestConfig {
    ProptestConfig::with_cases(1_024)
}
