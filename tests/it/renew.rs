//! `renew`: extends an agreement, or adds a successor with `--new`.

use crate::sandbox::Sandbox;

/// Returns a registry of one agreement with these members after its id, title and parties.
fn registry(members: &str) -> String {
    format!(
        r#"{{"format":"mou-registry","version":1,"uid":"0192f3c4-0000-4000-8000-000000000000","agreements":[
{{"id":"kyoto","title":"Exchange of students","kind":"MoU","parties":[{{"name":"Kyoto"}},{{"name":"NUS"}}]{members}}}]}}"#
    )
}

fn sandbox(members: &str) -> Sandbox {
    Sandbox::with_registry(&registry(members)).with_variable("MOU_TODAY", "2025-06-01")
}

const SIGNED: &str = r#","signed":"2022-07-04","term":"P3Y""#;
const RENEWED: &str =
    r#","events":[{"kind":"renewed","on":"2025-05-01","term":"P1Y","note":"by letter"}]"#;

#[test]
fn renewal_term_counts_from_the_last_end() {
    let sandbox = sandbox(SIGNED);
    assert_eq!(
        sandbox.mou(&["renew", "kyoto", "--term", "3y", "--note", "by letter"]).to_text(),
        "kyoto: 2025-07-04 → 2028-07-04\n--- stderr\nRenewed kyoto: it ends on 2028-07-04.\n"
    );
    assert!(sandbox.registry().contains(
        "      \"events\": [\n        {\n          \"kind\": \"renewed\",\n          \
         \"on\": \"2025-06-01\",\n          \"term\": \"P3Y\",\n          \
         \"note\": \"by letter\"\n        }\n      ]\n"
    ));
    let listed = sandbox.mou(&["list", "--columns", "id,status,ends", "-o", "csv"]).success();
    assert_eq!(listed, "id,status,ends\nkyoto,active,2028-07-04\n");
}

#[test]
fn renewal_months_add_up_from_the_first_day_or_from_a_stated_end() {
    for (members, flags, line) in [
        (r#","signed":"2023-01-31","term":"P1M""#, "--term 1m", "2023-02-28 → 2023-03-31"),
        (r#","signed":"2024-02-29","term":"P1Y""#, "--term 3y", "2025-02-28 → 2028-02-29"),
        (r#","end":"2025-06-30""#, "--term 6m", "2025-06-30 → 2025-12-31"),
        (r#","signed":"2022-10","term":"P3Y""#, "--term 1y", "2025-10 → 2026-10"),
        (r#","signed":"2022-07-04""#, "--term 3y --from 2025-07-01", "not known → 2028-07-01"),
        (r#","signed":"2022-07-04""#, "--end 2028", "not known → 2028"),
        (SIGNED, "--term indefinite", "2025-07-04 → indefinite"),
        (
            r#","signed":"2022-07-04","term":"P1Y","renewal":{"every":"P1Y"}"#,
            "--term 3y",
            "2025-07-04 → 2028-07-04",
        ),
        (
            r#","signed":"2022-07-04","term":"P3Y","basis":"including""#,
            "--term 3y --from 2025-08-01",
            "2025-07-03 → 2028-07-31",
        ),
    ] {
        let mut args = vec!["renew", "kyoto", "--on", "2025-06-01"];
        args.extend(flags.split(' '));
        assert_eq!(sandbox(members).mou(&args).success(), format!("kyoto: {line}\n"), "{members}");
    }
}

#[test]
fn impossible_renewal_is_refused_with_the_right_command() {
    let ended =
        r#","signed":"2022-07-04","term":"P3Y","events":[{"kind":"terminated","on":"2024-01-01"}]"#;
    let notice =
        r#","signed":"2022-07-04","term":"P1Y","events":[{"kind":"notice","on":"2023-01-01"}]"#;
    let repeat = format!("{SIGNED}{RENEWED}");
    for (members, flags, code, message) in [
        (
            "",
            "--term 3y",
            1,
            "error: `kyoto` is a draft: no signing date is recorded\n\
             hint: `mou edit kyoto --signed DATE`\n",
        ),
        (
            r#","signed":"2026-01-01","term":"P1Y""#,
            "--term 3y",
            1,
            "error: `kyoto` is a draft: its signing date is on 2026-01-01\n\
             hint: `mou edit kyoto --signed DATE`\n",
        ),
        (
            SIGNED,
            "--term 3y --on 2022-07-03",
            1,
            "error: `kyoto` was not signed yet on 2022-07-03: it was signed on 2022-07-04\n\
             hint: `mou edit kyoto --signed DATE` corrects the signing date\n",
        ),
        (
            ended,
            "--term 3y",
            1,
            "error: `kyoto` was terminated on 2024-01-01\n\
             hint: `mou renew kyoto --new --signed DATE --term TERM` records what follows it\n",
        ),
        (
            notice,
            "--term 3y",
            1,
            "error: `kyoto` is terminated: by notice it ended on 2023-07-04\n\
             hint: `mou renew kyoto --new --signed DATE --term TERM` records what follows it\n",
        ),
        (
            r#","signed":"2022-07-04","term":"indefinite""#,
            "--term 3y",
            1,
            "error: `kyoto` is indefinite: it has no end to extend\n\
             hint: `mou notice kyoto` ends it\n",
        ),
        (
            &repeat,
            "--term 1y --on 2025-05-01",
            1,
            "error: `kyoto` already has this event: 2025-05-01 renewed, term 1 year\n\
             hint: `mou show kyoto`\n",
        ),
        (
            SIGNED,
            "--end 2025-07-04",
            1,
            "error: the new end, 2025-07-04, is not later than the end of `kyoto`, 2025-07-04\n\
             hint: `mou edit kyoto` corrects what is recorded\n",
        ),
        (
            r#","signed":"2022-07","term":"P3Y""#,
            "--end 2025-07-20",
            1,
            "error: the new end, 2025-07-20, is not later than the end of `kyoto`, 2025-07\n\
             hint: `mou edit kyoto` corrects what is recorded\n",
        ),
        (
            r#","signed":"2022-07-04""#,
            "--term 3y",
            1,
            "error: the end of `kyoto` is not known, so no term can be counted from it\n\
             hint: `mou renew kyoto --term TERM --from DATE`, or `--end DATE`\n",
        ),
        (
            r#","signed":"2022-07-04","end":"9990-01-01""#,
            "--term 10y",
            1,
            "error: `kyoto` would end past the year 9999\n",
        ),
        (
            SIGNED,
            "",
            2,
            "error: for how long? Give `--term 3y` or `--end DATE`, or `--new` to record a successor\nhint: `mou renew kyoto --term 3y`\n",
        ),
        (
            SIGNED,
            "--term 3y --end 2030",
            2,
            "error: `--term` cannot be combined with `--end`\n\
             hint: give either the additional term or the new last day\n",
        ),
        (SIGNED, "--term 3y --place Kyoto", 2, "error: `--place` requires `--new`\n"),
        (
            SIGNED,
            "--new --on 2025-01-01",
            2,
            "error: `--on` cannot be combined with `--new`, which records another agreement\n",
        ),
    ] {
        let sandbox = sandbox(members);
        let before = sandbox.registry();
        let mut args = vec!["renew", "kyoto"];
        args.extend(flags.split_whitespace());
        let expected = format!("--- stderr\n{message}--- exit {code}\n");
        assert_eq!(sandbox.mou(&args).to_text(), expected, "{members} {flags}");
        assert_eq!(sandbox.registry(), before);
    }
}

#[test]
fn renewal_prints_gaps_and_consequences() {
    for (members, flags, out, messages) in [
        (
            r#","signed":"2010-01-31","term":"P6M""#,
            "--term 20y",
            "kyoto: 2010-07-31 → 2030-07-31\n",
            "Renewed kyoto: it ends on 2030-07-31.\n\
             There is a gap of 14 years (5418 days) after the previous last day, 2010-07-31.\n",
        ),
        (
            r#","signed":"2022-07-04","term":"P2Y""#,
            "--end 2025-01-01",
            "kyoto: 2024-07-04 → 2025-01-01\n",
            "Renewed kyoto: it ends on 2025-01-01.\n\
             There is a gap of 10 months (331 days) after the previous last day, 2024-07-04.\n\
             warning: `kyoto` is still expired: its new last day, 2025-01-01, has passed\n",
        ),
        (
            r#","signed":"2022-07-04","term":"P3Y","events":[{"kind":"notice","on":"2025-05-01"}]"#,
            "--term 1y",
            "kyoto: 2025-07-04 → 2026-07-04\n",
            "Renewed kyoto: it ends on 2026-07-04.\n\
             The notice given on 2025-05-01 no longer holds.\n",
        ),
        (
            SIGNED,
            "--term 1y --on 2025-07-01",
            "kyoto: 2025-07-04 → 2026-07-04\n",
            "Renewed kyoto: it ends on 2026-07-04.\n\
             It counts from 2025-07-01; until then it ends on 2025-07-04.\n",
        ),
        (
            SIGNED,
            "--end 2025-07",
            "kyoto: 2025-07-04 → 2025-07\n",
            "Renewed kyoto: it ends in 2025-07.\n\
             warning: it is not certain that 2025-07 is later than 2025-07-04\n",
        ),
    ] {
        let mut args = vec!["renew", "kyoto"];
        args.extend(flags.split(' '));
        let expected = format!("{out}--- stderr\n{messages}");
        assert_eq!(sandbox(members).mou(&args).to_text(), expected, "{members} {flags}");
    }
}

#[test]
fn dry_run_of_renew_shows_the_change_and_writes_nothing() {
    let sandbox = sandbox(SIGNED);
    let before = sandbox.registry();
    assert_eq!(
        sandbox.mou(&["renew", "kyoto", "--end", "2028-07-04", "-n"]).to_text(),
        "kyoto\n  events: (none) → 2025-06-01 renewed, end 2028-07-04\n\
         kyoto: 2025-07-04 → 2028-07-04\n--- stderr\nDry run, nothing was written.\n\
         Would renew kyoto: it would end on 2028-07-04.\n"
    );
    assert_eq!(sandbox.registry(), before);
    assert_eq!(sandbox.files(), ["registry.json"]);
}

#[test]
fn several_agreements_are_renewed_together_or_not_at_all() {
    let sandbox = Sandbox::with_example().with_variable("MOU_TODAY", "2025-06-01");
    let before = sandbox.registry();
    let output = sandbox
        .mou_with_input("gds-govtech-2022\ngds-govtech-2019\n", &["renew", "-", "--term", "1y"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
    assert_eq!(sandbox.registry(), before);
    let output = sandbox
        .mou_with_input("gds-govtech-2022\ngds-govtech-2019\n", &["renew", "-", "--end", "2030"]);
    assert_eq!(
        output.to_text(),
        "gds-govtech-2022: 2025-07-04 → 2030\ngds-govtech-2019: not known → 2030\n--- stderr\n\
         Renewed gds-govtech-2022: it ends in 2030.\nRenewed gds-govtech-2019: it ends in 2030.\n\
         warning: `gds-govtech-2019` is still succeeded, by gds-govtech-2022; did you mean to renew that one?\n"
    );
}

#[test]
fn successor_inherits_parties_and_subject_but_no_dates() {
    let sandbox = Sandbox::with_registry(
        r#"{"format":"mou-registry","version":1,"uid":"0192f3c4-0000-4000-8000-000000000000","agreements":[
{"id":"frame","title":"Frame","kind":"treaty","parties":[{"name":"A"},{"name":"B"}],"signed":"2000"},
{"id":"old","title":"Exchange","kind":"LoI","parties":[
  {"name":"Alpha","short":"A","country":"JP","role":"depositary","signed":"2020-01-01","joined":"2020"},
  {"name":"Beta","left":"2023"},{"name":"Gamma","left":"2029"}],
 "signed":"2020-01-01","place":"Kyoto","effective":"2020-02-01","term":"P5Y","end":"2025-02-01",
 "renewal":{"every":"P1Y"},"notice":"P3M","review":"P1Y","areas":["law"],"tags":["eu"],
 "contact":"mei","under":"frame","related":["x"],"notes":"n","fields":{"k":"v"}}]}"#,
    )
    .with_variable("MOU_TODAY", "2025-06-01");
    assert_eq!(
        sandbox.mou(&["renew", "old", "--new", "--signed", "2025-05-01", "--term", "3y"]).to_text(),
        "a-gamma-2025\n--- stderr\nAdded a-gamma-2025, which succeeds old.\n"
    );
    let expected = r#"    {
      "id": "a-gamma-2025",
      "title": "Exchange",
      "kind": "LoI",
      "parties": [
        {
          "name": "Alpha",
          "short": "A",
          "country": "JP",
          "role": "depositary"
        },
        {
          "name": "Gamma"
        }
      ],
      "signed": "2025-05-01",
      "term": "P3Y",
      "tags": [
        "eu"
      ],
      "contact": "mei",
      "succeeds": [
        "old"
      ],
      "under": "frame"
    },
"#;
    assert!(sandbox.registry().contains(expected), "{}", sandbox.registry());
    assert_eq!(
        sandbox.mou(&["renew", "old", "--new", "--signed", "2025-05-01", "--term", "3y"]).to_text(),
        "--- stderr\nerror: `a-gamma-2025` already exists with the same values\n\
         hint: `mou show a-gamma-2025`\n--- exit 1\n"
    );
}

#[test]
fn flags_for_a_successor_override_inherited_values() {
    let sandbox = sandbox(SIGNED);
    assert_eq!(
        sandbox
            .mou(&[
                "renew",
                "kyo",
                "--new",
                "--title",
                "Second",
                "--kind",
                "MoC",
                "--party",
                "ETH",
                "--contact",
                "li",
                "--id",
                "second",
            ])
            .to_text(),
        "second\n--- stderr\nAdded second, which succeeds kyoto.\n\
         It is a draft: until it is signed, it does not replace its predecessor.\n"
    );
    let row = sandbox.mou(&[
        "list",
        "second",
        "--columns",
        "title,kind,partners,contact,status,succeeds",
        "-o",
        "tsv",
    ]);
    assert_eq!(
        row.success(),
        "title\tkind\tpartners\tcontact\tstatus\tsucceeds\nSecond\tMoC\tETH\tli\tdraft\tkyoto\n"
    );
    assert_eq!(
        sandbox.mou(&["renew", "kyoto", "--new", "--id", "second"]).code,
        1,
        "the id is taken"
    );
}
