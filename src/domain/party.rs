//! Parties, signatories and witnesses.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::{Date, Day, RecordedDate};
use super::text::Text;

/// A party to an agreement.
///
/// ```
/// use mou::domain::input;
///
/// let party = input::parse_party("Government Digital Service (GDS) [GB]")?;
/// assert_eq!(party.name, "Government Digital Service");
/// assert!(party.is_called("gds"));
/// assert_eq!(party.short_or_name(), "GDS");
/// assert_eq!(party.to_string(), "Government Digital Service (GDS) [GB]");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// The full name.
    pub name: Text,
    /// The short name, such as `GDS`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Text>,
    /// The country: ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Text>,
    /// What it is in this agreement, such as `depositary`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Text>,
    /// When it signed, where the parties signed on different days.
    #[serde(
        default,
        deserialize_with = "super::date::signing",
        skip_serializing_if = "Option::is_none"
    )]
    pub signed: Option<RecordedDate>,
    /// When it joined, where that was later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Date>,
    /// When it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Date>,
}

impl Party {
    /// Returns the party as it is already known: with the name of `known`, and with its short name and country if it
    /// has them.
    #[must_use]
    pub fn known_as(self, known: Self) -> Self {
        let (short, country) = (known.short.or(self.short), known.country.or(self.country));
        Self { name: known.name, short, country, ..self }
    }

    /// Returns true if `name` is the name or the short name of the party, ignoring case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.is_called_in_lower_case(&name.to_lowercase())
    }

    /// Returns true if `name`, which is in lower case, is the name or the short name of the party.
    #[must_use]
    pub fn is_called_in_lower_case(&self, name: &str) -> bool {
        is_in_lower_case(&self.name, name)
            || self.short.as_ref().is_some_and(|short| is_in_lower_case(short, name))
    }

    /// Returns true if the party is the owner of the registry, by name or short name.
    #[must_use]
    pub fn is_owner(&self, owner: Option<&str>) -> bool {
        owner.is_some_and(|owner| self.is_called(owner))
    }

    /// Returns true if the party belongs to the agreement on `today`: it has not left by then, and
    /// its joining is not still to come. Both count from the first day that they may mean.
    #[must_use]
    pub fn belongs_on(&self, today: Day) -> bool {
        let has_come = |date: Date| date.first() <= today;
        !self.left.is_some_and(has_come) && self.joined.is_none_or(has_come)
    }

    /// Returns the short name, or the name if there is none.
    #[must_use]
    pub fn short_or_name(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }
}

/// Returns true if `text` in lower case is `expected`.
fn is_in_lower_case(text: &str, expected: &str) -> bool {
    if text.is_ascii() {
        return text.eq_ignore_ascii_case(expected);
    }
    text.to_lowercase() == expected
}

impl fmt::Display for Party {
    /// Writes the party as a person types it: `Government Digital Service (GDS) [GB]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(short) = &self.short {
            write!(f, " ({short})")?;
        }
        if let Some(country) = &self.country {
            write!(f, " [{country}]")?;
        }
        Ok(())
    }
}

/// A signatory or a witness.
///
/// ```
/// use mou::domain::input;
///
/// let person = input::parse_person("Tom Read (Chief Executive Officer) [GDS]")?;
/// assert_eq!(person.title.as_deref(), Some("Chief Executive Officer"));
/// assert_eq!(person.party.as_deref(), Some("GDS"));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// The name.
    pub name: Text,
    /// The office held when signing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// The party signed for, by its short name or name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Text>,
}

impl fmt::Display for Person {
    /// Writes the person as a person types it: `Tom Read (Chief Executive Officer) [GDS]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(title) = &self.title {
            write!(f, " ({title})")?;
        }
        if let Some(party) = &self.party {
            write!(f, " [{party}]")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(members: &str) -> Party {
        serde_json::from_str(&format!(r#"{{ "name": "École Polytechnique" {members} }}"#)).unwrap()
    }

    #[test]
    fn a_party_belongs_to_it_from_its_joining_until_it_leaves() {
        let today: Day = "2024-06-15".parse().unwrap();
        for (members, belongs) in [
            ("", true),
            (r#", "joined": "2024-06-15""#, true),
            (r#", "joined": "2024-06""#, true),
            (r#", "joined": "2024-06-16""#, false),
            (r#", "left": "2024-06-16""#, true),
            (r#", "left": "2024-06-15""#, false),
            (r#", "left": "2024-06""#, false),
            (r#", "joined": "2020", "left": "2030""#, true),
            (r#", "joined": "2020", "left": "2021""#, false),
            (r#", "joined": "2030", "left": "2031""#, false),
        ] {
            assert_eq!(party(members).belongs_on(today), belongs, "{members}");
        }
    }

    #[test]
    fn a_party_is_called_by_its_name_or_its_short_one_in_any_case() {
        let party = party(r#", "short": "EP", "country": "FR""#);
        for (name, is_called) in [
            ("école polytechnique", true),
            ("ÉCOLE POLYTECHNIQUE", true),
            ("ep", true),
            ("Ecole Polytechnique", false),
            ("FR", false),
            ("", false),
        ] {
            assert_eq!(party.is_called(name), is_called, "{name}");
        }
        assert_eq!(party.short_or_name(), "EP");
        assert_eq!(party.to_string(), "École Polytechnique (EP) [FR]");
        let plain = Party { short: None, country: None, ..party };
        assert_eq!(plain.short_or_name(), "École Polytechnique");
        assert_eq!(plain.to_string(), "École Polytechnique");
        let person: Person = serde_json::from_str(
            r#"{ "name": "Tom Read", "title": "Chief Executive", "party": "GDS" }"#,
        )
        .unwrap();
        assert_eq!(person.to_string(), "Tom Read (Chief Executive) [GDS]");
        assert_eq!(Person { title: None, party: None, ..person }.to_string(), "Tom Read");
    }
}
