//! The columns of agreements: the stored fields and the derived ones, by the same names as in JSON.

use serde::Serialize;

use super::roll::Entry;
use super::table::{Cell, Column};
use crate::domain::{Field, Party, Stated, typed};

/// The columns that a list of agreements has unless others are named.
pub const USUAL: [&str; 6] = ["id", "title", "partners", "status", "ends", "act_by"];

/// All columns of agreements: the fields in the order of the file, then what is derived.
pub static COLUMNS: [Column<Entry>; 38] = [
    text("id", |entry| stored(entry, Field::Id)),
    text("title", |entry| stored(entry, Field::Title)),
    text("kind", |entry| stored(entry, Field::Kind)),
    text("parties", |entry| parties(&entry.agreement.parties)),
    text("signed", |entry| stated(entry.agreement.signed)),
    text("place", |entry| stored(entry, Field::Place)),
    text("signatories", |entry| things(entry, Field::Signatories, &entry.agreement.signatories)),
    text("witnesses", |entry| things(entry, Field::Witnesses, &entry.agreement.witnesses)),
    text("effective", |entry| stated(entry.agreement.effective)),
    text("term", |entry| stored(entry, Field::Term)),
    text("end", |entry| Cell::date(entry.agreement.end)),
    text("basis", |entry| stored(entry, Field::Basis)),
    text("renewal", |entry| match entry.agreement.renewal {
        Some(renewal) if renewal.max.is_some() => {
            Cell::Things { shown: renewal.to_string(), json: json(&renewal) }
        }
        renewal => Cell::text(renewal),
    }),
    text("notice", |entry| stored(entry, Field::Notice)),
    text("review", |entry| stored(entry, Field::Review)),
    text("lead", |entry| Cell::list(&entry.agreement.lead)),
    text("areas", |entry| Cell::list(&entry.agreement.areas)),
    text("tags", |entry| Cell::list(&entry.agreement.tags)),
    text("contact", |entry| stored(entry, Field::Contact)),
    text("succeeds", |entry| Cell::list(&entry.agreement.succeeds)),
    text("under", |entry| stored(entry, Field::Under)),
    text("related", |entry| Cell::list(&entry.agreement.related)),
    text("references", |entry| things(entry, Field::References, &entry.agreement.references)),
    text("documents", |entry| things(entry, Field::Documents, &entry.agreement.documents)),
    text("events", |entry| things(entry, Field::Events, &entry.agreement.events)),
    text("notes", |entry| stored(entry, Field::Notes)),
    text("fields", |entry| {
        let fields = &entry.agreement.fields;
        let shown = Field::Fields.text(&entry.agreement);
        if fields.is_empty() { Cell::Absent } else { Cell::Things { shown, json: json(fields) } }
    }),
    text("conflicts", |entry| things(entry, Field::Conflicts, &entry.agreement.conflicts)),
    text("activities", |entry| things(entry, Field::Activities, &entry.agreement.activities)),
    text("status", |entry| Cell::Text(entry.standing.status.to_string())),
    text("ends", |entry| match entry.standing.ends.date() {
        Some(date) => Cell::Date(date),
        None => Cell::text(Some(entry.standing.ends).filter(|end| !end.to_string().is_empty())),
    }),
    text("act_by", |entry| Cell::date(entry.standing.act_by)),
    number("ends_in_days", |entry| Cell::number(entry.standing.ends_in_days)),
    number("act_in_days", |entry| Cell::number(entry.standing.act_in_days)),
    text("partners", |entry| Cell::list(&entry.partners)),
    text("succeeded_by", |entry| Cell::list(&entry.standing.succeeded_by)),
    number("idle_days", |entry| Cell::number(entry.standing.idle_days)),
    text("flags", |entry| Cell::list(&entry.standing.flags)),
];

const fn text(name: &'static str, cell: fn(&Entry) -> Cell) -> Column<Entry> {
    Column { name, is_number: false, cell }
}

const fn number(name: &'static str, cell: fn(&Entry) -> Cell) -> Column<Entry> {
    Column { name, is_number: true, cell }
}

fn stored(entry: &Entry, field: Field) -> Cell {
    let text = field.text(&entry.agreement);
    if text.is_empty() { Cell::Absent } else { Cell::Text(text) }
}

fn stated(date: Option<Stated>) -> Cell {
    match date {
        Some(Stated::On(date)) => Cell::Date(date),
        Some(Stated::Unknown) => Cell::Text("unknown".to_owned()),
        None => Cell::Absent,
    }
}

/// Returns the parties as a person types them, or as JSON too where that would leave something out:
/// a role, a day of its own, a name that is typed in another way.
fn parties(parties: &[Party]) -> Cell {
    if parties.is_empty() {
        return Cell::Absent;
    }
    let written: Vec<String> = parties.iter().map(Party::to_string).collect();
    let mut pairs = parties.iter().zip(&written);
    let are_read_back = pairs.all(|(party, text)| typed::party(text).as_ref() == Ok(party));
    if are_read_back && typed::joined(&written).is_some() {
        return Cell::List(written);
    }
    Cell::Things { shown: written.join("; "), json: json(parties) }
}

fn things<T: Serialize>(entry: &Entry, field: Field, things: &[T]) -> Cell {
    if things.is_empty() {
        return Cell::Absent;
    }
    Cell::Things { shown: field.text(&entry.agreement), json: json(things) }
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("the facts of an agreement are always JSON")
}
