//! Properties of all dates, agreements and registries, checked on random ones.

mod counting;
mod lineages;
mod listing;
mod printing;
mod standing;
mod time;

use proptest::prelude::ProptestConfig;

/// Returns a configuration with enough cases that rare values, such as leap days, occur in every run.
fn many_cases() -> ProptestConfig {
    ProptestConfig::with_cases(1_024)
}
