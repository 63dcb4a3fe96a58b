//! The heads of offices: `Deputy Prime Minister`, `chief executive officer`, `GovTech Chief Executive`.

use std::ops::Range;

use super::lists::WordLists;
use super::names::{NameEvidence, is_name_word};
use super::tokens::{NameToken, NameTokenKind};

/// The greatest number of tokens before the head of an office, and of a name in it.
pub(super) const MAX_RUN_TOKENS: usize = 16;

/// Offices on the board of a body: `SIMC Board Member`.
const BOARD_OFFICES: [&str; 9] = [
    "member",
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "director",
    "trustee",
    "secretary",
    "president",
];

/// The heads of an office: the index that the office begins at, the heads, and the body in the possessive before it.
pub(super) type Heads = (usize, Vec<usize>, Option<Range<usize>>);

/// Finds the head of an office after words that can come before it.
pub(super) fn find_heads(tokens: &[NameToken<'_>], start: usize) -> Option<Heads> {
    let lists = WordLists::get();
    let mut title = start;
    let mut possessor = None;
    let mut heads: Vec<usize> = Vec::new();
    let mut index = start;
    while index < tokens.len().min(start + MAX_RUN_TOKENS) {
        let token = &tokens[index];
        let key = token.key.as_str();
        if !heads.is_empty() && !continues_heads(tokens, index) {
            break;
        }
        let next_is_capital = tokens.get(index + 1).is_some_and(NameToken::is_capital);
        match token.kind {
            NameTokenKind::Possessive if index > title => {
                possessor = Some(title..index);
                title = index + 1;
            }
            NameTokenKind::Word if lists.is_head(key) || is_second_part(tokens, index) => {
                heads.push(index);
            }
            NameTokenKind::Word if lists.is_modifier(key) => {}
            // `chief enforcement coordinator`
            NameTokenKind::Word if !heads.is_empty() && lists.is_noun(key) => {}
            NameTokenKind::Word if token.is_capital() && !token.is_small() => {}
            NameTokenKind::Word
                if matches!(key, "of" | "for" | "and" | "de" | "the")
                    && index > title
                    && tokens[title..index].iter().any(|token| lists.is_unit(&token.key))
                    && (next_is_capital
                        || tokens.get(index + 1).is_some_and(|next| next.key == "the")) => {}
            // `Environment and Forest minister`
            NameTokenKind::Word
                if key == "and" && index > title && is_portfolio(tokens, title..index) => {}
            NameTokenKind::Mark('&' | '/') if index > title && next_is_capital => {}
            NameTokenKind::Mark('(')
                if index > title
                    && next_is_capital
                    && tokens.get(index + 2).is_some_and(|token| token.is_mark(')')) =>
            {
                index += 2;
            }
            _ => break,
        }
        index += 1;
    }
    // In `Chief Scientist` the first word is no office of its own, and `General` is one only in `Director General`.
    (!heads.is_empty()).then_some((title, heads, possessor))
}

/// Returns true if the tokens name a portfolio, and the token after the next one goes on with it.
fn is_portfolio(tokens: &[NameToken<'_>], words: Range<usize>) -> bool {
    let lists = WordLists::get();
    let is_noun = |token: &NameToken<'_>| {
        token.is_capital() && lists.is_noun(&token.key) && !lists.is_unit(&token.key)
    };
    tokens.get(words.end + 1).is_some_and(is_noun) && tokens[words].iter().all(is_noun)
}

/// Returns true if the token, after a head, leads to another head of the same office: `Chief Executive Officer`.
fn continues_heads(tokens: &[NameToken<'_>], index: usize) -> bool {
    let lists = WordLists::get();
    let is_joining = |token: &NameToken<'_>| {
        token.is_word() && (lists.is_modifier(&token.key) || lists.is_noun(&token.key))
    };
    tokens[index..]
        .iter()
        .take(3)
        .find(|token| !is_joining(token) || lists.is_head(&token.key))
        .is_some_and(|token| {
            token.is_word() && lists.is_head(&token.key) && !begins_other_name(tokens, index)
        })
        || is_second_part(tokens, index)
}

/// Returns true if the token is `General` after a head: `Director General`.
fn is_second_part(tokens: &[NameToken<'_>], index: usize) -> bool {
    tokens[index].key == "general"
        && index > 0
        && matches!(
            tokens[index - 1].key.as_str(),
            "director"
                | "secretary"
                | "attorney"
                | "solicitor"
                | "auditor"
                | "consul"
                | "commissioner"
                | "governor"
                | "inspector"
                | "advocate"
                | "administrator"
                | "registrar"
                | "surveyor"
                | "postmaster"
        )
}

/// Returns true if a head is here a given name: `President Dean Smith`.
fn begins_other_name(tokens: &[NameToken<'_>], index: usize) -> bool {
    let lists = WordLists::get();
    lists.is_given(&tokens[index].key) && is_name_word(tokens, index + 1, false, NameEvidence::Weak)
}

/// Returns the words before an office that name its body: `GovTech` in `GovTech Chief Executive`.
pub(super) fn leading_body(
    tokens: &[NameToken<'_>],
    title: usize,
    head: usize,
) -> Option<Range<usize>> {
    let lists = WordLists::get();
    let is_of_office = |token: &NameToken<'_>| !token.is_nation && is_office_word(token, lists);
    let mut end =
        head - tokens[title..head].iter().rev().take_while(|token| is_of_office(token)).count();
    // `National Bureau of Statistics Director General`
    let is_field = |token: &NameToken<'_>| {
        token.is_capital() && lists.is_noun(&token.key) && !lists.is_head(&token.key)
    };
    let is_after_of = |at: usize| at > title && matches!(tokens[at - 1].key.as_str(), "of" | "for");
    while end < head
        && is_field(&tokens[end])
        && (is_after_of(end) || is_after_of(end.saturating_sub(1)))
    {
        end += 1;
    }
    // `National Library Board CEO`, but `SIMC Board Member`
    let is_board = |token: &NameToken<'_>| token.is_capital() && token.key == "board";
    let is_of_board = BOARD_OFFICES.contains(&tokens[head].key.as_str());
    if end > title && end < head && is_board(&tokens[end]) && !is_of_board {
        end += 1;
    }
    // `Italian Space Agency (ASI) President`
    if end > title && end < head && tokens[end].is_mark(')') {
        end += 1;
    }
    (end > title).then_some(title..end)
}

/// Returns true for a word before the head of an office that is no part of the name of a body.
fn is_office_word(token: &NameToken<'_>, lists: &WordLists) -> bool {
    lists.is_modifier(&token.key)
        || !token.is_all_capitals() && lists.is_noun(&token.key) && !lists.is_unit(&token.key)
        || !token.is_word()
        || token.key == "and"
}

/// Returns true if the words before a head are all part of the office or its body, so that an office begins here.
pub(super) fn is_office_only(tokens: &[NameToken<'_>], start: usize, head: usize) -> bool {
    tokens[start..head]
        .iter()
        .all(|token| token.is_word() || token.kind == NameTokenKind::Possessive)
        && !tokens[start..head]
            .iter()
            .any(|token| matches!(token.key.as_str(), "of" | "for" | "and"))
}
