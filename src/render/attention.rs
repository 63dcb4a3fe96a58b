//! What needs attention today, as a card and as JSON.

use super::agreement::{activity_line, date_with_distance, end_with_distance};
use super::card::{Card, CardBlock};
use super::json::Object;
use super::{Tone, agreement, words};
use crate::domain::{Day, friday_before};
use crate::error::Result;
use crate::report::attention::Attention;
use crate::report::listing::ListedAgreement;

/// Returns what needs attention as a card: the number of agreements, then the lists that are not empty.
#[must_use]
pub fn card(attention: &Attention<'_>) -> Card {
    let today = attention.today;
    let within = attention.within.in_words();
    let title = |entry: &ListedAgreement| entry.agreement.title.to_string();
    let mut head = CardBlock::default();
    head.text(counted(attention), Tone::Plain);
    let mut to_act_on =
        section(format!("to act on within {within}"), &attention.to_act_on, Tone::Alarm, |entry| {
            deadline(entry, today)
        });
    if to_act_on.is_empty() {
        to_act_on.text("nothing", Tone::Faint);
    }
    let ending = section(
        format!("ending within {within}, by notice or termination"),
        &attention.ending,
        Tone::Notice,
        |entry| format!("ends {}; {}", end_with_distance(entry.standing.ends, today), title(entry)),
    );
    let lapsed = section("lapsed without a successor", &attention.lapsed, Tone::Alarm, |entry| {
        format!("ended {}; {}", end_with_distance(entry.standing.ends, today), title(entry))
    });
    let mut overdue = CardBlock::titled("overdue");
    for (entry, activity) in &attention.overdue {
        let id = format!("{}/{}", entry.agreement.id, activity.n);
        overdue.toned(id, activity_line(activity, today), Tone::Alarm);
    }
    let reviews = section("review due", &attention.reviews, Tone::Notice, title);
    let dormant = section("dormant", &attention.dormant, Tone::Notice, |entry| {
        let idle = words::days(entry.standing.idle_days.unwrap_or_default());
        format!("idle for {idle}; {}", title(entry))
    });
    let conflicts = section("conflicts of a merge", &attention.conflicts, Tone::Alarm, title);

    let mut card = Card::default();
    for block in [head, to_act_on, ending, lapsed, overdue, reviews, dormant, conflicts] {
        card.push(block);
    }
    card
}

/// Returns a block with a line for each agreement.
fn section(
    heading: impl Into<String>,
    entries: &[&ListedAgreement],
    tone: Tone,
    line: impl Fn(&ListedAgreement) -> String,
) -> CardBlock {
    let mut block = CardBlock::titled(heading);
    for entry in entries {
        block.toned(entry.agreement.id.as_str(), line(entry), tone);
    }
    block
}

fn counted(attention: &Attention<'_>) -> String {
    let all = words::count(attention.all, "agreement", "agreements");
    let counts: Vec<String> =
        attention.counts.iter().map(|(status, count)| format!("{count} {status}")).collect();
    format!("{} on {}: {}", all, attention.today, counts.join(", "))
}

/// Returns the day by which to act, the end if it is another day, and the title.
fn deadline(entry: &ListedAgreement, today: Day) -> String {
    let standing = &entry.standing;
    let act_by = standing.act_by.map(|date| {
        let friday = friday_before(date).map(|friday| format!(", the Friday before is {friday}"));
        format!("act by {}{}", date_with_distance(date, today), friday.unwrap_or_default())
    });
    let ends = standing.ends.date().filter(|date| Some(*date) != standing.act_by);
    let ends = ends.map(|date| format!("ends {}", date_with_distance(date, today)));
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
    object.set("counts", &counts)?;
    for (name, entries) in [
        ("to_act_on", &attention.to_act_on),
        ("ending", &attention.ending),
        ("lapsed", &attention.lapsed),
        ("review_due", &attention.reviews),
        ("dormant", &attention.dormant),
        ("conflicts", &attention.conflicts),
    ] {
        let records =
            entries.iter().map(|entry| agreement::object(entry)).collect::<Result<Vec<_>>>()?;
        object.set(name, &records)?;
    }
    let mut overdue = Vec::new();
    for (entry, activity) in &attention.overdue {
        let mut one = Object::new();
        one.set("id", &format!("{}/{}", entry.agreement.id, activity.n))?;
        one.set("agreement", &entry.agreement.id)?;
        one.set("title", &activity.title)?;
        one.set("status", &activity.status)?;
        one.set("due", &activity.due)?;
        overdue.push(one);
    }
    object.set("overdue", &overdue)?;
    Ok(object)
}
