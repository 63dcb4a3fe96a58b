//! The settings of a user: their keys, what each accepts, and where they are kept.

use std::collections::BTreeMap;

use directories::ProjectDirs;
use strum::{AsRefStr, EnumString, VariantArray};

use crate::commands::flag;
use crate::domain::input;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::render::words;
use crate::report::agreements::AGREEMENT_COLUMNS;
use crate::store::UserSettingsFile;

/// The file name of the settings in the user's config folder.
const FILE_NAME: &str = "config.json";

/// The words that `--color` accepts.
pub(crate) const COLOR_WORDS: [&str; 3] = ["auto", "always", "never"];

/// A key of the settings of a user.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsRefStr, EnumString, VariantArray,
)]
pub(crate) enum UserKey {
    /// The columns of `list`.
    #[strum(serialize = "columns.list")]
    ListColumns,
    /// The columns of `expiring`.
    #[strum(serialize = "columns.expiring")]
    ExpiringColumns,
    /// The order of `list`.
    #[strum(serialize = "sort.list")]
    ListSort,
    /// The window of `expiring`.
    #[strum(serialize = "within")]
    Within,
    /// The command that shows long output.
    #[strum(serialize = "pager")]
    Pager,
    /// When to colour.
    #[strum(serialize = "color")]
    Color,
}

impl UserKey {
    /// Returns the names of all keys.
    pub(crate) fn names() -> Vec<&'static str> {
        Self::VARIANTS.iter().map(AsRef::as_ref).collect()
    }

    /// Returns the value as it is stored. Fails if the key does not accept it.
    pub(crate) fn parse(self, text: &str) -> Result<String> {
        let (name, text) = (self.as_ref(), text.trim());
        match self {
            Self::ListColumns | Self::ExpiringColumns => {
                let columns: Vec<&str> = text.split(',').map(str::trim).collect();
                for column in &columns {
                    check_column(name, column)?;
                }
                Ok(columns.join(","))
            }
            Self::ListSort => {
                let (column, order) = text.split_once(':').unwrap_or((text, "asc"));
                check_column(name, column.trim())?;
                match order.trim() {
                    "asc" => Ok(column.trim().to_owned()),
                    "desc" => Ok(format!("{}:desc", column.trim())),
                    _ => Err(flag::not_accepted(name, text, "a column, alone or with :desc")),
                }
            }
            Self::Within => input::parse_window(text)
                .map(|_| text.to_owned())
                .map_err(|why| flag::refused(name, &why, input::ACCEPTED_WINDOWS)),
            Self::Pager if text.is_empty() => {
                Err(flag::not_accepted(name, text, "a command such as `less -FRX`"))
            }
            Self::Pager => Ok(text.to_owned()),
            Self::Color if COLOR_WORDS.contains(&text) => Ok(text.to_owned()),
            Self::Color => Err(flag::none_of(name, text, &COLOR_WORDS)),
        }
    }
}

/// Fails if there is no column of agreements with this name.
fn check_column(key: &str, name: &str) -> Result<()> {
    if AGREEMENT_COLUMNS.iter().any(|column| column.name == name) {
        return Ok(());
    }
    let names: Vec<&str> = AGREEMENT_COLUMNS.iter().map(|column| column.name).collect();
    let error = Error::bad_value(format!(
        "`{key}`: there is no column `{name}`; the columns are {}",
        names.join(", ")
    ));
    Err(match words::suggestion(name, names) {
        Some(hint) => error.with_hint(hint),
        None => error,
    })
}

/// The settings of a user that are set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct UserSettings {
    values: BTreeMap<UserKey, String>,
}

impl UserSettings {
    /// Reads the settings. Returns them without the values that are not accepted, and the reasons why in
    /// sentences.
    ///
    /// Fails if the file cannot be read or is damaged.
    pub(crate) fn read(file: &UserSettingsFile) -> Result<(Self, Vec<String>)> {
        let (mut settings, mut problems) = (Self::default(), Vec::new());
        let values = file.read(&UserKey::names())?;
        for key in UserKey::VARIANTS {
            let Some(text) = values.get(key.as_ref()) else { continue };
            match key.parse(text) {
                Ok(value) => drop(settings.values.insert(*key, value)),
                Err(why) => problems.push(format!("`{}`: {why}", file.path.display())),
            }
        }
        Ok((settings, problems))
    }

    /// Reads the settings for output on a terminal, and what is wrong with them in sentences. What cannot be
    /// read is ignored, so that a damaged file prevents no command.
    pub(crate) fn of_terminal(env: &Env) -> (Self, Vec<String>) {
        let Ok(file) = file(env) else { return Default::default() };
        match Self::read(&file) {
            Ok((settings, problems)) => (settings, problems),
            Err(error) => (Self::default(), vec![format!("{error}; user settings are ignored")]),
        }
    }

    /// Returns the value of a key; `None` if it is not set.
    pub(crate) fn get(&self, key: UserKey) -> Option<&str> {
        self.values.get(&key).map(String::as_str)
    }
}

/// Returns the file with the settings of the user.
///
/// Fails if there is no home folder.
pub(crate) fn file(env: &Env) -> Result<UserSettingsFile> {
    let folder = match &env.config_home {
        Some(config) => Some(config.join("mou")),
        None => ProjectDirs::from("", "", "mou").map(|project| project.config_dir().to_owned()),
    };
    let folder =
        folder.ok_or_else(|| Error::failed("there is no home folder for user settings"))?;
    Ok(UserSettingsFile { path: folder.join(FILE_NAME) })
}
