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

use std::collections::BTreeMap;
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
    let mut lines: BTreeMap<(usize, &str), Vec<String>> = BTreeMap::new();
    for size in &sizes {
        let place = Place::new(folder.path(), *size);
        let mut line = 0;
        for asked in place.asked() {
            println!("#### {}, {size} agreements\n", asked.title);
            let own = asked.own.len();
            let taken = take(&[asked.own, asked.others].concat());
            println!("{}", in_full(&taken));
            let (own, others) = taken.split_at(own.min(taken.len()));
            let others: Vec<&Taken> = others.iter().collect();
            for own in own {
                lines.entry((line, own.name)).or_default().push(in_short(own, &others));
                line += 1;
            }
        }
        count_instructions(&place);
    }
    let heads: Vec<String> = sizes.iter().map(usize::to_string).collect();
    println!("| operation | {} |\n| --- |{}", heads.join(" | "), " --- |".repeat(sizes.len()));
    for ((_, name), cells) in lines {
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
