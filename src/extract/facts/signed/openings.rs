//! Dates in the phrase that opens a sentence, and dates of other events and of what an agreement is for.

use std::ops::Range;

use super::date_words::means;
use super::ties::{DateTies, MAX_DISTANCE};

/// The words of an event before its day: `the opening of the new terminal on 3 May`.
const WORDS_OF_EVENT: usize = 7;

/// The words from `met` to the day of the meeting.
const MAX_WORDS_OF_MEETING: usize = 24;

impl DateTies<'_, '_> {
    /// Returns true if the agreement is to do something on that day: `signed an MoU to open a laboratory on 3 May`.
    pub(super) fn is_of_purpose(&self, between: &Range<usize>) -> bool {
        between.clone().any(|index| {
            self.reader.is(index, &["to"]) && means("dated purpose", self.word(index + 1))
        })
    }

    /// Returns true if a date is that of an event that the agreement was signed before or for: `signed an MoU ahead of
    /// the summit on 3 May`, `for a conference on 3 May`.
    pub(super) fn is_of_other_event(&self, between: &Range<usize>) -> bool {
        let near = between.end.saturating_sub(WORDS_OF_EVENT).max(between.start)..between.end;
        let Some(noun) =
            near.clone().rev().take_while(|index| !self.reader.is(*index, &[","])).find(|index| {
                (means("event", self.word(*index)) || means("occasion", self.word(*index)))
                    && !self.is_in_name_of_instrument(*index)
            })
        else {
            return false;
        };
        let mut index = noun;
        while index > between.start && noun - index < 2 * WORDS_OF_EVENT {
            index -= 1;
            let before = index.wrapping_sub(1);
            match self.word(index) {
                "for" | "before" | "until" | "to" | "since" => return true,
                "of" if self.reader.is(before, &["ahead", "advance"]) => return true,
                "at" | "during" | "in" | "on" | "alongside" | "within" | "as" | "," => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }

    fn is_in_name_of_instrument(&self, index: usize) -> bool {
        let offset = self.reader.tokens[index].range.start;
        self.reader.sentence.instruments.iter().any(|one| one.range.contains(&offset))
    }

    /// Returns true for a day in the phrase that opens a sentence: `In Rome on Thursday, A and B signed`.
    pub(super) fn is_in_opening(&self, start: usize, date: &Range<usize>) -> bool {
        let ends = self.reader.is(date.end, &[","]);
        let is_phrase = self.reader.is(0, &["in", "at", "during"]) && start <= WORDS_OF_EVENT;
        let is_plain = (1..start).all(|index| {
            let is_visit =
                self.reader.is(index, &["to"]) && self.reader.is(index - 1, &["visit", "trip"]);
            (!self
                .reader
                .is(index, &[",", ";", "and", "of", "after", "before", "since", "with", "to"])
                || is_visit)
                && !self.word(index).ends_with("ed")
                && !means("dated", self.word(index))
                && !means("clause", self.word(index))
        });
        ends && is_phrase && is_plain
    }

    /// Returns the index of `where` in `met in Riga on 3 May, where they signed`: the day of the meeting is that of the
    /// signing.
    pub(super) fn place_of_meeting(
        &self,
        date: &Range<usize>,
        between: &Range<usize>,
    ) -> Option<usize> {
        let place = between.start + usize::from(self.reader.is(between.start, &[","]));
        let is_where = self.reader.is(place, &["where"]) && place < between.end;
        let clause = date.start.saturating_sub(MAX_WORDS_OF_MEETING)..date.start;
        let verb = clause.rev().find(|index| {
            self.reader.is(
                *index,
                &["met", "gathered", "convened", "attended", "participated", "joined", "visited"],
            )
        });
        verb.filter(|_| is_where).map(|_| place)
    }

    /// Returns true if a date stands before the first verb of the sentence, so that it holds for the verbs that are
    /// joined to it: `The minister on Monday visited the port and signed`.
    pub(super) fn is_first_predicate(&self, date: &Range<usize>, between: &Range<usize>) -> bool {
        let is_first = date.start <= MAX_DISTANCE
            && !(0..date.start).any(|index| {
                means("clause", self.word(index))
                    || means("dated", self.word(index))
                    || self.reader.is(index, &[";", ":"])
            });
        let is_verb = self.reader.tokens.get(date.end).is_some_and(|token| {
            !token.is_capitalised && (token.word.ends_with("ed") || means("dated", &token.word))
        });
        is_first
            && is_verb
            && !between.clone().any(|index| {
                self.reader.is(index, &["which", "that", "who", "whose", "since", ";", "had"])
            })
    }
}
