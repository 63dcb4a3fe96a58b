//! Signature blocks: whom each one signs for, the name and the office, in cells one below the other.

use std::ops::Range;

use super::super::TextContext;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::PersonMention;
use crate::extract::mentions::people::body_phrases::NameSide;
use crate::extract::mentions::people::names::{
    NameEvidence, count_full_words, skip_after_name, skip_honorifics, skip_name,
};
use crate::extract::mentions::people::offices::office;
use crate::extract::mentions::people::tokens::{NameToken, tokens};
use crate::extract::text::BlockKind;

/// A person in a signature block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BlockSigner {
    /// The person, with the office from the cells around.
    pub(super) person: PersonMention,
    /// Whom the person signs for.
    pub(super) behalf: Option<Range<usize>>,
}

/// What a cell of a signature block says.
enum CellMeaning {
    /// `For the Government of Japan`
    Behalf(Range<usize>),
    /// A name, with an office beside it or without.
    Name(PersonMention),
    /// An office.
    Office(Range<usize>),
    /// A line to sign on, a date or anything else.
    Other,
}

/// What a cell begins with if it says whom somebody signs for.
const BEHALF_LABELS: &[&str] = &[
    "for and on behalf of",
    "on behalf of",
    "signed for and on behalf of",
    "signed on behalf of",
    "signed for",
    "for",
];

/// Returns the people in the signature blocks among sentences, in the order of the text.
#[must_use]
pub(super) fn signers(context: &TextContext<'_>, scope: &[usize]) -> Vec<BlockSigner> {
    let text = context.source.text.as_str();
    let mut behalves: Vec<Range<usize>> = Vec::new();
    let mut signers: Vec<(BlockSigner, usize)> = Vec::new();
    let mut pending_office = None;
    for &index in scope {
        let sentence = &context.sentences[index];
        if starts_witnesses(text, sentence) && !signers.is_empty() {
            break;
        }
        if sentence.sentence.kind != BlockKind::Cell {
            continue;
        }
        match meaning(text, sentence) {
            CellMeaning::Behalf(range) => behalves.push(range),
            CellMeaning::Name(mut person) => {
                person.title = person.title.or(pending_office.take());
                signers.push((BlockSigner { person, behalf: None }, behalves.len()));
            }
            CellMeaning::Office(range) => {
                match signers.iter_mut().find(|(signer, _)| signer.person.title.is_none()) {
                    Some((signer, _)) => signer.person.title = Some(range),
                    None => pending_office = Some(range),
                }
            }
            CellMeaning::Other => {}
        }
    }
    if behalves.is_empty() {
        return Vec::new();
    }
    // The cells of two columns come one below the other, or row by row: then all names follow all bodies.
    let are_in_order = signers.iter().enumerate().all(|(at, &(_, before))| before == at + 1);
    let are_rows = signers.len() == behalves.len();
    signers
        .into_iter()
        .enumerate()
        .map(|(at, (mut signer, before))| {
            let index = if are_in_order || are_rows { Some(at) } else { before.checked_sub(1) };
            signer.behalf = index.and_then(|index| behalves.get(index).cloned());
            signer
        })
        .collect()
}

/// Returns true for the line above the signatures of witnesses: `Witnessed by:`, `Witnesses`, `In the presence of:`.
fn starts_witnesses(text: &str, sentence: &ReadSentence) -> bool {
    if sentence.sentence.words.len() > MAX_LABEL_WORDS {
        return false;
    }
    let line = text[sentence.sentence.range.clone()].trim_start().to_lowercase();
    let starts = ["witness", "in the presence of"].iter().any(|label| line.starts_with(label));
    starts && !line.starts_with("witnesseth")
}

/// The most words of the line above the signatures of witnesses.
const MAX_LABEL_WORDS: usize = 6;

/// Returns what a cell says.
fn meaning(text: &str, sentence: &ReadSentence) -> CellMeaning {
    let tokens = tokens(text, &sentence.sentence, &sentence.nations);
    let label = label_end(&tokens);
    let keys: Vec<_> = tokens[..label].iter().map(|token| token.key.as_str()).collect();
    let is_label = |words: &[&str]| keys.first().is_some_and(|first| words.contains(first));
    if label == 0 {
        let words: Vec<_> = tokens.iter().take(6).map(|token| token.key.as_str()).collect();
        let start = BEHALF_LABELS
            .iter()
            .map(|label| label.split(' ').collect::<Vec<_>>())
            .find(|label| words.starts_with(label))
            .map(|label| label.len());
        if let Some(start) = start.filter(|&start| start < tokens.len()) {
            let end = tokens.iter().rposition(NameToken::is_word).unwrap_or(start);
            return CellMeaning::Behalf(
                tokens[start].range.start..tokens[end.max(start)].range.end,
            );
        }
    } else if is_label(&[
        "date",
        "place",
        "signature",
        "email",
        "tel",
        "telephone",
        "address",
        "seal",
    ]) {
        return CellMeaning::Other;
    }
    let rest = &tokens[label..];
    if is_label(&["title", "position", "designation", "office", "capacity"]) {
        return all_of(rest).map_or(CellMeaning::Other, CellMeaning::Office);
    }
    if let [person] = sentence.people.as_slice() {
        return CellMeaning::Name(person.clone());
    }
    let begin = skip_honorifics(rest, 0);
    let end = skip_name(rest, begin, NameEvidence::Strong);
    if skip_after_name(rest, end) == rest.len()
        && count_full_words(&rest[begin..end]) >= 1
        && end >= begin + 2
    {
        let name = rest[begin].range.start..rest[end - 1].range.end;
        let range = rest[0].range.start..name.end;
        return CellMeaning::Name(PersonMention { range, name, title: None, body: None });
    }
    match office(rest, 0, NameSide::Before) {
        Some(_) => all_of(rest).map_or(CellMeaning::Other, CellMeaning::Office),
        None => CellMeaning::Other,
    }
}

/// Returns the index after a label with a colon: `Name:`, `Title:`.
fn label_end(tokens: &[NameToken<'_>]) -> usize {
    let colon = tokens.iter().take(3).position(|token| token.is_mark(':'));
    colon.map_or(0, |colon| if colon + 1 < tokens.len() { colon + 1 } else { 0 })
}

/// Returns the place of all words of a cell.
fn all_of(tokens: &[NameToken<'_>]) -> Option<Range<usize>> {
    let end = tokens.iter().rposition(|token| token.is_word() || token.is_mark(')'))?;
    Some(tokens[0].range.start..tokens[end].range.end)
}
