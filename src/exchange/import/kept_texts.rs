//! What `check` finds in the texts that an import kept: fields that are still unknown, renewals whose length
//! is not stated, and a status that is not the derived one.

use std::collections::HashMap;
use std::sync::RwLock;

use super::cell::means_empty;
use super::columns::{ImportColumn, STATUS_FIELD, recognise};
use super::party;
use super::renewal::{RenewalLength, RenewalReading, read_renewal, split_renewal};
use super::status::{SheetStatus, status_meaning};
use super::term::read_term;
use super::term_text::is_same_length;
use super::values::set_text;
use crate::domain::{
    Agreement, CheckedAgreement, Duration, Field, Finding, Id, Party, RecordedDate, RenewalBy,
    Rule, Term, country_code, whole_months,
};

/// Finds the texts of a registry, whose agreements mostly have fields of the same names.
#[derive(Debug, Default)]
pub struct KeptTextFinder {
    /// What the names of fields mean.
    meanings: RwLock<HashMap<String, Option<ImportColumn>>>,
}

/// The most names whose meaning is remembered.
const MAX_REMEMBERED_NAMES: usize = 1_000;

impl KeptTextFinder {
    /// Returns what is found in the user's own fields of an agreement whose names mean another field.
    #[must_use]
    pub fn find(&self, checked: &CheckedAgreement<'_>) -> Vec<Finding> {
        let agreement = checked.agreement();
        let texts = agreement.fields.iter().filter(|(_, text)| !means_empty(text));
        let found = texts.filter_map(|(name, text)| {
            if name == STATUS_FIELD {
                return status_differs(checked, text);
            }
            let gap = unread_gap(checked, &self.meaning(name)?, text)?;
            Some(gap.into_finding(&agreement.id, name, text))
        });
        found.collect()
    }

    /// Returns what the name of a field means.
    fn meaning(&self, name: &str) -> Option<ImportColumn> {
        if let Ok(meanings) = self.meanings.read()
            && let Some(known) = meanings.get(name)
        {
            return known.clone();
        }
        let meaning = meaning_of(name);
        if let Ok(mut meanings) = self.meanings.write()
            && meanings.len() < MAX_REMEMBERED_NAMES
        {
            meanings.insert(name.to_owned(), meaning.clone());
        }
        meaning
    }
}

/// Returns what the name of a field means: as a heading, or `Heading (field)`.
fn meaning_of(name: &str) -> Option<ImportColumn> {
    let in_brackets = || name.strip_suffix(')')?.rsplit_once('(')?.1.parse().ok();
    recognise(name).or_else(in_brackets)
}

/// What is missing in the record beside a text.
enum TextGap {
    /// The record has no value of this name. The flags of `mou edit` give it.
    Missing { what: &'static str, flags: String },
    /// The record renews for this length, which the text does not state.
    Assumed(Duration),
}

impl TextGap {
    fn of_field(field: Field) -> Self {
        let spec = field.spec();
        let flags = format!("--{} {}", spec.flag, spec.value_name);
        let what = match field {
            Field::Signed => "signing date",
            Field::Effective => "effective date",
            Field::Notice => "notice period",
            Field::Review => "review period",
            _ => field.name(),
        };
        Self::Missing { what, flags }
    }

    fn into_finding(self, id: &Id, name: &str, text: &str) -> Finding {
        match self {
            Self::Missing { what, flags } => {
                let message = format!("has no {what} recorded; its field `{name}` is `{text}`");
                Finding::to_edit(id, Rule::Unread, message, &flags)
            }
            Self::Assumed(length) => {
                let message = format!(
                    "is taken to renew for {}; its field `{name}` is `{text}`",
                    length.in_words()
                );
                let fix =
                    format!("edit {id} --renewal DURATION, or mou accept {id} {}", Rule::Unread);
                Finding::new(id, Rule::Unread, message, fix)
            }
        }
    }
}

/// Returns the status finding, if the word is certain and the derived status is another one.
fn status_differs(checked: &CheckedAgreement<'_>, text: &str) -> Option<Finding> {
    let status = checked.status();
    let meant =
        status_meaning(text).filter(|meant| meant.is_lasting() && meant.contradicts(status))?;
    let id = &checked.agreement().id;
    let message = format!("is {status}; its field `{STATUS_FIELD}` is `{text}`");
    let fix = match meant {
        SheetStatus::Terminated => format!("terminate {id} --on DATE"),
        SheetStatus::Expired => format!("edit {id} --end DATE"),
        _ => format!("edit {id} --add-field {STATUS_FIELD}=TEXT"),
    };
    Some(Finding::new(id, Rule::StatusDiffers, message, fix))
}

/// Returns what is missing in the record beside the text of a field with this meaning.
fn unread_gap(
    checked: &CheckedAgreement<'_>,
    column: &ImportColumn,
    text: &str,
) -> Option<TextGap> {
    let agreement = checked.agreement();
    match column {
        ImportColumn::Country => country_gap(checked, text),
        ImportColumn::Field(Field::Signed) => {
            let is_known = agreement.signing_day().and_then(RecordedDate::date).is_some();
            (!is_known).then(|| TextGap::of_field(Field::Signed))
        }
        ImportColumn::Field(Field::Effective) => {
            let is_known =
                agreement.effective.is_some_and(|effective| effective != RecordedDate::Unknown);
            (!is_known).then(|| TextGap::of_field(Field::Effective))
        }
        ImportColumn::Field(Field::End) | ImportColumn::Period => {
            let is_known = agreement.end.is_some() || agreement.term == Some(Term::Indefinite);
            end_gap(agreement, text).or_else(|| (!is_known).then(|| TextGap::of_field(Field::End)))
        }
        ImportColumn::Field(Field::Term) | ImportColumn::TermIn(_) => term_gap(agreement, text)
            .or_else(|| agreement.term.is_none().then(|| TextGap::of_field(Field::Term))),
        ImportColumn::Validity => {
            let is_known = agreement.term.is_some() || agreement.end.is_some();
            term_gap(agreement, text).or_else(|| (!is_known).then(|| TextGap::of_field(Field::End)))
        }
        ImportColumn::AutomaticRenewal
        | ImportColumn::RenewalTerm
        | ImportColumn::Field(Field::Renewal) => renewal_column_gap(agreement, column, text),
        ImportColumn::Field(field) => {
            let is_missing = field.values(agreement).is_empty() && !field.spec().flag.is_empty();
            let is_read =
                || set_text(*field, text, false, &mut Agreement::new(Id::default(), "")).is_ok();
            (is_missing && !is_read()).then(|| TextGap::of_field(*field))
        }
        _ => None,
    }
}

/// Returns the gap that a country is not known, and no partner has one.
fn country_gap(checked: &CheckedAgreement<'_>, text: &str) -> Option<TextGap> {
    let parties = &checked.agreement().parties;
    let has_country = |party: &Party| party.country.is_some() && !party.is_owner(checked.owner());
    let is_read = party::names(text).iter().all(|name| country_code(name).is_some());
    // The editor is where the country of one party is set.
    let gap = || TextGap::Missing { what: "country", flags: String::new() };
    (!is_read && !parties.iter().any(has_country)).then(gap)
}

/// Returns the gap in what the text of a term says about renewal.
fn term_gap(agreement: &Agreement, text: &str) -> Option<TextGap> {
    agreement.term?;
    match read_term(text, None).ok()?.renewal? {
        RenewalReading::Renewed { by, length } => renewal_gap(agreement, by, length),
        _ => None,
    }
}

/// Returns the gap in what the text of an end says about renewal.
fn end_gap(agreement: &Agreement, text: &str) -> Option<TextGap> {
    if agreement.term.is_none() && agreement.end.is_none() {
        return None;
    }
    match split_renewal(text)?.1 {
        RenewalReading::Renewed { by, length } => renewal_gap(agreement, by, length),
        _ => None,
    }
}

/// Returns the gap in what the text of a renewal column says.
fn renewal_column_gap(agreement: &Agreement, column: &ImportColumn, text: &str) -> Option<TextGap> {
    let is_missing = agreement.renewal.is_none() && agreement.term != Some(Term::Indefinite);
    match read_renewal(text, None) {
        Ok(RenewalReading::No) => None,
        Ok(RenewalReading::Renewed { by, length }) => renewal_gap(agreement, by, length),
        Ok(RenewalReading::Yes(length)) if *column == ImportColumn::AutomaticRenewal => {
            renewal_gap(agreement, RenewalBy::Itself, length)
        }
        Ok(RenewalReading::Yes(_) | RenewalReading::Length(_)) | Err(_) => {
            is_missing.then(|| TextGap::of_field(Field::Renewal))
        }
    }
}

/// Returns the gap that the record does not have a renewal of which a text says this, or that its length is
/// assumed.
fn renewal_gap(agreement: &Agreement, by: RenewalBy, length: RenewalLength) -> Option<TextGap> {
    if agreement.term == Some(Term::Indefinite) {
        return None;
    }
    let Some(renewal) = agreement.renewal else {
        let flags = match by {
            RenewalBy::Itself => "--renewal DURATION",
            RenewalBy::Agreement => "--renewal DURATION --renewal-by agreement",
        };
        return Some(TextGap::Missing { what: "renewal", flags: flags.to_owned() });
    };
    let is_stated = length.every.is_some() || length.is_same;
    if is_stated || by != RenewalBy::Itself || renewal.by != RenewalBy::Itself {
        return None;
    }
    let of_dates = || whole_months(agreement.first_day()?, agreement.end?);
    let assumed = match agreement.term {
        Some(Term::Lasting(term)) => Some(term),
        Some(Term::Indefinite) | None => of_dates(),
    };
    let is_assumed = assumed.is_some_and(|assumed| is_same_length(assumed, renewal.every));
    is_assumed.then_some(TextGap::Assumed(renewal.every))
}
