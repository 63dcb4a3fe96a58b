//! The lines of a record: each item stands on one of its own, indented by its level.

use super::{LANE, Lane, Reader, Unlike};

/// How many blanks a level is indented by.
pub(super) const STEP: usize = 2;

/// As many blanks as stand before an item of those that are read here.
const BLANKS: &[u8] = &[b' '; 64];

/// How a line begins that is not indented further than most.
const LINE: &[u8; LANE] = b"\n               ";

/// What stands before it behind another item.
const NEXT: &[u8; LANE] = b",\n              ";

impl Reader<'_> {
    /// Tells whether a line break and the blanks of the present level stand here, `before` them what
    /// `pattern` begins with; `pattern` has as many blanks as there is room for. Of a line that is
    /// indented further than most, and of the last one of the record, it tells nothing.
    #[expect(clippy::inline_always, reason = "there is one such call a line")]
    #[inline(always)]
    fn is_line(&self, before: usize, pattern: &[u8; LANE]) -> Option<bool> {
        let length = before + 1 + self.indent;
        let rest = self.text.as_bytes().get(self.at..)?;
        let lane = rest.first_chunk::<LANE>().filter(|_| length <= LANE)?;
        let like = Lane::from(*lane).simd_eq(Lane::from(*pattern)).to_bitmask();
        Some(like.trailing_ones() as usize >= length)
    }

    /// Tells the same of any line.
    fn is_any_line(&self, before: usize, pattern: &[u8; LANE]) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let rest = pattern.get(..=before).and_then(|first| rest.strip_prefix(first));
        let blanks = BLANKS.get(..self.indent);
        rest.zip(blanks).is_some_and(|(rest, blanks)| rest.starts_with(blanks))
    }

    /// Passes over a line break and the blanks of the present level.
    #[inline]
    pub(super) fn line(&mut self) -> Result<(), Unlike> {
        if !self.is_line(0, LINE).unwrap_or_else(|| self.is_any_line(0, LINE)) {
            return Err(Unlike);
        }
        self.at += 1 + self.indent;
        Ok(())
    }

    /// Passes over what stands before the first item of a list or an object, and tells whether it has any.
    #[inline]
    pub(super) fn first(&mut self, close: u8) -> Result<bool, Unlike> {
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(false);
        }
        self.indent += STEP;
        self.line()?;
        Ok(true)
    }

    /// Passes over what stands behind an item of a list or an object, and tells whether there is a
    /// next one.
    #[inline]
    pub(super) fn next(&mut self, close: u8) -> Result<bool, Unlike> {
        match self.is_line(1, NEXT) {
            Some(true) => {
                self.at += 2 + self.indent;
                Ok(true)
            }
            Some(false) => self.close(close),
            None => self.any_next(close),
        }
    }

    /// Passes over what stands before the bracket that closes a list or an object, and over that.
    #[inline(never)]
    fn close(&mut self, close: u8) -> Result<bool, Unlike> {
        self.indent -= STEP;
        self.line()?;
        self.expect(close)?;
        Ok(false)
    }

    /// Does what [`Self::next`] does with any line.
    #[cold]
    fn any_next(&mut self, close: u8) -> Result<bool, Unlike> {
        if !self.is_any_line(1, NEXT) {
            return self.close(close);
        }
        self.at += 2 + self.indent;
        Ok(true)
    }
}
