//! The flags that add to the lists of an activity, take from them, and empty its fields.

use super::details::{fields, references, texts};
use crate::commands::flag;
use crate::domain::{Activity, Day};
use crate::error::Result;

/// The flags that change lists, and those that empty fields.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Lists and fields")]
pub(super) struct ListArgs {
    /// Area to add (can be repeated)
    #[arg(long, value_name = "AREA")]
    add_area: Vec<String>,
    /// Area to take away (can be repeated)
    #[arg(long, value_name = "AREA")]
    remove_area: Vec<String>,
    /// Participant to add (can be repeated)
    #[arg(long, value_name = "NAME")]
    add_participant: Vec<String>,
    /// Participant to take away (can be repeated)
    #[arg(long, value_name = "NAME")]
    remove_participant: Vec<String>,
    /// Reference to add (can be repeated)
    #[arg(long, value_name = "REFERENCE")]
    add_reference: Vec<String>,
    /// Reference to take away, by its title or address (can be repeated)
    #[arg(long, value_name = "REFERENCE")]
    remove_reference: Vec<String>,
    /// Field of your own to add (can be repeated)
    #[arg(long, value_name = "K=V")]
    add_field: Vec<String>,
    /// Field of your own to take away, by its name (can be repeated)
    #[arg(long, value_name = "K")]
    remove_field: Vec<String>,
    /// Field to empty (can be repeated)
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
}

impl ListArgs {
    /// Tells whether nothing was typed.
    pub(super) fn is_empty(&self) -> bool {
        [
            &self.add_area,
            &self.remove_area,
            &self.add_participant,
            &self.remove_participant,
            &self.add_reference,
            &self.remove_reference,
            &self.add_field,
            &self.remove_field,
            &self.clear,
        ]
        .into_iter()
        .all(Vec::is_empty)
    }

    /// Empties fields, takes from lists, and adds to them. Returns warnings about what was to be
    /// taken away and is not there; the activity is called `name` in them.
    pub(super) fn apply(&self, to: &mut Activity, name: &str, today: Day) -> Result<Vec<String>> {
        for field in &self.clear {
            if !to.clear(&field.replace('-', "_")) {
                return Err(flag::none_of("--clear", field, &Activity::CLEARED));
            }
        }
        let mut missing = Vec::new();
        let mut missed = |flag: &str, text: &str, was_there: bool| {
            if !was_there {
                missing.push(format!("`{flag}`: {name} has no `{text}`"));
            }
        };
        for area in &self.remove_area {
            missed("--remove-area", area, cut(&mut to.areas, |own| is_called(own, area)));
        }
        for name in &self.remove_participant {
            let was_there = cut(&mut to.participants, |own| is_called(own, name));
            missed("--remove-participant", name, was_there);
        }
        for text in &self.remove_reference {
            let was_there = cut(&mut to.references, |own| {
                is_called(&own.title, text)
                    || own.url.as_deref() == Some(text)
                    || is_called(&own.to_string(), text)
            });
            missed("--remove-reference", text, was_there);
        }
        for key in &self.remove_field {
            missed("--remove-field", key, to.fields.remove(key.as_str()).is_some());
        }
        extend(&mut to.areas, texts("--add-area", &self.add_area)?);
        extend(&mut to.participants, texts("--add-participant", &self.add_participant)?);
        let more = references("--add-reference", &self.add_reference, today)?;
        extend(&mut to.references, more);
        to.fields.extend(fields("--add-field", &self.add_field)?);
        Ok(missing)
    }
}

/// Tells whether the two are the same but for case.
fn is_called(own: &str, typed: &str) -> bool {
    own.to_lowercase() == typed.to_lowercase()
}

fn cut<T>(list: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) -> bool {
    let before = list.len();
    list.retain(|item| !is_meant(item));
    list.len() < before
}

fn extend<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}
