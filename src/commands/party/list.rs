//! `mou party list` and `mou party show`.

use super::names::{find, gather, no_match};
use crate::commands::Context;
use crate::commands::filters::search_words;
use crate::commands::output::{OutputArgs, Subject};
use crate::commands::show::CardArgs;
use crate::domain::Party;
use crate::error::Result;
use crate::render::escape::visible;
use crate::render::party::{ShownParty, party_object};
use crate::report::parties::{
    DEFAULT_PARTY_COLUMNS, ListedParty, PARTY_COLUMNS, PartyMention, PartyNames,
};
use crate::report::table::Cell;

/// List parties, with the number of their agreements
///
/// `in_force` counts the agreements that are in force with the party, and `next_end` is the next last day
/// of those. Names that differ in spelling are listed apart; `mou party merge` joins them.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  mou party list\n  mou party list --sort agreements:desc --limit 10\n  \
                  mou party list minister -o csv"
)]
pub(crate) struct Args {
    /// Words to search for in name, short name and country
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Show a party with its agreements and the people who signed for it
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou party show GDS\n  mou party show \"Ministry of Law\" -o json"
)]
pub(crate) struct PartyShowArgs {
    /// Parties, by name or short name
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    #[command(flatten)]
    output: CardArgs,
}

/// The parties of a list, for the output.
const PARTY_SUBJECT: Subject<ListedParty> = Subject {
    id: |party| visible(&party.name).into_owned(),
    one: "party",
    many: "parties",
    object: party_object,
    hidden_first: &["country", "short"],
    kept: &["name", "agreements"],
};

/// Lists the parties that contain all words.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let layout = args.output.layout(&PARTY_COLUMNS, &DEFAULT_PARTY_COLUMNS)?;
    let registry = context.read_to_pass()?;
    let parties = ListedParty::all_of(gather(&registry, context, PartyMention::all_in)?);
    let words = search_words(&args.words);
    let rows = parties.iter().filter(|party| party.matches(&words)).map(|party| {
        let name = Cell::Text(party.name.as_str().into()).into_folded_sort_key();
        args.output.row(party, &layout, &PARTY_SUBJECT, &name)
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    if rows.is_empty() && !parties.is_empty() {
        let typed = args.words.join(" ");
        let names = parties.iter().flat_map(|party| [Some(&party.name), party.short.as_ref()]);
        let names: Vec<&str> = names.flatten().map(AsRef::as_ref).collect();
        context.warn(&no_match("party", &typed, &names));
    }
    args.output.print(context, rows, None, &layout, &PARTY_SUBJECT)
}

/// Prints the parties with their agreements.
pub(crate) fn run_show(args: &PartyShowArgs, context: &mut Context<'_>) -> Result<()> {
    let registry = context.read_to_pass()?;
    let names =
        PartyNames::new(gather(&registry, context, |entry| entry.agreement.parties.clone())?);
    let parties = args.names.iter().map(|typed| find(typed, &names));
    let parties = parties.collect::<Result<Vec<_>>>()?;
    // Only the agreements of these parties are kept.
    let is_meant = |own: &Party| parties.iter().any(|party| party.name == own.name);
    let entries = gather(&registry, context, |entry| {
        entry.agreement.parties.iter().any(is_meant).then(|| entry.clone())
    })?;
    let shown = parties.iter().filter_map(|party| ShownParty::new(&party.name, &entries));
    let shown: Vec<ShownParty> = shown.collect();
    let is_single = args.names.len() == 1;
    args.output.show(context, is_single, &shown, ShownParty::card, ShownParty::object)
}
