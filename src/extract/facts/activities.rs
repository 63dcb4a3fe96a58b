//! What was done or is planned under an agreement.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::LazyLock;

use super::clauses::TokenReader;
use super::{TextContext, agreements::DraftSubject, terms::StatedTerms};
use crate::domain::{Activity, Date, Progress};
use crate::exchange::import::cell::words_by_meaning;
use crate::extract::mentions::dates::WrittenForm;
use crate::extract::proposal::{AttributedActivity, Fact};
use crate::extract::text::BlockKind;

/// The longest title of an activity, in bytes.
const MAX_TITLE: usize = 160;

/// The words of the data file, by meaning.
static ACTIVITY_WORDS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    let lines = words_by_meaning(include_str!("words/activities.txt"));
    for (meaning, word) in lines.filter(|(meaning, _)| !meaning.starts_with('#')) {
        words.entry(word).or_default().push(meaning);
    }
    words
});

fn means(word: &str, meaning: &str) -> bool {
    ACTIVITY_WORDS.get(word).is_some_and(|meanings| meanings.contains(&meaning))
}

/// What the sentences before say about those that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// A list of activities follows; planned if its introduction says so.
    List { of_predecessor: bool, is_planned: bool, block: usize },
    /// The paragraph says what was done since an agreement.
    Story { of_predecessor: bool, block: usize },
}

/// Returns what the text says was done or is planned under the agreement or its predecessor.
#[must_use]
pub fn activities(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    terms: &StatedTerms,
) -> Vec<Fact<AttributedActivity>> {
    let mut reader = ActivityReader { context, terms, setting: None, found: Vec::new() };
    for &index in &subject.scope {
        reader.read(index, subject.sentence);
    }
    reader.found
}

struct ActivityReader<'r, 'a> {
    context: &'r TextContext<'a>,
    terms: &'r StatedTerms,
    setting: Option<Setting>,
    found: Vec<Fact<AttributedActivity>>,
}

impl ActivityReader<'_, '_> {
    fn read(&mut self, index: usize, main: usize) {
        let sentence = &self.context.sentences[index].sentence;
        match sentence.kind {
            BlockKind::Item => {
                let is_first = index == 0
                    || self.context.sentences[index - 1].sentence.block != sentence.block;
                if is_first && !sentence.is_speech() {
                    self.item(index);
                }
                return;
            }
            BlockKind::Paragraph if !sentence.is_speech() => {}
            BlockKind::Heading => {
                self.setting = None;
                return;
            }
            _ => return,
        }
        let reader = self.context.tokens(index);
        let is_of_other = is_since_other(self.context, reader, index);
        if introduces_list(reader, is_of_other) {
            let is_planned = reader.has_word(
                0..reader.tokens.len(),
                &["plan", "plans", "planned", "will", "outlines", "sets", "foresees", "envisages"],
            );
            self.setting = Some(Setting::List {
                of_predecessor: is_of_other,
                is_planned: is_planned && !is_of_other,
                block: sentence.block,
            });
            return;
        }
        if reader.is(0, &["since"]) && status(reader) == Some(Progress::Done) {
            self.setting =
                Some(Setting::Story { of_predecessor: is_of_other, block: sentence.block });
            self.add(reader, Progress::Done, is_of_other);
            return;
        }
        match self.setting {
            Some(Setting::Story { of_predecessor, block }) if block == sentence.block => {
                if let Some(status) = status(reader).filter(|_| has_activity(reader)) {
                    self.add(reader, status, of_predecessor);
                }
            }
            Some(Setting::List { block, .. }) if block == sentence.block => {}
            _ => {
                self.setting = None;
                if index != main && is_under_agreement(reader) && has_activity(reader) {
                    self.under(reader);
                }
            }
        }
    }

    /// Reads an item of a list that a sentence on activities introduces.
    fn item(&mut self, index: usize) {
        let Some(Setting::List { of_predecessor, is_planned, .. }) = self.setting else { return };
        let reader = self.context.tokens(index);
        let status = if is_planned { Some(Progress::Planned) } else { status(reader) };
        if let Some(status) = status {
            self.add(reader, status, of_predecessor);
        }
    }

    /// Reads a sentence that says what is done under the agreement. What is planned needs a date: without one it is
    /// rather an area of cooperation.
    fn under(&mut self, reader: &TokenReader<'_>) {
        let Some(status) = status(reader) else { return };
        if status != Progress::Planned || self.dates(reader).0.is_some() {
            self.add(reader, status, false);
        }
    }

    /// Returns the first day of an activity, and its last if it takes several.
    fn dates(&self, reader: &TokenReader<'_>) -> (Option<Date>, Option<Date>) {
        let own = reader.sentence.dates.iter().find(|mention| {
            let before = reader.tokens_of(&mention.range).start;
            let is_since = (before.saturating_sub(2)..before)
                .any(|index| reader.is(index, &["since", "by", "of", "until", "after", "before"]));
            !is_since
        });
        let Some(mention) = own else { return (None, None) };
        if let WrittenForm::Span(first, last) = mention.written {
            return (Some(first), Some(last));
        }
        (mention.resolve(self.context.published).map(|(date, _)| date), None)
    }

    fn add(&mut self, reader: &TokenReader<'_>, status: Progress, is_of_predecessor: bool) {
        let range = reader.sentence.sentence.range.clone();
        let Some(title) = title(self.context, reader) else { return };
        let Some(n) = u32::try_from(self.found.len() + 1).ok().and_then(NonZeroU32::new) else {
            return;
        };
        let mut activity = Activity::new(n, title);
        activity.status = Some(status);
        activity.kind = kind(reader).map(Into::into);
        let (first, last) = self.dates(reader);
        if last.is_some() {
            (activity.from, activity.until) = (first, last);
        } else if first.is_some() {
            activity.on = first;
        } else if status == Progress::Planned {
            // The work of an agreement for some years takes place in these years.
            let effective = self.terms.effective.as_ref().and_then(|fact| fact.value.date());
            let end = self.terms.end.as_ref().map(|fact| fact.value);
            if let (Some(effective), Some(end)) = (effective, end) {
                (activity.from, activity.until) = (Some(effective), Some(end));
            }
        } else {
            activity.known_by = self.context.published.and_then(Date::from_day);
        }
        self.found.push(Fact::stated(AttributedActivity { activity, is_of_predecessor }, range));
    }
}

/// Returns true if the sentence counts from another agreement: `Since the first MoU in 2019`, `Since then` after a
/// sentence that names one.
fn is_since_other(context: &TextContext<'_>, reader: &TokenReader<'_>, index: usize) -> bool {
    let names_other = |index: usize| {
        context.sentences[index].instruments.iter().any(|instrument| instrument.is_other)
    };
    reader.is(0, &["since", "under"])
        && (names_other(index) || (reader.is(1, &["then"]) && index > 0 && names_other(index - 1)))
}

/// Returns true if a list of activities follows the sentence.
fn introduces_list(reader: &TokenReader<'_>, is_since_other: bool) -> bool {
    let count = reader.tokens.len();
    let names_activities = (0..count).any(|index| means(reader.word(index), "list"));
    let is_joint = reader.has_word(0..count, &["joint", "plan", "plans", "planned", "following"]);
    names_activities
        && (is_since_other
            || (is_joint && reader.sentence.instruments.iter().any(|one| !one.is_other)))
}

fn has_activity(reader: &TokenReader<'_>) -> bool {
    (0..reader.tokens.len()).any(|index| is_activity(reader.word(index)))
}

fn is_activity(word: &str) -> bool {
    means(word, "activity") || Activity::USUAL_KINDS.iter().any(|kind| means(word, kind))
}

fn kind(reader: &TokenReader<'_>) -> Option<&'static str> {
    if (0..reader.tokens.len()).any(|index| reader.is_phrase(index, "working group")) {
        return Some("working-group");
    }
    (0..reader.tokens.len()).find_map(|index| {
        Activity::USUAL_KINDS.iter().find(|kind| means(reader.word(index), kind)).copied()
    })
}

/// Returns true if the sentence says that something is done under the agreement.
fn is_under_agreement(reader: &TokenReader<'_>) -> bool {
    reader.sentence.instruments.iter().any(|instrument| {
        let start = reader.tokens_of(&instrument.range).start;
        let before = start.saturating_sub(4)..start;
        !instrument.is_other
            && (reader.has_word(before.clone(), &["under", "within"])
                || (reader.has_word(before.clone(), &["framework", "part", "implementation"])
                    && reader.has_word(before, &["of"])))
    })
}

/// Returns the status that the verb of a sentence gives; `None` if no verb says it.
fn status(reader: &TokenReader<'_>) -> Option<Progress> {
    let count = reader.tokens.len();
    for index in 0..count {
        let word = reader.word(index);
        if reader.is(index, &["will", "shall"])
            || (reader.is(index, &["plan", "plans", "intend", "intends"])
                && reader.is(index + 1, &["to"]))
            || (word == "to" && reader.is(index + 1, &["be"]))
        {
            let is_event = (index + 1..index + 5).any(|verb| means(reader.word(verb), "planned"));
            return is_event.then_some(Progress::Planned);
        }
        if reader.is(index, &["have", "has"]) {
            let verb = (index + 1..index + 4).find(|verb| {
                means(reader.word(*verb), "done") || means(reader.word(*verb), "ongoing")
            })?;
            let is_ongoing =
                means(reader.word(verb), "ongoing") || reader.is(verb + 1, &["working"]);
            return Some(if is_ongoing { Progress::Ongoing } else { Progress::Done });
        }
        if reader.is(index, &["are", "is"]) {
            let is_ongoing = (index + 1..index + 3).any(|verb| {
                reader.is(verb, &["working", "ongoing", "underway", "running", "continuing"])
            });
            return is_ongoing.then_some(Progress::Ongoing);
        }
        if means(word, "done") && index > 0 {
            return Some(Progress::Done);
        }
        if reader.is(index, &["started", "began", "continues", "continue"]) && index > 0 {
            return Some(Progress::Ongoing);
        }
    }
    None
}

/// Returns the title: the sentence without its date or `under the MoU` at the beginning, up to the first comma.
fn title(context: &TextContext<'_>, reader: &TokenReader<'_>) -> Option<String> {
    let count = reader.tokens.len();
    let mut start = 0;
    while reader.is(start, &["(", ")", ".", "-", "•", "*"])
        || reader
            .tokens
            .get(start)
            .is_some_and(|token| token.is_digits() && reader.is(start + 1, &[".", ")"]))
    {
        start += 1;
    }
    let introduces = reader.is(start, &["in", "on", "since", "under", "within", "as", "during"]);
    if introduces
        && let Some(comma) = (start..count.min(start + 12)).find(|at| reader.is(*at, &[","]))
    {
        start = comma + 1;
    } else if introduces
        && let Some(date) = reader.sentence.dates.first().map(|date| reader.tokens_of(&date.range))
        && date.start == start + 1
    {
        start = date.end;
    }
    let first = start;
    let end = (first..count)
        .find(|at| {
            reader.is(*at, &[",", ";"]) && *at > first + 3
                || (*at + 1 == count && reader.is(*at, &["."]))
        })
        .unwrap_or(count);
    if end <= first {
        return None;
    }
    let text = &context.source.text[reader.range(first..end)];
    let mut title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.len() > MAX_TITLE {
        let is_whole = |at: &usize| title.is_char_boundary(*at);
        let cut = (0..=MAX_TITLE).rev().find(is_whole).unwrap_or_default();
        let space = title[..cut].rfind(' ').unwrap_or(cut);
        title.truncate(space);
        title.push('…');
    }
    let mut letters = title.chars();
    let initial = letters.next()?;
    Some(initial.to_uppercase().chain(letters).collect())
}
