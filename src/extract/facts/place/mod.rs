//! Where an agreement was signed.

mod line;
mod phrases;
mod words;

use std::ops::Range;

use super::{TextContext, agreements::DraftSubject};
use crate::domain::Text;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::tokens::{NameToken, tokens};
use crate::extract::proposal::Fact;
use crate::extract::text::BlockKind;
use phrases::{PlaceKind, PlacePhrase, phrases};

/// The greatest number of items between an agreement in a list and the sentence that announces the list.
const MAX_LIST_ITEMS: usize = 30;

/// The greatest number of phrases of place for one signing; more are found only in a text that repeats itself.
const MAX_PLACES: usize = 200;

/// The note on a signing by video.
const VIDEO_NOTE: &str = "It was signed by video, so there is no place of signing.";

/// Returns the place of the signing. If it was signed by video there is none, and `notes` says so.
#[must_use]
pub fn place(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    notes: &mut Vec<String>,
) -> Option<Fact<Text>> {
    if subject.is_planned {
        return None;
    }
    let text = context.source.text.as_str();
    let mut found: Vec<PlacePhrase> = Vec::new();
    let announcing = announcing(context, subject);
    for &index in announcing.iter().chain(&subject.scope) {
        if found.len() >= MAX_PLACES {
            break;
        }
        let sentence = &context.sentences[index];
        let is_subject = index == subject.sentence;
        if !can_say_place(text, sentence, is_subject) {
            continue;
        }
        let tokens = tokens(text, &sentence.sentence, &sentence.nations);
        if is_by_video(&tokens) {
            notes.push(VIDEO_NOTE.to_owned());
            return None;
        }
        let mut phrases = phrases(sentence, &tokens);
        if is_subject {
            phrases.retain(|phrase| is_near(&phrase.range, &subject.part));
        }
        found.extend(phrases);
    }
    best(text, found)
}

/// Returns the sentence that announces a list of agreements, if this one is an item of it.
fn announcing(context: &TextContext<'_>, subject: &DraftSubject) -> Option<usize> {
    let ends = |index: usize, marks: &[char]| {
        let range = context.sentences[index].sentence.range.clone();
        context.source.text[range].trim_end().ends_with(marks)
    };
    let is_item = |index: usize| {
        context.sentences[index].sentence.kind == BlockKind::Item || ends(index, &[';', ','])
    };
    (subject.sentence.saturating_sub(MAX_LIST_ITEMS)..subject.sentence)
        .rev()
        .find(|&index| !is_item(index))
        .filter(|&index| ends(index, &[':']) && !subject.scope.contains(&index))
}

/// Returns true if a range lies in the part of a sentence that is about this agreement, or after it.
fn is_near(range: &Range<usize>, part: &Range<usize>) -> bool {
    part.start <= range.start || range.end <= part.start
}

/// Returns true if a sentence speaks of a signing that is not another one.
fn can_say_place(text: &str, sentence: &ReadSentence, is_subject: bool) -> bool {
    if is_subject {
        return true;
    }
    if matches!(
        sentence.sentence.kind,
        BlockKind::Furniture | BlockKind::Headline | BlockKind::Cell
    ) || sentence.sentence.is_speech()
    {
        return false;
    }
    let words = &text[sentence.sentence.range.clone()];
    // The headline of the sentence decides cheaply; the phrases are read only if it speaks of a signing.
    ["sign", "Sign", "SIGN", "ink", "ceremony", "Done at", "DONE", "names to", "conclu"]
        .iter()
        .any(|word| words.contains(word))
}

/// Returns true if a sentence says that the signing was by video.
fn is_by_video(tokens: &[NameToken<'_>]) -> bool {
    let keys: Vec<_> = tokens.iter().map(|token| token.key.as_str()).collect();
    let has_video = keys.iter().enumerate().any(|(index, &key)| {
        let next = keys.get(index + 1).copied().unwrap_or_default();
        match key {
            "video" => matches!(next, "conference" | "conferencing" | "link" | "call" | "meeting"),
            "virtual" | "online" | "remote" => {
                matches!(
                    next,
                    "signing"
                        | "ceremony"
                        | "event"
                        | "meeting"
                        | "signature"
                        | "session"
                        | "conference"
                )
            }
            "videoconference" | "videoconferencing" | "video-conference" | "video-conferencing"
            | "teleconference" | "virtually" | "remotely" => true,
            "via" => matches!(next, "zoom" | "skype" | "teams" | "webex" | "video"),
            _ => false,
        }
    });
    let is_signing = keys.iter().any(|key| {
        matches!(
            *key,
            "signed" | "signing" | "sign" | "inked" | "ceremony" | "concluded" | "exchanged"
        )
    });
    has_video && is_signing && !keys.contains(&"hybrid")
}

/// Returns the best of the places, with all of them as quotations, and with the city if an event has none.
fn best(text: &str, mut found: Vec<PlacePhrase>) -> Option<Fact<Text>> {
    found.sort_by_key(|phrase| std::cmp::Reverse(phrase.kind));
    let first = found.first()?.clone();
    let mut quotations = vec![first.range.clone()];
    let mut value = readable(&text[first.range.clone()]);
    let city = found.iter().find(|phrase| phrase.kind == PlaceKind::City);
    if let Some(city) = city.filter(|_| first.kind == PlaceKind::Event && !first.has_city) {
        value = format!("{value}, {}", readable(&text[city.range.clone()]));
    }
    for phrase in &found {
        if !quotations.contains(&phrase.range) {
            quotations.push(phrase.range.clone());
        }
    }
    let mut fact = Fact::stated(Text::from(value), first.range);
    fact.quotations = quotations;
    Some(fact)
}

/// Returns a place on one line, with a comma for `held in`.
fn readable(place: &str) -> String {
    let place = place.split_whitespace().collect::<Vec<_>>().join(" ");
    [", held in ", ", held at ", " held in ", " held at ", " being held in ", ", taking place in "]
        .iter()
        .fold(place, |place, held| place.replace(held, ", "))
}

#[cfg(test)]
mod tests;
