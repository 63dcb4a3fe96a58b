//! Facts and rules: what an agreement is, what it is on a day, and why.
//!
//! Nothing here knows of files, streams, the environment or the clock: the day that is asked about
//! is always a parameter.

mod activity;
mod agreement;
mod amendment;
mod counting;
mod date;
mod derivation;
mod duration;
mod event;
mod field;
mod head;
mod id;
pub mod input;
mod life;
mod lineage;
mod malformed;
mod party;
mod query;
mod reach;
mod reference;
pub mod search;
pub mod slug;
mod standing;
mod stated;
mod status;
mod tenure;
mod term;
mod text;
mod text_form;
mod value;
mod violation;

pub use activity::{Activity, Progress};
pub use agreement::{Agreement, USUAL_KIND};
pub use amendment::{amendments_after, is_dated, next_amendment};
pub use counting::{
    CORRESPONDING_DATE, CORRESPONDING_DATE_SOURCES, Sum, act_by, back, day_after, friday_before,
    gap, is_notice_in_time, last_date, last_date_after, last_day, window_end,
};
pub use date::{Date, Day, Doubt, Precision};
pub use derivation::Step;
pub use duration::Duration;
pub use event::{Decision, Event, EventKind};
pub use field::{
    ACTIVITY_FIELDS, AGREEMENT_FIELDS, AnyValue, Attribute, Cell, Field, FieldInput, FieldSpec,
    FieldValue, HasFields, InputContext, ListHelp,
};
pub use head::{Head, Lead, Settings};
pub use id::{Id, LONGEST_ID};
pub use life::{Anchor, Cause, Course, Given, Life, Stretch, Termination};
pub use lineage::{Lineages, SuccessionFacts};
pub use malformed::Malformed;
pub use party::{Party, Person};
pub use query::{ActivityQuery, Missing, Query, Unseen};
pub use reference::{Conflict, Document, Reference};
pub use standing::{LineageContext, Spans, Standing};
pub use stated::Stated;
pub use status::{End, Flag, Status};
pub use tenure::{ActivityDates, EventDates, EventEffect, Succession, Tenure};
pub use term::{Basis, Renewal, RenewalBy, Term};
pub use text::Text;
pub use value::Value;
pub use violation::{
    Case, Finding, FrameworkEnd, LinkEnd, Links, Mending, Periods, Rule, Severity, contradictions,
    findings, mend, periods, sort_findings,
};

/// The former names of [`input`].
pub mod typed {
    pub use crate::domain::input::{
        ACCEPTED_COUNTRIES as COUNTRIES, ACCEPTED_DATES as DATES, ACCEPTED_DAYS as DAYS,
        ACCEPTED_DURATIONS as DURATIONS, ACCEPTED_FIELDS as FIELDS, ACCEPTED_PARTIES as PARTIES,
        ACCEPTED_RECORDED_DATES as STATED, ACCEPTED_TERMS as TERMS, ACCEPTED_WINDOWS as WINDOWS,
        is_surely_read_back, join_list as join, joined_list as joined, list_items as items,
        parse_country as country, parse_date as date, parse_day as day, parse_document as document,
        parse_duration as duration, parse_effective_date as effective, parse_field as field,
        parse_party as party, parse_person as person, parse_recorded_date as stated,
        parse_reference as reference, parse_term as term, parse_window as window,
        split_list as listed,
    };
}
