//! What a heading says, by the table of headings and the words of which they consist.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::super::own_columns::IGNORED_COLUMNS;
use super::import_column::ImportColumn;
use super::words::{
    Meanings, UNIT_MEANINGS, is_cjk, is_meaning, meanings, meanings_within, parts, simplified,
};
use crate::domain::Field;
use crate::domain::search::fold;

/// The help on columns, which holds the common headings. They are read from it, so that the two
/// cannot differ: an indented line has the name of a column, then its headings.
pub const COLUMN_HELP: &str = include_str!("columns.txt");

/// The width of the names in [`COLUMN_HELP`].
pub(super) const HELP_NAME_CHARS: usize = 14;

/// Meanings that are no more than a part of what a heading says. Alone, they may be of any column.
const VAGUE_MEANINGS: [&str; 25] = [
    "agreement",
    "automatic",
    "by",
    "cooperation",
    "date",
    "days",
    "document",
    "entry",
    "force",
    "instrument",
    "months",
    "name",
    "number",
    "person",
    "place",
    "project",
    "ratification",
    "record",
    "second",
    "signing",
    "termination",
    "time",
    "valid",
    "with",
    "years",
];

/// One heading of the table.
struct KnownHeading {
    column: ImportColumn,
    heading: &'static str,
    meanings: Meanings,
}

/// The headings of the table, by what is compared.
struct HeadingTable {
    headings: Vec<KnownHeading>,
    /// The places in `headings`, by the normalized heading.
    by_text: HashMap<String, usize>,
    /// The columns by the meanings of the words; without those that may be two columns.
    by_meanings: HashMap<String, ImportColumn>,
    /// The names of headings in a script without spaces, as meanings of their own: `@12`.
    names: HashMap<String, String>,
    /// The columns in whose headings a meaning occurs.
    columns_of_meaning: HashMap<String, HashSet<&'static str>>,
}

static HEADING_TABLE: LazyLock<HeadingTable> =
    LazyLock::new(|| HeadingTable::new(common_headings()));

/// Returns the headings in [`COLUMN_HELP`], each with its column; first the name of the column.
pub(super) fn common_headings() -> impl Iterator<Item = (&'static str, ImportColumn)> {
    let mut column = ImportColumn::Ignored;
    COLUMN_HELP.lines().filter(|line| line.starts_with("  ")).flat_map(move |line| {
        let (name, headings) = line.split_at_checked(HELP_NAME_CHARS).unwrap_or((line, ""));
        let named = name.trim().parse().ok();
        if let Some(named) = &named {
            column = ImportColumn::clone(named);
        }
        let column = column.clone();
        let headings = headings.split(',').filter(|heading| !heading.trim().is_empty());
        headings.map(move |heading| (heading.trim(), column.clone()))
    })
}

/// Returns the column with this heading; `None` if it is not known.
///
/// Known are the names of fields, and the common headings of registers in ten languages, also with
/// their words in another order, with filler words, and of several parts that mean the same.
///
/// ```
/// use mou::domain::Field;
/// use mou::exchange::import::columns::{ImportColumn, recognise};
///
/// assert_eq!(recognise("Date of Signing"), Some(ImportColumn::Field(Field::Signed)));
/// assert_eq!(recognise("Institución contraparte"), Some(ImportColumn::Partner));
/// assert_eq!(recognise("Start date - End date"), Some(ImportColumn::Period));
/// assert_eq!(recognise("Budget"), None);
/// ```
#[must_use]
pub fn recognise(heading: &str) -> Option<ImportColumn> {
    let plain = normalized(heading);
    if let Some(field) = Field::ALL_FIELDS.into_iter().find(|field| field.name() == plain) {
        return Some(ImportColumn::Field(field));
    }
    let is_only_derived = |name: &str| !["status", "ends", "partners"].contains(&name);
    if IGNORED_COLUMNS.iter().any(|name| *name == heading.trim() && is_only_derived(name)) {
        return Some(ImportColumn::Ignored);
    }
    let column = HEADING_TABLE.recognise(&plain, &simplified(heading));
    match column {
        Some(ImportColumn::Reference(_)) => Some(ImportColumn::Reference(heading.to_owned())),
        column => column,
    }
}

/// Returns the kind of a column of renewals that its heading means.
pub(super) fn renewal_column(heading: &str) -> ImportColumn {
    specific(ImportColumn::Field(Field::Renewal), &meanings(&simplified(heading), &|_| None))
}

/// Returns the column that a heading that is not recognised may mean: one whose headings have its
/// words. `None` if its words are of several columns, or of none.
#[must_use]
pub fn likely_column(heading: &str) -> Option<ImportColumn> {
    HEADING_TABLE.likely_column(&simplified(heading))
}

/// Returns the heading without case, accents, spaces and punctuation, in American spelling.
#[must_use]
pub fn normalized(heading: &str) -> String {
    let plain: String = fold(heading).chars().filter(|letter| letter.is_alphanumeric()).collect();
    plain.replace("organisation", "organization")
}

impl HeadingTable {
    fn new(headings: impl Iterator<Item = (&'static str, ImportColumn)>) -> Self {
        let mut table = Self {
            headings: Vec::new(),
            by_text: HashMap::new(),
            by_meanings: HashMap::new(),
            names: HashMap::new(),
            columns_of_meaning: HashMap::new(),
        };
        let mut several: HashMap<String, Option<ImportColumn>> = HashMap::new();
        for (heading, column) in headings {
            let meanings = comparable(meanings(&simplified(heading), &|_| None));
            let column = specific(column, &meanings);
            for meaning in meanings.iter().filter(|meaning| is_meaning(meaning)) {
                let columns = table.columns_of_meaning.entry(meaning.clone()).or_default();
                columns.insert(family(&column));
            }
            let index = table.headings.len();
            table.by_text.insert(normalized(heading), index);
            let text: String = simplified(heading).split_whitespace().collect();
            if text.chars().all(is_cjk) && text.chars().count() > 1 {
                table.names.insert(text, format!("@{index}"));
            }
            let is_vague = |meaning: &String| VAGUE_MEANINGS.contains(&meaning.as_str());
            if meanings.len() > 1 || !meanings.iter().all(is_vague) {
                let entry = several.entry(key(&meanings)).or_insert_with(|| Some(column.clone()));
                *entry = entry.take().and_then(|other| wider(other, &column));
            }
            table.headings.push(KnownHeading { column, heading, meanings });
        }
        table.by_meanings =
            several.into_iter().filter_map(|(words, column)| Some((words, column?))).collect();
        table
    }

    /// Returns the column of a heading, which is given normalized and [simplified].
    fn recognise(&self, plain: &str, heading: &str) -> Option<ImportColumn> {
        let known = self.by_text.get(plain).map(|index| &self.headings[*index]);
        let read_parts = parts(heading);
        match read_parts.as_slice() {
            [] => None,
            [part] => known
                .map(|known| known.column.clone())
                .or_else(|| self.of_words(part))
                .or_else(|| self.of_numbered(heading))
                .or_else(|| self.of_range(heading)),
            // `Partner / Country` is not the listed `Partner country`.
            several => match known {
                Some(known) if parts(&simplified(known.heading)).len() == several.len() => {
                    Some(known.column.clone())
                }
                _ => self.of_parts(several, heading),
            },
        }
    }

    /// Returns the column that all parts of a heading mean.
    fn of_parts(&self, parts: &[String], heading: &str) -> Option<ImportColumn> {
        let read: Vec<Option<ImportColumn>> = parts.iter().map(|part| self.of_part(part)).collect();
        let mut columns: Vec<&ImportColumn> = Vec::new();
        for column in read.iter().flatten() {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let whole = self.of_words(&parts.join(" "));
        let [column] = columns.as_slice() else {
            return if columns.is_empty() {
                whole.or_else(|| self.of_range(heading))
            } else {
                of_several(&columns)
            };
        };
        let family = family(column);
        if whole.as_ref().is_some_and(|whole| self::family(whole) != family) {
            return None;
        }
        let has_names = matches!(family, "partner" | "parties" | "title" | "contact");
        let has_length = matches!(family, "term" | "notice" | "renewal");
        let is_of_other = |meaning: &String| {
            match meaning.as_str() {
                "agreement" => return false,
                "name" => return !has_names,
                unit if UNIT_MEANINGS.contains(&unit) && has_length => return false,
                _ => {}
            }
            let columns = self.columns_of_meaning.get(meaning);
            columns.is_some_and(|columns| !columns.contains(family))
                || meaning.bytes().all(|byte| byte.is_ascii_digit())
        };
        let others = parts.iter().zip(&read).filter(|(_, column)| column.is_none());
        let mut words = others.flat_map(|(part, _)| comparable(meanings(part, &|_| None)));
        let has_other = words.any(|word| is_of_other(&word));
        whole.or_else(|| Some((*column).clone())).filter(|_| !has_other)
    }

    /// Returns the column of one of several parts. `Agreement`, which is a title alone, is none.
    fn of_part(&self, part: &str) -> Option<ImportColumn> {
        let plain = normalized(part);
        let field = Field::ALL_FIELDS.into_iter().find(|field| field.name() == plain);
        let known = self.by_text.get(&plain).map(|index| &self.headings[*index]);
        let known = known.filter(|known| !is_agreement(&known.meanings));
        field
            .map(ImportColumn::Field)
            .or_else(|| known.map(|known| known.column.clone()))
            .or_else(|| self.of_words(part))
    }

    /// Returns the column of a range of dates whose parts are not separated clearly.
    fn of_range(&self, heading: &str) -> Option<ImportColumn> {
        let separators = ["-", "~", "〜", "→", ">", " to ", " until ", " a ", " hasta ", " bis "];
        let is_range = |separator: &&str| {
            heading.match_indices(*separator).any(|(index, found)| {
                let (first, last) = (&heading[..index], &heading[index + found.len()..]);
                self.of_part(first) == Some(ImportColumn::Field(Field::Effective))
                    && self.of_part(last) == Some(ImportColumn::Field(Field::End))
            })
        };
        separators.iter().any(is_range).then_some(ImportColumn::Period)
    }

    /// Returns the column of the first, second, … of several: `Partner 2`.
    fn of_numbered(&self, heading: &str) -> Option<ImportColumn> {
        let trimmed = heading.trim();
        let before = trimmed.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '#');
        if before.len() == trimmed.len() {
            return None;
        }
        let column = self.of_part(before)?;
        column.is_joined().then_some(column)
    }

    /// Returns the column whose headings have the words of a heading.
    fn of_words(&self, heading: &str) -> Option<ImportColumn> {
        let by_name = meanings(heading, &|word| self.names.get(word).map(String::as_str));
        let mut names = by_name.iter().filter_map(|meaning| meaning.strip_prefix('@'));
        if let (Some(name), None) = (names.next(), names.next()) {
            let column = &self.headings[name.parse::<usize>().ok()?].column;
            let adds_nothing = by_name.iter().all(|meaning| match meaning.as_str() {
                "agreement" | "name" => true,
                "date" => is_date(column),
                other => other.starts_with('@'),
            });
            if adds_nothing {
                return Some(column.clone());
            }
        }
        self.of_meanings(&comparable(meanings(heading, &|_| None)))
    }

    fn of_meanings(&self, meanings: &Meanings) -> Option<ImportColumn> {
        let units: Vec<&'static str> =
            UNIT_MEANINGS.into_iter().filter(|unit| meanings.contains(*unit)).collect();
        if let Some(column) = self.without_fillers(meanings) {
            return Some(column);
        }
        if meanings.contains("date")
            && let Some(column) = self.without_fillers(&without(meanings, &["date"]))
            && is_date(&column)
        {
            return Some(column);
        }
        if meanings.contains("cooperation")
            && let Some(column) = self.of_meanings(&without(meanings, &["cooperation"]))
            && (is_date(&column) || matches!(family(&column), "term" | "partner" | "status"))
        {
            return Some(column);
        }
        if units.is_empty() {
            return None;
        }
        let column =
            self.without_fillers(&without(meanings, &[&units[..], &["number"]].concat()))?;
        match (column, units.as_slice()) {
            (ImportColumn::Field(Field::Term) | ImportColumn::Validity, [unit]) => {
                Some(ImportColumn::TermIn(unit))
            }
            (
                column @ (ImportColumn::Field(Field::Term | Field::Notice)
                | ImportColumn::Validity
                | ImportColumn::RenewalTerm),
                _,
            ) => Some(column),
            _ => None,
        }
    }

    fn without_fillers(&self, meanings: &Meanings) -> Option<ImportColumn> {
        let fillers: [&[&str]; 4] = [&[], &["name"], &["agreement"], &["agreement", "name"]];
        let column = |fillers: &&[&str]| self.by_meanings.get(&key(&without(meanings, fillers)));
        fillers.iter().find_map(column).cloned()
    }

    fn likely_column(&self, heading: &str) -> Option<ImportColumn> {
        let found = comparable(meanings_within(heading));
        let telling = |meaning: &&String| !VAGUE_MEANINGS.contains(&meaning.as_str());
        let strong: Meanings = found.iter().filter(telling).cloned().collect();
        if strong.is_empty() {
            // `Nombre` is likely a title and `Fecha` the day of signing; the user sees what is offered. A date of
            // something that is not known, such as `Last updated`, is of no field.
            let vague = |meaning: &str| found.contains(meaning);
            let is_known = || meanings(heading, &|_| None).iter().all(|word| is_meaning(word));
            return if vague("name") {
                Some(ImportColumn::Field(Field::Title))
            } else if vague("signing") || (vague("date") && is_known()) {
                Some(ImportColumn::Field(Field::Signed))
            } else {
                None
            };
        }
        let shared =
            |known: &&KnownHeading| strong.iter().all(|word| known.meanings.contains(word));
        let fitting = self.headings.iter().filter(shared);
        let best = fitting.min_by_key(|known| {
            known.meanings.iter().filter(|meaning| !found.contains(*meaning)).count()
        })?;
        Some(match &best.column {
            ImportColumn::Reference(_) => ImportColumn::Reference(String::new()),
            column => column.clone(),
        })
    }
}

/// Returns what several columns mean together: a range of dates, or a term that may be a last day.
fn of_several(columns: &[&ImportColumn]) -> Option<ImportColumn> {
    let is_term = |column: &ImportColumn| {
        matches!(column, ImportColumn::Field(Field::Term) | ImportColumn::Validity)
    };
    let dates: Vec<&&ImportColumn> = columns.iter().filter(|column| !is_term(column)).collect();
    match dates.as_slice() {
        [] => Some(ImportColumn::Validity),
        [ImportColumn::Field(Field::Effective), ImportColumn::Field(Field::End)] => {
            Some(ImportColumn::Period)
        }
        _ => None,
    }
}

/// Returns the column of two that holds what each of them holds; `None` if there is none.
fn wider(one: ImportColumn, other: &ImportColumn) -> Option<ImportColumn> {
    let is_term = |column: &ImportColumn| {
        matches!(column, ImportColumn::Field(Field::Term) | ImportColumn::Validity)
    };
    if one == *other {
        Some(one)
    } else if is_term(&one) && is_term(other) {
        Some(ImportColumn::Validity)
    } else {
        None
    }
}

/// Returns the kind of a column of renewals that its heading means.
fn specific(column: ImportColumn, meanings: &Meanings) -> ImportColumn {
    if column != ImportColumn::Field(Field::Renewal) {
        return column;
    }
    if meanings.contains("automatic") {
        ImportColumn::AutomaticRenewal
    } else if meanings.contains("term") {
        ImportColumn::RenewalTerm
    } else {
        column
    }
}

/// Returns the meanings as they are compared: `validity` and `valid` are the same beside other words,
/// and a cooperation agreement is an agreement.
fn comparable(mut meanings: Meanings) -> Meanings {
    if meanings.contains("agreement") {
        meanings.remove("cooperation");
    }
    if meanings.len() > 1 && meanings.remove("validity") {
        meanings.insert("valid".to_owned());
    }
    meanings
}

fn without(meanings: &Meanings, left_out: &[&str]) -> Meanings {
    let kept = meanings.iter().filter(|meaning| !left_out.contains(&meaning.as_str()));
    comparable(kept.cloned().collect())
}

fn key(meanings: &Meanings) -> String {
    meanings.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn is_agreement(meanings: &Meanings) -> bool {
    meanings.len() == 1 && meanings.contains("agreement")
}

fn is_date(column: &ImportColumn) -> bool {
    matches!(column, ImportColumn::Field(Field::Signed | Field::Effective | Field::End))
}

/// Returns the name of the field that a column gives; the kinds of terms and of renewals are one.
fn family(column: &ImportColumn) -> &'static str {
    match column {
        ImportColumn::Field(field) => field.name(),
        ImportColumn::Partner => "partner",
        ImportColumn::Country => "country",
        ImportColumn::TermIn(_) | ImportColumn::Validity => Field::Term.name(),
        ImportColumn::Period => "period",
        ImportColumn::Unit => "unit",
        ImportColumn::AutomaticRenewal | ImportColumn::RenewalTerm => Field::Renewal.name(),
        ImportColumn::Status => "status",
        ImportColumn::Reference(_) => "reference",
        ImportColumn::Link => "link",
        ImportColumn::Own(_) | ImportColumn::Ignored => "",
    }
}
