//! `mou` side by side with what a user would pick instead, on the same facts.
//!
//! `cargo bench --bench peers -- 1000 10000 100000` prints a Markdown table for each size: what an
//! operation takes, and how often that goes into what each of the others takes. The commands run in
//! turn, so that a drift of the machine's speed meets all alike, and the figures are medians. Programs
//! that are not there are left out: jq, sqlite3, task (taskwarrior), valgrind.
//!
//! sqlite3 gets a table of the last days, worked out before, with an index; jq the file's own `end` or
//! nothing: less work than `mou` does. `wc -l` touches every byte once, and `cp; sync; mv` writes every
//! byte once, durably: what the machine can do.

#![expect(clippy::print_stdout, reason = "what it finds is for whoever calls it")]

#[path = "registry/mod.rs"]
mod registry;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a command may take in all of its runs, and how often it runs at the most.
const BUDGET: (Duration, usize) = (Duration::from_secs(6), 15);

const MOU: &str = env!("CARGO_BIN_EXE_mou");

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    println!("#### start\n");
    table(&[
        ("mou --version", vec![MOU.into(), "--version".into()]),
        ("git --version", words("git --version")),
        ("true", words("true")),
    ]);
    for count in sizes {
        let place = Place::new(folder.path(), count);
        for (title, rows) in place.operations() {
            println!("#### {title}, {count} agreements\n");
            table(&rows);
        }
        place.count_instructions();
    }
}

/// A name, and the words of a command.
type Row = (&'static str, Vec<String>);

struct Place {
    folder: PathBuf,
    count: usize,
}

impl Place {
    /// Makes a registry, and the same facts for the others.
    fn new(folder: &Path, count: usize) -> Self {
        let folder = folder.join(count.to_string());
        std::fs::create_dir(&folder).expect("a folder can be made");
        registry::write(&folder.join("r.json"), count).expect("a registry can be written");
        let place = Self { folder, count };
        let facts = place.mou("list -o csv --columns id,title,signed,ends");
        place.shell(&format!("{} > facts.csv; cp r.json w.json", facts.join(" ")));
        let columns = "title,kind,parties,signed,effective,term,end,areas,contact,notes";
        let rows = place.mou(&format!("list -o csv --columns {columns}"));
        place.shell(&format!("{} > rows.csv", rows.join(" ")));
        place.shell(
            "sqlite3 r.db 'CREATE TABLE a(id TEXT PRIMARY KEY, title, signed, ends)' \
             '.import --csv --skip 1 facts.csv a' 'CREATE INDEX by_end ON a(ends)'",
        );
        place
    }

    /// Runs a line in the folder; one that fails leaves its row out.
    fn shell(&self, line: &str) {
        let _ = self.in_shell(line).stderr(Stdio::null()).status();
    }

    fn in_shell(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(&self.folder).stdout(Stdio::null());
        command
    }

    fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn mou(&self, line: &str) -> Vec<String> {
        let head = format!("{MOU} --file {} --as-of {}", self.file("r.json"), registry::TODAY);
        words(&format!("{head} {line}"))
    }

    fn sqlite(&self, query: &str) -> Vec<String> {
        let mut all = words(&format!("sqlite3 -readonly {}", self.file("r.db")));
        all.push(query.to_owned());
        all
    }

    fn jq(&self, wanted: &str) -> Vec<String> {
        let query = format!(".agreements[]|select({wanted})|[.id,.end,.title]|@tsv");
        vec!["jq".to_owned(), "-r".to_owned(), query, self.file("r.json")]
    }

    fn operations(&self) -> Vec<(&'static str, Vec<Row>)> {
        let count_lines = || ("wc -l", words(&format!("wc -l {}", self.file("r.json"))));
        let id = registry::id(self.count / 2);
        let durably = "cp r.json c.tmp && sync c.tmp && mv c.tmp c.json";
        let add = format!(
            "{MOU} --file w.json add Kyoto-Tartu --party Kyoto --party Tartu --signed 2026-06-01"
        );
        let import = format!(
            "rm -f i.json i.log.jsonl && {MOU} --file i.json import rows.csv --allow-duplicates"
        );
        let shell = |line: &str| {
            let line = format!("cd {} && {line}", self.folder.display());
            vec!["sh".to_owned(), "-c".to_owned(), line]
        };
        let listing = "-o tsv --columns id,ends,title";
        vec![
            (
                "active on a day",
                vec![
                    ("mou", self.mou(&format!("list --active {listing}"))),
                    count_lines(),
                    (
                        "sqlite3, index",
                        self.sqlite(
                            "SELECT id, ends, title FROM a WHERE signed <= '2026-06-01' \
                             AND ends >= '2026-06-01'",
                        ),
                    ),
                    ("jq", self.jq(".signed<=\"2026-06-01\" and (.end//\"9999\")>=\"2026-06-01\"")),
                ],
            ),
            (
                "to be acted on within six months",
                vec![
                    ("mou", self.mou(&format!("expiring --within 6m {listing}"))),
                    count_lines(),
                    (
                        "sqlite3, index",
                        self.sqlite(
                            "SELECT id, ends, title FROM a WHERE ends BETWEEN '2026-06-01' \
                             AND '2026-12-01'",
                        ),
                    ),
                    ("jq", self.jq(".end!=null and .end>=\"2026-06-01\" and .end<=\"2026-12-01\"")),
                ],
            ),
            (
                "one by its id",
                vec![
                    ("mou", self.mou(&format!("show {id}"))),
                    ("mou, no lineage", self.mou(&format!("show {id} --no-lineage -o json"))),
                    count_lines(),
                    ("sqlite3, key", self.sqlite(&format!("SELECT * FROM a WHERE id='{id}'"))),
                    ("jq", self.jq(&format!(".id==\"{id}\""))),
                ],
            ),
            (
                "add one, durably",
                vec![
                    ("mou", shell(&add)),
                    ("cp, sync, mv", shell(durably)),
                    (
                        "jq, sync, mv",
                        shell(
                            "jq '.agreements+=[{\"id\":\"zz\"}]' r.json > c.tmp && sync c.tmp \
                             && mv c.tmp c.json",
                        ),
                    ),
                ],
            ),
            (
                "rows of CSV, taken in",
                vec![
                    ("mou", shell(&import)),
                    (
                        "sqlite3 .import",
                        shell("rm -f i.db && sqlite3 i.db '.import --csv rows.csv t'"),
                    ),
                ],
            ),
            (
                "every record in full",
                vec![
                    ("mou export csv", self.mou("export csv")),
                    ("mou check", shell(&(self.mou("check -o ids").join(" ") + " || true"))),
                    ("mou activity list", self.mou("activity list -o tsv")),
                    count_lines(),
                ],
            ),
        ]
    }

    /// Counts the instructions of a listing: a figure that does not depend on the machine's mood.
    fn count_instructions(&self) {
        let listing = self.mou("list --active -o tsv --columns id,ends,title").join(" ");
        let line = format!(
            "valgrind --tool=callgrind --callgrind-out-file=/dev/null {listing} 2>&1 >/dev/null"
        );
        let mut command = self.in_shell(&line);
        let Ok(output) = command.stdout(Stdio::piped()).output() else { return };
        let text = String::from_utf8_lossy(&output.stdout);
        let counted = text.lines().find_map(|line| line.split("Collected : ").nth(1));
        if let Some(counted) = counted {
            println!("`list --active`, {} agreements: {counted} instructions\n", self.count);
        }
    }
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// Runs the commands in turn and prints their medians; the first is held to each of the others.
fn table(rows: &[Row]) {
    let mut taken: Vec<Vec<Duration>> = vec![Vec::new(); rows.len()];
    let is_there: Vec<bool> = rows.iter().map(|(_, words)| once(words).is_some()).collect();
    for _ in 0..BUDGET.1 {
        for (at, (_, words)) in rows.iter().enumerate() {
            let spent: Duration = taken[at].iter().sum();
            let is_due = taken[at].len() < 3 || spent < BUDGET.0;
            if is_there[at] && is_due {
                taken[at].extend(once(words));
            }
        }
    }
    let median = |at: usize| {
        let mut sorted = taken[at].clone();
        sorted.sort();
        sorted.get(sorted.len() / 2).map(Duration::as_secs_f64)
    };
    println!("| command | ms | × the first | MB |\n|---|---:|---:|---:|");
    for (at, (name, words)) in rows.iter().enumerate() {
        if let (Some(first), Some(own)) = (median(0), median(at)) {
            let memory = peak(words).map_or_else(String::new, |peak| format!("{peak:.1}"));
            println!("| {name} | {:.2} | {:.2} | {memory} |", own * 1000.0, own / first);
        }
    }
    println!();
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
