//! The tables of the page.

use maud::{Markup, html};

use super::super::escape::visible;
use super::super::words::{self, NOT_KNOWN};
use crate::domain::{Activity, Date, Day, End, Mailbox, RecordedDate, Text};
use crate::report::attention::{AttentionSection, AttentionTopic};
use crate::report::listing::ListedAgreement;
use crate::report::partnership::{PartnerGroup, PeriodDeed, PeriodItem};

/// The schemes of addresses that become links.
const LINK_SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// Returns a text with its control characters made visible: HTML has none.
pub(super) fn text(text: &str) -> String {
    visible(text).into_owned()
}

/// Returns a link if the address has a known scheme; otherwise the title, with the address as text.
pub(super) fn link(title: &str, url: Option<&str>) -> Markup {
    if let Some(url) = url.filter(|url| is_safe(url)) {
        return html! { a href=(url) rel="noreferrer" { bdi { (text(title)) } } };
    }
    html! {
        bdi { (text(title)) }
        @if let Some(url) = url { " (" bdi { (text(url)) } ")" }
    }
}

/// Returns true if an address may become a link: it has a known scheme, and no blanks and control characters.
fn is_safe(url: &str) -> bool {
    let is_known = |scheme: &&str| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    LINK_SCHEMES.iter().any(is_known)
        && !url.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

/// Returns a day for people and for machines.
pub(super) fn day(day: Day) -> Markup {
    let day = day.to_string();
    html! { time datetime=(day) { (day) } }
}

fn date(date: Date) -> Markup {
    let shown = date.to_string();
    html! {
        @if date.doubt().is_some() { (shown) } @else { time datetime=(shown) { (shown) } }
    }
}

/// Returns the cell of a date; it is sorted by the first day that the date may mean.
fn date_cell(value: Option<Date>) -> Markup {
    html! {
        td class="day" data-key=[value.map(Date::first)] {
            @if let Some(value) = value { (date(value)) }
        }
    }
}

fn end_cell(end: End) -> Markup {
    match end {
        End::On(date) => date_cell(Some(date)),
        End::Indefinite => html! { td class="day" data-key="indefinite" { "indefinite" } },
        End::Unknown => html! { td class="day" data-key=(NOT_KNOWN) { (NOT_KNOWN) } },
    }
}

/// Returns the title of an agreement with its id; a link if it has a reference with an address.
fn agreement(entry: &ListedAgreement) -> Markup {
    let agreement = &entry.agreement;
    let url = agreement
        .references
        .iter()
        .find_map(|reference| reference.url.as_deref().filter(|url| is_safe(url)));
    html! {
        @match url {
            Some(url) => (link(&agreement.title, Some(url))),
            None => bdi { (text(&agreement.title)) },
        }
        " " span class="id" { (agreement.id) }
    }
}

fn partners(entry: &ListedAgreement) -> Markup {
    html! { bdi { (text(&joined(&entry.partners))) } }
}

fn joined(names: &[Text]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("; ")
}

/// Returns a contact; its address is a link.
fn contact(contact: Option<&Text>) -> Markup {
    let Some(contact) = contact else { return html! {} };
    let Some(Mailbox { name, address }) = Mailbox::parse(contact) else {
        return html! { bdi { (text(contact)) } };
    };
    // These begin the parts of an address that a browser takes for itself.
    let signs = [("%", "%25"), ("?", "%3F"), ("&", "%26"), ("#", "%23")];
    let plain = signs.iter().fold(address.clone(), |url, (sign, code)| url.replace(sign, code));
    link(if name.is_empty() { &address } else { &name }, Some(&format!("mailto:{plain}")))
}

/// Returns a table in a part of the page that scrolls if there is too little room.
fn table(caption: &str, columns: &[&str], rows: &[Markup]) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for column in columns { th scope="col" { (column) } } } }
                tbody { @for row in rows { tr { (row) } } }
            }
        }
    }
}

/// Returns the heading of a part of what needs attention, and what its rows are.
pub(super) fn attention_words(topic: AttentionTopic) -> (&'static str, &'static str) {
    match topic {
        AttentionTopic::Ending => {
            ("To act on soon", "to act on, or to end by notice or termination")
        }
        AttentionTopic::Lapsed => ("Lapsed", "ran out without a successor or a decision"),
        AttentionTopic::Due => ("Due", "reviews and overdue activities"),
        AttentionTopic::Dormant => ("Dormant", "no activity recorded for long"),
        AttentionTopic::Conflicts => ("Conflicts", "left by a merge"),
    }
}

pub(super) fn attention_table(section: &AttentionSection<'_>, today: Day) -> Markup {
    let (heading, what) = attention_words(section.topic);
    let caption = format!("{}: {what}", section.items.len());
    let rows = section.items.iter().map(|item| {
        let distance = item.date.map(|date| words::days_away(date, today));
        html! {
            (date_cell(item.date))
            td data-key=[item.date.map(Date::first)] { (distance.unwrap_or_default()) }
            th scope="row" { (partners(item.entry)) }
            td class="wide" {
                @if let Some(activity) = item.activity { bdi { (text(&activity.title)) } ", " }
                (agreement(item.entry))
            }
            td { (contact(item.entry.agreement.contact.as_ref())) }
        }
    });
    html! {
        h3 { (heading) }
        (table(&caption, &["Date", "When", "Partner", "Agreement", "Contact"], &rows.collect::<Vec<_>>()))
    }
}

pub(super) fn in_force_table(groups: &[PartnerGroup<'_>]) -> Markup {
    let rows = groups.iter().flat_map(|group| {
        group.agreements.iter().map(move |entry| {
            let own = &entry.agreement;
            html! {
                th scope="row" { bdi { (text(&group.name)) } }
                td class="wide" { (agreement(entry)) }
                (date_cell(own.signing_day().and_then(RecordedDate::date)))
                (end_cell(entry.standing.ends))
                (date_cell(entry.standing.act_by.filter(|_| !entry.standing.settled)))
                td { (contact(own.contact.as_ref())) }
                td { (activities(&own.activities)) }
            }
        })
    });
    let caption = "one row for each partner of an agreement";
    let columns = ["Partner", "Agreement", "Signed", "Ends", "Act by", "Contact", "Activities"];
    table(caption, &columns, &rows.collect::<Vec<_>>())
}

fn activities(activities: &[Activity]) -> Markup {
    html! {
        @if !activities.is_empty() {
            ul {
                @for activity in activities {
                    li {
                        bdi { (text(&activity.title)) }
                        @if let Some(on) = activity.day().or(activity.due) { ", " (date(on)) }
                    }
                }
            }
        }
    }
}

/// Returns agreements that are not in force, with their status; `last` is the name of the column of last days.
pub(super) fn states_table(entries: &[&ListedAgreement], caption: &str, last: &str) -> Markup {
    let rows = entries.iter().map(|entry| {
        html! {
            th scope="row" { (partners(entry)) }
            td class="wide" { (agreement(entry)) }
            td { span class="status" { (entry.standing.status) } }
            (date_cell(entry.agreement.first_day()))
            (end_cell(entry.standing.ends))
        }
    });
    let columns = ["Partner", "Agreement", "Status", "First day", last];
    table(caption, &columns, &rows.collect::<Vec<_>>())
}

/// Returns what was done in one word, and more about it.
pub(super) fn deed_words(deed: PeriodDeed<'_>) -> (String, String) {
    match deed {
        PeriodDeed::Signed => ("signed".to_owned(), String::new()),
        PeriodDeed::Event(event) => {
            let note = event.note.as_deref().unwrap_or_default();
            let end = event.end.map(|end| format!("until {end}")).unwrap_or_default();
            let parts = [end.as_str(), note];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            (event.kind.to_string(), parts.join("; "))
        }
        PeriodDeed::Activity(activity) => {
            let kind = activity.kind.as_deref().unwrap_or("activity");
            let outcome = activity.outcome.as_deref().map(|outcome| format!(": {outcome}"));
            let source = if activity.day().is_none() { " (date of the source)" } else { "" };
            let outcome = outcome.unwrap_or_default();
            (kind.to_owned(), format!("{}{source}{outcome}", activity.title))
        }
    }
}

pub(super) fn done_table(items: &[PeriodItem<'_>]) -> Markup {
    let rows = items.iter().map(|item| {
        let (what, more) = deed_words(item.deed);
        html! {
            (date_cell(Some(item.date)))
            td { bdi { (text(&what)) } }
            td class="wide" { bdi { (text(&more)) } }
            th scope="row" { (partners(item.entry)) }
            td class="wide" { (agreement(item.entry)) }
        }
    });
    let columns = ["Date", "What", "Details", "Partner", "Agreement"];
    table("signings, events and activities", &columns, &rows.collect::<Vec<_>>())
}

pub(super) fn dormant_table(entries: &[&ListedAgreement]) -> Markup {
    let rows = entries.iter().map(|entry| {
        html! {
            th scope="row" { (partners(entry)) }
            td class="wide" { (agreement(entry)) }
            td data-key=(format!("{:08}", entry.standing.idle_days.unwrap_or_default())) {
                (entry.standing.idle_days.map(words::idle).unwrap_or_default())
            }
            td { (contact(entry.agreement.contact.as_ref())) }
        }
    });
    let columns = ["Partner", "Agreement", "Since", "Contact"];
    table("active, without an activity in their lineage", &columns, &rows.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_known_schemes_become_links() {
        for (url, is_link) in [
            ("https://example.org/a?b&c", true),
            ("HTTP://example.org", true),
            ("mailto:mei@example.org", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//example.org", false),
            ("https://example.org/a b", false),
            ("java\nscript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(link("T", Some(url)).into_string().contains("href"), is_link, "{url}");
        }
        let shown = link("<b>", Some("javascript:alert(1)")).into_string();
        assert_eq!(shown, "<bdi>&lt;b&gt;</bdi> (<bdi>javascript:alert(1)</bdi>)");
    }

    #[test]
    fn address_of_a_contact_is_a_link() {
        let shown = |text: &str| contact(Some(&Text::from(text))).into_string();
        let mei = r#"<a href="mailto:mei@example.org" rel="noreferrer"><bdi>Mei</bdi></a>"#;
        assert_eq!(shown("Mei <mei@example.org>"), mei);
        assert!(shown("mei@example.org").contains("mailto:mei@example.org"));
        assert!(shown("a?cc=x%@y.z").contains("href=\"mailto:a%3Fcc=x%25@y.z\""));
        assert_eq!(shown("Mei <mei>"), "<bdi>Mei &lt;mei&gt;</bdi>");
        assert_eq!(shown("Mei <a@b.c?cc=x@y.z>"), "<bdi>Mei &lt;a@b.c?cc=x@y.z&gt;</bdi>");
    }
}
