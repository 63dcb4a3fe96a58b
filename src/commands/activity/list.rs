//! `mou activity list` and `mou activity show`: activities filtered, or by their ids.

use std::collections::BTreeSet;

use strum::VariantNames;

use crate::commands::filters::{dates, search_words};
use crate::commands::ids::{ActivityId, Lookup};
use crate::commands::output::{OutputArgs, Subject};
use crate::commands::show::{CardArgs, is_single};
use crate::commands::unmatched::warn_of_activities;
use crate::commands::{Context, flag, ids};
use crate::domain::search::SearchWord;
use crate::domain::{Activity, ActivityQuery, Day, Id, Progress, UnmatchedFilters};
use crate::error::{Error, Kind, Result};
use crate::render::{self, words};
use crate::report::activities::{ACTIVITY_COLUMNS, DEFAULT_ACTIVITY_COLUMNS, ListedActivity};
use crate::store::RegistryFile;

/// List activities by day, all unless filtered
///
/// Repeated flags mean either value, different flags mean both, and all words must occur.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  mou activity list gds-govtech-2019\n  mou activity list --overdue \
                  --contact mei\n  mou activity list --kind visit --since 2023 -o csv"
)]
pub(crate) struct Args {
    /// Agreement, by id or its beginning (- reads ids from standard input), and words to search for
    #[arg(value_name = "ID|WORD")]
    words: Vec<String>,
    #[command(flatten)]
    filters: ActivityFilters,
    #[command(flatten)]
    output: OutputArgs,
}

/// Show an activity
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou activity show gds-govtech-2019/1\n  mou activity list --overdue \
                  -o ids | mou activity show - -o jsonl"
)]
pub(crate) struct ShowArgs {
    /// Activities, such as gds-govtech-2022/1; - reads ids from standard input
    #[arg(value_name = "ID/N", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    output: CardArgs,
}

#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
struct ActivityFilters {
    /// With this status: planned, ongoing, done or cancelled (can be repeated)
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// Of this kind (can be repeated)
    #[arg(long, value_name = "TEXT")]
    kind: Vec<String>,
    /// On this day or later
    #[arg(long, value_name = "DATE")]
    since: Vec<String>,
    /// On this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Vec<String>,
    /// Not done by its due date
    #[arg(long)]
    overdue: bool,
    /// With this contact, or with an agreement that has it (can be repeated)
    #[arg(long, value_name = "TEXT")]
    contact: Vec<String>,
    /// With this area of cooperation (can be repeated)
    #[arg(long, value_name = "TEXT")]
    area: Vec<String>,
    /// Under an agreement with this party (can be repeated)
    #[arg(long, value_name = "TEXT")]
    party: Vec<String>,
}

impl ActivityFilters {
    fn query(&self, today: Day) -> Result<ActivityQuery> {
        let status = |text: &String| flag::word("--status", text, Progress::VARIANTS);
        Ok(ActivityQuery {
            statuses: self.status.iter().map(status).collect::<Result<_>>()?,
            kinds: search_words(&self.kind),
            since: dates("--since", &self.since, today)?,
            until: dates("--until", &self.until, today)?,
            overdue: self.overdue,
            contacts: search_words(&self.contact),
            areas: search_words(&self.area),
            parties: search_words(&self.party),
            words: Vec::new(),
        })
    }
}

/// The activities of a list, for the output.
const ACTIVITY_SUBJECT: Subject<ListedActivity> = Subject {
    id: ListedActivity::id,
    one: "activity",
    many: "activities",
    object: render::agreement::activity_object,
    hidden_first: &[],
    kept: &["id", "title", "status", "on"],
};

/// Lists the activities that match the filters and words, by date.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let layout = args.output.layout(&ACTIVITY_COLUMNS, &DEFAULT_ACTIVITY_COLUMNS)?;
    let query = args.filters.query(context.today)?;
    let piped = match args.words.as_slice() {
        [first, words @ ..] if first == "-" => Some((context.typed_ids(&args.words[..1])?, words)),
        _ => None,
    };
    // The first word may be the id of an agreement, which is found before the scan.
    let registry = if args.words.is_empty() { context.read_to_pass()? } else { context.read()? };
    let (under, words) = match &piped {
        Some((typed, words)) => (Some(ids::resolve_all(typed, &registry, context.today)?), *words),
        None => split(&args.words, &registry, context)?,
    };
    let under: Option<BTreeSet<Id>> = under.map(BTreeSet::from_iter);
    let query = ActivityQuery { words: search_words(words), ..query };
    let (is_whole, is_filtered) = (args.output.is_whole(), query != ActivityQuery::default());
    let (today, unmatched) = (context.today, UnmatchedFilters::for_activities(&query));
    let rows = registry.scan(|record, rows| {
        let agreement = record.agreement()?;
        if under.as_ref().is_some_and(|ids| !ids.contains(&agreement.id)) {
            return Ok(());
        }
        for activity in &agreement.activities {
            unmatched.find_in_activity(activity, &agreement);
        }
        if is_filtered {
            rows.extend(agreement.activities.iter().map(|_| None));
        }
        let stored = is_whole.then(|| record.text());
        let matches = |activity: &Activity| query.matches(activity, &agreement, today);
        for listed in ListedActivity::matching(&agreement, stored, today, matches) {
            rows.push(Some(args.output.row(
                &listed,
                &layout,
                &ACTIVITY_SUBJECT,
                &listed.order(),
            )?));
        }
        Ok(())
    })?;
    report_unmatched_words(&unmatched, &query, under.is_some(), &registry, context)?;
    let all = rows.iter().filter(|row| row.is_none()).count();
    let rows = rows.into_iter().flatten().collect();
    args.output.print(context, rows, is_filtered.then_some(all), &layout, &ACTIVITY_SUBJECT)
}

/// Returns the agreement and the words that are typed: the first text is an agreement if it is an id
/// or the beginning of exactly one, or if no activity contains it and exactly one agreement does.
fn split<'w>(
    typed: &'w [String],
    registry: &RegistryFile,
    context: &mut Context<'_>,
) -> Result<(Option<Vec<Id>>, &'w [String])> {
    let Some((first, others)) = typed.split_first() else { return Ok((None, typed)) };
    let is_unresolved = |error: &Error| matches!(error.code(), 2 | 3);
    let by_id = ids::resolve_all_by_id(std::slice::from_ref(first), registry, context.today);
    let id = match by_id {
        Ok(mut ids) => ids.pop(),
        Err(error) if !is_unresolved(&error) => return Err(error),
        Err(_) if is_in_an_activity(first, registry, context.today)? => None,
        Err(_) => match ids::resolve(first, registry, context.today) {
            Ok(id) => Some(id),
            Err(error) if is_unresolved(&error) && error.kind() != Kind::Ambiguous => None,
            Err(error) => return Err(error),
        },
    };
    let Some(id) = id else { return Ok((None, typed)) };
    if id.as_str() != first {
        context.say(&format!("`{first}` is read as {id}."));
    }
    Ok((Some(vec![id]), others))
}

fn is_in_an_activity(word: &str, registry: &RegistryFile, today: Day) -> Result<bool> {
    let query = ActivityQuery { words: vec![word.into()], ..ActivityQuery::default() };
    let found = registry.scan(|record, found| {
        let agreement = record.agreement()?;
        let is_in = |activity: &Activity| query.matches(activity, &agreement, today);
        found.extend(agreement.activities.iter().any(is_in).then_some(()));
        Ok(())
    })?;
    Ok(!found.is_empty())
}

/// Warns about the filters and words that no activity has.
///
/// Fails if the first word is one of them and looks like the id of an agreement, as it is most likely
/// a mistyped one.
fn report_unmatched_words(
    unmatched: &UnmatchedFilters<'_>,
    query: &ActivityQuery,
    has_ids: bool,
    registry: &RegistryFile,
    context: &mut Context<'_>,
) -> Result<()> {
    let first = query.words.first().map(SearchWord::typed);
    let is_missing = |first: &&str| {
        unmatched.values().any(|value| value.flag().is_none() && value.typed() == *first)
    };
    if let (false, Some(first)) = (has_ids, first.filter(is_missing))
        && let Err(error) = ids::resolve(first, registry, context.today)
        && !words::nearest(first, registry.ids()?.iter().map(Id::as_str)).is_empty()
    {
        return Err(error);
    }
    warn_of_activities(unmatched, registry, context)
}

/// Prints the activities with all their fields.
pub(crate) fn run_show(args: &ShowArgs, context: &mut Context<'_>) -> Result<()> {
    let typed = context.typed_ids(&args.ids)?;
    let registry = context.read()?;
    let ids = ActivityId::resolve_all(&typed, Lookup::ByText, &registry, context.today)?;
    let listing =
        context.listing_of(&registry, ids.iter().map(|id| id.agreement.clone()).collect())?;
    let mut shown = Vec::new();
    for id in ids {
        let Some(entry) = listing.get(id.agreement.as_str()) else { continue };
        let activity = id.find(&entry.agreement)?;
        let is_same = |other: &Activity| other == activity;
        let listed =
            ListedActivity::matching(&entry.agreement, Some(&entry.stored), listing.today, is_same);
        shown.extend(listed.into_iter().next());
    }
    args.output.show(
        context,
        is_single(&args.ids),
        &shown,
        |listed| render::agreement::activity_card(listed, listing.today),
        render::agreement::activity_object,
    )
}
