//! The styles of an `OpenDocument` workbook: which part of a date a cell shows.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesEnd, BytesStart};

use super::number_format::ShownPart;
use super::package::attribute;

/// How many parents of a style are searched; they may form a circle.
const MAX_STYLE_PARENTS: usize = 20;

/// The styles of cells, dates and sheets.
#[derive(Debug, Default)]
pub(super) struct OdsStyles {
    /// What the formats of dates show.
    dates: HashMap<String, ShownPart>,
    /// The format and the parent of the styles of cells; each may be missing.
    cells: HashMap<String, (String, String)>,
    hidden_tables: HashSet<String>,
    /// The format of dates that is read.
    date: Option<ShownDateParts>,
    /// The name of the style that is read.
    style: String,
}

/// The parts of a date that a format shows.
#[derive(Debug, Default)]
struct ShownDateParts {
    name: String,
    has_year: bool,
    has_month: bool,
    has_day: bool,
}

impl OdsStyles {
    /// Reads the start of an element.
    pub(super) fn start(&mut self, tag: &BytesStart<'_>) {
        let text = |name: &str| attribute(tag, name).unwrap_or_default().into_owned();
        match tag.local_name().as_ref() {
            "date-style" => {
                self.date =
                    Some(ShownDateParts { name: text("name"), ..ShownDateParts::default() });
            }
            "style" => {
                self.style = text("name");
                if text("family") == "table-cell" {
                    let formats = (text("data-style-name"), text("parent-style-name"));
                    self.cells.insert(self.style.clone(), formats);
                }
            }
            "table-properties" if text("display") == "false" => {
                self.hidden_tables.insert(self.style.clone());
            }
            name => {
                let Some(date) = &mut self.date else { return };
                match name {
                    "year" => date.has_year = true,
                    "month" => date.has_month = true,
                    "day" | "day-of-week" | "week-of-year" => date.has_day = true,
                    _ => {}
                }
            }
        }
    }

    /// Reads the end of an element.
    pub(super) fn end(&mut self, tag: &BytesEnd<'_>) {
        if tag.local_name().as_ref() == "date-style"
            && let Some(date) = self.date.take()
        {
            let shown = match (date.has_day, date.has_month, date.has_year) {
                (false, true, _) => ShownPart::Month,
                (false, false, true) => ShownPart::Year,
                _ => ShownPart::Day,
            };
            self.dates.insert(date.name, shown);
        }
    }

    /// Returns true if sheets with this style are hidden.
    pub(super) fn is_hidden_table(&self, style: &str) -> bool {
        self.hidden_tables.contains(style)
    }

    /// Returns which part of a date a cell with this style shows.
    pub(super) fn shown_part(&self, style: &str) -> ShownPart {
        let mut style = style;
        for _ in 0..MAX_STYLE_PARENTS {
            let Some((format, parent)) = self.cells.get(style) else { break };
            if let Some(shown) = self.dates.get(format) {
                return *shown;
            }
            style = parent;
        }
        ShownPart::Day
    }
}
