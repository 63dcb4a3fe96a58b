//! `mou import`: adds the agreements of a file, or updates them.

mod args;
mod command_line;
mod messages;
mod notes;
mod plan;
mod registry_index;
mod report;
mod rows;
mod summary;

use std::path::Path;

pub(crate) use self::args::Args;
use self::command_line::CommandLine;
use self::notes::ReadColumns;
use self::plan::ImportPlan;
use self::registry_index::RegistryIndex;
use self::report::WaysOut;
use self::rows::RowImport;
use self::summary::ImportSummary;
use crate::commands::Context;
use crate::commands::input::RegistryInput;
use crate::commands::progress::ProgressLine;
use crate::domain::Field;
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
    let labels = CellLabels::new(&table, args.sheet.is_some());
    let facts = ColumnFacts::new(&table, &plan.columns)?;
    let mut rejects = args.rejects(&file, context)?;
    let (store, today, env, quiet) =
        (context.store.clone(), context.today, context.env, context.is_quiet());
    let mut refused = None;
    context.name_owner(args.fields.value(Field::Parties));
    let changed = context.change(args.change.dry_run, |transaction| {
        let constants = args.constants(&RegistryInput::new(transaction, &store, today))?;
        if let ([owner], None) = (constants.parties.as_slice(), &transaction.head().owner) {
            transaction.head_mut().owner = Some(owner.name.to_string());
        }
        let rules = RowRules {
            columns: plan.columns.clone(),
            date_order: args.date_order,
            empty_clears: args.empty_clears,
            keys: plan.keys.clone(),
            constants,
            given: args.given().collect(),
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
            has_rejects: args.rejects.is_some(),
            today,
            index,
            skipped_members: plan.skipped_members(&table),
            linked: Vec::new(),
            summary: ImportSummary { keeps_unread: args.keep_unread, ..ImportSummary::default() },
            problems: Vec::new(),
        };
        let summary = import.run(ProgressLine::new(env, quiet, "rows"))?;
        if !args.takes(&summary.faults) {
            refused = Some(summary);
            return Err(Error::failed(String::new()));
        }
        Ok(summary)
    });
    if let Some(summary) = refused {
        let ways = WaysOut {
            command: CommandLine::new(&env.args),
            labels: &labels,
            facts: &facts,
            source: &args.source,
            row_count: summary.rows,
            has_date_order: args.date_order.is_some(),
            keeps_unread: args.keep_unread,
            has_keys: !plan.keys.is_empty(),
        };
        let error = summary.faults.refusal(ways, context.message_columns());
        return Err(error.with_member("cells", summary.cells(&labels, "unread")));
    }
    let done = changed?;
    let summary = done.value;
    let columns =
        ReadColumns { names: &table.columns, plan: &plan, labels: &labels, facts: &facts };
    let layout = layout_sentences(&table.layout_notes());
    summary.print_notes(context, &columns, layout, args.rejects.as_deref());
    let outcome = if args.keep_unread { "unread" } else { "refused" };
    context.add_member("cells", || summary.cells(&labels, outcome));
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
