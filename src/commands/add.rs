//! `mou add`: record an agreement.

use crate::commands::Context;
use crate::commands::answer::ChangeArgs;
use crate::commands::fields::FieldArgs;
use crate::commands::input::{RegistryInput, TypedField};
use crate::commands::outcome::Sentence;
use crate::commands::validate;
use crate::domain::search::SearchWord;
use crate::domain::{Agreement, Day, Field, HasFields, Id, RecordedDate, new_id};
use crate::error::{Error, Result};
use crate::render::agreement;
use crate::report::listing::Listing;
use crate::store::{Store, Transaction};

/// Record an agreement and print its id
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou add \"MoU on digital government\" \\\n    \
                  --party \"Government Digital Service (GDS) [GB]\" --party \"GovTech [SG]\" \\\n    \
                  --signed \"4 July 2022\" --term 3y\n  \
                  mou add Exchange --party Kyoto --party NUS --signed 2024-10 --term 5y\n  \
                  mou add \"Letter of intent\" --kind LoI --party NUS --party ETH --dry-run")]
pub(crate) struct Args {
    /// Title of the agreement
    #[arg(value_name = "TITLE")]
    title: String,
    /// Id, instead of one made from the parties and the year signed
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// If such an agreement is recorded, print its id and change nothing
    #[arg(long)]
    if_absent: bool,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs,
}

/// Records the agreement and prints its id.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let args = Args { fields: args.fields.with_texts(context)?, ..args.clone() };
    if !args.fields.has(Field::Parties) {
        return Err(Error::usage("`--party` is missing: an agreement has at least one party")
            .with_hint("`--party \"Name (SHORT) [CC]\"`, repeated for each"));
    }
    let (store, today) = (context.store.clone(), context.today);
    let result = context
        .change(args.change.dry_run, |transaction| args.record(transaction, &store, today))?;
    let (id, warnings) = &result.value;
    context.warn_all(warnings);
    let is_present = result.changes.is_empty() && !result.is_written;
    if result.is_written || is_present {
        context.print(&format!("{id}\n"))?;
    }
    if is_present {
        context.say(&format!("{id} is recorded already: nothing was added."));
    }
    Sentence::new("Added", "add", &format!("{id}.")).say(&result, context);
    Ok(())
}

/// Gives a new agreement the typed id, or one made from its parties and year, and adds it to the transaction.
/// Returns the id, and warnings.
///
/// Fails if the id is taken, or if the agreement must not be written.
pub(crate) fn stage(
    agreement: &mut Agreement,
    typed_id: Option<&str>,
    transaction: &mut Transaction<'_>,
    today: Day,
) -> Result<(Id, Vec<String>)> {
    let owner = transaction.head().owner.as_deref();
    agreement.id = match typed_id {
        Some(typed) => free_id("--id", typed, transaction)?,
        None => new_id::propose(agreement, owner, |id| transaction.contains(id)),
    };
    let mut warnings = validate::check(transaction, None, agreement, today)?;
    warnings.extend(validate::unlikely_dates(None, agreement, today));
    transaction.put(agreement.clone());
    Ok((agreement.id.clone(), warnings))
}

/// Returns what an agreement has in common with one that [looks alike](look_alike), beside its parties.
pub(crate) fn what_is_alike(agreement: &Agreement) -> &'static str {
    let is_dated = agreement.signing_day().and_then(RecordedDate::date).is_some();
    if is_dated { "signing date" } else { "title" }
}

/// Returns the agreement with the same parties and day of signing; if no day is known, the title must be the
/// same, too. Of several, one with the same title is preferred.
pub(crate) fn look_alike(new: &Agreement, others: &[Agreement]) -> Option<Id> {
    let title = SearchWord::from(new.title.as_str());
    let signed = new.signing_day();
    let is_dated = signed.and_then(RecordedDate::date).is_some();
    let has_title = |other: &&Agreement| title.is(&other.title);
    let alike = || {
        let is_alike = move |other: &&Agreement| {
            other.signing_day() == signed && (is_dated || has_title(other))
        };
        others.iter().filter(is_alike)
    };
    alike().find(has_title).or_else(|| alike().next()).map(|other| other.id.clone())
}

/// Prints the agreement that would be recorded as `mou show` prints it, with what follows from its dates today.
pub(crate) fn preview(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let args = Args { fields: args.fields.with_texts(context)?, ..args.clone() };
    let (store, today) = (context.store.clone(), context.today);
    let (head, agreement) = context.try_out(|transaction| {
        let (id, _) = args.record(transaction, &store, today)?;
        Ok((transaction.head().clone(), transaction.get(id.as_str())?))
    })?;
    let Some(agreement) = agreement else { return Ok(()) };
    let listing = Listing::new(&head, vec![(agreement, String::new())], today);
    let cards =
        listing.entries.iter().map(|entry| agreement::card(entry, None, today, context.style));
    let cards: Vec<String> = cards.map(|card| card.draw(context.style)).collect();
    context.print(&cards.join("\n"))
}

impl Args {
    /// Records the agreement. Returns its id, with `--if-absent` that of one like it, and warnings.
    fn record(
        &self,
        transaction: &mut Transaction<'_>,
        store: &Store,
        today: Day,
    ) -> Result<(Id, Vec<String>)> {
        let input = RegistryInput::new(transaction, store, today);
        let mut agreement = self.agreement(&input)?;
        let mut warnings = input.take_ignored();
        let alike = look_alike(&agreement, &input.agreements_between(&agreement.parties));
        if self.if_absent
            && let Some(id) = self.recorded_id(transaction)?.or(alike.clone())
        {
            return Ok((id, Vec::new()));
        }
        let same = what_is_alike(&agreement);
        let (id, further) = stage(&mut agreement, self.id.as_deref(), transaction, today)?;
        warnings.extend(alike.map(|alike| {
            format!("`{id}` looks like `{alike}`: it has the same parties and {same}")
        }));
        warnings.extend(further);
        Ok((id, warnings))
    }

    /// Returns the agreement that was typed, without an id.
    fn agreement(&self, input: &RegistryInput<'_, '_>) -> Result<Agreement> {
        let mut agreement = Agreement::empty();
        input.set(&TypedField::title("TITLE", &self.title), &mut agreement)?;
        self.fields.apply(&mut agreement, input)?;
        Ok(agreement)
    }

    /// Returns the typed id if an agreement has it.
    fn recorded_id(&self, transaction: &Transaction<'_>) -> Result<Option<Id>> {
        let id = self.id.as_ref().map(|typed| parsed_id("--id", typed)).transpose()?;
        Ok(id.filter(|id| transaction.contains(id.as_str())))
    }
}

fn parsed_id(flag: &str, typed: &str) -> Result<Id> {
    typed.parse().map_err(|why| Error::bad_value(format!("`{flag}`: {why}")))
}

/// Parses the id of a new record.
///
/// Fails if it is not an id, or if another record has it.
pub(crate) fn free_id(flag: &str, typed: &str, transaction: &Transaction<'_>) -> Result<Id> {
    let id = parsed_id(flag, typed)?;
    if transaction.contains(id.as_str()) {
        return Err(Error::failed(format!("the id `{id}` is taken"))
            .with_hint(format!("`mou show {id}` shows the agreement that uses this id")));
    }
    Ok(id)
}
