#![allow(clippy::too_many_lines, reason = "a table of cases is one thing")]

use super::*;
use crate::domain::Succession;

/// How the dates of an agreement come about on a day, a line a step: what it is, from what, by
/// which rule, with `§` where a source is named, and the other reading.
fn shown(members: &str, context: &LineageContext, today: &str) -> Vec<String> {
    let text = format!(r#"{{ "id": "a", "title": "A" {members} }}"#);
    let agreement: Agreement = serde_json::from_str(&text).unwrap();
    let steps =
        agreement.derivation(context, today.parse().unwrap(), &Thresholds::DEFAULT_THRESHOLDS);
    steps.iter().map(line).collect()
}

fn line(step: &Step) -> String {
    let inputs: Vec<String> =
        step.inputs.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let source = step.source.map(|_| " §").unwrap_or_default();
    let other = step.other.as_ref().map(|other| format!(" | {other}")).unwrap_or_default();
    let rule = step.rule.replace(counting::CORRESPONDING_DATE_RULE, "the corresponding date");
    format!("{}: {} <{}> {rule}{source}{other}", step.fact, step.result, inputs.join(", "))
}

fn alone(members: &str, today: &str) -> Vec<String> {
    shown(members, &LineageContext::default(), today)
}

#[test]
fn what_is_not_known_is_reported_with_the_reason() {
    for (members, today, expected) in [
        (
            "",
            "2024-01-01",
            &[
                "first day: not known <> neither a signing date nor an effective date is recorded",
                "last day: not known <> neither a term nor an end is recorded",
                "status: draft <day asked about 2024-01-01> no signing date, effective date, end \
                    or event is recorded yet",
            ][..],
        ),
        (
            r#", "signed": "2024-02""#,
            "2024-01-01",
            &[
                "first day: 2024-02 <signed 2024-02> no effective date is recorded, so the \
                    signing date counts | any day from 2024-02-01 to 2024-02-29; it counts from \
                 the first, and what ends is counted from the last",
                "last day: not known <first day 2024-02> neither a term nor an end is recorded",
                "status: draft <day asked about 2024-01-01> the signing date is in the future",
            ],
        ),
        (
            r#", "signed": "unknown", "term": "P1Y""#,
            "2024-01-01",
            &[
                "first day: not known <signed unknown> it was signed on a day that is not \
                 known",
                "last day: not known <term P1Y> a term gives no end if its first day is not \
                 known",
                "status: active <day asked about 2024-01-01> in force as far as is known: its \
                 end is not known",
                "flag: end-unknown <> its end is neither known nor indefinite",
            ],
        ),
        (
            r#", "signed": "2020", "effective": "unknown", "term": "indefinite""#,
            "2024-01-01",
            &[
                "first day: not known <signed 2020, effective unknown> the effective date is \
                    recorded as unknown, and the signing date is not used instead",
                "last day: indefinite <term indefinite> the term is indefinite: in force until \
                 somebody ends it",
                "status: active <day asked about 2024-01-01> in force until somebody ends it",
            ],
        ),
    ] {
        assert_eq!(alone(members, today), expected, "{members} on {today}");
    }
}

#[test]
fn a_term_is_counted_from_the_first_day_and_a_stated_end_beats_it() {
    for (members, today, expected) in [
        (
            r#", "signed": "2022-07-04", "term": "P3Y""#,
            "2025-01-04",
            &[
                "first day: 2022-07-04 <signed 2022-07-04> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2025-07-04 <first day 2022-07-04, term P3Y> the corresponding date \
                 § | 2025-07-03, if the first day is counted",
                "act by: 2025-07-04 <last day 2025-07-04> no notice period is recorded: the \
                 last day of the current period | 2025-07-03, with the other reading of the \
                 last day",
                "status: active <day asked about 2025-01-04, last day 2025-07-04> in force: \
                 its first day has come, and its last day is not past",
                "flag: expiring <> its act-by date or last day lies within 6 months, and \
                 nothing is settled",
                "flag: dormant <idle days 915> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ][..],
        ),
        (
            r#", "signed": "2022-07-04?", "term": "P3Y", "basis": "including", "notice": "P1M10D""#,
            "2026-01-04",
            &[
                "first day: 2022-07-04? <signed 2022-07-04?> no effective date is recorded, so \
                    the signing date counts | another day: the date is not certain",
                "last day: 2025-07-03? <first day 2022-07-04?, term P3Y, basis including> the \
                 first day is counted: the last day is the day before the corresponding date, \
                 or the last day of the month if there is none § | 2025-07-04?, if the \
                 first day is left out",
                "status: expired <day asked about 2026-01-04, last day 2025-07-03?> its last \
                 day is past, in every reading of it",
                "flag: lapsed <> it ran out without a signed successor or a decision to let it \
                    lapse",
            ],
        ),
        (
            r#", "signed": "2020", "effective": "2020-10", "term": "P18M""#,
            "2020-01-01",
            &[
                "first day: 2020-10 <signed 2020, effective 2020-10> the stated effective date | \
                    any day from 2020-10-01 to 2020-10-31; it counts from the \
                 first, and what ends is counted from the last",
                "last day: 2022-04 <first day 2020-10, term P18M> the corresponding date §",
                "act by: 2022-04 <last day 2022-04> no notice period is recorded: the last day \
                 of the current period",
                "status: upcoming <day asked about 2020-01-01, last day 2022-04> it is signed, \
                 and its first day is in the future",
            ],
        ),
        (
            r#", "effective": "2030-01-01", "end": "2031-01-01""#,
            "2024-01-01",
            &[
                "first day: 2030-01-01 <signed unknown, effective 2030-01-01> the stated \
                    effective date",
                "last day: 2031-01-01 <end 2031-01-01> the stated end, which takes precedence \
                    over the term",
                "act by: 2031-01-01 <last day 2031-01-01> no notice period is recorded: the \
                 last day of the current period",
                "status: upcoming <day asked about 2024-01-01, last day 2031-01-01> it is \
                 signed, and its first day is in the future",
            ],
        ),
        (
            r#", "signed": "9990-01-01", "term": "P100Y""#,
            "9995-01-01",
            &[
                "first day: 9990-01-01 <signed 9990-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: not known <first day 9990-01-01, term P100Y> the term runs past the \
                 year 9999",
                "status: active <day asked about 9995-01-01> in force as far as is known: its \
                 end is not known",
                "flag: end-unknown <> its end is neither known nor indefinite",
                "flag: dormant <idle days 1826> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ],
        ),
        (
            r#", "signed": "2020-01-01", "term": "P5Y", "end": "2024-06-30""#,
            "2020-02-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2024-06-30 <end 2024-06-30, term P5Y> the stated end, which takes \
                    precedence over the term | 2025-01-01, by the term alone",
                "act by: 2024-06-30 <last day 2024-06-30> no notice period is recorded: the \
                 last day of the current period | on a weekend: the Friday before is \
                 2024-06-28",
                "status: active <day asked about 2020-02-01, last day 2024-06-30> in force: \
                 its first day has come, and its last day is not past",
            ],
        ),
        (
            r#", "signed": "2020-01-01", "term": "P4Y6M", "basis": "including", "end": "2024-06-30""#,
            "2020-02-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2024-06-30 <end 2024-06-30, term P4Y6M> the stated end, which takes \
                    precedence over the term",
                "act by: 2024-06-30 <last day 2024-06-30> no notice period is recorded: the \
                 last day of the current period | on a weekend: the Friday before is \
                 2024-06-28",
                "status: active <day asked about 2020-02-01, last day 2024-06-30> in force: \
                 its first day has come, and its last day is not past",
            ],
        ),
    ] {
        assert_eq!(alone(members, today), expected, "{members} on {today}");
    }
}

#[test]
fn what_renewed_by_itself_says_how_often() {
    for (members, today, expected) in [
        (
            r#", "signed": "2020-08-01", "term": "P3Y", "renewal": { "every": "P1Y" }, "notice": "P3M""#,
            "2025-10-31",
            &[
                "first day: 2020-08-01 <signed 2020-08-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2023-08-01 <first day 2020-08-01, term P3Y> the corresponding date \
                 § | 2023-07-31, if the first day is counted",
                "last day: 2026-08-01 <renewal P1Y> renewed automatically 3 times; every end \
                 is counted from 2020-08-01 with the summed terms, 3 years and 3 × 1 year, \
                 never from the result of an earlier count § | 2026-07-31, if the first day \
                 is counted",
                "act by: 2026-05-01 <last day 2026-08-01, notice P3M> the last day of the \
                 current period minus the notice period, counted back | 2026-04-30, if the \
                 last day is 2026-07-31",
                "status: active <day asked about 2025-10-31, last day 2026-08-01> in force: \
                 its first day has come, and its last day is not past",
                "flag: auto-renewed <last day of the period before 2025-08-01> the current \
                 period began by automatic renewal",
                "flag: dormant <idle days 1917> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ][..],
        ),
        (
            r#", "signed": "2020-08-01", "term": "P3Y", "renewal": { "every": "P1Y" }, "notice": "P3M""#,
            "2026-06-01",
            &[
                "first day: 2020-08-01 <signed 2020-08-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2023-08-01 <first day 2020-08-01, term P3Y> the corresponding date \
                 § | 2023-07-31, if the first day is counted",
                "last day: 2026-08-01 <renewal P1Y> renewed automatically 3 times; every end \
                 is counted from 2020-08-01 with the summed terms, 3 years and 3 × 1 year, \
                 never from the result of an earlier count § | 2026-07-31, if the first day \
                 is counted",
                "act by: 2026-05-01 <last day 2026-08-01, notice P3M> the last day of the \
                 current period minus the notice period, counted back | 2026-04-30, if the \
                 last day is 2026-07-31",
                "status: active <day asked about 2026-06-01, last day 2026-08-01> in force: \
                 its first day has come, and its last day is not past",
                "flag: expiring <> its act-by date or last day lies within 6 months, and \
                 nothing is settled",
                "flag: notice-missed <> it is too late for notice, and the agreement will \
                 renew automatically",
                "flag: auto-renewed <last day of the period before 2025-08-01> the current \
                 period began by automatic renewal",
                "flag: dormant <idle days 2130> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ],
        ),
        (
            r#", "signed": "2020-08-01", "term": "P1M", "renewal": { "every": "P1D", "max": 1 }"#,
            "2020-09-02",
            &[
                "first day: 2020-08-01 <signed 2020-08-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2020-09-01 <first day 2020-08-01, term P1M> the corresponding date \
                 § | 2020-08-31, if the first day is counted",
                "last day: 2020-09-02 <renewal P1D, at most once> renewed automatically \
                 once; every end is counted from 2020-08-01 with the summed terms, 1 month \
                 and 1 × 1 day, never from the result of an earlier count § | 2020-09-01, if \
                 the first day is counted",
                "act by: 2020-09-02 <last day 2020-09-02> no notice period is recorded: the \
                 last day of the current period | 2020-09-01, with the other reading of the \
                 last day",
                "status: active <day asked about 2020-09-02, last day 2020-09-02> in force: \
                 its first day has come, and its last day is not past",
                "flag: expiring <> its act-by date or last day lies within 6 months, and \
                 nothing is settled",
                "flag: auto-renewed <last day of the period before 2020-09-01> the current \
                 period began by automatic renewal",
            ],
        ),
        (
            r#", "signed": "2020-01-01", "end": "2021-06-30", "renewal": { "every": "P6M" }"#,
            "2022-01-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2021-06-30 <end 2021-06-30> the stated end, which takes precedence \
                    over the term",
                "last day: 2022-06-30 <renewal P6M> renewed automatically 2 times; every end \
                 is counted from the day after the stated end 2021-06-30, that day included, \
                 never from the result of an earlier count §",
                "act by: 2022-06-30 <last day 2022-06-30> no notice period is recorded: the \
                 last day of the current period",
                "status: active <day asked about 2022-01-01, last day 2022-06-30> in force: \
                 its first day has come, and its last day is not past",
                "flag: expiring <> its act-by date or last day lies within 6 months, and \
                 nothing is settled",
                "flag: auto-renewed <last day of the period before 2021-12-31> the current \
                 period began by automatic renewal",
                "flag: dormant <idle days 731> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ],
        ),
    ] {
        assert_eq!(alone(members, today), expected, "{members} on {today}");
    }
}

#[test]
fn each_renewal_says_from_where_it_is_counted() {
    for (members, today, expected) in [
        (
            r#", "signed": "2020-01-01", "term": "P1Y", "events": [{ "kind": "renewed", "on": "2020-12-01", "term": "P2Y" }, { "kind": "renewed", "on": "2022-12-01", "term": "P6M1D", "from": "2023-02-01" }, { "kind": "renewed", "on": "2023-03-01", "end": "2024-06-30" }, { "kind": "renewed", "on": "2024-03-01", "term": "P1Y" }]"#,
            "2025-01-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2021-01-01 <first day 2020-01-01, term P1Y> the corresponding date \
                 § | 2020-12-31, if the first day is counted",
                "last day: 2023-01-01 <last day before 2021-01-01, renewed 2020-12-01, term \
                 P2Y> renewed: the term is added to those before, 3 years in all, counted \
                 from the original first day 2020-01-01; the corresponding date § | \
                 2022-12-31, if the first day is counted",
                "last day: 2023-08-02 <last day before 2023-01-01, renewed 2022-12-01, term \
                 P6M1D, from 2023-02-01> renewed: the term is counted from 2023-02-01; the \
                 corresponding date § | 2023-08-01, if the first day is counted",
                "last day: 2024-06-30 <last day before 2023-08-02, renewed 2023-03-01, end \
                 2024-06-30> renewed with a stated end",
                "last day: 2025-06-30 <last day before 2024-06-30, renewed 2024-03-01, term \
                 P1Y> renewed: the term is counted from the day after the last end \
                 2024-06-30, that day included §",
                "act by: 2025-06-30 <last day 2025-06-30> no notice period is recorded: the \
                 last day of the current period",
                "status: active <day asked about 2025-01-01, last day 2025-06-30> in force: \
                 its first day has come, and its last day is not past",
                "flag: expiring <> its act-by date or last day lies within 6 months, and \
                 nothing is settled",
                "flag: dormant <idle days 1827> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ][..],
        ),
        (
            r#", "signed": "2020-01-01", "term": "P1Y", "events": [{ "kind": "renewed", "on": "2020-12-01" }, { "kind": "renewed", "on": "2020-12-02", "term": "indefinite", "from": "2020-12-02" }]"#,
            "2025-01-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2021-01-01 <first day 2020-01-01, term P1Y> the corresponding date \
                 § | 2020-12-31, if the first day is counted",
                "last day: not known <last day before 2021-01-01, renewed 2020-12-01> renewed \
                 without a term or an end: no longer known",
                "last day: indefinite <last day before not known, renewed 2020-12-02, term \
                 indefinite, from 2020-12-02> renewed for an indefinite term",
                "status: active <day asked about 2025-01-01> in force until somebody ends it",
                "flag: dormant <idle days 1827> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ],
        ),
    ] {
        assert_eq!(alone(members, today), expected, "{members} on {today}");
    }
}

#[test]
fn notice_says_whether_it_was_in_time() {
    for (members, today, expected) in [
        (
            r#", "signed": "2020-01-01", "term": "P5Y", "notice": "P3M", "events": [{ "kind": "notice", "on": "2024-05-01" }, { "kind": "suspended", "on": "2024-05-02" }]"#,
            "2024-06-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2025-01-01 <first day 2020-01-01, term P5Y> the corresponding date \
                 § | 2024-12-31, if the first day is counted",
                "last day: 2025-01-01 <notice given 2024-05-01, notice P3M, last day of the \
                 period 2025-01-01> notice was given in time: the agreement ends with the \
                 period of the notice",
                "act by: 2025-01-01 <> notice is given: there is nothing to do before the last \
                 day",
                "status: suspended <day asked about 2024-06-01, last day 2025-01-01, suspended \
                 2024-05-02> it is on hold: suspended, and not resumed",
            ][..],
        ),
        (
            r#", "signed": "2020-01-01", "term": "P5Y", "notice": "P3M", "renewal": { "every": "P2Y" }, "events": [{ "kind": "notice", "on": "2024-12-01" }]"#,
            "2025-06-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2025-01-01 <first day 2020-01-01, term P5Y> the corresponding date \
                 § | 2024-12-31, if the first day is counted",
                "last day: 2027-01-01 <renewal P2Y> renewed automatically once; every end is \
                 counted from 2020-01-01 with the summed terms, 5 years and 1 × 2 years, \
                 never from the result of an earlier count § | 2026-12-31, if the first day \
                 is counted",
                "last day: 2027-01-01 <notice given 2024-12-01, notice P3M, last day of the \
                 period 2025-01-01> notice was given too late for the period that ran: the \
                 agreement ends with the first period for which the notice is in time, or the \
                 last one that is possible",
                "act by: 2027-01-01 <> notice is given: there is nothing to do before the last \
                 day",
                "status: active <day asked about 2025-06-01, last day 2027-01-01> in force: \
                 its first day has come, and its last day is not past",
                "flag: auto-renewed <last day of the period before 2025-01-01> the current \
                 period began by automatic renewal",
                "flag: dormant <idle days 1978> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ],
        ),
        (
            r#", "signed": "2020-01-01", "term": "P5Y", "notice": "P3M", "events": [{ "kind": "notice", "on": "2022-05-01", "term": "P6M" }]"#,
            "2022-06-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2025-01-01 <first day 2020-01-01, term P5Y> the corresponding date \
                 § | 2024-12-31, if the first day is counted",
                "last day: 2022-11-01 <notice given 2022-05-01, notice P3M, last day of the \
                 period 2025-01-01, term P6M> the notice states its effective date",
                "act by: 2022-11-01 <> notice is given: there is nothing to do before the last \
                 day",
                "status: active <day asked about 2022-06-01, last day 2022-11-01> in force: \
                 its first day has come, and its last day is not past",
                "flag: dormant <idle days 882> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ],
        ),
        (
            r#", "signed": "2020-01-01", "term": "P5Y", "events": [{ "kind": "notice", "on": "2022-05-01", "end": "2022-08-01" }]"#,
            "2022-09-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2025-01-01 <first day 2020-01-01, term P5Y> the corresponding date \
                 § | 2024-12-31, if the first day is counted",
                "last day: 2022-08-01 <notice given 2022-05-01, last day of the period \
                 2025-01-01, end 2022-08-01> the notice states its effective date",
                "status: terminated <day asked about 2022-09-01, last day 2022-08-01> the end \
                 that notice set is past",
            ],
        ),
        (
            r#", "signed": "2020-01-01", "term": "indefinite", "notice": "P3M", "events": [{ "kind": "notice", "on": "2022-05-01" }]"#,
            "2022-06-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: indefinite <first day 2020-01-01, term indefinite> the term is \
                 indefinite: in force until somebody ends it",
                "last day: 2022-08-01 <notice given 2022-05-01, notice P3M> it had no last \
                 day: it ends the notice period after the day of the notice, which is not \
                 counted",
                "act by: 2022-08-01 <> notice is given: there is nothing to do before the last \
                 day",
                "status: active <day asked about 2022-06-01, last day 2022-08-01> in force: \
                 its first day has come, and its last day is not past",
                "flag: dormant <idle days 882> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ],
        ),
        (
            r#", "signed": "2020-01-01", "term": "indefinite", "events": [{ "kind": "notice", "on": "2022-05-01" }]"#,
            "2022-06-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: indefinite <first day 2020-01-01, term indefinite> the term is \
                 indefinite: in force until somebody ends it",
                "last day: not known <notice given 2022-05-01> notice was given, and no notice \
                 period is recorded",
                "status: active <day asked about 2022-06-01> in force as far as is known: its \
                 end is not known",
                "flag: end-unknown <> its end is neither known nor indefinite",
                "flag: dormant <idle days 882> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
            ],
        ),
    ] {
        assert_eq!(alone(members, today), expected, "{members} on {today}");
    }
}

#[test]
fn what_ended_it_and_what_is_to_be_noticed() {
    for (members, today, expected) in [
        (
            r#", "signed": "2020-01-01", "term": "P5Y", "events": [{ "kind": "terminated", "on": "2022-05-01" }]"#,
            "2022-06-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2025-01-01 <first day 2020-01-01, term P5Y> the corresponding date \
                 § | 2024-12-31, if the first day is counted",
                "last day: 2022-05-01 <last day before 2025-01-01, terminated 2022-05-01> the \
                 last day that the termination sets",
                "status: terminated <day asked about 2022-06-01, last day 2022-05-01> a \
                 termination ended it",
            ][..],
        ),
        (
            r#", "signed": "2020-01-01", "term": "indefinite", "review": "P1Y""#,
            "2022-06-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: indefinite <first day 2020-01-01, term indefinite> the term is \
                 indefinite: in force until somebody ends it",
                "act by: 2023-01-01 <first day 2020-01-01, review P1Y> its end is not known or \
                 indefinite: the next review day that is not past | on a weekend: the Friday \
                 before is 2022-12-30",
                "status: active <day asked about 2022-06-01> in force until somebody ends it",
                "flag: dormant <idle days 882> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
                "flag: review-due <> a review date has passed without a recorded review",
            ],
        ),
        (
            r#", "signed": "2020-01-01", "term": "P5Y", "conflicts": [{ "field": "term" }], "activities": [{ "n": 1, "title": "t", "status": "planned", "due": "2021" }], "events": [{ "kind": "decided", "on": "2024-05-01", "decision": "renegotiate" }]"#,
            "2024-08-01",
            &[
                "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                    signing date counts",
                "last day: 2025-01-01 <first day 2020-01-01, term P5Y> the corresponding date \
                 § | 2024-12-31, if the first day is counted",
                "act by: 2025-01-01 <last day 2025-01-01> no notice period is recorded: the \
                 last day of the current period | 2024-12-31, with the other reading of the \
                 last day",
                "status: active <day asked about 2024-08-01, last day 2025-01-01> in force: \
                 its first day has come, and its last day is not past",
                "flag: expiring <> its act-by date or last day lies within 6 months, and \
                 nothing is settled",
                "flag: dormant <idle days 1674> no activity is recorded for 1 year or longer, in \
                    this agreement or its predecessors",
                "flag: decided <decision renegotiate> what to do at the end of the current \
                 period is decided",
                "flag: obligation-overdue <> an activity of its own is overdue",
                "flag: conflict <> a merge left fields to be resolved",
            ],
        ),
    ] {
        assert_eq!(alone(members, today), expected, "{members} on {today}");
    }
}

#[test]
fn an_agreement_that_follows_is_named() {
    let successors = [("b", "2024-01-01"), ("c", "2023-06-01"), ("d", "2030-06-01")];
    let successors =
        successors.map(|(id, from)| (id.parse().unwrap(), Succession::From(from.parse().unwrap())));
    let context = LineageContext { successors: successors.to_vec(), last_done: None };
    assert_eq!(
        shown(r#", "signed": "2020-01-01", "term": "P5Y""#, &context, "2024-06-01"),
        [
            "first day: 2020-01-01 <signed 2020-01-01> no effective date is recorded, so the \
                signing date counts",
            "last day: 2025-01-01 <first day 2020-01-01, term P5Y> the corresponding date \
                 § | 2024-12-31, if the first day is counted",
            "status: succeeded <day asked about 2024-06-01, last day 2025-01-01, succeeded \
                 by c> an agreement that succeeds it has come into effect",
        ]
    );
}
