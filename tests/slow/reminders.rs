//! A walk of two years, day by day, over 200 generated agreements with renewals, edits, missed runs and crashes: what
//! `mou remind` gives is compared with a simple model.
//!
//! The model takes status, dates and flags from the domain, which has its own oracle, and has its own rules for
//! reminders: deadlines, lead times, what is past, and what was given.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::{Datelike, Days, Months, NaiveDate};
use mou::Streams;
use mou::domain::{Agreement, Date, Duration, End, Flag, Header, Progress, Status};
use mou::env::Env;
use mou::report::listing::{ListedAgreement, Listing};
use mou::store::RegistryFile;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The number of agreements at the beginning.
const AGREEMENTS: u64 = 200;

/// The number of days.
const WALKED_DAYS: u64 = 730;

/// The id, kind and deadline of a reminder, and its lead time or `passed`.
type Key = [String; 4];

/// Random numbers that are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    /// Returns a number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Returns true in one of `out_of` cases.
    fn one_in(&mut self, out_of: u64) -> bool {
        self.below(out_of) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

/// A stdout that fails after some bytes.
#[derive(Clone)]
struct Output {
    bytes: Rc<RefCell<Vec<u8>>>,
    room: usize,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.bytes.borrow_mut();
        let room = self.room - written.len();
        if room == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let length = bytes.len().min(room);
        written.extend(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs `mou`, whose stdout has room for so many bytes. Returns the exit code, stdout and stderr.
fn run(file: &Path, today: NaiveDate, args: &[&str], room: usize) -> (u8, String, String) {
    let env = Env {
        args: args.iter().map(OsString::from).collect(),
        file: Some(file.to_owned()),
        today: Some(today.to_string()),
        now: Some(format!("{today}T07:00:00Z")),
        ascii: Some(false),
        ..Env::default()
    };
    let output = |room| Output { bytes: Rc::default(), room };
    let (out, err) = (output(room), output(usize::MAX));
    let mut streams = Streams {
        input: Box::new(io::empty()),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
    };
    let code = mou::run(&env, &mut streams);
    let text = |output: &Output| String::from_utf8_lossy(&output.bytes.borrow()).into_owned();
    (code, text(&out), text(&err))
}

/// Returns the day that is `lead` before `day`: months first, clamped to the end of the month, then days.
fn before(day: NaiveDate, lead: Duration) -> NaiveDate {
    day - Months::new(lead.months()) - Days::new(lead.days().into())
}

fn leads_of(entry: &ListedAgreement, head: &Header) -> BTreeMap<(u32, u32), Duration> {
    let own = &entry.agreement.lead;
    let registry: Vec<Duration> = head.settings.lead.iter().map(|lead| lead.0).collect();
    let default = ["P6M", "P1M"].map(|lead| lead.parse().unwrap()).to_vec();
    let leads = [own, &registry, &default].into_iter().find(|leads| !leads.is_empty()).unwrap();
    leads.iter().map(|lead| ((lead.months(), lead.days()), *lead)).collect()
}

/// Returns what the model holds due on a day, given or not.
fn due(head: &Header, listing: &Listing, today: NaiveDate) -> BTreeSet<Key> {
    let year_ago = today - Months::new(12);
    let mut all = BTreeSet::new();
    for entry in &listing.entries {
        let (agreement, standing) = (&entry.agreement, &entry.standing);
        let mut coming = |id: &str, kind: &str, deadline: Date| {
            for (length, lead) in leads_of(entry, head) {
                if before(deadline.first(), lead) <= today {
                    let lead = format!("{}M{}D", length.0, length.1);
                    all.insert([id.to_owned(), kind.to_owned(), deadline.to_string(), lead]);
                }
            }
        };
        let mut passed = Vec::new();
        let id = agreement.id.to_string();
        let is_open = match standing.status {
            Status::Upcoming | Status::Active | Status::Suspended => !standing.settled,
            _ => false,
        };
        let has_end = matches!(standing.ends, End::On(_));
        if let Some(act_by) = standing.act_by.filter(|_| is_open) {
            if !has_end {
                coming(&id, "review", act_by);
            } else if standing.has(Flag::NoticeMissed) {
                passed.push((id.clone(), "act-by", act_by));
            } else {
                coming(&id, "act-by", act_by);
            }
        }
        if is_open && !has_end && standing.has(Flag::ReviewDue) {
            // All generated agreements with reviews begin on a certain day.
            let latest = agreement.latest_review_day(today).unwrap();
            passed.push((id.clone(), "review", latest));
        }
        if let (true, End::On(end)) = (standing.has(Flag::Lapsed), standing.ends) {
            passed.push((id.clone(), "end", end));
        }
        for activity in &agreement.activities {
            let is_open = matches!(activity.status, Some(Progress::Planned | Progress::Ongoing));
            let Some(due) = activity.due.filter(|_| is_open) else { continue };
            let id = format!("{id}/{}", activity.n);
            if due.last() < today {
                passed.push((id, "obligation", due));
            } else {
                coming(&id, "obligation", due);
            }
        }
        for (id, kind, deadline) in passed {
            if deadline.last() < today && deadline.last() >= year_ago {
                all.insert([id, kind.to_owned(), deadline.to_string(), "passed".to_owned()]);
            }
        }
    }
    all
}

/// Returns the keys of what was printed as JSON Lines. Panics if a reminder is there twice.
fn printed(jsonl: &str) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    let mut reminders = BTreeSet::new();
    for line in jsonl.lines() {
        let reminder: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| reminder[name].as_str().unwrap().to_owned();
        let [id, kind, deadline] = ["id", "kind", "deadline"].map(text);
        assert!(reminders.insert([id.clone(), kind.clone(), deadline.clone()]), "twice: {line}");
        let leads = match reminder["leads"].as_array() {
            None => vec!["passed".to_owned()],
            Some(leads) => leads.iter().map(|lead| length_of(lead.as_str().unwrap())).collect(),
        };
        for lead in leads {
            assert!(keys.insert([id.clone(), kind.clone(), deadline.clone(), lead]), "{line}");
        }
    }
    keys
}

/// Returns a lead time by its length.
fn length_of(lead: &str) -> String {
    let lead: Duration = lead.parse().unwrap();
    format!("{}M{}D", lead.months(), lead.days())
}

/// Returns the keys of whole lines of the memory.
fn remembered(memory: &str) -> BTreeSet<Key> {
    let lines = memory.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let keys = lines.map(|line| {
        let [id, kind, deadline, lead] =
            ["id", "kind", "deadline", "lead"].map(|name| line[name].as_str().unwrap().to_owned());
        [id, kind, deadline, if lead == "passed" { lead } else { length_of(&lead) }]
    });
    keys.collect()
}

fn date(numbers: &mut Numbers, from: NaiveDate, days: u64) -> NaiveDate {
    from + Days::new(numbers.below(days))
}

/// Returns an agreement of which most deadlines are in the walk, which begins on `start`.
fn agreement(numbers: &mut Numbers, number: u64, start: NaiveDate) -> Value {
    let end = date(numbers, start - Days::new(500), 1300);
    let mut record = json!({
        "id": format!("a-{number:04}"), "title": format!("Agreement {number}"),
        "parties": [{ "name": "Own" }, { "name": format!("Partner {}", number % 40) }],
    });
    if !numbers.one_in(5) {
        record["contact"] = json!(format!("Contact {}", numbers.below(9)));
    }
    match numbers.below(10) {
        0 => {
            record["signed"] = json!(date(numbers, start - Days::new(900), 900).to_string());
            record["term"] = json!("indefinite");
            record["review"] = json!(numbers.pick(&["P1Y", "P6M", "P18M"]));
        }
        1 => {
            let signed = format!("{}-{:02}", end.year() - 3, end.month());
            record["signed"] = json!(signed);
            record["term"] = json!("P3Y");
        }
        2..=5 => {
            record["signed"] = json!((end - Months::new(36)).to_string());
            record["term"] = json!("P3Y");
        }
        _ => {
            record["signed"] = json!((end - Months::new(30)).to_string());
            record["end"] = json!(end.to_string());
        }
    }
    if numbers.one_in(3) {
        record["notice"] = json!(numbers.pick(&["P3M", "P1M", "P6M", "P30D"]));
    }
    if numbers.one_in(3) {
        record["renewal"] = json!({ "every": numbers.pick(&["P1Y", "P6M", "P3Y"]) });
    }
    if numbers.one_in(4) {
        record["lead"] = json!(numbers.pick(&[
            &["P1Y", "P2W"][..],
            &["P3M"],
            &["P1M", "P90D", "P1M"],
            &["P12M", "P1Y"],
        ]));
    }
    let count = numbers.below(3);
    let activities = (1..=count).map(|n| {
        json!({
            "n": n, "title": "Report", "status": numbers.pick(&["planned", "ongoing", "done"]),
            "due": date(numbers, start - Days::new(300), 1000).to_string(),
        })
    });
    record["activities"] = activities.collect();
    record
}

/// Runs one random change of an agreement; it may be refused. Returns the old and the new id if one was changed.
fn change(
    numbers: &mut Numbers,
    file: &Path,
    today: NaiveDate,
    ids: &[String],
) -> Option<(String, String)> {
    let index = usize::try_from(numbers.below(ids.len() as u64)).unwrap();
    let id = ids[index].clone();
    let day = |date: NaiveDate| date.to_string();
    let soon = day(date(numbers, today + Days::new(1), 400));
    let new = format!("n-{}", numbers.next());
    let owned: Vec<String> = match numbers.below(14) {
        0 | 1 => {
            vec!["renew".into(), id.clone(), "--term".into(), numbers.pick(&["1y", "6m"]).into()]
        }
        2 => vec!["edit".into(), id.clone(), "--end".into(), soon],
        3 => vec![
            "edit".into(),
            id.clone(),
            "--lead".into(),
            numbers.pick(&["1y", "2m", "5d"]).into(),
        ],
        4 => {
            vec!["activity".into(), "add".into(), id.clone(), "Report".into(), "--due".into(), soon]
        }
        5 | 6 => vec!["activity".into(), "done".into(), format!("{id}/1")],
        7 => vec!["notice".into(), id.clone(), "--by".into(), "Own".into()],
        8 => {
            let decision = numbers.pick(&["lapse", "renew"]).to_owned();
            vec!["decide".into(), id.clone(), decision, "--by".into(), "Own".into()]
        }
        9 => {
            vec!["terminate".into(), id.clone(), "--end".into(), soon, "--by".into(), "Own".into()]
        }
        10 => {
            let review = ["--kind", "review", "--on", "today"].map(str::to_owned);
            [&["activity".into(), "add".into(), id.clone(), "Review".into()][..], &review].concat()
        }
        11 => vec!["undo".into()],
        12 => vec!["edit".into(), id.clone(), "--id".into(), new.clone()],
        _ => {
            let parties = ["add", "Late", "--party", "Own", "--party", "Late", "--id"];
            let dates = ["--signed", "2020-01-01", "--end"].map(str::to_owned);
            [&parties.map(str::to_owned)[..], std::slice::from_ref(&new), &dates, &[soon]].concat()
        }
    };
    let args: Vec<&str> = owned.iter().map(String::as_str).collect();
    let (code, _, err) = run(file, today, &args, usize::MAX);
    assert!(code <= 3 && !err.contains("panicked"), "{args:?}: {err}");
    if code != 0 {
        return None;
    }
    if args[0] == "undo" {
        // What was undone is named: `Undid `mou edit a --id b`: b and a.`
        let words: Vec<&str> = err.split(['`', ' ', '\n']).collect();
        let at = words.iter().position(|word| *word == "--id")?;
        let is_edit = words.get(at.checked_sub(2)?) == Some(&"edit");
        return is_edit.then(|| (words[at + 1].to_owned(), words[at - 1].to_owned()));
    }
    (args.contains(&"--id") && args[0] == "edit").then_some((id, new))
}

fn read_registry(file: &Path) -> (Header, Vec<Agreement>) {
    let registry = RegistryFile::of_bytes(file, fs::read(file).unwrap()).unwrap();
    let agreements = registry.scan(|record, agreements| {
        agreements.push(record.agreement()?);
        Ok(())
    });
    (registry.head().clone(), agreements.unwrap())
}

/// What happened in a walk.
#[derive(Debug, Default)]
struct Counts {
    runs: usize,
    missed_runs: usize,
    failed_outputs: usize,
    kills: usize,
    cut_lines: usize,
    /// The reminders that were given, by kind and whether the deadline had passed.
    given: BTreeMap<String, usize>,
    /// How often each reminder was given.
    times: BTreeMap<Key, usize>,
    /// The reminders that a crash may give again.
    forgotten: BTreeMap<Key, usize>,
}

/// Walks through two years. Panics if a run gives other reminders than the model.
fn walk(seed: u64) -> Counts {
    let mut numbers = Numbers(seed);
    // Nothing is lost here by a power failure, and syncs take most of the time on a disk.
    let memory_disk = Path::new("/dev/shm");
    let folder = if memory_disk.is_dir() { TempDir::new_in(memory_disk) } else { TempDir::new() };
    let folder = folder.unwrap();
    let file: PathBuf = folder.path().join("r.json");
    let memory = folder.path().join("r.reminders.jsonl");
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let agreements: Vec<Value> =
        (0..AGREEMENTS).map(|number| agreement(&mut numbers, number, start)).collect();
    let registry = json!({
        "format": "mou-registry", "version": 1, "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "owner": "Own", "agreements": agreements,
    });
    fs::write(&file, registry.to_string()).unwrap();
    // The file gets the layout that mou writes.
    assert_eq!(run(&file, start, &["config", "lead", "6m", "1m"], usize::MAX).0, 0);
    let mut given: BTreeSet<Key> = BTreeSet::new();
    let mut ids = vec!["a-0000".to_owned()];
    let (mut read, mut has_changed) = (read_registry(&file), false);
    let mut counts = Counts::default();
    for number in 0..WALKED_DAYS {
        let today = start + Days::new(number);
        // Some ids may be gone: then the change is refused.
        if numbers.one_in(3) {
            has_changed = true;
            if let Some((old, new)) = change(&mut numbers, &file, today, &ids) {
                given = given.into_iter().map(|key| renamed(key, &old, &new)).collect();
                let times = std::mem::take(&mut counts.times);
                counts.times =
                    times.into_iter().map(|(key, n)| (renamed(key, &old, &new), n)).collect();
                let forgotten = std::mem::take(&mut counts.forgotten);
                counts.forgotten =
                    forgotten.into_iter().map(|(key, n)| (renamed(key, &old, &new), n)).collect();
            }
        }
        if numbers.one_in(4) {
            counts.missed_runs += 1;
            continue;
        }
        if std::mem::take(&mut has_changed) {
            read = read_registry(&file);
        }
        let (head, agreements) = &read;
        let records = agreements.iter().map(|agreement| (agreement.clone(), String::new()));
        let listing = Listing::new(head, records.collect(), today);
        ids = listing.entries.iter().map(|entry| entry.agreement.id.to_string()).collect();
        let due = due(head, &listing, today);
        let expected: BTreeSet<Key> = due.difference(&given).cloned().collect();
        let context = format!("seed {seed}, {today}");
        let args = ["remind", "-q", "-o", "jsonl"];
        if numbers.one_in(12) && !expected.is_empty() {
            let room = usize::try_from(numbers.below(100)).unwrap();
            let (code, _, err) = run(&file, today, &args, room);
            assert_eq!(code, 1, "{context}: {err}");
            counts.failed_outputs += 1;
            continue;
        }
        let old = fs::read(&memory).unwrap_or_default();
        let (code, out, err) = run(&file, today, &args, usize::MAX);
        assert_eq!(code, 0, "{context}: {err}");
        let found = printed(&out);
        assert_eq!(found, expected, "{context}");
        counts.runs += 1;
        for key in &found {
            let state = if key[3] == "passed" { "passed" } else { "coming" };
            *counts.given.entry(format!("{} {state}", key[1])).or_default() += 1;
            *counts.times.entry(key.clone()).or_default() += 1;
        }
        given.extend(found.iter().cloned());
        let mut forget = |keys: &BTreeSet<Key>| {
            for key in keys {
                given.remove(key);
                *counts.forgotten.entry(key.clone()).or_default() += 1;
            }
        };
        if numbers.one_in(15) {
            // Killed after the output and before the memory was written.
            fs::write(&memory, &old).unwrap();
            forget(&found);
            counts.kills += 1;
        } else if numbers.one_in(15) && !found.is_empty() {
            // Killed while the memory was written: a part of the new lines is there.
            let new = fs::read_to_string(&memory).unwrap();
            let added = (new.len() - old.len().min(new.len())) as u64;
            let cut = new.len() - usize::try_from(1 + numbers.below(added)).unwrap();
            fs::write(&memory, &new[..cut]).unwrap();
            let left = remembered(&new[..cut]);
            forget(&found.difference(&left).cloned().collect());
            counts.cut_lines += 1;
        }
    }
    counts
}

/// Returns the key with the new id, if it is about the agreement whose id was changed.
fn renamed([id, kind, deadline, lead]: Key, old: &str, new: &str) -> Key {
    let id = match id.strip_prefix(old) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{new}{rest}"),
        _ => id,
    };
    [id, kind, deadline, lead]
}

#[test]
fn two_years_give_each_reminder_once_and_again_only_after_a_crash() {
    let counts = walk(0x0005_eed5_eed5_eed5);
    for (key, times) in &counts.times {
        let forgotten = counts.forgotten.get(key).copied().unwrap_or_default();
        assert!(*times <= 1 + forgotten, "{key:?} was given {times} times");
    }
    let Counts { runs, missed_runs, failed_outputs, kills, cut_lines, given, .. } = &counts;
    let all: usize = given.values().sum();
    eprintln!(
        "{runs} runs, {missed_runs} missed, {failed_outputs} failed, {kills} killed, {cut_lines} cut off; \
         {all} reminders: {given:?}"
    );
    assert!(all > 1000 && *runs > 400 && *missed_runs > 80, "{runs}, {missed_runs}");
    assert!(*failed_outputs > 10 && *kills > 10 && *cut_lines > 10);
    for kind in [
        "act-by coming",
        "act-by passed",
        "review coming",
        "review passed",
        "end passed",
        "obligation coming",
        "obligation passed",
    ] {
        assert!(given.get(kind).is_some_and(|count| *count >= 10), "{kind}: {given:?}");
    }
}
