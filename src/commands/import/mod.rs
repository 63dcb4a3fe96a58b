//! `mou import`: adds the agreements of a file, or updates them.

mod again;
mod args;
mod changed_row;
mod headings;
mod linked_row;
mod messages;
mod new_row;
mod no_plan;
mod notes;
mod plan;
mod profile;
mod registry_index;
mod report;
mod rows;
mod sheet_memory;
mod summary;

use std::path::Path;
use std::sync::Arc;

use self::again::ImportedAgain;
pub(crate) use self::args::Args;
use self::no_plan::plan_of;
use self::notes::ReadColumns;
use self::plan::ImportPlan;
use self::profile::{OpenedSheet, profile_args, profile_of};
use self::registry_index::RegistryIndex;
use self::report::WaysOut;
use self::rows::{ImportResult, RowImport, StagedRow};
use self::sheet_memory::SheetMemory;
use self::summary::ImportSummary;
use crate::commands::Context;
use crate::commands::command_line::{CommandLine, quoted};
use crate::commands::input::RegistryInput;
use crate::commands::progress::ProgressLine;
use crate::domain::{Agreement, Field};
use crate::error::{Error, Result};
use crate::exchange::import::column_facts::ColumnFacts;
use crate::exchange::import::columns::{ImportColumn, recognise};
use crate::exchange::import::input_file::{InputFile, MAX_INPUT_BYTES};
use crate::exchange::import::layout_report::layout_sentences;
use crate::exchange::import::problems::CellLabels;
use crate::exchange::import::rejects::Rejects;
use crate::exchange::import::row::{RowReader, RowRules};
use crate::exchange::import::rows::ImportTable;
use crate::store::{ImportMemory, ImportProfile};

/// Imports the rows of the file as one change.
pub(crate) fn run(typed: &Args, context: &mut Context<'_>) -> Result<()> {
    let typed = Args { fields: typed.fields.with_texts(context)?, ..typed.clone() };
    let file = if typed.source == "-" {
        let size = MAX_INPUT_BYTES >> 20;
        let too_long = Error::failed(format!("standard input has more than {size} MB"))
            .with_hint("name the file instead of passing it on standard input");
        InputFile::from_bytes(context.input("the rows", MAX_INPUT_BYTES, too_long)?)?
    } else {
        InputFile::from_path(Path::new(&typed.source))?
    };
    typed.refuse_other_version(&file)?;
    let memory = read_memory(context)?;
    let names_sheet = typed.sheet.is_some();
    let mut sheet = OpenedSheet::open(&typed, &file, &memory)?;
    let mut plan = plan_of(&sheet, &file, context)?;
    let filled = plan.columns.iter().map(ImportColumn::is_filled_from_merged_cells);
    sheet.table.fill_merged_cells(filled.collect());
    let (args, table) = (&sheet.args, &sheet.table);
    let reference_key = plan.choose_key(table)?;
    let labels = CellLabels::new(table, names_sheet);
    let facts = ColumnFacts::new(table, &plan.columns)?;
    let profile = profile_of(&sheet, &plan, &file);
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
            keys: plan.keys.clone(),
            constants,
            facts: facts.clone(),
            ..args.row_rules(today)
        };
        let uid = transaction.head().uid.clone();
        let memory = store.import_memory(uid.as_deref(), Some(&memory))?;
        let reader = RowReader::new(table, &rules, &labels);
        let sheet_memory = if table.is_own_form {
            SheetMemory::off(memory)
        } else {
            let key = |row: &_| reader.read(row).ok().map(|row| plan.row_key(&row));
            SheetMemory::new(memory, sheet.facts(&plan, &profile, uid), key)?
        };
        let input = RegistryInput::new(transaction, &store, today);
        let sources = sheet_memory.sources();
        let base_rules: Vec<RowRules> =
            sources.map(|old| old_rules(old, &rules, &labels, &input)).collect();
        let base_reader = |rules| RowReader::new(table, rules, &labels);
        if let Some(rejects) = &mut rejects {
            rejects.restart(&table.columns)?;
        }
        let index = RegistryIndex::new(transaction, &plan)?;
        let import = RowImport {
            table,
            plan: &plan,
            labels: &labels,
            reader: &reader,
            base_readers: base_rules.iter().map(base_reader).collect(),
            memory: sheet_memory,
            transaction: &mut *transaction,
            rejects: rejects.as_mut(),
            rules: args.staging_rules(today),
            index,
            skipped_members: plan.skipped_members(table),
            linked: Vec::new(),
            vanished: None,
            summary: ImportSummary { keeps_unread: args.keep_unread, ..ImportSummary::default() },
            last_partner: None,
            row: StagedRow::default(),
            again: ImportedAgain::default(),
        };
        let ImportResult { summary, again, memory } =
            import.run(ProgressLine::new(env, quiet, "rows"))?;
        if !args.takes(&summary.faults) {
            refused = Some((summary, again));
            return Err(Error::failed(String::new()));
        }
        if let Some(update) = memory.into_update(layout_sentences(&table.layout_notes())) {
            transaction.remember(update);
        }
        Ok((summary, again))
    });
    let report = ImportReport { args, table, plan: &plan, labels: &labels, facts: &facts };
    if let Some((summary, again)) = refused {
        return Err(report.refusal(context, &summary, &again));
    }
    let done = changed?;
    let (summary, again) = done.value;
    print_reused(context, &sheet.reused);
    report.print(context, &summary, &again, sheet.last(&memory, &profile), reference_key);
    warn_about_memory(context, &memory, &again);
    again.print(context, CommandLine::new(&env.args));
    finish_rejects(rejects, done.is_written)?;
    let rejects = args.rejects.as_deref().map(|path| (path, args.change.dry_run));
    summary.print_counts(context, file.name(), rejects, again.removed_count());
    Ok(())
}

/// Replaces the file of rejected rows, if one is named.
fn finish_rejects(rejects: Option<Rejects>, is_written: bool) -> Result<()> {
    let Some(rejects) = rejects else { return Ok(()) };
    rejects.finish().map_err(|error| {
        let is_in = if is_written { "; the change was written to the registry" } else { "" };
        Error::failed(format!("{error}{is_in}"))
    })
}

/// What an import reports is about this sheet.
struct ImportReport<'s> {
    args: &'s Args,
    table: &'s ImportTable,
    plan: &'s ImportPlan,
    labels: &'s CellLabels,
    facts: &'s ColumnFacts,
}

impl ImportReport<'_> {
    /// Returns the error that nothing was imported.
    fn refusal(
        &self,
        context: &Context<'_>,
        summary: &ImportSummary,
        again: &ImportedAgain,
    ) -> Error {
        let ways = WaysOut {
            command: CommandLine::new(&context.env.args),
            labels: self.labels,
            facts: self.facts,
            source: &self.args.source,
            row_count: summary.rows,
            has_date_order: self.args.date_order.is_some(),
            keeps_unread: self.args.keep_unread,
            has_keys: !self.plan.keys.is_empty(),
        };
        let error = summary.faults.refusal(ways, context.message_columns());
        let error = error.with_member("cells", summary.cells(self.labels, "unread"));
        error.with_member("conflicts", again.conflicts())
    }

    /// Prints how the sheet was read. `last` is how it was read last time, if that was the same way: what was said
    /// then of its columns and layout is not repeated.
    fn print(
        &self,
        context: &mut Context<'_>,
        summary: &ImportSummary,
        again: &ImportedAgain,
        last: Option<&ImportProfile>,
        reference_key: Option<usize>,
    ) {
        let Self { args, table, plan, labels, facts } = *self;
        let columns = ReadColumns { names: &table.columns, plan, labels, facts };
        let columns = last.is_none().then_some(&columns);
        let mut layout = layout_sentences(&table.layout_notes());
        layout.retain(|sentence| last.is_none_or(|last| !last.layout.contains(sentence)));
        if let Some(key) = reference_key.filter(|_| last.is_none()) {
            context.say_wrapped("note: ", &key_sentence(labels, key));
        }
        summary.print_notes(context, columns, labels, layout, args.rejects.as_deref());
        let outcome = if args.keep_unread { "unread" } else { "refused" };
        context.add_member("cells", || summary.cells(labels, outcome));
        context.add_member("conflicts", || again.conflicts());
    }
}

/// Reads what is remembered of earlier imports; nothing if there is no registry.
fn read_memory(context: &Context<'_>) -> Result<Arc<ImportMemory>> {
    match context.store.read_to_pass() {
        Ok(registry) if registry.exists() => {
            context.store.import_memory(registry.head().uid.as_deref(), None)
        }
        _ => Ok(Arc::default()),
    }
}

/// Returns the rules by which the rows of a profile were read.
fn old_rules(
    profile: &ImportProfile,
    rules: &RowRules,
    labels: &CellLabels,
    input: &RegistryInput<'_, '_>,
) -> RowRules {
    let meaning = |index: usize, now: &ImportColumn| {
        let heading = labels.column(index);
        let old = profile.headings.iter().position(|old| headings::is_same_heading(old, heading));
        let Some(old) = old.and_then(|old| profile.columns.get(old)) else {
            return ImportColumn::Ignored;
        };
        if *old == now.to_string() {
            return now.clone();
        }
        old.parse().ok().or_else(|| recognise(heading)).unwrap_or(ImportColumn::Ignored)
    };
    let columns =
        rules.columns.iter().enumerate().map(|(index, now)| meaning(index, now)).collect();
    let args = profile_args(profile);
    let constants = args.as_ref().and_then(|args| args.constants(input).ok());
    let constants: Agreement = constants.unwrap_or_else(|| rules.constants.clone());
    RowRules {
        columns,
        constants,
        date_order: args.as_ref().map_or(rules.date_order, |args| args.date_order),
        min_year: args.as_ref().map_or(rules.min_year, Args::min_year),
        given: args.map_or_else(|| rules.given.clone(), |args| args.given().collect()),
        empty_clears: false,
        keys: Vec::new(),
        ..rules.clone()
    }
}

/// Prints the flags that are used again.
fn print_reused(context: &mut Context<'_>, reused: &[String]) {
    if reused.is_empty() {
        return;
    }
    let flags = reused.chunks_exact(2).map(|pair| format!("{} {}", pair[0], quoted(&pair[1])));
    let flags: Vec<String> = flags.collect();
    let sentence = format!("as last time: {} (without it: `--no-profile`)", flags.join(" "));
    context.say_wrapped("note: ", &sentence);
}

/// Returns a sentence about a column that is taken as the key.
fn key_sentence(labels: &CellLabels, key: usize) -> String {
    let column = labels.column_label(key);
    let heading = labels.column(key);
    let name = if labels.has_addresses() { format!("{column} `{heading}`") } else { column };
    format!("agreements are known again by {name}, which is filled in every row and never repeats")
}

/// Prints a warning if the memory of earlier imports cannot be used, or is missing where it is needed.
fn warn_about_memory(context: &mut Context<'_>, memory: &ImportMemory, again: &ImportedAgain) {
    let missing = || memory.missing().filter(|_| again.needs_memory());
    if let Some(problem) = memory.problem().map(str::to_owned).or_else(missing) {
        let is_lost = if memory.is_locked() { ", and this import is not remembered" } else { "" };
        context.warn_wrapped(&format!(
            "{problem}; what the sheet said last time is not known{is_lost}"
        ));
    }
}
