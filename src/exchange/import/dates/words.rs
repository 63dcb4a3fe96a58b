//! The words of dates in the languages of the registers, from data files.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::era::{Era, JAPANESE_ERAS};
use crate::domain::search;
use crate::exchange::import::cell::words_by_meaning;

/// What a word in a date means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateWord {
    /// A month, from 1.
    Month(u32),
    /// A day of the week, from Monday, 1.
    Weekday(u32),
    /// A letter that is a weekday between brackets.
    WeekdayLetter(u32),
    /// A word between the parts of a date, such as `de`.
    Joining,
    /// A word before or between the parts of a date, such as `le`.
    Leading,
    /// An ending of the number of a day, such as `th`.
    Ordinal,
    /// The count of years.
    Era(Era),
    /// A part of a year, or a year that does not begin in January.
    Span,
    /// The first half of the day.
    Morning,
    /// The second half of the day.
    Afternoon,
    /// A word before a time of day.
    At,
    /// A word behind a time of day, such as a time zone.
    Zone,
    /// A word before the first of two dates.
    From,
    /// A word behind the first of two dates.
    AfterFirst,
    /// A word between two dates.
    To,
    /// A word before a last day.
    Until,
    /// A word behind a last day.
    AfterLast,
}

/// The most words of one name or phrase.
pub(super) const MAX_PHRASE_WORDS: usize = 4;

static WORD_MEANINGS: LazyLock<HashMap<String, Vec<DateWord>>> = LazyLock::new(|| {
    let mut meanings: HashMap<String, Vec<DateWord>> = HashMap::new();
    for (meaning, word) in words_by_meaning(include_str!("date_words.txt")) {
        let phrase: Vec<String> = word.split(' ').map(folded).collect();
        meanings.entry(phrase.join(" ")).or_default().extend(parse_meaning(meaning));
    }
    for (index, era) in JAPANESE_ERAS.iter().enumerate() {
        for name in &era.names {
            meanings.entry(folded(name)).or_default().push(DateWord::Era(Era::Japanese(index)));
        }
    }
    meanings
});

/// The first words of phrases, so that a text with many words is not compared with each of them.
static FIRST_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    WORD_MEANINGS.keys().filter_map(|phrase| Some(phrase.split_once(' ')?.0)).collect()
});

/// The words of scripts without spaces by their first letter, the longest first.
static UNSPACED_WORDS: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<&str>> = HashMap::new();
    for word in WORD_MEANINGS.keys() {
        let is_letter = matches!(meanings(word), [DateWord::WeekdayLetter(_)]);
        if let Some(first) = word.chars().next()
            && word.chars().all(is_unspaced)
            && !is_letter
        {
            words.entry(first).or_default().push(word);
        }
    }
    for words in words.values_mut() {
        words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    }
    words
});

fn parse_meaning(meaning: &str) -> Option<DateWord> {
    let (name, number) = meaning.rsplit_once(' ').unwrap_or((meaning, ""));
    let number: Option<u32> = number.parse().ok();
    Some(match (name, number) {
        ("month", Some(number)) => DateWord::Month(number),
        ("weekday", Some(number)) => DateWord::Weekday(number),
        ("letter", Some(number)) => DateWord::WeekdayLetter(number),
        _ => match meaning {
            "joining" => DateWord::Joining,
            "leading" => DateWord::Leading,
            "ordinal" => DateWord::Ordinal,
            "common" => DateWord::Era(Era::Common),
            "buddhist" => DateWord::Era(Era::Buddhist),
            "republic" => DateWord::Era(Era::Republic),
            "hijri" => DateWord::Era(Era::Hijri),
            "solar hijri" => DateWord::Era(Era::SolarHijri),
            "span" => DateWord::Span,
            "morning" => DateWord::Morning,
            "afternoon" => DateWord::Afternoon,
            "at" => DateWord::At,
            "zone" => DateWord::Zone,
            "from" => DateWord::From,
            "after first" => DateWord::AfterFirst,
            "to" => DateWord::To,
            "until" => DateWord::Until,
            "after last" => DateWord::AfterLast,
            _ => return None,
        },
    })
}

/// Returns what a folded word may mean; nothing if it is not known.
pub(super) fn meanings(word: &str) -> &'static [DateWord] {
    WORD_MEANINGS.get(word).map(Vec::as_slice).unwrap_or_default()
}

/// Returns what the longest phrase at the beginning of these words may mean, and the number of its
/// words.
pub(super) fn phrase_meanings(words: &[&str]) -> (&'static [DateWord], usize) {
    let Some(first) = words.first() else { return (&[], 1) };
    if FIRST_WORDS.contains(first) {
        for count in (2..=words.len()).rev() {
            let found = meanings(&words[..count].join(" "));
            if !found.is_empty() {
                return (found, count);
            }
        }
    }
    (meanings(first), 1)
}

/// Returns the longest known word at the beginning of a text in a script without spaces.
pub(super) fn unspaced_word(text: &str) -> Option<&'static str> {
    let words = UNSPACED_WORDS.get(&text.chars().next()?)?;
    words.iter().find(|word| text.starts_with(**word)).copied()
}

/// Returns true for the letters of Chinese, Japanese and Korean.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{32ff}' | '\u{337b}'..='\u{337e}')
}

/// Returns true for the letters of Thai, with its vowel and tone marks.
pub(super) fn is_thai(letter: char) -> bool {
    ('\u{e01}'..='\u{e4e}').contains(&letter)
}

/// Returns a word as it is compared: without case, accents, apostrophes, and the spellings of one
/// letter in Arabic and Persian.
pub(super) fn folded(word: &str) -> String {
    if word.chars().any(|letter| is_unspaced(letter) || is_thai(letter)) {
        return word.to_owned();
    }
    let letters = search::fold(word);
    let plain = |letter: char| match letter {
        'ـ' | '\'' => None,
        'ى' | 'ی' => Some('ي'),
        'ة' => Some('ه'),
        'ک' => Some('ك'),
        _ => Some(letter),
    };
    letters.chars().filter_map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_known_meaning() {
        for (meaning, word) in words_by_meaning(include_str!("date_words.txt")) {
            assert!(parse_meaning(meaning).is_some(), "{meaning}: {word}");
        }
    }

    #[test]
    fn no_word_means_two_months_two_weekdays_or_two_eras() {
        for (word, meanings) in WORD_MEANINGS.iter() {
            for one in [
                (|m| matches!(m, DateWord::Month(_))) as fn(&DateWord) -> bool,
                |m| matches!(m, DateWord::Weekday(_)),
                |m| matches!(m, DateWord::Era(_)),
            ] {
                let mut found: Vec<&DateWord> = meanings.iter().filter(|m| one(m)).collect();
                found.dedup();
                assert!(found.len() <= 1, "{word}: {found:?}");
            }
        }
    }
}
