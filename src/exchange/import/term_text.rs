//! Taking a text about a term, a renewal or a notice period apart. Every part must be understood.

use std::num::NonZeroU32;

use super::phrases::comparable;
use super::term_words::{CountedFrom, TermToken, TermWord, TimeUnit, tokens, unit_called};
use crate::domain::{Duration, input};

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
        let length = text.parse().or_else(|_| comparable(text).to_ascii_uppercase().parse());
        if let Ok(length) = length {
            let length = FoundLength { length, place: 0, is_each: false, has_comma: false };
            return Ok(Self { lengths: vec![length], places: 1, ..Self::default() });
        }
        let tokens = tokens(text).ok_or(NotUnderstood::Unknown)?;
        let unit = unit.and_then(unit_called);
        let mut parser = Parser { tokens: &tokens, index: 0, unit, text: Self::default() };
        let is_number = |token: &TermToken| {
            token.number().is_some() || matches!(token, TermToken::Open | TermToken::Close)
        };
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

    /// Returns the only length of the text; `None` if there is none, or two that differ.
    pub(super) fn single_length(&self) -> Option<Duration> {
        let (first, others) = self.lengths.split_first()?;
        let are_same = others.iter().all(|found| is_same_length(found.length, first.length));
        are_same.then_some(first.length)
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

    /// Returns true if the word for no is directly before the renewal, or at the end.
    fn no_is_clear(&self) -> bool {
        let mut places = self.words.iter().filter(|(_, word)| *word == TermWord::No);
        let (Some((place, _)), None) = (places.next(), places.next()) else { return false };
        let has_lengths_behind = self.lengths.iter().any(|found| found.place > *place);
        (self.renewal_place() == Some(place + 1) && !has_lengths_behind) || place + 1 == self.places
    }
}

/// Returns true if two lengths are one: 5 years and 60 months.
pub(super) fn is_same_length(one: Duration, other: Duration) -> bool {
    (one.months(), one.days()) == (other.months(), other.days())
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
    tokens: &'t [TermToken],
    index: usize,
    /// The unit of a number without one.
    unit: Option<TimeUnit>,
    text: TermText,
}

impl Parser<'_> {
    fn peek(&self, ahead: usize) -> Option<TermToken> {
        self.tokens.get(self.index + ahead).copied()
    }

    fn word(&self, ahead: usize) -> Option<TermWord> {
        match self.peek(ahead) {
            Some(TermToken::Word(word)) => Some(word),
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
            let TermToken::Word(word) = token else { continue };
            match word {
                TermWord::Filler | TermWord::And => {}
                TermWord::Article => {
                    let further =
                        (0..).take_while(|ahead| self.word(*ahead) == Some(TermWord::Further));
                    let further = further.count();
                    if let Some(unit) = self.peek(further).and_then(TermToken::unit) {
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
                    if let Some(unit) = self.peek(0).and_then(TermToken::unit) {
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
                        (Some(TermToken::Word(TermWord::Times(_))), _)
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
        if let (Some(TermToken::Open), Some((again, _)), Some(TermToken::Close)) =
            (self.peek(0), self.peek(1).and_then(TermToken::number), self.peek(2))
        {
            self.index += 3;
            return (again == number).then_some(number);
        }
        if let Some((again, is_word_again)) = self.peek(0).and_then(TermToken::number)
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
            (TermToken::Open, Some(unit), Some(TermToken::Close)) if unit.unit().is_some() => {
                self.index += 3;
                unit.unit()
            }
            (unit, ..) if unit.unit().is_some() => {
                self.index += 1;
                unit.unit()
            }
            _ => None,
        }?;
        if let (Some(TermToken::Open), Some((again, _)), Some(TermToken::Close)) =
            (self.peek(0), self.peek(1).and_then(TermToken::number), self.peek(2))
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
        while let Some(TermToken::Comma | TermToken::Word(TermWord::And)) = self.peek(0) {
            has_comma |= self.peek(0) == Some(TermToken::Comma);
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
