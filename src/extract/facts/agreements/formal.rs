//! The text of an agreement itself: its heading and its preamble.

use std::ops::Range;
use std::sync::LazyLock;

use super::subject::DraftSubject;
use crate::extract::facts::TextContext;
use crate::extract::facts::signings::{SigningMention, SigningMood};
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::mentions::reading::Reading;
use crate::extract::proposal::Fact;
use crate::extract::sentences::WordKind;
use crate::extract::text::BlockKind;

/// The lists of words.
const WORD_LISTS: &str = include_str!("../words/formal.txt");

/// Small words in a heading.
static HEADING_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "heading words"));

static PARTICIPANT_NAMES: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "participant names"));

/// The heading of a formal text, which may have several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormalHeading {
    /// Its sentences: each line is one.
    pub sentences: Range<usize>,
    /// The number of the instrument in the first of them.
    pub instrument: usize,
}

/// The sentences at the start of a text in which its heading is looked for.
const MAX_HEADING_SENTENCE: usize = 40;

/// The sentences at the start of a text in which its preamble is looked for if it has no heading.
const MAX_OPENING_SENTENCE: usize = 12;

/// The most words from the instrument to the verb of a preamble, and from there to the parties.
const MAX_WORDS_TO_VERB: usize = 25;

/// The fewest signatures that show that a text without a preamble is an agreement.
const MIN_SIGNATURES: usize = 2;

/// The most words of a line that is a date and ends a heading.
const MAX_DATE_WORDS: usize = 6;

/// The most lines of a heading.
const MAX_HEADING_LINES: usize = 16;

/// The sentences after the heading that may show that the text is an agreement.
const MAX_PREAMBLE_SENTENCES: usize = 30;

/// Returns the agreement if the text is one, not a report of one.
pub(super) fn subject(context: &TextContext<'_>) -> Option<DraftSubject> {
    let heading = formal_heading(context)?;
    let sentence = &context.sentences[heading.sentences.start];
    let instrument = &sentence.instruments[heading.instrument];
    let scope = (0..context.sentences.len())
        .filter(|&index| context.sentences[index].sentence.kind != BlockKind::Furniture);
    Some(DraftSubject {
        kind: Fact::stated(instrument.kind.clone(), instrument.range.clone()),
        sentence: heading.sentences.start,
        signing: None,
        is_planned: false,
        is_formal: true,
        scope: scope.collect(),
        part: sentence.sentence.range.clone(),
        partner: None,
        announcement: None,
    })
}

/// Returns the heading if the text is an agreement itself: it names an instrument, and a preamble or clauses follow.
#[must_use]
pub fn formal_heading(context: &TextContext<'_>) -> Option<FormalHeading> {
    let starts = || {
        (0..context.sentences.len().min(MAX_HEADING_SENTENCE)).filter_map(|index| {
            let instrument = starts_heading(context, index)?;
            let end = heading_end(context, index);
            Some(FormalHeading { sentences: index..end, instrument })
        })
    };
    let is_text = |heading: &FormalHeading| {
        context.sentences[heading.sentences.start].sentence.kind != BlockKind::Headline
    };
    let is_formal = |heading: &FormalHeading| has_preamble(context, heading.sentences.end);
    let has_parties = |heading: &FormalHeading| names_parties(context, heading);
    starts()
        .filter(|heading| is_text(heading) && has_parties(heading))
        .chain(starts().filter(has_parties))
        .chain(starts().filter(is_text))
        .chain(starts())
        .find(is_formal)
        .or_else(|| opening(context))
}

/// Returns the beginning of the preamble of a text without a heading: `This Memorandum is entered into between …`.
fn opening(context: &TextContext<'_>) -> Option<FormalHeading> {
    let index = (0..context.sentences.len().min(MAX_OPENING_SENTENCE))
        .find(|&index| is_preamble(context, index))?;
    let is_formal = !is_reported(context, index + 1) && has_preamble(context, index);
    // No line of it is a heading.
    is_formal.then_some(FormalHeading { sentences: index..index, instrument: 0 })
}

/// Returns true for `This Memorandum of Understanding is entered into by and between …`.
fn is_preamble(context: &TextContext<'_>, index: usize) -> bool {
    let sentence = &context.sentences[index];
    let Some(instrument) = sentence.instruments.first().filter(|_| !sentence.sentence.is_speech())
    else {
        return false;
    };
    let reading = &context.statement(index).reading;
    let words = reading.index_at(instrument.range.start)..reading.index_at(instrument.range.end);
    let is_this = reading.is_one_of(words.start.wrapping_sub(1), &["this", "present"]);
    let verb = (words.end..words.end + MAX_WORDS_TO_VERB).find(|&word| {
        reading.is_one_of(word, &["entered", "made", "concluded", "executed"])
            && reading.is_one_of(word - 1, &["is", "hereby", "and", "was"])
    });
    is_this
        && verb.is_some_and(|verb| {
            (verb..verb + MAX_WORDS_TO_VERB)
                .any(|word| reading.is_one_of(word, &["between", "among", "amongst"]))
        })
}

/// Returns the instrument if a sentence is the first line of a heading.
fn starts_heading(context: &TextContext<'_>, index: usize) -> Option<usize> {
    let sentence = &context.sentences[index];
    let instrument = sentence.instruments.first().filter(|instrument| !instrument.is_plural)?;
    let reading = &context.statement(index).reading;
    let first = reading.index_at(instrument.range.start);
    let is_start = (0..first).all(|word| {
        reading.is_one_of(word, &["the", "draft", "a", "of", "text"])
            || reading.kind(word) != Some(WordKind::Word)
    });
    (is_start
        && sentence.sentence.kind != BlockKind::Furniture
        && is_heading_line(reading, sentence))
    .then_some(0)
}

/// Returns true if the words are those of a heading: capitals and small words, and no sentence.
fn is_heading_line(reading: &Reading<'_>, sentence: &ReadSentence) -> bool {
    let is_heading_word = |index: usize| {
        reading.kind(index) != Some(WordKind::Word)
            || reading.has_capital(index)
            || HEADING_WORDS.contains(reading.lower(index))
    };
    let text = &reading.text[sentence.sentence.range.clone()];
    let has_verb = (0..reading.words.len()).any(|index| {
        reading.is_one_of(
            index,
            &[
                "sign",
                "signs",
                "signed",
                "ink",
                "inks",
                "hereinafter",
                "hereafter",
                "whereas",
                "article",
            ],
        )
    });
    // `The Port of Hull and the Port of Ghent,` begins the preamble.
    let begins_preamble = !reading.is_in_capitals && text.trim_end().ends_with(',');
    !begins_preamble
        && !text.trim_end_matches(['*', '_', ' ']).ends_with(['.', ';'])
        && reading.words.len() < 90
        && !has_verb
        && (0..reading.words.len()).all(is_heading_word)
}

/// Returns the number of the sentence after a heading that starts with a sentence.
fn heading_end(context: &TextContext<'_>, start: usize) -> usize {
    let mut end = start + 1;
    while end < context.sentences.len() && end - start < MAX_HEADING_LINES {
        let sentence = &context.sentences[end];
        let reading = &context.statement(end).reading;
        let is_line = is_heading_line(reading, sentence) && starts_heading(context, end).is_none();
        let is_section = reading.is_one_of(
            0,
            &[
                "introduction",
                "background",
                "purpose",
                "objective",
                "objectives",
                "preamble",
                "recitals",
                "article",
                "section",
                "definitions",
                "scope",
            ],
        ) || reading.kind(0) == Some(WordKind::Number);
        let is_date = !sentence.dates.is_empty() && sentence.sentence.words.len() <= MAX_DATE_WORDS;
        if !is_line || is_section || is_date {
            break;
        }
        end += 1;
    }
    end
}

/// Returns true if the heading has `between`.
fn names_parties(context: &TextContext<'_>, heading: &FormalHeading) -> bool {
    heading.sentences.clone().any(|index| {
        let reading = &context.statement(index).reading;
        (0..reading.words.len())
            .any(|word| reading.is_one_of(word, &["between", "among", "amongst"]))
    })
}

/// Returns true if the text after a heading says that the instrument was signed: it is a report of it.
fn is_reported(context: &TextContext<'_>, start: usize) -> bool {
    (start..(start + 5).min(context.sentences.len())).any(|index| {
        let statement = context.statement(index);
        let is_clause = (0..statement.reading.words.len()).any(|word| {
            statement
                .reading
                .is_one_of(word, &["undersigned", "hereby", "hereinafter", "hereafter"])
        });
        let is_verb = |signing: &SigningMention| {
            let lower = statement.reading.lower(signing.word);
            signing.mood == SigningMood::Done && signing.form.is_verb() && lower.contains("sign")
        };
        !is_clause && statement.signings.iter().any(is_verb)
    })
}

/// Returns true if what follows a heading is written as an agreement: it names its participants, and has clauses.
fn has_preamble(context: &TextContext<'_>, start: usize) -> bool {
    const PREAMBLE_PHRASES: [&str; 18] = [
        "hereinafter",
        "hereafter",
        "referred to as",
        "have reached the following",
        "agreed as follows",
        "agree as follows",
        "hereby agree",
        "whereas",
        "is entered into",
        "is made and entered",
        "is made between",
        "is made by",
        "is made on",
        "is made this",
        "have decided as follows",
        "have agreed on the following",
        "have come to the following",
        "is between",
    ];
    let end = (start + MAX_PREAMBLE_SENTENCES).min(context.sentences.len());
    if is_reported(context, start) {
        return false;
    }
    let mut has_phrase = false;
    let mut names = 0;
    for index in start..end {
        let sentence = &context.sentences[index];
        let text = context.source.text[sentence.sentence.range.clone()].to_lowercase();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        has_phrase |= !sentence.sentence.is_speech()
            && PREAMBLE_PHRASES.iter().any(|phrase| text.contains(phrase));
        let reading = &context.statement(index).reading;
        names += (0..reading.words.len())
            .filter(|&index| {
                reading.has_capital(index) && PARTICIPANT_NAMES.contains(reading.lower(index))
            })
            .count();
    }
    has_phrase || names >= 4 || has_signatures(context, start)
}

/// Returns true if the parties sign below: `For the Government of Samoa`, twice, or once with `Done at Apia`.
fn has_signatures(context: &TextContext<'_>, start: usize) -> bool {
    let mut signatures = 0;
    let mut is_dated = false;
    let count = context.sentences.len();
    for index in start.max(count.saturating_sub(MAX_SIGNATURE_SENTENCES))..count {
        let sentence = &context.sentences[index];
        let text = context.source.text[sentence.sentence.range.clone()].trim();
        if sentence.sentence.is_speech() || sentence.sentence.words.len() > MAX_SIGNATURE_WORDS {
            continue;
        }
        let reading = &context.statement(index).reading;
        is_dated |= reading.is_one_of(0, &["done", "signed", "executed"])
            && reading.is_one_of(1, &["at", "in", "on", "this"])
            && !sentence.dates.is_empty();
        if text.ends_with('.') {
            continue;
        }
        // Two columns are one line.
        signatures += (0..reading.words.len())
            .filter(|&word| {
                let is_for = reading.is_one_of(word, &["for", "behalf"])
                    && (word == 0 || reading.has_capital(word) || reading.lower(word) == "behalf");
                is_for
                    && (reading.has_capital(word + 1)
                        || reading.is_one_of(word + 1, &["the", "of"]))
                    && (word == 0
                        || reading.has_capital(word)
                        || reading.is_one_of(0, &["signed", "on", "for"]))
            })
            .count();
    }
    signatures >= MIN_SIGNATURES || (is_dated && signatures > 0)
}

/// The sentences at the end of a text in which the parties sign.
const MAX_SIGNATURE_SENTENCES: usize = 80;

/// The most words of a line of signatures.
const MAX_SIGNATURE_WORDS: usize = 40;
