//! Search for text, ignoring case and accents.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Returns `text` as it is compared: compatibility decomposed (NFKD, Unicode Standard Annex 15),
/// without accents, in lower case, with Latin letters that do not decompose written in ASCII
/// (`ß` as `ss`, `ø` as `o`, `æ` as `ae`), and with straight quotation marks and hyphens.
///
/// The same everywhere: no locale is asked, so `I`, `İ` and `ı` are all one `i`, and every sigma is
/// one. Accents are the marks of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic; the
/// vowel signs of Indic scripts and the voicing marks of Japanese are letters' own, and stay. What
/// is folded stays the same when it is folded again.
///
/// ```
/// use mou::domain::search;
///
/// assert_eq!(search::fold("Łódź, ÅRHUS & Straße"), "lodz, arhus & strasse");
/// assert!(search::found(&search::fold("ODOS"), "Οδός or Odós"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    // An ASCII letter does not change how its neighbours decompose, and most letters are ASCII.
    while !rest.is_empty() {
        let (plain, others) = split_before(rest, |byte| !byte.is_ascii());
        let start = folded.len();
        folded.push_str(plain);
        folded[start..].make_ascii_lowercase();
        let (others, next) = split_before(others, |byte| byte.is_ascii());
        fold_others(others, &mut folded);
        rest = next;
    }
    folded
}

/// Splits a text before the first byte of this kind, with which a letter begins.
fn split_before(text: &str, is_kind: impl Fn(u8) -> bool) -> (&str, &str) {
    text.split_at(text.bytes().position(is_kind).unwrap_or(text.len()))
}

/// Folds a text by its letters, and adds it.
fn fold_others(text: &str, folded: &mut String) {
    for c in text.nfkd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase) {
        match in_ascii(c) {
            Some(written) => folded.push_str(written),
            None if is_accent(c) => {}
            None => folded.push(c),
        }
    }
}

/// Returns true if `haystack` contains `needle`, which is [folded](fold).
///
/// An empty needle is always found. Nothing is allocated if the haystack is ASCII.
#[must_use]
pub fn found(needle: &str, haystack: &str) -> bool {
    if !haystack.is_ascii() {
        return fold(haystack).contains(needle);
    }
    let (needle, haystack) = (needle.as_bytes(), haystack.as_bytes());
    let Some((first, others)) = needle.split_first() else {
        return true;
    };
    haystack.windows(needle.len()).any(|place| {
        place[0].to_ascii_lowercase() == *first && place[1..].eq_ignore_ascii_case(others)
    })
}

/// Returns true if `text` folds to `folded`: they differ at most in case and accents.
#[must_use]
pub fn is_same(folded: &str, text: &str) -> bool {
    let text = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) };
    text.eq_ignore_ascii_case(folded)
}

/// A text to search for, folded once.
///
/// ```
/// use mou::domain::search::SearchWord;
///
/// let needle = SearchWord::from("École");
/// assert!(needle.is_in("Grande ecole"));
/// assert_eq!(needle.typed(), "École");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchWord {
    typed: String,
    folded: String,
}

impl SearchWord {
    /// Returns the text as it was typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Returns the word that was typed as `typed` and is searched as `text`.
    #[must_use]
    pub fn with_meaning(typed: &str, text: &str) -> Self {
        Self { typed: typed.to_owned(), folded: fold(text.trim()) }
    }

    /// Returns true if `text` contains it, ignoring case and accents.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        found(&self.folded, text)
    }

    /// Returns true if it is the whole of `text`, ignoring case and accents.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        is_same(&self.folded, text)
    }
}

impl From<String> for SearchWord {
    fn from(typed: String) -> Self {
        let folded = fold(typed.trim());
        Self { typed, folded }
    }
}

impl From<&str> for SearchWord {
    fn from(typed: &str) -> Self {
        typed.to_owned().into()
    }
}

fn is_accent(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'       // combining diacritical marks
            | '\u{483}'..='\u{489}' // Cyrillic
            | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
            | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' // Arabic
            | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

/// Returns how a letter that has no decomposition, in lower case, is written in plainer ones.
fn in_ascii(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ŋ' => "ng",
        'ı' | 'ɨ' => "i",
        'ȷ' => "j",
        'ø' | 'ɔ' | 'ɵ' => "o",
        'đ' | 'ð' | 'ɗ' | 'ɖ' => "d",
        'ł' | 'ƚ' => "l",
        'ħ' => "h",
        'ŧ' | 'ƭ' => "t",
        'ə' | 'ɛ' | 'ǝ' => "e",
        'ɓ' | 'ƀ' => "b",
        'ƙ' | 'ĸ' => "k",
        'ƒ' => "f",
        'ɠ' | 'ǥ' => "g",
        'ɲ' => "n",
        'ƴ' => "y",
        'ƶ' => "z",
        'ʉ' => "u",
        'ς' => "σ",
        '‘' | '’' | '‛' | '′' | 'ʻ' | 'ʼ' | 'ʹ' => "'",
        '“' | '”' | '‟' => "\"",
        '‐' | '‒' | '–' | '—' | '−' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_folded_without_case_and_accents() {
        for (text, folded) in [
            ("", ""),
            ("Kyoto University", "kyoto university"),
            ("École Polytechnique Fédérale", "ecole polytechnique federale"),
            ("ÉCOLE", "ecole"),
            ("E\u{301}cole", "ecole"),
            ("Straße STRASSE STRAẞE", "strasse strasse strasse"),
            ("København Ærø Łódź", "kobenhavn aero lodz"),
            ("Đà Nẵng Ísland Þingvellir", "da nang island thingvellir"),
            ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
            ("Azərbaycan", "azerbaycan"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("Москва Ёлка", "москва елка"),
            ("שָׁלוֹם", "שלום"),
            ("ＧｏｖＴｅｃｈ ﬁnance", "govtech finance"),
            ("People’s – “A”", "people's - \"a\""),
            ("京都大学", "京都大学"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        assert_ne!(fold("が"), fold("か"));
    }

    #[test]
    fn letters_that_do_not_decompose_are_written_in_plainer_ones() {
        for (letters, plain) in [
            ("ß ẞ", "ss ss"),
            ("æ œ þ ŋ", "ae oe th ng"),
            ("ıɨ ȷ øɔɵ", "ii j ooo"),
            ("đðɗɖ łƚ ħ ŧƭ", "dddd ll h tt"),
            ("əɛǝ ɓƀ ƙĸ ƒ ɠǥ", "eee bb kk f gg"),
            ("ɲ ƴ ƶ ʉ", "n y z u"),
            ("ς", "σ"),
            ("‘’‛′ʻʼʹ", "'''''''"),
            ("“”‟", "\"\"\""),
            ("‐‑‒–—−", "------"),
        ] {
            assert_eq!(fold(letters), plain, "{letters}");
            assert_eq!(fold(&letters.to_uppercase()), plain, "{letters}");
        }
        for accented in [
            "e\u{300}",
            "е\u{483}",
            "א\u{591}",
            "א\u{5bf}",
            "א\u{5c7}",
            "ا\u{610}",
            "ا\u{64b}",
            "ا\u{670}",
            "e\u{1ab0}",
            "e\u{1dc0}",
            "e\u{20d0}",
            "e\u{fe20}",
        ] {
            let bare: String = accented.chars().take(1).collect();
            assert_eq!(fold(accented), bare, "{accented:?}");
        }
    }

    #[test]
    fn text_is_found_anywhere() {
        for (needle, haystack, is_found) in [
            ("", "", true),
            ("", "GDS", true),
            ("gds", "The GDS", true),
            ("gds", "GD", false),
            ("aab", "AAAB", true),
            ("ecole", "Grande École", true),
            ("École", "grande ecole", true),
            ("é", "e", true),
            ("學", "GDS", false),
            ("大学", "京都大学", true),
        ] {
            assert_eq!(found(&fold(needle), haystack), is_found, "{needle} in {haystack}");
        }
        assert!(is_same(&fold("École"), "ECOLE"));
        assert!(is_same(&fold("ECOLE"), "école"));
        assert!(!is_same(&fold("Ecole"), "Ecoles"));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn folding_in_parts_is_folding_the_whole(text in "(\\PC|[a-zA-Z \u{301}\u{323}é]){0,20}") {
            let mut whole = String::new();
            fold_others(&text, &mut whole);
            prop_assert_eq!(fold(&text), whole);
        }

        #[test]
        fn the_short_way_finds_what_folding_finds(
            needle in "[aAbB]{0,3}|\\PC{0,2}", haystack in "[aAbBéÉ]{0,9}|\\PC{0,9}",
        ) {
            let folded = fold(&needle);
            prop_assert_eq!(found(&folded, &haystack), fold(&haystack).contains(&folded));
            prop_assert_eq!(is_same(&folded, &haystack), fold(&haystack) == folded);
        }
    }
}
