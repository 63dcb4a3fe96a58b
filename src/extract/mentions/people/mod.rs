//! Persons with their offices.
//!
//! Words are a name if a form of address or an office is beside them, or if they begin with a given name. In doubt
//! they are none.

pub mod body_phrases;
mod heads;
pub mod lists;
mod mention;
pub mod names;
mod neighbours;
pub mod offices;
pub mod tokens;

use std::ops::Range;

use crate::extract::mentions::nations::NationMention;
use crate::extract::sentences::TextSentence;
use body_phrases::{NameSide, skip_phrase};
use lists::WordLists;
pub use mention::PersonMention;
use mention::{body_after, keys, mention, office_after, place};
use names::{
    NameEvidence, count_full_words, is_name_word, skip_after_name, skip_honorifics, skip_name,
};
pub use neighbours::NamesOfPeople;
use offices::office;
use tokens::{NameToken, NameTokenKind, tokens};

/// Finds the persons whom a sentence names.
#[must_use]
pub fn people(
    text: &str,
    sentence: &TextSentence,
    nations: &[NationMention],
) -> Vec<PersonMention> {
    let tokens = tokens(text, sentence, nations);
    let mut people = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        if let Some((listed, end)) = listed(&tokens, index) {
            people.extend(listed);
            index = end;
        } else if let Some((person, end)) = person_at(&tokens, index) {
            people.push(person);
            index = end;
        } else {
            index += 1;
        }
    }
    neighbours::add_neighbours(&tokens, &mut people);
    people
}

/// Returns the persons after an office in the plural: `councillors Diosdado Suico, Jimmy Lumapas and Demetrio Cortes`.
fn listed(tokens: &[NameToken<'_>], start: usize) -> Option<(Vec<PersonMention>, usize)> {
    let lists = WordLists::get();
    let token = &tokens[start];
    // `CEO’s Jane Doe and John Roe`
    let has_mark = tokens.get(start + 1).is_some_and(|next| next.kind == NameTokenKind::Possessive);
    let plural = token.key.strip_suffix('s').filter(|_| token.text.ends_with('s'));
    let singular = if has_mark { Some(token.key.as_str()) } else { plural };
    if !singular.is_some_and(|singular| token.is_word() && lists.is_head(singular)) {
        return None;
    }
    let modifiers = tokens[..start]
        .iter()
        .rev()
        .take(3)
        .take_while(|token| token.is_word() && lists.is_modifier(&token.key))
        .count();
    let first = tokens[start - modifiers].range.start;
    let title = first..token.range.end - usize::from(!has_mark);
    let mut people: Vec<PersonMention> = Vec::new();
    let mut end = start + 1 + usize::from(has_mark);
    let mut next = end;
    while let Some(name) = listed_name(tokens, next) {
        let range = if people.is_empty() { start..name.end } else { name.clone() };
        let body = body_after(tokens, name.end).or_else(|| listed_body(tokens, name.end));
        end = body.as_ref().map_or(name.end, |body| body.end);
        end += usize::from(body.is_some() && tokens.get(end).is_some_and(|mark| mark.is_mark(')')));
        people.push(PersonMention {
            range: place(tokens, &range),
            name: place(tokens, &name),
            title: Some(title.clone()),
            body: body.map(|body| place(tokens, &body)),
        });
        let is_joint = |token: &&NameToken<'_>| matches!(token.key.as_str(), "," | "and" | "&");
        next = end + tokens[end..].iter().take(2).take_while(is_joint).count();
        if next == end {
            break;
        }
    }
    (if has_mark { people.len() > 1 } else { !people.is_empty() }).then_some((people, end))
}

/// Returns the body after the name of one of several persons with the same office: `CEOs Jane Doe, Port of Hull, and`.
fn listed_body(tokens: &[NameToken<'_>], name_end: usize) -> Option<Range<usize>> {
    let comma = skip_after_name(tokens, name_end);
    let begin =
        comma + 1 + usize::from(tokens.get(comma + 1).is_some_and(|next| next.key == "the"));
    let is_divided = tokens.get(comma).is_some_and(|mark| mark.is_mark(','));
    let end = if is_divided { skip_phrase(tokens, begin) } else { begin };
    let lists = WordLists::get();
    let words = tokens.get(begin..end)?;
    let has_unit = words.iter().any(|token| lists.is_unit(&token.key));
    (has_unit && !tokens.get(end).is_some_and(NameToken::is_capital)).then_some(begin..end)
}

/// Returns the name of one of several persons with the same office.
fn listed_name(tokens: &[NameToken<'_>], start: usize) -> Option<Range<usize>> {
    let begin = skip_honorifics(tokens, start);
    let end = skip_name(tokens, begin, NameEvidence::Weak);
    let is_in_run = tokens.get(end).is_some_and(NameToken::is_capital);
    (count_full_words(&tokens[begin..end]) >= 2 && !is_in_run).then_some(begin..end)
}

/// Returns the person named at this token, and the index after the mention.
fn person_at(tokens: &[NameToken<'_>], start: usize) -> Option<(PersonMention, usize)> {
    if !tokens[start].is_word() {
        return None;
    }
    holder(tokens, start).or_else(|| addressed(tokens, start)).or_else(|| named(tokens, start))
}

/// Returns the person after an office: `Minister of Justice, Mr Ruslanbek Davletov`.
fn holder(tokens: &[NameToken<'_>], start: usize) -> Option<(PersonMention, usize)> {
    if start > 0 && tokens[start - 1].is_capital() && tokens[start].is_capital() {
        // The middle of a run of capitals: its beginning was no office, so this is none.
        let is_after_small = tokens[start - 1].is_small();
        let is_after_honorific = skip_honorifics(tokens, start - 1) == start;
        if !is_after_small && !is_after_honorific {
            return None;
        }
    }
    let office = office(tokens, start, NameSide::After)?;
    let has_comma =
        tokens.get(office.all.end).is_some_and(|token| matches!(token.text, "," | "–" | "—"));
    let after = office.all.end + usize::from(has_comma);
    let begin = skip_style(tokens, skip_honorifics(tokens, after));
    let is_sure = begin > after || !has_comma;
    let evidence = if is_sure { NameEvidence::Strong } else { NameEvidence::Weak };
    let end = skip_name(tokens, begin, evidence);
    let words = count_full_words(&tokens[begin..end]);
    let is_sentence =
        tokens.get(end).is_some_and(|token| token.is_capital() && !token.is_initial());
    // `Chairman PAEC` is no person, and `Minister Shanmugam` is.
    let is_word_alone = end == begin + 1 && begin == after && tokens[begin].is_all_capitals();
    let is_enough = words >= 1 && is_sure && !is_word_alone || words >= 2;
    if !is_enough
        || is_sentence && !is_sure
        || office.is_vague && begin == after && words < 2
        || begin == office.all.end && is_body_named_after(tokens, start, end)
    {
        return None;
    }
    Some(mention(tokens, office.all.start, begin..end, Some(office)))
}

/// Returns true if an office and a name are the beginning of the name of a body: `King Faisal Hospital`.
fn is_body_named_after(tokens: &[NameToken<'_>], start: usize, end: usize) -> bool {
    const ROYAL_NAMESAKES: &[&str] = &["king", "queen", "prince", "princess", "emperor", "empress"];
    let lists = WordLists::get();
    let is_royal =
        tokens[start..end].iter().any(|token| ROYAL_NAMESAKES.contains(&token.key.as_str()));
    let mut rest = (end..tokens.len().min(end + 3)).take_while(|&at| tokens[at].is_capital());
    rest.any(|at| {
        let is_begun_with = tokens.get(at + 1).is_some_and(|next| next.key == "of");
        let is_body = lists.is_unit(&tokens[at].key) || lists.is_building(&tokens[at].key);
        is_body && (is_royal || !is_begun_with)
    })
}

/// Returns the index after an office that is only a form of address beside another one: `the President of the Court,
/// Justice Prasert Chaiyo`.
fn skip_style(tokens: &[NameToken<'_>], start: usize) -> usize {
    let is_style = tokens.get(start).is_some_and(|token| {
        token.is_capital()
            && matches!(token.key.as_str(), "justice" | "judge" | "ambassador" | "senator")
    });
    let next = skip_honorifics(tokens, start + 1);
    let is_name = is_style && is_name_word(tokens, next, true, NameEvidence::Strong);
    if is_name { next } else { start }
}

/// Returns the person after a form of address: `Mr Kok`.
fn addressed(tokens: &[NameToken<'_>], start: usize) -> Option<(PersonMention, usize)> {
    let begin = skip_honorifics(tokens, start);
    if begin == start {
        return None;
    }
    let end = skip_name(tokens, begin, NameEvidence::Strong);
    let lists = WordLists::get();
    let is_of_body =
        |token: &NameToken<'_>| lists.is_unit(&token.key) || lists.is_building(&token.key);
    let rest = tokens[end..].iter().take(3).take_while(|token| token.is_capital());
    // `Sir Thomas Brisbane House` is a building, and `Dr. Phillips Center` a body.
    let is_body = rest.into_iter().any(is_of_body)
        || end >= begin + 3 && lists.is_building(&tokens[end - 1].key);
    (end > begin && !is_body).then(|| mention(tokens, start, begin..end, None))
}

/// Returns the person with a name of two words or more, if an office follows or it begins with a given name.
fn named(tokens: &[NameToken<'_>], start: usize) -> Option<(PersonMention, usize)> {
    let lists = WordLists::get();
    // `University of Sri Jayewardenepura` is no person.
    let is_of_body = start > 1 && tokens[start - 1].key == "of" && tokens[start - 2].is_capital();
    let is_in_run = start > 0 && tokens[start - 1].is_capital() && !tokens[start - 1].is_small();
    let end = skip_name(tokens, start, NameEvidence::Weak);
    if lists.is_body_like_person(&keys(&tokens[start..end])) {
        return None;
    }
    if is_in_run || count_full_words(&tokens[start..end]) < 2 && !tokens[start].is_initial() {
        return None;
    }
    if count_full_words(&tokens[start..end]) == 0 {
        return None;
    }
    let next = tokens.get(end);
    if next.is_some_and(NameToken::is_capital) {
        return None;
    }
    let is_given = lists.is_given(&tokens[start].key);
    let office = office_after(tokens, end).filter(|office| !office.is_vague || is_given);
    let has_boundary = next.is_none_or(|token| {
        !token.is_word() && token.kind != NameTokenKind::Possessive || lists.is_boundary(&token.key)
    });
    // `Ama Boateng signed on behalf of the Authority`: bodies sign for nobody.
    let key = |index: usize| tokens.get(index).map_or("", |token| token.key.as_str());
    let is_signing_for = key(end) == "signed" && matches!(key(end + 1), "on" | "for");
    // `Maxwell Chambers` is a building.
    let is_place = lists.is_noun(&tokens[end - 1].key) && !is_signing_for;
    if office.is_none() && (is_of_body || is_place || !(is_signing_for || is_given && has_boundary))
    {
        return None;
    }
    let (mut person, end) = mention(tokens, start, start..end, None);
    // `Norway’s Jonas Vik`
    let is_of_nation = start > 1
        && tokens[start - 1].kind == NameTokenKind::Possessive
        && tokens[start - 2].is_nation;
    if is_of_nation && person.body.is_none() {
        person.body = Some(tokens[start - 2].range.clone());
    }
    Some((person, end))
}

#[cfg(test)]
mod tests;
