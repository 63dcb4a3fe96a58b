//! Which changes of the log came to be, and what they made of each record.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::reading::Reading;
use super::digest::is_same;
use super::line::Trace;
use super::memory::Item;
use crate::domain::{Agreement, Head, Id};
use crate::json::strict;

/// A record at some time, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// There was none.
    Nothing,
    /// Its text, as it stood in the file.
    Text(Arc<str>),
    /// It was changed later by something that is not in the log.
    Lost,
}

impl Version {
    pub(super) fn of(text: Option<&Arc<str>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(Arc::clone(text)))
    }

    /// Returns the version that stands in the registry; of the members of the document where there
    /// is no id.
    pub(super) fn now(reading: &Reading, id: Option<&Id>) -> Self {
        match id {
            Some(id) => match reading.find(id.as_str()) {
                Ok(Some(record)) => Self::Text(record.text().into()),
                Ok(None) => Self::Nothing,
                // What cannot be read is as good as changed: nothing is undone on top of it.
                Err(_) => Self::Lost,
            },
            None if reading.exists() => Self::Text(reading.members().print().into()),
            None => Self::Nothing,
        }
    }

    /// Returns the text; none where there is none, and where it is not known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Nothing | Self::Lost => None,
        }
    }

    /// Returns the agreement that it was; none where it is not known, and where it is none.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        self.text().and_then(|text| strict::from_str(text).ok())
    }

    /// Returns what the registry said of itself, where this is a version of that.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        self.text().and_then(|text| strict::from_str(text).ok())
    }
}

impl Trace {
    /// Tells whether `version` is what the command made of the record.
    pub(super) fn made(&self, version: &Version) -> bool {
        match (&self.after, version) {
            (Some(digest), Version::Text(text)) => digest.fits(text),
            (None, Version::Nothing) => true,
            _ => false,
        }
    }

    /// Tells whether `version` is what the command found.
    pub(super) fn found(&self, version: &Version) -> bool {
        match (&self.before, version) {
            (Some(before), Version::Text(text)) => is_same(before, text),
            (None, Version::Nothing) => true,
            _ => false,
        }
    }
}

/// Returns for each line what it made of its records, in the order of its changes; none for a line
/// whose change never came to be, and for a gap.
///
/// `now` tells what stands in the registry. From there the history is followed back: what a later
/// change found is what the earlier one made, if that was the earlier one's. Where a later change
/// may be lost in a gap, what a change found standing there again says nothing against it.
pub(super) fn judge(
    items: &[&Item],
    now: impl Fn(Option<&Id>) -> Version,
) -> Vec<Option<Vec<Version>>> {
    // A version of each record, and how many gaps there are after it.
    let mut later: BTreeMap<Option<&Id>, (Version, usize)> = BTreeMap::new();
    let mut gaps = 0;
    let mut judged: Vec<Option<Vec<Version>>> = Vec::with_capacity(items.len());
    for item in items.iter().rev() {
        let Item::Line(line) = item else {
            gaps += 1;
            judged.push(None);
            continue;
        };
        let mut made = Vec::with_capacity(line.changes.len());
        let mut is_untouched = !line.changes.is_empty();
        for trace in &line.changes {
            let id = trace.id.as_ref();
            let (version, seen) = later.entry(id).or_insert_with(|| (now(id), 0));
            let is_made = trace.made(version);
            is_untouched &= !is_made && *seen == gaps && trace.found(version);
            made.push(if is_made { version.clone() } else { Version::Lost });
        }
        if is_untouched {
            judged.push(None);
            continue;
        }
        for trace in &line.changes {
            later.insert(trace.id.as_ref(), (Version::of(trace.before.as_ref()), gaps));
        }
        judged.push(Some(made));
    }
    judged.reverse();
    judged
}
