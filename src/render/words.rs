//! The small words of messages: numbers that agree, lists, nearest names, days.

use std::cmp::Reverse;

/// How many names are suggested at most.
const SUGGESTIONS: usize = 3;

/// Returns a number and what it counts: `1 agreement`, `2 agreements`.
///
/// ```
/// use mou::render::words::count;
///
/// assert_eq!(count(1, "agreement", "agreements"), "1 agreement");
/// assert_eq!(count(0, "party", "parties"), "0 parties");
/// ```
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Returns `a`, `a and b`, `a, b and c`.
///
/// ```
/// assert_eq!(mou::render::words::list_and(&["a", "b", "c"]), "a, b and c");
/// ```
#[must_use]
pub fn list_and<T: AsRef<str>>(names: &[T]) -> String {
    joined(names.iter().map(|name| name.as_ref().to_owned()).collect(), "and")
}

/// Returns `a`, `a or b`, `a, b or c`.
///
/// ```
/// assert_eq!(mou::render::words::list_or(&["a", "b", "c"]), "a, b or c");
/// ```
#[must_use]
pub fn list_or<T: AsRef<str>>(names: &[T]) -> String {
    joined(names.iter().map(|name| name.as_ref().to_owned()).collect(), "or")
}

/// Returns the names in back-ticks, as a choice: `` `a`, `b` or `c` ``.
///
/// ```
/// assert_eq!(mou::render::words::ticked(&["json", "csv"]), "`json` or `csv`");
/// ```
#[must_use]
pub fn ticked<T: AsRef<str>>(names: &[T]) -> String {
    joined(names.iter().map(|name| format!("`{}`", name.as_ref())).collect(), "or")
}

fn joined(mut names: Vec<String>, word: &str) -> String {
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} {word} {last}", names.join(", ")),
    }
}

/// Returns the up to three `candidates` that `typed` was most likely meant to be, likeliest first.
///
/// A candidate is near where few letters differ (a third of what was typed, one at least; two
/// neighbours swapped count as one), else where it begins with what was typed, else where it has
/// it inside. Case is ignored, and ties are broken by name.
///
/// ```
/// use mou::render::words::nearest;
///
/// assert_eq!(nearest("expirng", ["expiring", "export", "list"]), ["expiring"]);
/// ```
#[must_use]
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    let mut ranked: Vec<_> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let rank = nearness(&typed, length, &candidate.to_lowercase())?;
            Some((rank, candidate))
        })
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().map(|(_, candidate)| candidate).take(SUGGESTIONS).collect()
}

/// Returns how near a candidate is: the kind of likeness, then how much of it; less is nearer.
fn nearness(typed: &str, length: usize, candidate: &str) -> Option<(u8, Reverse<usize>, usize)> {
    let other = candidate.chars().count();
    let allowed = (length / 3).max(1);
    if length == 0 {
        return None;
    }
    if length.abs_diff(other) <= allowed && length.max(other) > 1 {
        let distance = strsim::osa_distance(typed, candidate);
        if distance <= allowed && distance < length {
            let shared = typed.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
            return Some((u8::try_from(distance).unwrap_or(u8::MAX), Reverse(shared), other));
        }
    }
    if candidate.starts_with(typed) {
        return Some((u8::MAX - 1, Reverse(0), other));
    }
    (length > 2 && candidate.contains(typed)).then_some((u8::MAX, Reverse(0), other))
}

/// Returns how far off a day is: `today`, `in 32 days`, `17 days ago`.
///
/// ```
/// use mou::render::words::days;
///
/// assert_eq!(days(32), "in 32 days");
/// assert_eq!(days(-1), "yesterday");
/// ```
#[must_use]
pub fn days(number: i64) -> String {
    match number {
        0 => "today".into(),
        1 => "tomorrow".into(),
        -1 => "yesterday".into(),
        2.. => format!("in {number} days"),
        _ => format!("{} days ago", number.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_what_they_count() {
        let cases = [(0, "0 parties"), (1, "1 party"), (2, "2 parties"), (1_000, "1000 parties")];
        for (number, words) in cases {
            assert_eq!(count(number, "party", "parties"), words);
        }
    }

    #[test]
    fn the_last_two_of_a_list_are_joined_by_a_word() {
        let cases: [(&[&str], &str, &str, &str); 4] = [
            (&[], "", "", ""),
            (&["a"], "a", "a", "`a`"),
            (&["a", "b"], "a and b", "a or b", "`a` or `b`"),
            (&["a", "b", "c"], "a, b and c", "a, b or c", "`a`, `b` or `c`"),
        ];
        for (names, and, or, ticks) in cases {
            assert_eq!(list_and(names), and);
            assert_eq!(list_or(names), or);
            assert_eq!(ticked(names), ticks);
        }
    }

    #[test]
    fn the_nearest_names_come_first_and_the_far_ones_not_at_all() {
        let ids = ["gds-govtech-2022", "gds-govtech-2025", "kyoto-nus-2024", "nus-oxford-2019"];
        let cases: [(&str, &[&str]); 9] = [
            ("gds-govtek-2022", &["gds-govtech-2022", "gds-govtech-2025"]),
            ("gds-govtech-2024", &["gds-govtech-2022", "gds-govtech-2025"]),
            ("GDS", &["gds-govtech-2022", "gds-govtech-2025"]),
            ("nus", &["nus-oxford-2019", "kyoto-nus-2024"]),
            ("kytoo-nus-2024", &["kyoto-nus-2024"]),
            ("oxford", &["nus-oxford-2019"]),
            ("zurich", &[]),
            ("x", &[]),
            ("", &[]),
        ];
        for (typed, near) in cases {
            assert_eq!(nearest(typed, ids), near, "{typed:?}");
        }
        assert_eq!(nearest("lsit", ["list", "edit", "init"]), ["list"]);
        assert_eq!(nearest("a", ["ab", "ac", "ad", "ae"]), ["ab", "ac", "ad"]);
        assert_eq!(nearest("endz", ["ends", "ends"]), ["ends"]);
    }

    #[test]
    fn days_are_told_as_a_person_would() {
        let cases = [
            (0, "today"),
            (1, "tomorrow"),
            (2, "in 2 days"),
            (-1, "yesterday"),
            (-17, "17 days ago"),
            (i64::MIN, "9223372036854775808 days ago"),
        ];
        for (number, words) in cases {
            assert_eq!(days(number), words);
        }
    }
}
