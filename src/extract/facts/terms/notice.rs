//! The notice period of an agreement.

use std::ops::Range;

use super::about::TermSentence;
use super::pattern::PatternText;
use crate::domain::Duration;
use crate::extract::proposal::Fact;

/// A notice period that a sentence states.
#[derive(Debug, Clone)]
pub(super) struct FoundNotice {
    /// Its length; `None` if words and figures contradict each other.
    length: Option<Duration>,
    /// True if it is the notice before a renewal, not that of a termination at any time.
    is_before_renewal: bool,
    quotation: Range<usize>,
}

/// Returns the notice periods that a sentence states.
pub(super) fn notices(text: &TermSentence<'_, '_>) -> Vec<FoundNotice> {
    let count = text.reader.tokens.len();
    // `Notice period: six months`
    if text.reader.is(0, &["notice"]) && text.reader.is(2, &[":", "-"]) && text.is_label() {
        let length = text.lengths().find(|(tokens, _)| tokens.start == 3);
        return length
            .map(|(tokens, mention)| FoundNotice {
                length: mention.duration,
                is_before_renewal: false,
                quotation: text.reader.range(0..tokens.end),
            })
            .into_iter()
            .collect();
    }
    let ends = (0..count).any(|index| is_end_word(text, index));
    let has_notice = (0..count).any(|index| is_notice_word(text, index));
    if !ends || !has_notice || !is_about(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (tokens, mention) in text.lengths() {
        let in_speech = text.reader.sentence.sentence.is_in_speech(mention.range.start)
            && !text.quotes_agreement();
        let Some(quoted) = quoted(text, tokens).filter(|_| !in_speech) else { continue };
        found.push(FoundNotice {
            length: mention.duration,
            is_before_renewal: is_renewal(text),
            quotation: text.reader.range(quoted),
        });
    }
    found
}

fn is_notice_word(text: &TermSentence<'_, '_>, index: usize) -> bool {
    text.reader.is(
        index,
        &[
            "notice",
            "notices",
            "notification",
            "notify",
            "notifies",
            "notifying",
            "notified",
            "inform",
            "informs",
            "informing",
            "advice",
        ],
    )
}

/// Returns true for words that say that the agreement ends or is not renewed.
fn is_end_word(text: &TermSentence<'_, '_>, index: usize) -> bool {
    let word = text.word(index);
    ["terminat", "withdr", "discontinu", "denounc", "denunciation", "cancel", "renunc", "renounc"]
        .iter()
        .any(|start| word.starts_with(start))
        || ["rescind", "revok", "dissol", "renew", "extend", "expir", "prolong"]
            .iter()
            .any(|start| word.starts_with(start))
        || text.reader.is(
            index,
            &["end", "ends", "ended", "cease", "ceases", "lapse", "lapses", "leave", "conclude"],
        )
}

/// Returns true if the sentence is about the agreement and what it ends is nothing else.
fn is_about(text: &TermSentence<'_, '_>) -> bool {
    let count = text.reader.tokens.len();
    let other_object = (0..count).any(|index| {
        let word = text.word(index);
        let is_verb = ["terminate", "cancel", "discontinue", "withdraw", "end", "rescind", "leave"]
            .contains(&word);
        is_verb
            && (index + 1..index + 5).any(|at| text.is_other(at))
            && !text.has_agreement(&(index + 1..index + 6))
    });
    if other_object {
        return false;
    }
    let is_of_meeting = text.reader.has_word(0..count, &["meeting", "meetings", "visit", "event"]);
    let names_party = text.reader.has_word(
        0..count,
        &[
            "either",
            "party",
            "parties",
            "participant",
            "participants",
            "side",
            "sides",
            "signatory",
            "signatories",
            "institution",
            "institutions",
            "university",
            "universities",
            "company",
            "court",
            "agency",
            "ministry",
            "office",
            "offices",
            "body",
            "organisation",
            "organization",
            "partner",
            "partners",
            "country",
        ],
    );
    let names_party = names_party
        || text.reader.is(0, &["either", "both", "each"])
        || (0..count).any(|index| text.reader.is_phrase(index, "by either"));
    // `Each secondment may be ended with two weeks' notice`
    let end = (0..count).find(|index| is_end_word(text, *index)).unwrap_or(count);
    // `Either office` is a party.
    let is_party = |index: usize| {
        index > 0
            && text.reader.is(index - 1, &["either", "both"])
            && text.reader.is(index, &["office", "offices", "centre", "center", "council"])
    };
    let is_of_other = (0..end)
        .any(|index| text.is_other(index) && !is_notice_word(text, index) && !is_party(index));
    (text.names_agreement() && !is_of_meeting)
        || text.is_in_section()
        || (names_party && !is_of_meeting && !is_of_other && text.is_about_before())
}

/// Returns the words of a notice period: from its length to `notice`, or from `notice` to its length.
fn quoted(text: &TermSentence<'_, '_>, length: &Range<usize>) -> Option<Range<usize>> {
    let reader = text.reader;
    let before = length.start.checked_sub(1).map_or("", |index| reader.word(index));
    if matches!(before, "within" | "every" | "each") {
        return None;
    }
    // `six months' prior written notice`
    let behind = (length.end..length.end + 9).find(|index| is_notice_word(text, *index));
    let is_direct = |index: usize| {
        (length.end..index).all(|between| {
            reader.is(
                between,
                &[
                    "'",
                    "’",
                    "s",
                    "prior",
                    "written",
                    "advance",
                    "in",
                    "of",
                    "formal",
                    "calendar",
                    "clear",
                    "a",
                    "the",
                    "such",
                    "after",
                    "from",
                    "following",
                    "date",
                    "receipt",
                    "before",
                    "by",
                    "its",
                    "day",
                    "delivery",
                    "giving",
                    "issuing",
                    ",",
                    "this",
                    "an",
                    "official",
                    "on",
                    "which",
                    "and",
                    "to",
                    "-",
                ],
            )
        })
    };
    if let Some(index) = behind.filter(|index| is_direct(*index)) {
        return Some(length.start..index + 1);
    }
    // `notice of at least six months`, `written notice to the other party at least 90 days before`
    let notice = (length.start.saturating_sub(24)..length.start)
        .rev()
        .find(|index| is_notice_word(text, *index))?;
    let is_open =
        !(notice..length.start).any(|between| reader.is(between, &[";", "within", "valid"]));
    let direct_of = (notice + 1..length.start).all(|between| {
        reader.is(
            between,
            &[
                "of", "at", "least", "not", "less", "no", "than", "a", "minimum", "period", "in",
                "writing", "the", "is", "be", "shall", "fewer", "(", ")", "an",
            ],
        )
    });
    let mut end = length.end;
    if reader.is(end, &["'"]) {
        end += 1;
    }
    let is_before_end = reader.is(end, &["before", "prior", "ahead", "beforehand"])
        || reader.is_phrase(end, "in advance");
    ((is_open && is_before_end) || direct_of)
        .then_some(notice..length.end.max(end + usize::from(is_before_end)))
}

/// Returns true unless the words around a length make it a notice period, a limit or a time after the end.
pub(super) fn is_whole(text: &TermSentence<'_, '_>, length: &Range<usize>) -> bool {
    let reader = text.reader;
    let mut end = length.end;
    if reader.is(end, &["'"]) {
        end += 1;
    }
    let before = length.start.wrapping_sub(1);
    let is_limited = reader.is(
        before,
        &["least", "minimum", "maximum", "than", "most", "exceeding", "about", "nearly", "every"],
    );
    let is_after_end = reader.is(end, &["after", "following", "beyond", "from"])
        && (end + 1..end + 7).any(|index| {
            reader
                .is(index, &["termination", "expiry", "expiration", "end", "completion", "notice"])
        });
    let is_before_end = reader.is(end, &["notice", "prior", "before", "advance", "ago"])
        || reader.is_phrase(end, "in advance")
        || (reader.is(end, &["or"]) && reader.is(end + 1, &["more", "less", "longer", "so"]));
    !is_limited && !is_after_end && !is_before_end
}

/// Returns true if the sentence speaks of a renewal that the notice prevents.
fn is_renewal(text: &TermSentence<'_, '_>) -> bool {
    let count = text.reader.tokens.len();
    (0..count).any(|index| {
        ["renew", "extend", "extension", "prolong"]
            .iter()
            .any(|start| text.word(index).starts_with(start))
    })
}

/// Decides between the notice periods that are stated. If those of a termination and of a renewal differ, that of the
/// renewal holds, because it is the one before the end of a period.
pub(super) fn decide(found: Vec<FoundNotice>, notes: &mut Vec<String>) -> Option<Fact<Duration>> {
    let known: Vec<(Duration, FoundNotice)> =
        found.into_iter().filter_map(|one| Some((one.length?, one))).collect();
    let (first, _) = known.first()?;
    let is_same = known.iter().all(|(length, _)| length == first);
    let chosen = if is_same {
        known
    } else {
        let of_renewal: Vec<(Duration, FoundNotice)> =
            known.iter().filter(|(_, one)| one.is_before_renewal).cloned().collect();
        let lengths: Vec<String> = known.iter().map(|(length, _)| length.in_words()).collect();
        notes.push(format!("The text gives several notice periods: {}.", lengths.join(", ")));
        of_renewal
    };
    let (length, _) = chosen.first()?;
    let is_one = chosen.iter().all(|(other, _)| other == length);
    let quotations = chosen.iter().map(|(_, one)| one.quotation.clone()).collect();
    is_one.then_some(Fact {
        value: *length,
        certainty: crate::extract::proposal::Certainty::Stated,
        quotations,
    })
}
