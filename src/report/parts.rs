//! The parties and the events of agreements, a row each.

use super::roll::Entry;
use super::table::{Cell, Sheet};
use crate::domain::{Stated, Value};

/// Returns the parties of all of the agreements.
#[must_use]
pub fn parties<'r>(entries: &[&'r Entry]) -> Sheet<'r> {
    let columns = ["agreement", "name", "short", "country", "role", "signed", "joined", "left"];
    let rows = entries.iter().flat_map(|entry| {
        entry.agreement.parties.iter().map(|party| {
            vec![
                Cell::Text(entry.agreement.id.as_str().into()),
                Cell::Text((&party.name).into()),
                Cell::given(party.short.as_ref()),
                Cell::given(party.country.as_ref()),
                Cell::given(party.role.as_ref()),
                match party.signed {
                    Some(Stated::On(date)) => Cell::Date(date),
                    other => Cell::text(other),
                },
                Cell::date(party.joined),
                Cell::date(party.left),
            ]
        })
    });
    sheet(&columns, rows.collect())
}

/// Returns the events of all of the agreements.
#[must_use]
pub fn events<'r>(entries: &[&'r Entry]) -> Sheet<'r> {
    let columns =
        ["agreement", "on", "kind", "by", "decision", "from", "term", "end", "fields", "note"];
    let rows = entries.iter().flat_map(|entry| {
        entry.agreement.events.iter().map(|event| {
            let fields = Value::Members(event.fields.clone()).to_string();
            vec![
                Cell::Text(entry.agreement.id.as_str().into()),
                Cell::Date(event.on),
                Cell::Text(event.kind.to_string().into()),
                Cell::given(event.by.as_ref()),
                Cell::text(event.decision),
                Cell::date(event.from),
                Cell::text(event.term),
                Cell::date(event.end),
                Cell::full(fields),
                Cell::given(event.note.as_ref()),
            ]
        })
    });
    sheet(&columns, rows.collect())
}

fn sheet<'r>(columns: &[&'static str], rows: Vec<Vec<Cell<'r>>>) -> Sheet<'r> {
    Sheet { columns: columns.to_vec(), rows }
}
