//! Imports published registers with one command each.

use std::path::PathBuf;

use super::{counts, listed};
use crate::sandbox::Sandbox;

fn register(name: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/data/registers").join(name).to_str().unwrap().to_owned()
}

const FDA: &str = "Food and Drug Administration (FDA) [US]";

#[test]
fn fda_register_imports_all_15_rows_with_a_date_order() {
    let sandbox = Sandbox::new();
    let file = register("fda_intl_2016.csv");
    let base = ["import", &file, "--map", "COUNTRY=partner", "--party", FDA];

    // Eight dates are ambiguous, and one shows the order.
    let output = sandbox.mou(&base);
    assert_eq!(output.code, 1);
    assert!(
        output.stderr.contains(
            "\n    row 2, column `EFFECTIVE DATE` `05/04/2016`: 5 April 2016 or 4 May 2016\n"
        ),
        "{}",
        output.stderr
    );
    let hint = "\nhint: row 3, column `EFFECTIVE DATE` `11/17/2012` has the month first: `--date-order mdy` settles 8 cells; ";
    assert!(output.stderr.contains(hint), "{}", output.stderr);
    assert_eq!(sandbox.files(), Vec::<String>::new());

    // One programme is listed with three orders of its parties.
    let output = sandbox.mou(&[&base[..], &["--date-order", "mdy"]].concat());
    let alike = "\n  like another row or agreement (2): row 11 (it has the parties, the date and the title of row 3), row 13 (it has the parties, the date and the title of row 3)\n";
    assert!(output.stderr.contains(alike), "{}", output.stderr);
    assert_eq!(output.code, 1);

    let output = sandbox.mou(&[&base[..], &["--date-order", "mdy", "--allow-duplicates"]].concat());
    assert_eq!(counts(&output), "15 added, 0 changed, 0 the same.");
    let dates = listed(&sandbox, "signed,effective,term,end");
    assert_eq!(dates.iter().filter(|row| row.ends_with(",indefinite,")).count(), 13);
    assert!(
        dates.iter().all(|row| row.starts_with("unknown,")),
        "the register has no signing dates"
    );
    assert!(dates.contains(&"unknown,2005-12-01,,2015-12-01".to_owned()));
    assert!(dates.contains(&"unknown,1974-11-06,indefinite,".to_owned()));
}

#[test]
fn wipo_register_imports_all_1501_rows_once() {
    let sandbox = Sandbox::new();
    let file = register("wipo_membership.csv");
    let args =
        ["import", &file, "--kind", "treaty", "--key", "Contracting Party", "--key", "Treaty"];
    assert_eq!(counts(&sandbox.mou(&args)), "1501 added, 0 changed, 0 the same.");
    assert_eq!(counts(&sandbox.mou(&args)), "0 added, 0 changed, 1501 the same.");

    // Fields that the register does not have stay empty.
    let rows = listed(&sandbox, "signed,effective,end,term");
    let count =
        |at: usize| rows.iter().filter(|row| !row.split(',').nth(at).unwrap().is_empty()).count();
    assert_eq!([0, 1, 2, 3].map(count), [1497, 1208, 0, 0]);
    let own =
        sandbox.mou(&["list", "-o", "json", "--party", "Cambodia", "--text", "Beijing"]).success();
    assert!(own.contains("\"Instrument Date\": \"2019-03-27\""), "{own}");

    // Without a key, the titles distinguish them.
    let output = Sandbox::new().mou(&args[..4]);
    assert_eq!(counts(&output), "1501 added, 0 changed, 0 the same.");
}

#[test]
fn open_contracting_release_imports_its_contract() {
    let sandbox = Sandbox::new();
    let file = register("1.1_ocds-213czf-000-00001-05-contract.json");
    let map = register("ocds.map");
    let args = [
        "import",
        &file,
        "--records",
        "releases",
        "--map",
        &map,
        "--kind",
        "contract",
        "--drop-unmapped",
        "--key",
        "ocid",
    ];
    assert_eq!(counts(&sandbox.mou(&args)), "1 added, 0 changed, 0 the same.");
    assert_eq!(counts(&sandbox.mou(&args)), "0 added, 0 changed, 1 the same.");
    assert_eq!(
        listed(&sandbox, "title,parties,signed,effective,end,term"),
        [
            "Contract to build new cycle lanes in the centre of town.,London Borough of Barnet; AnyCorp Cycle Provision,2010-06-10,2010-07-01,2011-06-30,"
        ]
    );
}

#[test]
fn open_contracting_release_comes_in_with_the_command_of_the_hint() {
    let sandbox = Sandbox::new();
    let file = register("1.1_ocds-213czf-000-00001-05-contract.json");
    let package: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let release = &package["releases"][0];
    let record = serde_json::json!({"ocid": release["ocid"], "compiledRelease": release});
    let lines = format!("{release}\n{release}\n");
    sandbox.write("package.json", package.to_string());
    sandbox.write("record.json", serde_json::json!({"records": [record]}).to_string());
    sandbox.write("release.json", release.to_string());
    sandbox.write("list.json", serde_json::json!([release]).to_string());
    sandbox.write("lines.jsonl", lines.lines().next().unwrap());
    for (name, records) in [
        ("package.json", "--records releases "),
        ("record.json", "--records \"records.*.compiledRelease\" "),
        ("release.json", ""),
        ("list.json", ""),
        ("lines.jsonl", ""),
    ] {
        let output = sandbox.mou(&["import", name, "--party", "Own"]);
        let hint = format!(
            "hint: these are Open Contracting releases; this reads the contract of each:\n  \
            mou import {name} --party Own {records}--map parties=- --map buyer.name=partner \
            --map \"awards.*.suppliers.*.name=partner\" --map contracts.0.title=title \
            --map contracts.0.description=notes --map contracts.0.status=status \
            --map contracts.0.dateSigned=signed --map contracts.0.period.startDate=effective \
            --map contracts.0.period.endDate=end --map ocid=reference --map id=- --kind contract \
            --drop-unmapped\n"
        );
        assert!(output.stderr.ends_with(&hint), "{}", output.stderr);
        assert_eq!(output.code, 1);
        let typed = hint.lines().last().unwrap().replace('"', "");
        let typed: Vec<&str> = typed.split_whitespace().skip(1).collect();
        let file = format!("{name}.registry.json");
        let import = [&["--file", &file][..], &typed].concat();
        assert_eq!(counts(&sandbox.mou(&import)), "1 added, 0 changed, 0 the same.");
        assert_eq!(counts(&sandbox.mou(&import)), "0 added, 0 changed, 1 the same.");
        let list = [
            "--file",
            &file,
            "list",
            "-o",
            "csv",
            "--columns",
            "kind,partners,signed,effective,end",
        ];
        assert_eq!(
            sandbox.mou(&list).success().lines().last().unwrap(),
            "contract,London Borough of Barnet; AnyCorp Cycle Provision,2010-06-10,2010-07-01,2011-06-30"
        );
    }
}
