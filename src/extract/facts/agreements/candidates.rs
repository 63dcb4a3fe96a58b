//! The sentences that may say that there is an agreement.

use crate::extract::facts::TextContext;
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::signings::{SigningForm, SigningMention, SigningMood};
use crate::extract::facts::statements::Statement;
use crate::extract::proposal::Fact;
use crate::extract::text::BlockKind;

/// A sentence that may be the one about an agreement.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The number of the sentence.
    pub(super) sentence: usize,
    /// The number of the instrument in it.
    pub(super) instrument: usize,
    /// The signing, if it names one.
    pub(super) signing: Option<SigningMention>,
    /// How well it says that there is an agreement: the smaller the better.
    pub(super) rank: u8,
    /// How many bodies it names as parties.
    pub(super) party_count: usize,
}

/// Returns the sentences that may be about an agreement.
pub(super) fn candidates(context: &TextContext<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (index, sentence) in context.sentences.iter().enumerate() {
        let is_out =
            sentence.sentence.kind == BlockKind::Furniture || sentence.sentence.is_speech();
        if is_out || sentence.instruments.is_empty() {
            continue;
        }
        let statement = context.statement(index);
        let part = sentence.sentence.range.clone();
        let signing = best_signing(statement);
        let instrument =
            signing.map_or_else(|| first_instrument(statement), |signing| Some(signing.instrument));
        let Some(instrument) = instrument else { continue };
        let party_count =
            statement.parties(instrument, signing, &part).iter().map(Vec::len).max().unwrap_or(0);
        if let Some(rank) = rank(statement, signing, instrument, party_count) {
            candidates.push(Candidate {
                sentence: index,
                instrument,
                signing: signing.cloned(),
                rank,
                party_count,
            });
        }
    }
    candidates
}

/// Returns the signing of a sentence that says most: done before planned, a verb before a noun.
pub(super) fn best_signing<'s>(statement: &'s Statement<'_>) -> Option<&'s SigningMention> {
    let is_own = |signing: &&SigningMention| signing.mood != SigningMood::Other;
    statement.signings.iter().filter(is_own).min_by_key(|signing| {
        let is_verb = signing.form.is_verb();
        (
            signing.mood == SigningMood::Planned,
            signing.form == SigningForm::Announced,
            !is_verb,
            signing.word,
        )
    })
}

/// Returns the first instrument that is not another one, if the sentence has no signing at all.
fn first_instrument(statement: &Statement<'_>) -> Option<usize> {
    let has_other = statement.signings.iter().any(|signing| signing.mood == SigningMood::Other);
    let instruments = &statement.sentence.instruments;
    instruments
        .iter()
        .position(|instrument| !instrument.is_other && !instrument.is_plural)
        .filter(|_| !has_other)
}

/// Returns how well a sentence says that there is an agreement; `None` if it does not.
fn rank(
    statement: &Statement<'_>,
    signing: Option<&SigningMention>,
    instrument: usize,
    party_count: usize,
) -> Option<u8> {
    let kind = statement.sentence.sentence.kind;
    let is_headline = is_headline(statement.sentence);
    let is_exact = is_exact(&statement.sentence.instruments[instrument].kind);
    let is_announced = signing.is_some_and(|signing| signing.form == SigningForm::Announced);
    if is_announced && !is_exact && party_count < 2 {
        return None;
    }
    let rank =
        match signing {
            Some(signing) if signing.mood == SigningMood::Planned => {
                if is_headline {
                    6
                } else {
                    5
                }
            }
            Some(_) if is_announced => {
                if is_headline {
                    4
                } else {
                    2
                }
            }
            Some(_) if !is_exact && is_loose(statement, instrument) => return None,
            // `Signing of an MoU` does not say whether it was done.
            Some(signing)
                if signing.form == SigningForm::Noun
                    && (is_headline
                        || kind == BlockKind::Headline
                        || is_fragment(statement, signing)) =>
            {
                6
            }
            Some(_) if is_headline => 3,
            Some(_) if kind == BlockKind::Caption => 1,
            Some(_) => 0,
            None if is_exact && (party_count >= 2 || statement.under().is_some()) => {
                if is_headline { 8 } else { 7 }
            }
            None => return None,
        };
    Some(rank)
}

/// Returns true for a line that begins with the signing and is no sentence: `Signing of an MoU between A and B`.
fn is_fragment(statement: &Statement<'_>, signing: &SigningMention) -> bool {
    let text = &statement.reading.text[statement.sentence.sentence.range.clone()];
    signing.word <= 1 && !text.trim_end().ends_with('.')
}

/// Returns true for an instrument with a name of its own, not only `agreement`.
fn is_exact(kind: &str) -> bool {
    !matches!(
        kind,
        "agreement"
            | "arrangement"
            | "accord"
            | "pact"
            | "treaty"
            | "declaration"
            | "protocol"
            | "work plan"
            | "framework"
            | "memorandum"
    )
}

/// Returns true if the word may have another meaning: `work plan` and `protocol` without an article before it.
fn is_loose(statement: &Statement<'_>, instrument: usize) -> bool {
    let mention = &statement.sentence.instruments[instrument];
    matches!(mention.kind.as_str(), "declaration" | "treaty") && mention.title.is_none()
}

/// Returns the kind of an agreement: the most exact word that the text uses for it.
pub(super) fn kind(
    context: &TextContext<'_>,
    sentence: usize,
    instrument: usize,
    scope: &[usize],
) -> Fact<String> {
    let mention = &context.sentences[sentence].instruments[instrument];
    let own = Fact::stated(mention.kind.clone(), mention.range.clone());
    let is_vague = matches!(
        mention.kind.as_str(),
        "agreement" | "accord" | "pact" | "memorandum" | "declaration"
    );
    if !is_vague {
        return own;
    }
    let is_better = |index: &usize| {
        let sentence = &context.sentences[*index];
        let is_text = sentence.sentence.kind != BlockKind::Furniture;
        let other = sentence.instruments.iter().find(|other| {
            is_exact(&other.kind)
                && !other.is_other
                && !other.is_plural
                && !sentence.sentence.is_in_speech(other.range.start)
        });
        other.filter(|_| is_text).map(|other| Fact::stated(other.kind.clone(), other.range.clone()))
    };
    scope.iter().find_map(is_better).unwrap_or(own)
}
