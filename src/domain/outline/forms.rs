//! The parts of an agreement of which an outline keeps nothing: they are checked and passed over.

use serde::Deserialize;

use super::passed_over::AnyText;
use crate::domain::date::Date;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonForm {
    #[serde(rename = "name")]
    _name: AnyText,
    #[serde(default, rename = "title")]
    _title: Option<AnyText>,
    #[serde(default, rename = "party")]
    _party: Option<AnyText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReferenceForm {
    #[serde(rename = "title")]
    _title: AnyText,
    #[serde(default, rename = "url")]
    _url: Option<AnyText>,
    #[serde(default, rename = "dated")]
    _dated: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentForm {
    #[serde(rename = "title")]
    _title: AnyText,
    #[serde(default, rename = "path")]
    _path: Option<AnyText>,
    #[serde(default, rename = "sha256")]
    _sha256: Option<AnyText>,
}
