//! Characters that HTML spells by names or numbers.

use quick_xml::escape::resolve_html5_entity;

/// The longest name of a character, in bytes.
const MAX_NAME_BYTES: usize = 32;

/// Returns the length of the reference to a character at the start of a text, and the characters; `None` if there is
/// none. The text must start with `&`.
pub(super) fn entity(text: &str) -> Option<(usize, String)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let length = digits.bytes().take(MAX_NAME_BYTES).take_while(u8::is_ascii_hexdigit).count();
        let code = u32::from_str_radix(&digits[..length], radix).ok()?;
        let is_closed = digits[length..].starts_with(';');
        let end = text.len() - digits.len() + length + usize::from(is_closed);
        return Some((end, character(code).to_string()));
    }
    let length = body.bytes().take(MAX_NAME_BYTES).take_while(u8::is_ascii_alphanumeric).count();
    let name = &body[..length];
    if body[length..].starts_with(';') {
        return resolve_html5_entity(name).map(|characters| (length + 2, characters.to_owned()));
    }
    // Old pages leave out the semicolon after some names.
    ["nbsp", "amp", "quot", "lt", "gt"]
        .into_iter()
        .find(|old| *old == name)
        .and_then(resolve_html5_entity)
        .map(|characters| (length + 1, characters.to_owned()))
}

/// Returns the character of a number. The numbers from 128 to 159 are those of Windows-1252, as in browsers.
fn character(code: u32) -> char {
    match code {
        0x80..=0x9f => {
            let byte = [u8::try_from(code).unwrap_or_default()];
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(&byte)
                .0
                .chars()
                .next()
                .unwrap_or('\u{fffd}')
        }
        0 => '\u{fffd}',
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}

/// Returns a text with its references replaced.
pub(super) fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(offset) = rest.find('&') {
        decoded.push_str(&rest[..offset]);
        rest = &rest[offset..];
        let (length, characters) = entity(rest).unwrap_or((1, "&".to_owned()));
        decoded.push_str(&characters);
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced_and_other_text_is_kept() {
        for (text, expected) in [
            ("Trade &amp; Industry", "Trade & Industry"),
            ("a&nbsp;b&nbsp c", "a\u{a0}b\u{a0} c"),
            ("UK&#8217;s UK&#x2019;s UK&#146;s UK&rsquo;s", "UK’s UK’s UK’s UK’s"),
            ("&eacute;&Eacute;&hellip;", "éÉ…"),
            ("R&D; AT&T & Co &unknown; &;", "R&D; AT&T & Co &unknown; &;"),
            ("&#0; &#99999999999; &#xD800;", "\u{fffd} &#99999999999; \u{fffd}"),
            ("&", "&"),
        ] {
            assert_eq!(decoded(text), expected, "{text}");
        }
    }
}
