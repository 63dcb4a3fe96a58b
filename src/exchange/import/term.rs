//! Terms, as sheets write them.

use super::renewal::{RenewalLength, RenewalReading};
use super::term_text::{
    FoundLength, Manner, NotUnderstood, TermText, has_other_unit, is_same_length,
};
use super::unread::{FaultKind, Unread};
use crate::domain::{Duration, ParseError, RenewalBy, Term};

pub use super::term_words::{CountedFrom, is_unit, unit_in_heading};

/// What the cell of a term says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermReading {
    /// The term; `None` if the cell says only that the agreement renews automatically.
    pub term: Option<Term>,
    /// What it says about renewal.
    pub renewal: Option<RenewalReading>,
    /// The day from which it counts the term, if it says so.
    pub counted_from: Option<CountedFrom>,
    /// Whether the text says more than the fields can hold, so that it is kept beside them: a renewal that
    /// has to be agreed and whose length is not stated, or that there is none.
    pub is_kept: bool,
}

/// Reads the cell of a term: `3 Years`, `Three (3) years`, `P3Y`, `Indefinite`, `5 years (auto-renewable)`.
/// A bare number counts `unit`, which may be any text that [`is_unit`].
///
/// Fails if a part of the text is not understood, or may move a date.
pub fn read_term(text: &str, unit: Option<&str>) -> Result<TermReading, Unread> {
    let not_a_term = || Unread::new(FaultKind::NotATerm);
    let text = TermText::parse(text, unit).map_err(|why| match why {
        NotUnderstood::OnlyANumber => Unread::new(FaultKind::NoUnit),
        NotUnderstood::Unknown => not_a_term(),
    })?;
    if text.is_without_end() {
        return Ok(TermReading::new(Term::Indefinite));
    }
    let manner = text.manner(false);
    let lengths = split_lengths(&text, manner).ok_or_else(not_a_term)?;
    let length = RenewalLength {
        every: lengths.every,
        is_same: lengths.every.is_none() && text.is_same(),
        max: text.max,
    };
    let renewal = match manner {
        Manner::Unsaid => None,
        Manner::Automatic => Some(RenewalReading::Renewed { by: RenewalBy::Itself, length }),
        Manner::ByAgreement => Some(RenewalReading::Renewed { by: RenewalBy::Agreement, length }),
        Manner::Denied => Some(RenewalReading::No),
        Manner::Unclear => return Err(not_a_term()),
    };
    let term = lengths.term.map(Term::Lasting);
    // Renewal that has to be agreed, or that is denied, says nothing about a term that is not stated.
    if term.is_none() && manner != Manner::Automatic {
        return Err(not_a_term());
    }
    let has_length = length.every.is_some() || length.is_same;
    let is_kept = match manner {
        Manner::ByAgreement => !has_length,
        Manner::Denied => true,
        Manner::Unsaid | Manner::Automatic | Manner::Unclear => false,
    };
    Ok(TermReading { term, renewal, counted_from: text.counted_from, is_kept })
}

/// Reads the cell of a term beside the cell of its unit, as [`read_term`] does.
///
/// Also fails if the term names another unit.
pub fn read_term_of_unit(text: &str, unit: &str) -> Result<TermReading, Unread> {
    let reading = read_term(text, Some(unit))?;
    if has_other_unit(text, unit) {
        return Err(Unread::with_detail(FaultKind::Contradiction, format!("the unit is `{unit}`")));
    }
    Ok(reading)
}

/// Returns true if the words mean that there is no end: `Indefinite`, `perpetual`, `until terminated`.
#[must_use]
pub fn is_indefinite(text: &str) -> bool {
    // Most ends are dates. What begins with a number is a length, if it is a term at all.
    !text.starts_with(|letter: char| letter.is_ascii_digit())
        && TermText::parse(text, None).is_ok_and(|text| text.is_without_end())
}

impl TermReading {
    fn new(term: Term) -> Self {
        Self { term: Some(term), renewal: None, counted_from: None, is_kept: false }
    }
}

/// Parses a duration: `18 months`, `three years`.
///
/// Fails if the text says anything else.
pub fn parse_duration(text: &str) -> Result<Duration, ParseError> {
    let said = TermText::parse(text, None).ok();
    let length = said.filter(TermText::is_only_lengths).and_then(|said| said.single_length());
    length.ok_or_else(|| ParseError::new(format!("`{text}` is not a duration")))
}

/// The lengths of a text: that of the term, and that of each renewal.
struct SplitLengths {
    term: Option<Duration>,
    every: Option<Duration>,
}

/// Returns which length is the term and which that of each renewal; `None` if that is not certain. The
/// term comes first, and may be repeated: `5 Years (60 months)`.
fn split_lengths(text: &TermText, manner: Manner) -> Option<SplitLengths> {
    let is_before_renewal = |found: &FoundLength| {
        !found.is_each && text.renewal_place().is_none_or(|place| found.place < place)
    };
    let Some((first, others)) = text.lengths.split_first() else {
        return Some(SplitLengths { term: None, every: None });
    };
    if !is_before_renewal(first) {
        // `auto-renewable, 5 years` may mean either.
        return None;
    }
    let is_repeated = |found: &FoundLength| {
        is_before_renewal(found) && is_same_length(found.length, first.length)
    };
    let others = match others.split_first() {
        Some((again, others)) if is_repeated(again) => others,
        _ => others,
    };
    let term = Some(first.length);
    let has_renewal = matches!(manner, Manner::Automatic | Manner::ByAgreement);
    match others {
        // `1 year, 6 months auto-renewal` may be one length or two.
        _ if first.has_comma && has_renewal => None,
        [] => Some(SplitLengths { term, every: None }),
        [every] if has_renewal && !text.is_same() => {
            Some(SplitLengths { term, every: Some(every.length) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
