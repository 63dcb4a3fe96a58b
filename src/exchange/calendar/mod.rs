//! Dates as a calendar (RFC 5545, with the names of RFC 7986) that other programs subscribe to.
//!
//! Every date is an event of its own: calendars that are subscribed to commonly pass over alarms.
//! Its id stays the same for as long as there is something to tell, so that a client brings the
//! event up to date instead of adding another. There is no `METHOD`: without it `DTSTAMP` is the
//! time of the last revision (3.8.7.2), which the registry does not store. It is taken from the
//! calendar that is replaced.

mod dates;
mod event;
mod occasion;
mod older;

use std::collections::BTreeSet;

use icalendar::Property;

pub use self::dates::Dates;
use self::event::{Lines, Revision, escaped, one_line, plain};
use self::occasion::Occasion;
pub use self::occasion::Told;
use self::older::Older;
use crate::domain::{Day, Head};
use crate::error::Result;

/// The program and the version of this format; the program's own version would change every file.
const PRODUCT: &str = "-//mou//registry 1//EN";
/// How often a subscriber is asked to look again.
const REFRESH: &str = "P1D";
/// A colour by its CSS3 name (RFC 7986, 5.9).
const COLOR: &str = "teal";
/// What stands for the `uid` of a registry that has none.
const NO_UID: &str = "mou.invalid";

/// A calendar, and how it differs from the one that it replaces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// The bytes.
    pub text: String,
    /// How many events there are.
    pub events: usize,
    /// How many of them the older one did not have.
    pub added: usize,
    /// How many are told in another way than in the older one.
    pub changed: usize,
    /// How many the older one had that are no more.
    pub gone: usize,
}

/// Returns the calendar of these agreements on `today`, where `older` is what stands at the place
/// that it is to be written to.
///
/// An event of the older calendar that says the same is kept byte for byte; one that says something
/// else has its `SEQUENCE` raised by one and is stamped with `today`. A new one is stamped with the
/// latest day that its record tells of, and its `SEQUENCE` is the number of the events in the
/// record: so are the bytes the same wherever they are made.
///
/// Fails where what stands there is no calendar, or holds other events than ours.
pub fn calendar(
    head: &Head,
    agreements: &[Dates],
    today: Day,
    older: Option<&[u8]>,
) -> Result<Calendar> {
    let registry = head.uid.as_deref().map(one_line).filter(|uid| !uid.is_empty());
    let registry = registry.as_deref().unwrap_or(NO_UID);
    let mut older = match older {
        Some(bytes) => Older::read(bytes, &escaped(&format!("@{registry}")))?,
        None => Older::default(),
    };
    let mut occasions: Vec<(&Occasion, &Dates, String)> = Vec::new();
    for dates in agreements {
        for occasion in &dates.occasions {
            let uid = format!("{}.{}@{registry}", dates.id, occasion.kind);
            occasions.push((occasion, dates, uid));
        }
    }
    occasions.sort_by(|(one, _, one_uid), (two, _, two_uid)| {
        (one.first, one_uid).cmp(&(two.first, two_uid))
    });
    let mut seen = BTreeSet::new();
    occasions.retain(|(.., uid)| seen.insert(uid.clone()));

    let mut made = Calendar { events: occasions.len(), ..Calendar::default() };
    let mut lines = Lines::default();
    add_head(&mut lines, head, registry)?;
    for (occasion, dates, uid) in &occasions {
        let event = |revision: &Revision| occasion.event(uid, &dates.categories, revision);
        let standing = older.take(&escaped(uid));
        let Some(standing) = standing else {
            made.added += 1;
            lines.add_block(&event(&dates.fresh)?);
            continue;
        };
        let before = standing.revision().cloned().unwrap_or_else(|| dates.fresh.clone());
        let same = event(&before)?;
        if same == standing.text {
            lines.add_block(&same);
            continue;
        }
        made.changed += 1;
        let sequence = before.sequence.saturating_add(1);
        lines.add_block(&event(&Revision { stamp: stamp(today), sequence })?);
    }
    made.gone = older.len();
    lines.add("END", "VCALENDAR")?;
    made.text = lines.into_text();
    Ok(made)
}

fn add_head(lines: &mut Lines, head: &Head, registry: &str) -> Result<()> {
    let owner = head.owner.as_deref().map(|owner| format!(" of {}", plain(owner)));
    let name = one_line(&format!("Agreements{}", owner.unwrap_or_default()));
    lines.add("BEGIN", "VCALENDAR")?;
    lines.add("VERSION", "2.0")?;
    lines.add("PRODID", PRODUCT)?;
    lines.add("UID", registry)?;
    // `icalendar` does not know this one as a text, and would not escape it.
    lines.add("NAME", &escaped(&name))?;
    lines.add("X-WR-CALNAME", &name)?;
    lines.add("COLOR", COLOR)?;
    let refresh = Property::new("REFRESH-INTERVAL", REFRESH);
    lines.add_property(refresh.clone().add_parameter("VALUE", "DURATION").done())?;
    lines.add("X-PUBLISHED-TTL", REFRESH)
}

fn stamp(day: Day) -> String {
    format!("{}T000000Z", day.format("%Y%m%d"))
}
