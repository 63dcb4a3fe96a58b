//! Listings: agreements with their standing on a day, what `expiring` selects of them, and the rows of their parts.

use super::table::{Cell, Sheet};
use crate::domain::{
    Agreement, Day, Duration, Flag, Header, LineageContext, Lineages, RecordedDate, Standing, Text,
    Thresholds, Value, back, window_end,
};

/// Agreements of a registry on a day: all of them, or those of some lineages.
#[derive(Debug)]
pub struct Listing {
    /// The day.
    pub today: Day,
    /// The window and the dormancy that apply.
    pub thresholds: Thresholds,
    /// The agreements, sorted by id.
    pub entries: Vec<ListedAgreement>,
}

/// An agreement in a list, with its standing.
#[derive(Debug, Clone)]
pub struct ListedAgreement {
    /// The agreement with the values that hold on the day.
    pub agreement: Agreement,
    /// The day.
    pub day: Day,
    /// The text of its record in the file; empty if it is not needed.
    pub stored: String,
    /// What its lineage means for it.
    pub context: LineageContext,
    /// Its standing.
    pub standing: Standing,
    /// The names of the parties other than the owner of the registry.
    pub partners: Vec<Text>,
}

impl Listing {
    /// Returns the listing of these agreements on `today`, each given with the text of its record, sorted by id.
    #[must_use]
    pub fn new(head: &Header, records: Vec<(Agreement, String)>, today: Day) -> Self {
        let thresholds = Thresholds::from_settings(&head.settings);
        let records: Vec<(Agreement, String)> = records
            .into_iter()
            .map(|(agreement, stored)| (agreement.into_values_on(today), stored))
            .collect();
        let lineages = Lineages::new(records.iter().map(|(agreement, _)| agreement), today);
        let entries = records
            .into_iter()
            .map(|(agreement, stored)| {
                let context = lineages.context_of(&agreement.id);
                let standing = agreement.standing(&context, today, &thresholds);
                ListedAgreement::new(
                    agreement,
                    stored,
                    context,
                    standing,
                    today,
                    head.owner.as_deref(),
                )
            })
            .collect();
        Self { today, thresholds, entries }
    }

    /// Returns the agreement with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&ListedAgreement> {
        let index = self.entries.binary_search_by(|entry| entry.agreement.id.as_str().cmp(id));
        index.ok().map(|index| &self.entries[index])
    }
}

impl ListedAgreement {
    /// Returns an agreement of a registry with this owner as it is on `today`: `stored` is the text of its record,
    /// or empty if that is not needed.
    #[must_use]
    pub fn new(
        agreement: Agreement,
        stored: String,
        context: LineageContext,
        standing: Standing,
        today: Day,
        owner: Option<&str>,
    ) -> Self {
        let partners = partners(&agreement, owner, today);
        Self { agreement, day: today, stored, context, standing, partners }
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

/// Which agreements `expiring` lists.
#[derive(Debug, Clone, Copy)]
pub struct ListWindow {
    /// The length of the window from the day on; `None` for the day itself.
    pub within: Option<Duration>,
    /// How long before the day lapsed agreements are listed, too.
    pub lapsed: Option<Duration>,
}

impl ListWindow {
    /// Returns true if an agreement with this standing on `today` is listed.
    #[must_use]
    pub fn holds(&self, standing: &Standing, today: Day) -> bool {
        self.is_to_act_on(standing, today) || self.holds_lapsed(standing, today)
    }

    fn is_to_act_on(&self, standing: &Standing, today: Day) -> bool {
        // Most agreements are not in force: they do not need the end of the window.
        standing.status.is_in_force()
            && standing
                .is_to_act_on(today, self.within.map_or(today, |within| window_end(today, within)))
    }

    fn holds_lapsed(&self, standing: &Standing, today: Day) -> bool {
        let Some(span) = self.lapsed else {
            return false;
        };
        let from = back(today, span).unwrap_or(Day::MIN);
        standing.has(Flag::Lapsed)
            && standing.ends.date().is_some_and(|end| end.lies_within(from, today))
    }
}

/// Returns the sort key of `expiring`: the act-by date, then the end. Absent ones come last.
#[must_use]
pub fn order(standing: &Standing) -> [Cell<'static>; 2] {
    [Cell::date(standing.act_by), Cell::date(standing.ends.date())]
}

/// Returns the parties of the agreements, one a row.
#[must_use]
pub fn parties<'r>(entries: &[&'r ListedAgreement]) -> Sheet<'r> {
    let columns = ["agreement", "name", "short", "country", "role", "signed", "joined", "left"];
    let rows = entries.iter().flat_map(|entry| {
        entry.agreement.parties.iter().map(|party| {
            vec![
                Cell::Text(entry.agreement.id.as_str().into()),
                Cell::Text(party.name.as_str().into()),
                Cell::given(party.short.as_ref()),
                Cell::given(party.country.as_ref()),
                Cell::given(party.role.as_ref()),
                match party.signed {
                    Some(RecordedDate::Known(date)) => Cell::Date(date),
                    other => Cell::text(other),
                },
                Cell::date(party.joined),
                Cell::date(party.left),
            ]
        })
    });
    sheet(&columns, rows.collect())
}

/// Returns the events of the agreements, one a row.
#[must_use]
pub fn events<'r>(entries: &[&'r ListedAgreement]) -> Sheet<'r> {
    let columns =
        ["agreement", "on", "kind", "by", "decision", "from", "term", "end", "fields", "note"];
    let rows = entries.iter().flat_map(|entry| {
        entry.agreement.events.iter().map(|event| {
            let fields = Value::Members(event.fields.clone()).to_string();
            vec![
                Cell::Text(entry.agreement.id.as_str().into()),
                Cell::Date(event.on),
                Cell::Text(event.kind.to_string().into()),
                Cell::given(event.by.as_ref()),
                Cell::text(event.decision),
                Cell::date(event.from),
                Cell::text(event.term),
                Cell::date(event.end),
                Cell::full(fields),
                Cell::given(event.note.as_ref()),
            ]
        })
    });
    sheet(&columns, rows.collect())
}

fn sheet<'r>(columns: &[&'static str], rows: Vec<Vec<Cell<'r>>>) -> Sheet<'r> {
    Sheet { columns: columns.to_vec(), rows }
}
