//! Properties of importing random sheets twice, with random edits in between, and with their columns and rows in any
//! order.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::in_process;

const HEADINGS: [&str; 8] =
    ["Partner", "Country", "Date signed", "Expiry", "Duration", "Contact", "Areas", "Budget"];

/// A row: one cell for each heading.
type Row = [String; 8];

/// An edit of a record: its index, the flag and the value.
type Edit = (usize, &'static str, &'static str);

fn row() -> impl Strategy<Value = Row> {
    let one_of =
        |texts: &'static [&'static str]| proptest::sample::select(texts).prop_map(str::to_owned);
    (
        "[A-D][a-z]{2,6} (University|Institute)",
        one_of(&["", "Japan", "NA", "Atlantis", "EE"]),
        one_of(&["2020-01-31", "2021", "1 March 2022", "", "n/a", "2023-05"]),
        one_of(&["", "2030", "2031-05-01", "indefinite", "soon", "4/7/2030", "31.12.9999"]),
        one_of(&["", "3 years", "5 years (auto-renewable)", "Till consent", "18 months"]),
        one_of(&["", "Mei Tan", "A. Ito", "-"]),
        one_of(&["", "health; water", "arts"]),
        one_of(&["", "10", "NA"]),
    )
        .prop_map(|(a, b, c, d, e, f, g, h)| [a, b, c, d, e, f, g, h])
}

fn edit() -> impl Strategy<Value = Edit> {
    let edits = [
        ("--contact", "Bob Lee"),
        ("--end", "2035-01-01"),
        ("--term", "7y"),
        ("--title", "Renamed"),
        ("--signed", "2019-01-01"),
        ("--area", "gold"),
        ("--add-area", "silver"),
        ("--add-party", "Leeds"),
        ("--field", "Budget=99"),
        ("--notes", "mine"),
        ("--clear", "contact"),
        ("--clear", "end"),
        ("--clear", "fields"),
        ("--add-tag", "x"),
        ("--id", "renamed"),
    ];
    (0..8_usize, proptest::sample::select(edits.to_vec()))
        .prop_map(|(index, (flag, value))| (index, flag, value))
}

fn sheet(rows: &[Row], order: &[usize]) -> String {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |cells: &dyn Fn(usize) -> String| {
        order.iter().map(|index| cell(&cells(*index))).collect::<Vec<_>>().join(",") + "\n"
    };
    let mut text = line(&|index| HEADINGS[index].to_owned());
    for row in rows {
        text.push_str(&line(&|index| row[index].clone()));
    }
    text
}

/// A folder with a registry and a sheet.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::TempDir::new().unwrap())
    }

    fn mou(&self, args: &[&str]) -> (u8, String, String) {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        in_process::run(&self.0.path().join("r.json"), &args, b"")
    }

    fn import(&self, text: &str) -> (u8, String, String) {
        let path = self.0.path().join("s.csv");
        std::fs::write(&path, text).unwrap();
        let file = path.to_str().unwrap();
        self.mou(&["import", file, "--party", "Own", "--keep-unread", "--allow-duplicates"])
    }

    fn registry(&self) -> String {
        std::fs::read_to_string(self.0.path().join("r.json")).unwrap_or_default()
    }

    fn agreements(&self) -> String {
        let registry = self.registry();
        registry[registry.find("\"agreements\"").unwrap_or_default()..].to_owned()
    }

    fn ids(&self) -> Vec<String> {
        self.mou(&["list", "-o", "ids"]).1.lines().map(str::to_owned).collect()
    }
}

/// Rows that nothing tells apart cannot be found again one by one.
fn are_distinct(rows: &[Row]) -> bool {
    let mut partners: Vec<&String> = rows.iter().map(|row| &row[0]).collect();
    partners.sort();
    partners.windows(2).all(|pair| pair[0] != pair[1])
}

fn run<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&strategy, test).unwrap();
}

#[test]
fn same_sheet_again_changes_nothing_after_any_local_edits() {
    let rows = vec(row(), 1..6).prop_filter("distinct rows", |rows| are_distinct(rows));
    let order: Vec<usize> = (0..HEADINGS.len()).collect();
    run((rows, vec(edit(), 0..8)), |(rows, edits)| {
        let folder = Folder::new();
        let text = sheet(&rows, &order);
        let (code, _, err) = folder.import(&text);
        prop_assert_eq!(code, 0, "{}", err);
        for (index, flag, value) in edits {
            let ids = folder.ids();
            let id = &ids[index % ids.len()];
            // An edit that the registry refuses changes nothing.
            folder.mou(&["edit", id, flag, value]);
        }
        let before = folder.registry();
        for _ in 0..2 {
            let (code, _, err) = folder.import(&text);
            prop_assert_eq!(code, 0, "{}", err);
            prop_assert_eq!(folder.registry(), before.clone(), "{}", err);
            let is_same = err.contains(&format!("0 added, 0 changed, {} the same", rows.len()));
            prop_assert!(is_same, "{}", err);
        }
        Ok(())
    });
}

#[test]
fn any_order_of_columns_and_rows_gives_the_same_agreements() {
    let rows = vec(row(), 1..6).prop_filter("distinct rows", |rows| are_distinct(rows));
    let order = Just((0..HEADINGS.len()).collect::<Vec<usize>>()).prop_shuffle();
    run((rows, order), |(rows, order)| {
        let (one, other) = (Folder::new(), Folder::new());
        let plain: Vec<usize> = (0..HEADINGS.len()).collect();
        let (code, _, err) = one.import(&sheet(&rows, &plain));
        prop_assert_eq!(code, 0, "{}", err);
        let (code, _, err) = other.import(&sheet(&rows, &order));
        prop_assert_eq!(code, 0, "{}", err);
        prop_assert_eq!(one.agreements(), other.agreements());
        // The columns of the next sheet have another order, and so have its rows.
        let before = other.registry();
        let reversed: Vec<Row> = rows.iter().rev().cloned().collect();
        let (code, _, err) = other.import(&sheet(&reversed, &plain));
        prop_assert_eq!(code, 0, "{}", err);
        prop_assert_eq!(other.registry(), before);
        Ok(())
    });
}

/// A cell that changed in the sheet alone is taken, whatever the row says besides; and an undo takes it back.
#[test]
fn changed_cells_come_in_and_an_undo_gives_the_same_result_again() {
    let rows = vec(row(), 1..5).prop_filter("distinct rows", |rows| are_distinct(rows));
    let order: Vec<usize> = (0..HEADINGS.len()).collect();
    run((rows, vec((0..8_usize, row()), 1..4)), |(rows, changes)| {
        let folder = Folder::new();
        let (code, _, err) = folder.import(&sheet(&rows, &order));
        prop_assert_eq!(code, 0, "{}", err);
        let mut newer = rows.clone();
        for (index, new) in changes {
            let index = index % newer.len();
            // What the row is found by stays.
            for column in [1, 3, 4, 5, 6, 7] {
                newer[index][column].clone_from(&new[column]);
            }
        }
        let text = sheet(&newer, &order);
        let first = folder.import(&text);
        prop_assert_eq!(first.0, 0, "{}", first.2);
        let after = folder.registry();
        if after != folder.registry() || first.2.contains(", 0 changed,") {
            return Ok(());
        }
        folder.mou(&["undo"]);
        let again = folder.import(&text);
        prop_assert_eq!(&again, &first);
        prop_assert_eq!(folder.registry(), after);
        // Once more, there is nothing left to do.
        let (_, _, err) = folder.import(&text);
        prop_assert!(err.contains("0 added, 0 changed"), "{}", err);
        Ok(())
    });
}
