//! A row of the field table, and what each type of field can do.

use std::any::Any;
use std::fmt;

use super::cell::Cell;
use crate::domain::date::Day;
use crate::domain::parse_error::ParseError;
use crate::domain::party::Party;
use crate::domain::value::Value;

/// What typed values are resolved against.
///
/// ```
/// use mou::domain::{Agreement, Date, Field, InputContext};
///
/// let today = "2022-07-04".parse::<Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// let context = InputContext::without_registry(today);
/// Field::Signed.spec().set(&mut agreement, &["yesterday"], &context)?;
/// assert_eq!(Field::Signed.text(&agreement), "2022-07-03");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub struct InputContext<'a> {
    /// The day that relative dates are counted from.
    pub today: Day,
    /// Finds the party that the registry already has under a name or short name.
    pub known: &'a dyn Fn(&str) -> Option<Party>,
    /// Finds the SHA-256 of a document at a path relative to the registry.
    pub hash: &'a dyn Fn(&str) -> Result<Option<String>, ParseError>,
}

impl InputContext<'static> {
    /// Returns a context without a registry: no party is known, and no document is read.
    #[must_use]
    pub const fn without_registry(today: Day) -> Self {
        Self { today, known: &|_| None, hash: &|_| Ok(None) }
    }
}

impl fmt::Debug for InputContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InputContext").field("today", &self.today).finish_non_exhaustive()
    }
}

/// What was typed for a field.
///
/// [`FieldSpec::set`] and [`FieldSpec::add`] make it, so that each type reads its own values:
///
/// ```
/// use mou::domain::{Agreement, Date, Field, InputContext};
///
/// let today = "2022-07-04".parse::<Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// let context = InputContext::without_registry(today);
/// Field::Tags.spec().set(&mut agreement, &["green", "students"], &context)?;
/// assert!(Field::Term.spec().set(&mut agreement, &["soon"], &context).is_err());
/// assert_eq!(agreement.tags, ["green", "students"]);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub struct FieldInput<'a> {
    /// The name of the field.
    pub(super) field: &'a str,
    /// The values.
    pub(super) texts: &'a [&'a str],
    /// What they are resolved against.
    pub(super) context: &'a InputContext<'a>,
}

/// A type that a field can have. It serializes to the form of the file.
///
/// What is typed and what is stored are two forms of one value: setting it to [`typed`](Self::typed) changes nothing.
///
/// ```
/// use mou::domain::{FieldValue, Term};
///
/// let term = Some(Term::Lasting("P3Y".parse()?));
/// assert_eq!(term.typed(), ["P3Y"]);
/// assert!(None::<Term>.typed().is_empty());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub trait FieldValue: AnyValue + erased_serde::Serialize {
    /// Returns the value for tables, sorting and filters.
    fn cell(&self) -> Cell<'_>;

    /// Returns true if the cell leaves something out, so that other programs get JSON instead.
    fn needs_json(&self) -> bool {
        false
    }

    /// Returns the value as a person types it, one text per item; none if it is absent.
    fn typed(&self) -> Vec<String>;

    /// Calls `matches` for each text in it, and returns true as soon as one matches.
    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool;

    /// Sets the value to what was typed.
    ///
    /// Fails if that is not accepted; the value is then unchanged.
    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), ParseError>;

    /// Adds to a list what was typed, except items that it already has.
    ///
    /// Fails if that is not accepted, or if the field is not a list.
    fn add(&mut self, input: &FieldInput<'_>) -> Result<(), ParseError> {
        Err(ParseError::new(format!("`{}` is not a list", input.field)))
    }

    /// Removes the items with this text or name from a list. Returns false if there are none.
    fn remove(&mut self, _text: &str) -> bool {
        false
    }

    /// Sets the value to one in the form of the file.
    ///
    /// Fails if it has another form.
    fn load(&mut self, stored: &Value) -> Result<(), ParseError>;

    /// Returns what the field of this name accepts, as the end of a sentence.
    fn accepts(&self, field: &str) -> &'static str;
}

erased_serde::serialize_trait_object!(FieldValue);

/// Compares and copies two values that the table knows to have the same type.
///
/// Two values of different types are not equal, and neither is copied into the other.
///
/// ```
/// use mou::domain::AnyValue;
///
/// let mut one = Some(1);
/// one.copy_from(&Some(2));
/// one.copy_from(&"3");
/// assert!(one.is_equal(&Some(2)) && !one.is_equal(&"2"));
/// ```
pub trait AnyValue: Any {
    /// Returns true if the other value is equal.
    fn is_equal(&self, other: &dyn Any) -> bool;

    /// Copies the other value into this one.
    fn copy_from(&mut self, other: &dyn Any);
}

impl<V: Any + Clone + PartialEq> AnyValue for V {
    fn is_equal(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn copy_from(&mut self, other: &dyn Any) {
        if let Some(other) = other.downcast_ref() {
            self.clone_from(other);
        }
    }
}

/// A property of a field.
///
/// ```
/// use mou::domain::{Attribute, Field};
///
/// assert!(Field::Title.spec().is(Attribute::Required));
/// assert!(Field::Notice.spec().is(Attribute::Dated) && !Field::Tags.spec().is(Attribute::Dated));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// It cannot be emptied.
    Required,
    /// Its values hold in time: an amendment changes it on its day. All others change at once.
    Dated,
    /// A rule of `check` reads it.
    Checked,
    /// Words are searched in it.
    Searched,
    /// It is often set: the short help has its flag.
    Common,
    /// Its text may be long, so that it can be read from a file.
    Long,
}

/// The help of the flags that change a list.
///
/// ```
/// use mou::domain::Field;
///
/// assert!(Field::Tags.spec().list.is_some());
/// assert!(Field::Title.spec().list.is_none());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ListHelp {
    /// The help of the flag that adds.
    pub add: &'static str,
    /// The help of the flag that removes.
    pub remove: &'static str,
    /// What the help calls an item to remove.
    pub remove_value: &'static str,
}

/// A field of a record of type `T`.
///
/// ```
/// use mou::domain::{Agreement, Date, Field, InputContext};
///
/// let today = "2022-07-04".parse::<Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// let term = Field::Term.spec();
/// term.set(&mut agreement, &["3y"], &InputContext::without_registry(today))?;
/// assert_eq!(Field::Term.text(&agreement), "P3Y");
/// assert!(term.clear(&mut agreement));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub struct FieldSpec<T: 'static> {
    /// The name: the key in the file, the column, the word in messages.
    pub name: &'static str,
    /// The name of one of its values: the flag without the hyphens.
    pub flag: &'static str,
    /// What the help calls a value.
    pub value_name: &'static str,
    /// The help of the flag; empty if no flag sets the field.
    pub help: &'static str,
    /// The help for changing it, if it is a list.
    pub list: Option<ListHelp>,
    attributes: &'static [Attribute],
    /// Returns its value.
    pub get: fn(&T) -> &dyn FieldValue,
    get_mut: fn(&mut T) -> &mut dyn FieldValue,
}

impl<T> fmt::Debug for FieldSpec<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldSpec").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A record whose fields are in a table.
///
/// ```
/// use mou::domain::{Agreement, HasFields};
///
/// let names: Vec<&str> = Agreement::fields().iter().map(|field| field.name).collect();
/// assert_eq!(&names[..4], ["id", "title", "kind", "parties"]);
/// ```
pub trait HasFields: Clone + 'static {
    /// Returns the table, in the order of the file.
    fn fields() -> &'static [FieldSpec<Self>];

    /// Returns a record whose fields all have their defaults.
    fn empty() -> Self;
}

impl<T: HasFields> FieldSpec<T> {
    /// Returns a field that no flag sets.
    pub(super) const fn new(
        name: &'static str,
        get: fn(&T) -> &dyn FieldValue,
        get_mut: fn(&mut T) -> &mut dyn FieldValue,
    ) -> Self {
        Self {
            name,
            flag: name,
            value_name: "",
            help: "",
            list: None,
            attributes: &[],
            get,
            get_mut,
        }
    }

    /// Returns the field with another name for one of its values.
    pub(super) const fn item(self, flag: &'static str) -> Self {
        Self { flag, ..self }
    }

    /// Returns the field with a flag that sets it.
    pub(super) const fn flag(
        self,
        flag: &'static str,
        value_name: &'static str,
        help: &'static str,
    ) -> Self {
        Self { flag, value_name, help, ..self }
    }

    /// Returns the field with these properties.
    pub(super) const fn with(self, attributes: &'static [Attribute]) -> Self {
        Self { attributes, ..self }
    }

    /// Returns the field as a list, with the help of the flags that add to it and remove from it.
    pub(super) const fn list(self, add: &'static str, remove: &'static str) -> Self {
        let list = ListHelp { add, remove, remove_value: self.value_name };
        Self { list: Some(list), ..self }
    }

    /// Returns the list with another name for what is removed.
    pub(super) const fn removed_by(self, remove_value: &'static str) -> Self {
        match self.list {
            Some(list) => Self { list: Some(ListHelp { remove_value, ..list }), ..self },
            None => self,
        }
    }

    /// Returns true if the field has the property.
    #[must_use]
    pub fn is(&self, attribute: Attribute) -> bool {
        self.attributes.contains(&attribute)
    }

    /// Returns true if a flag sets the field.
    #[must_use]
    pub fn has_flag(&self) -> bool {
        !self.help.is_empty()
    }

    /// Returns true if the field has the same value in both records.
    #[must_use]
    pub fn is_equal(&self, one: &T, other: &T) -> bool {
        (self.get)(one).is_equal((self.get)(other))
    }

    /// Copies the value of the field.
    pub fn copy(&self, from: &T, to: &mut T) {
        (self.get_mut)(to).copy_from((self.get)(from));
    }

    /// Sets the field to what was typed.
    ///
    /// Fails if that is not accepted, or if no flag sets the field.
    pub fn set<S: AsRef<str>>(
        &self,
        record: &mut T,
        texts: &[S],
        context: &InputContext<'_>,
    ) -> Result<(), ParseError> {
        if !self.has_flag() {
            return Err(read_only(self.name));
        }
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        (self.get_mut)(record).set(&FieldInput { field: self.name, texts: &texts, context })
    }

    /// Adds to a list what was typed, except items that it already has.
    ///
    /// Fails if that is not accepted, or if the field is not a list.
    pub fn add(
        &self,
        record: &mut T,
        texts: &[String],
        context: &InputContext<'_>,
    ) -> Result<(), ParseError> {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        (self.get_mut)(record).add(&FieldInput { field: self.name, texts: &texts, context })
    }

    /// Removes from a list the items with these texts or names: the name or short name of a party or
    /// person, the title of a reference or document, the key of a field of the user. Returns the
    /// texts that name none.
    #[must_use]
    pub fn remove(&self, record: &mut T, texts: &[String]) -> Vec<String> {
        let list = (self.get_mut)(record);
        texts.iter().filter(|text| !list.remove(text)).cloned().collect()
    }

    /// Sets the field to its default. Returns false if it is required.
    #[must_use]
    pub fn clear(&self, record: &mut T) -> bool {
        let can_be_empty = !self.is(Attribute::Required);
        if can_be_empty {
            self.copy(&T::empty(), record);
        }
        can_be_empty
    }

    /// Sets the field to a value in the form of the file, or to its default if there is none.
    ///
    /// Fails if the value has another form.
    pub fn load(&self, record: &mut T, stored: Option<&Value>) -> Result<(), ParseError> {
        match stored {
            Some(stored) => (self.get_mut)(record).load(stored)?,
            None => self.copy(&T::empty(), record),
        }
        Ok(())
    }

    /// Returns what the field accepts, as the end of a sentence.
    #[must_use]
    pub fn accepts(&self) -> &'static str {
        (self.get)(&T::empty()).accepts(self.name)
    }
}

/// Returns true if a text of a searched field matches.
pub(in crate::domain) fn any_text<T: HasFields>(
    record: &T,
    matches: &dyn Fn(&str) -> bool,
) -> bool {
    let searched = T::fields().iter().filter(|field| field.is(Attribute::Searched));
    searched.into_iter().any(|field| (field.get)(record).any_text(matches))
}

pub(super) fn read_only(field: &str) -> ParseError {
    ParseError::new(format!("`{field}` is not set by a flag"))
}
