//! The differences between two versions of an agreement or of the header, as lines.

use std::fmt::Write;

use super::Style;
use super::escape::visible;
use crate::domain::{Agreement, Header};
use crate::report::diff::{Difference, differences, header_differences};

/// Returns the differences as lines: the id, then each field as `old → new`.
#[must_use]
pub fn agreement_diff(
    before: Option<&Agreement>,
    after: Option<&Agreement>,
    style: Style,
) -> String {
    let id = after.or(before).map_or("", |agreement| agreement.id.as_str());
    let suffix = match (before, after) {
        (None, Some(_)) => " (added)",
        (Some(_), None) => " (removed)",
        _ => "",
    };
    let arrow = arrow(style);
    let mut lines = format!("{id}{suffix}\n");
    for Difference { name, old, new } in differences(before, after) {
        // The text of an event has arrows of its own.
        let [old, new] = [old, new].map(|text| match name.as_str() {
            "events" => style.own_signs(&text).into_owned(),
            _ => text,
        });
        let _ = match (before, after) {
            (None, _) => writeln!(lines, "  {name}: {}", shown(&new)),
            (_, None) => writeln!(lines, "  {name}: {}", shown(&old)),
            _ => writeln!(lines, "  {name}: {} {arrow} {}", shown(&old), shown(&new)),
        };
    }
    lines
}

/// Returns the differences of the header of a registry as lines.
#[must_use]
pub fn header_diff(before: &Header, after: &Header, style: Style) -> String {
    let arrow = arrow(style);
    let mut lines = String::from("registry\n");
    for (name, old, new) in header_differences(before, after) {
        let _ = writeln!(lines, "  {name}: {} {arrow} {}", shown(&old), shown(&new));
    }
    lines
}

/// Returns the arrow between an old and a new value.
#[must_use]
pub fn arrow(style: Style) -> &'static str {
    if style.ascii { "->" } else { "→" }
}

fn shown(text: &str) -> String {
    if text.is_empty() { "(none)".to_owned() } else { visible(text).into_owned() }
}
