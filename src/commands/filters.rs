//! The filters of all commands that list agreements.

use strum::VariantArray;

use crate::commands::Context;
use crate::commands::flag;
use crate::commands::unmatched::warn_of_agreements;
use crate::domain::search::SearchWord;
use crate::domain::{
    Agreement, Date, Day, Flag, Header, Missing, Query, Standing, Status, Thresholds,
    UnmatchedFilters, country_code, input, usual_country_names,
};
use crate::error::{Error, Result};
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
    /// With a party from this country, as JP or Japan (can be repeated)
    #[arg(long, value_name = "COUNTRY")]
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
    /// Returns the texts of `--party`.
    pub(crate) fn parties(&self) -> &[String] {
        &self.party
    }

    /// Returns the query of the flags and of `words`. Fails on a value that its filter does not accept.
    pub(crate) fn query(&self, words: &[String], today: Day) -> Result<Query> {
        let statuses: Vec<&str> = Status::VARIANTS.iter().map(|status| status.word()).collect();
        let flags: Vec<&str> = Flag::VARIANTS.iter().map(|flag| flag.word()).collect();
        Ok(Query {
            active: self.active,
            statuses: parse_each(&self.status, |text| flag::word("--status", text, &statuses))?,
            parties: search_words(&self.party),
            countries: parse_each(&self.country, country)?,
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

/// Parses a country: two or three letters, or a name.
fn country(text: &str) -> Result<SearchWord> {
    if let Some(code) = country_code(text) {
        return Ok(SearchWord::with_meaning(text, code));
    }
    let accepted = "a code or a name such as JP or Japan";
    let error =
        Error::bad_value(format!("`--country`: `{text}` is not a country; write {accepted}"));
    let near = words::nearest(text, usual_country_names());
    if near.is_empty() {
        return Err(error);
    }
    Err(error.with_hint(format!("did you mean {}?", words::ticked(&near))))
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

/// Prints a hint if a free word looks like the span of `--dormant`, which needs a `=`.
pub(crate) fn hint_at_span(args: &FilterArgs, words: &[String], context: &mut Context<'_>) {
    let is_span = |word: &&String| input::parse_duration(word).is_ok();
    let is_alone = args.dormant.iter().any(|span| span == BY_REGISTRY);
    if let Some(word) = words.iter().find(is_span).filter(|_| is_alone) {
        context
            .hint(&format!("`{word}` is searched as a word; a span is written `--dormant={word}`"));
    }
}

/// Returns the agreements that match the query. Warns about values of filters that no agreement has.
pub(crate) fn select<'r>(
    query: &Query,
    listing: &'r Listing,
    context: &mut Context<'_>,
) -> Result<Vec<&'r ListedAgreement>> {
    let unmatched = UnmatchedFilters::new(query);
    let mut selected = Vec::new();
    for entry in &listing.entries {
        unmatched.find_in(&entry.agreement);
        if query.matches(&entry.agreement, &entry.standing, listing.today) {
            selected.push(entry);
        }
    }
    if unmatched.values().next().is_some() {
        warn_of_agreements(&unmatched, &context.read()?, context)?;
    }
    Ok(selected)
}

/// The agreements that a query selects, and what else is required of them.
pub(crate) struct Selection<'a> {
    /// The query.
    pub(crate) query: &'a Query,
    /// Whether the texts of the records are needed.
    pub(crate) needs_text: bool,
    /// Whether the agreements that do not match the query are counted.
    pub(crate) counts_others: bool,
    /// Returns true if an agreement with this standing is selected, besides what the query requires.
    pub(crate) matches: &'a (dyn Fn(&Agreement, &Standing) -> bool + Sync),
}

/// What was collected of the agreements that match.
#[derive(Debug)]
pub(crate) struct Selected<T> {
    /// The items, in id order.
    pub(crate) items: Vec<T>,
    /// How many agreements there are without the query; `None` if the query matches all, or if they are not counted.
    pub(crate) unfiltered: Option<usize>,
}

impl<'a> Selection<'a> {
    /// Returns the selection of all agreements that match `query`.
    pub(crate) fn of(query: &'a Query, needs_text: bool) -> Self {
        Self { query, needs_text, counts_others: false, matches: &|_, _| true }
    }

    /// Calls `visit` for each selected agreement, on several threads, and returns the collected items in id order.
    /// Warns about values of filters that no agreement has.
    ///
    /// `visit` may be called more than once for an agreement: it must only add to its list.
    pub(crate) fn scan<T: Send>(
        &self,
        registry: &RegistryFile,
        context: &mut Context<'_>,
        visit: impl Fn(&ListedAgreement, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Selected<T>> {
        let (query, today) = (self.query, context.today);
        let Header { owner, settings, .. } = registry.head();
        let thresholds = Thresholds::from_settings(settings);
        let unmatched = UnmatchedFilters::new(query);
        // Returns true if the agreement is one without the query.
        let add = |found: Visit<'_>, items: &mut Vec<T>| -> Result<bool> {
            let Visit { record, agreement, context, .. } = found;
            let standing = agreement.standing(&context, today, &thresholds);
            unmatched.find_in(&agreement);
            let is_meant = (self.matches)(&agreement, &standing);
            if is_meant && query.matches(&agreement, &standing, today) {
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
            Ok(is_meant)
        };
        if !self.counts_others || *query == Query::default() {
            let items =
                registry.scan_with_lineage(today, |found, items| add(found, items).map(drop))?;
            warn_of_agreements(&unmatched, registry, context)?;
            return Ok(Selected { items, unfiltered: None });
        }
        // An agreement may be visited twice, so it is counted by an item of its own.
        let found = registry.scan_with_lineage(today, |found, items| {
            let mut own = Vec::new();
            let is_meant = add(found, &mut own)?;
            items.extend(is_meant.then_some(None));
            items.extend(own.into_iter().map(Some));
            Ok(())
        })?;
        let unfiltered = found.iter().filter(|item| item.is_none()).count();
        warn_of_agreements(&unmatched, registry, context)?;
        let items = found.into_iter().flatten().collect();
        Ok(Selected { items, unfiltered: Some(unfiltered) })
    }
}
