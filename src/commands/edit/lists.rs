//! The flags that add to a list and remove from one.

use crate::commands::ground::Ground;
use crate::domain::{Agreement, Field};
use crate::error::Result;

/// Two flags for each list of an agreement.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Lists")]
pub(crate) struct ListArgs {
    /// Party to add (can be repeated)
    #[arg(long, value_name = "PARTY")]
    add_party: Vec<String>,
    /// Party to remove (can be repeated)
    #[arg(long, value_name = "PARTY")]
    remove_party: Vec<String>,
    /// Signatory to add (can be repeated)
    #[arg(long, value_name = "PERSON")]
    add_signatory: Vec<String>,
    /// Signatory to remove (can be repeated)
    #[arg(long, value_name = "PERSON")]
    remove_signatory: Vec<String>,
    /// Witness to add (can be repeated)
    #[arg(long, value_name = "PERSON")]
    add_witness: Vec<String>,
    /// Witness to remove (can be repeated)
    #[arg(long, value_name = "PERSON")]
    remove_witness: Vec<String>,
    /// Calendar lead to add (can be repeated)
    #[arg(long, value_name = "DURATION")]
    add_lead: Vec<String>,
    /// Calendar lead to remove (can be repeated)
    #[arg(long, value_name = "DURATION")]
    remove_lead: Vec<String>,
    /// Area to add (can be repeated)
    #[arg(long, value_name = "AREA")]
    add_area: Vec<String>,
    /// Area to remove (can be repeated)
    #[arg(long, value_name = "AREA")]
    remove_area: Vec<String>,
    /// Tag to add (can be repeated)
    #[arg(long, value_name = "TAG")]
    add_tag: Vec<String>,
    /// Tag to remove (can be repeated)
    #[arg(long, value_name = "TAG")]
    remove_tag: Vec<String>,
    /// Agreement that this one follows, to add (can be repeated)
    #[arg(long, value_name = "ID")]
    add_succeeds: Vec<String>,
    /// Agreement that this one follows, to remove (can be repeated)
    #[arg(long, value_name = "ID")]
    remove_succeeds: Vec<String>,
    /// Related instrument or body to add (can be repeated)
    #[arg(long, value_name = "TEXT")]
    add_related: Vec<String>,
    /// Related instrument or body to remove (can be repeated)
    #[arg(long, value_name = "TEXT")]
    remove_related: Vec<String>,
    /// Reference to add (can be repeated)
    #[arg(long, value_name = "REFERENCE")]
    add_reference: Vec<String>,
    /// Reference to remove (can be repeated)
    #[arg(long, value_name = "REFERENCE")]
    remove_reference: Vec<String>,
    /// Document to add (can be repeated)
    #[arg(long, value_name = "DOCUMENT")]
    add_document: Vec<String>,
    /// Document to remove (can be repeated)
    #[arg(long, value_name = "DOCUMENT")]
    remove_document: Vec<String>,
    /// Field of your own to add (can be repeated)
    #[arg(long, value_name = "K=V")]
    add_field: Vec<String>,
    /// Field of your own to remove (can be repeated)
    #[arg(long, value_name = "KEY")]
    remove_field: Vec<String>,
}

/// A list with the flag for it and the values that were typed.
type Typed<'a> = (Field, &'static str, &'a [String]);

impl ListArgs {
    fn added(&self) -> [Typed<'_>; 11] {
        [
            (Field::Parties, "--add-party", &self.add_party),
            (Field::Signatories, "--add-signatory", &self.add_signatory),
            (Field::Witnesses, "--add-witness", &self.add_witness),
            (Field::Lead, "--add-lead", &self.add_lead),
            (Field::Areas, "--add-area", &self.add_area),
            (Field::Tags, "--add-tag", &self.add_tag),
            (Field::Succeeds, "--add-succeeds", &self.add_succeeds),
            (Field::Related, "--add-related", &self.add_related),
            (Field::References, "--add-reference", &self.add_reference),
            (Field::Documents, "--add-document", &self.add_document),
            (Field::Fields, "--add-field", &self.add_field),
        ]
    }

    fn removed(&self) -> [Typed<'_>; 11] {
        [
            (Field::Parties, "--remove-party", &self.remove_party),
            (Field::Signatories, "--remove-signatory", &self.remove_signatory),
            (Field::Witnesses, "--remove-witness", &self.remove_witness),
            (Field::Lead, "--remove-lead", &self.remove_lead),
            (Field::Areas, "--remove-area", &self.remove_area),
            (Field::Tags, "--remove-tag", &self.remove_tag),
            (Field::Succeeds, "--remove-succeeds", &self.remove_succeeds),
            (Field::Related, "--remove-related", &self.remove_related),
            (Field::References, "--remove-reference", &self.remove_reference),
            (Field::Documents, "--remove-document", &self.remove_document),
            (Field::Fields, "--remove-field", &self.remove_field),
        ]
    }

    /// Tells whether none was typed.
    pub(super) fn is_empty(&self) -> bool {
        self.added().iter().chain(&self.removed()).all(|(_, _, values)| values.is_empty())
    }

    /// Removes from the lists, then adds to them. Returns what was to be removed and is not there,
    /// in sentences.
    ///
    /// Fails on the first value that its list does not accept, with the flag named.
    pub(super) fn apply(&self, to: &mut Agreement, ground: &Ground<'_, '_>) -> Result<Vec<String>> {
        let mut missing = Vec::new();
        for (field, flag, values) in self.removed() {
            for value in field.remove(to, values) {
                missing.push(format!("`{flag}`: `{}` has no `{value}`", to.id));
            }
        }
        for (field, flag, values) in self.added() {
            if !values.is_empty() {
                ground.add(field, flag, values, to)?;
            }
        }
        Ok(missing)
    }
}
