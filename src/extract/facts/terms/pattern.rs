//! Patterns of words, lengths and dates, read from a data file.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::extract::mentions::lists::lines;

/// An element of a pattern.
#[derive(Debug, Clone)]
enum Element {
    /// One of some words, so few that to compare each is quicker than to hash one.
    Word(Vec<String>),
    /// A phrase of a group.
    Group(Vec<Vec<Self>>),
    /// The element, or nothing.
    Optional(Box<Self>),
    /// At most so many words; the flag excludes words that begin another clause or have a term of their own.
    Gap(usize, bool),
    /// Something that the text names.
    Slot(Slot),
    /// The beginning of the sentence.
    Start,
}

/// What the text names at a place of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// A length of time.
    Length,
    /// A length of time before a noun: `three-year`.
    AdjectiveLength,
    /// A date.
    Date,
    /// Two dates in one mention.
    Span,
    /// The agreement itself.
    Agreement,
    /// A word that may stand before a noun.
    Adjective,
}

/// A pattern with the fact that it is for.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// The fact.
    pub(super) fact: String,
    elements: Vec<Element>,
    /// The words that it can begin with; `None` if it can begin with anything.
    first: Option<HashSet<String>>,
    /// The slots that every match fills.
    needed: Vec<Slot>,
    /// For each element that cannot be left out, the words that it can begin with.
    needed_words: Vec<HashSet<String>>,
}

/// Where a pattern was found.
#[derive(Debug, Clone, Default)]
pub(super) struct PatternMatch {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// The slots with the tokens that fill them.
    pub(super) slots: Vec<(Slot, Range<usize>)>,
}

/// What fills the slots of a pattern in a sentence.
pub(super) trait PatternText {
    /// Returns the word at an index, in lower case; empty after the last one.
    fn word(&self, index: usize) -> &str;

    /// Returns the ends of what fills a slot at an index, the longest first.
    fn ends(&self, slot: Slot, index: usize) -> Vec<usize>;

    /// Returns true if something in the sentence may fill a slot.
    fn has(&self, slot: Slot) -> bool;

    /// Returns true if a gap may contain the word at an index.
    fn may_be_in_gap(&self, index: usize, is_strict: bool) -> bool;
}

/// The patterns of a file, by the words that they can begin with.
#[derive(Debug)]
pub(super) struct Patterns {
    all: Vec<Pattern>,
    /// The numbers of the patterns that begin with a word, with those that can begin with any, in their order.
    by_word: HashMap<String, Vec<usize>>,
    /// The numbers of those that can begin with any word.
    of_any_word: Vec<usize>,
}

impl Patterns {
    /// Reads the patterns of a file.
    pub(super) fn new(text: &'static str) -> Self {
        let patterns = patterns(text);
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        let words = patterns.iter().filter_map(|pattern| pattern.first.as_ref()).flatten();
        by_word.extend(words.map(|word| (word.clone(), Vec::new())));
        for (number, pattern) in patterns.iter().enumerate() {
            for (word, numbers) in &mut by_word {
                if pattern.first.as_ref().is_none_or(|first| first.contains(word)) {
                    numbers.push(number);
                }
            }
        }
        let of_any_word =
            (0..patterns.len()).filter(|number| patterns[*number].first.is_none()).collect();
        Self { all: patterns, by_word, of_any_word }
    }

    /// Returns for each pattern whether a sentence of these words has what it needs.
    pub(super) fn possible(&self, text: &impl PatternText, words: &HashSet<&str>) -> Vec<bool> {
        let has_one = |needed: &HashSet<String>| {
            if needed.len() < words.len() {
                needed.iter().any(|word| words.contains(word.as_str()))
            } else {
                words.iter().any(|word| needed.contains(*word))
            }
        };
        let is_possible = |pattern: &Pattern| {
            pattern.needed.iter().all(|slot| text.has(*slot))
                && pattern.needed_words.iter().all(has_one)
        };
        self.all.iter().map(is_possible).collect()
    }

    /// Returns the possible patterns that can begin with a word.
    pub(super) fn beginning_with<'p>(
        &'p self,
        word: &str,
        possible: &'p [bool],
    ) -> impl Iterator<Item = &'p Pattern> {
        let numbers = self.by_word.get(word).unwrap_or(&self.of_any_word);
        numbers.iter().filter(|number| possible[**number]).map(|number| &self.all[*number])
    }
}

impl Pattern {
    /// Finds the pattern at an index.
    pub(super) fn find(&self, text: &impl PatternText, index: usize) -> Option<PatternMatch> {
        let mut found = PatternMatch::default();
        let mut end = index;
        let is_found = run(&self.elements, text, index, &mut found.slots, &mut |reached, _| {
            end = reached;
            true
        });
        found.tokens = index..end;
        (is_found && end > index).then_some(found)
    }
}

type Slots = Vec<(Slot, Range<usize>)>;

/// Matches elements from an index on, and then calls `next` with the index behind them.
fn run(
    elements: &[Element],
    text: &impl PatternText,
    index: usize,
    slots: &mut Slots,
    next: &mut dyn FnMut(usize, &mut Slots) -> bool,
) -> bool {
    let Some((element, rest)) = elements.split_first() else { return next(index, slots) };
    match element {
        Element::Word(words) => {
            let word = text.word(index);
            words.iter().any(|one| one == word) && run(rest, text, index + 1, slots, next)
        }
        Element::Start => index == 0 && run(rest, text, index, slots, next),
        Element::Optional(inner) => {
            let inner = std::slice::from_ref(&**inner);
            run(inner, text, index, slots, &mut |reached, slots| {
                reached > index && run(rest, text, reached, slots, next)
            }) || run(rest, text, index, slots, next)
        }
        Element::Group(phrases) => phrases.iter().any(|phrase| {
            run(phrase, text, index, slots, &mut |reached, slots| {
                run(rest, text, reached, slots, next)
            })
        }),
        Element::Gap(most, is_strict) => {
            for length in 0..=*most {
                if length > 0
                    && (text.word(index + length - 1).is_empty()
                        || !text.may_be_in_gap(index + length - 1, *is_strict))
                {
                    return false;
                }
                if run(rest, text, index + length, slots, next) {
                    return true;
                }
            }
            false
        }
        Element::Slot(slot) => text.ends(*slot, index).into_iter().any(|end| {
            slots.push((*slot, index..end));
            let is_found = run(rest, text, end, slots, next);
            if !is_found {
                slots.pop();
            }
            is_found
        }),
    }
}

fn patterns(text: &'static str) -> Vec<Pattern> {
    let mut groups: HashMap<&str, Vec<Vec<Element>>> = HashMap::new();
    let mut patterns = Vec::new();
    for line in lines(text) {
        let Some((name, pattern)) = line.split_once(':') else { continue };
        let elements = |phrase: &str| -> Vec<Element> {
            phrase.split_whitespace().map(|word| element(word, &groups)).collect()
        };
        if let Some(group) = name.strip_prefix('@') {
            let phrases = pattern.split('|').map(elements).collect();
            groups.insert(group, phrases);
        } else {
            let elements = elements(pattern);
            let first = first_words(&elements);
            let needed = needed_slots(&elements);
            let needed_words = elements
                .iter()
                .filter_map(|element| first_words(std::slice::from_ref(element)))
                .collect();
            let fact = name.trim().to_owned();
            patterns.push(Pattern { fact, elements, first, needed, needed_words });
        }
    }
    patterns
}

fn element(word: &str, groups: &HashMap<&str, Vec<Vec<Element>>>) -> Element {
    if word.len() > 1
        && let Some(inner) = word.strip_suffix('?')
    {
        return Element::Optional(Box::new(element(inner, groups)));
    }
    if let Some(group) = word.strip_prefix('@') {
        return Element::Group(groups.get(group).cloned().unwrap_or_default());
    }
    let gap = |prefix, is_strict| {
        let most = word.strip_prefix(prefix)?.parse().ok()?;
        Some(Element::Gap(most, is_strict))
    };
    if let Some(gap) = gap("..", false).or_else(|| gap("~", true)) {
        return gap;
    }
    match word {
        "LENGTH" => Element::Slot(Slot::Length),
        "ADJLENGTH" => Element::Slot(Slot::AdjectiveLength),
        "DATE" => Element::Slot(Slot::Date),
        "SPAN" => Element::Slot(Slot::Span),
        "THIS" => Element::Slot(Slot::Agreement),
        "ADJ" => Element::Slot(Slot::Adjective),
        "^" => Element::Start,
        _ => Element::Word(word.split('/').map(str::to_owned).collect()),
    }
}

/// Returns the words that elements can begin with; `None` if they can begin with anything.
fn first_words(elements: &[Element]) -> Option<HashSet<String>> {
    let mut words = HashSet::new();
    for element in elements {
        match element {
            Element::Word(these) => {
                words.extend(these.iter().cloned());
                return Some(words);
            }
            Element::Optional(inner) => {
                words.extend(first_words(std::slice::from_ref(&**inner))?);
            }
            Element::Group(phrases) => {
                for phrase in phrases {
                    words.extend(first_words(phrase)?);
                }
                return Some(words);
            }
            Element::Gap(..) | Element::Slot(_) | Element::Start => return None,
        }
    }
    None
}

/// Returns the slots among elements that cannot be left out.
fn needed_slots(elements: &[Element]) -> Vec<Slot> {
    let needed = elements.iter().flat_map(|element| match element {
        Element::Slot(slot) => vec![*slot],
        Element::Group(phrases) => {
            let mut phrases = phrases.iter().map(|phrase| needed_slots(phrase));
            let first = phrases.next().unwrap_or_default();
            phrases.fold(first, |mut common, slots| {
                common.retain(|slot| slots.contains(slot));
                common
            })
        }
        _ => Vec::new(),
    });
    needed.collect()
}
