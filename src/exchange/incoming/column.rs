//! What the column of a sheet holds, told from its name.

use std::collections::HashMap;
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

/// How far the names in [`COLUMNS`] are indented.
const WORD_WIDTH: usize = 14;

/// Returns what a column of this name holds, where that is known: the fields and the derived
/// columns by their names, and the usual words of real registers.
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
    is_derived.then_some(Target::Nothing)
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
            ("Name of the Partner Organisation", ""),
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
