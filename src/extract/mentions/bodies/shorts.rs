//! Short names in brackets after a name, and definitions: `(hereinafter referred to as "VAST")`.

use std::ops::Range;

use super::names::Names;
use crate::extract::sentences::WordKind;

/// What brackets after a name say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bracket {
    /// A short name.
    Short(Range<usize>),
    /// The full name, where the short one comes first: `ESA (European Space Agency)`.
    Full(Range<usize>),
    /// A country.
    Nation(usize),
    /// Something else.
    Other,
}

/// The words that introduce a definition.
const DEFINING_WORDS: [&str; 22] = [
    "hereinafter",
    "hereafter",
    "herein",
    "referred",
    "to",
    "as",
    "called",
    "the",
    "also",
    "known",
    "in",
    "short",
    "or",
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    "and",
    "jointly",
    "collectively",
];

/// The most words that brackets have.
const MAX_BRACKET_WORDS: usize = 16;

impl Names<'_> {
    /// Returns what brackets that open at a word say of the name before them, and the number after them.
    pub(super) fn bracket(&self, name: &Range<usize>, open: usize) -> Option<(Bracket, usize)> {
        let is_definition = self.reading.lower(open) == ","
            && self.reading.is_one_of(open + 1, &["hereinafter", "hereafter"]);
        let opener = self.reading.lower(open);
        let close = match opener {
            "(" => ")",
            "[" => "]",
            "," if is_definition => ",",
            _ => return None,
        };
        let end = (open + 1..(open + MAX_BRACKET_WORDS).min(self.reading.words.len()))
            .find(|&index| self.reading.lower(index) == close)
            .or_else(|| is_definition.then(|| self.definition_end(open + 1)))?;
        let after = if is_definition { end } else { end + 1 };
        Some((self.bracket_meaning(name, open + 1..end), after))
    }

    /// Returns the number after a definition without a second comma.
    fn definition_end(&self, start: usize) -> usize {
        let is_inside = |&index: &usize| {
            index < self.reading.words.len()
                && (DEFINING_WORDS.contains(&self.reading.lower(index))
                    || self.reading.has_capital(index))
        };
        (start..start + MAX_BRACKET_WORDS)
            .take_while(is_inside)
            .last()
            .map_or(start, |last| last + 1)
    }

    fn bracket_meaning(&self, name: &Range<usize>, inside: Range<usize>) -> Bracket {
        // `the “Ministry”` is no short name, `the “MGIMO”` is one.
        let has_acronym = inside.clone().any(|index| self.is_acronym(index));
        let defines_article = !has_acronym
            && inside.clone().any(|index| {
                self.reading.lower(index) == "the"
                    && !self.is_full_name(name, index + 1..inside.end)
            });
        let mut words = inside.clone();
        while words.start < words.end && DEFINING_WORDS.contains(&self.reading.lower(words.start)) {
            words.start += 1;
        }
        while words.start < words.end
            && self.reading.kind(words.end - 1) == Some(WordKind::Punctuation)
        {
            words.end -= 1;
        }
        if words.is_empty() {
            return Bracket::Other;
        }
        if self.nation_end(words.start) == Some(words.end) {
            return Bracket::Nation(words.start);
        }
        if self.is_full_name(name, words.clone()) {
            return Bracket::Full(words);
        }
        // `MOH or the Ministry`, `SMU; UEN 2000`: the first of several.
        let first_end = (words.start..words.end)
            .find(|&index| {
                self.reading
                    .is_one_of(index, &[",", ";", ":", "or", "–", "-", "“", "\"", "formerly"])
            })
            .unwrap_or(words.end);
        let short = words.start..first_end;
        if !defines_article && self.is_short_name(name, &short) {
            return Bracket::Short(short);
        }
        Bracket::Other
    }

    /// Returns true if the name is a short one, and the words in brackets its full form.
    fn is_full_name(&self, name: &Range<usize>, words: Range<usize>) -> bool {
        let is_short = name.len() == 1 && self.is_acronym(name.start);
        let capitals = words.clone().filter(|&index| self.reading.has_capital(index)).count();
        is_short && capitals >= 2 && words.len() >= 2 && self.is_name_word(words.start)
    }

    /// Returns true if the words can be the short name of a body with this name.
    fn is_short_name(&self, name: &Range<usize>, short: &Range<usize>) -> bool {
        let is_name_word = |index: usize| {
            self.reading.has_capital(index) || self.reading.is_one_of(index, &["/", "&", "-"])
        };
        let length = |words: &Range<usize>| self.reading.range(words.clone()).len();
        let has_acronym = short.clone().any(|index| {
            let word = self.reading.word(index);
            word.chars().filter(|letter| letter.is_uppercase()).nth(1).is_some()
        });
        let is_word_of_name = short.len() == 1
            && name.clone().any(|index| {
                self.reading.lower(index).starts_with(self.reading.lower(short.start))
            });
        let is_quoted =
            self.reading.is_one_of(short.start.wrapping_sub(1), &["“", "\"", "‘", "'", "as"]);
        !short.is_empty()
            && short.len() <= 5
            && short.clone().all(is_name_word)
            && length(short) < length(name)
            && (has_acronym || is_word_of_name || is_quoted || short.len() == 1)
            && !(short.len() == 1 && self.is_kind(short.start))
            && !matches!(
                self.reading.lower(short.start),
                "mou" | "moc" | "moa" | "loi" | "left" | "right" | "l" | "r" | "centre" | "center"
            )
    }
}
