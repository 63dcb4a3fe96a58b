//! A question at the terminal, and the answers as arguments.

use std::ffi::OsString;
use std::rc::Rc;

use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::ui::RenderConfig;
use inquire::validator::Validation;
use inquire::{Confirm, CustomUserError, InquireError, Text};

use crate::commands::Context;
use crate::domain::ParseError;
use crate::domain::search::fold;
use crate::error::{Error, Result};

/// How many known values are offered at once.
const OFFERED_LINES: usize = 7;

/// What an answer is checked with as it is typed.
type AnswerCheck = Rc<dyn Fn(&str) -> std::result::Result<(), ParseError>>;

/// What an answer is understood as, as far as it is typed.
type Reading = Rc<dyn Fn(&str) -> Option<String>>;

/// A question for one value.
pub(super) struct Question {
    prompt: &'static str,
    help: Option<&'static str>,
    known: Vec<String>,
    reading: Option<Reading>,
    check: AnswerCheck,
    is_required: bool,
}

impl Question {
    /// Returns a question that accepts any answer, and none.
    pub(super) fn new(prompt: &'static str) -> Self {
        Self {
            prompt,
            help: None,
            known: Vec::new(),
            reading: None,
            check: Rc::new(|_| Ok(())),
            is_required: false,
        }
    }

    /// Sets the line below the question: what is accepted, and what no answer means.
    pub(super) fn help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }

    /// Sets the values that are offered.
    pub(super) fn known(self, known: Vec<String>) -> Self {
        Self { known, ..self }
    }

    /// Sets what every answer must pass.
    pub(super) fn checked(
        self,
        check: impl Fn(&str) -> std::result::Result<(), ParseError> + 'static,
    ) -> Self {
        Self { check: Rc::new(check), ..self }
    }

    /// Sets how every answer is read: it must be accepted, and what is understood is shown below the question.
    pub(super) fn parsed<T: ToString>(
        self,
        parse: impl Fn(&str) -> std::result::Result<T, ParseError> + Clone + 'static,
    ) -> Self {
        let read = parse.clone();
        let reading: Reading = Rc::new(move |text| Some(read(text).ok()?.to_string()));
        Self { reading: Some(reading), ..self.checked(move |text| parse(text).map(drop)) }
    }

    /// Refuses no answer.
    pub(super) fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// Asks. Returns `None` if there is no answer. Fails if the user stops.
    pub(super) fn answer(self) -> Result<Option<String>> {
        let Self { prompt, help, known, reading, check, is_required } = self;
        let prompt = format!("{prompt}:");
        let validator = move |text: &str| {
            let text = text.trim();
            Ok::<_, CustomUserError>(match text {
                "" if is_required => Validation::Invalid("an answer is needed here".into()),
                "" => Validation::Valid,
                _ => check(text).map_or_else(
                    |why| Validation::Invalid(why.to_string().into()),
                    |()| Validation::Valid,
                ),
            })
        };
        let mut text = Text::new(&prompt).with_page_size(OFFERED_LINES).with_validator(validator);
        if !known.is_empty() || reading.is_some() {
            text = text.with_autocomplete(OfferedAnswers { known, reading });
        }
        if let Some(help) = help {
            text = text.with_help_message(help);
        }
        let answer = text.prompt().map_err(|why| stopped(&why))?;
        let answer = answer.trim();
        Ok((!answer.is_empty()).then(|| answer.to_owned()))
    }
}

/// The answers, as arguments of the command.
pub(super) struct Answers<'c, 'w> {
    /// The context of the command.
    pub(super) context: &'c mut Context<'w>,
    flags: Vec<OsString>,
    operands: Vec<OsString>,
}

impl<'c, 'w> Answers<'c, 'w> {
    /// Says what is done, before the first question.
    pub(super) fn new(context: &'c mut Context<'w>, doing: &str) -> Self {
        context.say(&format!("{doing}. Ctrl-C stops; nothing is saved before the end."));
        context.say("Tab takes the first value of a list, the arrow keys choose one.");
        let look =
            if context.style.color { RenderConfig::default() } else { RenderConfig::empty() };
        inquire::set_global_render_config(look);
        Self { context, flags: Vec::new(), operands: Vec::new() }
    }

    /// Asks for the value of a flag. Returns the answer, if there is one.
    pub(super) fn ask(&mut self, flag: &str, question: Question) -> Result<Option<String>> {
        let answer = question.answer()?;
        if let Some(text) = &answer {
            self.add(flag, text);
        }
        Ok(answer)
    }

    /// Asks for an operand, which is required, and returns it.
    pub(super) fn ask_operand(&mut self, question: Question) -> Result<String> {
        let text = question.required().answer()?.unwrap_or_default();
        self.operands.push(OsString::from(&text));
        Ok(text)
    }

    /// Adds the value of a flag.
    pub(super) fn add(&mut self, flag: &str, value: &str) {
        self.flags.push(format!("{flag}={value}").into());
    }

    /// Returns the arguments that were typed, with the answers.
    pub(super) fn into_arguments(self, typed: &[OsString]) -> Vec<OsString> {
        let end = typed.iter().position(|arg| arg == "--").unwrap_or(typed.len());
        let (before, after) = typed.split_at(end);
        let mut arguments = before.to_vec();
        arguments.extend(self.flags);
        if after.is_empty() && !self.operands.is_empty() {
            arguments.push("--".into());
        }
        arguments.extend(after.iter().cloned().chain(self.operands));
        arguments
    }
}

/// Asks whether to go on; Enter alone means yes. Fails if the user stops.
pub(super) fn confirm(prompt: &str) -> Result<bool> {
    Confirm::new(prompt).with_default(true).prompt().map_err(|why| stopped(&why))
}

/// Returns the error for a question without an answer.
fn stopped(why: &InquireError) -> Error {
    match why {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => nothing_recorded(),
        InquireError::IO(cause) => Error::input(cause),
        other => Error::failed(format!("cannot ask: {other}")),
    }
}

/// Returns the error for a user who stops.
pub(super) fn nothing_recorded() -> Error {
    Error::interrupted("stopped; nothing was recorded")
}

/// Offers the known values that have what was typed, and what is understood.
#[derive(Clone)]
struct OfferedAnswers {
    known: Vec<String>,
    reading: Option<Reading>,
}

impl Autocomplete for OfferedAnswers {
    fn get_suggestions(
        &mut self,
        typed: &str,
    ) -> std::result::Result<Vec<String>, CustomUserError> {
        let typed = typed.trim();
        let folded = fold(typed);
        let known = self.known.iter().filter(|known| fold(known).contains(&*folded)).cloned();
        let reading = self.reading.iter().filter_map(|read| read(typed));
        Ok(known.chain(reading.filter(|understood| understood != typed)).collect())
    }

    fn get_completion(
        &mut self,
        typed: &str,
        highlighted: Option<String>,
    ) -> std::result::Result<Replacement, CustomUserError> {
        let first = || self.get_suggestions(typed).ok()?.into_iter().next();
        Ok(highlighted.or_else(first))
    }
}
