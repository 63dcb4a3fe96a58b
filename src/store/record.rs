//! A record of a registry.

use std::borrow::Cow;
use std::path::Path;

use super::canonical;
use super::canonical::record_text::{RECORD_LEVEL, record_text};
use super::node::Node;
use super::plain::PlainFile;
use super::read_error::damaged;
use super::read_error::{locate, parse};
use super::scan::Scanner;
use crate::domain::Agreement;
use crate::error::{Error, Result};
use crate::json::SyntaxError;

/// The start of a canonical record, up to its id.
const RECORD_HEAD: &str = "{\n      \"id\": \"";

/// A record of a registry: the text of one agreement. It is parsed when it is asked for.
#[derive(Debug, Clone)]
pub struct Record<'r> {
    path: &'r Path,
    id: Cow<'r, str>,
    text: Cow<'r, str>,
    offset: u64,
    /// The file and the offset in it, if it was read whole: then the text is known to be valid JSON.
    plain: Option<(&'r PlainFile, usize)>,
}

impl PlainFile {
    /// Returns the record with this index.
    pub(super) fn record(&self, index: usize) -> Record<'_> {
        let span = &self.spans[index];
        let plain = Some((self, span.range.start));
        Record { plain, ..Record::new(&self.path, &*span.id, self.text_of(span), index as u64) }
    }

    /// Returns the records in id order.
    pub(super) fn records(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.spans.len()).map(|index| self.record(index))
    }
}

impl<'r> Record<'r> {
    /// Returns a record of a file that is read record by record.
    pub(super) fn new(
        path: &'r Path,
        id: impl Into<Cow<'r, str>>,
        text: impl Into<Cow<'r, str>>,
        offset: u64,
    ) -> Self {
        Self { path, id: id.into(), text: text.into(), offset, plain: None }
    }

    /// Returns its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns its text, as it is in the file.
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
        if let Some(agreement) = canonical::read(&self.text) {
            return Ok(agreement);
        }
        self.check()?;
        self.parse()
    }

    /// Returns the agreement, and true if its text is exactly as `mou` writes it. Fails like
    /// [`Self::agreement`].
    pub(super) fn agreement_and_form(&self) -> Result<(Agreement, bool)> {
        if let Some(agreement) = canonical::read(&self.text) {
            return Ok((agreement, true));
        }
        let is_canonical = record_text(self.node()) == self.text;
        self.agreement().map(|agreement| (agreement, is_canonical))
    }

    fn parse(&self) -> Result<Agreement> {
        parse(&self.text).map_err(|error| {
            let Some((whole, start)) = self.plain else { return self.damaged() };
            let at = locate(&self.text, start, &error.path).unwrap_or(start);
            whole.field_error(&self.id, &error, at)
        })
    }

    /// Fails if the text is not valid JSON, or an object in it has two members of one name.
    fn check(&self) -> Result<()> {
        let mut scanner = Scanner::inside(&self.text, RECORD_LEVEL);
        if self.plain.is_some() || scanner.skip().and_then(|()| scanner.end()).is_ok() {
            return Ok(());
        }
        Err(self.damaged())
    }

    /// Returns the error for a damaged record, without its place: this is found when the file is read whole.
    fn damaged(&self) -> Error {
        let fault = SyntaxError::new(0, format!("record `{}` cannot be read", self.id));
        damaged(self.path, &self.text, &fault)
    }

    /// Returns its text as the file gets it: canonical, with its own spelling of numbers and texts.
    pub(super) fn canonical_text(&self) -> String {
        let rest = self.text.strip_prefix(RECORD_HEAD);
        let begins = rest.is_some_and(|rest| rest.starts_with(&*self.id));
        if begins && canonical::read::<Agreement>(&self.text).is_some() {
            return self.text.to_string();
        }
        record_text(self.node())
    }

    /// Returns its text in the canonical layout of a document, with its own spelling of numbers and texts.
    #[must_use]
    pub fn pretty(&self) -> String {
        self.node().print()
    }

    /// Returns its members, with their spelling.
    pub(super) fn node(&self) -> Node {
        Node::parse(&self.text).unwrap_or_else(|_| Node::Scalar(self.text.to_string()))
    }
}
