//! The rows of a table, taken into a registry: added, or the agreements that they are known again
//! by brought up to date.

use super::acquaintance::Acquaintance;
use super::free_ids::FreeIds;
use super::taken::Taken;
use super::terms::Terms;
use crate::commands::progress::Progress;
use crate::commands::validate;
use crate::domain::{Agreement, Id, Party};
use crate::error::Result;
use crate::exchange::incoming::ahead::read_ahead;
use crate::exchange::incoming::entry::Entry;
use crate::exchange::incoming::reader::RowReader;
use crate::exchange::incoming::rejects::Rejects;
use crate::exchange::incoming::table::{Row, Rows};
use crate::exchange::incoming::trouble::Trouble;
use crate::json::document::Node;
use crate::store::Draft;

/// Takes rows into a draft, one at a time.
pub(super) struct Intake<'t, 'd, 'r> {
    terms: &'t Terms<'t>,
    draft: &'d mut Draft<'r>,
    reader: &'d mut RowReader,
    rejects: Option<&'d mut Rejects>,
    met: Acquaintance,
    ids: FreeIds,
    /// The rows whose agreements lead to others: they are proved when all are known.
    linked: Vec<Linked>,
    taken: Taken,
}

/// A row whose agreement leads to others.
struct Linked {
    number: u64,
    /// The row itself, where it is to be written should it not be taken.
    row: Option<Box<Row>>,
    before: Option<Box<Agreement>>,
    id: Id,
}

impl<'t, 'd, 'r> Intake<'t, 'd, 'r> {
    /// Gets to know the registry.
    pub(super) fn new(
        terms: &'t Terms<'t>,
        draft: &'d mut Draft<'r>,
        reader: &'d mut RowReader,
        rejects: Option<&'d mut Rejects>,
    ) -> Result<Self> {
        let met = Acquaintance::of(draft, terms)?;
        Ok(Self {
            terms,
            draft,
            reader,
            rejects,
            met,
            ids: FreeIds::default(),
            linked: Vec::new(),
            taken: Taken::default(),
        })
    }

    /// Takes in all rows. `rows` gives them from the first, whenever it is called.
    ///
    /// Those without an id come after those with one, in a sheet that has ids: which are free is
    /// known then.
    pub(super) fn all(
        mut self,
        rows: impl Fn() -> Result<Rows> + Sync,
        mut progress: Progress<'_>,
    ) -> Result<Taken> {
        let id = self.terms.id;
        let waits = |row: &Row| id.is_some_and(|at| row.is_blank_at(at));
        let (mut done, mut is_left) = (0, false);
        read_ahead(&rows, |row| {
            if waits(row) {
                is_left = true;
                return Ok(());
            }
            progress.tick(done);
            done += 1;
            self.row(row)
        })?;
        if is_left {
            read_ahead(&rows, |row| {
                if !waits(row) {
                    return Ok(());
                }
                progress.tick(done);
                done += 1;
                self.row(row)
            })?;
        }
        for linked in std::mem::take(&mut self.linked) {
            self.prove(linked)?;
        }
        Ok(self.taken)
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        match self.reader.entry(row) {
            Err(troubles) => self.reject(Some(row), troubles),
            Ok(entry) => self.take(row, entry),
        }
    }

    fn take(&mut self, row: &Row, entry: Entry) -> Result<()> {
        let known_by = entry.key.as_deref().or(entry.id.as_ref().map(Id::as_str));
        if let Some(known_by) = known_by
            && let Some(first) = self.met.keys.come(known_by, row.number)
        {
            let shown = known_by.replace('\u{1f}', ", ");
            let first = self.reader.places().row(first);
            self.taken.twins += 1;
            return self.refuse(row, format!("`{shown}` stands in {first} too"));
        }
        let before = match self.known_again(&entry)? {
            Ok(before) => before,
            Err(reason) => return self.refuse(row, reason),
        };
        if let Some(before) = before {
            let after = entry.bring_up(&before, &self.met.known, self.terms.today);
            return self.put(row, entry.source.as_deref(), Some(before), after);
        }
        let is_known_by = known_by.is_some();
        let given = entry.id.clone();
        let source = entry.source.clone();
        let mut agreement = entry.agreement(&self.met.known, self.met.owner.as_ref());
        if let Some(why) = lacking(&agreement) {
            return self.refuse(row, why.to_owned());
        }
        if !is_known_by {
            let likeness = self.met.alike.likeness(&agreement);
            if let Some(other) = self.met.alike.find(likeness, self.reader.places()) {
                if !self.terms.allow_duplicates {
                    self.taken.likes += 1;
                    return self.refuse(row, format!("it has the parties and the date of {other}"));
                }
                let row = self.reader.places().row(row.number);
                self.taken.doubt(format!("{row} is like {other}"));
            }
            self.met.alike.come(likeness, row.number);
        }
        agreement.id = given.unwrap_or_else(|| self.ids.next(&agreement, self.draft));
        self.met.known.meet_all(&agreement.parties);
        self.put(row, source.as_deref(), None, agreement)
    }

    /// Returns the record that the row is known again by, where there is one; or why it cannot be
    /// told which.
    fn known_again(&self, entry: &Entry) -> Result<std::result::Result<Option<Agreement>, String>> {
        let record = |id: Option<&Id>| match id {
            Some(id) => self.draft.get(id.as_str()).map(Ok),
            None => Ok(Ok(None)),
        };
        let Some(key) = entry.key.as_ref().filter(|_| !self.terms.keys.is_empty()) else {
            return record(entry.id.as_ref());
        };
        let named = || {
            let parties = entry.parties.iter().cloned();
            let parties: Vec<Party> =
                parties.map(|party| self.met.known.recognise(party)).collect();
            self.terms.key_of(&entry.facts, entry.id.as_ref(), &parties)
        };
        // A party may be recorded under the name that the row has for it, or under its full one.
        let mut found = self.met.keys.records(key);
        if found.is_empty() {
            found = self.met.keys.records(&named());
        }
        if let [_, _, ..] = found {
            let several: Vec<String> = found.iter().map(|id| format!("`{id}`")).collect();
            let several = several.join(", ");
            return Ok(Err(format!("several agreements are known by that: {several}")));
        }
        record(found.first())
    }

    /// Stages what a row makes. `source` is its record, if that holds what is not known.
    fn put(
        &mut self,
        row: &Row,
        source: Option<&Node>,
        before: Option<Agreement>,
        after: Agreement,
    ) -> Result<()> {
        let skipped = &self.terms.skipped;
        let record = match self.draft.with_unknown(before.as_ref(), &after, source, skipped)? {
            Ok(record) => record,
            Err(reason) => return self.refuse(row, reason),
        };
        let (is_new, is_known_same) = (before.is_none(), before.as_ref() == Some(&after));
        if is_known_same && record.is_none() {
            self.taken.same += 1;
            return Ok(());
        }
        if is_known_same {
            // Only what is not known differs, and nothing is checked in it.
        } else if after.succeeds.is_empty() && after.under.is_none() {
            match validate::check(self.draft, before.as_ref(), &after, self.terms.today) {
                Ok(doubts) => self.doubt(row.number, doubts),
                Err(error) => return self.refuse(row, error.message().to_owned()),
            }
        } else {
            let kept = self.rejects.is_some().then(|| Box::new(row.clone()));
            let (number, id) = (row.number, after.id.clone());
            self.linked.push(Linked { number, row: kept, before: before.map(Box::new), id });
        }
        if is_new {
            self.taken.added += 1;
        } else {
            self.taken.changed += 1;
        }
        match record {
            Some(record) => self.draft.put_text(&after.id, record),
            None => self.draft.put(after),
        }
        Ok(())
    }

    /// Looks at an agreement that leads to others, now that all are known; it is taken back where it
    /// cannot be so.
    fn prove(&mut self, linked: Linked) -> Result<()> {
        let Linked { number, row, before, id } = linked;
        let Some(after) = self.draft.get(id.as_str())? else { return Ok(()) };
        match validate::check(self.draft, before.as_deref(), &after, self.terms.today) {
            Ok(doubts) => {
                self.doubt(number, doubts);
                Ok(())
            }
            Err(error) => {
                if let Some(before) = before {
                    self.taken.changed -= 1;
                    self.draft.put(*before);
                } else {
                    self.taken.added -= 1;
                    self.draft.remove(&id);
                }
                let trouble = self.reader.of_row(number, error.message().to_owned());
                self.reject(row.as_deref(), vec![trouble])
            }
        }
    }

    fn doubt(&mut self, number: u64, doubts: Vec<String>) {
        for doubt in doubts {
            let row = self.reader.places().row(number);
            self.taken.doubt(format!("{row}: {doubt}"));
        }
    }

    fn refuse(&mut self, row: &Row, reason: String) -> Result<()> {
        let trouble = self.reader.of_row(row.number, reason);
        self.reject(Some(row), vec![trouble])
    }

    fn reject(&mut self, row: Option<&Row>, troubles: Vec<Trouble>) -> Result<()> {
        if let (Some(rejects), Some(row)) = (&mut self.rejects, row) {
            let reasons: Vec<String> = troubles.iter().map(ToString::to_string).collect();
            rejects.add(row, &reasons.join("; "))?;
        }
        self.taken.reject(troubles);
        Ok(())
    }
}

/// Returns what a new agreement lacks that each has.
fn lacking(agreement: &Agreement) -> Option<&'static str> {
    if agreement.parties.is_empty() {
        return Some("it names no party; `--party` names one for every row");
    }
    agreement.title.trim().is_empty().then_some("it has no title, and no partner to make one of")
}
