//! What is signed or witnessed: the agreement in question, or something else.

use super::line::MAX_GAP_TOKENS;
use super::roles::RoleReader;

impl RoleReader<'_> {
    /// Returns true for a short sentence that only says where or when somebody signed: `President X signed in Lima.`
    pub(super) fn signs_alone(&self, verb: usize) -> bool {
        let line = self.line;
        let is_short = line.tokens.len() - verb <= 8;
        is_short
            && line.key(verb) == "signed"
            && line.sentence.instruments.is_empty()
            && matches!(line.key(verb + 1), "in" | "at" | "on" | "from" | "for" | ".")
    }

    /// Returns true if the people are the subject of a relative clause about an instrument: `the MoU, which A and B signed`.
    pub(super) fn is_relative_object(&self, first: usize) -> bool {
        let start = self.line.people[first].start;
        let is_relative =
            self.line.keys(..start).rev().take(2).any(|key| matches!(key, "which" | "that"));
        let offset = self.line.tokens[start].range.start;
        let instruments = &self.line.sentence.instruments;
        let before = instruments.iter().rfind(|instrument| instrument.range.end <= offset);
        is_relative && before.is_some_and(|instrument| !instrument.is_other)
    }

    /// Returns true if a clause ends at a token.
    pub(super) fn ends_clause(&self, index: usize) -> bool {
        self.line.tokens.get(index).is_none_or(|token| matches!(token.text, "." | "," | ";" | "]"))
            || matches!(self.line.key(index), "on" | "in" | "at")
    }

    /// Returns true if what is signed is an instrument, and this one.
    pub(super) fn is_signed_here(&self, verb: usize) -> bool {
        let line = self.line;
        let previous = verb.checked_sub(1).map_or("", |previous| line.key(previous));
        if matches!(previous, "was" | "were" | "been" | "is" | "are" | "be") {
            return false;
        }
        let start = line.tokens[verb].range.end;
        let near =
            line.tokens.get(verb + MAX_GAP_TOKENS).map_or(usize::MAX, |token| token.range.start);
        let mut instruments = line.sentence.instruments.iter();
        match instruments
            .find(|instrument| instrument.range.start >= start && instrument.range.start < near)
        {
            Some(first) => !first.is_other,
            None => line.tokens[verb + 1..]
                .iter()
                .take(12)
                .any(|token| self.words.is_object(&token.key)),
        }
    }

    /// Returns true if the instrument named before a word is another one than that of the text.
    pub(super) fn is_of_other(&self, index: usize) -> bool {
        let offset = self.line.tokens[index].range.start;
        let instruments = &self.line.sentence.instruments;
        let before = instruments.iter().rfind(|instrument| instrument.range.end <= offset);
        before.is_some_and(|instrument| instrument.is_other)
    }

    /// Returns true if words after `witnessed` name a signing.
    pub(super) fn is_about_signing(&self, verb: usize) -> bool {
        let near = self.line.tokens[verb + 1..].iter().take(12);
        near.into_iter().any(|token| {
            matches!(
                token.key.as_str(),
                "signing"
                    | "ceremony"
                    | "exchange"
                    | "agreement"
                    | "mou"
                    | "mous"
                    | "memorandum"
                    | "signature"
                    | "event"
                    | "occasion"
                    | "inking"
                    | "conclusion"
                    | "it"
            )
        })
    }

    /// Returns true if the sentence speaks of `the ceremony`, which is that of the signing.
    pub(super) fn has_ceremony(&self) -> bool {
        let line = self.line;
        (1..line.tokens.len()).any(|index| {
            line.key(index) == "ceremony"
                && matches!(line.key(index - 1), "the" | "this" | "signing")
        })
    }

    /// Returns true if there is a word of signing before a token.
    pub(super) fn has_signing_word(&self, index: usize) -> bool {
        self.line.keys(..index).any(|key| {
            self.words.is_verb(key)
                || self.words.is_participle(key)
                || matches!(key, "signing" | "signature" | "exchanged")
        })
    }
}
