//! Reminders as text for people, and as JSON.

use super::agreement::date_with_distance;
use super::card::CardBlock;
use super::escape::visible;
use super::json::Object;
use super::style::{Style, Tone};
use super::width::wrap;
use super::words;
use crate::domain::{
    Date, Day, DeadlineKind, Decision, Duration, End, ReminderKey, ReminderLead, RenewalBy, Term,
    friday_before,
};
use crate::error::Result;
use crate::report::reminders::{
    AgreementReminders, ContactReminders, NextReminder, Reminder, ReminderState,
};

/// The indentation of the first line of a reminder; that of the others is twice as wide.
const INDENT_COLUMNS: usize = 2;

/// A narrower terminal has no indentation.
const MIN_INDENTED_COLUMNS: usize = 24;

/// The heading of what nobody is in charge of.
pub const NO_CONTACT_HEADING: &str = "no contact recorded";

/// Returns the reminder as JSON.
pub fn object(reminder: &Reminder) -> Result<Object> {
    let mut object = Object::new();
    object.set("id", &reminder.id)?;
    object.set("kind", &reminder.kind)?;
    object.set("deadline", &reminder.deadline)?;
    object.set("in_days", &reminder.in_days)?;
    let leads = Some(&reminder.leads).filter(|_| reminder.state == ReminderState::Coming);
    object.set("leads", &leads)?;
    object.set("state", &reminder.state)?;
    object.set("title", &reminder.title)?;
    object.set("partners", &reminder.partners)?;
    object.set("contact", &reminder.contact)?;
    Ok(object)
}

/// Returns the next reminder of an agreement and those that were given, as JSON; `None` if there are none.
pub fn object_of_all(reminders: &AgreementReminders) -> Result<Option<Object>> {
    let AgreementReminders { next, given } = reminders;
    if next.is_none() && given.is_empty() {
        return Ok(None);
    }
    let mut object = Object::new();
    if let Some(NextReminder { on, key }) = next {
        let mut next = Object::new();
        next.set("on", &on.to_string())?;
        next.set("id", &key.id)?.set("kind", &key.kind)?;
        next.set("deadline", &key.deadline)?.set("lead", &key.lead)?;
        object.set("next", &next)?;
    }
    object.set("given", given)?;
    Ok(Some(object))
}

/// Returns the next reminder of an agreement and those that were given, as a part of its card.
#[must_use]
pub fn block(reminders: &AgreementReminders, today: Day) -> CardBlock {
    let mut block = CardBlock::titled("reminders");
    if let Some(NextReminder { on, key }) = &reminders.next {
        let when = match Date::from_day(*on).filter(|_| *on > today) {
            Some(on) => date_with_distance(on, today),
            None => "due now".to_owned(),
        };
        block.field("next", format!("{when}: {}", in_words(key)));
    }
    block.list(
        "given",
        reminders.given.iter().map(|reminder| {
            format!("{}: {}", reminder.given, in_words(&reminder.clone().into_key()))
        }),
    );
    block
}

/// Returns when a reminder comes due, in words: `6 months before the act-by date 2027-02-01`.
fn in_words(key: &ReminderKey) -> String {
    let number = key.id.split('/').nth(1);
    let of = number.map(|number| format!(" of activity {number}")).unwrap_or_default();
    let what = match key.kind {
        DeadlineKind::ActBy => "act-by date",
        DeadlineKind::Review => "review day",
        DeadlineKind::Obligation => "due date",
        DeadlineKind::End => "last day",
    };
    let when = match key.lead {
        ReminderLead::Before(lead) => format!("{} before", lead.in_words()),
        ReminderLead::Passed => "after".to_owned(),
    };
    format!("{when} the {what}{of}, {}", key.deadline)
}

/// Returns the reminders as text: how many there are, then those of each contact, each with what is due and when, who
/// it is with, what that means, and the command that usually comes next.
#[must_use]
pub fn text(groups: &[ContactReminders], today: Day, style: Style) -> String {
    let count = groups.iter().map(|group| group.reminders.len()).sum();
    let first = format!("{} on {today}", words::count(count, "reminder", "reminders"));
    let mut lines = indented(&first, 0, style);
    for group in groups {
        let contact = group.contact.as_deref().unwrap_or(NO_CONTACT_HEADING);
        lines.push(String::new());
        let heading = visible(contact).into_owned();
        lines.extend(
            indented(&heading, 0, style).iter().map(|line| style.paint(line, Tone::Heading)),
        );
        for reminder in &group.reminders {
            lines.push(String::new());
            lines.extend(reminder_lines(reminder, today, style));
        }
    }
    lines.join("\n") + "\n"
}

fn reminder_lines(reminder: &Reminder, today: Day, style: Style) -> Vec<String> {
    let tone = match reminder.state {
        ReminderState::Coming => Tone::Notice,
        ReminderState::Missed | ReminderState::Lapsed | ReminderState::Overdue => Tone::Alarm,
    };
    let first = format!("{}: {}", deadline(reminder, today), visible(&reminder.title));
    let mut lines = indented(&first, INDENT_COLUMNS, style);
    if let Some(line) = lines.first_mut() {
        *line = style.paint(line, tone);
    }
    let with = format!("with {}", words::list_and(&reminder.partners));
    let with = Some(visible(&with).into_owned()).filter(|_| !reminder.partners.is_empty());
    let commands = commands(reminder).into_iter().enumerate();
    let commands = commands.map(|(index, command)| match index {
        0 => command,
        _ => format!("or {command}"),
    });
    let rest = with.into_iter().chain([meaning(reminder)]).chain(commands);
    lines.extend(rest.flat_map(|text| indented(&text, 2 * INDENT_COLUMNS, style)));
    lines
}

/// Returns the text in lines that fit the terminal, each indented.
fn indented(text: &str, indent: usize, style: Style) -> Vec<String> {
    let Some(columns) = style.columns() else {
        return vec![format!("{}{text}", " ".repeat(indent))];
    };
    let indent = if columns < MIN_INDENTED_COLUMNS { 0 } else { indent };
    let lines = wrap(text, columns - indent, columns - indent);
    lines.iter().map(|line| format!("{}{}", " ".repeat(indent), line.trim_end())).collect()
}

/// Returns what is due and when, with the distance: `act by 2027-02-01 (in 2 months)`.
#[must_use]
pub fn deadline(reminder: &Reminder, today: Day) -> String {
    let date = reminder.deadline;
    let is_to_come = reminder.kind == DeadlineKind::ActBy && reminder.in_days >= 0;
    let friday = friday_before(date).filter(|_| is_to_come);
    let friday = friday.map(|friday| format!("; on a weekend, the Friday before is {friday}"));
    let away = words::days_away(date, today);
    format!("{} ({away}{})", occasion(reminder), friday.unwrap_or_default())
}

/// Returns what is due and when: `act by 2027-02-01`.
#[must_use]
pub fn occasion(reminder: &Reminder) -> String {
    let (kind, state) = (reminder.kind, reminder.state);
    let what = match (kind, state) {
        (DeadlineKind::ActBy, ReminderState::Coming) => "act by",
        (DeadlineKind::ActBy, _) => "notice was due by",
        (DeadlineKind::Review, ReminderState::Coming) => "review due",
        (DeadlineKind::Review, _) => "review overdue since",
        (DeadlineKind::Obligation, ReminderState::Coming) => "due by",
        (DeadlineKind::Obligation, _) => "overdue since",
        (DeadlineKind::End, _) => "lapsed",
    };
    let date = reminder.deadline;
    let shown = if kind == DeadlineKind::End { date.with_preposition() } else { date.to_string() };
    format!("{what} {shown}")
}

/// Returns what the deadline means, in sentences.
#[must_use]
pub fn meaning(reminder: &Reminder) -> String {
    let under = || reminder.under.as_deref().map(visible).unwrap_or_default();
    match (reminder.kind, reminder.state) {
        (DeadlineKind::ActBy, ReminderState::Coming) => act_by_meaning(reminder),
        (DeadlineKind::ActBy, _) => {
            format!("It is too late for notice. {}", renewing("", reminder))
        }
        (DeadlineKind::Review, ReminderState::Coming) => match reminder.ends {
            End::Indefinite => "It is the next review: the agreement has no end.".to_owned(),
            End::On(_) | End::Unknown => "It is the next review: the end is not known.".to_owned(),
        },
        (DeadlineKind::Review, _) => "No review is recorded.".to_owned(),
        (DeadlineKind::Obligation, ReminderState::Coming) => {
            format!("It is an obligation under `{}`.", under())
        }
        (DeadlineKind::Obligation, _) => {
            format!("It is an obligation under `{}`, and not recorded as done.", under())
        }
        (DeadlineKind::End, _) => "It ended without a successor or a decision.".to_owned(),
    }
}

fn act_by_meaning(reminder: &Reminder) -> String {
    let by_agreement = reminder.renewal.filter(|renewal| renewal.by == RenewalBy::Agreement);
    let is_last_day = reminder.ends.date() == Some(reminder.deadline);
    let mut sentences = Vec::new();
    if reminder.will_renew {
        let without = match (reminder.notice, reminder.in_days) {
            (None, _) => "",
            (Some(_), ..0) => "Without notice today at the latest, ",
            (Some(_), _) => "Without notice by then, ",
        };
        sentences.push(renewing(without, reminder));
    } else if is_last_day {
        sentences.push("It ends then, unless it is renewed or succeeded.".to_owned());
    } else if let End::On(end) = reminder.ends {
        let end = end.with_preposition();
        sentences.push(format!("It ends {end}, unless it is renewed or succeeded."));
    }
    if let Some(renewal) = by_agreement {
        let every = renewal.every.in_words();
        sentences.push(format!("It can be renewed for {every} by agreement."));
    }
    match reminder.decision {
        Some(Decision::Renew) => sentences.push("It was decided to renew it.".to_owned()),
        Some(Decision::Renegotiate) => {
            sentences.push("It was decided to renegotiate it.".to_owned());
        }
        Some(Decision::Lapse) | None => {}
    }
    sentences.join(" ")
}

/// Returns the sentence that the agreement renews automatically, which begins with `without`: when and for how long.
fn renewing(without: &str, reminder: &Reminder) -> String {
    let it = if without.is_empty() { "It" } else { "it" };
    let is_last_day = reminder.ends.date() == Some(reminder.deadline);
    let after = match reminder.ends.date() {
        Some(end) if !is_last_day => format!(" after {end}"),
        _ => " then".to_owned(),
    };
    let every = reminder.renewal.map(|renewal| format!(" for {}", renewal.every.in_words()));
    format!("{without}{it} renews automatically{after}{}.", every.unwrap_or_default())
}

/// Returns the commands that usually come next, one of which is enough.
#[must_use]
pub fn commands(reminder: &Reminder) -> Vec<String> {
    let Reminder { id, agreement, .. } = reminder;
    match (reminder.kind, reminder.state) {
        (DeadlineKind::ActBy, ReminderState::Coming) if reminder.will_renew => {
            let notice = format!("mou notice {id} --by NAME");
            if reminder.decision == Some(Decision::Renew) {
                return vec![notice];
            }
            vec![notice, format!("mou decide {id} renew --by NAME")]
        }
        (DeadlineKind::ActBy, ReminderState::Coming) | (DeadlineKind::End, _) => vec![
            format!("mou renew {id}{}", renewal_flags(reminder)),
            format!("mou decide {id} lapse --by NAME"),
        ],
        (DeadlineKind::ActBy, _) => vec![format!("mou why {id}")],
        (DeadlineKind::Review, _) => {
            vec![format!("mou activity add {agreement} Review --kind review --on today")]
        }
        (DeadlineKind::Obligation, _) => vec![format!("mou activity done {id}")],
    }
}

/// Returns the flags for a renewal of the usual length; none if the agreement states it.
fn renewal_flags(reminder: &Reminder) -> String {
    if reminder.renewal.is_some_and(|renewal| renewal.by == RenewalBy::Agreement) {
        return String::new();
    }
    match reminder.term {
        Some(Term::Lasting(term)) => format!(" --term {}", Duration::as_typed(term)),
        Some(Term::Indefinite) | None => " --end DATE".to_owned(),
    }
}
