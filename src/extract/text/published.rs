//! The day that a text gives for itself: in a line of its own, or in the dateline.

use std::ops::Range;

use super::block::{Block, BlockKind};
use super::full_day::full_days;
use super::raw::PublishedFrom;
use crate::domain::Date;

/// The most words of a line that says when a text was published.
const MAX_LINE_WORDS: usize = 16;

/// The most words before the dash of a dateline.
const MAX_DATELINE_WORDS: usize = 12;

/// A block with this many words is part of the text itself.
const MIN_BODY_WORDS: usize = 22;

/// Words that say that a day is something else.
const OTHER_DAYS: [&str; 40] = [
    "sign",
    "signs",
    "signed",
    "signing",
    "signature",
    "effective",
    "valid",
    "until",
    "till",
    "expires",
    "expiry",
    "expired",
    "since",
    "between",
    "deadline",
    "venue",
    "meeting",
    "conference",
    "summit",
    "forum",
    "ceremony",
    "start",
    "starts",
    "end",
    "due",
    "last",
    "revised",
    "accessed",
    "established",
    "founded",
    "reviewed",
    "when",
    "where",
    "born",
    "to",
    "updated",
    "modified",
    "update",
    "changed",
    "edited",
];

/// Words that a line with the day of a text may have in small letters.
const LINE_WORDS: [&str; 36] = [
    "published",
    "publish",
    "posted",
    "post",
    "date",
    "dated",
    "on",
    "in",
    "at",
    "by",
    "the",
    "of",
    "issued",
    "released",
    "release",
    "releases",
    "press",
    "news",
    "media",
    "statement",
    "immediate",
    "for",
    "am",
    "pm",
    "a",
    "m",
    "p",
    "hrs",
    "h",
    "and",
    "created",
    "publication",
    "time",
    "page",
    "first",
    "views",
];

/// A day in a line of its own.
struct DayLine {
    day: Date,
    is_labelled: bool,
}

/// Returns the day that a text gives for itself. `is_aside` says of each block whether it belongs to another text on
/// the same page.
pub(super) fn published(
    text: &str,
    blocks: &[Block],
    is_aside: &[bool],
) -> Option<(Date, PublishedFrom)> {
    if let Some(day) = blocks.first().and_then(|block| archive_day(&text[block.range.clone()])) {
        return Some((day, PublishedFrom::FrontMatter));
    }
    let own: Vec<&Block> = blocks
        .iter()
        .zip(is_aside)
        .filter(|(_, is_aside)| !**is_aside)
        .map(|(block, _)| block)
        .collect();
    let is_body = |block: &&Block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Item)
            && text[block.range.clone()].split_whitespace().nth(MIN_BODY_WORDS).is_some()
    };
    let first = own.iter().position(is_body).unwrap_or(own.len());
    let last = own.iter().rposition(is_body).map_or(own.len(), |last| last + 1);
    let line = |block: &&Block| day_line(&text[block.range.clone()]);
    let before: Vec<DayLine> = own[..first].iter().filter_map(line).collect();
    let after: Vec<DayLine> = own[last..].iter().filter_map(line).collect();
    let dateline = || {
        let first = own.iter().filter(|block| block.kind != BlockKind::Furniture);
        first.take(MAX_DATELINE_BLOCKS).find_map(|block| dateline(&text[block.range.clone()]))
    };
    let headline = || {
        let headline = own.iter().find(|block| block.kind == BlockKind::Headline)?;
        let last = text[headline.range.clone()].rsplit(' ').next()?;
        last.parse().ok().filter(|day: &Date| day.is_certain_day())
    };
    let day = agreed(&before).or_else(dateline).or_else(|| agreed(&after)).or_else(headline);
    day.map(|day| (day, PublishedFrom::Dateline))
}

/// The dateline is in one of this many first blocks.
const MAX_DATELINE_BLOCKS: usize = 5;

/// Returns the day that lines agree on; a line that says what its day is comes first.
fn agreed(lines: &[DayLine]) -> Option<Date> {
    let one = |lines: Vec<&DayLine>| {
        let day = lines.first()?.day;
        lines.iter().all(|line| line.day == day).then_some(day)
    };
    let labelled: Vec<&DayLine> = lines.iter().filter(|line| line.is_labelled).collect();
    if labelled.is_empty() { one(lines.iter().collect()) } else { one(labelled) }
}

/// Returns the day of `date 2019-06-14`, which some archives write before a text.
fn archive_day(text: &str) -> Option<Date> {
    text.strip_prefix("date ")
        .and_then(|day| day.parse().ok())
        .filter(|day: &Date| day.is_certain_day())
}

/// Returns the words of a text without the ranges of its days.
fn other_words<'t>(text: &'t str, days: &[Range<usize>]) -> Vec<&'t str> {
    let mut words = Vec::new();
    let mut start = 0;
    for day in days.iter().cloned().chain(std::iter::once(text.len()..text.len())) {
        let part = &text[start..day.start];
        words.extend(
            part.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()),
        );
        start = day.end;
    }
    words
}

/// Returns the day of a line that says no more than when the text was published.
fn day_line(text: &str) -> Option<DayLine> {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit || text.split_whitespace().nth(MAX_LINE_WORDS).is_some() {
        return None;
    }
    let mut days = full_days(text);
    if days.is_empty() {
        return None;
    }
    // `Published 3 May 2023 | Updated 5 May 2023`: the first day counts.
    let lower = text.to_lowercase();
    let updated = ["updated", "modified", "last "].iter().filter_map(|word| lower.find(word)).min();
    let text = match updated {
        Some(offset) if lower.len() == text.len() && text.is_char_boundary(offset) => {
            days.retain(|day| day.range.end <= offset);
            &text[..offset]
        }
        _ => text,
    };
    let day = days.first()?.day?;
    if days.iter().any(|other| other.day != Some(day)) {
        return None;
    }
    let ranges: Vec<Range<usize>> = days.into_iter().map(|day| day.range).collect();
    let words = other_words(text, &ranges);
    let mut is_name = false;
    let is_line = words.iter().all(|word| {
        let lower = word.to_lowercase();
        // `Posted in Press releases`, `by staff writer`.
        let follows_label = is_name;
        is_name |= matches!(&*lower, "posted" | "by");
        let is_other_day = OTHER_DAYS.contains(&lower.as_str());
        !is_other_day
            && (follows_label
                || LINE_WORDS.contains(&lower.as_str())
                || !word.starts_with(char::is_lowercase))
    });
    let is_sentence = text.trim_end().ends_with('.') && words.len() > 5;
    let is_labelled = words.iter().any(|word| {
        matches!(
            &*word.to_lowercase(),
            "published" | "posted" | "issued" | "released" | "publication"
        )
    });
    (is_line && !is_sentence).then_some(DayLine { day, is_labelled })
}

/// Returns the day of a dateline: `GENEVA, 3 May 2023 –`, `LONDON (3 May 2023)`, `26 September 2019, New York -`.
fn dateline(text: &str) -> Option<Date> {
    let dash = [" – ", " — ", " - ", "— ", "– ", "—", " -- ", " | ", ": ", ") "];
    let window = &text[..super::spelled::floor(text, MAX_DATELINE_BYTES)];
    let days = full_days(window);
    let written = days.first()?.range.clone();
    let from = |start: usize| {
        let ends = dash.iter().filter_map(|dash| window[start..].find(dash));
        ends.map(|end| end + start).filter(|end| *end > 0).min()
    };
    let first = from(0);
    // `Geneva, 5 July 2001. The`
    let is_stop = window[written.end..].starts_with(". ");
    let end = match first {
        Some(first) if first < written.start => {
            // `Nairobi, KENYA - 21 October 2023 - The`: the dash behind the day.
            let is_direct = |end: &usize| window[written.end..*end].trim().is_empty();
            from(written.end).filter(is_direct).unwrap_or(first)
        }
        Some(first) if !is_stop || first <= written.end => first,
        _ if is_stop => written.end,
        _ => return None,
    };
    let [day] = days.iter().filter(|day| day.range.end <= end + 1).collect::<Vec<_>>()[..] else {
        return None;
    };
    let head = &text[..end];
    let words =
        other_words(head, std::slice::from_ref(&(day.range.start..day.range.end.min(head.len()))));
    let is_place = |word: &&str| {
        !word.starts_with(char::is_lowercase) || LINE_WORDS.contains(word) || word.len() <= 3
    };
    let is_other = |word: &&str| OTHER_DAYS.contains(&word.to_lowercase().as_str());
    let is_phrase =
        words.first().is_some_and(|word| DATE_PREPOSITIONS.contains(&word.to_lowercase().as_str()));
    let names_instrument =
        words.iter().any(|word| INSTRUMENT_WORDS.contains(&word.to_lowercase().as_str()));
    let is_dateline = !is_phrase
        && !names_instrument
        && words.len() <= MAX_DATELINE_WORDS
        && words.iter().all(|word| is_place(word) && !is_other(word));
    is_dateline.then_some(day.day)?
}

/// Words that a sentence with a day may start with.
const DATE_PREPOSITIONS: [&str; 7] = ["on", "in", "at", "since", "from", "by", "as"];

/// Words that say that a day is that of an instrument.
const INSTRUMENT_WORDS: [&str; 9] = [
    "mou",
    "moa",
    "memorandum",
    "agreement",
    "treaty",
    "accord",
    "protocol",
    "declaration",
    "arrangement",
];

/// A dateline ends before this offset.
const MAX_DATELINE_BYTES: usize = 120;

/// Returns true if a line is no more than a day, perhaps with the time or a label.
pub(super) fn is_day_line(text: &str) -> bool {
    day_line(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_of_its_own_gives_the_day_of_the_text() {
        for (line, day) in [
            ("12 Mar 2008 Posted in Press releases", Some("2008-03-12")),
            ("Fri, Jun 14, 2019 - 12:56 PM", Some("2019-06-14")),
            ("Published: 3 May 2023", Some("2023-05-03")),
            ("Published 3 May 2023 | Last updated 5 May 2023", Some("2023-05-03")),
            ("Press release, 4 July 2022", Some("2022-07-04")),
            ("FOR IMMEDIATE RELEASE: July 4, 2022", Some("2022-07-04")),
            ("MINISTRY OF LAW 19 SEPTEMBER 2017", Some("2017-09-19")),
            ("Kigali, 3 May 2023", Some("2023-05-03")),
            ("May 3, 2023 by Staff writer", Some("2023-05-03")),
            ("Last updated on 27 Nov 2012", None),
            ("Updated: 27 Nov 2012", None),
            ("Modified 27 Nov 2012", None),
            ("Signed on 4 July 2022", None),
            ("Date of signature: 4 July 2022", None),
            ("Valid until 4 July 2022", None),
            ("Date: 03/04/2023", None),
            ("Monday, 3 May 2023", None),
            ("The two ministries met in Hanoi on 4 July 2022.", None),
            ("4 July 2022 and 5 July 2022", None),
        ] {
            assert_eq!(day_line(line).map(|line| line.day.to_string()).as_deref(), day, "{line}");
        }
    }

    #[test]
    fn dateline_gives_the_day_of_the_text() {
        for (line, day) in [
            ("GENEVA, 3 May 2023 – The parties met.", Some("2023-05-03")),
            ("LONDON (3 May 2023) – The parties met.", Some("2023-05-03")),
            ("LONDON (3 May 2023) The parties met.", Some("2023-05-03")),
            ("26 September 2019, New York - The FAO has signed.", Some("2019-09-26")),
            ("16 June 2025, Geneva, Switzerland – On 29 May 2025, the", Some("2025-06-16")),
            ("(Nairobi, 3 May 2023) — The parties", Some("2023-05-03")),
            ("PARIS, May 3, 2023 /PRNewswire/ -- The parties", Some("2023-05-03")),
            ("Geneva, 5 July 2001. The parties met.", Some("2001-07-05")),
            ("Nairobi, KENYA - 21st October 2023 - The parties met.", Some("2023-10-21")),
            ("Since then. On 5 July 2001. The parties met.", None),
            ("HANOI, May 3 – The parties met on 4 May 2023.", None),
            ("On 3 May 2023, the Ministry of Law – the signatory – met.", None),
            ("The MoU of 3 May 2023 – signed in Hanoi – was renewed.", None),
            ("HANOI: The parties met on 4 May 2023.", None),
        ] {
            assert_eq!(dateline(line).map(|day| day.to_string()).as_deref(), day, "{line}");
        }
    }
}
