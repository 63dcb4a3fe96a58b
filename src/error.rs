//! Errors, as a user reads them, and their exit codes.

use std::fmt;
use std::path::Path;

use strum::{IntoStaticStr, VariantArray};

use crate::platform;

/// An error: its kind, one lower-case sentence, and a hint at the next step.
///
/// The sentence names the path, id or flag that it is about. Typed text is in back-ticks; control
/// characters in it are made visible when it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    message: String,
    details: Vec<ErrorLine>,
    hint: Option<String>,
    /// What few errors have; apart, so that results stay small.
    extras: Option<Box<ErrorExtras>>,
}

/// What few errors have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct ErrorExtras {
    /// The lines of the hint after the first.
    hint_lines: Vec<String>,
    /// The further members of the object in JSON: each name with its JSON text.
    members: Vec<(&'static str, String)>,
}

/// A line below the sentence of an error. If it is too long for the terminal, the text in its middle is shortened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrorLine {
    /// The beginning.
    pub start: String,
    /// The text that may be shortened.
    pub text: String,
    /// The end.
    pub end: String,
}

/// A line that is one text.
impl From<String> for ErrorLine {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl fmt::Display for ErrorLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.start, self.text, self.end)
    }
}

/// The kinds of errors. The name of each, in lower case with hyphens, is its code in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// Refused because of what is recorded: exit code 1.
    Refused,
    /// There is no registry: exit code 1.
    NoRegistry,
    /// Input or output failed: exit code 1.
    Io,
    /// Wrong usage: exit code 2.
    Usage,
    /// A value that no registry accepts: exit code 2.
    BadValue,
    /// No such record: exit code 3.
    NotFound,
    /// More than one record: exit code 3.
    Ambiguous,
    /// Something was found, and the exit code reports it: exit code 4. Nothing is printed.
    Found,
    /// The registry stayed locked by another process: exit code 5.
    Locked,
    /// The file is not a registry: exit code 6.
    NotARegistry,
    /// The registry is damaged: exit code 6.
    Damaged,
    /// The registry has a newer version: exit code 6.
    NewerVersion,
    /// Interrupted by Ctrl-C in a program that mou ran: exit code 130.
    Interrupted,
    /// The reader of stdout closed it. This is not reported: exit code 0.
    BrokenPipe,
}

/// The result of a function that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), details: Vec::new(), hint: None, extras: None }
    }

    /// Returns the error for what is refused because of what is recorded (exit code 1).
    #[must_use]
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// Returns the error for a registry that does not exist (exit code 1).
    #[must_use]
    pub fn no_registry(message: impl Into<String>) -> Self {
        Self::new(Kind::NoRegistry, message)
    }

    /// Returns an error about wrong usage (exit code 2).
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Returns the error for a value that no registry accepts (exit code 2).
    #[must_use]
    pub fn bad_value(message: impl Into<String>) -> Self {
        Self::new(Kind::BadValue, message)
    }

    /// Returns the error for an id that names no record (exit code 3).
    #[must_use]
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// Returns the error for an id that may be one of several records (exit code 3).
    #[must_use]
    pub fn ambiguous(message: impl Into<String>) -> Self {
        Self::new(Kind::Ambiguous, message)
    }

    /// Returns the silent result that something was found (exit code 4).
    #[must_use]
    pub fn found() -> Self {
        Self::new(Kind::Found, String::new())
    }

    /// Returns the error for a registry that stayed locked (exit code 5).
    #[must_use]
    pub fn locked(message: impl Into<String>) -> Self {
        Self::new(Kind::Locked, message)
    }

    /// Returns the error for a registry that is damaged (exit code 6).
    #[must_use]
    pub fn damaged(message: impl Into<String>) -> Self {
        Self::new(Kind::Damaged, message)
    }

    /// Returns the error for a file that is not a registry (exit code 6).
    #[must_use]
    pub fn not_a_registry(message: impl Into<String>) -> Self {
        Self::new(Kind::NotARegistry, message)
    }

    /// Returns the error for a registry of a newer version (exit code 6).
    #[must_use]
    pub fn newer_version(message: impl Into<String>) -> Self {
        Self::new(Kind::NewerVersion, message)
    }

    /// Returns the error for a program that was interrupted by Ctrl-C (exit code 130).
    #[must_use]
    pub(crate) fn interrupted(message: impl Into<String>) -> Self {
        Self::new(Kind::Interrupted, message)
    }

    /// Returns the error of input or output at `path`; `doing` is its beginning, such as "cannot read".
    #[must_use]
    pub fn io(doing: &str, path: &Path, cause: &std::io::Error) -> Self {
        let shown = path.display();
        if platform::is_in_use(cause) {
            let place = if is_sheet(path) { "in Excel" } else { "there" };
            return Self::new(
                Kind::Io,
                format!("{doing} `{shown}`: another program has it open; close it {place}"),
            );
        }
        let words = platform::words_of(cause, Some(path)).map(str::to_owned);
        let words = words.unwrap_or_else(|| in_words(cause));
        Self::new(Kind::Io, format!("{doing} `{shown}`: {words}"))
    }

    /// Returns the error for standard input that cannot be read.
    #[must_use]
    pub fn input(cause: &std::io::Error) -> Self {
        Self::new(Kind::Io, format!("cannot read standard input: {}", in_words(cause)))
    }

    /// Returns the error for a failed write to stdout: [`Kind::BrokenPipe`] if the reader closed it.
    #[must_use]
    pub fn output(cause: &std::io::Error) -> Self {
        if cause.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::new(Kind::BrokenPipe, String::new());
        }
        Self::new(Kind::Io, format!("cannot write to standard output: {}", in_words(cause)))
    }

    /// Returns the same error with lines that belong to the sentence, such as the records that match.
    #[must_use]
    pub fn with_details(mut self, details: Vec<ErrorLine>) -> Self {
        self.details = details;
        self
    }

    /// Returns the same error with a hint at the next step.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns the same error with a hint of several lines, such as one that ends with a command.
    #[must_use]
    pub fn with_hint_lines(mut self, lines: Vec<String>) -> Self {
        let mut lines = lines.into_iter();
        self.hint = lines.next();
        self.extras.get_or_insert_default().hint_lines = lines.collect();
        self
    }

    /// Returns the same error with a member for the object of the error in JSON, as JSON text.
    #[must_use]
    pub fn with_member(mut self, name: &'static str, json: String) -> Self {
        self.extras.get_or_insert_default().members.push((name, json));
        self
    }

    /// Returns the same error with `prefix` before the sentence.
    #[must_use]
    pub(crate) fn with_prefix(mut self, prefix: &str) -> Self {
        self.message.insert_str(0, prefix);
        self
    }

    /// Returns the same error with `suffix` after the sentence.
    #[must_use]
    pub(crate) fn with_suffix(mut self, suffix: &str) -> Self {
        self.message.push_str(suffix);
        self
    }

    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the sentence; empty if nothing is printed.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the lines that belong to the sentence.
    #[must_use]
    pub fn details(&self) -> &[ErrorLine] {
        &self.details
    }

    /// Returns the hint at the next step.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Returns the lines of the hint after the first.
    #[must_use]
    pub fn hint_lines(&self) -> &[String] {
        self.extras.as_ref().map_or(&[], |extras| &extras.hint_lines)
    }

    /// Returns the further members of the object of the error in JSON: each name with its JSON text.
    #[must_use]
    pub fn members(&self) -> &[(&'static str, String)] {
        self.extras.as_ref().map_or(&[], |extras| &extras.members)
    }

    /// Returns the exit code.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self.kind {
            Kind::BrokenPipe => 0,
            Kind::Refused | Kind::NoRegistry | Kind::Io => 1,
            Kind::Usage | Kind::BadValue => 2,
            Kind::NotFound | Kind::Ambiguous => 3,
            Kind::Found => 4,
            Kind::Locked => 5,
            Kind::NotARegistry | Kind::Damaged | Kind::NewerVersion => 6,
            Kind::Interrupted => 130,
        }
    }

    /// Returns the flag that the error is about: the first one that its sentence names.
    #[must_use]
    pub fn flag(&self) -> Option<&str> {
        // Typed text is in back-ticks too, so every second part is.
        let quoted = self.message.split('`').skip(1).step_by(2);
        let named = quoted.filter_map(|text| text.split([' ', '=']).next());
        named.filter(|name| name.len() > 2).find(|name| name.starts_with("--"))
    }

    /// Returns true if the file is not a registry that can be read.
    #[must_use]
    pub fn is_unreadable_registry(&self) -> bool {
        self.code() == 6
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Returns true if the name is that of a sheet, which people open in Excel.
fn is_sheet(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ["xlsx", "xlsm", "xls", "ods", "csv", "tsv"]
        .iter()
        .any(|sheet| ending.eq_ignore_ascii_case(sheet))
}

/// Returns the message of the operating system, without the error number that Rust appends.
fn in_words(cause: &std::io::Error) -> String {
    if let Some(words) = platform::words_of(cause, None) {
        return words.to_owned();
    }
    let words = cause.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
