//! `mou check`: lists errors, gaps and what is due.

use std::cell::RefCell;

use crate::commands::Context;
use crate::commands::output::{Layout, OutputArgs, Subject};
use crate::domain::{
    Agreement, CheckedAgreement, Day, Finding, Id, LinkEnd, Links, Periods, Severity,
    SuccessionFacts, Text, findings, fix, periods, sort_findings,
};
use crate::error::{Error, Result};
use crate::render::json::Object;
use crate::render::words;
use crate::report::listing::{DEFAULT_FINDING_COLUMNS, FINDING_COLUMNS};
use crate::store::{RegistryFile, Visit};

/// List errors, gaps and what is due, each with the command that fixes it
#[derive(Debug, Clone, clap::Args)]
#[command(
    long_about = "List errors, gaps and what is due, each with the command that fixes it\n\n\
        Use it after an import or an edit by hand, and from cron. Errors are contradictions, ids that \
        do not exist and conflicts left by a merge. With an error the exit code is 4. Gaps are \
        missing or unusual facts, such as an unknown end or an agreement in effect before it was \
        signed. Due items need action, such as a lapsed agreement, or one in force under a \
        framework that is over. Gaps and due items exit with 0, or with 4 if `--strict` is \
        given.\n\n\
        `--fix` repairs what needs no guess: the order of events, an activity number used twice, \
        links to itself, repeated items in a list, and a country code in lower case. It never \
        changes a date or a link to an id that does not exist.",
    after_help = "Examples:\n  mou check\n  mou check --strict -o json\n  mou check --fix --dry-run"
)]
pub(crate) struct Args {
    /// Exit with 4 for gaps and due items, too
    #[arg(long)]
    strict: bool,
    /// Fix what needs no guess, then list the rest
    #[arg(long)]
    fix: bool,
    /// With --fix, show what would change; write nothing
    #[arg(short = 'n', long, requires = "fix")]
    dry_run: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// How a list of findings is printed.
const FINDING_LIST: Subject<Finding> = Subject {
    id: Finding::id,
    one: "finding",
    many: "findings",
    object,
    hidden_first: &[],
    kept: &["severity", "id", "message"],
};

/// The findings in a registry.
#[derive(Debug)]
struct Inspected {
    /// The findings, as [`findings`] returns them.
    findings: Vec<Finding>,
    /// The number of agreements.
    agreements: usize,
}

/// Lists the findings in the registry.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let layout = args.output.layout(&FINDING_COLUMNS, &DEFAULT_FINDING_COLUMNS)?;
    let found = if args.fix {
        fixed(args.dry_run, context)?
    } else {
        inspect(&context.read_to_pass()?, context.today)?
    };
    report(&found, args, &layout, context)
}

/// Lists the findings and counts them.
fn report(
    inspected: &Inspected,
    args: &Args,
    layout: &Layout<Finding>,
    context: &mut Context<'_>,
) -> Result<()> {
    let found = &inspected.findings;
    args.output.show(context, found, layout, &FINDING_LIST)?;
    let count = |severity| found.iter().filter(|finding| finding.severity() == severity).count();
    let errors = count(Severity::Error);
    let (gaps, due) = (count(Severity::Gap), count(Severity::Due));
    context.say(&format!(
        "{}: {}, {}, {due} due.",
        words::count(inspected.agreements, "agreement", "agreements"),
        words::count(errors, "error", "errors"),
        words::count(gaps, "gap", "gaps"),
    ));
    if errors > 0 || (args.strict && !found.is_empty()) { Err(Error::found()) } else { Ok(()) }
}

/// Fixes what needs no guess, reports it, and returns what is found after that.
fn fixed(dry_run: bool, context: &mut Context<'_>) -> Result<Inspected> {
    // Fails if there is no registry.
    context.read()?;
    let done = context.change(dry_run, |draft| {
        let mut agreements = Vec::new();
        let mut fixes = Vec::new();
        for id in draft.ids()? {
            let Some(agreement) = draft.get(id.as_str())? else { continue };
            let Some(repaired) = fix(&agreement) else {
                agreements.push(agreement);
                continue;
            };
            fixes.extend(repaired.done.iter().map(|done| format!("{id}: {done}.")));
            draft.put_renumbered(repaired.agreement.clone(), repaired.renumbered);
            agreements.push(repaired.agreement);
        }
        Ok((agreements, fixes, draft.head().clone()))
    })?;
    let (agreements, fixes, head) = done.value;
    for sentence in &fixes {
        context.say(sentence);
    }
    if fixes.is_empty() && !dry_run {
        context.say("Nothing to fix without a guess.");
    }
    let findings = findings(&agreements, context.today, &head);
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
    object.set("mend", &finding.fix_command)?;
    Ok(object)
}

/// Checks all agreements, without holding them in memory.
fn inspect(reading: &RegistryFile, today: Day) -> Result<Inspected> {
    let head = reading.head();
    let inspected = reading.scan_with_lineage(today, |found, inspected| {
        let Visit { agreement, context, .. } = &found;
        let checked = CheckedAgreement::new(agreement, context, today, head);
        let error = RefCell::new(None);
        let periods_of = |id: &Id| {
            let relative = found.relative(id).unwrap_or_else(|cause| {
                error.replace(Some(cause));
                None
            });
            relative.map_or_else(Periods::new, |(agreement, context)| {
                periods(&agreement, &context, today)
            })
        };
        let findings = checked.findings(&periods_of);
        if let Some(error) = error.take() {
            return Err(error);
        }
        let is_end = found.is_linked() || has_links(agreement);
        inspected.push((findings, is_end.then(|| Box::new(LinkEnd::new(&checked)))));
        Ok(())
    })?;
    let agreements = inspected.len();
    let (mut findings, mut links) = (Vec::new(), Links::default());
    for (own, end) in inspected {
        findings.extend(own);
        if let Some(end) = end {
            links.note(*end);
        }
    }
    for id in links.missing() {
        // Agreements of a lineage have been noted, so this one is linked to no other.
        if let Some(record) = reading.find(id.as_str())? {
            let agreement = record.agreement()?.into_values_on(today);
            let context = SuccessionFacts::new(&agreement, today).alone();
            links.note(LinkEnd::new(&CheckedAgreement::new(&agreement, &context, today, head)));
        }
    }
    findings.extend(links.findings());
    sort_findings(&mut findings);
    Ok(Inspected { findings, agreements })
}

/// Returns true if an agreement has links, besides those of a lineage, in which something may be found.
fn has_links(agreement: &Agreement) -> bool {
    let is_own = |related: &Text| related == agreement.id.as_str();
    agreement.under.is_some() || agreement.related.iter().any(is_own)
}
