//! The open elements of a page, and what they say of the text in them.

use super::furniture::{self, FurnitureList};
use super::raw::{LineRole, TableCell};
use super::tags::HtmlTag;

/// What the open elements say of the text in them.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is the effect of other elements")]
pub(super) struct ElementState {
    /// What the text is.
    pub(super) role: LineRole,
    /// True if it is not shown.
    pub(super) is_skipped: bool,
    /// True if it is bold or underlined.
    pub(super) is_bold: bool,
    /// True if its line breaks count.
    pub(super) is_preformatted: bool,
    /// True if it is probably no part of the text, by the name of an element.
    pub(super) is_likely_furniture: bool,
    /// True inside `main`.
    pub(super) is_in_main: bool,
    /// The number of the outermost article; 0 outside articles.
    pub(super) article: u32,
    /// The lists around it.
    list_depth: u32,
    /// The index of its table from 1; 0 outside tables.
    table: u32,
}

/// An element that is not closed yet.
#[derive(Debug)]
struct OpenElement {
    name: String,
    state: ElementState,
    /// The number of the next item of a list with numbers.
    next_number: Option<u32>,
}

/// The open elements, the innermost last.
#[derive(Debug, Default)]
pub(super) struct ElementStack {
    open: Vec<OpenElement>,
    /// The next cell of each table.
    tables: Vec<TableCell>,
    articles: u32,
}

/// An end tag closes an element only if it is at most this many elements away.
const MAX_CLOSED_ELEMENTS: usize = 100;

/// Elements without content.
const VOID_ELEMENTS: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements within a line.
const INLINE_ELEMENTS: [&str; 44] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "br",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "mark",
    "nobr",
    "output",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "o:p",
    "picture",
    "source",
    "meta",
    "link",
    "input",
    "smarttagtype",
];

/// Elements that are not shown, or are controls.
const SKIPPED_ELEMENTS: [&str; 14] = [
    "button", "select", "option", "svg", "math", "object", "canvas", "audio", "video", "map",
    "datalist", "progress", "meter", "head",
];

impl ElementStack {
    /// Returns true if the element is no part of a line.
    pub(super) fn is_block(name: &str) -> bool {
        !INLINE_ELEMENTS.contains(&name)
    }

    /// Returns the state of the innermost element.
    pub(super) fn state(&self) -> ElementState {
        self.open.last().map_or_else(ElementState::default, |element| element.state)
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &str, tag: &HtmlTag<'_>) {
        if VOID_ELEMENTS.contains(&name) {
            return;
        }
        self.close_implied(name);
        let mut state = self.state();
        let mut next_number = None;
        match name {
            "b" | "strong" | "u" => state.is_bold = true,
            "body" => state = ElementState::default(),
            "h1" => state.role = marked(state, LineRole::Headline),
            "h2" | "h3" | "h4" | "h5" | "h6" => state.role = marked(state, LineRole::Heading),
            "figcaption" | "caption" => state.role = marked(state, LineRole::Caption),
            "nav" | "footer" | "aside" | "menu" | "dialog" => state.role = LineRole::Furniture,
            "header" if state.article == 0 && !state.is_in_main => state.role = LineRole::Furniture,
            "address" | "form" | "fieldset" => state.is_likely_furniture = true,
            "main" => state.is_in_main = true,
            "article" => {
                if state.article == 0 {
                    self.articles += 1;
                    state.article = self.articles;
                }
                state.is_in_main |= tag.raw_attribute("role") == Some("main");
            }
            "ul" | "ol" | "dir" => {
                state.list_depth += 1;
                next_number =
                    (name == "ol" && state.list_depth == 1 && has_numbers(tag)).then(|| {
                        tag.raw_attribute("start")
                            .and_then(|start| start.trim().parse().ok())
                            .unwrap_or(1)
                    });
            }
            "li" => state.role = marked(state, self.item_role(tag)),
            "pre" => state.is_preformatted = true,
            "table" => {
                let table = u32::try_from(self.tables.len() + 1).unwrap_or(u32::MAX);
                self.tables.push(TableCell { table, ..TableCell::default() });
                state.table = table;
            }
            "tr" => {
                if let Some(table) = self.table(state) {
                    table.row += 1;
                    table.column = 0;
                }
            }
            "td" | "th" => {
                if let Some(table) = self.table(state) {
                    let place = *table;
                    table.column += 1;
                    state.role = marked(state, LineRole::Cell(place));
                }
            }
            _ if SKIPPED_ELEMENTS.contains(&name) => state.is_skipped = true,
            _ => {}
        }
        if tag.raw_attribute("role") == Some("main") {
            state.is_in_main = true;
        }
        apply_attributes(name, tag, &mut state);
        self.open.push(OpenElement { name: name.to_owned(), state, next_number });
    }

    fn table(&mut self, state: ElementState) -> Option<&mut TableCell> {
        self.tables.get_mut((state.table as usize).checked_sub(1)?)
    }

    /// Returns what the next item of the innermost list is.
    fn item_role(&mut self, tag: &HtmlTag<'_>) -> LineRole {
        let near = self.open.iter_mut().rev().take(MAX_CLOSED_ELEMENTS);
        let list = near.into_iter().find(|element| matches!(&*element.name, "ul" | "ol" | "dir"));
        let Some(next) = list.and_then(|list| list.next_number.as_mut()) else {
            return LineRole::Item;
        };
        let number =
            tag.raw_attribute("value").and_then(|value| value.trim().parse().ok()).unwrap_or(*next);
        *next = number.saturating_add(1);
        LineRole::Numbered(number)
    }

    /// Closes the elements that the start of another one ends, such as a `li` before the next.
    fn close_implied(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "dir"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "option" => (&["option"], &["select"]),
            "body" => (&["head"], &["html"]),
            _ if Self::is_block(name) => {
                (&["p"], &["td", "th", "li", "div", "article", "section", "main", "body"])
            }
            _ => return,
        };
        let near = self.open.iter().enumerate().rev().take(MAX_CLOSED_ELEMENTS);
        let found = near
            .take_while(|(_, element)| !within.contains(&&*element.name))
            .find(|(_, element)| ends.contains(&&*element.name));
        if let Some((index, _)) = found {
            self.open.truncate(index);
        }
    }

    /// Closes an element, and those in it.
    pub(super) fn close(&mut self, name: &str) {
        let near = self.open.iter().enumerate().rev().take(MAX_CLOSED_ELEMENTS);
        if let Some((index, _)) = near.into_iter().find(|(_, element)| element.name == name) {
            self.open.truncate(index);
        }
    }
}

/// Returns what an element makes of its text, unless that is furniture.
fn marked(state: ElementState, role: LineRole) -> LineRole {
    if state.role == LineRole::Furniture { state.role } else { role }
}

/// Returns true if the items of an `ol` have numbers, not letters.
fn has_numbers(tag: &HtmlTag<'_>) -> bool {
    let kind = tag.raw_attribute("type").unwrap_or("1");
    let style = tag.raw_attribute("style").unwrap_or_default().to_ascii_lowercase();
    kind == "1" && !style.contains("alpha") && !style.contains("roman") && !style.contains("latin")
}

/// Applies what the attributes of an element say.
fn apply_attributes(name: &str, tag: &HtmlTag<'_>, state: &mut ElementState) {
    let style = tag.raw_attribute("style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_hidden =
        tag.raw_attribute("hidden").is_some() || tag.raw_attribute("aria-hidden") == Some("true");
    state.is_skipped |=
        is_hidden || style.contains("display:none") || style.contains("visibility:hidden");
    state.is_bold |= ["font-weight:bold", "font-weight:600", "font-weight:700"]
        .iter()
        .any(|bold| style.contains(bold));
    if matches!(name, "html" | "body" | "main" | "article" | "h1" | "p" | "li" | "time") {
        return;
    }
    let names = ["class", "id", "role"].into_iter().filter_map(|key| tag.raw_attribute(key));
    for names in names {
        let is_furniture =
            parts_of_names(names).any(|part| furniture::is_listed(FurnitureList::Classes, &part));
        state.is_likely_furniture |= is_furniture;
    }
}

/// Returns the parts of the names of an element in lower case: `mostRead site-nav` has four.
fn parts_of_names(names: &str) -> impl Iterator<Item = String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut previous = ' ';
    for letter in names.chars().chain([' ']) {
        let starts_part = !letter.is_ascii_alphanumeric()
            || (letter.is_ascii_uppercase() && previous.is_ascii_lowercase());
        if starts_part && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        if letter.is_ascii_alphanumeric() {
            part.push(letter.to_ascii_lowercase());
        }
        previous = letter;
    }
    parts.into_iter()
}
