//! The words that no record holds.

use super::{ActivityQuery, Query, texts};
use crate::domain::activity::Activity;
use crate::domain::agreement::Agreement;
use crate::domain::search::Needle;

/// The words of a query that none of the records looked into so far holds, to be named to whoever
/// asked: a word found nowhere is often a slip.
///
/// ```
/// use mou::domain::{Agreement, Query, Unseen};
///
/// let query = Query { words: vec!["digital".into(), "digitla".into()], ..Query::default() };
/// let mut unseen = Unseen::of(&query);
/// unseen.look_into(&Agreement::new("one".parse()?, "Digital government".to_owned()));
/// assert_eq!(unseen.words(), ["digitla"]);
/// # Ok::<(), mou::domain::Malformed>(())
/// ```
#[derive(Debug, Clone)]
pub struct Unseen<'a> {
    words: Vec<&'a Needle>,
}

impl<'a> Unseen<'a> {
    /// Returns the words and texts of `query`, as long as no record has been looked into.
    #[must_use]
    pub fn of(query: &'a Query) -> Self {
        Self { words: query.words.iter().chain(&query.texts).collect() }
    }

    /// Returns the words of `query`, as long as no activity has been looked into.
    #[must_use]
    pub fn of_activities(query: &'a ActivityQuery) -> Self {
        Self { words: query.words.iter().collect() }
    }

    /// Strikes the words that the agreement holds, whether it is asked for or not.
    pub fn look_into(&mut self, agreement: &Agreement) {
        self.words.retain(|word| !texts::of_agreement(agreement, |text| word.is_in(text)));
    }

    /// Strikes the words that the activity, which is under this agreement, holds.
    pub fn look_into_activity(&mut self, activity: &Activity, agreement: &Agreement) {
        self.words.retain(|word| !super::activity::holds(activity, agreement, word));
    }

    /// Returns the words that have not been seen, as they were typed and in that order.
    #[must_use]
    pub fn words(&self) -> Vec<&'a str> {
        self.words.iter().map(|word| word.typed()).collect()
    }
}
