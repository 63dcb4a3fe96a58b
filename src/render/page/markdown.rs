//! The report as Markdown, for a wiki: the same parts as the page, without the picture.

use super::super::markdown::{escape_markdown, table};
use super::super::words;
use super::super::{Grid, GridCell, GridColumn};
use super::tables::{attention_words, deed_words};
use super::{brief_agreements, facts, heading, labelled_figures};
use crate::domain::{Date, RecordedDate, Text};
use crate::report::listing::ListedAgreement;
use crate::report::partnership::PartnershipReport;

/// Returns the report as Markdown as GitHub reads it.
#[must_use]
pub fn text(report: &PartnershipReport<'_>) -> String {
    let mut page = MarkdownPage::default();
    let is_brief = !report.brief_on.is_empty();
    page.line(&format!("# {}", escape_markdown(&heading(report))));
    let (from, to) = (report.period.from, report.period.to);
    page.line(&format!("As of {}. What was done covers {from} to {to}.", report.today));
    let figures = labelled_figures(&report.figures);
    let figures = figures.map(|(count, label, _)| vec![label.to_owned(), count.to_string()]);
    page.rows(&["", "number"], figures.into_iter().collect());
    if report.figures.agreements == 0 {
        page.line("No agreement is recorded here.");
    }
    if !report.attention.is_empty() {
        page.line("## What needs attention");
    }
    for section in &report.attention {
        let (name, what) = attention_words(section.topic);
        page.line(&format!("### {name}: {what}"));
        let rows = section.items.iter().map(|item| {
            let activity = item.activity.map(|activity| format!("{}, ", activity.title));
            vec![
                date(item.date),
                item.date.map(|date| words::days_away(date, report.today)).unwrap_or_default(),
                joined(&item.entry.partners),
                activity.unwrap_or_default() + &agreement(item.entry),
                contact(item.entry),
            ]
        });
        page.rows(&["date", "when", "partner", "agreement", "contact"], rows.collect());
    }
    if is_brief {
        page.line("## Agreements");
        for entry in brief_agreements(report) {
            page.line(&format!("### {}", escape_markdown(&agreement(entry))));
            let facts = facts(entry, report.today).into_iter();
            page.rows(
                &["field", "value"],
                facts.map(|(label, value)| vec![label, value]).collect(),
            );
        }
    }
    if !is_brief && !report.in_force.is_empty() {
        page.line("## In force, by partner");
        let rows = report.in_force.iter().flat_map(|group| {
            group.agreements.iter().map(|entry| {
                let own = &entry.agreement;
                let activities = own.activities.iter().map(ToString::to_string);
                vec![
                    group.name.to_string(),
                    agreement(entry),
                    date(own.signing_day().and_then(RecordedDate::date)),
                    words::last_day(entry.standing.ends),
                    date(entry.standing.act_by.filter(|_| !entry.standing.settled)),
                    contact(entry),
                    activities.collect::<Vec<_>>().join("; "),
                ]
            })
        });
        let columns = ["partner", "agreement", "signed", "ends", "act by", "contact", "activities"];
        page.rows(&columns, rows.collect());
    }
    if !is_brief && !report.to_come.is_empty() {
        page.line("## Drafts, and agreements to come");
        page.states(&report.to_come, "ends");
    }
    if report.figures.agreements > 0 {
        page.line("## What was done");
        if report.done.is_empty() {
            page.line(&format!("Nothing is recorded from {from} to {to}."));
        }
        let rows = report.done.iter().map(|item| {
            let (what, more) = deed_words(item.deed);
            let (partners, title) = (joined(&item.entry.partners), agreement(item.entry));
            vec![item.date.to_string(), what, more, partners, title]
        });
        page.rows(&["date", "what", "details", "partner", "agreement"], rows.collect());
    }
    if !report.dormant.is_empty() {
        page.line("## No activity recorded for long");
        let rows = report.dormant.iter().map(|entry| {
            let since = entry.standing.idle_days.map(words::idle).unwrap_or_default();
            vec![joined(&entry.partners), agreement(entry), since, contact(entry)]
        });
        page.rows(&["partner", "agreement", "since", "contact"], rows.collect());
    }
    if !is_brief && !report.ended.is_empty() {
        page.line("## Ended agreements");
        page.states(&report.ended, "ended");
    }
    page.text
}

/// Paragraphs and tables, with an empty line between them.
#[derive(Debug, Default)]
struct MarkdownPage {
    text: String,
}

impl MarkdownPage {
    fn line(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.extend([line, "\n"]);
    }

    fn rows(&mut self, columns: &[&str], rows: Vec<Vec<String>>) {
        let columns = columns
            .iter()
            .map(|name| GridColumn { name: (*name).to_owned(), is_number: *name == "number" });
        let mut grid = Grid::new(columns.collect());
        grid.rows = rows
            .into_iter()
            .map(|row| {
                let cells = row.into_iter();
                cells.map(|text| GridCell { text: text.into(), ..GridCell::default() }).collect()
            })
            .collect();
        if !grid.rows.is_empty() {
            self.text.push('\n');
            self.text.push_str(&table(&grid));
        }
    }

    fn states(&mut self, entries: &[&ListedAgreement], last: &str) {
        let rows = entries.iter().map(|entry| {
            vec![
                joined(&entry.partners),
                agreement(entry),
                entry.standing.status.to_string(),
                date(entry.agreement.first_day()),
                words::last_day(entry.standing.ends),
            ]
        });
        self.rows(&["partner", "agreement", "status", "first day", last], rows.collect());
    }
}

fn date(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn joined(names: &[Text]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("; ")
}

fn agreement(entry: &ListedAgreement) -> String {
    format!("{} ({})", entry.agreement.title, entry.agreement.id)
}

fn contact(entry: &ListedAgreement) -> String {
    entry.agreement.contact.as_ref().map(ToString::to_string).unwrap_or_default()
}
