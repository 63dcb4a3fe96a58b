//! Memoranda, letters of intent, agreements and other instruments.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::lists::{WordList, lines, word_list};
use super::nations::nations;
use super::reading::Reading;
use crate::extract::sentences::{TextSentence, WordKind};
use crate::extract::text::BlockKind;

/// An instrument that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentMention {
    /// Its place: the instrument word, or the whole title if it is named by its title.
    pub range: Range<usize>,
    /// Its kind as a record has it: `MoU`, `MoC`, `LoI`, `agreement`, `cooperation programme`, …
    pub kind: String,
    /// Its title as written, such as `Memorandum of Understanding on Legal Cooperation`.
    pub title: Option<Range<usize>>,
    /// True if the word is in the plural.
    pub is_plural: bool,
    /// True if it is another instrument than the one the text is about: `first`, `previous`, `existing`, ….
    pub is_other: bool,
}

/// A phrase for an instrument.
struct Phrase {
    rest: Vec<&'static str>,
    kind: &'static str,
    is_plural: bool,
}

/// The phrases by their first word, the longest first.
static INSTRUMENT_PHRASES: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
    for line in lines(include_str!("words/instruments.tsv")) {
        let mut parts = line.split('\t');
        let kind = parts.next().unwrap_or_default();
        for words in parts {
            let is_plural = words.ends_with('+');
            let mut words = words.trim_end_matches('+').split(' ');
            let first = words.next().unwrap_or_default();
            phrases.entry(first).or_default().push(Phrase {
                rest: words.collect(),
                kind,
                is_plural,
            });
        }
    }
    for list in phrases.values_mut() {
        list.sort_by_key(|phrase| usize::MAX - phrase.rest.len());
    }
    phrases
});

static TOPIC_WORDS: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("words/topics.txt")));
static OTHER_WORDS: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("words/other_instruments.txt")));

/// Nouns after `on` that begin a place or a time and no topic: `on the margins of`.
static PLACES_AFTER_ON: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("words/places_after_on.txt")));

/// Words that end the title of an instrument.
static TITLE_ENDS: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("words/ends_of_titles.txt")));

/// Finds the instruments that a sentence names.
#[must_use]
pub fn instruments(text: &str, sentence: &TextSentence) -> Vec<InstrumentMention> {
    let reading = Reading::new(text, sentence);
    let mut found = Vec::new();
    let mut index = 0;
    while index < reading.words.len() {
        match phrase(&reading, index) {
            Some((_, phrase))
                if phrase.kind == "framework" && !is_framework(&reading, sentence, index) =>
            {
                index += 1;
            }
            Some((end, phrase)) => {
                let (mention, next) = mention(&reading, index..end, phrase);
                found.push(mention);
                index = next;
            }
            None => index += 1,
        }
    }
    found
}

/// Returns true if `framework` is what a text calls itself: in its heading, or as `this Framework`.
fn is_framework(reading: &Reading<'_>, sentence: &TextSentence, index: usize) -> bool {
    let is_heading = matches!(sentence.kind, BlockKind::Headline | BlockKind::Heading);
    reading.has_capital(index)
        && (is_heading || reading.is_one_of(index.wrapping_sub(1), &["this", "present"]))
}

/// Returns the longest phrase for an instrument at a word, and the number after it.
fn phrase(reading: &Reading<'_>, index: usize) -> Option<(usize, &'static Phrase)> {
    let first = reading.lower(index).trim_end_matches('.');
    let is_here = |phrase: &&Phrase| {
        phrase.rest.iter().enumerate().all(|(n, word)| reading.lower(index + 1 + n) == *word)
    };
    let phrase = INSTRUMENT_PHRASES.get(first)?.iter().find(is_here)?;
    Some((index + 1 + phrase.rest.len(), phrase))
}

/// Returns the mention of the instrument that these words are, and the number of the next word to read.
fn mention(
    reading: &Reading<'_>,
    words: Range<usize>,
    phrase: &Phrase,
) -> (InstrumentMention, usize) {
    let mut end = words.end;
    // `Memorandum of Understanding (MoU)`, `("MoU")`
    if reading.lower(end) == "("
        && let Some(close) = (end + 1..end + 8).find(|&index| reading.lower(index) == ")")
        && (end + 1..close).all(|index| {
            reading.kind(index) == Some(WordKind::Punctuation)
                || self::phrase(reading, index).is_some()
                || reading.is_one_of(
                    index,
                    &["the", "hereinafter", "this", "of", "understanding", "intent"],
                )
        })
    {
        end = close + 1;
    }
    let start = title_start(reading, words.start);
    let topic_end = topic_end(reading, end);
    // `MoU on water` is no title, `MoU on Water Supply` and `Memorandum of Understanding on water` are.
    let has_title_topic = words.len() > 1
        || topic_end.is_none_or(|end| {
            (words.end..end)
                .any(|index| reading.has_capital(index) && !is_instrument_word(reading, index))
        });
    let is_written_as_title =
        (reading.has_capital(words.start) && has_title_topic) || start < words.start;
    let title_end = topic_end.unwrap_or(words.end);
    let is_named =
        topic_end.is_some() || start < words.start || phrase.kind == "cooperation programme";
    let title = (is_written_as_title && is_named && !phrase.is_plural)
        .then(|| reading.range(start..title_end));
    let (determiner, is_other) = determiner(reading, start);
    // `signed separate MoUs with A and B`
    let is_separate =
        phrase.is_plural && reading.is_one_of(start.wrapping_sub(1), &["separate", "following"]);
    let is_other =
        is_other && !is_separate && !is_counted(reading, start, topic_end.unwrap_or(end));
    let is_plural = phrase.is_plural || determiner;
    let mention = InstrumentMention {
        range: reading.range(start..title_end),
        kind: kind_in(reading, &words, phrase.kind),
        title,
        is_plural,
        is_other,
    };
    (mention, topic_end.unwrap_or(end).max(end))
}

/// Returns true for the short form of an instrument in brackets.
fn is_instrument_word(reading: &Reading<'_>, index: usize) -> bool {
    phrase(reading, index).is_some()
}

/// Returns the kind; a cooperation programme keeps its capitals.
fn kind_in(reading: &Reading<'_>, words: &Range<usize>, kind: &str) -> String {
    if kind == "cooperation programme"
        && reading.has_capital(words.start)
        && !reading.is_in_capitals
    {
        return reading.text[reading.range(words.clone())]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
    }
    kind.to_owned()
}

/// Returns the number of the first word of a title with words before the instrument: `Digital Economy Agreement`.
fn title_start(reading: &Reading<'_>, instrument: usize) -> usize {
    if reading.is_in_capitals || !reading.has_capital(instrument) {
        return instrument;
    }
    let mut start = instrument;
    while start > 0 {
        let before = start - 1;
        let is_word = reading.kind(before) == Some(WordKind::Word) && reading.has_capital(before);
        let is_article = reading.is_one_of(
            before,
            &["the", "a", "an", "this", "new", "first", "second", "under", "on"],
        );
        let is_sign =
            reading.lower(before).starts_with("sign") || reading.lower(before).starts_with("ink");
        if !is_word || is_article || is_sign {
            break;
        }
        start = before;
    }
    let before = reading.is_one_of(start.wrapping_sub(1), &["and", "&"]);
    // `Singapore and Uzbekistan Sign MOU` in a headline, `the NASA MoU`: no title of its own.
    let is_short = instrument - start <= 1
        && nations(reading.text, reading.range(start..instrument)).len() == 1;
    if before || is_short || instrument - start > 7 { instrument } else { start }
}

/// Returns the number after the topic of an instrument that ends before a word: `on Legal Cooperation`.
fn topic_end(reading: &Reading<'_>, end: usize) -> Option<usize> {
    let opener = reading.lower(end);
    let is_opener = match opener {
        "on" | "concerning" | "regarding" | "about" => true,
        "for" => {
            reading.has_capital(end + 1)
                || reading.lower(end + 1) == "the" && reading.has_capital(end + 2)
        }
        "relating" | "related" => reading.lower(end + 1) == "to",
        "in" => {
            let noun = end + 1 + usize::from(reading.lower(end + 1) == "the");
            reading.is_one_of(noun, &["field", "fields", "area", "areas", "sphere", "domain"])
        }
        _ => false,
    };
    let is_date = reading.kind(end + 1) == Some(WordKind::Number)
        || TITLE_ENDS.contains(reading.lower(end + 1));
    // `MoU on the margins of the Conference`
    let noun = end + 1 + usize::from(reading.lower(end + 1) == "the");
    let is_place = opener == "on"
        && (PLACES_AFTER_ON.contains(reading.lower(noun)) || reading.lower(noun + 1) == "day");
    if !is_opener || is_date || is_place {
        return None;
    }
    let first = end + 1 + usize::from(matches!(opener, "relating" | "related"));
    let is_in_capitals = reading.has_capital(first) || reading.has_capital(first + 1);
    let last = (first..reading.words.len())
        .find(|&index| index > first && ends_topic(reading, index, is_in_capitals))
        .unwrap_or(reading.words.len());
    (last > first).then_some(last)
}

/// Returns true if the topic of an instrument ends before a word.
fn ends_topic(reading: &Reading<'_>, index: usize, has_capitals: bool) -> bool {
    let lower = reading.lower(index);
    match lower {
        "," => !continues_list(reading, index + 1, has_capitals),
        "and" | "&" => {
            let next = index + 1;
            let next_two = (next..next + 4).any(|index| phrase(reading, index).is_some());
            (has_capitals && !reading.has_capital(next) && reading.lower(next) != "the")
                || next_two
                || TITLE_ENDS.contains(reading.lower(next))
        }
        "of" | "the" | "/" | "-" | "–" => false,
        "in" | "for" | "on" | "through" | "into" => {
            let next = index + 1 + usize::from(reading.lower(index + 1) == "the");
            if lower == "in" && !nations(reading.text, reading.range(next..next + 1)).is_empty() {
                return true;
            }
            let is_topic = TOPIC_WORDS.contains(reading.lower(next));
            let is_number = reading.kind(next) == Some(WordKind::Number);
            match lower {
                _ if is_number || TITLE_ENDS.contains(reading.lower(next)) => true,
                "through" | "into" => true,
                "in" | "on" if has_capitals => {
                    !(is_topic || reading.is_one_of(next, &["field", "fields", "area", "areas"]))
                        || (!reading.has_capital(next)
                            && !reading.is_one_of(next, &["field", "fields", "area", "areas"]))
                }
                "in" | "on" => reading.has_capital(next) && !is_topic,
                _ => has_capitals && !reading.has_capital(next),
            }
        }
        "to" | "by" | "with" | "between" | "from" | "at" => true,
        "(" | ")" | "'s" => lower == "(",
        _ => {
            let is_mark = reading.kind(index) == Some(WordKind::Punctuation);
            let is_small = has_capitals
                && !reading.has_capital(index)
                && reading.kind(index) == Some(WordKind::Word);
            is_mark || is_small || TITLE_ENDS.contains(lower)
        }
    }
}

/// Returns true if a comma is followed by a further item of the topic, and the list has `and`.
fn continues_list(reading: &Reading<'_>, start: usize, has_capitals: bool) -> bool {
    for index in start..start + 14 {
        let lower = reading.lower(index);
        if lower == "and" {
            return !has_capitals || reading.has_capital(index + 1);
        }
        let is_item = lower == "," || reading.kind(index) == Some(WordKind::Word);
        let is_written = !has_capitals
            || lower == ","
            || reading.has_capital(index)
            || matches!(lower, "of" | "the");
        if !is_item
            || !is_written
            || TITLE_ENDS.contains(lower)
            || lower == "between"
            || lower == "with"
        {
            return false;
        }
    }
    false
}

/// Returns true for one of several instruments that a text counts: `The first MoU was signed between A and B`.
fn is_counted(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let is_ordinal = start == 2
        && reading.lower(0) == "the"
        && reading.is_one_of(1, &["first", "second", "third", "fourth", "fifth", "other", "last"]);
    let verb = end + usize::from(reading.is_one_of(end, &["was", "is", "were"]));
    let preposition =
        verb + usize::from(reading.is_one_of(verb, &["signed", "inked", "concluded"]));
    is_ordinal && reading.is_one_of(preposition, &["between", "with", "by"])
}

/// Returns whether a number above one precedes the instrument, and whether it is another one.
fn determiner(reading: &Reading<'_>, start: usize) -> (bool, bool) {
    const COUNT_WORDS: [&str; 14] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "several", "multiple", "many",
    ];
    let mut is_plural = false;
    let mut is_other = false;
    let mut index = start;
    for _ in 0..5 {
        let Some(before) = index.checked_sub(1) else { break };
        let lower = reading.lower(before);
        let is_word = matches!(reading.kind(before), Some(WordKind::Word | WordKind::Number));
        if !is_word {
            break;
        }
        is_plural |= COUNT_WORDS.contains(&lower);
        if OTHER_WORDS.contains(lower) {
            // `signed their first MoU`, `a first MoU`: this one.
            let owner = reading.lower(before.wrapping_sub(1));
            let is_own = matches!(lower, "first" | "initial")
                && matches!(owner, "a" | "their" | "its" | "our" | "his" | "her" | "very" | "the" if owner != "the");
            is_other |= !is_own;
        }
        if matches!(
            lower,
            "the" | "a" | "an" | "this" | "their" | "its" | "our" | "these" | "of" | "and"
        ) {
            // `with which the company has a berth agreement until 2035`
            is_other |= matches!(lower, "a" | "an")
                && reading.is_one_of(before.wrapping_sub(1), &["has", "have", "had", "holds"]);
            break;
        }
        index = before;
    }
    (is_plural, is_other)
}
