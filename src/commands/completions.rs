//! `mou completions`: the script for a shell, and the candidates that the script asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};
use directories::BaseDirs;
use strum::VariantNames;

use crate::Streams;
use crate::commands::parse::registry_path;
use crate::commands::schema::{accepted_words, schema_names};
use crate::commands::{Context, help};
use crate::domain::search::fold;
use crate::domain::{Agreement, HasFields, Rule};
use crate::env::{COMPLETE_VARIABLE, Env};
use crate::error::{Error, Result};
use crate::report::agreements::AGREEMENT_COLUMNS;
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

/// Returns the script of a shell. It calls `mou` by its name, so that it may be part of a package.
fn script(shell: &dyn EnvCompleter) -> std::io::Result<Vec<u8>> {
    let mut script = Vec::new();
    shell.write_registration(COMPLETE_VARIABLE, "mou", "mou", "mou", &mut script)?;
    if shell.name() == Bash.name() {
        script.extend_from_slice(QUOTING_IN_BASH.as_bytes());
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

/// Returns a word without the quotes and backslashes of a shell.
fn unquoted(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    let mut letters = typed.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.extend(letters.next()),
            '"' | '\'' => {}
            _ => text.push(letter),
        }
    }
    text
}

/// Where the values of a flag or an operand come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueSource {
    Agreements,
    Activities,
    Parties,
    Areas,
    Tags,
    Contacts,
    Kinds,
    Countries,
    FieldKeys,
    Fields,
    Columns,
    Rules,
    Topics,
    Schemas,
}

/// The flags and operands whose values come from the registry or from a list: the beginning of the command, or
/// nothing for all commands; the flag, or the name of the value; and the source.
const VALUE_SOURCES: [(&str, &str, ValueSource); 40] = [
    ("activity add", "ID", ValueSource::Agreements),
    ("activity list", "ID", ValueSource::Agreements),
    ("activity", "--to", ValueSource::Agreements),
    ("activity", "ID/N", ValueSource::Activities),
    ("activity", "ID", ValueSource::Activities),
    ("party", "NAME", ValueSource::Parties),
    ("party", "OLD", ValueSource::Parties),
    ("party", "A", ValueSource::Parties),
    ("party", "B", ValueSource::Parties),
    ("contact", "OLD", ValueSource::Contacts),
    ("contact", "NEW", ValueSource::Contacts),
    ("edit", "--id", ValueSource::Agreements),
    ("help", "COMMAND|TOPIC", ValueSource::Topics),
    ("schema", "OF", ValueSource::Schemas),
    ("", "ID", ValueSource::Agreements),
    ("", "ID|WORD", ValueSource::Agreements),
    ("", "--party", ValueSource::Parties),
    ("", "--add-party", ValueSource::Parties),
    ("", "--remove-party", ValueSource::Parties),
    ("", "--owner", ValueSource::Parties),
    ("", "--by", ValueSource::Parties),
    ("", "--participant", ValueSource::Parties),
    ("", "--area", ValueSource::Areas),
    ("", "--add-area", ValueSource::Areas),
    ("", "--remove-area", ValueSource::Areas),
    ("", "--tag", ValueSource::Tags),
    ("", "--add-tag", ValueSource::Tags),
    ("", "--remove-tag", ValueSource::Tags),
    ("", "--contact", ValueSource::Contacts),
    ("", "--kind", ValueSource::Kinds),
    ("", "--country", ValueSource::Countries),
    ("", "--field", ValueSource::FieldKeys),
    ("", "--remove-field", ValueSource::FieldKeys),
    ("", "--clear", ValueSource::Fields),
    ("", "--missing", ValueSource::Fields),
    ("", "--columns", ValueSource::Columns),
    ("", "--sort", ValueSource::Columns),
    ("", "--key", ValueSource::Columns),
    ("", "--rule", ValueSource::Rules),
    ("accept", "RULE", ValueSource::Rules),
];

/// Returns where the values of an argument come from; the command is called by the words of `path`.
fn value_source(path: &str, arg: &Arg) -> Option<ValueSource> {
    let flag = arg.get_long().map(|long| format!("--{long}"));
    let value = arg.get_value_names().and_then(|names| names.first());
    let name = flag.as_deref().or(value.map(clap::builder::Str::as_str))?;
    let is_meant = |(command, named, _): &&(&str, &str, ValueSource)| {
        *named == name
            && (command.is_empty() || format!("{path} ").starts_with(&format!("{command} ")))
    };
    VALUE_SOURCES.iter().find(is_meant).map(|(_, _, source)| *source)
}

/// Returns the command, and those below it, with candidates for the values of its flags and operands.
fn with_candidates(command: Command, path: &[&str], known: &Arc<KnownValues>) -> Command {
    let words = path.join(" ");
    let command = command.mut_args(|arg| {
        if let Some(source) = value_source(&words, &arg) {
            let known = Arc::clone(known);
            return arg.add(ArgValueCompleter::new(move |current: &OsStr| {
                known.candidates(source, &current.to_string_lossy())
            }));
        }
        if let Some(values) = accepted_words(&arg, path) {
            return arg.add(ArgValueCompleter::new(move |current: &OsStr| {
                let values = values.iter().map(|value| (value.clone(), None));
                matching(&current.to_string_lossy(), values)
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

/// The values that may be meant.
#[derive(Debug)]
struct KnownValues {
    /// The commands, for `mou help`.
    commands: Vec<String>,
    /// The registry, if there is one.
    store: Option<Store>,
}

impl KnownValues {
    /// Returns the values of a source that begin with what was typed, ignoring case and accents.
    fn candidates(&self, source: ValueSource, current: &str) -> Vec<CompletionCandidate> {
        match source {
            ValueSource::Fields => {
                matching(current, names(Agreement::fields(), |field| field.name))
            }
            ValueSource::Columns => {
                // Names are separated by commas, and the last one is being typed.
                let start = current.rfind(',').map_or(0, |comma| comma + 1);
                let (before, last) = current.split_at(start);
                let columns = names(AGREEMENT_COLUMNS.iter(), |column| column.name);
                let candidates = matching(last, columns).into_iter();
                candidates.map(|candidate| candidate.add_prefix(before)).collect()
            }
            ValueSource::Rules => matching(current, names(Rule::VARIANTS, |rule| *rule)),
            ValueSource::Topics => {
                let topics = help::topics().map(str::to_owned);
                let known = self.commands.iter().cloned().chain(topics);
                matching(current, known.map(|name| (name, None)))
            }
            ValueSource::Schemas => matching(current, names(schema_names(), |name| name)),
            _ => matching(current, self.recorded(source)),
        }
    }

    /// Returns the values of a source in the registry, sorted, each with its explanation; none if it cannot be read.
    fn recorded(&self, source: ValueSource) -> BTreeMap<String, Option<String>> {
        let values = self
            .store
            .as_ref()
            .map(|store| scanned(store, |agreement, values| add_values(source, agreement, values)));
        values.unwrap_or_default().into_iter().collect()
    }
}

/// Returns what `add` adds for each agreement of a registry; nothing if it cannot be read.
fn scanned<T: Send>(store: &Store, add: impl Fn(&Agreement, &mut Vec<T>) + Sync) -> Vec<T> {
    let values = store.read_to_pass().and_then(|registry| {
        registry.scan(|record, values| {
            add(&record.agreement()?, values);
            Ok(())
        })
    });
    values.unwrap_or_default()
}

/// A text that records have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KnownText {
    /// The ids of agreements.
    Agreement,
    /// Parties, as they are typed.
    Party,
    /// Contacts.
    Contact,
}

/// Returns the texts of the registry, sorted, without repetitions; none if it cannot be read.
pub(crate) fn known_texts(store: &Store, text: KnownText) -> Vec<String> {
    let texts: BTreeSet<String> = scanned(store, |agreement, texts: &mut Vec<String>| match text {
        KnownText::Agreement => texts.push(agreement.id.to_string()),
        KnownText::Party => texts.extend(agreement.parties.iter().map(ToString::to_string)),
        KnownText::Contact => texts.extend(agreement.contact.iter().map(ToString::to_string)),
    })
    .into_iter()
    .collect();
    texts.into_iter().collect()
}

/// Returns names without explanations.
fn names<T>(
    items: impl IntoIterator<Item = T>,
    name: impl Fn(T) -> &'static str,
) -> impl Iterator<Item = (String, Option<String>)> {
    items.into_iter().map(move |item| (name(item).to_owned(), None))
}

/// Returns candidates for the values that begin with what was typed, ignoring case and accents.
fn matching(
    current: &str,
    values: impl IntoIterator<Item = (String, Option<String>)>,
) -> Vec<CompletionCandidate> {
    let current = fold(&unquoted(current));
    let values = values.into_iter().filter(|(value, _)| fold(value).starts_with(&*current));
    values.map(|(value, help)| CompletionCandidate::new(value).help(help.map(Into::into))).collect()
}

/// Adds the values of an agreement, each with its explanation.
fn add_values(
    source: ValueSource,
    agreement: &Agreement,
    values: &mut Vec<(String, Option<String>)>,
) {
    let mut add = |value: &str, help: Option<&str>| {
        values.push((value.to_owned(), help.map(str::to_owned)));
    };
    match source {
        ValueSource::Agreements => add(agreement.id.as_str(), Some(&agreement.title)),
        ValueSource::Activities => {
            for activity in &agreement.activities {
                add(&format!("{}/{}", agreement.id, activity.n), Some(&activity.title));
            }
        }
        ValueSource::Parties => {
            for party in &agreement.parties {
                add(&party.name, party.short.as_deref());
                if let Some(short) = &party.short {
                    add(short, Some(&party.name));
                }
            }
        }
        ValueSource::Areas => agreement.areas.iter().for_each(|area| add(area, None)),
        ValueSource::Tags => agreement.tags.iter().for_each(|tag| add(tag, None)),
        ValueSource::Contacts => agreement.contact.iter().for_each(|contact| add(contact, None)),
        ValueSource::Kinds => add(&agreement.kind, None),
        ValueSource::Countries => {
            for party in &agreement.parties {
                party.country.iter().for_each(|country| add(country, None));
            }
        }
        ValueSource::FieldKeys => {
            agreement.fields.keys().for_each(|key| add(&format!("{key}="), None));
        }
        ValueSource::Fields
        | ValueSource::Columns
        | ValueSource::Rules
        | ValueSource::Topics
        | ValueSource::Schemas => {}
    }
}
