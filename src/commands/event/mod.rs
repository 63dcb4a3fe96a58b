//! Recording an event of agreements and reporting its effect.

pub(super) mod amend;
pub(super) mod decide;
pub(super) mod notice;
pub(super) mod suspend;
pub(super) mod terminate;

use crate::commands::answer::ChangeArgs;
use crate::commands::lineage::Successors;
use crate::commands::outcome::{self, Outcome};
use crate::commands::{Context, flag, ids, validate};
use crate::domain::{
    Agreement, Date, Day, End, Event, EventKind, Id, Life, RecordedDate, Standing, Status,
    Thresholds,
};
use crate::error::{Error, Result};
use crate::render::words;
use crate::store::Transaction;

/// The flags of every event.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct EventArgs {
    /// Date from which it counts (default: today)
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Note; @FILE reads a file, - standard input
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

impl EventArgs {
    /// Returns an event of this kind with the date and the note.
    pub(crate) fn event(&self, kind: EventKind, context: &mut Context<'_>) -> Result<Event> {
        let on = flag::date_or_today("--on", self.on.as_ref(), context.today)?;
        let note = self.note.as_ref().map(|text| context.long_text("--note", text)).transpose()?;
        let note = flag::text("--note", note.as_ref())?;
        Ok(Event { note, ..Event::new(kind, on) })
    }

    /// Returns the flags that were typed.
    pub(crate) fn flags(&self) -> impl Iterator<Item = &'static str> {
        let on = self.on.as_ref().map(|_| "--on");
        on.into_iter().chain(self.note.as_ref().map(|_| "--note"))
    }
}

/// An event to record, with its agreement and the effect.
pub(crate) struct EventInput {
    /// The agreement without the event.
    pub(crate) agreement: Agreement,
    /// The event.
    pub(crate) event: Event,
    /// The day from which the event counts.
    pub(crate) day: Day,
    /// The date to use as today.
    pub(crate) today: Day,
    /// The agreement on that day without the event.
    pub(crate) before: EventPreview,
    /// The agreement on that day with the event.
    pub(crate) after: EventPreview,
    /// The agreement today with the event.
    pub(crate) now: EventPreview,
}

/// An agreement on a day, with or without an event.
pub(crate) struct EventPreview {
    /// Its periods up to that day.
    pub(crate) life: Life,
    /// Its status, end and flags.
    pub(crate) standing: Standing,
}

impl EventInput {
    /// Returns the event and its effect on the agreement.
    pub(crate) fn new(
        agreement: Agreement,
        event: &Event,
        today: Day,
        successors: &Successors,
    ) -> Self {
        let day = event.counts_from();
        let mut with_event = agreement.clone();
        event.clone().join(&mut with_event.events);
        let preview = |agreement: &Agreement, day| {
            let agreement = agreement.on(day);
            let context = successors.context_of(&agreement.id, day);
            EventPreview {
                life: agreement.life(&context, day),
                standing: agreement.standing(&context, day, &Thresholds::DEFAULT_THRESHOLDS),
            }
        };
        Self {
            before: preview(&agreement, day),
            after: preview(&with_event, day),
            now: preview(&with_event, today),
            event: event.clone(),
            agreement,
            day,
            today,
        }
    }

    /// Fails if the event cannot be recorded, for a reason that applies to all kinds.
    fn check(&self) -> Result<()> {
        self.refuse_repeat()?;
        self.refuse_unsigned()?;
        self.refuse_terminated()?;
        // A draft can be abandoned.
        if self.event.kind == EventKind::Terminated { Ok(()) } else { self.refuse_draft() }
    }

    /// Fails if the agreement is a draft, which the event would put in force.
    pub(crate) fn refuse_draft(&self) -> Result<()> {
        let id = &self.agreement.id;
        let is_signed = self.agreement.signing_day().is_some();
        if is_signed || self.before.standing.status != Status::Draft {
            return Ok(());
        }
        Err(Error::failed(format!("`{id}` is a draft: no signing date is recorded"))
            .with_hint(format!("`mou edit {id} --signed DATE`")))
    }

    /// Fails if the event certainly precedes the signing: its last possible day is before the first
    /// one of the signing.
    pub(crate) fn refuse_unsigned(&self) -> Result<()> {
        let id = &self.agreement.id;
        let Some(RecordedDate::Known(signed)) = self.agreement.signing_day() else {
            return Ok(());
        };
        if self.event.on.last() >= signed.first() {
            return Ok(());
        }
        let (error, hint) = if signed.first() > self.today {
            let error = format!("`{id}` is a draft: its signing date is {}", at(signed));
            (error, format!("`mou edit {id} --signed DATE`"))
        } else {
            let (on, signed) = (at(self.event.on), at(signed));
            let error = format!("`{id}` was not signed yet {on}: it was signed {signed}");
            (error, format!("`mou edit {id} --signed DATE` corrects the signing date"))
        };
        Err(Error::failed(error).with_hint(hint))
    }

    /// Fails if the agreement is terminated on the day of the event, also by notice, or if the event
    /// has no effect because a termination counts by that day (S34).
    pub(crate) fn refuse_terminated(&self) -> Result<()> {
        let id = &self.agreement.id;
        let termination = self.before.life.termination.map(|index| &self.agreement.events[index]);
        let is_without_effect = termination.is_some()
            && matches!(
                self.event.kind,
                EventKind::Renewed | EventKind::Notice | EventKind::Decided | EventKind::Terminated
            );
        if self.before.standing.status != Status::Terminated && !is_without_effect {
            return Ok(());
        }
        let how = match (termination, self.before.standing.ends) {
            (Some(event), _) if event.on == event.last_day() => {
                format!("was terminated {}", at(event.on))
            }
            (Some(event), _) => {
                format!("was terminated {}; its last day is {}", at(event.on), event.last_day())
            }
            (None, End::On(end)) => format!("is terminated: by notice it ended {}", at(end)),
            (None, _) => "is terminated".to_owned(),
        };
        Err(Error::failed(format!("`{id}` {how}")).with_hint(format!(
            "`mou renew {id} --new --signed DATE --term TERM` records what follows it"
        )))
    }

    fn refuse_repeat(&self) -> Result<()> {
        let id = &self.agreement.id;
        if !self.agreement.events.iter().any(|event| event.repeats(&self.event)) {
            return Ok(());
        }
        let event = Event { note: None, ..self.event.clone() };
        Err(Error::failed(format!("`{id}` already has this event: {event}"))
            .with_hint(format!("`mou show {id}`")))
    }

    /// Returns true if the event counts only from a day after today.
    pub(crate) fn is_to_come(&self) -> bool {
        self.day > self.today
    }

    /// Returns a note about the day from which the event counts, if that is after today.
    pub(crate) fn when_it_counts(&self) -> Option<String> {
        let status = self.now.standing.status;
        self.is_to_come().then(|| {
            format!("It counts from {}; until then the status is {status}.", self.event.on)
        })
    }

    /// Returns a warning if the agreement had already ended on the day of the event.
    fn ended_before(&self) -> Option<String> {
        let id = &self.agreement.id;
        let standing = &self.before.standing;
        match standing.status {
            Status::Expired => {
                Some(format!("`{id}` has expired: its last day was {}", standing.ends))
            }
            Status::Succeeded => {
                let by: Vec<&str> = standing.succeeded_by.iter().map(Id::as_str).collect();
                Some(format!("`{id}` is succeeded, by {}", words::list_and(&by)))
            }
            _ => None,
        }
    }
}

/// Adds the event to each of the agreements, all or none, and prints the outcomes.
///
/// `report` returns the outcome, or an error if the event has no effect on the agreement.
pub(crate) fn record(
    context: &mut Context<'_>,
    typed: &[String],
    event: &Event,
    dry_run: bool,
    report: impl Fn(&EventInput) -> Result<Outcome>,
) -> Result<()> {
    record_each(
        context,
        typed,
        dry_run,
        |_| Ok(event.clone()),
        |input| {
            let mut outcome = report(input)?;
            outcome.notes.extend(input.when_it_counts());
            outcome.warnings.extend(input.ended_before());
            Ok(outcome)
        },
    )
}

/// Adds an event to each of the agreements as [`record`] does, without its notes: the event that
/// `event_for` returns for the agreement.
pub(crate) fn record_each(
    context: &mut Context<'_>,
    typed: &[String],
    dry_run: bool,
    event_for: impl Fn(&Agreement) -> Result<Event>,
    report: impl Fn(&EventInput) -> Result<Outcome>,
) -> Result<()> {
    let typed = context.typed_ids(typed)?;
    let today = context.today;
    change_each(context, &typed, dry_run, |transaction, successors, before| {
        let event = event_for(before)?;
        let input = EventInput::new(before.clone(), &event, today, successors);
        input.check()?;
        let mut outcome = report(&input)?;
        let mut after = before.clone();
        event.join(&mut after.events);
        outcome.warnings.extend(validate::check(transaction, Some(before), &after, today)?);
        outcome.warnings.extend(validate::unlikely_dates(Some(before), &after, today));
        transaction.put(after);
        Ok(outcome)
    })
}

/// Calls `f` for each of the agreements, all or none, and prints the outcomes. `f` must put what it
/// changes into the transaction.
pub(crate) fn change_each(
    context: &mut Context<'_>,
    typed: &[String],
    dry_run: bool,
    f: impl Fn(&mut Transaction<'_>, &mut Successors, &Agreement) -> Result<Outcome>,
) -> Result<()> {
    let today = context.today;
    let result = context.change(dry_run, |transaction| {
        let ids = ids::resolve_all(typed, transaction, today)?;
        let mut successors = Successors::of(transaction, &ids)?;
        let mut outcomes = Vec::new();
        for id in ids {
            if let Some(agreement) = transaction.get(id.as_str())? {
                outcomes.push(f(transaction, &mut successors, &agreement)?);
            }
        }
        Ok(outcomes)
    })?;
    outcome::report(context, &result)
}

/// Returns a date with its preposition: `on 2024-08-01`, `in 2024-08`.
pub(crate) fn at(date: Date) -> String {
    date.with_preposition()
}
