//! What can go wrong, in the words that a person reads, and the exit code that goes with it.

use std::fmt;

/// A failure: what kind it is, one lower-case sentence, and what to do next where that is known.
///
/// The sentence names the path, id or flag that it is about; what was typed is quoted in back-ticks
/// and is made visible where it is printed, not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    message: String,
    hint: Option<String>,
}

/// The kinds of failure, one for each exit code of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Refused by this registry, or input or output failed: exit code 1.
    Failed,
    /// Wrong usage, or a value that no registry could accept: exit code 2.
    Usage,
    /// No such record, or an ambiguous one: exit code 3.
    NotFound,
    /// Found, where the command was asked to say so by its exit code: exit code 4.
    ///
    /// Nothing is printed for it.
    Found,
    /// The registry stayed locked by another process: exit code 5.
    Locked,
    /// The file is no registry, is damaged, or is of a newer version: exit code 6.
    Damaged,
    /// The reader of our output went away: a quiet success, exit code 0.
    BrokenPipe,
}

/// What a function that can fail returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None }
    }

    /// Returns a refusal by this registry, or a failure of input or output (exit code 1).
    #[must_use]
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// Returns a complaint about wrong usage (exit code 2).
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Returns the complaint that no record, or more than one, answers to an id (exit code 3).
    #[must_use]
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// Returns the silent verdict that something was found (exit code 4).
    #[must_use]
    pub fn found() -> Self {
        Self::new(Kind::Found, String::new())
    }

    /// Returns the complaint that the registry stayed locked (exit code 5).
    #[must_use]
    pub fn locked(message: impl Into<String>) -> Self {
        Self::new(Kind::Locked, message)
    }

    /// Returns the complaint that a file is no sound registry (exit code 6).
    #[must_use]
    pub fn damaged(message: impl Into<String>) -> Self {
        Self::new(Kind::Damaged, message)
    }

    /// Returns a failure of input or output at `path` while `doing` ("cannot read", "cannot write").
    #[must_use]
    pub fn io(doing: &str, path: &std::path::Path, cause: &std::io::Error) -> Self {
        Self::failed(format!("{doing} `{}`: {}", path.display(), in_words(cause)))
    }

    /// Returns what a failure to write to standard output amounts to: a reader that went away is
    /// [`Kind::BrokenPipe`], anything else a failure.
    #[must_use]
    pub fn output(cause: &std::io::Error) -> Self {
        if cause.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::new(Kind::BrokenPipe, String::new());
        }
        Self::failed(format!("cannot write to standard output: {}", in_words(cause)))
    }

    /// Returns the same failure with a next step for the reader.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns the same failure with `prefix` before the sentence.
    #[must_use]
    pub(crate) fn with_prefix(mut self, prefix: &str) -> Self {
        self.message.insert_str(0, prefix);
        self
    }

    /// Returns the kind of the failure.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the sentence that says what went wrong; empty where nothing is to be said.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what to do next, where that is known.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Returns the exit code: the one place where exit codes are chosen.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self.kind {
            Kind::BrokenPipe => 0,
            Kind::Failed => 1,
            Kind::Usage => 2,
            Kind::NotFound => 3,
            Kind::Found => 4,
            Kind::Locked => 5,
            Kind::Damaged => 6,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Returns the operating system's words for `cause` without the number that Rust appends.
fn in_words(cause: &std::io::Error) -> String {
    let words = cause.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
