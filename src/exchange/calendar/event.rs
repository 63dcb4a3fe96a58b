//! How an occasion is written: as one event, line by line.
//!
//! The framing and the folding are our own. `icalendar` writes and escapes the properties; but it
//! stamps every component that has no `DTSTAMP` and no `UID` with the clock's and a random one, alarms
//! too, and the last line that it folds may be an octet too long.

use icalendar::Property;

use super::occasion::Occasion;
use crate::domain::{Day, day_after};
use crate::error::{Error, Result};

/// What of an event says when, and how often, it was revised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Revision {
    /// `DTSTAMP`.
    pub(super) stamp: String,
    /// `SEQUENCE`.
    pub(super) sequence: u64,
}

/// The most octets of a line, without its end (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// What begins a line that goes on with the one before it.
const FOLD: &str = "\r\n ";

/// Lines of a calendar, each written, escaped and folded.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Adds a property with a value that is escaped as its type wants it.
    pub(super) fn add(&mut self, name: &str, value: &str) -> Result<()> {
        self.add_property(Property::new(name, value))
    }

    /// Adds a property with a day as its value.
    fn add_day(&mut self, name: &str, day: Day) -> Result<()> {
        let value = day.format("%Y%m%d").to_string();
        self.add_property(Property::new(name, value).add_parameter("VALUE", "DATE").done())
    }

    /// Adds a property as it is.
    pub(super) fn add_property(&mut self, property: Property) -> Result<()> {
        let line: String = property
            .try_into()
            .map_err(|_| Error::failed("cannot write a line of the calendar"))?;
        self.0.push_str(&folded(&line.replace(FOLD, "")));
        Ok(())
    }

    pub(super) fn add_block(&mut self, block: &str) {
        self.0.push_str(block);
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

impl Occasion {
    /// Returns the event, of this id and these categories, as it stands in a calendar.
    pub(super) fn event(
        &self,
        uid: &str,
        categories: &[String],
        revision: &Revision,
    ) -> Result<String> {
        let mut lines = Lines::default();
        let summary = one_line(&self.summary);
        lines.add("BEGIN", "VEVENT")?;
        lines.add("UID", uid)?;
        lines.add("DTSTAMP", &revision.stamp)?;
        lines.add("SEQUENCE", &revision.sequence.to_string())?;
        lines.add_day("DTSTART", self.first)?;
        // It is the day after the last one (RFC 5545, 3.8.2.2); without it, an event takes one day.
        if let Some(end) = day_after(self.last) {
            lines.add_day("DTEND", end)?;
        }
        lines.add("SUMMARY", &summary)?;
        lines.add("DESCRIPTION", &plain(&self.description.join("\n")))?;
        let categories: Vec<String> =
            categories.iter().map(|category| escaped(&one_line(category))).collect();
        lines.add("CATEGORIES", &categories.join(","))?;
        lines.add("TRANSP", "TRANSPARENT")?;
        lines.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")?;
        for days in &self.alarms {
            lines.add("BEGIN", "VALARM")?;
            lines.add("ACTION", "DISPLAY")?;
            lines.add("TRIGGER", &format!("-P{days}D"))?;
            lines.add("DESCRIPTION", &summary)?;
            lines.add("END", "VALARM")?;
        }
        lines.add("END", "VEVENT")?;
        Ok(lines.into_text())
    }
}

/// Returns the line in pieces that are short enough, cut between letters.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / 20);
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LONGEST && letter != '\r' && letter != '\n' {
            folded.push_str(FOLD);
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded
}

/// Returns the text without control characters; a line end of any kind is `\n`, a tab a blank.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

/// Returns the text on one line, without control characters.
pub(super) fn one_line(text: &str) -> String {
    plain(text).replace('\n', " ")
}

/// Returns the text with `\`, `;`, `,` and line ends escaped: for the properties that `icalendar`
/// does not know as text, and for each item of a list.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace(';', r"\;").replace(',', r"\,").replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(name: &str, value: &str) -> String {
        let mut lines = Lines::default();
        lines.add(name, value).unwrap();
        lines.into_text()
    }

    /// Takes back folding and escaping.
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
    fn a_line_is_folded_between_letters() {
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

        #[test]
        fn what_is_escaped_here_is_read_back_too(text in "[ -~é\n]{0,90}") {
            let line = written("NAME", &escaped(&text));
            prop_assert_eq!(read(&line), text);
        }
    }
}
