//! The sentences that name people, and what role each of them has in the signing.

use std::ops::Range;

use super::words::{
    LINK_WORDS, OTHER_PARTICIPLES, SIGN_PARTICIPLES, SIGN_VERBS, SKIPPED_WORDS, is_in,
};
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::mentions::people::offices::skip_phrase;
use crate::extract::mentions::people::tokens::{NameToken, tokens};

/// What somebody does at a signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SigningRole {
    /// Signs.
    Signatory,
    /// Witnesses the signing.
    Witness,
}

/// A person in a sentence with a role in the signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RoleMention {
    /// The index of the person in [`ReadSentence::people`].
    pub(super) person: usize,
    /// The role.
    pub(super) role: SigningRole,
    /// The body on whose behalf the person signs, if the sentence says so.
    pub(super) behalf: Option<Range<usize>>,
}

/// A sentence as tokens, with the place of each person among them.
pub(super) struct PersonLine<'a> {
    sentence: &'a ReadSentence,
    tokens: Vec<NameToken<'a>>,
    people: Vec<Range<usize>>,
}

/// The greatest number of tokens between a person and the verb, or between a trigger and the person.
const MAX_GAP_TOKENS: usize = 30;

impl<'a> PersonLine<'a> {
    /// Returns a sentence as tokens.
    #[must_use]
    pub(super) fn new(text: &'a str, sentence: &'a ReadSentence) -> Self {
        let tokens = tokens(text, &sentence.sentence);
        let people = sentence
            .people
            .iter()
            .map(|person| {
                let start = tokens.partition_point(|token| token.range.end <= person.range.start);
                let end = tokens.partition_point(|token| token.range.start < person.range.end);
                start..end
            })
            .collect();
        Self { sentence, tokens, people }
    }

    /// Returns the people of the sentence who have a role in the signing.
    #[must_use]
    pub(super) fn roles(&self) -> Vec<RoleMention> {
        let mut roles: Vec<RoleMention> = Vec::new();
        let mut first = 0;
        while first < self.people.len() {
            let mut last = first;
            while last + 1 < self.people.len()
                && self.is_link(last)
                && !self.is_represented(last + 1)
            {
                last += 1;
            }
            if self.is_represented(first) {
                if let Some(role) = roles.last_mut().filter(|role| role.person + 1 == first) {
                    role.behalf =
                        role.behalf.take().or_else(|| self.sentence.people[first].body.clone());
                }
                first += 1;
                continue;
            }
            let before = roles.last().filter(|role| role.person + 1 == first).map(|role| role.role);
            let role = self.role_before(first, before).or_else(|| {
                (!self.follows_preposition(first)).then(|| self.role_after(last)).flatten()
            });
            if let Some(role) = role {
                let behalf = self.behalf(first, last);
                for (person, behalf) in (first..=last).zip(behalf) {
                    roles.push(RoleMention { person, role, behalf });
                }
            }
            first = last + 1;
        }
        roles.retain(|role| {
            !self.sentence.sentence.is_in_speech(self.sentence.people[role.person].name.start)
        });
        roles
    }

    /// Returns the role of the people in the list that follows the sentence, if it announces one: `signed by:`
    #[must_use]
    pub(super) fn announced_role(&self) -> Option<SigningRole> {
        let last = self.tokens.last()?;
        if !last.is_mark(':') {
            return None;
        }
        let keys: Vec<_> = self.tokens.iter().map(|token| token.key.as_str()).collect();
        let by = |verb: &str| keys.windows(2).any(|pair| pair[0] == verb && pair[1] == "by");
        if by("witnessed") || is_in(&keys, "witnesses") || is_in(&keys, "presence") {
            Some(SigningRole::Witness)
        } else if SIGN_PARTICIPLES.iter().any(|verb| by(verb)) || is_in(&keys, "signatories") {
            Some(SigningRole::Signatory)
        } else {
            None
        }
    }

    /// Returns true if somebody else signs for the person: `on behalf of the Chairman, A. S. Kumar`.
    fn is_represented(&self, person: usize) -> bool {
        self.keys(..self.people[person].start)
            .rev()
            .find(|&key| !matches!(key, "the" | "of" | "its" | "his" | "her"))
            == Some("behalf")
    }

    /// Returns true if the person is no subject: `discussions with Dr. Arthur`.
    fn follows_preposition(&self, person: usize) -> bool {
        let before = self
            .keys(..self.people[person].start)
            .rev()
            .find(|&key| !matches!(key, "the" | "its" | "both"));
        before.is_some_and(|key| {
            matches!(
                key,
                "with"
                    | "to"
                    | "from"
                    | "by"
                    | "of"
                    | "under"
                    | "about"
                    | "at"
                    | "against"
                    | "between"
                    | "thanked"
            )
        })
    }

    /// Returns the tokens between a person and the next one; before the first person, from the start of the sentence.
    fn gap(&self, next: usize) -> Range<usize> {
        let start = if next == 0 { 0 } else { self.people[next - 1].end };
        let end = self.people[next].start;
        start.max(end.saturating_sub(MAX_GAP_TOKENS))..end.max(start)
    }

    /// Returns true if the person and the next one are items of one list.
    fn is_link(&self, person: usize) -> bool {
        let gap = &self.tokens[self.gap(person + 1)];
        !gap.is_empty() && gap.iter().all(is_link_token) && !has_trigger_words(gap)
    }

    /// Returns the role that the words before a person give: `signed by`, `in the presence of`.
    fn role_before(&self, person: usize, before: Option<SigningRole>) -> Option<SigningRole> {
        let gap = self.gap(person);
        let tokens = &self.tokens[gap.clone()];
        let trigger =
            (0..tokens.len()).rev().find_map(|index| self.trigger(gap.start + index, before))?;
        let (role, end) = trigger;
        (end <= gap.end && self.tokens[end..gap.end].iter().all(is_link_token)).then_some(role)
    }

    /// Returns the role that a word announces for the people after it, and the index after the words that do.
    fn trigger(&self, index: usize, before: Option<SigningRole>) -> Option<(SigningRole, usize)> {
        let key = self.tokens[index].key.as_str();
        match key {
            "by" => Some((self.agent_role(index)?, index + 1)),
            // `signed in a virtual meeting of A and B`
            "of" if index > 0 && self.tokens[index - 1].key == "meeting" => {
                let is_signed =
                    self.keys(..index).rev().take(8).any(|key| SIGN_PARTICIPLES.contains(&key));
                is_signed.then_some((SigningRole::Signatory, index + 1))
            }
            "between" | "among" => {
                let is_signed =
                    self.keys(..index).rev().take(6).any(|key| SIGN_PARTICIPLES.contains(&key));
                is_signed.then_some((SigningRole::Signatory, index + 1))
            }
            "of" if index > 0 && self.tokens[index - 1].key == "presence" => {
                self.has_signing_word(index).then_some((SigningRole::Witness, index + 1))
            }
            "were" | "are" | "was" | "is" | "included" | "include" | ":" => {
                self.listing_role(index).map(|role| (role, index + 1))
            }
            "with" if before == Some(SigningRole::Signatory) => {
                let gap = self.keys(..index).rev().take(16);
                let is_signing = gap.clone().any(|key| SIGN_VERBS.contains(&key));
                is_signing.then_some((SigningRole::Signatory, index + 1))
            }
            // `A signed for X and B for Y`
            "and" | "while" | "whereas" if before == Some(SigningRole::Signatory) => {
                let has_verb =
                    self.keys(..index).rev().take(16).any(|key| SIGN_VERBS.contains(&key));
                let next = self.people.iter().find(|people| people.start > index)?;
                let goes_on = self.tokens.get(next.end).is_some_and(|token| {
                    matches!(token.key.as_str(), "for" | "on" | "representing")
                });
                (has_verb && goes_on).then_some((SigningRole::Signatory, index + 1))
            }
            _ => None,
        }
    }

    /// Returns the role of those after `by`: of the signatories after `signed by`, `signed on 3 May by`.
    fn agent_role(&self, by: usize) -> Option<SigningRole> {
        let verb = self.keys(..by).rev().take(MAX_GAP_TOKENS).find(|key| {
            SIGN_PARTICIPLES.contains(key)
                || OTHER_PARTICIPLES.contains(key)
                || matches!(*key, "witnessed" | "represented")
        })?;
        match verb {
            "witnessed" => Some(SigningRole::Witness),
            "represented" => {
                self.has_signing_word(self.tokens.len()).then_some(SigningRole::Signatory)
            }
            verb if SIGN_PARTICIPLES.contains(&verb) => {
                (!self.is_of_other(by)).then_some(SigningRole::Signatory)
            }
            _ => None,
        }
    }

    /// Returns the role of those after `were`: `Representing the agencies at the signing were`, `The signatories are`.
    fn listing_role(&self, copula: usize) -> Option<SigningRole> {
        let keys: Vec<_> = self.keys(..copula).collect();
        let start = keys.len().saturating_sub(MAX_GAP_TOKENS);
        let keys = &keys[start..];
        let has = |words: &[&str]| keys.iter().any(|key| words.contains(key));
        let first = keys.first().copied().unwrap_or_default();
        let who_sign =
            keys.windows(2).any(|pair| pair[0] == "who" && SIGN_VERBS.contains(&pair[1]));
        if has(&["witnesses", "witness", "witnessing"]) && !has(&["by"]) {
            Some(SigningRole::Witness)
        } else if has(&["signatories", "signatory"])
            || matches!(first, "representing" | "signing" | "inking")
                && has(&["signing", "sign", "behalf", "for", "inking"])
            || who_sign
            || has(&["representing"]) && has(&["signing", "sign", "ceremony"])
        {
            Some(SigningRole::Signatory)
        } else {
            None
        }
    }

    /// Returns the role that the words after a person give: `signed`, `witnessed`.
    fn role_after(&self, person: usize) -> Option<SigningRole> {
        let start = self.people[person].end;
        let mut is_present = false;
        for (index, token) in self.tokens.iter().enumerate().skip(start).take(MAX_GAP_TOKENS) {
            let key = token.key.as_str();
            if self.people.iter().any(|people| people.contains(&index)) {
                return None;
            }
            if SIGN_VERBS.contains(&key) && !is_present {
                return self.is_signed_here(index).then_some(SigningRole::Signatory);
            }
            match key {
                "witnessed" | "witness" | "witnessing" | "witnesses" => {
                    let previous =
                        index.checked_sub(1).map_or("", |before| self.tokens[before].key.as_str());
                    let is_passive = matches!(previous, "was" | "were" | "been" | "is");
                    return (!is_passive && self.is_about_signing(index))
                        .then_some(SigningRole::Witness);
                }
                "was" | "were" | "is" | "are" | "been" | "joined" => is_present = true,
                "present" | "attendance" | "hand" | "there" | "to" | "in" if is_present => {}
                _ if is_skipped(token) => {}
                _ => return self.coordinated_role(index),
            }
        }
        None
    }

    /// Returns the role that a second verb gives: `met the delegations and signed the memorandum`.
    fn coordinated_role(&self, start: usize) -> Option<SigningRole> {
        let end = self.tokens.len().min(start + MAX_GAP_TOKENS);
        let pair = (start..end).find(|&index| {
            let key = |at: usize| self.tokens.get(at).map_or("", |token| token.key.as_str());
            key(index) == "and"
                && SIGN_VERBS.contains(&key(index + 1))
                && key(index + 1).ends_with("ed")
        })?;
        let is_clause = self.tokens[start..pair]
            .iter()
            .all(|token| !matches!(token.text, "," | ";" | ":" | "“" | "\""))
            && !self.people.iter().any(|people| (start..pair).contains(&people.start));
        (is_clause && self.is_signed_here(pair + 1)).then_some(SigningRole::Signatory)
    }

    /// Returns true if what is signed is an instrument, and this one.
    fn is_signed_here(&self, verb: usize) -> bool {
        const OBJECTS: &[&str] = &[
            "mou",
            "mous",
            "moc",
            "moa",
            "loi",
            "memorandum",
            "memoranda",
            "memorandums",
            "agreement",
            "agreements",
            "document",
            "documents",
            "pact",
            "accord",
            "deal",
            "letter",
            "letters",
            "it",
            "them",
            "for",
            "behalf",
            "arrangement",
            "declaration",
            "statement",
            "protocol",
            "programme",
            "program",
            "papers",
            "partnership",
            "understanding",
            "instrument",
            "convention",
            "treaty",
            "contract",
            "plan",
        ];
        let previous = verb.checked_sub(1).map_or("", |before| self.tokens[before].key.as_str());
        let is_passive = matches!(previous, "was" | "were" | "been" | "is" | "are" | "be");
        let start = self.tokens[verb].range.end;
        let near =
            self.tokens.get(verb + MAX_GAP_TOKENS).map_or(usize::MAX, |token| token.range.start);
        let mut instruments =
            self.sentence.instruments.iter().filter(|instrument| {
                instrument.range.start >= start && instrument.range.start < near
            });
        let is_instrument = match instruments.next() {
            Some(first) => !first.is_other,
            None => self.tokens[verb + 1..]
                .iter()
                .take(12)
                .any(|token| OBJECTS.contains(&token.key.as_str())),
        };
        !is_passive && is_instrument
    }

    /// Returns true if the instrument named before a word is another one than that of the text.
    fn is_of_other(&self, index: usize) -> bool {
        let offset = self.tokens[index].range.start;
        let before =
            self.sentence.instruments.iter().rfind(|instrument| instrument.range.end <= offset);
        before.is_some_and(|instrument| instrument.is_other)
    }

    /// Returns true if words after `witnessed` name a signing.
    fn is_about_signing(&self, verb: usize) -> bool {
        self.tokens[verb + 1..].iter().take(12).any(|token| {
            matches!(
                token.key.as_str(),
                "signing"
                    | "ceremony"
                    | "exchange"
                    | "agreement"
                    | "mou"
                    | "mous"
                    | "memorandum"
                    | "signature"
                    | "event"
                    | "occasion"
                    | "inking"
                    | "conclusion"
                    | "it"
            )
        })
    }

    /// Returns true if there is a word of signing before a token.
    fn has_signing_word(&self, index: usize) -> bool {
        self.keys(..index).any(|key| {
            SIGN_VERBS.contains(&key)
                || matches!(
                    key,
                    "signing" | "signature" | "exchanged" | "formalised" | "formalized"
                )
        })
    }

    /// Returns the tokens before an index in lower case.
    fn keys(
        &self,
        range: std::ops::RangeTo<usize>,
    ) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.tokens[range].iter().map(|token| token.key.as_str())
    }

    /// Returns on whose behalf the people of a list sign, one entry for each.
    fn behalf(&self, first: usize, last: usize) -> Vec<Option<Range<usize>>> {
        let count = last + 1 - first;
        let mut result: Vec<_> = (first..=last).map(|person| self.behalf_of(person)).collect();
        if result.iter().all(Option::is_none) && count > 0 {
            // `A and B, on behalf of X and Y, respectively`; of one person the phrase may follow the verb.
            let bodies = self.behalf_bodies(self.people[last].end);
            if bodies.len() == count {
                result = bodies.into_iter().map(Some).collect();
            }
        }
        for (person, behalf) in (first..=last).zip(&mut result) {
            if behalf.is_none() {
                *behalf = self.represented(person);
            }
        }
        result
    }

    /// Returns on whose behalf a person signs: `on behalf of X` directly after the person.
    fn behalf_of(&self, person: usize) -> Option<Range<usize>> {
        let mut index = self.people[person].end;
        while self.tokens.get(index).is_some_and(|token| token.is_mark(',') || token.is_mark('(')) {
            index += 1;
        }
        let start = self.behalf_start(index)?;
        let bodies = self.bodies_from(start);
        (bodies.len() == 1).then(|| bodies.into_iter().next()).flatten()
    }

    /// Returns the bodies after the first `on behalf of` or `for` behind a verb of signing.
    fn behalf_bodies(&self, start: usize) -> Vec<Range<usize>> {
        let end = self.people.iter().map(|people| people.start).find(|&next| next >= start);
        let end = end.unwrap_or(self.tokens.len()).min(start + MAX_GAP_TOKENS);
        (start..end)
            .find_map(|index| self.behalf_start(index))
            .map_or(Vec::new(), |start| self.bodies_from(start))
    }

    /// Returns the index after `on behalf of`, `representing` or, behind a verb of signing, `for`.
    fn behalf_start(&self, index: usize) -> Option<usize> {
        let key = |at: usize| self.tokens.get(at).map_or("", |token| token.key.as_str());
        let start = match key(index) {
            "on" if key(index + 1) == "behalf" && key(index + 2) == "of" => index + 3,
            "on" | "from"
                if key(index + 1) == "the"
                    && matches!(key(index + 2), "part" | "side")
                    && key(index + 3) == "of" =>
            {
                index + 4
            }
            "on" if key(index + 2) == "behalf" => return None,
            "representing" => index + 1,
            "for" => index + 1,
            _ => return None,
        };
        Some(start)
    }

    /// Returns the bodies in a list here: `X`, `X and Y`.
    fn bodies_from(&self, start: usize) -> Vec<Range<usize>> {
        let mut bodies = Vec::new();
        let mut index = start;
        loop {
            let skips =
                |token: &NameToken<'_>| matches!(token.key.as_str(), "the" | "both" | "its" | "of");
            while self.tokens.get(index).is_some_and(skips) {
                index += 1;
            }
            let end = skip_phrase(&self.tokens, index);
            if end == index {
                return bodies;
            }
            bodies.push(self.tokens[index].range.start..self.tokens[end - 1].range.end);
            index = end;
            if self.people.iter().any(|people| people.start <= index + 1 && index < people.end) {
                return bodies;
            }
            match self.tokens.get(index).map(|token| token.key.as_str()) {
                Some("and" | "&") => index += 1,
                Some(",") if self.tokens.get(index + 1).is_some_and(|next| next.key == "and") => {
                    index += 2
                }
                _ => return bodies,
            }
        }
    }

    /// Returns the body that the words before a person say is represented: `X, represented by A`, `signed for X by A`,
    /// `and, on the part of X, A`.
    fn represented(&self, person: usize) -> Option<Range<usize>> {
        let gap = self.gap(person);
        let is_before_by = |index: &usize| self.tokens[*index].key == "by";
        let by = gap.clone().rfind(is_before_by);
        if let Some(by) = by.filter(|&by| by > 0 && self.tokens[by - 1].key == "represented") {
            let offset = self.tokens[by].range.start;
            let body = self.sentence.bodies.iter().rfind(|body| body.range.end <= offset)?;
            return Some(body.name.clone());
        }
        let begins = |index: usize| {
            self.behalf_start(index).filter(|_| by.is_some() || self.tokens[index].key != "for")
        };
        // After another person the phrase may belong to that one, unless a comma divides them.
        let start = gap.clone().rev().find_map(begins)?;
        let bodies = self.bodies_from(start);
        let end = bodies.first()?.end;
        let next = self.tokens.partition_point(|token| token.range.start < end);
        let leads = by.is_some_and(|by| by >= next)
            || self.tokens.get(next).is_some_and(|token| token.is_mark(','));
        (leads && next <= gap.end).then(|| bodies.into_iter().next()).flatten()
    }
}

/// Returns true if a token can be between two people of one list.
fn is_link_token(token: &NameToken<'_>) -> bool {
    let lists = WordLists::get();
    if !token.is_word() {
        return !matches!(token.text, "." | ":" | "“" | "”" | "\"" | "?" | "!");
    }
    token.is_capital()
        || LINK_WORDS.contains(&token.key.as_str())
        || lists.is_head(&token.key)
        || token.key.strip_suffix('s').is_some_and(|singular| lists.is_head(singular))
        || lists.is_modifier(&token.key)
        || lists.is_noun(&token.key)
}

/// Returns true if words between two people give the second another role.
fn has_trigger_words(gap: &[NameToken<'_>]) -> bool {
    gap.iter().any(|token| matches!(token.key.as_str(), "presence" | "witness" | "by" | "signing"))
}

/// Returns true if a token can be between the people who sign and the verb.
fn is_skipped(token: &NameToken<'_>) -> bool {
    if !token.is_word() {
        return !matches!(token.text, "." | ":" | "“" | "”" | "\"" | ";");
    }
    token.is_capital()
        || SKIPPED_WORDS.contains(&token.key.as_str())
        || WordLists::get().is_noun(&token.key)
}
