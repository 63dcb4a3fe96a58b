//! Markdown as lines.

mod front_matter;
mod inline;

use std::ops::Range;

use super::lines::{LineMarker, is_closed, is_whole_paragraph, marker};
use super::page::PageBuilder;
use super::plain::for_each_line;
use super::raw::{LineJoint, LineRole, RawText, TableCell};
use front_matter::front_matter;
use inline::InlineReader;

/// Tables of Markdown have numbers from here on, so that they differ from those of HTML.
const FIRST_TABLE: u32 = 1 << 20;

/// Returns true if a text is Markdown: it has front matter, or marks that plain text seldom has.
pub(super) fn is_markdown(file: &str) -> bool {
    if front_matter(file).is_some() {
        return true;
    }
    let mut is_found = false;
    for_each_line(file, |range| {
        let line = file[range].trim_start();
        is_found = is_found
            || atx_heading(line).is_some()
            || line.starts_with("{:")
            || is_table_rule(line)
            || line
                .find("](")
                .is_some_and(|at| line[..at].contains('[') && line[at..].contains(')'))
            || line.find("**").is_some_and(|at| {
                let inner = &line[at + 2..];
                !inner.starts_with([' ', '*']) && inner.find("**").is_some_and(|end| end > 0)
            });
    });
    is_found
}

/// Reads Markdown.
pub(super) fn scan(file: &str) -> RawText {
    let matter = front_matter(file);
    let mut reader = MarkdownReader {
        file,
        inline: InlineReader::new(file),
        page: PageBuilder::new(file),
        paragraph: Vec::new(),
        role: LineRole::Text,
        has_headline: false,
        fence: None,
        table: None,
        tables: FIRST_TABLE,
        resume_at: 0,
    };
    let mut start = 0;
    if let Some(matter) = matter {
        matter.write(file, &mut reader.page);
        reader.has_headline = !reader.page.is_empty();
        start = matter.end;
    }
    let mut lines: Vec<Range<usize>> = Vec::new();
    for_each_line(&file[start..], |line| lines.push(start + line.start..start + line.end));
    for (index, line) in lines.iter().enumerate() {
        let next = lines.get(index + 1).map_or("", |next| &file[next.clone()]);
        if line.end < reader.resume_at {
            continue;
        }
        let line = line.start.max(reader.resume_at)..line.end;
        reader.line(line, next);
    }
    reader.flush();
    reader.page.finish()
}

/// Reads the blocks of Markdown, line by line.
struct MarkdownReader<'f> {
    file: &'f str,
    inline: InlineReader<'f>,
    page: PageBuilder<'f>,
    /// The lines of the current paragraph.
    paragraph: Vec<Range<usize>>,
    /// What the current paragraph is.
    role: LineRole,
    has_headline: bool,
    /// The mark that ends the current block of code.
    fence: Option<&'static str>,
    /// The next cell of the current table.
    table: Option<TableCell>,
    tables: u32,
    /// An element goes on up to this offset.
    resume_at: usize,
}

impl MarkdownReader<'_> {
    fn line(&mut self, range: Range<usize>, next: &str) {
        let line = &self.file[range.clone()];
        let trimmed = line.trim();
        if let Some(fence) = self.fence {
            if trimmed.starts_with(fence) {
                self.fence = None;
            } else {
                self.start(LineRole::Text, range);
                self.flush();
            }
            return;
        }
        if trimmed.is_empty() {
            self.flush();
            self.table = None;
            return;
        }
        if self.table.is_some() || (trimmed.contains('|') && is_table_rule(next)) {
            if trimmed.contains('|') {
                self.table_row(&range);
                return;
            }
            self.table = None;
        }
        if is_left_out(trimmed) {
            self.flush();
            return;
        }
        if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| trimmed.starts_with(fence)) {
            self.flush();
            self.fence = Some(fence);
            return;
        }
        let start = range.start + (line.len() - line.trim_start().len());
        let range = start..range.end;
        if let Some((level, length)) = atx_heading(trimmed) {
            let text = trimmed[length..].trim_end_matches('#').trim_end();
            let role = self.heading_role(level);
            self.start(role, start + length..start + length + text.len());
            self.flush();
            return;
        }
        if is_rule(trimmed) {
            let is_underlined = self.paragraph.len() == 1
                && trimmed.starts_with(['=', '-'])
                && !trimmed.contains(' ');
            let text = self.paragraph.last().map_or("", |line| &self.file[line.clone()]);
            if is_underlined && self.role == LineRole::Text && !is_closed(text) {
                self.role = self.heading_role(if trimmed.starts_with('=') { 1 } else { 2 });
            }
            self.flush();
            return;
        }
        if let Some(quoted) = trimmed.strip_prefix('>') {
            let skipped = trimmed.len() - quoted.trim_start_matches(['>', ' ']).len();
            self.continued(start + skipped..range.end);
            return;
        }
        self.continued(range);
    }

    /// Adds a line to the current paragraph, or begins another one with it.
    fn continued(&mut self, range: Range<usize>) {
        let line = &self.file[range.clone()];
        let last = self.paragraph.last().map(|last| &self.file[last.clone()]);
        match marker(line).or_else(|| plus_marker(line)) {
            Some(found) if is_markdown_bullet(line) => {
                // `- ` may be a dash in a wrapped line, but only after running text.
                if last.is_none_or(|last| {
                    is_closed(last) || marker(last).is_some() || self.role == LineRole::Item
                }) || !line[found.length..].starts_with(char::is_lowercase)
                {
                    self.start(LineRole::Item, range.start + found.length..range.end);
                } else {
                    self.paragraph.push(range);
                }
            }
            Some(found)
                if last.is_none_or(|last| {
                    found.is_bullet || is_closed(last) || marker(last).is_some()
                }) =>
            {
                self.start(LineRole::Text, range);
            }
            _ if last.is_none() => self.start(LineRole::Text, range),
            _ if last.is_some_and(is_whole_paragraph) || is_whole_paragraph(line) => {
                let role = if self.is_in_tags() { self.role } else { LineRole::Text };
                self.start(role, range);
            }
            _ => self.paragraph.push(range),
        }
    }

    /// Returns true if a tag is open in the current paragraph, such as one that is written in several lines.
    fn is_in_tags(&self) -> bool {
        self.paragraph.last().is_some_and(|line| {
            let line = &self.file[line.clone()];
            line.rfind('<') > line.rfind('>')
        })
    }

    fn heading_role(&mut self, level: usize) -> LineRole {
        if level == 1 && !self.has_headline {
            self.has_headline = true;
            return LineRole::Headline;
        }
        LineRole::Heading
    }

    /// Begins a paragraph with a line.
    fn start(&mut self, role: LineRole, range: Range<usize>) {
        self.flush();
        self.role = role;
        self.paragraph.push(range);
    }

    /// Writes the current paragraph.
    fn flush(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        let role = std::mem::take(&mut self.role);
        if lines.is_empty() {
            return;
        }
        // The lists of HTML around a paragraph of Markdown count, but not its own state.
        self.page.begin_block(role);
        self.resume_at = self.inline.write(&mut self.page, &lines).max(self.resume_at);
        self.page.end_line(LineJoint::Block);
    }

    fn table_row(&mut self, range: &Range<usize>) {
        self.flush();
        if is_table_rule(&self.file[range.clone()]) {
            return;
        }
        let mut place = self.table.unwrap_or_else(|| {
            self.tables += 1;
            TableCell { table: self.tables, row: 0, column: 0 }
        });
        let line = &self.file[range.clone()];
        let start = range.start + (line.len() - line.trim_start().trim_start_matches('|').len());
        let mut cell_start = start;
        let mut previous = ' ';
        let ends = self.file[start..range.end]
            .char_indices()
            .map(|(offset, letter)| (start + offset, letter));
        for (offset, letter) in ends.chain([(range.end, '|')]) {
            if letter == '|' && previous != '\\' {
                let cell = cell_start..offset;
                if !self.file[cell.clone()].trim().is_empty() {
                    self.page.begin_block(LineRole::Cell(place));
                    self.inline.write(&mut self.page, &[cell]);
                    self.page.end_line(LineJoint::Block);
                }
                place.column += 1;
                cell_start = offset + 1;
            }
            previous = letter;
        }
        self.table = Some(TableCell { row: place.row + 1, column: 0, ..place });
    }
}

/// Returns the level of a heading and the length of its mark: `## Background`.
fn atx_heading(line: &str) -> Option<(usize, usize)> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let rest = &line[level..];
    let text = rest.trim_start();
    ((1..=6).contains(&level) && text.len() < rest.len() && text.contains(char::is_alphanumeric))
        .then_some((level, line.len() - text.len()))
}

/// Returns true for `---`, `===`, `* * *`.
fn is_rule(line: &str) -> bool {
    let Some(mark) = line.chars().next().filter(|mark| "-*_=".contains(*mark)) else {
        return false;
    };
    let marks = line.chars().filter(|letter| *letter == mark).take(3).count();
    marks == 3 && line.chars().all(|letter| letter == mark || letter == ' ')
}

/// Returns true for `| --- | :-: |`.
fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--")
        && line.contains('|')
        && line.chars().all(|letter| "|-: \t".contains(letter))
}

/// Returns true for a line that is not shown: attributes of Kramdown, a tag of Liquid, the address of a link.
fn is_left_out(line: &str) -> bool {
    let is_address = || {
        let label = line
            .strip_prefix('[')
            .filter(|label| !label.starts_with('^'))
            .and_then(|rest| rest.split_once("]:"));
        label.is_some_and(|(label, url)| {
            !label.contains(']') && url.split_whitespace().count() <= 6 && !url.trim().is_empty()
        })
    };
    (line.starts_with("{:") && line.ends_with('}'))
        || (line.starts_with("{%") && line.ends_with("%}"))
        || (line.starts_with("{{") && line.ends_with("}}"))
        || is_address()
}

/// Returns true if a line starts with a bullet of Markdown.
fn is_markdown_bullet(line: &str) -> bool {
    line.trim_start().starts_with(['-', '*', '+'])
}

/// Returns the bullet `+`, which plain text does not have.
fn plus_marker(line: &str) -> Option<LineMarker> {
    let rest = line.trim_start().strip_prefix("+ ")?;
    Some(LineMarker {
        length: line.len() - rest.trim_start().len(),
        role: LineRole::Item,
        is_bullet: true,
    })
}
