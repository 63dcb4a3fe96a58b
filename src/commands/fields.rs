//! The flags for the fields of a record, made from the field table.

use std::num::NonZeroU32;

use clap::{Arg, ArgAction, ArgMatches, Command};
use strum::VariantNames;

use crate::commands::edit::parties::PartyArgs;
use crate::commands::input::{RegistryInput, TypedField};
use crate::commands::{Context, flag};
use crate::domain::{
    Activity, Agreement, Attribute, Day, Field, FieldSpec, HasFields, InputContext, ParseError,
    Progress, Renewal, RenewalBy,
};
use crate::error::{Error, Result};
use crate::render::words;

/// A flag for each field that can be set, except the title; with `IS_LISTS` instead two for each
/// list, `--add-x` and `--remove-x`.
#[derive(Debug, Clone)]
pub(crate) struct FieldArgs<T: 'static = Agreement, const IS_LISTS: bool = false> {
    typed: Vec<TypedField<T>>,
    renewal_by: Option<String>,
    renewal_max: Option<String>,
}

/// The flags that change the lists of a record.
pub(crate) type ListArgs<T = Agreement> = FieldArgs<T, true>;

const ADD_PREFIX: &str = "add-";
const REMOVE_PREFIX: &str = "remove-";
const RENEWAL_BY: &str = "renewal-by";
const RENEWAL_MAX: &str = "renewal-max";

impl<T: HasFields, const IS_LISTS: bool> clap::Args for FieldArgs<T, IS_LISTS> {
    fn augment_args(mut command: Command) -> Command {
        for (field, name) in Self::flags() {
            let (value_name, help) = match field.list {
                Some(list) if name.starts_with(ADD_PREFIX) => (field.value_name, list.add),
                Some(list) if name.starts_with(REMOVE_PREFIX) => (list.remove_value, list.remove),
                _ => (field.value_name, field.help),
            };
            let arg = flag_arg(name, value_name, help, field.list.is_some());
            command = command.arg(arg.hide_short_help(IS_LISTS || !field.is(Attribute::Common)));
            if !IS_LISTS && field.name == "renewal" {
                let by = "How it renews: itself (automatically) or agreement (only if the parties agree)";
                let max = "Maximum number of renewals";
                for (name, value_name, help) in
                    [(RENEWAL_BY, "BY", by), (RENEWAL_MAX, "NUMBER", max)]
                {
                    let arg = flag_arg(name.into(), value_name, help, false);
                    command = command.arg(arg.hide_short_help(true));
                }
            }
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<T: HasFields, const IS_LISTS: bool> clap::FromArgMatches for FieldArgs<T, IS_LISTS> {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let values = |id: &str| -> Vec<String> {
            let values = matches.try_get_many(id).ok().flatten();
            values.map(|values| values.cloned().collect()).unwrap_or_default()
        };
        let typed = Self::flags().map(|(field, name)| {
            let values = values(&name);
            TypedField { field, flag: format!("--{name}"), values }
        });
        Ok(Self {
            typed: typed.filter(|typed| !typed.values.is_empty()).collect(),
            renewal_by: values(RENEWAL_BY).pop(),
            renewal_max: values(RENEWAL_MAX).pop(),
        })
    }

    fn update_from_arg_matches(
        &mut self,
        matches: &ArgMatches,
    ) -> std::result::Result<(), clap::Error> {
        Self::from_arg_matches(matches).map(|args| *self = args)
    }
}

fn flag_arg(name: String, value_name: &'static str, help: &'static str, is_list: bool) -> Arg {
    let arg = Arg::new(name.clone()).long(name).value_name(value_name);
    if is_list {
        arg.help(format!("{help} (can be repeated)")).action(ArgAction::Append)
    } else {
        arg.help(help)
    }
}

impl<T: HasFields, const IS_LISTS: bool> FieldArgs<T, IS_LISTS> {
    /// Returns the flags, without their hyphens.
    fn flags() -> impl Iterator<Item = (&'static FieldSpec<T>, String)> {
        let prefixes: &[&str] = if IS_LISTS { &[ADD_PREFIX, REMOVE_PREFIX] } else { &[""] };
        let has_flag = |field: &&FieldSpec<T>| {
            if IS_LISTS { field.list.is_some() } else { field.has_flag() && field.name != "title" }
        };
        T::fields().iter().filter(has_flag).flat_map(move |field| {
            prefixes.iter().map(move |prefix| (field, format!("{prefix}{}", field.flag)))
        })
    }

    /// Returns the same flags with the texts that are [read from files](Context::long_text).
    pub(crate) fn with_texts(&self, context: &mut Context<'_>) -> Result<Self> {
        let mut fields = self.clone();
        for TypedField { field, flag, values } in &mut fields.typed {
            if field.is(Attribute::Long) {
                for value in values {
                    *value = context.long_text(flag, value)?;
                }
            }
        }
        Ok(fields)
    }

    /// Returns true if none was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.renewal_by.is_none() && self.renewal_max.is_none()
    }

    fn values_of(&self, name: &str) -> &[String] {
        let mut typed = self.typed.iter().filter(|typed| typed.field.name == name);
        typed.next().map(|typed| typed.values.as_slice()).unwrap_or_default()
    }
}

impl<T: HasFields> ListArgs<T> {
    /// Removes from the lists of a record, then adds with `add`. Returns warnings about items that
    /// were to be removed and do not exist; the record is called `name` in them.
    fn change(
        &self,
        record: &mut T,
        name: &str,
        add: impl Fn(&TypedField<T>, &mut T) -> Result<()>,
    ) -> Result<Vec<String>> {
        let (removed, added): (Vec<_>, Vec<_>) =
            self.typed.iter().partition(|typed| typed.flag[2..].starts_with(REMOVE_PREFIX));
        let mut missing = Vec::new();
        for TypedField { field, flag, values } in removed {
            for value in field.remove(record, values) {
                missing.push(format!("`{flag}`: {name} has no `{value}`"));
            }
        }
        added.into_iter().try_for_each(|typed| add(typed, record))?;
        Ok(missing)
    }
}

impl FieldArgs {
    /// Returns the fields that were typed.
    pub(crate) fn typed_fields(&self) -> impl Iterator<Item = &'static FieldSpec<Agreement>> {
        self.typed.iter().map(|typed| typed.field)
    }

    /// Returns true if it was typed how the renewal comes about.
    pub(crate) fn has_renewal_by(&self) -> bool {
        self.renewal_by.is_some()
    }

    /// Returns the flags that were typed.
    pub(crate) fn typed_flags(&self) -> impl Iterator<Item = &str> {
        let by = self.renewal_by.as_ref().map(|_| "--renewal-by");
        let max = self.renewal_max.as_ref().map(|_| "--renewal-max");
        self.typed.iter().map(|typed| typed.flag.as_str()).chain(by).chain(max)
    }

    /// Returns the flags that were typed, each with one value. A value is not [read from a file](Context::long_text)
    /// if it is typed again.
    pub(crate) fn typed_values(&self) -> Vec<(String, String)> {
        let escaped = |text: &String| {
            if text.starts_with('@') { format!("@{text}") } else { text.clone() }
        };
        let mut values: Vec<(String, String)> = Vec::new();
        for typed in &self.typed {
            let is_long = typed.field.is(Attribute::Long);
            values.extend(typed.values.iter().map(|value| {
                (typed.flag.clone(), if is_long { escaped(value) } else { value.clone() })
            }));
        }
        let by = self.renewal_by.iter().map(|by| ("--renewal-by".to_owned(), by.clone()));
        let max = self.renewal_max.iter().map(|max| ("--renewal-max".to_owned(), max.clone()));
        values.extend(by.chain(max));
        values
    }

    /// Adds the flags of `other` that were not typed here. Long texts are taken as they are.
    pub(crate) fn add_missing(&mut self, other: &Self) {
        for typed in &other.typed {
            if self.typed.iter().any(|own| own.flag == typed.flag) {
                continue;
            }
            let mut typed = typed.clone();
            if typed.field.is(Attribute::Long) {
                for value in &mut typed.values {
                    if let Some(rest) = value.strip_prefix("@@") {
                        *value = format!("@{rest}");
                    }
                }
            }
            self.typed.push(typed);
        }
        self.renewal_by = self.renewal_by.take().or_else(|| other.renewal_by.clone());
        self.renewal_max = self.renewal_max.take().or_else(|| other.renewal_max.clone());
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
        self.apply_by(to, |typed, to| input.set(typed, to))
    }

    /// Sets the fields that were typed as far as that is possible without a registry: parties are new, ids are
    /// not looked up, and documents are not hashed.
    ///
    /// Fails as [`Self::apply`] does.
    pub(crate) fn apply_without_registry(&self, to: &mut Agreement, today: Day) -> Result<()> {
        let context = InputContext::without_registry(today);
        self.apply_by(to, |TypedField { field, flag, values }, to| {
            let set = field.set(to, values, &context);
            set.map_err(|why| flag::refused(flag, &why, field.accepts()))
        })
    }

    fn apply_by(
        &self,
        to: &mut Agreement,
        set: impl Fn(&TypedField<Agreement>, &mut Agreement) -> Result<()>,
    ) -> Result<()> {
        self.typed.iter().try_for_each(|typed| set(typed, to))?;
        if let Some(text) = &self.renewal_by {
            let by = flag::word("--renewal-by", text, RenewalBy::VARIANTS)?;
            renewal_of(to, "--renewal-by")?.by = by;
        }
        if let Some(text) = &self.renewal_max {
            let max: NonZeroU32 = flag::whole_number(text)
                .map_err(|accepted| flag::not_accepted("--renewal-max", text, &accepted))?;
            renewal_of(to, "--renewal-max")?.max = Some(max);
        }
        Ok(())
    }
}

fn renewal_of<'a>(agreement: &'a mut Agreement, flag: &str) -> Result<&'a mut Renewal> {
    let renewal = agreement.renewal.as_mut();
    renewal.ok_or_else(|| Error::usage(format!("`{flag}` requires `--renewal`")))
}

/// The flags that correct an agreement.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct CorrectionArgs {
    /// Title of the agreement
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Field to clear (can be repeated)
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
    /// Returns the same flags with the texts that are [read from files](Context::long_text).
    pub(crate) fn with_texts(&self, context: &mut Context<'_>) -> Result<Self> {
        Ok(Self { fields: self.fields.with_texts(context)?, ..self.clone() })
    }

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
        clear(&self.clear, to)?;
        if let Some(title) = &self.title {
            input.set(&TypedField::title("--title", title), to)?;
        }
        self.fields.apply(to, input)?;
        let name = format!("`{}`", to.id);
        let mut warnings = self.lists.change(to, &name, |typed, to| input.add(typed, to))?;
        warnings.extend(input.take_ignored());
        self.parties.apply(to, input.today())?;
        Ok(warnings)
    }
}

/// Empties the fields with these names or flags, and returns them.
///
/// Fails if there is no such field, or if it is required.
pub(crate) fn clear(
    names: &[String],
    to: &mut Agreement,
) -> Result<Vec<&'static FieldSpec<Agreement>>> {
    let clear = |name: &String| {
        let field = field_called(name)?;
        if field.clear(to) {
            return Ok(field);
        }
        Err(Error::bad_value(format!(
            "`--clear`: `{}` is required, so it cannot be cleared",
            field.name
        )))
    };
    names.iter().map(clear).collect()
}

/// Returns the field with this name or flag.
fn field_called(name: &str) -> Result<&'static FieldSpec<Agreement>> {
    let is_called = |field: &&FieldSpec<Agreement>| {
        field.name == name || (field.flag == name && field.has_flag())
    };
    Agreement::fields().iter().find(is_called).ok_or_else(|| {
        let all = Field::ALL_FIELDS.map(Field::name);
        let nearest = words::nearest(name, all);
        let hint = if nearest.is_empty() {
            format!("the fields are {}", words::list_and(&all))
        } else {
            format!("did you mean {}?", words::ticked(&nearest))
        };
        Error::bad_value(format!("`--clear`: `{name}` is not a field")).with_hint(hint)
    })
}

impl FieldArgs<Activity> {
    /// Sets the fields that were typed.
    ///
    /// Fails on the first value that its field does not accept, with the flag named, and if the
    /// last day would be before the first.
    pub(crate) fn apply(&self, to: &mut Activity, today: Day) -> Result<()> {
        let context = InputContext::without_registry(today);
        for typed in &self.typed {
            let set = typed.field.set(to, &typed.values, &context);
            set.map_err(|why| refused_for_activity(typed, &why))?;
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
                Error::bad_value(format!("`--until`: {until} is before `--from`, {from}"))
            }
            (false, true) => {
                Error::failed(format!("`--until`: {until} is before the activity begins, {from}"))
            }
            (true, false) => {
                Error::failed(format!("`--from`: {from} is after the activity ends, {until}"))
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
                let can_be_empty =
                    Activity::fields().iter().filter(|field| !field.is(Attribute::Required));
                let known: Vec<&str> = can_be_empty.map(|field| field.name).collect();
                return Err(flag::none_of("--clear", typed, &known));
            }
        }
        let context = InputContext::without_registry(today);
        self.change(to, name, |typed, to| {
            let added = typed.field.add(to, &typed.values, &context);
            added.map_err(|why| refused_for_activity(typed, &why))
        })
    }
}

/// Returns the error for values that a field of an activity does not accept.
fn refused_for_activity(typed: &TypedField<Activity>, why: &ParseError) -> Error {
    let TypedField { field, flag, values } = typed;
    if field.name == "status" {
        return flag::none_of(flag, &values.join(" "), Progress::VARIANTS);
    }
    flag::refused(flag, why, field.accepts())
}
