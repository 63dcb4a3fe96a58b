//! A draft as a table: a line for each fact, with its quotation.

use std::fmt::Write;

use super::snippet::{QUOTATION_COLUMNS, Snippet};
use crate::domain::{Activity, Field, RenewalBy};
use crate::extract::Certainty;
use crate::render::agreement::{activity_line, in_words};
use crate::render::card::{Card, CardBlock};
use crate::render::escape::visible;
use crate::render::width::{width, wrap};
use crate::render::{Style, Tone};
use crate::report::draft::{Draft, DraftedAgreement};

/// On fewer columns than this, the parts of a fact are on lines of their own.
const MIN_TABLE_COLUMNS: usize = 60;

/// The spaces between two columns.
const GAP_COLUMNS: usize = 2;

/// If a value or a quotation would have less room than this on one line, the quotation is below the value.
const MIN_VALUE_COLUMNS: usize = 30;
const MIN_QUOTATION_COLUMNS: usize = 40;

/// The part of the room, in percent, that the values get at most if values and quotations do not fit.
const MAX_VALUE_PERCENT: usize = 55;

/// The word for a value that a person typed in place of what the text says.
const TYPED_WORD: &str = "typed";

/// The names of the columns.
const COLUMN_NAMES: [&str; 5] = ["field", "value", "sure", "quotation", "line"];

/// A fact as it is shown.
struct FactRow {
    field: &'static str,
    value: String,
    sure: String,
    quotation: Option<Snippet>,
    /// The line of the file that the quotation begins in.
    line: String,
}

/// Returns the agreements of the draft as text; several with their numbers.
#[must_use]
pub fn text(draft: &Draft, style: Style) -> String {
    let mut text = String::new();
    for (number, drafted) in (1..).zip(&draft.agreements) {
        if draft.agreements.len() > 1 {
            let heading =
                format!("Agreement {number} of {} (--pick {number})", draft.agreements.len());
            if !text.is_empty() {
                text.push('\n');
            }
            let _ = writeln!(text, "{}", style.paint(&heading, Tone::Heading));
        }
        text.push_str(&agreement(drafted, draft, style));
    }
    text
}

/// Returns the facts, what is unknown, and the notes.
fn agreement(drafted: &DraftedAgreement, draft: &Draft, style: Style) -> String {
    let rows = rows(drafted, draft);
    let mut text = match style.columns() {
        Some(columns) if columns < MIN_TABLE_COLUMNS => cards(&rows, style),
        columns => table(&rows, columns, style),
    };
    let unknown = drafted.unknown();
    if !unknown.is_empty() {
        push_wrapped(&mut text, &format!("unknown: {}", unknown.join(", ")), style);
    }
    for note in drafted.notes() {
        push_wrapped(&mut text, &format!("note: {}", visible(&note)), style);
    }
    let is_resolved = rows.iter().any(|row| row.sure == Certainty::Resolved.to_string());
    if let Some((day, from)) = draft.published.filter(|_| is_resolved) {
        push_wrapped(
            &mut text,
            &format!("resolved from the day of the text: {day} ({from})"),
            style,
        );
    }
    text
}

fn push_wrapped(text: &mut String, line: &str, style: Style) {
    let columns = style.columns().unwrap_or(usize::MAX);
    for (number, line) in
        wrap(line, columns, columns.saturating_sub(GAP_COLUMNS)).iter().enumerate()
    {
        let indent = if number == 0 || columns <= GAP_COLUMNS { "" } else { "  " };
        let _ = writeln!(text, "{indent}{}", line.trim_end());
    }
}

fn rows(drafted: &DraftedAgreement, draft: &Draft) -> Vec<FactRow> {
    let mut rows = Vec::new();
    for field in Field::ALL_FIELDS.into_iter().filter(|field| *field != Field::Notes) {
        let origins = drafted.origins(field);
        for (index, value) in values(field, drafted).into_iter().enumerate() {
            let origin = origins.get(index);
            let range = origin.and_then(|origin| origin.quotations.first());
            rows.push(FactRow {
                field: field.name(),
                value: visible(&value).into_owned(),
                sure: origin
                    .map_or_else(|| TYPED_WORD.to_owned(), |origin| origin.certainty.to_string()),
                quotation: range.map(|range| Snippet::new(&draft.source, range.clone())),
                line: range.map(|range| line_of(draft, range.clone())).unwrap_or_default(),
            });
        }
    }
    rows
}

fn line_of(draft: &Draft, range: std::ops::Range<usize>) -> String {
    draft.source.line(draft.source.quotation(range).start).to_string()
}

/// Returns the values of a field as people read them, in the order of the record.
fn values(field: Field, drafted: &DraftedAgreement) -> Vec<String> {
    let record = &drafted.record;
    let hints = &drafted.hints;
    match field {
        Field::Id => Vec::new(),
        Field::Succeeds if !hints.succeeds.is_empty() => {
            hints.succeeds.iter().map(ToString::to_string).collect()
        }
        Field::Under if hints.under.is_some() => {
            hints.under.iter().map(ToString::to_string).collect()
        }
        Field::Renewal if drafted.open_renewal().is_some() => {
            let by = match drafted.open_renewal() {
                Some(RenewalBy::Agreement) => "by agreement",
                _ => "automatically",
            };
            vec![format!("{by}, length not stated")]
        }
        Field::Activities => {
            record.activities.iter().map(|activity| activity_text(activity, drafted)).collect()
        }
        Field::References => record
            .references
            .iter()
            .map(|reference| {
                let dated = reference.dated.map(|dated| format!(" ({dated})")).unwrap_or_default();
                let url = reference.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
                format!("{}{dated}{url}", reference.title)
            })
            .collect(),
        _ => in_words(field, record).map_or_else(|| field.values(record), |words| vec![words]),
    }
}

fn activity_text(activity: &Activity, drafted: &DraftedAgreement) -> String {
    let line = activity_line(activity, crate::domain::Day::MIN);
    if drafted.earlier_activities.contains(&activity.n) {
        format!("{line} under the predecessor")
    } else {
        line
    }
}

/// The columns of the table, and whether the quotation of a fact has a line of its own.
struct TableLayout {
    fields: usize,
    values: usize,
    words: usize,
    /// `None` if the quotations are below the facts.
    quotations: Option<usize>,
    lines: usize,
}

impl TableLayout {
    /// Returns the layout for these facts on a terminal of `columns` columns, or for a pipe.
    fn new(rows: &[FactRow], columns: Option<usize>) -> Self {
        let widest = |name: &str, cell: &dyn Fn(&FactRow) -> usize| {
            rows.iter().map(cell).max().unwrap_or(0).max(name.len())
        };
        let [field, value, sure, _, line] = COLUMN_NAMES;
        let fields = widest(field, &|row| width(row.field));
        let values = widest(value, &|row| width(&row.value));
        let words = widest(sure, &|row| width(&row.sure));
        let lines = widest(line, &|row| width(&row.line));
        let whole = Self { fields, values, words, quotations: Some(QUOTATION_COLUMNS), lines };
        let Some(columns) = columns else { return whole };
        let room = columns.saturating_sub(fields + words + lines + 4 * GAP_COLUMNS);
        if values + QUOTATION_COLUMNS <= room {
            return whole;
        }
        if room >= MIN_VALUE_COLUMNS + MIN_QUOTATION_COLUMNS {
            let most = (room * MAX_VALUE_PERCENT / 100).max(room.saturating_sub(QUOTATION_COLUMNS));
            let values = values.min(most).min(room - MIN_QUOTATION_COLUMNS);
            return Self { values, quotations: Some(room - values), ..whole };
        }
        Self { values: room + GAP_COLUMNS, quotations: None, ..whole }
    }

    /// Returns the first line of a fact, or the header, with its line end.
    fn line(
        &self,
        cells: [(&str, Tone); 3],
        quotation: (String, usize),
        line: (&str, Tone),
        style: Style,
    ) -> String {
        let mut row = String::new();
        for ((cell, tone), columns) in cells.into_iter().zip([self.fields, self.values, self.words])
        {
            let spaces = columns.saturating_sub(width(cell)) + GAP_COLUMNS;
            row += &style.paint(cell, tone);
            row += &" ".repeat(spaces);
        }
        if let Some(columns) = self.quotations {
            let (quotation, shown) = quotation;
            row += &quotation;
            row += &" ".repeat(columns.saturating_sub(shown) + GAP_COLUMNS);
        }
        let (line, tone) = line;
        row += &" ".repeat(self.lines.saturating_sub(width(line)));
        row += &style.paint(line, tone);
        format!("{}\n", row.trim_end())
    }
}

/// Returns the facts as a table, with a header, of at most `columns` columns.
fn table(rows: &[FactRow], columns: Option<usize>, style: Style) -> String {
    let layout = TableLayout::new(rows, columns);
    let [field, value, sure, quotation, line] = COLUMN_NAMES;
    let names = [field, value, sure].map(|name| (name, Tone::Heading));
    let heading = (style.paint(quotation, Tone::Heading), width(quotation));
    let mut text = layout.line(names, heading, (line, Tone::Heading), style);
    if let Some(columns) = columns {
        text += &style.own_text(&"─".repeat(columns));
        text.push('\n');
    }
    for row in rows {
        let draw = |columns| row.quotation.as_ref().map(|quotation| quotation.draw(columns, style));
        let quotation = layout.quotations.and_then(draw).unwrap_or_default();
        let mut values = wrap(&row.value, layout.values, layout.values).into_iter();
        let value = values.next().unwrap_or_default();
        let cells =
            [(row.field, Tone::Plain), (&*value, Tone::Plain), (&*row.sure, tone_of(&row.sure))];
        text += &layout.line(cells, quotation, (&row.line, Tone::Plain), style);
        let indent = " ".repeat(layout.fields + GAP_COLUMNS);
        for value in values {
            let _ = writeln!(text, "{indent}{}", value.trim_end());
        }
        if let (None, Some(columns)) = (layout.quotations, columns) {
            let room = columns.saturating_sub(indent.len()).min(QUOTATION_COLUMNS);
            if let Some((quotation, _)) = draw(room) {
                let _ = writeln!(text, "{indent}{}", quotation.trim_end());
            }
        }
    }
    text
}

/// Returns the tone of the word for how a fact is known: less certain ones are more noticeable.
fn tone_of(sure: &str) -> Tone {
    match sure {
        "stated" => Tone::Good,
        "composed" | TYPED_WORD => Tone::Faint,
        _ => Tone::Notice,
    }
}

/// Returns the facts for a narrow terminal: the value, how it is known, and the quotation below each other.
fn cards(rows: &[FactRow], style: Style) -> String {
    let mut block = CardBlock::default();
    for row in rows {
        block.field(row.field, &row.value);
        let line = if row.line.is_empty() { String::new() } else { format!(", line {}", row.line) };
        block.toned("", format!("{}{line}", row.sure), Tone::Faint);
        if let Some(quotation) = &row.quotation {
            block.toned(
                "",
                quotation.draw(QUOTATION_COLUMNS, Style { color: false, ..style }).0,
                Tone::Faint,
            );
        }
    }
    let mut card = Card::default();
    card.push(block);
    card.draw(style)
}
