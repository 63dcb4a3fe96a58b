//! Ids for new agreements.

use chrono::Datelike;

use super::agreement::Agreement;
use super::date::RecordedDate;
use super::id::{Id, MAX_ID_CHARS};
use super::party::Party;
use super::search::fold;

/// How many parties an id names at most.
const MAX_NAMED_PARTIES: usize = 3;

/// The length up to which the name of a party is used whole.
const MAX_NAME_CHARS: usize = 12;

/// The id if the names of the parties have no Latin letter or digit.
const DEFAULT_BASE: &str = "mou";

/// Words that give no initial. The apostrophe of an article is dropped before, so `l'Économie` is one word.
const WORDS_WITHOUT_INITIAL: [&str; 19] = [
    "of", "the", "and", "for", "de", "la", "le", "du", "des", "der", "die", "das", "von", "y", "e",
    "et", "di", "do", "da",
];

/// Returns an id for a new agreement that is not `taken`.
///
/// It names the first three parties other than the `owner` of the registry, and the year signed: the short name of
/// each, else its name if that is short, else the initials of its name. Names without a Latin letter or digit are
/// omitted; nothing is transliterated. If no name is left, `mou` replaces them. A long id is cut to 100 characters
/// at a hyphen. If it is taken, `-2`, `-3` … follow, within the 100.
///
/// ```
/// use mou::domain::{Agreement, input, new_id};
///
/// let mut agreement = Agreement::new("new".parse()?, "Digital government");
/// agreement.parties.push(input::parse_party("Government Digital Service [GB]")?);
/// agreement.parties.push(input::parse_party("GovTech [SG]")?);
/// agreement.signed = Some("2022-07-04".parse()?);
/// let is_taken = |id: &str| id == "gds-2022";
/// assert_eq!(new_id::propose(&agreement, None, is_taken).as_str(), "gds-govtech-2022");
/// assert_eq!(new_id::propose(&agreement, Some("GovTech"), is_taken).as_str(), "gds-2022-2");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn propose(agreement: &Agreement, owner: Option<&str>, taken: impl Fn(&str) -> bool) -> Id {
    propose_from(&base(agreement, owner), &mut 1, taken)
}

/// Returns the text from which [`propose`] makes an id, before it is cut and numbered.
#[must_use]
pub fn base(agreement: &Agreement, owner: Option<&str>) -> String {
    let is_partner = |party: &&Party| !party.is_owner(owner);
    let has_partner = agreement.parties.iter().any(|party| is_partner(&party));
    let named = agreement.parties.iter().filter(|party| !has_partner || is_partner(party));
    let mut parts: Vec<String> = named.take(MAX_NAMED_PARTIES).filter_map(part).collect();
    parts.sort();
    if parts.is_empty() {
        parts.push(DEFAULT_BASE.to_owned());
    }
    let signed = agreement.signing_day().and_then(RecordedDate::date);
    parts.extend(signed.map(|date| format!("{:04}", date.first().year())));
    parts.join("-")
}

/// Returns the part of an id for a party; `None` if its name has no Latin letter and no digit.
fn part(party: &Party) -> Option<String> {
    let short = party.short.as_deref().map(slug).unwrap_or_default();
    if !short.is_empty() {
        return Some(short);
    }
    let name = slug(&party.name);
    if name.len() <= MAX_NAME_CHARS {
        return Some(name).filter(|name| !name.is_empty());
    }
    let mut words: Vec<&str> =
        name.split('-').filter(|word| !WORDS_WITHOUT_INITIAL.contains(word)).collect();
    if words.is_empty() {
        words = name.split('-').collect();
    }
    Some(match words.as_slice() {
        [only] => only.chars().take(MAX_NAME_CHARS).collect(),
        words => words.iter().filter_map(|word| word.chars().next()).collect(),
    })
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

    fn agreement(typed: &[&str], signed: &str) -> Agreement {
        let mut agreement = Agreement::new(Id::default(), "A");
        agreement.parties = typed.iter().map(|party| input::parse_party(party).unwrap()).collect();
        agreement.signed = signed.parse().ok();
        agreement
    }

    fn id(typed: &[&str], signed: &str) -> String {
        propose(&agreement(typed, signed), None, |_| false).to_string()
    }

    #[test]
    fn an_id_names_the_first_three_parties_and_the_year() {
        for (typed, signed, expected) in [
            (
                ["Government Digital Service (GDS)", "GovTech"].as_slice(),
                "2022-07-04",
                "gds-govtech-2022",
            ),
            (&["GovTech", "Government Digital Service (GDS)"], "2022-07?", "gds-govtech-2022"),
            (&["D", "C", "B", "A"], "2022", "b-c-d-2022"),
            (&["A", "A"], "0033", "a-a-0033"),
            (&["B", "A"], "", "a-b"),
            (&["--A--"], "2022", "a-2022"),
            (&[], "2022", "mou-2022"),
            (&[], "unknown", "mou"),
        ] {
            assert_eq!(id(typed, signed), expected, "{typed:?}");
        }
        assert_eq!(slug("Int'l École & Straße"), "intl-ecole-strasse");
    }

    #[test]
    fn a_party_gives_its_short_name_its_short_enough_name_or_its_initials() {
        for (typed, expected) in [
            ("University of Tartu", "ut"),
            ("University of Tartu (UniTartu)", "unitartu"),
            ("Twelve Chars", "twelve-chars"),
            ("Twelve Charsx", "tc"),
            ("Kyoto", "kyoto"),
            ("京都大学", "mou"),
            ("京都大学 (Kyoto)", "kyoto"),
            ("Kyoto University (京大)", "ku"),
            ("京都大学 Kyoto University", "ku"),
            ("Ministère de l’Économie et des Finances", "mlf"),
            ("Universidad Nacional Autónoma de México", "unam"),
            ("Freie Universität der Künste", "fuk"),
            ("The Netherlands Organisation for Scientific Research", "nosr"),
            ("Massachusetts", "massachusett"),
            ("The Massachusetts", "massachusett"),
            ("of the and for de la", "otafdl"),
            ("3M Deutschland", "3d"),
            ("Türk Kızılay Genel Müdürlüğü", "tkgm"),
            ("Ærø A/S", "aero-a-s"),
        ] {
            assert_eq!(id(&[typed], ""), expected, "{typed}");
        }
        for word in "of the and for de la le du des der die das von y e et di do da".split(' ') {
            assert_eq!(id(&[&format!("Alpha {word} Beta Gamma")], ""), "abg", "{word}");
        }
    }

    #[test]
    fn the_owner_is_named_only_if_it_is_alone() {
        let two = agreement(&["Government Digital Service (GDS)", "GovTech"], "2022-07-04");
        for (owner, expected) in [
            (None, "gds-govtech-2022"),
            (Some("GovTech"), "gds-2022"),
            (Some("gds"), "govtech-2022"),
            (Some("Government Digital Service"), "govtech-2022"),
            (Some("Kyoto"), "gds-govtech-2022"),
        ] {
            assert_eq!(propose(&two, owner, |_| false).as_str(), expected, "{owner:?}");
        }
        let alone = agreement(&["GovTech"], "");
        assert_eq!(propose(&alone, Some("GovTech"), |_| false).as_str(), "govtech");
        let five = agreement(&["A", "GovTech", "B", "C", "D"], "");
        assert_eq!(propose(&five, Some("GovTech"), |_| false).as_str(), "a-b-c");
    }

    #[test]
    fn the_year_is_that_of_the_last_party_to_sign_if_no_other_day_is_recorded() {
        let mut both = agreement(&["A", "B"], "");
        both.parties[0].signed = "2021-12-31".parse().ok();
        assert_eq!(base(&both, None), "a-b");
        both.parties[1].signed = "2022-01".parse().ok();
        assert_eq!(base(&both, None), "a-b-2022");
        both.signed = "2020".parse().ok();
        assert_eq!(base(&both, None), "a-b-2020");
    }

    #[test]
    fn a_taken_id_is_numbered_and_a_long_one_cut_at_a_hyphen() {
        let word = "a".repeat(40);
        let named = |end: &str| {
            let short = |name: &str| format!("A ({name})");
            agreement(&[&short(&word), &short(&word), &short(end)], "2022")
        };
        let free = |_: &str| false;
        let pair = format!("{word}-{word}");
        assert_eq!(propose(&named(&"b".repeat(12)), None, free).as_str().len(), 99);
        assert_eq!(propose(&named(&"b".repeat(13)), None, free).as_str().len(), 100);
        let long = propose(&named(&"b".repeat(14)), None, free);
        assert_eq!(long.as_str(), format!("{pair}-{}", "b".repeat(14)));
        assert_eq!(propose(&named(&"b".repeat(19)), None, free).as_str(), pair);
        assert_eq!(id(&[&format!("A ({})", "c".repeat(200))], ""), "c".repeat(100));
        let once = Cell::new(true);
        let second = propose(&named(&"b".repeat(13)), None, |_| once.replace(false));
        assert_eq!(second.as_str(), format!("{pair}-{}-2", "b".repeat(13)));
        let left = Cell::new(11);
        let twelfth = propose(&named("b"), None, |_| left.replace(left.get() - 1) > 0);
        assert_eq!(twelfth.as_str(), format!("{pair}-b-2022-12"));
    }

    proptest! {
        #[test]
        fn every_proposal_is_free(
            names in proptest::collection::vec("\\PC{1,60}|[a-z]{90,120}", 0..4), count in 0_usize..20,
        ) {
            let party = |name: String| Party { name: name.into(), ..Party::default() };
            let mut agreement = agreement(&[], "");
            agreement.parties = names.into_iter().map(party).collect();
            let mut taken = BTreeSet::new();
            for _ in 0..=count {
                let id = propose(&agreement, None, |id| taken.contains(id));
                prop_assert!(Id::is_formed(id.as_str()));
                prop_assert!(taken.insert(id));
            }
        }
    }
}
