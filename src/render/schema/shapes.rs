//! What the file and the JSON of the commands are made of: the stored types, and around them the
//! members that the commands add.
//!
//! The types here are never made: they are the shapes of what is printed, for the schema alone.
#![expect(dead_code, reason = "only the shapes count")]

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use schemars::JsonSchema;

use crate::domain::{
    Activity, Agreement, Date, DeadlineKind, Duration, Header, Id, Progress, ReminderLead,
    Severity, Status,
};
use crate::render::agreement::Derived;
use crate::render::party::{AgreementOfParty, PersonOfParty};
use crate::report::reminders::ReminderState;

/// A registry of memoranda of understanding: the whole of the file.
///
/// Unknown values are omitted. Members that are not named here are kept in place.
#[derive(JsonSchema)]
#[schemars(rename = "Registry")]
pub(super) struct RegistrySchema {
    format: FormatSchema,
    /// The version of the form of the file.
    #[schemars(range(min = 1, max = 1))]
    version: u8,
    #[serde(flatten)]
    head: Header,
    /// The records, sorted by id.
    agreements: Vec<Agreement>,
}

/// What kind of file it is.
#[derive(JsonSchema)]
#[schemars(rename = "Format")]
enum FormatSchema {
    #[serde(rename = "mou-registry")]
    Registry,
}

/// An agreement as it is listed: as it is stored, with what follows from its facts on the day.
#[derive(JsonSchema)]
#[schemars(rename = "Record")]
pub(super) struct RecordSchema {
    #[serde(flatten)]
    stored: Agreement,
    #[serde(flatten)]
    derived: Derived,
}

/// An agreement as it is shown, with its lineage unless that was left out.
#[derive(JsonSchema)]
#[schemars(rename = "Shown")]
pub(super) struct ShownSchema {
    #[serde(flatten)]
    record: RecordSchema,
    reminders: Option<ShownRemindersSchema>,
    lineage: Option<ChainSchema>,
}

/// The reminders of an agreement: absent if there are none.
#[derive(JsonSchema)]
#[schemars(rename = "ShownReminders")]
struct ShownRemindersSchema {
    next: Option<NextReminderSchema>,
    /// The reminders that were given, in that order.
    given: Vec<GivenReminderSchema>,
}

/// The reminder that comes due next.
#[derive(JsonSchema)]
#[schemars(rename = "NextReminder")]
struct NextReminderSchema {
    /// The day on which it comes due. A past day if it has come due and was not given yet.
    on: Date,
    /// The id of the agreement, or of the obligation as `<agreement>/<n>`.
    id: String,
    kind: DeadlineKind,
    deadline: Date,
    lead: ReminderLead,
}

/// A reminder that was given.
#[derive(JsonSchema)]
#[schemars(rename = "GivenReminder")]
struct GivenReminderSchema {
    /// The id of the agreement, or of the obligation as `<agreement>/<n>`.
    id: String,
    kind: DeadlineKind,
    deadline: Date,
    lead: ReminderLead,
    /// The day on which it was given.
    given: Date,
}

/// A reminder that has come due.
#[derive(JsonSchema)]
#[schemars(rename = "Reminder")]
pub(super) struct ReminderSchema {
    /// The id of the agreement, or of the obligation as `<agreement>/<n>`.
    id: String,
    kind: DeadlineKind,
    deadline: Date,
    /// Days until the deadline; negative if it is past.
    in_days: i64,
    /// The lead times that have come, the longest first. Absent for a passed deadline.
    leads: Option<Vec<Duration>>,
    state: ReminderState,
    /// The title of the agreement, or of the obligation.
    title: String,
    /// The names of the parties other than the owner of the registry.
    partners: Vec<String>,
    /// The person in charge of the obligation, otherwise of the agreement.
    contact: Option<String>,
    /// The file with the message that has this reminder, with `--eml`.
    file: Option<String>,
}

/// An activity as it is listed: as it is stored, with its ids and what follows from its facts.
#[derive(JsonSchema)]
#[schemars(rename = "ListedActivity")]
pub(super) struct ListedActivitySchema {
    #[serde(flatten)]
    stored: Activity,
    /// The id: that of the agreement, a slash, and the number.
    id: String,
    /// The agreement that it is under.
    agreement: Id,
    /// Whether it is overdue.
    overdue: bool,
}

/// A party across all agreements.
#[derive(JsonSchema)]
#[schemars(rename = "ListedParty")]
pub(super) struct ListedPartySchema {
    name: String,
    /// The short name that is recorded first, by the id of the agreement.
    short: Option<String>,
    /// The country that is recorded first.
    country: Option<String>,
    /// How many agreements name it.
    agreements: u64,
    /// How many of them are in force with it.
    in_force: u64,
    /// The next last day of those in force.
    next_end: Option<Date>,
}

/// A party with the agreements that name it, and the people who signed for it.
#[derive(JsonSchema)]
#[schemars(rename = "ShownParty")]
pub(super) struct ShownPartySchema {
    #[serde(flatten)]
    listed: ListedPartySchema,
    records: Vec<AgreementOfParty>,
    people: Option<Vec<PersonOfParty>>,
}

/// A contact across all agreements and activities.
#[derive(JsonSchema)]
#[schemars(rename = "ListedContact")]
pub(super) struct ListedContactSchema {
    /// The contact as it is recorded; it may hold an address.
    contact: String,
    /// How many agreements it is in charge of.
    agreements: u64,
    /// How many of them are in force.
    in_force: u64,
    /// The next last day of those in force.
    next_end: Option<Date>,
    /// How many activities it is in charge of.
    activities: u64,
}

/// Agreements as bars over the years.
#[derive(JsonSchema)]
#[schemars(rename = "Timeline")]
pub(super) struct TimelineSchema {
    /// The day.
    as_of: Date,
    /// The first day that is drawn.
    from: Date,
    /// The last day that is drawn.
    to: Date,
    /// How many agreements are not drawn because they have no date.
    undated: u64,
    /// How many agreements are not drawn because they lie outside the period.
    outside: u64,
    /// The lines, from top to bottom.
    lines: Vec<LineSchema>,
}

/// The agreements of a lineage that follow each other.
#[derive(JsonSchema)]
#[schemars(rename = "Line")]
struct LineSchema {
    /// The names of the partners of the latest agreement.
    partners: Vec<String>,
    /// The agreements, by their first day.
    bars: Vec<BarSchema>,
}

/// An agreement on a timeline.
#[derive(JsonSchema)]
#[schemars(rename = "Bar")]
struct BarSchema {
    id: Id,
    title: String,
    partners: Vec<String>,
    status: Status,
    first_day: Option<Date>,
    /// The last day of the current period, or `indefinite`.
    ends: Option<String>,
    /// The day until which it was certainly in force, if the last day is not known.
    known_until: Option<Date>,
    /// The act-by date, unless the agreement is settled.
    act_by: Option<Date>,
    /// True if it renews automatically.
    renews: Option<bool>,
    activities: Vec<DotSchema>,
}

/// An activity on a timeline.
#[derive(JsonSchema)]
#[schemars(rename = "Dot")]
struct DotSchema {
    n: NonZeroU32,
    title: String,
    date: Date,
    status: Option<Progress>,
}

/// Agreements and activities, counted.
#[derive(JsonSchema)]
#[schemars(rename = "Statistics")]
pub(super) struct StatisticsSchema {
    /// The day.
    as_of: Date,
    #[serde(flatten)]
    total: CountSchema,
    /// By what the agreements are grouped. Then there are only `groups`.
    by: Option<String>,
    /// The groups, each with its value under the name of what it is grouped by.
    groups: Option<Vec<GroupSchema>>,
    /// The agreements of each status.
    statuses: Option<Vec<StatusCountSchema>>,
    /// The agreements by the month of their last day.
    ends: Option<Vec<GroupSchema>>,
    /// The activities that took place in each year.
    activity_years: Option<Vec<YearCountSchema>>,
}

/// Numbers of agreements and activities.
#[derive(JsonSchema)]
#[schemars(rename = "Count")]
struct CountSchema {
    /// The agreements.
    agreements: u64,
    /// Those in force.
    in_force: u64,
    /// The activities that took place under them.
    activities: u64,
}

/// The agreements with the same value. None of the names means that there is no value.
#[derive(JsonSchema)]
#[schemars(rename = "Group")]
struct GroupSchema {
    partner: Option<String>,
    /// The code of a country.
    country: Option<String>,
    area: Option<String>,
    kind: Option<String>,
    /// The year of signing.
    year: Option<String>,
    contact: Option<String>,
    /// A month, a year if the month is not known, or `indefinite`.
    month_of_end: Option<String>,
    #[serde(flatten)]
    count: CountSchema,
}

/// The agreements of a status.
#[derive(JsonSchema)]
#[schemars(rename = "StatusCount")]
struct StatusCountSchema {
    status: Status,
    agreements: u64,
}

/// The activities of a year.
#[derive(JsonSchema)]
#[schemars(rename = "YearCount")]
struct YearCountSchema {
    year: String,
    activities: u64,
}

/// A lineage: what follows what, with the gaps and overlaps between.
#[derive(JsonSchema)]
#[schemars(rename = "Chain")]
pub(super) struct ChainSchema {
    /// The agreement that was asked for.
    id: Id,
    /// The agreements, each behind all that it follows.
    agreements: Vec<MemberSchema>,
    links: Vec<LinkSchema>,
}

/// An agreement of a lineage.
#[derive(JsonSchema)]
#[schemars(rename = "Member")]
struct MemberSchema {
    id: Id,
    title: String,
    status: Status,
    first_day: Option<Date>,
    /// The last day of its current period, or `indefinite`.
    ends: Option<String>,
}

/// Two agreements of which one follows the other.
#[derive(JsonSchema)]
#[schemars(rename = "Link")]
struct LinkSchema {
    prior: Id,
    successor: Id,
    /// The days between: above 0 a gap, 0 seamless, below 0 an overlap. Absent if a date is partial
    /// or the gap cannot be computed.
    gap_days: Option<i64>,
    /// The fewest days that there may be between, if a date is partial.
    gap_days_min: Option<i64>,
    /// The most days that there may be between, if a date is partial.
    gap_days_max: Option<i64>,
    /// The gap in words, or why it cannot be computed.
    gap: String,
}

/// How each date of an agreement comes about.
#[derive(JsonSchema)]
#[schemars(rename = "Derivation")]
pub(super) struct DerivationSchema {
    id: Id,
    title: String,
    /// The day that was asked about.
    as_of: Date,
    steps: Vec<StepSchema>,
}

/// How one fact comes about.
#[derive(JsonSchema)]
#[schemars(rename = "Step")]
struct StepSchema {
    fact: String,
    result: String,
    /// What it follows from, by name.
    inputs: BTreeMap<String, String>,
    rule: String,
    /// Where the rule comes from.
    source: Option<String>,
    /// How else it may be read.
    other: Option<String>,
}

/// A finding of `check`: an error, a gap or something that is due.
#[derive(JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct FindingSchema {
    severity: Severity,
    /// The rule that found it; more rules may be added.
    rule: String,
    /// What it is about: an agreement, or an activity as `<agreement>/<n>`.
    id: String,
    agreement: Id,
    /// The number of the activity.
    activity: Option<NonZeroU32>,
    message: String,
    /// The command that fixes it, or two commands with `, or ` between them.
    mend: String,
}

/// What needs attention on the day: what `mou` alone prints.
#[derive(JsonSchema)]
#[schemars(rename = "Overview")]
pub(super) struct OverviewSchema {
    as_of: Date,
    /// The window that was looked into.
    within: Duration,
    /// How many agreements there are of each status that occurs.
    counts: BTreeMap<String, u64>,
    to_act_on: Vec<RecordSchema>,
    ending: Vec<RecordSchema>,
    lapsed: Vec<RecordSchema>,
    review_due: Vec<RecordSchema>,
    dormant: Vec<RecordSchema>,
    conflicts: Vec<RecordSchema>,
    overdue: Vec<OverdueSchema>,
}

/// An activity that is overdue.
#[derive(JsonSchema)]
#[schemars(rename = "Overdue")]
struct OverdueSchema {
    id: String,
    agreement: Id,
    title: String,
    status: Option<Progress>,
    due: Option<Date>,
}

/// What one command changed.
#[derive(JsonSchema)]
#[schemars(rename = "Logged")]
pub(super) struct LoggedSchema {
    number: u64,
    /// The time (RFC 3339).
    at: String,
    who: String,
    /// The command line, word by word.
    command: Vec<String>,
    /// Whether it made the registry.
    created: Option<bool>,
    /// The numbers of the commands that it undid.
    undoes: Option<Vec<u64>>,
    /// The numbers of the commands that it redid.
    redoes: Option<Vec<u64>>,
    /// Whether it has been undone.
    undone: Option<bool>,
    /// What it changed of the header of the registry.
    registry: Option<VersionsSchema>,
    records: Vec<TrailSchema>,
}

/// What became of a record.
#[derive(JsonSchema)]
#[schemars(rename = "Trail")]
struct TrailSchema {
    id: String,
    #[serde(flatten)]
    versions: VersionsSchema,
}

/// Two versions of a thing, as far as they are known.
#[derive(JsonSchema)]
#[schemars(rename = "Versions")]
struct VersionsSchema {
    change: MadeSchema,
    before: Option<BTreeMap<String, crate::domain::Value>>,
    after: Option<BTreeMap<String, crate::domain::Value>>,
}

/// What was done.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Made")]
enum MadeSchema {
    Added,
    Removed,
    Changed,
}

/// What a command changed: its answer with `-o json`.
#[derive(JsonSchema)]
#[schemars(rename = "Answer")]
pub(super) struct AnswerSchema {
    /// The command, such as `renew` or `activity add`.
    command: String,
    /// Whether nothing was written.
    dry_run: bool,
    /// The records that changed. An agreement of which only activities changed is named by these:
    /// `<agreement>/<n>`.
    ids: Vec<String>,
    /// The agreements that changed, by id.
    records: Vec<ChangedRecordSchema>,
    /// What may be a mistake, in sentences.
    warnings: Vec<String>,
    /// Of an import: the first 1,000 cells and rows that were not simply read.
    cells: Option<Vec<ImportedCellSchema>>,
    /// Of an import: the first 1,000 values that changed in the sheet and here.
    conflicts: Option<Vec<ImportConflictSchema>>,
}

/// A cell or a row of a sheet.
#[derive(JsonSchema)]
#[schemars(rename = "ImportedCell")]
struct ImportedCellSchema {
    /// The cell, such as `F8`; of a text file, and of a whole row, the row.
    address: String,
    heading: Option<String>,
    text: Option<String>,
    reason: String,
    /// `read`, `empty`, `kept` or `unread`; or `refused`, if the row was not taken.
    outcome: String,
}

/// A value that changed in the sheet and here.
#[derive(JsonSchema)]
#[schemars(rename = "ImportConflict")]
struct ImportConflictSchema {
    id: Id,
    field: String,
    /// What the sheet said last time.
    last: Option<String>,
    sheet: String,
    here: String,
    /// The cell.
    cell: Option<String>,
}

/// What changed of an agreement.
#[derive(JsonSchema)]
#[schemars(rename = "ChangedRecord")]
struct ChangedRecordSchema {
    id: Id,
    change: MadeSchema,
    /// The stored fields that changed, by name.
    fields: BTreeMap<String, OldAndNewSchema>,
    derived: ChangedDerivedSchema,
}

/// The derived values that changed.
#[derive(JsonSchema)]
#[schemars(rename = "ChangedDerived")]
struct ChangedDerivedSchema {
    status: Option<OldAndNewSchema>,
    ends: Option<OldAndNewSchema>,
    act_by: Option<OldAndNewSchema>,
}

/// A value before and after; absent if there was or is none.
#[derive(JsonSchema)]
#[schemars(rename = "OldAndNew")]
struct OldAndNewSchema {
    old: Option<crate::domain::Value>,
    new: Option<crate::domain::Value>,
}

/// The settings of the registry, or one of them.
#[derive(JsonSchema)]
#[schemars(rename = "SettingsShown")]
pub(super) struct SettingsSchema {
    /// The party that keeps the registry.
    owner: Option<String>,
    /// The window of `expiring`.
    within: Option<Duration>,
    /// The time without activity until an agreement is dormant.
    dormant: Option<Duration>,
    /// How long before a deadline reminders are given.
    lead: Option<Vec<Duration>>,
    /// The size in bytes above which the log is rotated.
    log: Option<u64>,
    uid: Option<String>,
    /// The path of the registry.
    path: Option<String>,
}

/// An error: one line on stderr.
#[derive(JsonSchema)]
#[schemars(rename = "Failure")]
pub(super) struct FailureSchema {
    error: ErrorSchema,
}

/// What went wrong.
#[derive(JsonSchema)]
#[schemars(rename = "Error")]
struct ErrorSchema {
    /// The kind of error; more kinds may be added.
    code: String,
    /// The exit code.
    exit: u8,
    message: String,
    /// What to do next.
    hint: Option<String>,
    /// The flag that it is about.
    flag: Option<String>,
    /// Of an import: the first 1,000 cells and rows that were not simply read.
    cells: Option<Vec<ImportedCellSchema>>,
    /// Of an import: the first 1,000 values that changed in the sheet and here.
    conflicts: Option<Vec<ImportConflictSchema>>,
}
