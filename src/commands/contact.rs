//! `mou contact`: the contacts across all agreements and activities.

use clap::Subcommand;

use crate::commands::answer::ChangeArgs;
use crate::commands::filters::search_words;
use crate::commands::outcome::{self, Outcome, Sentence};
use crate::commands::output::{OutputArgs, Subject};
use crate::commands::party::names::{gather, no_match, unresolved};
use crate::commands::{Context, flag};
use crate::domain::{Agreement, Text};
use crate::error::Result;
use crate::render::escape::visible;
use crate::render::json::Object;
use crate::render::words;
use crate::report::contacts::{
    CONTACT_COLUMNS, ContactMention, DEFAULT_CONTACT_COLUMNS, ListedContact, contacts_of,
    find_contact,
};
use crate::report::table::Cell;

/// List and rename the contacts of all agreements and activities
///
/// Without a command, all contacts are listed.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou contact\n  mou contact list -o csv\n  mou contact rename Mei \"Li Wei \
                  <li.wei@example.org>\" --dry-run"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<ContactVerb>,
}

#[derive(Debug, Clone, Subcommand)]
enum ContactVerb {
    List(ListArgs),
    Rename(RenameArgs),
}

/// List contacts, with the number of their agreements and activities
///
/// `in_force` counts the agreements that are in force, and `next_end` is the next last day of those.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  mou contact list\n  mou contact list --sort in_force:desc\n  mou list \
                  --missing contact"
)]
pub(crate) struct ListArgs {
    /// Words to search for
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Give a contact another name in all agreements and activities
///
/// Case and accents do not matter in the old name, and of a contact with an address the name or the address
/// is enough. If the new contact is there already, it takes over the agreements of the old one.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou contact rename Mei \"Li Wei <li.wei@example.org>\" --dry-run\n  mou \
                  contact rename mei@example.org \"Li Wei\" -n"
)]
pub(crate) struct RenameArgs {
    /// Contact
    #[arg(value_name = "OLD")]
    old: String,
    /// New contact; may hold an address, as "Mei <mei@example.org>"
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    change: ChangeArgs,
}

/// The contacts of a list, for the output.
const CONTACT_SUBJECT: Subject<ListedContact> = Subject {
    id: |listed| visible(&listed.contact).into_owned(),
    one: "contact",
    many: "contacts",
    object: |listed| {
        let mut object = Object::new();
        object.set_all(listed)?;
        Ok(object)
    },
    hidden_first: &["activities"],
    kept: &["contact", "agreements"],
};

/// Runs the command, or lists all contacts if there is none.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    match &args.command {
        None => list(&ListArgs::default(), context),
        Some(ContactVerb::List(args)) => list(args, context),
        Some(ContactVerb::Rename(args)) => rename(args, context),
    }
}

/// Lists the contacts that contain all words.
fn list(args: &ListArgs, context: &mut Context<'_>) -> Result<()> {
    let layout = args.output.layout(&CONTACT_COLUMNS, &DEFAULT_CONTACT_COLUMNS)?;
    let registry = context.read_to_pass()?;
    let contacts = ListedContact::all_of(gather(&registry, context, ContactMention::all_in)?);
    let words = search_words(&args.words);
    let rows = contacts.iter().filter(|listed| listed.matches(&words)).map(|listed| {
        let contact = Cell::Text(listed.contact.as_str().into()).into_folded_sort_key();
        args.output.row(listed, &layout, &CONTACT_SUBJECT, &contact)
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    if rows.is_empty() && !contacts.is_empty() {
        let typed = args.words.join(" ");
        let names: Vec<&str> = contacts.iter().map(|listed| listed.contact.as_str()).collect();
        context.warn(&no_match("contact", &typed, &names));
    }
    args.output.print(context, rows, None, &layout, &CONTACT_SUBJECT)
}

/// Renames a contact everywhere.
fn rename(args: &RenameArgs, context: &mut Context<'_>) -> Result<()> {
    flag::text("NEW", Some(&args.new))?;
    let new = Text::from(args.new.trim());
    let result = context.change(args.change.dry_run, |transaction| {
        let contacts = transaction.gather(|agreement, contacts: &mut Vec<Text>| {
            contacts.extend(contacts_of(agreement).cloned());
        })?;
        let mut known: Vec<&Text> = contacts.iter().collect();
        known.sort_unstable();
        known.dedup();
        let old = find_contact(&args.old, &known).map_err(|why| {
            unresolved("contact", &args.old, why, known.iter().map(|contact| contact.as_str()))
        })?;
        let renamed =
            transaction.gather(|agreement, renamed: &mut Vec<(Agreement, Renamed)>| {
                let mut after = agreement.clone();
                let count = after.rename_contact(old, &new);
                if count > 0 && after != *agreement {
                    let of_agreement = usize::from(after.contact != agreement.contact);
                    renamed.push((after, Renamed { of_agreement, all: count }));
                }
            })?;
        let agreements: usize = renamed.iter().map(|(_, renamed)| renamed.of_agreement).sum();
        let all: usize = renamed.iter().map(|(_, renamed)| renamed.all).sum();
        for (agreement, _) in renamed {
            transaction.put(agreement);
        }
        let mut places = words::count(agreements, "agreement", "agreements");
        if all > agreements {
            let activities = words::count(all - agreements, "activity", "activities");
            places = format!("{places} and {activities}");
        }
        let rest = format!("contact {old} to {new} in {places}.");
        let mut outcome = Outcome::of_change(Sentence::new("Renamed", "rename", &rest));
        if *old != new && known.contains(&&new) {
            outcome.notes.push(format!("{new} was a contact before, too."));
        }
        Ok(vec![outcome])
    })?;
    outcome::report(context, &result)?;
    if !result.is_written && !result.is_dry_run {
        context.say("Nothing to change.");
    }
    Ok(())
}

/// In how many places of a record a contact was renamed.
struct Renamed {
    /// 1 if it is the contact of the agreement.
    of_agreement: usize,
    /// With those of its activities.
    all: usize,
}
