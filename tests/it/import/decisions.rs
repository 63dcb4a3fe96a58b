//! The decision on each value: what the sheet said last time, what it says now, and what the registry has.

use std::collections::{BTreeMap, BTreeSet};

use mou::domain::{Agreement, Field, Id, Party, Text, input};
use mou::exchange::import::imported_row::ImportedRow;
use mou::exchange::import::party::KnownParties;
use mou::exchange::import::reconcile::{
    MergeDecision, ReconcileRules, Reconciled, decide, merge_list,
};
use mou::exchange::import::rows::SheetRow;
use proptest::prelude::*;

/// The fields with one value that are tried, each with three values.
const VALUES: [(Field, [&str; 3]); 9] = [
    (Field::Title, ["One", "Two", "Three"]),
    (Field::Kind, ["LoI", "MoC", "treaty"]),
    (Field::Place, ["Kyoto", "Tartu", "Porto"]),
    (Field::Effective, ["2020-01-01", "2021", "unknown"]),
    (Field::Term, ["P3Y", "P5Y", "indefinite"]),
    (Field::End, ["2028", "2029-05-01", "2030"]),
    (Field::Notice, ["P3M", "P90D", "P6M"]),
    (Field::Contact, ["Mei Tan", "A. Ito", "Bob Lee"]),
    (Field::Notes, ["one", "two", "three"]),
];

/// Which of the three values a field has, if any, in one place.
type Choice = Option<usize>;

fn id() -> Id {
    "a".parse().unwrap()
}

fn set(field: Field, text: &str, to: &mut Agreement) {
    let today = "2026-11-29".parse().unwrap();
    let context = mou::domain::InputContext::without_registry(today);
    field.spec().set(to, &[text], &context).unwrap();
}

/// Returns an agreement with these values of the fields in [`VALUES`].
fn facts(choices: &[Choice]) -> Agreement {
    let mut agreement = Agreement::new(id(), "");
    for ((field, values), choice) in VALUES.iter().zip(choices) {
        if let Some(choice) = choice {
            set(*field, values[*choice], &mut agreement);
        }
    }
    agreement
}

/// Returns a row that gives the fields which are not empty.
fn row(agreement: Agreement) -> ImportedRow {
    let empty = Agreement::new(id(), "");
    let given: BTreeSet<Field> = Field::ALL_FIELDS
        .into_iter()
        .filter(|field| !field.spec().is_equal(&agreement, &empty))
        .collect();
    let mut row = ImportedRow::new(&SheetRow::new(2, Vec::new()), &empty, BTreeSet::new(), false);
    row.agreement = agreement;
    row.given = given;
    row
}

fn reconcile(
    base: Option<Agreement>,
    sheet: Agreement,
    here: &Agreement,
    takes_theirs: bool,
) -> Reconciled {
    let known = KnownParties::default();
    let rules = ReconcileRules {
        known: &known,
        owner: None,
        takes_theirs,
        today: "2026-11-29".parse().unwrap(),
    };
    rules.reconcile(base.map(row).as_ref(), &row(sheet), here, |_| true)
}

fn choices() -> impl Strategy<Value = Vec<Choice>> {
    proptest::collection::vec(proptest::option::of(0..3_usize), VALUES.len())
}

/// The table of the contract, in its own order: the first line that fits is the result.
fn by_the_table(base: Choice, sheet: Choice, here: Choice) -> (Choice, bool) {
    match (base, sheet, here) {
        // An empty cell never changes anything.
        (_, None, here) => (here, false),
        // What did not change in the sheet is a correction here.
        (base, sheet, here) if base == sheet => (here, false),
        // Both say the same.
        (_, sheet, here) if sheet == here => (here, false),
        // What changed in the sheet alone is taken.
        (base, sheet, here) if base == here => (sheet, false),
        // Both changed.
        (_, _, here) => (here, true),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_value_follows_the_table(base in choices(), sheet in choices(), here in choices()) {
        let stored = facts(&here);
        let result = reconcile(Some(facts(&base)), facts(&sheet), &stored, false);
        let theirs = reconcile(Some(facts(&base)), facts(&sheet), &stored, true);
        for (index, (field, values)) in VALUES.iter().enumerate() {
            let (mut expected, is_conflict) = by_the_table(base[index], sheet[index], here[index]);
            // Without a kind, an agreement is a MoU.
            let text = |choice: Choice| choice.map(|choice| values[choice].to_owned());
            let empty = field.text(&Agreement::new(id(), ""));
            let shown = |choice: Choice| text(choice).unwrap_or_else(|| empty.clone());
            prop_assert_eq!(field.text(&result.agreement), shown(expected), "{}", field);
            let conflicts = result.conflicts.iter().filter(|one| one.field == *field).count();
            prop_assert_eq!(conflicts, usize::from(is_conflict), "{}", field);
            let is_changed = expected != here[index];
            let changes = result.changes.iter().filter(|one| one.field == *field).count();
            prop_assert_eq!(changes, usize::from(is_changed), "{}", field);
            if is_conflict {
                expected = sheet[index];
            }
            prop_assert_eq!(field.text(&theirs.agreement), shown(expected), "theirs: {}", field);
            prop_assert!(theirs.conflicts.is_empty());
        }
    }

    #[test]
    fn value_without_a_memory_is_taken_only_where_there_is_none(
        sheet in choices(),
        here in choices(),
    ) {
        let stored = facts(&here);
        let result = reconcile(None, facts(&sheet), &stored, false);
        for (index, (field, values)) in VALUES.iter().enumerate() {
            let expected = here[index].or(sheet[index]);
            let expected = expected.map_or_else(
                || field.text(&Agreement::new(id(), "")),
                |choice| values[choice].to_owned(),
            );
            prop_assert_eq!(field.text(&result.agreement), expected, "{}", field);
        }
    }

    #[test]
    fn decision_is_that_of_the_table(base in 0..4_u8, sheet in 0..4_u8, here in 0..4_u8) {
        let decision = decide(&base, Some(&sheet), &here);
        prop_assert_eq!(decision == MergeDecision::Take, here == base && sheet != base);
        prop_assert_eq!(
            decision == MergeDecision::Conflict,
            base != sheet && sheet != here && here != base
        );
        prop_assert_eq!(decide(&base, None, &here), MergeDecision::Keep);
    }

    #[test]
    fn list_is_merged_as_a_set(
        base in proptest::collection::btree_set(0..6_u8, 0..6),
        sheet in proptest::collection::btree_set(0..6_u8, 0..6),
        here in proptest::collection::vec(0..6_u8, 0..6),
    ) {
        let (base, sheet): (Vec<u8>, Vec<u8>) =
            (base.into_iter().collect(), sheet.into_iter().collect());
        let mut merged = here.clone();
        merge_list(&base, &sheet, &mut merged, PartialEq::eq);
        for item in 0..6 {
            let has = |list: &[u8]| list.contains(&item);
            let expected = match (has(&base), has(&sheet)) {
                (true, false) => false,
                (false, true) => true,
                _ => has(&here),
            };
            prop_assert_eq!(has(&merged), expected, "{}", item);
        }
        // What was here keeps its order.
        let old: Vec<u8> = here.iter().copied().filter(|item| merged.contains(item)).collect();
        prop_assert_eq!(&merged[..old.len()], &old[..]);
    }

    #[test]
    fn own_field_follows_the_table(
        base in proptest::option::of("[ab]"),
        sheet in proptest::option::of("[abc]"),
        here in proptest::option::of("[abd]"),
    ) {
        let facts = |text: &Option<String>| {
            let mut agreement = Agreement::new(id(), "t");
            agreement.fields = text.iter().map(|text| ("Seal".to_owned(), text.clone())).collect();
            agreement
        };
        let known = KnownParties::default();
        let rules = ReconcileRules {
            known: &known,
            owner: None,
            takes_theirs: false,
            today: "2026-11-29".parse().unwrap(),
        };
        let result = rules.reconcile(
            Some(&row(facts(&base))),
            &row(facts(&sheet)),
            &facts(&here),
            |_| false,
        );
        let expected = match (&base, &sheet, &here) {
            (_, None, here) => here,
            (base, sheet, here) if base == sheet || base != here => here,
            (_, sheet, _) => sheet,
        };
        let expected: BTreeMap<String, String> =
            expected.iter().map(|text| ("Seal".to_owned(), text.clone())).collect();
        prop_assert_eq!(result.agreement.fields, expected);
    }

    #[test]
    fn owner_and_parties_of_a_flag_are_never_dropped(
        base in proptest::collection::btree_set("[A-F]", 0..5),
        sheet in proptest::collection::btree_set("[A-F]", 1..5),
        here in proptest::collection::btree_set("[A-F]", 1..5),
    ) {
        let party = |name: &String| input::parse_party(name).unwrap();
        let parties = |names: &BTreeSet<String>| -> Vec<Party> { names.iter().map(party).collect() };
        let constants = Agreement { parties: vec![party(&"A".to_owned())], ..Agreement::new(id(), "t") };
        let with = |names: &BTreeSet<String>| {
            let given = BTreeSet::from([Field::Parties]);
            let mut row = ImportedRow::new(&SheetRow::new(2, Vec::new()), &constants, given, false);
            let named = parties(names).into_iter().filter(|party| party.name != "A");
            row.agreement.parties.extend(named);
            row
        };
        let stored = Agreement { parties: parties(&here), ..Agreement::new(id(), "t") };
        let (known, owner) = (KnownParties::default(), party(&"B".to_owned()));
        let rules = ReconcileRules {
            known: &known,
            owner: Some(&owner),
            takes_theirs: false,
            today: "2026-11-29".parse().unwrap(),
        };
        let result = rules.reconcile(Some(&with(&base)), &with(&sheet), &stored, |_| true);
        let names: BTreeSet<Text> =
            result.agreement.parties.iter().map(|party| party.name.clone()).collect();
        prop_assert_eq!(names.len(), result.agreement.parties.len(), "each party once");
        for name in ["A", "B", "C", "D", "E", "F"] {
            let has = |names: &BTreeSet<String>| names.contains(name);
            let is_kept = matches!(name, "A" | "B");
            // A flag names A each time.
            let (was, is) = (has(&base) || name == "A", has(&sheet) || name == "A");
            let expected = match (was, is) {
                (true, false) => has(&here) && is_kept,
                (false, true) => true,
                _ => has(&here),
            };
            let only_constants = sheet.iter().all(|name| name == "A");
            if !only_constants {
                prop_assert_eq!(names.contains(name), expected, "{}", name);
            }
        }
    }
}

#[test]
fn signing_date_is_taken_if_it_is_more_exact_and_refused_if_it_is_another() {
    for (base, sheet, here, after, other) in [
        ("2024", "2024-05-01", "2024", "2024-05-01", false),
        ("2024-05-01", "2025-03-01", "2024-05-01", "2024-05-01", true),
        ("", "2025-03-01", "2024-05-01", "2024-05-01", true),
        ("", "2024-05-01", "2024", "2024-05-01", false),
        ("", "2024-05-01", "", "2024-05-01", false),
        ("unknown", "2024-05-01", "unknown", "2024-05-01", false),
        ("2024-05-01", "2024-05-01", "2024-05-02", "2024-05-02", false),
        ("2024-05-01", "2024-05-02", "2024-05-02", "2024-05-02", false),
        ("2024-05-01", "2024", "2024-05-01", "2024-05-01", false),
        ("2024-05-01", "", "2024-05-01", "2024-05-01", false),
        ("2024", "2024-05-01", "2024-06-01", "2024-06-01", false),
    ] {
        let facts = |date: &str| {
            let mut agreement = Agreement::new(id(), "t");
            if !date.is_empty() {
                set(Field::Signed, date, &mut agreement);
            }
            agreement
        };
        let result = reconcile(Some(facts(base)), facts(sheet), &facts(here), false);
        let case = format!("{base}, {sheet}, {here}");
        assert_eq!(Field::Signed.text(&result.agreement), after, "{case}");
        assert_eq!(result.other_signing.is_some(), other, "{case}");
        let result = reconcile(Some(facts(base)), facts(sheet), &facts(here), true);
        assert!(result.other_signing.is_none(), "{case}");
        if other {
            assert_eq!(Field::Signed.text(&result.agreement), sheet, "{case}");
        }
    }
}
