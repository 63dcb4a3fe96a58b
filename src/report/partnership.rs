//! The report for a director: what is in force and with whom, what needs attention, what was done.

use std::collections::{BTreeMap, BTreeSet};

use super::attention::{Attention, AttentionSection, AttentionTopic};
use super::listing::ListedAgreement;
use super::timeline::{Timeline, TimelineBar, TimelinePeriod};
use crate::domain::search::{SearchWord, fold};
use crate::domain::{Activity, Date, Day, Event, RecordedDate, Status, Text, Thresholds};

/// The most lines of the timeline in a report.
const MAX_TIMELINE_LINES: usize = 100;

/// What a report shows of a registry on its day.
#[derive(Debug)]
pub struct PartnershipReport<'r> {
    /// The owner of the registry, if it has one.
    pub owner: Option<&'r str>,
    /// The names of the partners of a brief; none in a report on all of them.
    pub brief_on: Vec<Text>,
    /// The day.
    pub today: Day,
    /// The period of what was done.
    pub period: TimelinePeriod,
    /// The headline figures.
    pub figures: ReportFigures,
    /// What needs attention, by reason, without what is dormant.
    pub attention: Vec<AttentionSection<'r>>,
    /// The bars over the years, and how many lines of it are left out.
    pub timeline: (Timeline, usize),
    /// The agreements in force, by partner in the order of people.
    pub in_force: Vec<PartnerGroup<'r>>,
    /// The agreements that are drafts or still to come.
    pub to_come: Vec<&'r ListedAgreement>,
    /// What was done in the period, the first thing first.
    pub done: Vec<PeriodItem<'r>>,
    /// The agreements without an activity for long, the longest first.
    pub dormant: Vec<&'r ListedAgreement>,
    /// The agreements that are over, the latest end first.
    pub ended: Vec<&'r ListedAgreement>,
}

/// The headline figures of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReportFigures {
    /// The agreements.
    pub agreements: usize,
    /// Those in force.
    pub in_force: usize,
    /// The partners of those in force.
    pub partners: usize,
    /// The countries of these partners.
    pub countries: usize,
    /// The agreements to act on or to end in the window of the registry.
    pub ending: usize,
    /// The agreements that lapsed.
    pub lapsed: usize,
    /// The activities that took place in the period.
    pub activities: usize,
}

/// The agreements in force with one partner.
#[derive(Debug)]
pub struct PartnerGroup<'r> {
    /// The name of the partner; empty for agreements without one.
    pub name: Text,
    /// The agreements, the next end first.
    pub agreements: Vec<&'r ListedAgreement>,
}

/// Something that was done in the period of a report.
#[derive(Debug, Clone, Copy)]
pub struct PeriodItem<'r> {
    /// When.
    pub date: Date,
    /// What.
    pub deed: PeriodDeed<'r>,
    /// The agreement.
    pub entry: &'r ListedAgreement,
}

/// What was done: an agreement was signed, an event was recorded, or an activity took place.
#[derive(Debug, Clone, Copy)]
pub enum PeriodDeed<'r> {
    /// The agreement was signed.
    Signed,
    /// An event, such as a renewal.
    Event(&'r Event),
    /// An activity.
    Activity(&'r Activity),
}

/// What a report is about.
#[derive(Debug)]
pub struct ReportScope<'r> {
    /// The owner of the registry.
    pub owner: Option<&'r str>,
    /// The party of a brief, as words that its name or short name must have; none in a report on all.
    pub parties: &'r [SearchWord],
    /// The day.
    pub today: Day,
    /// The period of what was done.
    pub period: TimelinePeriod,
    /// The window and the dormancy that apply.
    pub thresholds: Thresholds,
}

impl<'r> PartnershipReport<'r> {
    /// Returns the report on these agreements, sorted by id.
    #[must_use]
    pub fn new(entries: &'r [ListedAgreement], scope: &ReportScope<'r>) -> Self {
        let ReportScope { owner, parties, today, period, thresholds } = scope;
        let has_no_activities = entries.iter().all(|entry| entry.agreement.activities.is_empty());
        let statuses = entries.iter().map(|entry| entry.standing.status);
        let attention = Attention::new(statuses, has_no_activities, entries, *today, thresholds);
        let done = done(entries, *period, *today);
        let is_in_force = |entry: &&ListedAgreement| entry.standing.status.is_in_force();
        let current: Vec<&ListedAgreement> = entries.iter().filter(is_in_force).collect();
        let partners: BTreeSet<String> =
            current.iter().flat_map(|entry| &entry.partners).map(|name| fold(name)).collect();
        let countries = current.iter().flat_map(|entry| {
            let partners = entry.agreement.parties.iter();
            partners.filter(|party| entry.partners.contains(&party.name))
        });
        let countries: BTreeSet<&Text> =
            countries.filter_map(|party| party.country.as_ref()).collect();
        let figures = ReportFigures {
            agreements: entries.len(),
            in_force: current.len(),
            partners: partners.len(),
            countries: countries.len(),
            ending: attention.to_act_on.len() + attention.ending.len(),
            lapsed: attention.lapsed.len(),
            activities: done
                .iter()
                .filter(|item| matches!(item.deed, PeriodDeed::Activity(_)))
                .count(),
        };
        let bars = entries.iter().map(TimelineBar::new).collect();
        let mut timeline = Timeline::new(bars, *today, None, None);
        let more = timeline.lines.len().saturating_sub(MAX_TIMELINE_LINES);
        timeline.lines.truncate(MAX_TIMELINE_LINES);
        let mut dormant = attention.dormant.clone();
        dormant.sort_by_key(|entry| std::cmp::Reverse(entry.standing.idle_days));
        let is_over = |entry: &&ListedAgreement| {
            matches!(
                entry.standing.status,
                Status::Expired | Status::Succeeded | Status::Terminated
            )
        };
        let mut ended: Vec<&ListedAgreement> = entries.iter().filter(is_over).collect();
        ended.sort_by_key(|entry| std::cmp::Reverse(last_day(entry)));
        let sections = attention.sections();
        Self {
            owner: *owner,
            brief_on: brief_on(entries, parties),
            today: *today,
            period: *period,
            figures,
            attention: sections
                .into_iter()
                .filter(|section| section.topic != AttentionTopic::Dormant)
                .filter(|section| !section.items.is_empty())
                .collect(),
            timeline: (timeline, more),
            in_force: by_partner(&current),
            to_come: entries
                .iter()
                .filter(|entry| matches!(entry.standing.status, Status::Draft | Status::Upcoming))
                .collect(),
            done,
            dormant,
            ended,
        }
    }
}

/// Returns the names of the partners that a brief is about, each once, in the order of people.
fn brief_on(entries: &[ListedAgreement], parties: &[SearchWord]) -> Vec<Text> {
    let mut names: BTreeMap<String, Text> = BTreeMap::new();
    let all = entries.iter().flat_map(|entry| &entry.agreement.parties);
    for party in all {
        let texts = [Some(&party.name), party.short.as_ref()];
        let is_meant =
            parties.iter().any(|word| texts.into_iter().flatten().any(|text| word.is_in(text)));
        if is_meant {
            names.entry(fold(&party.name)).or_insert_with(|| party.name.clone());
        }
    }
    names.into_values().collect()
}

/// Returns the agreements by partner; one with several partners is under each of them.
fn by_partner<'r>(entries: &[&'r ListedAgreement]) -> Vec<PartnerGroup<'r>> {
    let mut groups: BTreeMap<String, PartnerGroup<'r>> = BTreeMap::new();
    let nobody = Text::default();
    for entry in entries {
        let names = if entry.partners.is_empty() {
            std::slice::from_ref(&nobody)
        } else {
            entry.partners.as_slice()
        };
        for name in names {
            let group = groups
                .entry(fold(name))
                .or_insert_with(|| PartnerGroup { name: name.clone(), agreements: Vec::new() });
            group.agreements.push(entry);
        }
    }
    let mut groups: Vec<PartnerGroup<'r>> = groups.into_values().collect();
    for group in &mut groups {
        group.agreements.sort_by_key(|entry| last_day(entry));
    }
    groups
}

/// Returns what was done in the period: what was signed, the events, and the activities that took place.
fn done(entries: &[ListedAgreement], period: TimelinePeriod, today: Day) -> Vec<PeriodItem<'_>> {
    let is_inside = |date: Date| date.lies_within(period.from, period.to) && date.first() <= today;
    let mut items = Vec::new();
    for entry in entries {
        let agreement = &entry.agreement;
        let mut add = |date: Option<Date>, deed| {
            let date = date.filter(|date| is_inside(*date));
            items.extend(date.map(|date| PeriodItem { date, deed, entry }));
        };
        add(agreement.signing_day().and_then(RecordedDate::date), PeriodDeed::Signed);
        for event in &agreement.events {
            add(Some(event.on), PeriodDeed::Event(event));
        }
        for activity in &agreement.activities {
            let date = activity.counts_on(today).and(activity.day().or(activity.known_by));
            add(date, PeriodDeed::Activity(activity));
        }
    }
    items.sort_by_key(|item| (item.date.first(), item.date.last()));
    items
}

/// Returns the last day by which agreements are sorted; far away if there is none or it is not known.
fn last_day(entry: &ListedAgreement) -> Day {
    entry.standing.ends.date().map_or(Day::MAX, Date::last)
}
