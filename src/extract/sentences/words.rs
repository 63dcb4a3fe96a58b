//! Words of a sentence.

use std::ops::Range;

use super::abbreviations::abbreviation;

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// Letters, with hyphens, apostrophes and full stops that belong to it: `Vice-President`, `d’Etudes`, `U.S.`, `J.`,
    /// `Mr.`. An address such as `https://example.org` or `press@example.org` is one word.
    Word,
    /// It starts with a digit: `12`, `1,000`, `2.5`, `3rd`, `3-year`, `12:56`, `2024-05-16`, `16/05/2024`.
    Number,
    /// The end of a possessive: `'s`, `’s`, or the apostrophe of `countries’`.
    Possessive,
    /// One mark, such as `,`, `(`, `“`, `&`, `/`, `–`, or an ellipsis of full stops.
    Punctuation,
}

/// A word, a number or a mark of punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its place in the plain text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: WordKind,
}

impl Word {
    /// Returns the word as written; `text` is the plain text.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }
}

/// Returns true if the first letter of the word is a capital.
#[must_use]
pub fn is_capitalised(word: &str) -> bool {
    word.chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_uppercase)
}

/// Returns true if the word has two letters or more, none of them small.
#[must_use]
pub fn is_upper_case(word: &str) -> bool {
    let is_small = word.chars().any(char::is_lowercase);
    !is_small && word.chars().filter(|letter| letter.is_uppercase()).nth(1).is_some()
}

/// Returns true if the character is one of the apostrophes.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '\u{2bc}')
}

/// Returns true if the character is part of a word: a letter, a digit, or an accent on one.
fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}' | '_')
}

/// Returns the largest character boundary up to an offset.
pub(super) fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

/// Divides a range of the text into words.
pub(super) fn words(text: &str, range: &Range<usize>) -> Vec<Word> {
    let part = &text[range.clone()];
    let mut words = Vec::new();
    let mut offset = 0;
    while let Some(letter) = part[offset..].chars().next() {
        if letter.is_whitespace() {
            offset += letter.len_utf8();
            continue;
        }
        let rest = &part[offset..];
        let previous = words.last().filter(|word: &&Word| word.range.end == range.start + offset);
        let follows_s = previous.is_some_and(|word| {
            word.kind == WordKind::Word && part[..offset].ends_with(['s', 'S', 'z', 'x'])
        });
        let follows_word = previous.is_some_and(|word| word.kind != WordKind::Punctuation);
        let (length, kind) = token(rest, follows_word, follows_s);
        let start = range.start + offset;
        words.push(Word { range: start..start + length, kind });
        offset += length;
    }
    words
}

/// Returns the length of the token at the start of a text, and its kind.
fn token(text: &str, follows_word: bool, follows_s: bool) -> (usize, WordKind) {
    let first = text.chars().next().unwrap_or_default();
    if is_letter(first) {
        let kind = if first.is_numeric() { WordKind::Number } else { WordKind::Word };
        let length = if let Some(length) = address(text) { length } else { word(text) };
        return (length, kind);
    }
    // `Peru”s`: a quotation mark typed for an apostrophe.
    if (is_apostrophe(first) || first == '”') && follows_word {
        if let Some(length) = possessive(text) {
            return (length, WordKind::Possessive);
        }
        if follows_s && matches!(first, '’' | '\'') {
            return (first.len_utf8(), WordKind::Possessive);
        }
    }
    let dots = text.bytes().take_while(|&byte| byte == b'.').count();
    (if dots > 1 { dots } else { first.len_utf8() }, WordKind::Punctuation)
}

/// Returns the length of `'s` at the start of a text, if no letter follows it.
fn possessive(text: &str) -> Option<usize> {
    let mut letters = text.chars();
    let apostrophe = letters.next().filter(|letter| is_apostrophe(*letter) || *letter == '”')?;
    letters.next().filter(|letter| matches!(letter, 's' | 'S'))?;
    letters.next().is_none_or(|letter| !is_letter(letter)).then_some(apostrophe.len_utf8() + 1)
}

/// Returns the length of the address of a page at the start of a text.
fn address(text: &str) -> Option<usize> {
    let has_prefix = |prefix: &str| {
        text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if !["http://", "https://", "www."].into_iter().any(has_prefix) {
        return None;
    }
    let end = text.find(|letter: char| letter.is_whitespace() || "<>\"“”()".contains(letter));
    let address = &text[..end.unwrap_or(text.len())];
    Some(address.trim_end_matches(['.', ',', ';', ':', '!', '?']).len())
}

/// Returns the length of the word or number at the start of a text.
fn word(text: &str) -> usize {
    let mut end = 0;
    let mut previous = '\0';
    let mut letters = text.char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let is_inside = is_letter(letter) || {
            let is_between_digits = previous.is_ascii_digit() && next.is_ascii_digit();
            match letter {
                '-' | '\u{2010}' | '\u{2011}' | '@' => is_letter(next),
                '&' => is_letter(next) && is_letter(previous),
                ',' | '/' | ':' => is_between_digits,
                '.' => is_letter(next) && !begins_sentence(previous, &text[offset + 1..]),
                _ if is_apostrophe(letter) => {
                    is_letter(next) && possessive(&text[offset..]).is_none()
                }
                _ => false,
            }
        };
        if !is_inside {
            break;
        }
        end = offset + letter.len_utf8();
        previous = letter;
    }
    let word = &text[..end];
    let is_abbreviation = || text[end..].starts_with('.') && abbreviation(word).is_some();
    if is_abbreviation() && !text[end..].starts_with("..") { end + 1 } else { end }
}

/// Returns true if a full stop without a space after it ends a sentence: `understanding.The`.
pub(super) fn begins_sentence(before: char, after: &str) -> bool {
    let mut letters = after.chars();
    before.is_lowercase()
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the words with the first letter of their kinds, divided by blanks.
    fn shown(text: &str) -> String {
        let shown = words(text, &(0..text.len())).into_iter().map(|word| {
            let kind = match word.kind {
                WordKind::Word => "",
                WordKind::Number => "#",
                WordKind::Possessive => "~",
                WordKind::Punctuation => "%",
            };
            format!("{kind}{}", word.of(text))
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_separated_from_marks() {
        for (text, words) in [
            ("Mr. Kok signed (today).", "Mr. Kok signed %( today %) %."),
            ("Singapore’s Minister", "Singapore ~’s Minister"),
            ("SINGAPORE'S MINISTER", "SINGAPORE ~'S MINISTER"),
            ("Peru”s Minister", "Peru ~”s Minister"),
            ("the countries’ laws", "the countries ~’ laws"),
            ("‘Open’ data", "%‘ Open %’ data"),
            ("Centre National d’Etudes", "Centre National d’Etudes"),
            ("O'Brien, S$3.5 million", "O'Brien %, S %$ #3.5 million"),
            ("the U.S. and the U.K.", "the U.S. and the U.K."),
            ("Donald J. Trump", "Donald J. Trump"),
            ("Vice-President, R&D", "Vice-President %, R&D"),
            ("1,000 in 2.5 years; 3-year", "#1,000 in #2.5 years %; #3-year"),
            ("2024-05-16, 16/05/2024 12:56", "#2024-05-16 %, #16/05/2024 #12:56"),
            ("2025–2026", "#2025 %– #2026"),
            ("CCPIT/CCOIC", "CCPIT %/ CCOIC"),
            ("“Yes,” he said...", "%“ Yes %, %” he said %..."),
            ("a@b.org, https://x.org/a,b.", "a@b.org %, https://x.org/a,b %."),
            ("3rd of May", "#3rd of May"),
            ("understanding.The MoU", "understanding %. The MoU"),
            ("Acme Co., Ltd.", "Acme Co. %, Ltd."),
            ("Universität José e\u{301}", "Universität José e\u{301}"),
            ("GOVTECH (MOU)", "GOVTECH %( MOU %)"),
            ("", ""),
        ] {
            assert_eq!(shown(text), words, "{text}");
        }
    }

    #[test]
    fn capitals_are_known() {
        assert!(is_capitalised("Ministry") && is_capitalised("Étude") && is_capitalised("(Open"));
        assert!(!is_capitalised("ministry") && !is_capitalised("3rd") && !is_capitalised(","));
        assert!(is_upper_case("MOU") && is_upper_case("U.S.") && is_upper_case("G20A"));
        assert!(!is_upper_case("MoU") && !is_upper_case("A") && !is_upper_case("2022"));
    }
}
