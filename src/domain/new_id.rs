//! The id that a new agreement gets where none is chosen.

use chrono::Datelike;

use super::id::{Id, LONGEST_ID};
use super::party::Party;
use super::recorded_date::RecordedDate;
use super::search::fold;

/// How many of the parties an id names.
const NAMED: usize = 3;

/// What an agreement is called whose parties' names have no Latin letter or digit.
const NAMELESS: &str = "mou";

/// Returns an id for an agreement of these parties, signed then, that is not `taken`.
///
/// It is the short names (else the names) of the first three parties, [slugged](slug) and sorted,
/// and the year signed, joined with hyphens. A name without a Latin letter or digit is left out,
/// and so is the year of a draft or of a day not known; where no name is left, `mou` stands for
/// them. It is cut to 100 characters at a hyphen. Where it is taken, `-2`, `-3` … follow, within
/// the 100.
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

/// Returns what [`propose`] makes an id of, before it is cut and numbered.
#[must_use]
pub fn base(parties: &[Party], signed: Option<RecordedDate>) -> String {
    base_with(parties, signed, slug)
}

/// Does so with [slugs](slug) that may have been made before.
#[must_use]
pub fn base_with(
    parties: &[Party],
    signed: Option<RecordedDate>,
    mut slug: impl FnMut(&str) -> String,
) -> String {
    let mut names: Vec<String> = parties
        .iter()
        .take(NAMED)
        .map(|party| slug(party.short_or_name()))
        .filter(|name| !name.is_empty())
        .collect();
    names.sort();
    if names.is_empty() {
        names.push(NAMELESS.to_owned());
    }
    let date = signed.and_then(RecordedDate::date);
    names.extend(date.map(|date| format!("{:04}", date.first().year())));
    names.join("-")
}

/// Returns the first free id that is made of `base`, of those with the number `nth` or a higher one,
/// and sets `nth` to its number: who proposes many need not look at the same ones again.
#[must_use]
pub fn propose_from(base: &str, nth: &mut u64, taken: impl Fn(&str) -> bool) -> Id {
    loop {
        let ending = if *nth == 1 { String::new() } else { format!("-{nth}") };
        let proposed = format!("{}{ending}", cut(base, LONGEST_ID - ending.len()));
        match proposed.parse::<Id>() {
            Ok(id) if !taken(id.as_str()) => return id,
            Ok(_) | Err(_) => *nth += 1,
        }
    }
}

/// Returns `name` in small ASCII letters and digits, with a hyphen where others stood between them.
///
/// Accents are dropped and Latin letters that have none written out, as in [`fold`]; apostrophes
/// leave no hyphen. Empty where the name has no Latin letter and no digit.
///
/// ```
/// use mou::domain::new_id::slug;
///
/// assert_eq!(slug("Int'l École & Straße"), "intl-ecole-strasse");
/// assert_eq!(slug("京都大学"), "");
/// ```
#[must_use]
pub fn slug(name: &str) -> String {
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

/// Returns the longest beginning of `slug` that has at most `longest` characters and ends where a
/// hyphen follows; a name without one is cut within.
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
