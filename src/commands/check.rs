//! `mou check`: what contradicts itself, what is not known, and what is due.

use crate::commands::Desk;
use crate::commands::inspection::{Inspected, inspect};
use crate::commands::keep::keep;
use crate::commands::output::{Layout, OutputArgs, Subject};
use crate::domain::{Finding, Severity, Spans, findings, mend};
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
        listed, and the exit code is 0 unless `--strict` is given.\n\n\
        `--fix` mends what needs no guess: the order of events, an activity number that is there twice, \
        links to itself, what stands twice in a list, the case of a country. It never touches a date \
        or a link to what is not there.",
    after_help = "Examples:\n  mou check\n  mou check --strict -o json\n  mou check --fix --dry-run"
)]
pub(crate) struct Args {
    /// Exit with 4 for gaps and what is due, too
    #[arg(long)]
    strict: bool,
    /// Mend what needs no guess, then list what is left
    #[arg(long)]
    fix: bool,
    /// With --fix, show what would change, and write nothing
    #[arg(short = 'n', long, requires = "fix")]
    dry_run: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// What a list of findings is made of.
const FINDINGS: Subject<Finding> =
    Subject { id: Finding::id, one: "finding", many: "findings", object };

/// Lists what is found in the registry.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let layout = args.output.layout(&COLUMNS, &USUAL)?;
    let found = if args.fix {
        fixed(args.dry_run, desk)?
    } else {
        inspect(&desk.read_to_pass()?, desk.today)?
    };
    tell(keep(found), args, &layout, desk)
}

/// Lists what is found, and counts it.
fn tell(
    inspected: &Inspected,
    args: &Args,
    layout: &Layout<Finding>,
    desk: &mut Desk<'_>,
) -> Result<()> {
    let found = &inspected.findings;
    args.output.show(desk, found, layout, &FINDINGS)?;
    let count = |severity| found.iter().filter(|finding| finding.severity() == severity).count();
    let errors = count(Severity::Error);
    let (gaps, due) = (count(Severity::Gap), count(Severity::Due));
    desk.say(&format!(
        "{}: {}, {}, {due} due.",
        words::count(inspected.agreements, "agreement", "agreements"),
        words::count(errors, "error", "errors"),
        words::count(gaps, "gap", "gaps"),
    ));
    if errors > 0 || (args.strict && !found.is_empty()) { Err(Error::found()) } else { Ok(()) }
}

/// Mends what needs no guess, says what that was, and returns what is found in what is left.
fn fixed(dry_run: bool, desk: &mut Desk<'_>) -> Result<Inspected> {
    // A registry that is not there has nothing to mend, and is told of.
    desk.read()?;
    let done = desk.change(dry_run, |draft| {
        let mut agreements = Vec::new();
        let mut told = Vec::new();
        for id in draft.ids()? {
            let Some(agreement) = draft.get(id.as_str())? else { continue };
            let Some(mending) = mend(&agreement) else {
                agreements.push(agreement);
                continue;
            };
            told.extend(mending.done.iter().map(|done| format!("{id}: {done}.")));
            draft.put_renumbered(mending.agreement.clone(), mending.renumbered);
            agreements.push(mending.agreement);
        }
        Ok((agreements, told, Spans::of(&draft.head().settings)))
    })?;
    let (agreements, told, spans) = done.value;
    for sentence in &told {
        desk.say(sentence);
    }
    if told.is_empty() && !dry_run {
        desk.say("Nothing to mend without a guess.");
    }
    let findings = findings(&agreements, desk.today, &spans);
    Ok(Inspected { findings, agreements: agreements.len() })
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
