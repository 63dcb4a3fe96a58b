//! What the sentences before a clause and the headings above it say that it is about.

use std::ops::Range;

use super::about::TermSentence;
use super::about_words::{TERM_HEADINGS, TERM_NOUNS, TermNoun};
use crate::extract::text::BlockKind;

/// How many sentences before `it` may name what it means.
const MAX_SENTENCES_OF_PRONOUN: usize = 3;

/// How many lines such as `Place: Oslo` may be above one about the term.
const MAX_LABELS: usize = 8;

/// The most words of the subject of a clause about the agreement.
const WORDS_OF_SUBJECT: usize = 6;

/// The longest heading of a section.
const MAX_HEADING_BYTES: usize = 90;

/// The words of a line up to its colon.
const WORDS_OF_LABEL: usize = 6;

impl TermSentence<'_, '_> {
    /// Returns true if `it` means the agreement: the sentence before is about it, and names nothing else that may
    /// have a term.
    pub(super) fn is_agreement_spoken_of(&self) -> bool {
        let first = self.index.saturating_sub(MAX_SENTENCES_OF_PRONOUN);
        for before in (first..self.index).rev() {
            let reader = self.context.tokens(before);
            let text = TermSentence::new(self.context, self.subject, reader, before);
            if text.names_other(text.end_of_main_clause()) {
                return self.subject.is_formal && self.is_in_section();
            }
            if text.names_agreement() {
                return true;
            }
            if !reader.is(0, &["it", "this", "they"]) {
                return false;
            }
        }
        false
    }

    /// Returns true if `its` or `the term` at an index means the agreement: named before it, or in the sentence before.
    pub(super) fn has_it_before(&self, index: usize) -> bool {
        let is_named = self.has_agreement(&(0..index)) && !(0..index).any(|at| self.is_other(at));
        is_named || (index == 0 && (self.is_in_section() || self.is_agreement_spoken_of()))
    }

    /// Returns true if a line such as `Term: five years` is one about the agreement: other such lines and the sentence
    /// or heading above them name nothing else that may have a term.
    pub(super) fn is_label(&self) -> bool {
        if self.subject.is_formal {
            return true;
        }
        let first = self.index.saturating_sub(MAX_LABELS);
        for before in (first..self.index).rev() {
            let reader = self.context.tokens(before);
            let text = TermSentence::new(self.context, self.subject, reader, before);
            let is_line = (0..WORDS_OF_LABEL).any(|index| reader.is(index, &[":"]));
            let end = if is_line { WORDS_OF_LABEL } else { reader.tokens.len() };
            if text.names_other(end) {
                return false;
            }
            if text.names_agreement() || !is_line {
                return text.names_agreement();
            }
        }
        false
    }

    /// Returns the index of the condition behind a clause about the agreement, whose nouns `it` does not mean: `The
    /// memorandum will enter into force once all procedures are completed. It is valid for`.
    fn end_of_main_clause(&self) -> usize {
        let count = self.reader.tokens.len();
        let is_condition =
            |index: &usize| self.reader.is(*index, &["once", "after", "when", "if", "unless"]);
        let condition = (0..count).find(is_condition);
        condition
            .filter(|end| self.has_agreement(&(0..WORDS_OF_SUBJECT.min(*end))))
            .unwrap_or(count)
    }

    /// Returns true if the sentence quotes the agreement itself and nobody: `“This MoU shall remain in force`.
    pub(super) fn quotes_agreement(&self) -> bool {
        let is_mark = |index: &usize| self.reader.is(*index, &["“", "\"", "'", "‘"]);
        let start = (0..self.reader.tokens.len()).find(|index| !is_mark(index)).unwrap_or_default();
        let end = start + WORDS_OF_SUBJECT;
        self.reader.is(start, &["this", "the"])
            && self.has_agreement(&(start..end))
            && self.reader.has_word(start..end + 2, &["shall"])
    }

    /// Returns true if one of the tokens up to an index is a noun that `it` may mean in the next sentence. The office of
    /// a person and the name of a body are none: `Chief Executive Officer`, `City Council`.
    fn names_other(&self, end: usize) -> bool {
        let is_in_name = |index: usize| {
            let offset = self.reader.tokens[index].range.start;
            let sentence = self.reader.sentence;
            sentence.people.iter().any(|one| one.range.contains(&offset))
                || sentence.bodies.iter().any(|one| one.range.contains(&offset))
        };
        (0..end.min(self.reader.tokens.len())).any(|index| {
            self.is_other(index)
                && TERM_NOUNS.get(self.reader.word(index)) != Some(&TermNoun::Action)
                && !is_in_name(index)
        })
    }

    /// Returns true if one of the sentences before, in the same paragraph or near, names the agreement.
    pub(super) fn is_about_before(&self) -> bool {
        let first = self.index.saturating_sub(MAX_SENTENCES_OF_PRONOUN);
        self.context.sentences[first..self.index]
            .iter()
            .any(|before| before.instruments.iter().any(|one| !one.is_other))
    }

    /// Returns true if the nearest heading above is about the time in force, and the text is the agreement itself.
    pub(super) fn is_in_section(&self) -> bool {
        if !self.subject.is_formal {
            return false;
        }
        let first = self.index.saturating_sub(8);
        let sentences = self.context.sentences[first..=self.index].iter().rev();
        let mut headings = sentences.filter_map(|sentence| {
            let text = self.context.source.text[sentence.sentence.range.clone()].trim();
            is_section_heading(text, sentence.sentence.kind).then(|| text.to_lowercase())
        });
        headings.next().is_some_and(|heading| {
            let mut words = heading.split(|letter: char| !letter.is_alphabetic());
            words.any(|word| TERM_HEADINGS.contains(&word))
        })
    }

    /// Returns true if the word of the signing is one of a renewal.
    pub(super) fn is_of_renewal(&self, signing: &Range<usize>) -> bool {
        let word = self.context.source.text[signing.clone()].to_lowercase();
        ["renew", "exten", "prolong"].iter().any(|start| word.starts_with(start))
    }
}

/// Returns true for a heading that says more than its number: `Article 5 – Duration`, `EFFECTIVITY AND TERM.`
fn is_section_heading(text: &str, kind: BlockKind) -> bool {
    const NUMBER_WORDS: [&str; 8] =
        ["article", "section", "clause", "paragraph", "chapter", "part", "art", "sec"];
    let is_short = text.len() <= MAX_HEADING_BYTES;
    let has_word = text
        .split(|letter: char| !letter.is_alphabetic())
        .any(|word| word.len() > 3 && !NUMBER_WORDS.contains(&word.to_lowercase().as_str()));
    let is_in_capitals = !text.contains(char::is_lowercase);
    let is_line = !text.ends_with(['.', ';', ':', ',', '”', '"']);
    let is_heading = matches!(kind, BlockKind::Heading | BlockKind::Headline);
    is_short && has_word && (is_heading || is_in_capitals || is_line)
}
