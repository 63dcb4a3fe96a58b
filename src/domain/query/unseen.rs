//! The words that no record holds.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{ActivityQuery, Query};
use crate::domain::activity::Activity;
use crate::domain::agreement::Agreement;
use crate::domain::field::any_text;
use crate::domain::search::Needle;

/// The words of a query that none of the records looked into so far holds, to be named to whoever
/// asked: a word found nowhere is often a slip. Records can be looked into from several threads.
///
/// ```
/// use mou::domain::{Agreement, Query, Unseen};
///
/// let query = Query { words: vec!["digital".into(), "digitla".into()], ..Query::default() };
/// let unseen = Unseen::of(&query);
/// unseen.look_into(&Agreement::new("one".parse()?, "Digital government"));
/// assert_eq!(unseen.words(), ["digitla"]);
/// # Ok::<(), mou::domain::Malformed>(())
/// ```
#[derive(Debug)]
pub struct Unseen<'a> {
    words: Vec<(&'a Needle, AtomicBool)>,
}

impl<'a> Unseen<'a> {
    /// Returns the words and texts of `query`, as long as no record has been looked into.
    #[must_use]
    pub fn of(query: &'a Query) -> Self {
        Self::all(query.words.iter().chain(&query.texts))
    }

    /// Returns the words of `query`, as long as no activity has been looked into.
    #[must_use]
    pub fn of_activities(query: &'a ActivityQuery) -> Self {
        Self::all(query.words.iter())
    }

    fn all(words: impl Iterator<Item = &'a Needle>) -> Self {
        Self { words: words.map(|word| (word, AtomicBool::new(false))).collect() }
    }

    /// Strikes the words that the agreement holds, whether it is asked for or not.
    pub fn look_into(&self, agreement: &Agreement) {
        self.strike(|word| any_text(agreement, &|text| word.is_in(text)));
    }

    /// Strikes the words that the activity, which is under this agreement, holds.
    pub fn look_into_activity(&self, activity: &Activity, agreement: &Agreement) {
        self.strike(|word| super::activity::holds(activity, agreement, word));
    }

    fn strike(&self, is_held: impl Fn(&Needle) -> bool) {
        for (word, is_seen) in &self.words {
            if !is_seen.load(Ordering::Relaxed) && is_held(word) {
                is_seen.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Tells whether words are left that have not been seen.
    #[must_use]
    pub fn is_looking(&self) -> bool {
        self.words.iter().any(|(_, is_seen)| !is_seen.load(Ordering::Relaxed))
    }

    /// Returns the words that have not been seen, as they were typed and in that order.
    #[must_use]
    pub fn words(&self) -> Vec<&'a str> {
        let unseen = self.words.iter().filter(|(_, is_seen)| !is_seen.load(Ordering::Relaxed));
        unseen.map(|(word, _)| word.typed()).collect()
    }
}
