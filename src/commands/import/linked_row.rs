//! Validating the agreements with links, when all agreements are staged.

use super::rows::{LinkedRow, RowImport, Staged};
use crate::commands::validate;
use crate::error::Result;
use crate::exchange::import::problems::Problem;
use crate::exchange::import::unread::FaultKind;

impl RowImport<'_, '_, '_> {
    /// Validates an agreement with links; if it is refused, its row is not staged any more.
    pub(super) fn validate_linked(&mut self, linked: LinkedRow) -> Result<()> {
        let LinkedRow { number, row, before, id, line } = linked;
        let Some(after) = self.transaction.get(id.as_str())? else { return Ok(()) };
        match validate::check(self.transaction, before.as_deref(), &after, self.rules.today) {
            Ok(warnings) => {
                self.warn(number, warnings);
                if let Some(line) = line {
                    self.remember(Staged::Done, *line);
                }
                Ok(())
            }
            Err(error) => {
                if let Some(before) = before {
                    self.summary.changed -= 1;
                    self.transaction.put(*before);
                } else {
                    self.summary.added -= 1;
                    self.transaction.remove(&id);
                }
                let problem = Problem::in_row(number, FaultKind::UnknownLink, error.message());
                self.reject(row.as_deref(), vec![problem])
            }
        }
    }
}
