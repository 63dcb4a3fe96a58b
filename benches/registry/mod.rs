//! Registries of any size, for measuring: the same number gives the same bytes.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use mou::domain::{Activity, Agreement, Date, Day, Event, EventKind, Reference, typed};

/// The day on which the registry is looked at.
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

/// A source of numbers that are the same in every run (Marsaglia, Xorshift RNGs, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or_default()
    }

    fn of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    fn happens(&mut self, percent: usize) -> bool {
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

/// Returns agreement number `n` of `count`: as mixed as those of real registers, with three activities
/// to two agreements, and one in ten that succeeds another.
fn agreement(n: usize, count: usize) -> Agreement {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15 ^ ((n as u64 + 1) << 20));
    numbers.below(2);
    let ((one, of_one), (two, of_two)) = (*numbers.of(&PLACES), *numbers.of(&PLACES));
    let title = format!("University of {one} – City of {two}: cooperation in research");
    let mut agreement = Agreement::new(id(n).parse().expect("this is an id"), title);
    for (name, short, country) in
        [(format!("University of {one}"), "U", of_one), (format!("City of {two}"), "C", of_two)]
    {
        let short = format!("{short}{}", country.to_lowercase());
        let party = format!("{name} ({short}) [{country}]");
        agreement.parties.push(typed::party(&party).expect("this is a party"));
    }
    let signed = numbers.day();
    agreement.signed = Some(signed.to_string().parse().expect("a date is a date"));
    agreement.place = Some(one.into());
    match numbers.below(10) {
        0..4 => agreement.term = "P3Y".parse().ok(),
        4..6 => agreement.end = Some(Date::of_day(later(signed)).unwrap_or(signed)),
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
    agreement.notes = Some((*numbers.of(&NOTES)).into());
    agreement.references = vec![Reference {
        title: format!("Signed copy {n}").into(),
        url: Some(format!("https://example.org/agreements/{n}").into()),
        dated: None,
    }];
    if numbers.happens(10) {
        agreement.succeeds = vec![id(numbers.below(count)).parse().expect("this is an id")];
    }
    if numbers.happens(10) {
        let renewed = Event { term: "P2Y".parse().ok(), ..Event::new(EventKind::Renewed, signed) };
        agreement.events.push(renewed);
    }
    for activity in 0..numbers.below(4) {
        let number = u32::try_from(activity + 1).ok().and_then(std::num::NonZeroU32::new);
        let title = "Working meeting of the coordinators";
        let mut activity = Activity::new(number.expect("it is above zero"), title);
        activity.kind = Some((*numbers.of(&KINDS)).into());
        activity.on = Some(numbers.day());
        activity.outcome = Some((*numbers.of(&NOTES)).into());
        agreement.activities.push(activity);
    }
    agreement
}

fn later(day: Date) -> Day {
    mou::domain::window_end(day.first(), typed::duration("4y").expect("this is a duration"))
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
