//! The comments on the cells of an `OpenXML` sheet.
//!
//! There are two kinds: notes, and threads with replies. For a thread, there is also a note for old
//! programs; that note is not read.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::cell_store::CellPosition;
use super::formula::cell_position;
use super::package::{Package, Relationship, attribute, push_text};
use super::rich_text::{RichText, decoded};
use crate::error::Result;

/// Reads the comments of the sheet with these relationships, in the order of the cells.
pub(super) fn read(
    package: &mut Package,
    relationships: &[Relationship],
) -> Result<Vec<(CellPosition, String)>> {
    let of_kind = |kind: &'static str| {
        relationships.iter().filter(move |relationship| relationship.kind == kind)
    };
    let mut threads: BTreeMap<CellPosition, String> = BTreeMap::new();
    for relationship in of_kind("threadedComment") {
        read_threads(package, &relationship.target, &mut threads)?;
    }
    let mut notes: BTreeMap<CellPosition, String> = BTreeMap::new();
    for relationship in of_kind("comments") {
        read_notes(package, &relationship.target, &mut notes)?;
    }
    notes.extend(threads);
    Ok(notes.into_iter().filter(|(_, text)| !text.is_empty()).collect())
}

fn read_notes(
    package: &mut Package,
    path: &str,
    notes: &mut BTreeMap<CellPosition, String>,
) -> Result<()> {
    let Some(mut part) = package.part(path)? else { return Ok(()) };
    let mut buffer = Vec::new();
    let (mut cell, mut text) = (None, RichText::default());
    loop {
        match part.next(&mut buffer)? {
            Event::Start(tag) if tag.local_name().as_ref() == "comment" => {
                cell = attribute(&tag, "ref").and_then(|name| cell_position(&name));
                text.clear();
            }
            Event::End(tag) if tag.local_name().as_ref() == "comment" => {
                if let Some(cell) = cell.take() {
                    add(notes, cell, &decoded(text.as_str()));
                }
            }
            Event::Eof => return Ok(()),
            event if cell.is_some() => text.add(&event),
            _ => {}
        }
    }
}

fn read_threads(
    package: &mut Package,
    path: &str,
    threads: &mut BTreeMap<CellPosition, String>,
) -> Result<()> {
    let Some(mut part) = package.part(path)? else { return Ok(()) };
    let mut buffer = Vec::new();
    let (mut cell, mut text, mut is_text) = (None, String::new(), false);
    loop {
        match part.next(&mut buffer)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "threadedComment" => {
                    cell = attribute(&tag, "ref").and_then(|name| cell_position(&name));
                    text.clear();
                }
                "text" => is_text = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "threadedComment" => {
                    if let Some(cell) = cell.take() {
                        add(threads, cell, &text);
                    }
                }
                "text" => is_text = false,
                _ => {}
            },
            Event::Eof => return Ok(()),
            event if is_text => push_text(&event, &mut text),
            _ => {}
        }
    }
}

/// Adds the text of a comment; a reply follows on a new line.
fn add(to: &mut BTreeMap<CellPosition, String>, cell: CellPosition, text: &str) {
    let text = text.trim();
    let comment = to.entry(cell).or_default();
    if !comment.is_empty() && !text.is_empty() {
        comment.push('\n');
    }
    comment.push_str(text);
}
