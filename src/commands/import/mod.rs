//! `mou import`: adds the agreements of a file, or updates them.

mod args;
mod plan;
mod registry_index;
mod rows;
mod summary;

use std::path::Path;

pub(crate) use self::args::Args;
use self::plan::ImportPlan;
use self::registry_index::RegistryIndex;
use self::rows::RowImport;
use self::summary::{ImportSummary, print_columns};
use crate::commands::Context;
use crate::commands::input::RegistryInput;
use crate::commands::progress::ProgressLine;
use crate::error::{Error, Result};
use crate::exchange::import::column_facts::ColumnFacts;
use crate::exchange::import::columns::ImportColumn;
use crate::exchange::import::input_file::InputFile;
use crate::exchange::import::layout_report::layout_sentences;
use crate::exchange::import::open_table;
use crate::exchange::import::problems::CellLabels;
use crate::exchange::import::row::{RowReader, RowRules};

/// Imports the rows of the file as one change.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let args = &Args { fields: args.fields.with_texts(context)?, ..args.clone() };
    let file = if args.source == "-" {
        InputFile::from_bytes(context.input()?)?
    } else {
        InputFile::from_path(Path::new(&args.source))?
    };
    let mapping = args.mapping()?;
    args.refuse_other_version(&file)?;
    let mut table = open_table(&file, &args.options(&mapping))?;
    let plan = ImportPlan::new(&table, &mapping, args.drop_unmapped, &args.key)?;
    let filled = plan.columns.iter().map(ImportColumn::is_filled_from_merged_cells);
    table.fill_merged_cells(filled.collect());
    let labels = CellLabels::new(&table);
    let facts = ColumnFacts::new(&table, &plan.columns)?;
    let mut rejects = args.rejects(&file, context)?;
    let (store, today, env, quiet) =
        (context.store.clone(), context.today, context.env, context.is_quiet());
    let mut refused = None;
    let changed = context.change(args.change.dry_run, |transaction| {
        let rules = RowRules {
            columns: plan.columns.clone(),
            date_order: args.date_order,
            empty_clears: args.empty_clears,
            keys: plan.keys.clone(),
            constants: args.constants(&RegistryInput::new(transaction, &store, today))?,
            given: args.given().collect(),
            keep_unread: args.keep_unread,
            min_year: args.min_year(),
            today,
            facts: facts.clone(),
        };
        if let Some(rejects) = &mut rejects {
            rejects.restart(&table.columns)?;
        }
        let index = RegistryIndex::new(transaction, &plan)?;
        let import = RowImport {
            table: &table,
            plan: &plan,
            reader: RowReader::new(&table, &rules, &labels),
            transaction,
            rejects: rejects.as_mut(),
            allow_duplicates: args.allow_duplicates,
            keep_unread: args.keep_unread,
            today,
            index,
            skipped_members: plan.skipped_members(&table),
            linked: Vec::new(),
            summary: ImportSummary::default(),
        };
        let summary = import.run(ProgressLine::new(env, quiet, "rows"))?;
        if summary.rejected > 0 && args.rejects.is_none() {
            refused = Some(summary);
            return Err(Error::failed(String::new()));
        }
        Ok(summary)
    });
    if let Some(summary) = refused {
        return Err(summary.refusal(context, file.name(), &plan, &labels));
    }
    let done = changed?;
    let summary = done.value;
    print_columns(context, &table.columns, &plan, args.change.dry_run);
    for sentence in layout_sentences(&table.layout_notes()) {
        context.say(&format!("note: {sentence}"));
    }
    summary.print_notes(context, file.name(), &table.columns);
    if let Some(rejects) = rejects {
        rejects.finish().map_err(|error| {
            let is_in = if done.is_written {
                "; the change was written to the \
                registry"
            } else {
                ""
            };
            Error::failed(format!("{error}{is_in}"))
        })?;
    }
    let rejects = args.rejects.as_deref().map(|path| (path, args.change.dry_run));
    summary.print_counts(context, file.name(), rejects);
    Ok(())
}
