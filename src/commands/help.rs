//! `mou help`: the short help, the help of a command, and the topics.

use std::io::Write;

use clap::CommandFactory;

use super::Cli;
use crate::Streams;
use crate::env::VARIABLES;
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

/// The short help.
const SHORT: &str = include_str!("help/short.txt");

/// The topics, by name.
const TOPICS: [(&str, &str); 5] = [
    ("columns", crate::exchange::import::columns::COLUMN_HELP),
    ("dates", include_str!("help/dates.txt")),
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("format", include_str!("help/format.txt")),
    ("scripting", include_str!("help/scripting.txt")),
];

/// The topic that is made from the list of what is read.
const ENVIRONMENT: &str = "environment";

/// Prints the help that was asked for.
pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<()> {
    let text = about(&args.about)?;
    streams.out.write_all(text.as_bytes()).map_err(|cause| Error::output(&cause))
}

/// Returns what `--help` prints: the short help without a command, else clap's for it.
pub(super) fn asked(rendered: &str, is_top: bool) -> String {
    if is_top { SHORT.to_owned() } else { rendered.to_owned() }
}

fn about(words: &[String]) -> Result<String> {
    let [first, ..] = words else {
        return Ok(SHORT.to_owned());
    };
    if first == ENVIRONMENT {
        return Ok(environment());
    }
    if let Some((_, text)) = TOPICS.iter().find(|(topic, _)| topic == first) {
        return Ok((*text).to_owned());
    }
    let mut cli = Cli::command();
    cli.build();
    let mut command = &mut cli;
    for word in words {
        let names: Vec<String> =
            command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        command = command.find_subcommand_mut(word).ok_or_else(|| unknown(word, &names))?;
    }
    Ok(command.render_long_help().to_string())
}

fn unknown(word: &str, commands: &[String]) -> Error {
    let topics = TOPICS.iter().map(|(topic, _)| *topic).chain([ENVIRONMENT]);
    let known: Vec<&str> = commands.iter().map(String::as_str).chain(topics).collect();
    let error = Error::usage(format!("there is no command or topic `{word}`"));
    let nearest = words::nearest(word, known.iter().copied());
    if nearest.is_empty() {
        return error.with_hint(format!("the topics are {}", topic_names()));
    }
    error.with_hint(format!("did you mean {}?", words::ticked(&nearest)))
}

fn topic_names() -> String {
    let mut names: Vec<&str> = TOPICS.iter().map(|(topic, _)| *topic).collect();
    names.push(ENVIRONMENT);
    words::list_and(&names)
}

fn environment() -> String {
    let width = VARIABLES.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines = VARIABLES.iter().map(|(name, what)| format!("  {name:width$}  {what}\n"));
    let lines: String = lines.collect();
    format!(
        "What mou reads from the environment. An empty variable counts as not set, and a flag of \
         the same meaning comes first.\n\n{lines}"
    )
}
