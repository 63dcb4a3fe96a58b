//! Timelines: agreements as bars over the years, those of a lineage on one line.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use chrono::Datelike;

use super::listing::ListedAgreement;
use crate::domain::{Activity, Date, Day, End, Id, Party, Progress, Status, Text, days_between};

/// How many years before and after this one a timeline covers at most, unless its period is named.
const YEARS_AROUND_TODAY: i32 = 5;

/// How many years after this one a timeline covers at least, unless its period is named.
const YEARS_AHEAD: i32 = 2;

/// Agreements as bars over the years.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The day.
    pub today: Day,
    /// The period that is drawn.
    pub period: TimelinePeriod,
    /// The lines: first those that are in force or still to come, the next end first; then those that are over,
    /// the latest end first.
    pub lines: Vec<TimelineLine>,
    /// How many agreements have neither a first nor a last day, so that they are not drawn.
    pub undated: usize,
    /// How many agreements lie outside the period, so that they are not drawn.
    pub outside: usize,
}

/// The first and the last day that a timeline covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimelinePeriod {
    /// The first day.
    pub from: Day,
    /// The last day; not before the first one.
    pub to: Day,
}

/// The agreements of a lineage that follow each other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimelineLine {
    /// The bars, by their first day.
    pub bars: Vec<TimelineBar>,
}

/// An agreement on a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineBar {
    /// The id.
    pub id: Id,
    /// The title.
    pub title: Text,
    /// The names of the partners.
    pub partners: Vec<Text>,
    /// The short names of the partners, or the names of those that have none.
    pub short_partners: Vec<Text>,
    /// The status.
    pub status: Status,
    /// The first day; `None` if it is not known.
    pub first_day: Option<Date>,
    /// The last day of the current period.
    pub end: End,
    /// The day until which it was certainly in force, if the end is not known.
    pub known_until: Option<Day>,
    /// The act-by date, unless the agreement is settled.
    pub act_by: Option<Date>,
    /// Whether it renews automatically at the end.
    pub is_renewing: bool,
    /// The activities with a date, in the order of their numbers.
    pub activities: Vec<TimelineActivity>,
    succeeds: Vec<Id>,
}

/// An activity on a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineActivity {
    /// The number.
    pub number: NonZeroU32,
    /// The title.
    pub title: Text,
    /// The day on which it takes place, or by which it is due.
    pub date: Date,
    /// How far it is.
    pub status: Option<Progress>,
}

impl TimelinePeriod {
    /// Returns where a day lies in the period: 0 is the beginning of the first day, 1 the end of the last one.
    #[must_use]
    pub fn position(self, day: Day) -> f64 {
        let days = |from, to| f64::from(i32::try_from(days_between(from, to)).unwrap_or(i32::MAX));
        days(self.from, day) / (days(self.from, self.to) + 1.0)
    }

    /// Returns the first days of the years in the period.
    pub fn years(self) -> impl Iterator<Item = Day> {
        let years = self.from.year()..=self.to.year();
        let days = years.filter_map(|year| Day::from_ymd_opt(year, 1, 1));
        days.filter(move |day| *day >= self.from)
    }
}

impl TimelineBar {
    /// Returns the bar of an agreement.
    #[must_use]
    pub fn new(entry: &ListedAgreement) -> Self {
        let (agreement, standing) = (&entry.agreement, &entry.standing);
        let partners = agreement.parties.iter();
        let partners = partners.filter(|party| entry.partners.contains(&party.name));
        let short = |party: &Party| party.short.clone().unwrap_or(party.name.clone());
        let first_day = agreement.first_day();
        let is_in_force = standing.status.is_in_force();
        let latest = if is_in_force { Some(entry.day) } else { agreement.last_done(entry.day) };
        let is_open = standing.status == Status::Upcoming || is_in_force;
        Self {
            id: agreement.id.clone(),
            title: agreement.title.clone(),
            partners: entry.partners.clone(),
            short_partners: partners.map(short).collect(),
            status: standing.status,
            first_day,
            end: standing.ends,
            known_until: latest
                .or(first_day.map(Date::first))
                .filter(|_| standing.ends == End::Unknown),
            act_by: standing.act_by.filter(|_| !standing.settled),
            is_renewing: is_open && !standing.settled && agreement.automatic_renewal().is_some(),
            activities: agreement.activities.iter().filter_map(TimelineActivity::new).collect(),
            succeeds: agreement.succeeds.clone(),
        }
    }

    /// Returns true if the agreement is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.status, Status::Expired | Status::Succeeded | Status::Terminated)
    }

    /// Returns the first day that is drawn: that of the agreement, or the earliest day if it is not known.
    fn from(&self) -> Day {
        self.first_day.map_or(Day::MIN, Date::first)
    }

    /// Returns the last day that is drawn if the line had room for it.
    fn to(&self) -> Day {
        self.end.date().map_or(Day::MAX, Date::last)
    }

    fn is_dated(&self) -> bool {
        self.first_day.is_some() || self.end.date().is_some()
    }
}

impl TimelineActivity {
    fn new(activity: &Activity) -> Option<Self> {
        let date = activity.day().or(activity.due).or(activity.known_by)?;
        Some(Self {
            number: activity.n,
            title: activity.title.clone(),
            date,
            status: activity.status,
        })
    }
}

impl TimelineLine {
    /// Returns the names of the partners of the latest agreement.
    #[must_use]
    pub fn partners(&self) -> &[Text] {
        self.bars.last().map(|bar| bar.partners.as_slice()).unwrap_or_default()
    }

    /// Returns the order of the line: what is not over first, by its next end; then by the latest end.
    fn order(&self) -> (bool, Day, Id) {
        let open = self.bars.iter().filter(|bar| !bar.is_over());
        let id = self.bars.first().map(|bar| bar.id.clone()).unwrap_or_default();
        match open.map(TimelineBar::to).min() {
            Some(end) => (false, end, id),
            None => (true, self.bars.iter().map(TimelineBar::to).max().unwrap_or(Day::MAX), id),
        }
    }
}

impl Timeline {
    /// Returns the timeline of these agreements on `today`. Without `from` and `to`, it covers what they need, but
    /// no more than five years before and after this year.
    #[must_use]
    pub fn new(bars: Vec<TimelineBar>, today: Day, from: Option<Day>, to: Option<Day>) -> Self {
        let all = bars.len();
        let dated: Vec<TimelineBar> = bars.into_iter().filter(TimelineBar::is_dated).collect();
        let undated = all - dated.len();
        let period = period(&dated, today, from, to);
        let (shown, outside): (Vec<TimelineBar>, Vec<TimelineBar>) =
            dated.into_iter().partition(|bar| bar.from() <= period.to && bar.to() >= period.from);
        let mut lines = lines(shown);
        lines.sort_by_cached_key(|line| {
            let (is_over, end, id) = line.order();
            // Of what is over, the latest comes first.
            let days = days_between(today, end);
            (is_over, if is_over { -days } else { days }, id)
        });
        Self { today, period, lines, undated, outside: outside.len() }
    }
}

/// Returns the period that is drawn.
fn period(bars: &[TimelineBar], today: Day, from: Option<Day>, to: Option<Day>) -> TimelinePeriod {
    let this = today.year();
    let first = bars.iter().filter_map(|bar| bar.first_day).map(|date| date.first().year()).min();
    let last = bars.iter().filter_map(|bar| bar.end.date()).map(|date| date.last().year()).max();
    let first = first.unwrap_or(this).clamp(this - YEARS_AROUND_TODAY, this);
    let last = last.unwrap_or(this).clamp(this + YEARS_AHEAD, this + YEARS_AROUND_TODAY);
    let year_start = |year: i32| Day::from_ymd_opt(year.max(1), 1, 1).unwrap_or(today);
    let year_end = |year: i32| Day::from_ymd_opt(year.min(9999), 12, 31).unwrap_or(today);
    let from = from.unwrap_or_else(|| {
        year_start(to.map_or(first, |to| first.min(to.year() - YEARS_AROUND_TODAY)))
    });
    let to = to.unwrap_or_else(|| year_end(last.max(from.year() + YEARS_AHEAD)));
    TimelinePeriod { from, to: to.max(from) }
}

/// Returns the bars in lines: an agreement follows its predecessor on the same line, unless another one already
/// does or they overlap for longer than the first of them lasts.
fn lines(mut bars: Vec<TimelineBar>) -> Vec<TimelineLine> {
    bars.sort_by_cached_key(|bar| (bar.from(), bar.id.clone()));
    let mut lines: Vec<TimelineLine> = Vec::new();
    let mut line_of: BTreeMap<Id, usize> = BTreeMap::new();
    for bar in bars {
        let prior = bar.succeeds.iter().filter_map(|id| line_of.get(id).copied()).find(|line| {
            let last = lines[*line].bars.last();
            last.is_some_and(|last| bar.succeeds.contains(&last.id) && last.from() < bar.from())
        });
        let line = prior.unwrap_or_else(|| {
            lines.push(TimelineLine::default());
            lines.len() - 1
        });
        line_of.insert(bar.id.clone(), line);
        lines[line].bars.push(bar);
    }
    lines
}
