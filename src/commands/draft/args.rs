//! The arguments of `mou draft`, and what they change in a draft.

use std::num::NonZeroUsize;

use crate::commands::answer::{ChangeArgs, ObjectFormat};
use crate::commands::fields::{self, FieldArgs};
use crate::commands::flag;
use crate::commands::input::TypedField;
use crate::domain::{Agreement, Day, Field, FieldSpec, InputContext, input};
use crate::error::{Error, Result};
use crate::render::words;
use crate::report::draft::{Draft, DraftedAgreement};

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

/// Propose a record from a press release, a web page or the agreement itself
///
/// The text is read offline. Each fact is printed with its quotation and with how certain it is:
/// stated, resolved (worked out from the day of the text), inferred, or composed by mou. What the
/// text does not say stays unknown. Nothing is recorded without --add.
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[command(after_help = "Examples:\n  mou draft release.txt\n  \
                        mou draft release.txt --published \"4 July 2022\" -o json > draft.json\n  \
                        mou draft release.txt --contact Mei --add --yes")]
pub(crate) struct Args {
    /// Text, Markdown, HTML, Word document, PDF or message; - reads standard input
    #[arg(value_name = "FILE")]
    pub(super) source: String,
    /// Day of the text, for "today" and "on Thursday" in it (default: the day that it gives)
    #[arg(long, value_name = "DATE")]
    pub(super) published: Option<String>,
    /// Use only the Nth agreement of a text with several
    #[arg(long, value_name = "N", value_parser = flag::whole_number::<NonZeroUsize>)]
    pub(super) pick: Option<NonZeroUsize>,
    /// Print the plain text as it was read
    #[arg(long, conflicts_with_all = ["add", "pick"])]
    pub(super) text: bool,
    /// Record what is proposed, and print the ids
    #[arg(long)]
    pub(super) add: bool,
    /// Record without asking
    #[arg(short = 'y', long)]
    pub(super) yes: bool,
    /// Record even if the registry has an agreement with the same parties and signing date
    #[arg(long)]
    pub(super) anyway: bool,
    /// Id, instead of one made from the parties and the year signed
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
    #[command(flatten)]
    pub(super) change: ChangeArgs,
    /// Title, instead of the proposed one
    #[arg(long, value_name = "TITLE", help_heading = "Fields")]
    pub(super) title: Option<String>,
    /// Proposed field to clear (can be repeated)
    #[arg(long, value_name = "FIELD", help_heading = "Fields")]
    pub(super) clear: Vec<String>,
    #[command(flatten, next_help_heading = "Fields")]
    pub(super) fields: FieldArgs,
}

impl Args {
    /// Fails if flags were typed that do not belong together.
    pub(super) fn check(&self) -> Result<()> {
        if self.text && self.change.format != ObjectFormat::Table {
            return Err(Error::usage("`--text` cannot be combined with `--format`"));
        }
        let of_add = [("--yes", self.yes), ("--anyway", self.anyway), ("--id", self.id.is_some())];
        match of_add.into_iter().find(|(_, is_typed)| *is_typed && !self.add) {
            Some((flag, _)) => Err(Error::usage(format!("`{flag}` requires `--add`"))),
            None => Ok(()),
        }
    }

    /// Returns true if the text is read from standard input.
    pub(super) fn is_standard_input(&self) -> bool {
        self.source == STANDARD_INPUT
    }

    /// Returns the file in messages.
    pub(super) fn name(&self) -> String {
        if self.is_standard_input() {
            "standard input".to_owned()
        } else {
            format!("`{}`", self.source)
        }
    }

    /// Returns the day of the text, if it was given.
    pub(super) fn published(&self, today: Day) -> Result<Option<Day>> {
        let parse = |text: &String| {
            input::parse_day(text, today)
                .map_err(|why| flag::refused("--published", &why, input::ACCEPTED_DAYS))
        };
        self.published.as_ref().map(parse).transpose()
    }

    /// Keeps only the agreement that was picked.
    ///
    /// Fails if there is no such agreement, or if flags that change one agreement were typed for several.
    pub(super) fn pick(&self, draft: &mut Draft) -> Result<()> {
        let count = draft.agreements.len();
        if count == 0 {
            return Ok(());
        }
        let has = words::count(count, "agreement", "agreements");
        if let Some(number) = self.pick {
            if number.get() > count {
                let name = self.name();
                let error = format!("`--pick`: {name} has no agreement {number}: it has {has}");
                return Err(Error::bad_value(error));
            }
            draft.agreements = vec![draft.agreements.swap_remove(number.get() - 1)];
        } else if let Some(flag) = self.first_flag_of_one().filter(|_| count > 1) {
            let error = format!("`{flag}` is for one agreement, and {} has {has}", self.name());
            return Err(Error::usage(error).with_hint("`--pick N` uses only the Nth"));
        }
        Ok(())
    }

    /// Returns a flag that was typed and that changes a single agreement.
    fn first_flag_of_one(&self) -> Option<&str> {
        let names = [
            ("--id", self.id.is_some()),
            ("--title", self.title.is_some()),
            ("--clear", !self.clear.is_empty()),
        ];
        let own = names.into_iter().find(|(_, is_typed)| *is_typed).map(|(name, _)| name);
        own.or_else(|| self.fields.typed_flags().next())
    }

    /// Replaces the fields that were typed; `set` sets those that have a flag in every command.
    pub(super) fn apply(
        &self,
        drafted: &mut DraftedAgreement,
        set: impl Fn(&FieldArgs, &mut Agreement) -> Result<()>,
    ) -> Result<()> {
        for field in fields::clear(&self.clear, &mut drafted.record)? {
            replace(field, drafted);
        }
        if let Some(title) = &self.title {
            let TypedField { field, flag, values } = TypedField::title("--title", title);
            let context = InputContext::without_registry(Day::MIN);
            let set = field.set(&mut drafted.record, &values, &context);
            set.map_err(|why| flag::refused(&flag, &why, field.accepts()))?;
            replace(field, drafted);
        }
        let open_renewal = drafted.open_renewal();
        for field in self.fields.typed_fields() {
            replace(field, drafted);
        }
        set(&self.fields, &mut drafted.record)?;
        // The text said how it is renewed, and now the length is known.
        if let (Some(by), Some(renewal)) = (open_renewal, &mut drafted.record.renewal)
            && !self.fields.has_renewal_by()
        {
            renewal.by = by;
        }
        Ok(())
    }

    /// Returns true if the values of this field were typed or cleared.
    pub(super) fn replaces(&self, field: Field) -> bool {
        let is_cleared = |name: &String| name == field.name() || name == field.flag();
        self.fields.has(field) || self.clear.iter().any(is_cleared)
    }
}

/// Forgets where the values of a field come from, because a person replaced them.
fn replace(field: &FieldSpec<Agreement>, drafted: &mut DraftedAgreement) {
    if let Ok(field) = field.name.parse::<Field>() {
        drafted.replace(field);
    }
}
