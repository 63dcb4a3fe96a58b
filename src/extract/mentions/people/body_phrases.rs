//! Phrases that name a body or a portfolio: `Culture, Community and Youth`, `the Science Mission Directorate`.

use super::heads::{MAX_RUN_TOKENS, find_heads, is_office_only};
use super::lists::WordLists;
use super::names::{
    NameEvidence, bracket_end, is_name_word, is_position, skip_honorifics, skip_name,
};
use super::tokens::{NameToken, NameTokenKind};

/// On which side of the name an office is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSide {
    /// `Minister for Law Edwin Tong`
    After,
    /// `Edwin Tong, Minister for Law`
    Before,
}

/// Returns the index after a phrase that names a portfolio or a body. If the name of the holder follows without a
/// comma (`Directorate Nicky Fox`), the second index is where the name begins.
pub(super) fn phrase_end(
    tokens: &[NameToken<'_>],
    start: usize,
    side: NameSide,
) -> (usize, Option<usize>) {
    let lists = WordLists::get();
    let first = skip_article(tokens, start);
    let mut index = first;
    let mut run = first;
    while index < tokens.len().min(start + 2 * MAX_RUN_TOKENS) {
        let token = &tokens[index];
        let next = tokens.get(index + 1);
        let next_is_capital = next.is_some_and(NameToken::is_capital);
        let key = token.key.as_str();
        let goes_on = match token.kind {
            NameTokenKind::Word if token.is_capital() => {
                let begins_person = index > first
                    && skip_honorifics(tokens, index) > index
                    && is_name_word(
                        tokens,
                        skip_honorifics(tokens, index),
                        true,
                        NameEvidence::Strong,
                    )
                    && !lists.is_noun(key);
                if begins_person || token.is_small() && !lists.is_surname(key) {
                    break;
                }
                true
            }
            NameTokenKind::Word => match key {
                "of" | "for" | "the" | "de" | "la" | "du" | "des" | "da" | "do" | "del" | "der"
                | "es" | "on" => {
                    next_is_capital
                        || next
                            .is_some_and(|next| matches!(next.key.as_str(), "the" | "la" | "los"))
                }
                "and" => joins_phrase(tokens, index + 1),
                _ => lists.is_noun(key) && !token.is_nation,
            },
            NameTokenKind::Number => index > first && next_is_capital,
            NameTokenKind::Possessive => next_is_capital,
            NameTokenKind::Mark('&') => joins_phrase(tokens, index + 1),
            NameTokenKind::Mark('/' | '-' | '–') => {
                next_is_capital && next.is_some_and(|next| next.range.start == token.range.end)
            }
            NameTokenKind::Mark('(') => match bracket_end(tokens, index) {
                Some(close)
                    if index > first
                        && close == index + 3
                        && next_is_capital
                        && !is_position(&tokens[index + 1..close - 1]) =>
                {
                    index = close;
                    run = close;
                    continue;
                }
                _ => false,
            },
            NameTokenKind::Mark(',') if next.is_some_and(|next| next.key == "and") => {
                joins_phrase(tokens, index + 2)
            }
            NameTokenKind::Mark(',') => list_goes_on(tokens, index + 1),
            NameTokenKind::Mark(_) => false,
        };
        if !goes_on {
            break;
        }
        index += 1;
        if !token.is_capital() {
            run = index;
        }
    }
    while index > first
        && matches!(
            tokens[index - 1].key.as_str(),
            "of" | "for" | "the" | "and" | "de" | "on" | "&"
        )
    {
        index -= 1;
    }
    if index == first {
        return (start, None);
    }
    let cut = (side == NameSide::After)
        .then(|| name_in_run(tokens, first, run.max(first), index))
        .flatten();
    (index, cut)
}

/// Returns the index after a phrase that names a body after a name: the index itself if there is none.
#[must_use]
pub fn skip_phrase(tokens: &[NameToken<'_>], start: usize) -> usize {
    if tokens.get(start).is_some_and(NameToken::is_capital) {
        phrase_end(tokens, start, NameSide::Before).0
    } else {
        start
    }
}

/// Returns true if the words after `and` belong to the phrase before it: nouns that are no office and no name.
fn joins_phrase(tokens: &[NameToken<'_>], start: usize) -> bool {
    let lists = WordLists::get();
    let start = skip_article(tokens, start);
    let Some(token) = tokens.get(start) else { return false };
    let is_office = find_heads(tokens, start)
        .is_some_and(|(_, heads, _)| is_office_only(tokens, start, heads[0]));
    lists.is_noun(&token.key) && !lists.is_surname(&token.key) && !is_office
        || lists.is_noun(&token.key)
            && !is_office
            && tokens
                .get(start + 1)
                .is_none_or(|next| !next.is_capital() || lists.is_noun(&next.key))
}

/// Returns true if a list of portfolios goes on after a comma: `Culture, Community and Youth`.
fn list_goes_on(tokens: &[NameToken<'_>], start: usize) -> bool {
    let lists = WordLists::get();
    let count = tokens[start.min(tokens.len())..]
        .iter()
        .take(4)
        .take_while(|token| {
            token.is_capital() && lists.is_noun(&token.key) && !lists.is_head(&token.key)
        })
        .count();
    let after = tokens.get(start + count);
    let next = tokens.get(start + count + 1);
    let next_is_noun = next.is_some_and(|token| token.is_capital() && lists.is_noun(&token.key));
    let is_and = after.is_some_and(|token| matches!(token.key.as_str(), "and" | "&"));
    let is_serial = after.is_some_and(|token| token.is_mark(','))
        && (next_is_noun || next.is_some_and(|token| matches!(token.key.as_str(), "and" | "&")));
    count > 0 && (is_and && next_is_noun && joins_phrase(tokens, start + count + 1) || is_serial)
}

/// Returns where the name of the holder begins in the last run of capital words of a phrase: after a word that is
/// surely no name, or at a given name.
fn name_in_run(tokens: &[NameToken<'_>], first: usize, run: usize, end: usize) -> Option<usize> {
    let lists = WordLists::get();
    (run.max(first) + 1..end).find(|&index| {
        let name = skip_name(tokens, index, NameEvidence::Weak);
        let before = &tokens[index - 1];
        let is_known = lists.is_noun(&before.key) || before.is_nation || is_made_up(before);
        // The words after `Universitas` and the like belong to the body, as in `University Grenoble Alpes`.
        let is_prefix = index - 1 == run && lists.is_unit(&before.key);
        let is_after_portfolio = lists.is_noun(&before.key)
            && !lists.is_unit(&before.key)
            && !tokens[index].is_all_capitals();
        // `the CHU Ibn Sina`: nobody is called by the name of the father alone.
        let is_of_father = matches!(tokens[index].key.as_str(), "ibn" | "bin" | "bint");
        name >= end
            && !is_of_father
            && (name >= index + 2 || is_after_portfolio)
            && !tokens[index..end].iter().any(|token| token.kind == NameTokenKind::Possessive)
            && (lists.is_given(&tokens[index].key)
                || tokens[index].is_initial()
                || is_known && !is_prefix)
    })
}

/// Returns true if a word is an acronym or has capitals inside it, like `GovTech`.
pub(super) fn is_made_up(token: &NameToken<'_>) -> bool {
    token.text.chars().filter(|char| char.is_uppercase()).count() >= 2 && !token.text.contains('-')
}

/// Returns the index after `the` or `its` at this place.
pub(super) fn skip_article(tokens: &[NameToken<'_>], start: usize) -> usize {
    let is_article = tokens
        .get(start)
        .is_some_and(|token| matches!(token.key.as_str(), "the" | "its" | "their" | "all" | "a"));
    start + usize::from(is_article)
}

/// Returns true if words name a body or a country rather than a portfolio.
pub(super) fn is_body(tokens: &[NameToken<'_>]) -> bool {
    let lists = WordLists::get();
    tokens.iter().any(|token| {
        token.is_capital()
            && (lists.is_unit(&token.key)
                || token.is_nation
                || !lists.is_noun(&token.key) && !lists.is_modifier(&token.key))
    })
}
