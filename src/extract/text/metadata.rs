//! What a page says of itself: its title, its address, and the day of its publication.

use super::elements::ElementState;
use super::full_day::full_days;
use super::raw::LineRole;
use super::tags::HtmlTag;
use crate::domain::Date;

/// Sources of the day of a page, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum DaySource {
    /// A `meta` element.
    Meta,
    /// `datePublished` of JSON-LD.
    LinkedData,
    /// A `time` element that is marked as the publication date.
    MarkedTime,
    /// The first `time` element of the text.
    Time,
}

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct PageMetadata {
    /// Its title in other pages.
    pub(super) title: Option<String>,
    /// Its address.
    pub(super) url: Option<String>,
    day: Option<(DaySource, Option<Date>)>,
}

impl PageMetadata {
    /// Returns the day of its publication.
    pub(super) fn day(&self) -> Option<Date> {
        self.day.and_then(|(_, day)| day)
    }

    /// Reads data in JSON-LD.
    pub(super) fn read_linked_data(&mut self, json: &str) {
        self.offer_day(DaySource::LinkedData, linked_day(json));
    }

    /// Reads a `meta` element.
    pub(super) fn read_meta(&mut self, tag: &HtmlTag<'_>) {
        let name =
            ["property", "name", "itemprop"].into_iter().find_map(|key| tag.raw_attribute(key));
        let Some(name) = name.map(str::to_ascii_lowercase) else { return };
        match &*name {
            "og:title" => {
                self.title = tag.attribute("content").filter(|title| !title.trim().is_empty());
            }
            "og:url" => self.offer_url(tag.attribute("content")),
            _ if DAY_NAMES.contains(&&*name) => {
                let day = tag.attribute("content").and_then(|content| one_day(&content));
                self.offer_day(DaySource::Meta, day);
            }
            _ => {}
        }
    }

    /// Reads a `time` element; `state` is that of the element around it.
    pub(super) fn read_time(&mut self, tag: &HtmlTag<'_>, state: ElementState) {
        let class = tag.raw_attribute("class").unwrap_or_default().to_ascii_lowercase();
        let property = tag.raw_attribute("itemprop").unwrap_or_default().to_ascii_lowercase();
        let is_change =
            ["updat", "modif"].iter().any(|word| class.contains(word) || property.contains(word));
        if is_change
            || state.is_skipped
            || state.is_likely_furniture
            || state.role == LineRole::Furniture
        {
            return;
        }
        let is_marked = property == "datepublished"
            || tag.raw_attribute("pubdate").is_some()
            || class.contains("publish");
        let source = if is_marked { DaySource::MarkedTime } else { DaySource::Time };
        let day = tag.attribute("datetime").and_then(|time| one_day(&time));
        if day.is_some() {
            self.offer_day(source, day);
        }
    }

    /// Keeps a day from a better source than the one known. Sources of the same kind that disagree give no day, except
    /// for `time` elements, of which the first counts.
    fn offer_day(&mut self, source: DaySource, day: Option<Date>) {
        match &mut self.day {
            Some((known, known_day)) if *known == source => {
                if source < DaySource::MarkedTime && day.is_some() && *known_day != day {
                    *known_day = None;
                }
            }
            Some((known, _)) if *known < source => {}
            _ => {
                if day.is_some() {
                    self.day = Some((source, day));
                }
            }
        }
    }

    /// Keeps the first address that the page gives for itself.
    pub(super) fn offer_url(&mut self, url: Option<String>) {
        let is_page = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        if self.url.is_none() {
            self.url = url.map(|url| url.trim().to_owned()).filter(is_page);
        }
    }
}

/// The names of the publication day in metadata.
const DAY_NAMES: [&str; 28] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "sailthru.date",
    "parsely-pub-date",
    "citation_publication_date",
    "citation_date",
    "article.published",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "published_date",
    "govuk:first-published-at",
];

/// Returns the one day that a text has.
pub(super) fn one_day(text: &str) -> Option<Date> {
    let days = full_days(&text[..super::floor(text, MAX_DAY_BYTES)]);
    let first = days.first()?.day?;
    days.iter().all(|day| day.day == Some(first)).then_some(first)
}

/// The longest text of metadata that may be a day.
const MAX_DAY_BYTES: usize = 80;

/// Returns the day of `datePublished` in JSON-LD, if there is one.
fn linked_day(json: &str) -> Option<Date> {
    let mut days = json.match_indices("\"datePublished\"").map(|(offset, key)| {
        let value = json[offset + key.len()..]
            .trim_start()
            .strip_prefix(':')?
            .trim_start()
            .strip_prefix('"')?;
        one_day(value.split('"').next().unwrap_or_default())
    });
    let first = days.next()??;
    days.all(|day| day == Some(first)).then_some(first)
}

/// Returns the title of a page without the name of its site: `Parties sign MoU | Ministry of Law`.
pub(super) fn own_title(title: &str) -> &str {
    let cut = [" | ", " – ", " — ", " - ", " :: ", " « "]
        .iter()
        .filter_map(|mark| title.rfind(mark))
        .max();
    match cut {
        Some(offset)
            if title[..offset].split_whitespace().nth(2).is_some()
                && title[offset..].split_whitespace().count() <= 7 =>
        {
            &title[..offset]
        }
        _ => title,
    }
}
