//! What a column holds: as the user maps it, else as its heading says.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use super::cell::{SheetCell, words_by_meaning};
use super::rows::{DERIVED_COLUMNS, HEADER_SEARCH_ROWS, ImportTable};
use crate::domain::search::fold;
use crate::domain::{Agreement, Field, Id, ParseError, Party};
use crate::error::{Error, Result};

/// The help on columns, which holds the common headings. They are read from it, so that the two
/// cannot differ: an indented line has the name of a column, then its headings.
pub const COLUMN_HELP: &str = include_str!("columns.txt");

/// The width of the names in [`COLUMN_HELP`].
const HELP_NAME_CHARS: usize = 14;

/// The heading of the last column of a file of rejected rows.
pub const REASON_COLUMN: &str = "reason";

/// The field of the user's own that keeps the status in a sheet.
pub const STATUS_FIELD: &str = "status";

/// The most columns that a message names.
const MAX_NAMED_COLUMNS: usize = 40;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportColumn {
    /// A field of the agreement.
    Field(Field),
    /// The partners: all parties but the owner of the sheet.
    Partner,
    /// The country of the partner.
    Country,
    /// The term, as a bare number of these units.
    TermIn(&'static str),
    /// The term or the last day, whichever the cell reads as.
    Validity,
    /// The first and the last day in one cell.
    Period,
    /// The unit of the term in another column.
    Unit,
    /// Whether the agreement renews automatically, or for how long it does.
    AutomaticRenewal,
    /// The length of each renewal.
    RenewalTerm,
    /// The status in the sheet, which is kept in `fields.status`.
    Status,
    /// A number or a code of the agreement, which is kept as the field of this name.
    Reference(String),
    /// An address, which becomes a reference.
    Link,
    /// A field of the user's own.
    Own(String),
    /// A column that is not read.
    Ignored,
}

/// The columns by their normalized headings.
static COLUMNS_BY_HEADING: LazyLock<HashMap<String, ImportColumn>> = LazyLock::new(|| {
    common_headings().map(|(heading, column)| (normalized(heading), column)).collect()
});

/// The columns by the significant words of their headings; without words that belong to two columns.
static COLUMNS_BY_WORDS: LazyLock<HashMap<String, ImportColumn>> = LazyLock::new(|| {
    let derived = DERIVED_COLUMNS.iter().filter(|name| **name != "partners");
    let derived =
        derived.map(|name| (significant_words(&name.replace('_', " ")), ImportColumn::Ignored));
    let headings = common_headings().map(|(heading, column)| (significant_words(heading), column));
    let mut by_words: HashMap<String, Option<ImportColumn>> = HashMap::new();
    for (words, column) in headings.chain(derived) {
        let entry = by_words.entry(words).or_insert_with(|| Some(column.clone()));
        if entry.as_ref() != Some(&column) {
            *entry = None;
        }
    }
    // A date alone may be any date, a year too, and a name may be the name of anything.
    for vague in ["", "date", "years", "months"] {
        by_words.remove(vague);
    }
    by_words.into_iter().filter_map(|(words, column)| Some((words, column?))).collect()
});

/// Returns the headings in [`COLUMN_HELP`], each with its column; first the name of the column.
fn common_headings() -> impl Iterator<Item = (&'static str, ImportColumn)> {
    let mut column = ImportColumn::Ignored;
    COLUMN_HELP.lines().filter(|line| line.starts_with("  ")).flat_map(move |line| {
        let (name, headings) = line.split_at_checked(HELP_NAME_CHARS).unwrap_or((line, ""));
        let named = name.trim().parse().ok();
        if let Some(named) = &named {
            column = ImportColumn::clone(named);
        }
        let column = column.clone();
        let headings = headings.split(',').filter(|heading| !heading.trim().is_empty());
        named
            .map(|_| name)
            .into_iter()
            .chain(headings)
            .map(move |heading| (heading, column.clone()))
    })
}

/// The words of headings by their meaning. The meaning of a word that does not say what the column
/// holds is empty.
static HEADING_WORDS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    words_by_meaning(include_str!("heading_words.txt"))
        .map(|(meaning, word)| (word, meaning))
        .collect()
});

/// Returns the words of a heading that say what the column holds, sorted: without fillers and date
/// forms such as `dd/mm/yyyy`, and each word by its meaning.
fn significant_words(name: &str) -> String {
    let folded = fold(name);
    let is_form = |word: &str| word.bytes().all(|letter| matches!(letter, b'd' | b'm' | b'y'));
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let meanings = words
        .filter(|word| !is_form(word))
        .flat_map(|word| HEADING_WORDS.get(word).copied().unwrap_or(word).split_whitespace());
    let words: BTreeSet<&str> = meanings.collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// Returns the column with this heading; `None` if it is not known.
///
/// Known are the names of fields and derived columns, and the common headings of registers, also with
/// their words in another order and with filler words.
///
/// ```
/// use mou::domain::Field;
/// use mou::exchange::import::columns::{ImportColumn, recognise};
///
/// assert_eq!(recognise("Date of Signing"), Some(ImportColumn::Field(Field::Signed)));
/// assert_eq!(recognise("Partner institution"), Some(ImportColumn::Partner));
/// assert_eq!(recognise("Status"), Some(ImportColumn::Ignored));
/// assert_eq!(recognise("Budget"), None);
/// ```
#[must_use]
pub fn recognise(heading: &str) -> Option<ImportColumn> {
    let plain = normalized(heading);
    if let Some(field) = Field::ALL_FIELDS.into_iter().find(|field| field.name() == plain) {
        return Some(ImportColumn::Field(field));
    }
    if let Some(column) = COLUMNS_BY_HEADING.get(&plain) {
        return Some(column.clone());
    }
    if DERIVED_COLUMNS.iter().any(|derived| normalized(derived) == plain) {
        return Some(ImportColumn::Ignored);
    }
    COLUMNS_BY_WORDS.get(&significant_words(heading)).cloned()
}

/// Returns the heading without case, accents, spaces and punctuation, in American spelling.
#[must_use]
pub fn normalized(heading: &str) -> String {
    let plain: String = fold(heading).chars().filter(|letter| letter.is_alphanumeric()).collect();
    plain.replace("organisation", "organization")
}

/// Returns a row further down that looks like the header: the first with several known headings.
#[must_use]
pub fn likely_header_row(table: &ImportTable) -> Option<u64> {
    let is_heading = |cell: &&SheetCell| match cell {
        SheetCell::Text(text) => recognise(text).is_some(),
        SheetCell::Json(_) | SheetCell::Unread { .. } => false,
    };
    let rows = table.rows().ok()?.take(HEADER_SEARCH_ROWS).map_while(Result::ok);
    let mut headers = rows.filter(|row| row.cells.iter().filter(is_heading).count() > 1);
    headers.next().map(|row| row.number)
}

impl ImportColumn {
    /// Returns the text by which a row is matched to an agreement, if this is a key column.
    #[must_use]
    pub fn key_text(&self, facts: &Agreement, id: Option<&Id>, parties: &[Party]) -> String {
        match self {
            Self::Field(Field::Id) => id.map(ToString::to_string).unwrap_or_default(),
            Self::Own(name) | Self::Reference(name) => {
                facts.fields.get(name).cloned().unwrap_or_default()
            }
            Self::Status => facts.fields.get(STATUS_FIELD).cloned().unwrap_or_default(),
            Self::Partner | Self::Country | Self::Field(Field::Parties) => {
                let mut names: Vec<String> =
                    parties.iter().map(|party| party.name.to_lowercase()).collect();
                names.sort();
                names.join("; ")
            }
            Self::Field(field) => field.text(facts),
            Self::TermIn(_) | Self::Validity => Field::Term.text(facts),
            Self::Period => Field::End.text(facts),
            Self::AutomaticRenewal | Self::RenewalTerm => Field::Renewal.text(facts),
            Self::Link => Field::References.text(facts),
            Self::Unit | Self::Ignored => String::new(),
        }
    }

    /// Returns true if a cell that is merged downwards counts for every row of its range.
    #[must_use]
    pub fn is_filled_from_merged_cells(&self) -> bool {
        // These tell the rows apart, or are kept word for word.
        !matches!(self, Self::Field(Field::Id) | Self::Reference(_) | Self::Own(_) | Self::Ignored)
    }

    /// Returns true if any text is a value of the column.
    pub(super) fn is_free_text(&self) -> bool {
        !matches!(
            self,
            Self::TermIn(_)
                | Self::Validity
                | Self::Period
                | Self::AutomaticRenewal
                | Self::RenewalTerm
                | Self::Field(
                    Field::Id
                        | Field::Signed
                        | Field::Effective
                        | Field::End
                        | Field::Term
                        | Field::Basis
                        | Field::Renewal
                        | Field::Notice
                        | Field::Review
                )
        )
    }

    /// Returns true if several columns may hold this together.
    pub(super) fn can_repeat(&self) -> bool {
        match self {
            Self::Field(field) => matches!(
                field,
                Field::Parties | Field::Areas | Field::Tags | Field::Related | Field::Signatories
            ),
            Self::Partner | Self::Reference(_) | Self::Link | Self::Ignored => true,
            Self::Country
            | Self::TermIn(_)
            | Self::Validity
            | Self::Period
            | Self::Unit
            | Self::AutomaticRenewal
            | Self::RenewalTerm
            | Self::Status
            | Self::Own(_) => false,
        }
    }
}

impl fmt::Display for ImportColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Partner => f.write_str("partner"),
            Self::Country => f.write_str("country"),
            Self::TermIn(unit) => f.write_str(unit),
            Self::Validity => f.write_str("validity"),
            Self::Period => f.write_str("effective and end"),
            Self::Unit => f.write_str("unit"),
            Self::AutomaticRenewal | Self::RenewalTerm => f.write_str("renewal"),
            Self::Status => f.write_str("status"),
            Self::Reference(_) => f.write_str("reference"),
            Self::Link => f.write_str("link"),
            Self::Own(name) => write!(f, "fields.{name}"),
            Self::Ignored => f.write_str("-"),
        }
    }
}

impl FromStr for ImportColumn {
    type Err = ParseError;

    /// Parses the right side of a mapping: a field, `partner`, `country`, `years`, `months`,
    /// `validity`, `fields.NAME`, or `-` for a column that is not read.
    fn from_str(text: &str) -> std::result::Result<Self, ParseError> {
        Ok(match text {
            "partner" => Self::Partner,
            "country" => Self::Country,
            "years" => Self::TermIn("years"),
            "months" => Self::TermIn("months"),
            "validity" => Self::Validity,
            "unit" => Self::Unit,
            "status" => Self::Status,
            "reference" => Self::Reference(String::new()),
            "link" => Self::Link,
            "-" => Self::Ignored,
            _ => match text.strip_prefix("fields.").map(str::trim) {
                Some(name) if !name.is_empty() => Self::Own(name.to_owned()),
                _ => Self::Field(text.parse()?),
            },
        })
    }
}

/// The columns that the user mapped, by heading.
#[derive(Debug, Clone, Default)]
pub struct ColumnMapping {
    entries: Vec<(String, ImportColumn)>,
}

impl ColumnMapping {
    /// Adds a mapping `Heading=FIELD`.
    ///
    /// Fails if there is no equals sign, or if the text after the last one is neither a field nor
    /// `partner`, `country`, `years`, `months`, `validity`, `fields.NAME` or `-`.
    pub fn add(&mut self, text: &str) -> Result<()> {
        let accepted = "write \"Their column=field\", where field is the name of a field, \
            partner, country, years, months, validity, fields.NAME, or - to skip the column";
        let Some((heading, field)) = text.rsplit_once('=') else {
            return Err(Error::bad_value(format!("`--map`: `{text}` is not accepted; {accepted}")));
        };
        let column = field.trim().parse().map_err(|why| {
            Error::bad_value(format!("`--map`: `{text}` is not accepted: {why}; {accepted}"))
        })?;
        self.entries.push((heading.trim().to_owned(), column));
        Ok(())
    }

    /// Adds the mappings of a file, one on each line; skips blank lines and those that begin with `#`.
    pub fn add_lines(&mut self, text: &str) -> Result<()> {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .try_for_each(|line| self.add(line))
    }

    /// Returns the mappings as they are typed.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.entries.iter().map(|(heading, column)| format!("{heading}={column}")).collect()
    }

    /// Returns the headings of the mapped columns.
    #[must_use]
    pub fn headings(&self) -> Vec<&str> {
        self.entries.iter().map(|(heading, _)| heading.as_str()).collect()
    }

    /// Returns what each column of the table holds. A column that is not known is a field of the
    /// user's own; with `drop_unmapped` it is not read, unless it is one of the `keys`.
    ///
    /// Fails if a mapped column is missing, or if two columns are the same field of one value.
    pub fn columns(
        &self,
        table: &ImportTable,
        drop_unmapped: bool,
        keys: &[usize],
    ) -> Result<Vec<ImportColumn>> {
        let mut mapped: Vec<Option<ImportColumn>> = vec![None; table.columns.len()];
        for (heading, column) in &self.entries {
            let index =
                index_of(table, heading).ok_or_else(|| missing_column(table, "--map", heading))?;
            mapped[index] = Some(match column {
                ImportColumn::Reference(_) => ImportColumn::Reference(table.columns[index].clone()),
                other => other.clone(),
            });
        }
        let mut columns = Vec::with_capacity(mapped.len());
        for (index, (heading, mapped)) in table.columns.iter().zip(mapped).enumerate() {
            columns.push(match mapped.or_else(|| recognise_in(table, index)) {
                Some(column) => column,
                None if drop_unmapped && !keys.contains(&index) => ImportColumn::Ignored,
                None => ImportColumn::Own(heading.clone()),
            });
        }
        refuse_repeated(table, &columns)?;
        Ok(columns)
    }
}

/// Returns what the heading at `index` says, given the other columns of the table.
fn recognise_in(table: &ImportTable, index: usize) -> Option<ImportColumn> {
    let heading = table.columns[index].as_str();
    if table.derived.contains(&heading)
        && Field::ALL_FIELDS.iter().all(|field| field.name() != heading)
    {
        return Some(ImportColumn::Ignored);
    }
    match recognise(heading) {
        // A corrected file of rejected rows may still have the reasons.
        None if heading == REASON_COLUMN && index + 1 == table.columns.len() => {
            Some(ImportColumn::Ignored)
        }
        // The derived column says less than the parties beside it.
        Some(ImportColumn::Partner)
            if DERIVED_COLUMNS.contains(&heading)
                && table.columns.iter().any(|name| name == Field::Parties.name()) =>
        {
            Some(ImportColumn::Ignored)
        }
        // Only what `mou` wrote is read as these; `Activities` in other sheets is a text.
        Some(ImportColumn::Field(
            Field::Events | Field::Activities | Field::Accepted | Field::Conflicts,
        )) if heading.parse::<Field>().is_err() => None,
        recognised => recognised,
    }
}

fn refuse_repeated(table: &ImportTable, columns: &[ImportColumn]) -> Result<()> {
    for (index, column) in columns.iter().enumerate() {
        let first = columns.iter().position(|other| other == column).unwrap_or(index);
        if first < index && !column.can_repeat() {
            let (one, other) = (&table.columns[first], &table.columns[index]);
            return Err(Error::usage(format!(
                "the columns `{one}` and `{other}` would both be `{column}`"
            ))
            .with_hint(format!("`--map \"{other}=fields.{other}\"` keeps one of them unchanged")));
        }
    }
    Ok(())
}

/// Returns the index of the column with this heading: equal to the letter, else when normalized.
#[must_use]
pub fn index_of(table: &ImportTable, heading: &str) -> Option<usize> {
    let exact = table.columns.iter().position(|column| column == heading);
    let plain = normalized(heading);
    exact.or_else(|| table.columns.iter().position(|column| normalized(column) == plain))
}

/// Returns the error for a `flag` that names a column which the table does not have.
#[must_use]
pub fn missing_column(table: &ImportTable, flag: &str, heading: &str) -> Error {
    Error::bad_value(format!("`{flag}`: {} has no column `{heading}`", table.name))
        .with_hint(format!("it has {}", quoted_columns(table)))
}

/// Returns the names of the first columns, for a message.
#[must_use]
pub fn quoted_columns(table: &ImportTable) -> String {
    let columns = table.columns.iter().take(MAX_NAMED_COLUMNS);
    columns.map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_belongs_to_one_column_and_no_line_is_lost() {
        let lines = COLUMN_HELP.lines().filter(|line| line.starts_with("  "));
        let names = lines.flat_map(|line| line[HELP_NAME_CHARS..].split(','));
        let names: Vec<String> = names.map(normalized).filter(|name| !name.is_empty()).collect();
        let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
        assert!(names.len() > 180, "{}", names.len());
        for name in names {
            assert!(Field::ALL_FIELDS.iter().all(|field| field.name() != name), "{name}");
        }
        assert!(COLUMN_HELP.lines().all(|line| line.chars().count() <= 104));
    }

    #[test]
    fn columns_are_recognised_by_common_headings() {
        for (name, target) in [
            ("Date signed", "signed"),
            ("Date of Signature:", "signed"),
            ("EXPIRATION DATE", "end"),
            ("Valid until", "end"),
            ("Duration", "term"),
            ("Duration (years)", "years"),
            ("Validity", "validity"),
            ("Name of the Partner Organisation", "partner"),
            ("Name of the Institute", "partner"),
            ("Name of the Foreign University", "partner"),
            ("Institute/University/Organization", "partner"),
            ("Partner Organisation / Agency", "partner"),
            ("Name of the Institution with whom MoU signed", "partner"),
            ("Organisation with which MoU is signed", "partner"),
            (
                "Name of the institution/ industry/ corporate house with whom MoU is signed",
                "partner",
            ),
            ("Purpose of MoU", ""),
            ("Dt. of Signing", "signed"),
            ("Date of signing of the MoU (dd/mm/yyyy)", "signed"),
            ("Signature Date", "signed"),
            ("Year of signing", "signed"),
            ("Expiry Dt.", "end"),
            ("Date of Expiry of MoU", "end"),
            ("MoU valid upto", "end"),
            ("Valid Up-to (DD-MM-YYYY)", "end"),
            ("Duration of the MoU (in years)", "years"),
            ("Duration (Yrs)", "years"),
            ("Validity period (years)", "years"),
            ("MoU Start Date", "effective"),
            ("Type of Agreement", "kind"),
            ("Partner's country", "country"),
            ("Country of the partner institute", "country"),
            ("Partner(s)", "partner"),
            ("Partner contact", ""),
            ("Type of institution", ""),
            ("Country/Region", "country"),
            ("Name of Country", "country"),
            ("Remarks (if any)", "notes"),
            ("MoU Status", "-"),
            ("Status of the Agreement", "-"),
            ("Name", ""),
            ("Date", ""),
            ("Year", ""),
            ("S.No.", ""),
            ("MoU No.", ""),
            ("Partner Organisation", "partner"),
            ("Contracting Party", "partner"),
            ("Partners", "partner"),
            ("parties", "parties"),
            ("Country", "country"),
            ("Type", "kind"),
            ("In force from", "effective"),
            ("Entry Into Force Date", "effective"),
            ("Areas", "areas"),
            ("Status", "-"),
            ("act_by", "-"),
            ("Ends", "-"),
            ("Budget", ""),
        ] {
            let recognised = recognise(name).map(|target| target.to_string()).unwrap_or_default();
            assert_eq!(recognised, target, "{name}");
            if !target.is_empty() {
                assert_eq!(target.parse::<ImportColumn>().unwrap().to_string(), target);
            }
        }
    }
}
