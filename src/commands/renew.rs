//! `mou renew`: the same agreement carried on, or a successor.

use crate::commands::Desk;
use crate::commands::event::{self, EventArgs, Occasion, at, ending};
use crate::commands::fields::FieldArgs;
use crate::commands::told::Told;
use crate::commands::{flag, successor};
use crate::domain::{
    Agreement, Day, End, Event, EventKind, Field, Id, Renewal, RenewalBy, Status, Term, gap,
};
use crate::error::{Error, Result};
use crate::render::words;

/// Carry an agreement on for a further term, or record its successor
///
/// The further term continues from the last end. If the renewal clause says that the parties must
/// agree (--renewal-by agreement), its length is used when none is given. With --new, another
/// agreement takes its place:
/// it has the title, kind, parties, contact, tags and framework of this one, and no dates but those
/// that are given.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou renew gds-govtech-2022 --term 3y --on 2025-06-30\n  mou renew \
                  gds-govtech-2022 --end 2028-12-31 --dry-run\n  mou renew gds-govtech-2022 --new \
                  --signed 2025-07-01 --term 3y"
)]
pub(crate) struct Args {
    /// Agreement to carry on (can be repeated; - reads ids from standard input)
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<String>,
    /// Record a successor that takes its place
    #[arg(long)]
    pub(super) new: bool,
    /// Id of the successor
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
    /// Title of the successor
    #[arg(long, value_name = "TITLE")]
    pub(super) title: Option<String>,
    /// Day from which the further term is counted, instead of the last end
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    #[command(flatten)]
    pub(super) event: EventArgs,
    #[command(flatten, next_help_heading = "Fields")]
    pub(super) fields: FieldArgs,
}

/// Adds an event of renewal, or a successor.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    if args.new {
        let not_taken = args.from.as_ref().map(|_| "--from").into_iter().chain(args.event.typed());
        refuse_flags(not_taken, "does not go with `--new`, which records another agreement")?;
        return successor::run(args, desk);
    }
    let renewal = args.renewal(desk.today)?;
    let arrow = if desk.style.ascii { "->" } else { "→" };
    let dry_run = args.event.dry_run;
    let event_for = |agreement: &Agreement| completed(&renewal, agreement);
    event::record_each(desk, &args.ids, dry_run, event_for, |occasion| judge(occasion, arrow))
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
    fn renewal(&self, today: Day) -> Result<Event> {
        let of_successors =
            self.fields.typed_flags().filter(|flag| !matches!(*flag, "--term" | "--end"));
        let names = [("--id", &self.id), ("--title", &self.title)];
        let names = names.into_iter().filter_map(|(flag, typed)| typed.as_ref().map(|_| flag));
        refuse_flags(names.chain(of_successors), "goes with `--new` only")?;
        let (has_term, has_end) = (self.fields.has(Field::Term), self.fields.has(Field::End));
        if has_term && has_end {
            return Err(Error::usage("`--term` does not go with `--end`")
                .with_hint("name the further term, or the new last day"));
        }
        let term = self.fields.value(Field::Term);
        let term = term.map(|text| flag::term("--term", text)).transpose()?;
        let end = self.fields.value(Field::End);
        let end = end.map(|text| flag::date("--end", text, today)).transpose()?;
        let from = self.from.as_ref().map(|text| flag::date("--from", text, today)).transpose()?;
        if let (Some(from), Some(end)) = (from, end)
            && end.last() < from.first()
        {
            return Err(Error::usage(format!("`--end` cannot be {end}, before `--from`, {from}")));
        }
        let event = self.event.event(EventKind::Renewed, today)?;
        Ok(Event { from, term, end, ..event })
    }
}

fn refuse_flags<'f>(mut flags: impl Iterator<Item = &'f str>, why: &str) -> Result<()> {
    match flags.next() {
        Some(flag) => Err(Error::usage(format!("`{flag}` {why}"))),
        None => Ok(()),
    }
}

/// Refuses what carries nothing on, and says what follows from what does.
fn judge(occasion: &Occasion, arrow: &str) -> Result<Told> {
    occasion.refuse_draft()?;
    refuse_no_carrying_on(occasion)?;
    let id = &occasion.agreement.id;
    let (old, new) = (occasion.before.life.end, occasion.after.life.end);
    let mut told = Told {
        change: Some(format!("{id}: {} {arrow} {}", shown(old), shown(new))),
        done: format!("Renewed {id}: {}.", ending(new)),
        ..Told::default()
    };
    told.notes.extend(gap_note(occasion));
    if let Some(notice) = occasion.before.life.notice {
        told.notes.push(format!("The notice given {} no longer holds.", at(notice.on)));
    }
    let now = &occasion.now;
    if occasion.is_to_come() {
        let until_then = ending(now.life.end);
        told.notes.push(format!("It counts from {}; until then {until_then}.", occasion.event.on));
    } else if now.life.end != new {
        told.notes.push(format!("Today, {}.", ending(now.standing.ends)));
    }
    if let (Some(old), Some(new)) = (old.date(), new.date())
        && new.first() <= old.last()
    {
        told.warnings.push(format!("it is not certain that {new} is later than {old}"));
    }
    match now.standing.status {
        Status::Expired => told.warnings.push(format!(
            "`{id}` is still expired: its new last day, {}, has passed",
            now.standing.ends
        )),
        Status::Terminated => told.warnings.push(format!("`{id}` has been terminated since")),
        Status::Succeeded => {
            let by: Vec<&str> = now.standing.succeeded_by.iter().map(Id::as_str).collect();
            told.warnings.push(format!(
                "`{id}` stays succeeded, by {}: is that one to be renewed?",
                words::list_and(&by)
            ));
        }
        Status::Draft | Status::Upcoming | Status::Suspended | Status::Active => {}
    }
    Ok(told)
}

/// Fails where there is nothing to carry on from, and where the new end would not be later.
fn refuse_no_carrying_on(occasion: &Occasion) -> Result<()> {
    let Occasion { agreement, event, before, after, .. } = occasion;
    let id = &agreement.id;
    let (old, new) = (before.life.end, after.life.end);
    if old == End::Indefinite {
        return Err(Error::failed(format!("`{id}` has no end, so that nothing is to be renewed"))
            .with_hint(format!("`mou notice {id}` ends it")));
    }
    let is_counted = matches!(event.term, Some(Term::Lasting(_)));
    if event.term.is_some() && event.from.is_none() && old.date().is_none() {
        return Err(Error::failed(format!(
            "the last end of `{id}` is not known, so no term can be counted from it"
        ))
        .with_hint(format!("`mou renew {id} --term TERM --from DATE`, or `--end DATE`")));
    }
    let Some(new) = new.date() else {
        if is_counted {
            return Err(Error::failed(format!("`{id}` would end past the year 9999")));
        }
        return Ok(());
    };
    // An end counts as past from its last possible day, so that is what is to be later.
    if let End::On(old) = old
        && new.last() <= old.last()
    {
        let error = format!("the new end, {new}, is not later than the last end of `{id}`, {old}");
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
fn gap_note(occasion: &Occasion) -> Option<String> {
    let old = occasion.before.life.end.date()?;
    let ran_out = occasion.before.standing.status == Status::Expired;
    let begins = occasion.event.from.or_else(|| ran_out.then_some(occasion.event.on))?;
    words::gap_sentence(&gap(old, begins), &format!("the previous last day, {old}"))
}

fn shown(end: End) -> String {
    match end {
        End::On(_) | End::Indefinite => end.to_string(),
        End::Unknown => "not known".to_owned(),
    }
}
