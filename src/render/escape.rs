//! Control characters and hidden characters, made visible.

use std::borrow::Cow;

use super::width::plain_width;

/// The joiner that makes one picture of several: 👩 + joiner + 💻 is 👩‍💻.
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Keeps two letters apart that would be joined: Persian spells many words with it.
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';

/// Returns `text` as one line that is safe to show: control characters and characters that cannot be seen
/// are escaped.
///
/// Newline, tab and carriage return become `\n`, `\t` and `\r`; every other control character, the
/// bidirectional controls and every other format character (Unicode category Cf: zero-width
/// characters, tags, the byte order mark), the line and paragraph separators, non-characters and
/// the code points reserved for more of these become `\u{1b}` and so on. A backslash is not escaped,
/// so the text cannot be parsed back.
///
/// Two format characters are kept if they have an effect: the joiner between two pictographs, which makes one
/// family of its members, and the joiner and the non-joiner between two letters of a script that is spelled
/// with them, such as Arabic or Devanagari. The tags in the flags of England, Scotland and Wales are escaped, because tags
/// can hide any text.
///
/// ```
/// use mou::render::escape::visible;
///
/// assert_eq!(visible("Memorandum\u{1b}[2J\n"), r"Memorandum\u{1b}[2J\n");
/// assert_eq!(visible("東京大学"), "東京大学");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    // Testing the neighbours of each letter takes ten times as long.
    if plain_width(text).is_some() {
        return Cow::Borrowed(text);
    }
    let mut shown: Option<String> = None;
    let mut base = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map(|&(_, next)| next);
        let joins = match letter {
            ZERO_WIDTH_JOINER => {
                (is_pictograph(base) && is_pictograph(after))
                    || (is_spelled_with_joiners(base) && is_spelled_with_joiners(after))
            }
            ZERO_WIDTH_NON_JOINER => {
                is_spelled_with_joiners(base) && is_spelled_with_joiners(after)
            }
            _ => false,
        };
        if is_hidden(letter) && !joins {
            escape_into(shown.get_or_insert_with(|| text.get(..at).unwrap_or("").into()), letter);
        } else if let Some(shown) = &mut shown {
            shown.push(letter);
        }
        if !modifies_a_pictograph(letter) {
            base = Some(letter);
        }
    }
    shown.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Returns the lines of `text`, each as [`visible`] returns it. For text of several lines, such as notes.
///
/// `\n` and `\r\n` end a line; a final one does not begin another line.
///
/// ```
/// use mou::render::escape::visible_lines;
///
/// assert_eq!(visible_lines("one\r\ntwo\t\n"), ["one", r"two\t"]);
/// ```
#[must_use]
pub fn visible_lines(text: &str) -> Vec<Cow<'_, str>> {
    text.lines().map(visible).collect()
}

/// Returns true if a terminal would act on `letter`, or if it cannot be seen.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    letter.is_control() || is_format(letter) || is_void(letter)
}

fn escape_into(shown: &mut String, letter: char) {
    match letter {
        '\n' => shown.push_str(r"\n"),
        '\r' => shown.push_str(r"\r"),
        '\t' => shown.push_str(r"\t"),
        _ => shown.extend(letter.escape_unicode()),
    }
}

/// The format characters (Cf) of Unicode 17 with the line and paragraph separators (Zl, Zp),
/// from `DerivedGeneralCategory.txt`.
fn is_format(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
        | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}

/// Code points that are never a character, and those reserved for more hidden characters
/// (`Default_Ignorable_Code_Point` in `DerivedCoreProperties.txt`), but for the variation
/// selectors of plane 14, which Japanese and Chinese names need.
fn is_void(letter: char) -> bool {
    matches!(letter, '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fff8}')
        || matches!(letter, '\u{e0000}'..='\u{e0fff}' if !('\u{e0100}'..='\u{e01ef}').contains(&letter))
        || u32::from(letter) & 0xfffe == 0xfffe
}

/// Returns true if `letter` is in a block of pictographs; these contain all that emoji sequences join.
fn is_pictograph(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| {
        matches!(letter,
            '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}'
            | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
    })
}

/// Returns true if `letter` is of a script in which joiners are part of the spelling: Arabic, Syriac, N'Ko and
/// their neighbours, the scripts of India and Sri Lanka, Myanmar, Khmer and Mongolian.
fn is_spelled_with_joiners(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| {
        matches!(letter,
            '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
            && !is_hidden(letter)
    })
}

/// Returns true if `letter` is a skin tone or selects the coloured form of the pictograph before it.
fn modifies_a_pictograph(letter: char) -> bool {
    matches!(letter, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_spelled_out() {
        let cases = [
            ("plain text", "plain text"),
            ("", ""),
            ("back\\slash", "back\\slash"),
            // C0, DEL, C1
            ("\u{1b}]0;pwned\u{7}", r"\u{1b}]0;pwned\u{7}"),
            ("a\nb\tc\rd\u{8}", r"a\nb\tc\rd\u{8}"),
            ("\0\u{7f}", r"\u{0}\u{7f}"),
            ("\u{9b}31m", r"\u{9b}31m"),
            // bidirectional controls
            ("a\u{202e}txt.exe", r"a\u{202e}txt.exe"),
            (
                "\u{2066}x\u{2069}\u{200e}\u{200f}\u{61c}",
                r"\u{2066}x\u{2069}\u{200e}\u{200f}\u{61c}",
            ),
            // other format characters
            ("zero\u{200b}width", r"zero\u{200b}width"),
            ("soft\u{ad}hyphen", r"soft\u{ad}hyphen"),
            ("\u{feff}bom", r"\u{feff}bom"),
            ("\u{2028}\u{2029}", r"\u{2028}\u{2029}"),
            ("x\u{e0041}\u{e007f}", r"x\u{e0041}\u{e007f}"),
            ("\u{13430}\u{1343f}", r"\u{13430}\u{1343f}"),
            // what is no character
            ("\u{fffe}\u{10ffff}\u{fdd0}", r"\u{fffe}\u{10ffff}\u{fdd0}"),
            // scripts and marks stay
            ("東京大学 جامعة עברית é", "東京大学 جامعة עברית é"),
            ("葛\u{e0100}", "葛\u{e0100}"),
            // the joiner stays between pictographs, and nowhere else
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("👩🏽\u{200d}❤\u{fe0f}\u{200d}👩🏽", "👩🏽\u{200d}❤\u{fe0f}\u{200d}👩🏽"),
            ("👩\u{200d}", r"👩\u{200d}"),
            ("a\u{200d}b", r"a\u{200d}b"),
            // and the joiners stay in the scripts that are spelled with them
            ("تفاهم\u{200c}نامه", "تفاهم\u{200c}نامه"),
            ("ක්\u{200d}ෂ", "ක්\u{200d}ෂ"),
            ("م\u{200c}", r"م\u{200c}"),
            ("م\u{200c}\u{200c}م", r"م\u{200c}\u{200c}م"),
            ("م\u{200c}a", r"م\u{200c}a"),
            ("a\u{200c}b", r"a\u{200c}b"),
            ("👩\u{200d}\u{200d}💻", r"👩\u{200d}\u{200d}💻"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }

    #[test]
    fn text_that_needs_nothing_is_borrowed() {
        for text in ["plain", "東京大学", "👩\u{200d}💻", "🇸🇬"] {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn lines_end_at_newlines_only() {
        assert_eq!(visible_lines("a\n\nb\r\n"), ["a", "", "b"]);
        assert_eq!(visible_lines("a\rb\u{2028}c"), [r"a\rb\u{2028}c"]);
        assert_eq!(visible_lines(""), Vec::<Cow<'_, str>>::new());
    }

    proptest! {
        #[test]
        fn nothing_shown_is_hidden(text in any::<String>()) {
            let shown = visible(&text);
            let is_joiner = |c| c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
            prop_assert!(!shown.chars().any(|c| is_hidden(c) && !is_joiner(c)));
            prop_assert_eq!(visible(&shown).into_owned(), shown.into_owned());
        }
    }
}
