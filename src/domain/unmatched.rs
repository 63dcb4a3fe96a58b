//! The values of filters that no record has.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};

use super::activity::Activity;
use super::agreement::Agreement;
use super::field::{HasFields, any_text};
use super::query::{ActivityQuery, Query, has_party};
use super::search::SearchWord;

/// The values of the filters of a query that no record has so far. Such a value is often a typing error, so
/// the user is warned. Several threads can search records.
///
/// ```
/// use mou::domain::{Agreement, Query, UnmatchedFilters};
///
/// let query = Query { words: vec!["digital".into(), "digitla".into()], ..Query::default() };
/// let unmatched = UnmatchedFilters::new(&query);
/// unmatched.find_in(&Agreement::new("one".parse()?, "Digital government"));
/// let typed: Vec<String> = unmatched.values().map(|value| value.typed()).collect();
/// assert_eq!(typed, ["digitla"]);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug)]
pub struct UnmatchedFilters<'q> {
    values: Vec<FilterValue<'q>>,
}

/// A value of a filter, or a word.
///
/// ```
/// use mou::domain::{Query, UnmatchedFilters};
///
/// let query = Query { parties: vec!["Kyoyo".into()], ..Query::default() };
/// let unmatched = UnmatchedFilters::new(&query);
/// let value = unmatched.values().next().unwrap();
/// assert_eq!((value.flag(), value.typed().as_str()), (Some("--party"), "Kyoyo"));
/// ```
#[derive(Debug)]
pub struct FilterValue<'q> {
    what: FilteredText<'q>,
    word: &'q SearchWord,
    is_found: AtomicBool,
}

/// What a value is compared with.
#[derive(Debug, Clone, Copy)]
enum FilteredText<'q> {
    Party,
    Country,
    Area,
    Tag,
    Kind,
    Contact,
    /// The value of the user's own field of this key.
    Field(&'q SearchWord),
    Text,
    Word,
}

impl<'q> UnmatchedFilters<'q> {
    /// Returns the values of `query`, before any record was searched.
    #[must_use]
    pub fn new(query: &'q Query) -> Self {
        let lists = [
            (FilteredText::Party, &query.parties),
            (FilteredText::Country, &query.countries),
            (FilteredText::Area, &query.areas),
            (FilteredText::Tag, &query.tags),
            (FilteredText::Kind, &query.kinds),
            (FilteredText::Contact, &query.contacts),
            (FilteredText::Word, &query.words),
            (FilteredText::Text, &query.texts),
        ];
        let mut unmatched = Self::from_lists(&lists);
        for (key, value) in &query.fields {
            unmatched.values.push(FilterValue::new(FilteredText::Field(key), value));
        }
        unmatched
    }

    /// Returns the values of `query`, before any activity was searched.
    #[must_use]
    pub fn for_activities(query: &'q ActivityQuery) -> Self {
        Self::from_lists(&[
            (FilteredText::Kind, &query.kinds),
            (FilteredText::Contact, &query.contacts),
            (FilteredText::Area, &query.areas),
            (FilteredText::Party, &query.parties),
            (FilteredText::Word, &query.words),
        ])
    }

    fn from_lists(lists: &[(FilteredText<'q>, &'q Vec<SearchWord>)]) -> Self {
        let values = lists
            .iter()
            .flat_map(|(what, words)| words.iter().map(|word| FilterValue::new(*what, word)));
        Self { values: values.collect() }
    }

    /// Marks the values that the agreement has as found, whether it matches the query or not.
    pub fn find_in(&self, agreement: &Agreement) {
        self.mark(|value| value.is_in(agreement));
    }

    /// Marks the values that the activity of this agreement has as found.
    pub fn find_in_activity(&self, activity: &Activity, agreement: &Agreement) {
        self.mark(|value| value.is_in_activity(activity, agreement));
    }

    fn mark(&self, is_in: impl Fn(&FilterValue<'_>) -> bool) {
        for value in &self.values {
            if !value.is_found.load(Ordering::Relaxed) && is_in(value) {
                value.is_found.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Returns the values that were not found.
    pub fn values(&self) -> impl Iterator<Item = &FilterValue<'q>> {
        self.values.iter().filter(|value| !value.is_found.load(Ordering::Relaxed))
    }
}

impl<'q> FilterValue<'q> {
    fn new(what: FilteredText<'q>, word: &'q SearchWord) -> Self {
        Self { what, word, is_found: AtomicBool::new(false) }
    }

    /// Returns the flag; `None` for a word.
    #[must_use]
    pub fn flag(&self) -> Option<&'static str> {
        Some(match self.what {
            FilteredText::Party => "--party",
            FilteredText::Country => "--country",
            FilteredText::Area => "--area",
            FilteredText::Tag => "--tag",
            FilteredText::Kind => "--kind",
            FilteredText::Contact => "--contact",
            FilteredText::Field(_) => "--field",
            FilteredText::Text => "--text",
            FilteredText::Word => return None,
        })
    }

    /// Returns the value as it was typed.
    #[must_use]
    pub fn typed(&self) -> String {
        match self.what {
            FilteredText::Field(key) => format!("{}={}", key.typed(), self.word.typed()),
            _ => self.word.typed().to_owned(),
        }
    }

    fn is_in(&self, agreement: &Agreement) -> bool {
        let word = self.word;
        match self.what {
            FilteredText::Party => has_party(agreement, word),
            FilteredText::Country => {
                let mut countries =
                    agreement.parties.iter().filter_map(|party| party.country.as_ref());
                countries.any(|country| word.is(country))
            }
            FilteredText::Area => agreement.areas.iter().any(|area| word.is_in(area)),
            FilteredText::Tag => agreement.tags.iter().any(|tag| word.is_in(tag)),
            FilteredText::Kind => word.is_in(&agreement.kind),
            FilteredText::Contact => {
                agreement.contact.as_ref().is_some_and(|contact| word.is_in(contact))
            }
            FilteredText::Field(key) => {
                let mut fields = agreement.fields.iter();
                fields.any(|(own_key, own)| key.is(own_key) && word.is_in(own))
            }
            FilteredText::Text | FilteredText::Word => {
                any_text(agreement, &|text| word.is_in(text))
            }
        }
    }

    fn is_in_activity(&self, activity: &Activity, agreement: &Agreement) -> bool {
        let word = self.word;
        match self.what {
            FilteredText::Area => activity.areas.iter().any(|area| word.is_in(area)),
            FilteredText::Kind => activity.kind.as_ref().is_some_and(|kind| word.is_in(kind)),
            FilteredText::Contact => {
                let contact = activity.contact.as_ref().or(agreement.contact.as_ref());
                contact.is_some_and(|contact| word.is_in(contact))
            }
            FilteredText::Word | FilteredText::Text => {
                word.is_in(&format!("{}/{}", agreement.id, activity.n))
                    || any_text(activity, &|text| word.is_in(text))
            }
            _ => self.is_in(agreement),
        }
    }

    /// Calls `f` with each value of the agreement that could have been meant: a text that is compared, and
    /// the value to suggest.
    pub fn for_each_known(&self, agreement: &Agreement, f: &mut dyn FnMut(&str, &str)) {
        match self.what {
            FilteredText::Party => {
                for party in &agreement.parties {
                    f(&party.name, &party.name);
                    if let Some(short) = &party.short {
                        f(short, short);
                    }
                }
            }
            FilteredText::Country => {}
            FilteredText::Area => agreement.areas.iter().for_each(|area| f(area, area)),
            FilteredText::Tag => agreement.tags.iter().for_each(|tag| f(tag, tag)),
            FilteredText::Kind => f(&agreement.kind, &agreement.kind),
            FilteredText::Contact => {
                if let Some(contact) = &agreement.contact {
                    f(contact, contact);
                }
            }
            FilteredText::Field(_) => {
                for (key, value) in &agreement.fields {
                    let both = format!("{key}={value}");
                    f(&both, &both);
                }
            }
            FilteredText::Text | FilteredText::Word => {
                for_each_word(agreement, f);
            }
        }
    }

    /// Calls `f` as [`Self::for_each_known`] does, with the values of an activity.
    pub fn for_each_known_in_activity(
        &self,
        activity: &Activity,
        agreement: &Agreement,
        f: &mut dyn FnMut(&str, &str),
    ) {
        match self.what {
            FilteredText::Area => activity.areas.iter().for_each(|area| f(area, area)),
            FilteredText::Kind => activity.kind.iter().for_each(|kind| f(kind, kind)),
            FilteredText::Contact => {
                let contact = activity.contact.iter().chain(&agreement.contact);
                contact.for_each(|contact| f(contact, contact));
            }
            FilteredText::Word | FilteredText::Text => {
                for_each_word(activity, f);
            }
            _ => self.for_each_known(agreement, f),
        }
    }
}

/// Calls `f` with each word of the record.
fn for_each_word<T: HasFields>(record: &T, f: &mut dyn FnMut(&str, &str)) {
    let f = RefCell::new(f);
    any_text(record, &|text| {
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        words.for_each(|word| (*f.borrow_mut())(word, word));
        false
    });
}
