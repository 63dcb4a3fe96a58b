//! What differs between two versions of an agreement, in lines.

use std::fmt::Write;

use super::Style;
use super::escape::visible;
use crate::domain::Agreement;
use crate::report::change::{Difference, differences};

/// Returns what differs in lines: the id, then each field `old → new`.
#[must_use]
pub fn told(before: Option<&Agreement>, after: Option<&Agreement>, style: Style) -> String {
    let id = after.or(before).map_or("", |agreement| agreement.id.as_str());
    let what = match (before, after) {
        (None, Some(_)) => " (added)",
        (Some(_), None) => " (removed)",
        _ => "",
    };
    let arrow = if style.ascii { "->" } else { "→" };
    let mut lines = format!("{id}{what}\n");
    for Difference { field, old, new } in differences(before, after) {
        let shown = |text: &str| {
            if text.is_empty() { "(none)".to_owned() } else { visible(text).into_owned() }
        };
        let _ = match (before, after) {
            (None, _) => writeln!(lines, "  {field}: {}", shown(&new)),
            (_, None) => writeln!(lines, "  {field}: {}", shown(&old)),
            _ => writeln!(lines, "  {field}: {} {arrow} {}", shown(&old), shown(&new)),
        };
    }
    lines
}
