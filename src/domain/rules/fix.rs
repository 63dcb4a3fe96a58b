//! Fixes that need no guess.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Display;
use std::hash::Hash;
use std::num::NonZeroU32;

use crate::domain::activity::Activity;
use crate::domain::agreement::Agreement;
use crate::domain::event::Event;
use crate::domain::text::Text;

/// An agreement that was fixed.
///
/// ```
/// use mou::domain::{Agreement, Party, fix};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// let party = Party { name: "GDS".into(), country: Some("gb".into()), ..Party::default() };
/// agreement.parties.push(party);
/// let fixed = fix(&agreement).unwrap();
/// assert_eq!(fixed.agreement.parties[0].country.as_deref(), Some("GB"));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// The agreement with the fixes.
    pub agreement: Agreement,
    /// The activities that got another number, by their indexes in the agreement before.
    pub renumbered: Vec<(usize, NonZeroU32)>,
    /// What was done, each as a sentence without its full stop.
    pub done: Vec<String>,
}

/// Fixes what needs no guess. Returns `None` if there is nothing to fix.
///
/// Events are sorted by date; the second of two activities with one number gets the next free number;
/// links to itself and repeated items of a plain list are removed; the two letters of a country are
/// changed to capitals. Dates, and links to ids that do not exist, are left: only the reader knows what
/// was meant.
///
/// ```
/// use mou::domain::{Agreement, fix, input};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.areas = vec!["skills".into(), "standards".into(), "skills".into()];
/// let fixed = fix(&agreement).expect("an area is repeated");
/// assert_eq!(fixed.agreement.areas, ["skills", "standards"]);
/// assert_eq!(fixed.done, ["removed `skills`, which was repeated in `areas`"]);
/// assert_eq!(fix(&fixed.agreement), None);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn fix(agreement: &Agreement) -> Option<Fix> {
    let mut fix = Fix { agreement: agreement.clone(), renumbered: Vec::new(), done: Vec::new() };
    fix.countries();
    fix.links();
    fix.lists();
    fix.events();
    fix.activities();
    (!fix.done.is_empty()).then_some(fix)
}

impl Fix {
    fn countries(&mut self) {
        for party in &mut self.agreement.parties {
            let Some(country) = &mut party.country else { continue };
            let is_code = country.len() == 2 && country.bytes().all(|it| it.is_ascii_alphabetic());
            let capitals = Text::from(country.to_ascii_uppercase());
            if is_code && *country != capitals {
                let name = &party.name;
                self.done
                    .push(format!("changed the country of {name} from {country} to {capitals}"));
                *country = capitals;
            }
        }
    }

    fn links(&mut self) {
        let agreement = &mut self.agreement;
        let id = &agreement.id;
        let mut fields = Vec::new();
        let links = agreement.succeeds.len();
        agreement.succeeds.retain(|prior| prior != id);
        if agreement.succeeds.len() < links {
            fields.push("succeeds");
        }
        if agreement.under.as_ref() == Some(id) {
            agreement.under = None;
            fields.push("under");
        }
        let links = agreement.related.len();
        agreement.related.retain(|related| related != id.as_str());
        if agreement.related.len() < links {
            fields.push("related");
        }
        let removed = fields.iter().map(|field| format!("removed its link to itself in `{field}`"));
        self.done.extend(removed);
    }

    fn lists(&mut self) {
        let agreement = &mut self.agreement;
        let done = &mut self.done;
        remove_repeated(&mut agreement.lead, "lead", done);
        remove_repeated(&mut agreement.areas, "areas", done);
        remove_repeated(&mut agreement.tags, "tags", done);
        remove_repeated(&mut agreement.succeeds, "succeeds", done);
        remove_repeated(&mut agreement.related, "related", done);
        for activity in &mut agreement.activities {
            let of = |field: &str| format!("{field}` of activity `{}", activity.n);
            let (areas, participants) = (of("areas"), of("participants"));
            remove_repeated(&mut activity.areas, &areas, done);
            remove_repeated(&mut activity.participants, &participants, done);
        }
    }

    fn events(&mut self) {
        let events = &mut self.agreement.events;
        let is_behind = |two: &[Event]| two[1].on.last() < two[0].on.first();
        if events.windows(2).any(is_behind) {
            events.sort_by_key(Event::counts_from);
            self.done.push("sorted its events by date".to_owned());
        }
    }

    fn activities(&mut self) {
        let activities = &mut self.agreement.activities;
        let mut numbers = BTreeSet::new();
        for place in 0..activities.len() {
            let was = activities[place].n;
            if numbers.insert(was) {
                continue;
            }
            // If there is no higher number, a person has to choose one.
            let Some(next) = Activity::next_number(activities) else { continue };
            let activity = &mut activities[place];
            activity.n = next;
            numbers.insert(next);
            self.renumbered.push((place, next));
            let title = &activity.title;
            self.done.push(format!("renumbered the second activity {was}, `{title}`, to {next}"));
        }
        if !self.renumbered.is_empty() {
            activities.sort_by_key(|activity| activity.n);
        }
    }
}

/// Removes repeated items from a list.
fn remove_repeated<T: Eq + Hash + Clone + Display>(
    list: &mut Vec<T>,
    field: &str,
    done: &mut Vec<String>,
) {
    let mut seen = HashSet::new();
    list.retain(|item| {
        let is_new = seen.insert(item.clone());
        if !is_new {
            done.push(format!("removed `{item}`, which was repeated in `{field}`"));
        }
        is_new
    });
}
