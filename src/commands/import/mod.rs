//! `mou import`: the agreements of a sheet, added or brought up to date.

mod acquaintance;
mod alike;
mod free_ids;
mod intake;
mod keys;
mod plan;
mod taken;
mod telling;
mod terms;

use std::num::NonZeroU32;
use std::path::Path;

use self::intake::Intake;
use self::plan::Plan;
use self::terms::Terms;
use crate::commands::Desk;
use crate::commands::fields::FieldArgs;
use crate::commands::flag;
use crate::commands::flag::RegistryInput;
use crate::commands::progress::Progress;
use crate::domain::{Agreement, Field};
use crate::error::{Error, Result};
use crate::exchange::incoming::date::DateOrder;
use crate::exchange::incoming::mapping::Mapping;
use crate::exchange::incoming::reader::{RowReader, Rules};
use crate::exchange::incoming::rejects::Rejects;
use crate::exchange::incoming::source::{Format, Source};
use crate::exchange::incoming::table::{Reading, Table};
use crate::store::refuse_other_version;

/// Add the agreements of a sheet, or bring them up to date: CSV, TSV, XLSX, ODS, JSON, JSON Lines
///
/// Columns are told by the names of the fields and the usual words of registers (Partner
/// institution, Date signed, Expiry, Duration, Country, …); what is told of none goes to fields of
/// its own name. The flags of fields say something for every row. Nothing is guessed: a row that is
/// not understood stops the import, and nothing is written, unless --rejects takes such rows.
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[command(
    after_help = "Examples:\n  mou import mous.csv --party \"IIT Indore [IN]\" --date-order dmy --dry-run\n  mou \
                  import mous.csv --date-order dmy --map \"Seal=fields.seal\" --map \"S.No=-\" --key Title\n  \
                  mou list -o json | mou import -\n\nThe names by which columns are told: mou help columns"
)]
pub(crate) struct Args {
    /// File to read; - reads standard input
    #[arg(value_name = "FILE")]
    source: String,
    /// What a column holds, as "Their column=field", or a file of such lines (can be repeated)
    #[arg(long, value_name = "MAPPING")]
    map: Vec<String>,
    /// Leave out the columns that are told to be none of the fields
    #[arg(long)]
    drop_unmapped: bool,
    /// Column by which agreements are known again; the id where there is one (can be repeated)
    #[arg(long, value_name = "COLUMN")]
    key: Vec<String>,
    /// Let an empty cell empty the field
    #[arg(long)]
    empty_clears: bool,
    /// Take what has the parties and the date of another agreement
    #[arg(long)]
    allow_duplicates: bool,
    /// Take the good rows, and write the others to this CSV, each with its reason
    #[arg(long, value_name = "CSV")]
    rejects: Option<String>,
    /// Order of dates in numbers: dmy, mdy or ymd
    #[arg(long, value_name = "ORDER", value_enum)]
    date_order: Option<OrderArg>,
    /// Encoding of a text that is not UTF-8: windows-1252, utf-16le, …
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Sheet of a workbook; usually the first
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Row with the names of the columns; usually the first
    #[arg(long, value_name = "ROW", value_parser = flag::whole_number::<NonZeroU32>)]
    head: Option<NonZeroU32>,
    /// Way to the records in a JSON document, as releases.0.contracts
    #[arg(long, value_name = "WAY")]
    records: Option<String>,
    /// Show what would be added and changed, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs,
}

/// An order of dates in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OrderArg {
    /// 28/7/2020
    Dmy,
    /// 7/28/2020
    Mdy,
    /// 2020/7/28
    Ymd,
}

/// Takes in the rows of the file: one change.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let source = if args.source == "-" {
        Source::of_bytes(desk.input()?)?
    } else {
        Source::of_file(Path::new(&args.source))?
    };
    let mapping = args.mapping()?;
    args.refuse_other_version(&source)?;
    let table = Table::read(&source, &args.reading(&mapping))?;
    let plan = Plan::of(&table, &mapping, args.drop_unmapped, &args.key)?;
    let mut rejects = args.rejects(&source, desk)?;
    let (store, today, env, quiet) = (desk.store.clone(), desk.today, desk.env, desk.is_quiet());
    let mut refused = None;
    let changed = desk.change(args.dry_run, |draft| {
        let constants = args.constants(&RegistryInput::new(draft, &store, today))?;
        let rules = Rules {
            targets: plan.targets.clone(),
            order: args.date_order.map(OrderArg::order),
            empty_clears: args.empty_clears,
            keys: plan.keys.clone(),
            constants,
            said: Field::ALL.into_iter().filter(|field| args.fields.has(*field)).collect(),
        };
        let terms = Terms {
            targets: &plan.targets,
            keys: if plan.is_by_id() { &[] } else { &plan.keys },
            id: plan.waits_for(),
            skipped: plan.skipped(&table),
            allow_duplicates: args.allow_duplicates,
            today,
        };
        if let Some(rejects) = &mut rejects {
            rejects.restart(&table.columns)?;
        }
        let mut reader = RowReader::new(&table, rules);
        let progress = Progress::new(env, quiet, "rows");
        let intake = Intake::new(&terms, draft, &mut reader, rejects.as_mut())?;
        let taken = intake.all(|| table.rows(), progress)?;
        if taken.rejected > 0 && args.rejects.is_none() {
            let why = Error::failed(String::new());
            refused = Some((taken, reader));
            return Err(why);
        }
        Ok((taken, reader))
    });
    if let Some((taken, reader)) = refused {
        return Err(telling::refusal(desk, source.name(), &taken, &reader));
    }
    let done = changed?;
    let (taken, reader) = done.value;
    telling::columns(desk, &table.columns, &plan, args.dry_run);
    telling::notes(desk, source.name(), &table.columns, &taken, &reader);
    if let Some(rejects) = rejects {
        rejects.finish().map_err(|error| {
            let is_in = if done.is_written { "; the change is in the registry" } else { "" };
            Error::failed(format!("{error}{is_in}"))
        })?;
    }
    let rejects = args.rejects.as_deref().map(|path| (path, args.dry_run));
    telling::counts(desk, source.name(), &taken, rejects);
    Ok(())
}

impl Args {
    fn mapping(&self) -> Result<Mapping> {
        let mut mapping = Mapping::default();
        for text in &self.map {
            if text.contains('=') {
                mapping.add(text)?;
                continue;
            }
            let kept = Source::of_file(Path::new(text)).map_err(|error| {
                error.with_hint("`--map` takes \"Their column=field\", or a file of such lines")
            })?;
            let lines = String::from_utf8(kept.bytes()?)
                .map_err(|_| Error::failed(format!("`{text}` is not UTF-8")))?;
            mapping.add_lines(&lines)?;
        }
        Ok(mapping)
    }

    fn reading<'a>(&'a self, mapping: &'a Mapping) -> Reading<'a> {
        Reading {
            encoding: self.encoding.as_deref(),
            sheet: self.sheet.as_deref(),
            head: self.head.map(|row| u64::from(row.get())),
            records: self.records.as_deref(),
            paths: mapping.names(),
            drops_unknown: self.drop_unmapped,
        }
    }

    /// Fails if the file is a registry of another version: of its records nothing is known.
    fn refuse_other_version(&self, source: &Source) -> Result<()> {
        if source.format() != Format::Json {
            return Ok(());
        }
        let text = source.text(self.encoding.as_deref())?;
        refuse_other_version(Path::new(source.name()), &text)
    }

    /// Begins the sheet of the rows that are not taken, where there is to be one. Fails if another file is
    /// in its place.
    fn rejects(&self, source: &Source, desk: &Desk<'_>) -> Result<Option<Rejects>> {
        let Some(path) = self.rejects.as_deref().map(Path::new) else { return Ok(None) };
        if source.is_at(path) {
            let shown = path.display();
            return Err(Error::usage(format!("`--rejects` cannot be `{shown}`, which is read"))
                .with_hint("name another file"));
        }
        desk.store.check_export(path)?;
        if self.dry_run {
            Rejects::check(path).map(|()| None)
        } else {
            Rejects::begin(path).map(Some)
        }
    }

    /// Returns what is said for every row.
    fn constants(&self, ground: &RegistryInput<'_, '_>) -> Result<Agreement> {
        let unnamed = "mou".parse().expect("these are letters that an id may have");
        let mut constants = Agreement::new(unnamed, String::new());
        self.fields.apply(&mut constants, ground)?;
        Ok(constants)
    }
}

impl OrderArg {
    fn order(self) -> DateOrder {
        match self {
            Self::Dmy => DateOrder::DayFirst,
            Self::Mdy => DateOrder::MonthFirst,
            Self::Ymd => DateOrder::YearFirst,
        }
    }
}
