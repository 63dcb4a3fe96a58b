//! The cells of an exported sheet contain every field, so that it can be imported again.

use std::collections::BTreeMap;

use mou::domain::{Agreement, Basis, Field, Header, Id, Party, Renewal, Text, input};
use mou::exchange::csv::{escape_formula, unescape_formula};
use mou::report::agreements::AGREEMENT_COLUMNS;
use mou::report::listing::Listing;
use proptest::prelude::*;
use serde::de::DeserializeOwned;

use crate::any;

/// Reads an agreement from the cells of its row, by the documented rules of `exchange`.
fn read(cells: &BTreeMap<&str, String>) -> Agreement {
    let cell = |field: Field| cells[field.name()].as_str();
    let text = |field: Field| Some(Text::from(cell(field))).filter(|text| !text.is_empty());
    let id: Id = cell(Field::Id).parse().unwrap();
    let mut agreement = Agreement::new(id, cell(Field::Title).to_owned());
    agreement.kind = cell(Field::Kind).into();
    agreement.parties = list(cell(Field::Parties), |text| input::parse_party(text).unwrap());
    agreement.signed = text(Field::Signed).map(|text| text.parse().unwrap());
    agreement.place = text(Field::Place);
    agreement.signatories = json(cell(Field::Signatories));
    agreement.witnesses = json(cell(Field::Witnesses));
    agreement.effective = text(Field::Effective).map(|text| text.parse().unwrap());
    agreement.term = text(Field::Term).map(|text| text.parse().unwrap());
    agreement.end = text(Field::End).map(|text| text.parse().unwrap());
    agreement.basis = match cell(Field::Basis) {
        "including" => Basis::Including,
        other => {
            assert_eq!(other, "");
            Basis::From
        }
    };
    agreement.renewal = text(Field::Renewal).map(|text| match text.parse() {
        Ok(every) => Renewal::automatic(every),
        Err(_) => serde_json::from_str(&text).unwrap(),
    });
    agreement.notice = text(Field::Notice).map(|text| text.parse().unwrap());
    agreement.review = text(Field::Review).map(|text| text.parse().unwrap());
    agreement.lead = list(cell(Field::Lead), |text| text.parse().unwrap());
    agreement.areas = list(cell(Field::Areas), |text| text.into());
    agreement.tags = list(cell(Field::Tags), |text| text.into());
    agreement.contact = text(Field::Contact);
    agreement.succeeds = list(cell(Field::Succeeds), |text| text.parse().unwrap());
    agreement.under = text(Field::Under).map(|text| text.parse().unwrap());
    agreement.related = list(cell(Field::Related), |text| text.into());
    agreement.references = json(cell(Field::References));
    agreement.documents = json(cell(Field::Documents));
    agreement.events = json(cell(Field::Events));
    agreement.notes = text(Field::Notes);
    agreement.fields = json(cell(Field::Fields));
    agreement.accepted = json(cell(Field::Accepted));
    agreement.conflicts = json(cell(Field::Conflicts));
    agreement.activities = json(cell(Field::Activities));
    agreement
}

fn json<T: DeserializeOwned + Default>(cell: &str) -> T {
    if cell.is_empty() { T::default() } else { serde_json::from_str(cell).unwrap() }
}

fn list<T: DeserializeOwned>(cell: &str, one: impl Fn(&str) -> T) -> Vec<T> {
    if cell.starts_with('[')
        && let Ok(items) = serde_json::from_str(cell)
    {
        return items;
    }
    input::split_list(cell).iter().map(|text| one(text)).collect()
}

/// Returns the cells of an agreement in a CSV file, by column.
fn cells_of(agreement: Agreement) -> BTreeMap<&'static str, String> {
    let today = "2024-06-01".parse().unwrap();
    let roll = Listing::new(&Header::default(), vec![(agreement, "{}".to_owned())], today);
    let entry = &roll.entries[0];
    AGREEMENT_COLUMNS
        .iter()
        .map(|column| {
            let mut stored = String::new();
            column.store(entry, &mut stored);
            (column.name, escape_formula(&stored).into_owned())
        })
        .collect()
}

/// Removes empty texts, as a sheet cannot distinguish empty from absent.
fn without_empty_texts(mut agreement: Agreement) -> Agreement {
    for text in [&mut agreement.place, &mut agreement.contact, &mut agreement.notes] {
        text.take_if(|text| text.is_empty());
    }
    agreement
}

fn read_back(agreement: &Agreement) -> Agreement {
    let cells = cells_of(agreement.clone());
    let plain = cells.iter().map(|(name, cell)| (*name, unescape_formula(cell).to_owned()));
    read(&plain.collect())
}

proptest! {
    #[test]
    fn agreement_exported_as_a_row_reads_back_unchanged(agreement in any::agreement()) {
        prop_assert_eq!(read_back(&agreement), without_empty_texts(agreement));
    }
}

#[test]
fn parties_cell_is_plain_text_if_that_loses_nothing_else_json() {
    let mut agreement = Agreement::new("a".parse().unwrap(), "A".to_owned());
    agreement.parties = vec![input::parse_party("Bank; of (B) [CH]").unwrap()];
    agreement.parties.push(input::parse_party("C").unwrap());
    assert_eq!(cells_of(agreement.clone())["parties"], r"Bank\; of (B) [CH]; C");
    agreement.parties.push(Party { name: "D (".into(), ..Party::default() });
    assert_eq!(
        cells_of(agreement.clone())["parties"],
        r#"[{"name":"Bank; of","short":"B","country":"CH"},{"name":"C"},{"name":"D ("}]"#
    );
    assert_eq!(read_back(&agreement), agreement);
    // A text that begins like a JSON list is read as JSON.
    agreement.parties = vec![input::parse_party("[EU] Agency").unwrap()];
    assert_eq!(cells_of(agreement.clone())["parties"], r#"[{"name":"[EU] Agency"}]"#);
    assert_eq!(read_back(&agreement), agreement);
}
