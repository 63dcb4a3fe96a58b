//! The rows of a table, taken into a registry: added, or the agreements that they are known again
//! by brought up to date.

use std::collections::HashMap;

use super::alike::Alike;
use super::terms::{MOST_TROUBLES, Taken, Terms};
use crate::commands::progress::Progress;
use crate::commands::sound;
use crate::domain::{Agreement, Id, Party, slug};
use crate::error::Result;
use crate::exchange::incoming::column::Target;
use crate::exchange::incoming::entry::Entry;
use crate::exchange::incoming::party::Known;
use crate::exchange::incoming::reader::RowReader;
use crate::exchange::incoming::table::{Row, Rows};
use crate::exchange::incoming::trouble::Trouble;
use crate::store::Draft;

/// Takes rows into a draft.
pub(super) struct Intake<'t, 'd, 'r> {
    terms: &'t Terms<'t>,
    draft: &'d mut Draft<'r>,
    owner: Option<Party>,
    known: Known,
    by_key: HashMap<String, Vec<Id>>,
    /// The rows in which keys and ids stand.
    seen: HashMap<String, u64>,
    alike: Alike,
    /// By what an id is made of, the number that was given last.
    numbers: HashMap<String, u64>,
    /// The rows without ids, and the agreements whose links lead to others: they wait until every id
    /// is known.
    waiting: Vec<(Row, Entry)>,
    linked: Vec<(Row, Option<Agreement>, Id)>,
    taken: Taken,
}

impl<'t, 'd, 'r> Intake<'t, 'd, 'r> {
    /// Gets to know the registry.
    pub(super) fn new(terms: &'t Terms<'t>, draft: &'d mut Draft<'r>) -> Result<Self> {
        let mut known = Known::none();
        let mut by_key: HashMap<String, Vec<Id>> = HashMap::new();
        let mut alike = Alike::default();
        let owner = draft.head().owner.clone();
        let there: Vec<Agreement> =
            draft.gather(|agreement: &Agreement, there| there.push(agreement.clone()))?;
        for agreement in &there {
            agreement.parties.iter().for_each(|party| known.meet(party));
            if terms.keys.is_empty() {
                alike.meet(agreement);
            } else {
                for key in terms.keys_of(agreement, owner.as_deref()) {
                    by_key.entry(key).or_default().push(agreement.id.clone());
                }
            }
        }
        let owner = owner.map(|name| known.recognise(Party { name, ..Party::default() }));
        Ok(Self {
            terms,
            draft,
            owner,
            known,
            by_key,
            seen: HashMap::new(),
            alike,
            numbers: HashMap::new(),
            waiting: Vec::new(),
            linked: Vec::new(),
            taken: Taken::default(),
        })
    }

    /// Takes in all rows.
    pub(super) fn all(
        mut self,
        rows: Rows,
        reader: &mut RowReader,
        mut progress: Progress<'_>,
    ) -> Result<Taken> {
        let waits = self.terms.targets.contains(&Target::Field(crate::domain::Field::Id));
        for (done, row) in (0..).zip(rows) {
            progress.tick(done);
            let row = row?;
            match reader.entry(&row) {
                Err(troubles) => self.reject(row, troubles),
                Ok(entry) if waits && entry.id.is_none() && entry.key.is_none() => {
                    self.waiting.push((row, entry));
                }
                Ok(entry) => self.take(row, entry)?,
            }
        }
        for (row, entry) in std::mem::take(&mut self.waiting) {
            self.take(row, entry)?;
        }
        for (row, before, id) in std::mem::take(&mut self.linked) {
            let Some(after) = self.draft.get(id.as_str())? else { continue };
            if !self.is_sound(&row, before.as_ref(), &after) {
                match before {
                    Some(before) => self.draft.put(before),
                    None => drop(self.draft.remove(&id)),
                }
            }
        }
        Ok(self.taken)
    }

    fn take(&mut self, row: Row, entry: Entry) -> Result<()> {
        let known_by = entry.key.clone().or_else(|| entry.id.as_ref().map(ToString::to_string));
        if let Some(known_by) = &known_by
            && let Some(first) = self.seen.insert(known_by.clone(), row.number)
        {
            let shown = known_by.replace('\u{1f}', ", ");
            self.seen.insert(known_by.clone(), first);
            self.refuse(row, format!("`{shown}` stands in row {first} too"));
            return Ok(());
        }
        let id = match self.known_again(&entry) {
            Ok(id) => id,
            Err(reason) => {
                self.refuse(row, reason);
                return Ok(());
            }
        };
        if let Some(id) = id
            && let Some(before) = self.draft.get(id.as_str())?
        {
            let after = entry.bring_up(&before, &self.known);
            self.put(row, Some(before), after);
            return Ok(());
        }
        let given = entry.id.clone();
        let is_known_by = known_by.is_some();
        let mut agreement = entry.agreement(&self.known, self.owner.as_ref());
        if let Some(why) = lacking(&agreement) {
            self.refuse(row, why.to_owned());
            return Ok(());
        }
        if !is_known_by && let Some(other) = self.alike.find(&agreement) {
            if self.terms.allow_duplicates {
                self.taken.doubts.push(format!("row {} is like {other}", row.number));
            } else {
                self.taken.has_likes = true;
                self.refuse(row, format!("it has the parties and the date of {other}"));
                return Ok(());
            }
        }
        agreement.id = given.unwrap_or_else(|| self.free_id(&agreement));
        if !is_known_by {
            self.alike.come(&agreement, row.number);
        }
        agreement.parties.iter().for_each(|party| self.known.meet(party));
        self.put(row, None, agreement);
        Ok(())
    }

    /// Returns the id of the record that the row is known again by, where there is one.
    fn known_again(&self, entry: &Entry) -> std::result::Result<Option<Id>, String> {
        let Some(key) = entry.key.as_ref().filter(|_| !self.terms.keys.is_empty()) else {
            return Ok(entry.id.clone());
        };
        let named = || {
            let parties = entry.parties.iter().cloned().map(|party| self.known.recognise(party));
            self.terms.key_of(&entry.facts, entry.id.as_ref(), &parties.collect::<Vec<Party>>())
        };
        // A party may be recorded under the name that the row has for it, or under its full one.
        let found = self.by_key.get(key).or_else(|| self.by_key.get(&named()));
        match found.map(Vec::as_slice).unwrap_or_default() {
            [] => Ok(None),
            [id] => Ok(Some(id.clone())),
            several => {
                let several: Vec<String> = several.iter().map(|id| format!("`{id}`")).collect();
                Err(format!("several agreements are known by that: {}", several.join(", ")))
            }
        }
    }

    fn free_id(&mut self, agreement: &Agreement) -> Id {
        let base = slug::base(&agreement.parties, agreement.signed);
        let draft = &*self.draft;
        let number = self.numbers.entry(base.clone()).or_insert(1);
        slug::propose_from(&base, number, |id| draft.contains(id))
    }

    fn put(&mut self, row: Row, before: Option<Agreement>, after: Agreement) {
        if before.as_ref() == Some(&after) {
            self.taken.same += 1;
            return;
        }
        let has_links = !after.succeeds.is_empty() || after.under.is_some();
        if !has_links && !self.is_sound(&row, before.as_ref(), &after) {
            return;
        }
        match before {
            Some(_) => self.taken.changed += 1,
            None => self.taken.added += 1,
        }
        if has_links {
            self.linked.push((row, before, after.id.clone()));
        }
        self.draft.put(after);
    }

    /// Tells whether the agreement can be so; the row is in error where it cannot.
    fn is_sound(&mut self, row: &Row, before: Option<&Agreement>, after: &Agreement) -> bool {
        match sound::check(self.draft, before, after, self.terms.today) {
            Ok(doubts) => {
                let told = doubts.into_iter().map(|doubt| format!("row {}: {doubt}", row.number));
                self.taken.doubts.extend(told);
                true
            }
            Err(error) => {
                let has_links = !after.succeeds.is_empty() || after.under.is_some();
                match before {
                    Some(_) if has_links => self.taken.changed -= 1,
                    None if has_links => self.taken.added -= 1,
                    _ => {}
                }
                self.refuse(row.clone(), error.message().to_owned());
                false
            }
        }
    }

    fn refuse(&mut self, row: Row, reason: String) {
        let (place, number) = (format!("row {}", row.number), row.number);
        let trouble = Trouble { row: number, place, reason, reads_both_ways: false };
        self.reject(row, vec![trouble]);
    }

    fn reject(&mut self, row: Row, troubles: Vec<Trouble>) {
        self.taken.rejected += 1;
        if self.terms.keep_rejects {
            let reasons: Vec<String> = troubles.iter().map(ToString::to_string).collect();
            self.taken.rejects.push((row, reasons.join("; ")));
        }
        let room = MOST_TROUBLES.saturating_sub(self.taken.troubles.len());
        self.taken.troubles.extend(troubles.into_iter().take(room));
    }
}

/// Returns what a new agreement lacks that each has.
fn lacking(agreement: &Agreement) -> Option<&'static str> {
    if agreement.parties.is_empty() {
        return Some("it names no party");
    }
    agreement.title.trim().is_empty().then_some("it has no title, and no partner to make one of")
}
