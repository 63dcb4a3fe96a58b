//! The flags that every command takes.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use directories::ProjectDirs;

use crate::commands::flag;
use crate::domain::{Day, typed};
use crate::env::Env;
use crate::error::{Error, Result};
use crate::render::Style;
use crate::store::Place;

/// The name of the registry in the folder of the user's data.
const USUAL_NAME: &str = "registry.json";

/// The flags that every command takes.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Registry to work at
    #[arg(long, global = true, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Day that counts as today
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<String>,
    /// When to colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    color: Color,
    /// Columns to fit tables and cards into, on a pipe too
    #[arg(
        long,
        global = true,
        value_name = "COLUMNS",
        value_parser = flag::whole_number::<NonZeroUsize>
    )]
    width: Option<NonZeroUsize>,
    /// Draw with ASCII characters alone
    #[arg(long, global = true)]
    ascii: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// How long to wait for another process that changes the registry
    #[arg(long, global = true, value_name = "SECONDS", default_value = "10s")]
    pub(crate) lock_timeout: String,
    /// Change the registry without a lock
    #[arg(long, global = true)]
    pub(crate) no_lock: bool,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Global {
    /// Returns the day that counts as today: that of the flag, of `MOU_TODAY`, or the machine's.
    /// Each may be relative to the one behind it.
    pub(crate) fn today(&self, env: &Env) -> Result<Day> {
        let mut today = env.local_date();
        for (name, named) in [("MOU_TODAY", &env.today), ("--as-of", &self.as_of)] {
            if let Some(text) = named {
                today = typed::day(text, today)
                    .map_err(|why| flag::refused(name, &why, typed::DAYS))?;
            }
        }
        Ok(today)
    }

    /// Returns where the registry is: at the flag's path, that of `MOU_FILE`, or the usual place.
    pub(crate) fn place(&self, env: &Env) -> Result<Place> {
        if let Some(path) = self.file.as_ref().or(env.file.as_ref()) {
            return Ok(Place { path: path.clone(), named: true });
        }
        let folder = match &env.data_home {
            Some(data) => Some(data.join("mou")),
            None => ProjectDirs::from("", "", "mou").map(|project| project.data_dir().to_owned()),
        };
        let folder = folder.ok_or_else(|| {
            Error::failed("there is no home folder to keep the registry in")
                .with_hint("name a registry with `--file FILE` or MOU_FILE")
        })?;
        Ok(Place { path: folder.join(USUAL_NAME), named: false })
    }

    /// Returns what standard output is like.
    pub(crate) fn style(&self, env: &Env) -> Style {
        let is_terminal = env.stdout_columns.is_some();
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => env.color.unwrap_or(is_terminal),
        };
        let width = self.width.map(NonZeroUsize::get).or(env.stdout_columns);
        Style { width, color, ascii: self.ascii || env.ascii }
    }
}
