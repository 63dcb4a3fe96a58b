//! `init`, `add` and `config`.

use crate::sandbox::Sandbox;

const GDS: &str = "Government Digital Service (GDS) [gb]";

#[test]
fn init_creates_a_registry_once_and_prints_its_path() {
    let sandbox = Sandbox::new();
    let uid = "7D1F4C52-9a3e-4b86-8f10-5c2e6a94d703";
    let output = sandbox.mou(&["init", "--owner", "GovTech Agency (GovTech) [SG]", "--uid", uid]);
    assert_eq!(output.to_text(), "registry.json\n--- stderr\nnew registry `registry.json`\n");
    let registry = "{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \
                    \"uid\": \"7D1F4C52-9a3e-4b86-8f10-5c2e6a94d703\",\n  \
                    \"owner\": \"GovTech\",\n  \"agreements\": []\n}\n";
    assert_eq!(sandbox.registry(), registry);
    assert_eq!(
        sandbox.mou(&["init"]).to_text(),
        "--- stderr\nerror: there is already a registry `registry.json`\n\
         hint: `mou config` changes its settings\n--- exit 1\n"
    );
    assert_eq!(sandbox.registry(), registry);
    assert_eq!(sandbox.mou(&["init", "--file", "b.json", "--uid", "7D1F"]).code, 2);
    assert!(!sandbox.path("b.json").exists());
}

#[test]
fn added_agreement_is_stored_in_file_order_and_its_id_printed() {
    let sandbox = Sandbox::new();
    sandbox.write("mou.pdf", "paper");
    let output = sandbox.mou(&[
        "add",
        "Digital government",
        "--party",
        GDS,
        "--party",
        "GovTech",
        "--signed",
        "4 July 2022",
        "--term",
        "18 months",
        "--renewal",
        "1y",
        "--renewal-max",
        "3",
        "--basis",
        "including",
        "--signatory",
        "Tom Read (Chief) [GDS]",
        "--reference",
        "News | https://example.org | 2022-07",
        "--document",
        "Text | ./mou.pdf",
        "--field",
        "budget=none",
        "--area",
        "skills",
        "--area",
        "skills",
        "--lead",
        "3m",
        "--notes",
        "a\nb",
    ]);
    assert_eq!(output.stdout, "gds-govtech-2022\n");
    assert_eq!(output.stderr, "new registry `registry.json`\nAdded gds-govtech-2022.\n");
    let registry = sandbox.registry();
    let (_, record) = registry.split_once("\"agreements\": ").unwrap();
    let expected = r#"[
    {
      "id": "gds-govtech-2022",
      "title": "Digital government",
      "kind": "MoU",
      "parties": [
        {
          "name": "Government Digital Service",
          "short": "GDS",
          "country": "GB"
        },
        {
          "name": "GovTech"
        }
      ],
      "signed": "2022-07-04",
      "signatories": [
        {
          "name": "Tom Read",
          "title": "Chief",
          "party": "GDS"
        }
      ],
      "term": "P18M",
      "basis": "including",
      "renewal": {
        "every": "P1Y",
        "max": 3
      },
      "lead": [
        "P3M"
      ],
      "areas": [
        "skills"
      ],
      "references": [
        {
          "title": "News",
          "url": "https://example.org",
          "dated": "2022-07"
        }
      ],
      "documents": [
        {
          "title": "Text",
          "path": "./mou.pdf",
          "sha256": "382635c9325bf3273d195ff1b8a44e5b11afd7d97addeb8863ea35feb98c1a07"
        }
      ],
      "notes": "a\nb",
      "fields": {
        "budget": "none"
      }
    }
  ]
}
"#;
    assert_eq!(record, expected);
}

#[test]
fn known_party_keeps_its_recorded_names() {
    let sandbox = Sandbox::new();
    let add = |args: &[&str]| sandbox.mou(&[&["add", "A"], args].concat());
    let _ = add(&["--party", GDS]).success();
    let output = add(&["--party", "gds", "--party", "government digital service (X)"]);
    assert_eq!(
        output.to_text(),
        "gds-2\n--- stderr\nwarning: `government digital service (X)` is recorded as `Government \
         Digital Service (GDS) [GB]`, as the registry has it\n\
         warning: `gds-2` looks like `gds`: it has the same parties and title\nAdded gds-2.\n"
    );
    let registry = sandbox.registry();
    assert_eq!(registry.matches("\"name\": \"Government Digital Service\"").count(), 2);
}

#[test]
fn refused_add_creates_no_registry() {
    for (line, code, error) in [
        ("add A", 2, "`--party` is missing: an agreement has at least one party"),
        ("add A --party", 2, "`--party` needs a value"),
        ("add --party A", 2, "TITLE"),
        ("add A --party A --id Ä", 2, "`--id`: `Ä` is not an id"),
        ("add A --party A --signed 2022-02-30", 2, "`--signed`: `2022-02-30` is not a date"),
        ("add A --party A --signed 04/07/2022", 2, "could be 2022-07-04 or 2022-04-07"),
        ("add A --party A --term 0d", 2, "`--term`: `0d` is of zero length"),
        ("add A --party A --term 9999y", 2, "`9999y` is longer than 1,000 years"),
        ("add A --party A --renewal-max 0 --renewal 1y", 2, "`--renewal-max`: `0` is not accepted"),
        ("add A --party A --renewal-max 2", 2, "`--renewal-max` requires `--renewal`"),
        ("add A --party A[GBR]", 2, "`GBR` is not a two-letter country code"),
        ("add A --party A --basis to", 2, "`--basis`: `to` is neither `from` nor `including`"),
        ("add A --party A --succeeds b", 3, "`--succeeds`: there is no agreement `b`"),
        ("add A --party A --under b", 3, "`--under`: there is no agreement `b`"),
        ("add A --party A --document A|../a", 2, "is outside the folder of the registry"),
        ("add A --party A --document A|javascript:a", 2, "is an address, not a path"),
        ("add A --party A --document A|none.pdf", 1, "there is no document `none.pdf`"),
        ("add A --party A --document A|home", 1, "the document `home` is not a regular file"),
        ("add A --party A --signed 2022 --end 2021", 1, "ends in 2021, before its first day, 2022"),
        ("add A --party A --signed 9990 --term 20y", 1, "would end after the year 9999"),
        ("add A --party A --signed 9990 --term 9y --renewal 5y", 1, "would renew past the year"),
        ("add A --party A --signed 9990 --review 20y", 1, "would first be reviewed after the"),
        ("add A --party A --signed 0002 --term 1y --notice 5y", 1, "before the year 1"),
    ] {
        let sandbox = Sandbox::new();
        let args: Vec<&str> = line.split(' ').collect();
        let output = sandbox.mou(&args);
        assert_eq!(output.code, code, "{line}\n{}", output.to_text());
        assert!(output.stderr.contains(error), "{line}\n{}", output.to_text());
        assert!(output.stdout.is_empty(), "{line}");
        assert!(sandbox.files().is_empty(), "{line}: {:?}", sandbox.files());
    }
}

#[test]
fn taken_id_is_refused_and_a_proposed_id_numbered() {
    let sandbox = Sandbox::new();
    for id in ["a-2022", "a-2022-2", "a-2022-3"] {
        let output = sandbox.mou(&["add", "A", "--party", "A", "--signed", "2022"]);
        assert_eq!(output.success(), format!("{id}\n"));
    }
    assert_eq!(
        sandbox.mou(&["add", "A", "--party", "A", "--id", "a-2022-2"]).to_text(),
        "--- stderr\nerror: the id `a-2022-2` is taken\n\
         hint: `mou show a-2022-2` shows the agreement that uses this id\n--- exit 1\n"
    );
}

#[test]
fn doubtful_value_is_recorded_with_a_warning() {
    let sandbox = Sandbox::new();
    for (line, warning) in [
        ("--signed 2022 --end 2021?", "ends in 2021?, before its first day, 2022"),
        ("--signed 2022 --party École --party Ecole", "has the party École twice, also as Ecole"),
        (
            "--signed 2022 --renewal 1y",
            "renews automatically for 1 year but states no term and no end",
        ),
        (
            "--signed 2022 --term 1y --notice 2y",
            "has a notice period of 2 years, longer than its term",
        ),
    ] {
        let args: Vec<&str> = "add A --party A".split(' ').chain(line.split(' ')).collect();
        let output = sandbox.mou(&args);
        assert!(output.stderr.contains(warning), "{line}\n{}", output.to_text());
        let _ = output.success();
    }
}

#[test]
fn agreement_in_effect_before_its_signing_is_recorded_without_a_warning() {
    let sandbox = Sandbox::new();
    let line = "add A --party A --party B --signed 2022 --effective 2021-12-31 --contact Mei";
    let added = sandbox.mou(&line.split(' ').collect::<Vec<_>>());
    assert_eq!(
        added.to_text(),
        "a-b-2022\n--- stderr\nnew registry `registry.json`\nAdded a-b-2022.\n"
    );
    let edited = sandbox.mou(&["edit", "a-b-2022", "--effective", "2021"]);
    assert_eq!(edited.to_text(), "--- stderr\nChanged a-b-2022: effective.\n");
}

#[test]
fn abbreviated_link_is_stored_as_the_full_id() {
    let sandbox = Sandbox::with_example();
    let output = sandbox.mou(&[
        "add",
        "C",
        "--party",
        "GDS",
        "--signed",
        "2026-01-05",
        "--succeeds",
        "gds-govtech-2022",
        "--under",
        "gds-govtech-201",
    ]);
    assert_eq!(output.success(), "gds-2026\n");
    let record = sandbox.mou(&["show", "gds-2026", "-o", "json", "--no-lineage"]).success();
    assert!(record.contains("\"under\": \"gds-govtech-2019\""), "{record}");
    let output = sandbox.mou(&["add", "C", "--party", "GDS", "--under", "gds-govtech"]);
    assert_eq!(output.code, 3, "{}", output.to_text());
}

#[cfg(unix)] // links
#[test]
fn document_behind_a_link_out_of_the_folder_is_not_hashed() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    sandbox.write("secret", "s");
    std::os::unix::fs::symlink(sandbox.path("secret"), sandbox.path("folder/a.pdf")).unwrap();
    let output = sandbox.mou(&[
        "--file",
        "folder/r.json",
        "add",
        "A",
        "--party",
        "A",
        "--document",
        "A | a.pdf",
    ]);
    assert_eq!(
        output.to_text(),
        "--- stderr\nerror: the document `a.pdf` is a link to a file outside the folder of the registry\n--- exit 1\n"
    );
}

#[test]
fn text_is_stored_unchanged_and_shown_escaped() {
    let sandbox = Sandbox::new();
    let title = "-5 degrees \u{1b}]0;pwned\u{7} 京都 \u{202e}";
    let output = sandbox.mou(&["add", "--party", "A", "--id", "a", "--", title]);
    assert_eq!(output.success(), "a\n");
    assert!(sandbox.registry().contains(r#""-5 degrees \u001b]0;pwned\u0007 京都 "#));
    let output = sandbox.mou(&["add", title, "--party", "A", "--party", "\u{9b}31m", "-n"]);
    assert!(
        !output.to_text().contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']),
        "{}",
        output.to_text()
    );
}

#[test]
fn dry_run_of_add_shows_the_record_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let output = sandbox.mou(&["add", "A", "--party", "A", "--term", "3y", "-n"]);
    assert_eq!(
        output.to_text(),
        "a (added)\n  id: a\n  title: A\n  kind: MoU\n  parties: A\n  term: P3Y\n--- stderr\n\
         Dry run, nothing was written.\nWould add a.\n"
    );
    assert!(sandbox.files().is_empty());
}

#[test]
fn config_shows_and_sets_the_settings() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.mou(&["config", "path"]).success(), "registry.json\n");
    let _ = sandbox.mou(&["init", "--uid", "7d1f4c52-9a3e-4b86-8f10-5c2e6a94d703"]).success();
    let empty = sandbox.registry();
    for (line, out, err) in [
        ("config within", "P6M\n", ""),
        (
            "config within 90d -n",
            "registry\n  within: (none) → P90D\n",
            "Dry run, nothing was written.\n",
        ),
        ("config within 90d", "", "Changed within: it is P90D now.\n"),
        ("config within 90d", "", "Nothing to change.\n"),
        ("config within", "P90D\n", ""),
        ("config lead 6m,1m 2w", "", "Changed lead: it is P6M,P1M,P2W now.\n"),
        ("config log 5MB", "", "Changed log: it is 5000000 now.\n"),
        ("config owner", "", "No owner is set.\n"),
        ("config owner GDS", "", "Changed owner: it is GDS now.\n"),
        ("config dormant P2Y", "", "Changed dormant: it is P2Y now.\n"),
        (
            "config",
            "owner    GDS\nwithin   P90D\ndormant  P2Y\nlead     P6M,P1M,P2W\nlog      5000000\n\
             uid      7d1f4c52-9a3e-4b86-8f10-5c2e6a94d703\n",
            "",
        ),
        ("config within --unset", "", "Unset within: it is P6M.\n"),
        ("config lead --unset", "", "Unset lead: it is P6M,P1M.\n"),
        ("config log --unset", "", "Unset log: it is 4194304.\n"),
        ("config owner --unset", "", "Unset owner.\n"),
        ("config dormant --unset", "", "Unset dormant: it is P1Y.\n"),
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        let output = sandbox.mou(&args);
        assert_eq!(
            (output.stdout.as_str(), output.stderr.as_str(), output.code),
            (out, err, 0),
            "{line}"
        );
    }
    assert_eq!(sandbox.registry(), empty);
    for line in [
        "config wihtin",
        "config uid x",
        "config path x",
        "config within 0d",
        "config within 1y 2y",
        "config log 0",
        "config --unset",
        "config within 1y --unset",
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        assert_eq!(sandbox.mou(&args).code, 2, "{line}");
    }
    assert_eq!(sandbox.registry(), empty);
}
