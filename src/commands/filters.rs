//! The filters of all commands that list agreements.

use std::sync::atomic::{AtomicBool, Ordering};

use strum::VariantArray;

use crate::commands::Context;
use crate::commands::flag;
use crate::domain::search::SearchWord;
use crate::domain::{
    Date, Day, Flag, Header, Missing, Query, Standing, Status, Thresholds, UnmatchedWords, input,
};
use crate::error::Result;
use crate::render::words;
use crate::report::listing::{ListedAgreement, Listing};
use crate::store::{RegistryFile, Visit};

/// The flags that choose agreements. The same flag twice means either; different flags mean both.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArgs {
    /// In force and not suspended
    #[arg(long)]
    active: bool,
    /// With this status (can be repeated)
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// With this party (can be repeated)
    #[arg(long, value_name = "TEXT")]
    party: Vec<String>,
    /// With a party from this country (can be repeated)
    #[arg(long, value_name = "CC")]
    country: Vec<String>,
    /// With this area of cooperation (can be repeated)
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    area: Vec<String>,
    /// With this tag (can be repeated)
    #[arg(long, value_name = "TEXT")]
    tag: Vec<String>,
    /// Of this kind (can be repeated)
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    kind: Vec<String>,
    /// With this contact (can be repeated)
    #[arg(long, value_name = "TEXT")]
    contact: Vec<String>,
    /// Signed on this day or later
    #[arg(long, value_name = "DATE")]
    signed_since: Vec<String>,
    /// Signed before this day
    #[arg(long, value_name = "DATE", hide_short_help = true)]
    signed_before: Vec<String>,
    /// Ending on this day or later
    #[arg(long, value_name = "DATE", hide_short_help = true)]
    ends_since: Vec<String>,
    /// Ending before this day
    #[arg(long, value_name = "DATE")]
    ends_before: Vec<String>,
    /// With this flag, such as lapsed (can be repeated)
    #[arg(long, value_name = "FLAG")]
    flag: Vec<String>,
    /// Dormant for this long (default: the registry's setting)
    #[arg(
        long,
        value_name = "DURATION",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = BY_REGISTRY, hide_short_help = true)]
    dormant: Vec<String>,
    /// With a field of your own that has this value (can be repeated)
    #[arg(long, value_name = "K=V", hide_short_help = true)]
    field: Vec<String>,
    /// Without a value in this field (can be repeated)
    #[arg(long, value_name = "FIELD", hide_short_help = true)]
    missing: Vec<String>,
    /// With this text anywhere (can be repeated)
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    text: Vec<String>,
}

/// The value of `--dormant` without a duration: that of the registry applies.
const BY_REGISTRY: &str = "registry";

impl FilterArgs {
    /// Returns the query of the flags and of `words`. Fails on a value that its filter does not accept.
    pub(crate) fn query(&self, words: &[String], today: Day) -> Result<Query> {
        let statuses: Vec<&str> = Status::VARIANTS.iter().map(|status| status.word()).collect();
        let flags: Vec<&str> = Flag::VARIANTS.iter().map(|flag| flag.word()).collect();
        Ok(Query {
            active: self.active,
            statuses: parse_each(&self.status, |text| flag::word("--status", text, &statuses))?,
            parties: search_words(&self.party),
            countries: search_words(&self.country),
            areas: search_words(&self.area),
            tags: search_words(&self.tag),
            kinds: search_words(&self.kind),
            contacts: search_words(&self.contact),
            signed_since: dates("--signed-since", &self.signed_since, today)?,
            signed_before: dates("--signed-before", &self.signed_before, today)?,
            ends_since: dates("--ends-since", &self.ends_since, today)?,
            ends_before: dates("--ends-before", &self.ends_before, today)?,
            flags: parse_each(&self.flag, |text| flag::word("--flag", text, &flags))?,
            dormant: parse_each(&self.dormant, |text| {
                if text == BY_REGISTRY {
                    return Ok(None);
                }
                flag::duration("--dormant", text).map(Some)
            })?,
            fields: parse_each(&self.field, |text| {
                let (key, value) = input::parse_field(text)
                    .map_err(|why| flag::refused("--field", &why, input::ACCEPTED_FIELDS))?;
                Ok((SearchWord::from(key.as_str()), SearchWord::from(value.as_str())))
            })?,
            missing: parse_each(&self.missing, |text| {
                flag::word("--missing", text, &Missing::names())
            })?,
            texts: search_words(&self.text),
            words: search_words(words),
        })
    }
}

fn parse_each<T>(texts: &[String], parse: impl Fn(&str) -> Result<T>) -> Result<Vec<T>> {
    texts.iter().map(|text| parse(text)).collect()
}

/// Returns the words of a filter for texts.
pub(crate) fn search_words(texts: &[String]) -> Vec<SearchWord> {
    texts.iter().map(|text| SearchWord::from(text.as_str())).collect()
}

/// Parses the dates of a filter.
pub(crate) fn dates(flag: &str, texts: &[String], today: Day) -> Result<Vec<Date>> {
    parse_each(texts, |text| flag::date(flag, text, today))
}

/// Returns the agreements that match the query. Prints a note about words that no agreement contains.
pub(crate) fn select<'r>(
    query: &Query,
    listing: &'r Listing,
    context: &mut Context<'_>,
) -> Vec<&'r ListedAgreement> {
    let unmatched = UnmatchedWords::new(query);
    let mut selected = Vec::new();
    for entry in &listing.entries {
        unmatched.find_in(&entry.agreement);
        if query.matches(&entry.agreement, &entry.standing, listing.today) {
            selected.push(entry);
        }
    }
    print_unmatched(&unmatched, listing.entries.is_empty(), context);
    selected
}

/// Prints a note about the words that were not found, unless there were no records.
pub(crate) fn print_unmatched(
    unmatched: &UnmatchedWords<'_>,
    is_empty: bool,
    context: &mut Context<'_>,
) {
    let unmatched: Vec<String> = unmatched.words().iter().map(|word| format!("`{word}`")).collect();
    if !unmatched.is_empty() && !is_empty {
        context.say(&format!("No record contains: {}.", words::list_and(&unmatched)));
    }
}

/// The agreements that a query selects, and what else is required of them.
pub(crate) struct Selection<'a> {
    /// The query.
    pub(crate) query: &'a Query,
    /// Whether the texts of the records are needed.
    pub(crate) needs_text: bool,
    /// Returns true if an agreement with this standing is selected, besides what the query requires.
    pub(crate) matches: &'a (dyn Fn(&Standing) -> bool + Sync),
}

impl<'a> Selection<'a> {
    /// Returns the selection of all agreements that match `query`.
    pub(crate) fn of(query: &'a Query, needs_text: bool) -> Self {
        Self { query, needs_text, matches: &|_| true }
    }

    /// Calls `visit` for each selected agreement, on several threads, and returns the collected items in id order.
    /// Prints a note about words that no agreement contains.
    ///
    /// `visit` may be called more than once for an agreement: it must only add to its list.
    pub(crate) fn scan<T: Send>(
        &self,
        registry: &RegistryFile,
        context: &mut Context<'_>,
        visit: impl Fn(&ListedAgreement, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        let (query, today) = (self.query, context.today);
        let Header { owner, settings, .. } = registry.head();
        let thresholds = Thresholds::from_settings(settings);
        let unmatched = UnmatchedWords::new(query);
        let is_empty = AtomicBool::new(true);
        let items = registry.scan_with_lineage(today, |found, items| {
            // A store for every record would make the threads wait for each other.
            if is_empty.load(Ordering::Relaxed) {
                is_empty.store(false, Ordering::Relaxed);
            }
            let Visit { record, agreement, context, .. } = found;
            let standing = agreement.standing(&context, today, &thresholds);
            unmatched.find_in(&agreement);
            if (self.matches)(&standing) && query.matches(&agreement, &standing, today) {
                let text = if self.needs_text { record.text() } else { "" };
                let text = text.to_owned();
                let entry = ListedAgreement::new(
                    agreement,
                    text,
                    context,
                    standing,
                    today,
                    owner.as_deref(),
                );
                visit(&entry, items)?;
            }
            Ok(())
        })?;
        print_unmatched(&unmatched, is_empty.load(Ordering::Relaxed), context);
        Ok(items)
    }
}
