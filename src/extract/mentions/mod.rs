//! What the words of a text name: dates, lengths of time, instruments, bodies, people and countries.
//!
//! A mention says only what the words mean, not what role they have for an agreement; [`facts`](super::facts)
//! decides that.

pub mod bodies;
mod date_grammar;
mod date_parts;
pub mod dates;
pub mod durations;
pub mod instruments;
pub mod lists;
pub mod nations;
pub mod people;
pub mod reading;
pub mod time_words;
pub mod tokens;
mod written_date;

use super::sentences::{TextSentence, sentences};
use super::text::SourceText;
use bodies::BodyMention;
use dates::DateMention;
use durations::DurationMention;
use instruments::InstrumentMention;
use nations::NationMention;
use people::{NamesOfPeople, PersonMention};
use reading::Reading;

/// A sentence with what it names, each kind in the order of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadSentence {
    /// The sentence.
    pub sentence: TextSentence,
    /// Countries, regions and well-known cities.
    pub nations: Vec<NationMention>,
    /// Dates, relative days too.
    pub dates: Vec<DateMention>,
    /// Lengths of time.
    pub durations: Vec<DurationMention>,
    /// Memoranda, agreements and other instruments.
    pub instruments: Vec<InstrumentMention>,
    /// Organisations, states and governments.
    pub bodies: Vec<BodyMention>,
    /// Persons with their offices.
    pub people: Vec<PersonMention>,
}

/// Reads every sentence of the text.
#[must_use]
pub fn read(source: &SourceText) -> Vec<ReadSentence> {
    let sentences = sentences(source);
    let places = sentences.iter().map(|one| nations::nations(&source.text, one.range.clone()));
    let places: Vec<Vec<NationMention>> = places.collect();
    let people = sentences.iter().zip(&places);
    let mut people: Vec<Vec<PersonMention>> =
        people.map(|(one, places)| people::people(&source.text, one, places)).collect();
    let mut names = NamesOfPeople::default();
    for people in &people {
        names.extend(&source.text, people);
    }
    for ((sentence, places), people) in sentences.iter().zip(&places).zip(&mut people) {
        names.find(&source.text, sentence, places, people);
    }
    let mut read: Vec<ReadSentence> = sentences
        .into_iter()
        .zip(places)
        .zip(people)
        .map(|((sentence, nations), people)| ReadSentence {
            dates: dates::dates(&source.text, &sentence),
            durations: durations::durations(&source.text, &sentence),
            instruments: instruments::instruments(&source.text, &sentence),
            bodies: bodies::bodies(&source.text, &sentence, &people, &nations),
            people,
            nations,
            sentence,
        })
        .collect();
    own_ordinals(&source.text, &mut read);
    read
}

/// Makes `The first MoU` one of the text's own instruments if a later sentence begins with `The second MoU`.
fn own_ordinals(text: &str, sentences: &mut [ReadSentence]) {
    let with_ordinal = |ordinals: &[&str]| -> Vec<usize> {
        let begins = |sentence: &ReadSentence| {
            let Some(instrument) = sentence.instruments.first() else { return false };
            let start = instrument.range.start;
            let before = sentence.sentence.words.partition_point(|word| word.range.start < start);
            // Most sentences are out by now, before their words are read.
            if before > 3 {
                return false;
            }
            let reading = Reading::new(text, &sentence.sentence);
            let ordinal = usize::from(reading.lower(0) == "the");
            reading.is_one_of(ordinal, ordinals) && before <= ordinal + 2
        };
        (0..sentences.len()).filter(|&index| begins(&sentences[index])).collect()
    };
    let first = with_ordinal(&["first"]);
    let second = with_ordinal(&["second", "other", "another"]);
    let Some(&last) = second.last() else { return };
    for index in first.into_iter().filter(|&index| index < last).chain(second) {
        sentences[index].instruments[0].is_other = false;
    }
}
