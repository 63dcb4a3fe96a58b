//! `mou config`: the owner, the settings and the uid of a registry.

use std::fmt::Write;

use strum::{AsRefStr, EnumString, VariantArray};

use crate::commands::answer::{ChangeArgs, ObjectFormat};
use crate::commands::user_config::{self, UserRequest};
use crate::commands::user_settings::{UserKey, UserSettings};
use crate::commands::{Context, flag};
use crate::domain::{Header, Lead, Party, Settings, Thresholds, input};
use crate::error::{Error, Result};
use crate::render::escape::visible;
use crate::render::json::Object;
use crate::render::{Grid, GridCell, GridColumn, Tone, table, words};
use crate::store::Transaction;

/// Show or change the settings of the registry
///
/// The keys are owner (the party that keeps the registry), within (the window of `expiring`),
/// dormant (the time without activity until an agreement is dormant), lead (how long before a
/// deadline `remind` and calendars remind; several, also separated by commas) and log (the size
/// above which the log is rotated, in bytes, or as 500kB or 5MB). uid is read-only; path is the
/// path of the registry.
///
/// `--user` shows or changes your own settings for all registries: columns.list, columns.expiring,
/// sort.list, within (the window of `expiring`), pager and color (auto, always or never). They apply to
/// tables on a terminal. A flag comes first, then the environment, then your settings, then those of the
/// registry. path is the path of their file. `mou undo` does not change them.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou config\n  mou config path\n  mou config within 90d\n  \
                        mou config lead 6m 1m\n  mou config owner --unset\n  \
                        mou config --user columns.list id,partners,ends\n  \
                        mou config --user within 3m --dry-run")]
pub(crate) struct Args {
    /// Key (default: all)
    key: Option<String>,
    /// New value
    #[arg(value_name = "VALUE")]
    values: Vec<String>,
    /// Show or change your own settings, for all registries
    #[arg(long)]
    user: bool,
    /// Go back to the default
    #[arg(long, visible_alias = "clear")]
    unset: bool,
    #[command(flatten)]
    change: ChangeArgs,
}

/// A key of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsRefStr, EnumString, VariantArray)]
#[strum(serialize_all = "lowercase")]
enum ConfigKey {
    Owner,
    Within,
    Dormant,
    Lead,
    Log,
    Uid,
}

/// The key that is not stored: the path of the registry.
pub(crate) const PATH_KEY: &str = "path";

/// Prints the configuration, or one value of it, or sets one.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    if args.user {
        let Args { key, values, unset, change, .. } = args;
        let request = UserRequest { key: key.as_deref(), values, unset: *unset, change };
        return user_config::run(&request, context);
    }
    context.warn_about_user_settings();
    let Some(name) = &args.key else {
        if args.unset {
            return Err(Error::usage("`--unset` needs a key").with_hint(known_keys()));
        }
        let head = context.read()?.head().clone();
        if args.change.format == ObjectFormat::Table {
            if context.env.stdout_columns.is_some() {
                let grid = with_sources(&head, &context.user);
                return table::lines(&grid, context.style)
                    .try_for_each(|line| context.print(&line));
            }
            return context.print(&listed(&head));
        }
        return context.print_object(&object(ConfigKey::VARIANTS, &head)?);
    };
    let has_change = args.unset || !args.values.is_empty();
    if name == PATH_KEY {
        if has_change {
            return Err(Error::usage("`path` is not set: `--file` and MOU_FILE name the registry"));
        }
        if args.change.format == ObjectFormat::Table {
            return context.print_value(&context.path());
        }
        let mut object = Object::new();
        object.set(PATH_KEY, &context.path())?;
        return context.print_object(&object);
    }
    let key = name.parse().map_err(|_| unknown_key(name))?;
    if has_change { set(args, key, context) } else { show(args, key, context) }
}

fn unknown_key(name: &str) -> Error {
    let hint = match words::suggestion(name, key_names()) {
        Some(suggestion) => format!("{suggestion} {}", known_keys()),
        None => known_keys(),
    };
    Error::bad_value(format!("there is no key `{name}`")).with_hint(hint)
}

fn known_keys() -> String {
    format!("the keys are {}", words::list_and(&key_names().collect::<Vec<_>>()))
}

/// Returns the names of all keys.
pub(crate) fn key_names() -> impl Iterator<Item = &'static str> {
    ConfigKey::VARIANTS.iter().map(AsRef::as_ref).chain([PATH_KEY])
}

fn show(args: &Args, key: ConfigKey, context: &mut Context<'_>) -> Result<()> {
    let head = context.read()?.head().clone();
    if args.change.format != ObjectFormat::Table {
        return context.print_object(&object(&[key], &head)?);
    }
    if let Some(value) = key.value(&head) {
        return context.print_value(&value);
    }
    context.say(&format!("No {} is set.", key.as_ref()));
    Ok(())
}

fn set(args: &Args, key: ConfigKey, context: &mut Context<'_>) -> Result<()> {
    if args.unset && !args.values.is_empty() {
        return Err(Error::usage("`--unset` takes no value"));
    }
    if !args.unset {
        // A wrong value is refused before the registry is read.
        key.set(&args.values, &mut Header::default())?;
    }
    let result = context.change(args.change.dry_run, |transaction| {
        let before = transaction.head().clone();
        key.set(&args.values, transaction.head_mut())?;
        let unknown = if key == ConfigKey::Owner { unknown_owner(transaction)? } else { None };
        Ok((before, transaction.head().clone(), unknown))
    })?;
    let (before, after, unknown_owner) = result.value;
    context.warn_all(unknown_owner.as_slice());
    if args.change.dry_run {
        return Ok(());
    }
    let name = key.as_ref();
    if before == after {
        context.say("Nothing to change.");
    } else if args.unset {
        let default = key.value(&after).map(|value| format!(": it is {value}"));
        context.say(&format!("Unset {name}{}.", default.unwrap_or_default()));
    } else {
        context.say(&format!("Changed {name}: it is {} now.", key.shown(&after)));
    }
    Ok(())
}

/// Returns a warning if no agreement names the owner.
fn unknown_owner(transaction: &Transaction<'_>) -> Result<Option<String>> {
    let Some(owner) = &transaction.head().owner else { return Ok(None) };
    let parties = transaction.gather(|agreement, parties: &mut Vec<Party>| {
        parties.extend(agreement.parties.iter().cloned());
    })?;
    // In a new registry no party is known yet.
    if parties.is_empty() || parties.iter().any(|party| party.is_called(owner)) {
        return Ok(None);
    }
    let names = parties.iter().flat_map(|party| [Some(&party.name), party.short.as_ref()]);
    let meant = words::suggestion(owner, names.flatten().map(AsRef::as_ref));
    let meant = meant.map(|meant| format!("; {meant}")).unwrap_or_default();
    Ok(Some(format!("no agreement names a party `{owner}`{meant}")))
}

/// Returns all keys with their values and where these come from; those of the user if they are set.
fn with_sources(head: &Header, user: &UserSettings) -> Grid {
    let names = ["key", "value", "from"];
    let column = |name: &str| GridColumn { name: name.to_owned(), is_number: false };
    let mut grid = Grid::new(names.map(column).to_vec());
    let mut push = |key: &str, value: &str, from: &str| {
        let cell = |text: &str| GridCell { text: text.to_owned().into(), tone: Tone::Plain };
        grid.rows.push([key, value, from].map(cell).into_iter().collect());
    };
    for key in ConfigKey::VARIANTS {
        let value = key.value(head);
        let from = match (&value, key.is_default(head)) {
            (None, _) => "",
            (Some(_), true) => "default",
            (Some(_), false) => "registry",
        };
        let value = value.as_deref().unwrap_or("(none)");
        match user.get(UserKey::Within).filter(|_| *key == ConfigKey::Within) {
            Some(own) => push(key.as_ref(), own, &format!("user settings, before {value}")),
            None => push(key.as_ref(), value, from),
        }
    }
    for key in UserKey::VARIANTS.iter().filter(|key| **key != UserKey::Within) {
        if let Some(value) = user.get(*key) {
            push(key.as_ref(), value, "user settings");
        }
    }
    grid
}

/// Returns all keys with their values, one a line.
fn listed(head: &Header) -> String {
    let keys = ConfigKey::VARIANTS;
    let width = keys.iter().map(|key| key.as_ref().len()).max().unwrap_or_default();
    let mut lines = String::new();
    for key in keys {
        let _ = writeln!(lines, "{:width$}  {}", key.as_ref(), visible(&key.shown(head)));
    }
    lines
}

/// Returns the keys with their values, in the form of the file.
fn object(keys: &[ConfigKey], head: &Header) -> Result<Object> {
    let (thresholds, settings) = (Thresholds::from_settings(&head.settings), &head.settings);
    let mut object = Object::new();
    for key in keys {
        let name = key.as_ref();
        match key {
            ConfigKey::Owner => object.set(name, &head.owner)?,
            ConfigKey::Within => object.set(name, &thresholds.within)?,
            ConfigKey::Dormant => object.set(name, &thresholds.dormant)?,
            ConfigKey::Lead => object.set(name, &settings.leads())?,
            ConfigKey::Log => {
                object.set(name, &settings.log.unwrap_or(Settings::DEFAULT_LOG_BYTES))?
            }
            ConfigKey::Uid => object.set(name, &head.uid)?,
        };
    }
    Ok(object)
}

/// Returns the name of a typed party as lists show it: its short name, or its name if it has none.
///
/// Fails if the text is not a party; `flag` is named in the error.
pub(crate) fn owner_of(flag: &str, typed: &str) -> Result<String> {
    let party = input::parse_party(typed)
        .map_err(|why| flag::refused(flag, &why, input::ACCEPTED_PARTIES))?;
    Ok(party.short_or_name().to_owned())
}

impl ConfigKey {
    /// Returns the value that is set, or the default; `None` if there is neither.
    fn value(self, head: &Header) -> Option<String> {
        let (thresholds, settings) = (Thresholds::from_settings(&head.settings), &head.settings);
        match self {
            Self::Owner => head.owner.clone(),
            Self::Within => Some(thresholds.within.to_string()),
            Self::Dormant => Some(thresholds.dormant.to_string()),
            Self::Lead => {
                Some(settings.leads().iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
            }
            Self::Log => Some(settings.log.unwrap_or(Settings::DEFAULT_LOG_BYTES).to_string()),
            Self::Uid => head.uid.clone(),
        }
    }

    /// Returns the value for people, marked if it is the default.
    fn shown(self, head: &Header) -> String {
        let Some(value) = self.value(head) else { return "(none)".to_owned() };
        if self.is_default(head) { format!("{value} (default)") } else { value }
    }

    /// Returns true if the key is not set.
    fn is_default(self, head: &Header) -> bool {
        let mut unset = head.clone();
        self.set(&[], &mut unset).is_ok() && unset == *head
    }

    /// Sets the key to the typed values, or to its default if there are none.
    ///
    /// Fails if a value cannot be read, if there are several for a key with one, or for `uid`.
    fn set(self, values: &[String], head: &mut Header) -> Result<()> {
        let name = self.as_ref();
        if let (false, [_, another, ..]) = (self == Self::Lead, values) {
            return Err(Error::usage(format!(
                "`{name}` takes one value, and `{another}` is there"
            )));
        }
        let value = values.first();
        let duration = || value.map(|text| flag::duration(name, text)).transpose();
        match self {
            Self::Owner => head.owner = value.map(|text| owner_of(name, text)).transpose()?,
            Self::Within => head.settings.within = duration()?,
            Self::Dormant => head.settings.dormant = duration()?,
            Self::Lead => {
                head.settings.lead.clear();
                for text in values.iter().flat_map(|value| value.split(',')) {
                    let lead = Lead(flag::duration(name, text)?);
                    if !head.settings.lead.contains(&lead) {
                        head.settings.lead.push(lead);
                    }
                }
            }
            Self::Log => {
                head.settings.log = value.map(|text| flag::bytes(name, text)).transpose()?;
            }
            Self::Uid => {
                return Err(Error::usage(
                    "`uid` is set when the registry is created and cannot be \
                    changed",
                )
                .with_hint("`mou init --uid UUID` sets it for a new registry"));
            }
        }
        Ok(())
    }
}
