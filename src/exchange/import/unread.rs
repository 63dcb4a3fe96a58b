//! Why a cell or a row of a sheet is not read.

use crate::domain::ParseError;

/// The kind of a fault, by which a report groups the cells and the rows.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::EnumIter, strum::Display,
)]
#[strum(serialize_all = "kebab-case")]
pub enum FaultKind {
    /// A date that reads with the day or the month first.
    TwoReadings,
    /// A text that is not a date.
    NotADate,
    /// A year with two digits.
    ShortYear,
    /// A year that is too early or too late, such as one of another era.
    YearOutOfRange,
    /// A day that its month does not have.
    NoSuchDay,
    /// A span, such as an academic year, in place of a day.
    SpanOfTime,
    /// An instant that is one day in one time zone and the next in another.
    TwoDays,
    /// A text that is not a term.
    NotATerm,
    /// A bare number in place of a term, without a unit.
    NoUnit,
    /// A text that is not a renewal.
    NotARenewal,
    /// A text that is not a notice period.
    NotANotice,
    /// A formula without a stored result.
    NoResult,
    /// The error value of a formula, such as `#REF!`.
    ErrorValue,
    /// Values of one row that contradict each other.
    Contradiction,
    /// A partner cell that is empty, though the sheet has a partner column.
    NoPartner,
    /// Any other text that is not a value of its field.
    NotAValue,
    /// A row with another number of cells than headings.
    CellCount,
    /// A row of a text that is not well-formed.
    Malformed,
    /// A row without a partner, parties and a title.
    Unidentified,
    /// A row whose key is empty.
    EmptyKey,
    /// A row whose key occurs in an earlier row.
    RepeatedKey,
    /// A row whose key fits several agreements.
    SeveralMatches,
    /// A row whose signing date is another one than that of the agreement with its key.
    OtherSigningDate,
    /// A row that is like another row or agreement.
    Duplicate,
    /// A link to an id that does not exist.
    UnknownLink,
    /// A row whose agreement the registry refuses.
    Refused,
}

/// Why one cell or row is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The kind of the fault.
    pub kind: FaultKind,
    /// What a report adds behind the text of the cell, such as `12 November 2021 or 11 December 2021`
    /// or `that month has 28 days`; may be empty.
    pub detail: String,
}

impl FaultKind {
    /// Returns true if the fault is one of the whole row, which cannot be kept as text.
    #[must_use]
    pub fn is_of_row(self) -> bool {
        self >= Self::CellCount
    }

    /// Returns what the cells or rows of this kind are, as the title of a group.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::TwoReadings => "a date with two readings",
            Self::NotADate => "not a date",
            Self::ShortYear => "a year with two digits",
            Self::YearOutOfRange => "a year out of range",
            Self::NoSuchDay => "a day that does not exist",
            Self::SpanOfTime => "a span of time, not a day",
            Self::TwoDays => "a time that is another day elsewhere",
            Self::NotATerm => "not a term",
            Self::NoUnit => "a number without a unit",
            Self::NotARenewal => "not a renewal",
            Self::NotANotice => "not a notice period",
            Self::NoResult => "a formula without a result",
            Self::ErrorValue => "a formula with an error",
            Self::Contradiction => "a contradiction in the row",
            Self::NoPartner => "a row without a partner",
            Self::NotAValue => "not a value of the field",
            Self::CellCount => "another number of cells than headings",
            Self::Malformed => "not well-formed",
            Self::Unidentified => "neither partner, parties nor title",
            Self::EmptyKey => "an empty key",
            Self::RepeatedKey => "a key that occurs twice",
            Self::SeveralMatches => "a key that fits several agreements",
            Self::OtherSigningDate => "another signing date under the same key",
            Self::Duplicate => "like another row or agreement",
            Self::UnknownLink => "a link to an id that does not exist",
            Self::Refused => "refused",
        }
    }

    /// Returns the subject of the fault, in the order of a report: 0 dates, 1 terms, renewals and notices,
    /// 2 formulas, 3 all others of one cell, 4 rows.
    #[must_use]
    pub fn subject(self) -> u8 {
        match self {
            _ if self.is_of_row() => 4,
            _ if self <= Self::TwoDays => 0,
            _ if self <= Self::NotANotice => 1,
            Self::NoResult | Self::ErrorValue => 2,
            _ => 3,
        }
    }

    /// Returns true if the detail names two dates, one of which the cell means.
    #[must_use]
    pub fn has_two_readings(self) -> bool {
        matches!(self, Self::TwoReadings | Self::TwoDays)
    }

    /// Returns true if the detail is a sentence that needs no title.
    #[must_use]
    pub fn has_sentence(self) -> bool {
        matches!(self, Self::NotAValue | Self::Refused)
    }
}

impl From<ParseError> for Unread {
    fn from(error: ParseError) -> Self {
        Self::with_detail(FaultKind::NotAValue, error.to_string())
    }
}

impl Unread {
    /// Returns the fault of a cell of which only the kind needs to be said.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, detail: String::new() }
    }

    /// Returns the fault with something to say about this cell.
    #[must_use]
    pub fn with_detail(kind: FaultKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }
}
