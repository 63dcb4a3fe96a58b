//! An event of a calendar, and how it is written.
//!
//! The lines are written here, not by `icalendar` (0.17.17). It folds without counting the space that
//! begins a continued line, so that the last line may have 76 octets (RFC 5545, 3.1, allows 75). It
//! gives each alarm a `DTSTAMP` of the clock and a random `UID`, so that no two files are equal; a
//! `DTSTAMP` is not a property of alarms (3.6.6). It sorts the properties by name: every event of a
//! calendar that is subscribed to would differ once, and get another `SEQUENCE`.

use crate::domain::{Day, day_after};

/// When, and how often, an event was revised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EventRevision {
    /// `DTSTAMP`.
    pub(super) stamp: String,
    /// `SEQUENCE`.
    pub(super) sequence: u64,
}

/// One or more whole days in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CalendarEvent {
    /// `end`, `notice`, `review`, `start` or `activity-<n>`.
    pub(super) kind: String,
    /// The first day.
    pub(super) first: Day,
    /// The last day, included.
    pub(super) last: Day,
    /// The last possible day: of a date known to the month, the last of the month.
    pub(super) last_possible: Day,
    /// The title.
    pub(super) summary: String,
    /// The lines of the description.
    pub(super) description: Vec<String>,
    /// The alarms, in days before the first day.
    pub(super) alarms: Vec<i64>,
}

/// The longest line, without its end (RFC 5545, 3.1).
const MAX_LINE_OCTETS: usize = 75;

/// The break inside a long line.
const LINE_FOLD: &str = "\r\n ";

impl CalendarEvent {
    /// Returns the lines of the event.
    pub(super) fn to_text(
        &self,
        uid: &str,
        categories: &[String],
        revision: &EventRevision,
    ) -> String {
        let summary = one_line(&self.summary);
        let mut lines = CalendarLines::default();
        lines.add("BEGIN", "VEVENT");
        lines.add("UID", uid);
        lines.add("DTSTAMP", &revision.stamp);
        lines.add("SEQUENCE", &revision.sequence.to_string());
        lines.add("DTSTART;VALUE=DATE", &basic_date(self.first));
        // It is the day after the last one (RFC 5545, 3.8.2.2). Without it, an event takes one day.
        if let Some(end) = day_after(self.last) {
            lines.add("DTEND;VALUE=DATE", &basic_date(end));
        }
        lines.add("SUMMARY", &summary);
        lines.add("DESCRIPTION", &plain(&self.description.join("\n")));
        let categories = categories.iter().map(|category| escaped(&one_line(category)));
        lines.add_escaped("CATEGORIES", &categories.collect::<Vec<_>>().join(","));
        lines.add("TRANSP", "TRANSPARENT");
        lines.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE");
        for days in &self.alarms {
            lines.add("BEGIN", "VALARM");
            lines.add("ACTION", "DISPLAY");
            lines.add("TRIGGER", &trigger(*days));
            lines.add("DESCRIPTION", &summary);
            lines.add("END", "VALARM");
        }
        lines.add("END", "VEVENT");
        lines.text
    }
}

/// The lines of a calendar, escaped and folded.
#[derive(Debug, Default)]
pub(super) struct CalendarLines {
    pub(super) text: String,
}

impl CalendarLines {
    /// Adds a property with the value as an escaped text.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.add_escaped(name, &escaped(value));
    }

    /// Adds a property with a value that is escaped already; folds the line between letters.
    fn add_escaped(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for letter in format!("{name}:{value}").chars() {
            if octets + letter.len_utf8() > MAX_LINE_OCTETS {
                self.text.push_str(LINE_FOLD);
                octets = 1;
            }
            self.text.push(letter);
            octets += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// Returns the time of an alarm `days` before an event, relative to its start: 9 in the morning.
///
/// An event of whole days starts at midnight, when nobody wants to be woken.
fn trigger(days: i64) -> String {
    match days {
        0 => "PT9H".to_owned(),
        _ => format!("-P{}DT15H", days - 1),
    }
}

/// Returns the start of the day in UTC: `20220704T000000Z`.
pub(super) fn stamp(day: Day) -> String {
    format!("{}T000000Z", basic_date(day))
}

fn basic_date(day: Day) -> String {
    day.format("%Y%m%d").to_string()
}

/// Returns the text without control characters: every kind of line end is `\n`, a tab is a space.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

/// Returns the text on one line, without control characters.
pub(super) fn one_line(text: &str) -> String {
    plain(text).replace('\n', " ")
}

/// Returns the text with `\`, `;`, `,` and line ends escaped.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace(';', r"\;").replace(',', r"\,").replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(name: &str, value: &str) -> String {
        let mut lines = CalendarLines::default();
        lines.add(name, value);
        lines.text
    }

    /// Returns the value of a line, unfolded and unescaped.
    fn read(line: &str) -> String {
        let line = line.strip_suffix("\r\n").unwrap().replace("\r\n ", "");
        let (_, value) = line.split_once(':').unwrap();
        let mut text = String::new();
        let mut letters = value.chars();
        while let Some(letter) = letters.next() {
            text.push(match letter {
                '\\' => match letters.next().unwrap() {
                    'n' => '\n',
                    other => other,
                },
                other => other,
            });
        }
        text
    }

    #[test]
    fn alarm_rings_at_nine_whatever_the_number_of_days() {
        for (days, hours) in [(0, 9), (1, -15), (2, -39), (31, 9 - 31 * 24)] {
            let text = trigger(days);
            let parts: Vec<i64> = text
                .split(|letter: char| !letter.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let found = match parts[..] {
                [days, hours] => -(days * 24 + hours),
                _ => parts[0],
            };
            assert_eq!(found, hours, "{text}");
        }
        assert_eq!([trigger(0), trigger(31)], ["PT9H", "-P30DT15H"]);
    }

    #[test]
    fn line_is_folded_between_letters() {
        let line = written("SUMMARY", &"東京大学".repeat(12));
        for part in line.split_terminator("\r\n") {
            assert!(part.len() <= 75, "{part}");
        }
        assert_eq!(read(&line), "東京大学".repeat(12));
    }

    #[test]
    fn no_line_has_more_than_75_octets_wherever_it_ends() {
        for length in 0..400 {
            let line = written("SUMMARY", &"a".repeat(length));
            assert!(line.split_terminator("\r\n").all(|part| part.len() <= 75), "{length}");
            assert_eq!(read(&line).len(), length);
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_and_no_line_is_too_long(
            text in "([ -~äé東𝄞\u{3000}\n\t\r\u{1b}\u{85}\\\\;,]|  ){0,200}"
        ) {
            let text = plain(&text);
            let line = written("DESCRIPTION", &text);
            prop_assert!(line.ends_with("\r\n"));
            for part in line.split_terminator("\r\n") {
                prop_assert!(part.len() <= 75, "{part}");
                prop_assert!(!part.contains(['\r', '\n']));
            }
            prop_assert_eq!(read(&line), text);
        }
    }
}
