//! The flags that set the fields of an agreement, the same wherever one is recorded or corrected.

use std::num::NonZeroU32;

use strum::VariantNames;

use crate::commands::flag;
use crate::commands::ground::Ground;
use crate::domain::{Agreement, Field, RenewalBy, typed};
use crate::error::{Error, Result};

/// A flag for each field of an agreement but its title.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Fields")]
pub(crate) struct FieldArgs {
    /// Kind: MoU, MoC, LoI, agreement, treaty, …
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Party, as "Name (SHORT) [CC]" (can be repeated)
    #[arg(long, value_name = "PARTY")]
    party: Vec<String>,
    /// Day of signing, or unknown
    #[arg(long, value_name = "DATE")]
    signed: Option<String>,
    /// Where it was signed
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Who signed, as "Name (Title) [PARTY]" (can be repeated)
    #[arg(long, value_name = "PERSON")]
    signatory: Vec<String>,
    /// Who looked on, as "Name (Title) [PARTY]" (can be repeated)
    #[arg(long, value_name = "PERSON")]
    witness: Vec<String>,
    /// Day of coming into effect, unknown, or pending; usually the day of signing
    #[arg(long, value_name = "DATE")]
    effective: Option<String>,
    /// How long it lasts: 3y, 18 months, indefinite
    #[arg(long, value_name = "TERM")]
    term: Option<String>,
    /// Stated last day
    #[arg(long, value_name = "DATE")]
    end: Option<String>,
    /// Whether the first day is left out of the count (from) or counted (including)
    #[arg(long, value_name = "BASIS")]
    basis: Option<String>,
    /// Length of each renewal
    #[arg(long, value_name = "DURATION")]
    renewal: Option<String>,
    /// How it renews: itself (automatically) or agreement (only if the parties agree)
    #[arg(long, value_name = "BY")]
    renewal_by: Option<String>,
    /// Number of renewals at most
    #[arg(long, value_name = "NUMBER")]
    renewal_max: Option<String>,
    /// Length of notice before the end of a period
    #[arg(long, value_name = "DURATION")]
    notice: Option<String>,
    /// How often one without an end is to be looked at
    #[arg(long, value_name = "DURATION")]
    review: Option<String>,
    /// How long before an act-by date the calendar rings (can be repeated)
    #[arg(long, value_name = "DURATION")]
    lead: Vec<String>,
    /// Area of cooperation (can be repeated)
    #[arg(long, value_name = "AREA")]
    area: Vec<String>,
    /// Tag (can be repeated)
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Who looks after it
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// Agreement that this one follows (can be repeated)
    #[arg(long, value_name = "ID")]
    succeeds: Vec<String>,
    /// Framework that this one implements
    #[arg(long, value_name = "ID")]
    under: Option<String>,
    /// Other instrument, campaign or body: an id or a text (can be repeated)
    #[arg(long, value_name = "TEXT")]
    related: Vec<String>,
    /// Where a fact comes from, as "Title | URL | DATE" (can be repeated)
    #[arg(long, value_name = "REFERENCE")]
    reference: Vec<String>,
    /// Paper kept beside the registry, as "Title | PATH" (can be repeated)
    #[arg(long, value_name = "DOCUMENT")]
    document: Vec<String>,
    /// Remarks
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
    /// Field of your own (can be repeated)
    #[arg(long, value_name = "K=V")]
    field: Vec<String>,
}

impl FieldArgs {
    /// Returns the fields that were typed, each with its flag and values.
    fn typed(&self) -> Vec<(Field, &'static str, &[String])> {
        let all: [(Field, &'static str, &[String]); 24] = [
            (Field::Kind, "--kind", one(self.kind.as_ref())),
            (Field::Parties, "--party", &self.party),
            (Field::Signed, "--signed", one(self.signed.as_ref())),
            (Field::Place, "--place", one(self.place.as_ref())),
            (Field::Signatories, "--signatory", &self.signatory),
            (Field::Witnesses, "--witness", &self.witness),
            (Field::Effective, "--effective", one(self.effective.as_ref())),
            (Field::Term, "--term", one(self.term.as_ref())),
            (Field::End, "--end", one(self.end.as_ref())),
            (Field::Basis, "--basis", one(self.basis.as_ref())),
            (Field::Renewal, "--renewal", one(self.renewal.as_ref())),
            (Field::Notice, "--notice", one(self.notice.as_ref())),
            (Field::Review, "--review", one(self.review.as_ref())),
            (Field::Lead, "--lead", &self.lead),
            (Field::Areas, "--area", &self.area),
            (Field::Tags, "--tag", &self.tag),
            (Field::Contact, "--contact", one(self.contact.as_ref())),
            (Field::Succeeds, "--succeeds", &self.succeeds),
            (Field::Under, "--under", one(self.under.as_ref())),
            (Field::Related, "--related", &self.related),
            (Field::References, "--reference", &self.reference),
            (Field::Documents, "--document", &self.document),
            (Field::Notes, "--notes", one(self.notes.as_ref())),
            (Field::Fields, "--field", &self.field),
        ];
        all.into_iter().filter(|(_, _, values)| !values.is_empty()).collect()
    }

    /// Tells whether no field was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.typed().is_empty() && self.renewal_by.is_none() && self.renewal_max.is_none()
    }

    /// Returns the flags that were typed.
    pub(crate) fn flags(&self) -> impl Iterator<Item = &'static str> {
        let by = self.renewal_by.as_ref().map(|_| "--renewal-by");
        let max = self.renewal_max.as_ref().map(|_| "--renewal-max");
        self.typed().into_iter().map(|(_, flag, _)| flag).chain(by).chain(max)
    }

    /// Tells whether values for this field were typed.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.typed().iter().any(|(typed, _, _)| *typed == field)
    }

    /// Returns what was typed for this field, the first where it is a list.
    pub(crate) fn value(&self, field: Field) -> Option<&str> {
        let mut typed = self.typed().into_iter().filter(|(typed, _, _)| *typed == field);
        typed.next().and_then(|(_, _, values)| values.first()).map(String::as_str)
    }

    /// Sets the fields that were typed.
    ///
    /// Fails on the first value that its field does not accept, with the flag named.
    pub(crate) fn apply(&self, to: &mut Agreement, ground: &Ground<'_, '_>) -> Result<()> {
        for (field, flag, values) in self.typed() {
            ground.set(field, flag, values, to)?;
        }
        if let Some(text) = &self.renewal_by {
            let by = text.parse::<RenewalBy>();
            let by = by.map_err(|_| flag::none_of("--renewal-by", text, RenewalBy::VARIANTS))?;
            let Some(renewal) = &mut to.renewal else {
                return Err(Error::usage("`--renewal-by` requires `--renewal`"));
            };
            renewal.by = by;
        }
        if let Some(text) = &self.renewal_max {
            let max: NonZeroU32 = flag::whole_number(text)
                .map_err(|accepted| flag::not_accepted("--renewal-max", text, &accepted))?;
            let Some(renewal) = &mut to.renewal else {
                return Err(Error::usage("`--renewal-max` requires `--renewal`"));
            };
            renewal.max = Some(max);
        }
        Ok(())
    }
}

fn one(value: Option<&String>) -> &[String] {
    value.map(std::slice::from_ref).unwrap_or_default()
}

/// Returns what a field accepts, as the end of a sentence.
pub(crate) fn accepted(field: Field) -> &'static str {
    match field {
        Field::Signed => typed::STATED,
        Field::Effective => typed::EFFECTIVE_DATES,
        Field::End => typed::DATES,
        Field::Term => typed::TERMS,
        Field::Renewal | Field::Notice | Field::Review | Field::Lead => typed::DURATIONS,
        Field::Parties => typed::PARTIES,
        Field::Signatories | Field::Witnesses => typed::PEOPLE,
        Field::References => typed::REFERENCES,
        Field::Documents => typed::DOCUMENTS,
        Field::Fields => typed::FIELDS,
        Field::Basis => "`from` or `including`",
        Field::Succeeds | Field::Under => "the id of an agreement",
        _ => "a text that is not blank",
    }
}
