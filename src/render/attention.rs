//! What needs attention today, as a card and as JSON.

use super::agreement::{dated, ends, told};
use super::card::{Card, CardBlock};
use super::json::Object;
use super::{Tone, record, words};
use crate::domain::{Day, friday_before};
use crate::error::Result;
use crate::report::attention::Attention;
use crate::report::roll::Entry;

/// Returns what needs attention as a card: how many there are, then what is to be acted on.
#[must_use]
pub fn card(attention: &Attention<'_>) -> Card {
    let mut card = Card::default();
    let mut head = CardBlock::default();
    head.text(counted(attention), Tone::Plain);
    card.push(head);
    let within = attention.within.in_words();
    let mut next = CardBlock::titled(format!("to act on within {within}"));
    for entry in &attention.to_act_on {
        next.toned(id(entry), deadline(entry, attention.today), Tone::Alarm);
    }
    if attention.to_act_on.is_empty() {
        next.text("nothing", Tone::Faint);
    }
    card.push(next);
    let mut ending = CardBlock::titled(format!("ending within {within}, by notice or termination"));
    for entry in &attention.ending {
        let ends = ends(entry.standing.ends, attention.today);
        ending.toned(id(entry), format!("ends {ends}; {}", entry.agreement.title), Tone::Notice);
    }
    card.push(ending);
    let mut lapsed = CardBlock::titled("lapsed, with nothing following");
    for entry in &attention.lapsed {
        let ended = ends(entry.standing.ends, attention.today);
        lapsed.toned(id(entry), format!("ended {ended}; {}", entry.agreement.title), Tone::Alarm);
    }
    card.push(lapsed);
    let mut overdue = CardBlock::titled("overdue");
    for (entry, activity) in &attention.overdue {
        overdue.toned(
            format!("{}/{}", id(entry), activity.n),
            told(activity, attention.today),
            Tone::Alarm,
        );
    }
    card.push(overdue);
    let mut reviews = CardBlock::titled("review due");
    for entry in &attention.reviews {
        reviews.toned(id(entry), &entry.agreement.title, Tone::Notice);
    }
    card.push(reviews);
    let mut dormant = CardBlock::titled("dormant");
    for entry in &attention.dormant {
        let idle =
            usize::try_from(entry.standing.idle_days.unwrap_or_default()).unwrap_or_default();
        let idle = words::count(idle, "day", "days");
        dormant.toned(
            id(entry),
            format!("idle for {idle}; {}", entry.agreement.title),
            Tone::Notice,
        );
    }
    card.push(dormant);
    let mut conflicts = CardBlock::titled("conflicts of a merge");
    for entry in &attention.conflicts {
        conflicts.toned(id(entry), &entry.agreement.title, Tone::Alarm);
    }
    card.push(conflicts);
    card
}

fn counted(attention: &Attention<'_>) -> String {
    let all = words::count(attention.all, "agreement", "agreements");
    let counts: Vec<String> =
        attention.counts.iter().map(|(status, count)| format!("{count} {status}")).collect();
    format!("{} on {}: {}", all, attention.today, counts.join(", "))
}

fn id(entry: &Entry) -> &str {
    entry.agreement.id.as_str()
}

/// Tells by when to act, and when it ends where that is another day.
fn deadline(entry: &Entry, today: Day) -> String {
    let standing = &entry.standing;
    let act_by = standing.act_by.map(|date| {
        let friday = friday_before(date).map(|friday| format!(", the Friday before is {friday}"));
        format!("act by {}{}", dated(date, today), friday.unwrap_or_default())
    });
    let ends = standing.ends.date().filter(|date| Some(*date) != standing.act_by);
    let ends = ends.map(|date| format!("ends {}", dated(date, today)));
    let parts: Vec<String> =
        [act_by, ends, Some(entry.agreement.title.to_string())].into_iter().flatten().collect();
    parts.join("; ")
}

/// Returns what needs attention as an object: `as_of`, `within`, `counts` by status, and the
/// records `to_act_on`, `ending`, `lapsed`, `review_due`, `dormant`, `conflicts` and the activities `overdue`.
pub fn object(attention: &Attention<'_>) -> Result<Object> {
    let mut object = Object::new();
    object.set("as_of", &attention.today.to_string())?;
    object.set("within", &attention.within)?;
    let mut counts = Object::new();
    for (status, count) in &attention.counts {
        counts.set(status.word(), count)?;
    }
    object.set_object("counts", &counts);
    for (name, entries) in [
        ("to_act_on", &attention.to_act_on),
        ("ending", &attention.ending),
        ("lapsed", &attention.lapsed),
        ("review_due", &attention.reviews),
        ("dormant", &attention.dormant),
        ("conflicts", &attention.conflicts),
    ] {
        let records =
            entries.iter().map(|entry| record::agreement(entry)).collect::<Result<Vec<_>>>()?;
        object.set_objects(name, &records);
    }
    let mut overdue = Vec::new();
    for (entry, activity) in &attention.overdue {
        let mut one = Object::new();
        one.set("id", &format!("{}/{}", id(entry), activity.n))?;
        one.set("agreement", &entry.agreement.id)?;
        one.set("title", &activity.title)?;
        one.set("status", &activity.status)?;
        one.set("due", &activity.due)?;
        overdue.push(one);
    }
    object.set_objects("overdue", &overdue);
    Ok(object)
}
