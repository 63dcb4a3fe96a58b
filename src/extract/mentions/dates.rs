//! Dates as texts write them, relative days too.

use super::date_parts::DateTokens;
use super::tokens::tokens;
use crate::extract::sentences::TextSentence;

pub use super::written_date::{DateForm, DateMention};

/// Finds the dates that a sentence names.
#[must_use]
pub fn dates(text: &str, sentence: &TextSentence) -> Vec<DateMention> {
    let tokens = tokens(text, sentence.range.clone());
    DateTokens { tokens: &tokens }.dates()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::proposal::Certainty;

    /// Returns what is found in a text: the words and what they mean on 2019-06-14, a Friday.
    fn found(text: &str) -> String {
        let tokens = tokens(text, 0..text.len());
        let dates = DateTokens { tokens: &tokens }.dates();
        let shown = dates.iter().map(|date| {
            let words = &text[date.range.clone()];
            let meaning = match (date.written, date.resolve("2019-06-14".parse().ok())) {
                (DateForm::Span(first, last), _) => format!("{first}/{last}"),
                (DateForm::TwoReadings(one, other), _) => format!("{one} or {other}"),
                (_, Some((date, Certainty::Stated))) => date.to_string(),
                (_, Some((date, _))) => format!("({date})"),
                (_, None) => "none".to_owned(),
            };
            format!("{words} = {meaning}")
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn days_months_and_years_are_read_as_they_are_written() {
        for (text, expected) in [
            ("on 4 July 2022 in", "4 July 2022 = 2022-07-04"),
            ("on 4th July 2022", "4th July 2022 = 2022-07-04"),
            ("on the 4th of July, 2022,", "4th of July, 2022 = 2022-07-04"),
            ("on this 4th day of July 2022", "4th day of July 2022 = 2022-07-04"),
            ("this fourth day of July, 2022", "fourth day of July, 2022 = 2022-07-04"),
            (
                "this twenty-first day of June two thousand and nineteen.",
                "twenty-first day of June two thousand and nineteen = 2019-06-21",
            ),
            ("the fourth (4th) day of July 2022", "fourth (4th) day of July 2022 = 2022-07-04"),
            ("on July 4, 2022, the", "July 4, 2022 = 2022-07-04"),
            ("on July 4th, 2022", "July 4th, 2022 = 2022-07-04"),
            ("on July 4 2022", "July 4 2022 = 2022-07-04"),
            ("on Oct. 26, 2025.", "Oct. 26, 2025 = 2025-10-26"),
            ("on Sept 3, 2021", "Sept 3, 2021 = 2021-09-03"),
            ("26 OCTOBER 2025", "26 OCTOBER 2025 = 2025-10-26"),
            ("4 Jul. 2022", "4 Jul. 2022 = 2022-07-04"),
            ("04-Jul-2022", "04-Jul-2022 = 2022-07-04"),
            ("4. July 2022", "4. July 2022 = 2022-07-04"),
            ("4\u{a0}July\n2022", "4\u{a0}July\n2022 = 2022-07-04"),
            ("on 2022-07-04", "2022-07-04 = 2022-07-04"),
            ("2025-10-26T01:45", "2025-10-26 = 2025-10-26"),
            ("on 2022/07/04", "2022/07/04 = 2022-07-04"),
            ("on 13/06/2019", "13/06/2019 = 2019-06-13"),
            ("on 06/13/2019", "06/13/2019 = 2019-06-13"),
            ("on 12.06.2019", "12.06.2019 = 2019-06-12"),
            ("on 5/5/2019", "5/5/2019 = 2019-05-05"),
            ("on 04/07/2022", "04/07/2022 = 2022-07-04 or 2022-04-07"),
            ("on Monday, 04/07/2022", "Monday, 04/07/2022 = 2022-07-04"),
            ("In October 2020, they", "October 2020 = 2020-10"),
            ("in October of 2020", "October of 2020 = 2020-10"),
            ("in mid-October, 2020", "October, 2020 = 2020-10"),
            ("in 2019.", "2019 = 2019"),
            ("since 2014", "2014 = 2014"),
            ("le 4 juillet 2022", "4 juillet 2022 = 2022-07-04"),
            ("el 4 de julio de 2022", "4 de julio de 2022 = 2022-07-04"),
            ("am 4. März 2022", "4. März 2022 = 2022-03-04"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn weekdays_are_kept_and_checked() {
        for (text, expected) in [
            ("on Thursday, 13 June 2019", "Thursday, 13 June 2019 = 2019-06-13"),
            ("on Friday 13 June 2019", "Friday 13 June 2019 = 2019-06-13?"),
            ("on Thurs., June 13", "Thurs., June 13 = (2019-06-13)"),
            ("Fri, Jun 14, 2019", "Fri, Jun 14, 2019 = 2019-06-14"),
            ("on 13 June 2019 (Thursday)", "13 June 2019 (Thursday) = 2019-06-13"),
            ("on 13 June 2019 (Monday)", "13 June 2019 (Monday) = 2019-06-13?"),
            ("on Thursday", "Thursday = (2019-06-13)"),
            ("on Friday", "Friday = (2019-06-14)"),
            ("last Saturday", "Saturday = (2019-06-08)"),
            ("last Thursday", "Thursday = none"),
            ("next Thursday", ""),
            ("every Monday, and on Mondays", ""),
            ("on Good Friday in the Sunday Times", ""),
            ("the Sun rose and Sat down", ""),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn relative_days_count_from_the_day_of_the_text() {
        for (text, expected) in [
            ("today signed", "today = (2019-06-14)"),
            ("earlier today", "today = (2019-06-14)"),
            ("this morning", "this morning = (2019-06-14)"),
            ("yesterday afternoon", "yesterday = (2019-06-13)"),
            ("two days ago", "two days ago = (2019-06-12)"),
            ("3 May", "3 May = (2019-05-03)"),
            ("on 30 November", "30 November = none"),
            ("May 3", "May 3 = (2019-05-03)"),
            ("on 3 May this year", "3 May this year = (2019-05-03)"),
            ("on 3 May last year", ""),
            ("in January this year", "January this year = (2019-01)"),
            ("in January", "January = (2019-01)"),
            ("in May", "May = (2019-05)"),
            ("last January", ""),
            ("next May", ""),
            ("later today", ""),
            ("tomorrow", ""),
            ("last week, this month, earlier this year, recently", ""),
            ("USA Today reported", ""),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn spans_have_two_ends() {
        for (text, expected) in [
            ("from 22–24 May 2023", "22–24 May 2023 = 2023-05-22/2023-05-24"),
            ("22 to 24 May 2023", "22 to 24 May 2023 = 2023-05-22/2023-05-24"),
            ("on 4 and 5 May 2023", "4 and 5 May 2023 = 2023-05-04/2023-05-05"),
            ("May 22-24, 2023", "May 22-24, 2023 = 2023-05-22/2023-05-24"),
            ("30 May – 2 June 2023", "30 May = 2023-05-30; 2 June 2023 = 2023-06-02"),
            (
                "from 1 January to 31 December 2024",
                "1 January = 2024-01-01; 31 December 2024 = 2024-12-31",
            ),
            (
                "from 28 December to 3 January 2024",
                "28 December = 2023-12-28; 3 January 2024 = 2024-01-03",
            ),
            ("May 30 to June 2, 2023", "May 30 = 2023-05-30; June 2, 2023 = 2023-06-02"),
            ("for 2024–2028", "2024–2028 = 2024/2028"),
            ("in 2021/22", "2021/22 = 2021/2022"),
            ("for 2025 and 2026", "2025 = 2025; 2026 = 2026"),
            ("from January to March 2024", "January = 2024-01; March 2024 = 2024-03"),
            ("on 22–24 May", ""),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_left_out() {
        for text in [
            "31 February 2022",
            "it may 4 times",
            "version 2.4 May",
            "in 2,000 schools",
            "about 2022 students",
            "the 2020s",
            "No. 2019",
            "12/06/19",
            "section 4 may apply",
            "call 2025550123",
            "the March of Dimes",
            "Theresa May",
            "$2019",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }
}
