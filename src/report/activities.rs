//! The columns of activities: the stored fields and the derived ones, by the same names as in JSON.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::table::{Cell, Column};
use crate::domain::{Activity, Agreement, Day, Id, Text};

/// The columns that a list of activities has unless others are named; the last is the first to go
/// where there is little room.
pub const DEFAULT_ACTIVITY_COLUMNS: [&str; 7] =
    ["id", "title", "status", "on", "due", "until", "kind"];

/// An activity in a list.
#[derive(Debug, Clone)]
pub struct ListedActivity {
    /// The agreement that it is under.
    pub agreement: Id,
    /// The title of that agreement.
    pub under: Text,
    /// The activity.
    pub activity: Activity,
    /// The text of it in the file.
    pub stored: String,
    /// Whether it is overdue.
    pub is_overdue: bool,
}

/// The activities of a record, as stored.
#[derive(Deserialize)]
struct Stored<'a> {
    #[serde(borrow, default)]
    activities: Vec<&'a RawValue>,
}

impl ListedActivity {
    /// Returns those activities of an agreement that `is_meant`, as seen on `today`; with their texts, where
    /// that of the record is given.
    #[must_use]
    pub fn matching(
        agreement: &Agreement,
        stored: Option<&str>,
        today: Day,
        is_meant: impl Fn(&Activity) -> bool,
    ) -> Vec<Self> {
        if !agreement.activities.iter().any(&is_meant) {
            return Vec::new();
        }
        let stored = stored.and_then(|stored| serde_json::from_str::<Stored<'_>>(stored).ok());
        let texts = stored.map_or_else(Vec::new, |stored| stored.activities);
        let texts = texts.into_iter().map(RawValue::get).chain(std::iter::repeat(""));
        agreement
            .activities
            .iter()
            .zip(texts)
            .filter(|(activity, _)| is_meant(activity))
            .map(|(activity, text)| Self {
                agreement: agreement.id.clone(),
                under: agreement.title.clone(),
                activity: activity.clone(),
                stored: text.to_owned(),
                is_overdue: activity.is_overdue(today),
            })
            .collect()
    }

    /// Returns the id: `<agreement>/<n>`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.agreement, self.activity.n)
    }

    /// Returns the sort key: the date of the activity, else `due`, else the date of its source. Undated
    /// ones come last. Then the agreement and the number.
    #[must_use]
    pub fn order(&self) -> [Cell<'_>; 3] {
        let activity = &self.activity;
        let day = activity.day().or(activity.due).or(activity.known_by);
        let number = Cell::Number(activity.n.get().into());
        [Cell::date(day), Cell::Text(self.agreement.as_str().into()), number]
    }
}

/// All columns of activities: the id and the agreement, the fields in the order of the file, then
/// what is derived.
pub static ACTIVITY_COLUMNS: LazyLock<Vec<Column<ListedActivity>>> = LazyLock::new(|| {
    let ids = [
        Column::text("id", |listed: &ListedActivity| Cell::Text(listed.id().into())),
        Column::text("agreement", |listed| Cell::full(listed.agreement.as_str())),
    ];
    let overdue = Column::text("overdue", |listed: &ListedActivity| {
        Cell::Text(listed.is_overdue.to_string().into())
    });
    let fields = Column::fields(|listed: &ListedActivity| &listed.activity);
    ids.into_iter().chain(fields).chain([overdue]).collect()
});
