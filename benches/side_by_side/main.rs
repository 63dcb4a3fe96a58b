//! Compares `mou` with other programs on the same data.
//!
//! `cargo bench --bench side_by_side -- 1000 10000 100000` prints the times of each operation for each size, and
//! then the table of the README: the time of `mou`, and how many times as long the others take. The commands
//! run in turn, and the times are medians. Missing programs are skipped: jq, jaq, sqlite3, task (taskwarrior),
//! valgrind.
//!
//! sqlite3 and task get precomputed last days, and sqlite3 an index on them. jq and jaq use only the stored
//! `end`. All of them do less work than `mou`. `typed` is this program, which reads the whole registry at once
//! into the types of `mou`. `wc -l` reads every byte once, and `cp; sync; mv` writes every byte once, durably:
//! these are the limits of the machine.

#![expect(clippy::print_stdout, reason = "it prints its results")]

mod place;
#[path = "../registry/mod.rs"]
mod registry;
mod turns;
mod typed;

use std::process::Command;

use self::place::{Workspace, words};
use self::turns::{Measurement, cell, measure, table};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, file] = args.as_slice()
        && mode == "typed"
    {
        println!("{}", typed::count(file.as_ref()));
        return;
    }
    let sizes: Vec<usize> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    measure_start();
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let mut lines: Vec<(&str, Vec<String>)> = Vec::new();
    for size in &sizes {
        let workspace = Workspace::new(folder.path(), *size);
        for comparison in workspace.comparisons() {
            println!("#### {}, {size} agreements\n", comparison.title);
            let names: Vec<&str> = comparison.own.iter().map(|(name, _)| *name).collect();
            let measurements = measure(&[comparison.own, comparison.others].concat());
            println!("{}", table(&measurements));
            let (own, others): (Vec<&Measurement>, Vec<&Measurement>) =
                measurements.iter().partition(|it| names.contains(&it.name));
            for name in names {
                let own = own.iter().find(|own| own.name == name);
                let cell = own.map_or_else(String::new, |own| cell(own, &others));
                match lines.iter_mut().find(|(line, _)| *line == name) {
                    Some((_, cells)) => cells.push(cell),
                    None => lines.push((name, vec![cell])),
                }
            }
        }
        count_instructions(&workspace);
    }
    let heads: Vec<String> = sizes.iter().map(usize::to_string).collect();
    println!("| operation | {} |\n| --- |{}", heads.join(" | "), " --- |".repeat(sizes.len()));
    for (name, cells) in lines {
        println!("| `{name}` | {} |", cells.join(" | "));
    }
}

/// Measures the start of the program.
fn measure_start() {
    println!("#### start\n");
    let version = [env!("CARGO_BIN_EXE_mou"), "--version"].map(str::to_owned).to_vec();
    let others = ["git --version", "rg --version", "true"].map(|line| (line, words(line)));
    let rows = [vec![("mou --version", version)], others.to_vec()].concat();
    println!("{}", table(&measure(&rows)));
}

/// Counts the instructions of a list, which do not depend on the load of the machine.
fn count_instructions(workspace: &Workspace) {
    let listing = workspace.mou("list --active -o tsv --columns id,ends,title");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).args(listing);
    let Ok(output) = command.output() else { return };
    let text = String::from_utf8_lossy(&output.stderr);
    let counted = text.lines().find_map(|line| line.split("Collected : ").nth(1));
    if let Some(counted) = counted {
        println!("`list --active`, {} agreements: {counted} instructions\n", workspace.count);
    }
}
