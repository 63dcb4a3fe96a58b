//! Whether a clause is about the agreement itself, not about something that has a term of its own.

use std::ops::Range;

use super::about_words::{
    AUXILIARY_VERBS, DETERMINER_WORDS, JOINT_WORK_WORDS, MODAL_VERBS, NO_ADJECTIVES,
    PREPOSITION_WORDS, TERM_NOUNS, TermNoun,
};
use super::pattern::{PatternText, Slot};
use crate::domain::Day;
use crate::extract::facts::TextContext;
use crate::extract::facts::agreements::DraftSubject;
use crate::extract::facts::clauses::TokenReader;
use crate::extract::mentions::dates::{DateMention, WrittenForm};
use crate::extract::mentions::durations::DurationMention;

/// The longest clause, in words, whose subject is sought.
const MAX_CLAUSE_WORDS: usize = 150;

/// A sentence in which the patterns of terms are sought.
pub(super) struct TermSentence<'r, 'a> {
    /// The sentence.
    pub(super) reader: &'r TokenReader<'a>,
    /// Its index.
    pub(super) index: usize,
    /// The text.
    pub(super) context: &'r TextContext<'a>,
    /// The agreement.
    pub(super) subject: &'r DraftSubject,
    lengths: Vec<(Range<usize>, &'a DurationMention)>,
    dates: Vec<(Range<usize>, &'a DateMention)>,
    /// The nouns for the agreement: the index of the noun, and where its phrase may end, the longest first.
    nouns: Vec<(usize, Vec<usize>)>,
}

impl<'r, 'a> TermSentence<'r, 'a> {
    /// Reads a sentence.
    pub(super) fn new(
        context: &'r TextContext<'a>,
        subject: &'r DraftSubject,
        reader: &'r TokenReader<'a>,
        index: usize,
    ) -> Self {
        let sentence = reader.sentence;
        let lengths = sentence.durations.iter().map(|one| (reader.tokens_of(&one.range), one));
        let dates = sentence.dates.iter().map(|one| (reader.tokens_of(&one.range), one));
        let mut text = Self {
            reader,
            index,
            context,
            subject,
            lengths: lengths.collect(),
            dates: dates.collect(),
            nouns: Vec::new(),
        };
        text.nouns = text.find_nouns();
        text
    }

    /// Returns the day of the text.
    pub(super) fn published(&self) -> Option<Day> {
        self.context.published
    }

    /// Returns the length at these tokens.
    pub(super) fn length(&self, tokens: &Range<usize>) -> Option<&'a DurationMention> {
        let (range, length) = starting_at(&self.lengths, tokens.start)?;
        (range == tokens).then_some(*length)
    }

    /// Returns the date at these tokens.
    pub(super) fn date(&self, tokens: &Range<usize>) -> Option<&'a DateMention> {
        let (range, date) = starting_at(&self.dates, tokens.start)?;
        (range == tokens).then_some(*date)
    }

    /// Returns the tokens of the lengths.
    pub(super) fn lengths(&self) -> impl Iterator<Item = (&Range<usize>, &'a DurationMention)> {
        self.lengths.iter().map(|(range, length)| (range, *length))
    }

    /// Returns true if the sentence names the agreement.
    pub(super) fn names_agreement(&self) -> bool {
        !self.nouns.is_empty()
    }

    /// Returns true if one of these tokens is a noun for the agreement.
    pub(super) fn has_agreement(&self, tokens: &Range<usize>) -> bool {
        let next = self.nouns.partition_point(|(noun, _)| *noun < tokens.start);
        self.nouns.get(next).is_some_and(|(noun, _)| tokens.contains(noun))
    }

    /// Returns the nouns of the sentence that mean the agreement.
    fn find_nouns(&self) -> Vec<(usize, Vec<usize>)> {
        let mut nouns: Vec<(usize, Vec<usize>)> = Vec::new();
        for mention in &self.reader.sentence.instruments {
            let tokens = self.reader.tokens_of(&mention.range);
            let noun = tokens.clone().find(|index| {
                TERM_NOUNS.get(self.reader.word(*index)) == Some(&TermNoun::Agreement)
            });
            let noun = noun.unwrap_or(tokens.start);
            if self.is_own(mention, &tokens) {
                let mut ends = vec![tokens.end];
                ends.extend(self.ends_of_noun(noun).into_iter().filter(|end| *end != tokens.end));
                let bracket = self.behind_bracket(tokens.end);
                ends.insert(0, bracket);
                ends.sort_unstable_by(|one, other| other.cmp(one));
                ends.dedup();
                nouns.push((noun, ends));
            }
        }
        let in_mention = |index: usize| {
            let offset = self.reader.tokens[index].range.start;
            self.reader.sentence.instruments.iter().any(|one| one.range.contains(&offset))
        };
        for index in 0..self.reader.tokens.len() {
            let is_noun = TERM_NOUNS.get(self.reader.word(index)) == Some(&TermNoun::Agreement);
            let is_definite = (index.saturating_sub(3)..index)
                .any(|before| self.reader.is(before, &["this", "the", "present", "said", "these"]));
            if is_noun && is_definite && !in_mention(index) {
                nouns.push((index, self.ends_of_noun(index)));
            }
        }
        nouns.sort_unstable();
        nouns
    }

    /// Returns true if an instrument is the one in question: not another one, and of its kind or of a general one.
    fn is_own(
        &self,
        mention: &crate::extract::mentions::instruments::InstrumentMention,
        tokens: &Range<usize>,
    ) -> bool {
        if mention.is_other {
            return false;
        }
        let kind = &self.subject.kind.value;
        let is_general = |kind: &str| {
            matches!(kind, "agreement" | "memorandum" | "arrangement" | "accord" | "pact")
        };
        let is_this = self.reader.is(tokens.start.wrapping_sub(1), &["this", "present"]);
        let has_own_title = mention.title.is_some() && !is_this;
        *kind == mention.kind
            || (is_general(&mention.kind) && (!has_own_title || is_general(kind)))
            || is_this
            || kind.eq_ignore_ascii_case(&mention.kind)
    }

    /// Returns where a noun phrase may end: behind the noun, `of understanding`, and a bracket.
    fn ends_of_noun(&self, noun: usize) -> Vec<usize> {
        let mut end = noun + 1;
        if self.reader.is(end, &["of", "on"])
            && self.reader.is(
                end + 1,
                &["understanding", "cooperation", "intent", "agreement", "collaboration"],
            )
        {
            end += 2;
        }
        let bracket = self.behind_bracket(end);
        if bracket > end { vec![bracket, end] } else { vec![end] }
    }

    /// Returns the index behind a short bracket that opens here.
    fn behind_bracket(&self, index: usize) -> usize {
        let opens = self.reader.is(index, &["("]);
        let close = (index + 1..index + 9).find(|close| self.reader.is(*close, &[")"]));
        close.filter(|_| opens).map_or(index, |close| close + 1)
    }

    fn noun(&self, index: usize) -> Option<TermNoun> {
        TERM_NOUNS.get(self.reader.word(index)).copied()
    }

    /// Returns true for a noun that may have a term of its own.
    pub(super) fn is_other(&self, index: usize) -> bool {
        matches!(self.noun(index), Some(TermNoun::Other | TermNoun::Action))
            && !self.is_own_kind(index)
    }

    /// Returns true for `programme` if the agreement is a cooperation programme.
    fn is_own_kind(&self, index: usize) -> bool {
        let word = self.reader.word(index);
        word.len() > 3 && self.subject.kind.value.to_lowercase().split(' ').any(|part| part == word)
    }

    /// Returns the end of the noun phrase of the agreement that contains an index.
    fn phrase_end(&self, noun: usize) -> usize {
        let next = self.nouns.partition_point(|(index, _)| *index < noun);
        let ends = self.nouns.get(next).filter(|(index, _)| *index == noun).map(|(_, ends)| ends);
        ends.and_then(|ends| ends.first().copied()).unwrap_or(noun + 1)
    }

    /// Returns true if the subject of the verb at an index is the agreement.
    pub(super) fn is_about(&self, verb: usize) -> bool {
        let mut end = verb;
        while end > 0
            && (self.reader.is(end - 1, &MODAL_VERBS)
                || self.reader.is(
                    end - 1,
                    &[
                        "also",
                        "therefore",
                        "then",
                        "hereby",
                        "only",
                        "be",
                        "not",
                        "initially",
                        "is",
                        "are",
                        "was",
                        "been",
                        "has",
                        "have",
                        "had",
                    ],
                ))
        {
            end -= 1;
        }
        let Some(last) = end.checked_sub(1) else {
            return self.is_in_section();
        };
        if self.reader.is(last, &["which", "that", "who"]) {
            let before = if last > 0 && self.reader.is(last - 1, &[","]) { last - 1 } else { last };
            return self.ends_agreement(before) || self.ends_agreement(self.before_date(before));
        }
        if let Some(start) = self.start_of_agreement_before(end)
            && !(start > 0 && self.reader.is(start - 1, &PREPOSITION_WORDS))
        {
            return true;
        }
        self.has_agreement_as_subject(end)
    }

    /// Returns the index of a date with its preposition that ends at an index: `signed an MoU on 3 May 2022, which`.
    fn before_date(&self, end: usize) -> usize {
        let date = self.dates.iter().find(|(tokens, _)| tokens.end == end);
        let start = date.map_or(end, |(tokens, _)| tokens.start);
        start - usize::from(start > 0 && start < end && self.reader.is(start - 1, &["on", "in"]))
    }

    /// Returns true if a phrase for the agreement ends at an index.
    fn ends_agreement(&self, end: usize) -> bool {
        self.nouns_before(end).iter().any(|(_, ends)| ends.contains(&end))
    }

    /// Returns the nouns whose phrases may end at an index.
    fn nouns_before(&self, end: usize) -> &[(usize, Vec<usize>)] {
        let first = self.nouns.partition_point(|(noun, _)| noun + MAX_CLAUSE_WORDS < end);
        let last = self.nouns.partition_point(|(noun, _)| *noun < end);
        &self.nouns[first.min(last)..last]
    }

    /// Returns where the phrase for the agreement that ends at an index begins.
    fn start_of_agreement_before(&self, end: usize) -> Option<usize> {
        let (noun, _) = self.nouns_before(end).iter().find(|(_, ends)| ends.contains(&end))?;
        Some(self.start_of_phrase(*noun))
    }

    /// Returns the index of the article or adjective with which the phrase of a noun begins.
    fn start_of_phrase(&self, noun: usize) -> usize {
        let mut start = noun;
        while start > 0 && noun - start < 5 {
            let before = start - 1;
            if self.reader.is(before, &DETERMINER_WORDS) {
                return before;
            }
            if !self.is_adjective(before) {
                break;
            }
            start = before;
        }
        start
    }

    fn is_adjective(&self, index: usize) -> bool {
        let Some(token) = self.reader.tokens.get(index) else { return false };
        (token.is_word() || token.is("-"))
            && !NO_ADJECTIVES.contains(&&*token.word)
            && !self.is_other(index)
    }

    /// Returns where the clause of a verb begins, behind what introduces it: `Under the MoU, the programme …`.
    fn start_of_clause(&self, verb: usize) -> Option<usize> {
        let first = verb.saturating_sub(MAX_CLAUSE_WORDS);
        let breaks = (first..verb).rev().find(|index| self.reader.is(*index, &[";", ":"]));
        if breaks.is_none() && first > 0 {
            return None;
        }
        let mut start = breaks.map_or(0, |index| index + 1);
        for _ in 0..3 {
            let is_numbered = self.reader.tokens.get(start).is_some_and(|token| {
                token.is_digits() || token.is_any(&["(", ")", ".", "\\", "article", "section"])
            });
            if is_numbered {
                start += 1;
                continue;
            }
            if !self.reader.is(start, &PREPOSITION_WORDS) {
                break;
            }
            let comma = (start..verb).find(|index| self.reader.is(*index, &[","]))?;
            start = comma + 1;
        }
        Some(start)
    }

    /// Returns true if the first noun of the clause is the agreement, and the verb belongs to it.
    fn has_agreement_as_subject(&self, end: usize) -> bool {
        let Some(start) = self.start_of_clause(end) else { return false };
        let head = (start..end).find(|index| {
            let is_possessive = self.reader.is(index + 1, &["'"]);
            // `this` before a noun is no pronoun.
            let is_article = self.reader.is(*index, &["this", "these", "which"]) && index + 1 < end;
            self.noun(*index).is_some() && !is_possessive && !is_article
        });
        let Some(head) = head else {
            // `Signed on 6 July 2016. Entered into force on 5 August 2016`, above a formal text.
            let is_remark = self.subject.is_formal && self.reader.has_word(0..4, &["signed"]);
            return is_remark || self.is_in_section();
        };
        let last = end - 1;
        if !self.has_agreement(&(head..head + 1)) {
            return self.is_loose_subject(head, end);
        }
        let behind = self.phrase_end(head);
        if behind >= end {
            return !(head > start && self.reader.is(head - 1, &PREPOSITION_WORDS));
        }
        let is_joined = self.reader.is(last, &[",", "and", "or", "but", ")"]);
        let has_auxiliary = (behind..last).any(|index| self.reader.is(index, &AUXILIARY_VERBS));
        if has_auxiliary {
            return is_joined;
        }
        let goes_on = self.reader.is(behind, &PREPOSITION_WORDS)
            || self.reader.is(behind, &[",", "(", "and", "which", "that", "'", "“", "\""]);
        is_joined || (goes_on && self.is_plain(behind..end))
    }

    /// Returns true if no relative clause begins among these tokens.
    fn is_plain(&self, mut tokens: Range<usize>) -> bool {
        !tokens.any(|index| self.reader.is(index, &["which", "that", "who"]))
    }

    /// Returns true if `it`, or the cooperation under the agreement, is the subject.
    fn is_loose_subject(&self, head: usize, end: usize) -> bool {
        if self.noun(head) != Some(TermNoun::Loose) && !self.is_own_kind(head) {
            return false;
        }
        if self.reader.is(head, &["it", "this", "they", "these"]) {
            let is_joined = self.reader.is(end - 1, &[",", "and", "or", "but"]);
            return (head + 1 == end || is_joined) && self.is_agreement_spoken_of();
        }
        if self.is_own_kind(head) {
            return self.is_plain(head..end);
        }
        let is_under = self.reader.is(head + 1, &["under", "within", "pursuant", "provided"])
            && self.has_agreement(&(head..end));
        is_under || (self.subject.is_formal && head + 1 == end)
    }

    /// Returns true if the agreement is the first noun of the sentence, and nothing else that may have a term is
    /// between it and an index.
    pub(super) fn is_agreement_throughout(&self, end: usize) -> bool {
        self.is_first_noun_before(end, |index| self.is_other(index))
    }

    /// Returns true if the agreement is the first noun of the sentence, and nothing that `is_other` accepts is between
    /// it and an index.
    fn is_first_noun_before(&self, end: usize, is_other: impl Fn(usize) -> bool) -> bool {
        let Some(start) = self.start_of_clause(end) else { return false };
        let next = self.nouns.partition_point(|(noun, _)| *noun < start);
        let Some((noun, _)) = self.nouns.get(next).filter(|(noun, _)| *noun < end) else {
            return false;
        };
        !(start..*noun).any(|index| self.noun(index).is_some())
            && self.is_plain(*noun..end)
            && !(self.phrase_end(*noun)..end).any(is_other)
    }

    /// Returns true if the agreement is a programme or plan that the sentence begins with.
    pub(super) fn is_of_programme(&self, end: usize) -> bool {
        let kind = self.subject.kind.value.to_lowercase();
        let is_programme = ["programme", "program", "plan"].iter().any(|word| kind.ends_with(word));
        let Some((noun, _)) = self.nouns.first() else { return false };
        is_programme && *noun <= 6 && self.is_plain(*noun..end)
    }

    /// Returns true if the agreement is the first noun of the sentence, and only work under it is named between it and
    /// an index: `The MoU sets out joint work for 2024 and 2025`.
    pub(super) fn is_joint_work(&self, end: usize) -> bool {
        let is_joint = |index| self.reader.is(index, &JOINT_WORK_WORDS);
        self.is_first_noun_before(end, |index| self.is_other(index) && !is_joint(index))
    }
}

/// Returns the mention that starts with a token; the mentions are in order.
fn starting_at<T>(mentions: &[(Range<usize>, T)], index: usize) -> Option<&(Range<usize>, T)> {
    let next = mentions.partition_point(|(tokens, _)| tokens.start < index);
    mentions.get(next).filter(|(tokens, _)| tokens.start == index)
}

/// Returns true if a token is part of one of the mentions, which are in order.
fn is_within<T>(mentions: &[(Range<usize>, T)], index: usize) -> bool {
    let next = mentions.partition_point(|(tokens, _)| tokens.end <= index);
    mentions.get(next).is_some_and(|(tokens, _)| tokens.contains(&index))
}

impl PatternText for TermSentence<'_, '_> {
    fn word(&self, index: usize) -> &str {
        self.reader.word(index)
    }

    fn ends(&self, slot: Slot, index: usize) -> Vec<usize> {
        let length = || starting_at(&self.lengths, index);
        let date = |is_span: bool| {
            let found = starting_at(&self.dates, index)
                .filter(|(_, date)| matches!(date.written, WrittenForm::Span(..)) == is_span);
            found.map(|(tokens, _)| tokens.end).into_iter().collect()
        };
        match slot {
            Slot::Length => length().map(|(tokens, _)| tokens.end).into_iter().collect(),
            Slot::AdjectiveLength => {
                let found = length().filter(|(tokens, _)| {
                    let last = self.reader.word(tokens.end - 1);
                    !last.ends_with('s') && !self.reader.is(tokens.start, &["a", "an", "another"])
                });
                found.map(|(tokens, _)| tokens.end).into_iter().collect()
            }
            Slot::Date => date(false),
            Slot::Span => date(true),
            Slot::Adjective => {
                if self.is_adjective(index) {
                    vec![index + 1]
                } else {
                    Vec::new()
                }
            }
            Slot::Agreement => {
                let next = self.nouns.partition_point(|(noun, _)| *noun < index);
                let near = self.nouns[next..].iter().take_while(|(noun, _)| *noun < index + 6);
                let found = near
                    .into_iter()
                    .find(|(noun, _)| *noun == index || self.start_of_phrase(*noun) <= index);
                found.map(|(_, ends)| ends.clone()).unwrap_or_default()
            }
        }
    }

    fn has(&self, slot: Slot) -> bool {
        match slot {
            Slot::Length | Slot::AdjectiveLength => !self.lengths.is_empty(),
            Slot::Date | Slot::Span => !self.dates.is_empty(),
            Slot::Agreement => !self.nouns.is_empty(),
            Slot::Adjective => true,
        }
    }

    fn may_be_in_gap(&self, index: usize, is_strict: bool) -> bool {
        let is_named = is_within(&self.lengths, index) || is_within(&self.dates, index);
        let breaks = [";", "will", "shall", "may", "which", "that", "who", "notice"];
        let strict = ["to", "has", "have", "is", "are", "was", "were", "under"];
        !is_named
            && !self.reader.is(index, &breaks)
            && !(is_strict && (self.reader.is(index, &strict) || self.is_other(index)))
    }
}
