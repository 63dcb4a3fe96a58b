//! The words of a sentence with what names and offices are recognised by.

use std::ops::Range;

use super::super::nations::{NationKind, NationMention};
use super::lists::WordLists;
use crate::extract::sentences::{TextSentence, WordKind};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameTokenKind {
    /// A word or an abbreviation.
    Word,
    /// It starts with a digit.
    Number,
    /// The end of a possessive.
    Possessive,
    /// A mark of punctuation.
    Mark(char),
}

/// A word, a number or a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameToken<'a> {
    /// Its place in the plain text.
    pub range: Range<usize>,
    /// As written.
    pub text: &'a str,
    /// In lower case, with straight apostrophes and without full stops.
    pub key: String,
    /// What it is.
    pub kind: NameTokenKind,
    /// True if it is part of the name of a country, of its adjective, or of a well-known city.
    pub is_nation: bool,
    /// True if it is part of the name of a well-known city.
    pub is_city: bool,
}

impl NameToken<'_> {
    /// Returns true if it is a word.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.kind == NameTokenKind::Word
    }

    /// Returns true if it is this mark.
    #[must_use]
    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == NameTokenKind::Mark(mark)
    }

    /// Returns true if it is a word that begins with a capital letter.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.is_word() && self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Returns true if it has two letters or more and all of them are capitals.
    #[must_use]
    pub fn is_all_capitals(&self) -> bool {
        let mut letters = self.text.chars().filter(|char| char.is_alphabetic());
        self.is_word() && letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
    }

    /// Returns true if it is only capitalised at the head of a sentence or in a headline; `US` is not.
    #[must_use]
    pub fn is_small(&self) -> bool {
        WordLists::get().is_small(&self.key) && !(self.is_all_capitals() && self.text.len() < 4)
    }

    /// Returns true if it is one capital letter or several, each with a full stop but the last: `J`, `J.`, `D.Y.`
    #[must_use]
    pub fn is_initial(&self) -> bool {
        let mut letters = self.text.split('.').filter(|letter| !letter.is_empty());
        self.is_capital() && letters.all(|letter| letter.chars().nth(1).is_none())
    }
}

/// Returns the words of a sentence as tokens.
#[must_use]
pub fn tokens<'a>(
    text: &'a str,
    sentence: &TextSentence,
    nations: &[NationMention],
) -> Vec<NameToken<'a>> {
    let mut tokens: Vec<_> = sentence
        .words
        .iter()
        .map(|word| {
            let written = word.of(text);
            let kind = match word.kind {
                WordKind::Word => NameTokenKind::Word,
                WordKind::Number => NameTokenKind::Number,
                WordKind::Possessive => NameTokenKind::Possessive,
                WordKind::Punctuation => {
                    NameTokenKind::Mark(written.chars().next().unwrap_or_default())
                }
            };
            NameToken {
                range: word.range.clone(),
                text: written,
                key: key(written),
                kind,
                is_nation: false,
                is_city: false,
            }
        })
        .collect();
    mark_nations(nations, &mut tokens);
    tokens
}

/// Returns a word in lower case, with straight apostrophes; of a word, without full stops and soft hyphens.
fn key(word: &str) -> String {
    word.chars()
        .filter(|&char| !matches!(char, '.' | '\u{ad}'))
        .flat_map(char::to_lowercase)
        .map(|char| if matches!(char, '’' | '‘' | 'ʼ') { '\'' } else { char })
        .collect()
}

/// Marks the tokens that name countries and well-known cities.
fn mark_nations(nations: &[NationMention], tokens: &mut [NameToken<'_>]) {
    let mut index = 0;
    for nation in nations {
        while tokens.get(index).is_some_and(|token| token.range.end <= nation.range.start) {
            index += 1;
        }
        for token in &mut tokens[index..] {
            if token.range.start >= nation.range.end {
                break;
            }
            token.is_nation = true;
            token.is_city = nation.kind == NationKind::City;
        }
    }
}
