//! What README claims of speed, a claim a bench: `cargo bench --bench claims`.

#[path = "registry/mod.rs"]
mod registry;

use std::path::PathBuf;

use divan::Bencher;
use mou::Streams;
use mou::env::Env;

fn main() {
    divan::main();
}

/// A folder with a registry in it.
struct Place {
    _folder: tempfile::TempDir,
    file: PathBuf,
}

impl Place {
    fn of(count: usize) -> Self {
        let folder = tempfile::tempdir().expect("there is a place for temporary files");
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
        // 4 is for who found something.
        let code = mou::run(&env, &mut streams);
        assert!(matches!(code, 0 | 4), "{:?} ends with {code}", env.args);
    }
}

/// Ten times the agreements take at most thirteen times the time.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn list_active(bencher: Bencher<'_, '_>, count: usize) {
    let place = Place::of(count);
    bencher.bench(|| place.run(&["list", "--active", "-o", "tsv"]));
}

/// As quick as a list: nothing is found without looking at every agreement.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn expiring(bencher: Bencher<'_, '_>, count: usize) {
    let place = Place::of(count);
    bencher.bench(|| place.run(&["expiring", "--within", "6m", "-o", "tsv"]));
}

/// The same time whatever the size: the agreement is found by halving the file.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn show_without_lineage(bencher: Bencher<'_, '_>, count: usize) {
    let place = Place::of(count);
    let id = registry::id(count / 2);
    bencher.bench(|| place.run(&["show", &id, "--no-lineage", "-o", "json"]));
}

/// Beside the halving, one search of the file for who succeeds whom.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn show(bencher: Bencher<'_, '_>, count: usize) {
    let place = Place::of(count);
    let id = registry::id(count / 2);
    bencher.bench(|| place.run(&["show", &id, "-o", "json"]));
}

/// What copying the file costs, after all of it has been verified.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn add(bencher: Bencher<'_, '_>, count: usize) {
    let place = Place::of(count);
    bencher.bench(|| place.run(&["add", "Kyoto-Tartu", "--party", "Kyoto", "--party", "Tartu"]));
}

/// All records in full, and what is found in them: none is held.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn check(bencher: Bencher<'_, '_>, count: usize) {
    let place = Place::of(count);
    bencher.bench(|| place.run(&["check", "-o", "ids"]));
}

/// All records in full, and the activities under them.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn activity_list(bencher: Bencher<'_, '_>, count: usize) {
    let place = Place::of(count);
    bencher.bench(|| place.run(&["activity", "list", "-o", "tsv"]));
}

/// All records in full, each as it is written to a sheet.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn export_csv(bencher: Bencher<'_, '_>, count: usize) {
    let place = Place::of(count);
    bencher.bench(|| place.run(&["export", "csv"]));
}
