//! Names of persons, and what belongs to a name but is no part of it.

use super::lists::{MAX_HONORIFIC_WORDS, WordLists};
use super::tokens::NameToken;

/// How sure it is from the words around them that words are a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameEvidence {
    /// A form of address or an office comes directly before them.
    Strong,
    /// Nothing does.
    Weak,
}

/// The greatest number of tokens of a name.
const MAX_NAME_TOKENS: usize = 10;

/// Returns the index after the forms of address and ranks at this place: the index itself if there is none.
#[must_use]
pub fn skip_honorifics(tokens: &[NameToken<'_>], start: usize) -> usize {
    let mut end = start;
    while let Some(next) = honorific_end(tokens, end) {
        end = skip_rank_remark(tokens, next);
    }
    end
}

/// Returns the index after what can follow a form of address and belongs to it: `(Mrs.)`, `(retd)`, an apostrophe.
fn skip_rank_remark(tokens: &[NameToken<'_>], start: usize) -> usize {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text);
    let key = |index: usize| tokens.get(index).map_or("", |token| token.key.as_str());
    let is_remark = text(start) == "("
        && text(start + 2) == ")"
        && (matches!(key(start + 1), "retd" | "rtd" | "ret" | "retired" | "res" | "ns")
            || WordLists::get().is_honorific(key(start + 1)));
    if is_remark {
        start + 3
    } else if matches!(text(start), "'" | "’" | "‘")
        && tokens[start - 1].range.end == tokens[start].range.start
    {
        // `Dato' Seri`
        let is_higher = matches!(
            key(start + 1),
            "seri" | "sri" | "setia" | "paduka" | "wira" | "patinggi" | "panglima" | "amar"
        );
        start + 1 + usize::from(is_higher && tokens[start + 1].is_capital())
    } else {
        start
    }
}

/// Returns the index after one form of address or rank, the longest at this place.
fn honorific_end(tokens: &[NameToken<'_>], start: usize) -> Option<usize> {
    let lists = WordLists::get();
    let first = tokens.get(start)?;
    // `m` and `fr` are forms of address only with a full stop, and initials otherwise.
    if !first.is_capital() && first.key != "the" || first.is_nation {
        return None;
    }
    // `Earl Jackson` is a name.
    let is_given = matches!(first.key.as_str(), "earl" | "don" | "dean")
        && tokens.get(start + 1).is_some_and(NameToken::is_capital)
        && !tokens.get(start + 2).is_some_and(NameToken::is_capital);
    // In `Teo Eng Bee` the word is part of the name, in `Minister Eng. Tan` it is none.
    let is_inside = first.text == "Eng"
        && start.checked_sub(1).map(|before| &tokens[before]).is_some_and(|before| {
            before.is_capital() && !lists.is_honorific(&before.key) && !lists.is_head(&before.key)
        })
        && tokens.get(start + 1).is_some_and(NameToken::is_capital);
    if is_given || is_inside {
        return None;
    }
    let start = if first.key == "the" { start + 1 } else { start };
    let mut words = String::new();
    let mut longest = None;
    for (count, token) in tokens.iter().enumerate().skip(start).take(MAX_HONORIFIC_WORDS) {
        if !token.is_capital() {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&token.key);
        // `H.E.` is written as initials are.
        let is_initial = count == start
            && token.is_initial()
            && !matches!(words.as_str(), "he" | "se" | "hrh" | "hm" | "hh" | "yb" | "yab");
        if lists.is_honorific(&words) && !is_initial {
            longest = Some(count + 1);
        }
    }
    longest
}

/// Returns the index after the name at this place: the index itself if there is none. Letters that follow without a
/// comma are part of it.
#[must_use]
pub fn skip_name(tokens: &[NameToken<'_>], start: usize, evidence: NameEvidence) -> usize {
    let mut end = start;
    let mut has_word = false;
    let last = tokens.len().min(start + MAX_NAME_TOKENS);
    while end < last {
        if is_name_word(tokens, end, !has_word, evidence) {
            has_word = true;
            end += 1;
        } else if has_word && is_letters(&tokens[end]) {
            end += 1;
        } else if let Some(next) = skip_particles(tokens, end)
            && (has_word || evidence == NameEvidence::Strong)
            && is_name_word(tokens, next, false, evidence)
        {
            end = next;
        } else if let Some(next) = skip_particles(tokens, end)
            && has_word
            && matches!(
                tokens[end].key.as_str(),
                "bin" | "binti" | "binte" | "bint" | "ibn" | "a/l" | "a/p"
            )
            && skip_honorifics(tokens, next) > next
            && is_name_word(tokens, skip_honorifics(tokens, next), false, evidence)
        {
            // `Hishammuddin bin Tun Hussein`
            end = skip_honorifics(tokens, next);
        } else if has_word && let Some(next) = skip_nickname(tokens, end, evidence) {
            end = next;
        } else if is_noun_in_name(tokens, start, end) {
            end += 2;
        } else {
            break;
        }
    }
    // `Rear Admiral` alone is nobody.
    let is_rank_alone =
        end > start + 1 && honorific_end(tokens, start).is_some_and(|rank| rank >= end);
    if is_rank_alone { start } else { end }
}

/// Returns true if a word that is usually none of a name is one here: `José Angel Portal Miranda`.
fn is_noun_in_name(tokens: &[NameToken<'_>], start: usize, index: usize) -> bool {
    let lists = WordLists::get();
    let Some(token) = tokens.get(index) else { return false };
    let is_plain_noun = token.is_capital()
        && !token.is_small()
        && !token.is_nation
        && lists.is_noun(&token.key)
        && !lists.is_unit(&token.key)
        && !lists.is_head(&token.key)
        && !lists.is_modifier(&token.key);
    index >= start + 2
        && is_plain_noun
        && tokens[start..index].iter().all(|token| lists.is_given(&token.key))
        && is_name_word(tokens, index + 1, false, NameEvidence::Weak)
        && !tokens.get(index + 2).is_some_and(NameToken::is_capital)
}

/// Returns the number of words of a name that are not initials, particles or letters after it.
#[must_use]
pub fn count_full_words(name: &[NameToken<'_>]) -> usize {
    name.iter()
        .filter(|token| token.is_capital() && !token.is_initial() && !is_letters(token))
        .count()
}

/// Returns true if the token can be a word of a name.
#[must_use]
pub fn is_name_word(
    tokens: &[NameToken<'_>],
    index: usize,
    is_first: bool,
    evidence: NameEvidence,
) -> bool {
    let lists = WordLists::get();
    let Some(token) = tokens.get(index) else { return false };
    if !token.is_capital() || token.text.contains(char::is_numeric) || token.text.contains('/') {
        return false;
    }
    if token.is_initial() {
        let next = tokens.get(index + 1);
        return !is_first || next.is_some_and(NameToken::is_capital);
    }
    let key = token.key.as_str();
    // `St. Augustine` is a place.
    if is_first && key == "st" {
        return false;
    }
    // `Md. Sabur Khan`
    if key == "md" && !token.is_all_capitals() {
        return tokens.get(index + 1).is_some_and(NameToken::is_capital);
    }
    let is_strong = evidence == NameEvidence::Strong;
    if is_letters(token) && !lists.is_given(key) && !(is_first && is_strong) {
        return false;
    }
    // `GC Murmu`: initials without full stops.
    let is_initials = is_first
        && token.is_all_capitals()
        && token.text.len() == 2
        && !token.is_nation
        && !matches!(
            key,
            "un" | "eu" | "au" | "ai" | "it" | "tv" | "hr" | "pr" | "bp" | "ge" | "lg" | "hp"
        )
        && tokens.get(index + 1).is_some_and(|next| next.is_capital() && !next.is_all_capitals());
    if is_initials {
        return true;
    }
    if token.is_all_capitals() && !is_strong && !lists.is_given(key) {
        return false;
    }
    let is_near_number = [index.wrapping_sub(1), index + 1]
        .iter()
        .any(|&near| tokens.get(near).is_some_and(|near| near.text.starts_with(char::is_numeric)));
    // Many cities are surnames too: `Claudia Ruiz-Massieu Salinas`.
    let is_after_name = index > 0 && (is_strong || lists.is_given(&tokens[index - 1].key));
    let is_usual =
        lists.is_given(key) || lists.is_surname(key) || token.is_city && !is_first && is_after_name;
    if token.is_small() {
        // `Mr Sat Kumar`
        let is_addressed = is_strong && tokens.get(index + 1).is_some_and(NameToken::is_capital);
        return is_usual && (!is_first || is_addressed) && !is_near_number
            || lists.is_given(key)
                && (is_strong || begins_inside(tokens, index))
                && tokens.get(index + 1).is_some_and(|next| {
                    next.is_capital() || next.is_word() && lists.is_particle(&next.key)
                });
    }
    // `Wojciech Maj`: no form of address where no name follows.
    let is_honorific = lists.is_honorific(key)
        && (is_first || tokens.get(index + 1).is_some_and(NameToken::is_capital));
    let is_other_word = lists.is_noun(key)
        || lists.is_head(key)
        || lists.is_modifier(key)
        || is_honorific
        || token.is_nation;
    if !is_other_word {
        return true;
    }
    !is_near_number
        && is_usual
        && (!is_first || lists.is_given(key) || is_strong && !lists.is_head(key))
}

/// Returns true if the token does not begin a sentence, so that its capital letter means something.
fn begins_inside(tokens: &[NameToken<'_>], index: usize) -> bool {
    index > 0 && !matches!(tokens[index - 1].text, "." | "“" | "\"" | "?" | "!")
}

/// Returns true if the token is letters after a name, all or most of them capitals.
#[must_use]
pub fn is_letters(token: &NameToken<'_>) -> bool {
    let capitals = token.text.chars().filter(|char| char.is_uppercase()).count();
    capitals >= 2 && WordLists::get().is_letters(&token.key)
        || matches!(token.key.as_str(), "jr" | "sr") && token.is_capital()
}

/// Returns the index after the particles at this place, at most three.
fn skip_particles(tokens: &[NameToken<'_>], start: usize) -> Option<usize> {
    let lists = WordLists::get();
    let count = tokens
        .iter()
        .skip(start)
        .take(3)
        .take_while(|token| token.is_word() && lists.is_particle(&token.key))
        .count();
    (count > 0).then_some(start + count)
}

/// Returns the index after a second form of the name in brackets or quotation marks, if the name goes on after it.
fn skip_nickname(tokens: &[NameToken<'_>], start: usize, evidence: NameEvidence) -> Option<usize> {
    let is_pair = |open: char, close: char| {
        tokens[start].is_mark(open)
            && tokens.get(start + 2).is_some_and(|token| token.is_mark(close))
    };
    let is_nickname = is_pair('(', ')')
        || is_pair('"', '"')
        || is_pair('“', '”')
        || is_pair('‘', '’')
        || is_pair('\'', '\'');
    (is_nickname
        && is_name_word(tokens, start + 1, false, evidence)
        && is_name_word(tokens, start + 3, false, evidence))
    .then_some(start + 3)
}

/// Returns the index after what follows a name and says nothing of the office: letters after a comma, and the place in
/// a picture (`(left)`, `, second from right`).
#[must_use]
pub fn skip_after_name(tokens: &[NameToken<'_>], start: usize) -> usize {
    let mut end = start;
    loop {
        let Some(mark) = tokens.get(end) else { return end };
        let next = if mark.is_mark('(') {
            bracket_end(tokens, end).filter(|&close| {
                let inside = &tokens[end + 1..close - 1];
                is_position(inside) || is_other_script(inside)
            })
        } else if mark.is_mark(',') {
            let letters = tokens[end + 1..].iter().take_while(|token| is_letters(token)).count();
            // In `, the general director` and `, first secretary` no place in a picture is named.
            let places = tokens[end + 1..].iter().take(5).take_while(|t| is_position_word(t));
            let is_place = places.clone().any(|token| !is_ordinal_or_joint(token));
            let position = if is_place { places.count() } else { 0 };
            // `Lau Hang-kun, Henrietta, Executive Director`
            let is_second_name = tokens
                .get(end + 1)
                .is_some_and(|token| token.is_capital() && WordLists::get().is_given(&token.key))
                && tokens.get(end + 2).is_some_and(|token| token.is_mark(','))
                && end > 0
                && tokens[end - 1].text.contains('-');
            let count = letters.max(position).max(usize::from(is_second_name));
            (count > 0 && !tokens.get(end + 1 + count).is_some_and(NameToken::is_capital))
                .then_some(end + 1 + count)
        } else {
            None
        };
        match next {
            Some(next) => end = next,
            None => return end,
        }
    }
}

/// Returns the index after the bracket that closes the one at this place, if it is near.
#[must_use]
pub fn bracket_end(tokens: &[NameToken<'_>], open: usize) -> Option<usize> {
    let close = tokens.iter().skip(open + 1).take(16).position(|token| token.is_mark(')'))?;
    Some(open + 1 + close + 1)
}

/// Returns true if the words in a bracket say where somebody is in a picture.
#[must_use]
pub fn is_position(tokens: &[NameToken<'_>]) -> bool {
    tokens.first().is_some_and(is_position_word)
        && tokens.iter().all(|token| is_position_word(token) || token.is_mark(','))
}

/// Returns true if the words are the name in letters without capitals: `Chris Wang (王思捷)`.
fn is_other_script(tokens: &[NameToken<'_>]) -> bool {
    let mut letters =
        tokens.iter().flat_map(|token| token.text.chars()).filter(|char| char.is_alphabetic());
    letters.clone().next().is_some()
        && letters.all(|char| !char.is_uppercase() && !char.is_lowercase())
}

/// Returns true if the word says where somebody is in a picture only beside another one: `second from left`.
fn is_ordinal_or_joint(token: &NameToken<'_>) -> bool {
    matches!(
        token.key.as_str(),
        "the" | "from" | "on" | "at" | "first" | "second" | "third" | "fourth" | "fifth"
    )
}

/// Returns true if the word says where somebody is in a picture.
fn is_position_word(token: &NameToken<'_>) -> bool {
    matches!(
        token.key.as_str(),
        "left"
            | "right"
            | "l"
            | "r"
            | "centre"
            | "center"
            | "middle"
            | "seated"
            | "standing"
            | "sitting"
            | "front"
            | "back"
            | "first"
            | "second"
            | "third"
            | "fourth"
            | "fifth"
            | "1st"
            | "2nd"
            | "3rd"
            | "4th"
            | "5th"
            | "from"
            | "the"
            | "far"
            | "row"
            | "pictured"
            | "above"
            | "below"
            | "photo"
            | "top"
            | "bottom"
            | "extreme"
            | "on"
            | "at"
    )
}
