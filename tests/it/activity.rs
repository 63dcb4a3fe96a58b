//! The `activity` commands.

use crate::sandbox::Sandbox;

fn sandbox() -> Sandbox {
    Sandbox::with_example().with_variable("MOU_TODAY", "2025-06-01")
}

/// Runs `mou activity` with this line, split at spaces outside quotes.
fn activity(sandbox: &Sandbox, line: &str) -> crate::sandbox::CommandOutput {
    sandbox.shell(&format!("mou activity {line}"))
}

#[test]
fn added_activity_gets_the_next_number_and_a_status() {
    let sandbox = sandbox();
    for (line, id, row) in [
        ("Visit --on 2023-03-01", "gds-govtech-2022/1", "done,2023-03-01,,,"),
        ("Report --due +6m", "gds-govtech-2022/2", "planned,,,,2025-12-01"),
        (
            "Camp --from 2025-05-01 --until 2025-07",
            "gds-govtech-2022/3",
            "planned,,2025-05-01,2025-07,",
        ),
        ("Talk --on 2025-06", "gds-govtech-2022/4", "done,2025-06,,,"),
        ("Meeting --on tomorrow", "gds-govtech-2022/5", "planned,2025-06-02,,,"),
        ("Paper", "gds-govtech-2022/6", "done,,,,"),
        ("Pilot --status ongoing --due 2026", "gds-govtech-2022/7", "ongoing,,,,2026"),
    ] {
        let output = activity(&sandbox, &format!("add gds-govtech-2022 {line}"));
        let title = line.split(' ').next().unwrap();
        assert_eq!(output.to_text(), format!("{id}\n--- stderr\nAdded {id}, `{title}`.\n"));
        let columns = "--columns id,status,on,from,until,due -o csv";
        let listed = activity(&sandbox, &format!("list gds-govtech-2022 {columns}")).success();
        assert!(listed.contains(&format!("{id},{row}\n")), "{line}\n{listed}");
    }
    let _ = activity(&sandbox, "remove gds-govtech-2022/6 --yes").success();
    assert_eq!(activity(&sandbox, "add gds-govtech-2022 Next").success(), "gds-govtech-2022/8\n");
}

#[test]
fn activity_flags_are_stored_in_file_order() {
    let sandbox = sandbox();
    let _ = activity(
        &sandbox,
        "add gds-govtech-2022 'Study visit' --kind visit --from '1 March 2023' --until 2023-03-03 \
         --due 2023-04 --status done --known-by 2023-05 --area data --area identity --area data \
         --participant GDS --place London --outcome Agreed --reference 'Blog | https://x.org | 2023' \
         --contact mei --notes n --field budget=none",
    )
    .success();
    let expected = r#"      "activities": [
        {
          "n": 1,
          "title": "Study visit",
          "kind": "visit",
          "from": "2023-03-01",
          "until": "2023-03-03",
          "due": "2023-04",
          "status": "done",
          "known_by": "2023-05",
          "areas": [
            "data",
            "identity"
          ],
          "participants": [
            "GDS"
          ],
          "place": "London",
          "outcome": "Agreed",
          "references": [
            {
              "title": "Blog",
              "url": "https://x.org",
              "dated": "2023"
            }
          ],
          "contact": "mei",
          "notes": "n",
          "fields": {
            "budget": "none"
          }
        }
      ]
    }
"#;
    assert!(sandbox.registry().contains(expected), "{}", sandbox.registry());
    assert_eq!(
        activity(&sandbox, "show gds-govtech-2022/1").success(),
        "\
id:            gds-govtech-2022/1
title:         Study visit
agreement:     gds-govtech-2022: Memorandum of Understanding on digital government
kind:          visit
status:        done
from:          2023-03-01
until:         2023-03-03
due:           2023-04 (2 years ago)
known_by:      2023-05
areas:         data
               identity
participants:  GDS
place:         London
outcome:       Agreed
references:    Blog | https://x.org | 2023
contact:       mei
notes:         n
fields:        budget=none
"
    );
    let object = activity(&sandbox, "show gds-govtech-2022/1 -o jsonl").success();
    assert!(object.starts_with(r#"{"n":1,"title":"Study visit","kind":"visit","#), "{object}");
    assert!(
        object.ends_with(
            "\"id\":\"gds-govtech-2022/1\",\"agreement\":\"gds-govtech-2022\",\"overdue\":false}\n"
        ),
        "{object}"
    );
}

#[test]
fn activity_list_sorts_by_day_then_number_and_is_the_default() {
    let sandbox = sandbox();
    for n in 1..=11 {
        let _ = activity(&sandbox, &format!("add gds-govtech-2022 Talk{n} --on 2023-03")).success();
    }
    let ids = activity(&sandbox, "list gds-govtech-2022 -o ids").success();
    let expected: String = (1..=11).map(|n| format!("gds-govtech-2022/{n}\n")).collect();
    assert_eq!(ids, expected);
    assert_eq!(activity(&sandbox, "").success(), activity(&sandbox, "list").success());
    assert_eq!(
        activity(&sandbox, "list gds-govtech-2019").success(),
        "\
id                  title                                                                         status   on       due  until  kind
gds-govtech-2019/4  Meeting on national cloud strategies                                          done     2020-10              meeting
gds-govtech-2019/1  Knowledge exchanges on designing services around life events                  done                          exchange
gds-govtech-2019/2  Pilots towards mutual recognition of digital identities of the two countries  ongoing                       pilot
gds-govtech-2019/3  Support for a review of data security in Singapore's public sector            done                          review
"
    );
}

#[test]
fn activity_filters_select_and_unmatched_words_are_named() {
    let sandbox = sandbox();
    let _ =
        activity(&sandbox, "add gds-govtech-2022 'Yearly report' --due 2025-05-31 --contact mei")
            .success();
    let _ = activity(
        &sandbox,
        "add gds-govtech-2022 Camp --from 2024-06-01 --until 2024-06-30 --area Data",
    )
    .success();
    for (flags, ids) in [
        ("--overdue", "gds-govtech-2022/1\n"),
        ("--status planned", "gds-govtech-2022/1\n"),
        ("--status ongoing --status planned", "gds-govtech-2019/2\ngds-govtech-2022/1\n"),
        ("--since 2024-06-15 --until 2024", "gds-govtech-2022/2\n"),
        ("--contact MEI", "gds-govtech-2022/1\n"),
        ("--area data --party govtech --since 2024", "gds-govtech-2022/2\n"),
        ("--kind pilot", "gds-govtech-2019/2\n"),
        ("yearly", "gds-govtech-2022/1\n"),
        ("gds-govtech-2022 camp", "gds-govtech-2022/2\n"),
        ("--overdue --as-of 2025-05-31", ""),
    ] {
        assert_eq!(activity(&sandbox, &format!("list {flags} -o ids")).to_text(), ids, "{flags}");
    }
    assert_eq!(
        activity(&sandbox, "list gds-govtech-2022 zebra -o json").to_text(),
        "[]\n--- stderr\nwarning: no activity matches `zebra`\n"
    );
    assert_eq!(
        activity(&sandbox, "list gds-govtech-2021").to_text(),
        "--- stderr\nerror: there is no agreement `gds-govtech-2021`\n\
         hint: did you mean `gds-govtech-2022` or `gds-govtech-2019`?\n--- exit 3\n"
    );
    let alone = Sandbox::with_registry(&sandbox.registry().replace("gds-govtech-2019", "older"));
    assert_eq!(
        alone.mou(&["activity", "list", "old", "pilots", "-o", "ids"]).to_text(),
        "older/2\n--- stderr\n`old` is read as older.\n"
    );
}

#[test]
fn done_activity_gets_its_known_day() {
    let sandbox = sandbox();
    for line in [
        "Report --due 2025-12",
        "Visit --on 2025-05-20 --status planned",
        "Camp --from 2025-05-01 --status ongoing",
        "Talk --on 2026",
        "Paper",
    ] {
        let _ = activity(&sandbox, &format!("add gds-govtech-2022 {line}")).success();
    }
    for (line, expected) in [
        ("1", "Done: gds-govtech-2022/1, `Report`, on 2025-06-01.\n"),
        ("1", "gds-govtech-2022/1, `Report`, is done already: nothing to change.\n"),
        ("1 --outcome Sent", "Done: gds-govtech-2022/1, `Report`.\n"),
        ("2", "Done: gds-govtech-2022/2, `Visit`.\n"),
        (
            "3 --on 2025-04-30",
            "error: `--on`: 2025-04-30 is before the activity begins, 2025-05-01\n--- exit 1\n",
        ),
        ("3 --on 2025-05", "Done: gds-govtech-2022/3, `Camp`, in 2025-05.\n"),
        (
            "4",
            "Done: gds-govtech-2022/4, `Talk`.\n\
             warning: its date, 2026, is in the future; `--on` sets another\n",
        ),
        ("5", "gds-govtech-2022/5, `Paper`, is done already: nothing to change.\n"),
        ("5 --on yesterday", "Done: gds-govtech-2022/5, `Paper`, on 2025-05-31.\n"),
    ] {
        let output = activity(&sandbox, &format!("done gds-govtech-2022/{line}")).to_text();
        assert_eq!(output, format!("--- stderr\n{expected}"), "{line}");
    }
    assert_eq!(
        activity(
            &sandbox,
            "list gds-govtech-2022 --columns n,status,on,from,until,outcome --sort n -o csv"
        )
        .success(),
        "n,status,on,from,until,outcome\n1,done,2025-06-01,,,Sent\n2,done,2025-05-20,,,\n\
         3,done,,2025-05-01,2025-05,\n4,done,2026,,,\n5,done,2025-05-31,,,\n"
    );
}

#[test]
fn edited_activity_changes_only_the_given_fields() {
    let sandbox = sandbox();
    let edit = "edit gds-govtech-2019/4";
    for (flags, expected) in [
        ("--title Cloud --kind talk --clear on", "Corrected gds-govtech-2019/4.\n"),
        (
            "--add-area x --add-area x --remove-area SECURITY --remove-area none",
            "Corrected gds-govtech-2019/4.\nwarning: `--remove-area`: gds-govtech-2019/4 has no `none`\n",
        ),
        ("--participant A --add-field k=v --clear references", "Corrected gds-govtech-2019/4.\n"),
        ("--kind talk", "gds-govtech-2019/4 already has these values: nothing to change.\n"),
        (
            "--to gds-govtech-2019",
            "gds-govtech-2019/4 already has these values: nothing to change.\n",
        ),
        (
            "",
            "error: no field to change was given\n\
             hint: `mou activity edit ID/N --status done`, or `--to ID` to move it\n--- exit 2\n",
        ),
        (
            "--clear status",
            "error: `--clear`: `status` is not accepted; use kind, on, from, until, due, known_by, \
             areas, participants, place, outcome, references, contact, notes or fields\n--- exit 2\n",
        ),
        (
            "--from 2025 --until 2024",
            "error: `--until`: 2024 is before `--from`, 2025\n--- exit 2\n",
        ),
    ] {
        let output = activity(&sandbox, &format!("{edit} {flags}")).to_text();
        assert_eq!(output, format!("--- stderr\n{expected}"), "{flags}");
    }
    assert_eq!(
        activity(&sandbox, "show gds-govtech-2019/4 -o jsonl").success(),
        "{\"n\":4,\"title\":\"Cloud\",\"kind\":\"talk\",\"status\":\"done\",\"areas\":[\"standards\",\
         \"which data may be held in which environment\",\"x\"],\"participants\":[\"A\"],\
         \"fields\":{\"k\":\"v\"},\"id\":\"gds-govtech-2019/4\",\"agreement\":\"gds-govtech-2019\",\
         \"overdue\":false}\n"
    );
}

const REGISTRY_WITH_UNKNOWN_KEYS: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "0192f3c4-0000-4000-8000-000000000000",
  "agreements": [
    {
      "id": "a",
      "title": "A",
      "parties": [
        {
          "name": "A"
        }
      ],
      "activities": [
        {
          "n": 1,
          "title": "one"
        },
        {
          "cost": 1.10,
          "n": 7,
          "title": "seven",
          "big": 18446744073709551617
        }
      ]
    },
    {
      "id": "b",
      "title": "B",
      "parties": [
        {
          "name": "B"
        }
      ]
    }
  ]
}
"#;

#[test]
fn moved_activity_keeps_unknown_keys() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_UNKNOWN_KEYS);
    assert_eq!(
        activity(&sandbox, "edit a/7 --to b --title Seven").to_text(),
        "b/1\n--- stderr\nMoved a/7 to b/1.\n"
    );
    let moved = r#"          "name": "B"
        }
      ],
      "activities": [
        {
          "cost": 1.10,
          "n": 1,
          "title": "Seven",
          "big": 18446744073709551617
        }
      ]
"#;
    assert!(sandbox.registry().contains(moved), "{}", sandbox.registry());
    let _ = activity(&sandbox, "edit a/1 b/1 --to b").success();
    assert_eq!(activity(&sandbox, "list -o ids").success(), "b/1\nb/2\n");
    let _ = activity(&sandbox, "edit b/1 --to a").success();
    let _ = activity(&sandbox, "edit a/1 --title seven").success();
    let _ = activity(&sandbox, "edit b/2 --to a").success();
    assert!(sandbox.registry().contains("\"big\": 18446744073709551617"), "{}", sandbox.registry());
    for _ in 0..5 {
        let _ = sandbox.mou(&["undo"]).success();
    }
    assert_eq!(sandbox.registry(), REGISTRY_WITH_UNKNOWN_KEYS);
}

#[test]
fn removed_activity_needs_an_answer_or_a_flag() {
    let sandbox = sandbox();
    let before = sandbox.registry();
    assert_eq!(
        activity(&sandbox, "remove gds-govtech-2019/1").to_text(),
        "--- stderr\nerror: there is no terminal to confirm on; use `--yes` to remove without asking\n\
         hint: `--dry-run` shows what would be removed\n--- exit 2\n"
    );
    assert_eq!(
        activity(&sandbox, "remove gds-govtech-2019/9 --yes").to_text(),
        "--- stderr\nerror: there is no activity `gds-govtech-2019/9`\n\
         hint: the activities of `gds-govtech-2019` have the numbers 1, 2, 3 and 4\n--- exit 3\n"
    );
    assert_eq!(sandbox.registry(), before);
    assert_eq!(
        sandbox
            .mou_with_input(
                "gds-govtech-2019/1\ngds-govtech-2019/4\n",
                &["activity", "remove", "-", "--yes"]
            )
            .to_text(),
        "--- stderr\n\
         Removed gds-govtech-2019/1, `Knowledge exchanges on designing services around life events`.\n\
         Removed gds-govtech-2019/4, `Meeting on national cloud strategies`.\n"
    );
    let _ = sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), before);
}

#[test]
fn impossible_activity_is_refused() {
    for (line, code, message) in [
        (
            "add gds-govtech-2022 ' '",
            2,
            "error: `TITLE`: the value is blank; write a text that is not blank\n",
        ),
        (
            "add gds-govtech-2022 x --status doing",
            2,
            "error: `--status`: `doing` is not accepted; use planned, ongoing, done or cancelled\n",
        ),
        (
            "add gds-govtech-2022 x --place ' '",
            2,
            "error: `--place`: the value is blank; write a text that is not blank\n",
        ),
        (
            "add gds-govtech-2022 x --on 2023-02-29",
            2,
            "error: `--on`: `2023-02-29` is not a date: that month has 28 days; write a date \
             such as 2022-07-04, 2022-07, 2022, `4 July 2022`, today or +3m\n",
        ),
        (
            "show gds-govtech-2022",
            2,
            "error: `gds-govtech-2022` is not the id of an activity; write the id of an agreement and \
             a number from 1, such as gds-govtech-2022/1\nhint: `mou activity list` shows the ids\n",
        ),
        (
            "show gds-govtech-2022/1",
            3,
            "error: there is no activity `gds-govtech-2022/1`\n\
             hint: `mou activity add gds-govtech-2022 TITLE` records the first\n",
        ),
        (
            "edit gds-govtech-2019/1 --to nowhere",
            3,
            "error: there is no agreement `nowhere`\nhint: `mou list` shows all of them\n",
        ),
    ] {
        let sandbox = sandbox();
        let before = sandbox.registry();
        let expected = format!("--- stderr\n{message}--- exit {code}\n");
        assert_eq!(activity(&sandbox, line).to_text(), expected, "{line}");
        assert_eq!(sandbox.registry(), before);
    }
}
