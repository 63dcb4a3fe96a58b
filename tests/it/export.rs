//! `export` to spreadsheets, calendars and other programs.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::sandbox::{Sandbox, example};

/// Three agreements in force: one that renews automatically unless notice is given, one without an end and
/// with a review every two years, and one with a partial end.
const REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "0192f3c4",
  "owner": "GovTech",
  "agreements": [
    {
      "id": "month-2024",
      "title": "Exchange; of officers, 東京",
      "kind": "exchange of letters",
      "parties": [
        {
          "name": "GovTech"
        },
        {
          "name": "Tokyo",
          "role": "host"
        }
      ],
      "signed": "2024-03",
      "term": "P3Y",
      "tags": [
        "asia, east"
      ],
      "activities": [
        {
          "n": 1,
          "title": "Report",
          "due": "2027-01-31",
          "status": "planned"
        },
        {
          "n": 2,
          "title": "Summer school",
          "from": "2027-07-05",
          "until": "2027-07-09",
          "status": "planned"
        },
        {
          "n": 3,
          "title": "=Kick-off",
          "on": "2024-04-01",
          "status": "done"
        }
      ]
    },
    {
      "id": "open-2023",
      "title": "Framework",
      "kind": "MoU",
      "parties": [
        {
          "name": "GovTech"
        },
        {
          "name": "GDS"
        }
      ],
      "signed": "2023-02-01",
      "term": "indefinite",
      "review": "P2Y"
    },
    {
      "id": "renewing-2024",
      "title": "Data sharing",
      "kind": "MoU",
      "parties": [
        {
          "name": "GovTech"
        },
        {
          "name": "GDS"
        }
      ],
      "signed": "2024-08-01",
      "term": "P3Y",
      "renewal": {
        "every": "P1Y",
        "max": 2
      },
      "notice": "P3M",
      "lead": [
        "P2W"
      ],
      "contact": "Mei"
    }
  ]
}
"#;

fn event(uid: &str, stamp: &str, sequence: u32, days: (&str, &str), rest: &str) -> String {
    format!(
        "BEGIN:VEVENT\nUID:{uid}@0192f3c4\nDTSTAMP:{stamp}T000000Z\nSEQUENCE:{sequence}\n\
         DTSTART;VALUE=DATE:{}\nDTEND;VALUE=DATE:{}\n{rest}END:VEVENT\n",
        days.0, days.1
    )
}

const FREE_TIME: &str = "TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n";

/// Returns an alarm at 9 in the morning, this many days before an event.
fn alarm(days: u32, what: &str) -> String {
    let trigger = format!("-P{}DT15H", days - 1);
    let description = folded(&format!("DESCRIPTION:{what}"));
    format!("BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:{trigger}\n{description}\nEND:VALARM\n")
}

#[test]
fn calendar_has_last_days_act_by_dates_reviews_obligations_and_plans() {
    let output = Sandbox::with_registry(REGISTRY).mou(&["export", "ics"]).success();
    let head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//mou//registry 1//EN\nUID:0192f3c4\n\
        NAME:Agreements of GovTech\nX-WR-CALNAME:Agreements of GovTech\nCOLOR:teal\n\
        REFRESH-INTERVAL;VALUE=DURATION:P1D\nX-PUBLISHED-TTL:P1D\n";
    let month = "CATEGORIES:MoU,exchange of letters,asia\\, east\n";
    let under = "Under: Exchange\\; of officers\\, 東京";
    let report = format!(
        "SUMMARY:Due: Report\n{}\n{month}{FREE_TIME}",
        folded(&format!("DESCRIPTION:{under}\\nmou activity show month-2024/1"))
    );
    let review = format!(
        "SUMMARY:Review due: Framework\nDESCRIPTION:Parties: GovTech\\; GDS\\nmou show open-2023\n\
         CATEGORIES:MoU\n{FREE_TIME}{}{}",
        alarm(184, "Review due: Framework"),
        alarm(31, "Review due: Framework")
    );
    let what = "Exchange of letters ends: Exchange\\; of officers\\, 東京 (2027-03)";
    let month_end = format!(
        "SUMMARY:{what}\nDESCRIPTION:Parties: GovTech\\; Tokyo\\nmou show month-2024\n{month}{FREE_TIME}{}{}",
        alarm(181, what),
        alarm(28, what)
    );
    let clause = "DESCRIPTION:Parties: GovTech\\; GDS\\nContact: Mei\\nRenewal: automatic\\, for 1 year\\\
        , at most 2 times\\nNotice: 3 months\\nmou show renewing-2024";
    let notice = format!(
        "SUMMARY:Last day to give notice: Data sharing\n{}\nCATEGORIES:MoU\n{FREE_TIME}{}",
        folded(&clause.replacen(
            "DESCRIPTION:",
            "DESCRIPTION:On a weekend: the Friday before is 2027-04-30\\n",
            1
        )),
        alarm(14, "Last day to give notice: Data sharing")
    );
    let end = format!(
        "SUMMARY:MoU ends\\, or renews automatically: Data sharing\n{}\nCATEGORIES:MoU\n{FREE_TIME}",
        folded(clause)
    );
    let school = format!(
        "SUMMARY:Summer school\n{}\n{month}{FREE_TIME}",
        folded(&format!("DESCRIPTION:{under}\\nmou activity show month-2024/2"))
    );
    let expected = [
        head.to_owned(),
        event("month-2024.activity-1", "20240401", 0, ("20270131", "20270201"), &report),
        event("open-2023.review", "20230201", 0, ("20270201", "20270202"), &review),
        event("month-2024.end", "20240401", 0, ("20270301", "20270302"), &month_end),
        event("renewing-2024.notice", "20240801", 0, ("20270501", "20270502"), &notice),
        event("month-2024.activity-2", "20240401", 0, ("20270705", "20270710"), &school),
        event("renewing-2024.end", "20240801", 0, ("20270801", "20270802"), &end),
        "END:VCALENDAR\n".to_owned(),
    ];
    assert_eq!(output, expected.concat().replace('\n', "\r\n"));
}

/// Folds a line as RFC 5545 requires: at most 75 octets; continuation lines begin with a space.
fn folded(line: &str) -> String {
    let (mut text, mut length) = (String::new(), 0);
    for letter in line.chars() {
        if length + letter.len_utf8() > 75 {
            text.push_str("\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text
}

#[test]
fn unchanged_calendar_entry_is_kept_and_changed_entry_gets_the_next_sequence() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let output = sandbox.mou(&["export", "ends.ics", "--as-of", "2026-01-10"]);
    assert_eq!(output.to_text(), "--- stderr\nWrote 6 dates to `ends.ics`.\n");
    let first = sandbox.read("ends.ics");

    let output = sandbox.mou(&["export", "ends.ics", "--as-of", "2026-05-05"]);
    let same = "Wrote 6 dates (0 new, 0 changed, 6 the same, 0 gone) to `ends.ics`.";
    assert_eq!(output.to_text(), format!("--- stderr\n{same}\n"));
    assert_eq!(sandbox.read("ends.ics"), first);

    let _ = sandbox.mou(&["edit", "renewing-2024", "--title", "Data sharing, again"]).success();
    let output = sandbox.mou(&["export", "ends.ics", "--as-of", "2026-06-06"]);
    let changed = "Wrote 6 dates (0 new, 2 changed, 4 the same, 0 gone) to `ends.ics`.";
    assert_eq!(output.to_text(), format!("--- stderr\n{changed}\n"));
    let second = sandbox.read("ends.ics");
    assert_eq!(second.matches("DTSTAMP:20260606T000000Z\r\nSEQUENCE:1\r\n").count(), 2);
    for (one, two) in events(&first).zip(events(&second)) {
        assert_eq!(one == two, !one.contains("UID:renewing"), "{two}");
    }

    let _ = sandbox.mou(&["terminate", "renewing-2024", "--on", "2026-07-01"]).success();
    let output = sandbox.mou(&["export", "ends.ics", "--as-of", "2027-02-15"]);
    let gone = "Wrote 3 dates (0 new, 1 changed, 2 the same, 3 gone) to `ends.ics`.";
    assert_eq!(output.to_text(), format!("--- stderr\n{gone}\n"));
    // The next review replaces the past one and keeps its id.
    assert!(sandbox.read("ends.ics").contains("SEQUENCE:1\r\nDTSTART;VALUE=DATE:20290201\r\n"));
}

fn events(calendar: &str) -> impl Iterator<Item = &str> {
    calendar.split("BEGIN:VEVENT").skip(1)
}

#[test]
fn file_that_is_not_a_calendar_of_the_registry_is_not_replaced() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let other =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:dentist@home\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    for (text, why) in [
        ("Dear all", "the existing file is not a calendar"),
        (other, "the existing calendar contains events that are not from this registry"),
    ] {
        sandbox.write("mine.ics", text);
        let output = sandbox.mou(&["export", "mine.ics"]);
        let expected = format!(
            "--- stderr\nerror: `mine.ics` was not replaced: {why}\n\
             hint: name another file, or replace this one with `--force`\n--- exit 1\n"
        );
        assert_eq!(output.to_text(), expected);
        assert_eq!(sandbox.read("mine.ics"), text);
    }
    sandbox.write("mine.ics", "");
    let _ = sandbox.mou(&["export", "mine.ics"]).success();
}

#[test]
fn settled_agreement_has_its_last_day_without_alarm() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let _ = sandbox.mou(&["notice", "renewing-2024", "--on", "2026-10-01"]).success();
    let output =
        sandbox.mou(&["export", "ics", "--party", "gds", "--ends-since", "2020"]).success();
    assert_eq!(output.matches("BEGIN:VEVENT").count(), 1, "{output}");
    assert!(output.contains("SUMMARY:MoU ends: Data sharing\r\n"), "{output}");
    assert!(output.contains("SEQUENCE:1\r\n") && !output.contains("VALARM"), "{output}");
}

#[test]
fn alarms_ring_at_nine_in_the_morning_at_each_lead_time() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let triggers = |args: &[&str]| {
        let output = sandbox.mou(args).success();
        let found = output.lines().filter_map(|line| line.strip_prefix("TRIGGER:"));
        found.collect::<Vec<_>>().join(" ")
    };
    // The review is on 2027-02-01, the notice on 2027-05-01 with a lead of two weeks.
    assert_eq!(triggers(&["export", "ics", "--party", "gds"]), "-P183DT15H -P30DT15H -P13DT15H");
    let _ = sandbox.mou(&["config", "lead", "1y", "90d", "1d", "1w"]).success();
    assert_eq!(
        triggers(&["export", "ics", "--party", "gds"]),
        "-P364DT15H -P89DT15H -P6DT15H -P0DT15H -P13DT15H"
    );
    let _ = sandbox.mou(&["edit", "renewing-2024", "--lead", "1m", "--lead", "30d"]).success();
    assert_eq!(
        triggers(&["export", "ics", "--party", "gds"]),
        "-P364DT15H -P89DT15H -P6DT15H -P0DT15H -P29DT15H"
    );
}

#[test]
fn upcoming_agreement_has_its_first_day_in_the_calendar() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let output =
        sandbox.mou(&["export", "ics", "--as-of", "2024-08-01", "--tag", "none"]).success();
    assert!(!output.contains("VEVENT"));
    let _ = sandbox.mou(&["edit", "open-2023", "--effective", "2027-01-01"]).success();
    let output = sandbox.mou(&["export", "ics"]).success();
    assert!(output.contains("SUMMARY:MoU takes effect: Framework\r\n"), "{output}");
}

#[test]
fn csv_has_a_byte_order_mark_escaped_formulas_and_every_field() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let output = sandbox.mou(&["export", "csv", "--party", "tokyo"]).success();
    let (head, row) = output.split_once("\r\n").unwrap();
    assert!(head.starts_with("\u{feff}id,title,kind,parties,signed,"));
    assert!(head.ends_with(",activities,status,ends,act_by,ends_in_days,act_in_days,partners,succeeded_by,idle_days,flags"));
    assert!(row.starts_with(
        "month-2024,\"Exchange; of officers, 東京\",exchange of letters,\
         \"[{\"\"name\"\":\"\"GovTech\"\"},{\"\"name\"\":\"\"Tokyo\"\",\"\"role\"\":\"\"host\"\"}]\",2024-03,"
    ));
    assert!(row.ends_with("\r\n"));

    let _ = sandbox
        .mou(&["edit", "open-2023", "--title", "=1+1", "--area", "a; b", "--area", "c"])
        .success();
    let output = sandbox.mou(&["export", "csv", "--no-bom", "--text", "1+1"]).success();
    assert!(output.starts_with("id,title,"), "{output}");
    assert!(output.contains("\r\nopen-2023,'=1+1,MoU,GovTech; GDS,2023-02-01,"), "{output}");
    assert!(output.contains(",a\\; b; c,"), "{output}");
    let output = sandbox.mou(&["export", "tsv", "--no-bom", "--text", "1+1"]).success();
    assert!(output.contains("\r\nopen-2023\t'=1+1\tMoU\tGovTech; GDS\t2023-02-01\t"), "{output}");
}

#[test]
fn exported_json_equals_the_list_output() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    for format in ["json", "jsonl"] {
        let listed = sandbox.mou(&["list", "-o", format]).success();
        assert_eq!(sandbox.mou(&["export", format]).success(), listed);
        let _ = sandbox.mou(&["export", &format!("all.{format}")]).success();
        assert_eq!(sandbox.read(&format!("all.{format}")), listed);
    }
}

#[test]
fn export_on_the_same_day_gives_the_same_bytes() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    for ending in ["csv", "tsv", "xlsx", "json", "jsonl", "ics"] {
        let (one, two) = (format!("one.{ending}"), format!("two.{ending}"));
        let _ = sandbox.mou(&["export", &one]).success();
        if ending == "xlsx" {
            // Times in a zip file have steps of two seconds.
            std::thread::sleep(std::time::Duration::from_millis(2_100));
        }
        let _ = sandbox.mou(&["export", &two]).success();
        assert_eq!(fs::read(sandbox.path(&one)).unwrap(), fs::read(sandbox.path(&two)).unwrap());
    }
}

#[cfg(unix)] // links and modes
#[test]
fn export_replaces_the_file_behind_a_link_and_keeps_its_mode() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let mode = |name: &str| fs::metadata(sandbox.path(name)).unwrap().permissions().mode() & 0o777;
    let _ = sandbox.shell("umask 027; mou export new.csv");
    assert_eq!(mode("new.csv"), 0o640);

    sandbox.write("old.csv", "");
    fs::set_permissions(sandbox.path("old.csv"), fs::Permissions::from_mode(0o664)).unwrap();
    symlink("old.csv", sandbox.path("link.csv")).unwrap();
    let output = sandbox.mou(&["export", "link.csv"]);
    assert_eq!(output.to_text(), "--- stderr\nWrote 3 agreements to `link.csv`.\n");
    assert!(sandbox.path("link.csv").is_symlink());
    assert_eq!((mode("old.csv"), sandbox.read("old.csv")), (0o664, sandbox.read("new.csv")));
    assert_eq!(sandbox.files(), ["link.csv", "new.csv", "old.csv", "registry.json"]);
}

#[test]
fn export_does_not_overwrite_any_registry() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    sandbox.write("other.json", REGISTRY);
    for (name, error) in [
        ("registry.json", "`registry.json` belongs to the registry"),
        ("registry.log.jsonl", "`registry.log.jsonl` belongs to the registry"),
        ("other.json", "`other.json` is a registry, which an export must not replace"),
        ("none/mous.csv", "there is no folder `none`"),
    ] {
        let output = sandbox.mou(&["export", name]);
        assert!(
            output.stderr.starts_with(&format!("error: {error}\nhint: ")),
            "{}",
            output.to_text()
        );
        assert_eq!((output.code, output.stdout.as_str()), (1, ""));
    }
    assert_eq!(sandbox.registry(), REGISTRY);
    assert_eq!(sandbox.read("other.json"), REGISTRY);
}

#[test]
fn export_without_a_format_is_wrong_usage() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    for to in ["mous", "-", "mous.pdf", "mous.ics.gz", "/dev/stdout"] {
        let output = sandbox.mou(&["export", to]);
        assert_eq!(
            output.to_text(),
            format!(
                "--- stderr\nerror: `{to}` does not name a format; use csv, tsv, xlsx, json, jsonl \
                 or ics, or a file that ends in one of them\nhint: `mou export csv` writes to \
                 standard output, `mou export mous.csv` to a file\n--- exit 2\n"
            )
        );
    }
    assert_eq!(sandbox.files(), ["registry.json"]);
}

#[test]
fn registry_without_a_uid_is_exported_with_a_warning() {
    let sandbox = Sandbox::with_registry(&REGISTRY.replace("  \"uid\": \"0192f3c4\",\n", ""));
    let output = sandbox.mou(&["export", "ics"]);
    assert_eq!(
        output.stderr,
        "warning: the registry has no `uid`: dates in the calendar of another registry may get the same ids\n"
    );
    assert!(output.success().contains("UID:open-2023.review@mou.invalid\r\n"));
}

#[test]
fn exported_registry_is_imported_unchanged() {
    let fixture = include_str!("../clients/registry.json");
    for registry in [REGISTRY, fixture, &example("registry.json"), &example("uk-singapore.json")] {
        let sandbox = Sandbox::with_registry(registry);
        for ending in ["csv", "tsv", "xlsx", "json", "jsonl"] {
            let _ = sandbox.mou(&["export", &format!("out.{ending}")]).success();
            let back = Sandbox::with_registry(&emptied(registry));
            back.write(
                &format!("in.{ending}"),
                fs::read(sandbox.path(&format!("out.{ending}"))).unwrap(),
            );
            let _ = back.mou(&["import", &format!("in.{ending}")]).success();
            assert_eq!(back.registry(), registry, "{ending}");
        }
    }
}

/// Returns the registry without its agreements.
fn emptied(registry: &str) -> String {
    let (head, _) = registry.split_once("  \"agreements\": [").unwrap();
    format!("{head}  \"agreements\": []\n}}\n")
}

#[test]
fn only_a_file_that_mou_wrote_is_replaced() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    for name in ["a.csv", "a.tsv", "a.xlsx", "a.json", "a.jsonl", "a.ics"] {
        let _ = sandbox.mou(&["export", name]).success();
        // What was exported of other agreements or on another day is mou's, too.
        let _ = sandbox.mou(&["export", name, "--tag", "none", "--as-of", "2027-01-01"]).success();
        let _ = sandbox.mou(&["export", name]).success();
        for other in ["Partner;Until\nTartu;2027\n", "[{\"name\":\"Tartu\"}]", "PK\u{3}\u{4}"] {
            sandbox.write(name, other);
            let output = sandbox.mou(&["export", name]);
            assert_eq!(output.code, 1, "{name}: {output:?}");
            let hint = "hint: name another file, or replace this one with `--force`";
            assert_eq!(output.stderr.lines().last(), Some(hint), "{name}");
            assert_eq!(sandbox.read(name), other);
        }
        let _ = sandbox.mou(&["export", name, "--force"]).success();
        let _ = sandbox.mou(&["export", name]).success();
    }
    let output = sandbox.mou(&["export", "registry.json", "--force"]);
    assert_eq!((output.code, sandbox.registry().as_str()), (1, REGISTRY), "{output:?}");
}

#[cfg(unix)] // python3
#[test]
fn workbook_that_a_person_changed_is_still_recognised() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let _ = sandbox.mou(&["export", "a.xlsx"]).success();
    let repack = "import zipfile; \
        old = zipfile.ZipFile('a.xlsx'); new = zipfile.ZipFile('b.xlsx', 'w', zipfile.ZIP_DEFLATED); \
        [new.writestr(name, old.read(name)) for name in sorted(old.namelist())]; new.close()";
    assert_eq!(
        sandbox.program("python3".as_ref(), &["-c", repack]).status().unwrap().code(),
        Some(0)
    );
    let _ = sandbox.mou(&["export", "b.xlsx"]).success();
}

#[test]
fn columns_and_the_separator_are_chosen() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let export = |flags: &[&str]| sandbox.mou(&[&["export"], flags].concat());
    let text = export(&["csv", "--columns", "id, tags,kind", "--separator", ";"]).success();
    let expected = "\u{feff}id;tags;kind\r\nmonth-2024;asia, east;exchange of letters\r\n\
        open-2023;;MoU\r\nrenewing-2024;;MoU\r\n";
    assert_eq!(text, expected);
    let text = export(&["csv", "--columns", "title", "--separator", ";", "--no-bom"]).success();
    assert_eq!(text, "title\r\n\"Exchange; of officers, 東京\"\r\nFramework\r\nData sharing\r\n");
    let text = export(&["csv", "--columns", "id,kind", "--separator", r"\t", "--no-bom"]).success();
    assert_eq!(text, export(&["tsv", "--columns", "id,kind", "--no-bom"]).success());
    let text = export(&["jsonl", "--columns", "id,kind"]).success();
    assert_eq!(text.lines().nth(1), Some(r#"{"id":"open-2023","kind":"MoU"}"#));
    let output = export(&["few.xlsx", "--columns", "id,title"]).success();
    assert_eq!(output, "");
    for (flags, message) in [
        (
            &["csv", "--separator", ";;"][..],
            "`--separator`: `;;` is not accepted; write one character that \
            is no letter, digit, space or \", such as ; or | or \\t for a tab",
        ),
        (
            &["csv", "--separator", "x"],
            "`--separator`: `x` is not accepted; write one character that \
            is no letter, digit, space or \", such as ; or | or \\t for a tab",
        ),
        (&["csv", "--separator", ""], "`--separator` is empty; write a value"),
        (&["a.xlsx", "--separator", ";"], "`--separator` is for CSV only"),
        (&["ics", "--columns", "id"], "`--columns`: a calendar has no columns"),
    ] {
        let output = export(flags);
        let first = output.stderr.lines().next();
        assert_eq!((first, output.code), (Some(format!("error: {message}").as_str()), 2));
    }
    let output = export(&["csv", "--columns", "id,titel"]);
    let (message, hint) = output.stderr.split_once('\n').unwrap();
    assert!(
        message.starts_with(
            "error: `--columns`: there is no column `titel`; the columns are id, title,"
        )
    );
    assert_eq!((hint, output.code), ("hint: did you mean `title`?\n", 2));
    assert!(!sandbox.path("a.xlsx").exists());
}
