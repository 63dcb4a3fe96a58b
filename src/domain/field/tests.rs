use schemars::{JsonSchema, schema_for};
use serde::Serialize;

use super::*;
use crate::domain::activity::Activity;
use crate::domain::agreement::Agreement;
use crate::domain::parse_error::ParseError;
use crate::domain::party::Party;
use crate::domain::term::Basis;

const TODAY: &str = "2024-06-15";

/// An agreement with a value in every field, and two in every list.
fn whole() -> Agreement {
    serde_json::from_str(
        r#"{
            "id": "gds-govtech-2022", "title": "Digital government", "kind": "MoC",
            "parties": [{ "name": "Government Digital Service", "short": "GDS" }, { "name": "GovTech" }],
            "signed": "2022-07-04", "place": "Rome",
            "signatories": [{ "name": "Tom Read", "party": "GDS" }, { "name": "Ana" }],
            "witnesses": [{ "name": "Li Wei", "title": "Clerk" }, { "name": "Bo" }],
            "effective": "2022-08", "term": "P3Y", "end": "2025-12-31", "basis": "including",
            "renewal": { "every": "P1Y", "max": 3 }, "notice": "P3M", "review": "P2Y",
            "lead": ["P6M", "P1M"], "areas": ["Health", "Trade"], "tags": ["eu", "asean"],
            "contact": "Mei", "succeeds": ["a", "b"], "under": "c", "related": ["d", "e"],
            "references": [{ "title": "Press", "url": "https://x.org" }, { "title": "Register" }],
            "documents": [{ "title": "Text", "path": "text.pdf" }, { "title": "Annex", "path": "annex.pdf" }],
            "events": [{ "kind": "notice", "on": "2024-01-01" }], "notes": "n",
            "fields": { "budget": "10", "code": "A" },
            "accepted": [{ "rule": "no-contact", "on": "2024-02-01", "note": "Closed" }],
            "conflicts": [{ "field": "term" }],
            "activities": [{ "n": 1, "title": "Visit" }]
        }"#,
    )
    .unwrap()
}

fn whole_activity() -> Activity {
    serde_json::from_str(
        r#"{
            "n": 3, "title": "Visit", "kind": "visit", "on": "2024-01-01", "from": "2024-01-02",
            "until": "2024-01-03", "due": "2024-01-04", "status": "ongoing",
            "known_by": "2024-01-05", "areas": ["a"], "participants": ["b"], "place": "c",
            "outcome": "d", "references": [{ "title": "e" }], "contact": "f", "notes": "g",
            "fields": { "h": "i" }
        }"#,
    )
    .unwrap()
}

/// Compares the table with the members of a record that has all of them, and with the type.
fn assert_table_is_of<T: HasFields + Serialize + JsonSchema>(whole: &T) {
    let mut names: Vec<&str> = T::fields().iter().map(|spec| spec.name).collect();
    let text = serde_json::to_string_pretty(whole).unwrap();
    let members = text.lines().filter_map(|line| line.strip_prefix("  \"")?.split('"').next());
    assert_eq!(members.collect::<Vec<_>>(), names);
    let schema = schema_for!(T);
    let properties = schema.get("properties").and_then(|members| members.as_object()).unwrap();
    let mut members: Vec<&str> = properties.keys().map(String::as_str).collect();
    members.sort_unstable();
    names.sort_unstable();
    assert_eq!(members, names);
}

#[test]
fn tables_have_the_fields_of_the_types_in_the_order_of_the_file() {
    assert_table_is_of(&whole());
    assert_table_is_of(&whole_activity());
}

#[test]
fn fields_are_copied_and_compared_one_by_one() {
    let whole = whole();
    for (field, spec) in Field::ALL_FIELDS.into_iter().zip(Agreement::fields()) {
        let mut copied = Agreement::empty();
        spec.copy(&whole, &mut copied);
        let is_equal = |spec: &FieldSpec<_>| spec.is_equal(&whole, &copied);
        let equal = Agreement::fields().iter().filter(|spec| is_equal(spec));
        assert_eq!(equal.map(|spec| spec.name).collect::<Vec<_>>(), [field.name()]);
    }
}

/// All fields of an agreement as texts.
fn shown(of: &Agreement) -> Vec<(&'static str, String)> {
    Field::ALL_FIELDS.into_iter().map(|field| (field.name(), field.text(of))).collect()
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// Calls `act` with what a value that is being set may need to know.
fn with<T>(act: impl FnOnce(&InputContext<'_>) -> T) -> T {
    let known = |name: &str| {
        let known = Party {
            name: "GovTech".into(),
            country: Some("SG".into()),
            role: Some("host".into()),
            ..Party::default()
        };
        known.is_called(name).then_some(known)
    };
    let hash = |path: &str| match path {
        "gone.pdf" => Err(ParseError::new("`gone.pdf` is gone".to_owned())),
        path => Ok(Some(format!("hash of {path}"))),
    };
    act(&InputContext { today: TODAY.parse().unwrap(), known: &known, hash: &hash })
}

/// Returns what `shown` is with the text of some fields replaced.
fn but_for(
    mut shown: Vec<(&'static str, String)>,
    field: Field,
    text: &str,
) -> Vec<(&'static str, String)> {
    for (name, was) in &mut shown {
        if *name == field.name() {
            text.clone_into(was);
        }
    }
    shown
}

#[test]
fn every_field_has_its_name_its_flag_and_its_text() {
    let expected = [
        ("id", "id", "gds-govtech-2022"),
        ("title", "title", "Digital government"),
        ("kind", "kind", "MoC"),
        ("parties", "party", "Government Digital Service (GDS); GovTech"),
        ("signed", "signed", "2022-07-04"),
        ("place", "place", "Rome"),
        ("signatories", "signatory", "Tom Read [GDS]; Ana"),
        ("witnesses", "witness", "Li Wei (Clerk); Bo"),
        ("effective", "effective", "2022-08"),
        ("term", "term", "P3Y"),
        ("end", "end", "2025-12-31"),
        ("basis", "basis", "including"),
        ("renewal", "renewal", "P1Y, at most 3 times"),
        ("notice", "notice", "P3M"),
        ("review", "review", "P2Y"),
        ("lead", "lead", "P6M; P1M"),
        ("areas", "area", "Health; Trade"),
        ("tags", "tag", "eu; asean"),
        ("contact", "contact", "Mei"),
        ("succeeds", "succeeds", "a; b"),
        ("under", "under", "c"),
        ("related", "related", "d; e"),
        ("references", "reference", "Press | https://x.org; Register"),
        ("documents", "document", "Text | text.pdf; Annex | annex.pdf"),
        ("events", "event", "2024-01-01 notice"),
        ("notes", "notes", "n"),
        ("fields", "field", "budget=10; code=A"),
        ("accepted", "accepted", "no-contact on 2024-02-01: Closed"),
        ("conflicts", "conflict", "term"),
        ("activities", "activity", "1 Visit"),
    ];
    let whole = whole();
    let found: Vec<(&str, &str, String)> = Field::ALL_FIELDS
        .iter()
        .map(|field| (field.name(), field.flag(), field.text(&whole)))
        .collect();
    let found: Vec<(&str, &str, &str)> =
        found.iter().map(|(name, flag, text)| (*name, *flag, text.as_str())).collect();
    assert_eq!(found, expected);
    for field in Field::ALL_FIELDS {
        assert_eq!(field.to_string().parse(), Ok(field));
    }
    assert_eq!("party".parse::<Field>().unwrap_err().to_string(), "`party` is not a field");
    let plain = Agreement { basis: Basis::From, ..whole };
    assert_eq!(Field::Basis.text(&plain), "");
}

#[test]
fn emptying_a_field_empties_that_field_and_no_other() {
    let whole = whole();
    for field in Field::ALL_FIELDS {
        let mut emptied = whole.clone();
        let can_be_empty = field.spec().clear(&mut emptied);
        let expected = match field {
            Field::Id | Field::Title | Field::Parties => shown(&whole),
            Field::Kind => but_for(shown(&whole), field, "MoU"),
            _ => but_for(shown(&whole), field, ""),
        };
        let stays = matches!(field, Field::Id | Field::Title | Field::Parties);
        assert_eq!((shown(&emptied), can_be_empty), (expected, !stays), "{field}");
    }
}

#[test]
fn a_field_is_set_to_what_is_typed_and_no_other_changes() {
    for (field, values, text) in [
        (Field::Title, &["New"][..], "New"),
        (Field::Kind, &["LoI"], "LoI"),
        (Field::Parties, &["govtech", "WHO (W) [CH]", "w"], "GovTech [SG]; WHO (W) [CH]"),
        (Field::Signed, &["unknown"], "unknown"),
        (Field::Place, &["Oslo"], "Oslo"),
        (Field::Signatories, &["Eva [GDS]"], "Eva [GDS]"),
        (Field::Witnesses, &["Jo (Clerk)"], "Jo (Clerk)"),
        (Field::Effective, &["today"], TODAY),
        (Field::Term, &["indefinite"], "indefinite"),
        (Field::End, &["+1m"], "2024-07-15"),
        (Field::Basis, &["from"], ""),
        (Field::Renewal, &["2y"], "P2Y, at most 3 times"),
        (Field::Notice, &["90d"], "P90D"),
        (Field::Review, &["18 months"], "P18M"),
        (Field::Lead, &["2w", "1m", "2w"], "P2W; P1M"),
        (Field::Areas, &["Law", "Art", "Law"], "Law; Art"),
        (Field::Tags, &["x", "x"], "x"),
        (Field::Contact, &["Tom"], "Tom"),
        (Field::Succeeds, &["z", "z", "y"], "z; y"),
        (Field::Under, &["z"], "z"),
        (Field::Related, &["z", "z"], "z"),
        (Field::References, &["News | https://n.org | 2020"], "News | https://n.org | 2020"),
        (Field::Documents, &["Text | new.pdf"], "Text | new.pdf"),
        (Field::Notes, &["m"], "m"),
        (Field::Fields, &["k=v", "budget=11"], "budget=11; k=v"),
    ] {
        let mut set = whole();
        with(|with| field.spec().set(&mut set, &owned(values), with)).unwrap();
        assert_eq!(shown(&set), but_for(shown(&whole()), field, text), "{field}");
    }
    let mut set = whole();
    with(|with| Field::Documents.spec().set(&mut set, &owned(&["Text | new.pdf"]), with)).unwrap();
    assert_eq!(set.documents[0].sha256.as_deref(), Some("hash of new.pdf"));
    // Only who it is comes from the registry, not what it is in another agreement.
    with(|with| Field::Parties.spec().set(&mut set, &owned(&["GOVTECH (GT)"]), with)).unwrap();
    let party = Party {
        name: "GovTech".into(),
        short: Some("GT".into()),
        country: Some("SG".into()),
        ..Party::default()
    };
    assert_eq!(set.parties, [party]);
}

#[test]
fn what_a_setting_needs_is_reported_by_its_day() {
    let shown = with(|with| format!("{with:?}"));
    assert_eq!(shown, format!("InputContext {{ today: {TODAY}, .. }}"));
}

#[test]
fn what_cannot_be_set_is_refused_with_the_field_named() {
    for (field, values, refusal) in [
        (Field::Id, &["x"][..], "`id` is not set by a flag"),
        (Field::Events, &["x"], "`events` is not set by a flag"),
        (Field::Accepted, &["x"], "`accepted` is not set by a flag"),
        (Field::Conflicts, &["x"], "`conflicts` is not set by a flag"),
        (Field::Activities, &["x"], "`activities` is not set by a flag"),
        (Field::Title, &[" "], "the value is blank"),
        (Field::Contact, &["a", "b"], "`contact` takes one value"),
        (Field::Place, &[], "`place` takes one value"),
        (Field::Tags, &["a", " "], "the value is blank"),
        (Field::Documents, &["Text | gone.pdf"], "`gone.pdf` is gone"),
    ] {
        let mut set = whole();
        let refused = with(|with| field.spec().set(&mut set, &owned(values), with)).unwrap_err();
        assert_eq!(refused.to_string(), refusal);
        assert_eq!(shown(&set), shown(&whole()), "{field}");
    }
}

#[test]
fn what_is_added_to_a_list_is_added_once() {
    for (field, values, text) in [
        (Field::Parties, &["gds", "WHO"][..], "Government Digital Service (GDS); GovTech; WHO"),
        (Field::Signatories, &["Ana", "Eva"], "Tom Read [GDS]; Ana; Eva"),
        (Field::Witnesses, &["Bo", "Jo"], "Li Wei (Clerk); Bo; Jo"),
        (Field::Lead, &["1m", "2w"], "P6M; P1M; P2W"),
        (Field::Areas, &["Trade", "Law"], "Health; Trade; Law"),
        (Field::Tags, &["eu", "x"], "eu; asean; x"),
        (Field::Succeeds, &["b", "z"], "a; b; z"),
        (Field::Related, &["d", "z"], "d; e; z"),
        (Field::References, &["Register", "N"], "Press | https://x.org; Register; N"),
        (Field::Documents, &["B | b.pdf"], "Text | text.pdf; Annex | annex.pdf; B | b.pdf"),
        (Field::Fields, &["code=B", "k=v"], "budget=10; code=B; k=v"),
    ] {
        let mut more = whole();
        with(|with| field.spec().add(&mut more, &owned(values), with)).unwrap();
        assert_eq!(shown(&more), but_for(shown(&whole()), field, text), "{field}");
    }
    for (field, value, refusal) in [
        (Field::Contact, "Tom", "`contact` is not a list"),
        (Field::Lead, "soon", "`soon` is not a duration"),
    ] {
        let mut more = whole();
        let refused = with(|with| field.spec().add(&mut more, &owned(&[value]), with)).unwrap_err();
        assert_eq!(refused.to_string(), refusal);
        assert_eq!(shown(&more), shown(&whole()), "{field}");
    }
}

#[test]
fn what_is_removed_is_named_as_it_is_called_or_as_it_is_reported() {
    for (field, values, text, missing) in [
        (Field::Parties, &["gds", "WHO"][..], "GovTech", &["WHO"][..]),
        (Field::Parties, &["government digital service (gds)"], "GovTech", &[]),
        (Field::Signatories, &["tom read", "Read"], "Ana", &["Read"]),
        (Field::Signatories, &["Tom Read [GDS]"], "Ana", &[]),
        (Field::Witnesses, &["LI WEI", "Wei"], "Bo", &["Wei"]),
        (Field::Witnesses, &["Li Wei (Clerk)"], "Bo", &[]),
        (Field::Lead, &["1m", "3m", "soon"], "P6M", &["3m", "soon"]),
        (Field::Areas, &["health", "Hea"], "Trade", &["Hea"]),
        (Field::Tags, &["EU", "e"], "asean", &["e"]),
        (Field::Succeeds, &["a", "z"], "b", &["z"]),
        (Field::Related, &["d", "z"], "e", &["z"]),
        (Field::References, &["press", "x.org"], "Register", &["x.org"]),
        (Field::References, &["https://x.org"], "Register", &[]),
        (Field::References, &["Press | https://x.org"], "Register", &[]),
        (Field::Documents, &["text", "pdf"], "Annex | annex.pdf", &["pdf"]),
        (Field::Documents, &["text.pdf"], "Annex | annex.pdf", &[]),
        (Field::Documents, &["Text | text.pdf"], "Annex | annex.pdf", &[]),
        (Field::Fields, &["code", "c"], "budget=10", &["c"]),
        (Field::Fields, &["code=A"], "budget=10", &[]),
        (Field::Fields, &["code=B", "x=10"], "budget=10; code=A", &["code=B", "x=10"]),
        (Field::Contact, &["Mei"], "Mei", &["Mei"]),
    ] {
        let mut less = whole();
        assert_eq!(field.spec().remove(&mut less, &owned(values)), missing, "{field} {values:?}");
        assert_eq!(shown(&less), but_for(shown(&whole()), field, text), "{field} {values:?}");
    }
}
