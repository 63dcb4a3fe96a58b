use crate::render::escape::visible_lines;
use crate::render::measure::width;
use crate::render::wrap::{hanging, wrap};

/// Returns the lines of a value beside its label: what stands before the value, and the value.
pub(super) fn beside_label(
    label: &str,
    value: &str,
    labelled: usize,
    room: usize,
) -> Vec<(String, String)> {
    let named = if label.is_empty() { String::new() } else { format!("{label}:") };
    let blanks = " ".repeat(labelled.saturating_sub(width(&named)));
    let limit = room - labelled;
    let mut before = named + &blanks;
    let lines = visible_lines(value);
    let lines = lines.iter().flat_map(|line| wrap(line, limit, limit));
    lines.map(|line| (std::mem::replace(&mut before, " ".repeat(labelled)), line)).collect()
}

/// Returns the lines of a value that begins on its label's line and goes on below it.
pub(super) fn below_label(label: &str, value: &str, room: usize) -> Vec<(String, String)> {
    let hanging = hanging(&shown(value), room);
    let mut lines = Vec::new();
    let mut values = visible_lines(value).into_iter();
    if !label.is_empty() {
        let mut names = wrap(&format!("{label}:"), room, room);
        let last = names.pop().unwrap_or_default();
        lines.extend(names.into_iter().map(|name| (name, String::new())));
        let first = room.saturating_sub(width(&last) + 1);
        let value = values.next().unwrap_or_default();
        let mut wrapped = wrap(&value, first, room - hanging).into_iter();
        let value = wrapped.next().unwrap_or_default();
        lines.push((if value.is_empty() { last } else { last + " " }, value));
        lines.extend(wrapped.map(|line| (" ".repeat(hanging), line)));
    }
    for value in values {
        let wrapped = wrap(&value, room - hanging, room - hanging);
        lines.extend(wrapped.into_iter().map(|line| (" ".repeat(hanging), line)));
    }
    lines
}

/// Returns the lines of a text, all but the first indented.
pub(super) fn hung(text: &str, room: usize) -> Vec<String> {
    let hanging = hanging(&shown(text), room);
    let mut hung = Vec::new();
    for line in visible_lines(text) {
        let first = if hung.is_empty() { room } else { room - hanging };
        for line in wrap(&line, first, room - hanging) {
            let blanks = if hung.is_empty() { 0 } else { hanging };
            hung.push(" ".repeat(blanks) + &line);
        }
    }
    hung
}

/// Returns `text` with its line ends, and all else that is hidden made visible.
fn shown(text: &str) -> String {
    visible_lines(text).join("\n")
}
