//! `mou party rename` and `mou party merge`.

use super::names::find;
use crate::commands::answer::ChangeArgs;
use crate::commands::outcome::{self, Outcome, Sentence};
use crate::commands::{Context, flag};
use crate::domain::{Agreement, Party, PartyRenaming, input};
use crate::error::{Error, Result};
use crate::render::words;
use crate::report::parties::PartyNames;
use crate::store::Transaction;

/// Give a party another name in all agreements
///
/// The new name is typed like a party: a short name in round brackets and a country in square ones
/// replace those of the party, and without them it keeps its own. Agreements, signatories, witnesses and
/// the owner are changed, also in earlier versions of amended agreements. Ids stay.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou party rename GDS \"Government Digital Service (GDS) [GB]\" --dry-run\n  \
                  mou party rename \"Ministry of Law\" \"Law Ministry (MinLaw)\""
)]
pub(crate) struct Args {
    /// Name or short name of the party
    #[arg(value_name = "OLD")]
    old: String,
    /// New name, as "Name (SHORT) [CC]"
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Make two parties one: agreements of A are agreements of B from now on
///
/// B keeps its name, its short name and its country; only if it has none, those of A are taken. An agreement
/// that names both keeps B once. Signatories, witnesses and the owner are changed, too. Ids stay.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou party merge \"Ministry of Justice\" \"Ministry of Law\" --dry-run\n  \
                  mou party merge NASA \"European Space Agency\" -n"
)]
pub(crate) struct MergeArgs {
    /// Party that goes, by name or short name
    #[arg(value_name = "A")]
    from: String,
    /// Party that stays, by name or short name
    #[arg(value_name = "B")]
    to: String,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Renames a party everywhere.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let new = input::parse_party(&args.new)
        .map_err(|why| flag::refused("NEW", &why, input::ACCEPTED_PARTIES))?;
    let result = context.change(args.change.dry_run, |transaction| {
        let names = names(transaction)?;
        let old = find(&args.old, &names)?;
        refuse_other_party(&old, &new, &names)?;
        let mut warnings = Vec::new();
        if let Some(short) = new.short.as_ref().filter(|short| Some(*short) != old.short.as_ref()) {
            let others = names.others_called(short, &old.name);
            warnings
                .extend(others.first().map(|other| format!("{other} is called `{short}`, too")));
        }
        let renaming = PartyRenaming { old: old.name.clone(), new: new.clone(), is_merge: false };
        let after = Party {
            short: new.short.clone().or_else(|| old.short.clone()),
            country: new.country.clone().or_else(|| old.country.clone()),
            ..new.clone()
        };
        let (places, dropped) = rename_all(&renaming, &old, transaction)?;
        warnings.extend(dropped);
        let done = Sentence::new("Renamed", "rename", &format!("{old} to {after} in {places}."));
        Ok(vec![Outcome { warnings, ..Outcome::of_change(done) }])
    })?;
    report(context, &result)
}

/// Merges two parties everywhere.
pub(crate) fn run_merge(args: &MergeArgs, context: &mut Context<'_>) -> Result<()> {
    let result = context.change(args.change.dry_run, |transaction| {
        let names = names(transaction)?;
        let (from, to) = (find(&args.from, &names)?, find(&args.to, &names)?);
        if from.name == to.name {
            return Err(Error::failed(format!(
                "`{}` and `{}` are one party, {to}",
                args.from, args.to
            ))
            .with_hint("`mou party list` shows all parties"));
        }
        let renaming = PartyRenaming { old: from.name.clone(), new: to.clone(), is_merge: true };
        let (places, warnings) = rename_all(&renaming, &from, transaction)?;
        let done = Sentence::new("Merged", "merge", &format!("{from} into {to} in {places}."));
        Ok(vec![Outcome { warnings, ..Outcome::of_change(done) }])
    })?;
    report(context, &result)
}

fn report(
    context: &mut Context<'_>,
    result: &crate::commands::context::ChangeResult<Vec<Outcome>>,
) -> Result<()> {
    outcome::report(context, result)?;
    if !result.is_written && !result.is_dry_run {
        context.say("Nothing to change.");
    }
    Ok(())
}

/// Returns the names of all parties of the registry.
fn names(transaction: &Transaction<'_>) -> Result<PartyNames> {
    let parties = transaction.gather(|agreement, parties: &mut Vec<Party>| {
        parties.extend(agreement.parties_at_any_time());
    })?;
    Ok(PartyNames::new(parties))
}

/// Fails if the new name is that of another party: that would merge the two.
fn refuse_other_party(old: &Party, new: &Party, names: &PartyNames) -> Result<()> {
    let Some(other) = names.others_called(&new.name, &old.name).first().copied() else {
        return Ok(());
    };
    Err(Error::failed(format!("`NEW`: another party is called `{}` already: {other}", new.name))
        .with_hint(format!("`mou party merge \"{}\" \"{other}\"` makes them one", old.name)))
}

/// Renames a party in all agreements and as the owner. Returns in how many, and warnings.
fn rename_all(
    renaming: &PartyRenaming,
    old: &Party,
    transaction: &mut Transaction<'_>,
) -> Result<(String, Vec<String>)> {
    let renamed =
        transaction.gather(|agreement, renamed: &mut Vec<(Agreement, Vec<String>)>| {
            let mut after = agreement.clone();
            let dropped = renaming.apply(&mut after);
            if after != *agreement {
                renamed.push((after, dropped));
            }
        })?;
    let mut places = words::count(renamed.len(), "agreement", "agreements");
    let mut warnings = Vec::new();
    for (agreement, dropped) in renamed {
        transaction.put_with_renamed_party(agreement, &renaming.old, &renaming.new.name);
        warnings.extend(dropped);
    }
    if rename_owner(renaming, old, transaction)? {
        places.push_str(", and as the owner");
    }
    Ok((places, warnings))
}

/// Renames the owner, if it is the party. Returns true if it was.
fn rename_owner(
    renaming: &PartyRenaming,
    old: &Party,
    transaction: &mut Transaction<'_>,
) -> Result<bool> {
    let Some(owner) = transaction.head().owner.clone() else { return Ok(false) };
    let called = transaction.gather(|agreement, parties: &mut Vec<Party>| {
        parties.extend(agreement.parties.iter().filter(|party| party.is_called(&owner)).cloned());
    })?;
    let own = std::iter::once(old.clone());
    let all: Vec<Party> = own.chain(called).collect();
    let new = renaming.reference(&owner, &all).map(|new| new.to_string());
    // The short name of a party that goes is not recorded with all agreements of the one that stays.
    let goes = renaming.is_merge && renaming.new.short.is_none() && old.is_called(&owner);
    let new = new.or_else(|| goes.then(|| renaming.new.name.to_string()));
    let is_renamed = new.as_ref().is_some_and(|new| *new != owner);
    if is_renamed {
        transaction.head_mut().owner = new;
    }
    Ok(is_renamed)
}
