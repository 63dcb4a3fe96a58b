//! Prints what ends within six months of a day, from the registry that is beside this example.
//!
//! ```text
//! cargo run --example what_ends -- examples/uk-singapore.json 2025-01-04
//! ```

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program of its own")]

use std::error::Error;
use std::path::PathBuf;

use mou::domain::{Date, LineageContext, Thresholds, window_end};
use mou::store::{Locking, RegistryPath, Store};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().unwrap_or_else(|| "examples/uk-singapore.json".to_owned());
    let day = args.next().unwrap_or_else(|| "2025-01-04".to_owned());
    let today = day.parse::<Date>()?.first();

    let place = RegistryPath { path: PathBuf::from(path), named: true };
    let store = Store::new(place, Locking { timeout: std::time::Duration::ZERO, off: false });
    let registry = store.read().map_err(|error| error.message().to_owned())?;
    let until = window_end(today, "P6M".parse()?);
    let lines = registry.scan(|record, lines| {
        let agreement = record.agreement()?.into_values_on(today);
        let standing = agreement.standing(
            &LineageContext::default(),
            today,
            &Thresholds::from_settings(&registry.head().settings),
        );
        if standing.ends_within(today, until)
            && let Some(end) = standing.ends.date()
        {
            lines.push(format!("{end}  {}  {}", agreement.id, agreement.title));
        }
        Ok(())
    });
    for line in lines.map_err(|error| error.message().to_owned())? {
        println!("{line}");
    }
    Ok(())
}
