//! `mou import`: adds the agreements of a file, or updates them.

mod plan;
mod registry_index;
mod rows;
mod summary;

use std::num::NonZeroU32;
use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use self::plan::ImportPlan;
use self::registry_index::RegistryIndex;
use self::rows::RowImport;
use self::summary::{ImportSummary, print_columns};
use crate::commands::Context;
use crate::commands::answer::ChangeArgs;
use crate::commands::fields::FieldArgs;
use crate::commands::flag;
use crate::commands::input::RegistryInput;
use crate::commands::progress::ProgressLine;
use crate::domain::{Agreement, Field};
use crate::error::{Error, Result};
use crate::exchange::import::column_facts::ColumnFacts;
use crate::exchange::import::columns::ColumnMapping;
use crate::exchange::import::dates::DateOrder;
use crate::exchange::import::input_file::{FileFormat, InputFile};
use crate::exchange::import::open_table;
use crate::exchange::import::problems::CellLabels;
use crate::exchange::import::rejects::Rejects;
use crate::exchange::import::row::{DEFAULT_MIN_YEAR, RowReader, RowRules};
use crate::exchange::import::rows::ImportOptions;
use crate::store::refuse_other_version;

/// Add or update agreements from a sheet: CSV, TSV, XLSX, ODS, JSON, JSON Lines
///
/// Columns are recognized by the names of fields and the usual headings of registers (Partner
/// institution, Date signed, Expiry, Duration, Country, …); other columns become fields of your
/// own. A field flag applies to every row. Nothing is guessed: a row that is not understood stops
/// the import and nothing is written, unless --rejects is given.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou import mous.csv --party \"IIT Indore [IN]\" --date-order dmy --dry-run\n  mou \
                  import mous.csv --date-order dmy \\\n    --map \"Seal=fields.seal\" --map \"S.No=-\" --key Title\n  \
                  mou list -o json | mou import -\n\nFor the recognized column names: mou help columns"
)]
pub(crate) struct Args {
    /// File to read; - reads standard input
    #[arg(value_name = "FILE")]
    source: String,
    /// What a column holds, as "Their column=field", or a file of such lines (can be repeated)
    #[arg(long, value_name = "MAPPING")]
    map: Vec<String>,
    /// Skip columns that are not recognized
    #[arg(long)]
    drop_unmapped: bool,
    /// Column by which agreements are known again; the id where there is one (can be repeated)
    #[arg(long, value_name = "COLUMN")]
    key: Vec<String>,
    /// Clear the field if a cell is empty
    #[arg(long, hide_short_help = true)]
    empty_clears: bool,
    /// Import rows with the parties and the date of another agreement
    #[arg(long)]
    allow_duplicates: bool,
    /// Keep cells that cannot be read as text; their fields stay unknown
    #[arg(long)]
    keep_unread: bool,
    /// Import the valid rows, and write the others with the reason to this CSV file
    #[arg(long, value_name = "CSV")]
    rejects: Option<String>,
    /// Order of dates in numbers: dmy, mdy or ymd
    #[arg(long, value_name = "ORDER", value_parser = date_orders())]
    date_order: Option<DateOrder>,
    /// First year that a date may have
    #[arg(long, value_name = "YEAR", default_value_t = DEFAULT_MIN_YEAR, hide_short_help = true)]
    min_year: i32,
    /// Encoding of a text that is not UTF-8: windows-1252, utf-16le, …
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Sheet of a workbook (default: the first)
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Row with the column names (default: the first)
    #[arg(long, value_name = "ROW", value_parser = flag::whole_number::<NonZeroU32>)]
    head: Option<NonZeroU32>,
    /// Path to the records in a JSON document, as releases.0.contracts
    #[arg(long, value_name = "WAY", hide_short_help = true)]
    records: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs,
}

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
    let table = open_table(&file, &args.options(&mapping))?;
    let plan = ImportPlan::new(&table, &mapping, args.drop_unmapped, &args.key)?;
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
            given: Field::ALL_FIELDS.into_iter().filter(|field| args.fields.has(*field)).collect(),
            keep_unread: args.keep_unread,
            min_year: args.min_year,
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

impl Args {
    fn mapping(&self) -> Result<ColumnMapping> {
        let mut mapping = ColumnMapping::default();
        for text in &self.map {
            if text.contains('=') {
                mapping.add(text)?;
                continue;
            }
            let file = InputFile::from_path(Path::new(text)).map_err(|error| {
                error.with_hint("`--map` takes \"Their column=field\", or a file of such lines")
            })?;
            let lines = String::from_utf8(file.bytes()?)
                .map_err(|_| Error::failed(format!("`{text}` is not UTF-8")))?;
            mapping.add_lines(&lines)?;
        }
        Ok(mapping)
    }

    fn options<'a>(&'a self, mapping: &'a ColumnMapping) -> ImportOptions<'a> {
        ImportOptions {
            encoding: self.encoding.as_deref(),
            sheet: self.sheet.as_deref(),
            header_row: self.head.map(|row| u64::from(row.get())),
            records: self.records.as_deref(),
            mapped: mapping.headings(),
            drops_unknown: self.drop_unmapped,
        }
    }

    /// Fails if the file is a registry of another format version.
    fn refuse_other_version(&self, file: &InputFile) -> Result<()> {
        if file.format() != FileFormat::Json {
            return Ok(());
        }
        let text = file.text(self.encoding.as_deref())?;
        refuse_other_version(Path::new(file.name()), &text)
    }

    /// Creates the file of rejected rows, if one is named and this is not a dry run.
    ///
    /// Fails if another file is at its path.
    fn rejects(&self, file: &InputFile, context: &Context<'_>) -> Result<Option<Rejects>> {
        let Some(path) = self.rejects.as_deref().map(Path::new) else { return Ok(None) };
        if file.is_at(path) {
            let shown = path.display();
            return Err(Error::bad_value(format!("`--rejects`: `{shown}` is the input file"))
                .with_hint("name another file"));
        }
        context.store.check_export(path)?;
        if self.change.dry_run {
            Rejects::check(path).map(|()| None)
        } else {
            Rejects::create(path).map(Some)
        }
    }

    /// Returns an agreement with the values of the field flags, which apply to every row.
    fn constants(&self, ground: &RegistryInput<'_, '_>) -> Result<Agreement> {
        let placeholder = "mou".parse().expect("three letters are a valid id");
        let mut constants = Agreement::new(placeholder, String::new());
        self.fields.apply(&mut constants, ground)?;
        Ok(constants)
    }
}

/// Returns the parser of `--date-order`.
fn date_orders() -> impl TypedValueParser<Value = DateOrder> {
    let orders = [("dmy", "28/7/2020"), ("mdy", "7/28/2020"), ("ymd", "2020/7/28")];
    let orders = orders.map(|(order, example)| PossibleValue::new(order).help(example));
    PossibleValuesParser::new(orders).try_map(|order| order.parse())
}
