//! The flags of `mou import`.

use std::num::NonZeroU32;
use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::report::Faults;
use super::rows::StagingRules;
use crate::commands::Context;
use crate::commands::answer::ChangeArgs;
use crate::commands::fields::FieldArgs;
use crate::commands::flag;
use crate::commands::input::RegistryInput;
use crate::domain::{Agreement, Day, Field, Id};
use crate::error::{Error, Result};
use crate::exchange::import::column_facts::ColumnFacts;
use crate::exchange::import::columns::ColumnMapping;
use crate::exchange::import::dates::{DEFAULT_MIN_YEAR, DateOrder};
use crate::exchange::import::input_file::{FileFormat, InputFile};
use crate::exchange::import::rejects::Rejects;
use crate::exchange::import::row::RowRules;
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
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Args {
    /// File to read; - reads standard input
    #[arg(value_name = "FILE")]
    pub(super) source: String,
    /// What a column holds, as "Their column=field", or a file of such lines (can be repeated)
    #[arg(long, value_name = "MAPPING")]
    pub(super) map: Vec<String>,
    /// Skip columns that are not recognized
    #[arg(long)]
    pub(super) drop_unmapped: bool,
    /// Column by which agreements are known again; the id where there is one (can be repeated)
    #[arg(long, value_name = "COLUMN")]
    pub(super) key: Vec<String>,
    /// Clear the field if a cell is empty
    #[arg(long, hide_short_help = true)]
    pub(super) empty_clears: bool,
    /// Let the sheet win every conflict: take its values where the registry has others
    #[arg(long, hide_short_help = true)]
    pub(super) theirs: bool,
    /// Ignore the columns and flags that are remembered of the last import
    #[arg(long, hide_short_help = true)]
    pub(super) no_profile: bool,
    /// Import rows with the parties and the date of another agreement
    #[arg(long)]
    pub(super) allow_duplicates: bool,
    /// Keep cells that cannot be read as text; their fields stay unknown
    #[arg(long)]
    pub(super) keep_unread: bool,
    /// Import the valid rows, and write the others with the reason to this CSV file
    #[arg(long, value_name = "CSV")]
    pub(super) rejects: Option<String>,
    /// Replace the file of --rejects even if mou did not write it
    #[arg(long, requires = "rejects", hide_short_help = true)]
    pub(super) force: bool,
    /// Order of dates in numbers: dmy, mdy or ymd
    #[arg(long, value_name = "ORDER", value_parser = date_orders())]
    pub(super) date_order: Option<DateOrder>,
    /// First year that a date may have (default: 1800)
    #[arg(long, value_name = "YEAR", hide_short_help = true)]
    pub(super) min_year: Option<i32>,
    /// Encoding of a text that is not UTF-8: windows-1252, utf-16le, …
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// Sheet of a workbook (default: the first)
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    /// Row with the column names (default: the first)
    #[arg(long, value_name = "ROW", value_parser = flag::whole_number::<NonZeroU32>)]
    pub(super) head: Option<NonZeroU32>,
    /// Path to the records in a JSON document, as releases.0.contracts
    #[arg(long, value_name = "WAY", hide_short_help = true)]
    pub(super) records: Option<String>,
    #[command(flatten)]
    pub(super) change: ChangeArgs,
    #[command(flatten, next_help_heading = "Fields")]
    pub(super) fields: FieldArgs,
}

impl Args {
    pub(super) fn mapping(&self) -> Result<ColumnMapping> {
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

    pub(super) fn options<'a>(&'a self, mapping: &'a ColumnMapping) -> ImportOptions<'a> {
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
    pub(super) fn refuse_other_version(&self, file: &InputFile) -> Result<()> {
        if file.format() != FileFormat::Json {
            return Ok(());
        }
        let text = file.text(self.encoding.as_deref())?;
        refuse_other_version(Path::new(file.name()), &text)
    }

    /// Creates the file of rejected rows, if one is named and this is not a dry run.
    ///
    /// Fails if another file is at its path.
    pub(super) fn rejects(
        &self,
        file: &InputFile,
        context: &Context<'_>,
    ) -> Result<Option<Rejects>> {
        let Some(path) = self.rejects.as_deref().map(Path::new) else { return Ok(None) };
        if file.is_at(path) {
            let shown = path.display();
            return Err(Error::bad_value(format!("`--rejects`: `{shown}` is the input file"))
                .with_hint("name another file"));
        }
        context.store.check_export(path)?;
        if !self.force {
            Rejects::check(path)?;
        }
        if self.change.dry_run {
            return Ok(None);
        }
        Rejects::create(path, self.force).map(Some)
    }

    /// Returns true if an import with these faults is not refused.
    pub(super) fn takes(&self, faults: &Faults) -> bool {
        self.rejects.is_some()
            || faults.refused_row_count() == 0 && (self.keep_unread || faults.is_empty())
    }

    /// Returns the first year that a date may have.
    pub(super) fn min_year(&self) -> i32 {
        self.min_year.unwrap_or(DEFAULT_MIN_YEAR)
    }

    /// Returns how the rows are read, as far as the flags say it.
    pub(super) fn row_rules(&self, today: Day) -> RowRules {
        RowRules {
            columns: Vec::new(),
            date_order: self.date_order,
            empty_clears: self.empty_clears,
            keys: Vec::new(),
            constants: Agreement::new(Id::default(), String::new()),
            given: self.given().collect(),
            min_year: self.min_year(),
            today,
            facts: ColumnFacts::default(),
        }
    }

    /// Returns how the rows are staged.
    pub(super) fn staging_rules(&self, today: Day) -> StagingRules {
        StagingRules {
            allow_duplicates: self.allow_duplicates,
            keep_unread: self.keep_unread,
            has_rejects: self.rejects.is_some(),
            empty_clears: self.empty_clears,
            takes_theirs: self.theirs,
            today,
        }
    }

    /// Returns the fields that have a flag.
    pub(super) fn given(&self) -> impl Iterator<Item = Field> {
        Field::ALL_FIELDS.into_iter().filter(|field| self.fields.has(*field))
    }

    /// Returns an agreement with the values of the field flags, which apply to every row.
    pub(super) fn constants(&self, ground: &RegistryInput<'_, '_>) -> Result<Agreement> {
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
