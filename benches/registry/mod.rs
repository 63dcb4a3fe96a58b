//! Registries of any size for benchmarks. The same size gives the same bytes.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use mou::domain::{Activity, Agreement, Date, Day, Event, EventKind, Reference, input};

/// The day that counts as today.
pub(crate) const TODAY: &str = "2026-06-01";

const PLACES: [(&str, &str); 8] = [
    ("Kyoto", "JP"),
    ("Tartu", "EE"),
    ("Nairobi", "KE"),
    ("Montréal", "CA"),
    ("Kraków", "PL"),
    ("São Paulo", "BR"),
    ("Pune", "IN"),
    ("Accra", "GH"),
];

const KINDS: [&str; 5] = ["workshop", "visit", "exchange", "training", "review"];

const NOTES: [&str; 3] = [
    "Renewal needs a joint report three months before the end of the term.",
    "The annex \"Intellectual property\" applies to joint publications.",
    "Each party bears its own costs unless a project agreement says otherwise.",
];

/// A random number generator with the same random in every run (Marsaglia, Xorshift RNGs, 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or_default()
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn day(&mut self) -> Date {
        let (year, month, day) = (2008 + self.below(18), 1 + self.below(12), 1 + self.below(28));
        format!("{year}-{month:02}-{day:02}").parse().expect("there is such a day")
    }
}

/// Returns the id of agreement number `n`.
pub(crate) fn id(n: usize) -> String {
    format!("m{n:07}")
}

/// Returns agreement number `n` of `count`. The mix is like that of real registers: three activities for two
/// agreements, and one in ten succeeds another.
fn agreement(n: usize, count: usize) -> Agreement {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ ((n as u64 + 1) << 20));
    random.below(2);
    let ((one, of_one), (two, of_two)) = (*random.pick(&PLACES), *random.pick(&PLACES));
    let title = format!("University of {one} – City of {two}: cooperation in research");
    let mut agreement = Agreement::new(id(n).parse().expect("this is an id"), title);
    for (name, short, country) in
        [(format!("University of {one}"), "U", of_one), (format!("City of {two}"), "C", of_two)]
    {
        let short = format!("{short}{}", country.to_lowercase());
        let party = format!("{name} ({short}) [{country}]");
        agreement.parties.push(input::parse_party(&party).expect("this is a party"));
    }
    let signed = random.day();
    agreement.signed = Some(signed.to_string().parse().expect("a printed date can be read"));
    agreement.place = Some(one.into());
    match random.below(10) {
        0..4 => agreement.term = "P3Y".parse().ok(),
        4..6 => agreement.end = Some(Date::from_day(later(signed)).unwrap_or(signed)),
        6..8 => {
            agreement.term = "P2Y".parse().ok();
            agreement.renewal = serde_json::from_str("{\"every\":\"P1Y\"}").ok();
            agreement.notice = "P3M".parse().ok();
        }
        8 => agreement.term = "indefinite".parse().ok(),
        _ => {}
    }
    agreement.areas = vec!["photonics".into(), "public health".into()];
    agreement.contact = Some("Lucía".into());
    agreement.notes = Some((*random.pick(&NOTES)).into());
    agreement.references = vec![Reference {
        title: format!("Signed copy {n}").into(),
        url: Some(format!("https://example.org/agreements/{n}").into()),
        dated: None,
    }];
    if random.chance(10) {
        agreement.succeeds = vec![id(random.below(count)).parse().expect("this is an id")];
    }
    if random.chance(10) {
        let renewed = Event { term: "P2Y".parse().ok(), ..Event::new(EventKind::Renewed, signed) };
        agreement.events.push(renewed);
    }
    for activity in 0..random.below(4) {
        let number = u32::try_from(activity + 1).ok().and_then(std::num::NonZeroU32::new);
        let title = "Working meeting of the coordinators";
        let mut activity = Activity::new(number.expect("it is above zero"), title);
        activity.kind = Some((*random.pick(&KINDS)).into());
        activity.on = Some(random.day());
        activity.outcome = Some((*random.pick(&NOTES)).into());
        agreement.activities.push(activity);
    }
    agreement
}

fn later(day: Date) -> Day {
    mou::domain::window_end(day.first(), input::parse_duration("4y").expect("this is a duration"))
}

/// Writes a registry of `count` agreements.
pub(crate) fn write(path: &Path, count: usize) -> io::Result<()> {
    let mut file = BufWriter::new(OpenOptions::new().write(true).create_new(true).open(path)?);
    file.write_all(b"{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n")?;
    file.write_all(b"  \"uid\": \"00000000-0000-4000-8000-000000000000\",\n  \"agreements\": [")?;
    for n in 0..count {
        let text = serde_json::to_string_pretty(&agreement(n, count))?;
        let separator = if n == 0 { "\n    " } else { ",\n    " };
        file.write_all(separator.as_bytes())?;
        file.write_all(text.replace('\n', "\n    ").as_bytes())?;
    }
    file.write_all(b"\n  ]\n}\n")?;
    file.flush()
}
