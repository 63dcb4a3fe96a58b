//! Lists of bodies in a sentence and their part in it: `between A and B`, `A and B signed`, `signed by A, B and C`.

use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::bodies::{BodyKind, BodyMention, is_generic_body};
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::mentions::reading::Reading;
use crate::extract::sentences::WordKind;
use crate::extract::text::BlockKind;

/// The lists of words.
const WORD_LISTS: &str = include_str!("words/groups.txt");

/// Offices of persons.
static OFFICE_NOUNS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "office nouns"));

/// People who act for a body: `representatives of the port`.
static REPRESENTATIVE_NOUNS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "representative nouns"));

static LIST_SEPARATORS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "list separators"));

static CLAUSE_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "clause words"));

static APPOSITION_OPENERS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "apposition openers"));

static PLAIN_PREPOSITIONS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "plain prepositions"));

/// What a list of bodies does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupRole {
    /// `between A and B`.
    Between,
    /// It begins a clause: the subject of a verb after it.
    DraftSubject,
    /// `by A and B`.
    By,
    /// `with A`.
    With,
    /// `for A`, `on behalf of A`.
    For,
    /// `the rector of A`.
    Office,
    /// Anything else.
    Other,
}

/// Bodies that are named in one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Their numbers among the bodies of the sentence.
    pub bodies: Vec<usize>,
    /// The numbers of the words from the first to the last.
    pub words: Range<usize>,
    /// What it does in the sentence.
    pub role: GroupRole,
}

/// The most words of an apposition between two bodies of a list.
const MAX_APPOSITION_WORDS: usize = 40;

/// The most words before a list that may describe its first body: `with its Danish counterpart, the`.
const MAX_DESCRIPTION_WORDS: usize = 6;

/// Finds the lists of bodies in a sentence; a body in direct speech or in the title of a person belongs to none.
#[must_use]
pub fn groups(reading: &Reading<'_>, sentence: &ReadSentence) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, body) in sentence.bodies.iter().enumerate() {
        if sentence.sentence.is_in_speech(body.range.start) || is_of_person(sentence, body) {
            continue;
        }
        let words = reading.index_at(body.range.start)..reading.index_at(body.range.end);
        let is_alias = (1..=2).any(|back| {
            words.start > back
                && reading.lower(words.start - back) == "as"
                && reading.lower(words.start - back - 1) == "known"
        });
        let is_dated = words.start == 0
            && matches!(body.kind, BodyKind::State | BodyKind::Name)
            && reading.lower(words.end) == ","
            && sentence
                .dates
                .iter()
                .any(|date| reading.index_at(date.range.start) == words.end + 1);
        // `between A and B, Trend reports`
        let is_reporter = matches!(body.kind, BodyKind::Name | BodyKind::Organisation)
            && reading.lower(words.start.wrapping_sub(1)) == ","
            && reading
                .is_one_of(words.end, &["reports", "reported", "informs", "writes", "learned"]);
        if is_dated
            || is_reporter
            || is_dateline(reading, body, &words)
            || is_alias
            || is_office_holder(reading, body, &words)
        {
            continue;
        }
        if let Some(group) = groups.last_mut()
            && is_seat(reading, sentence, group, body, &words)
        {
            group.words.end = words.end;
            continue;
        }
        // `Sempra Infrastructure, a subsidiary of Sempra, and PGNiG`: a body inside an apposition.
        if let Some(group) = groups.last()
            && words.start < apposition_end(reading, group.words.end)
        {
            continue;
        }
        // `the Health Service, represented by the Institute of Hygiene, and B`: the body that is represented is meant.
        if let Some(group) = groups.last_mut()
            && is_representative(reading, group.words.end..words.start)
        {
            group.words.end = words.end;
            continue;
        }
        // `PEMEX subsidiaries PMI and PEP`: the subsidiaries are meant.
        if let Some(group) = groups.last_mut()
            && group.words.end + 1 == words.start
            && reading.is_one_of(
                group.words.end,
                &["subsidiary", "subsidiaries", "unit", "units", "arm", "affiliate", "affiliates"],
            )
        {
            group.bodies.pop();
            group.bodies.push(index);
            group.words.end = words.end;
            continue;
        }
        if let Some(group) = groups.last_mut()
            && !is_place_before(reading, group, words.start)
            && continues_list(reading, sentence, group.words.end..words.start)
        {
            group.bodies.push(index);
            group.words.end = words.end;
            continue;
        }
        // `On Friday 13 October A and B signed`
        let follows_date = sentence.dates.iter().any(|date| {
            let end = reading.index_at(date.range.end);
            end == words.start || end + 1 == words.start && reading.is_one_of(end, &[",", "the"])
        });
        let role = if follows_date { GroupRole::DraftSubject } else { role(reading, words.start) };
        groups.push(Group { bodies: vec![index], words, role });
    }
    groups
}

/// Returns true for the town behind a school or an institute: `the Coconut Research Institute, Kasara, and the Board`.
fn is_seat(
    reading: &Reading<'_>,
    sentence: &ReadSentence,
    group: &Group,
    body: &BodyMention,
    words: &Range<usize>,
) -> bool {
    const SEATED_KINDS: [&str; 10] = [
        "institute",
        "university",
        "college",
        "school",
        "hospital",
        "centre",
        "center",
        "directorate",
        "laboratory",
        "station",
    ];
    let Some(before) = group.bodies.last().map(|&last| &sentence.bodies[last]) else {
        return false;
    };
    let name = reading.text[before.name.clone()].to_lowercase();
    let written = &reading.text[body.name.clone()];
    let is_town = body.short.is_none()
        && words.len() == 1
        && matches!(body.kind, BodyKind::Name | BodyKind::State)
        && !written.chars().skip(1).any(char::is_uppercase)
        && reading.text.matches(written).count() == 1;
    let is_behind = reading.lower(group.words.end) == "," && group.words.end + 1 == words.start;
    let goes_on = reading.is_one_of(words.end, &[",", "and", "&"]);
    is_behind
        && goes_on
        && is_town
        && name.split_whitespace().any(|word| SEATED_KINDS.contains(&word))
}

/// Returns true for the place in `At Hill House, A and B signed`, which is no part of the list after it.
fn is_place_before(reading: &Reading<'_>, group: &Group, next: usize) -> bool {
    let before = group.words.start.wrapping_sub(1);
    let before = if reading.lower(before) == "the" { before.wrapping_sub(1) } else { before };
    let is_comma = |index: usize| reading.is_one_of(index, &[",", "the"]);
    group.bodies.len() == 1
        && reading.is_one_of(before, &["at", "in", "inside"])
        && reading.lower(group.words.end) == ","
        && (group.words.end..next).all(is_comma)
}

/// Returns true for `, represented by the` between two bodies.
fn is_representative(reading: &Reading<'_>, gap: Range<usize>) -> bool {
    let first = gap.start
        + usize::from(reading.is_one_of(gap.start, &[",", "(", "-", "–"]))
        + usize::from(reading.is_one_of(gap.start + 1, &["as"]));
    let is_by = reading.is_one_of(first + 1, &["by", "as", "through", "via"]);
    let last = first + 2 + usize::from(reading.is_one_of(first + 2, &["the", "its"]));
    reading.lower(first) == "represented" && is_by && last == gap.end
}

/// Returns the number after an apposition that describes the body before it: `, a subsidiary of Sempra,`; that of its
/// first word if there is none.
fn apposition_end(reading: &Reading<'_>, start: usize) -> usize {
    let opens = reading.lower(start) == ","
        && (reading.is_one_of(
            start + 1,
            &["a", "an", "one", "part", "owned", "formerly", "based", "located", "headquartered"],
        ) || reading
            .is_one_of(start + 2, &["subsidiary", "member", "unit", "part", "division"])
            && reading.is_one_of(start + 1, &["the", "wholly-owned", "its"]));
    if !opens {
        return start;
    }
    let mut depth = 0_i32;
    for index in start + 1..start + MAX_APPOSITION_WORDS {
        match reading.lower(index) {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," | ";" | "." | "" if depth == 0 => return index,
            lower if depth == 0 && CLAUSE_WORDS.contains(lower) && lower.starts_with("sign") => {
                return start;
            }
            _ => {}
        }
    }
    start
}

/// Returns true for the place of a dateline: `GENEVA – The …`, `New Delhi, Apr 7 (IANS) The …`.
fn is_dateline(reading: &Reading<'_>, body: &BodyMention, words: &Range<usize>) -> bool {
    let is_name = matches!(body.kind, BodyKind::State | BodyKind::Name);
    let next = reading.lower(words.end);
    let after = words.end + 1;
    let is_dash = matches!(next, "–" | "—" | "-" | ":" | "(" | "/");
    let begins_sentence = next == ","
        && (matches!(reading.word(after), "The" | "(")
            || matches!(reading.kind(after + 1), Some(WordKind::Number))
                && reading.kind(after) == Some(WordKind::Word));
    is_name && words.start == 0 && (is_dash || begins_sentence)
}

/// Returns true for a name beside an office: `rector Jane Doe`, `Jane Doe, head of the agency`.
fn is_office_holder(reading: &Reading<'_>, body: &BodyMention, words: &Range<usize>) -> bool {
    let after = reading.lower(words.end) == ","
        && (words.end + 1..words.end + 5).any(|index| OFFICE_NOUNS.contains(reading.lower(index)));
    let before = words.start > 0 && OFFICE_NOUNS.contains(reading.lower(words.start - 1));
    // `the Chief Justice of India, D Y Chandrachud`
    let comma = words.start > 1 && reading.lower(words.start - 1) == ",";
    let after_office = comma
        && (0..words.start - 1)
            .rev()
            .take(8)
            .take_while(|&index| reading.lower(index) != ",")
            .any(|index| OFFICE_NOUNS.contains(reading.lower(index)));
    let has_initial = words.clone().any(|index| {
        let word = reading.word(index).trim_end_matches('.');
        word.chars().count() == 1 && word.chars().all(char::is_uppercase)
    });
    let before = before || after_office || has_initial;
    body.kind == BodyKind::Name && body.short.is_none() && (after || before)
}

/// Returns true if the body belongs to the office of a person.
fn is_of_person(sentence: &ReadSentence, body: &BodyMention) -> bool {
    sentence
        .people
        .iter()
        .any(|person| person.range.contains(&body.range.start) && body.name.end <= person.range.end)
}

/// Returns true if the words between two bodies make one list of them.
fn continues_list(reading: &Reading<'_>, sentence: &ReadSentence, gap: Range<usize>) -> bool {
    if gap.is_empty() || gap.len() > MAX_APPOSITION_WORDS + 2 {
        return false;
    }
    // `Lima University – Nairobi University: student exchange`
    let is_pair = sentence.sentence.kind == BlockKind::Item
        && gap.len() == 1
        && reading.is_one_of(gap.start, &["–", "—", "-"]);
    if is_pair {
        return true;
    }
    let has_separator =
        gap.clone().any(|index| reading.is_one_of(index, &[",", "and", "&", ";", "with", "/"]));
    let is_plain = gap.clone().all(|index| LIST_SEPARATORS.contains(reading.lower(index)));
    // `nine states (A, B and C) and four agencies (D and E)`
    let opens = reading.lower(gap.end.saturating_sub(1)) == "("
        || reading.lower(gap.end.saturating_sub(2)) == "(";
    if reading.lower(gap.start) == ")"
        && opens
        && gap.len() <= 8
        && has_separator
        && !has_clause(reading, &gap)
    {
        return true;
    }
    if has_separator && is_plain {
        // `of` and `with` only inside `on one side` and `together with`.
        let has_of = gap.clone().any(|index| reading.lower(index) == "of");
        let is_with = gap.clone().any(|index| reading.lower(index) == "with");
        let is_joint =
            gap.clone().any(|index| reading.is_one_of(index, &["together", "along", "jointly"]));
        return !has_of && (!is_with || is_joint);
    }
    has_separator && (is_description(reading, &gap) || is_apposition(reading, sentence, &gap))
}

/// Returns true if `and` is followed by a description of the next body: `and the Swedish maker of steel`.
fn is_description(reading: &Reading<'_>, gap: &Range<usize>) -> bool {
    let first = reading.is_one_of(gap.start, &[",", "and", "&"]);
    let last = reading.lower(gap.end - 1);
    let is_counterpart =
        gap.clone().any(|index| reading.is_one_of(index, &["counterpart", "counterparts"]));
    let is_generic = is_generic_body(last) || last.ends_with("-based") || is_counterpart;
    first && gap.len() <= 7 && is_generic && !has_clause(reading, gap)
}

/// Returns true if there is a verb or a preposition of a new phrase among the words.
fn has_clause(reading: &Reading<'_>, words: &Range<usize>) -> bool {
    words.clone().any(|index| CLAUSE_WORDS.contains(reading.lower(index)))
}

/// Returns true if a description between commas separates two bodies: `A, a maker of steel, and B`.
fn is_apposition(reading: &Reading<'_>, sentence: &ReadSentence, gap: &Range<usize>) -> bool {
    let opens = reading.is_one_of(gap.start, &[",", "(", "–", "-"]);
    let opener = reading.lower(gap.start + 1);
    let mut end = gap.end;
    while end > gap.start
        && reading.is_one_of(end - 1, &["the", "its", "both", "as", "well", "also"])
    {
        end -= 1;
    }
    let ends_with_and = end > gap.start && reading.is_one_of(end - 1, &["and", "&", ";"]);
    let before_and = end.saturating_sub(2);
    let closes = reading.is_one_of(before_and, &[",", ")", "–", "-"])
        || reading.lower(end.saturating_sub(1)) == ";";
    // `PUB, Singapore’s water agency, and`
    let is_owned = (gap.start + 2..gap.start + 5)
        .any(|index| reading.kind(index) == Some(WordKind::Possessive));
    let is_aside = APPOSITION_OPENERS.contains(opener)
        || is_owned
        || reading.lower(gap.start) == "("
        || represents(reading, sentence, gap);
    let has_signing = gap.clone().any(|index| {
        reading.lower(index).starts_with("sign")
            && !reading.is_one_of(index, &["signatory", "significant"])
    });
    opens && is_aside && ends_with_and && closes && !has_signing
}

/// Returns true if a person follows who represents the body: `A, represented by its rector Jane Doe, and B`.
fn represents(reading: &Reading<'_>, sentence: &ReadSentence, gap: &Range<usize>) -> bool {
    let range = reading.range(gap.clone());
    let next = sentence.people.partition_point(|person| person.range.start < range.start);
    sentence.people.get(next).is_some_and(|person| range.contains(&person.range.start))
}

/// Returns what a list that starts at a word does in the sentence.
fn role(reading: &Reading<'_>, start: usize) -> GroupRole {
    let mut index = start;
    let mut described = 0;
    for _ in 0..MAX_DESCRIPTION_WORDS {
        let Some(before) = index.checked_sub(1) else { return GroupRole::DraftSubject };
        match reading.lower(before) {
            "of" | "from"
                if REPRESENTATIVE_NOUNS.contains(reading.lower(before.wrapping_sub(1))) =>
            {
                index = before - 1;
            }
            "of" if is_after_office(reading, before) => return GroupRole::Office,
            "(" if reading.lower(before.wrapping_sub(1)).ends_with('s')
                || reading.lower(before.wrapping_sub(1)).ends_with("ies") =>
            {
                index = before;
            }
            "between" | "among" | "amongst" => return GroupRole::Between,
            "with" => return GroupRole::With,
            "by" => return GroupRole::By,
            "for" | "behalf" => return GroupRole::For,
            "of" if reading.lower(before.wrapping_sub(1)) == "behalf" => return GroupRole::For,
            "the" | "its" | "their" | "both" | "a" | "an" | "our" | "counterpart"
            | "counterparts" | "partner" | "partners" | "\"" | "“" | ":" | "either" => {
                index = before;
            }
            "," if reading.is_one_of(
                before.wrapping_sub(1),
                &["counterpart", "partner", "subsidiary", "affiliate", "parent", "unit", "arm"],
            ) =>
            {
                index = before;
            }
            // `with major energy companies — A, B and C`
            "–" | "—" | "-" | "(" if introduced(reading, before).is_some() => {
                return introduced(reading, before).unwrap_or(GroupRole::Other);
            }
            "that" | "when" | "as" | "while" | "whereby" | "which" | "where" | "today"
            | "yesterday" | "and" | "since" | "because" | "–" | "—" | "-" | "," | ";" | ")"
            | "•" => return GroupRole::DraftSubject,
            _ => {
                let is_description = reading.kind(before) == Some(WordKind::Word)
                    && index < start
                    && (reading.lower(before).ends_with("-based") || reading.has_capital(before));
                let is_adjective = index == start && is_descriptive(reading, before);
                let is_noun =
                    matches!(reading.kind(before), Some(WordKind::Word | WordKind::Number))
                        && !reading.has_capital(before)
                        && !PLAIN_PREPOSITIONS.contains(reading.lower(before));
                if !is_description && !is_adjective {
                    described += 1;
                    if !is_noun || described > 3 {
                        return GroupRole::Other;
                    }
                }
                index = before;
            }
        }
    }
    GroupRole::Other
}

/// Returns what a list does whose bodies a plural noun before a dash describes.
fn introduced(reading: &Reading<'_>, dash: usize) -> Option<GroupRole> {
    let is_described =
        |&index: &usize| reading.kind(index) == Some(WordKind::Word) && !reading.has_capital(index);
    let mut words =
        (dash.saturating_sub(MAX_DESCRIPTION_WORDS)..dash).rev().take_while(is_described);
    let is_plural = words.next().is_some_and(|noun| reading.lower(noun).ends_with('s'));
    let preposition = words.find(|&index| reading.is_one_of(index, &["with", "between", "among"]));
    let preposition = preposition.filter(|_| is_plural)?;
    let is_with = reading.lower(preposition) == "with";
    Some(if is_with { GroupRole::With } else { GroupRole::Between })
}

/// Returns true if an office precedes `of`: `the rector of`, `Minister of Health of`, `Ministers Jane Doe of`.
fn is_after_office(reading: &Reading<'_>, of: usize) -> bool {
    let is_office = |index: usize| {
        let lower = reading.lower(index);
        OFFICE_NOUNS.contains(lower) || REPRESENTATIVE_NOUNS.contains(lower)
    };
    let words = (of.saturating_sub(6)..of).rev();
    let mut words = words.take_while(|&index| {
        reading.has_capital(index) || reading.lower(index) == "of" || is_office(index)
    });
    words.any(is_office)
}

/// Returns true for an adjective or noun that describes the body after it: `state-owned`, `company`.
fn is_descriptive(reading: &Reading<'_>, index: usize) -> bool {
    let lower = reading.lower(index);
    lower.ends_with("-based")
        || lower.ends_with("-owned")
        || lower.ends_with("-led")
        || is_generic_body(lower)
        || matches!(
            lower,
            "energy" | "space" | "research" | "technology" | "national" | "new" | "neighbouring"
        )
}
