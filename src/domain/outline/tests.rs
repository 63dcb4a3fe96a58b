//! An outline says what the agreement says, and refuses what the agreement refuses.

use super::Outline;
use crate::domain::{Agreement, Day, Facts, Tenure};

/// A record that has every member that an outline passes.
const FULL: &str = r#"{
    "id": "a-2020", "title": "A \"quoted\" title", "kind": "MoC",
    "parties": [
        {"name": "GovTech", "short": "GT", "country": "SG", "role": "host", "signed": "2020-10"},
        {"name": "Kyoto", "signed": "unknown", "joined": "2021-01-01", "left": "2022"}
    ],
    "signed": "2020-10", "place": "Kyoto",
    "signatories": [{"name": "Mei", "title": "Director", "party": "GT"}],
    "witnesses": [{"name": "Tom"}],
    "effective": "2020-11-01", "term": "P3Y", "end": "2025-12-31", "basis": "including",
    "renewal": {"every": "P1Y", "max": 3}, "notice": "P3M", "review": "P1Y", "lead": ["P6M"],
    "areas": ["law"], "tags": ["eu"], "contact": "Mei", "succeeds": ["b", "c"], "under": "d",
    "related": ["e"], "references": [{"title": "T", "url": "u", "dated": "2020"}],
    "documents": [{"title": "D", "path": "p", "sha256": "s"}],
    "events": [
        {"kind": "renewed", "on": "2023-01-01", "by": "GT", "from": "2023-02", "term": "P2Y", "end": "2025", "note": "n"},
        {"kind": "decided", "on": "2024", "decision": "lapse"}
    ],
    "notes": "N", "fields": {"k": "v", "l": "w"},
    "activities": [
        {"n": 1, "title": "R", "kind": "review", "on": "2021", "from": "2021-01", "until": "2021-02",
         "due": "2021-03", "status": "ongoing", "known_by": "2022", "areas": ["law"],
         "participants": ["p"], "place": "q", "outcome": "o", "references": [{"title": "T"}],
         "contact": "c", "notes": "n", "fields": {"k": "v"}},
        {"n": 2, "title": "V", "kind": "visit"}
    ]
}"#;

fn outline(record: &str) -> Option<Outline<'_>> {
    serde_json::from_str(record).ok()
}

#[test]
fn an_outline_has_the_dated_facts_of_the_agreement_and_what_a_list_shows() {
    for record in [FULL, r#"{"id":"a","title":"A"}"#, r#"{"id":"a","title":"A","end":"2020"}"#] {
        let whole: Agreement = serde_json::from_str(record).unwrap();
        let outline = outline(record).unwrap();
        assert_eq!((outline.id(), outline.succeeds()), (&whole.id, whole.succeeds.as_slice()));
        assert_eq!(*outline.tenure(), Tenure::from_values(&whole));
        let known = Agreement {
            kind: whole.kind.clone(),
            parties: whole.parties.clone(),
            signed: whole.signed,
            effective: whole.effective,
            term: whole.term,
            end: whole.end,
            basis: whole.basis,
            renewal: whole.renewal,
            notice: whole.notice,
            review: whole.review,
            contact: whole.contact.clone(),
            succeeds: whole.succeeds.clone(),
            ..Agreement::new(whole.id.clone(), whole.title.clone())
        };
        for facts in [Facts::Outline(Box::new(outline)), Facts::Whole(Box::new(whole.clone()))] {
            assert_eq!((facts.id(), facts.succeeds()), (&whole.id, whole.succeeds.as_slice()));
            assert_eq!(*facts.tenure(Day::MAX), Tenure::from_values(&whole));
            let is_whole = matches!(facts, Facts::Whole(_));
            assert_eq!(
                facts.into_agreement(Day::MAX),
                if is_whole { whole.clone() } else { known.clone() }
            );
        }
    }
}

#[test]
fn what_an_agreement_refuses_an_outline_refuses() {
    for (right, wrong) in [
        ("\"id\": \"a-2020\"", "\"id\": \"A\""),
        ("\"title\": \"A \\\"quoted\\\" title\"", "\"title\": 1"),
        ("\"kind\": \"MoC\"", "\"kind\": null"),
        ("\"name\": \"Kyoto\"", "\"name\": 1"),
        ("\"role\": \"host\"", "\"role\": []"),
        ("\"left\": \"2022\"", "\"left\": \"2022-02-30\""),
        ("\"place\": \"Kyoto\"", "\"place\": 1"),
        ("\"party\": \"GT\"", "\"party\": 1"),
        ("\"name\": \"Tom\"", "\"title\": \"Tom\""),
        ("\"lead\": [\"P6M\"]", "\"lead\": [\"P0D\"]"),
        ("\"tags\": [\"eu\"]", "\"tags\": [1]"),
        ("\"under\": \"d\"", "\"under\": \"D\""),
        ("\"dated\": \"2020\"", "\"dated\": \"20\""),
        ("\"sha256\": \"s\"", "\"sha256\": 1"),
        ("\"decision\": \"lapse\"", "\"decision\": \"wait\""),
        ("\"note\": \"n\"", "\"note\": 1"),
        ("\"fields\": {\"k\": \"v\", \"l\": \"w\"}", "\"fields\": {\"k\": 1}"),
        ("\"n\": 2", "\"n\": 0"),
        ("\"known_by\": \"2022\"", "\"known_by\": \"x\""),
        ("\"participants\": [\"p\"]", "\"participants\": \"p\""),
    ] {
        assert!(FULL.contains(right), "{right}");
        let record = FULL.replacen(right, wrong, 1);
        assert!(serde_json::from_str::<Agreement>(&record).is_err(), "{wrong}");
        assert!(outline(&record).is_none(), "{wrong}");
    }
}

#[test]
fn what_is_rare_or_stands_twice_is_to_be_read_whole() {
    for (right, other) in [
        ("\"place\": \"Kyoto\"", "\"x\": \"Kyoto\""),
        ("\"role\": \"host\"", "\"x\": \"host\""),
        ("\"outcome\": \"o\"", "\"x\": \"o\""),
        ("\"note\": \"n\"", "\"fields\": {}"),
        ("\"notes\": \"N\"", "\"conflicts\": []"),
        ("\"notes\": \"N\"", "\"tags\": []"),
        ("\"l\": \"w\"", "\"k\": \"w\""),
    ] {
        assert!(FULL.contains(right), "{right}");
        assert!(outline(&FULL.replacen(right, other, 1)).is_none(), "{other}");
    }
    let fields = |count: usize| {
        let all: Vec<String> = (0..count).map(|n| format!("\"k{n}\": \"v\"")).collect();
        FULL.replacen("\"k\": \"v\", \"l\": \"w\"", &all.join(", "), 1)
    };
    assert!(outline(&fields(32)).is_some());
    assert!(outline(&fields(33)).is_none());
}
