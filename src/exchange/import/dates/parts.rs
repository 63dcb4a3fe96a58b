//! The numbers and words of a date, each for what it is.

use super::era::{Era, WrittenYear, japanese_era_of};
use super::tokens::{DateToken, DateUnit, Number};
use super::words::{DateWord, MAX_PHRASE_WORDS, meanings, phrase_meanings};
use crate::exchange::import::unread::{FaultKind, Unread};

/// The parts of one date.
#[derive(Debug, Default)]
pub(super) struct ParsedParts {
    /// The years with a sign such as 年 behind them.
    pub(super) years: Vec<WrittenYear>,
    /// The years in brackets, which repeat the year in another era.
    pub(super) bracketed_years: Vec<WrittenYear>,
    /// The month, by its name or with a sign.
    pub(super) month: Option<u32>,
    /// The day, with a sign.
    pub(super) day: Option<u32>,
    /// The day of the week, from Monday, 1.
    pub(super) weekday: Option<u32>,
    /// The other numbers.
    pub(super) numbers: Vec<DateNumber>,
    /// A year of a calendar that is not converted.
    pub(super) foreign_year: Option<WrittenYear>,
    /// The weekday that the name of the month may also be: `mar.` is March and Tuesday.
    month_as_weekday: Option<u32>,
    /// An era that belongs to the next number, and whether it is only a letter, as in `R5.4.1`.
    next_era: Option<(Era, bool)>,
    /// An era without a number.
    lone_era: Option<Era>,
    /// The signs since the last number or word.
    marks: String,
    /// Whether something else than signs follows the last number.
    is_broken: bool,
    /// Whether a word needs the name of a month beside it.
    needs_month: bool,
    /// The kind of what does not belong to a date.
    fault: Option<FaultKind>,
}

/// A number without a sign behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateNumber {
    pub(super) value: u32,
    pub(super) digits: usize,
    /// The era of which it is a year.
    pub(super) era: Option<Era>,
    /// Whether the era is only a letter.
    pub(super) has_letter: bool,
    /// Whether it has the ending of a day: `1st`, `1º`.
    pub(super) is_day: bool,
    /// Whether the name of the month is before it.
    pub(super) is_after_month: bool,
    /// The sign between it and the number before it; `None` for the first one, and if there is more.
    pub(super) separator: Option<char>,
}

impl DateNumber {
    /// Returns true if the number has the form of a year.
    pub(super) fn may_be_year(&self) -> bool {
        !self.is_day && (self.era.is_some() || matches!(self.digits, 3 | 4))
    }

    /// Returns true if the number has the form of a day or a month.
    pub(super) fn is_short(&self) -> bool {
        self.digits <= 2 && self.era.is_none()
    }
}

impl From<DateNumber> for WrittenYear {
    fn from(number: DateNumber) -> Self {
        Self { number: number.value, digits: number.digits, era: number.era }
    }
}

impl ParsedParts {
    /// Returns the parts of a date; fails if there is anything else in the text.
    pub(super) fn collect(tokens: &[DateToken]) -> Result<Self, Unread> {
        let mut parts = Self::default();
        let mut index = 0;
        while index < tokens.len() {
            index += parts.add(tokens, index);
        }
        parts.foreign_year = parts.find_foreign_year();
        if parts.foreign_year.is_some() {
            return Ok(parts);
        }
        let has_number = !parts.numbers.is_empty() || !parts.years.is_empty();
        if parts.fault == Some(FaultKind::SpanOfTime) && has_number {
            return Err(Unread::new(FaultKind::SpanOfTime));
        }
        let is_open = parts.marks.contains(|mark| !matches!(mark, '.' | ','));
        let is_unclear = parts.needs_month && parts.is_numeric();
        if parts.fault.is_some() || parts.next_era.is_some() || is_open || is_unclear {
            return Err(Unread::new(FaultKind::NotADate));
        }
        Ok(parts)
    }

    /// Returns true if the date has only numbers with signs between them.
    pub(super) fn is_numeric(&self) -> bool {
        self.years.is_empty() && self.month.is_none() && self.day.is_none()
    }

    /// Adds the part at `index`; returns the number of tokens that it has.
    fn add(&mut self, tokens: &[DateToken], index: usize) -> usize {
        match &tokens[index] {
            DateToken::Space => 1,
            DateToken::Number(number) => self.add_number(*number, tokens, index),
            DateToken::Unit(DateUnit::Year) if !self.numbers.is_empty() => {
                // `2019(平成31)年`
                let numbers = std::mem::take(&mut self.numbers);
                self.refuse_if(!numbers.iter().all(DateNumber::may_be_year));
                self.years.extend(numbers.into_iter().map(WrittenYear::from));
                1
            }
            DateToken::Mark('(') => self.add_brackets(tokens, index),
            DateToken::Mark('\'')
                if matches!(tokens.get(index + 1), Some(DateToken::Number(_))) =>
            {
                1
            }
            DateToken::Mark(mark @ ('/' | '-' | '.' | ',')) => {
                self.refuse_if(index == 0);
                self.marks.push(*mark);
                1
            }
            DateToken::Word(_) => self.add_word(tokens, index),
            DateToken::Unit(_) | DateToken::Mark(_) => {
                self.refuse_if(true);
                1
            }
        }
    }

    fn refuse_if(&mut self, is_unknown: bool) {
        if is_unknown {
            self.fault.get_or_insert(FaultKind::NotADate);
        }
    }

    /// Returns true if nothing of the date has been added.
    fn is_empty(&self) -> bool {
        self.is_numeric() && self.numbers.is_empty() && self.weekday.is_none()
    }

    fn add_number(&mut self, number: Number, tokens: &[DateToken], index: usize) -> usize {
        let space = usize::from(tokens.get(index + 1) == Some(&DateToken::Space));
        let (era, has_letter) = self.next_era.take().unzip();
        if let Some(DateToken::Unit(unit)) = tokens.get(index + 1 + space) {
            self.add_with_unit(number, *unit, era);
            return 2 + space;
        }
        let (is_day, length) = match tokens.get(index + 1..).unwrap_or_default() {
            [DateToken::Mark('°'), ..] if number.digits <= 2 => (true, 2),
            [DateToken::Word(word), ..] if is_ordinal(number, word) => (true, 2),
            [DateToken::Mark('.'), DateToken::Word(word), ..] if is_ordinal(number, word) => {
                (true, 3)
            }
            // A letter alone may be a word of its own: `1 a 5 de maio`.
            [DateToken::Space, DateToken::Word(word), ..]
                if word.len() > 1 && is_ordinal(number, word) =>
            {
                (true, 3)
            }
            _ => (false, 1),
        };
        let separator = match self.marks.as_str() {
            _ if self.numbers.is_empty() || self.is_broken => None,
            "" => Some(' '),
            marks if marks.len() == 1 => marks.chars().next(),
            _ => None,
        };
        self.numbers.push(DateNumber {
            value: number.value,
            digits: number.digits,
            era,
            has_letter: has_letter.unwrap_or_default(),
            is_day,
            is_after_month: self.month.is_some(),
            separator,
        });
        self.marks.clear();
        self.is_broken = false;
        length
    }

    fn add_with_unit(&mut self, number: Number, unit: DateUnit, era: Option<Era>) {
        let is_taken = match unit {
            DateUnit::Year => {
                self.years.push(WrittenYear { number: number.value, digits: number.digits, era });
                self.years.len() > 1
            }
            DateUnit::Month => self.month.replace(number.value).is_some(),
            DateUnit::Day => self.day.replace(number.value).is_some(),
        };
        self.refuse_if(is_taken || (era.is_some() && unit != DateUnit::Year));
        self.end_number();
    }

    /// Notes that something else than a number or a sign follows.
    fn end_number(&mut self) {
        self.marks.clear();
        self.is_broken = true;
    }

    /// Adds what is in brackets: a weekday, or the year in another era.
    fn add_brackets(&mut self, tokens: &[DateToken], index: usize) -> usize {
        let rest = &tokens[index + 1..];
        let Some(length) = rest.iter().position(|token| *token == DateToken::Mark(')')) else {
            self.refuse_if(true);
            return rest.len() + 1;
        };
        let inner = &rest[..length];
        let weekday = match inner {
            // The signs of day and month are also those of Sunday and Monday.
            [DateToken::Unit(DateUnit::Day)] => Some(7),
            [DateToken::Unit(DateUnit::Month)] => Some(1),
            [DateToken::Word(word)] => meanings(word).iter().find_map(|meaning| match meaning {
                DateWord::WeekdayLetter(number) => Some(*number),
                _ => None,
            }),
            _ => None,
        };
        if weekday.is_some() {
            self.set_weekday(weekday);
        } else if !inner.contains(&DateToken::Mark('('))
            && let Ok(parts) = Self::collect(inner)
        {
            self.add_bracketed(parts);
        } else {
            self.refuse_if(true);
        }
        self.end_number();
        length + 2
    }

    fn add_bracketed(&mut self, parts: Self) {
        self.set_weekday(parts.weekday);
        self.refuse_if(parts.month.is_some() || parts.day.is_some() || self.is_empty());
        if let Some(era) = parts.lone_era {
            self.attach_to_last(era);
        }
        let are_years =
            parts.numbers.len() <= 1 && parts.numbers.iter().all(DateNumber::may_be_year);
        self.refuse_if(!are_years);
        self.bracketed_years.extend(parts.years);
        self.bracketed_years.extend(parts.numbers.into_iter().map(WrittenYear::from));
        self.foreign_year = self.foreign_year.or(parts.foreign_year);
    }

    fn set_weekday(&mut self, weekday: Option<u32>) {
        if weekday.is_some() {
            self.refuse_if(self.weekday.is_some() && self.weekday != weekday);
            self.weekday = weekday;
        }
    }

    fn add_word(&mut self, tokens: &[DateToken], index: usize) -> usize {
        let words = words_at(tokens, index);
        let (meanings, count) = phrase_meanings(&words);
        let length = count * 2 - 1;
        let word = words.first().copied().unwrap_or_default();
        let weekday = meanings.iter().find_map(|meaning| match meaning {
            DateWord::Weekday(number) => Some(*number),
            _ => None,
        });
        let month = meanings.iter().find_map(|meaning| match meaning {
            DateWord::Month(number) => Some(*number),
            _ => None,
        });
        let era = meanings.iter().find_map(|meaning| match meaning {
            DateWord::Era(era) => Some(*era),
            _ => None,
        });
        let is_joining = meanings.contains(&DateWord::Joining) && !self.is_empty();
        if let Some(era) = letter_era(word, tokens, index) {
            self.next_era = Some((era, true));
            return length;
        }
        if let Some(month) = month {
            self.add_month(month, weekday);
        } else if is_joining {
            self.needs_month = true;
        } else if let Some(weekday) = weekday {
            self.set_weekday(Some(weekday));
        } else if let Some(era) = era.or_else(|| short_era(word, tokens, index)) {
            self.add_era(era, tokens, index + length);
            return length;
        } else if meanings.contains(&DateWord::Leading) {
            self.needs_month |= !self.is_empty();
        } else if meanings.contains(&DateWord::Span) {
            self.fault = Some(FaultKind::SpanOfTime);
        } else {
            self.refuse_if(true);
        }
        self.end_number();
        length
    }

    fn add_month(&mut self, month: u32, weekday: Option<u32>) {
        match self.month {
            None => {
                self.month = Some(month);
                self.month_as_weekday = weekday;
            }
            Some(other) if other == month => {}
            // `mar. 12 mai` and `12 mai, mar.`: one of the two names is a weekday.
            Some(_) if self.month_as_weekday.is_some() => {
                let weekday = self.month_as_weekday.take();
                self.month = Some(month);
                self.set_weekday(weekday);
            }
            Some(_) if weekday.is_some() => self.set_weekday(weekday),
            Some(_) => self.refuse_if(true),
        }
    }

    /// Gives an era to the number behind it, or else to the year before it.
    fn add_era(&mut self, era: Era, tokens: &[DateToken], after: usize) {
        let next = tokens
            .iter()
            .skip(after)
            .find(|token| !matches!(token, DateToken::Space | DateToken::Mark('.')));
        let takes_short = matches!(era, Era::Japanese(_) | Era::Republic);
        match next {
            Some(DateToken::Number(number)) if takes_short || number.digits >= 3 => {
                self.next_era = Some((era, false));
            }
            _ if self.is_empty() && tokens.len() == after => self.lone_era = Some(era),
            _ => self.attach_to_last(era),
        }
    }

    fn attach_to_last(&mut self, era: Era) {
        let number = self.numbers.iter_mut().rev().find(|number| number.may_be_year());
        let eras = number.map(|number| &mut number.era);
        match eras.or_else(|| self.years.last_mut().map(|year| &mut year.era)) {
            Some(place @ None) => *place = Some(era),
            _ => self.refuse_if(true),
        }
    }

    fn find_foreign_year(&self) -> Option<WrittenYear> {
        let numbers = self.numbers.iter().map(|number| WrittenYear::from(*number));
        let mut years = self.years.iter().copied().chain(numbers);
        let is_foreign =
            |year: &WrittenYear| matches!(year.era, Some(Era::Hijri | Era::SolarHijri));
        self.foreign_year.or_else(|| years.find(is_foreign))
    }
}

fn is_ordinal(number: Number, word: &str) -> bool {
    number.digits <= 2 && meanings(word).contains(&DateWord::Ordinal)
}

/// Returns the word at `index` and those behind it that may belong to one phrase.
pub(super) fn words_at(tokens: &[DateToken], index: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let mut index = index;
    while let Some(DateToken::Word(word)) = tokens.get(index) {
        words.push(word.as_str());
        if words.len() == MAX_PHRASE_WORDS || tokens.get(index + 1) != Some(&DateToken::Space) {
            break;
        }
        index += 2;
    }
    words
}

/// Returns the era of Japan that a letter before a short number names: `R5.4.1`.
fn letter_era(word: &str, tokens: &[DateToken], index: usize) -> Option<Era> {
    let space = usize::from(tokens.get(index + 1) == Some(&DateToken::Space));
    let next = tokens.get(index + 1 + space);
    let is_short = matches!(next, Some(DateToken::Number(Number { digits: 1 | 2, .. })));
    japanese_era_of(word).filter(|_| is_short && word.len() == 1)
}

/// Returns the era that a letter behind a year names, as in Indonesian: `1441 H`, `2020 M`.
fn short_era(word: &str, tokens: &[DateToken], index: usize) -> Option<Era> {
    let before = tokens.get(..index).unwrap_or_default();
    let before = before.strip_suffix(&[DateToken::Space]).unwrap_or(before);
    let is_behind_year = matches!(before.last(), Some(DateToken::Number(Number { digits: 4, .. })));
    match word {
        "h" if is_behind_year => Some(Era::Hijri),
        "m" if is_behind_year => Some(Era::Common),
        _ => None,
    }
}
