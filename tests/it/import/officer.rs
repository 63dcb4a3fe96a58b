//! The first import of an officer's workbook of 64 rows, and the one of the next month, as a person sees them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::files::{text, xlsx};
use super::with_sheet;
use crate::sandbox::Sandbox;

const HEADINGS: [&str; 11] = [
    "No.",
    "Partner institution",
    "Country",
    "Type of agreement",
    "Areas of cooperation",
    "Date signed",
    "Duration",
    "Expiry date",
    "Status",
    "Contact person",
    "Remarks",
];

/// Rows by their numbers, each with its cells by their letters.
type Cells = BTreeMap<u32, BTreeMap<char, String>>;

/// A formula for which the workbook stores no result.
const FORMULA: &str = "=EDATE(F31,36)";

/// Returns the rows of the first month: 2 to 65.
fn first_month() -> Cells {
    let mut rows = Cells::new();
    for row in 2..=65 {
        let cells = [
            ('A', (row - 1).to_string()),
            ('B', format!("Partner {row} College")),
            ('C', ["Japan", "Estonia", "Norway", "Kenya"][row as usize % 4].to_owned()),
            ('D', "MoU".to_owned()),
            ('E', "Student exchange; Research".to_owned()),
            ('F', format!("2024-{:02}-{:02}", row % 12 + 1, row % 27 + 1)),
            ('G', "5 years".to_owned()),
            ('I', "Active".to_owned()),
            ('J', "Mei Tan".to_owned()),
            ('K', "Signed in two copies".to_owned()),
        ];
        rows.insert(row, BTreeMap::from(cells));
    }
    for (address, text) in [
        ("B2", "University of Tartu"),
        ("F2", "2023-07-28"),
        ("G2", ""),
        ("B3", "Kyoto University"),
        ("F8", "12/11/2021"),
        ("I8", "Expired"),
        ("G9", "5 years (auto-renewable)"),
        ("F11", "Febrary 12, 2019"),
        ("B16", "University of Ghent"),
        ("F16", "TBD"),
        ("G16", ""),
        ("I16", "Under negotiation"),
        ("G20", "Till consent"),
        ("F21", "25/10/2023"),
        ("F26", "11/12/2023"),
        ("G30", "-"),
        ("H31", FORMULA),
        ("G31", ""),
        ("F33", "30/06/21"),
        ("F39", "n/a"),
        ("G39", ""),
        ("G40", "3+2 years"),
        ("F43", "summer 2022"),
        ("G47", "TBA"),
        ("F50", "05/04/2022"),
        ("G52", "Till mutually agreed"),
        ("C54", "United Nations"),
        ("C55", "Geneva"),
        ("F57", "2566-04-01"),
        ("I59", "Terminated"),
        ("F60", "29/02/2023"),
    ] {
        let (column, row) = address.split_at(1);
        let cells = rows.get_mut(&row.parse().unwrap()).unwrap();
        cells.insert(column.chars().next().unwrap(), text.to_owned());
    }
    rows
}

/// Returns the rows of the next month: one changed, one whose contact changed, one deleted and two new ones.
fn next_month() -> Cells {
    let mut rows = first_month();
    rows.get_mut(&2).unwrap().insert('H', "2029-07-28".to_owned());
    rows.get_mut(&3).unwrap().insert('J', "A. Ito".to_owned());
    rows.remove(&16);
    let mut rows: Vec<BTreeMap<char, String>> = rows.into_values().collect();
    for name in ["Aarhus College", "Porto College"] {
        let mut cells = rows[63 - 20].clone();
        cells.insert('A', (rows.len() + 2).to_string());
        cells.insert('B', name.to_owned());
        rows.push(cells);
    }
    (2..).zip(rows).collect()
}

fn workbook(rows: &Cells) -> Vec<u8> {
    let mut xml = String::from("<row r=\"1\">");
    for (letter, heading) in ('A'..).zip(HEADINGS) {
        xml.push_str(&text(&format!("{letter}1"), heading));
    }
    xml.push_str("</row>");
    for (row, cells) in rows {
        write!(xml, "<row r=\"{row}\">").unwrap();
        for (letter, value) in cells.iter().filter(|(_, value)| !value.is_empty()) {
            match value.strip_prefix('=') {
                Some(formula) => {
                    write!(xml, "<c r=\"{letter}{row}\"><f>{formula}</f></c>").unwrap();
                }
                None => xml.push_str(&text(&format!("{letter}{row}"), value)),
            }
        }
        xml.push_str("</row>");
    }
    xlsx(&xml)
}

const REPORT: &str = "\
--- stderr
error: nothing was imported: `mous.xlsx` has 12 unread cells in 12 of 64 rows
  a date with two readings (3): F8, F26, F50
    F8 `12/11/2021`: 12 November 2021 or 11 December 2021
  not a date (2): F11 `Febrary 12, 2019`, F43 `summer 2022`
  a year with two digits (1): F33 `30/06/21`
  a year out of range (1): F57 `2566-04-01`; as a Buddhist year it is 2023
  a day that does not exist (1): F60 `29/02/2023`; that month has 28 days
  not a term (3): G20 `Till consent`, G40 `3+2 years`,
    G52 `Till mutually agreed`
  a formula without a result (1): H31
hint: F21 `25/10/2023` has the day first: `--date-order dmy` settles 3 cells.
  This takes all 64 rows and keeps the other 9 cells as text:
  mou import mous.xlsx --party \"Northfield University (NU)\" \\
    --date-order dmy --keep-unread
--- exit 1
";

const FIRST_IMPORT: &str = "\
--- stderr
new registry `registry.json`; its owner is Northfield University (NU)
note: columns: B is partner, C country, D kind, E areas, F signed, G term,
  H end, J contact, K notes; kept as fields: A `No.`, I `Status`
note: empty cells: 2 in F such as `n/a` (F39), 2 in G such as `-` (G30)
note: C54 `United Nations`, C55 `Geneva`: not a known country, kept as text
note: renewal without a stated length, taken as the term: G9
  `5 years (auto-renewable)` renews for 5 years
note: no signing date: row 39 is recorded as `signed: unknown` (its status
  is Active), row 16 as a draft
warning: the sheet's status differs from the dates: I59 `Terminated`, active
warning: 9 cells were not read and are kept as text; the fields are unknown
hint: `mou check --rule unread` lists each with the command that fixes it
`mous.xlsx`: 64 added, 0 changed, 0 the same.
";

const NEXT_IMPORT: &str = "\
--- stderr
note: as last time: --party \"Northfield University (NU)\" --date-order dmy
  (without it: `--no-profile`)
changed: ut-2023: end (none) → 2029-07-28 (H2)
warning: changed in the sheet and here; what is here stays:
  ku-2024, contact: last time `Mei Tan`, sheet `A. Ito` (J3), here `Bob Lee`
hint: `mou import mous.xlsx --theirs` takes the sheet's value
note: no longer in the sheet, still in the registry: ug
`mous.xlsx`: 2 added, 1 changed, 62 the same.
";

fn with_first_month() -> Sandbox {
    with_sheet("mous.xlsx", workbook(&first_month())).with_variable("COLUMNS", "80")
}

#[test]
fn first_import_and_the_next_one_are_screens_of_80_columns() {
    let sandbox = with_first_month();
    let owner = "Northfield University (NU)";
    let args = ["import", "mous.xlsx", "--party", owner];
    assert_eq!(sandbox.mou(&args).to_text(), REPORT);
    assert_eq!(sandbox.files(), ["mous.xlsx"]);

    let copied = [&args[..], &["--date-order", "dmy", "--keep-unread"]].concat();
    assert_eq!(sandbox.mou(&copied).to_text(), FIRST_IMPORT);

    sandbox.mou(&["edit", "ku-2024", "--contact", "Bob Lee"]).success();
    sandbox.write("mous.xlsx", workbook(&next_month()));
    assert_eq!(sandbox.mou(&["import", "mous.xlsx"]).to_text(), NEXT_IMPORT);

    // Nothing is left to do, but the conflict stays one.
    let again = sandbox.mou(&["import", "mous.xlsx"]).to_text();
    assert!(again.ends_with("`mous.xlsx`: 0 added, 0 changed, 65 the same.\n"), "{again}");
}
