//! The flags for the facts of a party that are not typed with its name: role, signed, joined, left.

use crate::commands::flag;
use crate::domain::{Agreement, Day, Party, Text, input};
use crate::error::{Error, Result};

/// A flag for each fact of a party that is not typed with its name.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Parties")]
pub(crate) struct PartyArgs {
    /// Date on which a party signed, as "GDS=2022-07-04"; "GDS=" clears it (can be repeated)
    #[arg(
        id = "party_signed",
        long = "party-signed",
        value_name = "PARTY=DATE",
        hide_short_help = true
    )]
    signed: Vec<String>,
    /// Date on which a party joined (can be repeated)
    #[arg(
        id = "party_joined",
        long = "party-joined",
        value_name = "PARTY=DATE",
        hide_short_help = true
    )]
    joined: Vec<String>,
    /// Date on which a party left (can be repeated)
    #[arg(
        id = "party_left",
        long = "party-left",
        value_name = "PARTY=DATE",
        hide_short_help = true
    )]
    left: Vec<String>,
    /// Role of a party, as "Kyoto=depositary" (can be repeated)
    #[arg(
        id = "party_role",
        long = "party-role",
        value_name = "PARTY=ROLE",
        hide_short_help = true
    )]
    role: Vec<String>,
}

/// What the flags for a day of a party accept.
const DAY_OF_PARTY: &str = "a party and a date such as `Kyoto=2024-05-01`";

/// What the flag for a role accepts.
const ROLE_OF_PARTY: &str = "a party and a role such as `Kyoto=depositary`";

impl PartyArgs {
    /// Returns true if none was typed.
    pub(crate) fn is_empty(&self) -> bool {
        [&self.signed, &self.joined, &self.left, &self.role].iter().all(|values| values.is_empty())
    }

    /// Sets what was typed.
    ///
    /// Fails if the agreement has no such party, or if a value is not a date.
    pub(crate) fn apply(&self, to: &mut Agreement, today: Day) -> Result<()> {
        for text in &self.signed {
            let flag = "--party-signed";
            let (party, value) = split(flag, DAY_OF_PARTY, text, to)?;
            let recorded_date = |text| {
                input::parse_recorded_date(text, today)
                    .map_err(|why| flag::refused(flag, &why, input::ACCEPTED_RECORDED_DATES))
            };
            party.signed = value.map(recorded_date).transpose()?;
        }
        let joined = self.joined.iter().map(|text| ("--party-joined", text));
        let left = self.left.iter().map(|text| ("--party-left", text));
        for (flag, text) in joined.chain(left) {
            let (party, value) = split(flag, DAY_OF_PARTY, text, to)?;
            let date = value.map(|text| flag::date(flag, text, today)).transpose()?;
            if flag == "--party-left" { party.left = date } else { party.joined = date }
        }
        for text in &self.role {
            let (party, value) = split("--party-role", ROLE_OF_PARTY, text, to)?;
            party.role = value.map(Text::from);
        }
        Ok(())
    }
}

/// Splits `PARTY=VALUE` into a party of the agreement and the value, if there is one. A name may
/// contain an equals sign.
fn split<'a, 't>(
    flag: &str,
    accepted: &str,
    text: &'t str,
    of: &'a mut Agreement,
) -> Result<(&'a mut Party, Option<&'t str>)> {
    let splits = || {
        let splits =
            text.match_indices('=').filter_map(|(offset, _)| text.split_at_checked(offset));
        splits.map(|(name, rest)| (name.trim(), rest.strip_prefix('=').unwrap_or(rest).trim()))
    };
    let Some((first, _)) = splits().next() else {
        return Err(Error::bad_value(format!(
            "`{flag}`: `{text}` is not accepted; write {accepted}"
        )));
    };
    let index_of = |name: &str| of.parties.iter().position(|party| party.is_called(name));
    let found = splits().find_map(|(name, value)| Some((index_of(name)?, value)));
    let (id, names) = (of.id.clone(), of.parties.iter().map(Party::to_string).collect::<Vec<_>>());
    found
        .and_then(|(index, value)| Some((of.parties.get_mut(index)?, value)))
        .map(|(party, value)| (party, Some(value).filter(|value| !value.is_empty())))
        .ok_or_else(|| {
            Error::failed(format!("`{flag}`: `{id}` has no party `{first}`"))
                .with_hint(format!("its parties are {}", names.join("; ")))
        })
}
