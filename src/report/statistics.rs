//! Statistics: agreements and activities, counted in groups.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::attention::IN_ORDER;
use super::listing::ListedAgreement;
use crate::domain::search::fold;
use crate::domain::{Date, Day, End, Precision, RecordedDate, Status};

/// By what agreements are grouped.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Grouping {
    /// The names of the partners.
    Partner,
    /// The countries of the partners.
    Country,
    /// The areas of cooperation.
    Area,
    /// The kind.
    Kind,
    /// The year of signing.
    Year,
    /// The contact.
    Contact,
    /// The month of the last day.
    MonthOfEnd,
}

/// What one agreement adds to the statistics.
#[derive(Debug, Clone)]
pub struct CountedAgreement {
    status: Status,
    end: Option<String>,
    /// The groups that it belongs to; `None` for that of the agreements without a value.
    groups: Vec<Option<String>>,
    /// The years of its activities.
    activity_years: Vec<String>,
}

/// The agreements of a registry on its day, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// The day.
    pub today: Day,
    /// How many agreements there are, how many of them are in force, and how many activities they have.
    pub total: StatisticsCount,
    /// How many agreements there are of each status that occurs.
    pub statuses: Vec<(Status, usize)>,
    /// The agreements by the month of their last day, the first month first.
    pub ends: Vec<StatisticsGroup>,
    /// How many activities took place in each year, the first year first.
    pub activity_years: Vec<(String, usize)>,
    /// The groups that were asked for: by time in its order, others with the largest first.
    pub groups: Option<(Grouping, Vec<StatisticsGroup>)>,
}

/// The agreements with the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatisticsGroup {
    /// The value; `None` for the agreements without one.
    pub name: Option<String>,
    /// What was counted.
    pub count: StatisticsCount,
}

/// Numbers of agreements and activities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatisticsCount {
    /// The agreements.
    pub agreements: usize,
    /// Those in force: active or suspended.
    pub in_force: usize,
    /// The activities that took place under the agreements.
    pub activities: usize,
}

impl Grouping {
    /// Returns the name of the column with the values.
    #[must_use]
    pub fn column(self) -> String {
        self.to_string().replace('-', "_")
    }

    /// Returns true if the groups follow each other in time.
    #[must_use]
    pub fn is_in_time(self) -> bool {
        matches!(self, Self::Year | Self::MonthOfEnd)
    }

    /// Returns the values of an agreement, each once; no value if there is none.
    fn values(self, entry: &ListedAgreement) -> Vec<String> {
        let agreement = &entry.agreement;
        let mut values: Vec<String> = match self {
            Self::Partner => entry.partners.iter().map(ToString::to_string).collect(),
            Self::Country => {
                let parties = agreement.parties.iter();
                let partners = parties.filter(|party| entry.partners.contains(&party.name));
                partners
                    .filter_map(|party| party.country.as_ref())
                    .map(ToString::to_string)
                    .collect()
            }
            Self::Area => agreement.areas.iter().map(ToString::to_string).collect(),
            Self::Kind => vec![agreement.kind.to_string()],
            Self::Year => {
                let signed = agreement.signing_day().and_then(RecordedDate::date);
                signed.map(|date| year_of(date.first())).into_iter().collect()
            }
            Self::Contact => agreement.contact.iter().map(ToString::to_string).collect(),
            Self::MonthOfEnd => month_of_end(entry.standing.ends).into_iter().collect(),
        };
        let mut seen = Vec::new();
        values.retain(|value| {
            let folded = fold(value);
            let is_new = !seen.contains(&folded);
            seen.push(folded);
            is_new
        });
        values
    }
}

impl CountedAgreement {
    /// Returns what an agreement adds if the agreements are grouped by `grouping`.
    #[must_use]
    pub fn new(entry: &ListedAgreement, grouping: Option<Grouping>) -> Self {
        let values = grouping.map(|grouping| grouping.values(entry)).unwrap_or_default();
        let groups =
            if values.is_empty() { vec![None] } else { values.into_iter().map(Some).collect() };
        let activities = entry.agreement.activities.iter();
        Self {
            status: entry.standing.status,
            end: month_of_end(entry.standing.ends),
            groups,
            activity_years: activities
                .filter_map(|activity| activity.counts_on(entry.day))
                .map(year_of)
                .collect(),
        }
    }

    fn count(&self) -> StatisticsCount {
        StatisticsCount {
            agreements: 1,
            in_force: usize::from(self.status.is_in_force()),
            activities: self.activity_years.len(),
        }
    }
}

impl Statistics {
    /// Returns the statistics of these agreements on `today`, given in the order of their ids.
    ///
    /// Values that differ only in case and accents are one group, under the first spelling. An agreement with
    /// several values counts in each of their groups.
    #[must_use]
    pub fn new(counted: &[CountedAgreement], today: Day, grouping: Option<Grouping>) -> Self {
        let mut total = StatisticsCount::default();
        let mut years: BTreeMap<&str, usize> = BTreeMap::new();
        for agreement in counted {
            total.add(agreement.count());
            for year in &agreement.activity_years {
                *years.entry(year).or_default() += 1;
            }
        }
        let of_status = |status: Status| {
            let count = counted.iter().filter(|agreement| agreement.status == status).count();
            (count > 0).then_some((status, count))
        };
        let ends = counted.iter().map(|agreement| (&agreement.end, agreement.count()));
        let groups = counted
            .iter()
            .flat_map(|agreement| agreement.groups.iter().map(|group| (group, agreement.count())));
        Self {
            today,
            total,
            statuses: IN_ORDER.into_iter().filter_map(of_status).collect(),
            ends: grouped(ends, true),
            activity_years: years
                .into_iter()
                .map(|(year, count)| (year.to_owned(), count))
                .collect(),
            groups: grouping.map(|grouping| (grouping, grouped(groups, grouping.is_in_time()))),
        }
    }
}

impl StatisticsCount {
    fn add(&mut self, other: Self) {
        self.agreements += other.agreements;
        self.in_force += other.in_force;
        self.activities += other.activities;
    }
}

/// Returns the groups: in the order of their values, or the one with the most agreements in force first, then
/// with the most agreements. The group without a value is last.
fn grouped<'a>(
    counted: impl Iterator<Item = (&'a Option<String>, StatisticsCount)>,
    is_in_time: bool,
) -> Vec<StatisticsGroup> {
    let mut groups: BTreeMap<Option<String>, StatisticsGroup> = BTreeMap::new();
    for (name, count) in counted {
        let group = groups.entry(name.as_deref().map(fold)).or_insert_with(|| StatisticsGroup {
            name: name.clone(),
            count: StatisticsCount::default(),
        });
        group.count.add(count);
    }
    let nameless = groups.remove(&None);
    let mut groups: Vec<StatisticsGroup> = groups.into_values().collect();
    if !is_in_time {
        groups
            .sort_by_key(|group| std::cmp::Reverse((group.count.in_force, group.count.agreements)));
    }
    groups.extend(nameless);
    groups
}

/// Returns the month of the last day, the year if the month is not known, or `indefinite`; `None` if it is
/// not known.
fn month_of_end(end: End) -> Option<String> {
    match end {
        End::Unknown => None,
        End::Indefinite => Some(End::Indefinite.to_string()),
        End::On(date) => Some(month_of(date)),
    }
}

fn month_of(date: Date) -> String {
    let first = date.first();
    match date.precision() {
        Precision::Year => year_of(first),
        Precision::Month | Precision::Day => format!("{}-{:02}", year_of(first), first.month()),
    }
}

fn year_of(day: Day) -> String {
    format!("{:04}", day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(status: Status, end: &str, groups: &[&str], years: &[&str]) -> CountedAgreement {
        let owned = |text: &&str| (*text).to_owned();
        let mut groups: Vec<Option<String>> = groups.iter().map(|text| Some(owned(text))).collect();
        if groups.is_empty() {
            groups.push(None);
        }
        CountedAgreement {
            status,
            end: Some(end.to_owned()).filter(|end| !end.is_empty()),
            groups,
            activity_years: years.iter().map(owned).collect(),
        }
    }

    fn shown(groups: &[StatisticsGroup]) -> Vec<String> {
        let shown = groups.iter().map(|group| {
            let StatisticsCount { agreements, in_force, activities } = group.count;
            let name = group.name.as_deref().unwrap_or("?");
            format!("{name} {agreements} {in_force} {activities}")
        });
        shown.collect()
    }

    #[test]
    fn agreement_counts_in_each_of_its_groups_and_spellings_are_one() {
        let all = [
            counted(Status::Active, "2027-01", &["Évora", "Bergen"], &["2024", "2025"]),
            counted(Status::Expired, "2026", &["evora"], &[]),
            counted(Status::Active, "indefinite", &["Aarhus"], &["2025"]),
            counted(Status::Draft, "", &[], &[]),
        ];
        let statistics = Statistics::new(
            &all,
            Day::from_ymd_opt(2026, 11, 30).unwrap(),
            Some(Grouping::Partner),
        );
        let total = StatisticsCount { agreements: 4, in_force: 2, activities: 3 };
        assert_eq!(statistics.total, total);
        let (_, groups) = statistics.groups.unwrap();
        assert_eq!(shown(&groups), ["Évora 2 1 2", "Aarhus 1 1 1", "Bergen 1 1 2", "? 1 0 0"]);
        let ends = ["2026 1 0 0", "2027-01 1 1 2", "indefinite 1 1 1", "? 1 0 0"];
        assert_eq!(shown(&statistics.ends), ends);
        let years = [("2024".to_owned(), 1), ("2025".to_owned(), 2)];
        assert_eq!(statistics.activity_years, years);
        let statuses = [(Status::Active, 2), (Status::Draft, 1), (Status::Expired, 1)];
        assert_eq!(statistics.statuses, statuses);
    }
}
