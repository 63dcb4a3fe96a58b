//! Roles that more than the words around a person give: people who meet to sign, lists that a sentence announces, and
//! lists of witnesses that go on with those who sign.

use super::line::{MAX_GAP_TOKENS, PersonLine};
use super::roles::{RoleReader, SigningRole};
use super::words::RoleWords;

/// Returns the role of the people in the list that follows the sentence, if it announces one: `signed by:`
pub(super) fn announced_role(line: &PersonLine<'_>) -> Option<SigningRole> {
    let words = RoleWords::get();
    if !line.tokens.last()?.is_mark(':') {
        return None;
    }
    let keys: Vec<_> = line.keys(..line.tokens.len()).collect();
    let has = |words: &[&str]| keys.iter().any(|key| words.contains(key));
    let is_by = |is_verb: &dyn Fn(&str) -> bool| {
        keys.windows(2).any(|pair| pair[1] == "by" && is_verb(pair[0]))
    };
    if is_by(&|verb| verb == "witnessed") || has(&["witnesses", "witness", "presence"]) {
        Some(SigningRole::Witness)
    } else if is_by(&|verb| words.is_participle(verb))
        || has(&["signatories", "signatory"])
        || has(&["signed"]) && has(&["following", "representatives"])
    {
        Some(SigningRole::Signatory)
    } else {
        None
    }
}

/// Returns true if the subject of a sentence about the signing is `he` or `she`.
pub(super) fn begins_with_pronoun(line: &PersonLine<'_>) -> bool {
    let reader = RoleReader { line, words: RoleWords::get() };
    let verb = if line.key(1) == "also" { 2 } else { 1 };
    matches!(line.key(0), "she" | "he")
        && reader.words.is_verb(line.key(verb))
        && reader.is_signed_here(verb)
}

impl RoleReader<'_> {
    /// Returns the last witness of a list that goes on with those who sign: `In the presence of A and B, C and D signed`.
    pub(super) fn split_after_presence(&self, first: usize, last: usize) -> Option<usize> {
        let gap = self.line.gap(first);
        // `Witnessed by A and B, C and D signed`
        let is_witnessed = first == 0 && self.line.key(0) == "witnessed";
        let is_presence = is_witnessed
            || gap
                .clone()
                .any(|index| matches!(self.line.key(index), "presence" | "watch" | "eyes"));
        if !is_presence || last == first || self.role_after(first, last, false).is_none() {
            return None;
        }
        (first..last).rev().find(|&person| {
            let gap = &self.line.tokens[self.line.gap(person + 1)];
            let (comma, article) = (gap.first(), gap.get(1));
            comma.is_some_and(|token| token.is_mark(','))
                && article.is_none_or(|token| token.key == "the")
                && gap.len() <= 2
        })
    }

    /// Returns true if `between` follows a participle of signing, with nothing but the day and the place between them:
    /// `signed today (9 May 2025) between`.
    pub(super) fn is_signed_between(&self, between: usize) -> bool {
        let line = self.line;
        let is_participle = |index: &usize| self.words.is_participle(line.key(*index));
        let first = between.saturating_sub(MAX_GAP_TOKENS);
        let Some(participle) = (first..between).rev().find(is_participle) else { return false };
        line.tokens[participle + 1..between].iter().all(|token| {
            !token.is_word()
                || token.is_capital()
                || self.words.is_skipped(&token.key)
                || self.words.is_other_participle(&token.key)
                || matches!(token.key.as_str(), "in" | "here" | "capital" | "city")
        })
    }

    /// Returns true if a verb of signing before an index is in the passive.
    pub(super) fn is_passive(&self, verb: usize) -> bool {
        let mut before = self.line.keys(..verb).rev().take(3);
        before.any(|key| matches!(key, "was" | "were" | "been" | "being"))
    }

    /// Returns true for the `of` in `The document bears the signatures of A and B`.
    pub(super) fn follows_signatures(&self, of: usize) -> bool {
        let mut before = self.line.keys(..of).rev();
        let is_noun = before.next().is_some_and(|key| matches!(key, "signatures" | "signature"));
        is_noun
            && before.take(3).any(|key| {
                matches!(key, "bears" | "bear" | "bearing" | "bore" | "carries" | "carry")
            })
    }

    /// Returns true if `for X,` directly follows an index, and a person follows that.
    pub(super) fn is_for_next(&self, index: usize) -> bool {
        let line = self.line;
        let next = line.people.iter().position(|people| people.start > index);
        next.is_some_and(|next| {
            line.gap(next).contains(&index)
                && line.behalf_start(index + 1).is_some()
                && line.behalves(next, next).iter().all(Option::is_some)
        })
    }

    /// Returns true if people represent the parties at the signing: `represented the two ports at the signing`.
    pub(super) fn represents_at_signing(&self, verb: usize) -> bool {
        let line = self.line;
        let end = line.tokens.len().min(verb + MAX_GAP_TOKENS);
        let is_signing = |index: usize| {
            matches!(
                line.key(index),
                "signing" | "signatories" | "signatory" | "inking" | "signature"
            )
        };
        let is_break = |index: usize| {
            matches!(line.key(index), "." | ";" | "“" | "who" | "which" | "that" | "said")
                || line.people.iter().any(|people| people.contains(&index))
        };
        (verb + 1..end).take_while(|&index| !is_break(index)).any(is_signing)
    }

    /// Returns true if people meet to sign: `A met with B to sign an MoU`.
    pub(super) fn meets_to_sign(&self, first: usize, last: usize) -> bool {
        let line = self.line;
        let is_met = |key: &str| matches!(key, "met" | "meets" | "meeting" | "joined");
        let start = line.people[first].start;
        let end = line.people[last].end;
        let has_met = line.keys(..end.min(line.tokens.len())).any(is_met)
            || (end..end + 3).any(|index| is_met(line.key(index)));
        let is_subject = |key: &str| matches!(key, "the" | "two" | "they" | "both" | "sides");
        let sign = (end..line.tokens.len().min(end + MAX_GAP_TOKENS)).find_map(|index| {
            let joins = matches!(line.key(index), "to" | "and");
            let verb = (index + 1..index + 4).find(|&at| !is_subject(line.key(at)))?;
            (joins && self.words.is_verb(line.key(verb))).then_some(verb - 1)
        });
        let speaks = (start..sign.unwrap_or(start))
            .any(|index| matches!(line.key(index), "said" | "says" | "agreed" | "plans"));
        has_met && !speaks && sign.is_some_and(|to| self.is_signed_here(to + 1))
    }
}
