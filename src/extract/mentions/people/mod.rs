//! Persons with their offices.
//!
//! Words are a name if a form of address or an office is beside them, or if they begin with a given name. In doubt
//! they are none.

pub mod lists;
pub mod names;
pub mod offices;
pub mod tokens;

use std::ops::Range;

use crate::extract::sentences::Sentence;
use lists::WordLists;
use names::{
    NameEvidence, bracket_end, count_full_words, skip_after_name, skip_honorifics, skip_name,
};
use offices::{NameSide, Office, office};
use tokens::{Token, tokens};

/// A person whom a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMention {
    /// The whole mention, with the office.
    pub range: Range<usize>,
    /// The name, without honorifics and ranks.
    pub name: Range<usize>,
    /// The office, before or after the name.
    pub title: Option<Range<usize>>,
    /// The body or country that the office or the words around it name.
    pub body: Option<Range<usize>>,
}

/// Finds the persons whom a sentence names.
#[must_use]
pub fn people(text: &str, sentence: &Sentence) -> Vec<PersonMention> {
    let tokens = tokens(text, sentence);
    let mut people = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        match person_at(&tokens, index) {
            Some((person, end)) => {
                people.push(person);
                index = end;
            }
            None => index += 1,
        }
    }
    people
}

/// Returns the person named at this token, and the index after the mention.
fn person_at(tokens: &[Token<'_>], start: usize) -> Option<(PersonMention, usize)> {
    if !tokens[start].is_word() {
        return None;
    }
    holder(tokens, start).or_else(|| addressed(tokens, start)).or_else(|| named(tokens, start))
}

/// Returns the person after an office: `Minister of Justice, Mr Ruslanbek Davletov`.
fn holder(tokens: &[Token<'_>], start: usize) -> Option<(PersonMention, usize)> {
    if start > 0 && tokens[start - 1].is_capital() && tokens[start].is_capital() {
        // The middle of a run of capitals: its beginning was no office, so this is none.
        let is_after_small = WordLists::get().is_small(&tokens[start - 1].key);
        let is_after_honorific = skip_honorifics(tokens, start - 1) == start;
        if !is_after_small && !is_after_honorific {
            return None;
        }
    }
    let office = office(tokens, start, NameSide::After)?;
    let has_comma =
        tokens.get(office.all.end).is_some_and(|token| matches!(token.text, "," | "–" | "—"));
    let after = office.all.end + usize::from(has_comma);
    let begin = skip_honorifics(tokens, after);
    let is_sure = begin > after || !has_comma;
    let evidence = if is_sure { NameEvidence::Strong } else { NameEvidence::Weak };
    let end = skip_name(tokens, begin, evidence);
    let words = count_full_words(&tokens[begin..end]);
    let is_sentence =
        tokens.get(end).is_some_and(|token| token.is_capital() && !token.is_initial());
    // `Chairman PAEC` is no person, and `Minister Shanmugam` is.
    let is_word_alone = words == 1 && begin == after && tokens[begin].is_all_capitals();
    let is_enough = words >= 1 && is_sure && !is_word_alone || words >= 2;
    if !is_enough || is_sentence && !is_sure || office.is_vague && begin == after && words < 2 {
        return None;
    }
    Some(mention(tokens, office.all.start, begin..end, Some(office)))
}

/// Returns the person after a form of address: `Mr Kok`.
fn addressed(tokens: &[Token<'_>], start: usize) -> Option<(PersonMention, usize)> {
    let begin = skip_honorifics(tokens, start);
    if begin == start {
        return None;
    }
    let end = skip_name(tokens, begin, NameEvidence::Strong);
    let lists = WordLists::get();
    let is_of_body = |token: &Token<'_>| lists.is_unit(&token.key) || lists.is_building(&token.key);
    let rest = tokens[end..].iter().take(3).take_while(|token| token.is_capital());
    // `Sir Thomas Brisbane House` is a building, and `Dr. Phillips Center` a body.
    let is_body = rest.into_iter().any(is_of_body)
        || end >= begin + 3 && lists.is_building(&tokens[end - 1].key);
    (end > begin && !is_body).then(|| mention(tokens, start, begin..end, None))
}

/// Returns the person with a name of two words or more, if an office follows or it begins with a given name.
fn named(tokens: &[Token<'_>], start: usize) -> Option<(PersonMention, usize)> {
    let lists = WordLists::get();
    let is_in_run =
        start > 0 && tokens[start - 1].is_capital() && !lists.is_small(&tokens[start - 1].key);
    let end = skip_name(tokens, start, NameEvidence::Weak);
    if is_in_run || count_full_words(&tokens[start..end]) < 2 && !tokens[start].is_initial() {
        return None;
    }
    if count_full_words(&tokens[start..end]) == 0 {
        return None;
    }
    let next = tokens.get(end);
    if next.is_some_and(|token| token.is_capital()) {
        return None;
    }
    let is_given = lists.is_given(&tokens[start].key);
    let office = office_after(tokens, end).filter(|office| !office.is_vague || is_given);
    let has_boundary = next.is_none_or(|token| {
        !token.is_word() && token.kind != tokens::TokenKind::Possessive
            || lists.is_boundary(&token.key)
    });
    if office.is_none() && !(is_given && has_boundary) {
        return None;
    }
    Some(mention(tokens, start, start..end, None))
}

/// Returns the office after a name: after a comma, a dash, a bracket or `as`.
fn office_after(tokens: &[Token<'_>], name_end: usize) -> Option<Office> {
    let start = skip_after_name(tokens, name_end);
    let token = tokens.get(start)?;
    let is_divided = matches!(token.text, "," | "(" | "–" | "—" | "-" | ":" | "[");
    let office = office(tokens, start + usize::from(is_divided), NameSide::Before)?;
    // `A, Minister B`: the office is that of the next person.
    let is_of_next = {
        let begin = skip_honorifics(tokens, office.all.end);
        let evidence =
            if begin > office.all.end { NameEvidence::Strong } else { NameEvidence::Weak };
        skip_name(tokens, begin, evidence) > begin
    };
    let is_office = is_divided || token.key == "as";
    (is_office && !is_of_next).then_some(office)
}

/// Returns a mention, with the office or body that follows the name, and the index after it.
fn mention(
    tokens: &[Token<'_>],
    start: usize,
    name: Range<usize>,
    before: Option<Office>,
) -> (PersonMention, usize) {
    let mut end = name.end;
    let after = office_after(tokens, name.end);
    if let Some(after) = &after {
        end = after.all.end;
        end += usize::from(tokens.get(end).is_some_and(|token| token.is_mark(')')));
    } else {
        end = skip_after_name(tokens, end);
    }
    let mut body = before
        .as_ref()
        .and_then(|office| office.body.clone())
        .or_else(|| after.as_ref().and_then(|office| office.body.clone()));
    if after.is_none()
        && let Some(of) = body_after(tokens, name.end)
    {
        end = end
            .max(of.end + usize::from(tokens.get(of.end).is_some_and(|token| token.is_mark(')'))));
        body = body.or(Some(of));
    }
    // `His counterpart` says only what country the person is of.
    let title = before
        .or(after)
        .filter(|office| tokens[office.title.end - 1].key != "counterpart")
        .map(|office| place(tokens, &office.title));
    let person = PersonMention {
        range: place(tokens, &(start..end)),
        name: place(tokens, &name),
        title,
        body: body.map(|body| place(tokens, &body)),
    };
    (person, end)
}

/// Returns the body directly after a name: `of Denmark`, `from GovTech`, `(GovTech)`.
fn body_after(tokens: &[Token<'_>], name_end: usize) -> Option<Range<usize>> {
    let start = skip_after_name(tokens, name_end);
    let token = tokens.get(start)?;
    if token.is_mark('(') {
        let close = bracket_end(tokens, start)?;
        let has_capital = tokens[start + 1].is_capital();
        return (has_capital && close > start + 2).then_some(start + 1..close - 1);
    }
    if !matches!(token.key.as_str(), "of" | "from") {
        return None;
    }
    let begin =
        start + 1 + usize::from(tokens.get(start + 1).is_some_and(|token| token.key == "the"));
    let end = offices::skip_phrase(tokens, begin);
    (end > begin).then_some(begin..end)
}

/// Returns the place of tokens in the text.
fn place(tokens: &[Token<'_>], range: &Range<usize>) -> Range<usize> {
    tokens[range.start].range.start..tokens[range.end - 1].range.end
}

#[cfg(test)]
mod tests;
