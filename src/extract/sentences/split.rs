//! Ends of sentences.

use std::ops::Range;

use super::abbreviations::{Abbreviation, abbreviation, is_opener};
use super::words::{begins_sentence, floor, is_apostrophe};

/// The longest word before a full stop that may be an abbreviation, in bytes.
const MAX_ABBREVIATION_BYTES: usize = 16;

/// The bytes after a full stop that are examined.
const MAX_NEXT_BYTES: usize = 64;

/// The longest sentence, in bytes.
const MAX_SENTENCE_BYTES: usize = 4_000;

/// Marks that may follow the full stop of the sentence that they belong to.
fn closes(letter: char) -> bool {
    matches!(letter, '"' | '”' | '»' | ')' | ']' | '*') || is_apostrophe(letter)
}

/// Divides a block into sentences, without the spaces around them.
pub(super) fn split(text: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    let part = &text[block.clone()];
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut add = |start: usize, end: usize| {
        let sentence = &part[start..end];
        let trimmed = sentence.trim();
        if !trimmed.is_empty() {
            let from = block.start + start + (sentence.len() - sentence.trim_start().len());
            sentences.push(from..from + trimmed.len());
        }
    };
    let mut offset = 0;
    while let Some(found) = part[offset..].find(['.', '!', '?', '…', '。', '\n']) {
        let at = offset + found;
        let marks = &part[at..];
        let run = marks.trim_start_matches(['.', '!', '?', '…', '。', '\n']);
        let run_end = at + (marks.len() - run.len());
        let end = run_end + (run.len() - run.trim_start_matches(closes).len());
        if part[at..run_end].contains('\n') || ends_sentence(part, start, at, run_end, end) {
            add(start, end);
            start = end;
        }
        offset = end.max(run_end);
    }
    add(start, part.len());
    sentences
}

/// Divides a sentence that no person has written, so that what is done for each pair of its words stays fast: behind
/// the last semicolon, comma or space before the limit.
pub(super) fn shorter(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = sentence.start;
    while sentence.end - start > MAX_SENTENCE_BYTES {
        let limit = start + floor(&text[start..], MAX_SENTENCE_BYTES);
        let part = &text[start..limit];
        let cut = ["; ", ", ", " "].iter().find_map(|mark| Some(part.rfind(mark)? + mark.len()));
        let end = start + cut.unwrap_or(part.len());
        let trimmed = text[start..end].trim_end().len();
        parts.push(start..start + trimmed);
        start = end + (text[end..].len() - text[end..].trim_start().len());
    }
    if start < sentence.end {
        parts.push(start..sentence.end);
    }
    parts
}

/// Returns true if the marks at `at..run_end`, with closing marks up to `end`, end the sentence that begins at `start`.
fn ends_sentence(part: &str, start: usize, at: usize, run_end: usize, end: usize) -> bool {
    let after = &part[end..floor(part, end + MAX_NEXT_BYTES)];
    let next = after.trim_start();
    let Some(first) = next.chars().next() else { return true };
    let before = &part[start..at];
    let next_word: &str = next
        .trim_start_matches(|letter: char| !letter.is_alphanumeric())
        .split(|letter: char| !letter.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_one_stop = &part[at..run_end] == ".";
    if next.len() == after.len() {
        // No space: `understanding.The MoU`, but not `U.S.-led`, `example.Com` and `Node.Js`.
        let previous = before.chars().next_back().unwrap_or_default();
        return if end > run_end {
            // A closing mark: `…said.”The MoU`.
            first.is_uppercase() && is_opener(next_word)
        } else {
            is_one_stop && begins_sentence(previous, after) && is_opener(next_word)
        };
    }
    if first.is_lowercase() {
        return false;
    }
    if matches!(first, ',' | ';' | ':' | ')' | ']' | '–' | '—' | '&') {
        return false;
    }
    if !is_one_stop {
        return true;
    }
    let word_start = before
        .char_indices()
        .rev()
        .take_while(|(_, letter)| {
            letter.is_alphanumeric() || *letter == '.' || is_apostrophe(*letter)
        })
        .take(MAX_ABBREVIATION_BYTES)
        .last()
        .map_or(before.len(), |(offset, _)| offset);
    let word = before[word_start..].trim_start_matches(is_apostrophe);
    if end > run_end && !part[run_end..end].starts_with(')') {
        // `signed by Acme Inc.” The`: a quotation ends here.
        return abbreviation(word).is_none() || is_opener(next_word);
    }
    if is_day_before_month(word, next_word) {
        return false;
    }
    // `1.` at the start is the number of the paragraph.
    if before[..word_start].trim().is_empty() && word.len() <= 3 && is_number(word) {
        return false;
    }
    match abbreviation(word) {
        None => true,
        Some(Abbreviation::Title) => false,
        Some(Abbreviation::Numbered) => !first.is_ascii_digit() && !is_roman(next_word),
        Some(Abbreviation::Ending) => is_opener(next_word),
    }
}

/// Returns true for `12. March`.
fn is_day_before_month(word: &str, next: &str) -> bool {
    let lower = next.to_lowercase();
    is_number(word)
        && word.len() <= 2
        && lower.get(..3).is_some_and(|start| MONTH_STARTS.contains(&start))
}

const MONTH_STARTS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for text in [
            "One.| Two.",
            "Mr. Kok and Mrs. Lee signed.| Dr. Ho left.",
            "H.E. Mr. Ha and Prof. Dr. Li met.| Hon. Speaker left.",
            "See No. 7 and Art. 3.| He said no.| Then he left.",
            "Donald J. Trump signed.| J. K. Rowling wrote.",
            "signed by Registrar P. Sardar Singh and Prof. C. Raj Kumar.| V. Rao left.",
            "The U.S. Department signed with the U.K. today.| It is new.",
            "They live in the U.S.| The MoU is new.",
            "Acme Inc. and Foo Co., Ltd. signed.| Bar Corp. Chairman Li spoke.",
            "We chose Acme Inc.| The MoU is new.",
            "It opens at 10 a.m. on Monday.| Costs rose 2.5 per cent.| Why?| Because!",
            "He said: “It is new.| It is good.”| The text ends.",
            "It ended (in May).| Then (they left.)| More.",
            "Wait ... and see.| Wait...| Then go.",
            "signed on 12. March 2008 in Hanoi.| Done.",
            "Fri. Jun 14 and Dec. 3 are days.",
            "St. Petersburg State University signed.",
            "the building blocks.| “We are glad,” he said.| 400 people came.",
            "a memorandum of understanding.|The MoU is new.",
            "Visit example.org today.| U.S.-led teams came.",
            "first item; second item; and third.",
            "No terminator",
            "The Q&A ended.| 2019 was good.",
            "Yahoo! and Google signed.",
        ] {
            let plain = text.replace('|', "");
            let found = split(&plain, &(0..plain.len()));
            let expected: Vec<&str> = text.split('|').map(str::trim).collect();
            let found: Vec<&str> = found.into_iter().map(|range| &plain[range]).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn endless_sentences_are_divided() {
        let clause = "the ports signed an MoU, ";
        let text = clause.repeat(1_000);
        let parts = shorter(&text, 0..text.trim_end().len());
        assert!(parts.len() > 6 && parts.iter().all(|part| part.len() <= MAX_SENTENCE_BYTES));
        assert!(parts.iter().all(|part| text[part.clone()].ends_with("MoU,")));
        let word = "é".repeat(MAX_SENTENCE_BYTES);
        let joined: String =
            shorter(&word, 0..word.len()).iter().map(|part| &word[part.clone()]).collect();
        assert_eq!(joined, word);
        assert_eq!(shorter(&text, 0..24), vec![0..24; 1]);
    }

    #[test]
    fn ranges_are_those_of_the_whole_text() {
        let text = "Head\n\n One.  Two. \n\nFoot";
        assert_eq!(split(text, &(6..18)), [7..11, 13..17]);
    }
}
