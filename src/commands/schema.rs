//! `mou schema`: the JSON Schema of the file and of the output of commands, and the commands themselves.

use clap::{Arg, ArgAction, Command};
use strum::VariantNames;

use crate::commands::{Context, flag};
use crate::domain::{
    Activity, Agreement, Decision, FieldSpec, Flag, HasFields, Progress, RenewalBy, Severity,
    Status,
};
use crate::error::Result;
use crate::render::json::{self, Object};
use crate::render::schema::NAMED_SCHEMAS;

/// Print the JSON Schema (2020-12) of the registry, or of what a command prints as JSON
///
/// The schemas are registry (the file), record (an agreement, one line of `-o jsonl`), list (also
/// expiring and export json), remind, show, why, chain, activity, party, party-show, contact,
/// timeline, stats, draft, check, log, overview (mou without a command), answer (of a command that changes
/// something), config, and error. `mou schema commands` prints the commands with their flags. Names
/// are only ever added.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou schema\n  mou schema list > list.schema.json\n  mou schema commands"
)]
pub(crate) struct Args {
    /// Name of the schema, or commands
    #[arg(value_name = "OF", default_value = "registry")]
    of: String,
}

/// What is asked for to get the commands.
const COMMANDS_SUBJECT: &str = "commands";

/// Returns what can be asked for.
pub(crate) fn schema_names() -> impl Iterator<Item = &'static str> {
    NAMED_SCHEMAS.iter().map(|subject| subject.name).chain([COMMANDS_SUBJECT])
}

/// Prints the schema, or the commands: `cli` returns all of them.
pub(crate) fn run(
    args: &Args,
    cli: impl FnOnce() -> Command,
    context: &mut Context<'_>,
) -> Result<()> {
    if args.of == COMMANDS_SUBJECT {
        return context.print(&json::pretty(&commands(cli())?));
    }
    let subject = NAMED_SCHEMAS.iter().find(|subject| subject.name == args.of);
    let names: Vec<&str> = schema_names().collect();
    let subject = subject.ok_or_else(|| flag::none_of("OF", &args.of, &names))?;
    context.print(&subject.schema())
}

/// Returns all commands, and the flags that each of them takes.
fn commands(mut cli: Command) -> Result<Object> {
    cli.build();
    let is_global = |arg: &&Arg| arg.is_global_set() || is_built_in(arg);
    let mut object = Object::new();
    object.set("name", cli.get_name())?;
    object.set("version", &cli.get_version())?;
    object.set("flags", &objects(cli.get_arguments().filter(is_global), &[])?)?;
    let mut commands = vec![command(&cli, &[])?];
    add_commands(&cli, &[], &mut commands)?;
    object.set("commands", &commands)?;
    Ok(object)
}

/// Adds the commands below `parent`, which is called by the words of `path`, each before those below it.
fn add_commands(parent: &Command, path: &[&str], commands: &mut Vec<Object>) -> Result<()> {
    for below in parent.get_subcommands() {
        let path = [path, &[below.get_name()]].concat();
        commands.push(command(below, &path)?);
        add_commands(below, &path, commands)?;
    }
    Ok(())
}

fn command(command: &Command, path: &[&str]) -> Result<Object> {
    let own = || command.get_arguments().filter(|arg| !arg.is_global_set() && !is_built_in(arg));
    let operands = own().filter(|arg| arg.is_positional());
    let flags = own().filter(|arg| !arg.is_positional());
    let mut object = Object::new();
    object.set("name", &path.join(" "))?;
    object.set("help", &command.get_about().map(ToString::to_string))?;
    object.set("changes", &own().any(|arg| arg.get_id() == "dry_run"))?;
    object.set("operands", &objects(operands, path)?)?;
    object.set("flags", &objects(flags, path)?)?;
    Ok(object)
}

/// Returns true for the flags for help and the version, which the parser adds.
fn is_built_in(arg: &Arg) -> bool {
    matches!(
        arg.get_action(),
        ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
    )
}

fn objects<'a>(args: impl Iterator<Item = &'a Arg>, path: &[&str]) -> Result<Vec<Object>> {
    args.map(|arg| object(arg, path)).collect()
}

/// Returns a flag or an operand of the command that is called by the words of `path`.
fn object(arg: &Arg, path: &[&str]) -> Result<Object> {
    let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let value = value_name(arg);
    let has_optional_value =
        takes_value && arg.get_num_args().is_some_and(|count| count.min_values() == 0);
    let is_repeatable = matches!(arg.get_action(), ArgAction::Append)
        || arg.get_num_args().is_some_and(|count| count.max_values() > 1);
    let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy());
    let default: Vec<_> = defaults.filter(|_| takes_value).collect();
    let mut object = Object::new();
    if let Some(long) = arg.get_long() {
        object.set("flag", &format!("--{long}"))?;
    }
    object.set("short", &arg.get_short().map(|letter| format!("-{letter}")))?;
    let aliases = arg.get_visible_aliases().unwrap_or_default();
    let aliases: Vec<String> = aliases.iter().map(|alias| format!("--{alias}")).collect();
    object.set("aliases", &Some(aliases).filter(|aliases| !aliases.is_empty()))?;
    object.set("value", &value)?;
    object.set("value_is_optional", &has_optional_value.then_some(true))?;
    object.set("required", &arg.is_required_set())?;
    object.set("repeatable", &is_repeatable)?;
    object.set("default", &default.first())?;
    object.set("values", &accepted_words(arg, path))?;
    object.set("help", &arg.get_help().map(ToString::to_string))?;
    let is_of_activity = path.first() == Some(&"activity");
    let field = if is_of_activity { field_of::<Activity>(arg) } else { field_of::<Agreement>(arg) };
    if let Some((name, accepted)) = field {
        object.set("field", name)?.set("accepts", accepted)?;
    }
    Ok(object)
}

/// Returns the name of the value that a flag or operand takes, if it takes one.
fn value_name(arg: &Arg) -> Option<&str> {
    let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let value =
        arg.get_value_names().and_then(|names| names.first()).map(clap::builder::Str::as_str);
    value.filter(|_| takes_value)
}

/// Returns the words that a flag or operand of a command accepts; `None` if it accepts other values, too. The command
/// is called by the words of `path`.
pub(crate) fn accepted_words(arg: &Arg, path: &[&str]) -> Option<Vec<String>> {
    let value = value_name(arg);
    let possible = arg.get_possible_values();
    if !possible.is_empty() && value.is_some() {
        return Some(possible.iter().map(|value| value.get_name().to_owned()).collect());
    }
    let words = match (value?, path.first()) {
        ("STATUS", Some(&"activity")) => Progress::VARIANTS,
        ("STATUS", _) => Status::VARIANTS,
        ("FLAG", _) => Flag::VARIANTS,
        ("SEVERITY", _) => Severity::VARIANTS,
        ("DECISION", _) => Decision::VARIANTS,
        ("BY", _) => RenewalBy::VARIANTS,
        _ => return None,
    };
    Some(words.iter().map(|word| (*word).to_owned()).collect())
}

/// Returns the name of the field that a flag sets, and what it accepts.
fn field_of<T: HasFields>(arg: &Arg) -> Option<(&'static str, &'static str)> {
    let long = arg.get_long()?;
    let flag = long.strip_prefix("add-").or(long.strip_prefix("remove-")).unwrap_or(long);
    let help = arg.get_help()?.to_string();
    // Filters have the same names, and other texts.
    let is_described = |field: &FieldSpec<T>| {
        let texts = field.list.map_or([field.help; 3], |list| [field.help, list.add, list.remove]);
        texts.iter().any(|text| help.starts_with(text))
    };
    let field = T::fields().iter().find(|field| field.flag == flag && is_described(field))?;
    Some((field.name, field.accepts()))
}
