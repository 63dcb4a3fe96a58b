//! The archive of a workbook, and its parts in XML.
//!
//! A small archive can be made that fills any memory, so its size is checked before it is read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Display;
use std::io::{BufReader, Read, copy, sink};

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use crate::error::{Error, Result};
use crate::exchange::import::input_file::{InputFile, MAX_INPUT_BYTES, ReadSeek};

/// The parts that every archive of `OpenDocument` or of `OpenXML` has.
pub(super) const CONTENT_PATH: &str = "content.xml";
const TYPES_PATH: &str = "[content_types].xml";

/// The part of a workbook in the binary format.
const BINARY_WORKBOOK: &str = "xl/workbook.bin";

/// The parts of a workbook.
pub(super) struct Package {
    /// The name of the file in messages.
    name: String,
    archive: ZipArchive<Box<dyn ReadSeek>>,
    /// The index of each part by its path in lower case, because some writers mix the case.
    parts: HashMap<String, usize>,
}

/// A link from one part to another, or to an address.
#[derive(Debug, Clone)]
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last word of its type, such as `worksheet` or `hyperlink`.
    pub(super) kind: String,
    /// The path of a part, or an address.
    pub(super) target: String,
}

impl Package {
    /// Opens the archive; fails if it is damaged, encrypted or too large.
    pub(super) fn open(file: &InputFile) -> Result<Self> {
        let name = file.name().to_owned();
        let broken = |why: &dyn Display| {
            broken_workbook(&name, why)
                .with_hint("open it in a spreadsheet and save it again, or save it as CSV")
        };
        let mut archive = ZipArchive::new(file.open(0)?).map_err(|why| broken(&why))?;
        let mut parts = HashMap::new();
        let mut rest = MAX_INPUT_BYTES;
        for index in 0..archive.len() {
            // The figures of the archive may be false, so each part is unpacked.
            let mut part = archive.by_index(index).map_err(|why| match why {
                zip::result::ZipError::UnsupportedArchive(
                    zip::result::ZipError::PASSWORD_REQUIRED,
                ) => encrypted(&name),
                why => broken(&why),
            })?;
            if let Ok(path) = part.name() {
                parts.insert(normalized_path(&path), index);
            }
            let length = copy(&mut (&mut part).take(rest + 1), &mut sink());
            let length = length.map_err(|why| broken(&why))?;
            if length > rest {
                let size = format!("more than {} MB", MAX_INPUT_BYTES >> 20);
                return Err(too_large(&format!("`{name}`"), &size));
            }
            rest -= length;
        }
        if parts.contains_key(BINARY_WORKBOOK) {
            return Err(Error::failed(format!("`{name}` is a workbook in the .xlsb format"))
                .with_hint("save it as .xlsx, or as CSV"));
        }
        Ok(Self { name, archive, parts })
    }

    /// Returns the name of the file in messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns true if the archive is one of `OpenDocument`, whatever its file is called.
    pub(super) fn is_open_document(&self) -> bool {
        self.parts.contains_key(CONTENT_PATH) && !self.parts.contains_key(TYPES_PATH)
    }

    /// Returns the error for a workbook that cannot be read.
    pub(super) fn broken(&self, why: &dyn Display) -> Error {
        broken_workbook(&self.name, why)
    }

    /// Opens a part; `None` if there is none at this path.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<XmlPart<'_>>> {
        let Some(index) = self.parts.get(&normalized_path(path)) else { return Ok(None) };
        let name = &self.name;
        let part = self.archive.by_index(*index).map_err(|why| broken_workbook(name, &why))?;
        let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
        reader.config_mut().expand_empty_elements = true;
        Ok(Some(XmlPart { reader, name, path: path.to_owned(), depth: 0 }))
    }

    /// Opens a part; fails if there is none at this path.
    pub(super) fn required_part(&mut self, path: &str) -> Result<XmlPart<'_>> {
        let missing = self.broken(&format!("it has no part `{path}`"));
        self.part(path)?.ok_or(missing)
    }

    /// Returns the relationships of the part at `path`; of the package itself, if it is empty.
    pub(super) fn relationships(&mut self, path: &str) -> Result<Vec<Relationship>> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut found = Vec::new();
        let Some(mut part) = self.part(&format!("{prefix}_rels/{file}.rels"))? else {
            return Ok(found);
        };
        let mut buffer = Vec::new();
        loop {
            match part.next(&mut buffer)? {
                Event::Start(tag) if tag.local_name().as_ref() == "Relationship" => {
                    let (mut id, mut kind) = (String::new(), String::new());
                    let (mut target, mut is_external) = (String::new(), false);
                    for (name, value) in attributes(&tag) {
                        match name {
                            "Id" => id = value.into_owned(),
                            "Type" => last_step(&value).clone_into(&mut kind),
                            "Target" => target = value.into_owned(),
                            "TargetMode" => is_external = value.eq_ignore_ascii_case("External"),
                            _ => {}
                        }
                    }
                    if !is_external && kind != "hyperlink" {
                        target = joined_path(folder, &target);
                    }
                    found.push(Relationship { id, kind, target });
                }
                Event::Eof => return Ok(found),
                _ => {}
            }
        }
    }
}

/// A part of a workbook, read as XML.
pub(super) struct XmlPart<'p> {
    reader: quick_xml::Reader<BufReader<ZipFile<'p, Box<dyn ReadSeek>>>>,
    name: &'p str,
    path: String,
    /// The number of elements that are open.
    depth: usize,
}

impl XmlPart<'_> {
    /// Returns the next event; an empty element is a start and an end.
    ///
    /// Fails if the part is not well-formed, or ends within an element.
    pub(super) fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>> {
        buffer.clear();
        let event = self
            .reader
            .read_event_into(buffer)
            .map_err(|why| broken_workbook(self.name, &format!("`{}`: {why}", self.path)))?;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(self.broken("it is cut off")),
            _ => {}
        }
        Ok(event)
    }

    /// Returns the error for a part that cannot be read.
    pub(super) fn broken(&self, why: &str) -> Error {
        broken_workbook(self.name, &format!("`{}`: {why}", self.path))
    }
}

/// Returns the attributes of an element: their names without a prefix, and their values.
pub(super) fn attributes<'t>(
    tag: &'t BytesStart<'_>,
) -> impl Iterator<Item = (&'t str, Cow<'t, str>)> {
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    attributes.flatten().map(|attribute| {
        let name = attribute.key.into_inner();
        let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        (name, value.unwrap_or(attribute.value))
    })
}

/// Returns the value of an attribute.
pub(super) fn attribute<'t>(tag: &'t BytesStart<'_>, wanted: &str) -> Option<Cow<'t, str>> {
    attributes(tag).find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Appends the text of an event; other events have none.
pub(super) fn push_text(event: &Event<'_>, to: &mut String) {
    match event {
        Event::Text(text) => to.push_str(&text.xml10_content()),
        Event::CData(text) => to.push_str(&text.xml10_content()),
        Event::GeneralRef(entity) => match entity.resolve_char_ref() {
            Ok(Some(letter)) => to.push(letter),
            _ => to.push_str(resolve_xml_entity(entity).unwrap_or_default()),
        },
        _ => {}
    }
}

/// Returns the error for a file that is not a workbook.
pub(super) fn broken_workbook(name: &str, why: &dyn Display) -> Error {
    Error::failed(format!("`{name}` is not a readable workbook: {why}"))
}

/// Returns the error for a workbook or a sheet beyond a limit.
pub(super) fn too_large(name: &str, what: &str) -> Error {
    Error::failed(format!("{name} is too large: it has {what}"))
}

/// Returns the error for a workbook that only its password opens.
pub(super) fn encrypted(name: &str) -> Error {
    Error::failed(format!("`{name}` is encrypted")).with_hint("save it without a password")
}

fn last_step(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, last)| last)
}

fn normalized_path(path: &str) -> String {
    path.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// Returns the path of `target` as seen from `folder`.
fn joined_path(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_of_a_target_is_seen_from_the_folder() {
        for (target, path) in [
            ("sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../comments1.xml", "xl/comments1.xml"),
            ("/xl/comments1.xml", "xl/comments1.xml"),
            ("..\\..\\..\\..\\x.xml", "x.xml"),
            ("", "xl/worksheets"),
        ] {
            assert_eq!(joined_path("xl/worksheets", target), path);
        }
    }
}
