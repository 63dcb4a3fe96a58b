//! The command line: one file for each verb, one folder for each noun; parsing and dispatch.

#![allow(rustdoc::broken_intra_doc_links, reason = "help texts are not Markdown")]

mod accept;
mod activity;
mod add;
mod answer;
mod check;
mod command_line;
mod completions;
mod config;
mod contact;
mod context;
mod draft;
mod edit;
mod event;
mod expiring;
mod export;
mod fields;
mod filters;
mod flag;
mod guided;
mod help;
mod ids;
mod import;
mod init;
mod input;
mod lineage;
mod list;
mod log;
mod man;
mod next_step;
mod outcome;
mod output;
mod overview;
mod parse;
mod party;
mod progress;
mod remind;
mod remove;
mod renew;
mod report;
mod schema;
mod show;
mod stats;
mod timeline;
mod undo;
mod unmatched;
mod usage_error;
mod user_config;
mod user_settings;
mod validate;

use std::ffi::OsString;
use std::io::Write;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use self::answer::ObjectFormat;
pub(crate) use self::context::Context;
use self::event::{amend, decide, notice, suspend, terminate};
use self::parse::Invocation;
pub(crate) use self::parse::asks_for_json;
use self::user_settings::{UserKey, UserSettings};
use crate::Streams;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::io::RecordedOutput;
use crate::render::Style;

/// Keeps a registry of memoranda of understanding and warns before they lapse
///
/// One JSON file holds the agreements and the activities under them. Without a command, mou shows what needs
/// attention today.
#[derive(Debug, Parser)]
#[command(
    name = "mou",
    version,
    disable_help_subcommand = true,
    infer_subcommands = false,
    subcommand_required = false
)]
struct Cli {
    #[command(flatten)]
    top: Top,
    #[command(subcommand)]
    command: Option<Verb>,
}

/// The flags before the command; the global ones may also follow it.
#[derive(Debug, clap::Args)]
struct Top {
    #[command(flatten)]
    global: parse::Global,
    #[command(flatten)]
    overview: overview::Args,
}

/// The commands. They are deferred: the flags of a command are only built if it is called.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Verb {
    Init(init::Args),
    Add(Box<add::Args>),
    List(list::Args),
    Show(show::Args),
    /// Show how each date of an agreement is computed: inputs, rule, source, other reading
    #[command(
        after_help = "Examples:\n  mou why gds-govtech-2022\n  mou why gds-govtech-2022 --as-of \
                            2025-01-04 -o json"
    )]
    Why(show::ShownArgs),
    Expiring(expiring::Args),
    Remind(remind::Args),
    Renew(Box<renew::Args>),
    Edit(Box<edit::Args>),
    Amend(Box<amend::Args>),
    Notice(notice::Args),
    Suspend(suspend::Args),
    Resume(suspend::ResumeArgs),
    Terminate(terminate::Args),
    Decide(decide::Args),
    Accept(accept::Args),
    Remove(remove::Args),
    Activity(activity::Args),
    /// Show predecessors and successors, with gaps and overlaps
    #[command(
        after_help = "Examples:\n  mou chain gds-govtech-2022\n  mou chain gds-govtech-2022 -o json"
    )]
    Chain(show::ShownArgs),
    Party(party::Args),
    Contact(contact::Args),
    Timeline(timeline::Args),
    Stats(stats::Args),
    Report(report::Args),
    Check(check::Args),
    Draft(Box<draft::Args>),
    Export(export::Args),
    Import(Box<import::Args>),
    Log(log::Args),
    /// Undo the last command, or the last N commands, all or none
    ///
    /// Every record is restored byte for byte. Undo is refused if a record was changed since by
    /// another program than mou. `mou redo` repeats what was undone, until another command changes
    /// the registry.
    #[command(after_help = "Examples:\n  mou undo\n  mou undo 3 --dry-run")]
    Undo(undo::StepArgs),
    /// Redo the last undone command, or the last N, all or none
    ///
    /// Redo is refused if a record was changed since, and after another command has changed the
    /// registry.
    #[command(after_help = "Examples:\n  mou redo\n  mou redo 3 --dry-run")]
    Redo(undo::StepArgs),
    Config(config::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    Help(help::Args),
}

/// Runs the command that the arguments of `env` name.
pub(crate) fn run(env: &Env, streams: &mut Streams) -> Result<()> {
    // Scripts often ask for the version, and clap builds all commands before it answers.
    if env.args == ["--version"] || env.args == ["-V"] {
        return print(env, streams, &format!("mou {}\n", env!("CARGO_PKG_VERSION")));
    }
    if let Some(shell) = &env.complete {
        return completions::complete(shell, env, streams, Cli::command());
    }
    let Some(args) = guided::arguments(env, streams, Cli::command)? else {
        return run_typed(env, streams);
    };
    let env = Env { args, ..env.clone() };
    if !env.args.iter().any(|arg| arg == "-n" || arg == "--dry-run") {
        // Stdout has the result only.
        let shown = RecordedOutput::default();
        preview(&env, &mut shown.streams())?;
        let _ = streams.err.write_all(&shown.bytes());
        guided::confirm_recording()?;
    }
    run_typed(&env, streams)
}

/// Shows what a command would record.
fn preview(env: &Env, streams: &mut Streams) -> Result<()> {
    if let Parsed::Cli(cli, invocation) = parse(&env.args)?
        && let Some(Verb::Add(args)) = &cli.command
    {
        let mut context = Context::new(env, streams, &cli.top.global, invocation)?;
        add::preview(args, &mut context)?;
        return context.flush();
    }
    let end = env.args.iter().position(|arg| arg == "--").unwrap_or(env.args.len());
    let mut args = env.args.clone();
    args.insert(end, "--dry-run".into());
    let env = Env { args, ..env.clone() };
    match parse(&env.args)? {
        Parsed::Cli(cli, invocation) => {
            run_parsed(*cli, Invocation { is_preview: true, ..invocation }, &env, streams)
        }
        Parsed::Text(text) => print(&env, streams, &text),
    }
}

/// Runs a command whose arguments are complete.
fn run_typed(env: &Env, streams: &mut Streams) -> Result<()> {
    match parse(&env.args)? {
        Parsed::Cli(cli, invocation) => run_parsed(*cli, invocation, env, streams),
        Parsed::Text(text) => print(env, streams, &text),
    }
}

/// Runs a command that was parsed.
fn run_parsed(cli: Cli, invocation: Invocation, env: &Env, streams: &mut Streams) -> Result<()> {
    let Cli { top, command } = cli;
    if command.is_some() {
        let is_chosen = top.overview.output.format != ObjectFormat::default();
        let flags = [(is_chosen, "--format"), (top.overview.all, "--all")];
        if let Some((_, flag)) = flags.into_iter().find(|(is_typed, _)| *is_typed) {
            return Err(Error::usage(format!("`{flag}` must follow the command")));
        }
    }
    if let Some(Verb::Help(args)) = &command {
        return print(env, streams, &help::text(args, Cli::command())?);
    }
    let mut context = Context::new(env, streams, &top.global, invocation)?;
    if !matches!(command, Some(Verb::Config(_))) {
        context.warn_about_user_settings();
    }
    match &command {
        Some(command) => dispatch(command, &mut context)?,
        None => overview::run(&top.overview, &mut context)?,
    }
    context.finish()
}

/// Prints a text of our own, in ASCII if the output must be.
fn print(env: &Env, streams: &mut Streams, text: &str) -> Result<()> {
    if !env.args.iter().any(|arg| arg == "--no-pager") {
        context::page_output(env, streams, UserSettings::of_terminal(env).0.get(UserKey::Pager));
    }
    let ascii = env.is_ascii() || env.args.iter().any(|arg| arg == "--ascii");
    let text = Style { ascii, ..Style::piped() }.own_text(text).into_owned();
    streams.out.write_all(text.as_bytes()).map_err(|cause| Error::output(&cause))
}

/// The parsed command line, or the text that clap prints in its place.
enum Parsed {
    Cli(Box<Cli>, Invocation),
    Text(String),
}

/// Parses the arguments.
///
/// Building all commands takes longer than running most of them. So only the one that is named is
/// built at first; all are built for help, errors and suggestions.
fn parse(args: &[OsString]) -> Result<Parsed> {
    if let Some(parsed) = parse_one_command(args)? {
        return Ok(parsed);
    }
    let mut cli = Cli::command();
    let joined = parse::with_joined_values(args, &cli);
    let parsed = match cli.try_get_matches_from_mut(command_line(&joined)) {
        Ok(matches) => {
            parse::refuse_empty_values(&matches, &cli)?;
            let invocation = Invocation::new(&matches, args);
            Cli::from_arg_matches(&matches).map(|cli| Parsed::Cli(Box::new(cli), invocation))
        }
        Err(error) => Err(error),
    };
    let error = match parsed {
        Ok(parsed) => return Ok(parsed),
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::DisplayHelp => {
            cli.build();
            let page = help::page::for_arguments(args, &cli);
            Ok(Parsed::Text(page.unwrap_or_else(|| help::SHORT_HELP.to_owned())))
        }
        ErrorKind::DisplayVersion => Ok(Parsed::Text(error.render().to_string())),
        _ => Err(usage_error::usage_error(&error, args, &cli)),
    }
}

/// Parses the arguments with only the first command that they name; returns `None` if that fails.
fn parse_one_command(args: &[OsString]) -> Result<Option<Parsed>> {
    if parse::has_dashed_values(args) {
        return Ok(None);
    }
    let mou = || clap::Command::new("mou").disable_help_subcommand(true);
    let all = Verb::augment_subcommands(mou());
    let Some(named) = args.iter().find_map(|arg| all.find_subcommand(arg)).cloned() else {
        return Ok(None);
    };
    let mut cli = Top::augment_args(mou()).subcommand(named);
    let Ok(mut matches) = cli.try_get_matches_from_mut(command_line(args)) else {
        return Ok(None);
    };
    parse::refuse_empty_values(&matches, &cli)?;
    let invocation = Invocation::new(&matches, args);
    let parsed = Cli::from_arg_matches_mut(&mut matches).ok();
    let parsed = parsed.map(|cli| Parsed::Cli(Box::new(cli), invocation));
    // Freeing them takes as long as reading a short registry, and the program ends soon.
    std::mem::forget((all, cli, matches));
    Ok(parsed)
}

fn command_line(args: &[OsString]) -> impl Iterator<Item = OsString> {
    std::iter::once(OsString::from("mou")).chain(args.iter().cloned())
}

fn dispatch(command: &Verb, context: &mut Context<'_>) -> Result<()> {
    match command {
        Verb::Init(args) => init::run(args, context),
        Verb::Add(args) => add::run(args, context),
        Verb::List(args) => list::run(args, context),
        Verb::Show(args) => show::run(args, context),
        Verb::Why(args) => show::run_why(args, context),
        Verb::Expiring(args) => expiring::run(args, context),
        Verb::Remind(args) => remind::run(args, context),
        Verb::Renew(args) => renew::run(args, context),
        Verb::Edit(args) => edit::run(args, context),
        Verb::Amend(args) => amend::run(args, context),
        Verb::Notice(args) => notice::run(args, context),
        Verb::Suspend(args) => suspend::run(args, context),
        Verb::Resume(args) => suspend::run_resume(args, context),
        Verb::Terminate(args) => terminate::run(args, context),
        Verb::Decide(args) => decide::run(args, context),
        Verb::Accept(args) => accept::run(args, context),
        Verb::Remove(args) => remove::run(args, context),
        Verb::Activity(args) => activity::run(args, context),
        Verb::Party(args) => party::run(args, context),
        Verb::Contact(args) => contact::run(args, context),
        Verb::Timeline(args) => timeline::run(args, context),
        Verb::Stats(args) => stats::run(args, context),
        Verb::Report(args) => report::run(args, context),
        Verb::Chain(args) => show::run_chain(args, context),
        Verb::Check(args) => check::run(args, context),
        Verb::Draft(args) => draft::run(args, context),
        Verb::Export(args) => export::run(args, context),
        Verb::Import(args) => import::run(args, context),
        Verb::Log(args) => log::run(args, context),
        Verb::Undo(args) => undo::run(args, context),
        Verb::Redo(args) => undo::run_redo(args, context),
        Verb::Config(args) => config::run(args, context),
        Verb::Schema(args) => schema::run(args, Cli::command, context),
        Verb::Completions(args) => completions::run(args, context),
        Verb::Man(args) => man::run(args, Cli::command, context),
        Verb::Help(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_line_has_no_conflicts() {
        Cli::command().debug_assert();
    }
}
