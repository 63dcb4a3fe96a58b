//! The sheet of an `OpenXML` workbook: cells, formulas, merged ranges and links.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::cell_store::{CellPosition, StoredKind, TextSpan};
use super::content::{CellRange, SheetContent};
use super::formula::{cell_position, hyperlink, moved};
use super::number_format::ShownPart;
use super::package::{Package, XmlPart, attributes, push_text};
use super::rich_text::{RichText, decoded};
use crate::error::Result;
use crate::exchange::import::serial::from_serial;

/// The error value that means that there is no value.
pub(super) const NOT_AVAILABLE: &str = "#N/A";

/// What a workbook says about all of its sheets.
#[derive(Debug)]
pub(super) struct WorkbookFacts<'w> {
    pub(super) texts: &'w [TextSpan],
    /// What each style of a cell shows of a date.
    pub(super) formats: &'w [ShownPart],
    /// Whether all formulas are calculated when the workbook is opened: a zero may be no result.
    pub(super) is_recalculated: bool,
    /// The addresses of the links of the sheet.
    pub(super) targets: &'w HashMap<String, String>,
}

/// The type of the value of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum ValueType {
    #[default]
    Number,
    SharedText,
    Text,
    InlineText,
    Boolean,
    Error,
    Date,
}

/// What the current cell holds.
#[derive(Debug, Default)]
struct CurrentCell {
    position: CellPosition,
    value_type: ValueType,
    style: usize,
    value: String,
    has_value: bool,
    inline: RichText,
    formula: String,
    has_formula: bool,
    /// The number of the formula that several cells share.
    shared: Option<u32>,
}

/// The element whose text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextTarget {
    None,
    Value,
    Inline,
    Formula,
}

/// Reads the cells of a sheet, its merged ranges and its links.
pub(super) fn read_sheet(
    package: &mut Package,
    path: &str,
    facts: &WorkbookFacts<'_>,
    content: &mut SheetContent,
) -> Result<()> {
    let mut part = package.required_part(path)?;
    let mut sheet = SheetReader {
        facts,
        content,
        row: 0,
        column: 0,
        is_in_data: false,
        target: TextTarget::None,
        cell: CurrentCell::default(),
        shared: HashMap::new(),
        hyperlinks: Vec::new(),
    };
    let mut buffer = Vec::new();
    loop {
        match part.next(&mut buffer)? {
            Event::Start(tag) => sheet.start(&tag),
            Event::End(tag) => match tag.local_name().as_ref() {
                "c" if sheet.is_in_data => sheet.finish_cell(&part)?,
                "row" => (sheet.row, sheet.column) = (sheet.row + 1, 0),
                "sheetData" => sheet.is_in_data = false,
                "v" | "f" | "is" => sheet.target = TextTarget::None,
                _ if sheet.target == TextTarget::Inline => sheet.cell.inline.add(&Event::End(tag)),
                _ => {}
            },
            Event::Eof => break,
            event => match sheet.target {
                TextTarget::None => {}
                TextTarget::Value => push_text(&event, &mut sheet.cell.value),
                TextTarget::Inline => sheet.cell.inline.add(&event),
                TextTarget::Formula => push_text(&event, &mut sheet.cell.formula),
            },
        }
    }
    sheet.finish()
}

/// Reads the elements of a sheet.
struct SheetReader<'s, 'w> {
    facts: &'s WorkbookFacts<'w>,
    content: &'s mut SheetContent,
    /// The row and the column of the next cell that does not name its place.
    row: u32,
    column: u32,
    is_in_data: bool,
    target: TextTarget,
    cell: CurrentCell,
    /// The formulas that cells share, each with the place of its first cell.
    shared: HashMap<u32, (CellPosition, String)>,
    /// The cells whose formula calls `HYPERLINK`.
    hyperlinks: Vec<(CellPosition, String)>,
}

impl SheetReader<'_, '_> {
    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "sheetData" => self.is_in_data = true,
            "row" if self.is_in_data => {
                for (name, value) in attributes(tag) {
                    if name == "r"
                        && let Ok(number @ 1..) = value.parse::<u32>()
                    {
                        self.row = number - 1;
                    }
                }
                self.column = 0;
            }
            "c" if self.is_in_data => self.start_cell(tag),
            "v" if self.is_in_data => {
                self.cell.has_value = true;
                self.target = TextTarget::Value;
            }
            "is" if self.is_in_data => self.target = TextTarget::Inline,
            "f" if self.is_in_data => {
                self.target = TextTarget::Formula;
                self.cell.has_formula = true;
                for (name, value) in attributes(tag) {
                    if name == "si" {
                        self.cell.shared = value.parse().ok();
                    }
                }
            }
            "mergeCell" => {
                let range = attributes(tag).find(|(name, _)| *name == "ref");
                let range = range.and_then(|(_, value)| CellRange::named(&value));
                self.content.merged.extend(range);
            }
            "hyperlink" => self.add_link(tag),
            _ if self.target == TextTarget::Inline => {
                self.cell.inline.add(&Event::Start(tag.borrow()));
            }
            _ => {}
        }
    }

    fn start_cell(&mut self, tag: &BytesStart<'_>) {
        let cell = &mut self.cell;
        cell.position = (self.row, self.column);
        (cell.value_type, cell.style) = (ValueType::Number, 0);
        (cell.has_value, cell.has_formula, cell.shared) = (false, false, None);
        cell.value.clear();
        cell.inline.clear();
        cell.formula.clear();
        for (name, value) in attributes(tag) {
            match name {
                "r" => cell.position = cell_position(&value).unwrap_or(cell.position),
                "s" => cell.style = value.parse().unwrap_or_default(),
                "t" => {
                    cell.value_type = match value.as_ref() {
                        "s" => ValueType::SharedText,
                        "str" => ValueType::Text,
                        "inlineStr" | "is" => ValueType::InlineText,
                        "b" => ValueType::Boolean,
                        "e" => ValueType::Error,
                        "d" => ValueType::Date,
                        _ => ValueType::Number,
                    }
                }
                _ => {}
            }
        }
        (self.row, self.column) = (cell.position.0, cell.position.1 + 1);
    }

    /// Adds the current cell, if it has a value or a formula.
    fn finish_cell(&mut self, part: &XmlPart<'_>) -> Result<()> {
        self.target = TextTarget::None;
        self.read_formula();
        let cell = &mut self.cell;
        let value = cell.value.trim();
        let is_empty = match cell.value_type {
            // An empty text is the result of a formula.
            ValueType::Text => !cell.has_value,
            ValueType::InlineText => cell.inline.as_str().is_empty(),
            _ => value.is_empty(),
        };
        let is_unreliable =
            self.facts.is_recalculated && cell.value_type == ValueType::Number && value == "0";
        let (kind, text) = if cell.has_formula && (is_empty || is_unreliable) {
            (StoredKind::NoResult, format!("={}", cell.formula))
        } else if is_empty {
            return Ok(());
        } else {
            match cell.value_type {
                ValueType::SharedText => {
                    let text = value
                        .parse()
                        .ok()
                        .and_then(|index: usize| self.facts.texts.get(index).copied());
                    let text = text.ok_or_else(|| part.broken("a cell has no text"))?;
                    return self.content.cells.add(cell.position, StoredKind::Text, text);
                }
                ValueType::Text => (StoredKind::Text, decoded(&cell.value)),
                ValueType::InlineText => (StoredKind::Text, decoded(cell.inline.as_str())),
                ValueType::Boolean => {
                    let is_true = value == "1" || value.eq_ignore_ascii_case("true");
                    (StoredKind::Text, is_true.to_string())
                }
                ValueType::Error if value == NOT_AVAILABLE => (StoredKind::Text, value.to_owned()),
                ValueType::Error => (StoredKind::ErrorValue, value.to_owned()),
                ValueType::Date => {
                    let shown = self.facts.formats.get(cell.style).copied().unwrap_or_default();
                    (kind_of_date(shown), without_midnight(value).to_owned())
                }
                ValueType::Number => {
                    let shown = self.facts.formats.get(cell.style).copied().unwrap_or_default();
                    number(value, shown, self.content.has_1904_dates)
                }
            }
        };
        if text.is_empty() {
            return Ok(());
        }
        let text = self.content.cells.add_text(&text)?;
        self.content.cells.add(self.cell.position, kind, text)
    }

    /// Completes the formula of the current cell, if it is that of another one, and notes a link in it.
    fn read_formula(&mut self) {
        let cell = &mut self.cell;
        if !cell.has_formula {
            return;
        }
        if let Some(shared) = cell.shared {
            if cell.formula.is_empty() {
                if let Some(((row, column), formula)) = self.shared.get(&shared) {
                    let rows = i64::from(cell.position.0) - i64::from(*row);
                    let columns = i64::from(cell.position.1) - i64::from(*column);
                    cell.formula = moved(formula, rows, columns);
                }
            } else {
                self.shared.insert(shared, (cell.position, cell.formula.clone()));
            }
        }
        if hyperlink(&cell.formula, |_| None).is_some() {
            self.hyperlinks.push((cell.position, cell.formula.clone()));
        }
    }

    fn add_link(&mut self, tag: &BytesStart<'_>) {
        let (mut range, mut target, mut location) = (None, String::new(), String::new());
        for (name, value) in attributes(tag) {
            match name {
                "ref" => range = CellRange::named(&value),
                "location" => location = value.into_owned(),
                "id" => {
                    target = self.facts.targets.get(value.as_ref()).cloned().unwrap_or_default();
                }
                _ => {}
            }
        }
        let Some(range) = range else { return };
        let mark = if location.is_empty() { "" } else { "#" };
        self.content.add_link(range, &format!("{target}{mark}{location}"));
    }

    /// Reads the addresses of formulas, which may be in other cells.
    fn finish(self) -> Result<()> {
        let content = self.content;
        content.cells.sort();
        for (position, formula) in self.hyperlinks {
            let call = hyperlink(&formula, |place| content.cells.text_at(place));
            let Some(call) = call else { continue };
            content.add_link(CellRange::one(position), call.address.as_deref().unwrap_or_default());
            if let Some(shown) = call.shown {
                content.cells.set_result(position, &shown)?;
            }
        }
        Ok(())
    }
}

/// Returns the kind of a day of which the cell shows a part.
pub(super) fn kind_of_date(shown: ShownPart) -> StoredKind {
    match shown {
        ShownPart::Month => StoredKind::Month,
        ShownPart::Year => StoredKind::Year,
        ShownPart::Day | ShownPart::Number => StoredKind::Text,
    }
}

/// Returns the text of a date without a time of day that is midnight.
pub(super) fn without_midnight(date: &str) -> &str {
    let (day, time) = date.split_once('T').unwrap_or((date, "x"));
    let is_midnight = time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'));
    if is_midnight { day } else { date }
}

/// Returns the text of a number, which may be a day.
fn number(value: &str, shown: ShownPart, has_1904_dates: bool) -> (StoredKind, String) {
    let Ok(number) = value.parse::<f64>() else { return (StoredKind::Text, value.to_owned()) };
    let date = (shown != ShownPart::Number).then(|| from_serial(number, has_1904_dates)).flatten();
    let Some((day, seconds)) = date else { return (StoredKind::Text, number.to_string()) };
    if seconds == 0 {
        return (kind_of_date(shown), day.to_string());
    }
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    (kind_of_date(shown), format!("{day} {hours:02}:{minutes:02}:{seconds:02}"))
}
