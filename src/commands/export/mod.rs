//! `mou export`: agreements for other programs, to a file or to standard output.

mod dates;
mod rows;
mod sheets;

use std::path::Path;

use self::dates::dates;
use self::rows::{rows, write_rows};
use crate::commands::Context;
use crate::commands::filters::{FilterArgs, select};
use crate::commands::progress::Progress;
use crate::domain::Query;
use crate::error::{Error, Result};
use crate::exchange::calendar::{Calendar, calendar};
use crate::exchange::csv::BYTE_ORDER_MARK;
use crate::exchange::workbook;
use crate::render::words;
use crate::report::listing::{ListedAgreement, Listing};

/// Write agreements for a spreadsheet, a calendar or another program
#[derive(Debug, Clone, clap::Args)]
#[command(
    long_about = "Write agreements for a spreadsheet, a calendar or another program\n\n\
        The ending of the file says the format; the name of a format alone writes to standard output. \
        csv and xlsx hold every field, and `mou import` reads them back. ics holds the last days, \
        act-by dates, reviews, obligations and planned activities of what is upcoming or in force: \
        written over an older calendar of the same registry it keeps what is unchanged, so that a \
        subscribed calendar is brought up to date in place. How often a subscriber looks again is up \
        to the program: some do so twice a day.",
    after_help = "Examples:\n  mou export mous.xlsx\n  mou export ends.ics --active\n  \
                  mou export csv --country JP"
)]
pub(crate) struct Args {
    /// File ending in .csv, .tsv, .xlsx, .json, .jsonl or .ics, or one of these without the dot
    #[arg(value_name = "FILE|FORMAT")]
    to: String,
    /// Leave out the mark before CSV and TSV by which spreadsheets know that it is UTF-8
    #[arg(long)]
    no_bom: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Tsv,
    Xlsx,
    Json,
    Jsonl,
    Ics,
}

impl Format {
    const ALL: [(&'static str, Self); 6] = [
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("xlsx", Self::Xlsx),
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        ("ics", Self::Ics),
    ];

    fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, format)| *format)
    }
}

/// Where an export goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To<'a> {
    Output(Format),
    File(&'a Path, Format),
}

impl To<'_> {
    fn format(self) -> Format {
        match self {
            Self::Output(format) | Self::File(_, format) => format,
        }
    }
}

impl Args {
    fn to(&self) -> Result<To<'_>> {
        if let Some(format) = Format::named(&self.to) {
            return Ok(To::Output(format));
        }
        let path = Path::new(&self.to);
        let ending = path.extension().and_then(|ending| ending.to_str());
        if let Some(format) = ending.and_then(Format::named) {
            return Ok(To::File(path, format));
        }
        let names: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
        Err(Error::usage(format!(
            "`{}` names no format; accepted are {}, or a file that ends in one of them",
            self.to,
            words::list_and(&names)
        ))
        .with_hint("`mou export csv` writes to standard output, `mou export mous.csv` to a file"))
    }
}

/// Writes the agreements that the filters let through.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let to = args.to()?;
    if to == To::Output(Format::Xlsx) && context.style.width.is_some() {
        return Err(Error::usage("a workbook is not written to a terminal")
            .with_hint("`mou export mous.xlsx` writes it to a file"));
    }
    let query = args.filters.query(&[], context.today)?;
    let format = to.format();
    if !matches!(format, Format::Xlsx | Format::Ics) {
        let rows = rows(format, &query, context)?;
        let begin = if args.no_bom { "" } else { BYTE_ORDER_MARK };
        let count = words::count(rows.len(), "agreement", "agreements");
        return match to {
            To::Output(_) => {
                write_rows(format, begin, rows, &mut context.streams.out)?;
                context.flush()
            }
            To::File(path, _) => {
                let rows = &mut Some(rows);
                let ((), warnings) = context.store.export(path, |_, mut out| {
                    write_rows(format, begin, rows.take().unwrap_or_default(), &mut out)
                })?;
                tell(context, path, &count, &warnings);
                Ok(())
            }
        };
    }
    if format == Format::Ics {
        return run_dates(to, &query, context);
    }
    let roll = context.roll()?;
    let chosen = select(&query, &roll, context);
    let mut progress = Progress::new(context.env, context.is_quiet(), "agreements");
    let To::File(path, _) = to else {
        let workbook = workbook(&roll, &chosen, &mut progress)?;
        drop(progress);
        return context.print_bytes(&workbook);
    };
    let ((), warnings) = context.store.export(path, |_, out| {
        let workbook = workbook(&roll, &chosen, &mut progress)?;
        out.write_all(&workbook).map_err(|cause| Error::output(&cause))
    })?;
    drop(progress);
    let what = words::count(chosen.len(), "agreement", "agreements");
    tell(context, path, &what, &warnings);
    Ok(())
}

/// Writes the dates of the agreements that the query lets through.
fn run_dates(to: To<'_>, query: &Query, context: &mut Context<'_>) -> Result<()> {
    let reading = context.read_to_pass()?;
    let dates = dates(&reading, query, context)?;
    let (head, today) = (reading.head(), context.today);
    if head.uid.is_none() && !reading.is_empty()? {
        context.warn(
            "the registry has no `uid`: a calendar of another one without it may have the same ids \
             for its dates",
        );
    }
    let To::File(path, _) = to else {
        return context.print(&calendar(head, &dates, today, None)?.text);
    };
    let (made, warnings) = context.store.export(path, |older, out| {
        let made = calendar(head, &dates, today, older).map_err(|error| {
            Error::failed(format!("`{}` is not replaced: {error}", path.display()))
                .with_hint("name another file, or remove this one")
        })?;
        out.write_all(made.text.as_bytes()).map_err(|cause| Error::output(&cause))?;
        Ok(made)
    })?;
    tell(context, path, &calendar_in_words(&made), &warnings);
    Ok(())
}

/// Returns the workbook of the agreements.
fn workbook(
    roll: &Listing,
    chosen: &[&ListedAgreement],
    progress: &mut Progress<'_>,
) -> Result<Vec<u8>> {
    let recorded =
        chosen.iter().filter_map(|entry| entry.agreement.latest_recorded_day(roll.today));
    let created = recorded.max().unwrap_or(roll.today);
    workbook::workbook(sheets::sheets(chosen, roll.today, progress), created)
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

fn tell(context: &mut Context<'_>, path: &Path, what: &str, warnings: &[String]) {
    for warning in warnings {
        context.warn(warning);
    }
    context.say(&format!("Wrote {what} to `{}`.", path.display()));
}
