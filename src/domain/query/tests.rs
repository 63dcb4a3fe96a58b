use std::num::NonZeroU32;

use super::*;
use crate::domain::activity::{Activity, Progress};
use crate::domain::input;
use crate::domain::status::End;
use crate::domain::unmatched::{FilterValue, UnmatchedFilters};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn today() -> Day {
    date("2024-06-01").first()
}

fn standing() -> Standing {
    Standing {
        status: Status::Active,
        ends: End::On(date("2025-07")),
        act_by: None,
        ends_in_days: None,
        act_in_days: None,
        succeeded_by: Vec::new(),
        idle_days: Some(366),
        flags: vec![Flag::AutoRenewed],
        settled: false,
        end_is_declared: false,
        notice_still_in_time: false,
    }
}

fn activity(n: u32, title: &str) -> Activity {
    Activity::new(NonZeroU32::new(n).unwrap(), title.to_owned())
}

/// An agreement with something in every field that a filter checks.
fn agreement() -> Agreement {
    let mut agreement = Agreement::new("ets-gdz-2022".parse().unwrap(), "Accord".to_owned());
    agreement.parties = vec![
        input::parse_party("École de technologie (ETS) [CA]").unwrap(),
        input::parse_party("Gründerzentrum [DE]").unwrap(),
    ];
    agreement.signed = Some("2022-07".parse().unwrap());
    agreement.areas = vec!["Digital identity".into(), "Health".into()];
    agreement.tags = vec!["eu".into()];
    agreement.contact = Some("Mei Lin".into());
    agreement.place = Some("Montréal".into());
    agreement.notes = Some("Signed at the margins of a summit".into());
    agreement.signatories = vec![input::parse_person("Ana Gil (Rectrice) [ETS]").unwrap()];
    agreement.fields.insert("Budget code".to_owned(), "A-17".to_owned());
    agreement.related = vec!["Horizon".into()];
    let mut visit = activity(1, "Study visit");
    visit.participants = vec!["Delegation of twelve".into()];
    agreement.activities.push(visit);
    agreement
}

fn finds(query: &Query) -> bool {
    query.matches(&agreement(), &standing(), today())
}

fn needles(texts: &[&str]) -> Vec<SearchWord> {
    texts.iter().map(|text| SearchWord::from(*text)).collect()
}

#[test]
fn text_is_found_anywhere_and_one_value_of_a_filter_is_enough() {
    let all = Query::default();
    assert!(finds(&all));
    for (query, is_found) in [
        (Query { parties: needles(&["ecole"]), ..all.clone() }, true),
        (Query { parties: needles(&["ets"]), ..all.clone() }, true),
        (Query { parties: needles(&["Kyoto", "GRUNDER"]), ..all.clone() }, true),
        (Query { parties: needles(&["Kyoto"]), ..all.clone() }, false),
        (Query { countries: needles(&["de"]), ..all.clone() }, true),
        (Query { countries: needles(&["D"]), ..all.clone() }, false),
        (Query { areas: needles(&["identity"]), ..all.clone() }, true),
        (Query { areas: needles(&["identities"]), ..all.clone() }, false),
        (Query { tags: needles(&["EU"]), ..all.clone() }, true),
        (Query { kinds: needles(&["mou"]), ..all.clone() }, true),
        (Query { kinds: needles(&["treaty"]), ..all.clone() }, false),
        (Query { contacts: needles(&["mei"]), ..all.clone() }, true),
        (Query { contacts: needles(&["li mei"]), ..all.clone() }, false),
        (Query { fields: vec![("budget CODE".into(), "a-1".into())], ..all.clone() }, true),
        (Query { fields: vec![("budget".into(), "a-1".into())], ..all.clone() }, false),
        (Query { fields: vec![("Budget code".into(), "".into())], ..all.clone() }, true),
    ] {
        assert_eq!(finds(&query), is_found, "{query:?}");
    }
}

#[test]
fn different_filters_hold_together() {
    let both = |area: &str, tag: &str| Query {
        areas: needles(&[area]),
        tags: needles(&[tag]),
        ..Query::default()
    };
    assert!(finds(&both("health", "eu")));
    assert!(!finds(&both("health", "asean")));
    assert!(!finds(&Query { active: true, statuses: vec![Status::Expired], ..Query::default() }));
}

#[test]
fn status_and_flags_are_those_of_the_day() {
    let all = Query::default();
    for (query, is_found) in [
        (Query { active: true, ..all.clone() }, true),
        (Query { statuses: vec![Status::Draft, Status::Active], ..all.clone() }, true),
        (Query { statuses: vec![Status::Draft], ..all.clone() }, false),
        (Query { flags: vec![Flag::Lapsed, Flag::AutoRenewed], ..all.clone() }, true),
        (Query { flags: vec![Flag::Dormant], ..all.clone() }, false),
        (Query { dormant: vec![None], ..all.clone() }, false),
        (Query { dormant: vec![Some("P1Y".parse().unwrap())], ..all.clone() }, true),
        (Query { dormant: vec![Some("P367D".parse().unwrap())], ..all.clone() }, false),
        (Query { dormant: vec![None, Some("P366D".parse().unwrap())], ..all.clone() }, true),
        (Query { dormant: vec![Some("P1000Y".parse().unwrap())], ..all.clone() }, false),
    ] {
        assert_eq!(finds(&query), is_found, "{query:?}");
    }
    let suspended = Standing { status: Status::Suspended, ..standing() };
    assert!(!Query { active: true, ..all }.matches(&agreement(), &suspended, today()));
}

#[test]
fn a_partial_date_is_chosen_where_any_of_its_days_would_be() {
    let all = Query::default();
    for (limit, since, before) in [
        ("2022", true, false),
        ("2022-06-30", true, false),
        ("2022-07", true, false),
        ("2022-07-01", true, false),
        ("2022-07-02", true, true),
        ("2022-07-31", true, true),
        ("2022-08", false, true),
        ("2023", false, true),
    ] {
        let signed_since = Query { signed_since: vec![date(limit)], ..all.clone() };
        let signed_before = Query { signed_before: vec![date(limit)], ..all.clone() };
        assert_eq!((finds(&signed_since), finds(&signed_before)), (since, before), "{limit}");
    }
    assert!(finds(&Query { ends_since: vec![date("2025-07-31")], ..all.clone() }));
    assert!(!finds(&Query { ends_since: vec![date("2025-08")], ..all.clone() }));
    assert!(finds(&Query { ends_before: vec![date("2025-07-02")], ..all.clone() }));
    assert!(!finds(&Query { ends_before: vec![date("2025-07-01")], ..all.clone() }));
    assert!(finds(&Query { ends_since: vec![date("2026"), date("2024")], ..all }));
}

#[test]
fn what_has_no_date_is_neither_since_nor_before_one() {
    let mut undated = agreement();
    undated.signed = None;
    let open = Standing { ends: End::Indefinite, ..standing() };
    for query in [
        Query { signed_since: vec![date("0001")], ..Query::default() },
        Query { signed_before: vec![date("9999-12-31")], ..Query::default() },
        Query { ends_since: vec![date("0001")], ..Query::default() },
        Query { ends_before: vec![date("9999-12-31")], ..Query::default() },
    ] {
        assert!(!query.matches(&undated, &open, today()), "{query:?}");
    }
    for party in &mut undated.parties {
        party.signed = Some("2022-07-05".parse().unwrap());
    }
    let query = Query { signed_since: vec![date("2022")], ..Query::default() };
    assert!(query.matches(&undated, &open, today()));
}

#[test]
fn what_is_missing_is_absent_empty_or_unknown() {
    let missing = |name: &str, agreement: &Agreement, standing: &Standing| {
        let query = Query { missing: vec![name.parse().unwrap()], ..Query::default() };
        query.matches(agreement, standing, today())
    };
    let (full, bare) = (agreement(), Agreement::new("a".parse().unwrap(), "A".to_owned()));
    for (name, in_full, in_bare) in [
        ("contact", false, true),
        ("signed", false, true),
        ("parties", false, true),
        ("areas", false, true),
        ("fields", false, true),
        ("activities", false, true),
        ("witnesses", true, true),
        ("title", false, false),
        ("kind", false, false),
    ] {
        let found = (missing(name, &full, &standing()), missing(name, &bare, &standing()));
        assert_eq!(found, (in_full, in_bare), "{name}");
    }
    let unknown = Standing { ends: End::Unknown, ..standing() };
    let draft = Standing { status: Status::Draft, ..unknown.clone() };
    assert!(!missing("ends", &bare, &standing()));
    assert!(!missing("ends", &bare, &Standing { ends: End::Indefinite, ..standing() }));
    assert!(missing("ends", &bare, &unknown));
    assert!(missing("ends", &bare, &draft));
    let planned = Agreement { term: Some("P3Y".parse().unwrap()), ..bare.clone() };
    assert!(!missing("ends", &planned, &draft));
    let undated = Agreement { signed: Some(RecordedDate::Unknown), ..bare };
    assert!(missing("signed", &undated, &standing()));
    for name in Missing::names() {
        assert_eq!(name.parse::<Missing>().unwrap().to_string(), name);
    }
    let refusal = "deadline".parse::<Missing>().unwrap_err().to_string();
    assert!(refusal.starts_with("`deadline` is not one of id, title, kind, "), "{refusal}");
    assert!(refusal.ends_with(", activities, ends"), "{refusal}");
}

#[test]
fn every_word_is_to_be_found_somewhere_in_the_record() {
    for (words, is_found) in [
        (["accord", "montreal"].as_slice(), true),
        (&["ets-gdz", "rectrice"], true),
        (&["budget", "a-17", "horizon", "delegation", "study visit"], true),
        (&["accord", "toronto"], false),
        (&["2022-07-01"], false),
    ] {
        let query = Query { words: needles(words), ..Query::default() };
        assert_eq!(finds(&query), is_found, "{words:?}");
    }
    assert!(finds(&Query { texts: needles(&["toronto", "accord"]), ..Query::default() }));
}

#[test]
fn every_text_of_a_record_is_looked_in_and_no_date_or_link() {
    let mut whole: Agreement = serde_json::from_str(
        r#"{
            "id": "t-id", "title": "t-title", "kind": "t-kind",
            "parties": [
                { "name": "t-name", "short": "t-short", "country": "t-country", "role": "t-role" }
            ],
            "signed": "2022-07-04", "place": "t-place",
            "signatories": [{ "name": "t-signs", "title": "t-office", "party": "t-for" }],
            "witnesses": [{ "name": "t-sees", "title": "t-clerk", "party": "t-of" }],
            "areas": ["t-area"], "tags": ["t-tag"], "contact": "t-contact",
            "succeeds": ["x-prior"], "under": "x-frame", "related": ["t-related"],
            "references": [{ "title": "t-press", "url": "t-url", "dated": "2020" }],
            "documents": [{ "title": "t-paper", "path": "t-path", "sha256": "x-hash" }],
            "events": [
                { "kind": "t-remark", "on": "2023", "by": "t-by", "note": "t-note" },
                { "kind": "notice", "on": "2023" }
            ],
            "notes": "t-notes", "fields": { "t-key": "t-value" }
        }"#,
    )
    .unwrap();
    let done: Activity = serde_json::from_str(
        r#"{
            "n": 7, "title": "a-title", "kind": "a-kind", "on": "2023-01-01", "areas": ["a-area"],
            "participants": ["a-who"], "place": "a-place", "outcome": "a-outcome",
            "references": [{ "title": "a-press", "url": "a-url" }], "contact": "a-contact",
            "notes": "a-notes", "fields": { "a-key": "a-value" }
        }"#,
    )
    .unwrap();
    let holds = |agreement: &Agreement, word: &str| {
        let query = Query { words: needles(&[word]), ..Query::default() };
        query.matches(agreement, &standing(), today())
    };
    for word in [
        "t-id",
        "t-title",
        "t-kind",
        "t-name",
        "t-short",
        "t-country",
        "t-role",
        "t-place",
        "t-signs",
        "t-office",
        "t-for",
        "t-sees",
        "t-clerk",
        "t-of",
        "t-area",
        "t-tag",
        "t-contact",
        "t-related",
        "t-press",
        "t-url",
        "t-paper",
        "t-path",
        "t-remark",
        "t-by",
        "t-note",
        "t-notes",
        "t-key",
        "t-value",
    ] {
        assert!(holds(&whole, word), "{word}");
    }
    for word in ["x-prior", "x-frame", "x-hash", "2022", "2020", "2023", "notice", "a-title"] {
        assert!(!holds(&whole, word), "{word}");
    }
    whole.activities.push(done.clone());
    for word in [
        "a-title",
        "a-kind",
        "a-area",
        "a-who",
        "a-place",
        "a-outcome",
        "a-press",
        "a-url",
        "a-contact",
        "a-notes",
        "a-key",
        "a-value",
    ] {
        assert!(holds(&whole, word), "{word}");
        let query = ActivityQuery { words: needles(&[word]), ..ActivityQuery::default() };
        assert!(query.matches(&done, &whole, today()), "{word}");
    }
    for word in ["t-title", "2023"] {
        let query = ActivityQuery { words: needles(&[word]), ..ActivityQuery::default() };
        assert!(!query.matches(&done, &whole, today()), "{word}");
    }
}

fn typed(unmatched: &UnmatchedFilters<'_>) -> Vec<String> {
    unmatched.values().map(FilterValue::typed).collect()
}

#[test]
fn values_of_filters_that_no_record_has_are_named() {
    let query = Query {
        parties: needles(&["ETS", "ETZ"]),
        countries: needles(&["ca", "jp"]),
        fields: vec![("dept".into(), "x".into())],
        ..Query::default()
    };
    let unmatched = UnmatchedFilters::new(&query);
    unmatched.find_in(&agreement());
    let flags: Vec<_> = unmatched.values().map(|value| (value.flag(), value.typed())).collect();
    let expected = [("--party", "ETZ"), ("--country", "jp"), ("--field", "dept=x")];
    assert_eq!(flags, expected.map(|(flag, typed)| (Some(flag), typed.to_owned())));
    let mut known = Vec::new();
    let party = unmatched.values().next().unwrap();
    party.for_each_known(&agreement(), &mut |_, value| known.push(value.to_owned()));
    assert!(known.contains(&"ETS".to_owned()), "{known:?}");
}

#[test]
fn words_that_no_record_holds_are_named() {
    let query = Query {
        words: needles(&["Montreal", "Toronto", "other"]),
        texts: needles(&["Quito"]),
        ..Query::default()
    };
    let unseen = UnmatchedFilters::new(&query);
    assert_eq!(typed(&unseen), ["Montreal", "Toronto", "other", "Quito"]);
    unseen.find_in(&agreement());
    unseen.find_in(&Agreement::new("b".parse().unwrap(), "Another".to_owned()));
    assert_eq!(typed(&unseen), ["Toronto", "Quito"]);
}

#[test]
fn activities_are_chosen_by_their_own_facts_and_by_those_of_their_agreement() {
    let mut pilot = activity(3, "Pilot of wallets");
    pilot.kind = Some("pilot".into());
    pilot.from = Some(date("2024-01"));
    pilot.until = Some(date("2024-03"));
    pilot.areas = vec!["Digital identity".into()];
    let all = ActivityQuery::default();
    for (query, is_found) in [
        (all.clone(), true),
        (ActivityQuery { statuses: vec![Progress::Done], ..all.clone() }, true),
        (ActivityQuery { statuses: vec![Progress::Planned], ..all.clone() }, false),
        (ActivityQuery { kinds: needles(&["PILOT"]), ..all.clone() }, true),
        (ActivityQuery { since: vec![date("2024-03-31")], ..all.clone() }, true),
        (ActivityQuery { since: vec![date("2024-04")], ..all.clone() }, false),
        (ActivityQuery { until: vec![date("2024-01-01")], ..all.clone() }, true),
        (ActivityQuery { until: vec![date("2024")], ..all.clone() }, true),
        (ActivityQuery { until: vec![date("2023")], ..all.clone() }, false),
        (ActivityQuery { overdue: true, ..all.clone() }, false),
        (ActivityQuery { contacts: needles(&["mei"]), ..all.clone() }, true),
        (ActivityQuery { areas: needles(&["identity"]), ..all.clone() }, true),
        (ActivityQuery { areas: needles(&["health"]), ..all.clone() }, false),
        (ActivityQuery { parties: needles(&["ets"]), ..all.clone() }, true),
        (ActivityQuery { words: needles(&["wallet", "gdz-2022/3"]), ..all.clone() }, true),
        (ActivityQuery { words: needles(&["delegation"]), ..all.clone() }, false),
    ] {
        assert_eq!(query.matches(&pilot, &agreement(), today()), is_found, "{query:?}");
    }
    pilot.contact = Some("Ana".into());
    let of_mei = ActivityQuery { contacts: needles(&["mei"]), ..all };
    assert!(!of_mei.matches(&pilot, &agreement(), today()));
    let query = ActivityQuery { words: needles(&["pilot", "plot"]), ..ActivityQuery::default() };
    let unseen = UnmatchedFilters::for_activities(&query);
    unseen.find_in_activity(&pilot, &agreement());
    assert_eq!(typed(&unseen), ["plot"]);
}

#[test]
fn an_activity_without_a_day_is_on_its_due_day_or_where_its_source_is() {
    let mut report = activity(2, "Annual report");
    let in_2024 = ActivityQuery {
        since: vec![date("2024")],
        until: vec![date("2024")],
        ..ActivityQuery::default()
    };
    assert!(!in_2024.matches(&report, &agreement(), today()));
    report.known_by = Some(date("2024-02"));
    assert!(in_2024.matches(&report, &agreement(), today()));
    report.due = Some(date("2025-01-01"));
    assert!(!in_2024.matches(&report, &agreement(), today()));
    report.due = Some(date("2024-05-31"));
    report.status = Some(Progress::Planned);
    let overdue = ActivityQuery { overdue: true, ..in_2024 };
    assert!(overdue.matches(&report, &agreement(), today()));
}

#[test]
fn words_are_looked_for_until_all_have_been_seen() {
    let query = Query { words: needles(&["toronto", "accord"]), ..Query::default() };
    let unseen = UnmatchedFilters::new(&query);
    let titled = |title: &str| Agreement::new("a".parse().unwrap(), title.to_owned());
    for (title, left) in
        [("Nothing", &["toronto", "accord"][..]), ("Accord", &["toronto"]), ("Toronto", &[])]
    {
        unseen.find_in(&titled(title));
        assert_eq!(typed(&unseen), left, "{title}");
    }
}
