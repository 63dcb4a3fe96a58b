//! `mou draft`: propose a record from a text, and record it.

mod record;

use std::num::NonZeroUsize;
use std::path::Path;

use self::record::{RecordedDraft, Recording, STANDARD_INPUT};
use crate::commands::answer::{ChangeArgs, ObjectFormat};
use crate::commands::command_line::CommandLine;
use crate::commands::fields::{self, FieldArgs};
use crate::commands::input::TypedField;
use crate::commands::outcome::Sentence;
use crate::commands::{Context, flag, ids};
use crate::domain::{Agreement, Day, Field, FieldSpec, InputContext, input};
use crate::error::{Error, Result};
use crate::extract::{SourceText, is_pdf};
use crate::pdf_process;
use crate::render::{self, words};
use crate::report::draft::{Draft, DraftedAgreement};
use crate::store::sha256_of;
use crate::text_file;

/// The most bytes of a text.
const MAX_SOURCE_BYTES: u64 = 20_000_000;

/// Propose a record from a press release, a web page or the agreement itself
///
/// The text is read offline. Each fact is printed with its quotation and with how certain it is:
/// stated, resolved (worked out from the day of the text), inferred, or composed by mou. What the
/// text does not say stays unknown. Nothing is recorded without --add.
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[command(after_help = "Examples:\n  mou draft examples/announcement-2022.md\n  \
                        mou draft examples/announcement-2019.md -o json > draft.json\n  \
                        mou draft examples/announcement-2022.md --add --yes --contact Mei")]
pub(crate) struct Args {
    /// Text, Markdown, HTML, Word document, PDF or message; - reads standard input
    #[arg(value_name = "FILE")]
    source: String,
    /// Day of the text, for \"today\" and \"on Thursday\" in it (default: the day that it gives)
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Use only the Nth agreement of a text with several
    #[arg(long, value_name = "N", value_parser = flag::whole_number::<NonZeroUsize>)]
    pick: Option<NonZeroUsize>,
    /// Print the plain text as it was read
    #[arg(long, conflicts_with_all = ["add", "pick"])]
    text: bool,
    /// Record what is proposed, and print the ids
    #[arg(long)]
    add: bool,
    /// Record without asking
    #[arg(short = 'y', long)]
    yes: bool,
    /// Record even if the registry has an agreement with the same parties and signing date
    #[arg(long)]
    anyway: bool,
    /// Id, instead of one made from the parties and the year signed
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
    /// Title, instead of the proposed one
    #[arg(long, value_name = "TITLE", help_heading = "Fields")]
    title: Option<String>,
    /// Proposed field to clear (can be repeated)
    #[arg(long, value_name = "FIELD", help_heading = "Fields")]
    clear: Vec<String>,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs,
}

/// Prints what the text proposes, or records it.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    if args.text && args.change.format != ObjectFormat::Table {
        return Err(Error::usage("`--text` cannot be combined with `--format`"));
    }
    let of_add = [("--yes", args.yes), ("--anyway", args.anyway), ("--id", args.id.is_some())];
    if let Some((flag, _)) = of_add.iter().find(|(_, is_typed)| *is_typed && !args.add) {
        return Err(Error::usage(format!("`{flag}` requires `--add`")));
    }
    let published = args.published(context.today)?;
    let bytes = if args.source == STANDARD_INPUT {
        let too_long = text_file::too_long("standard input", MAX_SOURCE_BYTES);
        context.input("the text", MAX_SOURCE_BYTES, too_long)?
    } else {
        text_file::read_bytes_of(Path::new(&args.source), MAX_SOURCE_BYTES)?
    };
    let args = Args { fields: args.fields.with_texts(context)?, ..args.clone() };
    let source = read_source(&bytes, context)
        .map_err(|why| Error::failed(why.replace("FILE", &args.name())))?;
    if args.text {
        return context.print(&source.text);
    }
    let mut draft = Draft::new(args.source.clone(), sha256_of(&bytes), source, published);
    args.pick(&mut draft)?;
    if draft.agreements.is_empty() {
        context.say(&format!("No agreement was found in {}.", args.name()));
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
        let all = CommandLine::new(&context.env.args).with("--add");
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
        if !context.can_ask() || args.source == STANDARD_INPUT {
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

impl Args {
    /// Returns the file in messages.
    fn name(&self) -> String {
        if self.source == STANDARD_INPUT {
            "standard input".to_owned()
        } else {
            format!("`{}`", self.source)
        }
    }

    /// Returns the day of the text, if it was given.
    fn published(&self, today: Day) -> Result<Option<Day>> {
        let parse = |text: &String| {
            input::parse_day(text, today)
                .map_err(|why| flag::refused("--published", &why, input::ACCEPTED_DAYS))
        };
        self.published.as_ref().map(parse).transpose()
    }

    /// Keeps only the agreement that was picked.
    ///
    /// Fails if there is no such agreement, or if flags that change one agreement were typed for several.
    fn pick(&self, draft: &mut Draft) -> Result<()> {
        let count = draft.agreements.len();
        if count == 0 {
            return Ok(());
        }
        let has = words::count(count, "agreement", "agreements");
        if let Some(number) = self.pick {
            if number.get() > count {
                let name = self.name();
                let error = format!("`--pick`: {name} has no agreement {number}: it has {has}");
                return Err(Error::bad_value(error));
            }
            draft.agreements = vec![draft.agreements.swap_remove(number.get() - 1)];
        } else if let Some(flag) = self.first_flag_of_one().filter(|_| count > 1) {
            let error = format!("`{flag}` is for one agreement, and {} has {has}", self.name());
            return Err(Error::usage(error).with_hint("`--pick N` uses only the Nth"));
        }
        Ok(())
    }

    /// Returns a flag that was typed and that changes a single agreement.
    fn first_flag_of_one(&self) -> Option<&str> {
        let names = [
            ("--id", self.id.is_some()),
            ("--title", self.title.is_some()),
            ("--clear", !self.clear.is_empty()),
        ];
        let own = names.into_iter().find(|(_, is_typed)| *is_typed).map(|(name, _)| name);
        own.or_else(|| self.fields.typed_flags().next())
    }

    /// Replaces the fields that were typed; `set` sets those that have a flag in every command.
    fn apply(
        &self,
        drafted: &mut DraftedAgreement,
        set: impl Fn(&FieldArgs, &mut Agreement) -> Result<()>,
    ) -> Result<()> {
        for field in fields::clear(&self.clear, &mut drafted.record)? {
            replace(field, drafted);
        }
        if let Some(title) = &self.title {
            let TypedField { field, flag, values } = TypedField::title("--title", title);
            let context = InputContext::without_registry(Day::MIN);
            let set = field.set(&mut drafted.record, &values, &context);
            set.map_err(|why| flag::refused(&flag, &why, field.accepts()))?;
            replace(field, drafted);
        }
        let open_renewal = drafted.open_renewal();
        for field in self.fields.typed_fields() {
            replace(field, drafted);
        }
        set(&self.fields, &mut drafted.record)?;
        // The text said how it is renewed, and now the length is known.
        if let (Some(by), Some(renewal)) = (open_renewal, &mut drafted.record.renewal)
            && !self.fields.has_renewal_by()
        {
            renewal.by = by;
        }
        Ok(())
    }

    /// Returns true if the values of this field were typed or cleared.
    fn replaces(&self, field: Field) -> bool {
        let is_cleared = |name: &String| name == field.name() || name == field.flag();
        self.fields.has(field) || self.clear.iter().any(is_cleared)
    }
}

/// Forgets where the values of a field come from, because a person replaced them.
fn replace(field: &FieldSpec<Agreement>, drafted: &mut DraftedAgreement) {
    if let Ok(field) = field.name.parse::<Field>() {
        drafted.replace(field);
    }
}
