//! `mou remind`: the reminders that have come due, each once.

use std::path::{Path, PathBuf};

use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selected, Selection};
use crate::domain::{Date, Day, GivenReminder, Header, Mailbox, Query};
use crate::error::{Error, Result};
use crate::exchange::email::{Email, MessageId, SentTime};
use crate::platform;
use crate::render::escape::visible;
use crate::render::json::Object;
use crate::render::{json, mail, reminders};
use crate::report::reminders::{ContactReminders, Reminder, due, has_due};
use crate::store::{RegistryFile, ReminderMemory};

/// The sender of messages, unless the environment names one.
const DEFAULT_SENDER: &str = "mou@localhost";

/// Print the reminders that have come due, each once, by contact
#[derive(Debug, Clone, clap::Args)]
#[command(
    long_about = "Print the reminders that have come due, each once, by contact\n\n\
        Run it every day from cron. A reminder comes due some time before a deadline: the act-by \
        date of an agreement that is not settled, its next review, or the day by which an \
        obligation is due. `mou config lead` sets these lead times (default: 6m and 1m), `mou edit \
        ID --lead` those of one agreement. Once a deadline has passed, there is one more: notice \
        was missed, the agreement has lapsed, or the review or obligation is overdue.\n\n\
        What was printed is remembered in X.reminders.jsonl beside the registry X.json, when all of \
        it is written. A run that did not take place loses nothing, and a run that fails is \
        repeated by the next one. With filters, only what is printed is remembered. With -q and \
        --exit-code nothing is printed, and nothing is remembered.\n\n\
        With --eml, one message for each contact is written into DIR, which is created if it does not \
        exist; no file there is replaced. mou sends nothing: `sendmail -t` does, or any other \
        program that reads messages (RFC 5322). The recipients are the addresses in the contact. \
        Without an address there is no recipient, and the subject names the contact.",
    after_help = "Examples:\n  mou remind --dry-run\n  mou remind --again --contact mei -o json\n  \
        mou remind --country JP --exit-code\n  mou remind --eml outbox"
)]
pub(crate) struct Args {
    /// Print all that still apply, also those that were given before
    #[arg(long)]
    again: bool,
    /// Print them, but do not remember them
    #[arg(short = 'n', long = "dry-run")]
    is_dry_run: bool,
    /// Exit with 4 if a reminder is printed
    #[arg(long)]
    exit_code: bool,
    /// Write a message for each contact into this folder, and print the paths
    #[arg(long, value_name = "DIR")]
    eml: Option<PathBuf>,
    #[command(flatten)]
    filters: FilterArgs,
    /// Format of the output
    #[arg(
        short = 'o',
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        help_heading = "Output"
    )]
    format: ReminderFormat,
}

/// The formats of reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum ReminderFormat {
    /// For people, by contact
    #[default]
    Text,
    /// One JSON array
    Json,
    /// One JSON object per line
    Jsonl,
}

/// Gives the reminders that have come due, and remembers them.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let query = args.filters.query(&[], context.today)?;
    let is_silent = args.exit_code && context.is_quiet();
    let writes_nothing = args.is_dry_run || is_silent;
    let outbox = args.eml.as_deref();
    let outbox = outbox.map(|folder| Outbox::open(folder, writes_nothing, context)).transpose()?;
    let mut has_reminders = false;
    let mut give = |registry: &RegistryFile, memory: &ReminderMemory, context: &mut Context<'_>| {
        context.warn_all(&memory.warnings);
        let found = find(args, &query, registry, memory, context)?;
        has_reminders = !found.is_empty();
        let keys = found.iter().flat_map(Reminder::keys).filter(|key| !memory.has(key));
        let today = Date::from_day(context.today);
        let given = keys.filter_map(|key| Some(GivenReminder::new(key, today?))).collect();
        if !is_silent {
            let groups = ContactReminders::grouped(found);
            print(args, outbox.as_ref(), &groups, registry.head(), context)?;
            context.flush()?;
            // A file that was printed to must not be lost once the memory is on the disk.
            platform::sync_output().map_err(|cause| Error::output(&cause))?;
        }
        if has_reminders && !memory.exists() && memory.warnings.is_empty() {
            context.say(&format!(
                "`{}` does not exist yet, so all reminders that have come due are given.",
                memory.path.display()
            ));
        }
        Ok(given)
    };
    let store = context.store.clone();
    if writes_nothing || !store.exists()? {
        let memory = store.given_reminders()?;
        let registry = context.read_to_pass()?;
        let _: Vec<GivenReminder> = give(&registry, &memory, context)?;
    } else {
        let stamp = context.stamp();
        store.give_reminders(&stamp, |registry, memory| give(registry, memory, context))?;
        let is_for_people = args.format == ReminderFormat::Text;
        if has_reminders && is_for_people && context.env.stderr_is_terminal {
            context.hint("`mou remind --again` prints them again");
        }
    }
    if args.exit_code && has_reminders { Err(Error::found()) } else { Ok(()) }
}

/// Returns the reminders that have come due, without those given before unless `--again` asks for them.
fn find(
    args: &Args,
    query: &Query,
    registry: &RegistryFile,
    memory: &ReminderMemory,
    context: &mut Context<'_>,
) -> Result<Vec<Reminder>> {
    let (settings, today) = (&registry.head().settings, context.today);
    let selection = Selection {
        matches: &|agreement, standing| has_due(agreement, standing, today, settings),
        ..Selection::of(query, false)
    };
    let Selected { items, .. } = selection.scan(registry, context, |entry, items| {
        items.extend(due(entry, settings, |key| !args.again && memory.has(key)));
        Ok(())
    })?;
    Ok(items)
}

/// Prints the reminders, or writes them as messages and prints the paths.
fn print(
    args: &Args,
    outbox: Option<&Outbox<'_>>,
    groups: &[ContactReminders],
    head: &Header,
    context: &mut Context<'_>,
) -> Result<()> {
    let paths = match outbox {
        Some(outbox) => outbox.write(groups, head, args.is_dry_run, context)?,
        None => Vec::new(),
    };
    let objects = || -> Result<Vec<Object>> {
        let mut objects = Vec::new();
        for (index, group) in groups.iter().enumerate() {
            for reminder in &group.reminders {
                let mut object = reminders::object(reminder)?;
                object.set("file", &paths.get(index).map(|path| path.display().to_string()))?;
                objects.push(object);
            }
        }
        Ok(objects)
    };
    match args.format {
        ReminderFormat::Text if groups.is_empty() => Ok(()),
        ReminderFormat::Text if outbox.is_some() => {
            paths.iter().try_for_each(|path| print_path(path, context))
        }
        ReminderFormat::Text => {
            context.print(&reminders::text(groups, context.today, context.style))
        }
        ReminderFormat::Json => context.print(&json::array_pretty(&objects()?)),
        ReminderFormat::Jsonl => context.print(&json::lines(&objects()?)),
    }
}

/// Prints a path, byte for byte; on a terminal with control characters made visible.
fn print_path(path: &Path, context: &mut Context<'_>) -> Result<()> {
    if context.style.width.is_some() {
        return context.print_value(&path.display().to_string());
    }
    context.print_bytes(&[path.as_os_str().as_encoded_bytes(), b"\n"].concat())
}

/// Where messages are written, by whom and when.
struct Outbox<'a> {
    folder: &'a Path,
    from: Mailbox,
    sent: SentTime,
}

impl<'a> Outbox<'a> {
    /// Returns the outbox in `folder`, which is created unless it is a dry run.
    ///
    /// Fails if it cannot be, and if the sender or the time in the environment cannot be read: also if no reminder is
    /// due, so that it is noticed in time.
    fn open(folder: &'a Path, is_dry_run: bool, context: &Context<'_>) -> Result<Self> {
        let sender = context.env.email.as_deref().unwrap_or(DEFAULT_SENDER);
        let from = Mailbox::all_in(sender).into_iter().next().ok_or_else(|| {
            Error::bad_value(format!(
                "`EMAIL`: `{sender}` is not an address; write one such as office@example.org"
            ))
        })?;
        let sent = SentTime::parse(&context.env.time())?;
        context.store.make_folder(folder, is_dry_run)?;
        Ok(Self { folder, from: shown(from), sent })
    }

    /// Writes one message for each contact, all or none. Returns their paths, of a dry run those that would be written.
    fn write(
        &self,
        groups: &[ContactReminders],
        head: &Header,
        is_dry_run: bool,
        context: &Context<'_>,
    ) -> Result<Vec<PathBuf>> {
        let messages: Vec<(String, Vec<u8>)> =
            groups.iter().map(|group| self.message(group, head, context.today)).collect();
        if is_dry_run {
            let names = messages.iter().map(|(name, _)| context.store.new_path(self.folder, name));
            return Ok(names.collect());
        }
        context.store.write_new(self.folder, &messages)
    }

    /// Returns the name of the file and the message for a contact.
    fn message(&self, group: &ContactReminders, head: &Header, today: Day) -> (String, Vec<u8>) {
        let contact = group.contact.as_deref();
        let (owner, uid) = (head.owner.as_deref(), head.uid.as_deref().unwrap_or_default());
        let to: Vec<Mailbox> =
            Mailbox::all_in(contact.unwrap_or_default()).into_iter().map(shown).collect();
        let id = MessageId::new(uid, group.reminders.iter().flat_map(Reminder::keys));
        let subject = mail::subject(group, to.is_empty());
        let email = Email {
            from: &self.from,
            to: &to,
            sent: self.sent,
            id: &id,
            subject: &subject,
            text: &mail::text(group, owner, today),
            html: &mail::page(group, &subject, owner, today),
        };
        (id.file_name(&today.to_string(), contact, &to), email.to_bytes())
    }
}

/// Returns the mailbox with hidden characters in its name made visible.
fn shown(mailbox: Mailbox) -> Mailbox {
    Mailbox { name: visible(&mailbox.name).into_owned(), ..mailbox }
}
