//! `mou timeline`: agreements as bars over the years, as text and as a picture.

use crate::sandbox::{Sandbox, example};

/// One agreement of each sort: a lineage with a gap, one without an end, one of unknown end, one that renews
/// automatically, one to come, one without a first day, and a draft.
const REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "owner": "Tartu",
  "agreements": [
    {"id": "a1", "title": "A1", "parties": [{"name": "Tartu"}, {"name": "Aarhus"}], "signed": "2021-01-01", "end": "2023-06-30"},
    {"id": "a2", "title": "A2", "parties": [{"name": "Tartu"}, {"name": "Aarhus"}], "signed": "2024-01-01", "end": "2027-12-31", "notice": "P6M", "succeeds": ["a1"],
     "activities": [{"n": 1, "title": "Visit <b>", "on": "2025-05-01"}, {"n": 2, "title": "Undated"}]},
    {"id": "b", "title": "B", "parties": [{"name": "Tartu"}, {"name": "Bergen & Sons"}], "signed": "2015-01-01", "term": "indefinite"},
    {"id": "c", "title": "C", "parties": [{"name": "Tartu"}, {"name": "Cork"}], "signed": "2022"},
    {"id": "d", "title": "D", "parties": [{"name": "Tartu"}, {"name": "Dublin"}], "signed": "2024-03-01", "term": "P3Y", "renewal": {"every": "P1Y"}, "notice": "P3M"},
    {"id": "e", "title": "E", "parties": [{"name": "Tartu"}, {"name": "Évora"}], "signed": "2026-10-01", "effective": "2027-02-01", "term": "P5Y"},
    {"id": "f", "title": "F", "parties": [{"name": "Tartu"}, {"name": "Faro"}], "signed": "unknown", "end": "2024-12-31"},
    {"id": "g", "title": "G", "parties": [{"name": "Tartu"}, {"name": "Graz"}]}
  ]
}
"#;

fn timeline(args: &[&str]) -> String {
    let sandbox = Sandbox::with_registry(REGISTRY);
    sandbox.mou(&[&["--as-of", "2026-11-30", "timeline"], args].concat()).to_text()
}

#[test]
fn each_sort_of_agreement_is_drawn_in_its_way() {
    assert_eq!(
        timeline(&["--width", "60", "--activities"]),
        "                   2022    2024    2026    2028    2030
               ┬───┬───┬───┬───┬───┬───│───┬───┬───┬───┬────
Dublin                     ████████████◆█»
Aarhus         ▒▒▒▒▒▒▒▒▒▒▒ ██████████████◆██
                                •
Évora                                  ░░░░░░░░░░░░░░░░░░░░›
Bergen & Sons  ‹███████████████████████████████████████████▶
Cork               █████████████████████┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
Faro           ‹┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄       │

█ in force   ░ to come   ▒ over   ┄ date not known
▶ no end   » renews automatically   ◆ act by   • activity
│ today, 2026-11-30
--- stderr
not drawn: 1 agreement without a date
"
    );
}

#[test]
fn ascii_has_no_other_characters() {
    assert_eq!(
        timeline(&["--width", "80", "--ascii", "--party", "dublin", "--party", "faro"]),
        "        2024        2025        2026       2027        2028
        +-----------+-----------+---------|+-----------+------------
Dublin   =================================!===+                       2027-03-01
Faro    <-----------                      |                           2024-12-31

= in force   : over   - date not known   + renews automatically   ! act by
| today, 2026-11-30
"
    );
}

#[test]
fn lines_are_never_wider_than_the_terminal() {
    for columns in [20_usize, 40, 60, 80, 120, 200] {
        let width = columns.to_string();
        for from in ["1015", "1995", "2024-06-01", "2026"] {
            let shown = timeline(&["--width", &width, "--from", from, "--activities"]);
            let drawn = shown.split("--- stderr").next().unwrap_or_default();
            let wide: Vec<&str> =
                drawn.lines().filter(|line| line.chars().count() > columns).collect();
            assert!(wide.is_empty() && drawn.lines().count() > 8, "{columns} {from}\n{shown}");
        }
    }
}

#[test]
fn picture_is_well_formed_and_escaped() {
    let svg = timeline(&["-o", "svg", "--activities"]);
    let svg = svg.split("--- stderr").next().unwrap_or_default();
    assert!(
        svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 "),
        "{svg}"
    );
    assert!(
        svg.contains("<title id=\"timeline-title\">Timeline of 7 agreements on 2026-11-30</title>")
    );
    assert!(
        svg.contains(
            "<desc id=\"timeline-desc\">Bars from 2021-01-01 to 2031-12-31: 4 in force, 2 over. \
             The next to end is D, 2027-03-01.</desc>"
        ),
        "{svg}"
    );
    assert!(
        svg.contains("Bergen &amp; Sons") && svg.contains("Visit &lt;b&gt;, 2025-05-01"),
        "{svg}"
    );
    let opened = svg.matches("<g").count();
    assert_eq!(svg.matches("</g>").count(), opened);
}

#[test]
fn picture_in_the_examples_is_that_of_the_example_registry() {
    let sandbox = Sandbox::with_registry(&example("registry.json"));
    let args = ["--as-of", "2026-11-22", "timeline", "--activities", "-o", "svg"];
    assert_eq!(sandbox.mou(&args).success(), example("timeline.svg"));
}

#[test]
fn bars_are_data_in_json() {
    let json = timeline(&["-o", "jsonl", "--party", "aarhus"]);
    assert_eq!(
        json,
        "\
{\"as_of\":\"2026-11-30\",\"from\":\"2021-01-01\",\"to\":\"2028-12-31\",\"undated\":0,\"outside\":0,\
         \"lines\":[{\"partners\":[\"Aarhus\"],\"bars\":[{\"id\":\"a1\",\"title\":\"A1\",\"partners\":[\"Aarhus\"],\
         \"status\":\"succeeded\",\"first_day\":\"2021-01-01\",\"ends\":\"2023-06-30\",\"activities\":[]},\
         {\"id\":\"a2\",\"title\":\"A2\",\"partners\":[\"Aarhus\"],\"status\":\"active\",\"first_day\":\"2024-01-01\",\
         \"ends\":\"2027-12-31\",\"act_by\":\"2027-06-30\",\"activities\":[{\"n\":1,\"title\":\"Visit <b>\",\
         \"date\":\"2025-05-01\"}]}]}]}
"
    );
}

#[test]
fn wrong_periods_are_refused_and_nothing_is_drawn_of_nothing() {
    assert_eq!(
        timeline(&["--from", "2027", "--to", "2026"]),
        "--- stderr\nerror: `--to`: 2026-12-31 is before `--from`, 2027-01-01\n--- exit 2\n"
    );
    assert_eq!(
        timeline(&["--party", "graz"]),
        "--- stderr\nnot drawn: 1 agreement without a date\n"
    );
    assert_eq!(
        timeline(&["--party", "faro", "--from", "2030", "--to", "2031"]),
        "--- stderr\nnot drawn: 1 agreement outside this period\n"
    );
    let far = timeline(&["--from", "0001", "--to", "9999", "--width", "80"]);
    assert!(far.contains("2000") && far.contains("8000"), "{far}");
}
