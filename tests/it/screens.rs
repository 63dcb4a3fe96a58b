//! Whole screens: what people see every day, on small and large registries and terminals of several widths.
//!
//! `tests/data/screens` has the commands and their output in the form of the transcripts. In each sandbox are
//! `examples.json` (ten real agreements), `universities.json` (64 agreements with long names), `thousands.json`
//! (20,000 generated ones) and `empty.json`.

use std::fmt::Write;
use std::fs;

use crate::sandbox::{Sandbox, example};
use crate::transcripts::compare_folder;

/// The number of agreements in the large registry.
const MANY_AGREEMENTS: usize = 20_000;

/// A registry without agreements.
const EMPTY_REGISTRY: &str = "{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \
    \"uid\": \"7d1f4c52-9a3e-4b86-8f10-5c2e6a94d703\",\n  \"agreements\": []\n}\n";

/// Returns the text of a registry with 20,000 agreements in which every section of the overview is long.
fn thousands() -> String {
    let cities = ["Kyoto", "Tartu", "Porto", "Accra", "Lima", "Oslo", "Ibadan"];
    let kinds = ["University", "Institute of Technology", "Research Council", "National Museum"];
    let subjects = ["student exchange", "joint research", "digital government", "marine science"];
    let mut text = EMPTY_REGISTRY.trim_end().trim_end_matches("]\n}").to_owned();
    for number in 0..MANY_AGREEMENTS {
        let city = cities[number % cities.len()];
        let other = cities[(number / 7 + 3) % cities.len()];
        let (kind, subject) =
            (kinds[number % kinds.len()], subjects[(number / 3) % subjects.len()]);
        let (year, month, day) = (2005 + number % 21, 1 + number % 12, 1 + number % 28);
        let comma = if number == 0 { "" } else { "," };
        let end = match number % 5 {
            0 => "\"term\": \"indefinite\",\n      \"review\": \"P2Y\"",
            1 => "\"term\": \"P20Y\"",
            2 => "\"term\": \"P5Y\",\n      \"notice\": \"P3M\"",
            3 => "\"term\": \"P3Y\",\n      \"renewal\": {\n        \"every\": \"P1Y\"\n      }",
            _ => "\"end\": \"2027\"",
        };
        write!(
            text,
            "{comma}\n    {{\n      \"id\": \"m{number:05}\",\n      \
             \"title\": \"Memorandum of understanding on {subject}\",\n      \"parties\": [\n        \
             {{\n          \"name\": \"{kind} of {city}\"\n        }},\n        \
             {{\n          \"name\": \"City of {other}\"\n        }}\n      ],\n      \
             \"signed\": \"{year}-{month:02}-{day:02}\",\n      {end}"
        )
        .unwrap();
        if number % 11 == 0 {
            write!(
                text,
                ",\n      \"activities\": [\n        {{\n          \"n\": 1,\n          \
                 \"title\": \"Report on {subject}\",\n          \"due\": \"{year}-12-31\",\n          \
                 \"status\": \"planned\"\n        }}\n      ]"
            )
            .unwrap();
        }
        text.push_str("\n    }");
    }
    text + "\n  ]\n}\n"
}

fn universities() -> String {
    let path = format!("{}/tests/data/universities.json", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path).unwrap()
}

#[test]
fn screens_are_as_recorded() {
    let (universities, thousands) = (universities(), thousands());
    compare_folder("tests/data/screens", || {
        let sandbox = Sandbox::new();
        sandbox.write("examples.json", example("registry.json"));
        sandbox.write("universities.json", &universities);
        sandbox.write("thousands.json", &thousands);
        sandbox.write("empty.json", EMPTY_REGISTRY);
        sandbox
    });
}

#[test]
fn commands_in_the_overview_list_as_many_as_its_headings_say() {
    for registry in [universities(), thousands()] {
        let sandbox = Sandbox::with_registry(&registry);
        let overview = sandbox.mou(&[]).success();
        let (mut count, mut commands) = (0, 0);
        for line in overview.lines() {
            if let Some((_, heading)) = line.split_once(": ").filter(|_| !line.starts_with(' ')) {
                count = heading.split([' ', ',']).next().unwrap().parse().unwrap_or(0);
            }
            let command = line.split_once(" more: ").map(|(_, command)| command);
            // The complete overview also lists the rest.
            if let Some(command) = command.filter(|command| *command != "mou --all") {
                let ids = sandbox.shell(&format!("{command} -o ids")).success();
                assert_eq!(ids.lines().count(), count, "{command}");
                commands += 1;
            }
        }
        assert!(commands >= 2, "{overview}");
        let complete = sandbox.mou(&["--all"]).success();
        assert!(!complete.contains(" more: "));
    }
}

#[test]
fn overview_has_at_most_23_lines_of_80_columns() {
    for registry in
        [EMPTY_REGISTRY.to_owned(), universities(), thousands(), example("registry.json")]
    {
        let sandbox = Sandbox::with_registry(&registry);
        let overview = sandbox.mou(&["--width", "80"]).success();
        assert!(overview.lines().count() <= 23, "{overview}");
        // Hebrew letters, accents and the marks of a cut take one column each; CJK is not among the most urgent.
        assert!(overview.lines().all(|line| line.chars().count() <= 80), "{overview}");
    }
}

#[test]
fn overview_is_never_wider_than_the_terminal() {
    let sandbox = Sandbox::with_registry(&universities());
    for width in 20..=80 {
        let overview = sandbox.mou(&["--width", &width.to_string()]).success();
        let columns = overview.lines().map(mou::render::width::width).max();
        assert!(columns <= Some(width), "{width}:\n{overview}");
        assert!(!overview.contains("no activity recorded at all"), "{width}:\n{overview}");
    }
}
