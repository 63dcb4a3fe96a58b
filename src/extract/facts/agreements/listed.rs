//! Agreements that a text announces together and then lists.

use super::candidates::{Candidate, kind};
use super::subject::DraftSubject;
use crate::extract::facts::TextContext;
use crate::extract::facts::groups::{Group, GroupRole};
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::signings::SigningMood;
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::bodies::BodyKind;
use crate::extract::text::BlockKind;

/// The most sentences between the announcement and the first item.
const MAX_SENTENCES_BETWEEN: usize = 6;

/// The most words of an item before its parties or its instrument.
const MAX_WORDS_BEFORE: usize = 4;

/// Numbers of partners from two on.
const COUNT_WORDS: [&str; 9] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// An agreement of a list: its sentence, and the number of its partner there if the other party is announced before.
type ListedAgreement = (usize, Option<usize>);

/// Returns the agreements that a text announces together, one for each item of a list or each sentence about one of
/// them: `A signed three memoranda. The first is with B`. `None` if there are fewer than two.
pub(super) fn listed(
    context: &TextContext<'_>,
    candidates: &[Candidate],
) -> Option<Vec<DraftSubject>> {
    let announces = |candidate: &&Candidate| {
        let sentence = &context.sentences[candidate.sentence];
        sentence.instruments[candidate.instrument].is_plural
            && candidate.signing.is_some()
            && !is_headline(sentence)
    };
    let lead = candidates.iter().find(announces)?;
    let found = items(context, lead)
        .or_else(|| sentences(context, lead))
        .or_else(|| counted(context, lead))?;
    let is_planned =
        lead.signing.as_ref().is_some_and(|signing| signing.mood == SigningMood::Planned);
    let subject = |(sentence, partner): ListedAgreement| {
        let own = &context.sentences[sentence];
        let instrument = own.instruments.iter().position(|instrument| !instrument.is_plural);
        DraftSubject {
            kind: match instrument {
                Some(instrument) => kind(context, sentence, instrument, &[]),
                None => kind(context, lead.sentence, lead.instrument, &[]),
            },
            sentence,
            signing: None,
            is_planned,
            is_formal: false,
            scope: Vec::new(),
            part: own.sentence.range.clone(),
            partner,
            announcement: Some(lead.sentence),
        }
    };
    Some(found.into_iter().map(subject).collect())
}

/// Returns the agreements of the items of a list: each begins with its parties, with the partner of the one body that
/// is announced before, or with an instrument of its own.
fn items(context: &TextContext<'_>, lead: &Candidate) -> Option<Vec<ListedAgreement>> {
    let is_item = |index: &usize| context.sentences[*index].sentence.kind == BlockKind::Item;
    let end = context.sentences.len();
    let after = lead.sentence + 1;
    let first = (after..end.min(after + MAX_SENTENCES_BETWEEN)).find(is_item)?;
    let mut last_block = None;
    let mut found = Vec::new();
    for index in (first..end).take_while(is_item) {
        let block = context.sentences[index].sentence.block;
        if last_block == Some(block) {
            continue;
        }
        last_block = Some(block);
        // The last item may be a remark on all of them.
        let Some(agreement) = item(context.statement(index), lead) else { break };
        found.push(agreement);
    }
    (found.len() > 1).then_some(found)
}

/// Returns the agreement of an item.
fn item(statement: &Statement<'_>, lead: &Candidate) -> Option<ListedAgreement> {
    let begins = |group: &&Group| group.words.start <= MAX_WORDS_BEFORE;
    let instrument = statement.sentence.instruments.first().filter(|one| {
        !one.is_plural && !one.is_other && statement.instrument_words(one).start <= MAX_WORDS_BEFORE
    });
    if instrument.is_some() {
        return Some((statement.index, None));
    }
    let first = statement.groups.first().filter(begins)?;
    if first.bodies.len() > 1 {
        return Some((statement.index, None));
    }
    partner(statement, first.bodies[0])
        .filter(|_| lead.party_count == 1)
        .map(|partner| (statement.index, Some(partner)))
}

/// Returns the agreements of sentences with an instrument and a partner each: `The first MoU is with B`, `The LoI was
/// signed with C`.
fn sentences(context: &TextContext<'_>, lead: &Candidate) -> Option<Vec<ListedAgreement>> {
    if lead.party_count != 1 {
        return None;
    }
    let found: Vec<ListedAgreement> = (lead.sentence + 1..context.sentences.len())
        .filter_map(|index| {
            let sentence = &context.sentences[index];
            let instrument = sentence.instruments.first().filter(|one| !one.is_plural)?;
            let statement = context.statement(index);
            let words = statement.instrument_words(instrument);
            let begins = words.start <= 3 && statement.reading.lower(0) == "the";
            let with = statement.groups.iter().find(|group| {
                group.role == GroupRole::With
                    && group.bodies.len() == 1
                    && group.words.start <= words.end + 2 * MAX_WORDS_BEFORE
            })?;
            let partner = partner(statement, with.bodies[0]);
            partner
                .filter(|_| begins && !sentence.sentence.is_speech())
                .map(|partner| (index, Some(partner)))
        })
        .collect();
    (found.len() > 1).then_some(found)
}

/// Returns the agreements with the partners that the announcement only counts and another sentence names: `with the
/// five polytechnics of Peru`.
fn counted(context: &TextContext<'_>, lead: &Candidate) -> Option<Vec<ListedAgreement>> {
    let statement = context.statement(lead.sentence);
    let reading = &statement.reading;
    let count = |word: usize| COUNT_WORDS.iter().position(|count| *count == reading.lower(word));
    let after = |with: usize| (with..with + MAX_WORDS_BEFORE).find_map(count);
    let mut with = (0..reading.words.len()).filter(|&word| reading.lower(word) == "with");
    let number = with.find_map(after)? + 2;
    let names_none = statement.groups.iter().all(|group| group.role != GroupRole::With);
    if lead.party_count != 1 || !names_none {
        return None;
    }
    (0..context.sentences.len()).filter(|&index| index != lead.sentence).find_map(|index| {
        let other = context.statement(index);
        let is_list = |group: &&Group| {
            group.bodies.len() == number
                && group
                    .bodies
                    .iter()
                    .all(|&body| other.sentence.bodies[body].kind == BodyKind::Organisation)
        };
        let group = other.groups.iter().find(is_list)?;
        Some(group.bodies.iter().map(|&body| (index, Some(body))).collect())
    })
}

/// Returns a body that can be a partner: its number in the sentence.
fn partner(statement: &Statement<'_>, body: usize) -> Option<usize> {
    (statement.sentence.bodies[body].kind != BodyKind::State).then_some(body)
}
