//! The same text in another form has the same facts: line ends, broken lines, headings in capitals, HTML, Markdown, a Word
//! document, a message.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use super::draft;
use super::known::assert_differences;
use super::properties::{ALL_TEXTS, facts};

/// The column at which a mail program breaks lines.
const LINE_WIDTH: usize = 72;

/// The column at which quoted-printable breaks lines.
const QUOTED_WIDTH: usize = 70;

/// Returns the text with its lines broken at blanks before the column, except where blanks are columns.
fn hard_wrapped(text: &str) -> String {
    let wrapped = text.lines().map(|line| {
        if line.contains("   ") || line.starts_with(['-', '*', '#', ' ', '<', '!']) {
            return line.to_owned();
        }
        let mut result = String::new();
        let mut width = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > LINE_WIDTH {
                result.push('\n');
                width = 0;
            } else if width > 0 {
                result.push(' ');
                width += 1;
            }
            result.push_str(word);
            width += length;
        }
        result
    });
    wrapped.collect::<Vec<_>>().join("\n")
}

/// A piece of a text between blank lines.
enum Part<'a> {
    /// A short line that does not end as a sentence.
    Heading(&'a str),
    /// Items, without their marks.
    List(Vec<&'a str>),
    /// Lines of running text.
    Lines(Vec<&'a str>),
    /// Lines in which blanks are columns.
    Columns(&'a str),
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let blocks = text.split("\n\n").map(|block| block.trim_matches('\n'));
    blocks.filter(|block| !block.trim().is_empty()).map(part).collect()
}

fn part(block: &str) -> Part<'_> {
    let lines: Vec<&str> = block.lines().collect();
    let has_end = block.ends_with(['.', ':', ';', ',', '!', '?', '"', '”', ')']);
    if lines.iter().any(|line| line.contains("   ")) {
        Part::Columns(block)
    } else if lines.iter().all(|line| line.starts_with(['-', '•'])) {
        Part::List(lines.iter().map(|line| line.trim_start_matches(['-', '•', ' '])).collect())
    } else if lines.len() == 1 && block.len() < 120 && !has_end {
        Part::Heading(block)
    } else {
        Part::Lines(lines)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns a text without markup as a page, with its first heading as the title of the text.
fn as_html(text: &str) -> String {
    let parts = parts(text);
    let elements = parts.iter().enumerate().map(|(index, part)| match part {
        Part::Heading(line) if index == 0 => format!("<h1>{}</h1>\n", escaped(line)),
        Part::Heading(line) => format!("<p>{}</p>\n", escaped(line)),
        Part::List(items) => {
            let items = items.iter().map(|item| format!("<li>{}</li>", escaped(item)));
            format!("<ul>{}</ul>\n", items.collect::<String>())
        }
        Part::Lines(lines) => {
            format!("<p>{}</p>\n", escaped(&lines.join("\0")).replace('\0', "<br>\n"))
        }
        Part::Columns(block) => format!("<pre>{}</pre>\n", escaped(block)),
    });
    let body = elements.collect::<String>();
    format!("<!DOCTYPE html>\n<html><body>\n{body}</body></html>\n")
}

/// Returns a text without markup as Markdown.
fn as_markdown(text: &str) -> String {
    let parts = parts(text);
    let blocks = parts.iter().enumerate().map(|(index, part)| match part {
        Part::Heading(line) if index == 0 => format!("# {line}"),
        Part::Heading(line) => (*line).to_owned(),
        Part::List(items) => {
            items.iter().map(|item| format!("* {item}")).collect::<Vec<_>>().join("\n")
        }
        Part::Lines(lines) => lines.join("  \n"),
        Part::Columns(block) => (*block).to_owned(),
    });
    blocks.collect::<Vec<_>>().join("\n\n") + "\n"
}

/// Returns a text without markup as a Word document.
fn as_docx(text: &str) -> Vec<u8> {
    let run =
        |line: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(line));
    let joined = |lines: &[&str]| {
        let runs: Vec<String> = lines.iter().map(|line| run(line)).collect();
        format!("<w:p>{}</w:p>", runs.join("<w:r><w:br/></w:r>"))
    };
    let parts = parts(text);
    let paragraphs = parts.iter().enumerate().map(|(index, part)| match part {
        Part::Heading(line) if index == 0 => {
            format!("<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>{}</w:p>", run(line))
        }
        Part::Heading(line) => joined(&[line]),
        Part::List(items) => items
            .iter()
            .map(|item| {
                let number = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
                format!("<w:p><w:pPr>{number}</w:pPr>{}</w:p>", run(item))
            })
            .collect(),
        Part::Lines(lines) => joined(lines),
        Part::Columns(block) => joined(&block.lines().collect::<Vec<_>>()),
    });
    let paragraphs: String = paragraphs.collect();
    let body = format!("<w:document xmlns:w=\"w\"><w:body>{paragraphs}</w:body></w:document>");
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\">\
                     <w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\">\
                     <w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let styles =
        "<w:styles><w:style w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style></w:styles>";
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &body),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", styles),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(part.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Returns a text as the body of a message, in quoted-printable.
fn as_message(text: &str, kind: &str) -> String {
    let mut body = String::new();
    let mut width = 0;
    for byte in text.bytes() {
        let written = match byte {
            b'\n' => "\r\n".to_owned(),
            b' '..=b'~' if byte != b'=' => char::from(byte).to_string(),
            byte => format!("={byte:02X}"),
        };
        if byte == b'\n' {
            width = 0;
            // A blank before the end of a line would be lost.
            if body.ends_with(' ') {
                body.pop();
                body.push_str("=20");
            }
        } else if width + written.len() > QUOTED_WIDTH {
            body.push_str("=\r\n");
            width = 0;
        }
        width += written.len();
        body.push_str(&written);
    }
    format!(
        "From: Press <press@example.org>\r\nTo: all@example.org\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}"
    )
}

/// Returns the text with its headings in capitals.
fn with_headings_in_capitals(text: &str) -> String {
    let is_heading = |block: &str| matches!(parts(block).as_slice(), [Part::Heading(_)]);
    let blocks = text
        .split("\n\n")
        .map(|block| if is_heading(block) { block.to_uppercase() } else { block.to_owned() });
    blocks.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn another_form_of_a_text_has_the_same_facts() {
    let mut differences = Vec::new();
    for text in ALL_TEXTS.iter() {
        let original = String::from_utf8(text.bytes.clone()).unwrap();
        let expected = facts(&draft(&text.bytes, &text.args()));
        let mut forms = vec![
            ("CRLF", None, original.replace('\n', "\r\n").into_bytes()),
            ("byte order mark", None, format!("\u{feff}{original}").into_bytes()),
        ];
        if text.name.ends_with(".txt") {
            forms.push(("lines broken", None, hard_wrapped(&original).into_bytes()));
            if !original.starts_with("---") && !original.contains("](") {
                let page = as_html(&original);
                let capitals = with_headings_in_capitals(&original);
                forms.extend([
                    ("headings in capitals", None, capitals.into_bytes()),
                    ("Markdown", None, as_markdown(&original).into_bytes()),
                    ("Word document", Some("docx"), as_docx(&original)),
                    ("message", Some("eml"), as_message(&original, "plain").into_bytes()),
                    ("message of HTML", Some("eml"), as_message(&page, "html").into_bytes()),
                    ("HTML", Some("html"), page.into_bytes()),
                ]);
            }
        }
        for (form, format, changed) in forms {
            let answer = draft(&changed, &text.args());
            if let Some(format) = format {
                assert_eq!(answer["source"]["format"], format, "{}", text.name);
            }
            let drafted = facts(&answer);
            if drafted != expected {
                let lines = |facts: &[String]| {
                    facts.join("").lines().map(str::to_owned).collect::<BTreeSet<_>>()
                };
                let (drafted, expected) = (lines(&drafted), lines(&expected));
                let lost = expected.difference(&drafted).map(|line| format!("- {line}"));
                let new = drafted.difference(&expected).map(|line| format!("+ {line}"));
                let changes: Vec<_> = lost.chain(new).collect();
                differences.push((format!("{} {form}", text.name), changes.join("\n        ")));
            }
        }
    }
    assert_differences("forms", &differences);
}
