//! What a number format shows of a date.

/// What a cell shows of the number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ShownPart {
    /// A number, or a length of time.
    #[default]
    Number,
    /// A day, or a time of day.
    Day,
    /// The month of a day, with or without the year.
    Month,
    /// The year of a day.
    Year,
}

/// The formats 27 to 58 differ by language. These are the ones that show a month without a day in
/// Japanese and in simplified Chinese.
const JAPANESE_MONTHS: [u32; 3] = [34, 52, 55];
const CHINESE_MONTHS: [u32; 5] = [27, 36, 50, 52, 57];

/// The character sets of fonts by which a workbook shows its language.
pub(super) const JAPANESE_CHARSET: &str = "128";
pub(super) const CHINESE_CHARSET: &str = "134";

/// Returns what a built-in format shows; `charset` is that of the fonts.
pub(super) fn of_number(number: u32, charset: Option<&str>) -> ShownPart {
    let months: &[u32] = match charset {
        Some(JAPANESE_CHARSET) => &JAPANESE_MONTHS,
        Some(CHINESE_CHARSET) => &CHINESE_MONTHS,
        _ => &[],
    };
    match number {
        17 => ShownPart::Month,
        number if months.contains(&number) => ShownPart::Month,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => ShownPart::Day,
        _ => ShownPart::Number,
    }
}

/// Returns what a format code shows, such as `mmm-yy` or `[$-409]d\ mmmm\ yyyy;@`.
pub(super) fn of_code(code: &str) -> ShownPart {
    let Some(letters) = date_letters(code) else { return ShownPart::Number };
    let has = |wanted: char| letters.contains(&wanted);
    let has_time = has('h') || has('s');
    // An `m` behind hours or before seconds is one of minutes.
    let is_month = |index: usize| {
        letters[index] == 'm'
            && !(index > 0 && letters[index - 1] == 'h')
            && letters.get(index + 1) != Some(&'s')
    };
    let has_month = (0..letters.len()).any(is_month);
    // An `e` is also the exponent of a number, and a `b` the calendar of Thailand.
    let has_year = has('y') || (has_month && (has('e') || has('b')));
    if has('d') {
        ShownPart::Day
    } else if has_month {
        ShownPart::Month
    } else if has_year {
        ShownPart::Year
    } else if has_time {
        ShownPart::Day
    } else {
        ShownPart::Number
    }
}

/// Returns the letters of the first section of a format code for the parts of a date, each run
/// once; `None` if it shows a length of time.
fn date_letters(code: &str) -> Option<Vec<char>> {
    let mut letters: Vec<char> = Vec::new();
    let mut rest = code.chars();
    let mut last = ' ';
    while let Some(letter) = rest.next() {
        let mut current = letter.to_ascii_lowercase();
        match letter {
            ';' => break,
            '"' => {
                rest.find(|letter| *letter == '"');
            }
            '\\' | '_' | '*' => {
                rest.next();
            }
            '[' => {
                let inside: String = rest.by_ref().take_while(|letter| *letter != ']').collect();
                let is_length = |unit: &str| {
                    inside
                        .to_ascii_lowercase()
                        .trim_matches(unit.chars().next().unwrap_or(' '))
                        .is_empty()
                };
                if !inside.is_empty() && ["h", "m", "s"].into_iter().any(is_length) {
                    return None;
                }
            }
            'A' | 'a' => {
                // `AM/PM` and `A/P` have an `m` that is not a month.
                for half in ["m/pm", "/p"] {
                    if rest.as_str().to_ascii_lowercase().starts_with(half) {
                        rest = rest.as_str()[half.len()..].chars();
                        break;
                    }
                }
            }
            'G' | 'g' if rest.as_str().to_ascii_lowercase().starts_with("eneral") => {
                rest = rest.as_str()["eneral".len()..].chars();
            }
            _ if "ymdhseb".contains(current) => {
                if current != last {
                    letters.push(current);
                }
                last = current;
                continue;
            }
            _ => {}
        }
        current = ' ';
        last = current;
    }
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_shows_a_day_a_month_or_a_year() {
        for (shown, codes) in [
            (
                ShownPart::Day,
                &[
                    "yyyy-mm-dd",
                    "DD/MM/YY",
                    "d-mmm",
                    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
                    "m/d/yy h:mm",
                    "h:mm AM/PM",
                    "mm:ss",
                    "m\"M\"d\"D\";@",
                    "[$-404]e\"年\"m\"月\"d\"日\"",
                    "[$-411]ge.m.d",
                    "*-yyyy-mm-dd",
                    "[Red]dd.mm.yyyy",
                ][..],
            ),
            (
                ShownPart::Month,
                &[
                    "mmm-yy",
                    "mmm\\-yy",
                    "[$-409]mmm\\-yy;@",
                    "yyyy\\.mm",
                    "MMMM YYYY",
                    "mmmm",
                    "[$-411]ggge\"年\"m\"月\"",
                    "yyyy\"년\" m\"월\"",
                    "mm/yyyy \"(day unknown)\"",
                    "mmm bb",
                    "mm/yyyy h:mm",
                ],
            ),
            (ShownPart::Year, &["yyyy", "yy", "\"FY\" yyyy", "[$-409]yyyy;@", "yyyy h:mm:ss"]),
            (
                ShownPart::Number,
                &[
                    "General",
                    "General;[Red]-General",
                    "0.00E+00",
                    "#,##0.00\\ [$€-407]",
                    "[h]:mm:ss",
                    "[mm]:ss",
                    "@",
                    "\"Year\" 0",
                    "0 \"days\"",
                    "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
                    "#,##0.00\\ _M\"H\"_);[Red]#,##0.00\\ _M\"S\"_)",
                    "#,##0*y",
                    "[Red",
                    "\"open",
                    "\\",
                    "",
                ],
            ),
        ] {
            for code in codes {
                assert_eq!(of_code(code), shown, "{code}");
            }
        }
    }

    #[test]
    fn built_in_format_of_a_month_depends_on_the_language() {
        for (number, charset, shown) in [
            (0, None, ShownPart::Number),
            (14, None, ShownPart::Day),
            (17, None, ShownPart::Month),
            (46, None, ShownPart::Number),
            (57, None, ShownPart::Day),
            (57, Some(CHINESE_CHARSET), ShownPart::Month),
            (57, Some(JAPANESE_CHARSET), ShownPart::Day),
            (55, Some(JAPANESE_CHARSET), ShownPart::Month),
        ] {
            assert_eq!(of_number(number, charset), shown, "{number}");
        }
    }
}
