//! The words, numbers and signs of a part of the text.

use std::borrow::Cow;
use std::ops::Range;

/// A run of letters, a run of digits, or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// Its place in the plain text.
    pub range: Range<usize>,
    /// It in lower case, with `-` for every short dash and `'` for every apostrophe.
    pub word: Cow<'t, str>,
    /// True if it begins with a capital letter.
    pub is_capitalised: bool,
    /// True if no space separates it from the token before it.
    pub is_joined: bool,
}

impl Token<'_> {
    /// Returns the number that it is, of at most nine digits.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        let is_number = self.word.len() <= 9 && self.is_digits();
        is_number.then(|| self.word.parse().ok()).flatten()
    }

    /// Returns true if it is a run of digits.
    #[must_use]
    pub fn is_digits(&self) -> bool {
        self.word.starts_with(|letter: char| letter.is_ascii_digit())
    }

    /// Returns true if it is a run of letters.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.word.starts_with(char::is_alphabetic)
    }

    /// Returns true if it is this word or sign, which is in lower case.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.word == word
    }

    /// Returns true if it is one of these words or signs, which are in lower case.
    #[must_use]
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.contains(&&*self.word)
    }
}

/// Divides a part of the text into tokens. The range must lie on character boundaries.
#[must_use]
pub fn tokens(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    let part = &text[range.clone()];
    let mut tokens = Vec::with_capacity(part.len() / 5 + 1);
    let mut start = 0;
    let mut is_joined = false;
    while let Some(first) = part[start..].chars().next() {
        let rest = &part[start..];
        let length = if first.is_alphabetic() {
            length_of(rest, is_letter)
        } else if first.is_ascii_digit() {
            length_of(rest, |letter| letter.is_ascii_digit())
        } else {
            first.len_utf8()
        };
        if first.is_whitespace() {
            is_joined = false;
        } else {
            let is_first = tokens.is_empty();
            tokens.push(Token {
                range: range.start + start..range.start + start + length,
                word: plain(&rest[..length]),
                is_capitalised: first.is_uppercase(),
                is_joined: is_joined && !is_first,
            });
            is_joined = true;
        }
        start += length;
    }
    tokens
}

fn length_of(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !is_part(letter)).unwrap_or(text.len())
}

/// Returns true for letters and for the accents that are characters of their own.
fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '\u{300}'..='\u{36f}')
}

/// Returns a token as it is compared.
fn plain(token: &str) -> Cow<'_, str> {
    match token {
        "‐" | "‑" | "‒" | "–" | "−" => Cow::Borrowed("-"),
        "’" | "‘" | "ʼ" | "′" => Cow::Borrowed("'"),
        _ if token.chars().any(char::is_uppercase) => Cow::Owned(token.to_lowercase()),
        _ => Cow::Borrowed(token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_signs_are_divided() {
        let text = "On 4th July, the parties’ 3–year MoU (“B”)";
        let tokens = tokens(text, 3..text.len());
        let words: Vec<&str> = tokens.iter().map(|token| &*token.word).collect();
        let expected = [
            "4", "th", "july", ",", "the", "parties", "'", "3", "-", "year", "mou", "(", "“", "b",
            "”", ")",
        ];
        assert_eq!(words, expected);
        assert_eq!(&text[tokens[2].range.clone()], "July");
        assert!(tokens[2].is_capitalised && tokens[1].is_joined && !tokens[2].is_joined);
        assert_eq!(tokens[0].number(), Some(4));
    }
}
