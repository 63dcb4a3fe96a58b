//! Guided entry: at a terminal, `add`, `renew` and `activity add` ask for what they need and was not typed.
//!
//! The answers become arguments, as if they had been typed, so that there is one way to record. What would be
//! recorded is shown first; nothing is written unless it is confirmed.

mod question;

use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, FromArgMatches};

use self::question::{Answers, Question, confirm, nothing_recorded};
use crate::Streams;
use crate::commands::Context;
use crate::commands::completions::{KnownText, known_texts};
use crate::commands::ids;
use crate::commands::parse::{Global, Invocation};
use crate::domain::{Activity, Agreement, Day, Id, ParseError, RenewalBy, input};
use crate::env::Env;
use crate::error::Result;

/// A command that asks for what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GuidedCommand {
    Add,
    Renew,
    AddActivity,
}

impl GuidedCommand {
    /// Returns the command that the arguments name, with its flags.
    fn named(matches: &ArgMatches) -> Option<(Self, &ArgMatches)> {
        match matches.subcommand()? {
            ("add", matches) => Some((Self::Add, matches)),
            ("renew", matches) => Some((Self::Renew, matches)),
            ("activity", matches) => match matches.subcommand()? {
                ("add", matches) => Some((Self::AddActivity, matches)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Returns the arguments with the answers to what was asked; `None` if nothing is missing, or if nobody can be asked.
///
/// `cli` has all commands. Fails if the user stops.
pub(super) fn arguments(
    env: &Env,
    streams: &mut Streams,
    cli: impl FnOnce() -> Command,
) -> Result<Option<Vec<OsString>>> {
    let is_guided = |arg: &OsString| arg == "add" || arg == "renew";
    if !(env.stdin_is_terminal && env.stderr_is_terminal && env.args.iter().any(is_guided)) {
        return Ok(None);
    }
    let Some(matches) = incomplete(&env.args, cli()) else { return Ok(None) };
    let Some((command, typed)) = GuidedCommand::named(&matches) else { return Ok(None) };
    let Ok(global) = Global::from_arg_matches(&matches) else { return Ok(None) };
    let invocation = Invocation::new(&matches, &env.args);
    if invocation.is_json || global.no_input || env.no_input || env.is_dumb {
        return Ok(None);
    }
    let mut context = Context::new(env, streams, &global, invocation)?;
    let answers = match command {
        GuidedCommand::Add => agreement(typed, &mut context)?,
        GuidedCommand::Renew => renewal(typed, &mut context)?,
        GuidedCommand::AddActivity => activity(typed, &mut context)?,
    };
    Ok(answers.map(|answers| answers.into_arguments(&env.args)))
}

/// Asks whether what was shown is to be recorded. Fails if it is not.
pub(super) fn confirm_recording() -> Result<()> {
    if confirm("Record it?")? { Ok(()) } else { Err(nothing_recorded()) }
}

/// Parses arguments of which some that are required may be missing; `None` if they are wrong otherwise.
fn incomplete(args: &[OsString], mut cli: Command) -> Option<ArgMatches> {
    fn relaxed(command: Command) -> Command {
        command.mut_args(|arg| arg.required(false))
    }
    cli.build();
    let cli = cli
        .mut_subcommand("add", relaxed)
        .mut_subcommand("renew", relaxed)
        .mut_subcommand("activity", |activity| activity.mut_subcommand("add", relaxed));
    let args = std::iter::once(OsString::from("mou")).chain(args.iter().cloned());
    cli.try_get_matches_from(args).ok()
}

/// What names an agreement.
const OF_AGREEMENT: &str = "its id, or a text that only it has";

fn is_typed(typed: &ArgMatches, name: &str) -> bool {
    typed.try_contains_id(name).is_ok()
        && typed.value_source(name) == Some(ValueSource::CommandLine)
}

/// Asks for an agreement, unless its title and a party were typed.
fn agreement<'c, 'w>(
    typed: &ArgMatches,
    context: &'c mut Context<'w>,
) -> Result<Option<Answers<'c, 'w>>> {
    let (has_title, has_party) = (is_typed(typed, "title"), is_typed(typed, "party"));
    if has_title && has_party {
        return Ok(None);
    }
    let today = context.today;
    let store = context.store.clone();
    let mut answers = Answers::new(context, "Recording an agreement");
    if !has_title {
        answers.ask_operand(Question::new("Title"))?;
    }
    if !has_party {
        let mut known = known_texts(&store, KnownText::Party);
        let help = "the name, its short name and country: Government Digital Service (GDS) [GB]";
        let mut question = Question::new("Party").help(help).required();
        let is_party = |text: &str| input::parse_party(text).map(drop);
        while let Some(party) =
            answers.ask("--party", question.known(known.clone()).checked(is_party))?
        {
            known.retain(|known| *known != party);
            question = Question::new("Another party").help("Enter alone if there is no other");
        }
    }
    if !is_typed(typed, "signed") {
        let help = "4 July 2022, 2024-10, today, unknown; Enter alone if it is not signed";
        let date = move |text: &str| input::parse_recorded_date(text, today);
        answers.ask("--signed", Question::new("Signed on").help(help).parsed(date))?;
    }
    if !is_typed(typed, "effective") {
        let help = "Enter alone if that is the day of signing";
        let date = move |text: &str| input::parse_effective_date(text, today);
        answers.ask("--effective", Question::new("In effect from").help(help).parsed(date))?;
    }
    if !is_typed(typed, "term") && !is_typed(typed, "end") {
        ask_for_length(&mut answers, "How long", today)?;
    }
    if !is_typed(typed, "renewal") {
        let help = "how long each automatic renewal is: 1y; Enter alone if there is none";
        answers.ask("--renewal", Question::new("Renewed for").help(help).checked(duration))?;
    }
    if !is_typed(typed, "notice") {
        let help = "3m, 90d; Enter alone if there is none";
        answers.ask("--notice", Question::new("Notice period").help(help).checked(duration))?;
    }
    if !is_typed(typed, "contact") {
        let contacts = known_texts(&store, KnownText::Contact);
        let help = "who is in charge: Mei <mei@example.org>; Enter alone if nobody is";
        answers.ask("--contact", Question::new("Contact").help(help).known(contacts))?;
    }
    Ok(Some(answers))
}

fn duration(text: &str) -> std::result::Result<(), ParseError> {
    input::parse_duration(text).map(drop)
}

/// Fails if a text that is no duration is no date either: `why` is what is wrong with it as a duration.
fn checked_date(text: &str, today: Day, why: ParseError) -> std::result::Result<(), ParseError> {
    let is_meant_as_date = text.contains(['-', '/', '.']);
    input::parse_date(text, today)
        .map(drop)
        .map_err(|wrong_date| if is_meant_as_date { wrong_date } else { why })
}

/// Asks for a term or a last day.
fn ask_for_length(answers: &mut Answers<'_, '_>, prompt: &'static str, today: Day) -> Result<()> {
    let check = move |text: &str| {
        input::parse_term(text).map(drop).or_else(|why| checked_date(text, today, why))
    };
    let help = "3y, indefinite, or the last day: 2027-12-31; Enter alone if it is not known";
    let typed = Question::new(prompt).help(help).checked(check).answer()?;
    if let Some(text) = typed {
        let flag = if input::parse_term(&text).is_ok() { "--term" } else { "--end" };
        answers.add(flag, &text);
    }
    Ok(())
}

/// Asks which agreement is renewed and for how long, unless both are known.
fn renewal<'c, 'w>(
    typed: &ArgMatches,
    context: &'c mut Context<'w>,
) -> Result<Option<Answers<'c, 'w>>> {
    let is_long_enough = ["term", "end", "new"]
        .iter()
        .any(|name| is_typed(typed, name) && (*name != "new" || typed.get_flag("new")));
    let ids: Vec<String> = typed
        .try_get_many::<String>("ids")
        .ok()
        .flatten()
        .map(|ids| ids.cloned().collect())
        .unwrap_or_default();
    let renewed = match ids.as_slice() {
        [] => None,
        [only] if only != "-" => Some(found(only, context)?),
        _ => return Ok(None),
    };
    if renewed.is_some() && is_long_enough {
        return Ok(None);
    }
    let today = context.today;
    let has_default = |agreement: &Agreement| {
        agreement.on(today).renewal.is_some_and(|renewal| renewal.by == RenewalBy::Agreement)
    };
    if renewed.as_ref().is_some_and(has_default) {
        return Ok(None);
    }
    let store = context.store.clone();
    let mut answers = Answers::new(context, "Renewing an agreement");
    let renewed = if let Some(agreement) = renewed {
        agreement
    } else {
        let known = known_texts(&store, KnownText::Agreement);
        let question = Question::new("Agreement").help(OF_AGREEMENT).known(known);
        let id = answers.ask_operand(question)?;
        found(&id, answers.context)?
    };
    if !is_long_enough && !has_default(&renewed) {
        let check = move |text: &str| duration(text).or_else(|why| checked_date(text, today, why));
        let question = Question::new("For how long")
            .help("3y, 18m, or the new last day: 2028-12-31")
            .checked(check);
        if let Some(text) = question.required().answer()? {
            let flag = if input::parse_duration(&text).is_ok() { "--term" } else { "--end" };
            answers.add(flag, &text);
        }
    }
    if !is_typed(typed, "on") {
        let date = move |text: &str| input::parse_date(text, today);
        let help = "the day on which it was agreed; Enter alone for today";
        answers.ask("--on", Question::new("Agreed on").help(help).parsed(date))?;
    }
    Ok(Some(answers))
}

/// Returns the agreement that a text means. Fails if none or several do.
fn found(typed: &str, context: &mut Context<'_>) -> Result<Agreement> {
    let registry = context.read()?;
    let id: Id = ids::resolve(typed, &registry, context.today)?;
    let record = registry.find(id.as_str())?.ok_or_else(|| context.store.no_registry())?;
    record.agreement()
}

/// Asks for an activity, unless its agreement and its title were typed.
fn activity<'c, 'w>(
    typed: &ArgMatches,
    context: &'c mut Context<'w>,
) -> Result<Option<Answers<'c, 'w>>> {
    let (has_id, has_title) = (is_typed(typed, "id"), is_typed(typed, "title"));
    if has_id && has_title {
        return Ok(None);
    }
    if let Some(id) = typed.try_get_one::<String>("id").ok().flatten().filter(|id| *id != "-") {
        found(id, context)?;
    }
    let today = context.today;
    let store = context.store.clone();
    let mut answers = Answers::new(context, "Recording an activity");
    if !has_id {
        let known = known_texts(&store, KnownText::Agreement);
        let question = Question::new("Agreement").help(OF_AGREEMENT).known(known);
        let id = answers.ask_operand(question)?;
        found(&id, answers.context)?;
    }
    answers.ask_operand(Question::new("Title"))?;
    if !is_typed(typed, "kind") {
        let mut kinds = known_texts(&store, KnownText::ActivityKind);
        kinds.extend(Activity::USUAL_KINDS.map(str::to_owned));
        kinds.sort();
        kinds.dedup();
        answers.ask(
            "--kind",
            Question::new("Kind").help("any word; Enter alone if it has none").known(kinds),
        )?;
    }
    if !["on", "from", "until", "due"].iter().any(|name| is_typed(typed, name)) {
        let help = "2023-03-01, 2024-10, today; Enter alone if the day is not known";
        let date = move |text: &str| input::parse_date(text, today);
        answers.ask("--on", Question::new("On").help(help).parsed(date))?;
    }
    Ok(Some(answers))
}
