//! The front matter of a Markdown file: the keys and values above the text.

use std::ops::Range;

use super::super::metadata::one_day;
use super::super::page::PageBuilder;
use super::super::plain::for_each_line;
use super::super::raw::LineRole;
use crate::domain::Date;

/// Keys for the day of the text, the best first.
const DAY_KEYS: [&str; 11] = [
    "published_time",
    "published",
    "date_published",
    "datepublished",
    "published_at",
    "publication_date",
    "publishdate",
    "publish_date",
    "pubdate",
    "date",
    "issued",
];

/// Keys for the address of the page, the best first.
const URL_KEYS: [&str; 7] =
    ["source_url", "canonical_url", "canonical", "original_url", "url", "permalink", "link"];

/// A key with the place of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FrontMatterEntry {
    key: String,
    value: Range<usize>,
}

/// The front matter of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct FrontMatter {
    entries: Vec<FrontMatterEntry>,
    /// The offset of the text after it.
    pub(in super::super) end: usize,
}

/// The longest front matter.
const MAX_FRONT_MATTER_LINES: usize = 400;

/// Returns the front matter at the start of a file.
pub(in super::super) fn front_matter(file: &str) -> Option<FrontMatter> {
    let mark = ["---", "+++"].into_iter().find(|mark| file.starts_with(mark))?;
    let mut lines: Vec<Range<usize>> = Vec::new();
    let head = &file[..super::super::floor(file, MAX_FRONT_MATTER_BYTES)];
    for_each_line(head, |line| lines.push(line));
    if head[lines.first()?.clone()].trim_end() != mark {
        return None;
    }
    let is_end = |line: &&Range<usize>| {
        let line = head[(*line).clone()].trim_end();
        line == mark || line == "..."
    };
    let count = lines.iter().skip(1).take(MAX_FRONT_MATTER_LINES).position(|line| is_end(&line))?;
    let mut matter = FrontMatter { entries: Vec::new(), end: lines[count + 1].end };
    for line in &lines[1..=count] {
        let text = &head[line.clone()];
        let key = text.find([':', '=']).map(|end| text[..end].trim_end()).filter(|key| {
            !key.is_empty()
                && key.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter))
        });
        match key {
            Some(key) => {
                let start = line.start + text.find([':', '=']).map_or(0, |end| end + 1);
                matter.entries.push(FrontMatterEntry {
                    key: key.to_ascii_lowercase(),
                    value: start..line.end,
                });
            }
            // A value continues in the next line, indented or not.
            None => {
                if let Some(entry) = matter.entries.last_mut() {
                    entry.value.end = line.end;
                }
            }
        }
    }
    (!matter.entries.is_empty()).then_some(matter)
}

/// Front matter ends before this offset.
const MAX_FRONT_MATTER_BYTES: usize = 1 << 16;

impl FrontMatter {
    fn value<'f>(&self, file: &'f str, keys: &[&str]) -> Option<&'f str> {
        let entry = |key: &&str| self.entries.iter().find(|entry| entry.key == **key);
        keys.iter()
            .filter_map(entry)
            .map(|entry| file[entry.value.clone()].trim())
            .find(|value| !value.is_empty())
    }

    /// Returns the day of the text.
    fn day(&self, file: &str) -> Option<Date> {
        DAY_KEYS.iter().find_map(|key| one_day(self.value(file, &[key])?))
    }

    /// Writes the title as a headline, and passes on the day and the address.
    pub(in super::super) fn write(&self, file: &str, page: &mut PageBuilder<'_>) {
        let url = self.value(file, &URL_KEYS).map(|url| url.trim_matches(['"', '\'']).to_owned());
        let url = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
        let title = self.entries.iter().find(|entry| entry.key == "title");
        page.set_metadata(self.day(file), url);
        if let Some(title) = title {
            page.begin_block(LineRole::Headline);
            write_value(file, &title.value, page);
            page.begin_block(LineRole::Text);
        }
    }
}

/// Writes a value of YAML or TOML without its quotation marks and escapes.
fn write_value(file: &str, value: &Range<usize>, page: &mut PageBuilder<'_>) {
    let text = &file[value.clone()];
    let start = value.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    // `>-` and `|` announce text in the next lines.
    let folded = text.starts_with(['>', '|']).then(|| text.find('\n')).flatten();
    if let Some(offset) = folded {
        page.text(start + offset..start + text.len());
        return;
    }
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let Some(quote) = quote else {
        page.text(start..start + text.len());
        return;
    };
    let end = start + text.len();
    let mut offset = start + 1;
    while offset < end {
        let rest = &file[offset..end];
        let plain = rest.find(['\\', quote]).unwrap_or(rest.len());
        page.text(offset..offset + plain);
        offset += plain;
        let rest = &file[offset..end];
        if quote == '\'' && rest.starts_with("''") {
            page.characters("'", &(offset..offset + 2));
            offset += 2;
        } else if rest.starts_with(quote) || rest.is_empty() {
            return;
        } else if quote == '\'' {
            page.text(offset..offset + 1);
            offset += 1;
        } else {
            let (length, characters) = escape(rest);
            page.characters(&characters, &(offset..offset + length));
            offset += length;
        }
    }
}

/// Returns the length of the escape at the start of a text, and what it spells. The text must start with a backslash.
fn escape(text: &str) -> (usize, String) {
    let Some(letter) = text[1..].chars().next() else { return (1, String::new()) };
    let code = |digits: usize| {
        let number =
            text.get(2..2 + digits).and_then(|number| u32::from_str_radix(number, 16).ok());
        number
            .and_then(char::from_u32)
            .map_or((2, String::new()), |letter| (2 + digits, letter.to_string()))
    };
    match letter {
        'n' | 't' | 'r' | '_' | ' ' => (2, " ".to_owned()),
        'x' => code(2),
        'u' => code(4),
        'U' => code(8),
        // The end of the line, and the spaces before the next one, do not count.
        '\n' | '\r' => {
            let rest = &text[1..];
            (1 + rest.len() - rest.trim_start().len(), String::new())
        }
        _ => (1 + letter.len_utf8(), letter.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_day_and_address_are_read() {
        for (text, title, day, url) in [
            (
                "---\ntitle: 'It''s signed'\ndate: '2025-10-26'\n---\nx",
                "It's signed",
                Some("2025-10-26"),
                None,
            ),
            (
                "---\r\ntitle:  A and\r\n  B sign\r\ndate: 2022-07-04\r\n---\r\n",
                "A and\r\n  B sign",
                Some("2022-07-04"),
                None,
            ),
            (
                "---\ntitle: A and\nB sign\nmodified_time: 2022-07-05\n---\n",
                "A and\nB sign",
                None,
                None,
            ),
            (
                "---\ntitle: \"A \\\"and\\\"\\\n  \\ B\\_C \\u00e9\"\npublished_time: 2021-10-07 22:10:40-04:00\n---\n",
                "A \"and\" B C é",
                Some("2021-10-07"),
                None,
            ),
            (
                "+++\ntitle = \"A\"\ndate = 2022-07-04T00:00:00Z\nurl = \"https://x.org/a\"\n+++\n",
                "A",
                Some("2022-07-04"),
                Some("https://x.org/a"),
            ),
            ("---\ntitle: >-\n  A and\n  B\npermalink: /x/\n---\n", "\n  A and\n  B", None, None),
            ("---\ntitle: A: B\ndate: 03/04/2023\n---\n", "A: B", None, None),
        ] {
            let matter = front_matter(text).unwrap();
            let mut page = PageBuilder::new(text);
            matter.write(text, &mut page);
            let raw = page.finish();
            assert_eq!(raw.spelled.text(), title);
            assert_eq!(raw.published.map(|(day, _)| day.to_string()).as_deref(), day, "{text}");
            assert_eq!(raw.url.as_deref(), url);
        }
        for text in
            ["---\ntitle: A\n", "title: A\n---\n", "---\n---\n", "----\ntitle: A\n---\n", "---", ""]
        {
            assert_eq!(front_matter(text), None, "{text}");
        }
    }
}
