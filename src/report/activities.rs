//! The columns of activities: the stored fields and the derived ones, by the same names as in JSON.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::table::{self, Cell, Column};
use crate::domain::{Activity, Agreement, Day, Id, Text};

/// The columns that a list of activities has unless others are named; the last is the first to go
/// where there is little room.
pub const USUAL: [&str; 7] = ["id", "title", "status", "on", "due", "until", "kind"];

/// An activity in a list.
#[derive(Debug, Clone)]
pub struct Listed {
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

/// The activities of a record, as they stand in the file.
#[derive(Deserialize)]
struct Stored<'a> {
    #[serde(borrow, default)]
    activities: Vec<&'a RawValue>,
}

impl Listed {
    /// Returns those activities of an agreement that `is_meant`, as seen on `today`; with their texts, where
    /// that of the record is given.
    #[must_use]
    pub fn of(
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

    /// Returns by what a list is sorted: the day that the activity stands at, else the one that it
    /// is due by, else that of its source; one without any comes last. Then the agreement and the
    /// number.
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
pub static COLUMNS: [Column<Listed>; 20] = [
    Column::text("id", |listed| Cell::Text(listed.id().into())),
    Column::text("agreement", |listed| Cell::full(listed.agreement.as_str())),
    Column::number("n", |listed| Cell::Number(listed.activity.n.get().into())),
    Column::text("title", |listed| Cell::Text((&listed.activity.title).into())),
    Column::text("kind", |listed| Cell::given(listed.activity.kind.as_ref())),
    Column::text("on", |listed| Cell::date(listed.activity.on)),
    Column::text("from", |listed| Cell::date(listed.activity.from)),
    Column::text("until", |listed| Cell::date(listed.activity.until)),
    Column::text("due", |listed| Cell::date(listed.activity.due)),
    Column::text("status", |listed| Cell::text(listed.activity.status)),
    Column::text("known_by", |listed| Cell::date(listed.activity.known_by)),
    Column::text("areas", |listed| Cell::texts(&listed.activity.areas)),
    Column::text("participants", |listed| Cell::texts(&listed.activity.participants)),
    Column::text("place", |listed| Cell::given(listed.activity.place.as_ref())),
    Column::text("outcome", |listed| Cell::given(listed.activity.outcome.as_ref())),
    Column::things(
        "references",
        |listed| Cell::full(words(&listed.activity.references)),
        |listed, text| table::several(&listed.activity.references, text),
    ),
    Column::text("contact", |listed| Cell::given(listed.activity.contact.as_ref())),
    Column::text("notes", |listed| Cell::given(listed.activity.notes.as_ref())),
    Column::things(
        "fields",
        |listed| {
            let fields = listed.activity.fields.iter();
            let shown: Vec<String> = fields.map(|(key, value)| format!("{key}={value}")).collect();
            Cell::full(shown.join("; "))
        },
        |listed, text| table::several(&listed.activity.fields, text),
    ),
    Column::text("overdue", |listed| Cell::Text(listed.is_overdue.to_string().into())),
];

fn words<T: ToString>(things: &[T]) -> String {
    let words: Vec<String> = things.iter().map(T::to_string).collect();
    words.join("; ")
}
