//! The words that names of bodies have.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::extract::mentions::lists::{WordList, lines, section, word_list};
use crate::extract::mentions::nations::{NationKind, nations};

/// The lists of words.
const WORD_LISTS: &str = include_str!("../words/names.txt");

/// Small words of other languages inside names.
pub(super) static FOREIGN_SMALL_WORDS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "foreign small words"));

/// Nouns that `on` may follow inside a name.
pub(super) static NOUNS_BEFORE_ON: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "nouns before on"));

/// Words before a possessive inside a name: `People's Court`.
pub(super) static OWNERS_IN_NAMES: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "owners in names"));

/// Words that begin the office of a person.
pub(super) static OFFICE_NOUNS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "office nouns"));

/// Further offices of persons, which names of bodies have only together with a word for their kind.
pub(super) static PERSONAL_OFFICES: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "personal offices"));

/// Verbs that a headline writes with a capital, before `with` and the like.
pub(super) static HEADLINE_VERBS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "headline verbs"));

/// Nouns that end the name of a body which is written in small letters.
pub(super) static SMALL_KINDS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "small kinds"));

/// Marks of a stock exchange in brackets after a company.
pub(super) static STOCK_EXCHANGES: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "stock exchanges"));

/// Endings of words for a field of work.
pub(super) static TOPIC_ENDINGS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "topic endings"));

/// The nouns that say what a body is, in small letters.
pub(super) static BODY_KINDS: LazyLock<WordList> = LazyLock::new(|| {
    let nouns = lines(KINDS_OF_BODIES).filter_map(|line| line.split('\t').next());
    nouns.map(str::to_lowercase).collect()
});

/// Their plurals, in small letters, with the singular as it is written in a name.
pub(super) static PLURAL_KINDS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let pairs = lines(KINDS_OF_BODIES).filter_map(|line| line.split_once('\t'));
    pairs.map(|(one, several)| (several.to_lowercase(), one)).collect()
});

pub(super) static TOPIC_WORDS: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("../words/topics.txt")));

pub(super) static NOT_NAMES: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("../words/not_names.txt")));

pub(super) static NOT_BODIES: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("../words/not_bodies.txt")));

pub(super) static NOT_ACRONYMS: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("../words/not_acronyms.txt")));

const KINDS_OF_BODIES: &str = include_str!("../words/kinds_of_bodies.tsv");

/// Returns true for a noun, in small letters, that says what a body is.
pub(super) fn is_kind_of_body(noun: &str) -> bool {
    BODY_KINDS.contains(noun)
}

/// Nouns between the adjective of a country and a name: `the Danish energy company Ørsted`.
static GENERIC_BODIES: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("../words/generic_bodies.txt")));

/// Lists of words for bodies.
pub(super) const BODY_WORDS: &str = include_str!("../words/bodies.txt");

/// Endings of the names of companies.
static COMPANY_FORMS: LazyLock<WordList> = LazyLock::new(|| section(BODY_WORDS, "company forms"));

/// Returns true for the legal form at the end of the name of a company, in small letters.
pub(super) fn is_company_form(word: &str) -> bool {
    COMPANY_FORMS.contains(word)
}

/// Last words of the names of companies.
static COMPANY_NOUNS: LazyLock<WordList> = LazyLock::new(|| section(BODY_WORDS, "company nouns"));

/// Returns true for the last word of the name of a company, in small letters, which no `of` follows.
pub(super) fn is_company_noun(word: &str) -> bool {
    COMPANY_NOUNS.contains(word)
}

/// Returns true for a noun, in small letters, that says what a body is without being its name: `company`.
#[must_use]
pub fn is_generic_body(noun: &str) -> bool {
    GENERIC_BODIES.contains(noun)
}

/// Names that do not say whose body it is.
static NAMELESS_BODIES: LazyLock<WordList> =
    LazyLock::new(|| section(BODY_WORDS, "nameless bodies"));

/// Nouns that only describe a body after the adjective of a country.
static DESCRIBING_NOUNS: LazyLock<WordList> = LazyLock::new(|| section(BODY_WORDS, "descriptions"));

/// Nouns in small letters after states that are not meant themselves.
pub(super) static GROUPS_OF_BODIES: LazyLock<WordList> =
    LazyLock::new(|| section(BODY_WORDS, "groups of bodies"));

/// Returns true for a name that does not say whose body it is: `City Council`, `Chinese University`.
#[must_use]
pub fn is_nameless(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_described = || {
        let (adjective, noun) = lower.split_once(' ').unwrap_or_default();
        let nation = nations(name, 0..adjective.len()).pop();
        DESCRIBING_NOUNS.contains(noun)
            && nation.is_some_and(|nation| nation.kind == NationKind::Adjective)
    };
    NAMELESS_BODIES.contains(&lower.replace(' ', "-")) || is_described()
}
