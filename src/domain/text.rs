//! The texts of a record.

/// A text of a record: a title, a name, a tag, a remark.
///
/// It is a name of its own so that another representation can be tried in one place: a record has some forty texts,
/// most of them short.
///
/// ```
/// use mou::domain::{Agreement, Text};
///
/// let title: Text = "Digital government".into();
/// assert_eq!(Agreement::new("gds-2022".parse()?, title.clone()).title, title);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub type Text = smol_str::SmolStr;
