//! Runs commands in turn, measures them and prints the results as a table.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The time for all runs of a command.
const TIME_BUDGET: Duration = Duration::from_secs(6);

/// The greatest number of runs of a command.
const MAX_RUNS: usize = 15;

/// The least number of runs, unless one run exceeds [`TIME_BUDGET`].
const MIN_RUNS: usize = 3;

/// The name and the words of a command.
pub(crate) type Row = (&'static str, Vec<String>);

/// The time and memory of a command.
pub(crate) struct Measurement {
    pub(crate) name: &'static str,
    /// The median of its runs.
    pub(crate) seconds: f64,
    /// The peak, if GNU time is available.
    pub(crate) megabytes: Option<f64>,
}

/// Runs the commands in turn, so that a change of the speed of the machine affects all of them. Skips commands
/// that are missing or fail.
pub(crate) fn measure(rows: &[Row]) -> Vec<Measurement> {
    let mut runs: Vec<Vec<Duration>> = vec![Vec::new(); rows.len()];
    let first: Vec<Option<Duration>> = rows.iter().map(|(_, words)| once(words)).collect();
    for _ in 0..MAX_RUNS {
        for (own, ((_, words), first)) in runs.iter_mut().zip(rows.iter().zip(&first)) {
            let Some(first) = first else { continue };
            let least = if *first > TIME_BUDGET { 1 } else { MIN_RUNS };
            if own.len() < least || own.iter().sum::<Duration>() < TIME_BUDGET {
                own.extend(once(words));
            }
        }
    }
    let measurements = rows.iter().zip(runs).filter_map(|((name, words), mut runs)| {
        runs.sort();
        let seconds = runs.get(runs.len() / 2)?.as_secs_f64();
        Some(Measurement { name, seconds, megabytes: peak(words) })
    });
    measurements.collect()
}

/// Returns the time of one run; `None` if the command is missing or fails.
fn once(words: &[String]) -> Option<Duration> {
    let (program, args) = words.split_first()?;
    let began = Instant::now();
    let mut command = Command::new(program);
    let status = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| began.elapsed())
}

/// Returns the peak memory of a command in megabytes; `None` without GNU time.
fn peak(words: &[String]) -> Option<f64> {
    let mut command = Command::new("/usr/bin/time");
    let output = command.args(["-f", "%M"]).args(words).stdout(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().last()?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1000.0)
}

/// Returns a table of the measurements, compared with the first.
pub(crate) fn table(measurements: &[Measurement]) -> String {
    let line = |Measurement { name, seconds, megabytes }: &Measurement| {
        let ratio = seconds / measurements[0].seconds;
        let memory = megabytes.map_or_else(String::new, |peak| format!("{peak:.1}"));
        format!("| {name} | {:.2} | {ratio:.2} | {memory} |", seconds * 1000.0)
    };
    let head = ["| command | ms | × the first | MB |", "|---|---:|---:|---:|"].map(str::to_owned);
    head.into_iter().chain(measurements.iter().map(line)).collect::<Vec<_>>().join("\n") + "\n"
}

/// Returns a cell with the milliseconds of `own`, and how many times as long the others take.
pub(crate) fn cell(own: &Measurement, others: &[&Measurement]) -> String {
    let ratio =
        |other: &&Measurement| format!("{} {} ×", other.name, digits(other.seconds / own.seconds));
    let others: Vec<String> = others.iter().map(ratio).collect();
    format!("{}; {}", digits(own.seconds * 1000.0), others.join(", "))
}

/// Returns a number with two significant digits, or with all digits of its whole part.
fn digits(number: f64) -> String {
    let places = [(10.0, 0), (1.0, 1), (0.1, 2), (0.01, 3)];
    let places = places.iter().find(|(from, _)| number >= *from).map_or(4, |(_, places)| *places);
    format!("{number:.places$}")
}
