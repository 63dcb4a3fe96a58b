//! The title of an agreement.

use super::formal::formal_heading;
use super::subject::DraftSubject;
use crate::domain::{Party, Text, usual_country_name};
use crate::extract::facts::TextContext;
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::readable::{one_line, readable};
use crate::extract::facts::signings::{SigningMention, SigningMood};
use crate::extract::proposal::Fact;
use crate::extract::text::BlockKind;

/// Returns the title: as written, the heading of a formal text, or composed of the parties.
#[must_use]
pub fn title(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    parties: &[Fact<Party>],
) -> Fact<Text> {
    heading(context, subject, parties)
        .or_else(|| written(context, subject))
        .unwrap_or_else(|| Fact::composed(composed(&subject.kind.value, parties).into()))
}

/// Returns the heading of a formal text, on one line.
fn heading(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    parties: &[Fact<Party>],
) -> Option<Fact<Text>> {
    let heading = formal_heading(context)
        .filter(|heading| subject.is_formal && !heading.sentences.is_empty())?;
    let first = &context.sentences[heading.sentences.start];
    let last = &context.sentences[heading.sentences.end - 1];
    let start = first.instruments[heading.instrument].range.start;
    let range = start..last.sentence.range.end;
    let text = one_line(&context.source.text[range.clone()]);
    let names: Vec<&str> = parties.iter().map(|party| party.value.name.as_str()).collect();
    Some(Fact::stated(readable(&text, &names).into(), range))
}

/// Returns the title as the text writes it, from the sentence about the agreement rather than from others.
fn written(context: &TextContext<'_>, subject: &DraftSubject) -> Option<Fact<Text>> {
    let titles = |index: usize| {
        let sentence = &context.sentences[index];
        // The title of an instrument that was signed at another time is not this one's.
        let others: Vec<usize> =
            if sentence.instruments.iter().any(|instrument| instrument.title.is_some()) {
                let signings = &context.statement(index).signings;
                let is_other = |signing: &SigningMention| signing.mood == SigningMood::Other;
                signings
                    .iter()
                    .filter(|signing| is_other(signing))
                    .map(|signing| signing.instrument)
                    .collect()
            } else {
                Vec::new()
            };
        let is_headline = sentence.sentence.kind == BlockKind::Headline && is_headline(sentence);
        let is_own = move |start: usize| index != subject.sentence || subject.part.contains(&start);
        sentence
            .instruments
            .iter()
            .enumerate()
            .filter(move |(number, instrument)| {
                !instrument.is_other && !is_headline && !others.contains(number)
            })
            .map(|(_, instrument)| instrument)
            .filter(move |instrument| instrument.kind == subject.kind.value)
            .filter(move |instrument| {
                is_own(instrument.range.start)
                    && !sentence.sentence.is_in_speech(instrument.range.start)
            })
            .filter_map(|instrument| instrument.title.clone())
    };
    let own = titles(subject.sentence).next();
    let range = own.or_else(|| subject.scope.iter().copied().flat_map(titles).next())?;
    let text = one_line(&context.source.text[range.clone()]);
    Some(Fact::stated(text.into(), range))
}

/// Returns a title from the kind and the parties: `MoU between A and B`.
fn composed(kind: &str, parties: &[Fact<Party>]) -> String {
    let mut letters = kind.chars();
    let kind: String = letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default();
    let names: Vec<&str> = parties
        .iter()
        .map(|party| party.value.short.as_deref().unwrap_or(party.value.name.as_str()))
        .collect();
    // Each of two states has a Ministry of Health.
    let with_state = |(number, name): (usize, &&str)| {
        let is_repeated = names.iter().filter(|other| *other == name).count() > 1;
        let country = parties[number].value.country.as_deref().and_then(usual_country_name);
        match country.filter(|_| is_repeated) {
            Some(country) => format!("{name} of {country}"),
            None => (*name).to_owned(),
        }
    };
    let names: Vec<String> = names.iter().enumerate().map(with_state).collect();
    match names.as_slice() {
        [] => kind,
        [only] => format!("{kind} of {only}"),
        [others @ .., last] => format!("{kind} between {} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_of_the_same_name_are_told_apart_by_their_state() {
        let party = |name: &str, country: &str| {
            let country = Some(country.to_owned().into());
            let party = Party { name: name.to_owned().into(), country, ..Party::default() };
            Fact::stated(party, 0..1)
        };
        let health = [party("Ministry of Health", "PE"), party("Ministry of Health", "KE")];
        assert_eq!(
            composed("MoU", &health),
            "MoU between Ministry of Health of Peru and Ministry of Health of Kenya"
        );
        let ports = [party("Port of Callao", "PE"), party("Port of Hull", "GB")];
        assert_eq!(
            composed("agreement", &ports),
            "Agreement between Port of Callao and Port of Hull"
        );
        assert_eq!(composed("MoU", &ports[..1]), "MoU of Port of Callao");
    }
}
