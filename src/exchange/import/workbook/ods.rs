//! Workbooks of `OpenDocument` (`.ods`).

use quick_xml::events::{BytesStart, Event};

use super::cell_store::{CellPosition, CellStore, MAX_SHEET_ROWS, StoredKind, TextSpan};
use super::content::{CellRange, SheetContent, SheetName, choose_sheet};
use super::formula::hyperlink;
use super::number_format::ShownPart;
use super::ods_styles::OdsStyles;
use super::package::{CONTENT_PATH, Package, attribute, attributes, encrypted, push_text};
use super::worksheet::{NOT_AVAILABLE, kind_of_date, without_midnight};
use crate::error::Result;

const STYLES_PATH: &str = "styles.xml";
const MANIFEST_PATH: &str = "META-INF/manifest.xml";

/// Reads a sheet of the workbook with its links and comments.
pub(super) fn read(package: &mut Package, wanted: Option<&str>) -> Result<SheetContent> {
    refuse_encrypted(package)?;
    let mut styles = OdsStyles::default();
    if package.part(STYLES_PATH)?.is_some() {
        read_styles(package, STYLES_PATH, &mut styles)?;
    }
    let (sheets, has_1904_dates) = read_styles(package, CONTENT_PATH, &mut styles)?;
    let index = choose_sheet(package.name(), &sheets, wanted)?;
    let mut names: Vec<String> = sheets.into_iter().map(|sheet| sheet.name).collect();
    let content = SheetContent {
        sheet: names.remove(index),
        other_sheets: names,
        has_1904_dates,
        cells: CellStore::new(package.name()),
        ..SheetContent::default()
    };
    let mut reader = OdsReader::new(&styles, content);
    let mut part = package.required_part(CONTENT_PATH)?;
    let (mut buffer, mut tables) = (Vec::new(), 0);
    // The sheets are numbered, because a table may be within a cell of another one.
    let mut depth = 0_usize;
    loop {
        let event = part.next(&mut buffer)?;
        match &event {
            Event::Start(tag) if tag.local_name().as_ref() == "table" => {
                depth += 1;
                tables += usize::from(depth == 1);
            }
            Event::End(tag) if tag.local_name().as_ref() == "table" => {
                depth = depth.saturating_sub(1);
            }
            Event::Eof => return reader.finish(),
            event if depth == 1 && tables == index + 1 => reader.read(event)?,
            _ => {}
        }
    }
}

fn refuse_encrypted(package: &mut Package) -> Result<()> {
    let name = package.name().to_owned();
    let Some(mut part) = package.part(MANIFEST_PATH)? else { return Ok(()) };
    let mut buffer = Vec::new();
    loop {
        match part.next(&mut buffer)? {
            Event::Start(tag) if tag.local_name().as_ref() == "encryption-data" => {
                return Err(encrypted(&name));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Adds the styles of a part, and returns the sheets in it and whether its days count from 1904.
fn read_styles(
    package: &mut Package,
    path: &str,
    styles: &mut OdsStyles,
) -> Result<(Vec<SheetName>, bool)> {
    let (mut sheets, mut has_1904_dates, mut depth) = (Vec::new(), false, 0_usize);
    let mut part = package.required_part(path)?;
    let mut buffer = Vec::new();
    loop {
        match part.next(&mut buffer)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "table" => {
                    depth += 1;
                    if depth == 1 {
                        let name = attribute(&tag, "name").unwrap_or_default().into_owned();
                        let style = attribute(&tag, "style-name").unwrap_or_default();
                        sheets.push(SheetName { name, is_hidden: styles.is_hidden_table(&style) });
                    }
                }
                "null-date" => {
                    let first = attribute(&tag, "date-value").unwrap_or_default();
                    has_1904_dates = first.starts_with("1904-01-01");
                }
                _ if depth == 0 => styles.start(&tag),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "table" => depth = depth.saturating_sub(1),
                _ if depth == 0 => styles.end(&tag),
                _ => {}
            },
            Event::Eof => return Ok((sheets, has_1904_dates)),
            _ => {}
        }
    }
}

/// A part of a cell that is not its own text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InnerPart {
    Annotation,
    /// The name of the author or the date of an annotation, or a drawing.
    Other,
}

/// The current cell.
#[derive(Debug, Default)]
struct OdsCell {
    columns: u32,
    spanned: (u32, u32),
    style: String,
    value_type: String,
    value: Option<String>,
    is_error: bool,
    formula: String,
    text: String,
    annotation: String,
    links: Vec<String>,
    has_paragraph: bool,
    has_note_paragraph: bool,
}

/// Reads the elements of a sheet.
struct OdsReader<'s> {
    styles: &'s OdsStyles,
    content: SheetContent,
    /// The default styles of the columns, each with the column behind the last one that it is for.
    column_styles: Vec<(u32, String)>,
    row_style: String,
    row: u32,
    rows: u32,
    column: u32,
    /// The cells of the current row, which may be repeated.
    row_cells: Vec<(u32, StoredKind, TextSpan)>,
    cell: Option<OdsCell>,
    /// The parts of the current cell that are open and are not its text, each with its element.
    inner: Vec<(InnerPart, String)>,
    hyperlinks: Vec<(CellPosition, String)>,
}

impl<'s> OdsReader<'s> {
    fn new(styles: &'s OdsStyles, content: SheetContent) -> Self {
        Self {
            styles,
            content,
            column_styles: Vec::new(),
            row_style: String::new(),
            row: 0,
            rows: 1,
            column: 0,
            row_cells: Vec::new(),
            cell: None,
            inner: Vec::new(),
            hyperlinks: Vec::new(),
        }
    }

    fn read(&mut self, event: &Event<'_>) -> Result<()> {
        match event {
            Event::Start(tag) if self.cell.is_some() => self.start_inner(tag),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => {
                let name = tag.local_name();
                let name = name.as_ref();
                if self.inner.last().is_some_and(|(_, element)| element == name) {
                    self.inner.pop();
                } else if matches!(name, "table-cell" | "covered-table-cell") {
                    self.inner.clear();
                    self.finish_cell()?;
                } else if name == "table-row" {
                    self.finish_row()?;
                }
            }
            event => {
                let Some(cell) = &mut self.cell else { return Ok(()) };
                match self.inner.last() {
                    None if cell.has_paragraph => push_text(event, &mut cell.text),
                    Some((InnerPart::Annotation, _)) if cell.has_note_paragraph => {
                        push_text(event, &mut cell.annotation);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let count = |name: &str| {
            let value = attribute(tag, name)?.trim().parse::<u32>().ok()?;
            Some(value.clamp(1, MAX_SHEET_ROWS))
        };
        match tag.local_name().as_ref() {
            "table-column" => {
                let columns = count("number-columns-repeated").unwrap_or(1);
                let style = attribute(tag, "default-cell-style-name").unwrap_or_default();
                let end = self.column_styles.last().map_or(0, |(end, _)| *end);
                self.column_styles.push((end.saturating_add(columns), style.into_owned()));
            }
            "table-row" => {
                self.rows = count("number-rows-repeated").unwrap_or(1);
                let style = attribute(tag, "default-cell-style-name").unwrap_or_default();
                (self.row_style, self.column) = (style.into_owned(), 0);
                self.row_cells.clear();
            }
            "table-cell" | "covered-table-cell" => {
                let spanned = |name: &str| count(name).unwrap_or(1);
                let mut cell = OdsCell {
                    columns: count("number-columns-repeated").unwrap_or(1),
                    spanned: (spanned("number-rows-spanned"), spanned("number-columns-spanned")),
                    ..OdsCell::default()
                };
                for (name, value) in attributes(tag) {
                    match name {
                        "style-name" => cell.style = value.into_owned(),
                        // The type of another program says no more than whether it is an error.
                        "value-type" if value == "error" => cell.is_error = true,
                        "value-type" => cell.value_type = value.into_owned(),
                        "formula" => cell.formula = plain_formula(&value),
                        "value" | "date-value" | "time-value" | "boolean-value"
                        | "string-value" => cell.value = Some(value.into_owned()),
                        _ => {}
                    }
                }
                self.cell = Some(cell);
            }
            _ => {}
        }
    }

    /// Starts an element within a cell.
    fn start_inner(&mut self, tag: &BytesStart<'_>) {
        let Some(cell) = &mut self.cell else { return };
        let name = tag.local_name();
        let name = name.as_ref();
        let inner = self.inner.last().map(|(part, _)| *part);
        let (text, has_paragraph) = match inner {
            None => (&mut cell.text, &mut cell.has_paragraph),
            Some(InnerPart::Annotation) => (&mut cell.annotation, &mut cell.has_note_paragraph),
            Some(InnerPart::Other) => {
                self.inner.push((InnerPart::Other, name.to_owned()));
                return;
            }
        };
        match name {
            "p" => {
                if *has_paragraph {
                    text.push('\n');
                }
                *has_paragraph = true;
            }
            "s" => {
                let count = attribute(tag, "c").and_then(|count| count.parse().ok()).unwrap_or(1);
                // A cell holds no more letters than this.
                text.extend(std::iter::repeat_n(' ', usize::min(count, 32_767)));
            }
            "tab" => text.push('\t'),
            "line-break" => text.push('\n'),
            "a" if inner.is_none() => {
                let address = attribute(tag, "href").unwrap_or_default().into_owned();
                if !cell.links.contains(&address) {
                    cell.links.push(address);
                }
            }
            "annotation" => self.inner.push((InnerPart::Annotation, name.to_owned())),
            // Drawings, authors, dates and the like are not text of the cell.
            "ruby-text" => self.inner.push((InnerPart::Other, name.to_owned())),
            _ if !tag.name().as_ref().starts_with("text:") => {
                self.inner.push((InnerPart::Other, name.to_owned()));
            }
            _ => {}
        }
    }

    fn finish_cell(&mut self) -> Result<()> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let position = (self.row, self.column);
        self.column = self.column.saturating_add(cell.columns);
        let comment = cell.annotation.trim();
        if !comment.is_empty() {
            self.content.comments.push((position, comment.to_owned()));
        }
        for link in &cell.links {
            self.content.add_link(CellRange::one(position), link);
        }
        if cell.spanned != (1, 1) {
            let (rows, columns) = cell.spanned;
            let last =
                (position.0.saturating_add(rows - 1), position.1.saturating_add(columns - 1));
            self.content.merged.push(CellRange::between(position, last));
        }
        if hyperlink(&cell.formula, |_| None).is_some() {
            self.hyperlinks.push((position, cell.formula.clone()));
        }
        let Some((kind, text)) = self.value(cell, position.1) else { return Ok(()) };
        let text = self.content.cells.add_text(&text)?;
        for column in position.1..self.column {
            self.row_cells.push((column, kind, text));
            // Too many columns fail here, and not when the memory is full.
            if column as usize >= crate::exchange::import::rows::MAX_COLUMNS {
                break;
            }
        }
        Ok(())
    }

    /// Returns the value of a cell; `None` if it is empty.
    fn value(&self, cell: OdsCell, column: u32) -> Option<(StoredKind, String)> {
        let shown_text = cell.text.trim();
        if cell.is_error {
            // Some errors are shown by a number, such as `Err:502`.
            let is_missing = shown_text == NOT_AVAILABLE;
            let kind = if is_missing { StoredKind::Text } else { StoredKind::ErrorValue };
            let text = if shown_text.is_empty() { "#ERROR!" } else { shown_text };
            return Some((kind, text.to_owned()));
        }
        if cell.value_type.is_empty() && cell.text.is_empty() {
            let formula = (!cell.formula.is_empty()).then_some(cell.formula);
            return formula.map(|formula| (StoredKind::NoResult, formula));
        }
        let shown = if cell.value_type == "date" {
            self.styles.shown_part(self.style_of(&cell, column))
        } else {
            ShownPart::Number
        };
        let text = match (cell.value_type.as_str(), cell.value) {
            ("float" | "percentage" | "currency", Some(value)) => {
                value.trim().parse::<f64>().map_or(value, |number| number.to_string())
            }
            ("date", Some(value)) => without_midnight(value.trim()).to_owned(),
            ("boolean" | "time", Some(value)) => value,
            (_, Some(value)) if !value.is_empty() => value,
            _ => cell.text,
        };
        (!text.is_empty()).then(|| (kind_of_date(shown), text))
    }

    fn style_of<'c>(&'c self, cell: &'c OdsCell, column: u32) -> &'c str {
        if !cell.style.is_empty() {
            return &cell.style;
        }
        if !self.row_style.is_empty() {
            return &self.row_style;
        }
        let index = self.column_styles.partition_point(|(end, _)| *end <= column);
        self.column_styles.get(index).map(|(_, style)| style.as_str()).unwrap_or_default()
    }

    fn finish_row(&mut self) -> Result<()> {
        let first = self.row;
        self.row = self.row.saturating_add(self.rows);
        if self.row_cells.is_empty() {
            return Ok(());
        }
        for row in first..self.row {
            for (column, kind, text) in &self.row_cells {
                self.content.cells.add((row, *column), *kind, *text)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<SheetContent> {
        let mut content = self.content;
        content.cells.sort();
        for (position, formula) in self.hyperlinks {
            let call = hyperlink(&formula, |place| content.cells.text_at(place));
            let Some(call) = call else { continue };
            content.add_link(CellRange::one(position), call.address.as_deref().unwrap_or_default());
            if let Some(shown) = call.shown {
                content.cells.set_result(position, &shown)?;
            }
        }
        Ok(content)
    }
}

/// Returns a formula as other spreadsheets show it: `=EDATE(B2;36)` for `of:=EDATE([.B2];36)`.
fn plain_formula(formula: &str) -> String {
    let formula = formula.split_once(":=").map_or(formula, |(_, rest)| rest);
    let plain =
        formula.trim_start_matches('=').replace("[.", "").replace(":.", ":").replace(']', "");
    format!("={plain}")
}
