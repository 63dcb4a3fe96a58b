//! Several agreements in one text.

use std::ops::Range;
use std::sync::LazyLock;

use super::background::is_older;
use super::candidates::{Candidate, best_signing, kind};
use super::listed::listed;
use super::partners::{coordinated, copies, partners};
use super::subject::DraftSubject;
use crate::domain::country_code;
use crate::extract::facts::TextContext;
use crate::extract::facts::signings::SigningMood;
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::text::BlockKind;

/// The lists of words.
const WORD_LISTS: &str = include_str!("../words/several.txt");

static COMMON_NAME_WORDS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "common name words"));

/// The most agreements that one text may have.
const MAX_AGREEMENTS: usize = 60;

/// Returns the agreements of a text whose best sentence is `main`.
pub(super) fn subjects(
    context: &TextContext<'_>,
    candidates: &[Candidate],
    main: &Candidate,
) -> Vec<DraftSubject> {
    let mut found = in_sentence(context, main);
    let named = items(context, main).unwrap_or_default();
    let listed = listed(context, candidates).unwrap_or_default();
    let items = if listed.len() > named.len() { listed } else { named };
    if items.is_empty() {
        further(context, candidates, main, &mut found);
    } else {
        found = items;
    }
    found.sort_by_key(|subject| (subject.sentence, subject.part.start));
    found.truncate(MAX_AGREEMENTS);
    scopes(context, &mut found);
    let kinds: Vec<_> = found
        .iter()
        .map(|subject| {
            let instruments = &context.sentences[subject.sentence].instruments;
            if instruments.is_empty() {
                return subject.kind.clone();
            }
            let instrument = instruments
                .iter()
                .position(|instrument| instrument.range.start >= subject.kind.quotations[0].start)
                .unwrap_or(0);
            kind(context, subject.sentence, instrument, &subject.scope)
        })
        .collect();
    for (subject, kind) in found.iter_mut().zip(kinds) {
        subject.kind = kind;
    }
    found
}

/// Returns the agreements of one sentence: one, or as many as it names instruments or partners.
fn in_sentence(context: &TextContext<'_>, candidate: &Candidate) -> Vec<DraftSubject> {
    let statement = context.statement(candidate.sentence);
    let sentence = statement.sentence.sentence.range.clone();
    let whole = subject(context, candidate, candidate.instrument, sentence.clone());
    let coordinated = coordinated(statement, candidate.instrument);
    if coordinated.len() > 1 {
        let starts: Vec<usize> = coordinated
            .iter()
            .map(|&index| statement.sentence.instruments[index].range.start)
            .collect();
        return coordinated
            .iter()
            .enumerate()
            .map(|(n, &instrument)| {
                let start = if n == 0 { sentence.start } else { starts[n] };
                let end = starts.get(n + 1).copied().unwrap_or(sentence.end);
                subject(context, candidate, instrument, start..end)
            })
            .collect();
    }
    let copies = copies(statement, candidate);
    if copies > 1 {
        return vec![whole; copies];
    }
    let partners = partners(statement, candidate);
    if partners.len() > 1 {
        return partners
            .into_iter()
            .map(|partner| DraftSubject { partner: Some(partner), ..whole.clone() })
            .collect();
    }
    vec![whole]
}

fn subject(
    context: &TextContext<'_>,
    candidate: &Candidate,
    instrument: usize,
    part: Range<usize>,
) -> DraftSubject {
    let signing = candidate.signing.as_ref();
    DraftSubject {
        kind: kind(context, candidate.sentence, instrument, &[]),
        sentence: candidate.sentence,
        signing: signing.map(|signing| signing.range.clone()),
        is_planned: signing.is_some_and(|signing| signing.mood == SigningMood::Planned),
        is_formal: false,
        scope: Vec::new(),
        part,
        partner: None,
        announcement: None,
    }
}

/// Returns the agreements of a list, an item each, if several items name an instrument and its parties.
fn items(context: &TextContext<'_>, main: &Candidate) -> Option<Vec<DraftSubject>> {
    let lead = &context.sentences[main.sentence];
    let is_list = context.sentences.iter().any(|sentence| {
        sentence.instruments.iter().any(|instrument| instrument.is_plural && !instrument.is_other)
    }) || lead.sentence.kind == BlockKind::Item;
    if !is_list && main.rank == 0 && main.party_count >= 2 {
        return None;
    }
    let is_planned =
        main.signing.as_ref().is_some_and(|signing| signing.mood == SigningMood::Planned);
    let mut known: Vec<Vec<Vec<String>>> = Vec::new();
    let mut found = Vec::new();
    for (index, sentence) in context.sentences.iter().enumerate() {
        let is_out = matches!(
            sentence.sentence.kind,
            BlockKind::Furniture | BlockKind::Headline | BlockKind::Caption
        );
        if is_out || sentence.sentence.is_speech() {
            continue;
        }
        let Some(instrument) =
            sentence.instruments.iter().position(|instrument| !instrument.is_other)
        else {
            continue;
        };
        let statement = context.statement(index);
        let words = statement.instrument_words(&sentence.instruments[instrument]);
        let starts_line = words.start <= 4;
        if statement.signings.iter().any(|signing| signing.mood == SigningMood::Other) {
            continue;
        }
        if sentence.sentence.kind != BlockKind::Item && !starts_line {
            continue;
        }
        let range = sentence.sentence.range.clone();
        let signing = best_signing(statement);
        let is_between =
            statement.parties(instrument, signing, &range).iter().any(|bodies| bodies.len() > 1);
        if is_between && !sentence.instruments[instrument].is_plural {
            let signing = signing.cloned();
            let candidate = Candidate { sentence: index, signing, ..main.clone() };
            let names = party_names(context, &Candidate { instrument, ..candidate.clone() });
            let is_known = known.contains(&names);
            if !is_known && known.len() < MAX_AGREEMENTS {
                known.push(names);
                let item = subject(context, &candidate, instrument, range);
                found.push(DraftSubject { is_planned: is_planned || item.is_planned, ..item });
            }
        }
    }
    // The heading of the text may repeat an item in other words.
    let repeats = known
        .split_first()
        .is_some_and(|(first, others)| others.iter().any(|other| same_parties(other, first)));
    if repeats && found[0].sentence == 0 {
        found.remove(0);
    }
    (found.len() > 1).then_some(found)
}

/// Adds the agreements that other sentences are about: each with an instrument and parties of its own.
fn further(
    context: &TextContext<'_>,
    candidates: &[Candidate],
    main: &Candidate,
    found: &mut Vec<DraftSubject>,
) {
    let mut known: Vec<Vec<Vec<String>>> = vec![party_names(context, main)];
    let is_plural = |candidate: &Candidate| {
        context.sentences[candidate.sentence].instruments[candidate.instrument].is_plural
    };
    // `signed two agreements`: the sentences after it say which.
    let mut is_announced = is_plural(main) && found.len() == 1;
    let others = candidates.iter().filter(|candidate| candidate.sentence != main.sentence);
    for candidate in others.filter(|candidate| candidate.rank == main.rank && candidate.rank != 3) {
        if found.len() >= MAX_AGREEMENTS {
            break;
        }
        if is_older(context, candidate, main) && !has_own_heading(context, candidate.sentence) {
            continue;
        }
        let names = party_names(context, candidate);
        let is_own = !names.is_empty() && known.iter().all(|other| !same_parties(other, &names));
        if !is_own
            || is_plural(candidate) && in_sentence(context, candidate).len() < 2
            || !is_indefinite(context, candidate)
        {
            continue;
        }
        if is_announced && candidate.sentence > main.sentence {
            found.clear();
            is_announced = false;
        }
        known.push(names);
        found.extend(in_sentence(context, candidate));
    }
}

/// Returns true if the heading directly above a sentence names an instrument: a page about agreements of several years.
fn has_own_heading(context: &TextContext<'_>, sentence: usize) -> bool {
    let own = context.sentences[sentence].sentence.block;
    let mut above =
        context.sentences[..sentence].iter().rev().filter(|above| above.sentence.block < own);
    above.next().is_some_and(|above| {
        above.sentence.kind == BlockKind::Heading && !above.instruments.is_empty()
    })
}

/// Returns the names of the parties that a sentence itself names.
fn party_names(context: &TextContext<'_>, candidate: &Candidate) -> Vec<Vec<String>> {
    let statement = context.statement(candidate.sentence);
    let range = statement.sentence.sentence.range.clone();
    let sources = statement.parties(candidate.instrument, candidate.signing.as_ref(), &range);
    let text = &context.source.text;
    let names = |index: usize| {
        let body = &statement.sentence.bodies[index];
        let short = body.short.clone().map(|short| text[short].to_lowercase());
        let name = body.name_in(text);
        let known = context.known.identity(&name);
        [Some(name.to_lowercase()), short, Some(known)].into_iter().flatten().collect()
    };
    let best = sources.into_iter().max_by_key(Vec::len).unwrap_or_default();
    best.into_iter().map(names).collect()
}

/// Returns true if the bodies can be the same parties: each is known under one of its names, or a part of it.
fn same_parties(known: &[Vec<String>], bodies: &[Vec<String>]) -> bool {
    let has_words = |name: &str, part: &str| format!(" {name} ").contains(&format!(" {part} "));
    let is_known = |names: &Vec<String>| {
        let mut pairs =
            names.iter().flat_map(|name| known.iter().flatten().map(move |other| (name, other)));
        pairs.any(|(name, other)| {
            has_words(name, other) || has_words(other, name) || share_word(name, other)
        })
    };
    bodies.iter().all(is_known)
}

/// Returns true if two names have a word in common that is long and not a common one in names.
fn share_word(name: &str, other: &str) -> bool {
    let is_own = |word: &&str| {
        word.len() >= 6 && !COMMON_NAME_WORDS.contains(*word) && country_code(word).is_none()
    };
    name.split(' ').filter(is_own).any(|word| other.split(' ').any(|part| part == word))
}

/// Returns true if the sentence introduces its instrument: `a memorandum`, or one with a title.
fn is_indefinite(context: &TextContext<'_>, candidate: &Candidate) -> bool {
    let statement = context.statement(candidate.sentence);
    let words = statement.instrument_words(&statement.sentence.instruments[candidate.instrument]);
    let determiner = (1..=6).filter_map(|back| words.start.checked_sub(back)).find_map(|index| {
        let lower = statement.reading.lower(index);
        match lower {
            "a" | "an" | "another" | "two" | "three" | "four" | "five" | "also" => Some(true),
            "the" | "this" | "these" | "that" | "its" | "their" | "our" | "such" => Some(false),
            _ => None,
        }
    });
    determiner.unwrap_or(true)
}

/// Sets the sentences that speak of each agreement: all for the only one, otherwise those up to the next one.
fn scopes(context: &TextContext<'_>, subjects: &mut [DraftSubject]) {
    let all = || {
        (0..context.sentences.len())
            .filter(|&index| context.sentences[index].sentence.kind != BlockKind::Furniture)
            .collect::<Vec<usize>>()
    };
    if let [only] = subjects {
        only.scope = all();
        return;
    }
    let sentences: Vec<usize> = subjects.iter().map(|subject| subject.sentence).collect();
    let common = all()
        .into_iter()
        .filter(|index| is_common(context, *index, &sentences))
        .collect::<Vec<usize>>();
    for subject in subjects.iter_mut() {
        let next = sentences.iter().copied().find(|&sentence| sentence > subject.sentence);
        let is_last = next.is_none();
        let own_block = context.sentences[subject.sentence].sentence.block;
        let mut scope = vec![subject.sentence];
        let end = next.unwrap_or(context.sentences.len());
        scope.extend((subject.sentence + 1..end).filter(|&index| {
            let sentence = &context.sentences[index].sentence;
            sentence.kind != BlockKind::Furniture && (!is_last || sentence.block <= own_block + 2)
        }));
        // They are all before the first agreement.
        scope.extend(&common);
        subject.scope = scope;
    }
}

/// Returns true for a sentence before or after all agreements of a text that speaks of their common signing.
fn is_common(context: &TextContext<'_>, index: usize, sentences: &[usize]) -> bool {
    let sentence = &context.sentences[index];
    let is_before = sentences.iter().all(|&other| index < other);
    let is_after = sentences.iter().all(|&other| index > other);
    let is_plural =
        sentence.instruments.iter().any(|instrument| instrument.is_plural && !instrument.is_other);
    if is_before {
        return is_plural;
    }
    if !is_after || sentence.sentence.is_speech() {
        return false;
    }
    let reading = &context.statement(index).reading;
    // `Both documents were signed in the presence of`, `The MoUs were signed by`
    let is_of_all = is_plural
        || (0..3).any(|word| {
            reading.is_one_of(word, &["both", "all", "documents", "texts", "instruments"])
        });
    is_of_all
        && (0..reading.words.len())
            .any(|word| reading.is_one_of(word, &["signed", "exchanged", "witnessed", "concluded"]))
}
