//! What role each person of a sentence has in the signing.

use std::ops::Range;

use super::line::{MAX_GAP_TOKENS, PersonLine, is_link};
use super::words::RoleWords;
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::mentions::people::tokens::NameToken;
use crate::extract::text::BlockKind;

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
    /// The index of the person in the sentence.
    pub(super) person: usize,
    /// The role.
    pub(super) role: SigningRole,
    /// The body on whose behalf the person signs, if the sentence says so.
    pub(super) behalf: Option<Range<usize>>,
}

/// Returns the people of the sentence who have a role in the signing.
pub(super) fn roles(line: &PersonLine<'_>) -> Vec<RoleMention> {
    let reader = RoleReader { line, words: RoleWords::get() };
    let mut roles: Vec<RoleMention> = Vec::new();
    let mut first = 0;
    while first < line.people.len() {
        if line.is_represented(first) {
            if let Some(role) = roles.last_mut().filter(|role| role.person + 1 == first) {
                let body = line.sentence.people[first].body.clone();
                role.behalf = role.behalf.take().or(body);
            }
            first += 1;
            continue;
        }
        let mut last = first;
        while last + 1 < line.people.len() && line.is_linked(last) && !line.is_represented(last + 1)
        {
            last += 1;
        }
        if let Some(split) = reader.split_after_presence(first, last) {
            last = split;
        }
        let before = roles.last().filter(|role| role.person + 1 == first).map(|role| role.role);
        let behalves = line.behalves(first, last);
        let given = reader.roles_of(first, last, before, behalves.iter().any(Option::is_some));
        for (person, (behalf, role)) in (first..=last).zip(behalves.into_iter().zip(given)) {
            roles.extend(role.map(|role| RoleMention { person, role, behalf }));
        }
        first = last + 1;
    }
    let sentence = line.sentence;
    roles.retain(|role| !sentence.sentence.is_in_speech(sentence.people[role.person].name.start));
    roles
}

/// Reads the words around the people of a sentence.
pub(super) struct RoleReader<'a> {
    pub(super) line: &'a PersonLine<'a>,
    pub(super) words: &'static RoleWords,
}

impl RoleReader<'_> {
    /// Returns the role of each person of a list.
    fn roles_of(
        &self,
        first: usize,
        last: usize,
        before: Option<SigningRole>,
        has_behalf: bool,
    ) -> Vec<Option<SigningRole>> {
        let count = last + 1 - first;
        if let Some(role) = self.role_before(first, before) {
            return vec![Some(role); count];
        }
        if self.meets_to_sign(first, last) {
            return vec![Some(SigningRole::Signatory); count];
        }
        if self.follows_preposition(first) {
            return vec![None; count];
        }
        let role = self.role_after(first, last, has_behalf);
        let mut roles = vec![role; count];
        // `A and B with C, who witnessed the signing`: only C is a witness, and in a caption A and B have signed.
        let end = self.line.people[last].end;
        let is_relative = self.line.key(end) == "who"
            || self.line.key(end) == "," && self.line.key(end + 1) == "who";
        if role == Some(SigningRole::Witness) && is_relative && count > 1 {
            let others = self.is_caption().then_some(SigningRole::Signatory);
            roles[..count - 1].fill(others);
        }
        roles
    }

    /// Returns true if the sentence is the text of a picture.
    fn is_caption(&self) -> bool {
        self.line.sentence.sentence.kind == BlockKind::Caption
            || self.line.keys(..self.line.tokens.len().min(2)).any(|key| {
                matches!(key, "photo" | "photograph" | "picture" | "pictured" | "image" | "caption")
            })
    }

    /// Returns true if the person is no subject: `discussions with Dr. Arthur`.
    fn follows_preposition(&self, person: usize) -> bool {
        let mut before = self.line.keys(..self.line.people[person].start).rev();
        before.find(|key| !matches!(*key, "the" | "its" | "both")).is_some_and(|key| {
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
                    | "including"
                    | "like"
                    | "said"
            )
        })
    }

    /// Returns the role that the words before a person give: `signed by`, `in the presence of`.
    fn role_before(&self, person: usize, before: Option<SigningRole>) -> Option<SigningRole> {
        let gap = self.line.gap(person);
        let (role, end) = gap.clone().rev().find_map(|index| self.trigger(index, before))?;
        (end <= gap.end && self.line.tokens[end..gap.end].iter().all(is_link)).then_some(role)
    }

    /// Returns the role that a word announces for the people after it, and the index after the words that do.
    fn trigger(&self, index: usize, before: Option<SigningRole>) -> Option<(SigningRole, usize)> {
        let is_after_signer = before == Some(SigningRole::Signatory);
        let previous = index.checked_sub(1).map_or("", |previous| self.line.key(previous));
        let role = match self.line.key(index) {
            "by" => self.agent_role(index)?,
            // `signed in a virtual meeting of A and B`
            "of" if previous == "meeting" && self.has_participle(index, 8) => {
                SigningRole::Signatory
            }
            "of" if previous == "presence"
                && (self.has_signing_word(self.line.tokens.len()) || self.has_ceremony()) =>
            {
                SigningRole::Witness
            }
            "between" | "among" if self.is_signed_between(index) => SigningRole::Signatory,
            "of" if self.follows_signatures(index) => SigningRole::Signatory,
            "were" | "are" | "was" | "is" | "included" | "include" | ":" => {
                self.listing_role(index)?
            }
            "with" if is_after_signer && self.has_verb(index) => SigningRole::Signatory,
            // `She signed the MoU together with A`
            "with"
                if matches!(previous, "together" | "along" | "jointly") && self.has_verb(index) =>
            {
                SigningRole::Signatory
            }
            // `The MoU with X was signed with its chairman, B`
            "with" if self.words.is_participle(previous) && self.is_passive(index - 1) => {
                SigningRole::Signatory
            }
            // `for X, A signed; for Y, B`
            "," | ";" if is_after_signer && self.has_verb(index) && self.is_for_next(index) => {
                SigningRole::Signatory
            }
            // `A signed for X and B for Y`
            "and" | "while" | "whereas" | "," | ";" if is_after_signer && self.has_verb(index) => {
                let next = self.line.people.iter().find(|people| people.start > index)?;
                let is_next = !matches!(self.line.key(index), "," | ";") || next.start == index + 1;
                if !is_next {
                    return None;
                }
                let is_for = matches!(self.line.key(next.end), "for" | "on" | "representing");
                is_for.then_some(SigningRole::Signatory)?
            }
            _ => return None,
        };
        Some((role, index + 1))
    }

    /// Returns true if a participle of signing is among so many words before an index.
    fn has_participle(&self, index: usize, count: usize) -> bool {
        self.line.keys(..index).rev().take(count).any(|key| self.words.is_participle(key))
    }

    /// Returns true if a verb of signing is near before an index.
    fn has_verb(&self, index: usize) -> bool {
        self.line.keys(..index).rev().take(16).any(|key| self.words.is_verb(key))
    }

    /// Returns the role of those after `by`: of the signatories after `signed by`, `signed on 3 May by`.
    fn agent_role(&self, by: usize) -> Option<SigningRole> {
        let is_participle = |key: &&str| {
            self.words.is_participle(key)
                || self.words.is_other_participle(key)
                || matches!(
                    *key,
                    "witnessed" | "represented" | "presided" | "officiated" | "overseen"
                )
        };
        // `A witnessed the signing by B`
        let is_signing_by = self
            .line
            .keys(..by)
            .rev()
            .take(10)
            .take_while(|key| !matches!(*key, "was" | "were" | "been"))
            .any(|key| matches!(key, "signing" | "inking" | "signature"))
            && !self.line.keys(..by).rev().take(1).any(|key| is_participle(&key));
        match self.line.keys(..by).rev().take(MAX_GAP_TOKENS).find(is_participle)? {
            "witnessed" if is_signing_by => Some(SigningRole::Signatory),
            "witnessed" => Some(SigningRole::Witness),
            "presided" | "overseen" | "officiated" if self.has_signing_word(by) => {
                Some(SigningRole::Witness)
            }
            "represented" => {
                let is_signing = self.has_signing_word(self.line.tokens.len());
                is_signing.then_some(SigningRole::Signatory)
            }
            verb if self.words.is_participle(verb) && !self.is_of_other(by) => {
                Some(SigningRole::Signatory)
            }
            _ => None,
        }
    }

    /// Returns the role of those after `were`: `Representing the agencies at the signing were`, `The signatories are`.
    fn listing_role(&self, copula: usize) -> Option<SigningRole> {
        let keys: Vec<_> = self.line.keys(..copula).collect();
        let keys = &keys[keys.len().saturating_sub(MAX_GAP_TOKENS)..];
        let has = |words: &[&str]| keys.iter().any(|key| words.contains(key));
        let first = keys.first().copied().unwrap_or_default();
        let who_sign = keys.windows(2).any(|pair| pair[0] == "who" && self.words.is_verb(pair[1]));
        let begins =
            matches!(first, "representing" | "signing" | "inking" | "executing" | "penning");
        let is_signing = self.has_signing_word(self.line.tokens.len());
        if has(&["witnesses", "witness", "witnessing"]) && !has(&["by"]) {
            Some(SigningRole::Witness)
        } else if has(&["signatories", "signatory"])
            || who_sign
            || begins && (is_signing || has(&["behalf", "executing", "penning"]))
            || has(&["representing"]) && has(&["signing", "sign", "ceremony"])
        {
            Some(SigningRole::Signatory)
        } else {
            None
        }
    }

    /// Returns the role that the words after a list give: `signed`, `witnessed`.
    pub(super) fn role_after(
        &self,
        first: usize,
        last: usize,
        has_behalf: bool,
    ) -> Option<SigningRole> {
        let line = self.line;
        let start = line.people[last].end;
        let mut is_present = false;
        let mut bracket = start;
        for index in start..line.tokens.len().min(start + MAX_GAP_TOKENS) {
            let key = line.key(index);
            bracket = bracket.max(line.short_end(index));
            if index < bracket {
                continue;
            }
            if line.people.iter().any(|people| people.contains(&index)) {
                return None;
            }
            if self.words.is_verb(key) && !is_present {
                let is_witness = (index..index + 10).any(|at| {
                    line.key(at) == "as"
                        && matches!(line.key(at + 1), "witnesses" | "witness" | "a")
                        && matches!(
                            line.key(at + 1 + usize::from(line.key(at + 1) == "a")),
                            "witnesses" | "witness"
                        )
                });
                if is_witness {
                    return Some(SigningRole::Witness);
                }
                let is_here = self.is_signed_here(index)
                    || self.signs_alone(index)
                    || self.is_relative_object(first)
                    || has_behalf && self.ends_clause(index + 1);
                return is_here.then_some(SigningRole::Signatory);
            }
            match key {
                "witnessed" | "witness" | "witnessing" | "witnesses" => {
                    let is_passive = matches!(line.key(index - 1), "was" | "were" | "been" | "is");
                    let is_signing = !is_passive && self.is_about_signing(index);
                    return is_signing.then_some(SigningRole::Witness);
                }
                "represented" | "represent" if !is_present => {
                    return self.represents_at_signing(index).then_some(SigningRole::Signatory);
                }
                "presided" | "oversaw" | "officiated" => {
                    return self.is_about_signing(index).then_some(SigningRole::Witness);
                }
                "entered" | "enter" if line.key(index + 1) == "into" => {
                    return self.is_signed_here(index).then_some(SigningRole::Signatory);
                }
                // `A (left) and B (right) signing the MoU`
                "signing" | "inking"
                    if !matches!(line.key(index - 1), "the" | "a" | "this" | "of" | "at") =>
                {
                    return self.is_signed_here(index).then_some(SigningRole::Signatory);
                }
                "was" | "were" | "is" | "are" | "been" | "joined" => is_present = true,
                "present" | "attendance" | "hand" | "there" | "to" | "in" if is_present => {}
                // `put their names to it`, `affixed their signatures`
                "put" | "affixed" | "appended" | "set" => {
                    let is_signature = (index + 1..index + 4).any(|at| {
                        matches!(
                            line.key(at),
                            "names" | "name" | "signatures" | "signature" | "pen" | "pens"
                        )
                    });
                    return is_signature.then_some(SigningRole::Signatory);
                }
                "after" | "while" | "upon" | "when" if self.is_caption() => {
                    let is_signing = matches!(line.key(index + 1), "signing" | "inking");
                    return is_signing.then_some(SigningRole::Signatory);
                }
                _ if self.is_skipped(index) => {}
                _ => return self.coordinated_role(index),
            }
        }
        None
    }

    /// Returns true if a token can be between the people who sign and the verb.
    fn is_skipped(&self, index: usize) -> bool {
        let token = &self.line.tokens[index];
        if !token.is_word() {
            return !matches!(token.text, "." | ":" | "“" | "”" | "\"" | ";");
        }
        let key = token.key.as_str();
        let lists = WordLists::get();
        token.is_capital()
            || self.words.is_skipped(key)
            || lists.is_noun(key)
            || matches!(
                key,
                "left" | "right" | "centre" | "center" | "middle" | "seated" | "standing"
            )
            || lists.is_head(key)
            || key.strip_suffix('s').is_some_and(|office| lists.is_head(office))
    }

    /// Returns the role that a second verb gives: `met the delegations and signed the memorandum`.
    fn coordinated_role(&self, start: usize) -> Option<SigningRole> {
        let line = self.line;
        let end = line.tokens.len().min(start + MAX_GAP_TOKENS);
        let is_verb =
            |key: &str| key == "witnessed" || self.words.is_verb(key) && key.ends_with("ed");
        let and =
            (start..end).find(|&index| line.key(index) == "and" && is_verb(line.key(index + 1)))?;
        let is_divided = |token: &NameToken<'_>| matches!(token.text, "," | ";" | ":" | "“" | "\"");
        if line.tokens[start..and].iter().any(is_divided)
            || line.people.iter().any(|people| (start..and).contains(&people.start))
        {
            return None;
        }
        if line.key(and + 1) == "witnessed" {
            self.is_about_signing(and + 1).then_some(SigningRole::Witness)
        } else {
            self.is_signed_here(and + 1).then_some(SigningRole::Signatory)
        }
    }
}
