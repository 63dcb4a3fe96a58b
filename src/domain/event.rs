//! What happened to an agreement.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::counting;
use super::date::{Date, Day};
use super::parse_error::{ParseError, deserialize_text};
use super::term::Term;
use super::text::Text;
use super::value::Value;

/// Something that happened to an agreement, on a day.
///
/// ```
/// use mou::domain::{Event, EventKind, Term};
///
/// let mut event = Event::new(EventKind::Renewed, "2025-06-30".parse()?);
/// event.term = Some(Term::Lasting("P3Y".parse()?));
/// let mut events = Vec::new();
/// event.join(&mut events);
/// assert_eq!(events.len(), 1);
/// assert_eq!(events[0].last_day(), "2025-06-30".parse()?);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// When it happened, or from when it counts.
    pub on: Date,
    /// Who gave the notice or took the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Text>,
    /// What was decided, where that is what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The day from which a renewal's term is counted, where that is not the last end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The further term, or how long after a notice the agreement ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// The new last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// What an amendment changed: by field, `old` and `new`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Value>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl Event {
    /// Returns an event of this kind and day without other members.
    #[must_use]
    pub fn new(kind: EventKind, on: Date) -> Self {
        Self {
            kind,
            on,
            by: None,
            decision: None,
            from: None,
            term: None,
            end: None,
            fields: BTreeMap::new(),
            note: None,
        }
    }

    /// Returns the day from which the event counts: the first that its date may mean. A termination
    /// without a last day counts from the last, because what is claimed to be over is claimed late
    /// (S8).
    #[must_use]
    pub fn counts_from(&self) -> Day {
        match (&self.kind, self.end) {
            (EventKind::Terminated, None) => self.on.last(),
            _ => self.on.first(),
        }
    }

    /// Returns the last day in force that a termination sets: its `end`, or the day `on` (S32).
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.end.unwrap_or(self.on)
    }

    /// Returns the day from which a termination makes the status `terminated`: the day after its last
    /// day, or that day itself if it was declared on it, but not before the termination counts (S32).
    #[must_use]
    pub fn terminates_from(&self) -> Day {
        let last = self.last_day();
        let over =
            if last == self.on { Some(last.last()) } else { counting::day_after(last.last()) };
        over.map_or(Day::MAX, |over| over.max(self.counts_from()))
    }

    /// Returns true if the other event is the same, notes ignored.
    #[must_use]
    pub fn repeats(&self, other: &Self) -> bool {
        let plain = |event: &Self| Self { note: None, ..event.clone() };
        self.on == other.on && self.kind == other.kind && plain(self) == plain(other)
    }

    /// Inserts the event in order, oldest first: after all that count from its day or earlier.
    pub fn join(self, events: &mut Vec<Self>) {
        let day = self.counts_from();
        let before = events.iter().rposition(|event| event.counts_from() <= day);
        events.insert(before.map_or(0, |place| place + 1), self);
    }
}

impl fmt::Display for Event {
    /// Writes the event in one line: `2024-05-01 notice by GDS, end 2024-08-01 (note)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.on, self.kind)?;
        if let Some(decision) = self.decision {
            write!(f, " {decision}")?;
        }
        if let Some(by) = &self.by {
            write!(f, " by {by}")?;
        }
        if let Some(from) = self.from {
            write!(f, ", from {from}")?;
        }
        if let Some(term) = self.term {
            write!(f, ", term {}", term.in_words())?;
        }
        if let Some(end) = self.end {
            write!(f, ", end {end}")?;
        }
        for (name, change) in &self.fields {
            let side = |side: &str| match change {
                Value::Members(sides) => sides.get(side).map(ToString::to_string),
                _ => None,
            };
            match (side("old"), side("new")) {
                (None, None) => write!(f, ", {name} {change}")?,
                (old, new) => {
                    let shown = |text: Option<String>| text.unwrap_or_else(|| "(none)".to_owned());
                    write!(f, ", {name} {} → {}", shown(old), shown(new))?;
                }
            }
        }
        self.note.as_ref().map_or(Ok(()), |note| write!(f, " ({note})"))
    }
}

/// The kinds of events that change what an agreement is; any other word is a remark.
///
/// ```
/// use mou::domain::EventKind;
///
/// let kind: EventKind = serde_json::from_str("\"renewed\"").unwrap();
/// assert_eq!(kind, EventKind::Renewed);
/// let other: EventKind = serde_json::from_str("\"celebrated\"").unwrap();
/// assert_eq!(other, EventKind::Remark("celebrated".into()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// `renewed`: extended, with a new end or another term.
    Renewed,
    /// `amended`: a field was changed by an amendment.
    Amended,
    /// `notice`: notice was given to end it.
    Notice,
    /// `suspended`: put on hold.
    Suspended,
    /// `resumed`: no longer on hold.
    Resumed,
    /// `terminated`: ended by somebody.
    Terminated,
    /// `decided`: what to do at the end of the current period.
    Decided,
    /// Any other word, which changes nothing.
    Remark(String),
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Renewed => "renewed",
            Self::Amended => "amended",
            Self::Notice => "notice",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Terminated => "terminated",
            Self::Decided => "decided",
            Self::Remark(word) => word,
        })
    }
}

impl FromStr for EventKind {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "renewed" => Self::Renewed,
            "amended" => Self::Amended,
            "notice" => Self::Notice,
            "suspended" => Self::Suspended,
            "resumed" => Self::Resumed,
            "terminated" => Self::Terminated,
            "decided" => Self::Decided,
            other => Self::Remark(other.to_owned()),
        })
    }
}

impl Serialize for EventKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EventKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "the kind of an event")
    }
}

/// What was decided about the end of the current period.
///
/// ```
/// use mou::domain::{Decision, Event, EventKind};
///
/// let mut event = Event::new(EventKind::Decided, "2025-01-10".parse()?);
/// event.decision = Some(Decision::Lapse);
/// let text = serde_json::to_string(&event).unwrap();
/// assert_eq!(text, r#"{"kind":"decided","on":"2025-01-10","decision":"lapse"}"#);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::EnumString,
    strum::VariantNames,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_fn = not_a_decision, parse_err_ty = ParseError)]
pub enum Decision {
    /// `renew`: extend it.
    Renew,
    /// `lapse`: let it run out.
    Lapse,
    /// `renegotiate`: agree on a new text.
    Renegotiate,
}

fn not_a_decision(text: &str) -> ParseError {
    ParseError::new(format!("`{text}` is not a decision"))
}

#[cfg(test)]
mod tests {
    use strum::VariantNames;

    use super::*;

    fn event(kind: EventKind, on: &str) -> Event {
        Event::new(kind, on.parse().unwrap())
    }

    #[test]
    fn events_stand_oldest_first_and_those_of_one_day_as_they_came() {
        let mut events = Vec::new();
        for (kind, on) in [
            (EventKind::Suspended, "2023-01-01"),
            (EventKind::Notice, "2022-05-01"),
            (EventKind::Resumed, "2023-01-01"),
            (EventKind::Terminated, "2023"),
            (EventKind::Amended, "2023-06"),
        ] {
            event(kind, on).join(&mut events);
        }
        let shown: Vec<String> = events.iter().map(Event::to_string).collect();
        let expected = [
            "2022-05-01 notice",
            "2023-01-01 suspended",
            "2023-01-01 resumed",
            "2023-06 amended",
            "2023 terminated",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_repeat_is_the_same_but_for_its_note() {
        let one = event(EventKind::Notice, "2022-05-01");
        let noted = Event { note: Some("by post".into()), ..one.clone() };
        let other = Event { by: Some("GDS".into()), ..one.clone() };
        assert!(one.repeats(&noted));
        assert!(!one.repeats(&other));
        assert!(!one.repeats(&event(EventKind::Notice, "2022-05")));
    }

    #[test]
    fn an_event_is_shown_in_one_line() {
        for (members, shown) in [
            (r#""kind": "signed""#, "2024-05-01 signed"),
            (
                r#""kind": "decided", "decision": "renew", "by": "GDS", "note": "by letter""#,
                "2024-05-01 decided renew by GDS (by letter)",
            ),
            (
                r#""kind": "renewed", "from": "2024-06", "term": "P1Y", "end": "2025""#,
                "2024-05-01 renewed, from 2024-06, term 1 year, end 2025",
            ),
            (
                r#""kind": "amended", "fields": { "term": { "old": "P1Y", "new": "P2Y" }, "end":
                { "new": "2025" }, "place": { "old": "Rome" }, "x": 1.5, "y": { "z": true } }"#,
                "2024-05-01 amended, end (none) → 2025, place Rome → (none), term P1Y → P2Y, \
                 x 1.5, y z: true",
            ),
        ] {
            let text = format!(r#"{{ "on": "2024-05-01", {members} }}"#);
            let event: Event = serde_json::from_str(&text).unwrap();
            assert_eq!(event.to_string(), shown, "{members}");
        }
    }

    #[test]
    fn what_happened_and_what_was_decided_read_as_they_are_written() {
        for (word, kind) in [
            ("renewed", EventKind::Renewed),
            ("amended", EventKind::Amended),
            ("notice", EventKind::Notice),
            ("suspended", EventKind::Suspended),
            ("resumed", EventKind::Resumed),
            ("terminated", EventKind::Terminated),
            ("decided", EventKind::Decided),
            ("Notice", EventKind::Remark("Notice".to_owned())),
        ] {
            assert_eq!(kind.to_string(), word);
            assert_eq!(word.parse(), Ok(kind.clone()));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{word}\""));
        }
        let all = [Decision::Renew, Decision::Lapse, Decision::Renegotiate];
        assert_eq!(all.map(|decision| decision.to_string()), Decision::VARIANTS);
        for decision in all {
            assert_eq!(decision.to_string().parse(), Ok(decision));
        }
        let refusal = "Renew".parse::<Decision>().unwrap_err().to_string();
        assert_eq!(refusal, "`Renew` is not a decision");
    }
}
