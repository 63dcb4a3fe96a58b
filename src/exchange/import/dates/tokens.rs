//! The text of a cell as numbers, words and signs.

use unicode_normalization::UnicodeNormalization;

use super::words::{folded, is_thai, is_unspaced, unspaced_word};
use crate::exchange::import::text_rules::is_invisible;

/// A part of the text of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DateToken {
    /// Digits, or a number in Chinese characters.
    Number(Number),
    /// A word as it is compared.
    Word(String),
    /// A sign behind a number: 年, 月, 日.
    Unit(DateUnit),
    /// A sign.
    Mark(char),
    /// Spaces and line breaks.
    Space,
}

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value; of more digits than it can hold, the largest.
    pub(super) value: u32,
    /// The number of its digits.
    pub(super) digits: usize,
}

/// What a number before a sign counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateUnit {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day of the month.
    Day,
}

/// A dash between two dates in Japanese and Korean; `~` behind a date means that it is approximate.
pub(super) const WAVE_DASH: char = '〜';

/// The most bytes of a text with a date, and the most of its parts.
const MAX_DATE_BYTES: usize = 400;
const MAX_DATE_TOKENS: usize = 80;

/// Returns the parts of a text; `None` if it is too long for a date, or empty.
pub(super) fn date_tokens(text: &str) -> Option<Vec<DateToken>> {
    if text.len() > MAX_DATE_BYTES {
        return None;
    }
    let tokens = tokens_of(text);
    (1..=MAX_DATE_TOKENS).contains(&tokens.len()).then_some(tokens)
}

/// Returns the parts of a text, without spaces around it and without characters that cannot be seen.
fn tokens_of(text: &str) -> Vec<DateToken> {
    let letters: Vec<char> = if text.is_ascii() {
        text.chars().collect()
    } else {
        text.nfc().filter(|letter| !is_invisible(*letter)).map(plain_letter).collect()
    };
    let mut tokens = Vec::with_capacity(8);
    let mut index = 0;
    while index < letters.len() {
        let letter = letters[index];
        let rest = &letters[index..];
        index += if letter.is_whitespace() {
            if !matches!(tokens.last(), None | Some(DateToken::Space)) {
                tokens.push(DateToken::Space);
            }
            1
        } else if letter.is_ascii_digit() {
            let digits = length_of(rest, |letter| letter.is_ascii_digit());
            tokens.push(DateToken::Number(number_of(&rest[..digits])));
            digits
        } else if is_unspaced(letter) {
            let length = length_of(rest, is_unspaced);
            add_unspaced(&rest[..length].iter().collect::<String>(), &mut tokens);
            length
        } else if is_word_letter(letter) {
            let length = word_length(rest);
            let word: String = rest[..length].iter().filter(|letter| **letter != '.').collect();
            tokens.push(DateToken::Word(folded(&word)));
            length
        } else {
            tokens.push(DateToken::Mark(letter));
            1
        };
    }
    if tokens.last() == Some(&DateToken::Space) {
        tokens.pop();
    }
    join_abbreviations(&tokens)
}

/// Returns the letter in the form in which it is read.
fn plain_letter(letter: char) -> char {
    let digit = |zero: u32| char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter);
    match letter {
        '٠'..='٩' => digit(0x660),
        '۰'..='۹' => digit(0x6f0),
        '๐'..='๙' => digit(0xe50),
        '～' => WAVE_DASH,
        '！'..='｝' => u8::try_from(u32::from(letter) - 0xfee0).map_or(letter, char::from),
        '‐'..='―' | '−' => '-',
        '⁄' | '∕' => '/',
        '‘' | '’' | 'ʼ' | '′' => '\'',
        '،' | '、' => ',',
        '。' => '.',
        '○' | '◯' => '〇',
        '〔' => '(',
        '〕' => ')',
        _ => letter,
    }
}

fn length_of(letters: &[char], is_part: impl Fn(char) -> bool) -> usize {
    letters.iter().take_while(|letter| is_part(**letter)).count()
}

fn is_word_letter(letter: char) -> bool {
    (letter.is_alphabetic() || is_thai(letter) || is_mark(letter)) && !is_unspaced(letter)
}

/// Returns true for the accents and points that do not compose with their letter.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Returns the length of a word, with apostrophes between letters and the dots of Thai abbreviations.
fn word_length(letters: &[char]) -> usize {
    let mut length = 0;
    while let Some(&letter) = letters.get(length) {
        let next_is_letter = letters.get(length + 1).is_some_and(|next| is_word_letter(*next));
        let is_inside = match letter {
            '\'' => length > 0 && next_is_letter,
            '.' => length > 0 && is_thai(letters[length - 1]),
            _ => is_word_letter(letter),
        };
        if !is_inside {
            break;
        }
        length += 1;
    }
    length
}

fn number_of(digits: &[char]) -> Number {
    let value = digits.iter().try_fold(0_u32, |sum, digit| {
        sum.checked_mul(10)?.checked_add(digit.to_digit(10).unwrap_or_default())
    });
    Number { value: value.unwrap_or(u32::MAX), digits: digits.len() }
}

/// Adds the words, units and numbers of a text without spaces: `日星期二`, `二〇二〇年五月`.
fn add_unspaced(text: &str, tokens: &mut Vec<DateToken>) {
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let numerals: String = rest.chars().take_while(|c| is_numeral(*c)).collect();
        let after = rest[numerals.len()..].chars().next();
        if let Some(word) = unspaced_word(rest) {
            tokens.push(DateToken::Word(word.to_owned()));
            rest = &rest[word.len()..];
        } else if !numerals.is_empty() && after.and_then(unit_of).is_some() {
            let number = chinese_number(&numerals);
            tokens
                .push(number.map_or_else(|| DateToken::Word(numerals.clone()), DateToken::Number));
            rest = &rest[numerals.len()..];
        } else {
            tokens.push(match unit_of(letter) {
                Some(unit) => DateToken::Unit(unit),
                None => DateToken::Word(letter.to_string()),
            });
            rest = &rest[letter.len_utf8()..];
        }
    }
}

fn unit_of(letter: char) -> Option<DateUnit> {
    Some(match letter {
        '年' | '년' => DateUnit::Year,
        '月' | '월' => DateUnit::Month,
        '日' | '일' | '号' | '號' => DateUnit::Day,
        _ => return None,
    })
}

fn is_numeral(letter: char) -> bool {
    matches!(letter, '元' | '十' | '百' | '廿' | '卅') || numeral_digit(letter).is_some()
}

fn numeral_digit(letter: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .position(|digit| digit == letter || (letter == '零' && digit == '〇'))
        .and_then(|digit| u32::try_from(digit).ok())
}

/// Returns the number of Chinese numerals: `二〇二〇`, `十二`, `一百零九`, `元` (the first year of an era).
fn chinese_number(numerals: &str) -> Option<Number> {
    if numerals == "元" {
        return Some(Number { value: 1, digits: 1 });
    }
    let letters: Vec<char> = numerals.chars().collect();
    if let Some(digits) = letters.iter().map(|c| numeral_digit(*c)).collect::<Option<Vec<_>>>() {
        let digits: Vec<char> = digits.iter().filter_map(|d| char::from_digit(*d, 10)).collect();
        return Some(number_of(&digits));
    }
    let (mut sum, mut digit) = (0, None);
    for letter in letters {
        let scale = match letter {
            '百' => 100,
            '十' => 10,
            '廿' => 20,
            '卅' => 30,
            _ => {
                let next = numeral_digit(letter)?;
                if digit.is_some_and(|digit| digit != 0) {
                    return None;
                }
                digit = Some(next);
                continue;
            }
        };
        let counted = match digit.take() {
            None | Some(0) => 1,
            Some(digit) if matches!(scale, 10 | 100) => digit,
            Some(_) => return None,
        };
        // The scales go down: 百 before 十.
        if sum != 0 && (scale == 100 || sum % 100 != 0) {
            return None;
        }
        sum += counted * scale;
    }
    let value = sum + digit.unwrap_or_default();
    Some(Number { value, digits: value.to_string().len() })
}

/// Joins single letters with a dot or a slash between them: `B.E.`, `a. m.`, `s/d`.
fn join_abbreviations(tokens: &[DateToken]) -> Vec<DateToken> {
    let is_letter = |token: Option<&DateToken>| match token {
        Some(DateToken::Word(word)) => word.chars().count() == 1,
        _ => false,
    };
    let mut joined: Vec<DateToken> = Vec::with_capacity(tokens.len());
    let mut index = 0;
    while index < tokens.len() {
        let mut word = String::new();
        let mut end = index;
        while is_letter(tokens.get(end)) {
            if let Some(DateToken::Word(letter)) = tokens.get(end) {
                word.push_str(letter);
            }
            let is_dot = |at: usize| matches!(tokens.get(at), Some(DateToken::Mark('.' | '/')));
            end += 1;
            if is_dot(end) && is_letter(tokens.get(end + 1)) {
                end += 1;
            } else if is_dot(end)
                && tokens.get(end + 1) == Some(&DateToken::Space)
                && is_letter(tokens.get(end + 2))
            {
                end += 2;
            } else {
                break;
            }
        }
        if word.chars().count() > 1 {
            joined.push(DateToken::Word(word));
            // The dot behind the last letter belongs to it.
            index = end + usize::from(tokens.get(end) == Some(&DateToken::Mark('.')));
        } else {
            joined.push(tokens[index].clone());
            index += 1;
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let shown = |token: &DateToken| match token {
            DateToken::Number(number) => format!("{}/{}", number.value, number.digits),
            DateToken::Word(word) => word.clone(),
            DateToken::Unit(unit) => format!("{unit:?}"),
            DateToken::Mark(mark) => mark.to_string(),
            DateToken::Space => "_".to_owned(),
        };
        tokens_of(text).iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn text_is_split_into_numbers_words_and_signs() {
        for (text, tokens) in [
            ("", ""),
            (" 2020-07-28 ", "2020/4 - 7/2 - 28/2"),
            ("\u{200e}28/03/2022", "28/2 / 3/2 / 2022/4"),
            ("28th  July\n2020", "28/2 th _ july _ 2020/4"),
            ("Août 1er", "aout _ 1/1 er"),
            ("jusqu’au 30", "jusquau _ 30/2"),
            ("1.º de mayo", "1/1 . o _ de _ mayo"),
            ("٢٠٢٠/٥/١٢", "2020/4 / 5/1 / 12/2"),
            ("２０２０．５", "2020/4 . 5/1"),
            ("2020年5月12日（火）", "2020/4 Year 5/1 Month 12/2 Day ( 火 )"),
            ("2020年5月12日星期二", "2020/4 Year 5/1 Month 12/2 Day 星期二"),
            ("二〇二〇年五月十二日", "2020/4 Year 5/1 Month 12/2 Day"),
            ("民國一百零九年", "民國 109/3 Year"),
            ("廿三日 三十一日", "23/2 Day _ 31/2 Day"),
            ("令和元年", "令和 1/1 Year"),
            ("㋿2年", "㋿ 2/1 Year"),
            ("2021년 3월 4일 목요일", "2021/4 Year _ 3/1 Month _ 4/1 Day _ 목요일"),
            ("2021년3월4일부터", "2021/4 Year 3/1 Month 4/1 Day 부터"),
            ("12 มี.ค. พ.ศ.2563", "12/2 _ มีค _ พศ 2563/4"),
            ("B.E. 2563", "be _ 2563/4"),
            ("10:00 a. m.", "10/2 : 0/2 _ am"),
            ("s.d. 2020 s/d", "sd _ 2020/4 _ sd"),
            ("1399 ه\u{200d}.ش", "1399/4 _ هش"),
            ("1441هـ", "1441/4 ه"),
            ("99999999999999999999", "4294967295/20"),
        ] {
            assert_eq!(shown(text), tokens, "{text}");
        }
    }
}
