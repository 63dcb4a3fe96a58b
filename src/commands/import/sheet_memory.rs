//! The memory of one sheet: which of its rows were imported before, and what they said.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::headings::{has_headings, plain_heading};
use crate::domain::Id;
use crate::error::Result;
use crate::exchange::import::cell::SheetCell;
use crate::exchange::import::columns::ImportColumn;
use crate::exchange::import::rows::{ImportTable, SheetRow};
use crate::store::{ImportMemory, ImportProfile, MemoryUpdate, RememberedRow};

/// The separator of the text of a cell, the address behind it and its comment.
const PART_SEPARATOR: char = '\u{1f}';

/// The rows that are remembered of a sheet.
pub(super) struct SheetMemory {
    memory: Arc<ImportMemory>,
    update: MemoryUpdate,
    /// The index of the profile of this import, and the column of the table of each of its headings.
    profile: usize,
    order: Vec<usize>,
    /// The profiles that describe this sheet, or an older version of it; the best one first.
    sources: Vec<MemorySource>,
    matches: HashMap<u64, RowMatch>,
    vanished: Vec<Id>,
    is_off: bool,
}

/// A profile with the columns of the table that have its headings.
struct MemorySource {
    profile: usize,
    columns: Vec<Option<usize>>,
    /// Whether the table has all of its columns and no other.
    is_whole: bool,
}

/// A row of the table that is remembered.
#[derive(Debug, Clone, Copy)]
struct RowMatch {
    row: usize,
    source: usize,
    is_same: bool,
}

/// A row as it was imported last.
pub(super) struct KnownRow {
    pub(super) remembered: RememberedRow,
    /// The index of the profile by whose rules it was read.
    pub(super) source: usize,
    /// Its cells then, in the columns of the table.
    pub(super) row: SheetRow,
}

/// The rows with each key, by their indices.
type RowsByKey = HashMap<String, Vec<usize>>;

/// What is needed to find the rows of a sheet again.
pub(super) struct SheetFacts<'t> {
    pub(super) table: &'t ImportTable,
    pub(super) columns: &'t [ImportColumn],
    /// The profile of this import.
    pub(super) profile: ImportProfile,
    /// Whether the file has rejected rows, and so not all rows of the sheet.
    pub(super) is_partial: bool,
    /// The `uid` of the registry.
    pub(super) uid: Option<String>,
}

impl SheetMemory {
    /// Finds the rows of a table in the memory. `key` returns the text by which a row is found again; `None` if the
    /// row cannot be read.
    pub(super) fn new(
        memory: Arc<ImportMemory>,
        facts: SheetFacts<'_>,
        mut key: impl FnMut(&SheetRow) -> Option<String>,
    ) -> Result<Self> {
        let SheetFacts { table, columns, profile, is_partial, uid } = facts;
        let mut sheet = Self {
            update: MemoryUpdate::new(Arc::clone(&memory), uid),
            profile: 0,
            order: Vec::new(),
            sources: sources_of(&memory, table, &profile),
            matches: HashMap::new(),
            vanished: Vec::new(),
            is_off: false,
            memory,
        };
        let blank: Vec<bool> =
            columns.iter().map(|column| *column == ImportColumn::Ignored).collect();
        let has_unread = sheet.match_rows(table, &blank, &profile, &mut key)?;
        let group = sheet.main_group(&profile);
        if !is_partial && !has_unread {
            sheet.find_vanished(group)?;
        }
        sheet.enter(profile, group, table);
        Ok(sheet)
    }

    /// Returns a memory that remembers nothing: that of a file that `mou` wrote.
    pub(super) fn off(memory: Arc<ImportMemory>) -> Self {
        Self {
            update: MemoryUpdate::new(Arc::clone(&memory), None),
            profile: 0,
            order: Vec::new(),
            sources: Vec::new(),
            matches: HashMap::new(),
            vanished: Vec::new(),
            is_off: true,
            memory,
        }
    }

    /// Matches the rows: first those whose cells are the same, then those with the same key. Returns true if a row
    /// could not be read.
    fn match_rows(
        &mut self,
        table: &ImportTable,
        blank: &[bool],
        profile: &ImportProfile,
        key: &mut impl FnMut(&SheetRow) -> Option<String>,
    ) -> Result<bool> {
        if self.sources.is_empty() {
            return Ok(false);
        }
        let mut taken = HashSet::new();
        let mut waiting = Vec::new();
        let mut has_unread = false;
        for row in table.rows()? {
            let row = row?;
            if row.fault.is_some() {
                has_unread = true;
            } else if let Some(found) = self.same_row(&row, blank, profile, &taken) {
                taken.insert(found.row);
                self.matches.insert(row.number, found);
            } else if let Some(key) = key(&row) {
                waiting.push((row.number, key));
            } else {
                has_unread = true;
            }
        }
        let other_keys = self.other_keys(table, profile, key)?;
        for (number, key) in waiting {
            let mut sources = self.sources.iter().enumerate();
            let found = sources.find_map(|(index, source)| {
                let is_free = |row: &usize| !taken.contains(row);
                let row = match &other_keys[index] {
                    Some(keys) => keys.get(&key)?.iter().copied().find(is_free),
                    None => self.memory.with_key(source.profile, &key).find(is_free),
                };
                Some(RowMatch { row: row?, source: index, is_same: false })
            });
            if let Some(found) = found {
                taken.insert(found.row);
                self.matches.insert(number, found);
            }
        }
        Ok(has_unread)
    }

    fn same_row(
        &self,
        row: &SheetRow,
        blank: &[bool],
        profile: &ImportProfile,
        taken: &HashSet<usize>,
    ) -> Option<RowMatch> {
        let whole = self.sources.iter().enumerate().filter(|(_, source)| source.is_whole);
        whole.into_iter().find_map(|(index, source)| {
            let order = source.columns.iter().flatten().copied();
            let cells = cells_of(row, order, blank);
            let mut found = self.memory.with_cells(source.profile, &cells);
            let row = found.find(|row| !taken.contains(row))?;
            let is_same = has_same_rules(&self.memory.profiles[source.profile], profile);
            Some(RowMatch { row, source: index, is_same })
        })
    }

    /// Returns for each source the rows by the keys that they have now, if its rows had other keys.
    fn other_keys(
        &self,
        table: &ImportTable,
        profile: &ImportProfile,
        key: &mut impl FnMut(&SheetRow) -> Option<String>,
    ) -> Result<Vec<Option<RowsByKey>>> {
        let mut all = Vec::with_capacity(self.sources.len());
        for (index, source) in self.sources.iter().enumerate() {
            if self.memory.profiles[source.profile].keys == profile.keys {
                all.push(None);
                continue;
            }
            let mut keys = RowsByKey::new();
            for (row, _) in self.memory.rows().filter(|(_, profile)| *profile == source.profile) {
                let cells = self.memory.row(row)?.cells;
                if let Some(key) = key(&self.sheet_row(index, &cells, 0, table.columns.len())) {
                    keys.entry(key).or_default().push(row);
                }
            }
            all.push(Some(keys));
        }
        Ok(all)
    }

    /// Returns the group of the sheet: that of most of its rows. A file of the same name continues its sheet even if all of
    /// its rows are new.
    fn main_group(&self, profile: &ImportProfile) -> Option<u64> {
        let mut counts: HashMap<u64, usize> = HashMap::new();
        let group = |source: usize| self.memory.profiles[self.sources[source].profile].group;
        for found in self.matches.values() {
            *counts.entry(group(found.source)).or_default() += 1;
        }
        let most =
            counts.into_iter().max_by_key(|(group, count)| (*count, std::cmp::Reverse(*group)));
        let same_file = || {
            let mut sources = self.sources.iter().filter(|source| source.is_whole);
            let is_same = |old: &ImportProfile| {
                old.source == profile.source && old.sheet() == profile.sheet()
            };
            let found = sources.find(|source| is_same(&self.memory.profiles[source.profile]))?;
            Some(self.memory.profiles[found.profile].group)
        };
        most.map(|(group, _)| group).or_else(same_file)
    }

    /// Finds the agreements whose rows are no longer in the sheet.
    fn find_vanished(&mut self, group: Option<u64>) -> Result<()> {
        let Some(group) = group else { return Ok(()) };
        let found: HashSet<usize> = self.matches.values().map(|found| found.row).collect();
        for (row, profile) in self.memory.rows() {
            if self.memory.profiles[profile].group == group && !found.contains(&row) {
                let id = self.memory.row(row)?.id;
                self.vanished.push(self.memory.new_id(&id).clone());
            }
        }
        self.vanished.sort();
        Ok(())
    }

    /// Enters the profile of this import, unless it is remembered already.
    fn enter(&mut self, mut profile: ImportProfile, group: Option<u64>, table: &ImportTable) {
        let profiles = &mut self.update.profiles;
        let last_used = profiles.iter().map(|profile| profile.used).max().unwrap_or_default();
        let last_group = profiles.iter().map(|profile| profile.group).max().unwrap_or_default();
        profile.group = group.unwrap_or(last_group + 1);
        let known = profiles
            .iter()
            .position(|old| old.group == profile.group && has_same_rules(old, &profile));
        let index = known.unwrap_or(profiles.len());
        match profiles.get_mut(index) {
            Some(old) => {
                if old.used < last_used {
                    old.used = last_used + 1;
                }
                old.source = profile.source;
            }
            None => profiles.push(ImportProfile { used: last_used + 1, ..profile }),
        }
        self.profile = index;
        let positions = positions(table, &profiles[index].headings);
        self.order = positions.into_iter().flatten().collect();
    }

    /// Returns the numbers of the table rows whose cells and rules are still the same.
    pub(super) fn same_rows(&self) -> HashSet<u64> {
        let same = self.matches.iter().filter(|(_, found)| found.is_same);
        same.map(|(number, _)| *number).collect()
    }

    /// Returns the remembered row of the table row with this number, if its cells and the rules are still the same.
    pub(super) fn same(&self, number: u64) -> Result<Option<RememberedRow>> {
        let found = self.matches.get(&number).filter(|found| found.is_same);
        found.map(|found| self.memory.row(found.row)).transpose()
    }

    /// Returns the row of a table with this number as it was imported last, if it was.
    pub(super) fn known(&self, number: u64, columns: usize) -> Result<Option<KnownRow>> {
        let Some(found) = self.matches.get(&number) else { return Ok(None) };
        let remembered = self.memory.row(found.row)?;
        let row = self.sheet_row(found.source, &remembered.cells, number, columns);
        Ok(Some(KnownRow { remembered, source: found.source, row }))
    }

    /// Returns the ids of the agreements whose rows are in the sheet.
    pub(super) fn found_ids(&self) -> Result<Vec<Id>> {
        let rows = self.matches.values();
        rows.map(|found| Ok(self.new_id(&self.memory.row(found.row)?.id).clone())).collect()
    }

    /// Returns the id that an agreement has now.
    pub(super) fn new_id<'m>(&'m self, id: &'m Id) -> &'m Id {
        self.memory.new_id(id)
    }

    /// Returns the profiles by whose rules earlier rows were read.
    pub(super) fn sources(&self) -> impl Iterator<Item = &ImportProfile> {
        self.sources.iter().map(|source| &self.memory.profiles[source.profile])
    }

    /// Returns the ids of the agreements whose rows are no longer in the sheet, sorted.
    pub(super) fn vanished(&self) -> &[Id] {
        &self.vanished
    }

    /// Remembers what a row said. `texts` are its cells, in the order of the columns of the table.
    pub(super) fn remember(
        &mut self,
        known: Option<&KnownRow>,
        key: String,
        id: Id,
        mut texts: Vec<String>,
    ) {
        if self.is_off {
            return;
        }
        let text = |index: &usize| texts.get_mut(*index).map(std::mem::take).unwrap_or_default();
        let cells: Vec<String> = self.order.iter().map(text).collect();
        let row = RememberedRow { profile: self.profile, key, id, cells, entry: None };
        let is_known = known.is_some_and(|known| {
            let old = &known.remembered;
            (old.profile, &old.key, &old.id, &old.cells)
                == (row.profile, &row.key, &row.id, &row.cells)
        });
        if !is_known {
            self.update.add(&row);
        }
    }

    /// Returns the memory as it is after the import. `layout` is what is said about the layout of the sheet.
    pub(super) fn into_update(mut self, layout: Vec<String>) -> Option<MemoryUpdate> {
        let profile = self.update.profiles.get_mut(self.profile).filter(|_| !self.is_off)?;
        profile.layout = layout;
        Some(self.update)
    }

    /// Returns remembered cells as a row of the table.
    fn sheet_row(&self, source: usize, texts: &[String], number: u64, columns: usize) -> SheetRow {
        let mut row = SheetRow::new(number, vec![SheetCell::empty(); columns]);
        for (text, index) in texts.iter().zip(&self.sources[source].columns) {
            let Some(index) = *index else { continue };
            let mut parts = text.splitn(3, PART_SEPARATOR);
            row.cells[index] = SheetCell::Text(parts.next().unwrap_or_default().to_owned());
            let mut part = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned);
            row.links.extend(part().map(|link| (index, link)));
            row.comments.extend(part().map(|comment| (index, comment)));
        }
        row
    }
}

/// Returns the texts of the cells of a row, with the addresses and comments of the cells; those of columns that are
/// not read are empty.
pub(super) fn texts_of(row: &SheetRow, columns: &[ImportColumn]) -> Vec<String> {
    let blank: Vec<bool> = columns.iter().map(|column| *column == ImportColumn::Ignored).collect();
    cells_of(row, 0..columns.len(), &blank)
}

fn cells_of(row: &SheetRow, order: impl Iterator<Item = usize>, blank: &[bool]) -> Vec<String> {
    let part = |parts: &[(usize, String)], index: usize| {
        let found = parts.iter().filter(|(column, _)| *column == index);
        found.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let cell = |index: usize| {
        if blank.get(index).copied().unwrap_or_default() {
            return String::new();
        }
        let mut text = row.cells.get(index).map(SheetCell::text).unwrap_or_default();
        if row.links.is_empty() && row.comments.is_empty() {
            return text;
        }
        let (link, comment) = (part(&row.links, index), part(&row.comments, index));
        if !link.is_empty() || !comment.is_empty() {
            text.push(PART_SEPARATOR);
            text.push_str(&link);
        }
        if !comment.is_empty() {
            text.push(PART_SEPARATOR);
            text.push_str(&comment);
        }
        text
    };
    order.map(cell).collect()
}

/// Returns the profiles that describe the table, or an older version of it: one that shares most of its headings.
fn sources_of(
    memory: &ImportMemory,
    table: &ImportTable,
    current: &ImportProfile,
) -> Vec<MemorySource> {
    let sources = memory.profiles.iter().enumerate().filter_map(|(profile, old)| {
        let columns = positions(table, &old.headings);
        let is_whole = has_headings(table, old);
        let shared = columns.iter().flatten().count();
        let is_similar = shared * 2 > old.headings.len().max(current.headings.len());
        (is_whole || is_similar).then_some(MemorySource { profile, columns, is_whole })
    });
    let mut sources: Vec<MemorySource> = sources.collect();
    sources.sort_by_key(|source| {
        let old = &memory.profiles[source.profile];
        let is_same_file = old.source == current.source && old.sheet() == current.sheet();
        (!source.is_whole, !is_same_file, std::cmp::Reverse(old.used))
    });
    sources
}

/// Returns the column of the table for each heading.
fn positions(table: &ImportTable, headings: &[String]) -> Vec<Option<usize>> {
    let mut columns: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, heading) in table.columns.iter().enumerate().rev() {
        columns.entry(plain_heading(heading)).or_default().push(index);
    }
    let position = |heading: &String| columns.get_mut(&plain_heading(heading)).and_then(Vec::pop);
    headings.iter().map(position).collect()
}

/// Returns true if two profiles read a row in the same way: their columns may have another order.
pub(super) fn has_same_rules(one: &ImportProfile, other: &ImportProfile) -> bool {
    let columns = |profile: &ImportProfile| {
        let headings = profile.headings.iter().map(|heading| plain_heading(heading));
        let mut columns: Vec<(String, String)> =
            headings.zip(profile.columns.iter().cloned()).collect();
        columns.sort();
        columns
    };
    one.keys == other.keys && one.flags == other.flags && columns(one) == columns(other)
}
