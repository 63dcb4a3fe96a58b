//! `mou draft --add`: record what a text proposes.

use std::num::NonZeroU32;
use std::path::Path;

use super::args::Args;
use crate::commands::add;
use crate::commands::command_line::CommandLine;
use crate::commands::input::RegistryInput;
use crate::domain::{
    Activity, Agreement, Date, Day, Document, Field, Id, Party, Person, RecordedDate, Reference,
    Text,
};
use crate::error::{Error, Result};
use crate::extract::RelatedInstrument;
use crate::render::words;
use crate::report::draft::{Draft, DraftedAgreement};
use crate::store::{Store, Transaction};

/// What was recorded, or would be.
pub(super) struct RecordedDraft {
    /// The ids of the new agreements.
    pub(super) ids: Vec<Id>,
    /// The draft, with what the registry knows of its parties and of other instruments.
    pub(super) draft: Draft,
    /// The ids of the activities that were added to predecessors.
    pub(super) activities: Vec<String>,
    /// What may be a mistake.
    pub(super) warnings: Vec<String>,
}

/// What is recorded, and where.
pub(super) struct Recording<'a> {
    /// The arguments.
    pub(super) args: &'a Args,
    /// The command as it was typed.
    pub(super) command: CommandLine,
    /// What the text proposes.
    pub(super) draft: &'a Draft,
    /// The registry.
    pub(super) store: Store,
    /// The date to use as today.
    pub(super) today: Day,
}

impl Recording<'_> {
    /// Adds the agreements of the draft to the transaction.
    ///
    /// Fails if the registry already has one of them, or must not have it.
    pub(super) fn record(&self, transaction: &mut Transaction<'_>) -> Result<RecordedDraft> {
        let Self { args, draft, store, today, .. } = self;
        let (ids, activities, warnings) = (Vec::new(), Vec::new(), Vec::new());
        let mut recorded = RecordedDraft { ids, draft: (*draft).clone(), activities, warnings };
        let source = RecordedSource::new(args, draft, store, &mut recorded.warnings)?;
        let input = RegistryInput::new(transaction, store, *today);
        for drafted in &mut recorded.draft.agreements {
            args.apply(drafted, |fields, record| fields.apply(record, &input))?;
            take_over_parties(drafted, &input, &mut recorded.warnings)?;
            let known = input.agreements_between(&drafted.record.parties);
            if !args.anyway {
                self.refuse_known(&drafted.record, &known)?;
            }
            drafted.resolve_hints(|instrument| only_match(instrument, &known));
            recorded.warnings.extend(input.take_ignored());
        }
        for drafted in recorded.draft.agreements.clone() {
            let mut record = source.with(&drafted.record);
            record.notes = drafted.notes_text().map(Text::from);
            let (predecessor, earlier) = take_earlier_activities(&drafted, &mut record);
            let (id, warnings) = add::stage(&mut record, args.id.as_deref(), transaction, *today)?;
            recorded.ids.push(id);
            recorded.warnings.extend(warnings);
            recorded.add_activities(predecessor, earlier, transaction)?;
        }
        Ok(recorded)
    }

    /// Fails if the registry has an agreement with the same parties and signing date.
    fn refuse_known(&self, record: &Agreement, known: &[Agreement]) -> Result<()> {
        let Some(alike) = add::look_alike(record, known) else { return Ok(()) };
        let same = add::what_is_alike(record);
        let error = format!("`{alike}` has the same parties and {same}: nothing was recorded");
        let command = self.command.with("--anyway");
        Err(Error::failed(error).with_hint(format!("`{command}` records it nevertheless")))
    }
}

/// Replaces the parties that the registry knows by what it has of them, also where people name them.
fn take_over_parties(
    drafted: &mut DraftedAgreement,
    input: &RegistryInput<'_, '_>,
    warnings: &mut Vec<String>,
) -> Result<()> {
    let record = &mut drafted.record;
    let known = input.known_parties(&record.parties)?;
    for (party, known) in record.parties.iter().zip(&known) {
        if party != known {
            warnings.push(format!("`{party}` is recorded as `{known}`, as the registry has it"));
            let people = record.signatories.iter_mut().chain(&mut record.witnesses);
            people.for_each(|person| rename_party(person, party, known));
        }
    }
    record.parties = known;
    if record.parties.is_empty() {
        return Err(Error::failed("no party was found in the text, and a record needs one")
            .with_hint("`--party \"Name (SHORT) [CC]\"`, repeated for each"));
    }
    Ok(())
}

fn rename_party(person: &mut Person, old: &Party, new: &Party) {
    if person.party.as_deref().is_some_and(|name| old.is_called(name)) {
        person.party = Some(new.short_or_name().into());
    }
}

/// Returns the only agreement with the date of the instrument.
fn only_match(instrument: &RelatedInstrument, known: &[Agreement]) -> Option<Id> {
    let dated = instrument.dated?;
    let is_meant = |signed: Date| signed.lies_within(dated.first(), dated.last());
    let mut found = known.iter().filter(|agreement| {
        let signed = agreement.signing_day().and_then(RecordedDate::date);
        signed.is_some_and(is_meant)
    });
    let only = found.next()?;
    found.next().is_none().then(|| only.id.clone())
}

/// Removes the activities of the predecessor from the record, and returns them with its id if it is known.
fn take_earlier_activities(
    drafted: &DraftedAgreement,
    record: &mut Agreement,
) -> (Option<Id>, Vec<Activity>) {
    let all = std::mem::take(&mut record.activities);
    let is_earlier = |activity: &Activity| drafted.earlier_activities.contains(&activity.n);
    let (earlier, own): (Vec<_>, Vec<_>) = all.into_iter().partition(is_earlier);
    // The numbers begin with 1 and have no gaps.
    record.activities = own;
    for (activity, number) in record.activities.iter_mut().zip(1..) {
        activity.n = NonZeroU32::new(number).unwrap_or(activity.n);
    }
    let predecessor = match record.succeeds.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    (predecessor, earlier)
}

impl RecordedDraft {
    /// Adds activities to the predecessor under which they were done, except those that it has.
    fn add_activities(
        &mut self,
        predecessor: Option<Id>,
        activities: Vec<Activity>,
        transaction: &mut Transaction<'_>,
    ) -> Result<()> {
        if activities.is_empty() {
            return Ok(());
        }
        let found = predecessor.map(|id| transaction.get(id.as_str())).transpose()?.flatten();
        let Some(mut agreement) = found else {
            let titles: Vec<String> =
                activities.iter().map(|activity| format!("`{}`", activity.title)).collect();
            self.warnings.push(format!(
                "not recorded, because the predecessor was not found in the registry: {}",
                words::list_and(&titles)
            ));
            return Ok(());
        };
        let mut added = Vec::new();
        for activity in activities {
            let is_same = |other: &Activity| *other == Activity { n: other.n, ..activity.clone() };
            if agreement.activities.iter().any(is_same) {
                continue;
            }
            let n = Activity::next_number(&agreement.activities).ok_or_else(|| {
                Error::failed(format!("there is no free activity number in `{}`", agreement.id))
            })?;
            added.push(format!("{}/{n}", agreement.id));
            agreement.activities.push(Activity { n, ..activity });
        }
        if !added.is_empty() {
            self.activities.extend(added);
            transaction.put(agreement);
        }
        Ok(())
    }
}

/// The text itself, as a source and a document of the records.
struct RecordedSource {
    reference: Reference,
    document: Document,
    has_reference: bool,
    has_document: bool,
}

impl RecordedSource {
    /// Returns the source; a sentence says if its path cannot be recorded.
    fn new(args: &Args, draft: &Draft, store: &Store, warnings: &mut Vec<String>) -> Result<Self> {
        let is_file = !args.is_standard_input();
        let name = Path::new(&draft.path).file_name().and_then(|name| name.to_str());
        let name = name.filter(|_| is_file).unwrap_or("Text from standard input");
        let title = draft.source.title.as_deref().unwrap_or(name);
        let path = if is_file { store.document_path(Path::new(&draft.path))? } else { None };
        if is_file && path.is_none() {
            warnings.push(format!(
                "{} is not in the folder of the registry, so its path is not recorded",
                args.name()
            ));
        }
        let url = draft.source.url.as_deref().map(Text::from);
        let dated = draft.published.and_then(|(day, _)| Date::from_day(day));
        Ok(Self {
            reference: Reference { title: title.into(), url, dated },
            document: Document {
                title: title.into(),
                path: path.map(Text::from),
                sha256: Some(draft.sha256.as_str().into()),
            },
            has_reference: !args.replaces(Field::References),
            has_document: !args.replaces(Field::Documents),
        })
    }

    /// Returns a record with the source before other sources, unless a person typed others.
    fn with(&self, record: &Agreement) -> Agreement {
        let mut record = record.clone();
        if self.has_reference {
            record.references.insert(0, self.reference.clone());
        }
        if self.has_document {
            record.documents.insert(0, self.document.clone());
        }
        record
    }
}
