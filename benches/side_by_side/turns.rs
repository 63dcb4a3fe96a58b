//! Commands that run in turn, what each takes, and the table of it.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a command may take in all of its runs, and how often it runs at the most.
const BUDGET: (Duration, usize) = (Duration::from_secs(6), 15);

/// How often a command runs at the least; one that takes very long runs once.
const LEAST: usize = 3;

/// A name, and the words of a command.
pub(crate) type Row = (&'static str, Vec<String>);

/// What a command takes.
pub(crate) struct Taken {
    pub(crate) name: &'static str,
    /// Seconds, the median of its runs.
    pub(crate) seconds: f64,
    /// Megabytes at the most, where that is told.
    pub(crate) memory: Option<f64>,
}

/// Runs the commands in turn, so that a drift of the machine's speed meets all alike; those that are not
/// there, or fail, are left out.
pub(crate) fn take(rows: &[Row]) -> Vec<Taken> {
    let mut runs: Vec<Vec<Duration>> = vec![Vec::new(); rows.len()];
    let first: Vec<Option<Duration>> = rows.iter().map(|(_, words)| once(words)).collect();
    for _ in 0..BUDGET.1 {
        for (own, ((_, words), first)) in runs.iter_mut().zip(rows.iter().zip(&first)) {
            let Some(first) = first else { continue };
            let least = if *first > BUDGET.0 { 1 } else { LEAST };
            if own.len() < least || own.iter().sum::<Duration>() < BUDGET.0 {
                own.extend(once(words));
            }
        }
    }
    let taken = rows.iter().zip(runs).filter_map(|((name, words), mut runs)| {
        runs.sort();
        let seconds = runs.get(runs.len() / 2)?.as_secs_f64();
        Some(Taken { name, seconds, memory: peak(words) })
    });
    taken.collect()
}

/// Returns how long a command takes; nothing where it is not there, or fails.
fn once(words: &[String]) -> Option<Duration> {
    let (program, args) = words.split_first()?;
    let began = Instant::now();
    let mut command = Command::new(program);
    let status = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| began.elapsed())
}

/// Returns how much memory a command takes at the most, in megabytes, where GNU time is there to tell.
fn peak(words: &[String]) -> Option<f64> {
    let mut command = Command::new("/usr/bin/time");
    let output = command.args(["-f", "%M"]).args(words).stdout(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().last()?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1000.0)
}

/// Returns a table of what the commands take, each held to the first.
pub(crate) fn in_full(taken: &[Taken]) -> String {
    let line = |Taken { name, seconds, memory }: &Taken| {
        let ratio = seconds / taken[0].seconds;
        let memory = memory.map_or_else(String::new, |peak| format!("{peak:.1}"));
        format!("| {name} | {:.2} | {ratio:.2} | {memory} |", seconds * 1000.0)
    };
    let head = ["| command | ms | × the first | MB |", "|---|---:|---:|---:|"].map(str::to_owned);
    head.into_iter().chain(taken.iter().map(line)).collect::<Vec<_>>().join("\n") + "\n"
}

/// Returns a cell with what `own` takes in milliseconds, and how many times as long the others do.
pub(crate) fn in_short(own: &Taken, others: &[&Taken]) -> String {
    let ratio =
        |other: &&Taken| format!("{} {} ×", other.name, digits(other.seconds / own.seconds));
    let others: Vec<String> = others.iter().map(ratio).collect();
    format!("{}; {}", digits(own.seconds * 1000.0), others.join(", "))
}

/// Returns a number in two digits, or in as many as its whole part has.
fn digits(number: f64) -> String {
    let places = [(10.0, 0), (1.0, 1), (0.1, 2), (0.01, 3)];
    let places = places.iter().find(|(from, _)| number >= *from).map_or(4, |(_, places)| *places);
    format!("{number:.places$}")
}
