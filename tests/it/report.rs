//! `mou report`: the page for a director and the brief on one partner.

use crate::sandbox::{Sandbox, example};

/// Texts that would break a page that does not escape them, dates at the ends of the calendar, and texts from
/// right to left.
const HOSTILE: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "owner": "<script>alert(1)</script>",
  "agreements": [
    {"id": "a", "title": "</script><script>alert(2)</script>", "parties": [{"name": "<script>alert(1)</script>"}, {"name": "A & \"B\" <b>"}],
     "signed": "0001-01-01", "end": "9999-12-31", "contact": "Mei <javascript:alert(3)>",
     "references": [{"title": "<i>", "url": "javascript:alert(4)"}, {"title": "Page", "url": "https://example.org/?a=1&b=\"2\""}]},
    {"id": "b", "title": "מזכר הבנות\u0007", "parties": [{"name": "<script>alert(1)</script>"}, {"name": "האוניברסיטה"}],
     "signed": "2026-05", "term": "indefinite",
     "activities": [{"n": 1, "title": "'\"><img src=x onerror=alert(5)>", "on": "2026-06-01", "outcome": "]]>"}],
     "events": [{"kind": "<remark>", "on": "2026-07-01", "note": "</style>"}]},
    {"id": "c", "title": "C", "parties": [{"name": "東京大学"}], "signed": "unknown", "end": "2020?", "contact": "li@example.org"}
  ]
}
"#;

fn report(registry: &str, args: &[&str]) -> String {
    let sandbox = Sandbox::with_registry(registry);
    sandbox.mou(&[&["--as-of", "2026-11-30", "report"], args].concat()).success()
}

#[test]
fn page_escapes_every_text_and_links_only_known_schemes() {
    for args in [&[][..], &["--party", "script"], &["--party", "東京"]] {
        let page = report(HOSTILE, args);
        for forbidden in ["<script>alert", "<i>", "<b>", "<img", "<remark>", "href=\"java", "\u{7}"]
        {
            assert!(!page.contains(forbidden), "{forbidden} {args:?}");
        }
        assert_eq!(page.matches("<script>").count(), 1);
        assert_eq!(page.matches("</script>").count(), 1);
        assert!(page.matches("<style>").count() <= 2, "the page's and the picture's");
        let outside = page.replace("http://www.w3.org/2000/svg", "");
        let links: Vec<&str> = outside.split("href=\"").skip(1).collect();
        let is_known =
            |link: &&str| link.starts_with("https://example.org") || link.starts_with("mailto:");
        assert!(links.iter().all(is_known), "{links:?}");
        assert!(!outside.contains("src=\""), "nothing is loaded");
    }
    assert!(report(HOSTILE, &[]).contains("<a href=\"mailto:li@example.org\" rel=\"noreferrer\">"));
}

#[test]
fn same_registry_and_day_give_the_same_bytes() {
    let examples = example("registry.json");
    for args in [&[][..], &["-o", "markdown"], &["--party", "nasa"]] {
        assert_eq!(report(&examples, args), report(&examples, args));
    }
}

#[test]
fn markdown_has_the_parts_of_the_page() {
    let examples = example("uk-singapore.json");
    assert_eq!(
        report(&examples, &["-o", "markdown", "--from", "2019"]),
        "\
# Agreements of GovTech

As of 2026-11-30. What was done covers 2019-01-01 to 2026-11-30.

| | number |
| --- | ---: |
| in force | 0 |
| agreements in all | 2 |
| partners in force | 0 |
| countries | 0 |
| to act on soon | 0 |
| lapsed | 1 |
| activities in the period | 4 |

## What needs attention

### Lapsed: ran out without a successor or a decision

| date | when | partner | agreement | contact |
| --- | --- | --- | --- | --- |
| 2025-07-04 | 16 months ago | Government Digital Service | Memorandum of Understanding on digital government (gds-govtech-2022) | |

## What was done

| date | what | details | partner | agreement |
| --- | --- | --- | --- | --- |
| 2019-06-13 | signed | | Government Digital Service | Memorandum of Understanding on digital government services (gds-govtech-2019) |
| 2020-10 | meeting | Meeting on national cloud strategies | Government Digital Service | Memorandum of Understanding on digital government services (gds-govtech-2019) |
| 2022-07-04 | exchange | Knowledge exchanges on designing services around life events (date of the source) | Government Digital Service | Memorandum of Understanding on digital government services (gds-govtech-2019) |
| 2022-07-04 | pilot | Pilots towards mutual recognition of digital identities of the two countries (date of the source) | Government Digital Service | Memorandum of Understanding on digital government services (gds-govtech-2019) |
| 2022-07-04 | review | Support for a review of data security in Singapore's public sector (date of the source): What the GDS Information Assurance Unit told of its practice helped the committee to draw up its recommendations on processes and initiatives. | Government Digital Service | Memorandum of Understanding on digital government services (gds-govtech-2019) |
| 2022-07-04 | signed | | Government Digital Service | Memorandum of Understanding on digital government (gds-govtech-2022) |

## Ended agreements

| partner | agreement | status | first day | ended |
| --- | --- | --- | --- | --- |
| Government Digital Service | Memorandum of Understanding on digital government services (gds-govtech-2019) | succeeded | 2019-06-13 | not known |
| Government Digital Service | Memorandum of Understanding on digital government (gds-govtech-2022) | expired | 2022-07-04 | 2025-07-04 |
"
    );
}

#[test]
fn brief_has_the_facts_of_each_agreement() {
    let examples = example("uk-singapore.json");
    let brief = report(&examples, &["--party", "gds"]);
    assert!(brief.contains("<title>Government Digital Service</title>"), "{brief}");
    assert_eq!(brief.matches("<article class=\"card\">").count(), 2);
    assert!(brief.contains("<dt>term</dt><dd><bdi>3 years</bdi></dd>"), "{brief}");
}

#[test]
fn empty_registry_and_wrong_periods_are_answered() {
    let empty = "{\"format\":\"mou-registry\",\"version\":1,\"agreements\":[]}";
    let page = report(empty, &[]);
    assert!(page.contains("<p>No agreement is recorded here.</p>"), "{page}");
    assert!(!page.contains("<table>") && !page.contains("<svg"), "{page}");
    let sandbox = Sandbox::with_registry(empty);
    assert_eq!(
        sandbox.mou(&["--as-of", "2026-11-30", "report", "--from", "2027"]).to_text(),
        "--- stderr\nerror: `--to`: 2026-11-30 is before `--from`, 2027-01-01\n--- exit 2\n"
    );
    assert_eq!(sandbox.mou(&["report", "--party", ""]).code, 2, "an empty value is a bad value");
}
