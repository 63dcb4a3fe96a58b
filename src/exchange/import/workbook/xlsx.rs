//! Workbooks of `OpenXML` (`.xlsx`): the workbook, its texts and its styles.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::cell_store::{CellStore, TextSpan};
use super::comments;
use super::content::{SheetContent, SheetName, choose_sheet};
use super::number_format::{self, ShownPart};
use super::package::{Package, Relationship, attribute, attributes};
use super::rich_text::{RichText, decoded};
use super::worksheet::{WorkbookFacts, read_sheet};
use crate::error::Result;

/// Where the workbook is, if the package does not say it.
const WORKBOOK_PATH: &str = "xl/workbook.xml";

/// Reads a sheet of the workbook with its links and comments.
pub(super) fn read(package: &mut Package, wanted: Option<&str>) -> Result<SheetContent> {
    let root = package.relationships("")?;
    let workbook = root.into_iter().find(|relationship| relationship.kind == "officeDocument");
    let workbook = workbook.map_or_else(|| WORKBOOK_PATH.to_owned(), |found| found.target);
    let relationships = package.relationships(&workbook)?;
    let target = |kind: &str| {
        let found = relationships.iter().find(|relationship| relationship.kind == kind);
        found.map(|relationship| relationship.target.clone())
    };
    let sheets = read_workbook(package, &workbook, &relationships)?;
    let index = choose_sheet(package.name(), &sheets.names, wanted)?;
    let mut cells = CellStore::new(package.name());
    let texts = match target("sharedStrings") {
        Some(path) => read_texts(package, &path, &mut cells)?,
        None => Vec::new(),
    };
    let formats = match target("styles") {
        Some(path) => read_formats(package, &path)?,
        None => Vec::new(),
    };
    let path = sheets.paths[index].clone();
    let mut names: Vec<String> = sheets.names.into_iter().map(|sheet| sheet.name).collect();
    let mut content = SheetContent {
        sheet: names.remove(index),
        other_sheets: names,
        has_1904_dates: sheets.has_1904_dates,
        cells,
        ..SheetContent::default()
    };
    let relationships = package.relationships(&path)?;
    let links = relationships.iter().filter(|relationship| relationship.kind == "hyperlink");
    let targets = links.map(|link| (link.id.clone(), link.target.clone())).collect();
    let facts = WorkbookFacts {
        texts: &texts,
        formats: &formats,
        is_recalculated: sheets.is_recalculated,
        targets: &targets,
    };
    read_sheet(package, &path, &facts, &mut content)?;
    content.comments = comments::read(package, &relationships)?;
    Ok(content)
}

/// The sheets of a workbook.
#[derive(Debug, Default)]
struct WorkbookSheets {
    names: Vec<SheetName>,
    /// The path of each sheet.
    paths: Vec<String>,
    has_1904_dates: bool,
    /// Whether all formulas are calculated when the workbook is opened: the stored results may be none.
    is_recalculated: bool,
}

fn read_workbook(
    package: &mut Package,
    path: &str,
    relationships: &[Relationship],
) -> Result<WorkbookSheets> {
    let is_true = |value: &str| matches!(value, "1" | "true" | "on");
    let targets: HashMap<&str, &Relationship> =
        relationships.iter().map(|target| (target.id.as_str(), target)).collect();
    let mut found = WorkbookSheets::default();
    let mut part = package.required_part(path)?;
    let mut buffer = Vec::new();
    loop {
        let tag = match part.next(&mut buffer)? {
            Event::Start(tag) => tag,
            Event::Eof => return Ok(found),
            _ => continue,
        };
        match tag.local_name().as_ref() {
            "workbookPr" => {
                if let Some(value) = attribute(&tag, "date1904") {
                    found.has_1904_dates = is_true(&value);
                }
            }
            "calcPr" => {
                if let Some(value) = attribute(&tag, "fullCalcOnLoad") {
                    found.is_recalculated = is_true(&value);
                }
            }
            "sheet" => {
                let (mut name, mut id, mut is_hidden) = (String::new(), String::new(), false);
                for (attribute, value) in attributes(&tag) {
                    match attribute {
                        "name" => name = value.into_owned(),
                        "id" => id = value.into_owned(),
                        "state" => is_hidden = value != "visible",
                        _ => {}
                    }
                }
                let Some(target) = targets.get(id.as_str()) else { continue };
                // Sheets of charts and dialogs have no cells.
                if target.kind == "worksheet" {
                    found.names.push(SheetName { name, is_hidden });
                    found.paths.push(target.target.clone());
                }
            }
            _ => {}
        }
    }
}

/// Reads the texts that cells share.
fn read_texts(package: &mut Package, path: &str, cells: &mut CellStore) -> Result<Vec<TextSpan>> {
    let mut texts = Vec::new();
    let Some(mut part) = package.part(path)? else { return Ok(texts) };
    let mut buffer = Vec::new();
    let mut text = RichText::default();
    loop {
        match part.next(&mut buffer)? {
            Event::Start(tag) if tag.local_name().as_ref() == "si" => text.clear(),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                texts.push(cells.add_text(&decoded(text.as_str()))?);
            }
            Event::Eof => return Ok(texts),
            event => text.add(&event),
        }
    }
}

/// Returns what each style of a cell shows of a date.
fn read_formats(package: &mut Package, path: &str) -> Result<Vec<ShownPart>> {
    let mut codes: HashMap<u32, ShownPart> = HashMap::new();
    let mut charset: Option<&'static str> = None;
    let mut formats = Vec::new();
    let mut is_in_cells = false;
    let Some(mut part) = package.part(path)? else { return Ok(formats) };
    let mut buffer = Vec::new();
    loop {
        match part.next(&mut buffer)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let number = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok());
                    if let Some((number, code)) = number.zip(attribute(&tag, "formatCode")) {
                        codes.insert(number, number_format::of_code(&code));
                    }
                }
                "charset" => {
                    let languages =
                        [number_format::CHINESE_CHARSET, number_format::JAPANESE_CHARSET];
                    let value = attribute(&tag, "val").unwrap_or_default();
                    let found = languages.into_iter().find(|charset| value == *charset);
                    charset = charset.or(found);
                }
                "cellXfs" => is_in_cells = true,
                "xf" if is_in_cells => {
                    let number = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok());
                    let number: u32 = number.unwrap_or_default();
                    let shown = codes.get(&number).copied();
                    formats
                        .push(shown.unwrap_or_else(|| number_format::of_number(number, charset)));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => is_in_cells = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}
