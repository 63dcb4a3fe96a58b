//! Taking a text about a term, a renewal or a notice period apart. Every part must be understood.

use std::num::NonZeroU32;
use std::sync::LazyLock;

use super::phrases::{PhraseBook, comparable};
use super::term::CountedFrom;
use crate::domain::{Duration, input};

/// The phrases of the ten languages by what they mean.
static TERM_PHRASES: LazyLock<PhraseBook<TermWord>> =
    LazyLock::new(|| PhraseBook::new(include_str!("term_words.txt"), TermWord::with_name));

/// The most digits of a number; no term or notice period has more.
const MAX_NUMBER_DIGITS: usize = 6;

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
enum TermWord {
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

    fn is_renewal(self) -> bool {
        matches!(
            self,
            Self::Auto | Self::Automatic | Self::Renewable | Self::Renewal | Self::Renewed
        )
    }
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Word(TermWord),
    Digits(u32),
    Open,
    Close,
    Comma,
    Break,
}

impl Token {
    /// Returns the number, and whether it is written in words.
    fn number(self) -> Option<(u32, bool)> {
        match self {
            Self::Digits(number) => Some((number, false)),
            Self::Word(TermWord::Number(number)) => Some((number, true)),
            _ => None,
        }
    }

    fn unit(self) -> Option<TimeUnit> {
        match self {
            Self::Word(TermWord::Unit(unit)) => Some(unit),
            _ => None,
        }
    }
}

/// Returns the parts of a text; `None` if one is not known.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let text = comparable(text);
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        if let Some((meanings, behind)) = TERM_PHRASES.strip(rest) {
            tokens.push(Token::Word(meant(meanings, tokens.last().copied())?));
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
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ',' => tokens.push(Token::Comma),
            // A negative number.
            '-' if tokens.last().is_none_or(|last| *last == Token::Open)
                && rest[1..].starts_with(|next: char| next.is_ascii_digit()) =>
            {
                return None;
            }
            '\n' | ';' | ':' | '/' | '|' | '-' | '=' | '\u{b7}' => tokens.push(Token::Break),
            '&' => tokens.push(Token::Word(TermWord::And)),
            _ => return None,
        }
        rest = &rest[letter.len_utf8()..];
    }
    Some(tokens)
}

/// Returns which of its meanings a phrase has behind `last`: `y` is years behind a number, and behind a
/// unit, and otherwise yes.
fn meant(meanings: &[TermWord], last: Option<Token>) -> Option<TermWord> {
    let is_unit = |word: &TermWord| matches!(word, TermWord::Unit(_));
    let can_count = matches!(
        last,
        Some(
            Token::Digits(_)
                | Token::Word(TermWord::Number(_) | TermWord::Article | TermWord::Further)
                | Token::Close
        )
    );
    let is_behind_unit = last.and_then(Token::unit).is_some();
    let preferred = meanings.iter().find(|word| match word {
        TermWord::Unit(_) => can_count,
        TermWord::And => is_behind_unit,
        _ => false,
    });
    let other = || meanings.iter().find(|word| !is_unit(word) && **word != TermWord::And);
    preferred.or_else(other).or(meanings.first()).copied()
}

/// Reads a number in digits; fractions are none, but `5.0` is 5.
fn digits(text: &str) -> Option<(Token, &str)> {
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
        .then_some((Token::Digits(number), behind))
}

/// Reads a number below a hundred in Chinese numerals, also in those of contracts.
fn numeral(text: &str) -> Option<(Token, &str)> {
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
    Some((Token::Word(TermWord::Number(number)), rest))
}

/// A length in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundLength {
    pub(super) length: Duration,
    /// Its place among the parts of the text.
    pub(super) place: usize,
    /// Whether the text says that it is the length of each renewal.
    pub(super) is_each: bool,
    /// Whether its parts may be two lengths: `1 year, 6 months`.
    pub(super) has_comma: bool,
}

/// How a text says that an agreement is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// It does not say anything about renewal.
    Unsaid,
    Automatic,
    ByAgreement,
    /// It says that there is no renewal.
    Denied,
    /// Its words allow several meanings.
    Unclear,
}

/// What a text about a term, a renewal or a notice period says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TermText {
    pub(super) lengths: Vec<FoundLength>,
    pub(super) max: Option<NonZeroU32>,
    pub(super) counted_from: Option<CountedFrom>,
    /// The other words that are no fillers, with their places.
    words: Vec<(usize, TermWord)>,
    places: usize,
}

/// Why a text is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotUnderstood {
    /// It is only a number, and no unit is known.
    OnlyANumber,
    Unknown,
}

impl TermText {
    /// Takes a text apart. A number without a unit counts `unit`.
    ///
    /// Fails if a part is not understood.
    pub(super) fn parse(text: &str, unit: Option<&str>) -> Result<Self, NotUnderstood> {
        if let Ok(length) = comparable(text).to_ascii_uppercase().parse() {
            let length = FoundLength { length, place: 0, is_each: false, has_comma: false };
            return Ok(Self { lengths: vec![length], places: 1, ..Self::default() });
        }
        let tokens = tokens(text).ok_or(NotUnderstood::Unknown)?;
        let unit = unit.and_then(unit_called);
        let mut parser = Parser { tokens: &tokens, index: 0, unit, text: Self::default() };
        let is_number =
            |token: &Token| token.number().is_some() || matches!(token, Token::Open | Token::Close);
        if parser.read_all().is_some() {
            Ok(parser.text)
        } else if unit.is_none() && !tokens.is_empty() && tokens.iter().all(is_number) {
            Err(NotUnderstood::OnlyANumber)
        } else {
            Err(NotUnderstood::Unknown)
        }
    }

    fn has(&self, word: TermWord) -> bool {
        self.words.iter().any(|(_, other)| *other == word)
    }

    /// Returns true if the text has only words of these meanings, besides lengths and fillers.
    fn has_only(&self, words: &[TermWord]) -> bool {
        self.words.iter().all(|(_, word)| words.contains(word))
    }

    /// Returns the place of the first word of a renewal.
    pub(super) fn renewal_place(&self) -> Option<usize> {
        self.words.iter().find(|(_, word)| word.is_renewal()).map(|(place, _)| *place)
    }

    /// Returns true if each renewal is as long as the term.
    pub(super) fn is_same(&self) -> bool {
        self.has(TermWord::Same)
    }

    /// Returns true if the text says that there is no end, and nothing else.
    pub(super) fn is_without_end(&self) -> bool {
        self.has(TermWord::NoEnd)
            && self.has_only(&[TermWord::NoEnd])
            && self.lengths.is_empty()
            && self.max.is_none()
            && self.counted_from.is_none()
    }

    /// Returns true if the text has only lengths.
    pub(super) fn is_only_lengths(&self) -> bool {
        self.words.is_empty() && self.max.is_none() && self.counted_from.is_none()
    }

    /// Returns true if the text is only a word such as `automatic`.
    pub(super) fn is_only_auto(&self) -> bool {
        matches!(self.words.as_slice(), [(_, TermWord::Auto)]) && self.places == 1
    }

    /// Returns true if the text is about a notice period, as far as its words say.
    pub(super) fn can_be_notice(&self) -> bool {
        self.has_only(&[TermWord::Notice, TermWord::Least])
            && self.max.is_none()
            && self.counted_from.is_none()
    }

    /// Returns true if the text is yes, and perhaps for how long.
    pub(super) fn is_yes(&self) -> bool {
        self.has(TermWord::Yes) && self.is_length()
    }

    /// Returns true if the text is only a length, and perhaps how often.
    pub(super) fn is_length(&self) -> bool {
        self.has_only(&[TermWord::Yes, TermWord::Same, TermWord::Further])
    }

    /// Returns true if the text is no, and nothing else.
    pub(super) fn is_no(&self) -> bool {
        self.has_only(&[TermWord::No]) && self.words.len() == 1 && self.places == 1
    }

    /// Returns how the text says that the agreement is renewed. In the column of renewals, a word such as
    /// `automatic` or `by mutual consent` is enough.
    pub(super) fn manner(&self, is_renewal_column: bool) -> Manner {
        const KNOWN_WORDS: [TermWord; 11] = [
            TermWord::Auto,
            TermWord::Automatic,
            TermWord::Renewable,
            TermWord::Renewal,
            TermWord::Renewed,
            TermWord::Mutual,
            TermWord::Optional,
            TermWord::Same,
            TermWord::Further,
            TermWord::Yes,
            TermWord::No,
        ];
        let has = |word| self.has(word);
        let (noun, verb) = (has(TermWord::Renewal), has(TermWord::Renewed));
        let has_renewal = noun || verb || has(TermWord::Renewable) || has(TermWord::Automatic);
        let must_be_agreed = has(TermWord::Mutual) || has(TermWord::Optional);
        let is_automatic =
            has(TermWord::Automatic) || (has(TermWord::Auto) && (has_renewal || is_renewal_column));
        if self.words.is_empty() && self.max.is_none() {
            return Manner::Unsaid;
        }
        if !self.has_only(&KNOWN_WORDS) {
            return Manner::Unclear;
        }
        if has(TermWord::No) {
            let is_said = has_renewal || (is_renewal_column && has(TermWord::Auto));
            let is_clear = is_said && !must_be_agreed && !has(TermWord::Yes) && self.no_is_clear();
            return if is_clear { Manner::Denied } else { Manner::Unclear };
        }
        match (is_automatic, must_be_agreed) {
            (true, false) => Manner::Automatic,
            (false, _) if has(TermWord::Auto) => Manner::Unclear,
            (false, _) if has(TermWord::Renewable) => Manner::ByAgreement,
            (false, true) if noun || (verb && has(TermWord::Optional)) => Manner::ByAgreement,
            (false, true) if is_renewal_column && !verb => Manner::ByAgreement,
            _ => Manner::Unclear,
        }
    }

    /// Returns true if the word for no stands directly before the renewal, or at the end.
    fn no_is_clear(&self) -> bool {
        let mut places = self.words.iter().filter(|(_, word)| *word == TermWord::No);
        let (Some((place, _)), None) = (places.next(), places.next()) else { return false };
        let has_lengths_behind = self.lengths.iter().any(|found| found.place > *place);
        (self.renewal_place() == Some(place + 1) && !has_lengths_behind) || place + 1 == self.places
    }
}

/// Returns true if phrases may have this meaning.
#[cfg(test)]
pub(super) fn is_meaning(name: &str) -> bool {
    TermWord::with_name(name).is_some()
}

/// Returns the unit of time of this name.
fn unit_called(name: &str) -> Option<TimeUnit> {
    let name = comparable(name);
    let (meanings, rest) = TERM_PHRASES.strip(&name)?;
    let unit = meanings.iter().find_map(|word| Token::Word(*word).unit())?;
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

/// Returns true if a text names another unit than this one: `18 months` beside the unit `Years`.
pub(super) fn has_other_unit(text: &str, unit: &str) -> bool {
    let letter = match unit_called(unit) {
        Some(TimeUnit::Years) => 'Y',
        Some(TimeUnit::Months) => 'M',
        Some(TimeUnit::Weeks) => 'W',
        Some(TimeUnit::Days) => 'D',
        None => return false,
    };
    let stated = TermText::parse(text, None).ok();
    stated.is_some_and(|text| {
        text.lengths.first().is_some_and(|found| !found.length.to_string().contains(letter))
    })
}

/// Returns the sum of the parts; `None` if it is zero or too long.
fn length_of(parts: &[(u32, TimeUnit)]) -> Option<Duration> {
    let typed: Vec<String> = parts
        .iter()
        .map(|(count, unit)| {
            let letter = match unit {
                TimeUnit::Years => 'y',
                TimeUnit::Months => 'm',
                TimeUnit::Weeks => 'w',
                TimeUnit::Days => 'd',
            };
            format!("{count}{letter}")
        })
        .collect();
    input::parse_duration(&typed.concat()).ok()
}

/// Reads the parts of a text one after the other.
struct Parser<'t> {
    tokens: &'t [Token],
    index: usize,
    /// The unit of a number without one.
    unit: Option<TimeUnit>,
    text: TermText,
}

impl Parser<'_> {
    fn peek(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.index + ahead).copied()
    }

    fn word(&self, ahead: usize) -> Option<TermWord> {
        match self.peek(ahead) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Reads all parts; `None` if one is not understood.
    fn read_all(&mut self) -> Option<()> {
        let mut is_each = false;
        while let Some(token) = self.peek(0) {
            if token.number().is_some() {
                self.read_number(std::mem::take(&mut is_each))?;
                continue;
            }
            self.index += 1;
            let Token::Word(word) = token else { continue };
            match word {
                TermWord::Filler | TermWord::And => {}
                TermWord::Article => {
                    let further =
                        (0..).take_while(|ahead| self.word(*ahead) == Some(TermWord::Further));
                    let further = further.count();
                    if let Some(unit) = self.peek(further).and_then(Token::unit) {
                        (0..further).for_each(|_| self.push(TermWord::Further));
                        self.index += further + 1;
                        self.push_length(&[(1, unit)], std::mem::take(&mut is_each), false)?;
                    }
                }
                TermWord::Length(length) => {
                    self.push_found(length, std::mem::take(&mut is_each), false);
                }
                TermWord::Annual => self.push_length(&[(1, TimeUnit::Years)], true, false)?,
                TermWord::Each => {
                    let is_behind = self.peek(0).is_none_or(|next| next.number().is_none());
                    if let Some(unit) = self.peek(0).and_then(Token::unit) {
                        self.index += 1;
                        self.push_length(&[(1, unit)], true, false)?;
                    } else if is_behind && let Some(last) = self.text.lengths.last_mut() {
                        last.is_each = true;
                    } else {
                        is_each = true;
                    }
                }
                TermWord::Most => {
                    while self.word(0) == Some(TermWord::Filler) {
                        self.index += 1;
                    }
                    let is_times = matches!(
                        (self.peek(0), self.word(1)),
                        (Some(Token::Word(TermWord::Times(_))), _)
                            | (Some(_), Some(TermWord::TimesOfNumber))
                    );
                    is_times.then_some(())?;
                }
                TermWord::Times(times) => self.set_max(times)?,
                TermWord::From => {
                    while self.word(0) == Some(TermWord::Filler) {
                        self.index += 1;
                    }
                    let from = match self.word(0) {
                        Some(TermWord::Signing) => CountedFrom::Signing,
                        Some(TermWord::Effective) => CountedFrom::Effective,
                        _ => return None,
                    };
                    self.index += 1;
                    self.count_from(from)?;
                }
                TermWord::CountedFrom(from) => self.count_from(from)?,
                TermWord::Unit(_)
                | TermWord::TimesOfNumber
                | TermWord::Signing
                | TermWord::Effective
                | TermWord::Number(_) => return None,
                word => self.push(word),
            }
        }
        (!is_each).then_some(())
    }

    /// Reads a number with its unit, and the smaller units that belong to it; or how many times.
    fn read_number(&mut self, is_each: bool) -> Option<()> {
        let number = self.number()?;
        while self.word(0) == Some(TermWord::Further) {
            self.index += 1;
            self.push(TermWord::Further);
        }
        if self.word(0) == Some(TermWord::TimesOfNumber) {
            self.index += 1;
            return self.set_max(NonZeroU32::new(number)?);
        }
        let Some(unit) = self.unit_of(number) else {
            let unit = self.unit.take().filter(|_| self.text.lengths.is_empty())?;
            return self.push_length(&[(number, unit)], is_each, false);
        };
        let mut parts = vec![(number, unit)];
        let mut has_comma = false;
        while let Some((count, unit, is_behind_comma)) =
            self.smaller_part(parts.last().map_or(TimeUnit::Days, |last| last.1))
        {
            parts.push((count, unit));
            has_comma |= is_behind_comma;
        }
        self.push_length(&parts, is_each, has_comma)
    }

    /// Reads a number, which may be repeated in the other form: `three (3)`, `3 (three)`.
    fn number(&mut self) -> Option<u32> {
        let (number, is_word) = self.peek(0)?.number()?;
        self.index += 1;
        if let (Some(Token::Open), Some((again, _)), Some(Token::Close)) =
            (self.peek(0), self.peek(1).and_then(Token::number), self.peek(2))
        {
            self.index += 3;
            return (again == number).then_some(number);
        }
        if let Some((again, is_word_again)) = self.peek(0).and_then(Token::number)
            && again == number
            && is_word != is_word_again
        {
            self.index += 1;
        }
        Some(number)
    }

    /// Reads the unit of a number, which may be in brackets, and the number behind it: `three years (3)`.
    fn unit_of(&mut self, number: u32) -> Option<TimeUnit> {
        let unit = match (self.peek(0)?, self.peek(1), self.peek(2)) {
            (Token::Open, Some(unit), Some(Token::Close)) if unit.unit().is_some() => {
                self.index += 3;
                unit.unit()
            }
            (unit, ..) if unit.unit().is_some() => {
                self.index += 1;
                unit.unit()
            }
            _ => None,
        }?;
        if let (Some(Token::Open), Some((again, _)), Some(Token::Close)) =
            (self.peek(0), self.peek(1).and_then(Token::number), self.peek(2))
            && again == number
        {
            self.index += 3;
        }
        Some(unit)
    }

    /// Reads a further part of a length, of a unit smaller than `than`, and whether it follows a comma.
    fn smaller_part(&mut self, than: TimeUnit) -> Option<(u32, TimeUnit, bool)> {
        let start = self.index;
        let mut has_comma = false;
        while let Some(Token::Comma | Token::Word(TermWord::And)) = self.peek(0) {
            has_comma |= self.peek(0) == Some(Token::Comma);
            self.index += 1;
        }
        let part = self.number().and_then(|number| Some((number, self.unit_of(number)?)));
        match part {
            Some((number, unit)) if unit > than => Some((number, unit, has_comma)),
            _ => {
                self.index = start;
                None
            }
        }
    }

    fn push(&mut self, word: TermWord) {
        self.text.words.push((self.text.places, word));
        self.text.places += 1;
    }

    fn push_length(
        &mut self,
        parts: &[(u32, TimeUnit)],
        is_each: bool,
        has_comma: bool,
    ) -> Option<()> {
        self.push_found(length_of(parts)?, is_each, has_comma);
        Some(())
    }

    fn push_found(&mut self, length: Duration, is_each: bool, has_comma: bool) {
        let place = self.text.places;
        self.text.lengths.push(FoundLength { length, place, is_each, has_comma });
        self.text.places += 1;
    }

    fn set_max(&mut self, times: NonZeroU32) -> Option<()> {
        self.text.places += 1;
        self.text.max.replace(times).is_none().then_some(())
    }

    fn count_from(&mut self, from: CountedFrom) -> Option<()> {
        self.text.places += 1;
        self.text.counted_from.replace(from).is_none().then_some(())
    }
}
