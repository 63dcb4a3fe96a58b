//! Which lines of plain text belong together, and what is at their starts.

use super::raw::{LineJoint, LineRole, RawText};

/// Lines longer than this, in characters, are not the result of wrapping.
const MAX_WRAP_COLUMNS: usize = 130;

/// Shorter lines say nothing about the width that a text is wrapped at.
const MIN_WRAP_COLUMNS: usize = 30;

/// A shorter line that is open may be a label.
const MIN_BROKEN_BYTES: usize = 40;

/// Returns true if a text has no small letters but at least two capitals.
pub(super) fn is_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
        && text.chars().filter(|letter| letter.is_uppercase()).nth(1).is_some()
}

/// A line with more bytes and words than these is a whole paragraph.
const MAX_WRAPPED_BYTES: usize = 160;
const MAX_WRAPPED_WORDS: usize = 20;

/// Returns true if a line is too long to be part of a wrapped paragraph.
pub(super) fn is_whole_paragraph(line: &str) -> bool {
    line.len() > MAX_WRAPPED_BYTES && line.split_whitespace().nth(MAX_WRAPPED_WORDS).is_some()
}

/// Words that a line of running text may end with, but no title, name or item.
const OPEN_WORDS: [&str; 34] = [
    "of", "the", "and", "for", "in", "to", "by", "with", "a", "an", "on", "at", "between", "from",
    "or", "as", "its", "their", "that", "which", "under", "into", "&", "mr", "ms", "mrs", "dr",
    "his", "her", "is", "are", "will", "has", "have",
];

/// Returns true if a line ends in the middle of a phrase.
pub(super) fn is_open(line: &str) -> bool {
    let line = line.trim_end();
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = last.trim_end_matches('.').trim_start_matches(['(', '“', '"']).to_lowercase();
    OPEN_WORDS.contains(&word.as_str())
        || ends_in_initial(line)
        || (line.ends_with(',') && !line.ends_with("and,"))
}

/// Returns true if a line ends with the initial of a name: `Ambassador Sujan R.`
pub(super) fn ends_in_initial(line: &str) -> bool {
    let mut words = line.trim_end().rsplit(char::is_whitespace);
    let is_initial = words
        .next()
        .and_then(|word| word.strip_suffix('.'))
        .is_some_and(|word| word.chars().all(char::is_uppercase) && word.chars().count() == 1);
    is_initial && words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Returns true if a line ends as a sentence, an item or a label does.
pub(super) fn is_closed(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_']);
    line.ends_with(['.', '!', '?', ':', ';', '…'])
}

/// Returns true if the first letter of a line is a small one.
pub(super) fn starts_small(line: &str) -> bool {
    line.trim_start().chars().next().is_some_and(char::is_lowercase)
}

/// Returns true if a line is no more than the name of a picture file, such as `IMG_001.jpg`.
pub(super) fn is_picture_file(line: &str) -> bool {
    let line = line.trim();
    let Some((name, ending)) = line.rsplit_once('.').filter(|(_, ending)| ending.len() <= 4) else {
        return false;
    };
    PICTURE_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
        && !name.is_empty()
        && line.len() <= 120
        && !line.contains(": ")
        && line.split_whitespace().count() <= 4
}

const PICTURE_ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "gif", "webp", "tif", "tiff"];

/// Returns true if a line names who made a picture: `PHOTO: GOVTECH SINGAPORE`.
pub(super) fn is_picture_credit(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['(', '[', '*', '_']);
    let starts =
        |start: &&str| line.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    CREDIT_STARTS.iter().any(starts) && line.split_whitespace().count() <= 12
}

const CREDIT_STARTS: [&str; 22] = [
    "photo:",
    "photos:",
    "photo credit",
    "photo by",
    "photo courtesy",
    "image credit",
    "image courtesy",
    "images courtesy",
    "image by",
    "image:",
    "picture:",
    "credit:",
    "credits:",
    "photograph:",
    "picture courtesy",
    "courtesy of",
    "courtesy:",
    "photos courtesy",
    "source:",
    "ph:",
    "foto:",
    "photo ©",
];

/// The mark or number at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineMarker {
    /// Its length with the spaces after it, in bytes.
    pub(super) length: usize,
    /// What the line is.
    pub(super) role: LineRole,
    /// True for a bullet, which no running text has at the start of a line.
    pub(super) is_bullet: bool,
}

/// Bullets of texts and of the symbol fonts of word processors.
const BULLETS: [char; 24] = [
    '•', '·', '●', '○', '▪', '■', '□', '◦', '‣', '⁃', '➢', '➤', '✓', '✔', '►', '▶', '◆', '◾', '–',
    '—', '-', '*', '\u{f0b7}', '\u{f0a7}',
];

/// Returns the mark or number at the start of a line, which may have spaces before it.
pub(super) fn marker(line: &str) -> Option<LineMarker> {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    let first = body.chars().next()?;
    let (mark, role, is_bullet) = if BULLETS.contains(&first) {
        (first.len_utf8(), LineRole::Item, true)
    } else {
        let (length, role) = numbering(body)?;
        (length, role, false)
    };
    let rest = &body[mark..];
    let text = rest.trim_start();
    // `-end-` and `*note` have no space after the mark; a bullet of its own kind needs none.
    let needs_space = if is_bullet {
        matches!(first, '–' | '—' | '-' | '*' | '·')
    } else {
        // `1.Signed` is a number, `a.m.` is not.
        !(matches!(role, LineRole::Numbered(_)) && text.starts_with(char::is_uppercase))
    };
    if text.is_empty() || (needs_space && text.len() == rest.len()) {
        return None;
    }
    Some(LineMarker { length: indent + mark + (rest.len() - text.len()), role, is_bullet })
}

/// Returns the length of a number at the start of a line, such as `1.`, `(a)`, `iv)`, `2.1`, and what the line is.
fn numbering(text: &str) -> Option<(usize, LineRole)> {
    let opens = text.starts_with('(');
    let inner = &text[usize::from(opens)..];
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let label = &inner[..length];
    let after = &inner[length..];
    let is_digits = (1..=3).contains(&length) && label.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits {
        let number = label.parse().unwrap_or_default();
        if let Some(end) = after.strip_prefix('.').and_then(clause_end) {
            // `2.1` and `2.1.3.`: a clause.
            return (!opens).then_some((length + 1 + end, LineRole::Text));
        }
        return closing(after, opens, true).map(|end| (length + end, LineRole::Numbered(number)));
    }
    let is_letter = length == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_roman = (1..=5).contains(&length)
        && (label.bytes().all(|byte| b"ivxl".contains(&byte))
            || label.bytes().all(|byte| b"IVXL".contains(&byte)));
    if !is_letter && !is_roman {
        return None;
    }
    // `A. Smith` is a name, and `V. PURPOSE` a heading.
    let takes_stop = label.bytes().all(|byte| byte.is_ascii_lowercase());
    closing(after, opens, takes_stop).map(|end| (length + end, LineRole::Item))
}

/// Returns the length of what closes a number, with the bracket before it.
fn closing(after: &str, opens: bool, takes_stop: bool) -> Option<usize> {
    match after.as_bytes().first() {
        Some(b')') => Some(1 + usize::from(opens)),
        Some(b'.') if takes_stop && !opens => Some(1),
        _ => None,
    }
}

/// Returns the length of the further numbers of a clause after `2.`: `1`, `1.3.`.
fn clause_end(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    let rest = &text[digits..];
    match rest.as_bytes().first() {
        Some(b'.') => Some(digits + 1 + clause_end(&rest[1..]).unwrap_or(0)),
        // `2.1 Purpose`, but not `2.5 million`.
        Some(byte) if byte.is_ascii_whitespace() => {
            rest.trim_start().starts_with(char::is_uppercase).then_some(digits)
        }
        _ => None,
    }
}

/// Returns the width that the lines of a plain text are wrapped at; `None` if each line is a paragraph.
pub(super) fn wrap_columns(raw: &RawText) -> Option<usize> {
    let mut inner = Vec::new();
    let mut wrapped = Vec::new();
    for pair in raw.lines.windows(2) {
        let [line, next] = pair else { continue };
        if next.joint != LineJoint::Line {
            continue;
        }
        let text = raw.spelled.text();
        let (line, next) = (&text[line.range.clone()], &text[next.range.clone()]);
        let columns = line.trim_end().chars().count();
        if !line.trim().contains(' ') || columns > MAX_WRAP_COLUMNS {
            continue;
        }
        inner.push(columns);
        let goes_on =
            (starts_small(next) && !is_closed(line)) || is_open(line) || ends_in_hyphen(line);
        if columns >= MIN_WRAP_COLUMNS && goes_on && marker(next).is_none() {
            wrapped.push(columns);
        }
    }
    let widest = *wrapped.iter().max()?;
    // Lines of running text differ by a long word; a list of short lines does not wrap.
    let is_full = |columns: &&usize| (**columns * 4 >= widest * 3) && **columns <= widest + 10;
    let full = inner.iter().filter(is_full).count();
    let widest = inner.iter().copied().filter(|columns| *columns <= widest + 10).max()?;
    (wrapped.len() * 5 >= inner.len() && full * 2 >= inner.len()).then_some(widest)
}

fn ends_in_hyphen(line: &str) -> bool {
    let mut letters = line.trim_end().chars().rev();
    letters.next() == Some('-') && letters.next().is_some_and(char::is_alphanumeric)
}

/// Returns true if a line of plain text goes on in the next one. `columns` is the width that the text is wrapped at.
pub(super) fn goes_on(line: &str, next: &str, columns: Option<usize>) -> bool {
    let Some(columns) = columns else {
        // Each line is a paragraph, but one may be broken by mistake.
        return (is_open(line) && starts_small(next) || ends_in_initial(line))
            && line.len() >= MIN_BROKEN_BYTES
            && marker(next).is_none();
    };
    let is_heading =
        is_closed(line) && is_capitals(next) && next.split_whitespace().nth(8).is_none();
    let starts_address = next.split_whitespace().next().is_some_and(|word| {
        word.contains('@') || word.starts_with("http") || word.starts_with("www.")
    });
    if is_heading || (starts_address && !is_open(line)) {
        return false;
    }
    if [line, next].iter().any(|line| is_picture_file(line) || is_picture_credit(line)) {
        return false;
    }
    match marker(next) {
        Some(marker)
            if marker.is_bullet && next.trim_start().starts_with(['–', '—', '-', '*'])
            // A dash between two parts of a sentence may start a line.
            && (is_closed(line) || !starts_small(&next[marker.length..])) =>
        {
            return false;
        }
        Some(marker) if marker.is_bullet || is_closed(line) || marker.role == LineRole::Item => {
            return false;
        }
        _ => {}
    }
    let length = line.trim_end().chars().count();
    let word = next.split_whitespace().next().unwrap_or_default().chars().count();
    let is_full = length + 1 + word > columns;
    let is_long = length * 2 >= columns;
    is_full
        || ends_in_hyphen(line) && length + 1 + next.find('-').unwrap_or(word).min(word) > columns
        || (is_open(line) && is_long)
        || (starts_small(next) && !is_closed(line) && length * 3 >= columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_recognised_at_the_start_of_a_line() {
        for (line, length, role) in [
            ("- a", 2, LineRole::Item),
            ("  • a", 6, LineRole::Item),
            ("•a", 3, LineRole::Item),
            ("* a", 2, LineRole::Item),
            ("i) a", 3, LineRole::Item),
            ("(iv) a", 5, LineRole::Item),
            ("(a)\ta", 4, LineRole::Item),
            ("b. a", 3, LineRole::Item),
            ("B) a", 3, LineRole::Item),
            ("1. a", 3, LineRole::Numbered(1)),
            ("12)  a", 5, LineRole::Numbered(12)),
            ("(3) a", 4, LineRole::Numbered(3)),
            ("2.1 A", 4, LineRole::Text),
            ("2.1.3. a", 7, LineRole::Text),
        ] {
            let found = marker(line).map(|marker| (marker.length, marker.role));
            assert_eq!(found, Some((length, role)), "{line}");
        }
        for line in [
            "-end-",
            "A. Smith signed",
            "2019. Then",
            "1.5 million",
            "*note",
            "1987 was",
            "a",
            "-",
            "1.",
            "V. PUTIN",
            "Mr. Kok",
            "(MoU) a",
            "mix) a",
            "10 years",
            "",
        ] {
            assert_eq!(marker(line), None, "{line}");
        }
    }
}
