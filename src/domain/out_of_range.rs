//! Dates that follow from an agreement and lie outside the years 1 to 9999.

use super::agreement::Agreement;
use super::counting::{self, MonthsAndDays};
use super::date::Date;
use super::life::CountStart;
use super::term::{Basis, Term};

impl Agreement {
    /// Returns what follows from the stated facts and lies outside the years 1 to 9999, as a
    /// sentence that follows what names the agreement: its last day, that of the first period that
    /// begins automatically, its act-by date or its first review.
    ///
    /// ```
    /// use mou::domain::{Agreement, input};
    ///
    /// let mut agreement = Agreement::new("a".parse()?, "Of the far future");
    /// agreement.signed = Some("9990".parse()?);
    /// agreement.term = Some(input::parse_term("10y")?);
    /// assert_eq!(
    ///     agreement.out_of_range().as_deref(),
    ///     Some("would end after the year 9999: 10 years from 9990"),
    /// );
    /// # Ok::<(), mou::domain::ParseError>(())
    /// ```
    #[must_use]
    pub fn out_of_range(&self) -> Option<String> {
        let first = self.first_day();
        let (start, sum) = match (self.end, self.term, first) {
            (Some(end), _, _) => (CountStart::StatedEnd(end), MonthsAndDays::default()),
            (None, Some(Term::Lasting(term)), Some(first)) => {
                (CountStart::FirstDay(first, self.basis), MonthsAndDays::from(term))
            }
            (None, Some(Term::Lasting(_)), None) => return None,
            (None, Some(Term::Indefinite) | None, _) => return self.review_off(first?),
        };
        let Some(end) = start.end_after(sum) else {
            let (term, first) = (self.term?, first?);
            let term = match term {
                Term::Lasting(term) => term.in_words(),
                Term::Indefinite => return None,
            };
            return Some(format!("would end after the year 9999: {term} from {first}"));
        };
        if let Some(renewal) = self.automatic_renewal()
            && start.end_after(sum.plus(renewal.every, 1)).is_none()
        {
            let every = renewal.every.in_words();
            return Some(format!("would renew past the year 9999: {every} after {end}"));
        }
        let notice = self.notice.filter(|notice| counting::act_by(end, *notice).is_none())?;
        let notice = notice.in_words();
        Some(format!("would require action before the year 1: {notice} before {end}"))
    }

    fn review_off(&self, first: Date) -> Option<String> {
        let review = self.review?;
        if counting::last_date(first, review.into(), Basis::From).is_some() {
            return None;
        }
        Some(format!(
            "would first be reviewed after the year 9999: {} from {first}",
            review.in_words()
        ))
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Agreement;

    #[test]
    fn what_would_lie_off_the_calendar_is_told() {
        for (members, shown) in [
            ("", None),
            (r#""signed": "9990-05", "term": "P9Y""#, None),
            (
                r#""signed": "9990-05", "term": "P10Y""#,
                Some("would end after the year 9999: 10 years from 9990-05"),
            ),
            (r#""term": "P10Y""#, None),
            (r#""signed": "unknown", "term": "P1000Y""#, None),
            (r#""signed": "9999", "term": "indefinite", "notice": "P1000Y""#, None),
            (r#""signed": "9990", "term": "indefinite", "review": "P9Y""#, None),
            (
                r#""signed": "9990", "term": "indefinite", "review": "P10Y""#,
                Some("would first be reviewed after the year 9999: 10 years from 9990"),
            ),
            (
                r#""signed": "9990", "review": "P10Y""#,
                Some("would first be reviewed after the year 9999: 10 years from 9990"),
            ),
            (r#""signed": "unknown", "review": "P1000Y""#, None),
            (r#""signed": "9989", "term": "P5Y", "renewal": { "every": "P5Y" }"#, None),
            (
                r#""signed": "9990", "term": "P5Y", "renewal": { "every": "P5Y" }"#,
                Some("would renew past the year 9999: 5 years after 9995"),
            ),
            (
                r#""end": "9999-12-30", "renewal": { "every": "P2D" }"#,
                Some("would renew past the year 9999: 2 days after 9999-12-30"),
            ),
            (r#""end": "9999-12-31", "notice": "P1D""#, None),
            (r#""end": "0005", "notice": "P4Y""#, None),
            (
                r#""end": "0005", "notice": "P5Y""#,
                Some("would require action before the year 1: 5 years before 0005"),
            ),
            (
                r#""signed": "0001-01-01", "term": "P1D", "notice": "P2D""#,
                Some("would require action before the year 1: 2 days before 0001-01-02"),
            ),
        ] {
            let text = format!(r#"{{ "title": "A", {members}{} "id": "a" }}"#, comma(members));
            let agreement: Agreement = serde_json::from_str(&text).unwrap();
            assert_eq!(agreement.out_of_range().as_deref(), shown, "{members}");
        }
    }

    fn comma(members: &str) -> &str {
        if members.is_empty() { "" } else { "," }
    }
}
