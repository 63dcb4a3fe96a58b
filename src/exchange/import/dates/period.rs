//! Two dates in one cell, and the words for a last day.

use super::form::{DateForm, MonthAndDay, WrittenDate, number_count, parse_form};
use super::parts::words_at;
use super::tokens::{DateToken, WAVE_DASH};
use super::words::{DateWord, phrase_meanings};
use crate::exchange::import::unread::{FaultKind, Unread};

/// What a cell of a validity has the form of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PeriodForm {
    /// A first and a last day.
    Range(DateForm, DateForm),
    /// A last day.
    Until(DateForm),
}

/// A place where a text may be split into two dates.
struct Split {
    kind: SplitKind,
    /// The end of the first date.
    end: usize,
    /// The begin of the second date.
    start: usize,
}

/// What separates two dates; the surest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SplitKind {
    Word,
    Wave,
    SpacedDash,
    Dash,
    Slash,
}

const SPLIT_KINDS: [SplitKind; 5] =
    [SplitKind::Word, SplitKind::Wave, SplitKind::SpacedDash, SplitKind::Dash, SplitKind::Slash];

/// Returns the two dates, or the last day, of a text; `None` if it has another form.
///
/// Fails if one of the dates is never read.
pub(super) fn split_period(tokens: &[DateToken]) -> Option<Result<PeriodForm, Unread>> {
    match number_count(tokens) {
        0 => None,
        1 => until(tokens),
        _ => until(tokens).or_else(|| range(tokens)),
    }
}

/// Returns the last day of `until 30 September 2027`, `2027年5月12日まで`.
fn until(tokens: &[DateToken]) -> Option<Result<PeriodForm, Unread>> {
    let after = without_first(tokens, DateWord::Until);
    let date = match without_last(tokens, DateWord::AfterLast) {
        Some(before) => without_first(before, DateWord::Until).unwrap_or(before),
        None => after?,
    };
    Some(date_form(date)?.map(PeriodForm::Until))
}

fn range(tokens: &[DateToken]) -> Option<Result<PeriodForm, Unread>> {
    let tokens = without_first(tokens, DateWord::From).unwrap_or(tokens);
    let tokens = without_last(tokens, DateWord::AfterLast).unwrap_or(tokens);
    let splits: Vec<Split> =
        (1..tokens.len()).filter_map(|index| split_at(tokens, index)).collect();
    for kind in SPLIT_KINDS {
        let mut ranges = splits.iter().filter(|split| split.kind == kind).filter_map(|split| {
            let (first, last) = (&tokens[..split.end], tokens.get(split.start..)?);
            // An interval of ISO 8601; a slash between other dates may mean either of them.
            let is_iso = |part: &[DateToken]| {
                part.iter()
                    .all(|token| matches!(token, DateToken::Number(_) | DateToken::Mark('-')))
            };
            if kind == SplitKind::Slash && !(is_iso(first) && is_iso(last)) {
                return None;
            }
            let dates = (date_form(first)?, date_form(last)?);
            // A day number beside a written date is more likely a slip of the hand: `1800-10000`.
            (is_day_number(&dates.0) == is_day_number(&dates.1)).then_some(dates)
        });
        if let Some((first, last)) = ranges.next() {
            // With two ways to split the text, neither is certain.
            return ranges.next().is_none().then(|| Ok(PeriodForm::Range(first?, last?)));
        }
    }
    None
}

/// Returns the split at `index`, if there is a separator.
fn split_at(tokens: &[DateToken], index: usize) -> Option<Split> {
    let is_space = |index: usize| tokens.get(index) == Some(&DateToken::Space);
    let (kind, start) = match &tokens[index] {
        DateToken::Word(_) => {
            let (meanings, count) = phrase_meanings(&words_at(tokens, index));
            let after = index + count * 2 - 1;
            if meanings.contains(&DateWord::AfterFirst) {
                (SplitKind::Word, after + separators(&tokens[after..]))
            } else if meanings.contains(&DateWord::To) {
                (SplitKind::Word, after)
            } else {
                return None;
            }
        }
        DateToken::Mark(WAVE_DASH | '~') => (SplitKind::Wave, index + 1),
        DateToken::Mark('-') if is_space(index - 1) && is_space(index + 1) => {
            (SplitKind::SpacedDash, index + 1)
        }
        DateToken::Mark('-') if tokens.get(index + 1) == Some(&DateToken::Mark('-')) => {
            (SplitKind::SpacedDash, index + 2)
        }
        DateToken::Mark('-') => (SplitKind::Dash, index + 1),
        DateToken::Mark('/') => (SplitKind::Slash, index + 1),
        _ => return None,
    };
    Some(Split { kind, end: index, start })
}

/// Returns the number of signs between the word behind a first day and the last day: `から、`, `부터 ~`.
fn separators(tokens: &[DateToken]) -> usize {
    let is_separator = |token: &&DateToken| {
        matches!(token, DateToken::Space | DateToken::Mark(WAVE_DASH | '~' | '-' | ','))
    };
    tokens.iter().take_while(is_separator).count()
}

/// Returns the form of a date with spaces and a comma around it; `None` if the text is not a date.
fn date_form(tokens: &[DateToken]) -> Option<Result<DateForm, Unread>> {
    let mut tokens = tokens;
    while let [DateToken::Space, rest @ ..] | [rest @ .., DateToken::Space | DateToken::Mark(',')] =
        tokens
    {
        tokens = rest;
    }
    match parse_form(tokens) {
        Err(Unread { kind: FaultKind::NotADate, .. }) => None,
        Ok(DateForm::Written(date)) if is_short_number(&date) => None,
        form => Some(form),
    }
}

fn is_day_number(form: &Result<DateForm, Unread>) -> bool {
    matches!(form, Ok(DateForm::Serial(_)))
}

/// Returns true for a number with three digits alone, which may be a year only in a column of years.
fn is_short_number(date: &WrittenDate) -> bool {
    let has_year_only = date.rest == MonthAndDay::Known(None, None);
    has_year_only && date.years.iter().any(|year| year.digits == 3 && year.era.is_none())
}

/// Returns the parts behind a phrase with this meaning at the beginning.
fn without_first(tokens: &[DateToken], meaning: DateWord) -> Option<&[DateToken]> {
    let (meanings, count) = phrase_meanings(&words_at(tokens, 0));
    let rest = tokens.get(count * 2 - 1..).filter(|_| meanings.contains(&meaning))?;
    Some(rest.strip_prefix(&[DateToken::Mark(':')]).unwrap_or(rest))
}

/// Returns the parts before a word with this meaning at the end.
fn without_last(tokens: &[DateToken], meaning: DateWord) -> Option<&[DateToken]> {
    match tokens {
        [before @ .., DateToken::Word(word)]
            if phrase_meanings(&[word.as_str()]).0.contains(&meaning) =>
        {
            Some(before)
        }
        _ => None,
    }
}
