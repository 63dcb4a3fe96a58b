//! How long an agreement holds: its effective date, term, end, renewal and notice period.
//!
//! Only a sentence about the agreement itself counts. The forms of the sentences are patterns in a data file.

mod about;
mod about_words;
mod around;
mod meant;
mod notice;
mod pattern;
mod renewal;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::clauses::TokenReader;
use super::{TextContext, agreements::DraftSubject};
use crate::domain::{Date, Duration, RecordedDate, Term};
use crate::extract::mentions::dates::{DateMention, WrittenForm};
use crate::extract::proposal::{Certainty, Fact, StatedRenewal};
use crate::extract::text::BlockKind;
use about::TermSentence;
use meant::{
    has_length_term, has_renewal, has_term_before, is_before_other_noun, is_renewal_signed,
    is_span_meant,
};
use notice::is_whole;
use pattern::{PatternMatch, Patterns, Slot};

/// What a text says of the time in force.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatedTerms {
    /// The effective date, if it is not the signing date.
    pub effective: Option<Fact<RecordedDate>>,
    /// True if it is left out because it is the signing date, or if a note says why it is not known.
    pub is_effective_settled: bool,
    /// The term.
    pub term: Option<Fact<Term>>,
    /// The last day.
    pub end: Option<Fact<Date>>,
    /// The renewal clause.
    pub renewal: Option<Fact<StatedRenewal>>,
    /// The notice period.
    pub notice: Option<Fact<Duration>>,
}

static TERM_PATTERNS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::new(include_str!("../words/terms.txt")));

/// What the sentences say, before it is decided what holds.
#[derive(Default)]
struct Findings {
    terms: Vec<Fact<Term>>,
    ends: Vec<Fact<Date>>,
    starts: Vec<Fact<Date>>,
    renewals: Vec<Fact<StatedRenewal>>,
    notices: Vec<notice::FoundNotice>,
    /// The conditions on which it takes effect.
    conditions: Vec<Range<usize>>,
    /// `30 days after the signature`.
    delays: Vec<Range<usize>>,
    is_from_signature: bool,
    contradictions: Vec<Range<usize>>,
}

/// Returns what the text says of the time in force.
#[must_use]
pub fn terms(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    notes: &mut Vec<String>,
) -> StatedTerms {
    let mut findings = Findings::default();
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        if matches!(sentence.sentence.kind, BlockKind::Furniture) {
            continue;
        }
        let reader = context.tokens(index);
        if !may_say_something(reader) {
            continue;
        }
        let text = TermSentence::new(context, subject, reader, index);
        if sentence.sentence.is_speech() && !text.quotes_agreement() {
            continue;
        }
        findings.read(&text, subject);
    }
    findings.decide(context, notes)
}

/// Returns true if a sentence has a length, a date or a word that the rules need.
fn may_say_something(reader: &TokenReader<'_>) -> bool {
    !reader.sentence.durations.is_empty()
        || !reader.sentence.dates.is_empty()
        || (0..reader.tokens.len()).any(|index| {
            let word = reader.word(index);
            ["renew", "extend", "indefinit", "prolong", "ratif", "expir"]
                .iter()
                .any(|start| word.starts_with(start))
                || reader.is(
                    index,
                    &[
                        "force",
                        "effect",
                        "effective",
                        "open",
                        "operative",
                        "unlimited",
                        "fixed",
                        "valid",
                        "until",
                        "till",
                    ],
                )
        })
}

impl Findings {
    fn read(&mut self, text: &TermSentence<'_, '_>, subject: &DraftSubject) {
        let count = text.reader.tokens.len();
        let quotes_agreement = text.quotes_agreement();
        let words: HashSet<&str> = (0..count).map(|index| text.reader.word(index)).collect();
        let possible = TERM_PATTERNS.possible(text, &words);
        let mut has_term = false;
        for index in 0..count {
            let offset = text.reader.tokens[index].range.start;
            if text.reader.sentence.sentence.is_in_speech(offset) && !quotes_agreement {
                continue;
            }
            for pattern in TERM_PATTERNS.beginning_with(text.reader.word(index), &possible) {
                if let Some(found) = pattern.find(text, index) {
                    has_term |= self.take(text, subject, &pattern.fact, &found);
                }
            }
        }
        let term = self.terms.last().map(|fact| fact.value);
        self.renewals.extend(renewal::renewal(text, subject, has_term, term));
        self.notices.extend(notice::notices(text));
    }

    /// Takes what a pattern has found, if it is about the agreement. Returns true if it is a term.
    fn take(
        &mut self,
        text: &TermSentence<'_, '_>,
        subject: &DraftSubject,
        fact: &str,
        found: &PatternMatch,
    ) -> bool {
        let start = found.tokens.start;
        let names_agreement = found.slots.iter().any(|(slot, _)| *slot == Slot::Agreement);
        let quotation = text.reader.range(found.tokens.clone());
        let is_about = || names_agreement || text.is_about(start);
        let is_meant = || if fact.ends_with("label") { text.is_label() } else { is_about() };
        match fact {
            "term" | "term strict" | "term renewed" | "term named" | "term of it"
            | "term label" => {
                let is_meant = match fact {
                    "term strict" => text.is_agreement_throughout(start),
                    "term renewed" => is_renewal_signed(text, subject, start),
                    "term of it" => text.has_it_before(start),
                    "term label" => text.is_label(),
                    // `a five-year agreement` may be any, `signed a five-year agreement` is the one.
                    "term named" => {
                        text.index == subject.sentence
                            || (text.reader.is_phrase(start.saturating_sub(2), "is a")
                                && text.is_about(start - 2))
                            || !(start.saturating_sub(3)..start)
                                .any(|index| text.reader.is(index, &["a", "an", "another"]))
                    }
                    _ => !has_renewal(text, subject, &found.tokens) && is_about(),
                };
                let is_term = |length: &&Range<usize>| {
                    is_whole(text, length) && !is_before_other_noun(text, length)
                };
                let Some(length) = length_of(found).filter(is_term) else {
                    return false;
                };
                is_meant && self.take_term(text, length, quotation)
            }
            "indefinite" if is_about() && !has_length_term(text, start) => {
                self.terms.push(Fact::stated(Term::Indefinite, quotation));
                true
            }
            "end" | "end label" if is_meant() => {
                let date = date_of(text, found, 0);
                self.ends.extend(date.map(|(date, sure)| Fact::new(date, sure, quotation)));
                false
            }
            "effective" | "effective label" if is_meant() => {
                let date = date_of(text, found, 0);
                self.starts.extend(date.map(|(date, sure)| Fact::new(date, sure, quotation)));
                false
            }
            "span" if names_agreement || is_span_meant(text, start) => {
                self.take_span(text, found, &quotation);
                false
            }
            "span about" | "span label" if is_meant() => {
                self.take_span(text, found, &quotation);
                false
            }
            "signature" if is_about() || has_term_before(text, start) => {
                self.is_from_signature = true;
                false
            }
            "pending" if is_about() => {
                self.conditions.push(quotation);
                false
            }
            "later" if is_about() => {
                self.delays.push(quotation);
                false
            }
            _ => false,
        }
    }

    fn take_term(
        &mut self,
        text: &TermSentence<'_, '_>,
        length: &Range<usize>,
        quotation: Range<usize>,
    ) -> bool {
        let Some(mention) = text.length(length) else { return false };
        match mention.duration {
            Some(duration) => self.terms.push(Fact::stated(Term::Lasting(duration), quotation)),
            None => self.contradictions.push(mention.range.clone()),
        }
        true
    }

    fn take_span(
        &mut self,
        text: &TermSentence<'_, '_>,
        found: &PatternMatch,
        quotation: &Range<usize>,
    ) {
        let span = found.slots.iter().find(|(slot, _)| *slot == Slot::Span);
        let ends = span.and_then(|(_, tokens)| text.date(tokens)).and_then(|mention| {
            let WrittenForm::Span(first, last) = mention.written else { return None };
            Some(((first, Certainty::Stated), (last, Certainty::Stated)))
        });
        let ends = ends.or_else(|| date_of(text, found, 0).zip(date_of(text, found, 1)));
        if let Some(((first, sure), (last, sure_of_last))) = ends
            && first.first() < last.first()
        {
            self.starts.push(Fact::new(first, sure, quotation.clone()));
            self.ends.push(Fact::new(last, sure_of_last, quotation.clone()));
        }
    }

    /// Decides what holds, and notes why something is left out.
    fn decide(self, context: &TextContext<'_>, notes: &mut Vec<String>) -> StatedTerms {
        let quote = |range: &Range<usize>| one_line(&context.source.text[range.clone()]);
        let mut stated = StatedTerms {
            term: one_of(self.terms, "term", notes),
            end: first_of(self.ends, "last days", notes),
            renewal: best_renewal(self.renewals),
            notice: notice::decide(self.notices, notes),
            ..StatedTerms::default()
        };
        for range in &self.contradictions {
            notes.push(format!("Words and figures differ: “{}”.", quote(range)));
        }
        let start = first_of(self.starts, "effective dates", notes);
        if let Some(start) = start {
            stated.effective = Some(start.map_value(RecordedDate::Known));
        } else if let Some(range) = self.conditions.first().filter(|_| {
            !self.is_from_signature || self.conditions.iter().any(|range| is_strong(&quote(range)))
        }) {
            notes
                .push(format!("It is in effect only when a condition is met: “{}”.", quote(range)));
            stated.effective = Some(Fact::stated(RecordedDate::Pending, range.clone()));
        } else if let Some(range) = self.delays.first() {
            notes.push(format!("It takes effect later than it is signed: “{}”.", quote(range)));
            stated.is_effective_settled = true;
        } else if self.is_from_signature {
            stated.is_effective_settled = true;
        } else if let Some(Term::Lasting(length)) = stated.term.as_ref().map(|term| term.value) {
            notes.push(format!(
                "The text does not say that the {} run from the signing.",
                length.in_words()
            ));
            stated.is_effective_settled = true;
        }
        stated
    }
}

/// Returns true for a condition that a signature does not meet.
fn is_strong(condition: &str) -> bool {
    let condition = condition.to_lowercase();
    ["ratif", "notif", "procedure", "exchange of", "constitutional", "legal requirements"]
        .iter()
        .any(|word| condition.contains(word))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the one value; none, with a note, if there are several.
fn one_of(found: Vec<Fact<Term>>, name: &str, notes: &mut Vec<String>) -> Option<Fact<Term>> {
    let mut found = found.into_iter();
    let mut first = found.next()?;
    for other in found {
        if other.value != first.value {
            notes.push(format!(
                "The text gives two {name}s: {} and {}.",
                first.value.in_words(),
                other.value.in_words()
            ));
            return None;
        }
        add_quotations(&mut first, other.quotations);
    }
    Some(first)
}

/// Returns the first date. If others contradict it, it is uncertain, and a note names them.
fn first_of(found: Vec<Fact<Date>>, name: &str, notes: &mut Vec<String>) -> Option<Fact<Date>> {
    let mut found = found.into_iter();
    let mut first = found.next()?;
    for other in found {
        if other.value == first.value {
            add_quotations(&mut first, other.quotations);
        } else if other.value.lies_within(first.value.first(), first.value.last()) {
            first = other;
        } else if !first.value.lies_within(other.value.first(), other.value.last()) {
            notes.push(format!("The text gives two {name}: {} and {}.", first.value, other.value));
            first.value = first.value.with_doubt(Some(crate::domain::Doubt::Uncertain));
            break;
        }
    }
    Some(first)
}

/// Adds other places in the text, without those that lie in one that is listed.
fn add_quotations<T>(fact: &mut Fact<T>, others: Vec<Range<usize>>) {
    for other in others {
        let overlaps =
            fact.quotations.iter().any(|one| one.start < other.end && other.start < one.end);
        if !overlaps {
            fact.quotations.push(other);
        }
    }
}

/// Returns the renewal that says most.
fn best_renewal(found: Vec<Fact<StatedRenewal>>) -> Option<Fact<StatedRenewal>> {
    found.into_iter().reduce(|best, other| {
        if best.value.every.is_none() && other.value.every.is_some() { other } else { best }
    })
}

fn length_of(found: &PatternMatch) -> Option<&Range<usize>> {
    let is_length = |slot: &Slot| matches!(slot, Slot::Length | Slot::AdjectiveLength);
    found.slots.iter().find(|(slot, _)| is_length(slot)).map(|(_, tokens)| tokens)
}

fn date_of(
    text: &TermSentence<'_, '_>,
    found: &PatternMatch,
    number: usize,
) -> Option<(Date, Certainty)> {
    let mut dates = found.slots.iter().filter(|(slot, _)| *slot == Slot::Date);
    let mention: &DateMention = text.date(&dates.nth(number)?.1)?;
    mention.resolve(text.published())
}
