//! The report as one HTML page that needs no network, and as Markdown.
//!
//! The page is complete without its script, which only sorts and searches. All texts are escaped by the
//! template, and only addresses of known schemes become links.

pub mod markdown;
mod tables;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::tables::{
    attention_table, day, done_table, dormant_table, in_force_table, states_table, text,
};
use super::agreement::in_words;
use super::{svg, words};
use crate::domain::{Day, Field};
use crate::report::listing::ListedAgreement;
use crate::report::partnership::{PartnershipReport, ReportFigures};

/// The style of the page, light, dark and for print.
const PAGE_STYLE: &str = include_str!("page.css");

/// The script of the page.
const PAGE_SCRIPT: &str = include_str!("page.js");

/// The hash of [`PAGE_SCRIPT`], by which the page allows its own script and no other.
const PAGE_SCRIPT_HASH: &str = "sha256-gOrU5Dm/n6n0ykCDM2Yh+wHkoeD2aQaYRfnbpqL1+Po=";

/// The fields that a brief shows of each agreement, in this order.
const BRIEF_FIELDS: [Field; 12] = [
    Field::Kind,
    Field::Signed,
    Field::Place,
    Field::Effective,
    Field::Term,
    Field::Renewal,
    Field::Notice,
    Field::Areas,
    Field::Contact,
    Field::Signatories,
    Field::Witnesses,
    Field::Notes,
];

/// Returns the report as a page of HTML.
#[must_use]
pub fn html(report: &PartnershipReport<'_>) -> String {
    let title = heading(report);
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src '{PAGE_SCRIPT_HASH}'; base-uri 'none'; \
         form-action 'none'"
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (text(&title)) }
                style { (PreEscaped(PAGE_STYLE)) }
            }
            body {
                header {
                    h1 { bdi { (text(&title)) } }
                    p class="lead" { (lead(report)) }
                }
                main { (sections(report)) }
                footer { p { "Made by mou from the registry as of " (day(report.today)) "." } }
                script { (PreEscaped(PAGE_SCRIPT)) }
            }
        }
    };
    page.into_string() + "\n"
}

/// Returns the heading of a report.
fn heading(report: &PartnershipReport<'_>) -> String {
    let whose = report.owner.map(|owner| format!(" of {owner}")).unwrap_or_default();
    if report.brief_on.is_empty() {
        return format!("Agreements{whose}");
    }
    let with = report.owner.map(|owner| format!(" and {owner}")).unwrap_or_default();
    format!("{}{with}", words::list_and(&report.brief_on))
}

/// Returns the day and the period in a sentence.
fn lead(report: &PartnershipReport<'_>) -> Markup {
    html! {
        "As of " (day(report.today)) ". What was done covers " (day(report.period.from)) " to "
        (day(report.period.to)) "."
    }
}

fn sections(report: &PartnershipReport<'_>) -> Markup {
    let is_brief = !report.brief_on.is_empty();
    let (timeline, more) = &report.timeline;
    html! {
        (figures(&report.figures))
        @if report.figures.agreements == 0 {
            p { "No agreement is recorded here." }
        } @else {
            div class="search" hidden {
                label for="search" { "Search all tables" }
                input id="search" type="search" autocomplete="off";
                output for="search" aria-live="polite" {}
            }
        }
        @if !report.attention.is_empty() {
            section aria-labelledby="attention" {
                h2 id="attention" { "What needs attention" }
                @for section in &report.attention { (attention_table(section, report.today)) }
            }
        }
        @if !timeline.lines.is_empty() {
            section aria-labelledby="timeline" {
                h2 id="timeline" { "Timeline" }
                div class="scroll" tabindex="0" role="region" aria-label="Bars over the years" {
                    (svg::picture(timeline, is_brief, false))
                }
                @if *more > 0 {
                    p class="muted" { (more) " more lines are not drawn; mou timeline draws them." }
                }
            }
        }
        @if is_brief { (cards(report)) }
        @if !report.in_force.is_empty() && !is_brief {
            section aria-labelledby="in-force" {
                h2 id="in-force" { "In force, by partner" }
                (in_force_table(&report.in_force))
            }
        }
        @if !report.to_come.is_empty() && !is_brief {
            section aria-labelledby="to-come" {
                h2 id="to-come" { "Drafts, and agreements to come" }
                (states_table(&report.to_come, "not in force yet", "Ends"))
            }
        }
        @if report.figures.agreements > 0 {
            section aria-labelledby="done" {
                h2 id="done" { "What was done" }
                @if report.done.is_empty() {
                    p { "Nothing is recorded from " (day(report.period.from)) " to " (day(report.period.to)) "." }
                } @else {
                    (done_table(&report.done))
                }
            }
        }
        @if !report.dormant.is_empty() {
            section aria-labelledby="dormant" {
                h2 id="dormant" { "No activity recorded for long" }
                (dormant_table(&report.dormant))
            }
        }
        @if !report.ended.is_empty() && !is_brief {
            section aria-labelledby="ended" {
                h2 id="ended" { "Ended agreements" }
                (states_table(&report.ended, "expired, terminated or succeeded", "Ended"))
            }
        }
    }
}

/// Returns the headline figures, each with its label, and whether it calls for action.
fn labelled_figures(figures: &ReportFigures) -> [(usize, &'static str, bool); 7] {
    [
        (figures.in_force, "in force", false),
        (figures.agreements, "agreements in all", false),
        (figures.partners, "partners in force", false),
        (figures.countries, "countries", false),
        (figures.ending, "to act on soon", figures.ending > 0),
        (figures.lapsed, "lapsed", figures.lapsed > 0),
        (figures.activities, "activities in the period", false),
    ]
}

fn figures(figures: &ReportFigures) -> Markup {
    html! {
        dl class="figures" {
            @for (count, label, is_alarm) in labelled_figures(figures) {
                div class=[is_alarm.then_some("alarm")] {
                    dt { (label) }
                    dd { (count) }
                }
            }
        }
    }
}

/// Returns the agreements of a brief, one card each: in force and to come first, then those that are over.
fn cards(report: &PartnershipReport<'_>) -> Markup {
    html! {
        section aria-labelledby="agreements" {
            h2 id="agreements" { "Agreements" }
            @for entry in brief_agreements(report) { (card(entry, report.today)) }
        }
    }
}

/// Returns the agreements of a brief, each once.
fn brief_agreements<'r>(report: &PartnershipReport<'r>) -> Vec<&'r ListedAgreement> {
    let in_force = report.in_force.iter().flat_map(|group| &group.agreements);
    let mut all: Vec<&ListedAgreement> = Vec::new();
    for entry in in_force.chain(&report.to_come).chain(&report.ended) {
        if !all.iter().any(|other| other.agreement.id == entry.agreement.id) {
            all.push(entry);
        }
    }
    all
}

/// Returns the facts of an agreement that a brief shows, each with its label.
fn facts(entry: &ListedAgreement, today: Day) -> Vec<(String, String)> {
    let agreement = &entry.agreement;
    let mut facts = vec![("status".to_owned(), entry.standing.status.to_string())];
    let ends = super::agreement::end_with_distance(entry.standing.ends, today);
    facts.push((
        "ends".to_owned(),
        if ends.is_empty() { words::NOT_KNOWN.to_owned() } else { ends },
    ));
    if let Some(act_by) = entry.standing.act_by.filter(|_| !entry.standing.settled) {
        facts.push(("act by".to_owned(), super::agreement::date_with_distance(act_by, today)));
    }
    facts.push(("parties".to_owned(), list(agreement.parties.iter())));
    for field in BRIEF_FIELDS {
        let value =
            in_words(field, agreement).unwrap_or_else(|| field.values(agreement).join("; "));
        if !value.is_empty() {
            facts.push((field.name().to_owned(), value));
        }
    }
    facts
}

fn list<T: ToString>(items: impl Iterator<Item = T>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join("; ")
}

fn card(entry: &ListedAgreement, today: Day) -> Markup {
    html! {
        article class="card" {
            h3 { bdi { (text(&entry.agreement.title)) } " " span class="id" { (entry.agreement.id) } }
            dl class="facts" {
                @for (label, value) in facts(entry, today) {
                    dt { (label) }
                    dd { bdi { (text(&value)) } }
                }
                @if !entry.agreement.references.is_empty() {
                    dt { "references" }
                    dd {
                        @for (index, reference) in entry.agreement.references.iter().enumerate() {
                            @if index > 0 { "; " }
                            (tables::link(&reference.title, reference.url.as_deref()))
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// Returns the bytes in Base64 (RFC 4648, section 4).
    fn base64(bytes: &[u8]) -> String {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let groups = bytes.chunks(3).map(|group| {
            let three = [0, 1, 2].map(|index| u32::from(group.get(index).copied().unwrap_or(0)));
            let bits = three[0] << 16 | three[1] << 8 | three[2];
            let signs = (0..4).map(|index| {
                let at = usize::try_from(bits >> (18 - 6 * index) & 63).unwrap();
                if index <= group.len() { char::from(letters[at]) } else { '=' }
            });
            signs.collect::<String>()
        });
        groups.collect()
    }

    #[test]
    fn policy_names_the_hash_of_the_script() {
        let hash = base64(&Sha256::digest(PAGE_SCRIPT));
        assert_eq!(PAGE_SCRIPT_HASH, format!("sha256-{hash}"));
        assert_eq!(base64(b"light wo"), "bGlnaHQgd28=");
    }
}
