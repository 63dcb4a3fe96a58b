//! Offices: `Minister for Culture, Community and Youth and Second Minister for Law`, `chief executive of GovTech`.

use std::ops::Range;

use super::body_phrases::{NameSide, is_body, is_made_up, phrase_end, skip_article};
use super::heads::{find_heads, is_office_only, leading_body};
use super::lists::WordLists;
use super::names::{
    NameEvidence, bracket_end, is_name_word, is_position, skip_honorifics, skip_name,
};
use super::tokens::NameToken;

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
        // `Director of the President’s Office and Minister of Defence of Mongolia` acts for the country.
        let is_of_country = |body: &Option<Range<usize>>| {
            body.as_ref()
                .is_some_and(|body| tokens[body.clone()].iter().any(|token| token.is_nation))
        };
        if office.body.is_none() || is_of_country(&next.body) && !is_of_country(&office.body) {
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
        "in" if next.key == "charge" => start + 3,
        "to" | "in" if is_sent(head) => start + 1,
        // `Director PAEC General Hospital`, `Rector NUST`
        _ if is_acronym(token) && !next_is_name(tokens, start + 1) => start,
        "responsible" if next.key == "for" => start + 2,
        "with" if next.key == "responsibility" => start + 3,
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
        // `Defence Minister General Mohamed Zaki`: a rank is no part of the office.
        _ if token.is_capital()
            && lists.is_noun(&token.key)
            && !lists.is_unit(&token.key)
            && !lists.is_honorific(&token.key)
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
    } else if !is_portfolio
        && !is_field_of_body(tokens, words.clone())
        && is_body(&tokens[words.clone()])
    {
        Some(words)
    } else {
        inner_body(tokens, words)
    };
    Some(Tail { end, is_in_title: true, body })
}

/// Returns true for a field of work before the body: `International Relations of the Smithsonian Institution`.
fn is_field_of_body(tokens: &[NameToken<'_>], words: Range<usize>) -> bool {
    let lists = WordLists::get();
    let is_of = |index: &usize| matches!(tokens[*index].key.as_str(), "of" | "at");
    let Some(of) = words.clone().find(is_of) else { return false };
    let is_field = tokens[words.start..of].iter().all(|token| {
        lists.is_noun(&token.key) && !lists.is_unit(&token.key) && !token.is_nation
            || matches!(token.key.as_str(), "and" | "&")
    });
    let has_unit = |body: Range<usize>| tokens[body].iter().any(|token| lists.is_unit(&token.key));
    of > words.start && is_field && inner_body(tokens, words).is_some_and(has_unit)
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
