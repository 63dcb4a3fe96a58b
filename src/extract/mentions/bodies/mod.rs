//! Organisations, states and governments.

mod names;
mod shorts;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::lists::{WordList, word_list};
use super::nations::{NationKind, NationMention, nations};
use super::people::PersonMention;
use super::reading::Reading;
use crate::domain::usual_country_name;
use crate::extract::sentences::{Sentence, WordKind, is_upper_case};
use names::{Name, Names};
use shorts::Bracket;

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// A ministry, an agency, a university, a company, an association, …
    Organisation,
    /// A state, a region or a city that is named alone.
    State,
    /// The government of one.
    Government,
    /// A name without a word that says what it is: a company, but also a programme or an event. It is a body only if
    /// its position in the sentence says so.
    Name,
}

/// A body that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyMention {
    /// The whole mention, with its short name and country.
    pub range: Range<usize>,
    /// Its name.
    pub name: Range<usize>,
    /// Its name, if the text does not have it in one piece: `University of Bergen` for the second of `the
    /// Universities of Oslo and Bergen`.
    pub composed_name: Option<String>,
    /// Its short name, from brackets.
    pub short: Option<Range<usize>>,
    /// Its country (ISO 3166-1 alpha-2), with the words that say so.
    pub country: Option<(&'static str, Range<usize>)>,
    /// True if the country stands in the name itself.
    pub is_country_in_name: bool,
    /// What it is.
    pub kind: BodyKind,
}

impl BodyMention {
    /// Returns the name as it is written, on one line.
    #[must_use]
    pub fn name_in(&self, text: &str) -> String {
        let written = || text[self.name.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        self.composed_name.clone().unwrap_or_else(written)
    }
}

/// Nouns between the adjective of a country and a name: `the Danish energy company Ørsted`.
static GENERIC_BODIES: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("../words/generic_bodies.txt")));

/// The most words between a country and the name that it belongs to.
const MAX_WORDS_BETWEEN: usize = 4;

/// Finds the bodies that a sentence names; what is part of a person's title is not one.
#[must_use]
pub fn bodies(text: &str, sentence: &Sentence, people: &[PersonMention]) -> Vec<BodyMention> {
    let reading = Reading::new(text, sentence);
    let nations = nations(text, sentence.range.clone());
    let finder = Finder::new(&reading, &nations, people);
    let mut found: Vec<BodyMention> = Vec::new();
    let mut index = 0;
    while index < reading.words.len() {
        let (mentions, next) = finder.mentions(index);
        found.extend(mentions);
        index = next.max(index + 1);
    }
    join_parents(&reading, &mut found);
    found
}

/// Returns true for a noun, in small letters, that says what a body is without being its name: `company`.
#[must_use]
pub fn is_generic_body(noun: &str) -> bool {
    GENERIC_BODIES.contains(noun)
}

/// Joins a unit with the body that it is part of: `the Foreign Service Institute, Ministry of Foreign Affairs`.
fn join_parents(reading: &Reading<'_>, bodies: &mut Vec<BodyMention>) {
    let mut index = 0;
    while index + 1 < bodies.len() {
        let parent = bodies[index + 1].clone();
        let unit = &mut bodies[index];
        if is_unit_of(reading, unit, &parent) {
            let words = || reading.text[unit.name.clone()].split_whitespace();
            let has_own_name = words().any(|word| {
                matches!(
                    word,
                    "Institute" | "Academy" | "Agency" | "College" | "University" | "Hospital"
                )
            });
            if !has_own_name && unit.name.end == unit.range.end {
                unit.name.end = parent.name.end;
            }
            unit.range.end = parent.range.end;
            unit.country = unit.country.take().or(parent.country);
            bodies.remove(index + 1);
        } else {
            index += 1;
        }
    }
}

/// Returns true if a comma alone separates a unit from the body that it is part of.
fn is_unit_of(reading: &Reading<'_>, unit: &BodyMention, parent: &BodyMention) -> bool {
    const PARENTS: [&str; 6] =
        ["university", "ministry", "college", "government", "polytechnic", "universiti"];
    const VERBS: [&str; 14] = [
        "sign", "signs", "signed", "have", "has", "ink", "inked", "inks", "will", "to", "and", "&",
        ",", "announce",
    ];
    let start = reading.index_at(unit.range.start);
    let (end, next) = (reading.index_at(unit.range.end), reading.index_at(parent.range.start));
    if reading.lower(end) != "," || next != end + 1 || unit.kind != BodyKind::Organisation {
        return false;
    }
    let name = reading.text[parent.name.clone()].to_lowercase();
    let is_parent = PARENTS.iter().any(|noun| name.split_whitespace().any(|word| word == *noun));
    let article = reading.lower(start.wrapping_sub(1)) == "the";
    let before = start.wrapping_sub(1 + usize::from(article));
    let after = reading.index_at(parent.range.end);
    // The last item of a list, or the only one, is followed by no other one.
    let ends_list = reading.is_one_of(before, &["and", "with", "by", "between"])
        && !VERBS.contains(&reading.lower(after));
    is_parent && parent.kind == BodyKind::Organisation && (article || ends_list)
}

/// Finds bodies in one sentence.
struct Finder<'a> {
    reading: &'a Reading<'a>,
    names: Names<'a>,
}

impl<'a> Finder<'a> {
    fn new(
        reading: &'a Reading<'a>,
        nations: &'a [NationMention],
        people: &[PersonMention],
    ) -> Self {
        let mut is_person = vec![false; reading.words.len()];
        for person in people {
            for index in reading.index_at(person.range.start)..reading.index_at(person.range.end) {
                let start = reading.words[index].range.start;
                let is_body = person.body.as_ref().is_some_and(|body| body.contains(&start));
                is_person[index] = !is_body;
            }
        }
        let places: HashMap<usize, (usize, &NationMention)> = nations
            .iter()
            .filter_map(|nation| {
                let start = reading.index_at(nation.range.start);
                let end = reading.index_at(nation.range.end);
                let is_word = reading.words.get(start).is_some_and(|word| {
                    word.range.start == nation.range.start
                        && reading.words[end - 1].range.end.abs_diff(nation.range.end) <= 1
                });
                (is_word && is_person.get(start) != Some(&true)).then_some((start, (end, nation)))
            })
            .collect();
        Self { reading, names: Names { reading, nations: places, is_person } }
    }

    /// Returns the bodies that a name starting at a word names, and the number of the next word to look at.
    fn mentions(&self, start: usize) -> (Vec<BodyMention>, usize) {
        let Some(name) = self.names.name(start) else {
            return self.plain(start).unwrap_or((Vec::new(), start + 1));
        };
        let end = name.words.end;
        if let Some((bodies, end)) = self.governments(start).or_else(|| self.several(&name)) {
            return (bodies, end);
        }
        if self.names.nation_end(start) == Some(end) {
            return (self.state(start, end).into_iter().collect(), end);
        }
        // A short name in brackets that no name before it has taken belongs to something else.
        let is_in_brackets =
            start > 0 && self.reading.lower(start - 1) == "(" && self.reading.lower(end) == ")";
        if is_in_brackets {
            return (Vec::new(), end);
        }
        self.body(name).map_or((Vec::new(), end), |(body, end)| (vec![body], end))
    }

    /// Returns the state, region or city that is named alone.
    fn state(&self, start: usize, end: usize) -> Option<BodyMention> {
        let nation = self.nation(start)?;
        let is_owner = self.reading.is_one_of(end, &["'s", "'"]);
        let range = self.reading.range(start..end);
        (nation.kind != NationKind::Adjective && !is_owner).then(|| BodyMention {
            range: range.clone(),
            name: range.clone(),
            composed_name: None,
            short: None,
            // The states of a federation are parties without a country.
            country: (nation.kind != NationKind::Region).then_some((nation.country, range)),
            is_country_in_name: true,
            kind: BodyKind::State,
        })
    }

    fn nation(&self, start: usize) -> Option<&NationMention> {
        self.names.nations.get(&start).map(|(_, nation)| *nation)
    }

    /// Returns the governments that adjectives name: `the Kenyan and Rwandan governments`.
    fn governments(&self, start: usize) -> Option<(Vec<BodyMention>, usize)> {
        let mut owners = Vec::new();
        let mut index = start;
        loop {
            let end = self.names.nation_end(index)?;
            owners.push(index);
            index = if self.reading.is_one_of(end, &["'s", "'"]) { end + 1 } else { end };
            let joined = self.reading.is_one_of(index, &["and", ",", "&"]);
            if !joined {
                break;
            }
            index += 1 + usize::from(self.reading.lower(index + 1) == "and");
            index += usize::from(self.reading.lower(index) == "the");
        }
        let is_government = self.reading.is_one_of(index, &["government", "governments"]);
        let is_one = owners.len() == 1;
        let is_written_as_name = is_one
            && self.reading.has_capital(index)
            && self.nation(start)?.kind != NationKind::Adjective;
        if !is_government || is_written_as_name {
            return None;
        }
        let last = self.reading.range(index..index + 1);
        let government = |&owner: &usize| {
            let nation = self.nation(owner)?;
            let range = nation.range.start..if is_one { last.end } else { nation.range.end };
            let name = match nation.kind {
                NationKind::Adjective => usual_country_name(nation.country)?.to_owned(),
                _ => self.reading.text[nation.range.clone()].to_owned(),
            };
            Some(BodyMention {
                name: range.clone(),
                range,
                composed_name: Some(format!("Government of {name}")),
                short: None,
                country: Some((nation.country, nation.range.clone())),
                is_country_in_name: true,
                kind: BodyKind::Government,
            })
        };
        Some((owners.iter().filter_map(government).collect(), index + 1))
    }

    /// Returns the bodies of a plural: `the Universities of Oslo and Bergen`.
    fn several(&self, name: &Name) -> Option<(Vec<BodyMention>, usize)> {
        let plural = name.words.clone().find(|&index| self.names.plural_kind(index).is_some())?;
        let one = self.names.plural_kind(plural)?;
        if self.reading.lower(plural + 1) != "of" {
            return None;
        }
        let before = self.reading.range(name.words.start..plural);
        let prefix = if plural == name.words.start { "" } else { &self.reading.text[before] };
        let skip_article = |index: usize| index + usize::from(self.reading.lower(index) == "the");
        let mut start = skip_article(plural + 2);
        let mut bodies = Vec::new();
        let mut topic: Option<Range<usize>> = None;
        loop {
            let end = self.complement_end(start)?;
            let nation_at =
                (start..end).rev().find(|&index| self.names.nation_end(index) == Some(end));
            let complement = self.reading.range(start..end);
            // `Ministries of Health of Peru and Ecuador`: the field belongs to all of them.
            let field = match nation_at {
                Some(nation) if nation > start => {
                    let field_end = (start..nation)
                        .rev()
                        .find(|&i| self.reading.lower(i) == "of")
                        .unwrap_or(nation);
                    topic = Some(self.reading.range(start..field_end));
                    topic.clone()
                }
                Some(_) => topic.clone(),
                None => None,
            };
            let words = &self.reading.text[field.unwrap_or_else(|| complement.clone())];
            let article =
                if self.reading.lower(start.wrapping_sub(1)) == "the" { "the " } else { "" };
            let country = nation_at
                .or_else(|| (start..end).find(|index| self.names.nations.contains_key(index)))
                .or_else(|| {
                    (name.words.start..plural).find(|index| self.names.nations.contains_key(index))
                })
                .and_then(|index| self.nation(index))
                .map(|nation| (nation.country, nation.range.clone()));
            let kind =
                if one == "Government" { BodyKind::Government } else { BodyKind::Organisation };
            bodies.push(BodyMention {
                range: complement.clone(),
                name: complement.clone(),
                composed_name: Some(
                    format!("{} {one} of {article}{words}", prefix.trim()).trim().to_owned(),
                ),
                short: None,
                country,
                is_country_in_name: true,
                kind,
            });
            let is_comma = self.reading.lower(end) == ",";
            let separator = end + usize::from(is_comma && self.reading.lower(end + 1) == "and");
            if !self.reading.is_one_of(separator, &["and", ",", "&"]) {
                return (bodies.len() > 1).then_some((bodies, end));
            }
            let next = skip_article(separator + 1);
            let is_new = self
                .complement_end(next)
                .is_none_or(|end| (next..end).any(|index| self.names.is_kind(index)));
            if is_new {
                return (bodies.len() > 1).then_some((bodies, end));
            }
            start = next;
        }
    }

    /// Returns the number after the name in a list after a plural.
    fn complement_end(&self, start: usize) -> Option<usize> {
        let name = self.names.name(start)?;
        let and = (name.words.clone()).find(|&index| self.reading.is_one_of(index, &["and", ","]));
        Some(and.unwrap_or(name.words.end))
    }

    /// Returns the body with a name, and the number of the word after its mention.
    fn body(&self, name: Name) -> Option<(BodyMention, usize)> {
        let start = name.words.start;
        let has_short = self.reading.lower(name.words.end) == "("
            && self.names.is_acronym(name.words.end + 1)
            && self.are_initials(&name.words, name.words.end + 1);
        let is_no_body =
            self.names.is_no_body(&name) && !(has_short && self.names.can_be_body(&name));
        if is_no_body || self.is_instrument_name(&name) {
            return None;
        }
        let mut words = name.words.clone();
        let mut country = None;
        let mut is_country_in_name = false;
        // `the Singapore Ministry of Law`: the country is not part of the name.
        if let Some(nation_end) = self.names.nation_end(start)
            && self.reading.is_one_of(nation_end, &["ministry", "ministries"])
        {
            country = self.country(start);
            words.start = nation_end;
        }
        if let Some(longer) = self.plain_end(&words) {
            words.end = longer;
        }
        let mut end = words.end;
        let mut short = None;
        let mut full = None;
        if let Some((bracket, after)) = self.names.bracket(&words, end) {
            let is_meant = bracket != Bracket::Other;
            match bracket {
                Bracket::Short(range) => short = Some(range),
                Bracket::Full(range) => full = Some(range),
                Bracket::Nation(nation) => country = country.or_else(|| self.country(nation)),
                Bracket::Other => {}
            }
            let is_definition = self.reading.is_one_of(
                end + 1,
                &["hereinafter", "hereafter", "the", "\"", "“", "collectively"],
            );
            if is_meant || is_definition {
                end = after;
            }
        }
        // `Atomic Energy Commission (PAEC) General Hospital`: the name continues.
        if short.is_some()
            && self.names.is_name_word(end)
            && !self.names.nations.contains_key(&end)
            && let Some(rest) = self.names.name(end)
            && rest.kind.is_some()
        {
            short = None;
            words.end = rest.words.end;
            end = rest.words.end;
        }
        if let Some(range) = full {
            short = Some(words.clone());
            words = range;
        }
        // `Global Tiger Forum, GTF`
        if short.is_none()
            && self.reading.lower(end) == ","
            && self.names.is_acronym(end + 1)
            && self.are_initials(&words, end + 1)
        {
            short = Some(end + 1..end + 2);
            end += 2;
        }
        // `Ministry of Law (MinLaw), Singapore`; `Government Digital Service (GDS) UK`.
        if let Some((nation, after)) = self.country_after(end, short.is_some()) {
            country = country.or_else(|| self.country(nation));
            end = after;
        }
        let mut kind_word = words.clone().find(|&index| self.names.is_kind(index));
        if kind_word.is_some_and(|kind| self.reading.is_one_of(kind, &["ministry", "department"]))
            && let Some((nation, of)) = self.country_at_end(&words)
        {
            // `Ministry of Justice of Georgia`: the country is not part of the name.
            country = country.or_else(|| self.country(nation));
            words.end = of;
        }
        if words.len() > 1
            && self.names.is_acronym(start)
            && words.start == start
            && self.names.nation_end(start + 1) == Some(words.end)
        {
            // `GovTech Singapore`: the country of a body that has a short name.
            country = country.or_else(|| self.country(start + 1));
            words.end = start + 1;
            kind_word = None;
        }
        let owner = self.owner(start);
        if let Some(nation) = owner {
            country = country.or_else(|| self.country(nation));
        }
        if country.is_none() {
            country = self.country_in_name(&words);
            is_country_in_name = country.is_some();
        }
        let kind = self.kind(&words, kind_word)?;
        let first = owner.map_or(start, |owner| owner.min(start));
        let range = self.reading.range(first..end);
        let body = BodyMention {
            range,
            name: self.reading.range(words),
            composed_name: None,
            short: short.map(|short| self.reading.range(short)),
            country,
            is_country_in_name,
            kind,
        };
        Some((body, end))
    }

    /// Returns the number after small letters that end a name before its short name: `Agency for international
    /// development (USAID)`.
    fn plain_end(&self, words: &Range<usize>) -> Option<usize> {
        let is_kind =
            self.names.is_kind(words.end - 1) && self.reading.is_one_of(words.end, &["for", "of"]);
        let open =
            (words.end + 1..words.end + 7).find(|&index| self.reading.lower(index) == "(")?;
        let is_plain =
            (words.end..open).all(|index| self.reading.kind(index) == Some(WordKind::Word));
        let is_short = self.names.is_acronym(open + 1) && self.reading.lower(open + 2) == ")";
        (is_kind && is_plain && is_short).then_some(open)
    }

    /// Returns true if a word has the initials of the name, or all but one of them.
    fn are_initials(&self, words: &Range<usize>, word: usize) -> bool {
        let initials: String = words
            .clone()
            .filter(|&index| self.reading.has_capital(index))
            .filter_map(|index| self.reading.word(index).chars().next())
            .collect();
        let written = self.reading.word(word);
        let is_part = written.len() >= 3 && initials.starts_with(&written[..1]) && {
            let mut rest = initials.chars();
            written.chars().all(|letter| rest.any(|initial| initial == letter))
        };
        initials == written || is_part
    }

    /// Returns the bodies whose name is written in small letters: `the ministry of health of Peru`, `the governments of
    /// Peru and Chile`.
    fn plain(&self, start: usize) -> Option<(Vec<BodyMention>, usize)> {
        const KINDS: [&str; 8] = [
            "government",
            "governments",
            "ministry",
            "department",
            "embassy",
            "supreme",
            "apex",
            "parliament",
        ];
        if self.names.is_person.get(start) == Some(&true) || !self.reading.is_one_of(start, &KINDS)
        {
            return None;
        }
        let kind = start + usize::from(self.reading.lower(start + 1) == "court");
        let is_court = self.reading.is_one_of(start, &["supreme", "apex"]);
        if self.reading.lower(kind + 1) != "of" || is_court != (kind > start) {
            return None;
        }
        let is_government = self.reading.lower(start).starts_with("government");
        let is_plural = self.reading.lower(start) == "governments";
        let longest = if is_government || is_court { 3 } else { 12 };
        let is_inside = |index: usize| {
            self.reading.kind(index) == Some(WordKind::Word) || self.reading.lower(index) == ","
        };
        let nation = (kind + 2..kind + 2 + longest)
            .take_while(|&index| is_inside(index))
            .find(|&index| self.names.nations.contains_key(&index) && self.is_after_of(index))?;
        let end = self.names.nation_end(nation)?;
        let body = |nation: usize, first: usize| {
            let (country, place) = self.country(nation)?;
            let end = self.names.nation_end(nation)?;
            let article = if self.reading.lower(nation - 1) == "the" { "the " } else { "" };
            let country_name = &self.reading.text[place.clone()];
            Some(BodyMention {
                range: self.reading.range(first..end),
                name: self.reading.range(first..end),
                composed_name: is_government
                    .then(|| format!("Government of {article}{country_name}")),
                short: None,
                country: Some((country, place)),
                is_country_in_name: true,
                kind: if is_government { BodyKind::Government } else { BodyKind::Organisation },
            })
        };
        let mut bodies: Vec<BodyMention> = body(nation, start).into_iter().collect();
        let mut end = end;
        while is_plural && self.reading.is_one_of(end, &["and", ",", "&"]) {
            let skip =
                |index: usize, word: &str| index + usize::from(self.reading.lower(index) == word);
            let next = skip(skip(end + 1, "and"), "the");
            let Some(after) = self.names.nation_end(next) else { break };
            bodies.extend(body(next, next));
            end = after;
        }
        Some((bodies, end))
    }

    /// Returns true if `of`, and perhaps an article, precede a word.
    fn is_after_of(&self, index: usize) -> bool {
        let before = index.wrapping_sub(1);
        let before =
            if self.reading.lower(before) == "the" { before.wrapping_sub(1) } else { before };
        self.reading.lower(before) == "of"
    }

    fn country(&self, nation: usize) -> Option<(&'static str, Range<usize>)> {
        self.nation(nation).map(|nation| (nation.country, nation.range.clone()))
    }

    /// Returns true if the words are the first words of the name of an instrument: `Digital Economy Agreement`.
    fn is_instrument_name(&self, name: &Name) -> bool {
        let end = name.words.end;
        let is_acronym = name.words.len() == 1 && self.names.is_acronym(name.words.start);
        let is_instrument = self.reading.is_one_of(
            end,
            &[
                "agreement",
                "agreements",
                "memorandum",
                "accord",
                "treaty",
                "protocol",
                "pact",
                "declaration",
            ],
        );
        is_instrument && self.reading.has_capital(end) && name.kind.is_none() && !is_acronym
    }

    /// Returns what the body is; `None` if a single word at the start of a sentence is no name.
    fn kind(&self, words: &Range<usize>, kind_word: Option<usize>) -> Option<BodyKind> {
        let is_one = words.len() == 1;
        if let Some(kind) = kind_word {
            let is_head =
                |index: usize| index + 1 == words.end || self.reading.lower(index + 1) == "of";
            let governs = |index: usize| {
                self.reading.is_one_of(index, &["government", "republic", "kingdom"])
                    && is_head(index)
            };
            if governs(kind) || governs(words.end - 1) {
                return Some(BodyKind::Government);
            }
            return (!is_one || is_upper_case(self.reading.word(kind)))
                .then_some(BodyKind::Organisation);
        }
        if words.clone().any(|index| self.names.plural_kind(index).is_some()) && is_one {
            return None;
        }
        let is_acronym = words.clone().any(|index| self.names.is_acronym(index));
        if is_one && !is_acronym && self.names.is_topic(words.start) {
            return None;
        }
        Some(if is_acronym { BodyKind::Organisation } else { BodyKind::Name })
    }

    /// Returns the country that follows a mention: after a comma, in brackets or directly.
    fn country_after(&self, end: usize, has_short: bool) -> Option<(usize, usize)> {
        let is_noun = |index: usize| {
            self.nation(index).is_some_and(|nation| nation.kind != NationKind::Adjective)
        };
        if self.reading.lower(end) == "," {
            let after = self.names.nation_end(end + 1).filter(|_| is_noun(end + 1))?;
            let joins_states = self.reading.is_one_of(after, &["and", "&"]) && is_noun(after + 1);
            if self.reading.is_one_of(after, &["'s", "'"])
                || self.names.is_name_word(after)
                || joins_states
            {
                return None;
            }
            // `, Hanoi, Vietnam`
            let further = (self.reading.lower(after) == ",")
                .then(|| self.names.nation_end(after + 1))
                .flatten()
                .filter(|_| {
                    is_noun(after + 1)
                        && self.nation(end + 1).is_some_and(|n| n.kind != NationKind::Country)
                });
            return Some(further.map_or((end + 1, after), |further| (after + 1, further)));
        }
        if self.reading.lower(end) == "(" {
            let after = self.names.nation_end(end + 1)?;
            return (self.reading.lower(after) == ")").then_some((end + 1, after + 1));
        }
        let is_of = has_short && self.reading.lower(end) == "of";
        let nation =
            if is_of { end + 1 + usize::from(self.reading.lower(end + 1) == "the") } else { end };
        let after = self.names.nation_end(nation).filter(|_| has_short && is_noun(nation))?;
        Some((nation, after))
    }

    /// Returns the country at the end of `Ministry of Justice of Georgia`, and the number of the last `of`.
    fn country_at_end(&self, words: &Range<usize>) -> Option<(usize, usize)> {
        let nation =
            words.clone().rev().find(|&index| self.names.nation_end(index) == Some(words.end))?;
        let of = (words.start..nation).rev().find(|&index| self.reading.lower(index) == "of")?;
        let is_direct =
            of + 1 == nation || (of + 2 == nation && self.reading.lower(of + 1) == "the");
        let has_field =
            (words.start..of).any(|index| self.reading.is_one_of(index, &["of", "for"]));
        // The official name of the country is part of the name: `of the Republic of Turkey`.
        let is_official = (nation..words.end).any(|index| self.reading.lower(index) == "of");
        (is_direct && has_field && !is_official).then_some((nation, of))
    }

    /// Returns the country before a name: `Denmark's Energinet`, `the Danish energy company Ørsted`.
    fn owner(&self, start: usize) -> Option<usize> {
        let ends_at = |end: usize| {
            (end.saturating_sub(5)..end).find(|&index| self.names.nation_end(index) == Some(end))
        };
        if start >= 2 && self.reading.is_one_of(start - 1, &["'s", "'"]) {
            return ends_at(start - 1);
        }
        if start == 0 || !is_generic_body(self.reading.lower(start - 1)) {
            return None;
        }
        (1..=MAX_WORDS_BETWEEN).find_map(|back| {
            let end = start.checked_sub(back)?;
            let is_plain = (end..start).all(|index| {
                self.reading.kind(index).is_some()
                    && !self.reading.is_one_of(index, &[",", "and", "with", "in", "of"])
            });
            let end = end - usize::from(end > 0 && self.reading.is_one_of(end - 1, &["'s", "'"]));
            ends_at(end).filter(|_| is_plain)
        })
    }

    /// Returns the country that the name itself has: after `of` rather than at the start.
    fn country_in_name(&self, words: &Range<usize>) -> Option<(&'static str, Range<usize>)> {
        let places: Vec<usize> =
            words.clone().filter(|index| self.names.nations.contains_key(index)).collect();
        let is_after_of = |index: &usize| {
            let before = index.wrapping_sub(1);
            let before =
                if self.reading.lower(before) == "the" { before.wrapping_sub(1) } else { before };
            self.reading.is_one_of(before, &["of", "in"])
        };
        let index =
            places.iter().rev().copied().find(is_after_of).or_else(|| places.first().copied())?;
        self.country(index)
    }
}

#[cfg(test)]
mod tests;
