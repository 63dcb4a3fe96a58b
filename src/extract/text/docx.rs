//! Word documents: their text as HTML, which the scanner for pages reads.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::escape::{escape, resolve_xml_entity};
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most bytes of an unpacked part. A small archive can be made that fills any memory.
const MAX_PART_BYTES: u64 = 64 << 20;

/// The longest text of a document.
const MAX_PAGE_BYTES: usize = 48 << 20;

/// The most parts of an archive.
const MAX_PARTS: usize = 10_000;

/// The reader of an archive in memory.
type DocxArchive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// What numbers the items of a list have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListFormat {
    /// None: a bullet.
    Bullet,
    /// `1`, `2`, `3`.
    Decimal,
    /// Letters or Roman numbers.
    Letter,
}

/// What the other parts of a document say of its text.
#[derive(Debug, Default)]
struct DocxParts {
    /// The headings: the ids of their styles, and the levels, 0 for a title.
    heading_levels: HashMap<String, u8>,
    /// The formats of lists: by the number of the list and the level.
    list_formats: HashMap<(String, String), ListFormat>,
    /// The addresses of links by their ids.
    links: HashMap<String, String>,
}

/// Returns the text of a Word document as HTML. Fails with a sentence if it cannot be read.
pub(super) fn to_html(bytes: &[u8]) -> Result<String, String> {
    let broken = || "FILE is damaged: it is no complete Word document".to_owned();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MAX_PARTS {
        return Err("FILE has too many parts for a Word document".to_owned());
    }
    let names: Vec<String> =
        archive.file_names().filter_map(|name| name.ok().map(|name| name.to_string())).collect();
    let body = names.iter().find(|name| is_part(name, "document")).ok_or_else(broken)?;
    let parts = DocxParts {
        heading_levels: part(&mut archive, "word/styles.xml")?
            .map(|xml| heading_levels(&xml))
            .unwrap_or_default(),
        list_formats: part(&mut archive, "word/numbering.xml")?
            .map(|xml| list_formats(&xml))
            .unwrap_or_default(),
        links: part(&mut archive, "word/_rels/document.xml.rels")?
            .map(|xml| links(&xml))
            .unwrap_or_default(),
    };
    let mut page = String::from("<html><body>");
    let mut write =
        |archive: &mut DocxArchive<'_>, name: &str, element: &str| -> Result<(), String> {
            let Some(xml) = part(archive, name)? else { return Ok(()) };
            page.extend(["<", element, ">"]);
            DocxReader::new(&parts, &mut page).read(&xml).ok_or_else(broken)?;
            page.extend(["</", element, ">"]);
            Ok(())
        };
    for name in names.iter().filter(|name| is_part(name, "header")) {
        write(&mut archive, name, "header")?;
    }
    write(&mut archive, body, "div")?;
    for name in names.iter().filter(|name| is_part(name, "footer")) {
        write(&mut archive, name, "footer")?;
    }
    page.push_str("</body></html>");
    Ok(page)
}

/// Returns true if a part is `word/document.xml`, or another one with a number such as `word/header2.xml`.
fn is_part(name: &str, kind: &str) -> bool {
    let inner = name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml"));
    inner
        .and_then(|inner| inner.strip_prefix(kind))
        .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns a part as text; `None` if there is none.
fn part(archive: &mut DocxArchive<'_>, name: &str) -> Result<Option<String>, String> {
    let broken = || "FILE is damaged: it is no complete Word document".to_owned();
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
            return Err("FILE is encrypted; save it without a password".to_owned());
        }
        Err(_) => return Err(broken()),
    };
    let mut xml = Vec::new();
    file.take(MAX_PART_BYTES + 1).read_to_end(&mut xml).map_err(|_| broken())?;
    if xml.len() as u64 > MAX_PART_BYTES {
        return Err("FILE is too large when it is unpacked".to_owned());
    }
    let xml = match xml.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => xml,
    };
    String::from_utf8(xml).map(Some).map_err(|_| broken())
}

/// Calls `visit` for each event of a part; returns `None` if it is not XML.
fn for_each_event(xml: &str, mut visit: impl FnMut(&Event<'_>)) -> Option<()> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(()),
            event => visit(&event),
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn name_of(tag: &BytesStart<'_>) -> String {
    tag.name().as_ref().to_owned()
}

/// Returns the levels of the styles that are headings.
fn heading_levels(xml: &str) -> HashMap<String, u8> {
    let mut levels = HashMap::new();
    let mut style = None;
    let _ = for_each_event(xml, |event| {
        let Event::Start(tag) = event else { return };
        match &*name_of(tag) {
            "w:style" => style = attribute(tag, "w:styleId"),
            "w:name" => {
                if let (Some(style), Some(name)) = (style.take(), attribute(tag, "w:val"))
                    && let Some(level) = heading_level(&name)
                {
                    levels.insert(style, level);
                }
            }
            _ => {}
        }
    });
    levels
}

/// Returns the level of a heading by the name of its style, which is English in every language of Word.
fn heading_level(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    match &*name {
        "title" => Some(0),
        "subtitle" => Some(2),
        _ => name
            .strip_prefix("heading")
            .and_then(|level| level.trim().parse().ok())
            .filter(|level| *level <= 9),
    }
}

/// Returns the formats of lists.
fn list_formats(xml: &str) -> HashMap<(String, String), ListFormat> {
    let mut abstract_formats: HashMap<String, Vec<(String, ListFormat)>> = HashMap::new();
    let mut formats = HashMap::new();
    let (mut abstract_id, mut level, mut number) = (String::new(), String::new(), String::new());
    let _ = for_each_event(xml, |event| {
        let Event::Start(tag) = event else { return };
        let value = |name: &str| attribute(tag, name).unwrap_or_default();
        match &*name_of(tag) {
            "w:abstractNum" => abstract_id = value("w:abstractNumId"),
            "w:lvl" => level = value("w:ilvl"),
            "w:numFmt" => {
                let format = match &*value("w:val") {
                    "bullet" | "none" => ListFormat::Bullet,
                    "decimal" | "decimalZero" | "ordinal" => ListFormat::Decimal,
                    _ => ListFormat::Letter,
                };
                abstract_formats
                    .entry(abstract_id.clone())
                    .or_default()
                    .push((level.clone(), format));
            }
            "w:num" => number = value("w:numId"),
            "w:abstractNumId" => {
                for (level, format) in abstract_formats.get(&value("w:val")).into_iter().flatten() {
                    formats.insert((number.clone(), level.clone()), *format);
                }
            }
            _ => {}
        }
    });
    formats
}

/// Returns the addresses of links by their ids.
fn links(xml: &str) -> HashMap<String, String> {
    let mut links = HashMap::new();
    let _ = for_each_event(xml, |event| {
        if let Event::Start(tag) = event
            && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
        {
            links.insert(id, target);
        }
    });
    links
}

/// A paragraph before its first text.
#[derive(Debug, Default)]
struct ParagraphFormat {
    level: Option<u8>,
    list: Option<String>,
    list_level: String,
}

/// Writes the text of a part as HTML.
#[expect(clippy::struct_excessive_bools, reason = "each is the state of one element")]
struct DocxReader<'p> {
    parts: &'p DocxParts,
    page: &'p mut String,
    /// The format of the paragraph whose element is not written yet.
    pending: Option<ParagraphFormat>,
    /// The end tags of the open paragraphs; one may be inside another, in a text box.
    ends: Vec<&'static str>,
    /// The next numbers of lists.
    numbers: HashMap<String, u32>,
    /// True for bold, underlined and raised text.
    run: [bool; 3],
    is_hidden: bool,
    is_in_paragraph_format: bool,
    is_in_run_format: bool,
    is_in_text: bool,
    /// The number of elements whose text does not count: deleted text, and copies for old programs.
    skipped: usize,
}

/// The elements of bold, underlined and raised text.
const RUN_ELEMENTS: [&str; 3] = ["b", "u", "sup"];

impl<'p> DocxReader<'p> {
    fn new(parts: &'p DocxParts, page: &'p mut String) -> Self {
        Self {
            parts,
            page,
            pending: None,
            ends: Vec::new(),
            numbers: HashMap::new(),
            run: [false; 3],
            is_hidden: false,
            is_in_paragraph_format: false,
            is_in_run_format: false,
            is_in_text: false,
            skipped: 0,
        }
    }

    /// Writes a part; returns `None` if it is not XML.
    fn read(mut self, xml: &str) -> Option<()> {
        for_each_event(xml, |event| match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag.name().as_ref()),
            Event::Text(text) if self.is_in_text => self.text(text.as_ref()),
            Event::CData(text) if self.is_in_text => self.text(text.as_ref()),
            Event::GeneralRef(reference) if self.is_in_text => {
                if let Ok(Some(letter)) = reference.resolve_char_ref() {
                    self.text(letter.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = resolve_xml_entity(reference.as_ref()) {
                    self.text(text);
                }
            }
            _ => {}
        })
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = name_of(tag);
        let value = || attribute(tag, "w:val");
        let is_on =
            || value().is_none_or(|value| !matches!(&*value, "0" | "false" | "none" | "off"));
        if self.skipped > 0 || matches!(&*name, "w:del" | "w:moveFrom" | "mc:Fallback") {
            self.skipped += 1;
            return;
        }
        match &*name {
            "w:p" => {
                self.open_paragraph();
                self.pending = Some(ParagraphFormat::default());
            }
            "w:pStyle" => {
                let level =
                    value().and_then(|style| self.parts.heading_levels.get(&style).copied());
                if let Some(pending) = self.pending.as_mut().filter(|_| level.is_some()) {
                    pending.level = level;
                }
            }
            "w:ilvl" => {
                if let Some(pending) = &mut self.pending {
                    pending.list_level = value().unwrap_or_default();
                }
            }
            "w:numId" => {
                if let Some(pending) = &mut self.pending {
                    pending.list = value().filter(|list| list != "0");
                }
            }
            "w:r" => (self.run, self.is_hidden) = ([false; 3], false),
            "w:rPr" => self.is_in_run_format = true,
            "w:b" if self.is_in_run_format => self.run[0] = is_on(),
            "w:u" if self.is_in_run_format => self.run[1] = is_on(),
            "w:vertAlign" => self.run[2] = value().is_some_and(|value| value == "superscript"),
            "w:vanish" => self.is_hidden = is_on(),
            "w:t" => self.is_in_text = true,
            // In the format of a paragraph, `w:tab` sets a tab stop.
            "w:pPr" => self.is_in_paragraph_format = true,
            "w:tab" if !self.is_in_paragraph_format => self.text("\t"),
            "w:br" | "w:cr" => self.raw("<br>"),
            "w:noBreakHyphen" => self.text("-"),
            "w:tbl" => self.raw("<table>"),
            "w:tr" => self.raw("<tr>"),
            "w:tc" => self.raw("<td>"),
            "w:hyperlink" => {
                let url = attribute(tag, "r:id").and_then(|id| self.parts.links.get(&id));
                let link = format!("<a href=\"{}\">", escape(url.map_or("", String::as_str)));
                self.open_paragraph();
                self.raw(&link);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "w:p" => {
                self.open_paragraph();
                if let Some(end) = self.ends.pop() {
                    self.raw(end);
                }
            }
            "w:pPr" => self.is_in_paragraph_format = false,
            "w:rPr" => self.is_in_run_format = false,
            "w:t" => self.is_in_text = false,
            "w:tbl" => self.raw("</table>"),
            "w:tr" => self.raw("</tr>"),
            "w:tc" => self.raw("</td>"),
            "w:hyperlink" => self.raw("</a>"),
            _ => {}
        }
    }

    /// Writes the element of the current paragraph.
    fn open_paragraph(&mut self) {
        let Some(format) = self.pending.take() else { return };
        let list = format.list.filter(|_| format.level.is_none());
        let (start, end) = match (format.level, list) {
            (Some(0), _) => ("<h1>".to_owned(), "</h1>"),
            (Some(_), _) => ("<h2>".to_owned(), "</h2>"),
            (None, Some(list)) => {
                let key = (list, format.list_level);
                let kind = self.parts.list_formats.get(&key).copied().unwrap_or(ListFormat::Bullet);
                let number = self.numbers.entry(format!("{} {}", key.0, key.1)).or_insert(0);
                *number = number.saturating_add(1);
                match kind {
                    ListFormat::Decimal if matches!(&*key.1, "" | "0") => {
                        (format!("<ol start=\"{number}\"><li>"), "</li></ol>")
                    }
                    // A number such as `2.1` counts clauses.
                    ListFormat::Decimal => ("<p>".to_owned(), "</p>"),
                    ListFormat::Bullet | ListFormat::Letter => {
                        ("<ul><li>".to_owned(), "</li></ul>")
                    }
                }
            }
            (None, None) => ("<p>".to_owned(), "</p>"),
        };
        self.ends.push(end);
        self.raw(&start);
    }

    fn raw(&mut self, markup: &str) {
        if self.page.len() < MAX_PAGE_BYTES {
            self.page.push_str(markup);
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_hidden || text.is_empty() {
            return;
        }
        self.open_paragraph();
        for (is_on, element) in self.run.into_iter().zip(RUN_ELEMENTS) {
            if is_on {
                self.raw(&format!("<{element}>"));
            }
        }
        let text = escape(text);
        self.raw(&text);
        for (is_on, element) in self.run.into_iter().zip(RUN_ELEMENTS).rev() {
            if is_on {
                self.raw(&format!("</{element}>"));
            }
        }
    }
}
