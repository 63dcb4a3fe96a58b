//! What an import says about how it read columns and cells.

use super::messages::{DEFAULT_COLUMNS, ListMessage, fit};
use super::plan::ImportPlan;
use crate::commands::Context;
use crate::commands::command_line::quoted;
use crate::domain::Field;
use crate::exchange::import::cell::empty_word_rank;
use crate::exchange::import::column_facts::ColumnFacts;
use crate::exchange::import::columns::{ImportColumn, likely_column};
use crate::exchange::import::problems::{
    CellLabels, CellNote, CellsWithNote, ImportNotes, NoteKind,
};

/// The most lines of all notes and warnings.
const MAX_NOTE_LINES: usize = 20;

/// The most rows that a sentence names.
const MAX_NAMED_ROWS: usize = 8;

/// The most own and skipped columns that the note on the columns names.
const MAX_NAMED_COLUMNS: usize = 20;

/// A note or a warning.
#[derive(Debug)]
pub(super) struct ImportMessage {
    pub(super) is_warning: bool,
    pub(super) message: ListMessage,
}

impl ImportMessage {
    /// Returns a note.
    pub(super) fn note(message: ListMessage) -> Self {
        Self { is_warning: false, message }
    }

    /// Returns a warning.
    pub(super) fn warning(message: ListMessage) -> Self {
        Self { is_warning: true, message }
    }
}

/// The kinds of notes with one sentence for all their cells, in the order in which they are printed: what
/// comes before the list of cells and what follows it. Where the list ends with a value, it is the detail.
const NOTE_SENTENCES: [(NoteKind, bool, &str, &str); 12] = [
    (NoteKind::Country, false, "", ": not a known country, kept as text"),
    (NoteKind::CountryCount, false, "", ": not one country for each partner, kept as text"),
    (
        NoteKind::OneName,
        false,
        "",
        ": read as one name; separate several names by semicolons or line breaks",
    ),
    (NoteKind::Serial, false, "day numbers of a spreadsheet: ", ""),
    (NoteKind::Era, false, "years of another era, converted: ", ""),
    (NoteKind::Time, false, "", ": the time of day is not kept"),
    (NoteKind::AssumedRenewal, false, "renewal without a stated length, taken as the term: ", ""),
    (NoteKind::Remark, false, "", ": the remark is kept as text"),
    (NoteKind::OtherEnd, false, "", ""),
    (NoteKind::Unknown, false, "keys that are not known, and not kept: ", ""),
    (NoteKind::Renewal, true, "a renewal that may not be automatic, kept as text: ", ""),
    (
        NoteKind::UnclaimedEnd,
        true,
        "it renews automatically for a length that is not known, so the end is kept as text: ",
        "",
    ),
];

/// Returns the messages about the cells of the rows that were added or changed.
pub(super) fn messages(notes: &ImportNotes, labels: &CellLabels) -> Vec<ImportMessage> {
    let mut messages = Vec::new();
    messages.extend(empty_cells(notes, labels).map(ImportMessage::note));
    for (kind, is_warning, lead, tail) in NOTE_SENTENCES {
        for cells in notes.of_kind(kind) {
            let mut message = listed(cells, labels);
            if kind == NoteKind::OtherEnd {
                message.lead = format!(
                    "term and end disagree in {}, and the end counts: ",
                    crate::render::words::count(cells.count, "row", "rows")
                );
            } else {
                message.lead.insert_str(0, lead);
                message.tail.push_str(tail);
            }
            messages.push(ImportMessage { is_warning, message });
        }
    }
    messages.extend(missing_signing(notes).map(ImportMessage::note));
    messages.extend(missing_first_day(notes).map(ImportMessage::warning));
    for cells in notes.of_kind(NoteKind::Status) {
        let mut message = listed(cells, labels);
        "the sheet's status differs from the dates: ".clone_into(&mut message.lead);
        message.separator = "; ";
        messages.push(ImportMessage::warning(message));
    }
    // Notes come before warnings.
    messages.sort_by_key(|message| message.is_warning);
    messages
}

/// Returns what happened to a cell with a note, for programs; `None` if the note is about the row.
pub(super) fn outcome(kind: NoteKind) -> Option<&'static str> {
    match kind {
        NoteKind::Empty => Some("empty"),
        NoteKind::Country
        | NoteKind::CountryCount
        | NoteKind::Remark
        | NoteKind::Renewal
        | NoteKind::UnclaimedEnd
        | NoteKind::Status => Some("kept"),
        NoteKind::UnknownSigning | NoteKind::Draft | NoteKind::NoFirstDay => None,
        NoteKind::AssumedRenewal
        | NoteKind::OtherEnd
        | NoteKind::Serial
        | NoteKind::Era
        | NoteKind::Time
        | NoteKind::OneName
        | NoteKind::Unknown => Some("read"),
    }
}

/// Returns what a note says about one cell.
pub(super) fn reason(note: &CellNote) -> String {
    let detail = &note.detail;
    match note.kind {
        NoteKind::Empty => "means that there is no value".to_owned(),
        NoteKind::Serial | NoteKind::Era => format!("is {detail}"),
        NoteKind::AssumedRenewal => detail.clone(),
        NoteKind::OtherEnd => format!("the term ends on {detail}"),
        NoteKind::Status => format!("the status by the dates is {detail}"),
        kind => {
            let sentence = NOTE_SENTENCES.iter().find(|(other, ..)| *other == kind);
            let (lead, tail) = sentence.map_or(("", ""), |(_, _, lead, tail)| (*lead, *tail));
            format!("{lead}{tail}").trim_matches([':', ' ']).to_owned()
        }
    }
}

/// The most cells that a message names.
const MAX_LISTED_CELLS: usize = 40;

/// Returns the cells with their texts, and what was read in their place.
fn listed(cells: &CellsWithNote, labels: &CellLabels) -> ListMessage {
    let examples = || cells.examples.iter().take(MAX_LISTED_CELLS);
    let places = labels.list(examples().map(|note| (note.row, note.column)));
    let items = examples().zip(places).map(|(note, place)| {
        let CellNote { text, detail, .. } = note;
        match note.kind {
            NoteKind::Serial | NoteKind::Era => format!("{place} `{text}` is {detail}"),
            NoteKind::AssumedRenewal => format!("{place} `{text}` {detail}"),
            NoteKind::OtherEnd => format!("{place} `{text}`, not {detail}"),
            NoteKind::Status => format!("{place} `{text}`, {detail}"),
            _ => format!("{place} `{text}`"),
        }
    });
    ListMessage { items: items.collect(), count: cells.count, ..ListMessage::default() }
}

fn empty_cells(notes: &ImportNotes, labels: &CellLabels) -> Option<ListMessage> {
    let items: Vec<String> = notes
        .of_kind(NoteKind::Empty)
        .filter_map(|cells| {
            let note = cells.examples.iter().min_by_key(|note| empty_word_rank(&note.text))?;
            let column = labels.column_label(note.column);
            let place = labels.in_column(note.row, note.column);
            Some(format!("{} in {column} such as `{}` ({place})", cells.count, note.text))
        })
        .collect();
    let count = items.len();
    let lead = "empty cells: ".to_owned();
    (count > 0).then(|| ListMessage { lead, items, count, ..ListMessage::default() })
}

/// Returns the first of these rows by number, and how many there are.
fn rows_of(notes: &ImportNotes, kind: NoteKind) -> (String, Vec<&CellNote>, usize) {
    let cells: Vec<&CellsWithNote> = notes.of_kind(kind).collect();
    let count = cells.iter().map(|cells| cells.count).sum();
    let examples: Vec<&CellNote> = cells.iter().flat_map(|cells| &cells.examples).collect();
    let shown: Vec<String> =
        examples.iter().take(MAX_NAMED_ROWS).map(|note| note.row.to_string()).collect();
    let more = count - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let rows = if count == 1 { "row" } else { "rows" };
    (format!("{rows} {}{more}", shown.join(", ")), examples, count)
}

fn missing_signing(notes: &ImportNotes) -> Option<ListMessage> {
    let (unknown, examples, unknown_count) = rows_of(notes, NoteKind::UnknownSigning);
    let (drafts, _, draft_count) = rows_of(notes, NoteKind::Draft);
    let mut parts = Vec::new();
    if unknown_count == 1 {
        let reason = examples.first().map(|note| note.detail.as_str()).unwrap_or_default();
        parts.push(format!("{unknown} is recorded as `signed: unknown` ({reason})"));
    } else if unknown_count > 1 {
        parts.push(format!("{unknown} are recorded as `signed: unknown`"));
    }
    let are = match (parts.is_empty(), draft_count) {
        (false, _) => "",
        (true, 1) => " is recorded",
        (true, _) => " are recorded",
    };
    match draft_count {
        0 => {}
        1 => parts.push(format!("{drafts}{are} as a draft")),
        _ => parts.push(format!("{drafts}{are} as drafts")),
    }
    let text = format!("no signing date: {}", parts.join(", "));
    (!parts.is_empty()).then(|| ListMessage::sentence(text))
}

fn missing_first_day(notes: &ImportNotes) -> Option<ListMessage> {
    let (rows, examples, count) = rows_of(notes, NoteKind::NoFirstDay);
    let heading = &examples.first()?.text;
    let (counts, is) = if count == 1 { ("it counts", "it is") } else { ("they count", "one is") };
    Some(ListMessage::sentence(format!(
        "`{heading}` is empty in {rows}: {counts} from the signing date; `mou edit ID --effective pending` \
         records that {is} not in force"
    )))
}

/// The columns of a sheet, and what they hold.
#[derive(Clone, Copy)]
pub(super) struct ReadColumns<'c> {
    pub(super) names: &'c [String],
    pub(super) plan: &'c ImportPlan,
    pub(super) labels: &'c CellLabels,
    pub(super) facts: &'c ColumnFacts,
}

impl ReadColumns<'_> {
    /// Returns a warning if dates of one column can only have the day first and others only the month.
    pub(super) fn mixed_orders(&self) -> Option<ListMessage> {
        let mixed = (0..self.names.len()).filter_map(|index| {
            let (day, month) = self.facts.column(index)?.dates.mixed_orders()?;
            let place = |row| self.labels.in_column(row, index);
            let column = self.labels.column_label(index);
            Some(format!(
                "in {column} `{}` ({}) has the day first and `{}` ({}) the month",
                day.text,
                place(day.row),
                month.text,
                place(month.row)
            ))
        });
        let items: Vec<String> = mixed.collect();
        let count = items.len();
        let lead = "mixed orders of dates: ".to_owned();
        let tail = "; each was read in the only possible way".to_owned();
        let separator = "; ";
        (count > 0).then_some(ListMessage { lead, separator, items, count, tail, example: None })
    }

    /// Returns the note on columns that are kept as text though most of their cells are dates.
    pub(super) fn kept_dates(&self) -> Option<ListMessage> {
        let is_date = |column: &ImportColumn| {
            use Field::{Effective, End, Signed};
            matches!(column, ImportColumn::Field(Signed | Effective | End))
        };
        let mut taken = self.plan.columns.clone();
        let mut items = Vec::new();
        let mut tail = String::new();
        for index in (0..self.names.len()).filter(|index| self.facts.is_mostly_dates(*index)) {
            let (name, label) = (&self.names[index], self.labels.column_label(index));
            let likely = likely_column(name).filter(is_date);
            if let Some(column) = likely.filter(|column| !taken.contains(column)) {
                let mapping = quoted(&format!("{name}={column}"));
                items.push(format!("{label} (`--map {mapping}`)"));
                taken.push(column);
            } else {
                items.push(label);
                "; `--map` says which date it is".clone_into(&mut tail);
            }
        }
        let count = items.len();
        let lead = "kept as text, though most cells are dates: ".to_owned();
        (count > 0).then(|| ListMessage { lead, items, count, tail, ..ListMessage::default() })
    }

    /// Returns the note on what the columns hold; `None` if their headings say it.
    pub(super) fn note(&self) -> Option<ListMessage> {
        columns(self.names, self.plan, self.labels)
    }
}

fn columns(names: &[String], plan: &ImportPlan, labels: &CellLabels) -> Option<ListMessage> {
    let columns = || names.iter().zip(&plan.columns).enumerate();
    let is_own = |column: &ImportColumn| {
        matches!(column, ImportColumn::Own(_) | ImportColumn::Reference(_) | ImportColumn::Status)
    };
    let mut items: Vec<String> = Vec::new();
    for (index, (name, column)) in columns() {
        let says_it = !labels.has_addresses() && column.to_string().eq_ignore_ascii_case(name);
        if plan.is_own_form || is_own(column) || *column == ImportColumn::Ignored || says_it {
            continue;
        }
        let is = if items.is_empty() { " is" } else { "" };
        items.push(format!("{}{is} {column}", labels.column_label(index)));
    }
    let quoted = |matches: &dyn Fn(&ImportColumn) -> bool| {
        let mut shown: Vec<String> = Vec::new();
        for (index, (name, _)) in columns().filter(|(_, (_, column))| matches(column)) {
            shown.push(if labels.has_addresses() {
                format!("{} `{name}`", labels.column_label(index))
            } else {
                format!("`{name}`")
            });
        }
        let more = shown.len().saturating_sub(MAX_NAMED_COLUMNS);
        shown.truncate(MAX_NAMED_COLUMNS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        shown.join(", ") + &more
    };
    let mut parts = Vec::new();
    let kept = quoted(&is_own);
    if !kept.is_empty() {
        parts.push(format!("kept as fields: {kept}"));
    }
    let ignored = quoted(&|column| *column == ImportColumn::Ignored);
    if !ignored.is_empty() && !plan.is_own_form {
        parts.push(format!("not read: {ignored}"));
    }
    let rest = parts.join("; ");
    match (items.len(), rest.is_empty()) {
        (0, true) => None,
        (0, false) => Some(ListMessage::sentence(rest)),
        (count, _) => {
            let tail = if rest.is_empty() { rest } else { format!("; {rest}") };
            let lead = "columns: ".to_owned();
            Some(ListMessage { lead, items, count, tail, ..ListMessage::default() })
        }
    }
}

/// Prints messages, cut to a number of lines.
pub(super) fn print(messages: &[ImportMessage], context: &mut Context<'_>) {
    let lists: Vec<ListMessage> = messages.iter().map(|message| message.message.clone()).collect();
    let columns = context.message_columns().unwrap_or(DEFAULT_COLUMNS);
    let fitted = fit(&lists, columns, MAX_NOTE_LINES);
    for (index, text) in &fitted.texts {
        if messages[*index].is_warning {
            context.warn_wrapped(text);
        } else {
            context.say_wrapped("note: ", text);
        }
    }
    if fitted.left_out > 0 {
        context.say_wrapped("note: ", &format!("and {} more kinds of notes", fitted.left_out));
    }
}
