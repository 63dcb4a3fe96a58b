//! `mou check`: lists errors, gaps and what is due.

use std::cell::RefCell;
use std::collections::BTreeMap;

use strum::VariantNames;

use crate::commands::output::{Format, Layout, OutputArgs, Subject};
use crate::commands::{Context, flag};
use crate::domain::{
    AcceptedFinding, Agreement, CheckedAgreement, Day, Finding, Id, LinkEnd, Links, Periods, Rule,
    Severity, SuccessionFacts, Text, findings_with, fix, periods, sort_findings,
};
use crate::error::{Error, Result};
use crate::exchange::import::kept_texts::KeptTextFinder;
use crate::render::json::Object;
use crate::render::words;
use crate::report::findings::{
    DEFAULT_FINDING_COLUMNS, DEFAULT_RULE_COUNT_COLUMNS, FINDING_COLUMNS, RULE_COUNT_COLUMNS,
    RuleCount,
};
use crate::store::{RegistryFile, Visit};

/// List errors, gaps and what is due, each with the command that fixes it
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(
    long_about = "List errors, gaps and what is due, each with the command that fixes it\n\n\
        Use it after an import or an edit by hand, and from cron. Errors are contradictions, ids that \
        do not exist and conflicts left by a merge. With an error the exit code is 4. Gaps are \
        missing or unusual facts, such as an unknown end, an agreement in effect before it was \
        signed, or a cell that an import kept as text. Due items need action, such as a lapsed \
        agreement, or one in force under a framework that is over. Gaps and due items exit with \
        0, or with 4 if `--strict` is given. A finding that was accepted with `mou accept` is \
        left out.\n\n\
        At a terminal, more than 40 findings are summarised by rule; `--all` lists them.\n\n\
        `--fix` repairs what needs no guess: the order of events, an activity number used twice, \
        links to itself, repeated items in a list, and a country code in lower case. It never \
        changes a date or a link to an id that does not exist.",
    after_help = "Examples:\n  mou check\n  mou check --severity due\n  mou check --rule lapsed --rule \
                  review-due --strict -o json\n  mou check --fix --dry-run"
)]
pub(crate) struct Args {
    /// Only findings of this severity: error, gap or due (can be repeated)
    #[arg(long, value_name = "SEVERITY")]
    severity: Vec<String>,
    /// Only findings of this rule, such as lapsed (can be repeated)
    #[arg(long, value_name = "RULE", long_help = RULE_HELP)]
    rule: Vec<String>,
    /// List all findings, however many there are
    #[arg(long)]
    all: bool,
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

/// The help of `--rule`, with all rules.
const RULE_HELP: &str = "\
Only findings of this rule (can be repeated)

Errors: no-title, no-parties, nameless-party, party-twice, country-form,
left-before-joined, end-before-start, renewed-to-earlier,
renewed-without-effect, renewal-without-end, notice-too-long,
events-out-of-order, suspended-twice, resumed-unsuspended, terminated-twice,
terminated-after-end, activity-number-twice, activity-ends-first,
link-to-itself, dangling-link, successor-first, circle, conflict.
Gaps: end-unknown, signing-unknown, no-contact, one-party, retroactive,
party-outside, unread, status-differs.
Due: lapsed, activity-outside, overdue, review-due, pending, nobody-left,
framework-over.";

/// The number of findings that are listed at a terminal. More are summarised by rule.
const MAX_LISTED_FINDINGS: usize = 40;

/// How a list of findings is printed.
const FINDING_LIST: Subject<Finding> = Subject {
    id: Finding::id,
    one: "finding",
    many: "findings",
    object,
    hidden_first: &[],
    kept: &["severity", "id", "message"],
};

/// How a summary of findings is printed. It is only printed as a table.
const RULE_COUNTS: Subject<RuleCount> = Subject {
    id: |counted| counted.rule.to_string(),
    one: "rule",
    many: "rules",
    object: |_| Ok(Object::new()),
    hidden_first: &[],
    kept: &["findings", "command"],
};

/// The findings in a registry.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// The findings that are not accepted, as [`findings`] returns them.
    pub(crate) findings: Vec<Finding>,
    /// The findings that are accepted, in the same order.
    pub(crate) accepted: Vec<Finding>,
    /// The number of agreements.
    agreements: usize,
}

impl Inspected {
    fn new(
        mut findings: Vec<Finding>,
        acceptances: &BTreeMap<Id, Vec<AcceptedFinding>>,
        today: Day,
        agreements: usize,
    ) -> Self {
        let accepted = findings.extract_if(.., |finding| {
            let acceptances = acceptances.get(&finding.agreement);
            acceptances.is_some_and(|accepted| finding.is_accepted(accepted, today))
        });
        let accepted = accepted.collect();
        Self { findings, accepted, agreements }
    }
}

/// Which findings are listed.
struct FindingFilter {
    severities: Vec<Severity>,
    rules: Vec<Rule>,
}

impl FindingFilter {
    fn matches(&self, finding: &Finding) -> bool {
        (self.severities.is_empty() || self.severities.contains(&finding.severity()))
            && (self.rules.is_empty() || self.rules.contains(&finding.rule))
    }
}

impl Args {
    /// Returns the filter of `--severity` and `--rule`. Fails if one names no severity or rule.
    fn filter(&self) -> Result<FindingFilter> {
        let severity = |text: &String| flag::word("--severity", text, Severity::VARIANTS);
        let rule = |text: &String| flag::word("--rule", text, Rule::VARIANTS);
        Ok(FindingFilter {
            severities: self.severity.iter().map(severity).collect::<Result<_>>()?,
            rules: self.rule.iter().map(rule).collect::<Result<_>>()?,
        })
    }
}

/// Lists the findings in the registry.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let layout = args.output.layout(&FINDING_COLUMNS, &DEFAULT_FINDING_COLUMNS)?;
    let filter = args.filter()?;
    let found = if args.fix {
        fixed(args.dry_run, context)?
    } else {
        inspect(&context.read_to_pass()?, context.today)?
    };
    report(found, args, &filter, &layout, context)
}

impl Args {
    /// Returns true if many findings are summarised: at a terminal, unless the list itself was asked for.
    fn is_summarised(&self, context: &Context<'_>) -> bool {
        let is_table = self.output.format == Format::Table && !self.output.is_arranged();
        is_table && context.env.stdout_columns.is_some() && self.rule.is_empty() && !self.all
    }
}

/// Lists the findings and counts them.
fn report(
    inspected: Inspected,
    args: &Args,
    filter: &FindingFilter,
    layout: &Layout<Finding>,
    context: &mut Context<'_>,
) -> Result<()> {
    let Inspected { findings: mut found, accepted, agreements } = inspected;
    let all = found.len();
    let count = |severity| found.iter().filter(|finding| finding.severity() == severity).count();
    let [errors, gaps, due] = [Severity::Error, Severity::Gap, Severity::Due].map(count);
    found.retain(|finding| filter.matches(finding));
    let is_summary = found.len() > MAX_LISTED_FINDINGS && args.is_summarised(context);
    if is_summary {
        let counts = RuleCount::of_each(&found);
        let output = OutputArgs::default();
        let layout = output.layout(&RULE_COUNT_COLUMNS, &DEFAULT_RULE_COUNT_COLUMNS)?;
        output.show(context, &counts, &layout, &RULE_COUNTS)?;
    } else {
        args.output.show(context, &found, layout, &FINDING_LIST)?;
    }
    if found.len() < all {
        context.say(&format!(
            "{} of {} shown.",
            found.len(),
            words::count(all, "finding", "findings")
        ));
    }
    context.say(&format!(
        "{}: {}, {}, {due} due.",
        words::count(agreements, "agreement", "agreements"),
        words::count(errors, "error", "errors"),
        words::count(gaps, "gap", "gaps"),
    ));
    if !accepted.is_empty() {
        let accepted = words::count(accepted.len(), "accepted finding", "accepted findings");
        context.say(&format!("{accepted} left out."));
    }
    if is_summary {
        context.hint("add `--all` to list them");
    }
    let has_errors = found.iter().any(|finding| finding.severity() == Severity::Error);
    if has_errors || (args.strict && !found.is_empty()) { Err(Error::found()) } else { Ok(()) }
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
    let (agreements, fixes, head): (Vec<Agreement>, _, _) = done.value;
    for sentence in &fixes {
        context.say(sentence);
    }
    if fixes.is_empty() && !dry_run {
        context.say("Nothing to fix without a guess.");
    }
    let kept_texts = KeptTextFinder::default();
    let find_more = |checked: &CheckedAgreement<'_>| kept_texts.find(checked);
    let findings = findings_with(&agreements, context.today, &head, &find_more);
    let count = agreements.len();
    let accepted = agreements.into_iter().filter(|agreement| !agreement.accepted.is_empty());
    let accepted = accepted.map(|agreement| (agreement.id, agreement.accepted)).collect();
    Ok(Inspected::new(findings, &accepted, context.today, count))
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
pub(crate) fn inspect(reading: &RegistryFile, today: Day) -> Result<Inspected> {
    let head = reading.head();
    let kept_texts = KeptTextFinder::default();
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
        let mut findings = checked.findings(&periods_of);
        findings.extend(kept_texts.find(&checked));
        if let Some(error) = error.take() {
            return Err(error);
        }
        let is_end = found.is_linked() || has_links(agreement);
        let accepted = (!agreement.accepted.is_empty())
            .then(|| Box::new((agreement.id.clone(), agreement.accepted.clone())));
        inspected.push((findings, is_end.then(|| Box::new(LinkEnd::new(&checked))), accepted));
        Ok(())
    })?;
    let agreements = inspected.len();
    let (mut findings, mut links) = (Vec::new(), Links::default());
    let mut acceptances = BTreeMap::new();
    for (own, end, accepted) in inspected {
        findings.extend(own);
        acceptances.extend(accepted.map(|accepted| *accepted));
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
    Ok(Inspected::new(findings, &acceptances, today, agreements))
}

/// Returns true if an agreement has links, besides those of a lineage, in which something may be found.
fn has_links(agreement: &Agreement) -> bool {
    let is_own = |related: &Text| related == agreement.id.as_str();
    agreement.under.is_some() || agreement.related.iter().any(is_own)
}
