//! References, documents and the user's own fields, as a person types them.

use super::date::date;
use crate::domain::date::Day;
use crate::domain::malformed::Malformed;
use crate::domain::reference::Reference;

/// What [`reference()`] accepts.
pub const REFERENCES: &str = "a reference such as `Title | https://example.org | 2022-07-04`";

/// What [`document`] accepts.
pub const DOCUMENTS: &str = "a document such as `Signed text | papers/mou.pdf`";

/// What [`field`] accepts.
pub const FIELDS: &str = "a name and a value such as `budget=none`";

/// Reads a reference: `Title | URL | DATE`, of which the URL may be empty, and the URL and the date
/// may be left out; `Title | DATE` is one without a URL.
///
/// Where there are more than two bars, the last two count and the others belong to the title. Fails
/// without a title, and where what stands last of three is no date.
///
/// ```
/// use mou::domain::{Date, typed};
///
/// let today = "2022-08-31".parse::<Date>()?.first();
/// let reference = typed::reference("Joint statement | | 4 July 2022", today)?;
/// assert_eq!(reference.title, "Joint statement");
/// assert_eq!(reference.url, None);
/// assert_eq!(reference.dated, Some("2022-07-04".parse()?));
/// # Ok::<(), mou::domain::Malformed>(())
/// ```
pub fn reference(text: &str, today: Day) -> Result<Reference, Malformed> {
    let text = text.trim();
    let mut parts = text.rsplitn(3, '|').map(str::trim);
    let (title, url, dated) = match (parts.next(), parts.next(), parts.next()) {
        (Some(dated), Some(url), Some(title)) => (title, url, dated),
        (Some(last), Some(title), None) if date(last, today).is_ok() => (title, "", last),
        (Some(url), Some(title), None) => (title, url, ""),
        (title, ..) => (title.unwrap_or_default(), "", ""),
    };
    if title.is_empty() {
        return Err(Malformed::new(format!("`{text}` has no title")));
    }
    let dated = if dated.is_empty() {
        None
    } else {
        let read = date(dated, today);
        Some(read.map_err(|why| {
            Malformed::new(format!("`{text}` does not end with the date that it bears: {why}"))
        })?)
    };
    let url = (!url.is_empty()).then(|| url.into());
    Ok(Reference { title: title.into(), url, dated })
}

/// Reads a document: `Title | PATH`, into its title and its path.
///
/// Where there are several bars, the last one counts. Fails without a title or a path, and on a path
/// that is not relative and written with `/`: one that is absolute, goes up by `..`, is an address
/// such as `https://…`, or has a backslash.
pub fn document(text: &str) -> Result<(String, String), Malformed> {
    let text = text.trim();
    let (title, path) = text.rsplit_once('|').unwrap_or((text, ""));
    match (title.trim(), path.trim()) {
        ("", _) => Err(Malformed::new(format!("`{text}` has no title"))),
        (_, "") => Err(Malformed::new(format!("`{text}` has no path behind a bar"))),
        (title, path) => match why_outside(path) {
            None => Ok((title.to_owned(), path.to_owned())),
            Some(why) => Err(Malformed::new(format!("`{path}` {why}"))),
        },
    }
}

/// Returns why a path may lead out of the folder that it is relative to.
fn why_outside(path: &str) -> Option<&'static str> {
    let scheme = path.split(['/', '?', '#']).next().and_then(|first| first.split_once(':'));
    if path.starts_with(['/', '~']) {
        Some("is not relative to the folder of the registry")
    } else if path.contains('\\') {
        Some("has a backslash, where folders are divided by /")
    } else if path.split('/').any(|part| part == "..") {
        Some("leads out of the folder of the registry")
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
pub fn field(text: &str) -> Result<(String, String), Malformed> {
    let Some((key, value)) = text.split_once('=') else {
        return Err(Malformed::new(format!("`{}` has no equals sign", text.trim())));
    };
    if key.trim().is_empty() {
        return Err(Malformed::new(format!(
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
            let read = reference(typed, today()).unwrap();
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
                "`A | B | https://x.org` does not end with the date that it bears: \
                 `https://x.org` is not a date",
            ),
            (
                "A | https://x.org | 04/07/2022",
                "`A | https://x.org | 04/07/2022` does not end with the date that it bears: \
                 `04/07/2022` could be 2022-07-04 or 2022-04-07",
            ),
        ] {
            assert_eq!(reference(typed, today()).unwrap_err().to_string(), reason);
        }
    }

    #[test]
    fn a_document_has_a_title_and_a_path() {
        let read = |typed: &str| document(typed).map_err(|refused| refused.to_string());
        let both = |title: &str, path: &str| Ok((title.to_owned(), path.to_owned()));
        assert_eq!(read("Text | papers/mou 1.pdf"), both("Text", "papers/mou 1.pdf"));
        assert_eq!(read("Text | signed | a.pdf"), both("Text | signed", "a.pdf"));
        assert_eq!(read("a.pdf"), Err("`a.pdf` has no path behind a bar".to_owned()));
        assert_eq!(read("a |"), Err("`a |` has no path behind a bar".to_owned()));
        assert_eq!(read("| a.pdf"), Err("`| a.pdf` has no title".to_owned()));
        assert_eq!(read("a | ./..b/c..d"), both("a", "./..b/c..d"));
        for (path, why) in [
            ("../a.pdf", "leads out of the folder of the registry"),
            ("papers/../../a.pdf", "leads out of the folder of the registry"),
            ("/etc/passwd", "is not relative to the folder of the registry"),
            ("~/a.pdf", "is not relative to the folder of the registry"),
            (r"\\server\share", "has a backslash, where folders are divided by /"),
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
        let read = |typed| field(typed).map_err(|refused| refused.to_string());
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
            let dated = dated.and_then(|year| Date::of_parts(year, None, None));
            let written = Reference {
                title: title.as_str().into(),
                url: url.map(Into::into),
                dated,
            };
            prop_assert_eq!(reference(&written.to_string(), today()), Ok(written));
            let (path, sha256) = (Some("a.pdf".into()), None);
            let written = Document { title: title.as_str().into(), path, sha256 }.to_string();
            prop_assert_eq!(document(&written), Ok((title, "a.pdf".to_owned())));
        }

        #[test]
        fn no_text_makes_the_readers_panic(text in "\\PC*|[a|= ]*") {
            let _ = (reference(&text, today()), document(&text), field(&text));
        }
    }
}
