//! A lineage with its gaps and overlaps, as a card and as JSON.

use super::card::{Card, CardBlock};
use super::json::Object;
use super::{Tone, words};
use crate::domain::Id;
use crate::error::Result;
use crate::report::chain::{Chain, Gap, Link};
use crate::report::listing::ListedAgreement;

/// Returns the lineage as a card: a block for each agreement, with the gap before it.
#[must_use]
pub fn card(chain: &Chain<'_>) -> Card {
    let mut card = Card::default();
    for entry in &chain.members {
        let id = &entry.agreement.id;
        let mut block = CardBlock::titled(id.as_str());
        block.field("title", entry.agreement.title.as_str());
        let status = entry.standing.status.to_string();
        block.toned("status", &status, Tone::from_status(&status));
        block.field("first day", first_day(entry).unwrap_or_else(|| "not known".to_owned()));
        block.field("last day", last_day(entry));
        for link in chain.links.iter().filter(|link| link.successor == *id) {
            block.toned(
                format!("after {}", link.prior),
                gap_in_words(&link.gap),
                gap_tone(&link.gap),
            );
        }
        card.push(block);
    }
    card
}

/// Returns the lineage as an object: `id`, `agreements` and `links`.
///
/// A link has `prior`, `successor`, and `gap` in words. If the gap can be computed, it also has
/// `gap_days`, or `gap_days_min` and `gap_days_max` if a date is partial.
pub fn object(id: &Id, chain: &Chain<'_>) -> Result<Object> {
    let mut object = Object::new();
    object.set("id", id)?;
    let mut members = Vec::new();
    for entry in &chain.members {
        let mut member = Object::new();
        member.set("id", &entry.agreement.id)?;
        member.set("title", &entry.agreement.title)?;
        member.set("status", &entry.standing.status)?;
        member.set("first_day", &first_day(entry))?;
        let ends = entry.standing.ends.to_string();
        member.set("ends", &Some(ends).filter(|ends| !ends.is_empty()))?;
        members.push(member);
    }
    object.set("agreements", &members)?;
    let links = chain.links.iter().map(link_object).collect::<Result<Vec<_>>>()?;
    object.set("links", &links)?;
    Ok(object)
}

/// Returns a link as an object.
pub fn link_object(link: &Link) -> Result<Object> {
    let mut object = Object::new();
    object.set("prior", &link.prior)?;
    object.set("successor", &link.successor)?;
    if let Gap::Days(days) = &link.gap {
        if days.start() == days.end() {
            object.set("gap_days", days.start())?;
        } else {
            object.set("gap_days_min", days.start())?;
            object.set("gap_days_max", days.end())?;
        }
    }
    object.set("gap", &gap_in_words(&link.gap))?;
    Ok(object)
}

fn first_day(entry: &ListedAgreement) -> Option<String> {
    entry.agreement.first_day().map(|date| date.to_string())
}

fn last_day(entry: &ListedAgreement) -> String {
    let ends = entry.standing.ends.to_string();
    if ends.is_empty() { "not known".to_owned() } else { ends }
}

/// Returns the gap in words, or why it cannot be computed.
#[must_use]
pub fn gap_in_words(gap: &Gap) -> String {
    match gap {
        Gap::Days(days) => words::gap(days),
        Gap::Unknown(why) => format!("cannot be computed: {why}"),
    }
}

/// Returns the tone of a gap: a certain or possible gap is a notice.
#[must_use]
pub fn gap_tone(gap: &Gap) -> Tone {
    match gap {
        Gap::Days(days) if *days.end() > 0 => Tone::Notice,
        Gap::Days(_) | Gap::Unknown(_) => Tone::Plain,
    }
}
