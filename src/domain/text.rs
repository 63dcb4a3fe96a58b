//! The texts of a record.

/// A text of a record: a title, a name, a tag, a remark.
///
/// It is a name of its own so that another representation can be tried in one place: a record has some forty texts,
/// most of them short.
pub type Text = smol_str::SmolStr;
