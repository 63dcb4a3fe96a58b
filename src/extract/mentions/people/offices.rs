//! Offices: `Minister for Culture, Community and Youth and Second Minister for Law`, `chief executive of GovTech`.

use std::ops::Range;

use super::lists::WordLists;
use super::names::{
    NameEvidence, bracket_end, is_name_word, is_position, skip_honorifics, skip_name,
};
use super::tokens::{NameToken, NameTokenKind};

/// An office, as indexes of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// All of it, with a possessive before it and a body after it.
    pub all: Range<usize>,
    /// The office itself.
    pub title: Range<usize>,
    /// The body or country that it belongs to.
    pub body: Option<Range<usize>>,
    /// True if the word that it ends with is in lower case and may also be said of a body, such as `partner`.
    pub is_vague: bool,
}

/// On which side of the name an office is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSide {
    /// `Minister for Law Edwin Tong`
    After,
    /// `Edwin Tong, Minister for Law`
    Before,
}

/// The greatest number of tokens before the head of an office, and of a name in it.
const MAX_RUN_TOKENS: usize = 16;

/// The greatest number of offices that one person holds in a text.
const MAX_OFFICES: usize = 4;

/// Heads that may also be said of a body if they are in lower case.
const VAGUE_HEADS: &[&str] = &[
    "partner",
    "member",
    "leader",
    "owner",
    "producer",
    "publisher",
    "supervisor",
    "manager",
    "coordinator",
    "co-ordinator",
    "head",
    "chief",
    "chair",
    "co-chair",
    "administrator",
    "representative",
    "principal",
    "delegate",
    "founder",
    "co-founder",
    "editor",
    "master",
    "adviser",
    "advisor",
    "controller",
];

/// Returns the office at this place.
#[must_use]
pub fn office(tokens: &[NameToken<'_>], start: usize, side: NameSide) -> Option<Office> {
    let mut office = simple_office(tokens, start, side)?;
    for _ in 1..MAX_OFFICES {
        let Some(joint) = skip_joint(tokens, office.all.end, side) else { break };
        let Some(next) = simple_office(tokens, joint, side) else { break };
        // In `A, Chancellor and Senior Minister B` the second office is that of B.
        if side == NameSide::Before && begins_name(tokens, next.all.end) {
            break;
        }
        office.all.end = next.all.end;
        office.title.end = next.title.end;
        if office.body.is_none() {
            office.body = next.body;
        }
    }
    Some(office)
}

/// Returns the index after what joins two offices of one person.
fn skip_joint(tokens: &[NameToken<'_>], start: usize, side: NameSide) -> Option<usize> {
    let token = tokens.get(start)?;
    match token.key.as_str() {
        "and" | "&" | "cum" | "/" | "concurrently" => Some(start + 1),
        "," if side == NameSide::Before => {
            let has_and = tokens.get(start + 1).is_some_and(|token| token.key == "and");
            Some(start + 1 + usize::from(has_and))
        }
        _ => None,
    }
}

/// Returns true if a name begins here: after a comma or forms of address, or directly.
fn begins_name(tokens: &[NameToken<'_>], start: usize) -> bool {
    let start = start + usize::from(tokens.get(start).is_some_and(|token| token.is_mark(',')));
    let name = skip_honorifics(tokens, start);
    let evidence = if name > start { NameEvidence::Strong } else { NameEvidence::Weak };
    skip_name(tokens, name, evidence) > name
}

/// Returns the office at this place, without others that are joined to it.
fn simple_office(tokens: &[NameToken<'_>], start: usize, side: NameSide) -> Option<Office> {
    let begin = skip_determiners(tokens, start);
    let (title, heads, possessor) = find_heads(tokens, begin)?;
    let head = *heads.last()?;
    let lead = leading_body(tokens, title, *heads.first()?);
    let mut body = possessor.or(lead);
    let is_vague = VAGUE_HEADS.contains(&tokens[head].key.as_str()) && !tokens[head].is_capital();
    let mut end = head + 1;
    if let Some(close) = bracket_after(tokens, end) {
        end = close;
    }
    let mut title_end = end;
    let mut has_portfolio = false;
    while let Some(tail) = tail(tokens, end, head, has_portfolio, side) {
        let tail_start = end;
        end = tail.end;
        has_portfolio = true;
        if tail.is_in_title && title_end == tail_start {
            title_end = tail.end;
        }
        if body.is_none() {
            body = tail.body;
        }
    }
    Some(Office { all: begin..end, title: title..title_end, body, is_vague })
}

/// Returns the index after `the`, `its`, `his` and the like, and forms of address such as `H.E. the`.
fn skip_determiners(tokens: &[NameToken<'_>], start: usize) -> usize {
    let lists = WordLists::get();
    let mut index = start;
    while let Some(token) = tokens.get(index) {
        let is_determiner = matches!(
            token.key.as_str(),
            "the"
                | "its"
                | "his"
                | "her"
                | "their"
                | "our"
                | "current"
                | "then"
                | "new"
                | "newly"
                | "appointed"
                | "a"
                | "an"
        );
        if is_determiner {
            index += 1;
            continue;
        }
        let after = skip_honorifics(tokens, index);
        let is_also_office = lists.is_modifier(&token.key) || lists.is_head(&token.key);
        if after == index || is_also_office {
            break;
        }
        index = after;
    }
    index
}

/// The heads of an office: the index that the office begins at, the heads, and the body in the possessive before it.
type Heads = (usize, Vec<usize>, Option<Range<usize>>);

/// Finds the head of an office after words that can come before it.
fn find_heads(tokens: &[NameToken<'_>], start: usize) -> Option<Heads> {
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
                heads.push(index)
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
fn leading_body(tokens: &[NameToken<'_>], title: usize, head: usize) -> Option<Range<usize>> {
    let lists = WordLists::get();
    let is_of_office = |token: &NameToken<'_>| {
        lists.is_modifier(&token.key)
            || !token.is_all_capitals() && lists.is_noun(&token.key) && !lists.is_unit(&token.key)
            || !token.is_word()
            || token.key == "and"
    };
    let end =
        head - tokens[title..head].iter().rev().take_while(|token| is_of_office(token)).count();
    (end > title).then_some(title..end)
}

/// Returns the index after a bracket that is part of an office: `Director-General (International)`.
fn bracket_after(tokens: &[NameToken<'_>], start: usize) -> Option<usize> {
    if !tokens.get(start)?.is_mark('(') {
        return None;
    }
    let close = bracket_end(tokens, start)?;
    (!is_position(&tokens[start + 1..close - 1])).then_some(close)
}

/// What follows the head of an office.
struct Tail {
    end: usize,
    is_in_title: bool,
    body: Option<Range<usize>>,
}

/// Returns what follows the head of an office here: `of Justice`, `, Ministry of Law`, `at GovTech`.
fn tail(
    tokens: &[NameToken<'_>],
    start: usize,
    head: usize,
    has_portfolio: bool,
    side: NameSide,
) -> Option<Tail> {
    let lists = WordLists::get();
    let token = tokens.get(start)?;
    let head = tokens[head].key.as_str();
    let next = tokens.get(start + 1)?;
    let phrase = match token.key.as_str() {
        "of" | "for" | "at" | "on" => start + 1,
        "to" if is_sent(head) => start + 1,
        "in" if next.key == "charge" => start + 3,
        "in" if is_sent(head) => start + 1,
        // `Director PAEC General Hospital`, `Rector NUST`
        _ if is_acronym(token) && !next_is_name(tokens, start + 1) => start,
        "responsible" if next.key == "for" => start + 2,
        "," => return comma_tail(tokens, start, side),
        "(" => {
            let end = bracket_after(tokens, start)?;
            let is_body = end == start + 3 && next.is_capital();
            return is_body.then(|| Tail {
                end,
                is_in_title: false,
                body: Some(start + 1..end - 1),
            });
        }
        _ if token.is_capital()
            && lists.is_noun(&token.key)
            && !lists.is_unit(&token.key)
            && !lists.is_surname(&token.key) =>
        {
            start
        }
        _ => return None,
    };
    let (end, cut) = phrase_end(tokens, phrase, side);
    if end == phrase {
        return None;
    }
    let end = cut.unwrap_or(end);
    let words = skip_article(tokens, phrase)..end;
    let is_ministerial = matches!(
        head,
        "minister" | "secretary" | "under-secretary" | "undersecretary" | "vice-minister"
    );
    // In `Minister of Justice of the Republic of Vietnam` the body is the second phrase.
    let first = &tokens[words.start];
    let is_portfolio = is_ministerial
        && !has_portfolio
        && lists.is_noun(&first.key)
        && !lists.is_unit(&first.key)
        && !first.is_nation;
    let is_destination = matches!(token.key.as_str(), "to" | "in");
    let body = if is_destination {
        None
    } else if !is_portfolio && is_body(&tokens[words.clone()]) {
        Some(words)
    } else {
        inner_body(tokens, words)
    };
    Some(Tail { end, is_in_title: true, body })
}

/// Returns true if a word is an acronym: two capitals or more and nothing else.
fn is_acronym(token: &NameToken<'_>) -> bool {
    let lists = WordLists::get();
    token.is_all_capitals()
        && token.text.len() > 1
        && !token.text.contains('.')
        && !lists.is_letters(&token.key)
        && !lists.is_given(&token.key)
}

/// Returns true if a word of a name that is not in capitals comes here.
fn next_is_name(tokens: &[NameToken<'_>], index: usize) -> bool {
    is_name_word(tokens, index, false, NameEvidence::Weak)
}

/// Returns true if somebody with this office is sent `to` a country or works `to` somebody.
fn is_sent(head: &str) -> bool {
    matches!(
        head,
        "ambassador"
            | "commissioner"
            | "representative"
            | "envoy"
            | "consul"
            | "adviser"
            | "advisor"
            | "counsellor"
            | "secretary"
            | "counsel"
            | "delegate"
            | "observer"
            | "assistant"
            | "executive"
            | "attaché"
    )
}

/// Returns the body in a phrase such as `Justice of the Republic of Vietnam`: what follows an `of`, if it names one.
fn inner_body(tokens: &[NameToken<'_>], words: Range<usize>) -> Option<Range<usize>> {
    words
        .clone()
        .filter(|&index| matches!(tokens[index].key.as_str(), "of" | "at"))
        .map(|of| skip_article(tokens, of + 1)..words.end)
        .find(|inner| !inner.is_empty() && is_body(&tokens[inner.clone()]))
}

/// Returns true if words name a body or a country rather than a portfolio.
fn is_body(tokens: &[NameToken<'_>]) -> bool {
    let lists = WordLists::get();
    tokens.iter().any(|token| {
        token.is_capital()
            && (lists.is_unit(&token.key)
                || token.is_nation
                || !lists.is_noun(&token.key) && !lists.is_modifier(&token.key))
    })
}

/// Returns the index after `the` or `its` at this place.
fn skip_article(tokens: &[NameToken<'_>], start: usize) -> usize {
    let is_article = tokens
        .get(start)
        .is_some_and(|token| matches!(token.key.as_str(), "the" | "its" | "their" | "all" | "a"));
    start + usize::from(is_article)
}

/// Returns what follows an office after a comma: `, Ministry of Law and Ministry of Transport`, `, GovTech`.
fn comma_tail(tokens: &[NameToken<'_>], start: usize, side: NameSide) -> Option<Tail> {
    let lists = WordLists::get();
    let phrase = skip_article(tokens, start + 1);
    if !tokens.get(phrase)?.is_capital() || skip_honorifics(tokens, phrase) > phrase {
        return None;
    }
    // Another office, or a person, begins after the comma.
    if find_heads(tokens, phrase)
        .is_some_and(|(_, heads, _)| is_office_only(tokens, phrase, heads[0]))
    {
        return None;
    }
    let (end, cut) = phrase_end(tokens, phrase, NameSide::Before);
    if end == phrase || cut.is_some() {
        return None;
    }
    let words = &tokens[phrase..end];
    let has_unit = words.iter().any(|token| lists.is_unit(&token.key));
    let is_portfolio = words.iter().all(|token| !token.is_capital() || lists.is_noun(&token.key));
    let is_short = words.len() == 1 && is_made_up(&words[0]);
    let ends = tokens.get(end).is_none_or(|token| !token.is_word() || !token.is_capital());
    if has_unit || is_short {
        let is_in_title = side == NameSide::After;
        (side == NameSide::Before || is_followed_by_name(tokens, end)).then_some(Tail {
            end,
            is_in_title,
            body: Some(phrase..end),
        })
    } else if is_portfolio && ends {
        Some(Tail { end, is_in_title: true, body: None })
    } else if side == NameSide::Before
        && ends
        && words.len() == 1
        && !lists.is_given(&words[0].key)
        && tokens.get(end).is_none_or(|token| !token.is_mark(','))
    {
        Some(Tail { end, is_in_title: false, body: Some(phrase..end) })
    } else {
        None
    }
}

/// Returns true if a name, with a comma or without, follows an office that precedes its holder.
fn is_followed_by_name(tokens: &[NameToken<'_>], end: usize) -> bool {
    tokens.get(end).is_none_or(|token| token.is_mark(',') || token.is_capital())
}

/// Returns true if the words before a head are all part of the office or its body, so that an office begins here.
fn is_office_only(tokens: &[NameToken<'_>], start: usize, head: usize) -> bool {
    tokens[start..head]
        .iter()
        .all(|token| token.is_word() || token.kind == NameTokenKind::Possessive)
        && !tokens[start..head]
            .iter()
            .any(|token| matches!(token.key.as_str(), "of" | "for" | "and"))
}

/// Returns true if a word is an acronym or has capitals inside it, like `GovTech`.
fn is_made_up(token: &NameToken<'_>) -> bool {
    token.text.chars().filter(|char| char.is_uppercase()).count() >= 2 && !token.text.contains('-')
}

/// Returns the index after a phrase that names a portfolio or a body. If the name of the holder follows without a
/// comma (`Directorate Nicky Fox`), the second index is where the name begins.
fn phrase_end(tokens: &[NameToken<'_>], start: usize, side: NameSide) -> (usize, Option<usize>) {
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
                | "on" => {
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
                Some(close) if index > first && close == index + 3 && next_is_capital => {
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
        name >= end
            && (name >= index + 2 || is_after_portfolio)
            && !tokens[index..end].iter().any(|token| token.kind == NameTokenKind::Possessive)
            && (lists.is_given(&tokens[index].key)
                || tokens[index].is_initial()
                || is_known && !is_prefix)
    })
}
