//! Dates as a calendar (RFC 5545, with the names of RFC 7986) that other programs subscribe to.
//!
//! Every date is an event: programs commonly ignore the alarms of a calendar that they subscribe to.
//! The id of an event stays the same, so that a program updates it instead of adding another. There
//! is no `METHOD`: without it, `DTSTAMP` is the time of the last revision (3.8.7.2). The registry does
//! not store that time, so it is taken from the calendar that is replaced.

mod dates;
mod event;

use std::collections::{BTreeMap, BTreeSet};

pub use self::dates::{AgreementDates, DatedAgreement};
use self::event::{CalendarEvent, CalendarLines, EventRevision, escaped, one_line, plain, stamp};
use crate::domain::{Day, Header};
use crate::error::{Error, Result};

/// The program and the version of this format. The version of the program would change every file.
const PRODUCT_ID: &str = "-//mou//registry 1//EN";
/// How often a program should read the calendar again.
const REFRESH_INTERVAL: &str = "P1D";
/// A colour by its CSS3 name (RFC 7986, 5.9).
const COLOR_NAME: &str = "teal";
/// The `uid` of a registry that has none.
const MISSING_UID: &str = "mou.invalid";

/// A calendar, and how it differs from the one that it replaces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// The content of the file.
    pub text: String,
    /// The number of events.
    pub events: usize,
    /// The number of events that the older calendar does not have.
    pub added: usize,
    /// The number of events that differ from the older calendar.
    pub changed: usize,
    /// The number of events that only the older calendar has.
    pub gone: usize,
}

/// Returns the calendar of these agreements on `today`; `older` is the file that it replaces.
///
/// An event that is equal in the older calendar keeps its bytes. One that differs gets the next
/// `SEQUENCE` and the stamp of `today`. A new one gets the stamp of the latest day that its record
/// mentions, and the number of events in the record as its `SEQUENCE`: so the bytes are the same
/// wherever they are made.
///
/// Fails if `older` is not a calendar, or holds events of another program or registry.
pub fn calendar(
    head: &Header,
    agreements: &[AgreementDates],
    today: Day,
    older: Option<&[u8]>,
) -> Result<Calendar> {
    let registry = head.uid.as_deref().map(one_line).filter(|uid| !uid.is_empty());
    let registry = registry.as_deref().unwrap_or(MISSING_UID);
    let mut older = match older {
        Some(bytes) => older_events(bytes, &escaped(&format!("@{registry}")))?,
        None => BTreeMap::new(),
    };
    let mut events: Vec<(&CalendarEvent, &AgreementDates, String)> = Vec::new();
    for dates in agreements {
        for event in &dates.events {
            events.push((event, dates, format!("{}.{}@{registry}", dates.id, event.kind)));
        }
    }
    events.sort_by(|(one, _, one_uid), (two, _, two_uid)| {
        (one.first, one_uid).cmp(&(two.first, two_uid))
    });
    let mut seen = BTreeSet::new();
    events.retain(|(.., uid)| seen.insert(uid.clone()));

    let mut calendar = Calendar { events: events.len(), ..Calendar::default() };
    let mut lines = CalendarLines::default();
    add_header(&mut lines, head, registry);
    for (event, dates, uid) in &events {
        let to_text = |revision: &EventRevision| event.to_text(uid, &dates.categories, revision);
        let Some(old_text) = older.remove(&escaped(uid)) else {
            calendar.added += 1;
            lines.text.push_str(&to_text(&dates.first_revision));
            continue;
        };
        let revision = revision_of(&old_text).unwrap_or_else(|| dates.first_revision.clone());
        let same = to_text(&revision);
        if same == old_text {
            lines.text.push_str(&same);
            continue;
        }
        calendar.changed += 1;
        let sequence = revision.sequence.saturating_add(1);
        lines.text.push_str(&to_text(&EventRevision { stamp: stamp(today), sequence }));
    }
    calendar.gone = older.len();
    lines.add("END", "VCALENDAR");
    calendar.text = lines.text;
    Ok(calendar)
}

fn add_header(lines: &mut CalendarLines, head: &Header, registry: &str) {
    let owner = head.owner.as_deref().map(|owner| format!(" of {}", plain(owner)));
    let name = one_line(&format!("Agreements{}", owner.unwrap_or_default()));
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", PRODUCT_ID);
    lines.add("UID", registry);
    lines.add("NAME", &name);
    lines.add("X-WR-CALNAME", &name);
    lines.add("COLOR", COLOR_NAME);
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", REFRESH_INTERVAL);
    lines.add("X-PUBLISHED-TTL", REFRESH_INTERVAL);
}

/// Returns the lines of each event of an older calendar, by its escaped id.
///
/// All ids must end with `uid_end`. An empty file has no events. Fails if the file is not a calendar,
/// or holds anything else: it belongs to another program then, and must not be replaced.
fn older_events(bytes: &[u8], uid_end: &str) -> Result<BTreeMap<String, String>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(BTreeMap::new());
    }
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| is_calendar(text)) else {
        return Err(Error::failed("the existing file is not a calendar"));
    };
    let foreign =
        || Error::failed("the existing calendar contains events that are not from this registry");
    let mut events = BTreeMap::new();
    let mut open: Option<String> = None;
    for (written, value) in unfolded(text) {
        match (&open, value.strip_prefix("BEGIN:")) {
            (None, Some("VCALENDAR")) => {}
            (None, Some("VEVENT")) => open = Some(String::new()),
            (None, Some(_)) => return Err(foreign()),
            _ => {}
        }
        if let Some(event) = &mut open {
            event.push_str(&written);
        }
        if value == "END:VEVENT"
            && let Some(event) = open.take()
        {
            let uid = value_of(&event, "UID").filter(|uid| uid.ends_with(uid_end));
            events.insert(uid.ok_or_else(foreign)?, event);
        }
    }
    Ok(events)
}

/// Returns when and how often an event was revised; `None` if it does not say so validly.
fn revision_of(event: &str) -> Option<EventRevision> {
    let sequence = value_of(event, "SEQUENCE")?.parse().ok()?;
    let stamp = value_of(event, "DTSTAMP").filter(|stamp| is_stamp(stamp))?;
    Some(EventRevision { stamp, sequence })
}

/// Returns the escaped value of a property of the event that has no parameters.
fn value_of(event: &str, name: &str) -> Option<String> {
    unfolded(event)
        .take_while(|(_, value)| !value.starts_with("BEGIN:VALARM"))
        .find_map(|(_, value)| Some(value.strip_prefix(name)?.strip_prefix(':')?.to_owned()))
}

fn is_calendar(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_ascii();
    text.starts_with("BEGIN:VCALENDAR") && text.ends_with("END:VCALENDAR")
}

/// Returns true if the text is a time in UTC: `20220704T000000Z`.
fn is_stamp(text: &str) -> bool {
    let form = b"00000000T000000Z";
    text.len() == form.len()
        && text.bytes().zip(form).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            _ => byte == *like,
        })
}

/// Returns each line as it is written, with CRLF, and unfolded.
fn unfolded(text: &str) -> impl Iterator<Item = (String, String)> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        let first = lines.next()?;
        let (mut written, mut value) = (format!("{first}\r\n"), first.to_owned());
        while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
            written.push_str(more);
            written.push_str("\r\n");
            value.push_str(&more[1..]);
        }
        Some((written, value))
    })
}
