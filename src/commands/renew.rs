//! `mou renew`: extend an agreement, or record its successor.

use crate::commands::add::stage;
use crate::commands::event::{EventArgs, EventInput, at, change_each, record_each};
use crate::commands::fields::FieldArgs;
use crate::commands::input::RegistryInput;
use crate::commands::lineage::Successors;
use crate::commands::outcome::{Outcome, Sentence};
use crate::commands::{Context, flag};
use crate::domain::{
    Agreement, Date, Day, End, Event, EventKind, Field, Party, RecordedDate, Renewal, RenewalBy,
    Status, Term, Text, Thresholds, gap,
};
use crate::error::{Error, Result};
use crate::render::words;

/// Extend an agreement for another term, or record its successor
///
/// The new term continues from the last end. If the renewal clause requires the agreement of the
/// parties (--renewal-by agreement), its length is the default. With --new, a successor is
/// recorded: it takes over the title, kind, parties, contact, tags and framework, and only the
/// dates that are given.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou renew gds-govtech-2022 --term 3y --on 2025-06-30\n  mou renew \
                  gds-govtech-2022 --end 2028-12-31 --dry-run\n  mou renew gds-govtech-2022 --new \
                  --signed 2025-07-01 --term 3y"
)]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Record a successor
    #[arg(long)]
    new: bool,
    /// Id of the successor
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Title of the successor
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Count the new term from this date, not the last end
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    #[command(flatten)]
    event: EventArgs,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs,
}

/// Records a renewal or a successor.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let args = &Args { fields: args.fields.with_texts(context)?, ..args.clone() };
    if args.new {
        let unused = args.from.as_ref().map(|_| "--from").into_iter().chain(args.event.flags());
        refuse_flags(unused, "cannot be combined with `--new`, which records another agreement")?;
        return record_successors(args, context);
    }
    let renewal = args.renewal(context)?;
    let arrow = if context.style.ascii { "->" } else { "→" };
    let dry_run = args.event.change.dry_run;
    let event_for = |agreement: &Agreement| completed(&renewal, agreement);
    record_each(context, &args.ids, dry_run, event_for, |input| report(input, arrow))
}

/// Returns the renewal with the length that applies if none was typed: that of a renewal by
/// agreement.
fn completed(renewal: &Event, agreement: &Agreement) -> Result<Event> {
    if renewal.term.is_some() || renewal.end.is_some() {
        return Ok(renewal.clone());
    }
    match agreement.on(renewal.counts_from()).renewal {
        Some(Renewal { every, by: RenewalBy::Agreement, .. }) => {
            Ok(Event { term: Some(Term::Lasting(every)), ..renewal.clone() })
        }
        _ => Err(Error::usage(
            "for how long? Give `--term 3y` or `--end DATE`, or `--new` to record a successor",
        )
        .with_hint(format!("`mou renew {} --term 3y`", agreement.id))),
    }
}

impl Args {
    /// Reads the event of renewal from the flags.
    fn renewal(&self, context: &mut Context<'_>) -> Result<Event> {
        let of_successors =
            self.fields.typed_flags().filter(|flag| !matches!(*flag, "--term" | "--end"));
        let names = [("--id", &self.id), ("--title", &self.title)];
        let names = names.into_iter().filter_map(|(flag, typed)| typed.as_ref().map(|_| flag));
        refuse_flags(names.chain(of_successors), "requires `--new`")?;
        let (has_term, has_end) = (self.fields.has(Field::Term), self.fields.has(Field::End));
        if has_term && has_end {
            return Err(Error::usage("`--term` cannot be combined with `--end`")
                .with_hint("give either the additional term or the new last day"));
        }
        let today = context.today;
        let term = self.fields.value(Field::Term);
        let term = term.map(|text| flag::term("--term", text)).transpose()?;
        let end = self.fields.value(Field::End);
        let end = end.map(|text| flag::date("--end", text, today)).transpose()?;
        let from = self.from.as_ref().map(|text| flag::date("--from", text, today)).transpose()?;
        if let (Some(from), Some(end)) = (from, end)
            && end.last() < from.first()
        {
            return Err(Error::bad_value(format!("`--end`: {end} is before `--from`, {from}")));
        }
        let event = self.event.event(EventKind::Renewed, context)?;
        Ok(Event { from, term, end, ..event })
    }
}

fn refuse_flags<'f>(mut flags: impl Iterator<Item = &'f str>, why: &str) -> Result<()> {
    match flags.next() {
        Some(flag) => Err(Error::usage(format!("`{flag}` {why}"))),
        None => Ok(()),
    }
}

/// Returns the outcome of the renewal; fails if it does not extend the agreement.
fn report(input: &EventInput, arrow: &str) -> Result<Outcome> {
    refuse_no_extension(input)?;
    let id = &input.agreement.id;
    let (old, new) = (input.before.life.end, input.after.life.end);
    let mut outcome =
        Outcome::of_change(Sentence::new("Renewed", "renew", id.as_str()).ending(new));
    outcome.change = Some(format!("{id}: {} {arrow} {}", shown(old), shown(new)));
    outcome.notes.extend(renewal_gap(input));
    if let Some(notice) = input.before.life.notice {
        outcome.notes.push(format!("The notice given {} no longer holds.", at(notice.on)));
    }
    let now = &input.now;
    if input.is_to_come() {
        let until_then = words::ending(now.life.end);
        outcome.notes.push(format!("It counts from {}; until then {until_then}.", input.event.on));
    } else if now.life.end != new {
        outcome.notes.push(format!("Today, {}.", words::ending(now.standing.ends)));
    }
    if let (Some(old), Some(new)) = (old.date(), new.date())
        && new.first() <= old.last()
    {
        outcome.warnings.push(format!("it is not certain that {new} is later than {old}"));
    }
    match now.standing.status {
        Status::Expired => {
            let still = if input.before.standing.status == Status::Expired { "still " } else { "" };
            outcome.warnings.push(format!(
                "`{id}` is {still}expired: its new last day, {}, has passed",
                now.standing.ends
            ));
        }
        Status::Terminated => outcome.warnings.push(format!("`{id}` has been terminated since")),
        Status::Succeeded => outcome.warnings.push(format!(
            "`{id}` is still succeeded, by {}; did you mean to renew that one?",
            words::list_and(&now.standing.succeeded_by)
        )),
        Status::Draft | Status::Upcoming | Status::Suspended | Status::Active => {}
    }
    Ok(outcome)
}

/// Fails if there is no end to extend, or if the new end is not later.
fn refuse_no_extension(input: &EventInput) -> Result<()> {
    let EventInput { agreement, event, before, after, .. } = input;
    let id = &agreement.id;
    let (old, new) = (before.life.end, after.life.end);
    if old == End::Indefinite {
        return Err(Error::failed(format!("`{id}` is indefinite: it has no end to extend"))
            .with_hint(format!("`mou notice {id}` ends it")));
    }
    if event.term.is_some() && event.from.is_none() && old.date().is_none() {
        return Err(Error::failed(format!(
            "the end of `{id}` is not known, so no term can be counted from it"
        ))
        .with_hint(format!("`mou renew {id} --term TERM --from DATE`, or `--end DATE`")));
    }
    let Some(new) = new.date() else {
        if !matches!(event.term, Some(Term::Lasting(_))) {
            return Ok(());
        }
        return Err(Error::failed(format!("`{id}` would end past the year 9999")));
    };
    // An end has passed after its last possible day, so that day must be later.
    if let End::On(old) = old
        && new.last() <= old.last()
    {
        let error = format!("the new end, {new}, is not later than the end of `{id}`, {old}");
        return Err(
            Error::failed(error).with_hint(format!("`mou edit {id}` corrects what is recorded"))
        );
    }
    if before.life.first.is_some_and(|first| new.last() < first.first()) {
        return Err(Error::failed(format!("`{id}` would end {}, before it began", at(new))));
    }
    Ok(())
}

/// Returns a sentence about the gap between the last end and the day from which the renewal is
/// counted, or the day of the renewal if the agreement had expired.
fn renewal_gap(input: &EventInput) -> Option<String> {
    let old = input.before.life.end.date()?;
    let ran_out = input.before.standing.status == Status::Expired;
    let begins = input.event.from.or_else(|| ran_out.then_some(input.event.on))?;
    words::gap_sentence(&gap(old, begins), &format!("the previous last day, {old}"))
}

fn shown(end: End) -> String {
    match end {
        End::On(_) | End::Indefinite => end.to_string(),
        End::Unknown => "not known".to_owned(),
    }
}

/// Records a successor of each agreement and prints its id.
fn record_successors(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let typed = context.typed_ids(&args.ids)?;
    if args.id.is_some() && typed.len() > 1 {
        return Err(Error::usage("`--id` names one successor, and there would be several"));
    }
    let (store, today) = (context.store.clone(), context.today);
    change_each(context, &typed, args.event.change.dry_run, |transaction, successors, prior| {
        let input = RegistryInput::new(transaction, &store, today);
        let mut successor = successor(args, &input, &prior.on(today))?;
        refuse_repeat(successors.successors_of(&prior.id), &successor)?;
        let mut warnings = input.take_ignored();
        let (_, further) = stage(&mut successor, args.id.as_deref(), transaction, today)?;
        warnings.extend(further);
        successors.add(&prior.id, successor.clone());
        Ok(Outcome { warnings, ..added(prior, &successor, successors, today) })
    })
}

/// Returns the outcome for a successor of `prior`, which is among the `successors`.
fn added(prior: &Agreement, successor: &Agreement, successors: &Successors, today: Day) -> Outcome {
    let id = &successor.id;
    let rest = format!("{id}, which succeeds {}.", prior.id);
    let mut outcome = Outcome::of_change(Sentence::new("Added", "add", &rest));
    outcome.result = Some(id.to_string());
    let successor = successor.on(today);
    if successor.is_draft_on(today) {
        outcome
            .notes
            .push("It is a draft: until it is signed, it does not replace its predecessor.".into());
        outcome.hint = Some(format!("`mou edit {id} --signed DATE`"));
        return outcome;
    }
    let context = successors.context_of(&prior.id, today);
    let standing = prior.on(today).standing(&context, today, &Thresholds::DEFAULT_THRESHOLDS);
    if let (Some(last), Some(first)) = (standing.ends.date(), successor.first_day()) {
        let last_day = format!("the last day of {}, {last}", prior.id);
        outcome.notes.extend(words::gap_sentence(&gap(last, first), &last_day));
    }
    outcome
}

/// Returns the successor of `prior`, without an id of its own: some fields of `prior`, and the typed ones.
fn successor(args: &Args, input: &RegistryInput<'_, '_>, prior: &Agreement) -> Result<Agreement> {
    let mut successor = Agreement {
        kind: prior.kind.clone(),
        tags: prior.tags.clone(),
        contact: prior.contact.clone(),
        under: prior.under.clone(),
        ..Agreement::new(
            prior.id.clone(),
            args.title.as_deref().map_or_else(|| prior.title.clone(), Text::from),
        )
    };
    args.fields.apply(&mut successor, input)?;
    if successor.parties.is_empty() {
        let signed =
            successor.signed.and_then(RecordedDate::date).map_or(input.today(), Date::first);
        successor.parties = staying(&prior.parties, signed);
    }
    if successor.parties.is_empty() {
        return Err(Error::failed(format!("all parties have left `{}`", prior.id))
            .with_hint("`--party NAME` names those of the successor"));
    }
    successor.succeeds.retain(|id| *id != prior.id);
    successor.succeeds.insert(0, prior.id.clone());
    Ok(successor)
}

/// Returns the parties that have not left by `day`, without their dates in the agreement.
fn staying(parties: &[Party], day: Day) -> Vec<Party> {
    let stays = |party: &&Party| party.left.is_none_or(|left| left.first() > day);
    let without_dates =
        |party: &Party| Party { signed: None, joined: None, left: None, ..party.clone() };
    parties.iter().filter(stays).map(without_dates).collect()
}

/// Fails if one of the successors is equal to the new one but for its id.
fn refuse_repeat(successors: &[Agreement], new: &Agreement) -> Result<()> {
    let is_repeat =
        |other: &&Agreement| Agreement { id: new.id.clone(), ..(*other).clone() } == *new;
    let Some(Agreement { id, .. }) = successors.iter().find(is_repeat) else { return Ok(()) };
    Err(Error::failed(format!("`{id}` already exists with the same values"))
        .with_hint(format!("`mou show {id}`")))
}
