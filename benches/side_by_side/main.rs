//! `mou` side by side with what a user would pick instead, on the same facts.
//!
//! `cargo bench --bench side_by_side -- 1000 10000 100000` prints for each size what an operation takes, and
//! then README's table: what `mou` takes, and how many times as long the others do. The commands run in
//! turn, and the figures are medians. Programs that are not there are left out: jq, jaq, sqlite3, task
//! (taskwarrior), valgrind.
//!
//! sqlite3 and task get the last days, worked out before, and sqlite3 an index on them; jq and jaq the
//! file's own `end` or nothing: less work than `mou` does. `typed` is this program, which reads all of the
//! registry at once into the types of `mou`. `wc -l` touches every byte once, and `cp; sync; mv` writes
//! every byte once, durably: what the machine can do.

#![expect(clippy::print_stdout, reason = "what it finds is for whoever calls it")]

mod place;
#[path = "../registry/mod.rs"]
mod registry;
mod turns;
mod typed;

use std::process::Command;

use self::place::{Place, words};
use self::turns::{Taken, in_full, in_short, take};

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
    start();
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let mut lines: Vec<(&str, Vec<String>)> = Vec::new();
    for size in &sizes {
        let place = Place::new(folder.path(), *size);
        for asked in place.asked() {
            println!("#### {}, {size} agreements\n", asked.title);
            let names: Vec<&str> = asked.own.iter().map(|(name, _)| *name).collect();
            let taken = take(&[asked.own, asked.others].concat());
            println!("{}", in_full(&taken));
            let (own, others): (Vec<&Taken>, Vec<&Taken>) =
                taken.iter().partition(|taken| names.contains(&taken.name));
            for name in names {
                let cell = own.iter().find(|own| own.name == name);
                let cell = cell.map_or_else(String::new, |own| in_short(own, &others));
                match lines.iter_mut().find(|(line, _)| *line == name) {
                    Some((_, cells)) => cells.push(cell),
                    None => lines.push((name, vec![cell])),
                }
            }
        }
        count_instructions(&place);
    }
    let heads: Vec<String> = sizes.iter().map(usize::to_string).collect();
    println!("| operation | {} |\n| --- |{}", heads.join(" | "), " --- |".repeat(sizes.len()));
    for (name, cells) in lines {
        println!("| `{name}` | {} |", cells.join(" | "));
    }
}

/// Measures how long it takes to begin.
fn start() {
    println!("#### start\n");
    let version = [env!("CARGO_BIN_EXE_mou"), "--version"].map(str::to_owned).to_vec();
    let others = ["git --version", "rg --version", "true"].map(|line| (line, words(line)));
    println!("{}", in_full(&take(&[vec![("mou --version", version)], others.to_vec()].concat())));
}

/// Counts the instructions of a listing: a figure that does not depend on the machine's mood.
fn count_instructions(place: &Place) {
    let listing = place.mou("list --active -o tsv --columns id,ends,title");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).args(listing);
    let Ok(output) = command.output() else { return };
    let text = String::from_utf8_lossy(&output.stderr);
    let counted = text.lines().find_map(|line| line.split("Collected : ").nth(1));
    if let Some(counted) = counted {
        println!("`list --active`, {} agreements: {counted} instructions\n", place.count);
    }
}
