//! A record of a registry.

use std::borrow::Cow;

use serde::Deserialize;

use super::document::Node;
use super::fault::Fault;
use super::field::{locate, parse};
use super::reading::Reading;
use super::records::Slice;
use super::refusal::damaged;
use super::scan::Scanner;
use super::tidy;
use super::tidy::record_text::record_text;
use super::whole::{Place, Whole};
use crate::domain::{Agreement, Facts, Outline};
use crate::error::{Error, Result};
use crate::json::strict;

/// How many levels down a record stands: in the list of a document.
pub(super) const LEVELS: usize = 2;

/// A record of a registry, whose text is read when it is asked for.
#[derive(Debug, Clone)]
pub struct Record<'r> {
    reading: &'r Reading,
    id: Cow<'r, str>,
    text: Cow<'r, str>,
    mark: u64,
    /// The whole text that it is part of, and where it stands there; that is known to be sound JSON.
    held: Option<(&'r Whole, &'r Place)>,
}

impl<'r> Record<'r> {
    /// Returns the record at this place of a file that is held.
    pub(super) fn held(reading: &'r Reading, whole: &'r Whole, at: usize) -> Self {
        let place = &whole.places[at];
        let (id, text) = (place.id.as_ref().into(), whole.text_at(place).into());
        Self { reading, id, text, mark: at as u64, held: Some((whole, place)) }
    }

    /// Returns a record of a file that is read record by record.
    pub(super) fn laid(reading: &'r Reading, slice: Slice<'r>) -> Self {
        let (id, text) = (slice.id.into(), slice.text.into());
        Self { reading, id, text, mark: slice.start, held: None }
    }

    /// Returns a record that was sought in such a file, with its id and text apart from it.
    pub(super) fn laid_apart(reading: &'r Reading, id: &str, mark: u64, text: String) -> Self {
        Self { reading, id: id.to_owned().into(), text: text.into(), mark, held: None }
    }

    /// Returns its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns its text, as it stands in the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns a number by which the record is found again in the same reading; it grows with the id.
    #[must_use]
    pub fn mark(&self) -> u64 {
        self.mark
    }

    /// Returns the facts that it holds, in outline where that is possible.
    ///
    /// Fails where the record is not sound in full, with the record, the field and the line named.
    pub fn facts(&self) -> Result<Facts<'_>> {
        if let Some(facts) = self.tidy_facts() {
            return Ok(facts);
        }
        // An outline refuses some records that are sound; these are read whole, and slower.
        if let Ok(outline) = strict::from_str::<Outline<'_>>(&self.text) {
            return Ok(Facts::Outline(Box::new(outline)));
        }
        self.check()?;
        Ok(Facts::Whole(Box::new(self.read()?)))
    }

    /// Returns the facts, and whether it stands in the file as it would be written; fails like
    /// [`Self::facts`].
    pub(super) fn facts_and_form(&self) -> Result<(Facts<'_>, bool)> {
        if let Some(facts) = self.tidy_facts() {
            return Ok((facts, true));
        }
        let is_tidy = || record_text(self.node()) == self.text;
        self.facts().map(|facts| (facts, is_tidy()))
    }

    /// Returns the facts where they are written as they would be.
    fn tidy_facts(&self) -> Option<Facts<'_>> {
        if let Some(outline) = tidy::read_in_order(&self.text) {
            return Some(Facts::Outline(Box::new(outline)));
        }
        Some(Facts::Whole(Box::new(tidy::read(&self.text)?)))
    }

    /// Returns the whole agreement; fails like [`Self::facts`].
    pub fn agreement(&self) -> Result<Agreement> {
        if let Some(agreement) = tidy::read(&self.text) {
            return Ok(agreement);
        }
        self.check()?;
        self.read()
    }

    /// Returns what it holds as `T`.
    ///
    /// Fails where a value breaks its form, with the record, the field and the line named. What is not
    /// part of `T` is not verified here.
    pub fn read<'t, T: Deserialize<'t>>(&'t self) -> Result<T> {
        parse(&self.text).map_err(|stumble| {
            let Some((whole, place)) = self.held else { return self.damaged() };
            let start = place.span.start;
            let at = locate(&self.text, start, &stumble.path).unwrap_or(start);
            whole.stumbled(&self.reading.shown, &self.id, &stumble, at)
        })
    }

    /// Returns what it holds as `T`, as [`Self::read`] does, where the file has been
    /// [made ready](Reading::get_ready) to be changed: then it may be known to be tidy.
    pub(super) fn glance<'t, T: Deserialize<'t>>(&'t self) -> Result<T> {
        let is_tidy = self.held.is_none();
        is_tidy.then(|| tidy::glance(&self.text)).flatten().map_or_else(|| self.read(), Ok)
    }

    /// Fails where the text is not sound JSON, or has two members of one name in one object.
    fn check(&self) -> Result<()> {
        let mut scanner = Scanner::inside(&self.text, LEVELS);
        if self.held.is_some() || scanner.skip().and_then(|()| scanner.end()).is_ok() {
            return Ok(());
        }
        Err(self.damaged())
    }

    /// Returns the error for a record that is damaged, without its place: that is found where the file
    /// is read whole.
    fn damaged(&self) -> Error {
        let fault = Fault::new(0, format!("record `{}` cannot be read", self.id));
        damaged(&self.reading.shown, &self.text, &fault)
    }

    /// Returns its text in the canonical form, all of it with the spelling that it has.
    #[must_use]
    pub fn pretty(&self) -> String {
        self.node().print()
    }

    /// Returns its text, all of it with the spelling that it has.
    pub(super) fn node(&self) -> Node {
        Node::parse(&self.text).unwrap_or_else(|_| Node::Scalar(self.text.to_string()))
    }
}
