//! `mou accept`: record that a finding of `check` is acceptable.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use strum::VariantArray;

use crate::commands::answer::ChangeArgs;
use crate::commands::check::{self, Inspected};
use crate::commands::ids::{ActivityId, Lookup};
use crate::commands::outcome::{self, Outcome, Sentence};
use crate::commands::{Context, flag, ids};
use crate::domain::{AcceptedFinding, Agreement, Date, Finding, Id, Rule, Text};
use crate::error::{Error, Result};
use crate::render::words;

/// Accept a finding of `mou check`, so that it is no longer listed
///
/// The rule, the day and the note are recorded in the agreement. All findings of the rule in the
/// agreement that had come due by that day are accepted; an end, a review or an obligation that comes
/// due later is listed again. The status and the flags do not change. `mou check --rule RULE` lists the
/// findings of a rule, and `mou help check` the rules; all but `conflict` can be accepted.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou accept gds-govtech-2019 end-unknown --note \"The text states none\"\n  \
                  mou check --rule signing-unknown -o ids | mou accept - signing-unknown -n\n  \
                  mou accept gds-govtech-2022 lapsed --note \"Followed by a letter\" -n"
)]
pub(crate) struct Args {
    /// Agreement; - reads ids from standard input
    #[arg(value_name = "ID")]
    id: String,
    /// Rule of the findings, as in the column `rule` of `mou check`
    #[arg(value_name = "RULE")]
    rule: String,
    /// Why it is acceptable
    #[arg(long, value_name = "TEXT", conflicts_with = "withdraw")]
    note: Option<String>,
    /// List the findings again
    #[arg(long)]
    withdraw: bool,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Accepts findings, or takes that back.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let rule = parse_rule(&args.rule)?;
    let note = flag::text("--note", args.note.as_ref())?;
    let today = context.today;
    let on = flag::date_or_today("--as-of", None, today)?;
    let typed = context.typed_ids(std::slice::from_ref(&args.id))?;
    let inspected =
        if args.withdraw { None } else { Some(check::inspect(&context.read_to_pass()?, today)?) };
    let by_agreement = inspected.as_ref().map(FoundInAgreement::by_id);
    let result = context.change(args.change.dry_run, |transaction| {
        // `check -o ids` prints the ids of activities too, and a finding is accepted for its agreement.
        let (activities, agreements): (Vec<String>, Vec<String>) =
            typed.iter().cloned().partition(|typed| has_number(typed));
        let activities = ActivityId::resolve_all(&activities, Lookup::ByText, transaction, today)?;
        let agreements: BTreeSet<Id> =
            ids::resolve_all(&agreements, transaction, today)?.into_iter().collect();
        let of_activities = activities.iter().map(|activity| activity.agreement.clone());
        let all: BTreeSet<Id> = agreements.iter().cloned().chain(of_activities).collect();
        let mut outcomes = Vec::new();
        for id in all {
            let Some(mut agreement) = transaction.get(id.as_str())? else { continue };
            let outcome = match &by_agreement {
                None => withdraw(rule, &mut agreement)?,
                Some(by_agreement) => {
                    let found = FoundByRule::new(rule, &id, by_agreement.get(&id));
                    if !agreements.contains(&id) {
                        found.check_all_named(&activities)?;
                    }
                    found.accept(on, note.as_ref(), &mut agreement)?
                }
            };
            transaction.put(agreement);
            outcomes.push(outcome);
        }
        Ok(outcomes)
    })?;
    outcome::report(context, &result)
}

/// Returns true if the text is `ID/N`. A title may have a slash, too.
fn has_number(typed: &str) -> bool {
    typed.rsplit_once('/').is_some_and(|(_, number)| number.parse::<NonZeroU32>().is_ok())
}

/// Parses a rule whose findings can be accepted.
fn parse_rule(typed: &str) -> Result<Rule> {
    let can_be_accepted = Rule::VARIANTS.iter().filter(|rule| rule.can_be_accepted());
    let known: Vec<String> = can_be_accepted.map(ToString::to_string).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    match typed.parse::<Rule>() {
        Ok(rule) if rule.can_be_accepted() => Ok(rule),
        Ok(rule) => Err(Error::bad_value(format!("`RULE`: `{rule}` cannot be accepted"))
            .with_hint("`mou resolve ID` resolves what a merge left")),
        Err(_) => Err(flag::none_of("RULE", typed, &known)),
    }
}

/// What `check` finds in an agreement.
#[derive(Default)]
struct FoundInAgreement<'a> {
    listed: Vec<&'a Finding>,
    /// The rules of the findings that are accepted.
    accepted: BTreeSet<Rule>,
}

impl<'a> FoundInAgreement<'a> {
    /// Returns the findings by agreement.
    fn by_id(inspected: &'a Inspected) -> BTreeMap<&'a Id, Self> {
        let mut by_id: BTreeMap<&Id, Self> = BTreeMap::new();
        for finding in &inspected.findings {
            by_id.entry(&finding.agreement).or_default().listed.push(finding);
        }
        for finding in &inspected.accepted {
            by_id.entry(&finding.agreement).or_default().accepted.insert(finding.rule);
        }
        by_id
    }
}

/// What a rule finds in an agreement.
struct FoundByRule<'a> {
    rule: Rule,
    agreement: &'a Id,
    /// The findings that are listed.
    listed: Vec<&'a Finding>,
    /// Whether others are accepted already.
    has_accepted: bool,
    /// The other rules that find something in the agreement.
    other_rules: BTreeSet<Rule>,
}

impl<'a> FoundByRule<'a> {
    fn new(rule: Rule, agreement: &'a Id, found: Option<&FoundInAgreement<'a>>) -> Self {
        let own = found.map_or(&[][..], |found| &found.listed);
        Self {
            rule,
            agreement,
            listed: own.iter().copied().filter(|finding| finding.rule == rule).collect(),
            has_accepted: found.is_some_and(|found| found.accepted.contains(&rule)),
            other_rules: own.iter().map(|finding| finding.rule).collect(),
        }
    }

    /// Fails if a finding is about an activity that was not named, as it would be accepted, too.
    fn check_all_named(&self, named: &[ActivityId]) -> Result<()> {
        let Self { rule, agreement, listed, .. } = self;
        let is_named = |finding: &Finding| {
            let mut named = named.iter().filter(|named| named.agreement == finding.agreement);
            named.any(|named| Some(named.n) == finding.activity)
        };
        if listed.iter().all(|finding| is_named(finding)) {
            return Ok(());
        }
        let ids: Vec<String> = listed.iter().map(|finding| finding.id()).collect();
        let ids = words::list_and(&ids);
        Err(Error::failed(format!(
            "`{rule}` is accepted for the whole of `{agreement}`, and that is {ids}"
        ))
        .with_hint(format!("`mou accept {agreement} {rule}`")))
    }

    /// Records in `to` that the findings are accepted, in place of an earlier acceptance of the rule.
    ///
    /// Fails if nothing is found. Does nothing if all is accepted already and there is no new note.
    fn accept(&self, on: Date, note: Option<&Text>, to: &mut Agreement) -> Result<Outcome> {
        let Self { rule, agreement, listed, .. } = self;
        let word = rule.to_string();
        let earlier = to.accepted.iter_mut().find(|accepted| accepted.rule == word);
        let is_new_note =
            note.is_some() && earlier.as_ref().is_some_and(|earlier| earlier.note.as_ref() != note);
        if listed.is_empty() && !(self.has_accepted && is_new_note) {
            return match earlier.filter(|_| self.has_accepted) {
                Some(earlier) => Ok(Outcome {
                    notes: vec![already_accepted(agreement, earlier)],
                    ..Outcome::default()
                }),
                None => Err(self.not_found()),
            };
        }
        let acceptance = AcceptedFinding { rule: word.as_str().into(), on, note: note.cloned() };
        match earlier {
            Some(earlier) => *earlier = acceptance,
            None => to.accepted.push(acceptance),
        }
        let messages: Vec<String> = listed.iter().map(ToString::to_string).collect();
        let what = if messages.is_empty() { agreement.to_string() } else { messages.join("; ") };
        let done = Sentence::new("Accepted", "accept", &format!("{rule}: {what}."));
        Ok(Outcome::of_change(done))
    }

    fn not_found(&self) -> Error {
        let Self { rule, agreement, other_rules, .. } = self;
        let rules: Vec<String> = other_rules.iter().map(|rule| format!("`{rule}`")).collect();
        let hint = if rules.is_empty() {
            "`mou check` finds nothing in it".to_owned()
        } else {
            format!("`mou check` finds {} in it", words::list_and(&rules))
        };
        Error::failed(format!("`{agreement}` has no finding `{rule}` to accept")).with_hint(hint)
    }
}

/// Removes the acceptance of a rule. Fails if there is none.
fn withdraw(rule: Rule, from: &mut Agreement) -> Result<Outcome> {
    let (id, word) = (&from.id, rule.to_string());
    let before = from.accepted.len();
    from.accepted.retain(|accepted| accepted.rule != word);
    if from.accepted.len() < before {
        let rest = format!("the acceptance of {rule} in {id}.");
        return Ok(Outcome::of_change(Sentence::new("Withdrew", "withdraw", &rest)));
    }
    let rules: Vec<String> =
        from.accepted.iter().map(|accepted| format!("`{}`", accepted.rule)).collect();
    let hint = if rules.is_empty() {
        format!("nothing is accepted in `{id}`")
    } else {
        format!("accepted in `{id}`: {}", words::list_and(&rules))
    };
    Err(Error::failed(format!("`{rule}` is not accepted in `{id}`")).with_hint(hint))
}

/// Returns the sentence that a rule is accepted already: since when, and why.
fn already_accepted(agreement: &Id, earlier: &AcceptedFinding) -> String {
    let AcceptedFinding { rule, on, note } = earlier;
    let note = note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    format!("{agreement}: {rule} was accepted on {on}{note}.")
}
