//! `mou export`: agreements for other programs, to a file or to standard output.

mod sheets;

use std::path::Path;

use strum::VariantNames;

use self::sheets::{ExportFormat, rows, sheets, write_rows};
use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selection, select};
use crate::commands::progress::ProgressLine;
use crate::domain::Query;
use crate::error::{Error, Result};
use crate::exchange::calendar::{Calendar, DatedAgreement, calendar};
use crate::exchange::csv::BYTE_ORDER_MARK;
use crate::exchange::workbook;
use crate::render::words;
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
        programs reload a subscription up to twice a day.",
    after_help = "Examples:\n  mou export mous.xlsx\n  mou export ends.ics --active\n  \
                  mou export csv --country JP"
)]
pub(crate) struct Args {
    /// File with the extension .csv, .tsv, .xlsx, .json, .jsonl or .ics, or a format name such as csv
    #[arg(value_name = "FILE|FORMAT")]
    to: String,
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

/// Writes the agreements that the filters let through.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let to = args.to()?;
    if to == Destination::Output(ExportFormat::Xlsx) && context.style.width.is_some() {
        return Err(Error::usage("a workbook is not written to a terminal")
            .with_hint("`mou export mous.xlsx` writes it to a file"));
    }
    let query = args.filters.query(&[], context.today)?;
    let format = to.format();
    if !matches!(format, ExportFormat::Xlsx | ExportFormat::Ics) {
        let rows = rows(format, &query, context)?;
        let begin = if args.no_bom { "" } else { BYTE_ORDER_MARK };
        let count = words::count(rows.len(), "agreement", "agreements");
        return match to {
            Destination::Output(_) => {
                write_rows(format, begin, rows, &mut context.streams.out)?;
                context.flush()
            }
            Destination::File(path, _) => {
                let rows = &mut Some(rows);
                let ((), warnings) = context.store.export(path, |_, mut out| {
                    write_rows(format, begin, rows.take().unwrap_or_default(), &mut out)
                })?;
                print_written(context, path, &count, &warnings);
                Ok(())
            }
        };
    }
    if format == ExportFormat::Ics {
        return run_dates(to, &query, context);
    }
    let listing = context.listing()?;
    let chosen = select(&query, &listing, context);
    let mut progress = ProgressLine::new(context.env, context.is_quiet(), "agreements");
    let Destination::File(path, _) = to else {
        let workbook = workbook(&listing, &chosen, &mut progress)?;
        drop(progress);
        return context.print_bytes(&workbook);
    };
    let ((), warnings) = context.store.export(path, |_, out| {
        let workbook = workbook(&listing, &chosen, &mut progress)?;
        out.write_all(&workbook).map_err(|cause| Error::output(&cause))
    })?;
    drop(progress);
    let what = words::count(chosen.len(), "agreement", "agreements");
    print_written(context, path, &what, &warnings);
    Ok(())
}

/// Writes the dates of the agreements that the query lets through.
fn run_dates(to: Destination<'_>, query: &Query, context: &mut Context<'_>) -> Result<()> {
    let reading = context.read_to_pass()?;
    let (head, today) = (reading.head(), context.today);
    let dates = Selection::of(query, false).scan(&reading, context, |entry, dates| {
        let life = entry.agreement.life(&entry.context, today);
        let dated = DatedAgreement {
            agreement: &entry.agreement,
            standing: &entry.standing,
            will_renew: life.will_renew,
        };
        dates.extend(dated.dates(&head.settings, today));
        Ok(())
    })?;
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
        let made = calendar(head, &dates, today, older).map_err(|error| {
            Error::failed(format!("`{}` was not replaced: {error}", path.display()))
                .with_hint("name another file, or remove this one")
        })?;
        out.write_all(made.text.as_bytes()).map_err(|cause| Error::output(&cause))?;
        Ok(made)
    })?;
    print_written(context, path, &calendar_in_words(&made), &warnings);
    Ok(())
}

/// Returns the workbook of the agreements.
fn workbook(
    listing: &Listing,
    chosen: &[&ListedAgreement],
    progress: &mut ProgressLine<'_>,
) -> Result<Vec<u8>> {
    let recorded =
        chosen.iter().filter_map(|entry| entry.agreement.latest_recorded_day(listing.today));
    let created = recorded.max().unwrap_or(listing.today);
    workbook::workbook(sheets(chosen, listing.today, progress), created)
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
