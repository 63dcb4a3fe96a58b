//! Who signed an agreement, and who witnessed it.

mod behalf;
mod blocks;
mod gatherings;
mod line;
mod objects;
mod roles;
mod roster;
mod words;

use std::ops::Range;

use super::{TextContext, agreements::DraftSubject};
use crate::domain::{Party, Person, Text};
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::PersonMention;
use crate::extract::proposal::{Certainty, Fact};
use crate::extract::text::BlockKind;
use behalf::{PartyMatch, SignatoryParties};
use gatherings::{announced_role, begins_with_pronoun};
use line::PersonLine;
use roles::{RoleMention, SigningRole, roles};
use roster::{Roster, name_words};

/// The people of a signing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Persons {
    /// Who signed.
    pub signatories: Vec<Fact<Person>>,
    /// Who witnessed it.
    pub witnesses: Vec<Fact<Person>>,
}

/// A person of a signing before the parties are assigned.
#[derive(Debug, Clone)]
struct FoundPerson {
    role: SigningRole,
    name: Range<usize>,
    title: Option<PersonMention>,
    body: Option<Range<usize>>,
    behalf: Option<Range<usize>>,
    quotations: Vec<Range<usize>>,
}

/// The greatest number of mentions of people with a role in one signing: many more than any announcement has, so that
/// only a text that repeats itself is cut short.
const MAX_PEOPLE: usize = 500;

/// Returns the signatories and the witnesses, each in the order of the text.
#[must_use]
pub fn persons(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    parties: &[Fact<Party>],
) -> Persons {
    if subject.is_planned {
        return Persons::default();
    }
    let text = context.source.text.as_str();
    let names = SignatoryParties::new(parties);
    let found = merge(text, find(context, subject));
    let mut assigned: Vec<_> = found.iter().map(|person| party_of(text, person, &names)).collect();
    assign_last(&found, &names, &mut assigned);
    let mut persons = Persons::default();
    for (person, party) in found.iter().zip(assigned) {
        let fact = fact(text, person, party, &names);
        match person.role {
            SigningRole::Signatory => persons.signatories.push(fact),
            SigningRole::Witness => persons.witnesses.push(fact),
        }
    }
    persons
}

/// Finds the people with a role in the signing, in the order of the text.
fn find(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<FoundPerson> {
    let text = context.source.text.as_str();
    let roster = Roster::new(text, context.sentences);
    let mut found = Vec::new();
    let mut announced = None;
    for &index in &subject.scope {
        if found.len() >= MAX_PEOPLE {
            break;
        }
        let sentence = &context.sentences[index];
        if sentence.sentence.kind == BlockKind::Furniture {
            continue;
        }
        let is_list = text[sentence.sentence.range.clone()].trim_end().ends_with(':');
        let is_item = sentence.sentence.kind == BlockKind::Item;
        if sentence.people.is_empty() && !is_list {
            announced = announced.filter(|_| is_item);
            continue;
        }
        let line = PersonLine::new(text, sentence);
        if let Some(role) = announced.filter(|_| !is_list && (is_item || line.is_entry())) {
            let person = &sentence.people[0];
            found.extend(complete(&roster, person, role, line.entry_body()));
            continue;
        }
        announced = announced_role(&line);
        let mut given = roles(&line);
        if index == subject.sentence {
            given = of_part(given, sentence, &subject.part, subject.signing.as_ref());
        }
        // `said Jane Doe. She signed the MoU with …`
        let before = index.checked_sub(1).map(|before| context.sentences[before].people.as_slice());
        if let Some([person]) = before.filter(|_| begins_with_pronoun(&line)) {
            found.extend(complete(&roster, person, SigningRole::Signatory, None));
        }
        for role in given {
            let person = &sentence.people[role.person];
            found.extend(complete(&roster, person, role.role, role.behalf));
        }
    }
    if found.is_empty() {
        found.extend(meant_by_they(context, subject).iter().filter_map(|person| {
            complete(&roster, person, SigningRole::Signatory, person.body.clone())
        }));
    }
    let signers = blocks::signers(context, &subject.scope);
    found.extend(signers.into_iter().filter_map(|signer| {
        complete(&roster, &signer.person, SigningRole::Signatory, signer.behalf)
    }));
    found
}

/// Returns the two people of the sentence before, if `they` sign: `A met B. Following the meeting, they signed an MoU.`
fn meant_by_they<'t>(context: &TextContext<'t>, subject: &DraftSubject) -> &'t [PersonMention] {
    let statement = context.statement(subject.sentence);
    let signing = subject.signing.as_ref().map(|range| statement.reading.index_at(range.start));
    let is_they = signing
        .is_some_and(|verb| verb > 0 && statement.reading.is_one_of(verb - 1, &["they", "both"]));
    let Some(before) = subject.sentence.checked_sub(1).filter(|_| is_they) else { return &[] };
    let people = context.sentences[before].people.as_slice();
    let is_known = |person: &PersonMention| {
        person.title.is_some() || context.source.text[person.name.clone()].contains(' ')
    };
    if people.len() == 2 && people.iter().all(is_known) { people } else { &[] }
}

/// Returns the people in the part of a sentence that is about the agreement; if there are none, those before it, who
/// are the subject of all parts: `A and B signed one memorandum on trade and one on fish`.
fn of_part(
    roles: Vec<RoleMention>,
    sentence: &ReadSentence,
    part: &Range<usize>,
    signing: Option<&Range<usize>>,
) -> Vec<RoleMention> {
    let name = |role: &RoleMention| &sentence.people[role.person].name;
    let has_inside = roles.iter().any(|role| is_within(name(role), part));
    roles
        .into_iter()
        .filter(|role| {
            // `A signed an MoU with X, represented by B, and a letter with Y`: A signed both.
            let is_subject = signing.is_some_and(|signing| {
                name(role).end <= signing.start && signing.end <= part.start
            });
            is_within(name(role), part) || is_subject || !has_inside && name(role).end <= part.start
        })
        .collect()
}

/// Returns true if a range lies in another.
fn is_within(range: &Range<usize>, whole: &Range<usize>) -> bool {
    whole.start <= range.start && range.end <= whole.end
}

/// Returns a person with the full name and the office from elsewhere in the text. None if only half a name is known.
fn complete(
    roster: &Roster<'_>,
    person: &PersonMention,
    role: SigningRole,
    behalf: Option<Range<usize>>,
) -> Option<FoundPerson> {
    let full = roster.full_name(person)?;
    let name = full.longer.unwrap_or(person).name.clone();
    let mut quotations = vec![person.range.clone()];
    quotations.extend(full.longer.map(|longer| longer.range.clone()));
    let office = full.office.unwrap_or(person);
    if office.title.is_some() {
        quotations.push(office.range.clone());
    }
    let mut seen = Vec::new();
    quotations.retain(|range| {
        let is_new = !seen.contains(range);
        seen.push(range.clone());
        is_new
    });
    let body = person.body.clone().or_else(|| office.body.clone());
    let title = office.title.is_some().then(|| office.clone());
    Some(FoundPerson { role, name, title, body, behalf, quotations })
}

/// Joins the mentions of the same person in the same role.
fn merge(text: &str, found: Vec<FoundPerson>) -> Vec<FoundPerson> {
    let mut merged: Vec<(Vec<String>, FoundPerson)> = Vec::new();
    for person in found.into_iter().take(MAX_PEOPLE) {
        let words = name_words(&text[person.name.clone()]);
        let same = merged
            .iter_mut()
            .find(|(other, known)| known.role == person.role && is_same_name(other, &words));
        let Some((known_words, known)) = same else {
            merged.push((words, person));
            continue;
        };
        if words.len() > known_words.len() {
            known.name = person.name;
            *known_words = words;
        }
        if known.title.is_none() {
            known.title = person.title;
        }
        if known.body.is_none() {
            known.body = person.body;
        }
        if known.behalf.is_none() {
            known.behalf = person.behalf;
        }
        for quotation in person.quotations {
            if !known.quotations.contains(&quotation) {
                known.quotations.push(quotation);
            }
        }
    }
    merged.into_iter().map(|(_, person)| person).collect()
}

/// Returns true if one name has all words of the other.
fn is_same_name(first: &[String], second: &[String]) -> bool {
    let (short, long) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

/// Returns the party that a person signs for, and whether the text says so in these words.
fn party_of(
    text: &str,
    person: &FoundPerson,
    names: &SignatoryParties<'_>,
) -> Option<(usize, Certainty)> {
    let stated = person.behalf.iter().map(|range| (range, Certainty::Stated));
    let body = person.body.iter().map(|range| (range, Certainty::Stated));
    // The title of an ambassador names another country too.
    let title = person
        .title
        .iter()
        .filter(|_| person.body.is_none())
        .filter_map(|office| office.title.as_ref());
    let title = title.map(|range| (range, Certainty::Inferred));
    stated.chain(body).chain(title).find_map(|(range, certainty)| {
        let (party, found) = names.find(&text[range.clone()])?;
        let certainty = if found == PartyMatch::Country { Certainty::Inferred } else { certainty };
        Some((party, certainty))
    })
}

/// If all signatories but one have a party, and all parties but one have a signatory, those two belong together.
fn assign_last(
    found: &[FoundPerson],
    names: &SignatoryParties<'_>,
    assigned: &mut [Option<(usize, Certainty)>],
) {
    let signatories: Vec<_> =
        (0..found.len()).filter(|&index| found[index].role == SigningRole::Signatory).collect();
    let without: Vec<_> =
        signatories.iter().copied().filter(|&index| assigned[index].is_none()).collect();
    let free: Vec<_> = (0..names.len())
        .filter(|&party| {
            !signatories
                .iter()
                .any(|&index| assigned[index].is_some_and(|(known, _)| known == party))
        })
        .collect();
    if let ([person], [party]) = (without.as_slice(), free.as_slice())
        && signatories.len() == names.len()
    {
        assigned[*person] = Some((*party, Certainty::Inferred));
    }
}

/// Returns the fact for a person.
fn fact(
    text: &str,
    person: &FoundPerson,
    party: Option<(usize, Certainty)>,
    names: &SignatoryParties<'_>,
) -> Fact<Person> {
    let title = person.title.as_ref().and_then(|office| title(text, office, party, names));
    let value = Person {
        name: joined(&text[person.name.clone()]),
        title,
        party: party
            .filter(|_| person.role == SigningRole::Signatory)
            .map(|(party, _)| names.label(party)),
    };
    Fact { value, certainty: Certainty::Stated, quotations: person.quotations.clone() }
}

/// Returns the office without the party that the person signs for.
fn title(
    text: &str,
    office: &PersonMention,
    party: Option<(usize, Certainty)>,
    names: &SignatoryParties<'_>,
) -> Option<Text> {
    let title = office.title.clone()?;
    let mut kept = title.clone();
    if let Some(body) = office.body.as_ref().filter(|body| is_within(body, &title)) {
        let is_party = party.is_some_and(|(party, _)| names.is_exactly(party, &text[body.clone()]));
        let is_before_name = title.end <= office.name.start;
        if body.start == title.start && body.end < title.end && (is_party || is_before_name) {
            kept.start = body.end;
        } else if body.end == title.end && is_party {
            kept.end = end_before(text, title.start, body.start);
        }
    }
    let words = joined(text[kept].trim_matches([' ', ',', '\n', '\u{a0}']));
    (!words.is_empty()).then_some(words)
}

/// Returns the end of a title before a body, without what joins them.
fn end_before(text: &str, start: usize, body: usize) -> usize {
    const JOINING_WORDS: &[&str] = &["of the", "at the", "for the", "of", "at", "for", ",", "the"];
    let before = text[start..body].trim_end();
    let joint = JOINING_WORDS.iter().find(|joint| before.ends_with(*joint));
    let kept = joint.map_or(before, |joint| {
        before[..before.len() - joint.len()].trim_end_matches([' ', ',', '\n'])
    });
    start + kept.len()
}

/// Returns words with one space between them.
fn joined(words: &str) -> Text {
    words.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

#[cfg(test)]
mod tests;
