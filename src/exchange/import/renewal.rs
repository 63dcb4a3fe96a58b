//! Renewals and notice periods, as sheets write them.

use std::num::NonZeroU32;

use super::term_text::{Manner, NotUnderstood, TermText};
use super::unread::{FaultKind, Unread};
use crate::domain::{Duration, RenewalBy};

/// What a cell says about renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalReading {
    /// It is not renewed: `no`.
    No,
    /// `yes`: automatic renewal in a column for that, and nothing certain in one headed only `Renewal`.
    Yes(RenewalLength),
    /// It is renewed automatically, or if the parties agree.
    Renewed {
        /// How it comes about.
        by: RenewalBy,
        /// For how long, and how often.
        length: RenewalLength,
    },
    /// Only a length, which is automatic renewal for that length.
    Length(RenewalLength),
}

/// For how long an agreement is renewed, and how often, as far as a cell states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RenewalLength {
    /// The length of each period.
    pub every: Option<Duration>,
    /// Whether each period has the length of the term.
    pub is_same: bool,
    /// How many times at most.
    pub max: Option<NonZeroU32>,
}

/// Reads the cell of a renewal column: yes or no, a length, or words such as `automatic` and `by
/// mutual consent`. A bare number counts `unit`.
///
/// Fails if a part of the text is not understood.
pub fn read_renewal(text: &str, unit: Option<&str>) -> Result<RenewalReading, Unread> {
    let text = parse(text, unit, FaultKind::NotARenewal)?;
    let not_a_renewal = || Unread::new(FaultKind::NotARenewal);
    if text.is_no() {
        return Ok(RenewalReading::No);
    }
    let every = text.single_length();
    let is_unclear = every.is_none() && !text.lengths.is_empty();
    if is_unclear || text.counted_from.is_some() || (every.is_some() && text.is_same()) {
        return Err(not_a_renewal());
    }
    let length = RenewalLength { every, is_same: text.is_same(), max: text.max };
    if text.is_yes() {
        return Ok(RenewalReading::Yes(length));
    }
    if text.is_length() {
        let has_length = every.is_some() || text.is_same();
        return has_length.then_some(RenewalReading::Length(length)).ok_or_else(not_a_renewal);
    }
    match text.manner(true) {
        Manner::Automatic => Ok(RenewalReading::Renewed { by: RenewalBy::Itself, length }),
        Manner::ByAgreement => Ok(RenewalReading::Renewed { by: RenewalBy::Agreement, length }),
        Manner::Denied if every.is_none() && text.max.is_none() => Ok(RenewalReading::No),
        Manner::Denied | Manner::Unclear | Manner::Unsaid => Err(not_a_renewal()),
    }
}

/// Reads a notice period: `90 days`, `3 months' prior written notice`, `3 months before expiry`. A bare
/// number counts `unit`.
///
/// Fails if a part of the text is not understood.
pub fn read_notice(text: &str, unit: Option<&str>) -> Result<Duration, Unread> {
    let text = parse(text, unit, FaultKind::NotANotice)?;
    let notice = text.single_length();
    notice.filter(|_| text.can_be_notice()).ok_or_else(|| Unread::new(FaultKind::NotANotice))
}

/// Splits the text of an end into what comes before a renewal, such as a date, and the renewal: `31.12.2024
/// (auto-renewable)`, `auto-renew`. `None` if the text does not end in one.
#[must_use]
pub fn split_renewal(text: &str) -> Option<(&str, RenewalReading)> {
    let separators = [' ', ',', ';', '(', '\n', '\u{3000}', '\u{ff08}', '\u{ff0c}', '\u{3001}'];
    let starts = text.char_indices().filter(|(_, letter)| separators.contains(letter));
    // The longest remark that is understood counts, so that `not` is no part of a date.
    let (index, said) = std::iter::once(0)
        .chain(starts.map(|(index, _)| index))
        .find_map(|index| Some((index, TermText::parse(&text[index..], None).ok()?)))?;
    let by = match said.manner(false) {
        Manner::Automatic => RenewalBy::Itself,
        Manner::ByAgreement => RenewalBy::Agreement,
        Manner::Unclear if said.is_only_auto() => RenewalBy::Itself,
        Manner::Unsaid | Manner::Denied | Manner::Unclear => return None,
    };
    let every = said.single_length();
    let is_unclear = every.is_none() && !said.lengths.is_empty();
    // `5 years, auto-renewable` begins with a term.
    let has_term = index == 0 && said.lengths.first().is_some_and(|first| first.place == 0);
    if is_unclear || has_term {
        return None;
    }
    let length = RenewalLength { every, is_same: said.is_same(), max: said.max };
    let before = text[..index].trim_end_matches([' ', ',', ';', '-', '\u{2013}', '\u{2014}']);
    Some((before, RenewalReading::Renewed { by, length }))
}

fn parse(text: &str, unit: Option<&str>, kind: FaultKind) -> Result<TermText, Unread> {
    TermText::parse(text, unit).map_err(|why| match why {
        NotUnderstood::OnlyANumber => Unread::new(FaultKind::NoUnit),
        NotUnderstood::Unknown => Unread::new(kind),
    })
}
