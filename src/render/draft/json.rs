//! A draft as JSON: what a record has, and beside it how each fact is known.

use serde::Serialize;

use crate::domain::{Field, RenewalBy};
use crate::error::Result;
use crate::extract::{Certainty, RelatedInstrument};
use crate::render::json::Object;
use crate::report::draft::{Draft, DraftedAgreement, FactOrigin};

/// A piece of the file that bears out a fact.
#[derive(Serialize)]
struct Evidence<'d> {
    text: &'d str,
    start: usize,
    end: usize,
    /// Of a list: the index of the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    /// Of a list: how the item is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    sure: Option<String>,
}

/// Another instrument.
#[derive(Serialize)]
struct Hint<'d> {
    title: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dated: Option<String>,
}

/// A renewal clause that states no length.
#[derive(Serialize)]
struct OpenRenewal {
    by: RenewalBy,
}

/// Returns the draft as one object.
pub fn object(draft: &Draft) -> Result<Object> {
    let mut source = Object::new();
    source.set("path", &draft.path)?.set("sha256", &draft.sha256)?;
    source.set("format", &draft.source.format.to_string())?;
    let (day, from) = draft.published.unzip();
    source.set("published", &day.map(|day| day.to_string()))?;
    source.set("published_from", &from.map(|from| from.to_string()))?;
    let agreements = draft.agreements.iter().map(|agreement| agreement_object(agreement, draft));
    let mut object = Object::new();
    object.set("source", &source)?;
    object.set("agreements", &agreements.collect::<Result<Vec<_>>>()?)?;
    Ok(object)
}

fn agreement_object(drafted: &DraftedAgreement, draft: &Draft) -> Result<Object> {
    let record = &drafted.record;
    let mut object = Object::new();
    object.set_all(record)?;
    object.remove("id").remove("notes");
    if let Some(by) = drafted.open_renewal() {
        object.set("renewal", &OpenRenewal { by })?;
    }
    let activities: Vec<Object> = record
        .activities
        .iter()
        .map(|activity| {
            let mut object = Object::new();
            object.set_all(activity)?;
            if drafted.earlier_activities.contains(&activity.n) {
                object.set("of", "predecessor")?;
            }
            Ok(object)
        })
        .collect::<Result<_>>()?;
    if !activities.is_empty() {
        object.set("activities", &activities)?;
    }
    // A member that was set later is at the end.
    object.select(&Field::ALL_FIELDS.map(Field::name));

    let mut hints = Object::new();
    let succeeds: Vec<Hint<'_>> = drafted.hints.succeeds.iter().map(hint).collect();
    if !succeeds.is_empty() {
        hints.set("succeeds", &succeeds)?;
    }
    hints.set("under", &drafted.hints.under.as_ref().map(hint))?;
    if drafted.has_hints() {
        object.set("hints", &hints)?;
    }

    let (mut sure, mut evidence, mut composed) = (Object::new(), Object::new(), Vec::new());
    for field in Field::ALL_FIELDS {
        let origins = drafted.origins(field);
        // Of a list, the word is that of the item that is least certain.
        let Some(certainty) = origins.iter().map(|origin| origin.certainty).max() else { continue };
        sure.set(field.name(), &certainty.to_string())?;
        if certainty == Certainty::Composed {
            composed.push(field.name());
        }
        let quotations =
            quotations(origins, field.spec().list.is_some() || field == Field::Activities, draft);
        if !quotations.is_empty() {
            evidence.set(field.name(), &quotations)?;
        }
    }
    object.set("sure", &sure)?.set("composed", &composed)?;
    object.set("unknown", &drafted.unknown())?.set("notes", &drafted.notes())?;
    object.set("evidence", &evidence)?;
    Ok(object)
}

fn quotations<'d>(origins: &[FactOrigin], is_list: bool, draft: &'d Draft) -> Vec<Evidence<'d>> {
    let of_item = |(index, origin): (usize, &FactOrigin)| {
        let index = is_list.then_some(index);
        let sure = is_list.then(|| origin.certainty.to_string());
        let quotation = |range: &std::ops::Range<usize>| {
            let quotation = draft.source.quotation(range.clone());
            let (text, start, end) = (quotation.text, quotation.start, quotation.end);
            Evidence { text, start, end, index, sure: sure.clone() }
        };
        origin.quotations.iter().map(quotation).collect::<Vec<_>>()
    };
    origins.iter().enumerate().flat_map(of_item).collect()
}

fn hint(instrument: &RelatedInstrument) -> Hint<'_> {
    Hint { title: &instrument.title, dated: instrument.dated.map(|dated| dated.to_string()) }
}
