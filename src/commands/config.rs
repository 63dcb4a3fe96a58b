//! `mou config`: what a registry says of itself.

use std::fmt::Write;

use crate::commands::{Desk, flag};
use crate::domain::{Head, Lead, Settings, Spans, typed};
use crate::error::{Error, Result};
use crate::render::escape::visible;
use crate::render::words;

/// Show or set what holds for the whole registry
///
/// The keys are owner (the party whose registry it is), within (the window of `expiring`), dormant
/// (how long nothing has to be done), lead (how long before an act-by date calendars ring; several,
/// also separated by commas) and log (the size past which the log is set aside, in bytes, or as 500kB
/// or 5MB); uid can be read only, and path tells where the registry is, or would be.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou config\n  mou config path\n  mou config within 90d\n  \
                        mou config lead 6m 1m\n  mou config owner --unset")]
pub(crate) struct Args {
    /// Key; all without one
    key: Option<String>,
    /// Value to set, as typed anywhere else
    #[arg(value_name = "VALUE")]
    values: Vec<String>,
    /// Go back to the default
    #[arg(long, visible_alias = "clear")]
    unset: bool,
    /// Show what would change, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// A key of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Owner,
    Within,
    Dormant,
    Lead,
    Log,
    Uid,
}

/// The key that is no setting: where the registry is.
const PATH: &str = "path";

/// Prints the configuration, or one value of it, or sets one.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let Some(name) = &args.key else {
        if args.unset {
            return Err(Error::usage("`--unset` needs a key").with_hint(Key::known()));
        }
        let head = desk.read()?.head().clone();
        return desk.print(&listed(&head));
    };
    let changes = args.unset || !args.values.is_empty();
    if name == PATH {
        if changes {
            return Err(Error::usage("`path` is not set: `--file` and MOU_FILE name the registry"));
        }
        let path = desk.place().path.display().to_string();
        return desk.print_value(&path);
    }
    let key = Key::called(name)?;
    if changes { set(args, key, desk) } else { show(key, desk) }
}

fn show(key: Key, desk: &mut Desk<'_>) -> Result<()> {
    let head = desk.read()?.head().clone();
    if let Some(value) = key.value(&head) {
        return desk.print_value(&value);
    }
    desk.say(&format!("No {} is set.", key.name()));
    Ok(())
}

fn set(args: &Args, key: Key, desk: &mut Desk<'_>) -> Result<()> {
    if args.unset && !args.values.is_empty() {
        return Err(Error::usage("`--unset` goes without a value"));
    }
    let typed = Head::default();
    let typed = if args.unset { typed } else { key.read(&args.values)? };
    let done = desk.change(args.dry_run, |draft| {
        let before = draft.head().clone();
        key.put(&typed, draft.head_mut())?;
        Ok((before, draft.head().clone()))
    })?;
    let (before, after) = done.value;
    if args.dry_run {
        return Ok(());
    }
    if before == after {
        desk.say("Nothing to change.");
    } else if args.unset {
        let again = key.value(&after).map_or_else(String::new, |value| format!(": it is {value}"));
        desk.say(&format!("Unset {}{again}.", key.name()));
    } else {
        desk.say(&format!("Changed {}: it is {} now.", key.name(), key.told(&after)));
    }
    Ok(())
}

/// Returns all keys with their values, one a line.
fn listed(head: &Head) -> String {
    let width = Key::ALL.map(|key| key.name().len()).into_iter().max().unwrap_or_default();
    let mut lines = String::new();
    for key in Key::ALL {
        let _ = writeln!(lines, "{:width$}  {}", key.name(), visible(&key.told(head)));
    }
    lines
}

/// Reads the party whose registry it is, by what it is called in lists: its short name, else its
/// name.
pub(crate) fn owner_of(flag: &str, typed: &str) -> Result<String> {
    let party = typed::party(typed).map_err(|why| flag::refused(flag, &why, typed::PARTIES))?;
    Ok(party.short_or_name().to_owned())
}

impl Key {
    const ALL: [Self; 6] =
        [Self::Owner, Self::Within, Self::Dormant, Self::Lead, Self::Log, Self::Uid];

    fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Within => "within",
            Self::Dormant => "dormant",
            Self::Lead => "lead",
            Self::Log => "log",
            Self::Uid => "uid",
        }
    }

    fn called(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).into_iter().chain([PATH]);
            let error = Error::usage(format!("there is no key `{name}`"));
            let nearest = words::nearest(name, known);
            if nearest.is_empty() {
                return error.with_hint(Self::known());
            }
            error.with_hint(format!("did you mean {}? {}", words::ticked(&nearest), Self::known()))
        })
    }

    /// Names all keys.
    fn known() -> String {
        let known: Vec<&str> = Self::ALL.map(Self::name).into_iter().chain([PATH]).collect();
        format!("the keys are {}", words::list_and(&known))
    }

    /// Returns the value that holds, where there is one.
    fn value(self, head: &Head) -> Option<String> {
        let (spans, settings) = (Spans::of(&head.settings), &head.settings);
        match self {
            Self::Owner => head.owner.clone(),
            Self::Within => Some(spans.within.to_string()),
            Self::Dormant => Some(spans.dormant.to_string()),
            Self::Lead => {
                Some(settings.leads().iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
            }
            Self::Log => Some(settings.log.unwrap_or(Settings::USUAL_LOG).to_string()),
            Self::Uid => head.uid.clone(),
        }
    }

    /// Returns the value for people, with a word where it is the default.
    fn told(self, head: &Head) -> String {
        let settings = &head.settings;
        let is_set = match self {
            Self::Owner | Self::Uid => true,
            Self::Within => settings.within.is_some(),
            Self::Dormant => settings.dormant.is_some(),
            Self::Lead => !settings.lead.is_empty(),
            Self::Log => settings.log.is_some(),
        };
        let value = self.value(head).unwrap_or_else(|| "(none)".to_owned());
        if is_set { value } else { format!("{value} (default)") }
    }

    /// Reads what was typed into a head that says nothing else.
    fn read(self, values: &[String]) -> Result<Head> {
        let mut head = Head::default();
        let name = self.name();
        if let (false, [_, another, ..]) = (self == Self::Lead, values) {
            return Err(Error::usage(format!(
                "`{name}` takes one value, and `{another}` is there"
            )));
        }
        let value = values.first().map(String::as_str).unwrap_or_default();
        match self {
            Self::Owner => head.owner = Some(owner_of(name, value)?),
            Self::Within => head.settings.within = Some(flag::duration(name, value)?),
            Self::Dormant => head.settings.dormant = Some(flag::duration(name, value)?),
            Self::Lead => {
                for text in values.iter().flat_map(|value| value.split(',')) {
                    let lead = Lead(flag::duration(name, text)?);
                    if !head.settings.lead.contains(&lead) {
                        head.settings.lead.push(lead);
                    }
                }
            }
            Self::Log => head.settings.log = Some(flag::bytes(name, value)?),
            Self::Uid => return Err(uid_is_made_once()),
        }
        Ok(head)
    }

    /// Puts what `typed` says under the key into `head`.
    fn put(self, typed: &Head, head: &mut Head) -> Result<()> {
        match self {
            Self::Owner => head.owner.clone_from(&typed.owner),
            Self::Within => head.settings.within = typed.settings.within,
            Self::Dormant => head.settings.dormant = typed.settings.dormant,
            Self::Lead => head.settings.lead.clone_from(&typed.settings.lead),
            Self::Log => head.settings.log = typed.settings.log,
            Self::Uid => return Err(uid_is_made_once()),
        }
        Ok(())
    }
}

fn uid_is_made_once() -> Error {
    Error::usage("`uid` is made once, when the registry is, and stays")
        .with_hint("`mou init --uid UUID` chooses that of a new registry")
}
