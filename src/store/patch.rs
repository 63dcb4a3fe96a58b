//! Bringing a document up to date with what a program knows of it, and leaving the rest alone.

use super::document::{Member, Node};

impl Node {
    /// Makes in this node the changes that lead from `before` to `after`, and no others.
    ///
    /// `before` is what a program understood of this node, `after` what it made of that. Members
    /// that are equal in both keep their spelling here; members that neither has stay where they
    /// stand. A new member is put after the one that it follows in `after`, or last where none that
    /// follows it in `after` is here. Items of lists are the same where they are equal, else where
    /// their first members are (`n` of an activity, `id`, the `name` of a party); an item that goes
    /// takes its unknown members along.
    pub fn patch(&mut self, before: &Self, after: &Self) {
        if before == after {
            return;
        }
        match (&mut *self, before, after) {
            (Self::Object(raw), Self::Object(before), Self::Object(after)) => {
                patch_members(raw, before, after);
            }
            (Self::Array(raw), Self::Array(before), Self::Array(after))
                if raw.len() == before.len() =>
            {
                patch_items(raw, before, after);
            }
            _ => *self = after.clone(),
        }
    }

    /// Returns what tells an item of a list from the others: its first member.
    fn identity(&self) -> Option<&Member> {
        self.members().first()
    }
}

fn find<'m>(members: &'m [Member], name: &str) -> Option<&'m Member> {
    members.iter().find(|member| member.name() == name)
}

fn patch_members(raw: &mut Vec<Member>, before: &[Member], after: &[Member]) {
    let is_gone = |name: &str| find(before, name).is_some() && find(after, name).is_none();
    raw.retain(|member| !is_gone(member.name()));
    for (at, wanted) in after.iter().enumerate() {
        let old = find(before, wanted.name());
        if old == Some(wanted) {
            continue;
        }
        let here = raw.iter_mut().find(|member| member.name() == wanted.name());
        match (here, old) {
            (Some(here), Some(old)) => here.value.patch(&old.value, &wanted.value),
            (Some(here), None) => here.value = wanted.value.clone(),
            (None, _) => {
                let (earlier, later) = after.split_at(at);
                let place = place_between(raw, earlier, later);
                raw.insert(place, wanted.clone());
            }
        }
    }
}

/// Returns where in `raw` a member is to stand that follows `earlier` and precedes `later`.
fn place_between(raw: &[Member], earlier: &[Member], later: &[Member]) -> usize {
    let place = |known: &Member| raw.iter().position(|member| member.name() == known.name());
    let Some(next) = later.iter().find_map(place) else {
        return raw.len();
    };
    earlier.iter().rev().find_map(place).map_or(next, |previous| previous + 1)
}

fn patch_items(raw: &mut Vec<Node>, before: &[Node], after: &[Node]) {
    let origins = origins(before, after);
    let mut old: Vec<Option<Node>> = raw.drain(..).map(Some).collect();
    for (wanted, origin) in after.iter().zip(origins) {
        let kept = origin.and_then(|at| Some((old.get_mut(at)?.take()?, before.get(at)?)));
        raw.push(kept.map_or_else(
            || wanted.clone(),
            |(mut item, before)| {
                item.patch(before, wanted);
                item
            },
        ));
    }
}

/// Returns for each item of `after` the place in `before` of the item that it was.
fn origins(before: &[Node], after: &[Node]) -> Vec<Option<usize>> {
    let same = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    let rest = before.len().min(after.len()) - same;
    let backwards = before.iter().rev().zip(after.iter().rev());
    let same_at_end = backwards.take(rest).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (before.len() - same_at_end, after.len() - same_at_end);

    let mut origins: Vec<Option<usize>> = vec![None; after.len()];
    for (at, origin) in origins.iter_mut().enumerate() {
        if at < same {
            *origin = Some(at);
        } else if at >= new_end {
            *origin = Some(at - new_end + old_end);
        }
    }
    let mut free: Vec<usize> = (same..old_end).collect();
    let is_equal = |old: &Node, new: &Node| old == new;
    let is_same =
        |old: &Node, new: &Node| new.identity().is_some() && old.identity() == new.identity();
    for is_origin in [is_equal as fn(&Node, &Node) -> bool, is_same] {
        for (origin, new) in origins.iter_mut().zip(after).take(new_end).skip(same) {
            let found = |&at: &usize| before.get(at).is_some_and(|old| is_origin(old, new));
            if origin.is_none()
                && let Some(place) = free.iter().position(found)
            {
                *origin = Some(free.remove(place));
            }
        }
    }
    origins
}
