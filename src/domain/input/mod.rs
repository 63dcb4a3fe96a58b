//! What a person types: each function here reads a text into a value.
//!
//! What is displayed can be typed: each function reads back the text that its result is written as.
//! Blanks around a text are ignored. The constants say what is accepted, as the end of a sentence,
//! for messages about a value that was not.

mod date;
mod duration;
mod party;

use std::borrow::Cow;

pub use self::date::{
    ACCEPTED_DATES, ACCEPTED_DAYS, ACCEPTED_EFFECTIVE_DATES, ACCEPTED_RECORDED_DATES, month_called,
    parse_date, parse_day, parse_effective_date, parse_recorded_date,
};
pub use self::duration::{
    ACCEPTED_DURATIONS, ACCEPTED_TERMS, ACCEPTED_WINDOWS, parse_duration, parse_term, parse_window,
};
use self::party::has_blanks_around;
pub use self::party::{
    ACCEPTED_PARTIES, ACCEPTED_PEOPLE, is_surely_read_back, parse_country, parse_party,
    parse_person,
};
use super::date::Day;
use super::parse_error::ParseError;
use super::reference::Reference;

/// What a field accepts that takes any text.
pub const ACCEPTED_TEXTS: &str = "a text that is not blank";

/// Returns the texts as one, as [`join_list`] writes them; `None` if it writes none.
///
/// ```
/// use mou::domain::input::{joined_list, split_list};
///
/// let areas = ["trade; customs".to_owned(), "health".to_owned()];
/// assert_eq!(joined_list(&areas).as_deref(), Some(r"trade\; customs; health"));
/// assert_eq!(split_list(r"trade\; customs; health"), areas);
/// assert_eq!(joined_list(&[" health".to_owned()]), None);
/// ```
#[must_use]
pub fn joined_list<T: AsRef<str>>(texts: &[T]) -> Option<String> {
    let mut one = String::new();
    join_list(texts, &mut one).then_some(one)
}

/// Adds the texts to `one`, joined by `; `, with `;` and `\` inside them written `\;` and `\\`.
///
/// Adds nothing and returns false if [`split_list`] would not return the same texts: if there are none, if
/// one is empty or has blanks at its ends, or if the first begins with `[`, as a JSON list does.
pub fn join_list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>, one: &mut String) -> bool {
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

/// Splits `one` at its semicolons and returns the texts between them, without the blanks around them; borrowed
/// if they contain no escapes. `\;` is a semicolon and `\\` a backslash inside a text; empty texts are skipped.
#[must_use]
pub fn split_list(one: &str) -> Vec<Cow<'_, str>> {
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

/// What [`parse_reference`] accepts.
pub const ACCEPTED_REFERENCES: &str =
    "a reference such as `Title | https://example.org | 2022-07-04`";

/// What [`parse_document`] accepts.
pub const ACCEPTED_DOCUMENTS: &str = "a document such as `Signed text | papers/mou.pdf`";

/// What [`parse_field`] accepts.
pub const ACCEPTED_FIELDS: &str = "a name and a value such as `budget=none`";

/// Parses a reference: `Title | URL | DATE`. The URL may be empty, and the URL and the date
/// may be left out; `Title | DATE` is one without a URL.
///
/// If there are more than two bars, the last two count and the others belong to the title. Fails
/// without a title, and if the last of three parts is not a date.
///
/// ```
/// use mou::domain::{Date, input};
///
/// let today = "2022-08-31".parse::<Date>()?.first();
/// let reference = input::parse_reference("Joint statement | | 4 July 2022", today)?;
/// assert_eq!(reference.title, "Joint statement");
/// assert_eq!(reference.url, None);
/// assert_eq!(reference.dated, Some("2022-07-04".parse()?));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub fn parse_reference(text: &str, today: Day) -> Result<Reference, ParseError> {
    let text = text.trim();
    let mut parts = text.rsplitn(3, '|').map(str::trim);
    let (title, url, dated) = match (parts.next(), parts.next(), parts.next()) {
        (Some(dated), Some(url), Some(title)) => (title, url, dated),
        (Some(last), Some(title), None) if parse_date(last, today).is_ok() => (title, "", last),
        (Some(url), Some(title), None) => (title, url, ""),
        (title, ..) => (title.unwrap_or_default(), "", ""),
    };
    if title.is_empty() {
        return Err(ParseError::new(format!("`{text}` has no title")));
    }
    let dated = if dated.is_empty() {
        None
    } else {
        let read = parse_date(dated, today);
        Some(read.map_err(|why| {
            ParseError::new(format!("`{text}` does not end with the date of the source: {why}"))
        })?)
    };
    let url = (!url.is_empty()).then(|| url.into());
    Ok(Reference { title: title.into(), url, dated })
}

/// Reads a document: `Title | PATH`, into its title and its path.
///
/// If there are several bars, the last one counts. Fails without a title or a path, and on a path
/// that is not relative and written with `/`: one that is absolute, goes up by `..`, is an address
/// such as `https://…`, or has a backslash.
pub fn parse_document(text: &str) -> Result<(String, String), ParseError> {
    let text = text.trim();
    let (title, path) = text.rsplit_once('|').unwrap_or((text, ""));
    match (title.trim(), path.trim()) {
        ("", _) => Err(ParseError::new(format!("`{text}` has no title"))),
        (_, "") => Err(ParseError::new(format!("`{text}` has no path after a bar"))),
        (title, path) => match why_outside(path) {
            None => Ok((title.to_owned(), path.to_owned())),
            Some(why) => Err(ParseError::new(format!("`{path}` {why}"))),
        },
    }
}

/// Returns why a path may lead out of the folder that it is relative to.
fn why_outside(path: &str) -> Option<&'static str> {
    let scheme = path.split(['/', '?', '#']).next().and_then(|first| first.split_once(':'));
    if path.starts_with(['/', '~']) {
        Some("is not relative to the folder of the registry")
    } else if path.contains('\\') {
        Some("has a backslash; separate folders by /")
    } else if path.split('/').any(|part| part == "..") {
        Some("is outside the folder of the registry")
    } else if scheme.is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric())) {
        Some("is an address, not a path")
    } else if path.contains(char::is_control) {
        Some("has a control character")
    } else {
        None
    }
}

/// Reads one of the user's own fields: `K=V`, into its key and its value.
///
/// The first equals sign counts; the value may be empty. Fails without an equals sign or a key.
pub fn parse_field(text: &str) -> Result<(String, String), ParseError> {
    let Some((key, value)) = text.split_once('=') else {
        return Err(ParseError::new(format!("`{}` has no equals sign", text.trim())));
    };
    if key.trim().is_empty() {
        return Err(ParseError::new(format!(
            "`{}` has no name before its equals sign",
            text.trim()
        )));
    }
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::date::Date;
    use crate::domain::reference::Document;

    fn today() -> Day {
        "2022-08-31".parse::<Date>().unwrap().first()
    }

    #[test]
    fn a_reference_has_a_title_and_perhaps_an_address_and_a_date() {
        for (typed, title, url, dated) in [
            ("Title", "Title", None, None),
            ("Title | https://x.org", "Title", Some("https://x.org"), None),
            ("Title | https://x.org | 2022-07", "Title", Some("https://x.org"), Some("2022-07")),
            (
                "Title|https://x.org|July 4, 2022",
                "Title",
                Some("https://x.org"),
                Some("2022-07-04"),
            ),
            ("Title | | 2022?", "Title", None, Some("2022?")),
            ("Title | 2022-07-04", "Title", None, Some("2022-07-04")),
            ("Title | https://x.org |", "Title", Some("https://x.org"), None),
            ("Title | |", "Title", None, None),
            (
                "Title | GOV.UK | https://x.org | 2022",
                "Title | GOV.UK",
                Some("https://x.org"),
                Some("2022"),
            ),
        ] {
            let read = parse_reference(typed, today()).unwrap();
            let dated_as = read.dated.map(|date| date.to_string());
            assert_eq!(
                (read.title.as_str(), read.url.as_deref(), dated_as.as_deref()),
                (title, url, dated),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_reference_without_a_title_or_with_another_last_part_is_refused() {
        for (typed, reason) in [
            ("", "`` has no title"),
            ("| https://x.org", "`| https://x.org` has no title"),
            (
                "A | B | https://x.org",
                "`A | B | https://x.org` does not end with the date of the source: \
                    `https://x.org` is not a date",
            ),
            (
                "A | https://x.org | 04/07/2022",
                "`A | https://x.org | 04/07/2022` does not end with the date of the source: \
                    `04/07/2022` could be 2022-07-04 or 2022-04-07",
            ),
        ] {
            assert_eq!(parse_reference(typed, today()).unwrap_err().to_string(), reason);
        }
    }

    #[test]
    fn a_document_has_a_title_and_a_path() {
        let read = |typed: &str| parse_document(typed).map_err(|refused| refused.to_string());
        let both = |title: &str, path: &str| Ok((title.to_owned(), path.to_owned()));
        assert_eq!(read("Text | papers/mou 1.pdf"), both("Text", "papers/mou 1.pdf"));
        assert_eq!(read("Text | signed | a.pdf"), both("Text | signed", "a.pdf"));
        assert_eq!(read("a.pdf"), Err("`a.pdf` has no path after a bar".to_owned()));
        assert_eq!(read("a |"), Err("`a |` has no path after a bar".to_owned()));
        assert_eq!(read("| a.pdf"), Err("`| a.pdf` has no title".to_owned()));
        assert_eq!(read("a | ./..b/c..d"), both("a", "./..b/c..d"));
        for (path, why) in [
            ("../a.pdf", "is outside the folder of the registry"),
            ("papers/../../a.pdf", "is outside the folder of the registry"),
            ("/etc/passwd", "is not relative to the folder of the registry"),
            ("~/a.pdf", "is not relative to the folder of the registry"),
            (r"\\server\share", "has a backslash; separate folders by /"),
            ("javascript:alert(1)", "is an address, not a path"),
            ("https://x.org/a.pdf", "is an address, not a path"),
            ("C:a.pdf", "is an address, not a path"),
            ("a\0b", "has a control character"),
        ] {
            let typed = format!("a | {path}");
            assert_eq!(read(&typed), Err(format!("`{path}` {why}")));
        }
    }

    #[test]
    fn a_field_has_a_key_and_a_value() {
        let read = |typed| parse_field(typed).map_err(|refused| refused.to_string());
        let both = |key: &str, value: &str| Ok((key.to_owned(), value.to_owned()));
        assert_eq!(read("K=V"), both("K", "V"));
        assert_eq!(read("budget code = a=b"), both("budget code", "a=b"));
        assert_eq!(read("K="), both("K", ""));
        assert_eq!(read("K"), Err("`K` has no equals sign".to_owned()));
        assert_eq!(read(" =V"), Err("`=V` has no name before its equals sign".to_owned()));
    }

    proptest! {
        #[test]
        fn a_reference_and_a_document_that_are_written_are_read_back(
            title in "[A-Za-z|]([A-Za-z| ]{0,9}[A-Za-z|])?",
            url in proptest::option::of("https://[a-z/.]{1,9}|[0-9]{4}|today|[-+][1-9]{1,4}y"),
            dated in proptest::option::of(1_i32..=9999),
        ) {
            let dated = dated.and_then(|year| Date::from_parts(year, None, None));
            let written = Reference {
                title: title.as_str().into(),
                url: url.map(Into::into),
                dated,
            };
            prop_assert_eq!(parse_reference(&written.to_string(), today()), Ok(written));
            let (path, sha256) = (Some("a.pdf".into()), None);
            let written = Document { title: title.as_str().into(), path, sha256 }.to_string();
            prop_assert_eq!(parse_document(&written), Ok((title, "a.pdf".to_owned())));
        }

        #[test]
        fn no_text_makes_the_readers_panic(text in "\\PC*|[a|= ]*") {
            let _ = (parse_reference(&text, today()), parse_document(&text), parse_field(&text));
        }
    }

    #[test]
    fn a_list_as_people_type_it_is_read_by_its_semicolons() {
        for (one, texts) in [
            ("", &[][..]),
            (" ; ;", &[]),
            ("trade", &["trade"]),
            ("trade;health ;  ", &["trade", "health"]),
            (r"C:\temp; a\;b; c\\", &[r"C:\temp", "a;b", r"c\"]),
        ] {
            assert_eq!(split_list(one), texts, "{one}");
        }
    }

    proptest! {
        #[test]
        fn what_is_joined_is_read_back(texts in prop::collection::vec("[a; \\\\\\[é]{0,4}", 0..4)) {
            if let Some(one) = joined_list(&texts) {
                prop_assert_eq!(split_list(&one), texts);
            }
        }

        #[test]
        fn usual_texts_can_be_joined(texts in prop::collection::vec("[a-z;\\\\]{1,6}", 1..5)) {
            prop_assert!(joined_list(&texts).is_some());
        }
    }
}
