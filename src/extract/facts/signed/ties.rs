//! Which date of a sentence is the day of a signing.
//!
//! A date belongs to the word that is nearest to it in the same clause. Where another word may govern the date, it is
//! not taken.

use std::ops::Range;

use super::date_words::means;
use crate::domain::{Date, Day, Doubt, Precision};
use crate::extract::facts::clauses::TokenReader;
use crate::extract::mentions::dates::{DateMention, WrittenForm};
use crate::extract::proposal::Certainty;

/// How many sentences an event or another word on the signing may be away from it.
pub(super) const SENTENCES_AROUND: usize = 3;

/// What ties a date to the signing, from the strongest tie to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DateTie {
    /// The clause of the signing word.
    Clause,
    /// The day of the event at which it was signed.
    Event,
    /// The announcement of the signing.
    Announcement,
}

/// A date that a sentence gives to a signing.
#[derive(Debug, Clone)]
pub(super) struct SigningDate {
    /// The date.
    pub(super) date: Date,
    /// How it is known.
    pub(super) certainty: Certainty,
    /// What ties it to the signing.
    pub(super) tie: DateTie,
    /// The words that bear it out.
    pub(super) quotation: Range<usize>,
    /// The mention of the date.
    pub(super) mention: DateMention,
    /// The number of words between the date and the signing word.
    pub(super) distance: usize,
    /// True if it stands behind the signing word.
    pub(super) is_behind: bool,
}

/// Returns the note on parties that signed on different days.
pub(super) fn days_note(dates: &[SigningDate]) -> String {
    let days: Vec<String> = dates.iter().map(|date| date.date.to_string()).collect();
    format!("The parties signed on different days: {}.", days.join(", "))
}

/// A word of a signing: `signed`, or the noun `ceremony` or `signing`.
#[derive(Debug, Clone)]
pub(super) struct SigningWord {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// True for a noun, which may be followed by `took place` or `was held`.
    pub(super) is_noun: bool,
    /// True for a participle behind its noun, as in `the MoU signed`: a date before it belongs to another verb.
    pub(super) is_participle: bool,
}

/// The longest quotation from the signing word to the date.
const MAX_QUOTATION: usize = 140;

/// The words of an instrument before its subject: `Memorandum of Understanding`.
const WORDS_OF_INSTRUMENT: usize = 3;

/// The farthest that a date may be from its signing word, in words.
pub(super) const MAX_DISTANCE: usize = 120;

/// How many words before a date may govern it.
const GOVERNING_WORDS: usize = 10;

/// The dates of a sentence, tied to its signing words.
pub(super) struct DateTies<'r, 'a> {
    /// The sentence.
    pub(super) reader: &'r TokenReader<'a>,
    /// The words of the signing in question.
    pub(super) own: Vec<SigningWord>,
    /// The tokens of all other signing words.
    pub(super) others: Vec<Range<usize>>,
    /// The day of the text.
    pub(super) published: Option<Day>,
}

impl DateTies<'_, '_> {
    /// Returns the dates in a part of the text that belong to the signing, in the order of the text.
    pub(super) fn dates(&self, part: &Range<usize>) -> Vec<SigningDate> {
        let dates = &self.reader.sentence.dates;
        let in_part = dates.iter().filter(|mention| {
            part.start <= mention.range.start
                && mention.range.end <= part.end
                && !self.reader.sentence.sentence.is_in_speech(mention.range.start)
        });
        in_part.filter_map(|mention| self.tied(mention)).collect()
    }

    fn tied(&self, mention: &DateMention) -> Option<SigningDate> {
        let date = self.reader.tokens_of(&mention.range);
        let (resolved, certainty) = mention.resolve(self.published)?;
        let is_in_reach = |word: &&SigningWord| {
            word.tokens.start + MAX_DISTANCE > date.start
                && word.tokens.start < date.end + MAX_DISTANCE
        };
        let ties = self.own.iter().filter(is_in_reach).filter_map(|word| {
            let (tie, distance) = if word.tokens.end <= date.start {
                self.behind(word, &date, mention)?
            } else {
                self.before(word, &date, mention)?
            };
            Some((tie, distance, word))
        });
        let (tie, distance, word) = ties.min_by_key(|(tie, distance, _)| (*tie, *distance))?;
        let whole = if word.tokens.end <= date.start {
            word.tokens.start..date.end
        } else {
            self.start_with_preposition(&date)..word.tokens.end
        };
        let is_behind = word.tokens.end <= date.start;
        let mut quotation = self.reader.range(whole);
        if quotation.len() > MAX_QUOTATION {
            quotation = self.reader.range(self.start_with_preposition(&date)..date.end);
        }
        let (date, certainty) = match tie {
            DateTie::Clause => (resolved, certainty),
            DateTie::Event => (resolved, Certainty::Inferred),
            DateTie::Announcement => (resolved.with_doubt(Some(Doubt::Uncertain)), certainty),
        };
        Some(SigningDate {
            date,
            certainty,
            tie,
            quotation,
            mention: mention.clone(),
            distance,
            is_behind,
        })
    }

    pub(super) fn word(&self, index: usize) -> &str {
        self.reader.word(index)
    }

    fn start_with_preposition(&self, date: &Range<usize>) -> usize {
        let before = self.before_date(date);
        // `On the evening of 6 December`
        let of = before.filter(|&of| {
            of > 0
                && self.reader.is(of, &["of"])
                && self
                    .reader
                    .is(of - 1, &["morning", "afternoon", "evening", "night", "day", "eve"])
        });
        let on = of.and_then(|of| {
            (of.saturating_sub(3)..of).find(|&on| self.reader.is(on, &["on", "in"]))
        });
        let before = on.or(before);
        if before.is_some_and(|index| self.reader.is(index, &["on", "in", "dated", "last", "at"])) {
            before.unwrap_or(date.start)
        } else {
            date.start
        }
    }

    /// Returns the index of the word before a date, without articles and adverbs.
    fn before_date(&self, date: &Range<usize>) -> Option<usize> {
        const SKIPPED_WORDS: [&str; 9] =
            ["the", "this", "last", "early", "late", "mid", "-", "earlier", "here"];
        (0..date.start).rev().find(|index| !self.reader.is(*index, &SKIPPED_WORDS))
    }

    /// Ties a date to a signing word before it: `signed … on 4 July 2022`.
    fn behind(
        &self,
        word: &SigningWord,
        date: &Range<usize>,
        mention: &DateMention,
    ) -> Option<(DateTie, usize)> {
        let between = word.tokens.end..date.start;
        if between.len() > MAX_DISTANCE
            || self.has_other_signing(&between)
            || self.is_in_other_brackets(word, date)
        {
            return None;
        }
        let is_announced = between.clone().any(|index| self.announces(index));
        let is_today = mention.written == WrittenForm::DaysBefore(0);
        if is_announced || means("announce", self.word(word.tokens.start)) {
            return is_today.then_some((DateTie::Announcement, between.len()));
        }
        if !self.has_fitting_preposition(word, date, mention) {
            return None;
        }
        let start = between.start.max(between.end.saturating_sub(GOVERNING_WORDS));
        let mut is_event = false;
        for index in between.clone() {
            let name = self.word(index);
            if self.is_in_name(index) {
                continue;
            }
            if self.is_of_event(index) {
                match self.event_before(word, index) {
                    Some(true) => is_event = true,
                    Some(false) => is_event = false,
                    None => return None,
                }
            } else if (means("clause", name) && !self.is_before_event_verb(index))
                || name == ";"
                || (index >= start && self.is_dated(index))
            {
                return None;
            }
        }
        if self.is_of_purpose(&between) || self.is_of_other_event(&between) {
            return None;
        }
        if self.precision(mention) < Precision::Day {
            let follows_event = self.before_date(date).is_some_and(|preposition| {
                preposition > 0 && means("event", self.word(preposition - 1))
            });
            // `an MoU on water in 2028` may be about the year of the work.
            let has_topic = between.clone().any(|index| {
                self.reader.is(index, &["to", "on", "for"])
                    && !self.reader.is(index + 1, &["the", "a", "an"])
            });
            if follows_event || (has_topic && self.published.is_none()) {
                return None;
            }
        }
        Some((if is_event { DateTie::Event } else { DateTie::Clause }, between.len()))
    }

    fn precision(&self, mention: &DateMention) -> Precision {
        mention.resolve(self.published).map_or(Precision::Day, |(date, _)| date.precision())
    }

    /// Ties a date to a signing word behind it: `On 4 July 2022, A and B signed`.
    fn before(
        &self,
        word: &SigningWord,
        date: &Range<usize>,
        mention: &DateMention,
    ) -> Option<(DateTie, usize)> {
        let between = date.end..word.tokens.start;
        let start = self.start_with_preposition(date);
        if word.is_participle
            || between.len() > MAX_DISTANCE
            || self.has_other_signing(&between)
            || self.is_in_other_brackets(word, date)
        {
            return None;
        }
        let is_today = mention.written == WrittenForm::DaysBefore(0);
        let is_announced = between.clone().any(|index| self.announces(index))
            || (start.saturating_sub(3)..start).any(|index| self.announces(index))
            || means("announce", self.word(word.tokens.start));
        if is_announced {
            return is_today.then_some((DateTie::Announcement, between.len()));
        }
        if let Some(place) = self.place_of_meeting(date, &between) {
            return (!self.is_in_relative_clause(&(place + 1..between.end)))
                .then_some((DateTie::Event, between.len()));
        }
        let is_relative =
            !matches!(mention.written, WrittenForm::Full(..) | WrittenForm::WithoutYear { .. });
        let has_preposition = start < date.start && self.reader.is(start, &["on", "in"]);
        let is_first = start == 0
            || self.reader.is(start - 1, &[",", "-", "—", ":", ".", "and", "”", "\""])
            || self.word(start) == "on" && self.reader.is(start - 1, &["that"]);
        let governed = start.saturating_sub(3)..start;
        let comma = governed.clone().rev().find(|index| self.reader.is(*index, &[","]));
        let mut governed = comma.map_or(governed.start, |comma| comma + 1)..start;
        if governed.any(|index| means("dated", self.word(index))) {
            return None;
        }
        let is_near = between.len() <= 8
            && !between.clone().any(|index| {
                means("dated", self.word(index))
                    || self.reader.is(index, &[";", "and"])
                    || self.reader.is(index, &[","]) && index > between.start
            });
        let is_in_relative_clause = self.is_in_relative_clause(&between);
        let is_day = self.precision(mention) == Precision::Day;
        let is_opening = is_day && self.is_in_opening(start, date);
        // `4 July 2022 saw the signing`
        let is_of_verb =
            start == 0 && self.reader.is(date.end, &["saw", "sees", "marked", "marks"]);
        let is_fitting = match (has_preposition, is_first) {
            _ if is_opening || is_of_verb && word.is_noun => true,
            (true, true) => true,
            (true, false) => is_day && (is_near || self.is_first_predicate(date, &between)),
            (false, true) => {
                is_relative && (is_near || mention.written == WrittenForm::DaysBefore(0))
            }
            (false, false) => is_relative && is_near,
        };
        let is_events_place = |index: usize| {
            (has_preposition && start == 0) || self.is_first_predicate(date, &(date.end..index))
        };
        let is_open = between.clone().any(|index| {
            self.reader.is(index, &[";", "after", "following", "when", "while", "before", "had"])
                || (self.reader.is(index, &["where", "wherein"]) && !is_events_place(index))
        });
        (is_fitting && !is_open && !is_in_relative_clause)
            .then_some((DateTie::Clause, between.len()))
    }

    fn announces(&self, index: usize) -> bool {
        means("announce", self.word(index)) && !self.is_in_name(index)
    }

    /// Returns true if a word is part of a date, such as `May`, or of the name of a person, a body or an instrument.
    fn is_in_name(&self, index: usize) -> bool {
        let Some(token) = self.reader.tokens.get(index) else { return false };
        let offset = token.range.start;
        let sentence = self.reader.sentence;
        sentence.dates.iter().any(|date| date.range.contains(&offset))
            || sentence.people.iter().any(|person| person.name.contains(&offset))
            || sentence.bodies.iter().any(|body| body.name.contains(&offset))
            || sentence.instruments.iter().filter(|one| one.range.contains(&offset)).any(|one| {
                let first = self.reader.tokens_of(&one.range).start;
                index < first + WORDS_OF_INSTRUMENT
            })
    }

    /// Returns true if a word takes a date behind it for itself.
    fn is_dated(&self, index: usize) -> bool {
        // `a revised MoU`, `the following persons`
        let is_adjective =
            index > 0 && self.reader.is(index - 1, &["the", "a", "an", "its", "their"]);
        means("dated", self.word(index))
            && !self.reader.tokens[index].is_capitalised
            && !is_adjective
    }

    /// Returns true if the signing word after these tokens is in a relative clause that begins among them.
    fn is_in_relative_clause(&self, between: &Range<usize>) -> bool {
        let opener = between
            .clone()
            .rev()
            .find(|index| self.reader.is(*index, &["which", "that", "who", "whose", "whom"]));
        opener
            .is_some_and(|opener| !(opener..between.end).any(|index| self.reader.is(index, &[","])))
    }

    fn has_other_signing(&self, between: &Range<usize>) -> bool {
        self.others.iter().any(|other| between.start <= other.start && other.end <= between.end)
    }

    /// Returns true if the date is in brackets that the signing word is not in, unless it is alone in them right
    /// behind the signing word.
    fn is_in_other_brackets(&self, word: &SigningWord, date: &Range<usize>) -> bool {
        let opens = |index: &usize| self.reader.is(*index, &["(", ")"]);
        let Some(open) = (0..date.start).rev().take(MAX_DISTANCE).find(opens) else { return false };
        let closes = (date.end..self.reader.tokens.len()).take(MAX_DISTANCE).find(opens);
        let is_inside = self.reader.is(open, &["("])
            && closes.is_some_and(|close| self.reader.is(close, &[")"]));
        let is_direct = open == word.tokens.end && open + 1 == date.start;
        is_inside
            && !self.is_explained_today(open)
            && (word.tokens.start < open && !is_direct
                || closes.is_some_and(|close| word.tokens.start > close))
    }

    /// Returns true for a bracket or a comma behind `today`: `today (4 May 2022)`, `today, 4 May 2022`.
    fn is_explained_today(&self, mark: usize) -> bool {
        mark > 0 && self.reader.is(mark - 1, &["today", "yesterday"])
    }

    /// Returns true if the words before a date behind a signing let it be the day of the signing.
    fn has_fitting_preposition(
        &self,
        word: &SigningWord,
        date: &Range<usize>,
        mention: &DateMention,
    ) -> bool {
        let Some(before) = self.before_date(date) else { return false };
        if before < word.tokens.end {
            return true;
        }
        let name = self.word(before);
        let precision = self.precision(mention);
        let is_relative = matches!(
            mention.written,
            WrittenForm::DaysBefore(_) | WrittenForm::Weekday(_) | WrittenForm::LastWeekday(_)
        );
        match name {
            "on" | "dated" => true,
            "in" | "at" => precision < Precision::Day,
            "(" => precision == Precision::Day,
            "," | "-" | "—" => {
                let place = before.saturating_sub(7)..before;
                precision == Precision::Day
                    && (is_relative
                        || self.is_explained_today(before)
                        || self.reader.has_word(place, &["in", "at", "on"]))
            }
            _ => {
                precision == Precision::Day
                    && !self.is_of_page(mention)
                    && !means("not on", name)
                    && (self.reader.tokens[before].is_word() || name == ")" || is_relative)
            }
        }
    }

    /// Returns true for a day in digits behind a headline, which is that of the page: `A and B Sign MoU 2017-02-21`.
    fn is_of_page(&self, mention: &DateMention) -> bool {
        let tokens = self.reader.tokens_of(&mention.range);
        let is_last = tokens.end >= self.reader.tokens.len();
        let mut written = self.reader.tokens[tokens].iter().map(|token| &*token.word);
        let is_mark = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '/' | '.');
        is_last && written.all(|word| word.chars().all(is_mark))
    }

    /// Returns true if the word is the verb of an event: `held`, or `place` in `took place`.
    fn is_of_event(&self, index: usize) -> bool {
        means("event verb", self.word(index))
            || self.reader.is(index, &["took", "takes", "taking"])
                && self.word(index + 1) == "place"
    }

    fn is_before_event_verb(&self, index: usize) -> bool {
        (index + 1..index + 4).any(|next| self.is_of_event(next))
    }

    /// Returns true if the event of a verb behind the signing word is another event than the ceremony; `None` if
    /// it is neither.
    fn event_before(&self, word: &SigningWord, verb: usize) -> Option<bool> {
        let nouns = (word.tokens.end..verb).rev().take(14).find_map(|index| {
            let name = self.word(index);
            if self.reader.is(index, &["ceremony", "signing"]) {
                let is_other = index > 0 && means("other ceremony", self.word(index - 1));
                return Some(is_other);
            }
            means("event", name).then_some(true)
        });
        nouns.or(word.is_noun.then_some(false))
    }
}
