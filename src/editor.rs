//! Editing a text in the user's editor.

use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::{Builder, TempPath};

use crate::error::{Error, Result};
use crate::platform;

/// A private file for an editor. It is removed when dropped, unless it is kept.
pub(crate) struct Manuscript {
    path: TempPath,
}

impl Manuscript {
    /// Creates the file, for its owner alone; `name` and `ending` are parts of its name.
    pub(crate) fn new(name: &str, ending: &str, text: &str) -> Result<Self> {
        // Such a file has the mode 0600, whatever the umask is.
        let made = Builder::new().prefix(&format!("mou-{name}-")).suffix(ending).tempfile();
        let failed = |cause: io::Error| {
            Error::io("cannot create a file for the editor in", &std::env::temp_dir(), &cause)
        };
        let mut file = made.map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        Ok(Self { path: file.into_temp_path() })
    }

    /// Runs the editor on the file and waits for it.
    ///
    /// `editor` may have arguments, some of them quoted; the path is passed as the last one. No shell is
    /// used. Fails if the editor cannot be run, or if it fails.
    pub(crate) fn edit(&self, editor: &str) -> Result<()> {
        let words = words_of(editor);
        let Some((program, arguments)) = words.split_first() else {
            return Err(Error::bad_value(format!("the editor `{editor}` does not name a program")));
        };
        let run = |name: &str| Command::new(name).args(arguments).arg(&*self.path).status();
        let ended = platform::without_interrupts(|| {
            platform::SCRIPT_ENDINGS.iter().fold(run(program), |ended, ending| match ended {
                Err(cause) if cause.kind() == ErrorKind::NotFound => {
                    run(&format!("{program}{ending}"))
                }
                ended => ended,
            })
        });
        let status = ended.map_err(|cause| {
            Error::io("cannot run the editor", Path::new(program), &cause)
                .with_hint("set VISUAL or EDITOR to a program")
        })?;
        if status.success() {
            return Ok(());
        }
        if platform::is_interrupted(status) {
            return Err(Error::interrupted(format!(
                "the editor `{program}` was interrupted; nothing was changed"
            )));
        }
        let how = status.code().map_or_else(
            || "was ended by a signal".to_owned(),
            |code| format!("ended with exit code {code}"),
        );
        Err(Error::failed(format!("the editor `{program}` {how}; nothing was changed")))
    }

    /// Returns the current text of the file, without a byte order mark and with the line ends of Unix: editors of
    /// Windows write both.
    pub(crate) fn read(&self) -> Result<String> {
        let failed = |cause: io::Error| Error::io("cannot read", &self.path, &cause);
        // An editor may replace the file, even by a pipe.
        let opened = platform::open_options().read(true).open(&self.path);
        let mut file = opened.map_err(failed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let text =
            String::from_utf8(bytes).map_err(|_| Error::failed("the edited text is not UTF-8"))?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
    }

    /// Replaces the text of the file.
    pub(crate) fn write(&self, text: &str) -> Result<()> {
        let failed = |cause: io::Error| Error::io("cannot write", &self.path, &cause);
        let mut options = platform::open_options_without_link();
        let opened = options.write(true).truncate(true).open(&self.path);
        let mut file = opened.map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)
    }

    /// Keeps the file, and returns its path.
    pub(crate) fn keep(self) -> Result<PathBuf> {
        let path = self.path.to_path_buf();
        self.path.keep().map_err(|cause| Error::io("cannot keep", &path, &cause.error))
    }
}

/// Splits a command line at its spaces; text in quotes is one word.
pub(crate) fn words_of(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match quote {
            Some(mark) if letter == mark => quote = None,
            None if letter == '\'' || letter == '"' => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            None if letter.is_whitespace() => words.extend(word.take()),
            Some(_) | None => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_without_a_mark_and_with_line_ends_of_unix() {
        let manuscript = Manuscript::new("a", ".json", "").unwrap();
        manuscript.write("\u{feff}{\r\n  \"id\": \"a\"\r\n}\r\n").unwrap();
        assert_eq!(manuscript.read().unwrap(), "{\n  \"id\": \"a\"\n}\n");
    }

    #[test]
    fn editor_is_split_at_spaces_but_not_within_quotes() {
        for (line, words) in [
            ("vi", &["vi"][..]),
            ("  code  --wait ", &["code", "--wait"]),
            ("sed -i s/2027/2028/", &["sed", "-i", "s/2027/2028/"]),
            ("'/opt/My Editor/bin' -w \"two words\"x", &["/opt/My Editor/bin", "-w", "two wordsx"]),
            ("ed ''", &["ed", ""]),
            ("$(reboot) `x`", &["$(reboot)", "`x`"]),
            (" ", &[]),
        ] {
            assert_eq!(words_of(line), words, "{line}");
        }
    }
}
