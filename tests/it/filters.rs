//! Filters that match nothing, cut lists, and the order of lists.

use crate::sandbox::{CommandOutput, Sandbox};

fn universities() -> Sandbox {
    let path = format!("{}/tests/data/universities.json", env!("CARGO_MANIFEST_DIR"));
    Sandbox::with_registry(&std::fs::read_to_string(path).unwrap())
}

fn run(sandbox: &Sandbox, command: &str) -> CommandOutput {
    sandbox.mou(&command.split_whitespace().collect::<Vec<_>>())
}

/// Section 7 of the product: a filter or word that matches no known value names the nearest one.
#[test]
fn filter_that_matches_no_value_names_the_nearest_one() {
    let sandbox = universities();
    for (command, warning) in [
        (
            "list --party Kyoyo",
            "no agreement matches `--party Kyoyo`; did you mean `Kyoto University`?",
        ),
        (
            "list --party Tarto --party kyoto",
            "no agreement matches `--party Tarto`; did you mean `University of Tartu`?",
        ),
        (
            "export csv --contact Kadry",
            "no agreement matches `--contact Kadry`; did you mean `Kadri Tamm`?",
        ),
        (
            "expiring --area marine-sciense",
            "no agreement matches `--area marine-sciense`; did you mean `marine science`?",
        ),
        ("expiring --tag erasmos", "no agreement matches `--tag erasmos`; did you mean `erasmus`?"),
        ("list --kind Letter", "no agreement matches `--kind Letter`"),
        ("list --country Fiji", "no agreement matches `--country Fiji`"),
        ("list --field budget=7", "no agreement matches `--field budget=7`"),
        (
            "list --text genomicz",
            "no agreement matches `--text genomicz`; did you mean `Genomics`?",
        ),
        ("list goverance", "no agreement matches `goverance`; did you mean `Governance`?"),
        ("activity list --kind vist", "no activity matches `--kind vist`; did you mean `visit`?"),
        (
            "activity list tuberculosys",
            "no activity matches `tuberculosys`; did you mean `tuberculosis`?",
        ),
    ] {
        let output = run(&sandbox, command);
        assert_eq!(output.code, 0, "{command}");
        let first = output.stderr.lines().next();
        assert_eq!(first, Some(format!("warning: {warning}").as_str()), "{command}");
        let quiet = run(&sandbox, &format!("-q {command}"));
        assert_eq!((quiet.stderr.as_str(), quiet.stdout), ("", output.stdout), "{command}");
    }
    // A value that only another filter excludes is known.
    let output = run(&sandbox, "list --party Kyoto --tag erasmus");
    assert_eq!(output.stderr, "0 of 64 agreements match.\n");
    let output = run(&Sandbox::new(), "list --party Kyoyo --file none.json");
    assert!(!output.stderr.contains("matches"), "{}", output.stderr);
}

#[test]
fn filtered_and_cut_lists_say_so() {
    let sandbox = universities();
    for (command, sentence) in [
        ("list", ""),
        ("list --active", "47 of 64 agreements match.\n"),
        ("list --active -o markdown", "47 of 64 agreements match.\n"),
        ("list --active -o ids", ""),
        ("list --party tartu", ""),
        ("list --country JP --party waseda", "1 of 64 agreements matches.\n"),
        ("list --limit 3", "3 of 64 agreements shown.\n"),
        ("list --limit 64", ""),
        ("list --limit 3 -o json", "3 of 64 agreements shown.\n"),
        ("list --active --limit 3", "3 of 47 matching agreements shown, 64 in all.\n"),
        ("expiring", ""),
        ("expiring --country JP", "1 of 21 agreements matches.\n"),
        ("activity list --kind visit", "6 of 42 activities match.\n"),
        ("activity list nus-2022 --kind visit", "1 of 3 activities matches.\n"),
        ("activity list nus-2022", ""),
    ] {
        assert_eq!(run(&sandbox, command).stderr, sentence, "{command}");
        assert_eq!(run(&sandbox, &format!("-q {command}")).stderr, "", "{command}");
    }
}

/// A successor is visited twice, without and with its lineage, and counted once.
#[test]
fn successors_are_counted_once() {
    let output = run(&Sandbox::with_example(), "list --status expired");
    assert_eq!(output.stderr, "1 of 2 agreements matches.\n");
}

#[test]
fn country_is_a_code_or_a_name() {
    let sandbox = universities();
    let of = |country: &str| sandbox.mou(&["list", "-o", "ids", "--country", country]).to_text();
    let japanese = "hokudai-2024\nkyoto-2022\ntodai-2017\nwaseda-2021\n";
    for country in ["JP", "jp", "Japan", "JAPAN", "JPN"] {
        assert_eq!(of(country), japanese, "{country}");
    }
    assert_eq!(of("Viet Nam"), of("vn"));
    assert_eq!(of("Republic of Korea"), "snu-2019\n");
    for (country, hint) in [
        ("Jpan", "hint: did you mean `Japan`?\n"),
        ("korea", "hint: did you mean `North Korea` or `South Korea`?\n"),
        ("ZZ", ""),
    ] {
        let message = format!(
            "--- stderr\nerror: `--country`: `{country}` is not a country; write a code or a name such as JP \
             or Japan\n{hint}--- exit 2\n"
        );
        assert_eq!(of(country), message);
    }
}

#[test]
fn span_after_a_space_is_hinted_at() {
    let sandbox = universities();
    let output = run(&sandbox, "list --dormant 2y");
    let expected = "warning: no agreement matches `2y`\n\
        hint: `2y` is searched as a word; a span is written `--dormant=2y`\n\
        0 of 64 agreements match.\n";
    assert_eq!((output.stderr.as_str(), output.code), (expected, 0));
    for (command, flag) in [
        ("expiring --lapsed 60d", "--lapsed=60d"),
        ("expiring --dormant 2y", "--dormant=2y"),
        ("export csv --dormant 18m", "--dormant=18m"),
    ] {
        let output = run(&sandbox, command);
        let hint = format!("hint: write `{flag}`: the value follows `=`");
        assert_eq!((output.stderr.lines().last(), output.code), (Some(hint.as_str()), 2));
    }
    assert!(!run(&sandbox, "list --dormant kyoto").stderr.contains("span"));
}

/// Section 7 of the product: text sorts without regard to case and accents, ids by code point.
#[test]
fn texts_are_sorted_for_people() {
    let sandbox = Sandbox::new();
    for (id, title) in [
        ("a-zeta", "Zeta"),
        ("b-aerzte", "Ärzte"),
        ("c-apfel", "apfel"),
        ("d-apfel", "Apfel"),
        ("e-eclair", "éclair"),
        ("f-eclair", "Eclair"),
        ("g-lodz", "Łódź"),
        ("h-zeta", "Zeta"),
    ] {
        let _ = sandbox.mou(&["add", title, "--id", id, "--party", title]).success();
    }
    let ids = |flags: &str| {
        let output = run(&sandbox, &format!("-q list -o tsv --columns id {flags}")).success();
        output.lines().skip(1).map(|id| id[..1].to_owned()).collect::<String>()
    };
    assert_eq!(ids("--sort title"), "dcbfegah");
    // The parties of `c` and `d` are one party.
    assert_eq!(ids("--sort partners"), "cdbfegah");
    assert_eq!(ids("--sort title:desc"), "ahgefbcd");
    assert_eq!(ids(""), "abcdefgh");
    assert_eq!(ids("--sort id:desc"), "hgfedcba");
    for format in ["table", "json", "jsonl", "csv", "markdown", "ids"] {
        let output =
            run(&sandbox, &format!("list --sort title --columns id -o {format}")).success();
        let found: Vec<usize> =
            ["d-apfel", "b-aerzte", "g-lodz", "h-zeta"].map(|id| output.find(id).unwrap()).into();
        assert!(found.is_sorted(), "{format}: {output}");
    }
}
