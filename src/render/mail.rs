//! The reminders for one contact as a message: the subject, and the same content as plain text and as HTML.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::escape::visible;
use super::reminders::{commands, deadline, meaning, occasion};
use super::width::{shorten, wrap};
use super::words;
use crate::domain::{Day, Text};
use crate::report::reminders::{ContactReminders, Reminder, ReminderState};

/// The columns of the plain text: a reader may put `> ` before each line.
const MAIL_COLUMNS: usize = 72;

/// The indentation of the lines about a reminder, but for the first one.
const INDENT_COLUMNS: usize = 2;

/// A title or a contact in the subject is shortened to this.
const MAX_SUBJECT_COLUMNS: usize = 60;

/// The styles that cannot be inline. A program that ignores them shows dark text on a light page.
const PAGE_STYLE: &str = "\
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .alarm { color: #ffa198 !important; }
  .alarm-bar { border-color: #ffa198 !important; }
  .soon-bar { border-color: #d9a648 !important; }
}";

/// The style of the whole page. It sets no colours: those of the reader fit its light or dark mode.
const BODY_STYLE: &str = "margin: 0 auto; padding: 16px; max-width: 40em; \
    font: 16px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; \
    overflow-wrap: break-word; word-wrap: break-word;";

/// The style of a paragraph about a reminder.
const PARAGRAPH_STYLE: &str = "margin: 4px 0 0;";

/// Returns the subject: how many reminders there are, and what is due first. It names the contact if `names_contact`.
#[must_use]
pub fn subject(group: &ContactReminders, names_contact: bool) -> String {
    let whom = match &group.contact {
        None => "No contact recorded: ".to_owned(),
        Some(contact) if names_contact => format!("For {}: ", short(contact)),
        Some(_) => String::new(),
    };
    let count = group.reminders.len();
    let first = group.reminders.first();
    let first = first.map(|first| format!("{}, {}", occasion(first), short(&first.title)));
    let first = first.unwrap_or_default();
    match count {
        1 => format!("{whom}MoU reminder: {first}"),
        _ => format!("{whom}{count} MoU reminders, the first: {first}"),
    }
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shorten(&visible(&line), MAX_SUBJECT_COLUMNS, "…").into_owned()
}

/// Returns the reminders as plain text.
#[must_use]
pub fn text(group: &ContactReminders, owner: Option<&str>, today: Day) -> String {
    let mut lines = wrapped(&heading(group, today), 0);
    for reminder in &group.reminders {
        lines.push(String::new());
        let first = format!("{}: {}", deadline(reminder, today), visible(&reminder.title));
        lines.extend(wrapped(&first, 0));
        let with = format!("with {}", words::list_and(&reminder.partners));
        let with = Some(visible(&with).into_owned()).filter(|_| !reminder.partners.is_empty());
        for text in with.into_iter().chain([meaning(reminder)]) {
            lines.extend(wrapped(&text, INDENT_COLUMNS));
        }
        // A command is copied, so that it must be on one line.
        let indent = " ".repeat(INDENT_COLUMNS);
        let commands = commands(reminder).into_iter().zip(command_prefixes());
        lines.extend(commands.map(|(command, or)| format!("{indent}{or}{command}")));
    }
    lines.push(String::new());
    lines.extend(wrapped(&footer(owner), 0));
    lines.join("\n") + "\n"
}

fn wrapped(text: &str, indent: usize) -> Vec<String> {
    let lines = wrap(text, MAIL_COLUMNS - indent, MAIL_COLUMNS - indent);
    lines.iter().map(|line| format!("{}{}", " ".repeat(indent), line.trim_end())).collect()
}

fn heading(group: &ContactReminders, today: Day) -> String {
    let count = words::count(group.reminders.len(), "reminder", "reminders");
    let whom = match &group.contact {
        Some(contact) => format!("for {}", visible(name_of(contact))),
        None => "without a contact".to_owned(),
    };
    format!("{count} {whom} on {today}")
}

/// Returns what comes before each command: one of them is enough.
fn command_prefixes() -> impl Iterator<Item = &'static str> {
    std::iter::once("").chain(std::iter::repeat("or "))
}

/// Returns the name in a contact such as `Mei <mei@example.org>`, otherwise the whole contact.
fn name_of(contact: &str) -> &str {
    let name = contact.split('<').next().unwrap_or_default().trim();
    if name.is_empty() { contact } else { name }
}

fn footer(owner: Option<&str>) -> String {
    let of = owner.map(|owner| format!(" of {}", visible(owner))).unwrap_or_default();
    format!("From the registry of agreements{of}. mou gives each reminder once.")
}

/// Returns the reminders as an HTML page that refers to no other file and reads well on a phone.
#[must_use]
pub fn page(group: &ContactReminders, subject: &str, owner: Option<&str>, today: Day) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (subject) }
                style { (PreEscaped(PAGE_STYLE)) }
            }
            body style=(BODY_STYLE) {
                h1 style="margin: 0 0 16px; font-size: 20px; line-height: 1.3;" {
                    (unbroken(&heading(group, today)))
                }
                ol style="margin: 0; padding: 0; list-style: none;" {
                    @for reminder in &group.reminders { (item(reminder, today)) }
                }
                p style="margin: 24px 0 0; font-size: 14px; opacity: 0.75;" { (footer(owner)) }
            }
        }
    };
    page.into_string()
}

fn item(reminder: &Reminder, today: Day) -> Markup {
    let is_passed = reminder.state != ReminderState::Coming;
    let (bar, style) = if is_passed {
        ("alarm-bar", "border-left: 4px solid #b3261e;")
    } else {
        ("soon-bar", "border-left: 4px solid #9a6700;")
    };
    let occasion = unbroken(&capitalised(&deadline(reminder, today)));
    html! {
        li class=(bar) style={ "margin: 0 0 20px; padding: 2px 0 2px 12px; " (style) } {
            @if is_passed {
                p class="alarm" style="margin: 0; font-weight: bold; color: #b3261e;" { (occasion) }
            } @else {
                p style="margin: 0; font-weight: bold;" { (occasion) }
            }
            h2 style="margin: 4px 0 0; font-size: 18px; line-height: 1.3;" {
                bdi { (visible(&reminder.title)) }
            }
            @if !reminder.partners.is_empty() {
                p style=(PARAGRAPH_STYLE) { "with " (partners(reminder)) }
            }
            p style=(PARAGRAPH_STYLE) { (quoted(&meaning(reminder))) }
            @for (command, or) in commands(reminder).iter().zip(command_prefixes()) {
                p style=(PARAGRAPH_STYLE) {
                    (or) code style="font-size: 14px;" { (unbroken(command)) }
                }
            }
        }
    }
}

/// Returns the names of the partners, each of which may be written from right to left.
fn partners(reminder: &Reminder) -> Markup {
    let name = |name: &Text| html! { bdi { (visible(name)) } }.into_string();
    let names: Vec<String> = reminder.partners.iter().map(name).collect();
    PreEscaped(words::list_and(&names))
}

/// Returns a text in which no line breaks inside a date or a flag.
fn unbroken(text: &str) -> Markup {
    html! {
        @for (index, word) in text.split(' ').enumerate() {
            @if index > 0 { " " }
            @if is_date(word) || word.starts_with("--") {
                span style="white-space: nowrap;" { (word) }
            } @else {
                (word)
            }
        }
    }
}

/// Returns true if the word begins with a year and a month.
fn is_date(word: &str) -> bool {
    word.split_once('-').is_some_and(|(year, rest)| {
        let is_digit = |letter: char| letter.is_ascii_digit();
        year.len() == 4 && rest.len() >= 2 && year.chars().chain(rest.chars().take(2)).all(is_digit)
    })
}

/// Returns a sentence with the title that is between its first and last back-tick in quotation marks.
fn quoted(sentence: &str) -> Markup {
    let parts = sentence.split_once('`').and_then(|(before, rest)| {
        let (title, after) = rest.rsplit_once('`')?;
        Some(html! { (unbroken(before)) "“" bdi { (title) } "”" (unbroken(after)) })
    });
    parts.unwrap_or_else(|| unbroken(sentence))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
