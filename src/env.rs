//! The arguments, the environment, the clock and the terminal, which nothing else reads. So everything
//! else can be tested with a chosen day, width and home folder.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::{Local, NaiveDate, Utc};

/// The variable by which a shell asks for candidates, the same for all programs that are completed in this way.
pub const COMPLETE_VARIABLE: &str = "COMPLETE";

/// The environment variables that `mou` reads, each with its effect. `mou help environment` prints them.
pub const ENVIRONMENT_VARIABLES: [(&str, &str); 24] = [
    ("MOU_FILE", "the registry file, if `--file` is not given"),
    ("MOU_TODAY", "the date to use as today, if `--as-of` is not given"),
    ("MOU_NOW", "the time to write to the log and to messages, such as 2022-07-04T12:00:00Z"),
    ("MOU_NO_LOCK", "1: change the registry without a lock, as `--no-lock` does"),
    ("MOU_NO_INPUT", "1: never ask, as `--no-input` does"),
    ("NO_COLOR", "anything: no colour"),
    ("CLICOLOR_FORCE", "anything but 0: colour, even if the output is not a terminal"),
    ("TERM", "`dumb`: no colour, no pager, and no questions for what is missing"),
    ("COLUMNS", "the width of tables on a terminal"),
    ("COMPLETE", "a shell: print candidates for it (set by the script of `mou completions`)"),
    ("MOU_PAGER", "the pager for what does not fit on the screen (default: less -FRX)"),
    ("PAGER", "the pager, if MOU_PAGER is not set"),
    ("LESS", "the options of less; if it is not set and less is the pager, FRX"),
    ("VISUAL", "the editor of `edit`"),
    ("EDITOR", "the editor of `edit`, if VISUAL is not set"),
    ("XDG_DATA_HOME", "the parent of the folder of the default registry"),
    ("XDG_CONFIG_HOME", "the parent of the folder of the user settings"),
    ("USER", "the name of the user in the log"),
    ("USERNAME", "as USER, on Windows"),
    ("EMAIL", "the sender of the messages of `remind --eml` (default: mou@localhost)"),
    ("LC_ALL", "the encoding: if it is not UTF-8, rules and arrows are ASCII, as with `--ascii`"),
    ("LC_CTYPE", "as LC_ALL, if that is not set"),
    ("LANG", "as LC_ALL, if neither is set"),
    ("HOME", "the home folder, which contains the default registry"),
];

/// The arguments, the environment and the terminals at the start of the program.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Env {
    /// The command line, without the name of the program.
    pub args: Vec<OsString>,
    /// `MOU_FILE`.
    pub file: Option<PathBuf>,
    /// `MOU_TODAY`.
    pub today: Option<String>,
    /// `MOU_NOW`.
    pub now: Option<String>,
    /// `MOU_NO_LOCK`.
    pub no_lock: bool,
    /// `MOU_NO_INPUT`.
    pub no_input: bool,
    /// Whether the terminal can only append lines.
    pub is_dumb: bool,
    /// Whether the environment requires colour (`true`) or forbids it (`false`).
    pub color: Option<bool>,
    /// `COLUMNS`, if it is a number above 0.
    pub columns: Option<usize>,
    /// `COMPLETE`, unless it is 0: the shell that asks for candidates.
    pub complete: Option<String>,
    /// `MOU_PAGER`, else `PAGER`.
    pub pager: Option<String>,
    /// Whether `LESS` is set.
    pub has_less_options: bool,
    /// `VISUAL`, else `EDITOR`.
    pub editor: Option<String>,
    /// `XDG_DATA_HOME`, if it is absolute.
    pub data_home: Option<PathBuf>,
    /// `XDG_CONFIG_HOME`, if it is absolute.
    pub config_home: Option<PathBuf>,
    /// `USER`, else `LOGNAME`, else `USERNAME`.
    pub user: Option<String>,
    /// `EMAIL`.
    pub email: Option<String>,
    /// Whether the locale has another encoding than UTF-8; `None` if no locale is set.
    pub ascii: Option<bool>,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// The columns of standard output, if it is a terminal.
    pub stdout_columns: Option<usize>,
    /// The lines of standard output, if it is a terminal that can move its cursor.
    pub stdout_rows: Option<usize>,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// This program, to run itself; `None` in tests.
    pub program: Option<PathBuf>,
    /// When the program started; `None` in tests.
    pub started: Option<Instant>,
}

impl Env {
    /// Reads those of the process.
    #[must_use]
    pub fn from_process() -> Self {
        let terminal = std::io::stdout().is_terminal();
        let columns = text("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|c| *c > 0);
        Self {
            args: std::env::args_os().skip(1).collect(),
            file: set("MOU_FILE").map(PathBuf::from),
            today: text("MOU_TODAY"),
            now: text("MOU_NOW"),
            no_lock: is_on("MOU_NO_LOCK"),
            no_input: is_on("MOU_NO_INPUT"),
            is_dumb: text("TERM").is_some_and(|term| term == "dumb"),
            color: color(),
            columns,
            complete: text(COMPLETE_VARIABLE).filter(|shell| shell != "0"),
            pager: text("MOU_PAGER").or_else(|| text("PAGER")),
            has_less_options: set("LESS").is_some(),
            editor: text("VISUAL").or_else(|| text("EDITOR")),
            data_home: set("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute()),
            config_home: set("XDG_CONFIG_HOME")
                .map(PathBuf::from)
                .filter(|path| path.is_absolute()),
            user: ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(text),
            email: text("EMAIL"),
            ascii: ["LC_ALL", "LC_CTYPE", "LANG"]
                .into_iter()
                .find_map(text)
                .as_deref()
                .map(is_ascii),
            stdin_is_terminal: std::io::stdin().is_terminal(),
            stdout_columns: terminal.then(|| columns.unwrap_or_else(terminal_columns)),
            // A console of Windows needs no TERM.
            stdout_rows: terminal_rows()
                .filter(|_| terminal && text("TERM").map_or(cfg!(windows), |term| term != "dumb")),
            stderr_is_terminal: std::io::stderr().is_terminal(),
            program: std::env::current_exe().ok(),
            started: Some(Instant::now()),
        }
    }

    /// Returns true if rules and arrows are printed in ASCII: the locale has another encoding than UTF-8, or
    /// there is no locale, as under cron, and no terminal.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.ascii.unwrap_or(self.stdout_columns.is_none())
    }

    /// Returns the local date of the machine.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the only reader of the clock")]
    pub fn local_date(&self) -> NaiveDate {
        Local::now().date_naive()
    }

    /// Returns how long the program has run. Used by progress messages.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.started.map(|started| started.elapsed()).unwrap_or_default()
    }

    /// Returns the time for the log and for messages, in RFC 3339 and UTC: `MOU_NOW` or the time of the clock.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the only reader of the clock")]
    pub fn time(&self) -> String {
        self.now
            .clone()
            .unwrap_or_else(|| Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }
}

/// The columns of a terminal whose width is not known.
const DEFAULT_TERMINAL_COLUMNS: usize = 80;

fn terminal_columns() -> usize {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map(|(width, _)| usize::from(width.0))
        .filter(|width| *width > 0)
        .unwrap_or(DEFAULT_TERMINAL_COLUMNS)
}

/// Returns the lines of the terminal; `None` if it does not say how many there are.
fn terminal_rows() -> Option<usize> {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map(|(_, height)| usize::from(height.0)).filter(|height| *height > 0)
}

/// Returns the value of a variable; `None` if it is not set or empty.
#[expect(clippy::disallowed_methods, reason = "this is the only reader of the environment")]
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn text(name: &str) -> Option<String> {
    set(name).map(|value| value.to_string_lossy().into_owned())
}

/// Returns true if the locale names another encoding than UTF-8: `C`, `de_DE.ISO-8859-1`.
fn is_ascii(locale: &str) -> bool {
    let locale = locale.split('@').next().unwrap_or_default();
    match locale.split_once('.') {
        Some((_, encoding)) => !["utf8", "utf-8"].contains(&encoding.to_ascii_lowercase().as_str()),
        None => ["C", "POSIX"].contains(&locale),
    }
}

/// Returns true if a variable that replaces a flag is set to something other than 0.
fn is_on(name: &str) -> bool {
    text(name).is_some_and(|value| value != "0")
}

fn color() -> Option<bool> {
    if set("NO_COLOR").is_some() {
        return Some(false);
    }
    if text("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return Some(true);
    }
    text("TERM").filter(|term| term == "dumb").map(|_| false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locale_of_another_encoding_is_ascii() {
        for (locale, expected) in [
            ("C", true),
            ("POSIX", true),
            ("C.UTF-8", false),
            ("en_US.utf8", false),
            ("ja_JP.eucJP", true),
            ("de_DE.ISO-8859-15@euro", true),
            ("de_DE.UTF-8@euro", false),
            ("tr_TR", false),
        ] {
            assert_eq!(is_ascii(locale), expected, "{locale}");
        }
        let env = |ascii, stdout_columns| Env { ascii, stdout_columns, ..Env::default() };
        assert!(env(None, None).is_ascii() && !env(None, Some(80)).is_ascii());
        assert!(env(Some(true), Some(80)).is_ascii() && !env(Some(false), None).is_ascii());
    }
}
