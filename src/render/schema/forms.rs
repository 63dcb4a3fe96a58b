//! The schemas of values that are one text in the file, and of enums.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use strum::VariantNames;

use crate::domain::{
    Date, Duration, EventKind, Flag, Id, Lead, RecordedDate, ReminderLead, Severity, Status, Term,
    Value,
};

/// The pattern of a date; years run from 0001.
const DATE_PATTERN: &str = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})\
    (-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~]?";

/// The pattern of a duration: some of its units, in their order.
const DURATION_PATTERN: &str = "P([0-9]+Y([0-9]+M)?([0-9]+W)?([0-9]+D)?|[0-9]+M([0-9]+W)?([0-9]+D)?\
    |[0-9]+W([0-9]+D)?|[0-9]+D)";

fn text(pattern: &str, description: &str) -> Schema {
    json_schema!({ "type": "string", "pattern": format!("^({pattern})$"), "description": description })
}

fn words(words: &[&str], description: &str) -> Schema {
    json_schema!({ "type": "string", "enum": words, "description": description })
}

impl JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        text("[a-z0-9][a-z0-9-]{0,99}", "The id of an agreement.")
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let what = "A date as precisely as it is known: a day, a month or a year, with `?` if it \
            is uncertain and `~` if it is approximate (EDTF).";
        text(DATE_PATTERN, what)
    }
}

impl JsonSchema for RecordedDate {
    fn schema_name() -> Cow<'static, str> {
        "Stated".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let what = "A date, or `unknown`; `effective` may also be \
            `pending`: signed, but a condition for coming into effect is not met yet.";
        text(&format!("unknown|pending|{DATE_PATTERN}"), what)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let what = "A length of time in years, months, weeks and days (ISO 8601), not zero, at most \
            1,000 years.";
        text(DURATION_PATTERN, what)
    }
}

impl JsonSchema for Lead {
    fn schema_name() -> Cow<'static, str> {
        "Lead".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "minLength": 2,
            "description": "A length of time as in ISO 8601, or as a person types it: `P6M`, `6m`."
        })
    }
}

impl JsonSchema for ReminderLead {
    fn schema_name() -> Cow<'static, str> {
        "ReminderLead".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        text(
            &format!("passed|{DURATION_PATTERN}"),
            "How long before the deadline a reminder comes due (ISO 8601), or `passed`: after it.",
        )
    }
}

impl JsonSchema for Term {
    fn schema_name() -> Cow<'static, str> {
        "Term".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        text(
            &format!("indefinite|{DURATION_PATTERN}"),
            "A length of time (ISO 8601), or `indefinite`.",
        )
    }
}

impl JsonSchema for EventKind {
    fn schema_name() -> Cow<'static, str> {
        "EventKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "`renewed`, `amended`, `notice`, `suspended`, `resumed`, `terminated`, \
                `decided`, or any other word, which is a remark."
        })
    }
}

impl JsonSchema for Value {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A value of any shape." })
    }
}

impl JsonSchema for Status {
    fn schema_name() -> Cow<'static, str> {
        "Status".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        words(Self::VARIANTS, "What an agreement is on a day.")
    }
}

impl JsonSchema for Flag {
    fn schema_name() -> Cow<'static, str> {
        "Flag".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        words(Self::VARIANTS, "What needs attention in an agreement on a day.")
    }
}

impl JsonSchema for Severity {
    fn schema_name() -> Cow<'static, str> {
        "Severity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        words(Self::VARIANTS, "The severity.")
    }
}
