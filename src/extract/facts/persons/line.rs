//! A sentence as the list of its people, and on whose behalf they sign.

use std::ops::{Range, RangeTo};

use super::words::RoleWords;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::body_phrases::skip_phrase;
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::mentions::people::tokens::{NameToken, tokens};

/// A sentence as tokens, with the place of each person among them.
pub(super) struct PersonLine<'a> {
    /// The sentence.
    pub(super) sentence: &'a ReadSentence,
    /// Its tokens.
    pub(super) tokens: Vec<NameToken<'a>>,
    /// The tokens of each person.
    pub(super) people: Vec<Range<usize>>,
}

/// The greatest number of tokens between a person and the words that give the role.
pub(super) const MAX_GAP_TOKENS: usize = 30;

impl<'a> PersonLine<'a> {
    /// Returns a sentence as tokens.
    pub(super) fn new(text: &'a str, sentence: &'a ReadSentence) -> Self {
        let tokens = tokens(text, &sentence.sentence, &sentence.nations);
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

    /// Returns a word in lower case; of an index after the last one, nothing.
    pub(super) fn key(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.key.as_str())
    }

    /// Returns the words before an index in lower case.
    pub(super) fn keys(
        &self,
        range: RangeTo<usize>,
    ) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.tokens[range].iter().map(|token| token.key.as_str())
    }

    /// Returns the tokens between a person and the one before; before the first person, from the start of the sentence.
    pub(super) fn gap(&self, person: usize) -> Range<usize> {
        let start = if person == 0 { 0 } else { self.people[person - 1].end };
        let end = self.people[person].start.max(start);
        start.max(end.saturating_sub(MAX_GAP_TOKENS))..end
    }

    /// Returns true if the person and the next one are items of one list.
    pub(super) fn is_linked(&self, person: usize) -> bool {
        let range = self.gap(person + 1);
        // A short name belongs to the body before it: `of the Port of Accra (“PA”) and`.
        let start = range.start.max(self.short_end(range.start)).min(range.end);
        let gap = &self.tokens[start..range.end];
        let gives_role = |token: &NameToken<'_>| {
            matches!(token.key.as_str(), "presence" | "witness" | "by" | "signing")
        };
        let is_between = |(index, token): (usize, &NameToken<'_>)| {
            let is_foreign = |before: &NameToken<'_>| {
                matches!(before.key.as_str(), "de" | "des" | "du" | "della" | "di" | "da" | "dos")
            };
            // `of the Autorité des marchés financiers`
            is_link(token)
                || self.is_in_body(token)
                || gap[index.saturating_sub(2)..index].iter().any(is_foreign)
        };
        !gap.is_empty() && gap.iter().enumerate().all(is_between) && !gap.iter().any(gives_role)
    }

    /// Returns true if a token is part of the name of a body, such as `Autorité des marchés financiers`.
    fn is_in_body(&self, token: &NameToken<'_>) -> bool {
        self.sentence.bodies.iter().any(|body| body.range.contains(&token.range.start))
    }

    /// Returns the index after a short name in brackets and quotation marks that begins at an index: `(“PA”)`; the index
    /// itself if there is none.
    pub(super) fn short_end(&self, index: usize) -> usize {
        let is_mark = |at: usize, marks: &[char]| {
            self.tokens.get(at).is_some_and(|token| marks.iter().any(|mark| token.is_mark(*mark)))
        };
        let opens = is_mark(index, &['(']) && is_mark(index + 1, &['“', '"', '‘', '\'']);
        let close = (index + 3..index + 8).find(|&at| is_mark(at, &[')'])).filter(|_| opens);
        close.map_or(index, |close| close + 1)
    }

    /// Returns true if the sentence is an entry of a list: a person and the words of the office and the body.
    pub(super) fn is_entry(&self) -> bool {
        let is_person = |index: usize| self.people.iter().any(|people| people.contains(&index));
        !self.people.is_empty()
            && self.tokens.iter().enumerate().all(|(index, token)| {
                is_person(index) || is_link(token) || matches!(token.text, ":" | "." | "•")
            })
    }

    /// Returns the body before the person of an entry: `Port of Tema: Kofi Mensah`.
    pub(super) fn entry_body(&self) -> Option<Range<usize>> {
        let start = self.people.first()?.start;
        let is_divided = matches!(self.key(start.checked_sub(1)?), ":" | "–" | "—" | "-");
        let body = self.sentence.bodies.first().filter(|_| is_divided)?;
        (body.range.end <= self.tokens[start].range.start).then(|| body.name.clone())
    }

    /// Returns true if somebody else signs for the person: `on behalf of the Chairman, A. S. Kumar`.
    pub(super) fn is_represented(&self, person: usize) -> bool {
        let is_article = |key: &&str| matches!(*key, "the" | "of" | "its" | "his" | "her");
        self.keys(..self.people[person].start).rev().find(|key| !is_article(key)) == Some("behalf")
    }

    /// Returns on whose behalf the people of a list sign, one entry for each.
    pub(super) fn behalves(&self, first: usize, last: usize) -> Vec<Option<Range<usize>>> {
        let count = last + 1 - first;
        let mut behalves: Vec<_> = (first..=last)
            .map(|person| self.behalf_after(person).or_else(|| self.behalf_before(person)))
            .collect();
        if behalves.iter().all(Option::is_none) {
            // `A and B, on behalf of X and Y, respectively`; of one person the phrase may follow the verb.
            let lists = [
                self.bodies_behind(self.people[last].end),
                self.bodies_of_offices(self.people[last].end),
                self.bodies_of_offices_before(first),
            ];
            if let Some(bodies) = lists.into_iter().find(|bodies| bodies.len() == count) {
                behalves = bodies.into_iter().map(Some).collect();
            }
        }
        behalves
    }

    /// Returns the bodies in `, rectors of X and Y respectively` behind people.
    fn bodies_of_offices(&self, start: usize) -> Vec<Range<usize>> {
        let skipped = |key: &str| matches!(key, "," | "the" | "respective" | "(");
        let office = start + (start..start + 3).take_while(|&at| skipped(self.key(at))).count();
        let of = office + 1;
        let is_office =
            self.is_plural_office(office) && matches!(self.key(of), "of" | "at" | "from");
        if is_office { self.bodies_from(of + 1) } else { Vec::new() }
    }

    /// Returns the bodies in `The rectors of X and Y, A and B, signed` before people.
    fn bodies_of_offices_before(&self, first: usize) -> Vec<Range<usize>> {
        let gap = self.gap(first);
        let office = gap.clone().rev().find(|&at| {
            self.is_plural_office(at) && matches!(self.key(at + 1), "of" | "at" | "from")
        });
        let bodies = office.map_or_else(Vec::new, |office| self.bodies_from(office + 2));
        let is_followed = bodies.last().is_some_and(|body| {
            let end = self.tokens.partition_point(|token| token.range.start < body.end);
            end + 1 == gap.end && self.key(end) == ","
        });
        if is_followed { bodies } else { Vec::new() }
    }

    /// Returns true for an office in the plural: `rectors`.
    fn is_plural_office(&self, index: usize) -> bool {
        self.key(index).strip_suffix('s').is_some_and(|one| WordLists::get().is_head(one))
    }

    /// Returns on whose behalf a person signs: `on behalf of X` directly after the person, or after `signed the MoU`.
    fn behalf_after(&self, person: usize) -> Option<Range<usize>> {
        let mut index = self.people[person].end;
        while matches!(self.key(index), "," | "(") {
            index += 1;
        }
        let words = RoleWords::get();
        if words.is_verb(self.key(index)) {
            let is_object = |key: &str| {
                words.is_object(key) && key != "for" && key != "behalf"
                    || matches!(key, "the" | "this" | "of")
            };
            index += 1;
            index += (index..index + 6).take_while(|&at| is_object(self.key(at))).count();
        }
        let bodies = self.bodies_from(self.behalf_start(index)?);
        (bodies.len() == 1).then(|| bodies.into_iter().next()).flatten()
    }

    /// Returns the bodies after the first `on behalf of` or `for` behind people and before the next ones.
    fn bodies_behind(&self, start: usize) -> Vec<Range<usize>> {
        let next = self.people.iter().map(|people| people.start).find(|&next| next >= start);
        let end = next.unwrap_or(self.tokens.len()).min(start + MAX_GAP_TOKENS);
        let bodies = (start..end)
            .find_map(|index| self.behalf_start(index))
            .map_or_else(Vec::new, |start| self.bodies_from(start));
        // `signed for X by A and for Y by B`: Y is that of the next person.
        let is_of_next = bodies.last().is_some_and(|body| {
            let end = self.tokens.partition_point(|token| token.range.start < body.end);
            self.key(end) == "by"
        });
        if is_of_next { Vec::new() } else { bodies }
    }

    /// Returns the index after `on behalf of`, `on the part of`, `representing` or `for`.
    pub(super) fn behalf_start(&self, index: usize) -> Option<usize> {
        match (self.key(index), self.key(index + 1), self.key(index + 2)) {
            ("on", "behalf", "of") => Some(index + 3),
            ("on" | "from", "the", "part" | "side") if self.key(index + 3) == "of" => {
                Some(index + 4)
            }
            ("representing" | "for", ..) => Some(index + 1),
            _ => None,
        }
    }

    /// Returns the bodies in a list here: `X`, `X and Y`.
    fn bodies_from(&self, start: usize) -> Vec<Range<usize>> {
        let mut bodies = Vec::new();
        let mut index = start;
        loop {
            while matches!(self.key(index), "the" | "both" | "its" | "of") {
                index += 1;
            }
            let is_person = self.people.iter().any(|people| people.start == index);
            let end = skip_phrase(&self.tokens, index);
            if end == index || is_person && !bodies.is_empty() {
                return bodies;
            }
            // `the Ministry of Science and ICT` is one body.
            let start = self.tokens[index].range.start;
            let whole = self.sentence.bodies.iter().find(|body| {
                body.name.start == start && body.name.end > self.tokens[end - 1].range.end
            });
            if let Some(body) = whole {
                bodies.push(body.name.clone());
                index = self.tokens.partition_point(|token| token.range.start < body.name.end);
            } else {
                bodies.extend(self.divided(index..end));
                index = end;
            }
            if self.people.iter().any(|people| people.start <= index + 1 && index < people.end) {
                return bodies;
            }
            match (self.key(index), self.key(index + 1)) {
                ("and" | "&", _) => index += 1,
                (",", "and") => index += 2,
                _ => return bodies,
            }
        }
    }

    /// Returns a phrase, or the bodies in it if it is a list: `the Port of Oslo and the Port of Accra`.
    fn divided(&self, phrase: Range<usize>) -> Vec<Range<usize>> {
        let whole = self.tokens[phrase.start].range.start..self.tokens[phrase.end - 1].range.end;
        let bodies = self.sentence.bodies.iter().map(|body| body.name.clone());
        let inside: Vec<_> =
            bodies.filter(|body| whole.start <= body.start && body.end <= whole.end).collect();
        let is_joint = |index: usize| matches!(self.key(index), "and" | "&" | "," | "the" | "both");
        let is_inside = |index: &usize| {
            inside.iter().any(|body| {
                body.start < self.tokens[*index].range.end
                    && self.tokens[*index].range.start < body.end
            })
        };
        let mut others = phrase.filter(|index| !is_inside(index));
        if inside.len() > 1 && others.all(is_joint) { inside } else { vec![whole] }
    }

    /// Returns the body that the words before a person say is represented: `X, represented by A`, `signed for X by A`,
    /// `and, on the part of X, A`.
    fn behalf_before(&self, person: usize) -> Option<Range<usize>> {
        let gap = self.gap(person);
        let by = gap.clone().rfind(|&index| self.key(index) == "by");
        // `on the Norwegian side`: the country says which party it is.
        let side = gap.clone().rev().find(|&index| {
            matches!(self.key(index), "side" | "part")
                && index >= 3
                && matches!(self.key(index - 3), "on" | "from" | "for")
                && self.tokens[index - 1].is_nation
        });
        if let Some(side) = side {
            return Some(self.tokens[side - 1].range.clone());
        }
        if let Some(by) = by.filter(|&by| by > 0 && self.key(by - 1) == "represented") {
            let offset = self.tokens[by].range.start;
            let from = self.tokens[gap.start].range.start;
            let mut bodies = self.sentence.bodies.iter();
            let body = bodies.rfind(|body| body.range.end <= offset && body.range.start >= from);
            // `The Japanese university was represented by A`
            let country = (gap.start..by).rev().take(6).find(|&index| self.tokens[index].is_nation);
            return body
                .map(|body| body.name.clone())
                .or_else(|| country.map(|index| self.tokens[index].range.clone()));
        }
        // `For X, A signed` begins the sentence; elsewhere `for` alone says what the instrument is for.
        let follows_signing = |index: usize| {
            index > 0
                && matches!(
                    self.key(index - 1),
                    "signing" | "signed" | "inking" | "sign" | ";" | ","
                )
        };
        let begins = |index: usize| {
            self.behalf_start(index).filter(|_| {
                by.is_some() || index == 0 || self.key(index) != "for" || follows_signing(index)
            })
        };
        // `A, on behalf of X, and B`: X is that of A.
        let is_of_last = |index: &usize| {
            let comma = usize::from(matches!(self.key(gap.start), "," | "("));
            person == 0 || *index > gap.start + comma
        };
        let start = gap.clone().rev().filter(is_of_last).find_map(begins)?;
        let body = self.bodies_from(start).into_iter().next()?;
        let next = self.tokens.partition_point(|token| token.range.start < body.end);
        let leads = by.is_some_and(|by| by >= next)
            || matches!(self.key(next), "," | "was" | "were" | "is" | ":");
        (leads && next <= gap.end).then_some(body)
    }
}

/// Returns true if a token can be between two people of one list.
pub(super) fn is_link(token: &NameToken<'_>) -> bool {
    let lists = WordLists::get();
    if !token.is_word() {
        return !matches!(token.text, "." | ":" | "“" | "”" | "\"" | "?" | "!");
    }
    let key = token.key.as_str();
    token.is_capital()
        || RoleWords::get().is_link(key)
        || lists.is_head(key)
        || key.strip_suffix('s').is_some_and(|singular| lists.is_head(singular))
        || lists.is_modifier(key)
        || lists.is_noun(key)
}
