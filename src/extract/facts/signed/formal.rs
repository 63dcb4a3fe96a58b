//! The signing date of a formal text: `Signed at X on D`, the preamble, or the dates below the signatures.

use super::ties::{DateTie, SigningDate, days_note};
use crate::domain::Precision;
use crate::extract::facts::TextContext;
use crate::extract::facts::agreements::DraftSubject;
use crate::extract::facts::clauses::TokenReader;
use crate::extract::mentions::dates::DateMention;
use crate::extract::mentions::tokens::Token;
use crate::extract::text::BlockKind;

/// How many words the formula may have before its date.
const MAX_FORMULA_WORDS: usize = 45;

/// How many lines below the beginning of a signature its date may be.
const MAX_LINES_OF_SIGNATURE: usize = 8;

/// Returns the dates on which the text says that it was signed, the best first.
pub(super) fn signing_dates(
    context: &TextContext<'_>,
    notes: &mut Vec<String>,
) -> Vec<SigningDate> {
    let mut closing = Vec::new();
    let mut opening = Vec::new();
    let mut labelled = Vec::new();
    let mut labels = Labels::default();
    let mut signature = None;
    for index in 0..context.sentences.len() {
        let sentence = &context.sentences[index];
        let reader = context.tokens(index);
        if starts_signature(reader) {
            signature = Some(index);
        }
        if let Some(label) = explicit_label(reader) {
            labelled.extend(dated(context, reader, label, first_after(reader, label)));
        }
        // A short line below a signature may look like furniture of a page.
        if signature.is_some_and(|above| index - above <= MAX_LINES_OF_SIGNATURE)
            && is_label(reader)
        {
            labels.read(context, reader);
        }
        let is_furniture = sentence.sentence.kind == BlockKind::Furniture;
        if sentence.dates.is_empty() || is_furniture && closing_formula(reader).is_none() {
            continue;
        }
        if let Some(start) = closing_formula(reader) {
            closing.extend(dated(context, reader, start, last_date(reader, start)));
        } else if let Some(start) = opening_formula(reader) {
            opening.extend(dated(context, reader, start, first_date(reader, start)));
        }
    }
    if let Some(last) = closing.pop() {
        return vec![last];
    }
    if !opening.is_empty() {
        opening.truncate(1);
        return opening;
    }
    let below = labels.dates(notes);
    if !below.is_empty() {
        return below;
    }
    labelled.truncate(1);
    labelled
}

/// Returns the dates of lines such as `Date of signature: 3 May 2023` in a text that is not wholly formal.
pub(super) fn labelled_dates(
    context: &TextContext<'_>,
    subject: &DraftSubject,
) -> Vec<SigningDate> {
    let found = subject.scope.iter().find_map(|&index| {
        if context.sentences[index].dates.is_empty() {
            return None;
        }
        let reader = context.tokens(index);
        let label = explicit_label(reader)?;
        dated(context, reader, label, first_after(reader, label))
    });
    found.into_iter().collect()
}

/// Returns the index of the word that ends a label for the day of signing: `Date of signature:`, `Signed:`.
fn explicit_label(reader: &TokenReader<'_>) -> Option<usize> {
    const SIGNING_LABELS: [&str; 10] = [
        "date of signature",
        "date of signing",
        "date of the signing",
        "date of the signature",
        "signing date",
        "signature date",
        "date signed",
        "signed on",
        "signed",
        "date of conclusion",
    ];
    let start = (0..3).find(|index| reader.tokens.get(*index).is_some_and(Token::is_word))?;
    let label = SIGNING_LABELS.iter().find(|label| reader.is_phrase(start, label))?;
    let end = start + label.split(' ').count();
    let mention = reader.sentence.dates.first()?;
    let date = reader.tokens_of(&mention.range).start;
    let is_marked = reader.is(end, &[":", "-", "—"]);
    (is_marked && date <= end + 3 && reader.tokens.len() <= MAX_FORMULA_WORDS).then_some(start)
}

fn first_after<'r>(reader: &'r TokenReader<'_>, start: usize) -> Option<&'r DateMention> {
    let offset = reader.tokens.get(start)?.range.start;
    reader.sentence.dates.iter().find(|mention| mention.range.start >= offset)
}

/// Returns the dates of sentences such as `Done at Kampala on 9 May 2019` in a text that is not wholly formal.
pub(super) fn closing_dates(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<SigningDate> {
    let mut found = subject.scope.iter().filter_map(|&index| {
        let reader = context.tokens(index);
        let start = closing_formula(reader)?;
        let is_place = reader.is(start + 1, &["at", "in", "on", "this"]);
        let is_out = reader.sentence.sentence.kind == BlockKind::Furniture;
        if !is_place || is_out || reader.is(start, &["made", "given", "concluded"]) {
            return None;
        }
        dated(context, reader, start, last_date(reader, start))
    });
    found.next_back().into_iter().collect()
}

/// Returns the place of `signed`, `done` or `dated` at the beginning, or of `have signed` after `in witness whereof`.
fn closing_formula(reader: &TokenReader<'_>) -> Option<usize> {
    const FIRST_WORDS: [&str; 8] =
        ["signed", "done", "executed", "dated", "made", "given", "concluded", "thus"];
    let is_witness = reader.is_phrase(0, "in witness") || reader.is_phrase(0, "in faith");
    if is_witness {
        return (2..reader.tokens.len())
            .find(|index| reader.is(*index, &["signed", "executed", "affixed", "subscribed"]));
    }
    // A number before the formula: `1. Signed on …`
    let first = (0..3).find(|index| reader.tokens.get(*index).is_some_and(Token::is_word))?;
    // `Given the Treaty of 2011` and `Made in Oslo` are no formulas.
    let is_signing = reader.is(first, &["signed", "done", "executed", "dated"]);
    let is_followed = reader
        .is(first + 1, &["at", "in", "on", "this", "under", "here", "duplicate", ","])
        || is_signing && reader.is(first + 1, &["by", "and", "the", "for", "as", ":"])
        || is_signing
            && reader
                .tokens
                .get(first + 1)
                .is_some_and(|next| next.is_digits() || next.is_capitalised);
    (reader.is(first, &FIRST_WORDS) && is_followed).then_some(first)
}

/// Returns the place of `made` or `entered into` in the preamble.
fn opening_formula(reader: &TokenReader<'_>) -> Option<usize> {
    let has_between = reader.has_word(0..reader.tokens.len(), &["between", "among", "amongst"]);
    let verb = (0..reader.tokens.len().min(MAX_FORMULA_WORDS)).find(|index| {
        reader.is(*index, &["made", "entered", "executed", "concluded", "signed"])
            && !reader.is(index + 1, &["available", "up"])
            && !reader.is_phrase(index + 1, "into force")
    })?;
    let is_early = (0..verb).all(|index| {
        !reader.is(
            index,
            &["whereas", "recalling", "noting", "considering", "pursuant", "the agreement"],
        )
    });
    (has_between && is_early).then_some(verb)
}

/// Returns the date right behind the formula, or the last one: `Done at Oslo … on 3 May 2023`.
fn last_date<'r>(reader: &'r TokenReader<'_>, start: usize) -> Option<&'r DateMention> {
    let offset = reader.tokens.get(start)?.range.start;
    let direct = reader.sentence.dates.iter().find(|mention| {
        let date = reader.tokens_of(&mention.range).start;
        (start + 1..=start + 3).contains(&date)
    });
    if direct.is_some() {
        return direct;
    }
    reader.sentence.dates.iter().rfind(|mention| mention.range.start >= offset)
}

fn first_date<'r>(reader: &'r TokenReader<'_>, start: usize) -> Option<&'r DateMention> {
    let offset = reader.tokens.get(start)?.range.start;
    let mention = reader.sentence.dates.iter().find(|mention| mention.range.start >= offset)?;
    let date = reader.tokens_of(&mention.range).start;
    let before = date.checked_sub(1)?;
    let before = if reader.is(before, &["the"]) { before.checked_sub(1)? } else { before };
    let is_made = reader.is(before, &["on", "this", "dated", "of", "at", ","])
        && !reader.is_phrase(before.saturating_sub(1), "as of");
    (is_made && date - start <= MAX_FORMULA_WORDS).then_some(mention)
}

fn dated(
    context: &TextContext<'_>,
    reader: &TokenReader<'_>,
    start: usize,
    mention: Option<&DateMention>,
) -> Option<SigningDate> {
    let mention = mention?;
    let (date, certainty) = mention.resolve(context.published)?;
    let tokens = reader.tokens_of(&mention.range);
    let near = if tokens.end - start > 30 { tokens.start } else { start };
    (date.precision() >= Precision::Month).then(|| SigningDate {
        date,
        certainty,
        tie: DateTie::Clause,
        quotation: reader.range(near..tokens.end),
        mention: mention.clone(),
        distance: 0,
        is_behind: true,
    })
}

/// Returns true for the first line of a signature: `For the Government of …`, `Name:`.
fn starts_signature(reader: &TokenReader<'_>) -> bool {
    reader.tokens.len() <= 30
        && (reader.is(0, &["for", "signed", "signature", "name", "title", "by"])
            || reader.is_phrase(0, "on behalf"))
}

/// Returns true for a date below a signature: `Date: 3 May 2023`, `Date: ____`.
fn is_label(reader: &TokenReader<'_>) -> bool {
    // `Accra, 4 March 2022`
    if reader.tokens.len() <= 9
        && let [mention] = &reader.sentence.dates[..]
    {
        let date = reader.tokens_of(&mention.range);
        let is_place = (0..date.start).all(|index| {
            let token = &reader.tokens[index];
            token.is_capitalised || token.is_any(&[",", "in", "at", "on", "the"])
        });
        if is_place && date.start > 0 && date.end + 1 >= reader.tokens.len() {
            return true;
        }
    }
    let is_long =
        reader.is_phrase(0, "date of signature") || reader.is_phrase(0, "date of signing");
    let start = if is_long { 3 } else { 1 };
    let is_signed = reader.is(start, &[":", ".", "_", "-", "…"]) || start == reader.tokens.len();
    let is_date = reader
        .sentence
        .dates
        .first()
        .is_some_and(|mention| reader.tokens_of(&mention.range).start <= start + 1);
    reader.tokens.len() <= 40
        && (is_long || reader.is(0, &["date", "dated"]))
        && (is_signed || is_date)
}

/// The dates below the signatures.
#[derive(Default)]
struct Labels {
    dates: Vec<SigningDate>,
    has_empty: bool,
}

impl Labels {
    fn read(&mut self, context: &TextContext<'_>, reader: &TokenReader<'_>) {
        let mut is_empty = true;
        for mention in &reader.sentence.dates {
            let found =
                dated(context, reader, reader.tokens_of(&mention.range).start, Some(mention));
            is_empty &= found.is_none();
            self.dates.extend(found);
        }
        self.has_empty |= is_empty;
    }

    /// Returns the dates, the latest first: the agreement is signed when the last party signs. None if a date is
    /// still to be filled in, or if there is only one, because another party may not have signed yet.
    fn dates(self, notes: &mut Vec<String>) -> Vec<SigningDate> {
        if self.has_empty || self.dates.len() < 2 {
            return Vec::new();
        }
        let mut dates = self.dates;
        let is_one_day = dates.iter().all(|date| date.date == dates[0].date);
        if !is_one_day {
            notes.push(days_note(&dates));
        }
        dates.sort_by_key(|date| std::cmp::Reverse(date.date));
        let last = dates[0].date;
        dates.retain(|date| date.date == last);
        dates
    }
}
