//! How each date of an agreement follows from the facts, as a card and as JSON.

use super::card::{Card, CardBlock};
use super::json::Object;
use super::{Style, Tone};
use crate::domain::{Day, Step};
use crate::error::Result;
use crate::report::listing::ListedAgreement;

/// Returns the derivation as a card: a block for each step.
#[must_use]
pub fn card(entry: &ListedAgreement, steps: &[Step], today: Day, style: Style) -> Card {
    let mut card = Card::default();
    let mut head = CardBlock::default();
    head.field("id", entry.agreement.id.as_str()).field("title", entry.agreement.title.as_str());
    head.field("as of", today.to_string());
    card.push(head);
    for step in steps {
        let mut block = CardBlock::titled(format!("{}: {}", step.fact, step.result));
        for (name, value) in &step.inputs {
            block.field(name, style.own_signs(value));
        }
        block.field("rule", style.own_signs(&step.rule));
        if let Some(source) = step.source {
            block.toned("source", style.own_text(source), Tone::Faint);
        }
        if let Some(other) = &step.other {
            block.field("other reading", style.own_signs(other));
        }
        card.push(block);
    }
    card
}

/// Returns the derivation as an object: `id`, `title`, `as_of` and `steps`, each with `fact`, `result`,
/// `inputs`, `rule`, `source` and `other`.
pub fn object(entry: &ListedAgreement, steps: &[Step], today: Day) -> Result<Object> {
    let mut object = Object::new();
    object.set("id", &entry.agreement.id)?;
    object.set("title", &entry.agreement.title)?;
    object.set("as_of", &today.to_string())?;
    let mut objects = Vec::with_capacity(steps.len());
    for step in steps {
        let mut one = Object::new();
        one.set("fact", &step.fact)?;
        one.set("result", &step.result)?;
        let mut inputs = Object::new();
        for (name, value) in &step.inputs {
            inputs.set(name, value)?;
        }
        one.set("inputs", &inputs)?;
        one.set("rule", &step.rule)?;
        one.set("source", &step.source)?;
        one.set("other", &step.other)?;
        objects.push(one);
    }
    object.set("steps", &objects)?;
    Ok(object)
}
