//! The hint at the next step, which every changing command prints at a terminal and nowhere else.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::sandbox::Sandbox;

/// Commands to run one after another, each with its hint.
const COMMANDS_AND_HINTS: &[(&str, &str)] = &[
    ("init", "`mou add` records the first agreement, `mou import` brings in a sheet"),
    (
        "add Draft --party Kyoto --id draft",
        "it is a draft; `mou edit draft --signed DATE` records the signing date",
    ),
    (
        "add Open --party Tartu --signed 2024-05-01 --id open",
        "its end is not known; `mou edit open --term 3y` records its term",
    ),
    (
        "add Closed --party Porto --signed 2024-05-01 --term 3y --id closed",
        "`mou edit closed --contact NAME` records who is in charge",
    ),
    (
        "add Whole --party Porto --signed 2020-05-01 --term 3y --contact Mei --id whole",
        "`mou show whole` shows it in full",
    ),
    (
        "draft release.txt --id drafted --add --yes",
        "its end is not known; `mou edit drafted --term 3y` records its term",
    ),
    ("edit open --term 3y", "`mou show open` shows it in full"),
    ("edit open closed --tag eu", "`mou undo` takes it back"),
    ("renew open --term 2y", "`mou show open` shows it in full"),
    (
        "renew whole --new --signed 2023-06-01 --term 3y --id next",
        "`mou chain next` shows what it succeeds",
    ),
    ("renew closed --new --id later", "`mou edit later --signed DATE`"),
    ("amend closed --on 2025-01-01 --notice 3m", "`mou why closed` shows how its dates follow"),
    ("suspend closed --on 2025-02-01", "`mou resume closed` when it continues"),
    ("resume closed --on 2025-03-01", "`mou show closed` shows it in full"),
    ("decide open renew --by Board", "`mou renew open --term TERM` records the renewal"),
    ("decide closed lapse --by Board", "`mou show closed` shows it in full"),
    ("notice open --on 2026-01-01 --by Kyoto", "`mou why open` shows how its dates follow"),
    ("terminate closed --on 2026-01-01", "`mou show closed` shows it in full"),
    (
        "activity add next Visit --on 2026-01-01",
        "`mou activity list next` shows all its activities",
    ),
    ("activity add next Report --due 2027-01-01", "`mou activity done next/2` when it is done"),
    ("activity edit next/1 --place Kyoto", "`mou activity list next` shows all its activities"),
    ("activity done next/2", "`mou activity list next` shows all its activities"),
    ("activity remove next/1 --yes", "`mou undo` takes it back"),
    ("import sheet.csv", "`mou check` lists the errors and gaps that are left"),
    ("check --fix --file fixable.json", "`mou check` lists the errors and gaps that are left"),
    ("accept draft no-contact", "`mou check` lists the errors and gaps that are left"),
    ("party rename Lima Quito", "`mou party list` shows all parties"),
    ("party merge Quito Porto", "`mou undo` takes it back"),
    ("contact rename Mei Ann", "`mou contact list` shows all contacts"),
    ("config within 3m", "`mou config` shows all settings"),
    ("remove later --yes", "`mou undo` takes it back"),
    ("undo", "`mou redo` puts it back"),
    ("redo", "`mou undo` takes it back again"),
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("release.txt", "Lund University and Oslo University signed an MoU on 2 May 2024.");
    sandbox.write("sheet.csv", "Title,Partner,Date signed\nExchange,Lima,2020-07-04\n");
    sandbox.write(
        "fixable.json",
        r#"{"format": "mou-registry", "version": 1, "agreements": [{"id": "a", "title": "A",
            "parties": [{"name": "Kyoto"}], "signed": "2024", "areas": ["x", "x"]}]}"#,
    );
    sandbox
}

/// Returns what the command writes to stderr if that is a terminal.
fn on_terminal(sandbox: &Sandbox, args: &[&str]) -> String {
    let main = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&main).unwrap();
    unlockpt(&main).unwrap();
    let name = ptsname(&main, Vec::new()).unwrap().into_string().unwrap();
    let terminal = File::options().read(true).write(true).open(name).unwrap();
    let mut command = sandbox.command(args);
    let status = command.stdout(Stdio::null()).stderr(terminal).status().unwrap();
    // The terminal is closed with the command that holds it, and then reading ends with an error.
    drop(command);
    let mut text = Vec::new();
    let _ = File::from(main).read_to_end(&mut text);
    let text = String::from_utf8(text).unwrap().replace("\r\n", "\n");
    assert!(status.success(), "{args:?}: {text}");
    text
}

fn hints(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.strip_prefix("hint: ")).collect()
}

#[test]
fn every_change_at_a_terminal_is_followed_by_one_hint() {
    let sandbox = sandbox();
    for (command, hint) in COMMANDS_AND_HINTS {
        let args: Vec<&str> = command.split(' ').collect();
        let text = on_terminal(&sandbox, &args);
        assert_eq!(hints(&text), [*hint], "{command}: {text}");
        assert!(text.ends_with(&format!("hint: {hint}\n")), "{command}: {text}");
    }
}

#[test]
fn hint_is_left_out_on_a_pipe_and_with_quiet_json_and_dry_run() {
    let (piped, quiet, json, dry_run) = (sandbox(), sandbox(), sandbox(), sandbox());
    for (command, _) in COMMANDS_AND_HINTS {
        let args: Vec<&str> = command.split(' ').collect();
        let output = piped.mou(&args);
        assert_eq!(output.code, 0, "{command}: {}", output.to_text());
        assert!(hints(&output.stderr).is_empty(), "{command}: {}", output.stderr);
        assert_eq!(on_terminal(&quiet, &[&args[..], &["-q"]].concat()), "", "{command}");
        let text = on_terminal(&json, &[&args[..], &["-o", "json"]].concat());
        assert!(hints(&text).is_empty(), "{command}: {text}");
        let text = on_terminal(&dry_run, &[&args[..], &["--dry-run"]].concat());
        assert!(hints(&text).is_empty(), "{command}: {text}");
        on_terminal(&dry_run, &args);
    }
}

#[test]
fn reminders_at_a_terminal_are_followed_by_the_way_to_print_them_again() {
    let sandbox = Sandbox::new();
    let args = ["add", "A", "--party", "Kyoto", "--signed", "2024-01-10", "--end", "2027-01-10"];
    assert_eq!(sandbox.mou(&args).code, 0);
    assert!(hints(&on_terminal(&sandbox, &["remind", "--dry-run"])).is_empty());
    let text = on_terminal(&sandbox, &["remind"]);
    assert_eq!(hints(&text), ["`mou remind --again` prints them again"], "{text}");
    assert_eq!(on_terminal(&sandbox, &["remind"]), "");
}

#[test]
fn every_command_that_takes_dry_run_has_a_hint_here() {
    let sandbox = sandbox();
    for command in crate::help::COMMANDS {
        let words: Vec<&str> = command.split(' ').collect();
        let help = sandbox.mou(&[&words[..], &["--help"]].concat()).success();
        let is_here = COMMANDS_AND_HINTS
            .iter()
            .any(|(line, _)| line == command || line.starts_with(&format!("{command} ")));
        // `remind` has that flag too, and changes nothing in the registry.
        let is_here = is_here || *command == "remind";
        // An example in the help may have the flag of another command.
        assert!(is_here || !help.contains("-n, --dry-run"), "{command}");
    }
}
