//! Cells that hold a field in the shape of the registry, or as a person types it.

use std::borrow::Cow;

use super::cell::Cell;
use super::column::Target;
use super::entry::Entry;
use super::reader::{Refusal, RowReader};
use super::table::Row;
use super::trouble::Kind;
use super::{country, exact, party, term};
use crate::domain::{Day, Field, InputContext, Party, Text, typed};
use crate::json::document::Node;

impl RowReader {
    pub(super) fn read_json(
        &mut self,
        at: usize,
        target: &Target,
        value: &Node,
        entry: &mut Entry,
        row: &Row,
    ) -> Result<(), Refusal> {
        if let Some(texts) = texts_of(value) {
            match target {
                Target::Partner | Target::Country => {
                    let cell = Cell::Text(joined(&texts));
                    return self.read(at, target, &cell, entry, row);
                }
                Target::Field(field)
                    if exact::is_list(*field) && !exact::is_list_of_texts(*field) =>
                {
                    return read_listed(*field, &texts, entry);
                }
                _ => {}
            }
        }
        match target {
            Target::Field(field) => {
                let mut read = entry.facts.clone();
                let rest = exact::set(*field, value, &mut read)?;
                // What is kept of the record as it is written needs no note.
                let is_lost = row.record.is_none();
                if let Some(name) = rest.unknown.filter(|_| is_lost) {
                    self.notes.add(at, Kind::Unknown, || name);
                }
                if rest.is_some {
                    entry.rest.insert(*field);
                }
                entry.facts = read;
                if *field == Field::Parties {
                    let parties = std::mem::take(&mut entry.facts.parties);
                    entry.join_parties(parties);
                }
                if self.is_ours {
                    entry.whole.insert(*field);
                }
                entry.said.insert(*field);
                Ok(())
            }
            Target::Own(name) => {
                entry.facts.fields.insert(name.clone(), value.compact());
                entry.said.insert(Field::Fields);
                Ok(())
            }
            Target::Nothing => Ok(()),
            _ => Err(format!("`{}` is not one text", value.compact()).into()),
        }
    }

    /// Reads a country: that of the one partner that the row has, or of as many as there are.
    pub(super) fn read_country(
        &mut self,
        at: usize,
        text: &str,
        entry: &mut Entry,
        row: &Row,
    ) -> Result<(), Refusal> {
        let names = party::items(text);
        // The partners may stand in a column behind this one.
        let partner_columns = self.rules.targets.iter().zip(&row.cells);
        let partners: Vec<Party> = partner_columns
            .filter(|(target, _)| **target == Target::Partner)
            .flat_map(|(_, cell)| party::partners(&one_text(cell)))
            .collect();
        if partners.len() != names.len() || partners.is_empty() {
            let name = self.places.name(at).to_owned();
            self.notes.add(at, Kind::Country, || text.to_owned());
            entry.facts.fields.insert(name, text.to_owned());
            entry.said.insert(Field::Fields);
            return Ok(());
        }
        for (mut partner, name) in partners.into_iter().zip(names) {
            let letters = country::called(&name)
                .ok_or_else(|| format!("`{name}` is not a country that is known"))?;
            partner.country.get_or_insert_with(|| letters.into());
            match entry.parties.iter_mut().find(|party| party.name == partner.name) {
                Some(here) => here.country = partner.country,
                None => entry.parties.push(partner),
            }
        }
        Ok(())
    }

    /// Reads any other field: as JSON in the shape of the registry, or as a person types it.
    pub(super) fn read_field(
        &mut self,
        at: usize,
        field: Field,
        text: &str,
        entry: &mut Entry,
        row: &Row,
    ) -> Result<(), Refusal> {
        if let Some(value) = exact::of_text(field, text) {
            return self.read_json(at, &Target::Field(field), &value?, entry, row);
        }
        let listed = || {
            let items = if self.is_ours { typed::items(text) } else { party::items(text) };
            items.into_iter().map(Cow::into_owned).collect::<Vec<String>>()
        };
        match field {
            Field::Id => {
                entry.id = Some(text.parse()?);
                entry.said.insert(Field::Id);
                return Ok(());
            }
            Field::Parties => return read_listed(field, &listed(), entry),
            Field::Notice => entry.facts.notice = Some(term::duration(text)?),
            Field::Review => entry.facts.review = Some(term::duration(text)?),
            _ if self.is_ours && exact::set_listed(field, listed, &mut entry.facts) => {}
            Field::Areas => join(&mut entry.facts.areas, listed()),
            Field::Tags => join(&mut entry.facts.tags, listed()),
            Field::Related => join(&mut entry.facts.related, listed()),
            _ if exact::is_list(field) => return read_listed(field, &listed(), entry),
            _ => field.set(&mut entry.facts, &[text], &ALONE)?,
        }
        entry.said.insert(field);
        Ok(())
    }
}

/// Reads the items of a list, each as a person types it.
fn read_listed(field: Field, texts: &[String], entry: &mut Entry) -> Result<(), Refusal> {
    if field == Field::Parties {
        let parties: Result<Vec<Party>, _> =
            texts.iter().map(|party| typed::party(party)).collect();
        entry.join_parties(parties?);
    } else {
        field.add(&mut entry.facts, texts, &ALONE)?;
    }
    entry.said.insert(field);
    Ok(())
}

/// What a value is read against in a sheet: nothing but itself.
const ALONE: InputContext<'static> = InputContext::without_registry(Day::MIN);

/// Returns the texts of a list that holds nothing else.
fn texts_of(value: &Node) -> Option<Vec<String>> {
    let Node::Array(items) = value else { return None };
    let texts: Option<Vec<String>> = items.iter().map(Node::as_text).collect();
    texts.filter(|texts| !texts.is_empty())
}

/// Returns what stands in a cell as one text, a list of texts as it is typed.
fn one_text(cell: &Cell) -> String {
    let listed = match cell {
        Cell::Text(_) => None,
        Cell::Json(value) => texts_of(value),
    };
    listed.map_or_else(|| cell.text(), |texts| joined(&texts))
}

fn joined(texts: &[String]) -> String {
    typed::joined(texts).unwrap_or_else(|| texts.join("; "))
}

fn join(texts: &mut Vec<Text>, more: Vec<String>) {
    for text in more.into_iter().map(Text::from) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
}

/// Notes that an empty cell empties what it holds; fails for what cannot be empty.
pub(super) fn empty(target: &Target, entry: &mut Entry) -> Result<(), Refusal> {
    match target {
        Target::Own(name) => entry.emptied_own.push(name.clone()),
        Target::Field(Field::Id) | Target::Country | Target::Nothing => {}
        Target::Field(Field::Title | Field::Parties) | Target::Partner => {
            return Err("it cannot be empty, and `--empty-clears` would empty it".into());
        }
        Target::TermIn(_) | Target::Validity => entry.emptied.insert(Field::Term),
        Target::Field(field) => entry.emptied.insert(*field),
    }
    Ok(())
}
