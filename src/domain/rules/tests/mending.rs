use super::*;

/// Returns the fixes of the valid record `a` after a change: the record, and what was done.
fn fixed(change: impl FnOnce(&mut Agreement)) -> Option<Fix> {
    let mut agreement = valid_agreement("a");
    change(&mut agreement);
    let fixed = fix(&agreement)?;
    assert_eq!(fix(&fixed.agreement), None, "once is enough");
    Some(fixed)
}

/// Fails unless the change is fixed with these words, and with the record as `wanted` creates it.
#[track_caller]
fn assert_fixed(
    change: impl FnOnce(&mut Agreement),
    done: &[&str],
    wanted: impl FnOnce(&mut Agreement),
) {
    let fixed = fixed(change).unwrap();
    let mut expected = valid_agreement("a");
    wanted(&mut expected);
    assert_eq!(
        (fixed.agreement, fixed.done),
        (expected, done.iter().map(ToString::to_string).collect())
    );
    assert_eq!(fixed.renumbered, []);
}

fn owned(texts: &[&str]) -> Vec<Text> {
    texts.iter().map(|text| Text::from(*text)).collect()
}

fn ids(ids: &[&str]) -> Vec<Id> {
    ids.iter().map(|id| id.parse().unwrap()).collect()
}

fn number(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap()
}

#[test]
fn what_is_sound_or_wants_a_guess_is_left() {
    assert_eq!(fixed(|_| {}), None);
    for country in ["Singapore", "S1", "é", "s", "SGP", ""] {
        assert_eq!(fixed(|a| a.parties[0].country = Some(country.into())), None, "{country}");
    }
    assert_eq!(
        fixed(|a| {
            a.succeeds = ids(&["gone", "b"]);
            a.under = Some("gone".parse().unwrap());
            a.related = owned(&["b", "A"]);
            a.end = Some(date("2019"));
        }),
        None
    );
}

#[test]
fn the_letters_of_a_country_are_made_capitals() {
    assert_fixed(
        |a| {
            a.parties[0].country = Some("gB".into());
            a.parties[1].country = Some("sg".into());
        },
        &[
            "changed the country of GDS from gB to GB",
            "changed the country of GovTech from sg to SG",
        ],
        |_| {},
    );
}

#[test]
fn links_to_itself_are_taken_out() {
    assert_fixed(
        |a| {
            a.succeeds = ids(&["b", "a"]);
            a.under = Some("a".parse().unwrap());
            a.related = owned(&["a", "c"]);
        },
        &[
            "removed its link to itself in `succeeds`",
            "removed its link to itself in `under`",
            "removed its link to itself in `related`",
        ],
        |a| {
            a.succeeds = ids(&["b"]);
            a.related = owned(&["c"]);
        },
    );
}

#[test]
fn what_stands_twice_in_a_list_stands_once() {
    let lengths = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
    assert_fixed(
        |a| {
            a.lead = lengths(&["P1M", "P6M", "P1M"]);
            a.areas = owned(&["x", "x", "X"]);
            a.tags = owned(&["eu", "un", "eu", "eu"]);
            a.succeeds = ids(&["b", "b"]);
            a.related = owned(&["c", "d", "c"]);
            let mut visit = activity(4, "2023");
            visit.areas = owned(&["x", "y", "y"]);
            visit.participants = owned(&["Mei", "Mei"]);
            a.activities.push(visit);
        },
        &[
            "removed `P1M`, which was repeated in `lead`",
            "removed `x`, which was repeated in `areas`",
            "removed `eu`, which was repeated in `tags`",
            "removed `eu`, which was repeated in `tags`",
            "removed `b`, which was repeated in `succeeds`",
            "removed `c`, which was repeated in `related`",
            "removed `y`, which was repeated in `areas` of activity `4`",
            "removed `Mei`, which was repeated in `participants` of activity `4`",
        ],
        |a| {
            a.lead = lengths(&["P1M", "P6M"]);
            a.areas = owned(&["x", "X"]);
            a.tags = owned(&["eu", "un"]);
            a.succeeds = ids(&["b"]);
            a.related = owned(&["c", "d"]);
            let mut visit = activity(4, "2023");
            visit.areas = owned(&["x", "y"]);
            visit.participants = owned(&["Mei"]);
            a.activities.push(visit);
        },
    );
}

#[test]
fn events_are_put_in_order_where_one_is_surely_behind_a_later_one() {
    let events = |days: &[&str]| -> Vec<Event> {
        days.iter().map(|day| event(EventKind::Remark("met".to_owned()), day)).collect()
    };
    assert_fixed(
        |a| a.events = events(&["2024-02", "2023-12-31", "2024-01"]),
        &["sorted its events by date"],
        |a| a.events = events(&["2023-12-31", "2024-01", "2024-02"]),
    );
    // These are in order.
    for days in [["2024-02", "2024-02-01"], ["2024", "2024-01-01"], ["2024-02-01", "2024-02-01"]] {
        assert_eq!(fixed(|a| a.events = events(&days)), None, "{days:?}");
    }
}

#[test]
fn the_second_of_two_activities_of_one_number_gets_the_next_one() {
    let named = |n: u32, title: &str| {
        let mut named = activity(n, "2023-01-01");
        named.title = title.into();
        named
    };
    let was = [named(2, "A"), named(1, "B"), named(2, "C"), named(5, "D"), named(2, "E")];
    let fixed = fixed(|a| a.activities = was.to_vec()).unwrap();
    let is = [named(1, "B"), named(2, "A"), named(5, "D"), named(6, "C"), named(7, "E")];
    assert_eq!(fixed.agreement.activities, is);
    assert_eq!(fixed.renumbered, [(2, number(6)), (4, number(7))]);
    assert_eq!(
        fixed.done,
        [
            "renumbered the second activity 2, `C`, to 6",
            "renumbered the second activity 2, `E`, to 7",
        ]
    );
    // If all numbers are different, their order is kept.
    let apart = [named(2, "A"), named(1, "B")];
    assert_eq!(fix(&Agreement { activities: apart.to_vec(), ..valid_agreement("a") }), None);
    let last = [named(u32::MAX, "A"), named(u32::MAX, "B")];
    assert_eq!(fix(&Agreement { activities: last.to_vec(), ..valid_agreement("a") }), None);
}
