//! One benchmark for each claim about speed in the README: `cargo bench --bench claims`.

#[path = "registry/mod.rs"]
mod registry;

use std::path::PathBuf;

use divan::Bencher;
use mou::Streams;
use mou::env::Env;

fn main() {
    divan::main();
}

/// A temporary folder with a registry.
struct Workspace {
    _folder: tempfile::TempDir,
    file: PathBuf,
}

impl Workspace {
    fn new(count: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be created");
        let file = folder.path().join("registry.json");
        registry::write(&file, count).expect("a registry can be written");
        Self { _folder: folder, file }
    }

    /// Runs a command on the registry.
    fn run(&self, args: &[&str]) {
        let args = args.iter().map(Into::into).collect();
        let env = Env {
            args,
            file: Some(self.file.clone()),
            today: Some(registry::TODAY.to_owned()),
            ..Env::default()
        };
        let mut streams = Streams {
            input: Box::new(std::io::empty()),
            out: Box::new(std::io::sink()),
            err: Box::new(std::io::sink()),
        };
        // 4: something was found.
        let code = mou::run(&env, &mut streams);
        assert!(matches!(code, 0 | 4), "{:?} ends with {code}", env.args);
    }
}

/// Ten times as many agreements take at most thirteen times as long.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn list_active(bencher: Bencher<'_, '_>, count: usize) {
    let workspace = Workspace::new(count);
    bencher.bench(|| workspace.run(&["list", "--active", "-o", "tsv"]));
}

/// As fast as a list, because both read every agreement.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn expiring(bencher: Bencher<'_, '_>, count: usize) {
    let workspace = Workspace::new(count);
    bencher.bench(|| workspace.run(&["expiring", "--within", "6m", "-o", "tsv"]));
}

/// Constant time: the agreement is found by binary search.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn show_without_lineage(bencher: Bencher<'_, '_>, count: usize) {
    let workspace = Workspace::new(count);
    let id = registry::id(count / 2);
    bencher.bench(|| workspace.run(&["show", &id, "--no-lineage", "-o", "json"]));
}

/// The binary search, and one search of the whole file for successors.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn show(bencher: Bencher<'_, '_>, count: usize) {
    let workspace = Workspace::new(count);
    let id = registry::id(count / 2);
    bencher.bench(|| workspace.run(&["show", &id, "-o", "json"]));
}

/// Verifies all records, then copies the file.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn add(bencher: Bencher<'_, '_>, count: usize) {
    let workspace = Workspace::new(count);
    bencher
        .bench(|| workspace.run(&["add", "Kyoto-Tartu", "--party", "Kyoto", "--party", "Tartu"]));
}

/// Reads all records in full without keeping any.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn check(bencher: Bencher<'_, '_>, count: usize) {
    let workspace = Workspace::new(count);
    bencher.bench(|| workspace.run(&["check", "-o", "ids"]));
}

/// Reads all records in full, with their activities.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn activity_list(bencher: Bencher<'_, '_>, count: usize) {
    let workspace = Workspace::new(count);
    bencher.bench(|| workspace.run(&["activity", "list", "-o", "tsv"]));
}

/// Reads all records in full and writes each to a sheet.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn export_csv(bencher: Bencher<'_, '_>, count: usize) {
    let workspace = Workspace::new(count);
    bencher.bench(|| workspace.run(&["export", "csv"]));
}

/// A megabyte of text takes less than a second: prose with an agreement in every hundredth paragraph, one paragraph
/// without an end, and nothing but markup.
#[divan::bench(args = ["prose", "one paragraph", "markup"], sample_count = 10)]
fn draft(bencher: Bencher<'_, '_>, kind: &str) {
    let prose =
        "The Ministry of Trade of Peru met its partners on 3 May 2024, and Dr. Ana Ruiz spoke. ";
    let signing =
        "The University of Bergen and Kyoto University signed an MoU on 2 May 2024 in Kyoto.\n\n";
    let paragraph = format!("{}\n\n", prose.repeat(5));
    let block = match kind {
        "prose" => format!("{signing}{}", paragraph.repeat(100)),
        "one paragraph" => prose.to_owned(),
        _ => "<div><p>".to_owned(),
    };
    let text = block.repeat(1_000_000_usize.div_ceil(block.len()));
    let workspace = Workspace::new(1);
    let file = workspace.file.with_extension("txt");
    #[expect(clippy::disallowed_methods, reason = "a bench writes the file that it reads")]
    std::fs::write(&file, text).expect("a text can be written");
    let file = file.display().to_string();
    bencher.bench(|| workspace.run(&["draft", &file, "-o", "json"]));
}
