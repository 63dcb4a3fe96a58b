//! Facts and rules: what an agreement is, what it is on a day, and why.
//!
//! Nothing here knows of files, streams, the environment or the clock: the day that is asked about
//! is always a parameter.

mod accepted;
mod activity;
mod agreement;
mod agreement_dates;
mod amendment;
mod counting;
mod country;
mod date;
mod derivation;
mod duration;
mod event;
mod field;
mod id;
pub mod input;
mod life;
mod lineage;
mod mailbox;
pub mod new_id;
mod out_of_range;
mod parse_error;
mod party;
mod query;
mod reference;
mod registry;
mod reminder;
mod renaming;
mod rules;
pub mod search;
mod span;
mod standing;
mod status;
mod term;
mod text;
mod unlikely;
mod unmatched;
mod value;

pub use accepted::AcceptedFinding;
pub use activity::{Activity, Progress};
pub use agreement::{Agreement, DEFAULT_KIND};
pub use agreement_dates::Succession;
pub use amendment::{amendments_after, is_dated, next_amendment};
pub use counting::{
    CORRESPONDING_DATE_RULE, CORRESPONDING_DATE_SOURCES, MonthsAndDays, act_by, back, day_after,
    days_before, days_between, friday_before, gap, is_notice_in_time, last_date, last_date_after,
    last_day, latest_weekday, whole_months, window_end,
};
pub use country::{
    country_code, country_names, is_country_code, usual_country_name, usual_country_names,
};
pub use date::{Date, Day, Doubt, Precision, RecordedDate};
pub use derivation::Step;
pub use duration::Duration;
pub use event::{Decision, Event, EventKind};
pub use field::{
    ACTIVITY_FIELDS, AGREEMENT_FIELDS, AnyValue, Attribute, Cell, Field, FieldInput, FieldSpec,
    FieldValue, HasFields, InputContext, ListHelp,
};
pub use id::{Id, MAX_ID_CHARS};
pub use life::{CountStart, Life, NoticeGiven, Period, PeriodCause, PeriodEnd};
pub use lineage::{Lineages, SuccessionFacts};
pub use mailbox::Mailbox;
pub use parse_error::ParseError;
pub use party::{Party, Person};
pub use query::{ActivityQuery, Missing, Query};
pub use reference::{Conflict, Document, Reference};
pub use registry::{Header, Lead, Settings};
pub use reminder::{DeadlineKind, GivenReminder, ReminderKey, ReminderLead};
pub use renaming::PartyRenaming;
pub use rules::{
    CheckedAgreement, Finding, Fix, LinkEnd, Links, Periods, Rule, Severity, contradictions,
    findings, findings_with, fix, periods, sort_findings,
};
pub use span::{Span, SpanUnit};
pub use standing::{DERIVED_COLUMNS, DERIVED_MEMBERS, LineageContext, Standing, Thresholds};
pub use status::{End, Flag, Status};
pub use term::{Basis, Renewal, RenewalBy, Term};
pub use text::Text;
pub use unlikely::{unlikely_dates, unlikely_dates_of_activity};
pub use unmatched::{FilterValue, UnmatchedFilters};
pub use value::Value;
