//! Agreements of one body that a text announces together and then lists by their partners.

use super::candidates::{Candidate, kind};
use super::subject::DraftSubject;
use crate::extract::facts::TextContext;
use crate::extract::facts::groups::GroupRole;
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::signings::SigningMood;
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::bodies::BodyKind;
use crate::extract::text::BlockKind;

/// The most sentences between the announcement and the first partner.
const MAX_SENTENCES_BETWEEN: usize = 6;

/// The most words of an item before the partner.
const MAX_WORDS_BEFORE: usize = 4;

/// Returns the agreements that a text announces together, one with each partner of a list of items or of sentences:
/// `A signed three memoranda. The first is with B`. `None` if there are no such partners.
pub(super) fn listed(
    context: &TextContext<'_>,
    candidates: &[Candidate],
) -> Option<Vec<DraftSubject>> {
    let announces = |candidate: &&Candidate| {
        let sentence = &context.sentences[candidate.sentence];
        sentence.instruments[candidate.instrument].is_plural
            && candidate.signing.is_some()
            && candidate.party_count == 1
            && !is_headline(sentence)
    };
    let lead = candidates.iter().find(announces)?;
    let partners = items(context, lead.sentence).or_else(|| sentences(context, lead.sentence))?;
    let is_planned =
        lead.signing.as_ref().is_some_and(|signing| signing.mood == SigningMood::Planned);
    let subject = |(sentence, partner): (usize, usize)| {
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
            partner: Some(partner),
            announcement: Some(lead.sentence),
        }
    };
    Some(partners.into_iter().map(subject).collect())
}

/// Returns the partners with which the items of a list begin, each with its sentence.
fn items(context: &TextContext<'_>, lead: usize) -> Option<Vec<(usize, usize)>> {
    let is_item = |index: &usize| context.sentences[*index].sentence.kind == BlockKind::Item;
    let end = context.sentences.len();
    let first = (lead + 1..end.min(lead + 1 + MAX_SENTENCES_BETWEEN)).find(is_item)?;
    let mut blocks = Vec::new();
    let mut found = Vec::new();
    for index in (first..end).take_while(is_item) {
        let block = context.sentences[index].sentence.block;
        if blocks.last() == Some(&block) {
            continue;
        }
        blocks.push(block);
        let statement = context.statement(index);
        let is_about_others = statement
            .groups
            .iter()
            .any(|group| group.role == GroupRole::Between && group.bodies.len() > 1);
        let first = statement.groups.first().filter(|group| {
            group.words.start <= MAX_WORDS_BEFORE && group.bodies.len() == 1 && !is_about_others
        });
        // The last item may be a remark on all of them.
        let Some(partner) = first.and_then(|group| partner(statement, group.bodies[0])) else {
            break;
        };
        found.push(partner);
    }
    (found.len() > 1).then_some(found)
}

/// Returns the partners that sentences with an instrument each name: `The first MoU is with B`, `The LoI was signed
/// with C`.
fn sentences(context: &TextContext<'_>, lead: usize) -> Option<Vec<(usize, usize)>> {
    let found: Vec<(usize, usize)> = (lead + 1..context.sentences.len())
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
            partner(statement, with.bodies[0]).filter(|_| begins && !sentence.sentence.is_speech())
        })
        .collect();
    (found.len() > 1).then_some(found)
}

/// Returns a body that can be a partner, with its sentence.
fn partner(statement: &Statement<'_>, body: usize) -> Option<(usize, usize)> {
    let is_body = statement.sentence.bodies[body].kind != BodyKind::State;
    is_body.then_some((statement.index, body))
}
