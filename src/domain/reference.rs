//! Where facts come from, and the papers themselves.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::{Date, Day};
use super::input;
use super::text::Text;

/// Where a fact comes from: a page, a press release, a register.
///
/// ```
/// use mou::domain::{Date, input};
///
/// let today = "2022-07-10".parse::<Date>()?.first();
/// let text = "Press release | https://example.org/mou | 2022-07-04";
/// let reference = input::parse_reference(text, today)?;
/// assert_eq!(reference.dated, Some("2022-07-04".parse()?));
/// assert_eq!(reference.to_string(), text);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Title.
    pub title: Text,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Text>,
    /// The date that it bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Date>,
}

impl fmt::Display for Reference {
    /// Writes the reference as a person types it: `Title | URL | DATE`.
    ///
    /// Behind a title that has a bar itself, and with an address that could be a date, all of the
    /// parts are written, empty ones too: only then is it read back as it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.as_deref().unwrap_or_default();
        f.write_str(&self.title)?;
        match self.dated {
            Some(dated) => write!(f, " | {url} | {dated}"),
            None if self.title.contains('|') || may_be_a_date(url) => write!(f, " | {url} |"),
            None if url.is_empty() => Ok(()),
            None => write!(f, " | {url}"),
        }
    }
}

/// Returns true if the text can be parsed as a date on some day.
fn may_be_a_date(text: &str) -> bool {
    let days = [Day::from_ymd_opt(1, 1, 1), Day::from_ymd_opt(9999, 12, 31)];
    days.into_iter().flatten().any(|today| input::parse_date(text, today).is_ok())
}

/// A paper that is kept beside the registry.
///
/// ```
/// use mou::domain::Document;
///
/// let document = Document {
///     title: "Signed copy".into(),
///     path: Some("papers/gds-2022.pdf".into()),
///     sha256: None,
/// };
/// assert_eq!(document.to_string(), "Signed copy | papers/gds-2022.pdf");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Title.
    pub title: Text,
    /// Its path, relative to the folder of the registry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Text>,
    /// The SHA-256 of its bytes when it was added, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Text>,
}

impl fmt::Display for Document {
    /// Writes the document as a person types it: `Title | PATH`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        self.path.as_ref().map_or(Ok(()), |path| write!(f, " | {path}"))
    }
}

/// What two versions of a registry say differently of one field, left by a merge.
///
/// ```
/// use mou::domain::Conflict;
///
/// let text = r#"{ "field": "end", "base": "2025-07-04", "ours": "2025-12-31", "theirs": null }"#;
/// let conflict: Conflict = serde_json::from_str(text).unwrap();
/// assert_eq!(conflict.field, "end");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// The field.
    pub field: Text,
    /// What both began from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<super::value::Value>,
    /// What the record answers with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours: Option<super::value::Value>,
    /// What the other side says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<super::value::Value>,
}

impl fmt::Display for Conflict {
    /// Writes the name of the field.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.field)
    }
}
