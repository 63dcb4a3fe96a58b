//! The list of known differences between what a text says and what is drafted.

use std::collections::BTreeMap;
use std::fs;

use super::data;

/// Fails unless the differences are exactly the known ones of this kind, and names all others.
///
/// A line of `not_yet.txt` is `KIND: DIFFERENCE # REASON`.
pub(super) fn assert_differences(kind: &str, found: &[(String, String)]) {
    let list = fs::read_to_string(data().join("not_yet.txt")).unwrap();
    let mut known = BTreeMap::new();
    for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (difference, reason) = line.rsplit_once(" # ").unwrap_or((line, ""));
        assert!(!reason.trim().is_empty(), "not_yet.txt: no reason: {line}");
        if let Some(difference) = difference.strip_prefix(kind).and_then(|it| it.strip_prefix(": "))
        {
            known.insert(difference.to_owned(), false);
        }
    }
    let mut problems = Vec::new();
    for (difference, drafted) in found {
        match known.get_mut(difference) {
            Some(seen) => *seen = true,
            None => problems.push(format!("{kind}: {difference}\n    drafted: {drafted}")),
        }
    }
    let gone = known.iter().filter(|(_, seen)| !**seen);
    problems.extend(
        gone.map(|(it, _)| format!("{kind}: {it}\n    is right now: remove it from not_yet.txt")),
    );
    assert!(problems.is_empty(), "{} of {kind}\n{}", problems.len(), problems.join("\n"));
}
