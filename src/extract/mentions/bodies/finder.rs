//! Finds the bodies in a sentence.

use std::collections::HashMap;
use std::ops::Range;

use super::mention::{BodyKind, BodyMention};
use super::names::{Name, Names};
use super::shorts::Bracket;
use super::vocabulary::{
    FOREIGN_SMALL_WORDS, STOCK_EXCHANGES, is_company_form, is_company_noun, is_kind_of_body,
};
use crate::extract::mentions::nations::{NationKind, NationMention};
use crate::extract::mentions::people::PersonMention;
use crate::extract::mentions::reading::Reading;
use crate::extract::sentences::{WordKind, is_upper_case};

/// What a name and the words after it say.
struct MentionParts {
    /// The words of the name.
    words: Range<usize>,
    /// The number after all words of the mention.
    end: usize,
    /// The short name.
    short: Option<Range<usize>>,
    /// The country, from words outside the name.
    country: Option<(&'static str, Range<usize>)>,
}

/// Finds bodies in one sentence.
pub(super) struct Finder<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) names: Names<'a>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        reading: &'a Reading<'a>,
        nations: &'a [NationMention],
        people: &[PersonMention],
    ) -> Self {
        let mut is_person = vec![false; reading.words.len()];
        for person in people {
            // `King Abdullah University`: the name of a person inside that of a body.
            let end = reading.index_at(person.range.end);
            let is_name_of_body = reading.has_capital(end)
                && is_kind_of_body(reading.lower(end))
                && reading
                    .words
                    .get(end)
                    .is_some_and(|word| word.range.start <= person.range.end + 1);
            // One word without an office or an honorific is rather a company: `its UK counterpart Ofcom`.
            let before = &reading.text[person.range.start..person.name.start];
            let is_bare = person.title.is_none()
                && (before.is_empty() || before.contains("counterpart"))
                && !reading.text[person.name.clone()].contains(char::is_whitespace);
            if is_name_of_body || is_bare {
                continue;
            }
            let start = reading.index_at(person.range.start);
            let words = reading.words.iter().zip(&mut is_person).take(end).skip(start);
            for (word, is_person) in words {
                let start = word.range.start;
                *is_person = !person.body.as_ref().is_some_and(|body| body.contains(&start));
            }
        }
        let places: HashMap<usize, (usize, &NationMention)> = nations
            .iter()
            .filter_map(|nation| {
                let start = reading.index_at(nation.range.start);
                let end = reading.index_at(nation.range.end);
                let is_word = reading.words.get(start).is_some_and(|word| {
                    word.range.start == nation.range.start
                        && (reading.words[end - 1].range.end.abs_diff(nation.range.end) <= 1
                            || reading.lower(end - 1).ends_with("-based"))
                });
                (is_word && is_person.get(start) != Some(&true)).then_some((start, (end, nation)))
            })
            .collect();
        Self { reading, names: Names { reading, nations: places, is_person } }
    }

    /// Returns the bodies that a name starting at a word names, and the number of the next word to read.
    pub(super) fn mentions(&self, start: usize) -> (Vec<BodyMention>, usize) {
        let Some(name) = self.names.name(start) else {
            let plain = self.plain_place(start).or_else(|| self.plain(start));
            return plain.unwrap_or((Vec::new(), start + 1));
        };
        let end = name.words.end;
        if let Some((bodies, end)) = self.governments(start).or_else(|| self.several(&name)) {
            return (bodies, end);
        }
        if let Some(next) = self.names.after_office(&name).or_else(|| self.names.after_field(&name))
        {
            return (Vec::new(), next);
        }
        if self.names.nation_end(start) == Some(end) {
            return self
                .state(start, end)
                .map_or((Vec::new(), end), |(body, end)| (vec![body], end));
        }
        // A short name in brackets that no name before it has taken belongs to something else.
        let is_in_brackets =
            start > 0 && self.reading.lower(start - 1) == "(" && self.reading.lower(end) == ")";
        // `LIMA, May 4, 2021 /PRNewswire/ -- The`: a news agency in a dateline.
        let is_in_slashes =
            start > 0 && self.reading.lower(start - 1) == "/" && self.reading.lower(end) == "/";
        // `Tom Baker (Port of Hull)`
        let is_of_person = start > 0 && self.names.is_person.get(start - 1) == Some(&true);
        if is_in_slashes || is_in_brackets && !is_of_person {
            return (Vec::new(), end);
        }
        if let Some((body, end)) = self.body(&name) {
            return (vec![body], end);
        }
        // `Foreign Ministers Elif Aksoy of Turkey`: the country after a name that is no body.
        let nation = name.words.clone().skip(1).find(|index| {
            self.names.nations.contains_key(index) && self.reading.lower(index - 1) == "of"
        });
        (Vec::new(), nation.unwrap_or(end))
    }

    pub(super) fn nation(&self, start: usize) -> Option<&NationMention> {
        self.names.nations.get(&start).map(|(_, nation)| *nation)
    }

    /// Returns the body with a name, and the number of the word after its mention.
    fn body(&self, name: &Name) -> Option<(BodyMention, usize)> {
        let start = name.words.start;
        if self.is_no_body(name) || self.is_instrument_name(name) {
            return None;
        }
        let mut parts = MentionParts {
            words: name.words.clone(),
            end: name.words.end,
            short: None,
            country: None,
        };
        // `the Singapore Ministry of Law`: the country is not part of the name.
        if let Some(nation_end) = self.names.nation_end(start)
            && self.reading.is_one_of(nation_end, &["ministry", "ministries"])
        {
            parts.country = self.country(start);
            parts.words.start = nation_end;
        }
        // `the Basotho government`, where the adjective is not in the table.
        let is_government = self.reading.lower(parts.end) == "government" && name.kind.is_none();
        if is_government {
            parts.words.end += 1;
        } else if let Some(longer) = self.plain_end(&parts.words) {
            parts.words.end = longer;
        }
        parts.words.end = self.company_end(parts.words.clone());
        parts.end = parts.words.end;
        self.skip_ticker(&mut parts);
        self.read_brackets(&mut parts);
        self.read_comma_short(&mut parts);
        self.read_places(&mut parts);
        self.cut_country(&mut parts);
        // `Fondazione Bambini, an Italian foundation`
        let noun = parts.end + 2;
        let is_described = self.reading.lower(parts.end) == ","
            && self.reading.is_one_of(parts.end + 1, &["a", "an"])
            && self.nation(noun).is_some_and(|nation| nation.kind == NationKind::Adjective);
        if is_described && parts.country.is_none() {
            parts.country = self.country(noun);
        }
        let owner = self.owner(start);
        let own = owner.and_then(|nation| self.country(nation));
        let country = parts.country.or(own);
        let in_name = self.country_in_name(&parts.words).filter(|_| country.is_none());
        let kind = if is_government { BodyKind::Government } else { self.kind(&parts.words)? };
        let first = owner.map_or(start, |owner| owner.min(start));
        let body = BodyMention {
            range: self.reading.range(first..parts.end),
            name: self.reading.range(parts.words),
            composed_name: None,
            short: parts.short.map(|short| self.reading.range(short)),
            is_country_in_name: in_name.is_some(),
            country: country.or(in_name),
            kind,
        };
        Some((body, parts.end))
    }

    /// Returns true for the name of an event or of something else that no short name makes a body.
    fn is_no_body(&self, name: &Name) -> bool {
        let end = name.words.end;
        let has_short = self.reading.is_one_of(end, &["(", ","])
            && self.names.is_acronym(end + 1)
            && self.are_initials(&name.words, end + 1);
        self.names.is_no_body(name) && !(has_short && self.names.can_be_body(name))
    }

    /// Returns the number after a legal form that a comma divides from the name: `Joby Aviation, Inc.`.
    fn company_end(&self, words: Range<usize>) -> usize {
        let form = words.end + 1;
        let is_form = self.reading.lower(words.end) == ","
            && self.reading.has_capital(form)
            && is_company_form(self.reading.lower(form).trim_end_matches('.'))
            && self.reading.lower(form) != "as";
        if is_form { form + 1 } else { words.end }
    }

    /// Skips the stock exchange in brackets after a company: `(NASDAQ: PLUG)`, `(TSX: ABC, NYSE: ABC)`.
    fn skip_ticker(&self, parts: &mut MentionParts) {
        // `Singapore Exchange (SGX)`: its own short name.
        let is_exchange_itself = self.reading.is_one_of(parts.end - 1, &["exchange", "bourse"]);
        if self.reading.lower(parts.end) != "(" || is_exchange_itself {
            return;
        }
        let close = (parts.end + 1..parts.end + 12).find(|&index| self.reading.lower(index) == ")");
        let is_exchange = |index: usize| {
            let word = self.reading.lower(index);
            let first = word.split([':', '.']).next().unwrap_or_default();
            STOCK_EXCHANGES.contains(first)
                && (word.contains(':')
                    || self.reading.is_one_of(index + 1, &[":", "stock", ")"])
                    || self.reading.is_one_of(index + 2, &[":"]))
        };
        if let Some(close) = close.filter(|_| (1..=3).any(|ahead| is_exchange(parts.end + ahead))) {
            parts.end = close + 1;
        }
    }

    /// Reads what brackets after the name say: a short name, the full name, a country.
    fn read_brackets(&self, parts: &mut MentionParts) {
        let Some((bracket, after)) = self.names.bracket(&parts.words, parts.end) else { return };
        let is_definition = self.reading.is_one_of(
            parts.end + 1,
            &["hereinafter", "hereafter", "the", "\"", "“", "collectively"],
        );
        if bracket != Bracket::Other || is_definition {
            parts.end = after;
        }
        match bracket {
            Bracket::Short(range) => {
                parts.short = Some(range);
                self.read_rest(parts);
            }
            Bracket::Full(range) => parts.short = Some(std::mem::replace(&mut parts.words, range)),
            Bracket::Nation(nation) => {
                parts.country = parts.country.take().or_else(|| self.country(nation));
                self.read_government(parts);
            }
            Bracket::Other => {}
        }
    }

    /// Reads the rest of a name with a short name inside: `Atomic Energy Commission (PAEC) General Hospital`.
    fn read_rest(&self, parts: &mut MentionParts) {
        let end = parts.end;
        if self.read_government(parts) {
            return;
        }
        let is_name = self.names.is_name_word(end) && !self.names.nations.contains_key(&end);
        if let Some(rest) = self.names.name(end).filter(|rest| is_name && rest.kind.is_some()) {
            parts.short = None;
            parts.words.end = rest.words.end;
            parts.end = rest.words.end;
        }
    }

    /// Reads `Government` after brackets: `the Hong Kong Special Administrative Region (HKSAR) Government`.
    fn read_government(&self, parts: &mut MentionParts) -> bool {
        let end = parts.end;
        let is_government = self.reading.word(end) == "Government";
        if is_government {
            parts.short = None;
            parts.words.end = end + 1;
            parts.end = end + 1;
        }
        is_government
    }

    /// Reads a short name after a comma: `Global Tiger Forum, GTF`.
    fn read_comma_short(&self, parts: &mut MentionParts) {
        let end = parts.end;
        if parts.short.is_none()
            && self.reading.is_one_of(end, &[",", "–", "—", "-"])
            && self.names.is_acronym(end + 1)
            && self.are_initials(&parts.words, end + 1)
        {
            parts.short = Some(end + 1..end + 2);
            parts.end += 2;
        }
    }

    /// Reads the seat and the country after a name: `Hospital in Cork, Ireland, and`; `Ministry of Law, Singapore`.
    fn read_places(&self, parts: &mut MentionParts) {
        if let Some((nation, after)) = self.seat_after(parts.end) {
            // An embassy belongs to the country that sends it.
            let is_sent = self.reading.is_one_of(parts.words.start, &["embassy", "consulate"]);
            let seat = self.country(nation).filter(|_| !is_sent);
            parts.country = parts.country.take().or(seat);
            parts.end = after;
        }
        if let Some((nation, after)) = self.country_after(parts.end, parts.short.is_some()) {
            parts.country = parts.country.take().or_else(|| self.country(nation));
            parts.end = after;
        }
    }

    /// Cuts off the country at the end of a name that it is no part of: `Ministry of Justice of Georgia`, `GovTech
    /// Singapore`.
    fn cut_country(&self, parts: &mut MentionParts) {
        let words = parts.words.clone();
        let has_plain_country =
            words.clone().any(|index| is_company_form(self.reading.lower(index)))
                || words
                    .clone()
                    .find(|&index| self.names.is_kind(index))
                    .is_some_and(|kind| self.reading.is_one_of(kind, &["ministry", "department"]));
        let of_company = |of: usize| is_company_noun(self.reading.lower(of - 1));
        if let Some((nation, of)) =
            self.country_at_end(&words).filter(|&(_, of)| has_plain_country || of_company(of))
        {
            parts.country = parts.country.take().or_else(|| self.country(nation));
            parts.words.end = of;
        }
        let second = words.start + 1;
        if words.len() > 1
            && self.names.is_acronym(words.start)
            && self.names.nation_end(second) == Some(words.end)
        {
            parts.country = parts.country.take().or_else(|| self.country(second));
            parts.words.end = second;
        }
        // `HK SFC`
        let first_end = self.names.nation_end(words.start);
        if parts.words == words
            && first_end == Some(words.end - 1)
            && self.names.is_acronym(words.end - 1)
            && is_upper_case(self.reading.word(words.end - 1))
            && self.reading.word(words.end - 1).len() > 2
            && self.nation(words.start).is_some_and(|nation| {
                matches!(nation.kind, NationKind::Country | NationKind::Adjective)
            })
            && parts.short.is_none()
        {
            parts.country = parts.country.take().or_else(|| self.country(words.start));
            parts.words.start = words.end - 1;
        }
    }

    /// Returns the number after small letters that end a name before its short name: `Agency for international
    /// development (USAID)`.
    fn plain_end(&self, words: &Range<usize>) -> Option<usize> {
        let is_kind = self.names.is_kind(words.end - 1)
            && (self.reading.is_one_of(words.end, &["for", "of"])
                || FOREIGN_SMALL_WORDS.contains(self.reading.lower(words.end)));
        let open =
            (words.end + 1..words.end + 7).find(|&index| self.reading.lower(index) == "(")?;
        let is_plain =
            (words.end..open).all(|index| self.reading.kind(index) == Some(WordKind::Word));
        let is_short = self.names.is_acronym(open + 1) && self.reading.lower(open + 2) == ")";
        (is_kind && is_plain && is_short).then_some(open)
    }

    /// Returns true if a word has the initials of the name, or all but one of them.
    fn are_initials(&self, words: &Range<usize>, word: usize) -> bool {
        let initials = self.names.initials(words.clone());
        let written = self.reading.word(word);
        let is_part = written.len() >= 3 && initials.chars().next() == written.chars().next() && {
            let mut rest = initials.chars();
            written.chars().all(|letter| rest.any(|initial| initial == letter))
        };
        initials == written || is_part
    }

    pub(super) fn country(&self, nation: usize) -> Option<(&'static str, Range<usize>)> {
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
}
