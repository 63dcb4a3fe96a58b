//! The mention of a person: the name, with the office or the body beside it.

use std::ops::Range;

use super::body_phrases::{NameSide, skip_phrase};
use super::names::{
    NameEvidence, bracket_end, is_letters, skip_after_name, skip_honorifics, skip_name,
};
use super::offices::{Office, office};
use super::tokens::NameToken;

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

/// Returns the words of tokens in lower case.
pub(super) fn keys<'a>(tokens: &'a [NameToken<'_>]) -> Vec<&'a str> {
    tokens.iter().map(|token| token.key.as_str()).collect()
}

/// Returns the office after a name: after a comma, a dash, a bracket or `as`.
pub(super) fn office_after(tokens: &[NameToken<'_>], name_end: usize) -> Option<Office> {
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
pub(super) fn mention(
    tokens: &[NameToken<'_>],
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
    let mut range = place(tokens, &(start..end));
    let mut named = place(tokens, &name);
    if ends_sentence(tokens, name.end - 1) {
        named.end -= 1;
        range.end = range.end.min(named.end);
    }
    let person =
        PersonMention { range, name: named, title, body: body.map(|body| place(tokens, &body)) };
    (person, end)
}

/// Returns true if the full stop at a token ends the sentence and is no part of the name: `signed by Dr Myint Thu.`
fn ends_sentence(tokens: &[NameToken<'_>], last: usize) -> bool {
    let token = &tokens[last];
    last + 1 == tokens.len()
        && token.text.ends_with('.')
        && !token.is_initial()
        && !is_letters(token)
}

/// Returns the body directly after a name: `of Denmark`, `from GovTech`, `(GovTech)`.
pub(super) fn body_after(tokens: &[NameToken<'_>], name_end: usize) -> Option<Range<usize>> {
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
    let end = skip_phrase(tokens, begin);
    (end > begin).then_some(begin..end)
}

/// Returns the place of tokens in the text.
pub(super) fn place(tokens: &[NameToken<'_>], range: &Range<usize>) -> Range<usize> {
    tokens[range.start].range.start..tokens[range.end - 1].range.end
}
