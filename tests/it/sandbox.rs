//! A sandbox for a test: a temporary folder with `mou`, a fixed clock, width and home.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// Today, in every test that sets no other day.
pub(crate) const TODAY: &str = "2026-11-22";

/// A temporary folder with a home. The registry is `registry.json` there.
pub(crate) struct Sandbox {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// The output and the exit code of a command.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "compare the output or the code"]
pub(crate) struct CommandOutput {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Sandbox {
    /// Returns a sandbox without a registry.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder, variables: Vec::new() }
    }

    /// Returns a sandbox whose registry is the example with the two memoranda.
    pub(crate) fn with_example() -> Self {
        Self::with_registry(&example("uk-singapore.json"))
    }

    /// Returns a sandbox whose registry has this text.
    pub(crate) fn with_registry(text: &str) -> Self {
        let sandbox = Self::new();
        sandbox.write("registry.json", text);
        sandbox
    }

    /// Sets an environment variable for all commands.
    pub(crate) fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn registry(&self) -> String {
        self.read("registry.json")
    }

    /// Returns the sorted names in the folder, except the home.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "home")
            .collect();
        names.sort();
        names
    }

    /// Returns the command `mou` with these arguments, in this folder and a fixed environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.program(Path::new(env!("CARGO_BIN_EXE_mou")), args)
    }

    /// Returns the command `program` with these arguments, in this folder and a fixed environment.
    pub(crate) fn program(&self, program: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("LC_ALL", "C.UTF-8")
            .env("MOU_FILE", "registry.json")
            .env("MOU_TODAY", TODAY)
            .env("MOU_NOW", "2026-11-22T09:30:00Z")
            .stdin(Stdio::null());
        self.set_system_variables(&mut command);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    #[cfg(unix)]
    fn set_system_variables(&self, command: &mut Command) {
        let programs = Path::new(env!("CARGO_BIN_EXE_mou")).parent().unwrap();
        command
            .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display()))
            .env("HOME", self.path("home"))
            .env("USER", "mei");
    }

    /// The home folder is part of the user account there, so the folders of `mou` are set one by one.
    #[cfg(windows)]
    fn set_system_variables(&self, command: &mut Command) {
        for name in ["SystemRoot", "TEMP", "TMP"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command
            .env("XDG_DATA_HOME", self.path("home/.local/share"))
            .env("XDG_CONFIG_HOME", self.path("home/.config"))
            .env("USERNAME", "mei");
    }

    /// Runs `mou` with these arguments.
    pub(crate) fn mou(&self, args: &[&str]) -> CommandOutput {
        CommandOutput::new(output_of(self.command(args), &[]), self)
    }

    /// Runs `mou` with these arguments and this text on stdin.
    pub(crate) fn mou_with_input(&self, input: impl AsRef<[u8]>, args: &[&str]) -> CommandOutput {
        let mut command = self.command(args);
        command.stdin(Stdio::piped());
        CommandOutput::new(output_of(command, input.as_ref()), self)
    }

    /// Runs a command line in this folder. Only one that needs a shell is given to one.
    ///
    /// Panics on Windows if it needs a shell: `needs_shell` tells.
    pub(crate) fn shell(&self, line: &str) -> CommandOutput {
        if let Some((variables, words)) = plain_words(line) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut command = self.command(&words);
            command.envs(variables);
            return CommandOutput::new(output_of(command, &[]), self);
        }
        #[cfg(windows)]
        panic!("this needs a shell: {line}");
        #[cfg(unix)]
        CommandOutput::new(
            self.program(Path::new("/bin/sh"), &["-c", line]).output().unwrap(),
            self,
        )
    }
}

/// Runs a command, and returns its output. It gets this input if its stdin is a pipe.
#[cfg(unix)]
pub(crate) fn output_of(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    give(&mut child, input);
    child.wait_with_output().unwrap()
}

/// Runs a command, and returns its output. It gets this input if its stdin is a pipe.
///
/// The output goes through files, because Wine 8 sometimes fails with an internal error when the standard library
/// reads two pipes at once.
#[cfg(windows)]
pub(crate) fn output_of(mut command: Command, input: &[u8]) -> Output {
    use std::io::{Read, Seek};

    let mut files = [tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap()];
    let [stdout, stderr] = files.each_ref().map(|file| file.try_clone().unwrap());
    command.stdout(stdout).stderr(stderr);
    // Wine 8 sometimes fails to start a program while many start; then nothing has run.
    let mut child =
        (0..4).find_map(|_| command.spawn().ok()).unwrap_or_else(|| command.spawn().unwrap());
    give(&mut child, input);
    let status = child.wait().unwrap();
    let [stdout, stderr] = files.each_mut().map(|file| {
        let mut bytes = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut bytes).unwrap();
        bytes
    });
    Output { status, stdout, stderr }
}

/// Writes the input of a program, which may have ended before it reads it.
fn give(child: &mut Child, input: &[u8]) {
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(input);
    }
}

/// Returns true if a command line does more than run `mou` with some arguments.
pub(crate) fn needs_shell(line: &str) -> bool {
    plain_words(line).is_none()
}

/// The variables and the arguments of a command line.
type PlainWords = (Vec<(String, String)>, Vec<String>);

/// Returns the variables and the arguments of a command line such as `LC_ALL=C mou list 'a b'`; `None` for a line
/// that needs a shell.
#[expect(clippy::match_same_arms, reason = "the order of the arms matters")]
fn plain_words(line: &str) -> Option<PlainWords> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (Some(mark), _) if letter == mark => quote = None,
            (Some('"') | None, '$' | '`' | '\\')
            | (
                None,
                '|' | '&' | ';' | '<' | '>' | '(' | ')' | '*' | '?' | '[' | '~' | '#' | '\n',
            ) => {
                return None;
            }
            (Some(_), _) => word.get_or_insert_default().push(letter),
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    let program = words.iter().position(|word| word == "mou").filter(|_| quote.is_none())?;
    let arguments = words.split_off(program + 1);
    words.pop();
    let variables = words.iter().map(|word| word.split_once('='));
    let variables = variables.map(|pair| pair.map(|(name, value)| (name.into(), value.into())));
    Some((variables.collect::<Option<_>>()?, arguments))
}

#[test]
fn line_that_only_runs_mou_needs_no_shell() {
    let plain = |line: &str| {
        let (variables, arguments) = plain_words(line)?;
        let variables = variables.into_iter().map(|(name, value)| format!("{name}={value}"));
        Some(variables.chain(["|".to_owned()]).chain(arguments).collect::<Vec<_>>().join(","))
    };
    for (line, expected) in [
        ("mou", Some("|")),
        ("mou add 'A B' --party \"C [JP]\" x", Some("|,add,A B,--party,C [JP],x")),
        ("mou show ''", Some("|,show,")),
        ("mou edit a --notes 'b | $c'", Some("|,edit,a,--notes,b | $c")),
        ("LC_ALL= LANG=C mou list", Some("LC_ALL=,LANG=C,|,list")),
        ("mou list | wc", None),
        ("mou list > a", None),
        ("mou show \"$x\"", None),
        ("mou show 'a", None),
        ("grep mou a", None),
        ("unset A; mou", None),
    ] {
        assert_eq!(plain(line).as_deref(), expected, "{line}");
    }
}

impl CommandOutput {
    /// Converts the output of a command in `sandbox`, with its path replaced by a placeholder.
    pub(crate) fn new(output: Output, sandbox: &Sandbox) -> Self {
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("the output is UTF-8");
            with_slashes(&text.replace(sandbox.folder.path().to_str().unwrap(), "$SANDBOX"))
        };
        Self {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }

    /// Returns both streams and the exit code as one text, to compare all of them.
    pub(crate) fn to_text(&self) -> String {
        let mut text = self.stdout.clone();
        if !self.stderr.is_empty() {
            text.push_str("--- stderr\n");
            text.push_str(&self.stderr);
        }
        if self.code != 0 {
            text.push_str("--- exit ");
            text.push_str(&self.code.to_string());
            text.push('\n');
        }
        text
    }

    /// Returns stdout. Panics unless the command succeeded.
    #[track_caller]
    pub(crate) fn success(self) -> String {
        assert_eq!(self.code, 0, "{}", self.to_text());
        self.stdout
    }
}

/// Returns a text whose paths in the sandbox are written with `/`, also on Windows.
fn with_slashes(text: &str) -> String {
    if cfg!(unix) {
        return text.to_owned();
    }
    let mut parts = text.split("$SANDBOX");
    let mut portable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['`', '"', '\n', ' ', ':']).unwrap_or(part.len());
        let (path, rest) = part.split_at(end);
        portable.extend(["$SANDBOX", &path.replace("\\\\", "/").replace('\\', "/"), rest]);
    }
    portable
}

/// Returns the text of a file in `examples`.
pub(crate) fn example(name: &str) -> String {
    fs::read_to_string(format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Returns true if this is the name of a temporary file.
pub(crate) fn is_temporary(name: &str) -> bool {
    name.as_bytes().ends_with(b".tmp")
}
