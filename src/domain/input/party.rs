//! Parties and persons, as a person types them.

use crate::domain::country::{country_code, is_country_code};
use crate::domain::parse_error::ParseError;
use crate::domain::party::{Party, Person};
use crate::domain::text::Text;

/// What [`parse_party`] accepts.
pub const ACCEPTED_PARTIES: &str =
    "a party such as `Government Digital Service (GDS) [GB]`, the brackets optional";

/// What [`parse_person`] accepts.
pub const ACCEPTED_PEOPLE: &str =
    "a person such as `Tom Read (Chief Executive Officer) [GDS]`, the brackets optional";

/// Reads a party: its name, its short name in round brackets and its country (ISO 3166-1 alpha-2)
/// in square ones, the last two optional.
///
/// Only brackets at the end count, so `Bank (Suisse) (BS)` is called `Bank (Suisse)`. Read back is
/// every party whose name and short name have no blanks at their ends and balanced brackets, and
/// whose name does not end with a square bracket nor, without a short name, with a round one. Fails
/// without a name, on a country that does not exist, and on brackets that are empty, not paired
/// or in the other order.
///
/// ```
/// use mou::domain::input;
///
/// let party = input::parse_party("Government Digital Service (GDS) [gb]")?;
/// assert_eq!(party.short.as_deref(), Some("GDS"));
/// assert_eq!(party.country.as_deref(), Some("GB"));
/// assert!(input::parse_party("GDS [United Kingdom]").is_err());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub fn parse_party(text: &str) -> Result<Party, ParseError> {
    let Groups { name, round, square } = groups_of(text)?;
    let country = square.map(|letters| parse_country(&letters)).transpose()?;
    Ok(Party { name, short: round, country, ..Party::default() })
}

/// Returns true if a party is one that is [read back](parse_party) from how it is written, by what can be seen at
/// once: it has a name, and perhaps a short name and a country, without brackets and blanks around them.
#[must_use]
pub fn is_surely_read_back(party: &Party) -> bool {
    let is_plain = |text: &Text| {
        let bracket = |byte| matches!(byte, b'(' | b')' | b'[' | b']');
        !text.is_empty()
            && !has_blanks_around(text)
            && !text.bytes().fold(false, |has, byte| has | bracket(byte))
    };
    let Party { name, short, country, role, signed, joined, left } = party;
    is_plain(name)
        && short.as_ref().is_none_or(is_plain)
        && country.as_deref().is_none_or(is_country_code)
        && role.is_none()
        && (signed.is_none() && joined.is_none() && left.is_none())
}

/// Returns true if a text begins or ends with a blank.
pub(super) fn has_blanks_around(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}

/// Reads a person: the name, the office in round brackets and the party in square ones, the last
/// two optional.
///
/// The rules for brackets are those of [`parse_party`], but the square ones may contain any text.
pub fn parse_person(text: &str) -> Result<Person, ParseError> {
    let Groups { name, round, square } = groups_of(text)?;
    Ok(Person { name, title: round, party: square })
}

/// Parses a country: its two letters (ISO 3166-1 alpha-2), returned as capitals.
///
/// Fails on anything but the code of a country. The error names the code if a name was typed.
pub fn parse_country(text: &str) -> Result<Text, ParseError> {
    let text = text.trim();
    let code = text.to_ascii_uppercase();
    if is_country_code(&code) {
        return Ok(code.into());
    }
    let meant = country_code(text).map_or_else(String::new, |code| format!("; `{code}` is"));
    Err(ParseError::new(format!("`{text}` is not a two-letter country code of ISO 3166{meant}")))
}

/// A name with the texts in brackets after it.
struct Groups {
    name: Text,
    round: Option<Text>,
    square: Option<Text>,
}

fn groups_of(text: &str) -> Result<Groups, ParseError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ParseError::new("the value is blank"));
    }
    let malformed = |why: &str| ParseError::new(format!("`{text}` {why}"));
    let (rest, square) = split_group(text, text, '[', ']')?;
    let (name, round) = split_group(text, rest, '(', ')')?;
    if name.is_empty() {
        return Err(malformed("has no name"));
    }
    if name.ends_with(']') {
        return Err(malformed("has the round brackets after the square ones; write them before"));
    }
    for (open, close) in [('(', ')'), ('[', ']')] {
        if name.matches(open).count() > name.matches(close).count() {
            return Err(malformed(&format!("opens a bracket with `{open}` and does not close it")));
        }
    }
    let owned = |group: Option<&str>| group.map(Text::from);
    Ok(Groups { name: name.into(), round: owned(round), square: owned(square) })
}

/// Splits `rest` into the text before a last group in brackets, and the text in that group.
/// `text` is the whole, for the message.
fn split_group<'a>(
    text: &str,
    rest: &'a str,
    open: char,
    close: char,
) -> Result<(&'a str, Option<&'a str>), ParseError> {
    let Some(inside) = rest.strip_suffix(close) else {
        return Ok((rest, None));
    };
    let mut depth = 1_usize;
    let opening = inside.char_indices().rev().find(|&(_, c)| {
        if c == close {
            depth += 1;
        } else if c == open {
            depth -= 1;
        }
        depth == 0
    });
    let Some((at, _)) = opening else {
        return Err(ParseError::new(format!(
            "`{text}` closes a bracket with `{close}` that it does not open"
        )));
    };
    let (before, group) = inside.split_at(at);
    let group = group.strip_prefix(open).unwrap_or(group).trim();
    if group.is_empty() {
        return Err(ParseError::new(format!("`{text}` has empty brackets")));
    }
    Ok((before.trim_end(), Some(group)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The three that a party is typed with.
    fn read(typed: &str) -> Result<(Text, Option<Text>, Option<Text>), String> {
        parse_party(typed)
            .map(|read| (read.name, read.short, read.country))
            .map_err(|refused| refused.to_string())
    }

    #[test]
    fn a_party_has_a_name_and_perhaps_a_short_name_and_a_country() {
        for (typed, name, short, country) in [
            (
                "Government Digital Service (GDS) [GB]",
                "Government Digital Service",
                Some("GDS"),
                Some("GB"),
            ),
            ("Government Digital Service (GDS)", "Government Digital Service", Some("GDS"), None),
            ("Government Digital Service [gb]", "Government Digital Service", None, Some("GB")),
            ("  GovTech  ", "GovTech", None, None),
            ("GovTech(GT)[SG]", "GovTech", Some("GT"), Some("SG")),
            ("Bank (Suisse) (BS) [CH]", "Bank (Suisse)", Some("BS"), Some("CH")),
            ("Bank (Suisse) AG", "Bank (Suisse) AG", None, None),
            (
                "Ministry (of Health (and Care)) [SG]",
                "Ministry",
                Some("of Health (and Care)"),
                Some("SG"),
            ),
            ("A [draft] B (AB)", "A [draft] B", Some("AB"), None),
            ("1) First (F)", "1) First", Some("F"), None),
            ("京都大学 ( 京大 ) [JP]", "京都大学", Some("京大"), Some("JP")),
        ] {
            let owned = |text: Option<&str>| text.map(Text::from);
            assert_eq!(read(typed), Ok((name.into(), owned(short), owned(country))));
        }
    }

    #[test]
    fn what_is_no_party_is_refused_with_the_reason() {
        for (typed, reason) in [
            ("", "the value is blank"),
            (" (GDS) [GB]", "`(GDS) [GB]` has no name"),
            ("[GB]", "`[GB]` has no name"),
            ("GDS ()", "`GDS ()` has empty brackets"),
            ("GDS [ ]", "`GDS [ ]` has empty brackets"),
            ("GDS [GBR]", "`GBR` is not a two-letter country code of ISO 3166; `GB` is"),
            ("GDS [UK]", "`UK` is not a two-letter country code of ISO 3166; `GB` is"),
            ("GDS [zz]", "`zz` is not a two-letter country code of ISO 3166"),
            ("GDS [京都]", "`京都` is not a two-letter country code of ISO 3166"),
            (
                "Service [GB] (GDS)",
                "`Service [GB] (GDS)` has the round brackets after the square ones; write them \
                    before",
            ),
            ("Service (GDS", "`Service (GDS` opens a bracket with `(` and does not close it"),
            (
                "Service (GDS [GB]",
                "`Service (GDS [GB]` opens a bracket with `(` and does not close it",
            ),
            ("Service [GB", "`Service [GB` opens a bracket with `[` and does not close it"),
            ("Service GDS)", "`Service GDS)` closes a bracket with `)` that it does not open"),
            ("Service GB]", "`Service GB]` closes a bracket with `]` that it does not open"),
        ] {
            assert_eq!(read(typed), Err(reason.to_owned()));
        }
    }

    #[test]
    fn a_person_has_a_name_and_perhaps_an_office_and_a_party() {
        let read = parse_person("Tom Read (Chief Executive Officer) [GDS]").unwrap();
        assert_eq!(read.name, "Tom Read");
        assert_eq!(read.title.as_deref(), Some("Chief Executive Officer"));
        assert_eq!(read.party.as_deref(), Some("GDS"));
        let read =
            parse_person("Kok Ping Soon (Chief Executive (acting)) [Digital [Services]]").unwrap();
        assert_eq!(read.title.as_deref(), Some("Chief Executive (acting)"));
        assert_eq!(read.party.as_deref(), Some("Digital [Services]"));
        assert_eq!(parse_person("(Minister)").unwrap_err().to_string(), "`(Minister)` has no name");
    }

    #[test]
    fn a_name_that_ends_with_brackets_needs_a_short_name_to_be_read_back() {
        let bank = |short: Option<&str>| Party {
            name: "Bank (Suisse)".into(),
            short: short.map(Text::from),
            ..Party::default()
        };
        assert_eq!(parse_party(&bank(Some("BS")).to_string()), Ok(bank(Some("BS"))));
        assert_ne!(parse_party(&bank(None).to_string()), Ok(bank(None)));
    }

    /// Texts that have no blank at their ends, some with a group in brackets inside.
    fn plain() -> impl Strategy<Value = String> {
        "[\\PC&&[^()\\[\\]\\s]]([\\PC&&[^()\\[\\]]]{0,9}[\\PC&&[^()\\[\\]\\s]])?"
            .prop_filter("blank at an end", |text| text.trim() == text)
    }

    fn bracketed() -> impl Strategy<Value = String> {
        prop_oneof![
            plain(),
            (plain(), plain(), plain()).prop_map(|(a, b, c)| format!("{a} ({b}) {c}")),
            (plain(), plain(), plain()).prop_map(|(a, b, c)| format!("{a} [{b}] {c}")),
        ]
    }

    proptest! {
        #[test]
        fn a_party_that_is_written_is_read_back(
            name in bracketed(),
            short in proptest::option::of(bracketed()),
            country in proptest::option::of(proptest::sample::select(&["GB", "JP", "SG"][..])),
        ) {
            let written = Party {
                name: name.into(),
                short: short.map(Text::from),
                country: country.map(Text::from),
                ..Party::default()
            };
            prop_assert_eq!(parse_party(&written.to_string()), Ok(written));
        }

        #[test]
        fn what_is_surely_read_back_is(
            name in "[ a()\\[\\]é\u{3000}]{0,4}",
            short in proptest::option::of("[ A()\\[\\]]{0,3}"),
            country in proptest::option::of("[A-Za-z]{1,3}"),
            role in proptest::option::of("x"),
        ) {
            let written = Party {
                name: name.into(),
                short: short.map(Text::from),
                country: country.map(Text::from),
                role: role.map(Text::from),
                ..Party::default()
            };
            if is_surely_read_back(&written) {
                prop_assert_eq!(parse_party(&written.to_string()), Ok(written));
            }
        }

        #[test]
        fn a_name_may_end_with_a_round_bracket_before_a_short_name(
            name in bracketed(), end in plain(), short in bracketed(),
        ) {
            let name = format!("{name} ({end})");
            let written = Party { name: name.into(), short: Some(short.into()), ..Party::default() };
            prop_assert_eq!(parse_party(&written.to_string()), Ok(written));
        }

        #[test]
        fn a_person_who_is_written_is_read_back(
            name in bracketed(),
            title in proptest::option::of(bracketed()),
            party in proptest::option::of(bracketed()),
        ) {
            let written = Person {
                name: name.into(),
                title: title.map(Text::from),
                party: party.map(Text::from),
            };
            prop_assert_eq!(parse_person(&written.to_string()), Ok(written));
        }

        #[test]
        fn what_is_read_is_written_and_read_to_the_same(text in "\\PC*|[ab ()\\[\\]]*") {
            if let Ok(read) = parse_party(&text) {
                prop_assert_eq!(parse_party(&read.to_string()), Ok(read));
            }
            if let Ok(read) = parse_person(&text) {
                prop_assert_eq!(parse_person(&read.to_string()), Ok(read));
            }
        }
    }
}
