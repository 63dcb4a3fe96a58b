//! `mou draft`: propose a record from a text, and record it.

mod args;
mod record;

use std::path::Path;

pub(crate) use self::args::Args;
use self::record::{RecordedDraft, Recording};
use crate::commands::answer::ObjectFormat;
use crate::commands::command_line::CommandLine;
use crate::commands::outcome::Sentence;
use crate::commands::{Context, ids};
use crate::error::{Error, Result};
use crate::extract::{SourceText, is_pdf};
use crate::pdf_process;
use crate::render::escape::visible_lines;
use crate::render::{self, words};
use crate::report::draft::Draft;
use crate::store::sha256_of;
use crate::text_file;

/// The most bytes of a text.
const MAX_SOURCE_BYTES: u64 = 20_000_000;

/// Prints what the text proposes, or records it.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    args.check()?;
    let published = args.published(context.today)?;
    let bytes = if args.is_standard_input() {
        let too_long = text_file::too_long("standard input", MAX_SOURCE_BYTES);
        context.input("the text", MAX_SOURCE_BYTES, too_long)?
    } else {
        text_file::read_bytes_of(Path::new(&args.source), MAX_SOURCE_BYTES)?
    };
    let args = Args { fields: args.fields.with_texts(context)?, ..args.clone() };
    let source = read_source(&bytes, context)
        .map_err(|why| Error::failed(why.replace("FILE", &args.name())))?;
    if args.text {
        return print_text(&source.text, context);
    }
    let mut draft = Draft::new(args.source.clone(), sha256_of(&bytes), source, published);
    args.pick(&mut draft)?;
    if draft.agreements.is_empty() {
        context.say(&format!("No agreement was found in {}.", args.name()));
        let is_table = args.change.format == ObjectFormat::Table;
        if is_table && !args.add && !args.is_standard_input() && args.pick.is_none() {
            let command = CommandLine::new(&context.env.args).with("--text");
            context.say_wrapped("hint: ", &format!("`{command}` prints the text as it was read"));
        }
    }
    if args.add {
        return add(&args, &draft, context);
    }
    let today = context.today;
    for drafted in &mut draft.agreements {
        args.apply(drafted, |fields, record| fields.apply_without_registry(record, today))?;
    }
    print(&args, &draft, context)
}

/// Prints the plain text: to its last byte on a pipe, because offsets refer to it, and made visible on a terminal.
fn print_text(text: &str, context: &mut Context<'_>) -> Result<()> {
    if context.style.width.is_none() {
        context.print(text)?;
        return if text.ends_with('\n') || text.is_empty() { Ok(()) } else { context.print("\n") };
    }
    visible_lines(text).iter().try_for_each(|line| context.print(&format!("{line}\n")))
}

/// Reads the text of a file; that of a PDF in a process of its own. Fails with a sentence in which `FILE` is the file.
fn read_source(bytes: &[u8], context: &Context<'_>) -> std::result::Result<SourceText, String> {
    if !is_pdf(bytes) {
        return SourceText::read(bytes);
    }
    let text = pdf_process::text_of(context.env.program.as_deref(), bytes)?;
    SourceText::from_pdf_text(&text)
}

fn print(args: &Args, draft: &Draft, context: &mut Context<'_>) -> Result<()> {
    if args.change.format == ObjectFormat::Table {
        context.print(&render::draft::text(draft, context.style))?;
    } else {
        context.print_object(&render::draft::object(draft)?)?;
    }
    let count = draft.agreements.len();
    if count > 0 && args.change.format == ObjectFormat::Table {
        let mut all = CommandLine::new(&context.env.args);
        all.add("--add", None);
        if args.is_standard_input() {
            all.add("--yes", None);
        }
        let all = all.one_line();
        let it = if count == 1 { "it".to_owned() } else { format!("all {count}") };
        context.say_wrapped("hint: ", &format!("`{all}` records {it}"));
    }
    Ok(())
}

/// Records the agreements of the draft, after a confirmation, and prints their ids.
fn add(args: &Args, draft: &Draft, context: &mut Context<'_>) -> Result<()> {
    if draft.agreements.is_empty() {
        return Ok(());
    }
    let recording = Recording {
        args,
        command: CommandLine::new(&context.env.args),
        draft,
        store: context.store.clone(),
        today: context.today,
    };
    let dry_run = args.change.dry_run;
    if !args.yes && !dry_run {
        // What cannot be recorded is refused before the prompt.
        let tried = context.try_out(|transaction| recording.record(transaction))?;
        if !context.can_ask() || args.is_standard_input() {
            let command = recording.command.with("--yes");
            return Err(context.needs_yes("record").with_hint(format!("`{command}`")));
        }
        context.print(&render::draft::text(&tried.draft, context.style))?;
        context.flush()?;
        if !context.confirm(&question(&tried))? {
            return Err(Error::failed("nothing was recorded"));
        }
    }
    let result = context.change(dry_run, |transaction| recording.record(transaction))?;
    let RecordedDraft { ids, activities, warnings, .. } = &result.value;
    context.warn_all(warnings);
    if result.is_written {
        for id in ids {
            context.print(&format!("{id}\n"))?;
        }
    }
    Sentence::new("Added", "add", &format!("{}.", ids::named(ids))).say(&result, context);
    if !activities.is_empty() {
        let rest = format!("{} to what it succeeds.", words::list_and(activities));
        Sentence::new("Added", "add", &rest).say(&result, context);
    }
    Ok(())
}

fn question(tried: &RecordedDraft) -> String {
    match (tried.ids.as_slice(), tried.draft.agreements.as_slice()) {
        ([id], [drafted]) => format!("Record `{}` as {id}?", drafted.record.title),
        (ids, _) => format!("Record these {} agreements?", ids.len()),
    }
}
