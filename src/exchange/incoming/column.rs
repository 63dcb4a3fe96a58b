//! What the column of a sheet holds, told from its name.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use super::table::DERIVED;
use crate::domain::search::fold;
use crate::domain::{Field, Malformed};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A field of the agreement.
    Field(Field),
    /// The partner, or partners: the parties but for the one that keeps the sheet.
    Partner,
    /// The country of the partner.
    Country,
    /// The term, as a bare number of these units.
    TermIn(&'static str),
    /// The term or the last day, whichever the cell reads as.
    Validity,
    /// A field of the user's own.
    Own(String),
    /// Nothing that is read.
    Nothing,
}

/// The names of columns in real registers: the help on columns, which is read here too, so that the
/// two cannot differ. The lines that are indented name what a column holds, then such names.
pub const COLUMNS: &str = include_str!("columns.txt");

/// What is called by which name, without case, blanks and punctuation.
static BY_NAME: LazyLock<HashMap<String, Target>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    let mut target = Target::Nothing;
    for line in COLUMNS.lines().filter(|line| line.starts_with("  ")) {
        let (word, names) = line.split_at_checked(WORD_WIDTH).unwrap_or((line, ""));
        if let Ok(named) = word.trim().parse() {
            by_name.insert(plain(word), Target::clone(&named));
            target = named;
        }
        for name in names.split(',').map(plain).filter(|name| !name.is_empty()) {
            by_name.insert(name, target.clone());
        }
    }
    by_name
});

/// What is called by which words, in any order: of all that is called so, where it is one.
static BY_WORDS: LazyLock<HashMap<String, Target>> = LazyLock::new(|| {
    let mut by_words: HashMap<String, Option<Target>> = HashMap::new();
    let mut add = |name: &str, target: &Target| {
        let told = by_words.entry(words(name)).or_insert_with(|| Some(target.clone()));
        if told.as_ref() != Some(target) {
            *told = None;
        }
    };
    let mut target = Target::Nothing;
    for line in COLUMNS.lines().filter(|line| line.starts_with("  ")) {
        let (word, names) = line.split_at_checked(WORD_WIDTH).unwrap_or((line, ""));
        if let Ok(named) = word.trim().parse() {
            add(word, &named);
            target = named;
        }
        names.split(',').filter(|name| !name.trim().is_empty()).for_each(|name| add(name, &target));
    }
    for derived in DERIVED.iter().filter(|derived| **derived != "partners") {
        add(&derived.replace('_', " "), &Target::Nothing);
    }
    // Of a date alone it is not said what happened on it, a year may be one, and `name` be anybody's.
    for vague in ["", "date", "years", "months"] {
        by_words.remove(vague);
    }
    by_words.into_iter().filter_map(|(words, target)| Some((words, target?))).collect()
});

/// The words that say nothing of what a column holds.
const FILLERS: [&str; 31] = [
    "s",
    "is",
    "are",
    "was",
    "were",
    "has",
    "been",
    "which",
    "whom",
    "each",
    "other",
    "the",
    "of",
    "a",
    "an",
    "its",
    "this",
    "our",
    "if",
    "any",
    "all",
    "name",
    "mou",
    "moa",
    "mous",
    "moas",
    "agreement",
    "agreements",
    "memorandum",
    "understanding",
    "foreign",
];

/// Words that mean the same in the name of a column, each group by its first.
const ALIKE: [&[&str]; 8] = [
    &["date", "dt", "dates", "dated"],
    &[
        "institution",
        "institute",
        "institutes",
        "institutions",
        "organization",
        "organizations",
        "organisation",
        "organisations",
        "org",
        "university",
        "universities",
        "agency",
        "agencies",
        "company",
        "companies",
        "entity",
        "body",
        "college",
        "corporate",
        "house",
        "firm",
        "centre",
        "center",
        "industry",
        "partner",
        "partners",
        "partnering",
        "collaborating",
        "collaborator",
        "collaborators",
    ],
    &["signing", "signed", "signature", "execution", "executed"],
    &["expiry", "expiration", "expiring", "expires", "expire", "expired"],
    &["years", "year", "yrs", "yr"],
    &["months", "month", "mths"],
    &["up to", "upto"],
    &["commencement", "start", "starting", "begin", "beginning"],
];

/// Returns the words of the name that say what the column holds, sorted: without fillers and the form
/// of a date (`dd/mm/yyyy`), and each as the first of those that mean the same.
fn words(name: &str) -> String {
    let folded = fold(name);
    let says = |word: &&str| {
        let is_form = word.bytes().all(|letter| matches!(letter, b'd' | b'm' | b'y'));
        !word.is_empty() && !is_form && !FILLERS.contains(word)
    };
    let plain = folded.split(|letter: char| !letter.is_alphanumeric()).filter(says).map(|word| {
        ALIKE.iter().find(|alike| alike.contains(&word)).map_or(word, |alike| alike[0])
    });
    let words: BTreeSet<&str> = plain.flat_map(|word| word.split(' ')).collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// How far the names in [`COLUMNS`] are indented.
const WORD_WIDTH: usize = 14;

/// Returns what a column of this name holds, where that is known: the fields and the derived
/// columns by their names, and the usual words of real registers, in any order and with others beside
/// them that say nothing.
///
/// ```
/// use mou::domain::Field;
/// use mou::exchange::incoming::column::{Target, called};
///
/// assert_eq!(called("Date of Signing"), Some(Target::Field(Field::Signed)));
/// assert_eq!(called("Partner institution"), Some(Target::Partner));
/// assert_eq!(called("Status"), Some(Target::Nothing));
/// assert_eq!(called("Budget"), None);
/// ```
#[must_use]
pub fn called(name: &str) -> Option<Target> {
    let plain = plain(name);
    if let Some(field) = Field::ALL.into_iter().find(|field| field.name() == plain) {
        return Some(Target::Field(field));
    }
    if let Some(target) = BY_NAME.get(&plain) {
        return Some(target.clone());
    }
    let is_derived = DERIVED.iter().any(|derived| self::plain(derived) == plain);
    if is_derived {
        return Some(Target::Nothing);
    }
    BY_WORDS.get(&words(name)).cloned()
}

/// Tells whether it is known what a column of this name holds.
pub(super) fn is_known(name: &str) -> bool {
    called(name).is_some()
}

/// Returns the name without case, accents, blanks and punctuation, and with American endings.
pub(super) fn plain(name: &str) -> String {
    let plain: String = fold(name).chars().filter(|letter| letter.is_alphanumeric()).collect();
    plain.replace("organisation", "organization")
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Partner => f.write_str("partner"),
            Self::Country => f.write_str("country"),
            Self::TermIn(unit) => f.write_str(unit),
            Self::Validity => f.write_str("validity"),
            Self::Own(name) => write!(f, "fields.{name}"),
            Self::Nothing => f.write_str("-"),
        }
    }
}

impl FromStr for Target {
    type Err = Malformed;

    /// Reads what a mapping says: a field, `partner`, `country`, `years`, `months`, `validity`,
    /// `fields.NAME`, or `-` for a column that is not read.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        Ok(match text {
            "partner" => Self::Partner,
            "country" => Self::Country,
            "years" => Self::TermIn("years"),
            "months" => Self::TermIn("months"),
            "validity" => Self::Validity,
            "-" => Self::Nothing,
            _ => match text.strip_prefix("fields.").map(str::trim) {
                Some(name) if !name.is_empty() => Self::Own(name.to_owned()),
                _ => Self::Field(text.parse()?),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_of_one_column_and_no_line_is_lost() {
        let lines = COLUMNS.lines().filter(|line| line.starts_with("  "));
        let names = lines.flat_map(|line| line[WORD_WIDTH..].split(','));
        let names: Vec<String> = names.map(plain).filter(|name| !name.is_empty()).collect();
        let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
        assert!(names.len() > 180, "{}", names.len());
        for name in names {
            assert!(Field::ALL.iter().all(|field| field.name() != name), "{name}");
        }
        assert!(COLUMNS.lines().all(|line| line.chars().count() <= 104));
    }

    #[test]
    fn columns_are_told_by_the_usual_words_whatever_their_case_blanks_and_punctuation() {
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
            let told = called(name).map(|target| target.to_string()).unwrap_or_default();
            assert_eq!(told, target, "{name}");
            if !target.is_empty() {
                assert_eq!(target.parse::<Target>().unwrap().to_string(), target);
            }
        }
    }
}
