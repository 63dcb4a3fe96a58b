//! The words of what is on a page beside the text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum FurnitureList {
    /// Headings and labels that other lines belong to.
    Sections,
    /// Whole lines.
    Exact,
    /// Starts of short lines.
    Lines,
    /// Starts of longer lines.
    Long,
    /// Starts of lines that name whom to ask.
    Contacts,
    /// Marks of the end of a press release.
    Ends,
    /// Parts of the names of elements.
    Classes,
}

const WORD_LISTS: &str = include_str!("furniture.txt");

/// The entries of the lists, and for each list the lengths of its entries in words.
static ENTRY_SETS: LazyLock<HashMap<FurnitureList, HashSet<&str>>> = LazyLock::new(|| {
    let mut sets: HashMap<FurnitureList, HashSet<&str>> = HashMap::new();
    let mut list = None;
    let is_comment = |line: &&str| {
        line.is_empty()
            || line.starts_with("# ") && list_of(line).is_none() && !line.starts_with("# #")
    };
    for line in WORD_LISTS.lines().filter(|line| !is_comment(line) && *line != "#") {
        match list_of(line) {
            Some(named) => list = Some(named),
            None => {
                if let Some(list) = list {
                    sets.entry(list).or_default().insert(line);
                }
            }
        }
    }
    sets
});

fn list_of(line: &str) -> Option<FurnitureList> {
    match line {
        "[sections]" => Some(FurnitureList::Sections),
        "[exact]" => Some(FurnitureList::Exact),
        "[lines]" => Some(FurnitureList::Lines),
        "[long]" => Some(FurnitureList::Long),
        "[contacts]" => Some(FurnitureList::Contacts),
        "[ends]" => Some(FurnitureList::Ends),
        "[classes]" => Some(FurnitureList::Classes),
        _ => None,
    }
}

/// The longest entry that a line may start with, in characters.
const MAX_ENTRY_CHARACTERS: usize = 40;

/// Returns true if the list has this line, which must be in lower case.
pub(super) fn is_listed(list: FurnitureList, line: &str) -> bool {
    ENTRY_SETS.get(&list).is_some_and(|entries| entries.contains(line))
}

/// Returns true if the line starts with words of the list; it must be in lower case.
pub(super) fn starts_listed(list: FurnitureList, line: &str) -> bool {
    let line = line.trim_start();
    let Some(entries) = ENTRY_SETS.get(&list) else { return false };
    let ends = line
        .char_indices()
        .map(|(offset, _)| offset)
        .chain([line.len()])
        .take(MAX_ENTRY_CHARACTERS);
    // An entry ends where a word ends, or has its own mark at the end.
    ends.filter(|&end| end > 0).any(|end| {
        let is_word_end = !line[end..].starts_with(char::is_alphanumeric)
            || !line[..end].ends_with(char::is_alphanumeric);
        is_word_end && entries.contains(&line[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_compared_with_whole_words() {
        assert!(is_listed(FurnitureList::Sections, "most read"));
        assert!(is_listed(FurnitureList::Ends, "###") && is_listed(FurnitureList::Ends, "# # #"));
        assert!(!is_listed(FurnitureList::Exact, "most read"));
        for (line, is_furniture) in [
            ("last updated on 3 may", true),
            ("© horn diplomat 2022", true),
            ("tel: +65 1234", true),
            ("www.example.org", true),
            ("readings of the law", false),
            ("by: staff writer", true),
            ("by the ministry", false),
        ] {
            assert_eq!(starts_listed(FurnitureList::Lines, line), is_furniture, "{line}");
        }
        assert!(
            ENTRY_SETS.values().flatten().all(|entry| entry.chars().count() < MAX_ENTRY_CHARACTERS)
        );
    }
}
