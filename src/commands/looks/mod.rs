//! Two looks at the agreements of a registry, none of which is held.
//!
//! What follows from the facts of most agreements depends on nothing else. Others have a say where one is
//! linked: where it succeeds another, or is succeeded. Which are succeeded is known only when all have
//! been looked at. So each is looked at as if it were linked to none, it is noted what it says of others,
//! and those that turn out to be linked are looked at again.

mod loose;
mod made;

use self::loose::{Loose, Places};
pub(crate) use self::made::Made;
use crate::domain::{Bearing, Id, Lineages, Surroundings};
use crate::error::Result;
use crate::store::{Reading, Record};

/// What is noted of an agreement at the first look.
#[derive(Debug)]
pub(crate) struct Noted {
    /// The agreements that it succeeds.
    pub(crate) succeeds: Vec<Id>,
    /// What it contributes to its lineage.
    pub(crate) bearing: Bearing,
    /// Whether it is worth another look where it is linked.
    pub(crate) may_matter: bool,
}

/// What came of both looks.
#[derive(Debug)]
pub(crate) struct Looked<T> {
    /// What was made of the agreements, by id.
    pub(crate) made: Made<T>,
    /// How many agreements there are.
    pub(crate) count: usize,
    loose: Vec<Loose>,
}

/// The agreements that are linked.
#[derive(Debug)]
pub(crate) struct Linked<'l> {
    lineages: Lineages,
    /// The marks of those that succeed others, by id.
    successors: Vec<(Id, u64)>,
    loose: &'l [Loose],
}

/// Agreements that succeed others, by id, with their marks.
type Successors = Vec<(Id, u64, Noted)>;

/// What came of the first look at the agreements of a part of the file.
struct Part<T> {
    made: Vec<(u64, T)>,
    /// What is being made of an agreement.
    making: Vec<T>,
    successors: Successors,
    /// All others.
    loose: Loose,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self {
            made: Vec::new(),
            making: Vec::new(),
            successors: Vec::new(),
            loose: Loose::default(),
        }
    }
}

impl<T> Part<T> {
    /// Gives back what room is left.
    fn packed(mut self) -> Self {
        self.made.shrink_to_fit();
        self.making = Vec::new();
        self.successors.shrink_to_fit();
        self.loose.pack();
        self
    }
}

/// Looks at all agreements: `first` at each as if it were linked to none, `again` at those that are linked
/// and may matter. Both add what they make of an agreement to a list; what `first` made of one that is
/// looked at again is dropped.
///
/// Both are called from several threads, and may be called again: they must do nothing else.
pub(crate) fn look_twice<T: Send>(
    reading: &Reading,
    first: impl Fn(&Record<'_>, &mut Vec<T>) -> Result<Noted> + Sync,
    again: impl Fn(&Record<'_>, &Linked<'_>, &mut Vec<T>) -> Result<()> + Sync,
) -> Result<Looked<T>> {
    let look = |record: &Record<'_>, part: &mut Part<T>| {
        part.making.clear();
        let mut noted = first(record, &mut part.making)?;
        if noted.succeeds.is_empty() {
            part.made.extend(part.making.drain(..).map(|made| (record.mark(), made)));
            part.loose.add(record.id(), record.mark(), &noted);
        } else if let Ok(id) = record.id().parse() {
            noted.succeeds.shrink_to_fit();
            part.successors.push((id, record.mark(), noted));
        }
        Ok(())
    };
    let parts = reading.pass_by_parts(look, Part::packed)?;
    let (mut made, mut successors, mut loose) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        made.push(part.made);
        successors.push(part.successors);
        loose.push(part.loose);
    }
    let count = successors.iter().map(Vec::len).chain(loose.iter().map(Loose::len)).sum();
    let (lineages, marks) = link(&successors, &loose);
    let successors = successors.into_iter().flatten().map(|(id, mark, _)| (id, mark)).collect();
    let linked = Linked { lineages, successors, loose: &loose };
    if !marks.linked.is_empty() {
        let mut linked = marks.linked.iter().peekable();
        for made in &mut made {
            made.retain(|(mark, _)| {
                while linked.next_if(|linked| *linked < mark).is_some() {}
                linked.peek() != Some(&mark)
            });
        }
    }
    let new = reading.revisit(&marks.awaited, |record, new| {
        let mut made = Vec::new();
        again(record, &linked, &mut made)?;
        new.extend(made.into_iter().map(|made| (record.mark(), made)));
        Ok(())
    })?;
    Ok(Looked { made: Made::of(made, new), count, loose })
}

/// The marks of agreements that are linked, in their order.
#[derive(Default)]
struct Marks {
    linked: Vec<u64>,
    /// Those that are to be looked at again.
    awaited: Vec<u64>,
}

impl Marks {
    fn add(&mut self, mark: u64, may_matter: bool) {
        self.linked.push(mark);
        if may_matter {
            self.awaited.push(mark);
        }
    }
}

/// Draws the links between the successors, which come by id, and those that they succeed.
fn link(parts: &[Successors], loose: &[Loose]) -> (Lineages, Marks) {
    let successors = || parts.iter().flatten();
    let links: Vec<(&Id, &Id)> = successors()
        .flat_map(|(id, _, noted)| noted.succeeds.iter().map(move |prior| (id, prior)))
        .collect();
    let mut lineages = Lineages::of_links(&links);
    let mut marks = Marks::default();
    for (_, mark, noted) in successors() {
        marks.add(*mark, noted.may_matter);
    }
    lineages.tell(successors().map(|(id, _, noted)| (id, noted.bearing)));
    let mut places = Places::of(loose);
    lineages.ask(|id| {
        let found = places.find(id)?;
        marks.add(found.mark, found.may_matter);
        Some(found.bearing)
    });
    lineages.link();
    marks.linked.sort_unstable();
    marks.awaited.sort_unstable();
    (lineages, marks)
}

impl Linked<'_> {
    /// Returns the mark of the agreement of this id, linked or not; nothing where there is none.
    pub(crate) fn mark(&self, id: &Id) -> Option<u64> {
        match self.successors.binary_search_by(|(successor, _)| successor.cmp(id)) {
            Ok(place) => self.successors.get(place).map(|(_, mark)| *mark),
            Err(_) => Places::of(self.loose).find(id).map(|found| found.mark),
        }
    }

    /// Returns what the others say of an agreement.
    pub(crate) fn around(&self, id: &Id) -> Surroundings {
        self.lineages.around(id)
    }
}

impl<T> Looked<T> {
    /// Tells whether there is such an agreement among those that succeed no other.
    pub(crate) fn has_loose(&self, id: &Id) -> bool {
        Places::of(&self.loose).find(id).is_some()
    }
}
