//! Several texts in one, as they stand in a cell of a table.

use std::borrow::Cow;

/// What a field accepts that takes any text.
pub const TEXTS: &str = "a text that is not blank";

/// Returns the texts as one, as [`join`] writes them; `None` where it writes nothing.
///
/// ```
/// use mou::domain::typed::{joined, listed};
///
/// let areas = ["trade; customs".to_owned(), "health".to_owned()];
/// assert_eq!(joined(&areas).as_deref(), Some(r"trade\; customs; health"));
/// assert_eq!(listed(r"trade\; customs; health"), areas);
/// assert_eq!(joined(&[" health".to_owned()]), None);
/// ```
#[must_use]
pub fn joined<T: AsRef<str>>(texts: &[T]) -> Option<String> {
    let mut one = String::new();
    join(texts, &mut one).then_some(one)
}

/// Adds the texts to `one`, joined by `; `, with `;` and `\` inside them written `\;` and `\\`.
///
/// Adds nothing, and returns false, where [`listed`] would not give the same texts back: none at all,
/// an empty one, blanks at the ends of one, or a `[` before all (which begins a JSON list).
pub fn join<T: AsRef<str>>(texts: impl IntoIterator<Item = T>, one: &mut String) -> bool {
    let start = one.len();
    for text in texts {
        let text = text.as_ref();
        if text.is_empty() || has_blanks_around(text) {
            one.truncate(start);
            return false;
        }
        one.push_str(if one.len() == start { "" } else { "; " });
        if !text.bytes().fold(false, |has, byte| has | matches!(byte, b';' | b'\\')) {
            one.push_str(text);
            continue;
        }
        for letter in text.chars() {
            if matches!(letter, ';' | '\\') {
                one.push('\\');
            }
            one.push(letter);
        }
    }
    if one[start..].starts_with('[') {
        one.truncate(start);
    }
    one.len() > start
}

/// Tells whether a text begins or ends with a blank.
pub(super) fn has_blanks_around(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}

/// Returns the texts of which `one` is made: what stands between semicolons, without the blanks
/// around it. `\;` is a semicolon and `\\` a backslash inside a text; empty texts are passed over.
#[must_use]
pub fn listed(one: &str) -> Vec<String> {
    items(one).into_iter().map(Cow::into_owned).collect()
}

/// Returns the texts as [`listed`] does, borrowed where they stand as they read.
#[must_use]
pub fn items(one: &str) -> Vec<Cow<'_, str>> {
    if !one.contains('\\') {
        let texts = one.split(';').map(str::trim);
        return texts.filter(|text| !text.is_empty()).map(Cow::Borrowed).collect();
    }
    let mut texts = vec![String::new()];
    let mut letters = one.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            (';', _) => texts.push(String::new()),
            ('\\', Some(&next @ (';' | '\\'))) => {
                letters.next();
                add(&mut texts, next);
            }
            _ => add(&mut texts, letter),
        }
    }
    let trimmed = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    trimmed.map(|text| Cow::Owned(text.to_owned())).collect()
}

fn add(texts: &mut [String], letter: char) {
    if let Some(text) = texts.last_mut() {
        text.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_list_as_people_type_it_is_read_by_its_semicolons() {
        for (one, texts) in [
            ("", &[][..]),
            (" ; ;", &[]),
            ("trade", &["trade"]),
            ("trade;health ;  ", &["trade", "health"]),
            (r"C:\temp; a\;b; c\\", &[r"C:\temp", "a;b", r"c\"]),
        ] {
            assert_eq!(listed(one), texts, "{one}");
        }
    }

    proptest! {
        #[test]
        fn what_is_joined_is_read_back(texts in prop::collection::vec("[a; \\\\\\[é]{0,4}", 0..4)) {
            if let Some(one) = joined(&texts) {
                prop_assert_eq!(listed(&one), texts);
            }
        }

        #[test]
        fn usual_texts_can_be_joined(texts in prop::collection::vec("[a-z;\\\\]{1,6}", 1..5)) {
            prop_assert!(joined(&texts).is_some());
        }
    }
}
