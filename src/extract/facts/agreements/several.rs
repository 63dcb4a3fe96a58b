//! Several agreements in one text.

use std::ops::Range;
use std::sync::LazyLock;

use super::background::is_older;
use super::candidates::{Candidate, best_signing, kind};
use super::listed::listed;
use super::subject::DraftSubject;
use crate::domain::country_code;
use crate::extract::facts::TextContext;
use crate::extract::facts::groups::{Group, GroupRole};
use crate::extract::facts::signings::SigningMood;
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::bodies::BodyKind;
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
    if !items.is_empty() {
        found = items;
    } else {
        further(context, candidates, main, &mut found);
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

/// Returns the instruments that one sentence names side by side: `a Memorandum on X and a Memorandum on Y`.
fn coordinated(statement: &Statement<'_>, first: usize) -> Vec<usize> {
    let instruments = &statement.sentence.instruments;
    let mut found = vec![first];
    for index in first + 1..instruments.len() {
        let previous = statement.instrument_words(&instruments[*found.last().unwrap_or(&first)]);
        let words = statement.instrument_words(&instruments[index]);
        let reading = &statement.reading;
        let gap = previous.end..words.start;
        // `and a`, `as well as a new`, directly before the instrument.
        let article = (gap.start..gap.end)
            .rev()
            .take(4)
            .find(|&word| reading.is_one_of(word, &["a", "an", "another"]));
        let follows_semicolon = gap.end > gap.start
            && (reading.lower(gap.end - 1) == ";"
                || (reading.lower(gap.end - 1) == "and"
                    && gap.end > gap.start + 1
                    && reading.lower(gap.end - 2) == ";"));
        // Not `as an agreement to build` and `, creating an agreement`.
        let joins = follows_semicolon
            || article.and_then(|article| article.checked_sub(1)).is_some_and(|before| {
                let is_and = |word: usize| reading.is_one_of(word, &["and", ";", ",", "&"]);
                is_and(before)
                    || (reading.lower(before) == "as"
                        && reading.lower(before.wrapping_sub(1)) == "well")
                    || (reading.is_one_of(before, &["also", "then", "later", "signed"])
                        && before > 0
                        && is_and(before - 1))
            });
        let is_new = !instruments[index].is_other
            && !instruments[index].is_plural
            && !instruments[first].is_plural;

        let differs = instruments[index].kind != instruments[first].kind
            || (instruments[index].title.is_some() && instruments[first].title.is_some());
        let has_partner = statement.groups.iter().any(|group| {
            matches!(group.role, GroupRole::With | GroupRole::Between)
                && group.words.start >= words.end
        });
        if joins && is_new && (differs || has_partner) {
            found.push(index);
        }
    }
    found
}

/// Returns how many agreements of the same parties a sentence counts: `A and B signed two memoranda on X and on Y`.
fn copies(statement: &Statement<'_>, candidate: &Candidate) -> usize {
    let part = statement.sentence.sentence.range.clone();
    let parties = statement.parties(candidate.instrument, candidate.signing.as_ref(), &part);
    let is_of_two = parties.first().is_some_and(|bodies| bodies.len() == 2);
    number(statement, candidate).filter(|_| is_of_two).unwrap_or(1)
}

/// Returns the number before the instruments of a sentence: `two memoranda`.
fn number(statement: &Statement<'_>, candidate: &Candidate) -> Option<usize> {
    const COUNT_WORDS: [&str; 4] = ["two", "three", "four", "five"];
    let instrument = &statement.sentence.instruments[candidate.instrument];
    let words = statement.instrument_words(instrument);
    let number = (words.start.saturating_sub(4)..words.start).find_map(|index| {
        COUNT_WORDS.iter().position(|number| *number == statement.reading.lower(index))
    });
    number.filter(|_| instrument.is_plural).map(|number| number + 2)
}

/// Returns the partners if the sentence names several agreements, one with each: `five MoUs with A, B and C`.
fn partners(statement: &Statement<'_>, candidate: &Candidate) -> Vec<usize> {
    let instrument = &statement.sentence.instruments[candidate.instrument];
    if !instrument.is_plural {
        return Vec::new();
    }
    let words = statement.instrument_words(instrument);
    let number = number(statement, candidate);
    // `three MoUs between A and B, C and D`: the first one is common to all of them.
    let between = statement.groups.iter().find(|group| {
        group.role == GroupRole::Between
            && number.is_some_and(|number| number + 1 == group.bodies.len())
    });
    if let Some(between) = between {
        return between.bodies[1..].to_vec();
    }
    let with = statement.groups.iter().find(|group| {
        group.role == GroupRole::With && group.words.start >= words.end && group.bodies.len() > 1
    });
    if with.is_none() {
        return partners_before(statement, candidate, number);
    }
    let of_kind = |group: &Group, is_kind: fn(BodyKind) -> bool| -> Vec<usize> {
        let bodies = group.bodies.iter().copied();
        bodies.filter(|&index| is_kind(statement.sentence.bodies[index].kind)).collect()
    };
    with.map_or_else(Vec::new, |group| {
        // `two MoUs with VIT University, Vellore, and Chao Shan College`: two partners, and the seat of one.
        let organisations = of_kind(group, |kind| kind == BodyKind::Organisation);
        if number == Some(organisations.len()) {
            return organisations;
        }
        let bodies = of_kind(group, |kind| kind != BodyKind::State);
        if bodies.is_empty() { group.bodies.clone() } else { bodies }
    })
}

/// Returns the bodies that sign an agreement each with the same partner: `A, B and C signed memoranda with D`.
fn partners_before(
    statement: &Statement<'_>,
    candidate: &Candidate,
    number: Option<usize>,
) -> Vec<usize> {
    let Some(signing) = candidate.signing.as_ref() else { return Vec::new() };
    let has_partner = statement.groups.iter().any(|group| {
        group.role == GroupRole::With
            && group.words.start > signing.word
            && group.bodies.len() == 1
            && statement.sentence.bodies[group.bodies[0]].kind == BodyKind::Organisation
    });
    let subject = statement
        .groups
        .iter()
        .rfind(|group| group.role == GroupRole::DraftSubject && group.words.end <= signing.word);
    let bodies = subject.filter(|_| has_partner).map(|group| group.bodies.clone());
    let is_each = |bodies: &Vec<usize>| match number {
        Some(number) => number == bodies.len(),
        None => bodies.len() > 1,
    };
    bodies.filter(is_each).unwrap_or_default()
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
        [Some(body.name_in(text).to_lowercase()), short].into_iter().flatten().collect()
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
