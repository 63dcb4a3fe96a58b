//! JSON Schema (2020-12) of the file and of the JSON that the commands print, made from the types.

mod forms;
mod shapes;

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use self::shapes::{
    Chain, Derivation, Finding, ListedActivity, Logged, Overview, Record, Registry, Shown,
};

/// What there is a schema of: a name, what it is, and how its schema is made.
pub struct Subject {
    /// The name.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    make: fn(SchemaGenerator) -> Schema,
}

/// All that there is a schema of.
pub static SUBJECTS: [Subject; 10] = [
    Subject { name: "registry", what: "the file", make: of::<Registry> },
    Subject { name: "record", what: "an agreement, one line of `-o jsonl`", make: of::<Record> },
    Subject { name: "list", what: "mou list, expiring, export json", make: of::<Vec<Record>> },
    Subject { name: "show", what: "mou show", make: of::<Shown> },
    Subject { name: "why", what: "mou why", make: of::<Derivation> },
    Subject { name: "chain", what: "mou chain", make: of::<Chain> },
    Subject { name: "activity", what: "mou activity list", make: of::<Vec<ListedActivity>> },
    Subject { name: "check", what: "mou check", make: of::<Vec<Finding>> },
    Subject { name: "log", what: "mou log", make: of::<Vec<Logged>> },
    Subject { name: "overview", what: "mou alone", make: of::<Overview> },
];

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subject").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Subject {
    /// Returns the schema, over several lines.
    ///
    /// What may be absent is absent and never `null`. Objects may have further members: what is
    /// named is only ever added to.
    #[must_use]
    pub fn schema(&self) -> String {
        // What is read back is described: a file that was written by hand may leave out a kind.
        let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| {
            settings.transforms.push(Box::new(Tidy));
        });
        let mut schema = (self.make)(settings.into_generator());
        schema.insert("$id".to_owned(), format!("urn:mou:{}:1", self.name).into());
        format!("{:#}\n", schema.as_value())
    }
}

fn of<T: JsonSchema>(generator: SchemaGenerator) -> Schema {
    generator.into_root_schema_for::<T>()
}

/// Takes out of a schema what strict validators do not know or what is never written: formats of
/// numbers, `null`, and defaults that say nothing.
#[derive(Debug, Clone)]
struct Tidy;

impl Transform for Tidy {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let is_number_format = |format: &str| {
            format.starts_with("int") || format.starts_with("uint") || format == "double"
        };
        if schema.get("format").and_then(Value::as_str).is_some_and(is_number_format) {
            schema.remove("format");
        }
        if schema.get("default").is_some_and(says_nothing) {
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

fn says_nothing(default: &Value) -> bool {
    match default {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
