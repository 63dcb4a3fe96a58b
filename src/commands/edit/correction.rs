//! The flags that correct an agreement, and what they make of it.

use crate::commands::edit::lists::ListArgs;
use crate::commands::edit::parties::PartyArgs;
use crate::commands::fields::FieldArgs;
use crate::commands::ground::Ground;
use crate::domain::{Agreement, Field};
use crate::error::{Error, Result};
use crate::render::words;

/// The flags that correct an agreement.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct CorrectionArgs {
    /// What the agreement is called
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Field to empty (can be repeated)
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    lists: ListArgs,
    #[command(flatten)]
    parties: PartyArgs,
}

impl CorrectionArgs {
    /// Tells whether none was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.title.is_none()
            && self.clear.is_empty()
            && self.fields.is_empty()
            && self.lists.is_empty()
            && self.parties.is_empty()
    }

    /// Corrects an agreement: empties fields, sets them, changes lists, then says more of parties.
    /// Returns what is to be warned of, in sentences.
    ///
    /// Fails on the first value that is not accepted, with the flag named.
    pub(crate) fn apply(&self, to: &mut Agreement, ground: &Ground<'_, '_>) -> Result<Vec<String>> {
        for name in &self.clear {
            let field = field_called(name)?;
            if !field.clear(to) {
                return Err(Error::usage(format!("`--clear`: `{field}` cannot be empty")));
            }
        }
        if let Some(title) = &self.title {
            ground.set(Field::Title, "--title", std::slice::from_ref(title), to)?;
        }
        self.fields.apply(to, ground)?;
        let warnings = self.lists.apply(to, ground)?;
        self.parties.apply(to, ground.today())?;
        Ok(warnings)
    }
}

/// Returns the field of this name, or whose flag has this name.
fn field_called(name: &str) -> Result<Field> {
    let called = match name {
        "party" => "parties",
        "signatory" => "signatories",
        "witness" => "witnesses",
        "area" => "areas",
        "tag" => "tags",
        "reference" => "references",
        "document" => "documents",
        "field" => "fields",
        other => other,
    };
    called.parse().map_err(|why| {
        let all = Field::ALL.map(Field::name);
        let nearest = words::nearest(name, all);
        let hint = if nearest.is_empty() {
            format!("the fields are {}", words::list_and(&all))
        } else {
            format!("did you mean {}?", words::ticked(&nearest))
        };
        Error::usage(format!("`--clear`: {why}")).with_hint(hint)
    })
}
