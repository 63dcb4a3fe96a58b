//! JSON Schema (2020-12) of the file and of the JSON that the commands print, made from the types.

mod draft;
mod forms;
mod shapes;

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use self::draft::DraftSchema;
use self::shapes::{
    AnswerSchema, ChainSchema, DerivationSchema, FailureSchema, FindingSchema,
    ListedActivitySchema, ListedContactSchema, ListedPartySchema, LoggedSchema, OverviewSchema,
    RecordSchema, RegistrySchema, ReminderSchema, SettingsSchema, ShownPartySchema, ShownSchema,
    StatisticsSchema, TimelineSchema,
};

/// A schema with its name and description.
pub struct NamedSchema {
    /// The name.
    pub name: &'static str,
    /// The file or the commands that it describes.
    pub what: &'static str,
    make: fn(SchemaGenerator) -> Schema,
}

/// All schemas.
pub static NAMED_SCHEMAS: [NamedSchema; 20] = [
    NamedSchema { name: "registry", what: "the file", make: schema_of::<RegistrySchema> },
    NamedSchema {
        name: "record",
        what: "an agreement, one line of `-o jsonl`",
        make: schema_of::<RecordSchema>,
    },
    NamedSchema {
        name: "list",
        what: "mou list, expiring, export json",
        make: schema_of::<Vec<RecordSchema>>,
    },
    NamedSchema { name: "remind", what: "mou remind", make: schema_of::<Vec<ReminderSchema>> },
    NamedSchema { name: "show", what: "mou show", make: schema_of::<ShownSchema> },
    NamedSchema { name: "why", what: "mou why", make: schema_of::<DerivationSchema> },
    NamedSchema { name: "chain", what: "mou chain", make: schema_of::<ChainSchema> },
    NamedSchema {
        name: "activity",
        what: "mou activity list",
        make: schema_of::<Vec<ListedActivitySchema>>,
    },
    NamedSchema {
        name: "party",
        what: "mou party list",
        make: schema_of::<Vec<ListedPartySchema>>,
    },
    NamedSchema { name: "party-show", what: "mou party show", make: schema_of::<ShownPartySchema> },
    NamedSchema {
        name: "contact",
        what: "mou contact list",
        make: schema_of::<Vec<ListedContactSchema>>,
    },
    NamedSchema { name: "timeline", what: "mou timeline", make: schema_of::<TimelineSchema> },
    NamedSchema { name: "stats", what: "mou stats", make: schema_of::<StatisticsSchema> },
    NamedSchema { name: "draft", what: "mou draft", make: schema_of::<DraftSchema> },
    NamedSchema { name: "check", what: "mou check", make: schema_of::<Vec<FindingSchema>> },
    NamedSchema { name: "log", what: "mou log", make: schema_of::<Vec<LoggedSchema>> },
    NamedSchema { name: "overview", what: "mou alone", make: schema_of::<OverviewSchema> },
    NamedSchema {
        name: "answer",
        what: "a command that changes something",
        make: schema_of::<AnswerSchema>,
    },
    NamedSchema { name: "config", what: "mou config", make: schema_of::<SettingsSchema> },
    NamedSchema { name: "error", what: "an error, on stderr", make: schema_of::<FailureSchema> },
];

impl std::fmt::Debug for NamedSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NamedSchema").field("name", &self.name).finish_non_exhaustive()
    }
}

impl NamedSchema {
    /// Returns the schema, over several lines.
    ///
    /// Unknown values are absent and never `null`. Objects may have further members: members are only ever
    /// added.
    #[must_use]
    pub fn schema(&self) -> String {
        // The schema describes input: a file written by hand may leave out a kind.
        let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| {
            settings.transforms.push(Box::new(Simplify));
        });
        let mut schema = (self.make)(settings.into_generator());
        schema.insert("$id".to_owned(), format!("urn:mou:{}:1", self.name).into());
        format!("{:#}\n", schema.as_value())
    }
}

fn schema_of<T: JsonSchema>(generator: SchemaGenerator) -> Schema {
    generator.into_root_schema_for::<T>()
}

/// Removes from a schema what strict validators do not know or mou never writes: formats of numbers, `null`,
/// and empty defaults.
#[derive(Debug, Clone)]
struct Simplify;

impl Transform for Simplify {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let is_number_format = |format: &str| {
            format.starts_with("int") || format.starts_with("uint") || format == "double"
        };
        if schema.get("format").and_then(Value::as_str).is_some_and(is_number_format) {
            schema.remove("format");
        }
        if schema.get("default").is_some_and(is_empty_default) {
            schema.remove("default");
        }
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                schema.insert("type".to_owned(), only);
            }
        }
        let null = serde_json::json!({ "type": "null" });
        if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
            choices.retain(|choice| *choice != null);
            if let [Value::Object(only)] = choices.as_slice() {
                let only = only.clone();
                schema.remove("anyOf");
                for (name, value) in only {
                    schema.ensure_object().entry(name).or_insert(value);
                }
            }
        }
    }
}

fn is_empty_default(default: &Value) -> bool {
    match default {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
