//! Strategies for everything that a registry may contain, consistent or not.
//!
//! Most days are in the ten years from 2018, so that terms, events and the requested day often overlap. The
//! others reach the limits of the calendar. The strategies are boxed because an agreement of unboxed ones
//! overflows the stack of a test.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use mou::domain::{
    AcceptedFinding, Activity, Agreement, Basis, Conflict, Date, Day, Decision, Document, Doubt,
    Duration, Event, EventKind, Header, Id, Lead, Party, Person, Precision, Progress, RecordedDate,
    Reference, Renewal, RenewalBy, Settings, Term, Text, Value,
};
use proptest::collection::{btree_map, vec};
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

// Day numbers: 1 is the first day of the year 1.
const LAST_OF_ALL: i32 = 3_652_059;
const FIRST_OF_2018: i32 = 736_695;
const LAST_OF_2027: i32 = 740_346;

/// A day; one in eight is outside the usual years.
pub(crate) fn day() -> BoxedStrategy<Day> {
    prop_oneof![
        12 => FIRST_OF_2018..=LAST_OF_2027,
        1 => 1..=LAST_OF_ALL,
        1 => prop_oneof![1..=800, LAST_OF_ALL - 800..=LAST_OF_ALL],
    ]
    .prop_map(|number| Day::from_num_days_from_ce_opt(number).unwrap())
    .boxed()
}

/// A date: a day, a month or a year, sometimes with a mark.
pub(crate) fn date() -> BoxedStrategy<Date> {
    let precision = prop_oneof![
        6 => Just(Precision::Day),
        2 => Just(Precision::Month),
        1 => Just(Precision::Year),
    ];
    let doubt = prop_oneof![
        8 => Just(None),
        1 => Just(Some(Doubt::Uncertain)),
        1 => Just(Some(Doubt::Approximate)),
    ];
    (day(), precision, doubt)
        .prop_map(|(day, precision, doubt)| of_precision(day, precision).with_doubt(doubt))
        .boxed()
}

/// Returns the date of this precision that contains `day`.
pub(crate) fn of_precision(day: Day, precision: Precision) -> Date {
    let text = day.to_string();
    let length = match precision {
        Precision::Year => 4,
        Precision::Month => 7,
        Precision::Day => 10,
    };
    text[..length].parse().unwrap()
}

/// A date or `unknown`.
pub(crate) fn stated() -> impl Strategy<Value = RecordedDate> {
    prop_oneof![8 => date().prop_map(RecordedDate::Known), 1 => Just(RecordedDate::Unknown)]
}

/// A value of `effective`: a date, `unknown` or `pending`.
pub(crate) fn effective() -> impl Strategy<Value = RecordedDate> {
    prop_oneof![8 => stated(), 1 => Just(RecordedDate::Pending)]
}

/// A duration from a day to a thousand years.
pub(crate) fn duration() -> BoxedStrategy<Duration> {
    prop_oneof![
        4 => (1..=40_u32).prop_map(|months| format!("P{months}M")),
        3 => (1..=10_u32).prop_map(|years| format!("P{years}Y")),
        2 => (1..=120_u32).prop_map(|days| format!("P{days}D")),
        1 => (1..=30_u32).prop_map(|weeks| format!("P{weeks}W")),
        2 => (0..=3_u32, 0..=14_u32, 0..=3_u32, 1..=40_u32)
            .prop_map(|(years, months, weeks, days)| format!("P{years}Y{months}M{weeks}W{days}D")),
        1 => long_duration(),
    ]
    .prop_map(|text| text.parse().unwrap())
    .boxed()
}

fn long_duration() -> impl Strategy<Value = String> {
    prop_oneof![
        (100..=1_000_u32).prop_map(|years| format!("P{years}Y")),
        (1_200..=12_000_u32).prop_map(|months| format!("P{months}M")),
        (36_500..=365_243_u32).prop_map(|days| format!("P{days}D")),
    ]
}

/// A term: a duration or `indefinite`.
pub(crate) fn term() -> impl Strategy<Value = Term> {
    prop_oneof![6 => duration().prop_map(Term::Lasting), 1 => Just(Term::Indefinite)]
}

/// Either basis.
pub(crate) fn basis() -> impl Strategy<Value = Basis> {
    select(vec![Basis::From, Basis::Including])
}

/// A renewal clause, automatic or by agreement, with or without `max`.
pub(crate) fn renewal() -> impl Strategy<Value = Renewal> {
    let max = of((1..=4_u32).prop_map(|max| NonZeroU32::new(max).unwrap()));
    let by = prop_oneof![3 => Just(RenewalBy::Itself), 1 => Just(RenewalBy::Agreement)];
    (duration(), by, max).prop_map(|(every, by, max)| Renewal { every, by, max })
}

/// An event of any kind with any dated facts.
pub(crate) fn event() -> BoxedStrategy<Event> {
    let kind = prop_oneof![
        3 => Just(EventKind::Renewed),
        3 => Just(EventKind::Notice),
        1 => Just(EventKind::Amended),
        2 => Just(EventKind::Suspended),
        2 => Just(EventKind::Resumed),
        1 => Just(EventKind::Terminated),
        2 => Just(EventKind::Decided),
        1 => Just(EventKind::Remark("visited".to_owned())),
    ];
    let dated = (weighted(0.2, date()), weighted(0.4, term()), weighted(0.3, date()));
    (kind, date(), of(decision()), dated)
        .prop_map(|(kind, on, decision, (from, term, end))| Event {
            decision,
            from,
            term,
            end,
            ..Event::new(kind, on)
        })
        .boxed()
}

fn decision() -> impl Strategy<Value = Decision> {
    select(vec![Decision::Renew, Decision::Lapse, Decision::Renegotiate])
}

/// An activity with any dated facts. The caller must set its number.
pub(crate) fn activity() -> BoxedStrategy<Activity> {
    let status =
        select(vec![Progress::Planned, Progress::Ongoing, Progress::Done, Progress::Cancelled]);
    let dates = (
        weighted(0.5, date()),
        weighted(0.3, date()),
        weighted(0.3, date()),
        weighted(0.3, date()),
        weighted(0.3, date()),
    );
    (of(status), select(vec![None, Some("meeting"), Some("review")]), dates)
        .prop_map(|(status, kind, (on, from, until, due, known_by))| Activity {
            status,
            kind: kind.map(Text::from),
            on,
            from,
            until,
            due,
            known_by,
            ..Activity::new(NonZeroU32::MIN, "Exchange".to_owned())
        })
        .boxed()
}

/// An agreement `mou` with any dated facts, events and activities, but without texts.
pub(crate) fn dated_agreement() -> BoxedStrategy<Agreement> {
    let days = (weighted(0.8, stated()), weighted(0.4, effective()));
    let terms = (weighted(0.7, term()), weighted(0.2, date()), basis());
    let thresholds = (
        weighted(0.4, renewal()),
        weighted(0.5, duration()),
        weighted(0.3, duration()),
        prop::bool::weighted(0.1),
    );
    let parties = vec(weighted(0.7, stated()), 1..3);
    let happened = (vec(event(), 0..5), vec(activity(), 0..3));
    (days, terms, thresholds, parties, happened)
        .prop_map(|(days, (term, end, basis), thresholds, parties, (events, activities))| {
            let (renewal, notice, review, conflict) = thresholds;
            Agreement {
                signed: days.0,
                effective: days.1,
                term,
                end,
                basis,
                renewal,
                notice,
                review,
                parties: parties.into_iter().map(|signed| party("A", signed)).collect(),
                events,
                activities: numbered(activities),
                conflicts: if conflict { vec![disputed()] } else { Vec::new() },
                ..Agreement::new(id(0), "MoU".to_owned())
            }
        })
        .boxed()
}

fn party(name: &str, signed: Option<RecordedDate>) -> Party {
    Party { name: name.into(), signed, ..Party::default() }
}

fn disputed() -> Conflict {
    Conflict { field: "title".into(), base: None, ours: None, theirs: None }
}

fn numbered(mut activities: Vec<Activity>) -> Vec<Activity> {
    for (activity, n) in activities.iter_mut().zip(1..) {
        activity.n = NonZeroU32::new(n).unwrap();
    }
    activities
}

/// Returns the id with this number.
pub(crate) fn id(number: usize) -> Id {
    format!("mou-{number:03}").parse().unwrap()
}

/// Fewer than `limit` agreements with random links: to each other, to themselves and to missing records. The
/// id of each is that of its index.
pub(crate) fn lineages(
    agreement: impl Strategy<Value = Agreement>,
    limit: usize,
) -> impl Strategy<Value = Vec<Agreement>> {
    vec((agreement, vec(0..=limit, 0..3)), 0..limit).prop_map(|agreements| {
        let linked = agreements.into_iter().enumerate().map(|(index, (mut agreement, priors))| {
            agreement.id = id(index);
            agreement.succeeds = priors.into_iter().map(id).collect();
            agreement
        });
        linked.collect()
    })
}

/// An agreement `mou-000` with any of its fields.
pub(crate) fn agreement() -> BoxedStrategy<Agreement> {
    let named = (stored(), stored(), some(stored()), vec(party_in_full(), 0..3));
    let people = (vec(person(), 0..2), vec(person(), 0..2));
    let words = (texts(), texts(), texts(), some(stored()), some(stored()), members());
    let sources = (
        vec(reference(), 0..2),
        vec(document(), 0..2),
        vec(conflict(), 0..2),
        vec(accepted(), 0..2),
    );
    let happened = (vec(event_in_full(), 0..3), vec(activity_in_full(), 0..3));
    let others = (vec(duration(), 0..2), vec(0..9_usize, 0..2), some(0..9_usize));
    (dated_agreement(), named, people, words, sources, happened, others)
        .prop_map(|(dated, named, people, words, sources, happened, others)| {
            let (areas, tags, related, contact, notes, fields) = words;
            Agreement {
                title: named.0,
                kind: named.1,
                place: named.2,
                parties: named.3,
                signatories: people.0,
                witnesses: people.1,
                lead: others.0,
                succeeds: others.1.into_iter().map(id).collect(),
                under: others.2.map(id),
                areas,
                tags,
                related,
                contact,
                notes,
                fields,
                references: sources.0,
                documents: sources.1,
                conflicts: sources.2,
                accepted: sources.3,
                events: happened.0,
                activities: numbered(happened.1),
                ..dated
            }
        })
        .boxed()
}

/// The header of a registry.
pub(crate) fn head() -> BoxedStrategy<Header> {
    let settings = (some(duration()), some(duration()), vec(duration(), 0..3), of(any::<u64>()));
    (some(text()), some(text()), settings)
        .prop_map(|(uid, owner, settings)| {
            let (within, dormant, lead, log) = settings;
            let lead = lead.into_iter().map(Lead).collect();
            Header { uid, owner, settings: Settings { within, dormant, lead, log } }
        })
        .boxed()
}

/// A short text of any characters: quotes, control characters, both writing directions.
pub(crate) fn text() -> BoxedStrategy<String> {
    prop_oneof![
        2 => vec(any::<char>(), 0..8).prop_map(String::from_iter),
        1 => "[A-Za-z0-9 |()\\[\\],.;:-]{0,12}",
    ]
    .boxed()
}

/// The same, as stored in a record.
fn stored() -> BoxedStrategy<Text> {
    text().prop_map(Text::from).boxed()
}

fn texts() -> impl Strategy<Value = Vec<Text>> {
    vec(stored(), 0..2)
}

fn members() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map(text(), text(), 0..2)
}

fn some<T: Strategy>(inner: T) -> impl Strategy<Value = Option<T::Value>> {
    weighted(0.3, inner)
}

fn party_in_full() -> BoxedStrategy<Party> {
    let dates = (some(stated()), some(date()), some(date()));
    (stored(), some(stored()), some("[A-Z]{2}".prop_map(Text::from)), some(stored()), dates)
        .prop_map(|(name, short, country, role, (signed, joined, left))| Party {
            name,
            short,
            country,
            role,
            signed,
            joined,
            left,
        })
        .boxed()
}

fn person() -> BoxedStrategy<Person> {
    (stored(), some(stored()), some(stored()))
        .prop_map(|(name, title, party)| Person { name, title, party })
        .boxed()
}

fn reference() -> BoxedStrategy<Reference> {
    (stored(), some(stored()), some(date()))
        .prop_map(|(title, url, dated)| Reference { title, url, dated })
        .boxed()
}

fn document() -> BoxedStrategy<Document> {
    (stored(), some(stored()), some(stored()))
        .prop_map(|(title, path, sha256)| Document { title, path, sha256 })
        .boxed()
}

fn event_in_full() -> BoxedStrategy<Event> {
    let fields = btree_map(text(), value(), 0..2);
    (event(), some(stored()), fields, some(stored()), some(text()))
        .prop_map(|(event, by, fields, note, remark)| {
            let kind = match (event.kind, remark) {
                // A remark with the name of a known kind would be read as that kind.
                (EventKind::Remark(_), Some(remark)) => remark.parse().unwrap(),
                (kind, _) => kind,
            };
            Event { kind, by, fields, note, ..event }
        })
        .boxed()
}

fn activity_in_full() -> BoxedStrategy<Activity> {
    let words =
        (stored(), some(stored()), some(stored()), some(stored()), some(stored()), some(stored()));
    let lists = (texts(), texts(), vec(reference(), 0..2), members());
    (activity(), words, lists)
        .prop_map(|(activity, words, lists)| Activity {
            title: words.0,
            kind: words.1,
            place: words.2,
            outcome: words.3,
            contact: words.4,
            notes: words.5,
            areas: lists.0,
            participants: lists.1,
            references: lists.2,
            fields: lists.3,
            ..activity
        })
        .boxed()
}

fn accepted() -> BoxedStrategy<AcceptedFinding> {
    let rule = prop_oneof![stored(), select(vec!["lapsed".into(), "no-contact".into()])];
    (rule, date(), some(stored()))
        .prop_map(|(rule, on, note)| AcceptedFinding { rule, on, note })
        .boxed()
}

fn conflict() -> BoxedStrategy<Conflict> {
    // An absent member and `null` are read the same.
    let side = || some(value().prop_filter("null", |value| *value != Value::Absent));
    (stored(), side(), side(), side())
        .prop_map(|(field, base, ours, theirs)| Conflict { field, base, ours, theirs })
        .boxed()
}

/// A value of any shape.
fn value() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Absent),
        any::<bool>().prop_map(Value::Truth),
        any::<i64>().prop_map(Value::Integer),
        // Multiples of a quarter have an exact binary form, so they print the same everywhere.
        any::<i16>().prop_map(|quarters| Value::Number(f64::from(quarters) / 4.0)),
        text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::List),
            btree_map(text(), inner, 0..3).prop_map(Value::Members),
        ]
    })
    .boxed()
}
