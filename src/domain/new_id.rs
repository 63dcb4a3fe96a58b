//! Ids for new agreements.

use chrono::Datelike;

use super::date::RecordedDate;
use super::id::{Id, MAX_ID_CHARS};
use super::party::Party;
use super::search::fold;

/// How many parties an id names at most.
const MAX_NAMED_PARTIES: usize = 3;

/// The id if the names of the parties have no Latin letter or digit.
const DEFAULT_BASE: &str = "mou";

/// Returns an id for an agreement of these parties and this day of signing that is not `taken`.
///
/// It is the short names (else the names) of the first three parties, in ASCII and sorted, and the year signed,
/// joined with hyphens. Names without a Latin letter or digit are omitted, and the year if the day is not known; if no
/// name is left, `mou` replaces them. It is cut to 100 characters at a hyphen. If it is taken, `-2`, `-3` … follow,
/// within the 100.
///
/// ```
/// use mou::domain::{input, new_id};
///
/// let parties = [input::parse_party("GovTech Singapore (GovTech)")?, input::parse_party("GDS [GB]")?];
/// let signed = Some("2022-07-04".parse()?);
/// let is_taken = |id: &str| id == "gds-govtech-2022";
/// assert_eq!(new_id::propose(&parties, signed, |_| false).as_str(), "gds-govtech-2022");
/// assert_eq!(new_id::propose(&parties, signed, is_taken).as_str(), "gds-govtech-2022-2");
/// assert_eq!(new_id::propose(&parties, None, is_taken).as_str(), "gds-govtech");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn propose(
    parties: &[Party],
    signed: Option<RecordedDate>,
    taken: impl Fn(&str) -> bool,
) -> Id {
    propose_from(&base(parties, signed), &mut 1, taken)
}

/// Returns the text from which [`propose`] makes an id, before it is cut and numbered.
#[must_use]
pub fn base(parties: &[Party], signed: Option<RecordedDate>) -> String {
    let mut names: Vec<String> = parties
        .iter()
        .take(MAX_NAMED_PARTIES)
        .map(|party| slug(party.short_or_name()))
        .filter(|name| !name.is_empty())
        .collect();
    names.sort();
    if names.is_empty() {
        names.push(DEFAULT_BASE.to_owned());
    }
    let date = signed.and_then(RecordedDate::date);
    names.extend(date.map(|date| format!("{:04}", date.first().year())));
    names.join("-")
}

/// Returns the first free id from `base` with the number `nth` or a higher one, and sets `nth` to its number, so that
/// many proposals do not try the same ids again.
#[must_use]
pub fn propose_from(base: &str, nth: &mut u64, taken: impl Fn(&str) -> bool) -> Id {
    loop {
        let ending = if *nth == 1 { String::new() } else { format!("-{nth}") };
        let proposed = format!("{}{ending}", cut(base, MAX_ID_CHARS - ending.len()));
        match proposed.parse::<Id>() {
            Ok(id) if !taken(id.as_str()) => return id,
            Ok(_) | Err(_) => *nth += 1,
        }
    }
}

/// Returns `name` in lower-case ASCII letters and digits, with a hyphen for other characters between them.
///
/// Accents are removed and other Latin letters written in ASCII, as in [`fold`]; apostrophes leave no hyphen. Empty if
/// the name has no Latin letter and no digit.
fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in fold(name).chars().filter(|c| *c != '\'') {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Returns the longest prefix of `slug` with at most `longest` characters that a hyphen follows; a name without a
/// hyphen is cut inside.
fn cut(slug: &str, longest: usize) -> &str {
    let Some(within) = slug.get(..longest).filter(|_| slug.len() > longest) else {
        return slug;
    };
    if slug[longest..].starts_with('-') {
        return within;
    }
    within.rsplit_once('-').map_or(within, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::input;

    fn parties(typed: &[&str]) -> Vec<Party> {
        typed.iter().map(|party| input::parse_party(party).unwrap()).collect()
    }

    #[test]
    fn an_id_names_the_first_three_parties_and_the_year() {
        for (typed, signed, id) in [
            (
                ["Government Digital Service (GDS)", "GovTech"].as_slice(),
                "2022-07-04",
                "gds-govtech-2022",
            ),
            (&["GovTech", "Government Digital Service (GDS)"], "2022-07?", "gds-govtech-2022"),
            (&["D", "C", "B", "A"], "2022", "b-c-d-2022"),
            (&["A", "A"], "0033", "a-a-0033"),
            (&["Ministère de l’Économie"], "2022", "ministere-de-leconomie-2022"),
            (&["Türk Kızılay", "Ærø A/S"], "2022", "aero-a-s-turk-kizilay-2022"),
            (&["京都大学", "ETH Zürich (ETH)"], "2022", "eth-2022"),
            (&["京都大学 (Kyoto)"], "2022", "kyoto-2022"),
            (&["京都大学"], "2022", "mou-2022"),
            (&["京都大学"], "unknown", "mou"),
            (&["--A--"], "2022", "a-2022"),
            (&[], "2022", "mou-2022"),
        ] {
            let signed = Some(signed.parse().unwrap());
            assert_eq!(propose(&parties(typed), signed, |_| false).as_str(), id, "{typed:?}");
        }
        assert_eq!(propose(&parties(&["京都大学"]), None, |_| false).as_str(), "mou");
        assert_eq!(propose(&parties(&["B", "A"]), None, |_| false).as_str(), "a-b");
        assert_eq!(slug("Int'l École & Straße"), "intl-ecole-strasse");
    }

    #[test]
    fn a_taken_id_is_numbered_and_a_long_one_cut_at_a_hyphen() {
        let word = "a".repeat(40);
        let named = |end: &str| parties(&[&word, &word, end]);
        let signed = Some("2022".parse().unwrap());
        let free = |_: &str| false;
        let pair = format!("{word}-{word}");
        assert_eq!(propose(&named(&"b".repeat(12)), signed, free).as_str().len(), 99);
        assert_eq!(propose(&named(&"b".repeat(13)), signed, free).as_str().len(), 100);
        let long = propose(&named(&"b".repeat(14)), signed, free);
        assert_eq!(long.as_str(), format!("{pair}-{}", "b".repeat(14)));
        assert_eq!(propose(&named(&"b".repeat(19)), signed, free).as_str(), pair);
        assert_eq!(propose(&parties(&[&"c".repeat(200)]), None, free).as_str(), "c".repeat(100));
        let once = Cell::new(true);
        let second = propose(&named(&"b".repeat(13)), signed, |_| once.replace(false));
        assert_eq!(second.as_str(), format!("{pair}-{}-2", "b".repeat(13)));
        let left = Cell::new(11);
        let twelfth = propose(&named("b"), None, |_| left.replace(left.get() - 1) > 0);
        assert_eq!(twelfth.as_str(), format!("{pair}-b-12"));
    }

    proptest! {
        #[test]
        fn every_proposal_is_free(
            names in proptest::collection::vec("\\PC{1,60}|[a-z]{90,120}", 0..4), count in 0_usize..20,
        ) {
            let party = |name: String| Party { name: name.into(), ..Party::default() };
            let parties: Vec<Party> = names.into_iter().map(party).collect();
            let mut taken = BTreeSet::new();
            for _ in 0..=count {
                let id = propose(&parties, None, |id| taken.contains(id));
                prop_assert!(Id::is_formed(id.as_str()));
                prop_assert!(taken.insert(id));
            }
        }
    }
}
