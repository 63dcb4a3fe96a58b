//! Direct speech: what a text quotes somebody with, as against titles and short names in quotation marks.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::words::floor;

/// The words of both lists, in lower case.
static SPEECH_WORDS: LazyLock<[HashSet<&str>; 2]> = LazyLock::new(|| {
    let (verbs, clause_words) = WORD_LISTS.split_once("[clause words]").unwrap_or_default();
    [verbs, clause_words].map(|list| {
        list.lines()
            .filter(|line| !line.starts_with(['#', '[']))
            .flat_map(str::split_whitespace)
            .collect()
    })
});

const WORD_LISTS: &str = include_str!("speech.txt");

/// Returns true for a verb that introduces direct speech.
fn is_speech_verb(word: &str) -> bool {
    SPEECH_WORDS[0].contains(word.to_lowercase().as_str())
}

/// Returns true for a word that is common in speech and rare in titles.
fn is_clause_word(word: &str) -> bool {
    SPEECH_WORDS[1].contains(word.to_lowercase().replace('’', "'").as_str())
}

/// The fewest words of direct speech without a verb of speech before or after it.
const MIN_SPEECH_WORDS: usize = 5;

/// Bytes before or after a quotation that may contain the verb of speech.
const NEAR_BYTES: usize = 120;

/// A pair of quotation marks in a block: the offsets of its first mark and after its last.
fn quoted(text: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    let part = &text[block.clone()];
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut previous = ' ';
    let mut letters = part.char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let opens = (previous.is_whitespace() || matches!(previous, '(' | '[' | '—' | '–' | ':'))
            && !next.is_whitespace();
        match (open, letter) {
            // A new one may open before the last is closed: a paragraph of speech goes on.
            (None, '“' | '„' | '«') | (Some((_, '”')), '“') => open = Some((offset, '”')),
            (None, '"') => open = Some((offset, '"')),
            (None, '‘') if opens => open = Some((offset, '’')),
            (None, '\'') if opens => open = Some((offset, '\'')),
            // A quotation may be opened by one kind of mark and closed by the other.
            (Some((start, '”' | '"')), '”' | '"') | (Some((start, '”')), '»') => {
                found.push(start..offset + letter.len_utf8());
                open = None;
            }
            // An apostrophe within a word or after one does not end a quotation in single marks.
            (Some((start, mark @ ('’' | '\''))), letter) if letter == mark => {
                let ends =
                    matches!(previous, ',' | '.' | '?' | '!' | '…') || !next.is_alphanumeric();
                if ends && !(previous == 's' && next.is_whitespace()) {
                    found.push(start..offset + letter.len_utf8());
                    open = None;
                }
            }
            _ => {}
        }
        previous = letter;
    }
    if let Some((start, '”' | '"')) = open {
        // Speech that continues in the next paragraph is not closed.
        found.push(start..part.len());
    }
    found.into_iter().map(|range| block.start + range.start..block.start + range.end).collect()
}

/// Returns the parts of a block that are direct speech, in order.
pub(super) fn speech(text: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    let mut quoted = quoted(text, block);
    let is_spoken: Vec<bool> = quoted.iter().map(|range| is_speech(text, block, range)).collect();
    // In a paragraph with direct speech, whole sentences in quotation marks continue it.
    let has_speech = is_spoken.contains(&true);
    let mut is_spoken = is_spoken.into_iter();
    quoted.retain(|range| {
        is_spoken.next() == Some(true) || (has_speech && is_sentence(&text[range.clone()]))
    });
    quoted
}

/// Returns true if a quotation has words and ends as a sentence does.
fn is_sentence(quoted: &str) -> bool {
    quoted.trim_end_matches(['"', '”', '’', '\'']).ends_with(['.', '!', '?'])
        && quoted.split_whitespace().nth(2).is_some()
}

/// Returns true if a quotation is direct speech.
fn is_speech(text: &str, block: &Range<usize>, range: &Range<usize>) -> bool {
    let quoted = &text[range.clone()];
    let inner =
        quoted.trim_matches(|letter: char| !letter.is_alphanumeric() && !".,?!…".contains(letter));
    let mut words = inner.split_whitespace();
    let count = words.clone().take(MIN_SPEECH_WORDS).count();
    let has_clause = words
        .any(|word| is_clause_word(word.trim_matches(|letter: char| !letter.is_alphanumeric())));
    let before =
        &text[floor(text, range.start.saturating_sub(NEAR_BYTES)).max(block.start)..range.start];
    let after = &text[range.end..floor(text, (range.end + NEAR_BYTES).min(block.end))];
    let is_introduced = before.trim_end().ends_with([':', ',']) && has_speech_verb(before);
    let is_followed = inner.ends_with([',', '.', '?', '!']) && starts_with_speech_verb(after);
    if is_introduced || is_followed {
        return true;
    }
    // A whole paragraph in quotation marks, or whole sentences in it.
    let ends_within = inner.ends_with(['.', '?', '!', ',', '…']);
    let is_paragraph = before.trim().is_empty() && after.trim().is_empty();
    count >= MIN_SPEECH_WORDS
        && (has_clause && (ends_within || is_paragraph || inner.contains(". ")))
}

fn has_speech_verb(text: &str) -> bool {
    let mut words =
        text.rsplit(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’'));
    words.any(is_speech_verb)
}

/// Returns true for ` said Ms Ng`, ` Mr Han said` and ` she added`.
fn starts_with_speech_verb(text: &str) -> bool {
    let words =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(8).any(is_speech_verb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_separated_from_titles_and_short_names() {
        for (text, spoken) in [
            (
                "Mr Han said: “The BRI is a game changer. It is good.”",
                &["“The BRI is a game changer. It is good.”"][..],
            ),
            (
                "“We are glad,” said Nicola Fox. “NASA supports it.”",
                &["“We are glad,”", "“NASA supports it.”"],
            ),
            ("Ms Ong said, \"This is good.\"", &["\"This is good.\""]),
            (
                "\"It will also allow mutual exchange of officers.\"",
                &["\"It will also allow mutual exchange of officers.\""],
            ),
            ("He said: \"GovTech is delighted to sign", &["\"GovTech is delighted to sign"]),
            (
                "‘We are the first of our friends’ schools,’ she added.",
                &["‘We are the first of our friends’ schools,’"],
            ),
            ("'We are proud to sign it,' she said.", &["'We are proud to sign it,'"]),
            ("in the SG-UK \"Partnership for the Future\" campaign", &[]),
            ("(hereinafter referred to as “the Participants”),", &[]),
            ("the Ministry of Law (“MinLaw”) and others", &[]),
            ("a panel on “Implementation of a unified policy: Challenges and future trends”.", &[]),
            ("It is the countries' first and the parties' second", &[]),
            ("the MoU “On Legal Cooperation” was signed", &[]),
        ] {
            let found = speech(text, &(0..text.len()));
            let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, spoken, "{text}");
        }
    }
}
