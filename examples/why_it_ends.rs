//! Builds an agreement in memory, and prints how its dates follow from its facts.
//!
//! ```text
//! cargo run --example why_it_ends
//! ```

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program of its own")]

use mou::domain::{Agreement, Date, LineageContext, ParseError, Renewal, Term, Thresholds, input};

fn main() -> Result<(), ParseError> {
    let mut agreement = Agreement::new("gds-govtech-2022".parse()?, "Digital government");
    agreement.parties = vec![
        input::parse_party("Government Digital Service (GDS) [GB]")?,
        input::parse_party("Government Technology Agency (GovTech) [SG]")?,
    ];
    agreement.signed = Some("2022-07-04".parse()?);
    agreement.term = Some(Term::Lasting("P3Y".parse()?));
    agreement.renewal = Some(Renewal::automatic("P1Y".parse()?));
    agreement.notice = Some("P3M".parse()?);

    let today = "2025-01-04".parse::<Date>()?.first();
    let context = LineageContext::default();
    let thresholds = Thresholds::DEFAULT_THRESHOLDS;
    println!("status: {}", agreement.standing(&context, today, &thresholds).status);
    for step in agreement.derivation(&context, today, &thresholds) {
        println!("{}: {} ({})", step.fact, step.result, step.rule);
    }
    Ok(())
}
