//! Distances and gaps of partial dates are shown as ranges.

use crate::sandbox::Sandbox;

/// Returns a sandbox whose registry has these agreements, on 2026-11-22.
fn sandbox(agreements: &str) -> Sandbox {
    Sandbox::with_registry(&format!(
        r#"{{"format":"mou-registry","version":1,"uid":"0192f3c4-0000-4000-8000-000000000000","agreements":[{agreements}]}}"#
    ))
}

/// Returns an agreement of A and B with these members after its id, title and parties.
fn agreement(id: &str, members: &str) -> String {
    format!(
        r#"{{"id":"{id}","title":"T","parties":[{{"name":"A"}},{{"name":"B"}}],"contact":"mei"{members}}}"#
    )
}

/// Returns a sandbox in which `b` succeeds `a`.
fn pair(of_a: &str, of_b: &str) -> Sandbox {
    let of_b = format!(r#","succeeds":["a"]{of_b}"#);
    sandbox(&[agreement("a", of_a), agreement("b", &of_b)].join(","))
}

#[test]
fn chain_with_a_partial_first_day_shows_the_gap_as_a_range() {
    let sandbox = pair(
        r#","signed":"2019-01-01","end":"2020-12-31""#,
        r#","signed":"2021-01","term":"indefinite""#,
    );
    assert_eq!(
        sandbox.mou(&["chain", "b"]).to_text(),
        "lineage\n\
         \x20 a: 2019-01-01 to 2020-12-31, succeeded\n\
         \x20 └─ b: 2021-01 to indefinite, active\n\
         \x20    a gap of 0 to 30 days\n\
         \n\
         a\n\
         \x20 title:      T\n\
         \x20 status:     succeeded\n\
         \x20 first day:  2019-01-01\n\
         \x20 last day:   2020-12-31\n\
         \n\
         b\n\
         \x20 title:      T\n\
         \x20 status:     active\n\
         \x20 first day:  2021-01\n\
         \x20 last day:   indefinite\n\
         \x20 after a:    a gap of 0 to 30 days\n"
    );
    assert_eq!(
        sandbox.mou(&["chain", "b", "-o", "json"]).to_text(),
        r#"{
  "id": "b",
  "agreements": [
    {
      "id": "a",
      "title": "T",
      "status": "succeeded",
      "first_day": "2019-01-01",
      "ends": "2020-12-31"
    },
    {
      "id": "b",
      "title": "T",
      "status": "active",
      "first_day": "2021-01",
      "ends": "indefinite"
    }
  ],
  "links": [
    {
      "prior": "a",
      "successor": "b",
      "gap_days_min": 0,
      "gap_days_max": 30,
      "gap": "a gap of 0 to 30 days"
    }
  ]
}
"#
    );
}

#[test]
fn gap_is_a_number_a_range_or_missing_as_far_as_dates_are_known() {
    let signed = |day: &str| format!(r#","signed":"{day}","term":"indefinite""#);
    let ends = |day: &str| format!(r#","signed":"2019-01-01","end":"{day}""#);
    for (of_a, of_b, gap) in [
        (ends("2020-12-31"), signed("2021-01-01"), r#""gap_days":0,"gap":"seamless""#),
        (ends("2020-12-31?"), signed("2021-01-01~"), r#""gap_days":0,"gap":"seamless""#),
        (ends("2020-12-31"), signed("2021-01-02"), r#""gap_days":1,"gap":"a gap of 1 day""#),
        (ends("2020-12-31"), signed("2020-12-31"), r#""gap_days":-1,"gap":"an overlap of 1 day""#),
        (
            ends("2020-12"),
            signed("2021-01-01"),
            r#""gap_days_min":0,"gap_days_max":30,"gap":"a gap of 0 to 30 days""#,
        ),
        (
            ends("2020-11"),
            signed("2021-01"),
            r#""gap_days_min":31,"gap_days_max":90,"gap":"a gap of 31 days to 3 months""#,
        ),
        (
            ends("2020-12-31"),
            signed("2020-12"),
            r#""gap_days_min":-31,"gap_days_max":-1,"gap":"an overlap of 1 to 31 days""#,
        ),
        (
            ends("2021-01"),
            signed("2021-01-06"),
            r#""gap_days_min":-26,"gap_days_max":4,"gap":"between an overlap of 26 days and a gap of 4 days""#,
        ),
        (
            ends("2021"),
            signed("2021"),
            r#""gap_days_min":-365,"gap_days_max":363,"gap":"between an overlap of 12 months and a gap of 12 months""#,
        ),
        (
            signed("2019-01-01"),
            signed("2021"),
            r#""gap":"cannot be computed: the end of a is indefinite""#,
        ),
        (
            r#","signed":"2019-01-01""#.to_owned(),
            signed("2021"),
            r#""gap":"cannot be computed: the end of a is not known""#,
        ),
        (
            ends("2020"),
            signed("unknown"),
            r#""gap":"cannot be computed: the first day of b is not known""#,
        ),
        (ends("2020"), String::new(), r#""gap":"cannot be computed: b is a draft""#),
    ] {
        let sandbox = pair(&of_a, &of_b);
        let link = format!(r#"{{"prior":"a","successor":"b",{gap}}}"#);
        for command in ["chain", "show"] {
            let output = sandbox.mou(&[command, "b", "-o", "jsonl"]).success();
            let links = output.split_once(r#""links":["#).unwrap().1;
            assert_eq!(links.split_once(']').unwrap().0, link, "{command}: {of_a} and {of_b}");
        }
    }
}

#[test]
fn show_names_partial_dates_as_ranges_of_days() {
    let sandbox = pair(
        r#","signed":"2020-02","term":"P1Y""#,
        r#","signed":"2021-11","term":"P5Y","notice":"P1M","activities":[{"n":1,"title":"Report","due":"2026"}]"#,
    );
    assert_eq!(
        sandbox.mou(&["show", "a"]).to_text(),
        "id:            a\n\
         title:         T\n\
         status:        succeeded\n\
         ends:          2021-02 (5 years ago)\n\
         partners:      A\n\
         \x20              B\n\
         succeeded by:  b\n\
         \n\
         record\n\
         \x20 kind:     MoU\n\
         \x20 parties:  A\n\
         \x20           B\n\
         \x20 signed:   2020-02\n\
         \x20 term:     1 year\n\
         \x20 contact:  mei\n\
         \n\
         lineage\n\
         \x20 a: 2020-02 to 2021-02, succeeded\n\
         \x20 └─ b: 2021-11 to 2026-11, active\n\
         \x20    a gap of 8 to 9 months\n"
    );
    assert_eq!(
        sandbox.mou(&["show", "b"]).to_text(),
        "id:        b\n\
         title:     T\n\
         status:    active\n\
         ends:      2026-11 (this month)\n\
         act by:    2026-10 (22 days ago)\n\
         partners:  A\n\
         \x20          B\n\
         idle:      no activity recorded for 4 years\n\
         flags:     expiring, dormant\n\
         \n\
         record\n\
         \x20 kind:      MoU\n\
         \x20 parties:   A\n\
         \x20            B\n\
         \x20 signed:    2021-11\n\
         \x20 term:      5 years\n\
         \x20 notice:    1 month\n\
         \x20 contact:   mei\n\
         \x20 succeeds:  a\n\
         \n\
         activities\n\
         \x20 1:  Report (due 2026)\n\
         \n\
         lineage\n\
         \x20 a: 2020-02 to 2021-02, succeeded\n\
         \x20 └─ b: 2021-11 to 2026-11, active\n\
         \x20    a gap of 8 to 9 months\n\
         \n\
         reminders\n\
         \x20 next:  due now: 1 month before the act-by date, 2026-10\n"
    );
    assert_eq!(
        sandbox.mou(&["activity", "show", "b/1"]).to_text(),
        "id:         b/1\ntitle:      Report\nagreement:  b: T\ndue:        2026 (this year)\n"
    );
}

#[test]
fn distance_to_a_partial_date_names_no_day() {
    for (end, today, away) in [
        ("2026-11-22", "2026-11-22", "today"),
        ("2026-11-22?", "2026-11-22", "today"),
        ("2026-11-23", "2026-11-22", "tomorrow"),
        ("2026-11-21", "2026-11-22", "yesterday"),
        ("2026-12-03~", "2026-11-22", "in 11 days"),
        ("2026-11-19", "2026-11-22", "3 days ago"),
        ("2026-11", "2026-10-31", "in 1 day at the earliest"),
        ("2026-11", "2026-10-21", "in 11 days at the earliest"),
        ("2026-11", "2026-11-01", "this month"),
        ("2026-11", "2026-11-30", "this month"),
        ("2026-11?", "2026-11-22", "this month"),
        ("2026-11", "2026-12-01", "1 day ago"),
        ("2026-11", "2026-12-12", "12 days ago"),
        ("2026", "2025-12-31", "in 1 day at the earliest"),
        ("2026", "2025-01-01", "in 12 months at the earliest"),
        ("2026~", "2026-01-01", "this year"),
        ("2026", "2026-12-31", "this year"),
        ("2026", "2027-01-01", "1 day ago"),
    ] {
        let sandbox = sandbox(&agreement("a", &format!(r#","signed":"2020-01-01","end":"{end}""#)));
        let output = sandbox.mou(&["show", "a", "--as-of", today]).success();
        let line = output.lines().find_map(|line| line.strip_prefix("ends:")).unwrap();
        assert_eq!(line.trim_start(), format!("{end} ({away})"), "on {today}");
    }
}

#[test]
fn overview_and_expiring_name_partial_ends_as_ranges_of_days() {
    let dormant = r#","activities":[{"n":1,"title":"Visit","on":"2026-11-01"}]"#;
    let signed = |members: &str| format!(r#","signed":"2020-01-01"{members}{dormant}"#);
    let agreements = [
        agreement("in-force", &signed(r#","end":"2026-11""#)),
        agreement("lapsed", &signed(r#","end":"2026-10""#)),
        agreement("next", &signed(r#","end":"2027","notice":"P1Y""#)),
        agreement("to-come", &signed(r#","end":"2026-12""#)),
    ];
    let sandbox = sandbox(&agreements.join(","));
    assert_eq!(
        sandbox.mou(&[]).to_text(),
        "4 agreements on 2026-11-22: 3 active, 1 expired\n\
         \n\
         ending: 3 to act on or to end within 6 months\n\
         \x20 2026     this year    A; B  T  next\n\
         \x20 2026-11  this month   A; B  T  in-force\n\
         \x20 2026-12  in 9+ days   A; B  T  to-come\n\
         \n\
         lapsed: 1 without a successor or a decision\n\
         \x20 2026-10  22 days ago  A; B  T  lapsed\n"
    );
    assert_eq!(
        sandbox.mou(&["expiring"]).to_text(),
        "id        title  partners  status  ends     act_by\n\
         next      T      A; B      active  2027     2026\n\
         in-force  T      A; B      active  2026-11  2026-11\n\
         to-come   T      A; B      active  2026-12  2026-12\n"
    );
    assert_eq!(
        sandbox
            .mou(&["expiring", "--columns", "id,ends_in_days,act_in_days", "-o", "csv"])
            .success(),
        "id,ends_in_days,act_in_days\nnext,40,0\nin-force,0,0\nto-come,9,9\n"
    );
}

#[test]
fn renew_prints_the_certain_or_possible_gap_after_the_previous_last_day() {
    let lapsed = agreement("a", r#","signed":"2019-01-01","end":"2024-07-04""#);
    let lapsed_in_a_month = agreement("a", r#","signed":"2019-01-01","end":"2024-07""#);
    for (agreement, flags, messages) in [
        (
            &lapsed,
            "--end 2030-01-01 --on 2024-07-06",
            "Renewed a: it ends on 2030-01-01.\n\
             There is a gap of 1 day after the previous last day, 2024-07-04.\n",
        ),
        (&lapsed, "--end 2030-01-01 --on 2024-07-05", "Renewed a: it ends on 2030-01-01.\n"),
        (
            &lapsed,
            "--end 2030-01-01 --on 2024-08",
            "Renewed a: it ends on 2030-01-01.\n\
             There is a gap of 27 to 57 days after the previous last day, 2024-07-04.\n",
        ),
        (
            &lapsed_in_a_month,
            "--end 2030-01-01 --on 2024-08-01",
            "Renewed a: it ends on 2030-01-01.\n\
             There is a gap of 0 to 30 days after the previous last day, 2024-07.\n",
        ),
        (
            &lapsed_in_a_month,
            "--term 6y --on 2024-07-06 --from 2024-07-06",
            "Renewed a: it ends on 2030-07-06.\n\
             There may be a gap of up to 4 days after the previous last day, 2024-07.\n",
        ),
    ] {
        let sandbox = sandbox(agreement);
        let mut args = vec!["renew", "a"];
        args.extend(flags.split(' '));
        assert_eq!(sandbox.mou(&args).stderr, messages, "{flags}");
    }
}

#[test]
fn renew_new_of_several_prints_the_gap_after_each() {
    let ended =
        |id: &str, end: &str| agreement(id, &format!(r#","signed":"2019-01-01","end":"{end}""#));
    let sandbox = sandbox(&[ended("a", "2024-07-04"), ended("b", "2024-07")].join(","));
    let output = sandbox.mou(&["renew", "a", "b", "--new", "--signed", "2024-08-01"]);
    assert_eq!(
        output.to_text(),
        "a-b-2024\na-b-2024-2\n--- stderr\n\
         Added a-b-2024, which succeeds a.\n\
         There is a gap of 27 days after the last day of a, 2024-07-04.\n\
         Added a-b-2024-2, which succeeds b.\n\
         There is a gap of 0 to 30 days after the last day of b, 2024-07.\n"
    );
}

#[test]
fn renew_new_prints_the_certain_or_possible_gap_after_the_predecessor() {
    let ended = |end: &str| agreement("a", &format!(r#","signed":"2019-01-01","end":"{end}""#));
    for (agreement, signed, gap) in [
        (ended("2024-07-04"), "2024-07-05", ""),
        (ended("2024-07-04"), "2024-07-01", ""),
        (
            ended("2024-07-04"),
            "2025-06-01",
            "There is a gap of 10 months (331 days) after the last day of a, 2024-07-04.\n",
        ),
        (
            ended("2024-07"),
            "2024-08-01",
            "There is a gap of 0 to 30 days after the last day of a, 2024-07.\n",
        ),
        (
            ended("2024-07"),
            "2024",
            "There may be a gap of up to 6 months (182 days) after the last day of a, 2024-07.\n",
        ),
        (agreement("a", r#","signed":"2019-01-01""#), "2024-07-05", ""),
        (agreement("a", r#","signed":"2019-01-01","term":"indefinite""#), "2024-07-05", ""),
        // It renews automatically until the successor takes effect, and not afterwards.
        (
            agreement("a", r#","signed":"2019-01-01","term":"P1Y","renewal":{"every":"P1Y"}"#),
            "2024-07-05",
            "",
        ),
        (ended("2024-07-04"), "unknown", ""),
        (
            ended("2024-07-04"),
            "2027-01-01",
            "It is a draft: until it is signed, it does not replace its predecessor.\n\
             warning: `b`: the signing date, 2027-01-01, is in the future\n",
        ),
    ] {
        let sandbox = sandbox(&agreement);
        let output = sandbox.mou(&["renew", "a", "--new", "--id", "b", "--signed", signed]);
        let expected = format!("b\n--- stderr\nAdded b, which succeeds a.\n{gap}");
        assert_eq!(output.to_text(), expected, "{agreement} and {signed}");
        let link = sandbox.mou(&["chain", "b"]).success();
        assert_eq!(link.contains("a gap of"), !gap.is_empty() && !gap.contains("draft"), "{link}");
    }
}
