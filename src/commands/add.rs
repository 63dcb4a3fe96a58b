//! `mou add`: record an agreement.

use crate::commands::Context;
use crate::commands::answer::ChangeArgs;
use crate::commands::fields::FieldArgs;
use crate::commands::input::{RegistryInput, TypedField};
use crate::commands::validate;
use crate::domain::{Agreement, Field, HasFields, Id, new_id};
use crate::error::{Error, Result};
use crate::store::Transaction;

/// Record an agreement and print its id
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou add \"MoU on digital government\" --party \"Government Digital Service (GDS) [GB]\" \\\n    \
                  --party \"GovTech [SG]\" --signed \"4 July 2022\" --term 3y\n  \
                  mou add \"Student exchange\" --party Kyoto --party NUS --signed 2024-10 --term 5y\n  \
                  mou add \"Letter of intent\" --kind LoI --party NUS --party ETH --id nus-eth --dry-run"
)]
pub(crate) struct Args {
    /// Title of the agreement
    #[arg(value_name = "TITLE")]
    title: String,
    /// Id, instead of one made from the parties and the year signed
    #[arg(long, value_name = "ID")]
    id: Option<String>,
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
    let result = context.change(args.change.dry_run, |transaction| {
        let input = RegistryInput::new(transaction, &store, today);
        let agreement = args.agreement(&input, transaction)?;
        let mut warnings = input.take_ignored();
        warnings.extend(validate::check(transaction, None, &agreement, today)?);
        let id = agreement.id.clone();
        transaction.put(agreement);
        Ok((id, warnings))
    })?;
    let (id, warnings) = result.value;
    context.warn_all(&warnings);
    if result.is_written {
        context.print(&format!("{id}\n"))?;
        context.say(&format!("Added {id}."));
    }
    Ok(())
}

impl Args {
    /// Returns the agreement that was typed, with an id that no other has.
    fn agreement(
        &self,
        input: &RegistryInput<'_, '_>,
        transaction: &Transaction<'_>,
    ) -> Result<Agreement> {
        let mut agreement = Agreement::empty();
        input.set(&TypedField::title("TITLE", &self.title), &mut agreement)?;
        self.fields.apply(&mut agreement, input)?;
        let is_taken = |id: &str| transaction.contains(id);
        agreement.id = match &self.id {
            Some(typed) => free_id("--id", typed, transaction)?,
            None => new_id::propose(&agreement, transaction.head().owner.as_deref(), is_taken),
        };
        Ok(agreement)
    }
}

/// Parses the id of a new record.
///
/// Fails if it is not an id, or if another record has it.
pub(crate) fn free_id(flag: &str, typed: &str, transaction: &Transaction<'_>) -> Result<Id> {
    let id: Id = typed.parse().map_err(|why| Error::bad_value(format!("`{flag}`: {why}")))?;
    if transaction.contains(id.as_str()) {
        return Err(Error::failed(format!("the id `{id}` is taken"))
            .with_hint(format!("`mou show {id}` shows the agreement that uses this id")));
    }
    Ok(id)
}
