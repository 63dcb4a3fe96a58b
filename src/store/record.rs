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
use crate::domain::Agreement;
use crate::error::{Error, Result};

/// How many levels down a record stands: in the list of a document.
pub(super) const LEVELS: usize = 2;

/// A record of a registry, whose text is read when it is asked for.
#[derive(Debug, Clone)]
pub struct Record<'r> {
    reading: &'r Reading,
    id: Cow<'r, str>,
    text: Cow<'r, str>,
    offset: u64,
    /// The whole text that it is part of, and where it stands there; that is known to be sound JSON.
    held: Option<(&'r Whole, &'r Place)>,
}

impl<'r> Record<'r> {
    /// Returns the record at this place of a file that is held.
    pub(super) fn held(reading: &'r Reading, whole: &'r Whole, at: usize) -> Self {
        let place = &whole.places[at];
        let (id, text) = (place.id.as_ref().into(), whole.text_at(place).into());
        Self { reading, id, text, offset: at as u64, held: Some((whole, place)) }
    }

    /// Returns a record of a file that is read record by record.
    pub(super) fn laid(reading: &'r Reading, slice: Slice<'r>) -> Self {
        let (id, text) = (slice.id.into(), slice.text.into());
        Self { reading, id, text, offset: slice.start, held: None }
    }

    /// Returns a record that was sought in such a file, with its id and text apart from it.
    pub(super) fn laid_apart(reading: &'r Reading, id: &str, offset: u64, text: String) -> Self {
        Self { reading, id: id.to_owned().into(), text: text.into(), offset, held: None }
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

    /// Returns its offset in the file, or its index if the file is read whole. It grows with the id.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Returns the agreement.
    ///
    /// Fails if the record is damaged; the message names the record, the field and the line.
    pub fn agreement(&self) -> Result<Agreement> {
        if let Some(agreement) = tidy::read(&self.text) {
            return Ok(agreement);
        }
        self.check()?;
        self.parse()
    }

    /// Returns the agreement, and true if its text is exactly as `mou` writes it. Fails like
    /// [`Self::agreement`].
    pub(super) fn agreement_and_form(&self) -> Result<(Agreement, bool)> {
        if let Some(agreement) = tidy::read(&self.text) {
            return Ok((agreement, true));
        }
        let is_canonical = record_text(self.node()) == self.text;
        self.agreement().map(|agreement| (agreement, is_canonical))
    }

    /// Returns the record as `T`.
    ///
    /// Fails if a value has the wrong form; the message names the record, the field and the line. Members
    /// that are not part of `T` may be ignored.
    pub(super) fn read<'t, T: Deserialize<'t>>(&'t self) -> Result<T> {
        tidy::read(&self.text).map_or_else(|| self.parse(), Ok)
    }

    fn parse<'t, T: Deserialize<'t>>(&'t self) -> Result<T> {
        parse(&self.text).map_err(|stumble| {
            let Some((whole, place)) = self.held else { return self.damaged() };
            let start = place.span.start;
            let at = locate(&self.text, start, &stumble.path).unwrap_or(start);
            whole.stumbled(&self.reading.shown, &self.id, &stumble, at)
        })
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
