//! The columns of agreements: the stored fields and the derived ones, by the same names as in JSON.

use super::listing::Entry;
use super::table::{self, Cell, Column};
use crate::domain::{Field, Id, Party, Renewal, Stated, typed};

/// The columns that a list of agreements has unless others are named.
pub const USUAL: [&str; 6] = ["id", "title", "partners", "status", "ends", "act_by"];

/// All columns of agreements: the fields in the order of the file, then what is derived.
pub static COLUMNS: [Column<Entry>; 38] = [
    Column::text("id", |entry| Cell::full(entry.agreement.id.as_str())),
    Column::text("title", |entry| Cell::full(&entry.agreement.title)),
    Column::text("kind", |entry| Cell::full(&entry.agreement.kind)),
    Column::things(
        "parties",
        |entry| Cell::list(&entry.agreement.parties),
        |entry, text| store_parties(&entry.agreement.parties, text),
    ),
    Column::text("signed", |entry| stated(entry.agreement.signed)),
    Column::text("place", |entry| optional(entry.agreement.place.as_deref())),
    Column::things(
        "signatories",
        |entry| shown(entry, Field::Signatories),
        |entry, text| table::several(&entry.agreement.signatories, text),
    ),
    Column::things(
        "witnesses",
        |entry| shown(entry, Field::Witnesses),
        |entry, text| table::several(&entry.agreement.witnesses, text),
    ),
    Column::text("effective", |entry| stated(entry.agreement.effective)),
    Column::text("term", |entry| shown(entry, Field::Term)),
    Column::text("end", |entry| Cell::date(entry.agreement.end)),
    Column::text("basis", |entry| shown(entry, Field::Basis)),
    Column::things(
        "renewal",
        |entry| Cell::text(entry.agreement.renewal),
        |entry, text| match entry.agreement.renewal {
            Some(renewal) if renewal != Renewal::automatic(renewal.every) => {
                table::json(&renewal, text);
            }
            renewal => Cell::text(renewal).store(text),
        },
    ),
    Column::text("notice", |entry| shown(entry, Field::Notice)),
    Column::text("review", |entry| shown(entry, Field::Review)),
    Column::text("lead", |entry| Cell::list(&entry.agreement.lead)),
    Column::text("areas", |entry| Cell::texts(&entry.agreement.areas)),
    Column::text("tags", |entry| Cell::texts(&entry.agreement.tags)),
    Column::text("contact", |entry| optional(entry.agreement.contact.as_deref())),
    Column::text("succeeds", |entry| Cell::list(&entry.agreement.succeeds)),
    Column::text("under", |entry| optional(entry.agreement.under.as_ref().map(Id::as_str))),
    Column::text("related", |entry| Cell::texts(&entry.agreement.related)),
    Column::things(
        "references",
        |entry| shown(entry, Field::References),
        |entry, text| table::several(&entry.agreement.references, text),
    ),
    Column::things(
        "documents",
        |entry| shown(entry, Field::Documents),
        |entry, text| table::several(&entry.agreement.documents, text),
    ),
    Column::things(
        "events",
        |entry| shown(entry, Field::Events),
        |entry, text| table::several(&entry.agreement.events, text),
    ),
    Column::text("notes", |entry| optional(entry.agreement.notes.as_deref())),
    Column::things(
        "fields",
        |entry| shown(entry, Field::Fields),
        |entry, text| table::several(&entry.agreement.fields, text),
    ),
    Column::things(
        "conflicts",
        |entry| shown(entry, Field::Conflicts),
        |entry, text| table::several(&entry.agreement.conflicts, text),
    ),
    Column::things(
        "activities",
        |entry| shown(entry, Field::Activities),
        |entry, text| table::several(&entry.agreement.activities, text),
    ),
    Column::text("status", |entry| Cell::Text(entry.standing.status.word().into())),
    Column::text("ends", |entry| match entry.standing.ends.date() {
        Some(date) => Cell::Date(date),
        None => Cell::full(entry.standing.ends.to_string()),
    }),
    Column::text("act_by", |entry| Cell::date(entry.standing.act_by)),
    Column::number("ends_in_days", |entry| Cell::number(entry.standing.ends_in_days)),
    Column::number("act_in_days", |entry| Cell::number(entry.standing.act_in_days)),
    Column::text("partners", |entry| Cell::texts(&entry.partners)),
    Column::text("succeeded_by", |entry| Cell::list(&entry.standing.succeeded_by)),
    Column::number("idle_days", |entry| Cell::number(entry.standing.idle_days)),
    Column::text("flags", |entry| Cell::list(&entry.standing.flags)),
];

fn shown(entry: &Entry, field: Field) -> Cell<'static> {
    Cell::full(field.text(&entry.agreement))
}

fn optional(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Absent, Cell::full)
}

fn stated(date: Option<Stated>) -> Cell<'static> {
    match date {
        Some(Stated::On(date)) => Cell::Date(date),
        Some(Stated::Unknown) => Cell::Text("unknown".into()),
        Some(Stated::Pending) => Cell::Text("pending".into()),
        None => Cell::Absent,
    }
}

/// Adds the parties to the text as a person types them, or as JSON where that would leave something
/// out: a role, a day of its own, a name that is typed in another way.
fn store_parties(parties: &[Party], text: &mut String) {
    let is_read_back = |party: &Party| {
        typed::is_surely_read_back(party) || typed::party(&party.to_string()).as_ref() == Ok(party)
    };
    let written = || parties.iter().map(Party::to_string);
    if !(parties.iter().all(is_read_back) && typed::join(written(), text)) {
        table::several(parties, text);
    }
}
