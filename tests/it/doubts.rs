//! What is recorded although it may be a mistake: agreements that look alike, unlikely dates; and countries that
//! do not exist, which are refused.

use crate::sandbox::Sandbox;

fn add(sandbox: &Sandbox, title: &str, args: &str) -> String {
    let args: Vec<&str> = args.split_whitespace().collect();
    sandbox.mou(&[&["add", title], &args[..]].concat()).to_text()
}

/// A registry with one agreement and one draft.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let args =
        ["--party", "Kyoto University (KU) [JP]", "--party", "Porto", "--signed", "2024-05-01"];
    sandbox.mou(&[&["add", "Exchange"], &args[..]].concat()).success();
    sandbox.mou(&["add", "Draft", "--party", "Porto"]).success();
    sandbox
}

#[test]
fn an_agreement_with_the_same_parties_and_day_is_added_with_a_warning() {
    let alike = "it has the same parties and";
    for (title, args, output) in [
        (
            "Other",
            "--party KU --party Porto --signed 2024-05-01",
            format!(
                "ku-porto-2024-2\n--- stderr\nwarning: `ku-porto-2024-2` looks like `ku-porto-2024`: {alike} signing date\nAdded ku-porto-2024-2.\n"
            ),
        ),
        (
            "Other",
            "--party PORTO --party ku --signed 2024-05-01",
            format!(
                "ku-porto-2024-2\n--- stderr\nwarning: `ku-porto-2024-2` looks like `ku-porto-2024`: {alike} signing date\nAdded ku-porto-2024-2.\n"
            ),
        ),
        (
            "draft",
            "--party porto",
            format!(
                "porto-2\n--- stderr\nwarning: `porto-2` looks like `porto`: {alike} title\nAdded porto-2.\n"
            ),
        ),
        ("Draft 2", "--party porto", "porto-2\n--- stderr\nAdded porto-2.\n".to_owned()),
        (
            "Exchange",
            "--party KU --party Porto --signed 2024-05",
            "ku-porto-2024-2\n--- stderr\nAdded ku-porto-2024-2.\n".to_owned(),
        ),
        (
            "Exchange",
            "--party KU --signed 2024-05-01",
            "ku-2024\n--- stderr\nAdded ku-2024.\n".to_owned(),
        ),
        (
            "Exchange",
            "--party KU --party Porto --party Graz --signed 2024-05-01",
            "graz-ku-porto-2024\n--- stderr\nAdded graz-ku-porto-2024.\n".to_owned(),
        ),
    ] {
        assert_eq!(add(&sandbox(), title, args), output, "{args}");
    }
}

#[test]
fn if_absent_prints_the_recorded_id_and_changes_nothing() {
    for (title, args, id) in [
        ("Other", "--party KU --party Porto --signed 2024-05-01", "ku-porto-2024"),
        ("Draft", "--party Porto", "porto"),
        ("Other", "--party Graz --id porto", "porto"),
    ] {
        let sandbox = sandbox();
        let before = sandbox.registry();
        let said = format!("{id} is recorded already: nothing was added.\n");
        assert_eq!(
            add(&sandbox, title, &format!("{args} --if-absent")),
            format!("{id}\n--- stderr\n{said}")
        );
        assert_eq!(
            add(&sandbox, title, &format!("{args} --if-absent --dry-run")),
            format!("{id}\n--- stderr\nNothing would change.\n{said}")
        );
        assert_eq!(sandbox.registry(), before);
    }
    let sandbox = sandbox();
    let args = "--party Graz --signed 2020 --if-absent";
    assert_eq!(add(&sandbox, "New", args), "graz-2020\n--- stderr\nAdded graz-2020.\n");
    let before = sandbox.registry();
    assert_eq!(
        add(&sandbox, "New", args),
        "graz-2020\n--- stderr\ngraz-2020 is recorded already: nothing was added.\n"
    );
    assert_eq!(sandbox.registry(), before);
}

#[test]
fn unlikely_dates_are_recorded_with_a_warning() {
    for (args, warnings) in [
        ("--signed 2026-11-22", &[][..]),
        ("--signed 2026-11-23", &["the signing date, 2026-11-23, is in the future"]),
        ("--signed 2026-12", &["the signing date, 2026-12, is in the future"]),
        ("--signed 1926-11-22", &[]),
        ("--signed 1926-11-21", &["the signing date, 1926-11-21, is more than 100 years ago"]),
        ("--signed 1926", &[]),
        ("--signed 1799", &["the signing date, 1799, is before 1800"]),
        ("--signed 2127", &["the signing date, 2127, is more than 100 years ahead"]),
        (
            "--signed 2020 --effective 1799-12-31",
            &["the effective date, 1799-12-31, is before 1800"],
        ),
        ("--signed 2020 --end 2126-11-22", &[]),
        (
            "--signed 2020 --end 2126-11-23",
            &["the last day, 2126-11-23, is more than 100 years ahead"],
        ),
        (
            "--signed unknown --reference T|U|1066-10-14",
            &["the date of the source `T`, 1066-10-14, is before 1800"],
        ),
    ] {
        let sandbox = Sandbox::new();
        let output = add(&sandbox, "A", &format!("--party Porto --id a {args}"));
        let warnings: String =
            warnings.iter().map(|text| format!("warning: `a`: {text}\n")).collect();
        // Retroactive effect is listed by `check`, not warned of.
        assert_eq!(
            output,
            format!("a\n--- stderr\nnew registry `registry.json`\n{warnings}Added a.\n"),
            "{args}"
        );
    }
}

#[test]
fn an_unlikely_date_is_warned_of_once() {
    let sandbox = sandbox();
    let run = |line: &str| sandbox.mou(&line.split(' ').collect::<Vec<_>>()).to_text();
    assert_eq!(
        run("edit ku-porto-2024 --end 2200-01-01"),
        "--- stderr\nwarning: `ku-porto-2024`: the last day, 2200-01-01, is more than 100 years ahead\n\
         Changed ku-porto-2024: end.\n"
    );
    assert_eq!(
        run("edit ku-porto-2024 --contact mei"),
        "--- stderr\nChanged ku-porto-2024: contact.\n"
    );
    assert_eq!(
        run("renew ku-porto-2024 --end 2300-01-01"),
        "ku-porto-2024: 2200-01-01 → 2300-01-01\n--- stderr\nRenewed ku-porto-2024: it ends on 2300-01-01.\n\
         warning: `ku-porto-2024`: the last day of the event `renewed`, 2300-01-01, is more than 100 years ahead\n"
    );
    assert_eq!(
        run("activity add ku-porto-2024 Visit --on 1024-05-01"),
        "ku-porto-2024/1\n--- stderr\nAdded ku-porto-2024/1, `Visit`.\n\
         warning: its date, 1024-05-01, is before 1800\n"
    );
    assert_eq!(
        run("activity edit ku-porto-2024/1 --on 2226-05-01"),
        "--- stderr\nCorrected ku-porto-2024/1.\nwarning: its date, 2226-05-01, is more than 100 years ahead\n"
    );
    assert_eq!(
        run("activity edit ku-porto-2024/1 --place x"),
        "--- stderr\nCorrected ku-porto-2024/1.\n"
    );
}

#[test]
fn a_country_that_does_not_exist_is_refused_wherever_it_is_typed() {
    let sandbox = sandbox();
    let before = sandbox.registry();
    let accepted =
        "write a party such as `Government Digital Service (GDS) [GB]`, the brackets optional";
    for (country, meant) in [
        ("UK", "; `GB` is"),
        ("ZZ", ""),
        ("JPN", "; `JP` is"),
        ("Japan", "; `JP` is"),
        ("EU", ""),
        ("XK", ""),
    ] {
        for line in [
            "add A --party",
            "edit porto --party",
            "edit porto --add-party",
            "renew ku-porto --new --party",
        ] {
            let flag = line.rsplit(' ').next().unwrap();
            let party = format!("Graz [{country}]");
            let args: Vec<&str> = line.split(' ').chain([party.as_str()]).collect();
            assert_eq!(
                sandbox.mou(&args).to_text(),
                format!(
                    "--- stderr\nerror: `{flag}`: `{country}` is not a two-letter country code of ISO 3166{meant}; \
                     {accepted}\n--- exit 2\n"
                ),
                "{line}"
            );
        }
    }
    let owner = sandbox.mou(&["config", "owner", "Graz [UK]"]).to_text();
    assert!(
        owner.contains("`UK` is not a two-letter country code of ISO 3166; `GB` is"),
        "{owner}"
    );
    assert_eq!(sandbox.registry(), before);
    sandbox.mou(&["edit", "porto", "--add-party", "Graz [at]"]).success();
    assert!(sandbox.registry().contains("\"country\": \"AT\""));
}

#[test]
fn a_country_that_does_not_exist_is_refused_in_own_files_and_kept_in_other_sheets() {
    let sandbox = sandbox();
    let own = sandbox.registry().replace("\"JP\"", "\"ZZ\"");
    sandbox.write("own.json", &own);
    let output = sandbox.mou(&["import", "own.json"]).to_text();
    assert!(output.ends_with("--- exit 1\n"), "{output}");
    assert!(
        output.contains("has `ZZ` as the country of Kyoto University, not a country code"),
        "{output}"
    );
    sandbox.write("other.csv", "Parties,Signed\n\"Graz [ZZ]; Lyon [FR]\",2020\n");
    sandbox.mou(&["import", "other.csv"]).success();
    let listed = sandbox.mou(&["list", "graz", "-o", "csv", "--columns", "parties"]).success();
    assert_eq!(
        listed,
        "parties\n\"[{\"\"name\"\":\"\"Graz [ZZ]\"\"},{\"\"name\"\":\"\"Lyon\"\",\"\"country\"\":\"\"FR\"\"}]\"\n"
    );
    let checked =
        sandbox.mou(&["--file", "own.json", "check", "-o", "csv", "--columns", "id,message"]);
    assert!(
        checked.stdout.contains(
            "ku-porto-2024,\"has `ZZ` as the country of Kyoto University, not a country code\"\n"
        ),
        "{}",
        checked.to_text()
    );
}
