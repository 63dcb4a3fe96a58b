//! `mou export`: agreements for other programs, to a file or to standard output.

mod sheets;

use std::path::Path;

use strum::VariantNames;

use self::sheets::{ExportFormat, ExportLayout, rows, sheets, write_rows};
use crate::commands::filters::{FilterArgs, Selection, select};
use crate::commands::output::named_columns;
use crate::commands::progress::ProgressLine;
use crate::commands::{Context, flag};
use crate::domain::Query;
use crate::error::{Error, Result};
use crate::exchange::calendar::{Calendar, DatedAgreement, calendar};
use crate::exchange::csv::DEFAULT_SEPARATOR;
use crate::exchange::{own_file, workbook};
use crate::render::words;
use crate::report::agreements::{AGREEMENT_COLUMNS, is_complete_sheet};
use crate::report::listing::{ListedAgreement, Listing};

/// Write agreements for a spreadsheet, a calendar or another program
#[derive(Debug, Clone, clap::Args)]
#[command(
    long_about = "Write agreements for a spreadsheet, a calendar or another program\n\n\
        The extension of the file selects the format; a format name alone writes to standard \
        output. csv and xlsx contain every field, and `mou import` reads them back. ics contains \
        the last days, act-by dates, reviews, obligations and planned activities of agreements \
        that are upcoming or in force. Written over an older calendar of the same registry, it \
        keeps unchanged events, so that subscribed calendars are updated in place. Calendar \
        programs reload a subscription up to twice a day.\n\n\
        A file that mou did not write is not replaced unless --force is given. mou recognises its \
        workbook by a document property, its calendar by PRODID, its CSV by the header line, and \
        its JSON by the members of each agreement.",
    after_help = "Examples:\n  mou export mous.xlsx\n  mou export ends.ics --active\n  \
                  mou export csv --country JP"
)]
pub(crate) struct Args {
    /// File with the extension .csv, .tsv, .xlsx, .json, .jsonl or .ics, or a format name such as csv
    #[arg(value_name = "FILE|FORMAT")]
    to: String,
    /// Replace the file even if mou did not write it
    #[arg(long)]
    force: bool,
    /// Columns, in this order, separated by commas (default: all)
    #[arg(long, value_name = "NAMES")]
    columns: Option<String>,
    /// Separator of CSV, such as ; for spreadsheets in many languages
    #[arg(long, value_name = "CHARACTER")]
    separator: Option<String>,
    /// Omit the UTF-8 byte order mark of CSV and TSV, which spreadsheets need
    #[arg(long)]
    no_bom: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

/// The destination of an export: standard output or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Destination<'a> {
    Output(ExportFormat),
    File(&'a Path, ExportFormat),
}

impl Destination<'_> {
    fn format(self) -> ExportFormat {
        match self {
            Self::Output(format) | Self::File(_, format) => format,
        }
    }
}

impl Args {
    fn to(&self) -> Result<Destination<'_>> {
        if let Ok(format) = self.to.parse() {
            return Ok(Destination::Output(format));
        }
        let path = Path::new(&self.to);
        let ending = path.extension().and_then(|ending| ending.to_str());
        if let Some(format) = ending.and_then(|ending| ending.parse().ok()) {
            return Ok(Destination::File(path, format));
        }
        Err(Error::bad_value(format!(
            "`{}` does not name a format; use {}, or a file that ends in one of them",
            self.to,
            words::list_or(ExportFormat::VARIANTS)
        ))
        .with_hint("`mou export csv` writes to standard output, `mou export mous.csv` to a file"))
    }
}

impl Args {
    /// Returns what is written in this format.
    ///
    /// Fails on a column that does not exist, on a separator that is not one character, and if the format
    /// has no columns or no separator.
    fn layout(&self, format: ExportFormat) -> Result<ExportLayout> {
        let columns = match &self.columns {
            Some(_) if format == ExportFormat::Ics => {
                return Err(Error::bad_value("`--columns`: a calendar has no columns"));
            }
            Some(names) => named_columns("--columns", names, &AGREEMENT_COLUMNS)?,
            None => AGREEMENT_COLUMNS.iter().collect(),
        };
        let separator = match &self.separator {
            Some(_) if format != ExportFormat::Csv => {
                return Err(Error::usage("`--separator` is for CSV only"));
            }
            Some(text) => separator(text)?,
            None => DEFAULT_SEPARATOR,
        };
        Ok(ExportLayout {
            format,
            columns,
            has_chosen_columns: self.columns.is_some(),
            separator,
            has_byte_order_mark: !self.no_bom,
        })
    }

    /// Fails if the file that would be replaced is not an export, unless `--force` is given.
    fn check_replaced(
        &self,
        path: &Path,
        older: Option<&[u8]>,
        layout: &ExportLayout,
    ) -> Result<()> {
        let names = layout.names();
        let is_own_header = |header: &[&str]| header == names || is_complete_sheet(header);
        let is_own = older.filter(|_| !self.force).is_none_or(|bytes| match layout.format {
            ExportFormat::Csv | ExportFormat::Tsv => {
                own_file::is_own_sheet(bytes, layout.separator, is_own_header)
            }
            ExportFormat::Xlsx => bytes.is_empty() || workbook::is_own_workbook(bytes),
            ExportFormat::Json => own_file::is_own_json(bytes, &names),
            ExportFormat::Jsonl => own_file::is_own_json_lines(bytes, &names),
            ExportFormat::Ics => true,
        });
        if is_own { Ok(()) } else { Err(not_own(path)) }
    }
}

fn not_own(path: &Path) -> Error {
    Error::failed(format!("`{}` was not written by mou, so it is not replaced", path.display()))
        .with_hint("name another file, or replace this one with `--force`")
}

/// Parses the separator of CSV.
fn separator(text: &str) -> Result<u8> {
    match text.as_bytes() {
        b"\\t" => Ok(b'\t'),
        [byte] if *byte == b'\t' || (byte.is_ascii_punctuation() && *byte != b'"') => Ok(*byte),
        _ => Err(flag::not_accepted(
            "--separator",
            text,
            "one character that is no letter, digit, space or \", such as ; or | or \\t for a tab",
        )),
    }
}

/// Writes the agreements that the filters let through.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let to = args.to()?;
    if to == Destination::Output(ExportFormat::Xlsx) && context.style.width.is_some() {
        return Err(Error::usage("a workbook is not written to a terminal")
            .with_hint("`mou export mous.xlsx` writes it to a file"));
    }
    let query = args.filters.query(&[], context.today)?;
    let format = to.format();
    let layout = &args.layout(format)?;
    if !matches!(format, ExportFormat::Xlsx | ExportFormat::Ics) {
        let rows = rows(layout, &query, context)?;
        let count = words::count(rows.len(), "agreement", "agreements");
        return match to {
            Destination::Output(_) => {
                write_rows(layout, rows, &mut context.streams.out)?;
                context.flush()
            }
            Destination::File(path, _) => {
                let rows = &mut Some(rows);
                let ((), warnings) = context.store.export(path, |older, mut out| {
                    args.check_replaced(path, older, layout)?;
                    write_rows(layout, rows.take().unwrap_or_default(), &mut out)
                })?;
                print_written(context, path, &count, &warnings);
                Ok(())
            }
        };
    }
    if format == ExportFormat::Ics {
        return run_dates(to, &query, args.force, context);
    }
    let listing = context.listing()?;
    let chosen = select(&query, &listing, context)?;
    let mut progress = ProgressLine::new(context.env, context.is_quiet(), "agreements");
    let Destination::File(path, _) = to else {
        let workbook = workbook(layout, &listing, &chosen, &mut progress)?;
        drop(progress);
        return context.print_bytes(&workbook);
    };
    let ((), warnings) = context.store.export(path, |older, out| {
        args.check_replaced(path, older, layout)?;
        let workbook = workbook(layout, &listing, &chosen, &mut progress)?;
        out.write_all(&workbook).map_err(|cause| Error::output(&cause))
    })?;
    drop(progress);
    let what = words::count(chosen.len(), "agreement", "agreements");
    print_written(context, path, &what, &warnings);
    Ok(())
}

/// Writes the dates of the agreements that the query lets through.
fn run_dates(
    to: Destination<'_>,
    query: &Query,
    is_forced: bool,
    context: &mut Context<'_>,
) -> Result<()> {
    let reading = context.read_to_pass()?;
    let (head, today) = (reading.head(), context.today);
    let selected = Selection::of(query, false).scan(&reading, context, |entry, dates| {
        let life = entry.agreement.life(&entry.context, today);
        let dated = DatedAgreement {
            agreement: &entry.agreement,
            standing: &entry.standing,
            will_renew: life.will_renew,
        };
        dates.extend(dated.dates(&head.settings, today));
        Ok(())
    })?;
    let dates = selected.items;
    if head.uid.is_none() && !reading.is_empty()? {
        context.warn(
            "the registry has no `uid`: dates in the calendar of another registry may get the \
                same ids",
        );
    }
    let Destination::File(path, _) = to else {
        return context.print(&calendar(head, &dates, today, None)?.text);
    };
    let (made, warnings) = context.store.export(path, |older, out| {
        let made = match calendar(head, &dates, today, older) {
            Err(_) if is_forced => calendar(head, &dates, today, None)?,
            made => made.map_err(|error| {
                Error::failed(format!("`{}` was not replaced: {error}", path.display()))
                    .with_hint("name another file, or replace this one with `--force`")
            })?,
        };
        out.write_all(made.text.as_bytes()).map_err(|cause| Error::output(&cause))?;
        Ok(made)
    })?;
    print_written(context, path, &calendar_in_words(&made), &warnings);
    Ok(())
}

/// Returns the workbook of the agreements.
fn workbook(
    layout: &ExportLayout,
    listing: &Listing,
    chosen: &[&ListedAgreement],
    progress: &mut ProgressLine<'_>,
) -> Result<Vec<u8>> {
    let recorded =
        chosen.iter().filter_map(|entry| entry.agreement.latest_recorded_day(listing.today));
    let created = recorded.max().unwrap_or(listing.today);
    workbook::workbook(sheets(layout, chosen, listing.today, progress), created)
}

fn calendar_in_words(made: &Calendar) -> String {
    let all = words::count(made.events, "date", "dates");
    if made.added == made.events && made.gone == 0 {
        return all;
    }
    let same = made.events - made.added - made.changed;
    format!(
        "{all} ({} new, {} changed, {same} the same, {} gone)",
        made.added, made.changed, made.gone
    )
}

fn print_written(context: &mut Context<'_>, path: &Path, what: &str, warnings: &[String]) {
    for warning in warnings {
        context.warn(warning);
    }
    context.say(&format!("Wrote {what} to `{}`.", path.display()));
}
