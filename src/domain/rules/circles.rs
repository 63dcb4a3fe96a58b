//! Circles of links.

use std::collections::BTreeMap;

use crate::domain::id::Id;

/// The most records of a circle that are named.
const NAMED: usize = 6;

/// A circle of links.
pub(super) struct Circle<'a> {
    /// The record whose link closes the circle, and the next ones: all, or the first few of many.
    pub(super) begins: Vec<&'a Id>,
    /// How many records it has.
    pub(super) length: usize,
}

/// How far a record has been followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Followed {
    /// It is at this place on the way that is being followed.
    OnTheWay(usize),
    /// All that it leads to has been followed.
    PlainFile,
}

/// Returns circles that the links make, each from the record whose link closes it, in the order of
/// the links: one for every link that leads back to its own way, so that cutting the first link of
/// each leaves none. Links to itself and to no record make no circle here.
///
/// The way is kept in a list, not on the stack, and of a circle no more than its beginning: a
/// lineage may be as long as the registry.
pub(super) fn circles<'a, T>(
    ends: &'a BTreeMap<Id, T>,
    links: impl Fn(&'a T) -> &'a [Id],
) -> Vec<Circle<'a>> {
    let mut followed: BTreeMap<&Id, Followed> = BTreeMap::new();
    let mut circles = Vec::new();
    // Most records have no links, and are on no way.
    let leads_on = |end: &'a T| !links(end).is_empty();
    for (start, end) in ends.iter().filter(|(_, end)| leads_on(end)) {
        if followed.contains_key(start) {
            continue;
        }
        followed.insert(start, Followed::OnTheWay(0));
        let mut way = vec![(start, links(end).iter())];
        while let Some((id, rest)) = way.last_mut() {
            let id = *id;
            let Some(next) = rest.next() else {
                followed.insert(id, Followed::PlainFile);
                way.pop();
                continue;
            };
            let there = ends.get_key_value(next).filter(|(next, end)| *next != id && leads_on(end));
            let Some((next, end)) = there else { continue };
            match followed.get(next) {
                Some(Followed::PlainFile) => {}
                Some(&Followed::OnTheWay(since)) => {
                    let others = way[since..way.len() - 1].iter().map(|(id, _)| *id);
                    circles.push(Circle {
                        begins: [id].into_iter().chain(others).take(NAMED).collect(),
                        length: way.len() - since,
                    });
                }
                None => {
                    followed.insert(next, Followed::OnTheWay(way.len()));
                    way.push((next, links(end).iter()));
                }
            }
        }
    }
    circles
}
