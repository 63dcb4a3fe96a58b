//! The lines of a record: each item stands on one of its own, indented by its level.

use super::{LANE, Lane, Reader, Unlike};

/// How many blanks a level is indented by.
const STEP: usize = 2;

/// As many blanks as can stand before an item.
const BLANKS: &[u8] = &[b' '; 64];

/// How a line begins that is not indented further than most.
const LINE: &[u8; LANE] = b"\n               ";

/// What stands before it behind another item.
const NEXT: &[u8; LANE] = b",\n              ";

impl Reader<'_> {
    /// Tells whether a line break and the blanks of the present level stand here, `before` them what
    /// `pattern` begins with; `pattern` has as many blanks as there is room for.
    #[inline]
    fn is_line(&self, before: usize, pattern: &[u8; LANE]) -> bool {
        let length = before + 1 + self.indent;
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        match rest.first_chunk::<LANE>() {
            Some(lane) if length <= LANE => {
                let like = Lane::from(*lane).simd_eq(Lane::from(*pattern)).to_bitmask();
                like.trailing_ones() as usize >= length
            }
            _ => self.is_any_line(before, pattern),
        }
    }

    /// Tells the same of a line that is indented further than most, or the last one of the record.
    #[cold]
    fn is_any_line(&self, before: usize, pattern: &[u8; LANE]) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let rest = pattern.get(..=before).and_then(|first| rest.strip_prefix(first));
        let blanks = BLANKS.get(..self.indent);
        rest.zip(blanks).is_some_and(|(rest, blanks)| rest.starts_with(blanks))
    }

    /// Passes over a line break and the blanks of the present level.
    #[inline]
    pub(super) fn line(&mut self) -> Result<(), Unlike> {
        if !self.is_line(0, LINE) {
            return Err(Unlike);
        }
        self.at += 1 + self.indent;
        Ok(())
    }

    /// Passes over what stands before the next item of a list or an object, or behind its last one, and
    /// tells whether there is a next one.
    #[inline]
    pub(super) fn another(&mut self, is_first: bool, close: u8) -> Result<bool, Unlike> {
        if is_first {
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(false);
            }
            self.indent += STEP;
            self.line()?;
            return Ok(true);
        }
        if self.is_line(1, NEXT) {
            self.at += 2 + self.indent;
            return Ok(true);
        }
        self.indent -= STEP;
        self.line()?;
        self.expect(close)?;
        Ok(false)
    }
}
