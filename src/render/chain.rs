//! A lineage with its gaps and overlaps, as a card and as JSON.

use std::collections::BTreeSet;

use super::card::{Card, CardBlock};
use super::json::Object;
use super::{Style, Tone, words};
use crate::domain::Id;
use crate::error::Result;
use crate::report::chain::{Chain, Gap, Link};
use crate::report::listing::ListedAgreement;

/// Returns the lineage as a card: a tree, then a block for each agreement, with the gap before it.
#[must_use]
pub fn card(chain: &Chain<'_>, style: Style) -> Card {
    let mut card = Card::default();
    card.push(tree(chain, style));
    for entry in &chain.members {
        let id = &entry.agreement.id;
        let mut block = CardBlock::titled(id.as_str());
        block.field("title", entry.agreement.title.as_str());
        let status = entry.standing.status.to_string();
        block.toned("status", &status, Tone::from_status(&status));
        block.field("first day", words::first_day(entry.agreement.first_day()));
        block.field("last day", words::last_day(entry.standing.ends));
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

/// Returns the lineage as a tree, if it has more than one agreement: each below the first of its predecessors, with its
/// first and last day, its status, and the gap before it.
#[must_use]
pub fn tree(chain: &Chain<'_>, style: Style) -> CardBlock {
    let mut block = CardBlock::titled("lineage");
    if chain.links.is_empty() {
        return block;
    }
    let mut drawn = BTreeSet::new();
    let has_prior = |entry: &&ListedAgreement| {
        chain.links.iter().any(|link| link.successor == entry.agreement.id)
    };
    let roots = chain.members.iter().copied().filter(|entry| !has_prior(entry));
    // In a circle, every agreement has a predecessor.
    for entry in roots.chain(chain.members.iter().copied()) {
        draw_branch(entry, chain, &TreePrefixes::default(), style, &mut drawn, &mut block);
    }
    block
}

/// The text to the left of an agreement in a tree: on its first line and on the others.
#[derive(Debug, Clone, Default)]
struct TreePrefixes {
    first: String,
    rest: String,
}

/// Draws an agreement and those that follow it, each once.
fn draw_branch(
    entry: &ListedAgreement,
    chain: &Chain<'_>,
    prefixes: &TreePrefixes,
    style: Style,
    drawn: &mut BTreeSet<Id>,
    block: &mut CardBlock,
) {
    let id = &entry.agreement.id;
    if !drawn.insert(id.clone()) {
        return;
    }
    let first = words::first_day(entry.agreement.first_day());
    let (last, status) = (words::last_day(entry.standing.ends), entry.standing.status);
    let prefix = style.own_text(&prefixes.first);
    block.text(format!("{prefix}{id}: {first} to {last}, {status}"), Tone::Plain);
    let links: Vec<&Link> = chain.links.iter().filter(|link| link.successor == *id).collect();
    for link in &links {
        let after = if links.len() > 1 { format!("after {}: ", link.prior) } else { String::new() };
        let the_gap = if matches!(link.gap, Gap::Unknown(_)) { "the gap " } else { "" };
        let prefix = style.own_text(&prefixes.rest);
        block.text(
            format!("{prefix}{after}{the_gap}{}", gap_in_words(&link.gap)),
            gap_tone(&link.gap),
        );
    }
    let successors = chain.members.iter().copied().filter(|other| {
        let first = chain.links.iter().find(|link| link.successor == other.agreement.id);
        first.is_some_and(|link| link.prior == *id) && !drawn.contains(&other.agreement.id)
    });
    let successors: Vec<&ListedAgreement> = successors.collect();
    for (index, successor) in successors.iter().enumerate() {
        let (branch, below) =
            if index + 1 < successors.len() { ("├─ ", "│  ") } else { ("└─ ", "   ") };
        let prefixes = TreePrefixes {
            first: format!("{}{branch}", prefixes.rest),
            rest: format!("{}{below}", prefixes.rest),
        };
        draw_branch(successor, chain, &prefixes, style, drawn, block);
    }
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
