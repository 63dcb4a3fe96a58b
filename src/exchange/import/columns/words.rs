//! The words of headings, in ten languages, each by its meaning.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::super::cell::words_by_meaning;
use super::super::text_rules::is_unseen;
use crate::domain::search::fold;

/// The words with their meanings: `meaning: word, other word`. Words without a meaning say nothing.
const HEADING_WORDS: &str = include_str!("heading_words.txt");

/// The longest word of a script without spaces, in characters.
const MAX_WORD_CHARS: usize = 12;

/// The shortest word that may be a part of a longer one, in characters.
const MIN_PART_CHARS: usize = 3;

/// The longest heading that is taken apart, in bytes.
const MAX_HEADING_BYTES: usize = 300;

/// The words that separate the parts of a heading: `and`, `or`.
const SEPARATING_WORDS: [&str; 22] = [
    "and",
    "or",
    "y",
    "e",
    "o",
    "u",
    "ou",
    "et",
    "und",
    "oder",
    "dan",
    "atau",
    "و",
    "او",
    "和",
    "与",
    "與",
    "及",
    "或",
    "と",
    "または",
    "및",
];

/// The meanings of units, which are also the units of bare numbers.
pub(super) const UNIT_MEANINGS: [&str; 4] = ["years", "months", "weeks", "days"];

/// The letters of date forms, as in `dd/mm/yyyy` and its translations.
const FORM_WORDS: [&str; 14] =
    ["d", "dd", "m", "mm", "mmm", "yy", "yyyy", "aa", "aaaa", "jj", "jjjj", "tt", "hh", "ss"];

/// The answers in brackets after a question: `(Y/N)`.
const ANSWER_WORDS: [&str; 20] = [
    "y/n",
    "yes/no",
    "y / n",
    "yes / no",
    "yes or no",
    "si/no",
    "s/n",
    "oui/non",
    "o/n",
    "ja/nein",
    "j/n",
    "sim/nao",
    "ya/tidak",
    "نعم/لا",
    "是/否",
    "有/无",
    "有/無",
    "はい/いいえ",
    "예/아니오",
    "예/아니요",
];

/// What the words of a heading mean, each meaning once. A word that is not known means itself.
pub(super) type Meanings = BTreeSet<String>;

/// The meanings of all words.
static WORD_MEANINGS: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    words_by_meaning(HEADING_WORDS)
        .map(|(meaning, word)| {
            (plain_word(&simplified(word)), meaning.split_whitespace().collect())
        })
        .collect()
});

/// All meanings that a word can have.
static KNOWN_MEANINGS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| WORD_MEANINGS.values().flatten().copied().collect());

/// Returns true if this is the meaning of a known word, and not a word that means itself.
pub(super) fn is_meaning(text: &str) -> bool {
    KNOWN_MEANINGS.contains(text)
}

/// Returns the heading without case, accents and invisible characters.
pub(super) fn simplified(heading: &str) -> String {
    // The signs of `Nº` are no letters of their own.
    let visible: String =
        heading.chars().filter(|c| !is_unseen(*c) && !matches!(c, 'º' | 'ª' | '°')).collect();
    fold(&visible).nfc().collect()
}

/// Returns true for a letter of a script that is written without spaces, and for Hangul.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(
        c,
        '々' | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// Returns the parts of a [simplified] heading: `Partner / Socio` has two. Also a hyphen between spaces
/// separates them, and the words for `and`.
pub(super) fn parts(heading: &str) -> Vec<String> {
    let mut heading = heading.to_owned();
    for answers in ANSWER_WORDS {
        if let Some(index) = heading.find(answers)
            && heading[..index].ends_with(['(', ' ', '[', '-', ':', ',', ';'])
            && !heading[index + answers.len()..].starts_with(char::is_alphanumeric)
        {
            heading.replace_range(index..index + answers.len(), " ");
        }
    }
    let heading = heading.replace(" - ", "\n").replace(" -- ", "\n");
    let is_separator = |c: char| {
        matches!(
            c,
            '/' | ','
                | '&'
                | '|'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '\n'
                | '\r'
                | ';'
                | '+'
                | ':'
                | '\\'
                | '、'
                | '・'
                | '·'
                | '•'
                | '،'
                | '؛'
                | '【'
                | '】'
                | '「'
                | '」'
                | '〔'
                | '〕'
        )
    };
    let mut parts = Vec::new();
    for piece in heading.split(is_separator) {
        let mut part = String::new();
        for word in piece.split_whitespace() {
            let is_and = SEPARATING_WORDS.contains(&word);
            // In Arabic, `and` is written together with the next word.
            let joined = word.strip_prefix('و').filter(|rest| rest.starts_with("ال"));
            if is_and || joined.is_some() {
                parts.push(std::mem::take(&mut part));
            }
            if !is_and {
                part.push_str(joined.unwrap_or(word));
                part.push(' ');
            }
        }
        parts.push(part);
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Returns what the words of a [simplified] heading mean. A run of Chinese, Japanese or Korean is
/// divided into the words of `names`, else into known words; `names` gives the meaning of a name.
pub(super) fn meanings<'n>(heading: &str, names: &impl Fn(&str) -> Option<&'n str>) -> Meanings {
    let mut found = Meanings::new();
    for token in tokens(heading) {
        if token.starts_with(is_cjk) {
            let known = |word: &str| {
                let name = names(word).map(|name| vec![name]);
                name.or_else(|| WORD_MEANINGS.get(word).cloned())
            };
            match divided(&token, 1, &known) {
                Some(words) => found.extend(words.into_iter().map(str::to_owned)),
                None => drop(found.insert(token)),
            }
            continue;
        }
        let word = plain_word(&token);
        if FORM_WORDS.contains(&word.as_str()) {
            continue;
        }
        if let Some(meanings) = WORD_MEANINGS.get(&word) {
            found.extend(meanings.iter().map(|meaning| (*meaning).to_owned()));
            continue;
        }
        let part = |word: &str| WORD_MEANINGS.get(word).filter(|words| !words.is_empty()).cloned();
        match divided(&word, MIN_PART_CHARS, &part) {
            Some(words) => found.extend(words.into_iter().map(str::to_owned)),
            None => drop(found.insert(word)),
        }
    }
    found
}

/// Returns the words of a heading; those of a script without spaces are joined.
fn tokens(heading: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    let mut is_joined = false;
    for c in heading.chars().take(MAX_HEADING_BYTES) {
        if !c.is_alphanumeric() {
            // Korean is written with and without spaces.
            is_joined =
                (is_joined || last.is_alphanumeric()) && c.is_whitespace() && !tokens.is_empty();
            last = c;
            continue;
        }
        let continues = tokens.last().is_some_and(|token| {
            let is_same_script = token.ends_with(is_cjk) == is_cjk(c);
            is_same_script && (last.is_alphanumeric() || (is_joined && is_cjk(c)))
        });
        match tokens.last_mut().filter(|_| continues) {
            Some(token) => token.push(c),
            None => tokens.push(c.into()),
        }
        last = c;
    }
    tokens
}

/// Returns a word without the article and with the plain forms of its letters, if it is Arabic.
fn plain_word(word: &str) -> String {
    if !word.starts_with(|c| ('\u{600}'..='\u{6ff}').contains(&c)) {
        return word.to_owned();
    }
    let plain = word.replace('ة', "ه").replace('ى', "ي");
    match plain.strip_prefix("ال") {
        Some(rest) if rest.chars().count() > 2 => rest.to_owned(),
        _ => plain,
    }
}

/// Returns the meanings of the fewest words that a text consists of; `None` if it does not.
///
/// In a word with spaces, an `s` may join two parts, as in German.
fn divided<'m>(
    text: &str,
    min_chars: usize,
    known: &impl Fn(&str) -> Option<Vec<&'m str>>,
) -> Option<Vec<&'m str>> {
    let has_joints = min_chars > 1;
    let ends: Vec<usize> =
        text.char_indices().map(|(index, _)| index).chain([text.len()]).collect();
    // The fewest words from each character on: their number, and the end and meanings of the first.
    let mut best: Vec<Option<(usize, usize, Vec<&str>)>> = vec![None; ends.len()];
    best[ends.len() - 1] = Some((0, ends.len() - 1, Vec::new()));
    let longest = if has_joints { ends.len() } else { MAX_WORD_CHARS };
    for start in (0..ends.len() - 1).rev() {
        for end in start + min_chars..ends.len().min(start + longest + 1) {
            let joint = has_joints && text[ends[end]..].starts_with('s') && end + 2 < ends.len();
            let after = [Some(end), joint.then_some(end + 1)];
            let next = after
                .into_iter()
                .flatten()
                .filter_map(|next| best[next].as_ref().map(|(count, ..)| (count + 1, next)));
            let Some((count, next)) = next.min() else { continue };
            if best[start].as_ref().is_some_and(|(other, ..)| *other <= count) {
                continue;
            }
            if let Some(meanings) = known(&text[ends[start]..ends[end]]) {
                best[start] = Some((count, next, meanings));
            }
        }
    }
    let mut words = Vec::new();
    let mut start = 0;
    while start + 1 < ends.len() {
        let (_, next, meanings) = best[start].as_ref()?;
        words.extend(meanings);
        start = *next;
    }
    Some(words)
}

/// Returns the unit of a bare number that a heading names: `Duration (years)`, `Preaviso (días)`.
///
/// `None` if there is none, or several.
#[must_use]
pub fn unit_in_heading(heading: &str) -> Option<&'static str> {
    let found = meanings(&simplified(heading), &|_| None);
    let mut units = UNIT_MEANINGS.into_iter().filter(|unit| found.contains(*unit));
    units.next().filter(|_| units.next().is_none())
}

/// Returns the unit that a text is, in one of the ten languages: `Years`, `meses`, `個月`.
///
/// ```
/// use mou::exchange::import::columns::unit_of;
///
/// assert_eq!(unit_of("Meses"), Some("months"));
/// assert_eq!(unit_of("years of age"), None);
/// ```
#[must_use]
pub fn unit_of(text: &str) -> Option<&'static str> {
    let plain = simplified(text);
    let word: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = [("y", "years"), ("m", "months"), ("w", "weeks"), ("d", "days")];
    if let Some((_, unit)) = letters.iter().find(|(letter, _)| *letter == word) {
        return Some(unit);
    }
    match WORD_MEANINGS.get(&plain_word(&word)).map(Vec::as_slice) {
        Some([meaning]) => UNIT_MEANINGS.into_iter().find(|unit| unit == meaning),
        _ => None,
    }
}

/// Returns the meanings of the known words in a [simplified] heading, also within other words of a
/// script without spaces. Used to guess what a heading that is not recognised may be.
pub(super) fn meanings_within(heading: &str) -> Meanings {
    let mut found = meanings(heading, &|_| None);
    found.retain(|meaning| is_meaning(meaning));
    for token in tokens(heading).iter().filter(|token| token.starts_with(is_cjk)) {
        let words = WORD_MEANINGS
            .iter()
            .filter(|(word, _)| word.chars().count() > 1 && token.contains(word.as_str()));
        found.extend(words.flat_map(|(_, meanings)| meanings).map(|meaning| (*meaning).to_owned()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(heading: &str) -> String {
        let found = meanings(&simplified(heading), &|_| None);
        found.into_iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_word_has_one_meaning() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (meaning, word) in words_by_meaning(HEADING_WORDS) {
            let plain = plain_word(&simplified(word));
            assert!(!word.is_empty() && !word.contains(' '), "{meaning}: `{word}`");
            assert!(seen.insert(plain, meaning).is_none(), "{word}");
        }
        assert!(HEADING_WORDS.lines().all(|line| line.chars().count() <= 120));
    }

    #[test]
    fn headings_are_divided_into_words() {
        for (heading, words) in [
            ("Date of Signature:", "date signing"),
            ("Dt. of Signing (dd/mm/yyyy)", "date signing"),
            ("Fecha de suscripción del convenio", "agreement date signing"),
            ("Date d’échéance", "date expiry"),
            ("Vertragsunterzeichnungsdatum", "agreement date signing"),
            ("Partnername", "institution name"),
            ("تاريخ توقيع الاتفاقية", "agreement date signing"),
            ("協定締結日", "agreement date signing"),
            ("협약 체결 일자", "agreement date signing"),
            ("合作单位的国家", "country institution"),
            ("Part\u{ad}ner\u{200b}", "institution"),
            ("Nº de convenio", "agreement number"),
            ("Institutional budget", "budget institutional"),
            ("MOU締結日", "agreement date signing"),
            ("日本国内", "日本国内"),
        ] {
            assert_eq!(read(heading), words, "{heading}");
        }
    }

    #[test]
    fn parts_of_a_heading_are_separated() {
        for (heading, expected) in [
            ("Partner / Socio", "partner|socio"),
            ("Start date - End date", "start date|end date"),
            ("Auto-renewal (Y/N)", "auto-renewal"),
            ("Nombre y país", "nombre|pais"),
            ("国・地域", "国|地域"),
            ("الشريك والدولة", "الشريك|الدوله"),
        ] {
            let parts = parts(&simplified(heading));
            let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
            assert_eq!(parts.join("|").replace('ة', "ه"), expected, "{heading}");
        }
    }
}
