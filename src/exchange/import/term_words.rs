//! The words of texts about terms, renewals and notice periods, in ten languages.

use std::num::NonZeroU32;
use std::sync::LazyLock;

use super::phrases::{PhraseBook, comparable};
use crate::domain::Duration;

/// The phrases of the ten languages by what they mean.
static TERM_PHRASES: LazyLock<PhraseBook<TermWord>> =
    LazyLock::new(|| PhraseBook::new(include_str!("term_words.txt"), TermWord::with_name));

/// The most digits of a number; no term or notice period has more.
const MAX_NUMBER_DIGITS: usize = 6;

/// The day from which a cell counts a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedFrom {
    /// The day of signing.
    Signing,
    /// The first day in effect.
    Effective,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TimeUnit {
    Years,
    Months,
    Weeks,
    Days,
}

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermWord {
    Unit(TimeUnit),
    Number(u32),
    /// A length in one word, such as `شهرين`.
    Length(Duration),
    /// A length that only says how often, such as `annually`.
    Annual,
    /// One before a unit, and nothing elsewhere.
    Article,
    /// A word that says nothing of its own.
    Filler,
    And,
    /// A word such as `another`, which belongs to a renewal.
    Further,
    /// A word that makes a length that of each renewal.
    Each,
    Same,
    /// `automatic`, of which the renewal is said elsewhere.
    Auto,
    /// Automatic renewal.
    Automatic,
    /// Renewal that has to be agreed.
    Renewable,
    Renewal,
    /// A participle, which may also say what has happened.
    Renewed,
    Mutual,
    Optional,
    Times(NonZeroU32),
    TimesOfNumber,
    Most,
    No,
    Yes,
    From,
    Signing,
    Effective,
    CountedFrom(CountedFrom),
    NoEnd,
    Notice,
    Least,
}

impl TermWord {
    /// Returns the meaning of this name in the file of the phrases.
    fn with_name(name: &str) -> Option<Self> {
        if let Ok(number) = name.parse() {
            return Some(Self::Number(number));
        }
        if let Ok(length) = name.parse() {
            return Some(Self::Length(length));
        }
        Some(match name {
            "years" => Self::Unit(TimeUnit::Years),
            "months" => Self::Unit(TimeUnit::Months),
            "weeks" => Self::Unit(TimeUnit::Weeks),
            "days" => Self::Unit(TimeUnit::Days),
            "annual" => Self::Annual,
            "article" => Self::Article,
            "filler" => Self::Filler,
            "and" => Self::And,
            "further" => Self::Further,
            "each" => Self::Each,
            "same" => Self::Same,
            "auto" => Self::Auto,
            "automatic" => Self::Automatic,
            "renewable" => Self::Renewable,
            "renewal" => Self::Renewal,
            "renewed" => Self::Renewed,
            "mutual" => Self::Mutual,
            "optional" => Self::Optional,
            "once" => Self::Times(NonZeroU32::MIN),
            "twice" => Self::Times(NonZeroU32::MIN.saturating_add(1)),
            "times" => Self::TimesOfNumber,
            "most" => Self::Most,
            "no" => Self::No,
            "yes" => Self::Yes,
            "from" => Self::From,
            "signing" => Self::Signing,
            "effective" => Self::Effective,
            "from-signing" => Self::CountedFrom(CountedFrom::Signing),
            "from-effective" => Self::CountedFrom(CountedFrom::Effective),
            "no-end" => Self::NoEnd,
            "notice" => Self::Notice,
            "least" => Self::Least,
            _ => return None,
        })
    }

    pub(super) fn is_renewal(self) -> bool {
        matches!(
            self,
            Self::Auto | Self::Automatic | Self::Renewable | Self::Renewal | Self::Renewed
        )
    }
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermToken {
    Word(TermWord),
    Digits(u32),
    Open,
    Close,
    Comma,
    Break,
}

impl TermToken {
    /// Returns the number, and whether it is written in words.
    pub(super) fn number(self) -> Option<(u32, bool)> {
        match self {
            Self::Digits(number) => Some((number, false)),
            Self::Word(TermWord::Number(number)) => Some((number, true)),
            _ => None,
        }
    }

    pub(super) fn unit(self) -> Option<TimeUnit> {
        match self {
            Self::Word(TermWord::Unit(unit)) => Some(unit),
            _ => None,
        }
    }
}

/// Returns the parts of a text; `None` if one is not known.
pub(super) fn tokens(text: &str) -> Option<Vec<TermToken>> {
    let text = comparable(text);
    let mut tokens: Vec<TermToken> = Vec::new();
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        if let Some((meanings, behind)) = TERM_PHRASES.strip(rest) {
            tokens.push(TermToken::Word(meant(meanings, tokens.last().copied())?));
            rest = behind;
            continue;
        }
        if let Some((number, behind)) = digits(rest).or_else(|| numeral(rest)) {
            tokens.push(number);
            rest = behind;
            continue;
        }
        match letter {
            ' ' => {}
            '(' => tokens.push(TermToken::Open),
            ')' => tokens.push(TermToken::Close),
            ',' => tokens.push(TermToken::Comma),
            // A negative number.
            '-' if tokens.last().is_none_or(|last| *last == TermToken::Open)
                && rest[1..].starts_with(|next: char| next.is_ascii_digit()) =>
            {
                return None;
            }
            '\n' | ';' | ':' | '/' | '|' | '-' | '=' | '\u{b7}' => tokens.push(TermToken::Break),
            '&' => tokens.push(TermToken::Word(TermWord::And)),
            _ => return None,
        }
        rest = &rest[letter.len_utf8()..];
    }
    Some(tokens)
}

/// Returns which of its meanings a phrase has behind `last`: `y` is years behind a number, and behind a
/// unit, and otherwise yes.
fn meant(meanings: &[TermWord], last: Option<TermToken>) -> Option<TermWord> {
    let is_unit = |word: &TermWord| matches!(word, TermWord::Unit(_));
    let can_count = matches!(
        last,
        Some(
            TermToken::Digits(_)
                | TermToken::Word(TermWord::Number(_) | TermWord::Article | TermWord::Further)
                | TermToken::Close
        )
    );
    let is_behind_unit = last.and_then(TermToken::unit).is_some();
    let preferred = meanings.iter().find(|word| match word {
        TermWord::Unit(_) => can_count,
        TermWord::And => is_behind_unit,
        _ => false,
    });
    let other = || meanings.iter().find(|word| !is_unit(word) && **word != TermWord::And);
    preferred.or_else(other).or(meanings.first()).copied()
}

/// Reads a number in digits; fractions are none, but `5.0` is 5.
fn digits(text: &str) -> Option<(TermToken, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, behind) = text.split_at(end);
    if digits.is_empty() || digits.len() > MAX_NUMBER_DIGITS {
        return None;
    }
    let number = digits.parse().ok()?;
    let fraction = behind.strip_prefix('.').unwrap_or("");
    let zeros = fraction.len() - fraction.trim_start_matches('0').len();
    let behind = if zeros == 0 { behind } else { &fraction[zeros..] };
    (!behind.starts_with(|next: char| next.is_ascii_digit() || next == '.'))
        .then_some((TermToken::Digits(number), behind))
}

/// Reads a number below a hundred in Chinese numerals, also in those of contracts.
fn numeral(text: &str) -> Option<(TermToken, &str)> {
    let (mut tens, mut ones) = (None, None);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let value = match letter {
            '一' | '壹' | '壱' => 1,
            '二' | '两' | '兩' | '贰' | '貳' | '弐' => 2,
            '三' | '叁' | '參' | '参' => 3,
            '四' | '肆' => 4,
            '五' | '伍' => 5,
            '六' | '陆' | '陸' => 6,
            '七' | '柒' => 7,
            '八' | '捌' => 8,
            '九' | '玖' => 9,
            '十' | '拾' => 10,
            _ => break,
        };
        match (value, tens, ones) {
            (10, None, _) => tens = Some(ones.take().unwrap_or(1)),
            (1..10, _, None) => ones = Some(value),
            _ => return None,
        }
        rest = &rest[letter.len_utf8()..];
    }
    let number = match (tens, ones) {
        (None, None) => return None,
        (tens, ones) => tens.unwrap_or(0) * 10 + ones.unwrap_or(0),
    };
    Some((TermToken::Word(TermWord::Number(number)), rest))
}

/// Returns the unit of time of this name.
pub(super) fn unit_called(name: &str) -> Option<TimeUnit> {
    let name = comparable(name);
    let (meanings, rest) = TERM_PHRASES.strip(&name)?;
    let unit = meanings.iter().find_map(|word| TermToken::Word(*word).unit())?;
    rest.is_empty().then_some(unit)
}

/// Returns true if the text is the name of a unit of time: `Years`, `meses`, `年`.
#[must_use]
pub fn is_unit(text: &str) -> bool {
    unit_called(text).is_some()
}

/// Returns the unit of time in a heading, if it has one: `Notice period (days)`. A single letter is none.
#[must_use]
pub fn unit_in_heading(heading: &str) -> Option<&str> {
    let words = heading.split(|letter: char| !letter.is_alphanumeric());
    let mut units = words.filter(|word| word.chars().nth(1).is_some() && is_unit(word));
    units.next().filter(|_| units.next().is_none())
}

/// Returns true if phrases may have this meaning.
#[cfg(test)]
pub(super) fn is_meaning(name: &str) -> bool {
    TermWord::with_name(name).is_some()
}
