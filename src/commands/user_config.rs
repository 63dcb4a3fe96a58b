//! `mou config --user`: the settings of a user for all registries.

use std::fmt::Write;

use strum::VariantArray;

use crate::commands::Context;
use crate::commands::answer::{ChangeArgs, ObjectFormat};
use crate::commands::user_settings::{UserKey, UserSettings, file};
use crate::error::{Error, Result};
use crate::render::diff::arrow;
use crate::render::escape::visible;
use crate::render::json::Object;
use crate::render::words;
use crate::store::{Mode, UserSettingsFile};

/// The key that is not stored: the path of the file.
const PATH_KEY: &str = "path";

/// What is asked of the settings of the user.
pub(crate) struct UserRequest<'a> {
    /// The key; `None` for all of them.
    pub(crate) key: Option<&'a str>,
    /// The new value; several are columns, or an error.
    pub(crate) values: &'a [String],
    /// Whether the key goes back to its default.
    pub(crate) unset: bool,
    /// Whether anything is written, and the format.
    pub(crate) change: &'a ChangeArgs,
}

/// Prints the settings of the user, or one value of them, or sets one.
pub(crate) fn run(request: &UserRequest<'_>, context: &mut Context<'_>) -> Result<()> {
    let file = file(context.env)?;
    let has_change = request.unset || !request.values.is_empty();
    let key = match request.key {
        None if request.unset => {
            return Err(Error::usage("`--unset` needs a key").with_hint(known_keys()));
        }
        None => None,
        Some(PATH_KEY) if has_change => {
            return Err(Error::usage(
                "`path` is not set: XDG_CONFIG_HOME or HOME names the folder of the user settings",
            ));
        }
        Some(PATH_KEY) => return show_path(&file, request.change.format, context),
        Some(name) => Some(name.parse().map_err(|_| unknown_key(name))?),
    };
    match key {
        Some(key) if has_change => set(request, key, &file, context),
        _ => show(key, request.change.format, &file, context),
    }
}

fn unknown_key(name: &str) -> Error {
    let names = UserKey::names().into_iter().chain([PATH_KEY]);
    let hint = match words::suggestion(name, names) {
        Some(suggestion) => format!("{suggestion} {}", known_keys()),
        None => known_keys(),
    };
    Error::usage(format!("there is no user setting `{name}`")).with_hint(hint)
}

fn known_keys() -> String {
    let names: Vec<&str> = UserKey::names().into_iter().chain([PATH_KEY]).collect();
    format!("the user settings are {}", words::list_and(&names))
}

fn show_path(
    file: &UserSettingsFile,
    format: ObjectFormat,
    context: &mut Context<'_>,
) -> Result<()> {
    let path = file.path.display().to_string();
    if format == ObjectFormat::Table {
        return context.print_value(&path);
    }
    let mut object = Object::new();
    object.set(PATH_KEY, &path)?;
    context.print_object(&object)
}

/// Prints one value, or all keys with their values.
fn show(
    key: Option<UserKey>,
    format: ObjectFormat,
    file: &UserSettingsFile,
    context: &mut Context<'_>,
) -> Result<()> {
    let (settings, problems) = UserSettings::read(file)?;
    context.warn_all(&problems);
    let keys = key.as_ref().map_or(UserKey::VARIANTS, std::slice::from_ref);
    if format != ObjectFormat::Table {
        let mut object = Object::new();
        for key in keys {
            object.set(key.as_ref(), &settings.get(*key))?;
        }
        return context.print_object(&object);
    }
    match (key, key.and_then(|key| settings.get(key))) {
        (Some(_), Some(value)) => context.print_value(value),
        (Some(key), None) => {
            context.say(&format!("No {} is set.", key.as_ref()));
            Ok(())
        }
        (None, _) => {
            let width = keys.iter().map(|key| key.as_ref().len()).max().unwrap_or_default();
            let mut lines = String::new();
            for key in keys {
                let value = settings.get(*key).map_or_else(|| "(not set)".into(), visible);
                let _ = writeln!(lines, "{:width$}  {value}", key.as_ref());
            }
            context.print(&lines)
        }
    }
}

/// Sets a key, or removes it.
fn set(
    request: &UserRequest<'_>,
    key: UserKey,
    file: &UserSettingsFile,
    context: &mut Context<'_>,
) -> Result<()> {
    let name = key.as_ref();
    let is_list = matches!(key, UserKey::ListColumns | UserKey::ExpiringColumns);
    let new = match request.values {
        [] => None,
        [_, ..] if request.unset => return Err(Error::usage("`--unset` takes no value")),
        [_, another, ..] if !is_list => {
            return Err(Error::usage(format!(
                "`{name}` takes one value, and `{another}` is there"
            )));
        }
        values => Some(key.parse(&values.join(","))?),
    };
    let mode = if request.change.dry_run { Mode::Try } else { Mode::Apply };
    // A value that is not a text is replaced, too.
    let old = file.read(&[name]).unwrap_or_default().remove(name);
    let Some(warnings) = file.set(name, new.as_deref(), mode)? else {
        context.say(if mode == Mode::Try { "Nothing would change." } else { "Nothing to change." });
        return Ok(());
    };
    context.warn_all(&warnings);
    if mode == Mode::Try {
        let shown = |value: Option<String>| value.unwrap_or_else(|| "(none)".to_owned());
        let (arrow, old, new) = (arrow(context.style), shown(old), shown(new));
        let (old, new) = (visible(&old), visible(&new));
        context.print(&format!("{name}: {old} {arrow} {new}\n"))?;
        context.say("Dry run, nothing was written.");
    } else if let Some(new) = new {
        context.say(&format!("Changed {name}: it is {new} now."));
    } else {
        context.say(&format!("Unset {name}."));
    }
    Ok(())
}
