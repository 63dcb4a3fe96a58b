//! Other instruments that a text connects with an agreement, and the sources that it links to.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::subject::DraftSubject;
use crate::domain::{Date, Reference, Text};
use crate::extract::facts::TextContext;
use crate::extract::facts::readable::one_line;
use crate::extract::facts::signings::SigningMood;
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::dates::WrittenForm;
use crate::extract::mentions::instruments::InstrumentMention;
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::proposal::{Fact, RelatedInstrument};
use crate::extract::text::BlockKind;

/// The lists of words.
const WORD_LISTS: &str = include_str!("../words/others.txt");

/// Words before an earlier agreement of the same parties.
static PREDECESSOR_WORDS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "predecessor words"));

/// Verbs before the agreement that this one follows.
static SUCCEEDING_VERBS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "succeeding verbs"));

/// Words before the framework that this agreement implements.
static IMPLEMENTING_WORDS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "implementing words"));

/// How another instrument is connected with the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connection {
    /// The agreement follows it.
    Succeeds,
    /// The agreement implements it.
    Under,
    /// The text only names it.
    Related,
}

/// Another instrument in a sentence.
struct OtherInstrument {
    connection: Connection,
    range: Range<usize>,
    title: String,
    dated: Option<Date>,
}

/// Returns the other instruments in the sentences about an agreement.
fn others(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<OtherInstrument> {
    let mut found = Vec::new();
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        if sentence.instruments.is_empty() || sentence.sentence.kind == BlockKind::Headline {
            continue;
        }
        let statement = context.statement(index);
        for (number, instrument) in sentence.instruments.iter().enumerate() {
            if sentence.sentence.is_in_speech(instrument.range.start) || instrument.is_plural {
                continue;
            }
            found.extend(other(context, subject, statement, number));
        }
    }
    found
}

/// Returns what a sentence says of an instrument, if it is another one than the agreement.
fn other(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    statement: &Statement<'_>,
    number: usize,
) -> Option<OtherInstrument> {
    let text = &context.source.text;
    let instrument = &statement.sentence.instruments[number];
    let words = statement.instrument_words(instrument);
    let reading = &statement.reading;
    let before = |count: usize| words.start.saturating_sub(count)..words.start;
    let find = |count: usize, list: &WordList| {
        before(count).rev().find(|&index| list.contains(reading.lower(index)))
    };
    let is_subject = statement.index == subject.sentence
        && subject.part.contains(&instrument.range.start)
        && instrument.range == subject.kind.quotations[0];
    if is_subject {
        return None;
    }
    let dated = date_of(statement, instrument);
    let names_others = statement.groups.iter().any(|group| {
        group.words.start > words.end && group.bodies.len() == 1 && {
            group.role == crate::extract::facts::groups::GroupRole::With
        }
    });
    let title = |start: usize| {
        let range = reading.range(start..words.start).start..instrument.range.end;
        (one_line(&text[instrument.title.clone().unwrap_or_else(|| range.clone())]), range)
    };
    let is_under = words.start > 3 && before(3).any(|index| reading.lower(index) == "under");
    let implementing =
        find(5, &IMPLEMENTING_WORDS).or(is_under.then_some(0)).filter(|_| dated.is_some());
    if implementing.is_some() {
        let (title, range) = title(words.start);
        return Some(OtherInstrument { connection: Connection::Under, range, title, dated });
    }
    if let Some(word) = find(3, &PREDECESSOR_WORDS).filter(|_| instrument.is_other && !names_others)
    {
        let (title, range) = title(word);
        let is_certain = dated.is_some()
            || reading.is_one_of(word, &["previous", "predecessor", "expiring", "expired"]);
        let connection = if is_certain { Connection::Succeeds } else { Connection::Related };
        return is_certain.then_some(OtherInstrument { connection, range, title, dated });
    }
    let succeeding = find(5, &SUCCEEDING_VERBS).filter(|_| dated.is_some());
    if succeeding.is_some() {
        let (title, range) = title(words.start);
        return Some(OtherInstrument { connection: Connection::Succeeds, range, title, dated });
    }
    let is_other_signing = statement
        .signings
        .iter()
        .any(|signing| signing.instrument == number && signing.mood == SigningMood::Other);
    let has_own_title = instrument.title.is_some()
        && instrument.kind != subject.kind.value
        && is_named(instrument, text);
    let is_other = (instrument.is_other || is_other_signing) && instrument.title.is_some();
    (is_other || has_own_title).then(|| {
        let (title, range) = title(words.start);
        OtherInstrument { connection: Connection::Related, range, title, dated }
    })
}

/// Returns true if the instrument is named by a title of three words or more.
fn is_named(instrument: &InstrumentMention, text: &str) -> bool {
    text[instrument.range.clone()].split_whitespace().nth(2).is_some()
}

/// Returns the date of an instrument: the nearest one after it, with nothing but its signing between.
fn date_of(statement: &Statement<'_>, instrument: &InstrumentMention) -> Option<Date> {
    let reading = &statement.reading;
    let end = reading.index_at(instrument.range.end);
    let date =
        statement.sentence.dates.iter().find(|date| date.range.start >= instrument.range.end)?;
    let start = reading.index_at(date.range.start);
    let is_near = start - end <= 12;
    let breaks =
        (end..start).any(|index| reading.is_one_of(index, &[";", "will", "provides", "covers"]));
    match date.written {
        WrittenForm::Full(date, _) if is_near && !breaks => Some(date),
        _ => None,
    }
}

/// Returns other instruments, campaigns and bodies that the text connects with the agreement.
#[must_use]
pub fn related(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<Fact<Text>> {
    let mut seen = HashSet::new();
    let instruments = others(context, subject)
        .into_iter()
        .filter(|other| other.connection == Connection::Related)
        .map(|other| Fact::stated(Text::from(other.title), other.range));
    let campaigns = subject.scope.iter().flat_map(|&index| campaigns(context, index));
    instruments.chain(campaigns).filter(|fact| seen.insert(fact.value.to_lowercase())).collect()
}

/// Returns the campaigns and initiatives that a sentence names in quotation marks: `the SG-UK "Future" campaign`.
fn campaigns(context: &TextContext<'_>, index: usize) -> Vec<Fact<Text>> {
    const CAMPAIGN_NOUNS: [&str; 6] =
        ["campaign", "initiative", "programme", "program", "project", "strategy"];
    let sentence = &context.sentences[index];
    if sentence.sentence.is_speech() || sentence.instruments.is_empty() {
        return Vec::new();
    }
    let statement = context.statement(index);
    let reading = &statement.reading;
    let is_mark = |index: usize| reading.is_one_of(index, &["\"", "“", "”"]);
    let mut found = Vec::new();
    for noun in 2..reading.words.len() {
        if !reading.is_one_of(noun, &CAMPAIGN_NOUNS) || !is_mark(noun - 1) {
            continue;
        }
        let Some(open) = (noun.saturating_sub(12)..noun - 1).rev().find(|&index| is_mark(index))
        else {
            continue;
        };
        let mut start = open;
        while start > 0 && reading.has_capital(start - 1) {
            start -= 1;
        }
        let range = reading.range(start..noun + 1);
        found.push(Fact::stated(Text::from(one_line(&context.source.text[range.clone()])), range));
    }
    found
}

/// Returns the agreements that it follows.
#[must_use]
pub fn succeeds(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<Fact<RelatedInstrument>> {
    let mut found: Vec<Fact<RelatedInstrument>> = Vec::new();
    let others = others(context, subject);
    for other in others.into_iter().filter(|other| other.connection == Connection::Succeeds) {
        let known = found.iter_mut().find(|fact| {
            fact.value.dated == other.dated || other.dated.is_none() || fact.value.dated.is_none()
        });
        match known {
            Some(fact) => {
                if fact.value.dated.is_none() && other.dated.is_some() {
                    fact.value.dated = other.dated;
                    fact.quotations.insert(0, other.range);
                } else {
                    fact.quotations.push(other.range);
                }
            }
            None => found.push(fact(other)),
        }
    }
    found
}

fn fact(other: OtherInstrument) -> Fact<RelatedInstrument> {
    let value = RelatedInstrument { title: other.title.into(), dated: other.dated };
    Fact::stated(value, other.range)
}

/// Returns the framework that it implements.
#[must_use]
pub fn under(context: &TextContext<'_>, subject: &DraftSubject) -> Option<Fact<RelatedInstrument>> {
    others(context, subject)
        .into_iter()
        .find(|other| other.connection == Connection::Under)
        .map(fact)
}

/// Returns the sources that the text links to: those in a list of sources, and those on an instrument.
#[must_use]
pub fn references(context: &TextContext<'_>) -> Vec<Fact<Reference>> {
    let mut found: Vec<Fact<Reference>> = Vec::new();
    for link in &context.source.links {
        let title = one_line(&context.source.text[link.range.clone()]);
        let block =
            context.source.blocks.partition_point(|block| block.range.end <= link.range.start);
        let block = (block < context.source.blocks.len()).then_some(block);
        let Some(block) =
            block.filter(|&block| context.source.blocks[block].kind != BlockKind::Furniture)
        else {
            continue;
        };
        let is_listed = is_in_sources(context, block);
        let sentence = context
            .sentences
            .partition_point(|sentence| sentence.sentence.range.end <= link.range.start);
        let is_on_instrument = context.sentences.get(sentence).is_some_and(|sentence| {
            sentence.instruments.iter().any(|instrument| {
                instrument.range.start < link.range.end && link.range.start < instrument.range.end
            })
        });
        let is_address = link.url.starts_with("http");
        if title.is_empty() || !is_address || !(is_listed || is_on_instrument) {
            continue;
        }
        let known =
            found.iter_mut().find(|fact| fact.value.url.as_deref() == Some(link.url.as_str()));
        if let Some(fact) = known {
            // The title in a list of sources is the better one.
            if is_listed {
                fact.value.title = title.into();
            }
            let place = if is_listed { 0 } else { fact.quotations.len() };
            fact.quotations.insert(place, link.range.clone());
        } else {
            let url = Some(Text::from(link.url.as_str()));
            let reference = Reference { title: title.into(), url, dated: None };
            found.push(Fact::stated(reference, link.range.clone()));
        }
    }
    found
}

/// Returns true if a block is below a heading such as `References`.
fn is_in_sources(context: &TextContext<'_>, block: usize) -> bool {
    const SOURCE_HEADINGS: [&str; 8] = [
        "reference",
        "references",
        "source",
        "sources",
        "further reading",
        "related documents",
        "related links",
        "links",
    ];
    let blocks = &context.source.blocks[..=block];
    let heading = blocks.iter().rev().take(20).find_map(|block| {
        let text = context.source.text[block.range.clone()].lines().next().unwrap_or_default();
        let text = text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        SOURCE_HEADINGS.contains(&text.as_str()).then_some(())
    });
    heading.is_some()
}
