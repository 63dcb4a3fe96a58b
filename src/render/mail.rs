//! The reminders for one contact as a message: the subject, and the same content as plain text and as HTML.

use super::escape::{html, visible};
use super::reminders::{commands, deadline, meaning, occasion};
use super::width::{shorten, wrap};
use super::words;
use crate::domain::Day;
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
    let mut lines = wrapped(&heading(group, today, plain), 0);
    for reminder in &group.reminders {
        lines.push(String::new());
        let first = format!("{}: {}", deadline(reminder, today), visible(&reminder.title));
        lines.extend(wrapped(&first, 0));
        let with = partners(reminder, plain);
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

fn heading(group: &ContactReminders, today: Day, show: impl Fn(&str) -> String) -> String {
    let count = words::count(group.reminders.len(), "reminder", "reminders");
    let whom = match &group.contact {
        Some(contact) => format!("for {}", show(name_of(contact))),
        None => "without a contact".to_owned(),
    };
    format!("{count} {whom} on {today}")
}

fn plain(name: &str) -> String {
    visible(name).into_owned()
}

/// Returns a name in HTML, which may be written from right to left in a text from left to right.
fn isolated(name: &str) -> String {
    format!("<bdi>{}</bdi>", html(name))
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

fn partners(reminder: &Reminder, show: impl Fn(&str) -> String) -> Option<String> {
    let names: Vec<String> = reminder.partners.iter().map(|name| show(name)).collect();
    (!names.is_empty()).then(|| format!("with {}", words::list_and(&names)))
}

fn footer(owner: Option<&str>) -> String {
    let of = owner.map(|owner| format!(" of {}", visible(owner))).unwrap_or_default();
    format!("From the registry of agreements{of}. mou gives each reminder once.")
}

/// Returns the reminders as an HTML page that refers to no other file and reads well on a phone.
#[must_use]
pub fn page(group: &ContactReminders, subject: &str, owner: Option<&str>, today: Day) -> String {
    let items: Vec<String> = group.reminders.iter().map(|reminder| item(reminder, today)).collect();
    format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<meta name=\"supported-color-schemes\" content=\"light dark\">
<title>{}</title>
<style>
{PAGE_STYLE}
</style>
</head>
<body style=\"{BODY_STYLE}\">
<h1 style=\"margin: 0 0 16px; font-size: 20px; line-height: 1.3;\">{}</h1>
<ol style=\"margin: 0; padding: 0; list-style: none;\">
{}
</ol>
<p style=\"margin: 24px 0 0; font-size: 14px; opacity: 0.75;\">{}</p>
</body>
</html>
",
        html(subject),
        unbroken(&heading(group, today, isolated)),
        items.join("\n"),
        html(&footer(owner)),
    )
}

fn item(reminder: &Reminder, today: Day) -> String {
    let (bar, accent, heading) = match reminder.state {
        ReminderState::Coming => {
            ("soon-bar", "#9a6700", "<p style=\"margin: 0; font-weight: bold;\">")
        }
        ReminderState::Missed | ReminderState::Lapsed | ReminderState::Overdue => (
            "alarm-bar",
            "#b3261e",
            "<p class=\"alarm\" style=\"margin: 0; font-weight: bold; color: #b3261e;\">",
        ),
    };
    let paragraph = |content: &str| format!("<p style=\"margin: 4px 0 0;\">{content}</p>");
    let mut lines = vec![
        format!(
            "<li class=\"{bar}\" style=\"margin: 0 0 20px; padding: 2px 0 2px 12px; \
             border-left: 4px solid {accent};\">"
        ),
        format!("{heading}{}</p>", unbroken(&html(&capitalised(&deadline(reminder, today))))),
        format!(
            "<h2 style=\"margin: 4px 0 0; font-size: 18px; line-height: 1.3;\">{}</h2>",
            isolated(&reminder.title)
        ),
    ];
    let with = partners(reminder, isolated);
    lines.extend(with.as_deref().map(paragraph));
    lines.push(paragraph(&quoted(&unbroken(&html(&meaning(reminder))))));
    lines.extend(commands(reminder).iter().zip(command_prefixes()).map(|(command, or)| {
        let code = unbroken(&html(command));
        paragraph(&format!("{or}<code style=\"font-size: 14px;\">{code}</code>"))
    }));
    lines.push("</li>".to_owned());
    lines.join("\n")
}

/// Returns HTML in which no line breaks inside a date or a flag.
fn unbroken(text: &str) -> String {
    let is_date = |word: &str| {
        word.split_once('-').is_some_and(|(year, rest)| {
            year.len() == 4
                && rest.len() >= 2
                && year.chars().chain(rest.chars().take(2)).all(|letter| letter.is_ascii_digit())
        })
    };
    let words = text.split(' ').map(|word| {
        // A tag must not begin or end inside another, and a title in back-ticks gets one later.
        if (is_date(word) || word.starts_with("--")) && !word.contains(['<', '`']) {
            format!("<span style=\"white-space: nowrap;\">{word}</span>")
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns a sentence in HTML with the title that is between its first and last back-tick in quotation marks.
fn quoted(sentence: &str) -> String {
    let parts = sentence.split_once('`').and_then(|(before, rest)| {
        let (title, after) = rest.rsplit_once('`')?;
        Some(format!("{before}“<bdi>{title}</bdi>”{after}"))
    });
    parts.unwrap_or_else(|| sentence.to_owned())
}
