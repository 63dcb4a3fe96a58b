//! The field table: every field of an agreement and of an activity, described once.
//!
//! Flags, columns, differences, amendments, search, checks and imports loop over these tables.

mod activity;
mod agreement;
mod cell;
mod items;
mod spec;
mod values;

pub use self::activity::ACTIVITY_FIELDS;
pub(super) use self::agreement::AgreementField;
pub use self::agreement::{AGREEMENT_FIELDS, Field};
pub use self::cell::Cell;
pub(super) use self::spec::any_text;
pub use self::spec::{
    AnyValue, Attribute, FieldInput, FieldSpec, FieldValue, HasFields, InputContext, ListHelp,
};

#[cfg(test)]
mod tests;
