//! Facts and rules: what an agreement is, what it is on a day, and why.
//!
//! Nothing here knows of files, streams, the environment or the clock: the day that is asked about
//! is always a parameter.

mod activity;
mod agreement;
mod date;
mod duration;
mod event;
mod head;
mod id;
mod malformed;
mod party;
mod reference;
mod stated;
mod status;
mod term;
mod text_form;
pub mod typed;
mod value;

pub use activity::{Activity, Progress};
pub use agreement::{Agreement, USUAL_KIND};
pub use date::{Date, Day, Doubt, Precision};
pub use duration::Duration;
pub use event::{Decision, Event, EventKind};
pub use head::{Head, Lead, Settings};
pub use id::{Id, LONGEST_ID};
pub use malformed::Malformed;
pub use party::{Party, Person};
pub use reference::{Conflict, Document, Reference};
pub use stated::Stated;
pub use status::{End, Flag, Standing, Status};
pub use term::{Basis, Renewal, Term};
pub use value::Value;
