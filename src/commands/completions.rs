//! `mou completions`: the script for a shell, and the candidates that the script asks for.

mod known_values;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Command, ValueHint};
use clap_complete::engine::ArgValueCompleter;
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};
use directories::BaseDirs;

pub(crate) use self::known_values::{KnownText, known_texts};
use self::known_values::{KnownValues, matching, unquoted, value_source};
use crate::Streams;
use crate::commands::Context;
use crate::commands::parse::registry_path;
use crate::commands::schema::accepted_words;
use crate::env::{COMPLETE_VARIABLE, Env};
use crate::error::{Error, Result};
use crate::store::{Locking, Store};

/// Print the script that completes commands, flags and values in a shell
///
/// Values come from the registry that the command line names with --file, otherwise from the one
/// in use: ids with their titles, parties, areas, tags, contacts and so on. The script belongs to
/// this version of mou, so the shell should read it anew each time that it starts:
///
/// bash: source <(mou completions bash)
///
/// zsh: source <(mou completions zsh)
///
/// fish: mou completions fish | source
///
/// PowerShell: mou completions powershell | Out-String | Invoke-Expression
///
/// elvish: eval (mou completions elvish | slurp)
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou completions bash\n  mou completions fish")]
pub(crate) struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// A shell that can ask for candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shell {
    /// Bash 4 or newer
    Bash,
    /// Elvish
    Elvish,
    /// Fish
    Fish,
    /// PowerShell 5 or newer
    #[value(alias = "pwsh")]
    Powershell,
    /// Zsh
    Zsh,
}

impl Shell {
    fn adapter(self) -> &'static dyn EnvCompleter {
        match self {
            Self::Bash => &Bash,
            Self::Elvish => &Elvish,
            Self::Fish => &Fish,
            Self::Powershell => &Powershell,
            Self::Zsh => &Zsh,
        }
    }
}

/// Prints the script of a shell.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let script = script(args.shell.adapter()).map_err(|cause| Error::output(&cause))?;
    context.print_bytes(&script)
}

/// What the script for Bash needs besides: Bash inserts a candidate as it is, so that one with spaces would become
/// several words.
const QUOTING_IN_BASH: &str = r#"_mou_completions() {
    _clap_complete_mou "$@"
    case ${COMP_WORDS[COMP_CWORD]} in [\"\']*) return ;; esac
    local at
    for at in "${!COMPREPLY[@]}"; do
        case ${COMPREPLY[at]} in
            *[[:space:]\;\&\|\(\)\<\>\'\"\`\$\\\*\?]*) COMPREPLY[at]=$(printf %q "${COMPREPLY[at]}") ;;
        esac
    done
}
complete -o nospace -o bashdefault -F _mou_completions mou
"#;

/// What the script for Zsh needs besides: a script in `fpath` is run when the first word is completed, and must then
/// complete it.
const FIRST_CALL_IN_ZSH: &str = r#"if [[ "${funcstack[1]}" == "_mou" ]]; then
    _clap_dynamic_completer_mou "$@"
fi
"#;

/// Returns the script of a shell. It calls `mou` by its name, so that it may be part of a package.
fn script(shell: &dyn EnvCompleter) -> std::io::Result<Vec<u8>> {
    let mut script = Vec::new();
    shell.write_registration(COMPLETE_VARIABLE, "mou", "mou", "mou", &mut script)?;
    if shell.name() == Bash.name() {
        script.extend_from_slice(QUOTING_IN_BASH.as_bytes());
    } else if shell.name() == Zsh.name() {
        script.extend_from_slice(FIRST_CALL_IN_ZSH.as_bytes());
    }
    Ok(script)
}

/// Answers a shell that asks for candidates, or for its script: `shell` is its name or path.
///
/// A registry that cannot be read has no values; nothing is said of it, because the user is typing. Fails if the
/// shell is not known.
pub(crate) fn complete(
    shell: &str,
    env: &Env,
    streams: &mut Streams,
    mut cli: Command,
) -> Result<()> {
    let name = shell.rsplit(['/', '\\']).next().unwrap_or(shell);
    let name = name.strip_suffix(".exe").unwrap_or(name);
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(name) else {
        let known: Vec<&str> = shells.names().collect();
        return Err(crate::commands::flag::none_of(COMPLETE_VARIABLE, name, &known));
    };
    let escape = env.args.iter().position(|arg| arg == "--").map_or(env.args.len(), |at| at + 1);
    let typed = &env.args[escape..];
    let answer = if typed.is_empty() {
        script(shell)
    } else {
        cli.build();
        let known = Arc::new(KnownValues {
            commands: cli.get_subcommands().map(|below| below.get_name().to_owned()).collect(),
            is_of_user: typed.iter().any(|word| word == "--user"),
            store: registry_of(typed, env),
        });
        let mut cli = with_candidates(cli, &[], &known);
        let mut answer = Vec::new();
        let folder = std::path::Path::new(".");
        shell.write_complete(&mut cli, typed.to_vec(), Some(folder), &mut answer).map(|()| answer)
    };
    // A word that cannot be completed is no error for the person who types.
    let answer = answer.unwrap_or_default();
    streams.out.write_all(&answer).map_err(|cause| Error::output(&cause))
}

/// Returns the registry that a typed command line names, or the one in use; `None` if there is none.
fn registry_of(typed: &[OsString], env: &Env) -> Option<Store> {
    let mut file = None;
    let mut words = typed.iter();
    while let Some(word) = words.next() {
        let value = if word == "--file" {
            words.next().cloned()
        } else {
            word.to_str().and_then(|word| word.strip_prefix("--file=")).map(OsString::from)
        };
        if let Some(value) = value {
            file = Some(in_home_folder(&unquoted(&value.to_string_lossy())));
        }
    }
    let path = registry_path(file.as_ref(), env).ok()?;
    Some(Store::new(path, Locking { timeout: std::time::Duration::ZERO, off: true }))
}

/// Returns a path with the home folder in place of `~`, which the shell did not replace yet.
fn in_home_folder(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), BaseDirs::new()) {
        (Some(rest), Some(folders)) => folders.home_dir().join(rest),
        _ => PathBuf::from(typed),
    }
}

/// Returns the command, and those below it, with candidates for the values of its flags and operands.
fn with_candidates(command: Command, path: &[&str], known: &Arc<KnownValues>) -> Command {
    let words = path.join(" ");
    let command = command.mut_args(|arg| {
        if let Some(values) = accepted_words(&arg, path) {
            return arg.add(ArgValueCompleter::new(move |current: &OsStr| {
                let values = values.iter().map(|value| (value.clone(), None));
                matching(&current.to_string_lossy(), values)
            }));
        }
        if let Some(source) = value_source(&words, &arg) {
            let known = Arc::clone(known);
            return arg.add(ArgValueCompleter::new(move |current: &OsStr| {
                known.candidates(source, &current.to_string_lossy())
            }));
        }
        let names = arg.get_value_names().unwrap_or_default();
        if names.iter().any(|name| name.contains("FILE") || *name == "CSV") {
            arg.value_hint(ValueHint::FilePath)
        } else if names.iter().any(|name| *name == "DIR") {
            arg.value_hint(ValueHint::DirPath)
        } else {
            arg.value_hint(ValueHint::Other)
        }
    });
    command.mut_subcommands(|below| {
        let name = below.get_name().to_owned();
        with_candidates(below, &[path, &[&name]].concat(), known)
    })
}
