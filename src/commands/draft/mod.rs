//! `mou draft`: propose a record from a text.

use std::path::Path;

use crate::commands::answer::ObjectFormat;
use crate::commands::{Context, flag};
use crate::domain::{Day, input};
use crate::error::{Error, Result};
use crate::extract::SourceText;
use crate::render;
use crate::report::draft::Draft;
use crate::store::sha256_of;
use crate::text_file;

/// The most bytes of a text.
const MAX_SOURCE_BYTES: u64 = 20_000_000;

/// Propose a record from a press release, a web page or the agreement itself
///
/// The text is read offline, and every proposed fact is printed with its quotation and with how
/// certain it is: stated, resolved (worked out from the day of the text), inferred, or composed by
/// mou. What the text does not say stays unknown. Nothing is recorded.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou draft examples/announcement-2022.md\n  \
                        mou draft examples/announcement-2022.md -o json")]
pub(crate) struct Args {
    /// Text, Markdown, HTML, Word document, PDF or message; - reads standard input
    #[arg(value_name = "FILE")]
    source: String,
    /// Day of the text, for "today" and "on Thursday" in it
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Print only the Nth agreement of a text with several
    #[arg(long, value_name = "N", value_parser = flag::whole_number::<std::num::NonZeroUsize>)]
    pick: Option<std::num::NonZeroUsize>,
    /// Print the plain text as it was read
    #[arg(long)]
    text: bool,
    /// Format of the output
    #[arg(
        short = 'o',
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        help_heading = "Output"
    )]
    format: ObjectFormat,
}

/// Prints what the text proposes.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let published = args.published(context.today)?;
    let bytes = if args.source == "-" {
        let too_long = text_file::too_long("standard input", MAX_SOURCE_BYTES);
        context.input("the text", MAX_SOURCE_BYTES, too_long)?
    } else {
        text_file::read_bytes_of(Path::new(&args.source), MAX_SOURCE_BYTES)?
    };
    let source = SourceText::read(&bytes)
        .map_err(|why| Error::failed(format!("cannot read {}: {why}", args.name())))?;
    if args.text {
        return context.print(&source.text);
    }
    let draft = Draft::new(args.source.clone(), sha256_of(&bytes), source, published);
    print(args, &draft, context)
}

fn print(args: &Args, draft: &Draft, context: &mut Context<'_>) -> Result<()> {
    let numbers: Vec<usize> = (1..=draft.agreements.len()).collect();
    match args.format {
        ObjectFormat::Table => {
            let text = render::draft::text(draft, &numbers, context.style);
            context.print(&text)?;
        }
        ObjectFormat::Json => {
            context.print(&render::json::pretty(&render::draft::object(draft)?))?;
        }
        ObjectFormat::Jsonl => {
            context.print(&(render::draft::object(draft)?.to_compact() + "\n"))?;
        }
    }
    if draft.agreements.is_empty() {
        context.say(&format!("No agreement was found in {}.", args.name()));
    }
    Ok(())
}

impl Args {
    /// Returns the file in messages.
    fn name(&self) -> String {
        if self.source == "-" { "standard input".to_owned() } else { format!("`{}`", self.source) }
    }

    /// Returns the day of the text, if it was given.
    fn published(&self, today: Day) -> Result<Option<Day>> {
        let parse = |text: &String| {
            input::parse_day(text, today)
                .map_err(|why| flag::refused("--published", &why, input::ACCEPTED_DAYS))
        };
        self.published.as_ref().map(parse).transpose()
    }
}
