//! The flags for the fields of a record, made from the field table.

use std::num::NonZeroU32;

use clap::{Arg, ArgAction, ArgMatches, Command};
use strum::VariantNames;

use crate::commands::edit::parties::PartyArgs;
use crate::commands::input::{self, RegistryInput};
use crate::domain::{
    Activity, Agreement, Attribute, Day, Field, FieldSpec, HasFields, InputContext, Malformed,
    Progress, RenewalBy, typed,
};
use crate::error::{Error, Result};
use crate::render::words;

/// The values that were typed for a field.
type Typed<T> = (&'static FieldSpec<T>, Vec<String>);

/// A flag for each field that can be set, except the title.
#[derive(Debug, Clone)]
pub(crate) struct FieldArgs<T: 'static = Agreement> {
    typed: Vec<Typed<T>>,
    renewal_by: Option<String>,
    renewal_max: Option<String>,
}

/// Two flags for each list: `--add-x` and `--remove-x`.
#[derive(Debug, Clone)]
pub(crate) struct ListArgs<T: 'static = Agreement> {
    added: Vec<Typed<T>>,
    removed: Vec<Typed<T>>,
}

const RENEWAL_BY: &str = "renewal-by";
const RENEWAL_MAX: &str = "renewal-max";

impl<T: HasFields> clap::Args for FieldArgs<T> {
    fn augment_args(command: Command) -> Command {
        settable::<T>().fold(command, |command, field| {
            let is_list = field.list.is_some();
            let command = command.arg(flag(field.flag, field.value_name, field.help, is_list));
            if field.name != "renewal" {
                return command;
            }
            let by =
                "How it renews: itself (automatically) or agreement (only if the parties agree)";
            command.arg(flag(RENEWAL_BY, "BY", by, false)).arg(flag(
                RENEWAL_MAX,
                "NUMBER",
                "Number of renewals at most",
                false,
            ))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<T: HasFields> clap::FromArgMatches for FieldArgs<T> {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let one = |id| values(matches, id).into_iter().next();
        Ok(Self {
            typed: typed_values(matches, "", settable()),
            renewal_by: one(RENEWAL_BY),
            renewal_max: one(RENEWAL_MAX),
        })
    }

    fn update_from_arg_matches(
        &mut self,
        matches: &ArgMatches,
    ) -> std::result::Result<(), clap::Error> {
        Self::from_arg_matches(matches).map(|args| *self = args)
    }
}

impl<T: HasFields> clap::Args for ListArgs<T> {
    fn augment_args(command: Command) -> Command {
        T::fields().iter().fold(command, |command, field| match field.list {
            None => command,
            Some(list) => command
                .arg(flag(&format!("add-{}", field.flag), field.value_name, list.add, true))
                .arg(flag(&format!("remove-{}", field.flag), list.remove_value, list.remove, true)),
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<T: HasFields> clap::FromArgMatches for ListArgs<T> {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let typed = |prefix| typed_values(matches, prefix, T::fields().iter());
        Ok(Self { added: typed("add-"), removed: typed("remove-") })
    }

    fn update_from_arg_matches(
        &mut self,
        matches: &ArgMatches,
    ) -> std::result::Result<(), clap::Error> {
        Self::from_arg_matches(matches).map(|args| *self = args)
    }
}

/// Returns the fields that a flag sets, except the title, which each command takes in its own way.
fn settable<T: HasFields>() -> impl Iterator<Item = &'static FieldSpec<T>> {
    T::fields().iter().filter(|field| !field.is(Attribute::ReadOnly) && field.name != "title")
}

fn flag(name: &str, value_name: &'static str, help: &'static str, is_list: bool) -> Arg {
    let arg = Arg::new(name.to_owned()).long(name.to_owned()).value_name(value_name);
    if is_list {
        arg.help(format!("{help} (can be repeated)")).action(ArgAction::Append)
    } else {
        arg.help(help)
    }
}

/// Returns the fields that have values, for the flags that begin with `prefix`.
fn typed_values<T>(
    matches: &ArgMatches,
    prefix: &str,
    fields: impl Iterator<Item = &'static FieldSpec<T>>,
) -> Vec<Typed<T>> {
    fields
        .map(|field| (field, values(matches, &format!("{prefix}{}", field.flag))))
        .filter(|(_, values)| !values.is_empty())
        .collect()
}

/// Returns the values of a flag; none if the command does not have it.
fn values(matches: &ArgMatches, id: &str) -> Vec<String> {
    let values = matches.try_get_many::<String>(id).ok().flatten();
    values.map(|values| values.cloned().collect()).unwrap_or_default()
}

impl<T: HasFields> FieldArgs<T> {
    /// Returns true if no field was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.renewal_by.is_none() && self.renewal_max.is_none()
    }

    fn values_of(&self, name: &str) -> &[String] {
        let mut typed = self.typed.iter().filter(|(field, _)| field.name == name);
        typed.next().map(|(_, values)| values.as_slice()).unwrap_or_default()
    }
}

impl<T: HasFields> ListArgs<T> {
    /// Returns true if none was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }

    /// Removes from the lists of a record, then adds with `add`. Returns warnings about items that
    /// were to be removed and are not there; the record is called `name` in them.
    fn change(
        &self,
        record: &mut T,
        name: &str,
        add: impl Fn(&'static FieldSpec<T>, &str, &[String], &mut T) -> Result<()>,
    ) -> Result<Vec<String>> {
        let mut missing = Vec::new();
        for (field, values) in &self.removed {
            for value in field.remove(record, values) {
                missing.push(format!("`--remove-{}`: {name} has no `{value}`", field.flag));
            }
        }
        for (field, values) in &self.added {
            add(field, &format!("--add-{}", field.flag), values, record)?;
        }
        Ok(missing)
    }
}

impl FieldArgs {
    /// Returns the flags that were typed.
    pub(crate) fn flags(&self) -> impl Iterator<Item = String> {
        let fields = self.typed.iter().map(|(field, _)| field.flag);
        let by = self.renewal_by.as_ref().map(|_| RENEWAL_BY);
        let max = self.renewal_max.as_ref().map(|_| RENEWAL_MAX);
        fields.chain(by).chain(max).map(|flag| format!("--{flag}"))
    }

    /// Returns true if values for this field were typed.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.value(field).is_some()
    }

    /// Returns what was typed for this field; the first value of a list.
    pub(crate) fn value(&self, field: Field) -> Option<&str> {
        self.values_of(field.name()).first().map(String::as_str)
    }

    /// Sets the fields that were typed.
    ///
    /// Fails on the first value that its field does not accept, with the flag named.
    pub(crate) fn apply(&self, to: &mut Agreement, input: &RegistryInput<'_, '_>) -> Result<()> {
        for (field, values) in &self.typed {
            input.set(field, &format!("--{}", field.flag), values, to)?;
        }
        if let Some(text) = &self.renewal_by {
            let by = text.parse::<RenewalBy>();
            let by = by.map_err(|_| input::none_of("--renewal-by", text, RenewalBy::VARIANTS))?;
            let Some(renewal) = &mut to.renewal else {
                return Err(Error::usage("`--renewal-by` requires `--renewal`"));
            };
            renewal.by = by;
        }
        if let Some(text) = &self.renewal_max {
            let max: NonZeroU32 = input::whole_number(text)
                .map_err(|accepted| input::not_accepted("--renewal-max", text, &accepted))?;
            let Some(renewal) = &mut to.renewal else {
                return Err(Error::usage("`--renewal-max` requires `--renewal`"));
            };
            renewal.max = Some(max);
        }
        Ok(())
    }
}

/// The flags that correct an agreement.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct CorrectionArgs {
    /// What the agreement is called
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Field to empty (can be repeated)
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs,
    #[command(flatten, next_help_heading = "Lists")]
    lists: ListArgs,
    #[command(flatten)]
    parties: PartyArgs,
}

impl CorrectionArgs {
    /// Returns true if none was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.title.is_none()
            && self.clear.is_empty()
            && self.fields.is_empty()
            && self.lists.is_empty()
            && self.parties.is_empty()
    }

    /// Corrects an agreement: empties fields, sets them, changes lists, then the facts of parties.
    /// Returns warnings.
    ///
    /// Fails on the first value that is not accepted, with the flag named.
    pub(crate) fn apply(
        &self,
        to: &mut Agreement,
        input: &RegistryInput<'_, '_>,
    ) -> Result<Vec<String>> {
        for name in &self.clear {
            let field = field_called(name)?;
            if !field.clear(to) {
                return Err(Error::usage(format!("`--clear`: `{}` cannot be empty", field.name)));
            }
        }
        if let Some(title) = &self.title {
            input.set(Field::Title.spec(), "--title", std::slice::from_ref(title), to)?;
        }
        self.fields.apply(to, input)?;
        let name = format!("`{}`", to.id);
        let warnings = self
            .lists
            .change(to, &name, |field, flag, values, to| input.add(field, flag, values, to))?;
        self.parties.apply(to, input.today())?;
        Ok(warnings)
    }
}

/// Returns the field with this name or flag.
fn field_called(name: &str) -> Result<&'static FieldSpec<Agreement>> {
    let is_called = |field: &&FieldSpec<Agreement>| {
        field.name == name || (field.flag == name && !field.is(Attribute::ReadOnly))
    };
    Agreement::fields().iter().find(is_called).ok_or_else(|| {
        let all = Field::ALL.map(Field::name);
        let nearest = words::nearest(name, all);
        let hint = if nearest.is_empty() {
            format!("the fields are {}", words::list_and(&all))
        } else {
            format!("did you mean {}?", words::ticked(&nearest))
        };
        Error::usage(format!("`--clear`: `{name}` is not a field")).with_hint(hint)
    })
}

impl FieldArgs<Activity> {
    /// Sets the fields that were typed.
    ///
    /// Fails on the first value that its field does not accept, with the flag named, and if the
    /// last day would be before the first.
    pub(crate) fn apply(&self, to: &mut Activity, today: Day) -> Result<()> {
        let context = InputContext::without_registry(today);
        for (field, values) in &self.typed {
            let flag = format!("--{}", field.flag);
            let set = field.set(to, values, &context);
            set.map_err(|why| refused_for_activity(field, &flag, values, &why))?;
        }
        self.refuse_ends_first(to)
    }

    /// Fails if it is certain that the last day is before the first.
    fn refuse_ends_first(&self, activity: &Activity) -> Result<()> {
        let (Some(from), Some(until)) = (activity.from, activity.until) else { return Ok(()) };
        if until.last() >= from.first() {
            return Ok(());
        }
        let is_typed = |name| !self.values_of(name).is_empty();
        Err(match (is_typed("from"), is_typed("until")) {
            (true, true) | (false, false) => {
                Error::usage(format!("`--until` cannot be {until}, before `--from`, {from}"))
            }
            (false, true) => {
                Error::failed(format!("`--until` cannot be {until}: it begins on {from}"))
            }
            (true, false) => {
                Error::failed(format!("`--from` cannot be {from}: it ends on {until}"))
            }
        })
    }
}

impl ListArgs<Activity> {
    /// Empties the fields `cleared`, removes from lists, and adds to them. Returns warnings, in
    /// which the activity is called `name`.
    ///
    /// Fails on the first value that is not accepted, with the flag named.
    pub(crate) fn apply(
        &self,
        cleared: &[String],
        to: &mut Activity,
        name: &str,
        today: Day,
    ) -> Result<Vec<String>> {
        for typed in cleared {
            let name = typed.replace('-', "_");
            let mut fields = Activity::fields().iter();
            if !fields.any(|field| field.name == name && field.clear(to)) {
                let can_be_empty = |field: &&FieldSpec<_>| !field.is(Attribute::Required);
                let known: Vec<&str> = Activity::fields()
                    .iter()
                    .filter(can_be_empty)
                    .map(|field| field.name)
                    .collect();
                return Err(input::none_of("--clear", typed, &known));
            }
        }
        let context = InputContext::without_registry(today);
        self.change(to, name, |field, flag, values, to| {
            let added = field.add(to, values, &context);
            added.map_err(|why| refused_for_activity(field, flag, values, &why))
        })
    }
}

/// Returns the error for values that a field of an activity does not accept.
fn refused_for_activity(
    field: &FieldSpec<Activity>,
    flag: &str,
    values: &[String],
    why: &Malformed,
) -> Error {
    if field.name == "status" {
        return input::none_of(flag, &values.join(" "), Progress::VARIANTS);
    }
    let accepts = field.accepts();
    if accepts == typed::TEXTS {
        return Error::usage(format!("`{flag}` cannot be blank"));
    }
    input::refused(flag, why, accepts)
}
