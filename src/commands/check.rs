//! `mou check`: what contradicts itself, what is not known, and what is due.

use crate::commands::Desk;
use crate::commands::output::{OutputArgs, Subject};
use crate::domain::{Finding, Severity, findings};
use crate::error::{Error, Result};
use crate::render::json::Object;
use crate::render::words;
use crate::report::findings::{COLUMNS, USUAL};

/// List errors, gaps and what is due, each with the command that mends it
#[derive(Debug, Clone, clap::Args)]
#[command(
    long_about = "List errors, gaps and what is due, each with the command that mends it\n\n\
        Errors are contradictions, ids of no record and conflicts of a merge: with any, the exit code \
        is 4. Gaps are what is not known, and what is due is overdue or to be reviewed: they are \
        listed, and the exit code is 0 unless `--strict` is given.",
    after_help = "Examples:\n  mou check\n  mou check --strict -o json"
)]
pub(crate) struct Args {
    /// Exit with 4 for gaps and what is due, too
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// What a list of findings is made of.
const FINDINGS: Subject<Finding> =
    Subject { id: Finding::id, one: "finding", many: "findings", object };

/// Lists what is found in the registry.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let layout = args.output.layout(&COLUMNS, &USUAL)?;
    let roll = desk.roll()?;
    let agreements: Vec<_> = roll.entries.into_iter().map(|entry| entry.agreement).collect();
    let found = findings(&agreements, desk.today, &roll.spans);
    args.output.show(desk, found.iter().collect(), &layout, &FINDINGS)?;
    let count = |severity| found.iter().filter(|finding| finding.severity() == severity).count();
    let errors = count(Severity::Error);
    let (gaps, due) = (count(Severity::Gap), count(Severity::Due));
    desk.say(&format!(
        "{}: {}, {}, {due} due.",
        words::count(agreements.len(), "agreement", "agreements"),
        words::count(errors, "error", "errors"),
        words::count(gaps, "gap", "gaps"),
    ));
    if errors > 0 || (args.strict && !found.is_empty()) { Err(Error::found()) } else { Ok(()) }
}

fn object(finding: &Finding) -> Result<Object> {
    let mut object = Object::new();
    object.set("severity", &finding.severity())?;
    object.set("rule", &finding.rule)?;
    object.set("id", &finding.id())?;
    object.set("agreement", &finding.agreement)?;
    object.set("activity", &finding.activity)?;
    object.set("message", &finding.message)?;
    object.set("mend", &finding.mend)?;
    Ok(object)
}
