//! What happens to agreements: an event added to each, with what follows from it.

use crate::commands::followers::Followers;
use crate::commands::told::{self, Told};
use crate::commands::{Desk, flag, ids, sound};
use crate::domain::{
    Agreement, Date, Day, End, Event, EventKind, Id, Life, Precision, Spans, Standing, Stated,
    Status, Tenure, Termination,
};
use crate::error::{Error, Result};
use crate::render::words;

/// The flags of every event.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct EventArgs {
    /// Day on which it happened, or from which it counts; today unless given
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Remark on it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Show what would change, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

impl EventArgs {
    /// Returns the event of this kind, with its day and its remark.
    pub(crate) fn event(&self, kind: EventKind, today: Day) -> Result<Event> {
        let on = flag::date_or_today("--on", self.on.as_ref(), today)?;
        let note = flag::text("--note", self.note.as_ref())?;
        Ok(Event { note, ..Event::new(kind, on) })
    }

    /// Names the flags that were typed.
    pub(crate) fn typed(&self) -> impl Iterator<Item = &'static str> {
        let on = self.on.as_ref().map(|_| "--on");
        on.into_iter().chain(self.note.as_ref().map(|_| "--note"))
    }
}

/// An agreement when something happens to it.
pub(crate) struct Occasion {
    /// The agreement, without the event.
    pub(crate) agreement: Agreement,
    /// The event.
    pub(crate) event: Event,
    /// The day from which the event counts.
    pub(crate) day: Day,
    /// The day that counts as today.
    pub(crate) today: Day,
    /// What it was on that day without the event.
    pub(crate) before: Seen,
    /// What it is on that day with the event.
    pub(crate) after: Seen,
    /// What it is today with the event.
    pub(crate) now: Seen,
}

/// What follows from the facts of an agreement on a day.
pub(crate) struct Seen {
    /// Its course up to that day.
    pub(crate) life: Life,
    /// What it is.
    pub(crate) standing: Standing,
}

impl Occasion {
    /// Returns what the agreement is with the event and without it.
    pub(crate) fn new(
        agreement: Agreement,
        event: &Event,
        today: Day,
        followers: &Followers,
    ) -> Self {
        let day = event.counts_from();
        let mut with = agreement.clone();
        event.clone().join(&mut with.events);
        let seen = |agreement: &Agreement, day| {
            let tenure = Tenure::on(agreement, day);
            let around = followers.around(&agreement.id, day);
            Seen {
                life: tenure.life(&around, day),
                standing: tenure.standing(&around, day, &Spans::USUAL),
            }
        };
        Self {
            before: seen(&agreement, day),
            after: seen(&with, day),
            now: seen(&with, today),
            event: event.clone(),
            agreement,
            day,
            today,
        }
    }

    /// Fails where the agreement is a draft, which this would make one in force.
    pub(crate) fn refuse_draft(&self) -> Result<()> {
        let id = &self.agreement.id;
        let is_signed = Tenure::from_values(&self.agreement).signed.is_some();
        if is_signed || self.before.standing.status != Status::Draft {
            return Ok(());
        }
        Err(Error::failed(format!("`{id}` is a draft: no day of signing is recorded"))
            .with_hint(format!("`mou edit {id} --signed DATE`")))
    }

    /// Fails where the event is dated before the agreement was signed, which is certain only where
    /// its last possible day is before the first one of the signing.
    pub(crate) fn refuse_unsigned(&self) -> Result<()> {
        let id = &self.agreement.id;
        let Some(Stated::On(signed)) = Tenure::from_values(&self.agreement).signed else {
            return Ok(());
        };
        if self.event.on.last() >= signed.first() {
            return Ok(());
        }
        let (error, hint) = if signed.first() > self.today {
            let error = format!("`{id}` is a draft: it is to be signed {}", at(signed));
            (error, format!("`mou edit {id} --signed DATE`"))
        } else {
            let (on, signed) = (at(self.event.on), at(signed));
            let error = format!("`{id}` was not signed yet {on}: it was signed {signed}");
            (error, format!("`mou edit {id} --signed DATE` corrects the day of signing"))
        };
        Err(Error::failed(error).with_hint(hint))
    }

    /// Fails if the agreement is terminated on the day of the event, also by notice, or if the event
    /// has no effect because a termination counts by that day (S34).
    pub(crate) fn refuse_terminated(&self) -> Result<()> {
        let id = &self.agreement.id;
        let termination = self.before.life.termination;
        let is_without_effect = termination.is_some()
            && matches!(
                self.event.kind,
                EventKind::Renewed | EventKind::Notice | EventKind::Decided | EventKind::Terminated
            );
        if self.before.standing.status != Status::Terminated && !is_without_effect {
            return Ok(());
        }
        let how = match (termination, self.before.standing.ends) {
            (Some(Termination { on, last_day, .. }), _) if on == last_day => {
                format!("was terminated {}", at(on))
            }
            (Some(Termination { on, last_day, .. }), _) => {
                format!("was terminated {}; its last day is {last_day}", at(on))
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
        Err(Error::failed(format!("`{id}` has this event already: {event}"))
            .with_hint(format!("`mou show {id}`")))
    }

    /// Tells whether the event is still to come.
    pub(crate) fn is_to_come(&self) -> bool {
        self.day > self.today
    }

    /// Returns the first later event of one of these kinds.
    pub(crate) fn next_of(&self, kinds: &[EventKind]) -> Option<&Event> {
        let later = self.agreement.events.iter().filter(|event| event.counts_from() > self.day);
        later.filter(|event| kinds.contains(&event.kind)).min_by_key(|event| event.counts_from())
    }

    /// Says from when the event counts, where that is still to come.
    pub(crate) fn when_it_counts(&self) -> Option<String> {
        let status = self.now.standing.status;
        self.is_to_come().then(|| {
            format!("It counts from {}; until then the status is {status}.", self.event.on)
        })
    }

    /// Says why the event may be a slip: what has ended by its day is not changed by it.
    pub(crate) fn doubt(&self) -> Option<String> {
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
            Status::Terminated
            | Status::Draft
            | Status::Upcoming
            | Status::Suspended
            | Status::Active => None,
        }
    }
}

/// Adds the event to each of the agreements, all of them or none, and reports what follows. `judge`
/// refuses the event, or returns the report.
pub(crate) fn record(
    desk: &mut Desk<'_>,
    typed: &[String],
    event: &Event,
    dry_run: bool,
    judge: impl Fn(&Occasion) -> Result<Told>,
) -> Result<()> {
    record_each(desk, typed, dry_run, |_| Ok(event.clone()), judge)
}

/// Adds an event to each of the agreements as [`record`] does: the one that `event_for` returns for
/// the agreement.
pub(crate) fn record_each(
    desk: &mut Desk<'_>,
    typed: &[String],
    dry_run: bool,
    event_for: impl Fn(&Agreement) -> Result<Event>,
    judge: impl Fn(&Occasion) -> Result<Told>,
) -> Result<()> {
    let typed = desk.typed_ids(typed)?;
    let today = desk.today;
    let done = desk.change(dry_run, |draft| {
        let ids = ids::resolve_all(&typed, &*draft)?;
        let followers = Followers::of(draft, &ids)?;
        let mut told = Vec::new();
        for id in ids {
            let Some(mut agreement) = draft.get(id.as_str())? else { continue };
            let event = event_for(&agreement)?;
            let occasion = Occasion::new(agreement.clone(), &event, today, &followers);
            occasion.refuse_repeat()?;
            occasion.refuse_unsigned()?;
            occasion.refuse_terminated()?;
            let mut one = judge(&occasion)?;
            event.join(&mut agreement.events);
            let before = &occasion.agreement;
            one.warnings.extend(sound::check(draft, Some(before), &agreement, today)?);
            told.push(one);
            draft.put(agreement);
        }
        Ok(told)
    })?;
    told::tell(desk, &done)
}

/// Says when: `on 2024-08-01`, `in 2024-08`.
pub(crate) fn at(date: Date) -> String {
    match date.precision() {
        Precision::Day => format!("on {date}"),
        Precision::Month | Precision::Year => format!("in {date}"),
    }
}

/// Says how it ends: `it ends on 2024-08-01`, `it has no end`, `its end is not known`.
pub(crate) fn ending(end: End) -> String {
    match end {
        End::On(date) => format!("it ends {}", at(date)),
        End::Indefinite => "it has no end".to_owned(),
        End::Unknown => "its end is not known".to_owned(),
    }
}
