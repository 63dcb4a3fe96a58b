//! Finding known phrases in the text of a cell, whatever its language.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::cell::words_by_meaning;
use super::text_rules::is_unseen;
use crate::domain::search::fold;

/// Known phrases with their meanings.
#[derive(Debug)]
pub(super) struct PhraseBook<M> {
    /// The phrases by their first letter, the longest first, each with all its meanings.
    by_first_letter: HashMap<char, Vec<(String, Vec<M>)>>,
}

impl<M> PhraseBook<M> {
    /// Returns the phrases of a text with lines such as `meaning: phrase, other phrase`. Lines whose
    /// meaning `parse` does not know are left out.
    pub(super) fn new(lines: &'static str, parse: impl Fn(&str) -> Option<M>) -> Self {
        let mut meanings: HashMap<String, Vec<M>> = HashMap::new();
        for (meaning, phrase) in words_by_meaning(lines) {
            if let Some(meaning) = parse(meaning) {
                meanings.entry(comparable(phrase)).or_default().push(meaning);
            }
        }
        let mut by_first_letter: HashMap<char, Vec<(String, Vec<M>)>> = HashMap::new();
        for (phrase, meanings) in meanings {
            if let Some(first) = phrase.chars().next() {
                by_first_letter.entry(first).or_default().push((phrase, meanings));
            }
        }
        for phrases in by_first_letter.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        Self { by_first_letter }
    }

    /// Returns the meanings of the longest phrase with which the text begins, and the rest of the text. A
    /// phrase that ends in the middle of a word does not count.
    pub(super) fn strip<'b, 't>(&'b self, text: &'t str) -> Option<(&'b [M], &'t str)> {
        let phrases = self.by_first_letter.get(&text.chars().next()?)?;
        phrases.iter().find_map(|(phrase, meanings)| {
            let rest = text.strip_prefix(phrase.as_str())?;
            let is_cut = phrase.chars().next_back().is_some_and(has_spaced_words)
                && rest.chars().next().is_some_and(has_spaced_words);
            (!is_cut).then_some((meanings.as_slice(), rest))
        })
    }
}

/// Returns true for a letter of a script that puts spaces between words, unlike Chinese and Japanese.
/// Korean does, but adds its particles to the words.
fn has_spaced_words(letter: char) -> bool {
    letter.is_alphabetic()
        && !matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns the text as phrases are compared: in lower case, without accents and invisible characters, with
/// ASCII digits, with one space between words, without hyphens, apostrophes and full stops within and
/// after words, and with `year(s)` as `years`.
pub(super) fn comparable(text: &str) -> String {
    let visible: String = text.chars().filter(|letter| !is_unseen(*letter)).collect();
    let folded: Vec<char> = fold(&visible).nfc().map(plain).collect();
    let mut written = String::with_capacity(folded.len());
    let mut index = 0;
    while let Some(&letter) = folded.get(index) {
        let last = written.chars().next_back();
        let next = folded.get(index + 1).copied();
        let is_after_word = last.is_some_and(char::is_alphanumeric);
        let is_before_letter = next.is_some_and(char::is_alphabetic);
        let ending = if letter == '(' && last.is_some_and(char::is_alphabetic) {
            bracketed_ending(&folded[index + 1..])
        } else {
            None
        };
        if let Some(length) = ending {
            written.extend(&folded[index + 1..=index + length]);
            index += length + 2;
            continue;
        }
        match letter {
            '\'' if next == Some('s')
                && !folded.get(index + 2).is_some_and(|letter| letter.is_alphanumeric()) =>
            {
                index += 1;
            }
            '\n' => written.push('\n'),
            '-' if is_after_word && is_before_letter => push_space(&mut written),
            '.' if !(last.is_some_and(|last| last.is_ascii_digit())
                && next.is_some_and(|next| next.is_ascii_digit())) =>
            {
                push_space(&mut written);
            }
            '\'' | '"' => push_space(&mut written),
            letter if letter.is_whitespace() => push_space(&mut written),
            letter => written.push(letter),
        }
        index += 1;
    }
    written.trim().to_owned()
}

fn push_space(text: &mut String) {
    if !text.ends_with([' ', '\n']) && !text.is_empty() {
        text.push(' ');
    }
}

/// Returns the number of letters before the closing bracket, if they are the ending of a word: `s`, `es`, `en`.
fn bracketed_ending(behind: &[char]) -> Option<usize> {
    let length = behind.iter().position(|letter| *letter == ')')?;
    let is_ending =
        (1..=2).contains(&length) && behind[..length].iter().all(char::is_ascii_lowercase);
    is_ending.then_some(length)
}

/// Returns the plain form of a digit, a dash or a mark.
fn plain(letter: char) -> char {
    match letter {
        '\u{660}'..='\u{669}' => ascii_digit(letter, 0x660),
        '\u{6f0}'..='\u{6f9}' => ascii_digit(letter, 0x6f0),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{3001}' | '\u{60c}' => ',',
        '\u{61b}' => ';',
        '\u{3002}' => '.',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '[' | '\u{3010}' | '\u{300c}' => '(',
        ']' | '\u{3011}' | '\u{300d}' => ')',
        _ => letter,
    }
}

fn ascii_digit(letter: char, zero: u32) -> char {
    char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_compared_without_marks_that_say_nothing() {
        for (text, compared) in [
            ("  5-Year(s)  ", "5 years"),
            ("Auto\u{2010}renewable", "auto renewable"),
            ("3 months\u{2019} notice", "3 months notice"),
            ("one year's notice.", "one year notice"),
            ("5 Yrs. (auto)", "5 yrs (auto)"),
            ("3 - 5 years", "3 - 5 years"),
            ("3\u{2013}5", "3-5"),
            ("1.5 years", "1.5 years"),
            ("2 a\u{f1}o(s)", "2 anos"),
            (
                "\u{665}\u{a0}\u{633}\u{646}\u{648}\u{627}\u{62a}",
                "5 \u{633}\u{646}\u{648}\u{627}\u{62a}",
            ),
            ("\u{ff15}\u{5e74}\u{ff08}\u{81ea}\u{52d5}\u{ff09}", "5\u{5e74}(\u{81ea}\u{52d5})"),
            ("3\u{b144}", "3\u{b144}"),
            ("\u{200e}2\u{200b} years\u{feff}", "2 years"),
        ] {
            assert_eq!(comparable(text), compared, "{text}");
        }
    }
}
