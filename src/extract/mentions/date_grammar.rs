//! The forms of dates: which tokens make which date.

use chrono::{Datelike, Weekday};

use super::date_parts::{DateTokens, WRITTEN_YEARS};
use super::lists::WordList;
use super::time_words::{
    TimeWord, WORDS_AFTER_ANOTHER_WEEKDAY, WORDS_BEFORE_A_YEAR, WORDS_BEFORE_ANOTHER_WEEKDAY,
    number_in_words, time_word,
};
use super::written_date::{DateForm, DateMention};
use crate::domain::Date;

/// The most tokens of a list of days before its month, so that a long list of numbers is read once.
const MAX_LIST_TOKENS: usize = 12;

/// What is found at a place: a date, or words that look like one and are skipped.
struct Found {
    written: Option<DateForm>,
    end: usize,
}

/// The month and the parts that are written around it.
#[derive(Clone, Copy)]
struct Parts {
    month: u32,
    day: Option<u32>,
    last_day: Option<u32>,
}

impl DateTokens<'_> {
    /// Returns the dates, in order.
    pub(super) fn dates(&self) -> Vec<DateMention> {
        let mut found: Vec<(std::ops::Range<usize>, DateForm)> = Vec::new();
        let mut index = 0;
        while index < self.tokens.len() {
            match self.date_at(index) {
                Some(Found { written, end }) => {
                    found.extend(written.map(|written| (index..end, written)));
                    index = end.max(index + 1);
                }
                None => index += 1,
            }
        }
        self.add_years(&mut found);
        let range = |tokens: &std::ops::Range<usize>| {
            self.tokens[tokens.start].range.start..self.tokens[tokens.end - 1].range.end
        };
        found
            .into_iter()
            .map(|(tokens, written)| DateMention { range: range(&tokens), written })
            .collect()
    }

    /// Gives the first of two dates the year of the second: `from 1 January to 31 December 2024`.
    fn add_years(&self, found: &mut [(std::ops::Range<usize>, DateForm)]) {
        for index in (1..found.len()).rev() {
            let (before, after) = found.split_at_mut(index);
            let (Some((first, written)), Some((second, DateForm::Full(date, _)))) =
                (before.last_mut(), after.first())
            else {
                continue;
            };
            let DateForm::WithoutYear { month, day, weekday } = *written else { continue };
            let between = &self.tokens[first.end..second.start];
            let is_connector = match between {
                [one] => one.is_any(&["to", "-", "and", "until", "till", "through", "—", "&"]),
                [one, other] => {
                    (one.is(",") || one.is_any(&["to", "and", "until"]))
                        && other.is_any(&["and", "to", "the", "on"])
                }
                _ => false,
            };
            let end = date.first();
            let is_of_year_before = (month, day.unwrap_or(1)) > (end.month(), 31);
            let year = end.year() - i32::from(is_of_year_before);
            if let Some(date) = Date::from_parts(year, Some(month), day)
                && is_connector
            {
                *written = DateForm::Full(date, weekday);
            }
        }
    }

    fn is_behind_one_of(&self, index: usize, words: &WordList) -> bool {
        index > 0 && words.contains(&*self.tokens[index - 1].word)
    }

    fn date_at(&self, index: usize) -> Option<Found> {
        let token = self.token(index)?;
        if token.is_digits() {
            if token.is_joined && self.is_part_of_a_number(index) {
                return None;
            }
            return self
                .iso(index)
                .or_else(|| self.numeric(index, None))
                .or_else(|| self.day_first(index, None))
                .or_else(|| self.year_alone(index))
                .or_else(|| self.days_ago(index));
        }
        match time_word(&token.word) {
            Some(TimeWord::Month(_)) => self.month_first(index, None),
            Some(TimeWord::Weekday(weekday) | TimeWord::ShortWeekday(weekday)) => {
                self.weekday(index, weekday)
            }
            Some(TimeWord::Ordinal(_)) => self.day_first(index, None),
            Some(TimeWord::Number(_)) => {
                self.day_first(index, None).or_else(|| self.days_ago(index))
            }
            _ => self.relative(index),
        }
    }

    /// `4 July 2022`, `the 4th day of July, 2022`, `22–24 May 2023`.
    fn day_first(&self, index: usize, weekday: Option<Weekday>) -> Option<Found> {
        let (first, mut end) = self.day(index)?;
        let mut last = None;
        let furthest = end + MAX_LIST_TOKENS;
        while end < furthest
            && self.is(end, &["-", "to", "and", "&", "through", "until", ",", "/", "—"])
        {
            let is_comma_and = self.is(end, &[","]) && self.is(end + 1, &["and"]);
            let start = end + 1 + usize::from(is_comma_and);
            let start = start + usize::from(self.is(start, &["the"]));
            let Some((day, next)) = self.day(start) else { break };
            last = Some(day);
            end = next;
        }
        let start = end;
        if self.is(end, &["day"]) {
            end += 1;
        }
        if self.is(end, &[".", "-", ",", "of", "de", "di"]) {
            end += 1;
        }
        if self.is(end, &["the"]) && self.is(end + 1, &["month"]) && self.is(end + 2, &["of"]) {
            end += 3;
        }
        let token = self.token(end)?;
        let parts = |month| Parts { month, day: Some(first), last_day: last };
        match time_word(&token.word)? {
            TimeWord::Month(month) => {
                let has_comma = self.is(start, &[","]);
                self.in_year(parts(month), end + 1, weekday, token.is_capitalised && !has_comma)
            }
            TimeWord::ForeignMonth(month) => {
                self.year_behind(end + 1)?;
                self.in_year(parts(month), end + 1, weekday, false)
            }
            _ => None,
        }
    }

    /// `July 4, 2022`, `May 22–24, 2023`, `October 2020`, `in May`.
    fn month_first(&self, index: usize, weekday: Option<Weekday>) -> Option<Found> {
        let token = self.token(index)?;
        let (month, mut end) = self.month(index)?;
        if self.is(end, &["."]) && self.is_joined(end) && token.word.len() <= 4 {
            end += 1;
        }
        let after_the = end + usize::from(self.is(end, &["the"]));
        if let Some((day, mut next)) = self.day(after_the)
            && (self.ends_number(next) || self.is_joined(next) && self.is(next, &["-"]))
            && !self.month_belongs_to_the_next(next)
        {
            let mut last = None;
            if self.is(next, &["-", "to", "and", "&", "through", "until", "—"])
                && let Some((day, behind)) = self.day(next + 1)
                && self.ends_number(behind)
                && self.month(behind).is_none()
            {
                last = Some(day);
                next = behind;
            }
            let parts = Parts { month, day: Some(day), last_day: last };
            return self.in_year(parts, next, weekday, token.is_capitalised);
        }
        let parts = Parts { month, day: None, last_day: None };
        if self.year_behind(end).is_some() {
            return self.in_year(parts, end, weekday, false);
        }
        let before =
            ["in", "during", "since", "from", "until", "till", "mid", "early", "late", "by"];
        let is_alone = token.is_capitalised
            && (self.is_before(index, &before)
                || (self.is_before(index, &["-"]) && index > 1 && self.is(index - 2, &before)));
        self.in_year(parts, end, weekday, is_alone)
    }

    /// Returns true if a number after a month is the day of another date: `in May 4 July`.
    fn month_belongs_to_the_next(&self, index: usize) -> bool {
        self.month(index).is_some() && self.token(index).is_some_and(|token| !token.is_joined)
    }

    /// Completes a date with the year behind it. A date without a year counts only if `may_lack_year`.
    fn in_year(
        &self,
        parts: Parts,
        end: usize,
        weekday: Option<Weekday>,
        may_lack_year: bool,
    ) -> Option<Found> {
        let Parts { month, day, last_day } = parts;
        if let Some((year, end)) = self.year_behind(end) {
            let date = |day| Date::from_parts(year, Some(month), day);
            let (weekday, end) = self.weekday_behind(weekday, end);
            let written = match last_day {
                None => date(day).map(|date| DateForm::Full(date, weekday)),
                Some(last) => date(day).zip(date(Some(last))).and_then(|(first, last)| {
                    (first < last).then_some(DateForm::Span(first, last))
                }),
            };
            return Some(Found { written, end });
        }
        // `3 May this year` and `3 May last year`
        let of = usize::from(self.is(end, &["of"]));
        if self.is(end + of + 1, &["year"])
            && self.is(end + of, &["this", "last", "next", "every", "each"])
        {
            let is_this = self.is(end + of, &["this"]) && last_day.is_none();
            let written = DateForm::WithoutYear { month, day, weekday };
            return Some(Found { written: is_this.then_some(written), end: end + of + 2 });
        }
        if !may_lack_year || !self.ends_number(end) {
            return None;
        }
        // A leap day of an unknown year is accepted.
        let exists = day.is_none_or(|day| Date::from_parts(2000, Some(month), Some(day)).is_some());
        let (weekday, end) = self.weekday_behind(weekday, end);
        let written =
            (exists && last_day.is_none()).then_some(DateForm::WithoutYear { month, day, weekday });
        Some(Found { written, end })
    }

    /// Returns the weekday in brackets behind a date, if none is known yet.
    fn weekday_behind(&self, weekday: Option<Weekday>, end: usize) -> (Option<Weekday>, usize) {
        if weekday.is_none()
            && self.is(end, &["("])
            && self.is(end + 2, &[")"])
            && let Some(TimeWord::Weekday(found) | TimeWord::ShortWeekday(found)) =
                self.token(end + 1).and_then(|token| time_word(&token.word))
        {
            return (Some(found), end + 3);
        }
        (weekday, end)
    }

    /// `2022-07-04`
    fn iso(&self, index: usize) -> Option<Found> {
        let year = i32::try_from(self.number(index, 4..=4)?).ok()?;
        let sign = &self.token(index + 1)?.word;
        let month = self.number(index + 2, 1..=2)?;
        let day = self.number(index + 4, 1..=2)?;
        let is_date = matches!(&**sign, "-" | "/" | ".")
            && self.token(index + 3)?.word == *sign
            && (index + 1..index + 5).all(|index| self.is_joined(index));
        let date = Date::from_parts(year, Some(month), Some(day));
        let written = date.map(|date| DateForm::Full(date, None));
        is_date.then_some(Found { written, end: index + 5 })
    }

    /// `13/06/2019`, `13.06.2019`, `13-06-2019`. Dots are written only with the day first.
    fn numeric(&self, index: usize, weekday: Option<Weekday>) -> Option<Found> {
        let one = self.number(index, 1..=2)?;
        let sign = &self.token(index + 1)?.word;
        let other = self.number(index + 2, 1..=2)?;
        if !matches!(&**sign, "-" | "/" | ".")
            || self.token(index + 3)?.word != *sign
            || !(index + 1..index + 5).all(|index| self.is_joined(index))
            || !self.token(index + 4)?.is_digits()
        {
            return None;
        }
        let end = index + 5;
        // With a year of two digits, nothing is certain.
        let Some(year) = self.year(index + 4).map(|(year, _)| year) else {
            return Some(Found { written: None, end });
        };
        let day_first = Date::from_parts(year, Some(other), Some(one));
        let month_first = Date::from_parts(year, Some(one), Some(other)).filter(|_| sign != ".");
        let fits = |date: &Date| weekday.is_some_and(|weekday| date.first().weekday() == weekday);
        let written = match (day_first, month_first) {
            (Some(date), Some(other)) if date == other || fits(&date) => {
                Some(DateForm::Full(date, weekday))
            }
            (Some(_), Some(date)) if fits(&date) => Some(DateForm::Full(date, weekday)),
            (Some(date), Some(other)) => Some(DateForm::TwoReadings(date, other)),
            (date, other) => date.or(other).map(|date| DateForm::Full(date, weekday)),
        };
        Some(Found { written, end })
    }

    /// `in 2019`, `2024–2028`, `2021/22`
    fn year_alone(&self, index: usize) -> Option<Found> {
        // Not by `year`, because the first number of `2021/22` seems to go on.
        let year = i32::try_from(self.number(index, 4..=4)?).ok()?;
        let year = Some(year).filter(|year| WRITTEN_YEARS.contains(year))?;
        let end = index + 1;
        let full = |year| Date::from_parts(year, None, None);
        if self.is(end, &["-", "/"]) && self.is_joined(end) && self.is_joined(end + 1) {
            let last = match self.number(end + 1, 2..=4) {
                Some(short @ 0..=99) => year - year % 100 + i32::try_from(short).ok()?,
                number => i32::try_from(number?).ok()?,
            };
            let written = (last > year && last - year < 100 && self.ends_number(end + 2))
                .then(|| full(year).zip(full(last)))
                .flatten();
            return written.map(|(first, last)| Found {
                written: Some(DateForm::Span(first, last)),
                end: end + 2,
            });
        }
        let is_second = index > 1
            && self.is(index - 1, &["and", "-", "to", "or", "/"])
            && self.year(index - 2).is_some();
        let is_year = self.is_behind_one_of(index, &WORDS_BEFORE_A_YEAR)
            || is_second
            || (self.is_before(index, &["(", "-"]) && self.is(end, &[")"]));
        if !is_year || self.year(index).is_none() {
            return None;
        }
        Some(Found { written: full(year).map(|date| DateForm::Full(date, None)), end })
    }

    /// `Thursday, 13 June 2019`, `on Thursday`
    fn weekday(&self, index: usize, weekday: Weekday) -> Option<Found> {
        let mut start = index + 1;
        while self.is(start, &[".", ",", "(", "the", "on"]) && start < index + 4 {
            start += 1;
        }
        let date = self
            .numeric(start, Some(weekday))
            .or_else(|| self.day_first(start, Some(weekday)))
            .or_else(|| self.month_first(start, Some(weekday)))
            .or_else(|| self.iso(start));
        if let Some(Found { written, end }) = date
            && !self.is(start - 1, &["on"])
        {
            let written = written.map(|written| match written {
                DateForm::Full(date, _) => DateForm::Full(date, Some(weekday)),
                other => other,
            });
            return Some(Found { written, end });
        }
        let token = self.token(index)?;
        let is_full_name = matches!(time_word(&token.word), Some(TimeWord::Weekday(_)));
        let is_another = self.is_behind_one_of(index, &WORDS_BEFORE_ANOTHER_WEEKDAY)
            || self
                .token(index + 1)
                .is_some_and(|next| WORDS_AFTER_ANOTHER_WEEKDAY.contains(&*next.word))
            || (self.is(index + 1, &["last"]) && self.is(index + 2, &["week"]));
        if !is_full_name
            || !token.is_capitalised
            || is_another
            || token.is_joined && index > 0 && self.is_before(index, &["-"])
        {
            return None;
        }
        let written = if self.is_before(index, &["last", "past"]) {
            DateForm::LastWeekday(weekday)
        } else {
            DateForm::Weekday(weekday)
        };
        Some(Found { written: Some(written), end: index + 1 })
    }

    /// `two days ago`
    fn days_ago(&self, index: usize) -> Option<Found> {
        let (days, used) = match self.number(index, 1..=2) {
            Some(days) => (days, 1),
            None => number_in_words(&self.tokens[index..])?,
        };
        let end = index + used;
        let is_ago = self.is(end, &["day", "days"]) && self.is(end + 1, &["ago", "earlier"]);
        let is_ago = is_ago && self.is(end + 1, &["ago"]) && days <= 30;
        is_ago.then_some(Found { written: Some(DateForm::DaysBefore(days)), end: end + 2 })
    }

    /// `today`, `this morning`, `yesterday`
    fn relative(&self, index: usize) -> Option<Found> {
        let token = self.token(index)?;
        let (days, end) = match &*token.word {
            "today" if self.is_before(index, &["later"]) || self.is_name_with_today(index) => {
                return None;
            }
            "today" | "tonight" => (0, index + 1),
            "this" if self.is(index + 1, &["morning", "afternoon", "evening"]) => (0, index + 2),
            "yesterday"
                if self.is_before(index, &["before"])
                    && index > 1
                    && self.is(index - 2, &["day"]) =>
            {
                (2, index + 1)
            }
            "yesterday" => (1, index + 1),
            _ => return None,
        };
        Some(Found { written: Some(DateForm::DaysBefore(days)), end })
    }

    /// Returns true for `USA Today` and `Physics Today`.
    fn is_name_with_today(&self, index: usize) -> bool {
        let is_capitalised = |index: usize| self.tokens[index].is_capitalised;
        index > 0
            && is_capitalised(index)
            && self.tokens[index - 1].is_word()
            && is_capitalised(index - 1)
    }
}
