//! Importing a row again: what the sheet said last time, what it says now, and what the registry has.
//!
//! A value that did not change in the sheet is never written: what the registry has instead is a correction that
//! somebody made there. A value that changed in the sheet and not in the registry is taken. A value that changed in
//! both is a conflict, and what the registry has stays.

use super::imported_row::ImportedRow;
use super::party::KnownParties;
use crate::domain::{Agreement, Date, Day, Field, Party, RecordedDate, Term, Text};

/// What happens to a value of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeDecision {
    /// It stays.
    Keep,
    /// The sheet's value replaces it.
    Take,
    /// It stays, although the sheet has a new value: the registry has another new one.
    Conflict,
}

/// Decides on a value: `base` is what the sheet said last time, and `sheet` what it says now; `None` if the cell is
/// empty and an empty cell means nothing.
///
/// A value that is not known, or was not read, is the empty value of its type.
///
/// ```
/// use mou::exchange::import::reconcile::{MergeDecision, decide};
///
/// assert_eq!(decide(&2028, Some(&2028), &2029), MergeDecision::Keep);
/// assert_eq!(decide(&2028, Some(&2030), &2028), MergeDecision::Take);
/// assert_eq!(decide(&2028, Some(&2030), &2029), MergeDecision::Conflict);
/// assert_eq!(decide(&2028, None, &2029), MergeDecision::Keep);
/// ```
pub fn decide<T: PartialEq + ?Sized>(base: &T, sheet: Option<&T>, here: &T) -> MergeDecision {
    match sheet {
        None => MergeDecision::Keep,
        Some(sheet) if sheet == base || sheet == here => MergeDecision::Keep,
        Some(_) if here == base => MergeDecision::Take,
        Some(_) => MergeDecision::Conflict,
    }
}

/// Merges a list: what the sheet added is added, and what it dropped is dropped. What was added or removed here stays
/// so.
pub fn merge_list<T: Clone>(
    base: &[T],
    sheet: &[T],
    here: &mut Vec<T>,
    is_same: fn(&T, &T) -> bool,
) {
    let has = |list: &[T], item: &T| list.iter().any(|other| is_same(other, item));
    here.retain(|item| !has(base, item) || has(sheet, item));
    for item in sheet {
        if !has(base, item) && !has(here, item) {
            here.push(item.clone());
        }
    }
}

/// How the rows of a sheet are reconciled with the registry.
#[derive(Debug, Clone, Copy)]
pub struct ReconcileRules<'r> {
    /// The parties of the registry.
    pub known: &'r KnownParties,
    /// The owner of the registry, who is never dropped.
    pub owner: Option<&'r Party>,
    /// Whether the sheet wins every conflict.
    pub takes_theirs: bool,
    /// The day whose values the sheet has.
    pub today: Day,
}

/// A value that changed in the sheet, as texts; a text is empty if there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    /// The field, or the name of a field of the user's own.
    pub name: String,
    /// The field in the file.
    pub field: Field,
    /// What the sheet said last time.
    pub base: String,
    /// What the sheet says now.
    pub sheet: String,
    /// What the registry has.
    pub here: String,
    /// What the registry has afterwards.
    pub after: String,
}

/// A record after a row was imported again.
#[derive(Debug, Clone)]
pub struct Reconciled {
    /// The agreement.
    pub agreement: Agreement,
    /// What was taken from the sheet.
    pub changes: Vec<ValueChange>,
    /// What changed in the sheet and here, and stays.
    pub conflicts: Vec<ValueChange>,
    /// The signing dates last time and now, if they are of two agreements rather than of one.
    pub other_signing: Option<(Date, Date)>,
}

impl ReconcileRules<'_> {
    /// Reconciles a row with a record. `base` is the same row as it was imported last, if that is known. `is_filled`
    /// says whether the sheet now has a text in the column with this heading.
    pub fn reconcile(
        &self,
        base: Option<&ImportedRow>,
        sheet: &ImportedRow,
        here: &Agreement,
        is_filled: impl Fn(&str) -> bool,
    ) -> Reconciled {
        let empty = Agreement::new(here.id.clone(), "");
        let base_facts = base.map_or(empty, ImportedRow::with_title);
        let mut merge = RecordMerge {
            rules: self,
            base: &base_facts,
            sheet,
            then: here.on(self.today).into_owned(),
            here,
            result: Reconciled {
                agreement: here.clone(),
                changes: Vec::new(),
                conflicts: Vec::new(),
                other_signing: None,
            },
        };
        for field in Field::ALL_FIELDS {
            match field {
                Field::Id => {}
                Field::Parties => merge.parties(base),
                Field::Fields => merge.own_fields(&is_filled),
                Field::Signed => merge.signing(),
                Field::Areas => merge.list(field, |facts| &mut facts.areas, is_same_text),
                Field::Tags => merge.list(field, |facts| &mut facts.tags, is_same_text),
                Field::Related => merge.list(field, |facts| &mut facts.related, is_same_text),
                Field::Succeeds => merge.list(field, |facts| &mut facts.succeeds, PartialEq::eq),
                Field::Lead => merge.list(field, |facts| &mut facts.lead, PartialEq::eq),
                Field::References => {
                    merge.list(field, |facts| &mut facts.references, PartialEq::eq);
                }
                Field::Documents => merge.list(field, |facts| &mut facts.documents, PartialEq::eq),
                Field::Signatories => {
                    merge.list(field, |facts| &mut facts.signatories, PartialEq::eq);
                }
                Field::Witnesses => merge.list(field, |facts| &mut facts.witnesses, PartialEq::eq),
                _ => merge.value(field),
            }
        }
        merge.undo_half_of_no_end();
        merge.result
    }
}

/// The reconciliation of one record.
struct RecordMerge<'m> {
    rules: &'m ReconcileRules<'m>,
    base: &'m Agreement,
    sheet: &'m ImportedRow,
    /// The record with the values that hold today.
    then: Agreement,
    here: &'m Agreement,
    result: Reconciled,
}

impl RecordMerge<'_> {
    /// Returns true if the row says what the field is, or that it has no value.
    fn is_given(&self, field: Field) -> bool {
        self.sheet.given.contains(&field) || self.sheet.cleared.contains(&field)
    }

    /// Returns what the sheet says, with the field cleared if it says that there is no value.
    fn sheet_facts(&self, field: Field) -> Agreement {
        let mut facts = self.sheet.agreement.clone();
        if self.sheet.cleared.contains(&field) {
            let _ = field.spec().clear(&mut facts);
        }
        facts
    }

    fn value(&mut self, field: Field) {
        if !self.is_given(field) {
            return;
        }
        let sheet = self.sheet_facts(field);
        let is_equal = |one: &Agreement, other: &Agreement| field.spec().is_equal(one, other);
        let decision = if is_equal(&sheet, self.base) || is_equal(&sheet, &self.then) {
            MergeDecision::Keep
        } else if is_equal(&self.then, self.base) && is_equal(&self.then, self.here) {
            MergeDecision::Take
        } else {
            MergeDecision::Conflict
        };
        self.apply(field, &sheet, decision);
    }

    /// Takes or keeps the value of a field, and lists what happened.
    fn apply(&mut self, field: Field, sheet: &Agreement, decision: MergeDecision) {
        let takes = match decision {
            MergeDecision::Keep => return,
            MergeDecision::Take => true,
            MergeDecision::Conflict => self.rules.takes_theirs,
        };
        let mut change = ValueChange {
            name: field.name().to_owned(),
            field,
            base: field.text(self.base),
            sheet: field.text(sheet),
            here: field.text(&self.then),
            after: field.text(&self.then),
        };
        if takes {
            field.spec().copy(sheet, &mut self.result.agreement);
            change.after.clone_from(&change.sheet);
            self.result.changes.push(change);
        } else {
            self.result.conflicts.push(change);
        }
    }

    /// Another signing date usually means another agreement. One that is only more exact is taken.
    fn signing(&mut self) {
        let field = Field::Signed;
        if !self.is_given(field) {
            return;
        }
        let sheet = self.sheet_facts(field);
        let date = |facts: &Agreement| facts.signed.and_then(RecordedDate::date);
        // What is assumed because the cell is empty says nothing against a date.
        if self.sheet.assumes_signing && self.then.signed.is_some() {
            return;
        }
        let reference = date(self.base).or_else(|| date(&self.then));
        if let (Some(new), Some(old)) = (date(&sheet), reference)
            && sheet.signed != self.then.signed
            && !self.rules.takes_theirs
        {
            if new.last() < old.first() || old.last() < new.first() {
                self.result.other_signing = Some((old, new));
                return;
            }
            let is_within = old.first() <= new.first() && new.last() <= old.last();
            if !is_within {
                self.apply(field, &sheet, MergeDecision::Conflict);
                return;
            }
            // Without a memory, the date that is recorded is the one that becomes more exact.
            if date(self.base).is_none() {
                self.apply(field, &sheet, MergeDecision::Take);
                return;
            }
        }
        self.value(field);
    }

    fn list<T: Clone>(
        &mut self,
        field: Field,
        list: fn(&mut Agreement) -> &mut Vec<T>,
        is_same: fn(&T, &T) -> bool,
    ) {
        if !self.is_given(field) {
            return;
        }
        let mut sheet = self.sheet_facts(field);
        let base = list(&mut self.base.clone()).clone();
        let here = field.text(&self.result.agreement);
        merge_list(&base, list(&mut sheet), list(&mut self.result.agreement), is_same);
        self.note_list(field, &sheet, here);
    }

    /// Lists the change of a list, if it changed.
    fn note_list(&mut self, field: Field, sheet: &Agreement, here: String) {
        let after = field.text(&self.result.agreement);
        if here != after {
            let (base, sheet) = (field.text(self.base), field.text(sheet));
            let name = field.name().to_owned();
            self.result.changes.push(ValueChange { name, field, base, sheet, here, after });
        }
    }

    /// Reconciles the fields of the user's own, each for itself.
    fn own_fields(&mut self, is_filled: &impl Fn(&str) -> bool) {
        let sheet = &self.sheet.agreement.fields;
        let gone = self.base.fields.keys().filter(|name| {
            // The text was kept because it could not be read, or its column holds something else now.
            !sheet.contains_key(*name) && (self.sheet.cleared_own.contains(name) || is_filled(name))
        });
        let names: Vec<String> = sheet.keys().chain(gone).cloned().collect();
        for name in names {
            let text = |facts: &Agreement| facts.fields.get(&name).cloned();
            let new = text(&self.sheet.agreement);
            let (base, here) = (text(self.base), text(self.here));
            let is_cleared = self.sheet.cleared_own.contains(&name);
            let takes = match decide(&base, Some(&new), &here) {
                MergeDecision::Keep => continue,
                MergeDecision::Take => true,
                // A kept text that somebody edited is a text of their own.
                MergeDecision::Conflict if new.is_none() && !is_cleared => continue,
                MergeDecision::Conflict => self.rules.takes_theirs,
            };
            let mut change = ValueChange {
                name: name.clone(),
                field: Field::Fields,
                base: base.unwrap_or_default(),
                sheet: new.clone().unwrap_or_default(),
                here: here.clone().unwrap_or_default(),
                after: here.unwrap_or_default(),
            };
            if !takes {
                self.result.conflicts.push(change);
                continue;
            }
            match new {
                Some(new) => self.result.agreement.fields.insert(name, new),
                None => self.result.agreement.fields.remove(&name),
            };
            change.after.clone_from(&change.sheet);
            self.result.changes.push(change);
        }
    }

    /// Reconciles the parties as a set, and what the sheet says about each of them.
    fn parties(&mut self, base: Option<&ImportedRow>) {
        if !self.is_given(Field::Parties) {
            return;
        }
        let before = Field::Parties.text(&self.result.agreement);
        let ReconcileRules { known, owner, takes_theirs, .. } = *self.rules;
        let (constants, named) = self.sheet.parties();
        let (base_constants, base_named) = base.map(ImportedRow::parties).unwrap_or_default();
        let mut parties = self.result.agreement.parties.clone();
        let in_list = |list: &[Party], party: &Party| position(list, party, known).is_some();
        let is_protected = |party: &Party| {
            owner.is_some_and(|owner| party.is_called(&owner.name))
                || in_list(constants, party)
                || in_list(base_constants, party)
        };
        let mut place = None;
        for dropped in base_named.iter().filter(|party| !in_list(named, party)) {
            if let Some(index) = position(&parties, dropped, known)
                && !named.is_empty()
                && !is_protected(&parties[index])
            {
                parties.remove(index);
                place.get_or_insert(index);
            }
        }
        for party in constants.iter().chain(named) {
            let old = base_named
                .iter()
                .chain(base_constants)
                .find(|old| in_list(&[(*old).clone()], party));
            match (position(&parties, party, known), old) {
                (Some(index), old) => {
                    let empty = Party::default();
                    let mut details = PartyMerge {
                        base: old.unwrap_or(&empty),
                        sheet: party,
                        party: &mut parties[index],
                        has_conflict: false,
                        takes_theirs,
                    };
                    details.merge(known);
                    if details.has_conflict {
                        let here = parties[index].to_string();
                        self.result.conflicts.push(ValueChange {
                            name: Field::Parties.name().to_owned(),
                            field: Field::Parties,
                            base: old.map(ToString::to_string).unwrap_or_default(),
                            sheet: party.to_string(),
                            here: here.clone(),
                            after: here,
                        });
                    }
                }
                // It was removed here, or has another name here.
                (None, Some(_)) if !takes_theirs => {}
                (None, _) => {
                    let index = place.take().unwrap_or(parties.len());
                    parties.insert(index, known.recognise(party.clone()));
                }
            }
        }
        self.result.agreement.parties = parties;
        let sheet = self.sheet.agreement.clone();
        self.note_list(Field::Parties, &sheet, before);
    }

    /// A cell that means that there is no end gives a term and clears the end. If one of the two is a conflict, the
    /// other is not changed either.
    fn undo_half_of_no_end(&mut self) {
        let fields = [Field::Term, Field::End];
        let is_part = |change: &ValueChange| fields.contains(&change.field);
        let is_without_end = self.sheet.cleared.contains(&Field::End)
            && self.sheet.agreement.term == Some(Term::Indefinite);
        if !is_without_end || !self.result.conflicts.iter().any(is_part) {
            return;
        }
        for field in fields {
            field.spec().copy(self.here, &mut self.result.agreement);
        }
        self.result.changes.retain(|change| !is_part(change));
    }
}

/// The reconciliation of what is said about one party.
struct PartyMerge<'m> {
    base: &'m Party,
    sheet: &'m Party,
    party: &'m mut Party,
    has_conflict: bool,
    takes_theirs: bool,
}

impl PartyMerge<'_> {
    fn merge(&mut self, known: &KnownParties) {
        // What is known about the party anyway is not said by the sheet.
        let recognised =
            known.recognise(Party { name: self.sheet.name.clone(), ..Party::default() });
        let Self { base, sheet, .. } = *self;
        let is_news = |new: &Option<Text>, known: &Option<Text>| new.is_some() && new != known;
        if is_news(&sheet.short, &recognised.short) {
            self.take(&base.short, &sheet.short, |party| &mut party.short);
        }
        if is_news(&sheet.country, &recognised.country) {
            self.take(&base.country, &sheet.country, |party| &mut party.country);
        }
        self.take(&base.role, &sheet.role, |party| &mut party.role);
        self.take(&base.signed, &sheet.signed, |party| &mut party.signed);
        self.take(&base.joined, &sheet.joined, |party| &mut party.joined);
        self.take(&base.left, &sheet.left, |party| &mut party.left);
    }

    #[expect(clippy::ref_option, reason = "absent values are compared as values")]
    fn take<T: Clone + PartialEq>(
        &mut self,
        base: &Option<T>,
        sheet: &Option<T>,
        value: fn(&mut Party) -> &mut Option<T>,
    ) {
        let here = value(self.party);
        match decide(base, sheet.as_ref().map(|_| sheet), here) {
            MergeDecision::Keep => {}
            MergeDecision::Conflict if !self.takes_theirs => self.has_conflict = true,
            MergeDecision::Take | MergeDecision::Conflict => here.clone_from(sheet),
        }
    }
}

/// Returns the index of a party in a list: it has its name, or the name that it is known by.
fn position(list: &[Party], party: &Party, known: &KnownParties) -> Option<usize> {
    let by_name = |name: &str| list.iter().position(|other| other.is_called(name));
    by_name(&party.name).or_else(|| by_name(&known.recognise(party.clone()).name)).or_else(|| {
        let short = party.short.as_ref()?;
        list.iter().position(|other| other.short.as_ref() == Some(short))
    })
}

fn is_same_text(one: &Text, other: &Text) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}
