//! `mou notice`: record that notice was given.

use super::{EventArgs, EventInput, at, record};
use crate::commands::Context;
use crate::commands::flag;
use crate::commands::outcome::{Outcome, Sentence};
use crate::domain::{Date, End, Event, EventKind, Status, Term, is_notice_in_time};
use crate::error::{Error, Result};

/// Record that notice was given
///
/// Notice given by the act-by date ends an agreement with its current period, later notice with the
/// next. If a clause allows notice during a period, give its effect with --end or --term.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou notice gds-govtech-2022 --by GDS --on 2025-01-31\n  mou notice \
                  gds-govtech-2022 --on 2024-05-01 --term 6m --dry-run"
)]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Who gave notice
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Last day, if the notice takes effect during a period
    #[arg(long, value_name = "DATE")]
    end: Option<String>,
    /// Time from the notice to its effect, if that is during a period
    #[arg(long, value_name = "DURATION", conflicts_with = "end")]
    term: Option<String>,
    #[command(flatten)]
    event: EventArgs,
}

/// Records a notice.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let notice = args.notice(context)?;
    record(context, &args.ids, &notice, args.event.change.dry_run, report)
}

impl Args {
    fn notice(&self, context: &mut Context<'_>) -> Result<Event> {
        let event = self.event.event(EventKind::Notice, context)?;
        let (by, today) = (flag::text("--by", self.by.as_ref())?, context.today);
        let end = self.end.as_ref().map(|text| flag::date("--end", text, today)).transpose()?;
        let term = self.term.as_ref().map(|text| flag::duration("--term", text)).transpose()?;
        if let Some(end) = end.filter(|end| end.last() < event.on.first()) {
            let on = event.on;
            return Err(Error::bad_value(format!("`--end`: {end} is before the notice, {on}")));
        }
        Ok(Event { by, end, term: term.map(Term::Lasting), ..event })
    }
}

/// Returns the outcome of the notice; fails if the notice has no effect.
fn report(input: &EventInput) -> Result<Outcome> {
    let EventInput { agreement, event, before, after, .. } = input;
    let id = &agreement.id;
    if before.standing.status == Status::Expired {
        return Err(Error::failed(format!(
            "`{id}` has expired: its last day was {}, and notice after that changes nothing",
            before.life.end
        ))
        .with_hint(format!(
            "`mou decide {id} lapse --by NAME` records that it will not be renewed"
        )));
    }
    if let Some(given) = before.life.notice
        && (given.end.is_some() || after.life.notice == before.life.notice)
    {
        let ends = given.end.map_or_else(String::new, |end| format!(": it ends {}", at(end)));
        return Err(Error::failed(format!(
            "notice of `{id}` was given {}{ends}; the first one counts",
            at(given.on)
        ))
        .with_hint(format!("`mou renew {id}` withdraws it, `mou edit {id}` corrects it")));
    }
    let end = after.life.notice.and_then(|given| given.end);
    if has_own_end(event) && end.is_none() {
        return Err(Error::failed(format!("`{id}` would end past the year 9999")));
    }
    let mut outcome = Outcome::of_change(done(input, end));
    if let (Some(end), Some(typed)) = (end, event.end)
        && end != typed
    {
        outcome.warnings.push(format!("notice does not extend: `{id}` ends {} anyway", at(end)));
    }
    if end.is_none() {
        outcome.hint = Some(format!("`mou edit {id} --notice DURATION` records the notice period"));
    }
    outcome.warnings.extend(ends_for_all(input));
    Ok(outcome)
}

/// Returns true if the notice says itself when it takes effect.
fn has_own_end(event: &Event) -> bool {
    event.end.is_some() || event.term.is_some()
}

/// Returns true if the full notice period no longer fits before the end of the period in which the
/// notice was given (S27).
fn is_late(input: &EventInput) -> bool {
    let EventInput { agreement, event, day, before, .. } = input;
    match (agreement.on(*day).notice, before.life.end) {
        (Some(notice), End::On(end)) => {
            !has_own_end(event) && !is_notice_in_time(*day, notice, end)
        }
        _ => false,
    }
}

/// Returns a warning if three or more parties are left on the day of the notice: it ends the
/// agreement for all of them, and not only for the one that leaves.
fn ends_for_all(input: &EventInput) -> Option<String> {
    let EventInput { agreement, event, day, .. } = input;
    let on_day = agreement.on(*day);
    let parties = on_day.parties.iter().filter(|party| party.belongs_on(*day)).count();
    let name = event.by.as_deref().unwrap_or("NAME");
    let leaves = event.end.map_or_else(|| "DATE".to_owned(), |end| end.to_string());
    (parties >= 3).then(|| {
        format!(
            "`{0}` has {parties} parties, and the notice ends it for all of them; if only one \
             leaves, use `mou edit {0} --party-left \"{name}={leaves}\"`",
            agreement.id
        )
    })
}

/// Returns the sentence about the notice and the end of the agreement.
fn done(input: &EventInput, end: Option<Date>) -> Sentence {
    let id = &input.agreement.id;
    let given = |rest: &str| Sentence::new("Notice given for", "record notice for", rest);
    match (end, input.before.life.end) {
        (None, _) => {
            given(&format!("{id}: its end is not known, as no notice period is recorded."))
        }
        (Some(end), End::On(current)) if end != current && is_late(input) => {
            given(&format!("{id}, too late for {current}")).ending(End::On(end))
        }
        (Some(end), _) => given(id.as_str()).ending(End::On(end)),
    }
}
