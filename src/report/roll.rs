//! Agreements, each with what follows from its facts on a day.

use crate::domain::{
    Agreement, Day, Head, LineageContext, Lineages, Spans, Standing, Tenure, Text,
};

/// Agreements of a registry, as seen on a day: all of them, or all of one or more lineages.
#[derive(Debug)]
pub struct Roll {
    /// What the registry says of itself.
    pub head: Head,
    /// The day.
    pub today: Day,
    /// The spans against which flags are raised.
    pub spans: Spans,
    /// The agreements, sorted by id.
    pub entries: Vec<Entry>,
}

/// An agreement with what follows from its facts.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The agreement with the values that hold on the day.
    pub agreement: Agreement,
    /// The day.
    pub day: Day,
    /// The text of its record in the file; empty if it is not needed.
    pub stored: String,
    /// What its lineage means for it.
    pub around: LineageContext,
    /// What follows from its facts.
    pub standing: Standing,
    /// The names of the parties other than the owner of the registry.
    pub partners: Vec<Text>,
}

impl Roll {
    /// Works out what follows on `today` from the agreements, each given with the text of its
    /// record.
    #[must_use]
    pub fn new(head: Head, records: Vec<(Agreement, String)>, today: Day) -> Self {
        let spans = Spans::of(&head.settings);
        let records: Vec<(Agreement, String)> = records
            .into_iter()
            .map(|(agreement, stored)| (agreement.into_values_on(today), stored))
            .collect();
        let tenures: Vec<Tenure> =
            records.iter().map(|(agreement, _)| Tenure::from_values(agreement)).collect();
        let agreements = records.iter().map(|(agreement, _)| agreement);
        let lineages = Lineages::of(agreements.zip(&tenures), today);
        let entries = records
            .into_iter()
            .zip(&tenures)
            .map(|((agreement, stored), tenure)| {
                let around = lineages.context_of(&agreement.id);
                let standing = tenure.standing(&around, today, &spans);
                Entry::new(agreement, stored, around, standing, today, head.owner.as_deref())
            })
            .collect();
        Self { head, today, spans, entries }
    }

    /// Returns the agreement of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        let place = self.entries.binary_search_by(|entry| entry.agreement.id.as_str().cmp(id));
        place.ok().map(|place| &self.entries[place])
    }
}

impl Entry {
    /// Returns an agreement of a registry with this owner as it is on `today`: `stored` is the text of its record,
    /// or empty if that is not needed.
    #[must_use]
    pub fn new(
        agreement: Agreement,
        stored: String,
        around: LineageContext,
        standing: Standing,
        today: Day,
        owner: Option<&str>,
    ) -> Self {
        let partners = partners(&agreement, owner, today);
        Self { agreement, day: today, stored, around, standing, partners }
    }
}

/// Returns the names of the partners on a day: the parties that belong to the agreement on it,
/// other than the owner of the registry.
#[must_use]
pub fn partners(agreement: &Agreement, owner: Option<&str>, today: Day) -> Vec<Text> {
    agreement
        .parties
        .iter()
        .filter(|party| party.belongs_on(today) && !party.is_owner(owner))
        .map(|party| party.name.clone())
        .collect()
}
