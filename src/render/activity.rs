//! An activity whole, as a card.

use super::Tone;
use super::card::{Card, CardBlock};
use crate::domain::{Date, Day, Text};
use crate::render::agreement::dated;
use crate::report::activities::Listed;

/// Returns the activity, as seen on `today`.
#[must_use]
pub fn card(listed: &Listed, today: Day) -> Card {
    let activity = &listed.activity;
    let text = |text: &Option<Text>| text.as_ref().map(String::from).unwrap_or_default();
    let date = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let mut block = CardBlock::default();
    block.field("id", listed.id());
    block.field("title", &activity.title);
    block.field("agreement", format!("{}: {}", listed.agreement, listed.under));
    block.field("kind", text(&activity.kind));
    if let Some(status) = activity.status {
        let status = status.to_string();
        block.toned("status", &status, Tone::from_status(&status));
    }
    if listed.is_overdue {
        block.toned("overdue", "yes", Tone::Alarm);
    }
    block.field("on", date(activity.on));
    block.field("from", date(activity.from));
    block.field("until", date(activity.until));
    if let Some(due) = activity.due {
        block.field("due", dated(due, today));
    }
    block.field("known_by", date(activity.known_by));
    block.list("areas", &activity.areas);
    block.list("participants", &activity.participants);
    block.field("place", text(&activity.place));
    block.field("outcome", text(&activity.outcome));
    block.list("references", activity.references.iter().map(ToString::to_string));
    block.field("contact", text(&activity.contact));
    block.field("notes", text(&activity.notes));
    block.list("fields", activity.fields.iter().map(|(key, value)| format!("{key}={value}")));
    let mut card = Card::default();
    card.push(block);
    card
}
