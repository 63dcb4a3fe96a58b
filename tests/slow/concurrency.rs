//! Several processes that use one registry.

use std::process::Stdio;

use crate::sandbox::Sandbox;

/// Runs `count` concurrent `add`s, and returns how many succeeded.
fn add_at_once(sandbox: &Sandbox, round: usize, count: usize) -> usize {
    let adding: Vec<_> = (0..count)
        .map(|number| {
            let title = format!("Round {round}, number {number}");
            let party = format!("Party {round}-{number}");
            let args = ["add", &title, "--party", &party, "--signed", "2026-01-01", "-q"];
            let mut command = sandbox.command(&[&args[..], &["--lock-timeout", "120s"]].concat());
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let outputs = adding.into_iter().map(|child| child.wait_with_output().unwrap());
    outputs.filter(|output| output.status.success()).count()
}

fn records(sandbox: &Sandbox) -> usize {
    sandbox.mou(&["list", "-o", "ids"]).success().lines().count()
}

#[test]
fn sixteen_concurrent_adds_leave_sixteen_records() {
    let sandbox = Sandbox::new();
    assert_eq!(add_at_once(&sandbox, 0, 16), 16);
    assert_eq!(records(&sandbox), 16);
}

#[test]
fn five_rounds_of_64_concurrent_adds_leave_320_records_and_readers_see_whole_files() {
    let sandbox = Sandbox::new();
    assert_eq!(add_at_once(&sandbox, 0, 1), 1);
    let mut seen = 1;
    for round in 1..=5 {
        std::thread::scope(|scope| {
            let adding = scope.spawn(|| add_at_once(&sandbox, round, 64));
            while !adding.is_finished() {
                let now = records(&sandbox);
                assert!(now >= seen, "a reader saw {now} records after {seen}");
                seen = now;
            }
            assert_eq!(adding.join().unwrap(), 64);
        });
    }
    assert_eq!(records(&sandbox), 1 + 320);
    assert_eq!(sandbox.files(), ["registry.json", "registry.json.lock", "registry.log.jsonl"]);
}
