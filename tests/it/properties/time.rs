//! The future does not affect the standing of a day.
//!
//! On every day, a registry has the standings that it would have without later events (S8, S13). The
//! amendments form a history like the one that `mou amend` records.

use std::borrow::Cow;

use mou::domain::{Agreement, Date, Day, Event, EventKind, Field, Lineages, Standing, Thresholds};
use mou::report::diff::{amended, record_amendment, remove_event};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::any;
use crate::calendar::{day_numbered, number_of, parts_of};

/// The date of an amendment, an agreement with the new values, and the amended fields.
type Amendment = (Date, Agreement, Vec<Field>);

fn amendment() -> impl Strategy<Value = Amendment> {
    let text = || select(vec!["MoU", "Framework", "Treaty"]);
    let fields = subsequence(Field::dated().collect::<Vec<_>>(), 1..=4);
    (any::date(), any::dated_agreement(), fields, (text(), text())).prop_map(
        |(on, values, fields, (title, kind))| {
            let values = Agreement { title: title.into(), kind: kind.into(), ..values };
            (on, values, fields)
        },
    )
}

/// An agreement with several amendments, recorded in any order.
fn amended_agreement() -> BoxedStrategy<Agreement> {
    (any::dated_agreement(), vec(amendment(), 0..4))
        .prop_map(|(agreement, amendments)| {
            amendments.iter().fold(agreement, |before, amendment| {
                record_amendment(&before, event(&before, amendment))
            })
        })
        .boxed()
}

/// Returns the event of an amendment, with the old values of its day like `mou amend`.
fn event(before: &Agreement, (on, values, fields): &Amendment) -> Event {
    let event = Event::new(EventKind::Amended, *on);
    let then = before.on(event.counts_from());
    let changed = with_values(&then, values, fields);
    Event { fields: amended(&then, &changed), ..event }
}

/// Returns the agreement with these fields copied from `values`.
fn with_values(agreement: &Agreement, values: &Agreement, fields: &[Field]) -> Agreement {
    let mut changed = agreement.clone();
    for field in fields {
        match field {
            Field::Title => changed.title.clone_from(&values.title),
            Field::Kind => changed.kind.clone_from(&values.kind),
            Field::Parties => changed.parties.clone_from(&values.parties),
            Field::Effective => changed.effective = values.effective,
            Field::Term => changed.term = values.term,
            Field::End => changed.end = values.end,
            Field::Basis => changed.basis = values.basis,
            Field::Renewal => changed.renewal = values.renewal,
            Field::Notice => changed.notice = values.notice,
            Field::Review => changed.review = values.review,
            _ => unreachable!("{field} is not dated"),
        }
    }
    changed
}

/// Days over ten years at equal distances.
fn days() -> impl Strategy<Value = Vec<Day>> {
    let first = number_of((2018, 1, 1));
    (first..first + 120, 60_i64..=240).prop_map(move |(from, step)| {
        let numbers = (from..first + 3_652).step_by(usize::try_from(step).unwrap());
        numbers.filter_map(day_numbered).collect()
    })
}

/// Returns the day, the day before and the day after.
fn around(day: Day) -> impl Iterator<Item = Day> {
    let number = number_of(parts_of(day));
    (number - 1..=number + 1).filter_map(day_numbered)
}

/// Returns the days, and the days around each event.
fn with_days_of_events(agreements: &[Agreement], mut days: Vec<Day>) -> Vec<Day> {
    let events = agreements.iter().flat_map(|agreement| &agreement.events);
    days.extend(events.flat_map(|event| around(event.counts_from())));
    days.sort_unstable();
    days.dedup();
    days
}

/// Returns the standing of each agreement, with the values that `then` returns.
fn standings<'a>(
    agreements: &'a [Agreement],
    today: Day,
    then: impl Fn(&'a Agreement) -> Cow<'a, Agreement>,
) -> Vec<Standing> {
    let agreements: Vec<Cow<'_, Agreement>> = agreements.iter().map(then).collect();
    let lineages = Lineages::new(agreements.iter().map(AsRef::as_ref), today);
    let standing = |agreement: &Cow<'_, Agreement>| {
        let context = lineages.context_of(&agreement.id);
        agreement.standing(&context, today, &Thresholds::DEFAULT_THRESHOLDS)
    };
    agreements.iter().map(standing).collect()
}

/// Returns the agreement as it would be recorded on `today`, without later events.
fn as_known_on(agreement: &Agreement, today: Day) -> Agreement {
    let mut known = agreement.on(today).into_owned();
    known.events.retain(|event| event.counts_from() <= today);
    known
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    /// S8 and S13: the standings of a day follow only from events up to that day.
    #[test]
    fn standing_depends_only_on_the_past(
        agreements in any::lineages(amended_agreement(), 4), days in days(),
    ) {
        for today in with_days_of_events(&agreements, days) {
            let known: Vec<Agreement> =
                agreements.iter().map(|agreement| as_known_on(agreement, today)).collect();
            prop_assert_eq!(
                standings(&agreements, today, |agreement| agreement.on(today)),
                standings(&known, today, Cow::Borrowed),
                "on {}", today
            );
        }
    }

    /// S8 and S13: before the day from which an event counts, nothing differs without the event.
    #[test]
    fn event_to_come_changes_nothing_before_its_day(
        agreement in amended_agreement(), days in days(),
    ) {
        let agreements = [agreement];
        let [agreement] = &agreements;
        let days = with_days_of_events(&agreements, days);
        let to_text: Vec<(Day, Vec<Standing>, Cow<'_, Agreement>)> = days
            .into_iter()
            .map(|today| {
                let found = standings(&agreements, today, |agreement| agreement.on(today));
                (today, found, agreement.on(today))
            })
            .collect();
        for (index, event) in agreement.events.iter().enumerate() {
            let without = [remove_event(agreement, index)];
            prop_assert_eq!(without[0].events.len() + 1, agreement.events.len());
            for (today, found, then) in &to_text {
                if *today >= event.counts_from() {
                    continue;
                }
                let alone = standings(&without, *today, |agreement| agreement.on(*today));
                prop_assert_eq!(found, &alone, "on {}, without {}", today, event);
                let values = Agreement {
                    events: Vec::new(),
                    ..without[0].on(*today).into_owned()
                };
                prop_assert_eq!(
                    &Agreement { events: Vec::new(), ..then.clone().into_owned() },
                    &values,
                    "on {}, without {}", today, event
                );
            }
        }
    }

    /// S13: a value applies from the day of its amendment until the next one of the same field, in
    /// whatever order they were recorded.
    #[test]
    fn amended_value_holds_from_its_day_until_the_next_amendment(
        base in any::dated_agreement(), amendments in vec(amendment(), 1..4),
    ) {
        let base = Agreement { events: Vec::new(), ..base };
        let mut stored = base.clone();
        let mut recorded: Vec<Amendment> = Vec::new();
        for (on, values, mut fields) in amendments {
            let event = event(&stored, &(on, values.clone(), fields.clone()));
            // A field that already has the value is not amended.
            fields.retain(|field| event.fields.contains_key(field.name()));
            stored = record_amendment(&stored, event);
            recorded.push((on, values, fields));
        }
        // The same history forwards: by day, then in the order of recording.
        recorded.sort_by_key(|(on, ..)| on.first());
        for today in recorded.iter().flat_map(|(on, ..)| around(on.first())) {
            let by_today = recorded.iter().filter(|(on, ..)| on.first() <= today);
            let expected = by_today.fold(base.clone(), |before, (_, values, fields)| {
                with_values(&before, values, fields)
            });
            let found = Agreement { events: Vec::new(), ..stored.on(today).into_owned() };
            prop_assert_eq!(found, expected, "on {}", today);
        }
    }
}
