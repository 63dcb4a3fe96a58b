//! Prompts: forbidden by `--no-input`, and interrupted by Ctrl-C.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};

use crate::sandbox::{CommandOutput, Sandbox, example};
use crate::terminal::terminal;

/// Starts `mou` with stdin and stderr on a terminal; returns the end that a person sees.
fn on_terminal(sandbox: &Sandbox, args: &[&str]) -> (Child, File) {
    let (seen, written) = terminal();
    let mut command = sandbox.command(args);
    command.stdin(written.try_clone().unwrap()).stdout(Stdio::piped()).stderr(written);
    (command.spawn().unwrap(), seen)
}

/// Runs `mou` with stdin and stderr on a terminal, until it ends.
fn run_on_terminal(sandbox: &Sandbox, args: &[&str]) -> CommandOutput {
    let (child, mut seen) = on_terminal(sandbox, args);
    let mut output = child.wait_with_output().unwrap();
    let mut bytes = [0; 4096];
    let count = seen.read(&mut bytes).unwrap_or_default();
    output.stderr = String::from_utf8_lossy(&bytes[..count]).replace("\r\n", "\n").into_bytes();
    CommandOutput::new(output, sandbox)
}

fn sandbox_with_editor(script: &str) -> Sandbox {
    let sandbox = Sandbox::with_example();
    sandbox.write("editor", format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(sandbox.path("editor"), PermissionsExt::from_mode(0o755)).unwrap();
    let editor = sandbox.path("editor").to_str().unwrap().to_owned();
    sandbox.with_variable("EDITOR", &editor)
}

#[test]
fn nothing_is_asked_on_a_terminal_with_no_input() {
    let by_flag = sandbox_with_editor("touch edited");
    let by_variable = sandbox_with_editor("touch edited").with_variable("MOU_NO_INPUT", "1");
    let _ = by_flag.mou(&["activity", "add", "gds-govtech-2022", "Visit"]).success();
    let _ = by_variable.mou(&["activity", "add", "gds-govtech-2022", "Visit"]).success();
    for (args, expected) in [
        (
            &["remove", "gds-govtech-2022"][..],
            "error: mou does not ask with `--no-input`; use `--yes` to remove without asking\n\
            hint: `mou remove gds-govtech-2022 --yes`\n",
        ),
        (
            &["activity", "remove", "gds-govtech-2022/1"],
            "error: mou does not ask with `--no-input`; use `--yes` to remove without asking\n\
            hint: `--dry-run` shows what would be removed\n",
        ),
        (
            &["edit", "gds-govtech-2022"],
            "error: nothing to change: give a field such as `--contact NAME`; `--no-input` opens no editor\n\
            hint: `mou help edit` shows the flags\n",
        ),
        (
            &["add", "Exchange"],
            "error: `--party` is missing: an agreement has at least one party\n\
            hint: `--party \"Name (SHORT) [CC]\"`, repeated for each\n",
        ),
    ] {
        let registry = by_flag.registry();
        let expected = format!("--- stderr\n{expected}--- exit 2\n");
        let output = run_on_terminal(&by_flag, &[args, &["--no-input"]].concat());
        assert_eq!(output.to_text(), expected, "{args:?}");
        assert_eq!(run_on_terminal(&by_variable, args).to_text(), expected, "{args:?}");
        assert_eq!(by_flag.registry(), registry, "{args:?}");
    }
    assert!(!by_flag.path("edited").exists());
}

#[test]
fn empty_or_zero_variable_does_not_forbid_prompts() {
    for value in ["", "0"] {
        let sandbox =
            sandbox_with_editor("sed -i s/London/Leeds/ $1").with_variable("MOU_NO_INPUT", value);
        let _ = sandbox.mou(&["edit", "gds-govtech-2022"]).success();
        assert!(sandbox.registry().contains("Leeds"), "{value:?}");
    }
}

#[test]
fn interrupt_in_a_prompt_ends_the_program_and_changes_nothing() {
    let sandbox = Sandbox::with_example();
    let (mut child, mut seen) = on_terminal(&sandbox, &["remove", "gds-govtech-2022"]);
    let mut prompt = Vec::new();
    while !prompt.ends_with(b"[y/N] ") {
        let mut byte = [0];
        seen.read_exact(&mut byte).unwrap();
        prompt.push(byte[0]);
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    // A shell shows this as 130.
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    assert_eq!(sandbox.registry(), example("uk-singapore.json"));
}

#[test]
fn interrupt_while_an_editor_runs_is_for_the_editor() {
    let sandbox = sandbox_with_editor("kill -INT $PPID\nsed -i s/London/Leeds/ $1");
    let _ = sandbox.mou(&["edit", "gds-govtech-2022"]).success();
    assert!(sandbox.registry().contains("Leeds"));
    for script in ["kill -INT $$", "exit 130"] {
        let sandbox = sandbox_with_editor(script);
        assert_eq!(
            sandbox.mou(&["edit", "gds-govtech-2022"]).to_text(),
            "--- stderr\nerror: the editor `$SANDBOX/editor` was interrupted; nothing was changed\n--- exit 130\n"
        );
    }
}

#[test]
fn interrupted_change_is_made_and_reported_or_not_made() {
    let sandbox = Sandbox::new();
    let _ = sandbox.mou(&["add", "A", "--party", "Kyoto"]).success();
    let mut interrupted = 0;
    for round in 0..40 {
        let before = sandbox.registry();
        let mut command = sandbox.command(&["edit", "kyoto", "--place", &format!("Hall {round}")]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap();
        std::thread::sleep(std::time::Duration::from_micros(500 * round));
        let _ = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        let status = child.wait().unwrap();
        match (status.code(), status.signal()) {
            (Some(0), None) => assert_ne!(sandbox.registry(), before, "{round}"),
            (None, Some(2)) => {
                interrupted += 1;
                assert_eq!(sandbox.registry(), before, "{round}");
            }
            _ => panic!("{status}"),
        }
    }
    assert!(interrupted > 0, "no round was interrupted");
    let _ = sandbox.mou(&["edit", "kyoto", "--place", "Hall"]).success();
    assert_eq!(sandbox.files(), ["registry.json", "registry.json.lock", "registry.log.jsonl"]);
}
