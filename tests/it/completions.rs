//! What shells are offered: the candidates for a command line that is being typed.

use std::time::{Duration, Instant};

use crate::sandbox::{CommandOutput, Sandbox, output_of};

/// Returns what fish is offered for a command line: a candidate on each line, with its explanation behind a tab.
fn offered(sandbox: &Sandbox, line: &[&str]) -> String {
    let mut command = sandbox.command(&[&["--", "mou"], line].concat());
    command.env("COMPLETE", "fish");
    let output = output_of(command, &[]);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the candidates alone.
fn candidates(sandbox: &Sandbox, line: &[&str]) -> Vec<String> {
    let offered = offered(sandbox, line);
    offered.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn ids_come_with_their_titles() {
    let sandbox = Sandbox::with_example();
    assert_eq!(
        offered(&sandbox, &["show", "gds"]),
        "gds-govtech-2019\tMemorandum of Understanding on digital government services\n\
         gds-govtech-2022\tMemorandum of Understanding on digital government\n"
    );
    assert_eq!(candidates(&sandbox, &["renew", "gds-govtech-2022", "--succeeds", "x"]), [""; 0]);
    assert_eq!(
        candidates(&sandbox, &["activity", "edit", "gds-govtech-2019/"]),
        ["gds-govtech-2019/1", "gds-govtech-2019/2", "gds-govtech-2019/3", "gds-govtech-2019/4"]
    );
}

#[test]
fn values_come_from_the_registry() {
    let sandbox = Sandbox::new();
    sandbox
        .mou(&[
            "add",
            "Students",
            "--party=Kyoto University (KyotoU) [JP]",
            "--party=Tartu [EE]",
            "--area=Forestry & soil",
            "--tag=green",
            "--contact=Éva <eva@example.org>",
            "--kind=LoI",
            "--field=budget=10",
            "--id=ku-tartu",
        ])
        .success();
    let visit = ["activity", "add", "ku", "Visit", "--kind=summer school", "--contact=Mei"];
    sandbox.mou(&visit).success();
    for (line, expected) in [
        (&["list", "--party", "ky"][..], &["Kyoto University", "KyotoU"][..]),
        (&["expiring", "--area", "for"], &["Forestry & soil"]),
        (&["list", "--tag", ""], &["green"]),
        (&["list", "--contact", "eva"], &["Éva <eva@example.org>"]),
        (&["list", "--kind", "l"], &["LoI"]),
        (&["list", "--country", ""], &["EE", "JP"]),
        (&["list", "--field", ""], &["budget="]),
        (&["party", "show", "T"], &["Tartu"]),
        (&["contact", "rename", "\\É"], &["Éva <eva@example.org>"]),
        (&["list", "--columns", "id,ti"], &["id,title"]),
        (&["list", "--status", "s"], &["succeeded", "suspended"]),
        (&["edit", "tartu", "--clear", "not"], &["notice", "notes"]),
        (&["list", "-o", "j"], &["json", "jsonl"]),
        (&["help", "glo"], &["glossary"]),
        (&["schema", "rem"], &["remind"]),
        (&["expi"], &["expiring"]),
        // The names of what each command lists, counts or changes.
        (&["activity", "list", "--columns", "id,d"], &["id,due"]),
        (&["party", "list", "--sort", "sh"], &["short"]),
        (&["contact", "list", "--columns", "in"], &["in_force"]),
        (&["check", "--columns", "se"], &["severity"]),
        (&["log", "--columns", "wh"], &["who"]),
        (&["edit", "tartu", "--clear", "tit"], &[]),
        (&["activity", "edit", "tartu/1", "--clear", "ou"], &["outcome"]),
        (&["list", "--missing", "en"], &["end", "ends"]),
        (&["stats", "--by", "mo"], &["month-of-end"]),
        (&["config", "wi"], &["within"]),
        (&["config", "--user", "col"], &["columns.list", "columns.expiring", "color"]),
        (&["activity", "list", "--kind", ""], &["summer school"]),
        (&["activity", "list", "--contact", "me"], &["Mei"]),
        (&["add", "A", "--under", "ku"], &["ku-tartu"]),
    ] {
        assert_eq!(candidates(&sandbox, line), expected, "{line:?}");
    }
}

#[test]
fn the_registry_is_the_one_that_is_typed() {
    let sandbox = Sandbox::with_example();
    sandbox.mou(&["--file=other.json", "add", "Another", "--party=Kyoto", "--id=other"]).success();
    for line in [
        &["--file", "other.json", "show", ""][..],
        &["--file=other.json", "show", "o"],
        &["show", "--file", "'other.json'", "o"],
    ] {
        assert_eq!(candidates(&sandbox, line)[0], "other", "{line:?}");
    }
}

#[test]
fn a_registry_that_cannot_be_read_is_silent() {
    let sandbox = Sandbox::with_registry("{ \"mou\": 1, \"agreements\": [ {");
    assert_eq!(offered(&sandbox, &["show", "gds"]), "");
    assert_eq!(candidates(&sandbox, &["show", "--as-"]), ["--as-of"]);
    let missing = sandbox.with_variable("MOU_FILE", "missing.json");
    assert_eq!(offered(&missing, &["show", "gds"]), "");
    // Half a command line, and words that no command knows.
    for line in [&[""][..], &["nonsense", "x"], &["show", "--file"], &["\u{1b}[31m", "--\u{7f}"]] {
        offered(&missing, line);
    }
}

/// Runs what the script of a shell runs for a command line whose last word is being typed.
fn asked(sandbox: &Sandbox, shell: &str, line: &[&str]) -> CommandOutput {
    let mut command = sandbox.command(&[&["--", "mou"], line].concat());
    command.env("COMPLETE", shell);
    if !["fish", "powershell"].contains(&shell) {
        let separator = if shell == "bash" { "\u{b}" } else { "\n" };
        command.env("_CLAP_IFS", separator).env("_CLAP_COMPLETE_INDEX", line.len().to_string());
    }
    if shell == "bash" {
        command.env("_CLAP_COMPLETE_COMP_TYPE", "9").env("_CLAP_COMPLETE_SPACE", "false");
    }
    CommandOutput::new(output_of(command, &[]), sandbox)
}

#[test]
fn every_shell_gets_the_values_or_silence() {
    let first = ("gds-govtech-2019", "Memorandum of Understanding on digital government services");
    let second = ("gds-govtech-2022", "Memorandum of Understanding on digital government");
    let explained = |between: &str| {
        format!("{}{between}{}\n{}{between}{}", first.0, first.1, second.0, second.1)
    };
    let sandbox = Sandbox::with_example();
    sandbox.write("broken.json", "{ \"mou\": 1, \"agreements\": [ {");
    sandbox.write("newer.json", "{ \"mou\": 99, \"agreements\": [] }");
    sandbox.write("bytes.json", b"\xff\xfe\x00");
    std::fs::create_dir(sandbox.path("folder.json")).unwrap();
    let shells = [
        ("bash", format!("{}\u{b}{}", first.0, second.0)),
        ("elvish", format!("{}\n{}", first.0, second.0)),
        ("fish", format!("{}\n", explained("\t"))),
        ("powershell", format!("{}\n", explained("\t"))),
        ("zsh", explained(":")),
    ];
    // Starting a program takes long with Wine, and this is the shell of Windows.
    let is_there = |shell: &str| cfg!(unix) || shell == "powershell";
    for (shell, expected) in shells.into_iter().filter(|(shell, _)| is_there(shell)) {
        let output = asked(&sandbox, shell, &["show", "gds"]);
        assert_eq!(output.to_text(), expected, "{shell}");
        for file in ["broken.json", "newer.json", "bytes.json", "folder.json", "missing.json"] {
            for line in [&["show", "gds"][..], &["list", "--party", "G"], &["contact", "show", ""]]
            {
                let output = asked(&sandbox, shell, &[&["--file", file], line].concat());
                assert_eq!(output.stderr, "", "{shell} {file} {line:?}");
                assert_eq!(output.code, 0, "{shell} {file} {line:?}");
                assert!(!output.stdout.contains("Gov"), "{shell} {file}: {}", output.stdout);
            }
            // Flags do not come from the registry, so they are still offered.
            let flags = asked(&sandbox, shell, &["--file", file, "show", "--as-"]);
            assert!(flags.stdout.starts_with("--as-of"), "{shell} {file}: {}", flags.stdout);
        }
    }
}

#[cfg(unix)] // runs Bash
#[test]
fn values_with_spaces_are_one_word_in_bash() {
    let sandbox = Sandbox::with_example();
    let complete = |word: &str| {
        let line = format!(
            "source <(mou completions bash); COMP_WORDS=(mou list --party {word}); COMP_CWORD=3; \
             COMP_TYPE=9; _mou_completions mou {word} --party; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let mut bash = sandbox.program(std::path::Path::new("/bin/bash"), &["-c", &line]);
        String::from_utf8(bash.output().unwrap().stdout).unwrap()
    };
    assert_eq!(complete("Government\\ D"), "Government\\ Digital\\ Service\n");
    assert_eq!(complete("GovT"), "GovTech\n");
}

#[test]
fn the_scripts_call_mou_by_its_name() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = sandbox.mou(&["completions", shell]).success();
        assert!(script.contains("mou") && !script.contains("/mou"), "{script}");
        let mut command = sandbox.command(&[]);
        command.env("COMPLETE", shell);
        let output = output_of(command, &[]);
        assert_eq!(String::from_utf8(output.stdout).unwrap(), script);
    }
    assert_eq!(
        sandbox.mou(&["completions", "tcsh"]).to_text(),
        "--- stderr\n\
         error: `SHELL`: `tcsh` is not accepted; use bash, elvish, fish, powershell or zsh\n\
         hint: did you mean `zsh`?\n\
         --- exit 2\n"
    );
    let mut command = sandbox.command(&["--", "mou", ""]);
    let output = command.env("COMPLETE", "tcsh").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

/// Half a second is far above what a release build takes: the limit finds a scan for each candidate.
#[test]
fn many_agreements_are_offered_at_once() {
    let sandbox = Sandbox::new();
    let rows: String = (0..2_000).map(|n| format!("a{n},Title {n},Kyoto;Tartu\n")).collect();
    sandbox.write("rows.csv", format!("id,title,parties\n{rows}"));
    sandbox.mou(&["-q", "import", "rows.csv"]).success();
    let started = Instant::now();
    assert!(candidates(&sandbox, &["show", ""]).len() > 2_000);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}
