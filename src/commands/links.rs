//! What points at an agreement.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::domain::{Agreement, Field, Id};
use crate::error::Result;
use crate::store::Draft;

/// The links of a record.
#[derive(Deserialize)]
struct Links {
    id: Id,
    #[serde(default)]
    succeeds: Vec<Id>,
    #[serde(default)]
    under: Option<Id>,
    #[serde(default)]
    related: Vec<String>,
}

/// A link from one agreement to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// The agreement that points.
    pub(crate) from: Id,
    /// The field that holds the link.
    pub(crate) field: Field,
    /// The agreement that it points at.
    pub(crate) to: Id,
}

impl Link {
    /// Returns how it points, as the verb of a sentence.
    pub(crate) fn verb(&self) -> &'static str {
        match self.field {
            Field::Succeeds => "succeeds",
            Field::Under => "is under",
            _ => "is related to",
        }
    }

    /// Returns the command that takes it away.
    pub(crate) fn cut(&self) -> String {
        let Self { from, field, to } = self;
        match field {
            Field::Under => format!("mou edit {from} --clear under"),
            _ => format!("mou edit {from} --remove-{field} {to}"),
        }
    }
}

/// Returns the links to agreements of these ids, by the id from which they come.
pub(crate) fn to(ids: &BTreeSet<Id>, draft: &Draft<'_>) -> Result<Vec<Link>> {
    draft.gather(|record: &Links, found| {
        let mut note = |field, to: &str| {
            if let Some(to) = ids.get(to) {
                found.push(Link { from: record.id.clone(), field, to: to.clone() });
            }
        };
        record.succeeds.iter().for_each(|prior| note(Field::Succeeds, prior.as_str()));
        record.under.iter().for_each(|framework| note(Field::Under, framework.as_str()));
        record.related.iter().for_each(|related| note(Field::Related, related));
    })
}

/// Lets every link to `old` lead to `new`; returns the ids of the agreements that had one.
pub(crate) fn redirect(old: &Id, new: &Id, draft: &mut Draft<'_>) -> Result<BTreeSet<Id>> {
    let links = to(&BTreeSet::from([old.clone()]), draft)?;
    let from: BTreeSet<Id> = links.into_iter().map(|link| link.from).collect();
    for id in &from {
        if let Some(mut agreement) = draft.get(id.as_str())? {
            redirect_in(&mut agreement, old, new);
            draft.put(agreement);
        }
    }
    Ok(from)
}

fn redirect_in(agreement: &mut Agreement, old: &Id, new: &Id) {
    for link in agreement.succeeds.iter_mut().chain(&mut agreement.under) {
        if link == old {
            link.clone_from(new);
        }
    }
    for related in &mut agreement.related {
        if related == old.as_str() {
            *related = new.as_str().into();
        }
    }
}
