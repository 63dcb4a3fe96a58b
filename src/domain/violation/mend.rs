//! Mending what needs no guess.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Display;
use std::hash::Hash;
use std::num::NonZeroU32;

use crate::domain::activity::Activity;
use crate::domain::agreement::Agreement;
use crate::domain::event::Event;
use crate::domain::text::Text;

/// An agreement that was mended.
#[derive(Debug, Clone, PartialEq)]
pub struct Mending {
    /// The agreement as it is to be.
    pub agreement: Agreement,
    /// The activities that got another number, by their places in the agreement as it was.
    pub renumbered: Vec<(usize, NonZeroU32)>,
    /// What was done, each as a sentence without its full stop.
    pub done: Vec<String>,
}

/// Mends what is wrong in an agreement as far as nothing has to be guessed; returns none where there
/// is nothing of the kind.
///
/// Events are put in order; the later one of two activities of one number gets the next one; links
/// to itself and what stands twice in a plain list are taken out; the two letters of a country are
/// made capitals. No date is touched, nor a link to what is not there: only the reader knows what
/// was meant.
///
/// ```
/// use mou::domain::{Agreement, mend, typed};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.areas = vec!["skills".into(), "standards".into(), "skills".into()];
/// let mended = mend(&agreement).expect("an area stands there twice");
/// assert_eq!(mended.agreement.areas, ["skills", "standards"]);
/// assert_eq!(mended.done, ["took out `skills`, which stood twice in `areas`"]);
/// assert_eq!(mend(&mended.agreement), None);
/// # Ok::<(), mou::domain::Malformed>(())
/// ```
#[must_use]
pub fn mend(agreement: &Agreement) -> Option<Mending> {
    let mut mending =
        Mending { agreement: agreement.clone(), renumbered: Vec::new(), done: Vec::new() };
    mending.countries();
    mending.links();
    mending.lists();
    mending.events();
    mending.activities();
    (!mending.done.is_empty()).then_some(mending)
}

impl Mending {
    fn countries(&mut self) {
        for party in &mut self.agreement.parties {
            let Some(country) = &mut party.country else { continue };
            let is_code = country.len() == 2 && country.bytes().all(|it| it.is_ascii_alphabetic());
            let capitals = Text::from(country.to_ascii_uppercase());
            if is_code && *country != capitals {
                let name = &party.name;
                self.done.push(format!("wrote the country of {name} as {capitals}, not {country}"));
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
        let told = fields.iter().map(|field| format!("took out its link to itself in `{field}`"));
        self.done.extend(told);
    }

    fn lists(&mut self) {
        let agreement = &mut self.agreement;
        let done = &mut self.done;
        take_out_twice(&mut agreement.lead, "lead", done);
        take_out_twice(&mut agreement.areas, "areas", done);
        take_out_twice(&mut agreement.tags, "tags", done);
        take_out_twice(&mut agreement.succeeds, "succeeds", done);
        take_out_twice(&mut agreement.related, "related", done);
        for activity in &mut agreement.activities {
            let of = |field: &str| format!("{field}` of activity `{}", activity.n);
            let (areas, participants) = (of("areas"), of("participants"));
            take_out_twice(&mut activity.areas, &areas, done);
            take_out_twice(&mut activity.participants, &participants, done);
        }
    }

    fn events(&mut self) {
        let events = &mut self.agreement.events;
        let is_behind = |two: &[Event]| two[1].on.last() < two[0].on.first();
        if events.windows(2).any(is_behind) {
            events.sort_by_key(Event::counts_from);
            self.done.push("put its events in the order of their days".to_owned());
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
            // Where there is no higher number, somebody has to choose.
            let Some(next) = Activity::next_number(activities) else { continue };
            let activity = &mut activities[place];
            activity.n = next;
            numbers.insert(next);
            self.renumbered.push((place, next));
            let title = &activity.title;
            self.done.push(format!("gave the second activity {was}, `{title}`, the number {next}"));
        }
        if !self.renumbered.is_empty() {
            activities.sort_by_key(|activity| activity.n);
        }
    }
}

/// Takes out of a list what stands in it before already.
fn take_out_twice<T: Eq + Hash + Clone + Display>(
    list: &mut Vec<T>,
    field: &str,
    done: &mut Vec<String>,
) {
    let mut seen = HashSet::new();
    list.retain(|item| {
        let is_new = seen.insert(item.clone());
        if !is_new {
            done.push(format!("took out `{item}`, which stood twice in `{field}`"));
        }
        is_new
    });
}
