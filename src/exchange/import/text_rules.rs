//! How texts of cells are cleaned before they are read: names, and dates, terms and codes.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The most characters of the name of a character in HTML, with `&` and `;`.
const MAX_ENTITY_BYTES: usize = 34;

/// Returns the text of a date, a term or a code: without spaces around it and invisible characters, and with
/// the digits and signs of Arabic, Persian and full-width forms in ASCII.
#[must_use]
pub fn plain_code(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain: String =
        text.chars().filter(|letter| !is_invisible(*letter)).map(in_ascii).collect();
    Cow::Owned(plain.trim().to_owned())
}

/// Returns a name in composed form (NFC), with single spaces and without spaces and invisible characters
/// around it.
#[must_use]
pub fn plain_name(text: &str) -> Cow<'_, str> {
    let is_around = |letter: char| letter.is_whitespace() || is_invisible(letter);
    let text = text.trim_matches(is_around);
    if !has_wide_space(text) && is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Cow::Owned(spaced.nfc().collect())
}

/// Returns true if the text has other spaces than single blanks.
fn has_wide_space(text: &str) -> bool {
    let mut follows_space = false;
    text.chars().any(|letter| {
        let is_space = letter.is_whitespace();
        let is_wide = is_space && (follows_space || letter != ' ');
        follows_space = is_space;
        is_wide
    })
}

/// Returns true for the characters of the Unicode category Cf, which cannot be seen.
#[must_use]
pub fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}'
        | '\u{600}'..='\u{605}'
        | '\u{61c}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{890}'..='\u{891}'
        | '\u{8e2}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{110bd}'
        | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}'
        | '\u{e0020}'..='\u{e007f}')
}

/// Returns true for an invisible character, and for the sign that only widens an Arabic word.
pub(super) fn is_unseen(letter: char) -> bool {
    letter == '\u{640}' || is_invisible(letter)
}

fn in_ascii(letter: char) -> char {
    let digit = |zero: u32| char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter);
    match letter {
        '٠'..='٩' => digit(0x660),
        '۰'..='۹' => digit(0x6f0),
        // A full-width `～` is a dash between two dates; `~` behind a date makes it approximate.
        '！'..='｝' => u8::try_from(u32::from(letter) - 0xfee0).map_or(letter, char::from),
        '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => ' ',
        _ => letter,
    }
}

/// Returns the text with the named and numbered characters of HTML decoded, once: `Smith &amp; Sons`.
/// What is not such a name stays as it is.
#[must_use]
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(MAX_ENTITY_BYTES).position(|byte| byte == b';');
        let entity = end.and_then(|end| Some((end, entity_text(&rest[1..end])?)));
        if let Some((end, text)) = entity {
            decoded.push_str(&text);
            rest = &rest[end + 1..];
        } else {
            decoded.push('&');
            rest = &rest[1..];
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Returns the characters that an entity names; `name` is what is between `&` and `;`.
fn entity_text(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(Cow::Borrowed);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let letter = char::from_u32(code)?;
    let is_text = !letter.is_control() || matches!(letter, '\n' | '\r' | '\t');
    is_text.then(|| Cow::Owned(letter.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_composed_and_have_single_spaces() {
        for (text, plain) in [
            ("Alpha  University", "Alpha University"),
            ("\u{feff}Alpha\u{a0}University\u{200b} ", "Alpha University"),
            ("東京\u{3000}大学", "東京 大学"),
            ("Universite\u{301} Une", "Université Une"),
            ("علوم\u{200c}ها", "علوم\u{200c}ها"),
        ] {
            assert_eq!(plain_name(text), plain);
        }
    }

    #[test]
    fn codes_have_ascii_digits_and_no_invisible_characters() {
        for (text, plain) in [
            ("\u{200e}2020-05-12\u{200f}", "2020-05-12"),
            ("٢٠٢٠/٥/١٢", "2020/5/12"),
            ("۲۰۲۰", "2020"),
            ("２０２０／０５", "2020/05"),
            ("3\u{a0}years", "3 years"),
            ("2020\u{ad}-05", "2020-05"),
        ] {
            assert_eq!(plain_code(text), plain);
        }
    }

    #[test]
    fn entities_are_decoded_once() {
        for (text, decoded) in [
            ("Smith &amp; Sons", "Smith & Sons"),
            ("Caf&eacute; Bravo", "Café Bravo"),
            ("&#233;&#xE9;&#x1F600;", "éé😀"),
            ("&amp;amp; &lt;b&gt;", "&amp; <b>"),
            ("A &unknown; B & C; D", "A &unknown; B & C; D"),
            ("&#0;&#55296;&#xZZ;", "&#0;&#55296;&#xZZ;"),
            ("R&D;T", "R&D;T"),
            ("&é;", "&é;"),
        ] {
            assert_eq!(decode_entities(text), decoded);
        }
    }
}
