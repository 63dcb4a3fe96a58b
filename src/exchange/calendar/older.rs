//! A calendar that an earlier export left at the place that is written to.

use std::collections::BTreeMap;

use super::event::Revision;
use crate::error::{Error, Result};

/// The events of an older calendar, by their ids.
#[derive(Debug, Default)]
pub(super) struct Older {
    events: BTreeMap<String, OlderEvent>,
}

/// An event of an older calendar.
#[derive(Debug, Default)]
pub(super) struct OlderEvent {
    /// All its lines, as they stand there, with CRLF.
    pub(super) text: String,
    revision: Option<Revision>,
}

impl Older {
    /// Reads the events of a calendar all of whose ids end with `ending`, as they are escaped in it.
    ///
    /// An empty file holds none. Fails where the file is no calendar, and where it holds anything
    /// else: it is somebody else's then, and not to be replaced.
    pub(super) fn read(bytes: &[u8], ending: &str) -> Result<Self> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| is_calendar(text)) else {
            return Err(Error::failed("what stands there is no calendar"));
        };
        let mut older = Self::default();
        let mut open: Option<OlderEvent> = None;
        for line in unfolded(text) {
            let begins = line.value.strip_prefix("BEGIN:");
            match (&mut open, begins) {
                (None, Some("VCALENDAR")) => {}
                (None, Some("VEVENT")) => open = Some(OlderEvent::default()),
                (None, Some(_)) => return Err(foreign()),
                _ => {}
            }
            if let Some(event) = &mut open {
                event.text.push_str(&line.written);
            }
            if line.value == "END:VEVENT"
                && let Some(event) = open.take()
            {
                let uid = event.value_of("UID").filter(|uid| uid.ends_with(ending));
                let uid = uid.ok_or_else(foreign)?;
                older.events.insert(uid, event.with_its_revision());
            }
        }
        Ok(older)
    }

    /// Removes the event of this id, as it is escaped in the calendar, and returns it.
    pub(super) fn take(&mut self, uid: &str) -> Option<OlderEvent> {
        self.events.remove(uid)
    }

    /// Returns how many events have not been taken.
    pub(super) fn len(&self) -> usize {
        self.events.len()
    }
}

impl OlderEvent {
    /// Returns when and how often it was revised, where it says so soundly.
    pub(super) fn revision(&self) -> Option<&Revision> {
        self.revision.as_ref()
    }

    fn with_its_revision(mut self) -> Self {
        let sequence = self.value_of("SEQUENCE").and_then(|number| number.parse().ok());
        let stamp = self.value_of("DTSTAMP").filter(|stamp| is_stamp(stamp));
        self.revision = stamp.zip(sequence).map(|(stamp, sequence)| Revision { stamp, sequence });
        self
    }

    /// Returns the value of a property that has no parameters, as it is escaped; not of an alarm.
    fn value_of(&self, name: &str) -> Option<String> {
        unfolded(&self.text)
            .take_while(|line| !line.value.starts_with("BEGIN:VALARM"))
            .find_map(|line| Some(line.value.strip_prefix(name)?.strip_prefix(':')?.to_owned()))
    }
}

fn is_calendar(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_ascii();
    text.starts_with("BEGIN:VCALENDAR") && text.ends_with("END:VCALENDAR")
}

fn foreign() -> Error {
    Error::failed("the calendar that stands there holds other events than those of this registry")
}

/// Tells whether the text is a time in UTC: `20220704T000000Z`.
fn is_stamp(text: &str) -> bool {
    let form = b"00000000T000000Z";
    text.len() == form.len()
        && text.bytes().zip(form).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            _ => byte == *like,
        })
}

/// A line with those that go on in it.
struct Line {
    /// As it stands, with CRLF.
    written: String,
    /// As it reads.
    value: String,
}

fn unfolded(text: &str) -> impl Iterator<Item = Line> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        let first = lines.next()?;
        let mut line = Line { written: format!("{first}\r\n"), value: first.to_owned() };
        while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
            line.written.push_str(more);
            line.written.push_str("\r\n");
            line.value.push_str(&more[1..]);
        }
        Some(line)
    })
}
