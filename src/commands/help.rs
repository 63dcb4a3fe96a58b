//! `mou help`: the short help, the help of a command, and the topics.

use crate::env::ENVIRONMENT_VARIABLES;
use crate::error::{Error, Result};
use crate::render::words;

/// Show the commands, the flags of one, or a topic: dates, columns, format, scripting, exit-codes, environment
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou help add\n  mou help dates")]
pub(crate) struct Args {
    /// Command, or topic
    #[arg(value_name = "COMMAND|TOPIC")]
    about: Vec<String>,
}

/// The text of `mou --help`.
pub(super) const SHORT_HELP: &str = include_str!("help/short.txt");

/// The topics, by name.
const TOPIC_TEXTS: [(&str, &str); 5] = [
    ("columns", crate::exchange::import::columns::COLUMN_HELP),
    ("dates", include_str!("help/dates.txt")),
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("format", include_str!("help/format.txt")),
    ("scripting", include_str!("help/scripting.txt")),
];

/// The topic whose text is made from the list of variables.
const ENVIRONMENT_TOPIC: &str = "environment";

/// Returns the requested text; `cli` has all commands.
///
/// Fails if there is no such command or topic.
pub(super) fn text(args: &Args, mut cli: clap::Command) -> Result<String> {
    let [first, ..] = args.about.as_slice() else {
        return Ok(SHORT_HELP.to_owned());
    };
    if first == ENVIRONMENT_TOPIC {
        return Ok(environment());
    }
    if let Some((_, text)) = TOPIC_TEXTS.iter().find(|(topic, _)| topic == first) {
        return Ok((*text).to_owned());
    }
    cli.build();
    let mut command = &mut cli;
    for word in &args.about {
        let names: Vec<String> =
            command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        command = command.find_subcommand_mut(word).ok_or_else(|| unknown(word, &names))?;
    }
    Ok(command.render_long_help().to_string())
}

fn unknown(word: &str, commands: &[String]) -> Error {
    let topics: Vec<&str> =
        TOPIC_TEXTS.iter().map(|(topic, _)| *topic).chain([ENVIRONMENT_TOPIC]).collect();
    let known = commands.iter().map(String::as_str).chain(topics.iter().copied());
    let hint = words::suggestion(word, known)
        .unwrap_or_else(|| format!("the topics are {}", words::list_and(&topics)));
    Error::usage(format!("unknown command or topic `{word}`")).with_hint(hint)
}

fn environment() -> String {
    let variables = ENVIRONMENT_VARIABLES;
    let width = variables.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines = variables.iter().map(|(name, what)| format!("  {name:width$}  {what}\n"));
    let lines: String = lines.collect();
    format!(
        "What mou reads from the environment. An empty variable counts as not set, and a flag of \
         the same meaning comes first.\n\n{lines}"
    )
}
