//! `mou remind`: which reminders come due and when, and how they are printed.

mod memory;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// An agreement or an obligation for each kind and state of a reminder on 2026-11-22.
const EACH_STATE: &str = r#"{
  "format": "mou-registry", "version": 1, "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "owner": "Own",
  "agreements": [
    { "id": "agreed", "title": "Renewed if agreed", "parties": [{ "name": "Own" }, { "name": "Hanoi" }],
      "signed": "2024-02-28", "term": "P3Y", "notice": "P1M", "contact": "mei@example.org",
      "renewal": { "every": "P2Y", "by": "agreement" },
      "events": [{ "kind": "decided", "on": "2026-10-01", "decision": "renew", "by": "Board" }] },
    { "id": "ends", "title": "Ends on a weekend", "parties": [{ "name": "Own" }, { "name": "Alpha" }],
      "signed": "2024-01-10", "end": "2027-01-10", "contact": "Mei <mei@example.org>" },
    { "id": "in-notice", "title": "In its notice period", "signed": "2024-01-10", "term": "P3Y",
      "parties": [{ "name": "Own" }, { "name": "Beta" }, { "name": "Gamma" }], "notice": "P3M",
      "contact": "Mei <mei@example.org>" },
    { "id": "lapsed", "title": "Ran out", "parties": [{ "name": "Own" }, { "name": "Delta" }],
      "signed": "2023-11-10", "term": "P3Y" },
    { "id": "missed", "title": "Too late for notice", "parties": [{ "name": "Own" }, { "name": "Eta" }],
      "signed": "2024-01-15", "term": "P3Y", "renewal": { "every": "P1Y" }, "notice": "P3M",
      "contact": "Ärger, Tom" },
    { "id": "month", "title": "Known to the month", "parties": [{ "name": "Own" }, { "name": "Theta" }],
      "signed": "2024-03", "term": "P3Y", "contact": " " },
    { "id": "open", "title": "Reviewed every year", "parties": [{ "name": "Own" }, { "name": "Iota" }],
      "signed": "2023-12-10", "term": "indefinite", "review": "P1Y", "contact": "Mei <mei@example.org>" },
    { "id": "renews", "title": "Renews", "parties": [{ "name": "Own" }, { "name": "Kappa" }],
      "signed": "2024-05-01", "term": "P3Y", "renewal": { "every": "P1Y" }, "notice": "P3M",
      "contact": "Mei <mei@example.org>" },
    { "id": "settled", "title": "Notice given", "parties": [{ "name": "Own" }, { "name": "Lambda" }],
      "signed": "2024-01-10", "end": "2027-01-10", "contact": "Zoe",
      "events": [{ "kind": "notice", "on": "2026-06-01", "by": "Own" }],
      "activities": [
        { "n": 1, "title": "Final report", "due": "2026-12-31", "status": "planned" },
        { "n": 2, "title": "Audit", "due": "2026-11-21", "status": "ongoing", "contact": "Tom" },
        { "n": 3, "title": "Done", "due": "2026-11-30", "status": "done" },
        { "n": 4, "title": "Not stated", "due": "2026-11-30" } ] }
  ] }"#;

#[test]
fn reminder_of_each_state_names_what_when_who_and_the_next_command() {
    let sandbox = Sandbox::with_registry(EACH_STATE);
    let expected = "\
11 reminders on 2026-11-22

Ärger, Tom

  notice was due by 2026-10-15 (38 days ago): Too late for notice
    with Eta
    It is too late for notice. It renews automatically after 2027-01-15 for 1 year.
    mou why missed

Mei <mei@example.org>

  review overdue since 2025-12-10 (11 months ago): Reviewed every year
    with Iota
    No review is recorded.
    mou activity add open Review --kind review --on today

  act by 2026-10-10 (43 days ago): In its notice period
    with Beta and Gamma
    It ends on 2027-01-10, unless it is renewed or succeeded.
    mou renew in-notice --term 3y
    or mou decide in-notice lapse --by NAME

  review due 2026-12-10 (in 18 days): Reviewed every year
    with Iota
    It is the next review: the agreement has no end.
    mou activity add open Review --kind review --on today

  act by 2027-01-10 (in 49 days; on a weekend, the Friday before is 2027-01-08): Ends on a weekend
    with Alpha
    It ends then, unless it is renewed or succeeded.
    mou renew ends --end DATE
    or mou decide ends lapse --by NAME

  act by 2027-02-01 (in 2 months): Renews
    with Kappa
    Without notice by then, it renews automatically after 2027-05-01 for 1 year.
    mou notice renews --by NAME
    or mou decide renews renew --by NAME

mei@example.org

  act by 2027-01-28 (in 2 months): Renewed if agreed
    with Hanoi
    It ends on 2027-02-28, unless it is renewed or succeeded. It can be renewed for 2 years by agreement. It was decided to renew it.
    mou renew agreed
    or mou decide agreed lapse --by NAME

Tom

  overdue since 2026-11-21 (yesterday): Audit
    with Lambda
    It is an obligation under `Notice given`, and not recorded as done.
    mou activity done settled/2

Zoe

  due by 2026-12-31 (in 39 days): Final report
    with Lambda
    It is an obligation under `Notice given`.
    mou activity done settled/1

no contact recorded

  lapsed on 2026-11-10 (12 days ago): Ran out
    with Delta
    It ended without a successor or a decision.
    mou renew lapsed --term 3y
    or mou decide lapsed lapse --by NAME

  act by 2027-03 (in 3 months at the earliest): Known to the month
    with Theta
    It ends then, unless it is renewed or succeeded.
    mou renew month --term 3y
    or mou decide month lapse --by NAME
";
    assert_eq!(sandbox.mou(&["remind", "-q"]).to_text(), expected);
}

#[test]
fn reminders_fit_a_terminal_and_show_control_characters() {
    let text = EACH_STATE.replace(
        "Ends on a weekend",
        "A title with \\u001b[31m that is longer than a line of eighty columns, \
            so that it is continued on the next one",
    );
    let sandbox = Sandbox::with_registry(&text);
    for width in [2_usize, 10, 20, 23, 24, 40, 60, 80] {
        let output = sandbox.mou(&["remind", "--dry-run", "-q", "--width", &width.to_string()]);
        let text = output.success();
        assert!(!text.contains('\u{1b}'), "{text}");
        let widest = text.lines().map(unicode_width::UnicodeWidthStr::width).max();
        assert!(widest <= Some(width), "{width}:\n{text}");
    }
    let text = sandbox.mou(&["remind", "--dry-run", "-q", "--width", "60"]).success();
    let lines = text.lines().skip_while(|line| !line.contains("act by 2027-01-10"));
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    assert_eq!(
        lines.join("\n"),
        "  act by 2027-01-10 (in 49 days; on a weekend, the Friday
  before is 2027-01-08): A title with \\u{1b}[31m that is
  longer than a line of eighty columns, so that it is
  continued on the next one
    with Alpha
    It ends then, unless it is renewed or succeeded.
    mou renew ends --end DATE
    or mou decide ends lapse --by NAME"
    );
}

/// Returns the members of each reminder, in the order of the output.
fn reminders(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns id, kind, deadline, state and lead times of each reminder.
fn brief(jsonl: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let leads = |reminder: &Value| {
        let leads = reminder["leads"].as_array().map(|leads| leads.iter().map(text).collect());
        leads.map_or_else(|| "passed".to_owned(), |leads: Vec<String>| leads.join(","))
    };
    let brief = |reminder: Value| {
        let [id, kind, deadline, state] =
            ["id", "kind", "deadline", "state"].map(|name| text(&reminder[name]));
        format!("{id} {kind} {deadline} {state} {}", leads(&reminder))
    };
    reminders(jsonl).into_iter().map(brief).collect()
}

/// Runs `mou remind -o jsonl` on a day, and returns what it gives in brief.
fn on(sandbox: &Sandbox, day: &str, args: &[&str]) -> Vec<String> {
    let output = sandbox.mou(&[&["remind", "--as-of", day, "-q", "-o", "jsonl"], args].concat());
    brief(&output.success())
}

#[test]
fn json_has_the_same_reminders_with_their_members() {
    let sandbox = Sandbox::with_registry(EACH_STATE);
    let lines = sandbox.mou(&["remind", "-n", "-q", "-o", "jsonl"]).success();
    assert_eq!(
        lines.lines().next().unwrap(),
        r#"{"id":"missed","kind":"act-by","deadline":"2026-10-15","in_days":-38,"state":"missed","title":"Too late for notice","partners":["Eta"],"contact":"Ärger, Tom"}"#
    );
    assert_eq!(
        lines.lines().nth(2).unwrap(),
        r#"{"id":"in-notice","kind":"act-by","deadline":"2026-10-10","in_days":-43,"leads":["P6M","P1M"],"state":"coming","title":"In its notice period","partners":["Beta","Gamma"],"contact":"Mei <mei@example.org>"}"#
    );
    assert_eq!(
        brief(&lines),
        [
            "missed act-by 2026-10-15 missed passed",
            "open review 2025-12-10 overdue passed",
            "in-notice act-by 2026-10-10 coming P6M,P1M",
            "open review 2026-12-10 coming P6M,P1M",
            "ends act-by 2027-01-10 coming P6M",
            "renews act-by 2027-02-01 coming P6M",
            "agreed act-by 2027-01-28 coming P6M",
            "settled/2 obligation 2026-11-21 overdue passed",
            "settled/1 obligation 2026-12-31 coming P6M",
            "lapsed end 2026-11-10 lapsed passed",
            "month act-by 2027-03 coming P6M",
        ]
    );
    let array = sandbox.mou(&["remind", "-n", "-q", "-o", "json"]).success();
    let array: Vec<Value> = serde_json::from_str(&array).unwrap();
    assert_eq!(array, reminders(&lines));
    let empty = sandbox.mou(&["remind", "-n", "-q", "--tag", "none", "-o", "json"]);
    assert_eq!(empty.to_text(), "[]\n");
}

/// Returns a sandbox with one agreement that has these members.
fn single(members: &str) -> Sandbox {
    Sandbox::with_registry(&format!(
        r#"{{ "format": "mou-registry", "version": 1, "agreements": [
            {{ "id": "a", "title": "A", "parties": [{{ "name": "Kyoto" }}], {members} }} ] }}"#
    ))
}

/// What is given on each of some days, one after the other.
type Walk<'w> = &'w [(&'w str, &'w [&'w str])];

#[track_caller]
fn assert_walk(members: &str, walk: Walk<'_>) {
    let sandbox = single(members);
    for (day, expected) in walk {
        assert_eq!(on(&sandbox, day, &[]), *expected, "{members} on {day}");
        assert_eq!(on(&sandbox, day, &[]), [""; 0], "again on {day}");
    }
}

#[test]
fn act_by_date_is_given_at_each_lead_time_and_its_end_once_when_it_has_lapsed() {
    assert_walk(
        r#""signed": "2024-01-10", "end": "2027-01-10""#,
        &[
            ("2026-07-09", &[]),
            ("2026-07-10", &["a act-by 2027-01-10 coming P6M"]),
            ("2026-12-09", &[]),
            ("2026-12-10", &["a act-by 2027-01-10 coming P1M"]),
            ("2027-01-10", &[]),
            ("2027-01-11", &["a end 2027-01-10 lapsed passed"]),
            ("2028-01-10", &[]),
        ],
    );
}

#[test]
fn missed_runs_lose_nothing_and_lead_times_that_have_come_together_are_one_reminder() {
    let members = r#""signed": "2024-01-10", "end": "2027-01-10""#;
    assert_walk(
        members,
        &[
            ("2027-01-10", &["a act-by 2027-01-10 coming P6M,P1M"]),
            ("2028-01-10", &["a end 2027-01-10 lapsed passed"]),
        ],
    );
    // A deadline that passed more than a year ago is not worth a reminder.
    assert_walk(members, &[("2028-01-11", &[])]);
    assert_walk(members, &[("2028-01-10", &["a end 2027-01-10 lapsed passed"])]);
}

#[test]
fn notice_is_missed_when_it_is_too_late_and_the_next_period_brings_new_reminders() {
    assert_walk(
        r#""signed": "2024-02-28", "term": "P3Y", "renewal": { "every": "P1Y" }, "notice": "P6M""#,
        &[
            ("2026-07-28", &["a act-by 2026-08-28 coming P6M,P1M"]),
            // Notice on 31 August is in time: six months later it is 28 February.
            ("2026-08-31", &[]),
            ("2026-09-01", &["a act-by 2026-08-28 missed passed"]),
            ("2027-02-28", &[]),
            ("2027-03-01", &["a act-by 2027-08-28 coming P6M"]),
        ],
    );
    // Notice is still in time on the days after the act-by date.
    assert_walk(
        r#""signed": "2024-02-28", "term": "P3Y", "renewal": { "every": "P1Y" }, "notice": "P6M""#,
        &[("2026-08-30", &["a act-by 2026-08-28 coming P6M,P1M"])],
    );
}

#[test]
fn agreement_recorded_in_its_notice_period_is_given_before_it_ends() {
    assert_walk(
        r#""signed": "2024-01-10", "term": "P3Y", "notice": "P3M""#,
        &[
            ("2026-11-29", &["a act-by 2026-10-10 coming P6M,P1M"]),
            ("2027-01-10", &[]),
            ("2027-01-11", &["a end 2027-01-10 lapsed passed"]),
        ],
    );
}

#[test]
fn review_comes_due_and_is_overdue_until_one_is_recorded() {
    let members = r#""signed": "2023-03-01", "term": "indefinite", "review": "P1Y""#;
    assert_walk(
        members,
        &[
            ("2024-02-29", &["a review 2024-03-01 coming P6M,P1M"]),
            ("2024-03-01", &[]),
            ("2024-03-02", &["a review 2024-03-01 overdue passed"]),
            ("2024-09-01", &["a review 2025-03-01 coming P6M"]),
            ("2025-03-02", &["a review 2025-03-01 overdue passed"]),
        ],
    );
    let reviewed = format!(
        r#"{members}, "activities": [{{ "n": 1, "title": "R", "kind": "review", "on": "2024-02-20" }}]"#
    );
    assert_walk(
        &reviewed,
        &[
            ("2024-02-29", &["a review 2024-03-01 coming P6M,P1M"]),
            ("2024-03-02", &[]),
            ("2025-02-01", &["a review 2025-03-01 coming P6M,P1M"]),
            ("2025-03-02", &["a review 2025-03-01 overdue passed"]),
        ],
    );
    // A review day that is known to the month is overdue when the month is over.
    assert_walk(
        r#""signed": "2023-03", "term": "indefinite", "review": "P1Y""#,
        &[
            ("2024-02-01", &["a review 2024-03 coming P6M,P1M"]),
            ("2024-03-31", &[]),
            ("2024-04-01", &["a review 2024-03 overdue passed"]),
            ("2025-03-31", &["a review 2025-03 coming P6M,P1M"]),
            ("2025-04-01", &["a review 2025-03 overdue passed"]),
        ],
    );
}

#[test]
fn obligation_is_given_whatever_the_status_of_the_agreement() {
    let due =
        r#""activities": [{ "n": 7, "title": "Report", "due": "2026-12", "status": "planned" }]"#;
    for members in [
        "",
        r#""signed": "2020-01-01", "term": "P1Y","#,
        r#""signed": "2020-01-01", "events": [{ "kind": "terminated", "on": "2021-01-01" }],"#,
        r#""signed": "2020-01-01", "events": [{ "kind": "suspended", "on": "2021-01-01" }],"#,
        r#""signed": "2020-01-01", "effective": "pending","#,
    ] {
        assert_walk(
            &format!("{members} {due}"),
            &[
                ("2026-05-31", &[]),
                ("2026-06-01", &["a/7 obligation 2026-12 coming P6M"]),
                ("2026-12-31", &["a/7 obligation 2026-12 coming P1M"]),
                ("2027-01-01", &["a/7 obligation 2026-12 overdue passed"]),
            ],
        );
    }
}

#[test]
fn settled_agreement_is_silent() {
    let end = r#""signed": "2024-01-10", "end": "2027-01-10""#;
    for event in [
        r#"{ "kind": "notice", "on": "2026-02-01", "by": "Kyoto" }"#,
        r#"{ "kind": "terminated", "on": "2026-02-01", "by": "Kyoto", "end": "2026-12-31" }"#,
        r#"{ "kind": "decided", "on": "2026-02-01", "decision": "lapse", "by": "Board" }"#,
    ] {
        let members = format!(r#"{end}, "events": [{event}]"#);
        let silent = ["2026-07-10", "2027-01-10", "2027-01-11"].map(|day| (day, &[][..]));
        assert_walk(&members, &silent);
    }
    // Nor are a draft, one that is pending, and one that has a signed successor.
    assert_walk(r#""term": "P1Y""#, &[("2027-01-01", &[])]);
    let pending = r#""signed": "2024-01-10", "effective": "pending", "end": "2027-01-10""#;
    assert_walk(pending, &[("2027-01-01", &[])]);
    let sandbox = single(end);
    let args = ["renew", "a", "--new", "--signed", "2026-05-01", "--effective", "2027-01-11"];
    sandbox.mou(&[&args[..], &["--end", "2030-01-10", "--id", "b"]].concat()).success();
    assert_eq!(on(&sandbox, "2026-08-01", &[]), [""; 0]);
}

#[test]
fn lead_times_of_the_agreement_come_before_those_of_the_registry() {
    let end = r#""signed": "2024-01-10", "end": "2027-01-10""#;
    // Unsorted, and two that are equal in other words.
    assert_walk(
        &format!(r#"{end}, "lead": ["P2W", "P12M", "P1Y", "P14D"]"#),
        &[
            ("2026-01-09", &[]),
            ("2026-01-10", &["a act-by 2027-01-10 coming P12M"]),
            ("2026-12-27", &["a act-by 2027-01-10 coming P2W"]),
        ],
    );
    let sandbox = single(end);
    sandbox.mou(&["config", "lead", "3m", "10d"]).success();
    assert_eq!(on(&sandbox, "2026-10-09", &[]), [""; 0]);
    assert_eq!(on(&sandbox, "2026-10-10", &[]), ["a act-by 2027-01-10 coming P3M"]);
    // A lead time is a part of what makes two reminders the same.
    sandbox.mou(&["config", "lead", "90d,3m"]).success();
    assert_eq!(on(&sandbox, "2026-10-11", &[]), [""; 0]);
    sandbox.mou(&["edit", "a", "--lead", "4m", "--lead", "3m"]).success();
    assert_eq!(on(&sandbox, "2026-10-12", &[]), ["a act-by 2027-01-10 coming P4M"]);
    assert_eq!(on(&sandbox, "2026-10-12", &["--again"]), ["a act-by 2027-01-10 coming P4M,P3M"]);
    sandbox.mou(&["edit", "a", "--clear", "lead"]).success();
    assert_eq!(on(&sandbox, "2026-10-12", &[]), ["a act-by 2027-01-10 coming P90D"]);
}

#[test]
fn renewal_brings_new_reminders_and_undo_repeats_none() {
    let sandbox = single(r#""signed": "2024-01-10", "end": "2027-01-10""#);
    assert_eq!(on(&sandbox, "2026-12-20", &[]), ["a act-by 2027-01-10 coming P6M,P1M"]);
    sandbox.mou(&["renew", "a", "--end", "2027-05-10", "--on", "2026-12-20"]).success();
    assert_eq!(on(&sandbox, "2026-12-21", &[]), ["a act-by 2027-05-10 coming P6M"]);
    sandbox.mou(&["undo"]).success();
    assert_eq!(on(&sandbox, "2026-12-22", &[]), [""; 0]);
}

#[test]
fn filters_again_dry_run_and_exit_code_remember_what_they_print() {
    let sandbox = Sandbox::with_registry(EACH_STATE);
    let count = |args: &[&str]| on(&sandbox, "2026-11-22", args).len();
    assert_eq!(count(&["--dry-run"]), 11);
    assert!(!sandbox.files().contains(&"registry.reminders.jsonl".to_owned()));
    assert_eq!(count(&["--contact", "mei"]), 6);
    assert_eq!(count(&["--contact", "mei"]), 0);
    assert_eq!(count(&["--contact", "mei", "--again"]), 6);
    assert_eq!(count(&["--dry-run", "--again"]), 11);
    // With -q and --exit-code nothing is printed, so that nothing is given.
    for _ in 0..2 {
        let output = sandbox.mou(&["remind", "-q", "--exit-code"]);
        assert_eq!(output.to_text(), "--- exit 4\n");
    }
    let output = sandbox.mou(&["remind", "--exit-code", "-o", "jsonl", "--party", "Delta"]);
    assert_eq!((output.stdout.lines().count(), output.code), (1, 4), "{}", output.to_text());
    assert_eq!(count(&["--again", "--flag", "notice-missed"]), 1);
    assert_eq!(count(&[]), 3);
    for args in [&["remind"][..], &["remind", "--exit-code"], &["remind", "-q", "--exit-code"]] {
        assert_eq!(sandbox.mou(args).to_text(), "", "{args:?}");
    }
    assert_eq!(sandbox.mou(&["remind", "-o", "json"]).to_text(), "[]\n");
}

#[test]
fn unknown_filter_value_and_format_are_reported() {
    let sandbox = Sandbox::with_registry(EACH_STATE);
    assert_eq!(
        sandbox.mou(&["remind", "--party", "Alpa"]).to_text(),
        "--- stderr\nwarning: no agreement matches `--party Alpa`; did you mean `Alpha`?\n"
    );
    let output = sandbox.mou(&["remind", "-o", "table"]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{}", output.to_text());
}

#[test]
fn show_has_the_next_reminder_and_those_given() {
    let sandbox =
        single(r#""signed": "2024-01-10", "end": "2027-01-10", "lead": ["P1Y", "P1M", "P1W"]"#);
    let block = |day: &str| {
        let text = sandbox.mou(&["show", "a", "--as-of", day]).success();
        text.split_once("\nreminders\n").map(|(_, block)| block.to_owned()).unwrap_or_default()
    };
    assert_eq!(
        block("2026-01-09"),
        "  next:  2026-01-10 (tomorrow): 1 year before the act-by date, 2027-01-10\n"
    );
    assert_eq!(
        block("2026-12-11"),
        "  next:  due now: 1 month before the act-by date, 2027-01-10\n"
    );
    assert_eq!(on(&sandbox, "2026-12-11", &[]).len(), 1);
    let given = "  given:  2026-12-11: 1 year before the act-by date, 2027-01-10\n          \
        2026-12-11: 1 month before the act-by date, 2027-01-10\n";
    assert_eq!(
        block("2026-12-12"),
        format!(
            "  next:   2027-01-03 (in 22 days): 1 week before the act-by date, 2027-01-10\n{given}"
        )
    );
    assert_eq!(
        block("2027-02-01"),
        format!("  next:   due now: after the last day, 2027-01-10\n{given}")
    );
    let json = sandbox.mou(&["show", "a", "--as-of", "2026-12-12", "-o", "jsonl"]).success();
    let shown: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        shown["reminders"].to_string(),
        r#"{"given":[{"deadline":"2027-01-10","given":"2026-12-11","id":"a","kind":"act-by","lead":"P1Y"},{"deadline":"2027-01-10","given":"2026-12-11","id":"a","kind":"act-by","lead":"P1M"}],"next":{"deadline":"2027-01-10","id":"a","kind":"act-by","lead":"P1W","on":"2027-01-03"}}"#
    );
    let over = single(r#""signed": "2014-01-10", "end": "2017-01-10""#);
    let shown =
        over.mou(&["show", "a"]).success() + &over.mou(&["show", "a", "-o", "json"]).success();
    assert!(!shown.contains("reminders"), "{shown}");
}
