//! Units with the bodies that they are part of.

use std::sync::LazyLock;

use super::mention::{BodyKind, BodyMention};
use super::vocabulary::BODY_WORDS;
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::mentions::reading::Reading;

static VERBS_AFTER_BODIES: LazyLock<WordList> =
    LazyLock::new(|| section(BODY_WORDS, "verbs after bodies"));

/// Joins a unit with the body that it is part of: `the Foreign Service Institute, Ministry of Foreign Affairs`.
pub(super) fn join_parents(reading: &Reading<'_>, bodies: &mut Vec<BodyMention>) {
    let mut index = 0;
    while index + 1 < bodies.len() {
        let parent = bodies[index + 1].clone();
        let unit = &mut bodies[index];
        if is_unit_of(reading, unit, &parent) {
            let words = || reading.text[unit.name.clone()].split_whitespace();
            let has_own_name = words().any(|word| {
                matches!(
                    word,
                    "Institute" | "Academy" | "Agency" | "College" | "University" | "Hospital"
                )
            });
            if !has_own_name && unit.name.end == unit.range.end {
                unit.name.end = parent.name.end;
            }
            unit.range.end = parent.range.end;
            unit.country = unit.country.take().or(parent.country);
            bodies.remove(index + 1);
        } else {
            index += 1;
        }
    }
}

/// Returns true if a comma alone separates a unit from the body that it is part of.
fn is_unit_of(reading: &Reading<'_>, unit: &BodyMention, parent: &BodyMention) -> bool {
    const PARENT_KINDS: [&str; 6] =
        ["university", "ministry", "college", "government", "polytechnic", "universiti"];
    let start = reading.index_at(unit.range.start);
    let (end, next) = (reading.index_at(unit.range.end), reading.index_at(parent.range.start));
    if reading.lower(end) != "," || next != end + 1 || unit.kind != BodyKind::Organisation {
        return false;
    }
    let name = reading.text[parent.name.clone()].to_lowercase();
    let is_parent =
        PARENT_KINDS.iter().any(|noun| name.split_whitespace().any(|word| word == *noun));
    let article = reading.lower(start.wrapping_sub(1)) == "the";
    let own = reading.text[unit.name.clone()].to_lowercase();
    let is_same_kind =
        PARENT_KINDS.iter().any(|noun| own.split_whitespace().any(|word| word == *noun));
    let before = start.wrapping_sub(1 + usize::from(article));
    let after = reading.index_at(parent.range.end);
    // The last item of a list, or the only one, is followed by no other one.
    let ends_list = reading.is_one_of(before, &["and", "with", "by", "between"])
        && !VERBS_AFTER_BODIES.contains(reading.lower(after));
    // `the Centre for Coastal Studies (CCS), Government of Kerala`: a government without an article.
    let is_government = parent.kind == BodyKind::Government
        && reading.is_phrase(next, "government of")
        && !own.contains("government");
    is_government
        || is_parent
            && parent.kind == BodyKind::Organisation
            && ((article && !is_same_kind) || ends_list)
}
