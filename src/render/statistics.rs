//! Statistics, as text with bars, as JSON, and as tables for Markdown and sheets.

use chrono::Datelike;

use super::escape::visible;
use super::json::Object;
use super::width::{shorten, width, wrapped_whole};
use super::{Grid, GridCell, GridColumn, GridRow, Style, Tone, words};
use crate::error::Result;
use crate::report::statistics::{Grouping, Statistics, StatisticsCount, StatisticsGroup};

/// For how many years, from this one on, the months of ends are shown one by one; later years are shown as a whole.
const YEARS_OF_MONTHS: i32 = 2;

/// The most columns of a bar.
const MAX_BAR_COLUMNS: usize = 40;

/// The fewest columns of a bar; with less room there is none.
const MIN_BAR_COLUMNS: usize = 8;

/// The fewest columns of the names.
const MIN_NAME_COLUMNS: usize = 12;

/// The spaces between columns.
const GAP_COLUMNS: usize = 2;

/// Named rows of numbers under a heading.
struct CountTable {
    heading: String,
    /// The name of the column with the names of the rows.
    name: String,
    /// The names of the columns with the numbers.
    numbers: &'static [&'static str],
    rows: Vec<(Option<String>, Vec<usize>)>,
}

/// Returns the statistics as text. On a terminal, bars show the numbers: solid what is in force, light the rest.
/// Of groups, at most `limit` are shown.
#[must_use]
pub fn text(statistics: &Statistics, limit: usize, style: Style) -> String {
    let mut text = wrapped_whole(&summary(statistics), style.columns(), 0, 0).join("\n") + "\n";
    for table in tables(statistics, limit) {
        text.push('\n');
        text.push_str(&table.draw(style));
    }
    text
}

/// Returns the statistics as Markdown: a paragraph, and tables under headings.
#[must_use]
pub fn markdown(statistics: &Statistics, limit: usize) -> String {
    let mut text = summary(statistics) + "\n";
    for table in tables(statistics, limit) {
        text.extend(["\n## ", &table.heading, "\n\n"]);
        text.push_str(&super::markdown::table(&table.grid()));
    }
    text
}

/// Returns the statistics as one object.
pub fn object(statistics: &Statistics, limit: usize) -> Result<Object> {
    let mut object = Object::new();
    object.set("as_of", &statistics.today.to_string())?;
    set_count(&mut object, statistics.total)?;
    if let Some((grouping, groups)) = &statistics.groups {
        object.set("by", &grouping.to_string())?;
        let groups = groups.iter().take(limit);
        object.set("groups", &group_objects(groups, &grouping.column())?)?;
        return Ok(object);
    }
    let mut statuses = Vec::new();
    for (status, count) in &statistics.statuses {
        let mut one = Object::new();
        one.set("status", status)?.set("agreements", count)?;
        statuses.push(one);
    }
    object.set("statuses", &statuses)?;
    let column = Grouping::MonthOfEnd.column();
    object.set("ends", &group_objects(statistics.ends.iter(), &column)?)?;
    let mut years = Vec::new();
    for (year, count) in &statistics.activity_years {
        let mut one = Object::new();
        one.set("year", year)?.set("activities", count)?;
        years.push(one);
    }
    object.set("activity_years", &years)?;
    Ok(object)
}

/// Returns the statistics as rows for a sheet, the names of the columns first. Groups have a column of their
/// value; without groups, the first column says what the row counts.
#[must_use]
pub fn rows(statistics: &Statistics, limit: usize) -> Vec<Vec<String>> {
    let counts = |count: StatisticsCount| {
        [count.agreements, count.in_force, count.activities].map(|number| number.to_string())
    };
    let row = |names: &[&str], counts: &[String]| -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).chain(counts.iter().cloned()).collect()
    };
    let columns = ["agreements", "in_force", "activities"].map(str::to_owned);
    if let Some((grouping, groups)) = &statistics.groups {
        let mut rows = vec![row(&[&grouping.column()], &columns)];
        rows.extend(
            groups.iter().take(limit).map(|group| {
                row(&[group.name.as_deref().unwrap_or_default()], &counts(group.count))
            }),
        );
        return rows;
    }
    let mut rows = vec![row(&["statistic", "value"], &columns)];
    rows.push(row(&["all", ""], &counts(statistics.total)));
    let empty = String::new;
    for (status, count) in &statistics.statuses {
        rows.push(row(&["status", status.word()], &[count.to_string(), empty(), empty()]));
    }
    for group in &statistics.ends {
        let name = group.name.as_deref().unwrap_or_default();
        rows.push(row(&["month_of_end", name], &counts(group.count)));
    }
    for (year, count) in &statistics.activity_years {
        rows.push(row(&["activity_year", year], &[empty(), empty(), count.to_string()]));
    }
    rows
}

fn set_count(object: &mut Object, count: StatisticsCount) -> Result<()> {
    object.set("agreements", &count.agreements)?.set("in_force", &count.in_force)?;
    object.set("activities", &count.activities)?;
    Ok(())
}

fn group_objects<'s>(
    groups: impl Iterator<Item = &'s StatisticsGroup>,
    column: &str,
) -> Result<Vec<Object>> {
    let objects = groups.map(|group| {
        let mut object = Object::new();
        object.set(column, &group.name)?;
        set_count(&mut object, group.count)?;
        Ok(object)
    });
    objects.collect()
}

fn summary(statistics: &Statistics) -> String {
    let StatisticsCount { agreements, in_force, activities } = statistics.total;
    let agreements = words::count(agreements, "agreement", "agreements");
    let activities = words::count(activities, "activity", "activities");
    format!("{agreements} on {}, {in_force} in force; {activities}", statistics.today)
}

/// Returns the tables for people that have rows.
fn tables(statistics: &Statistics, limit: usize) -> Vec<CountTable> {
    if let Some((grouping, groups)) = &statistics.groups {
        let rows = groups.iter().take(limit).map(|StatisticsGroup { name, count }| {
            (name.clone(), vec![count.in_force, count.agreements, count.activities])
        });
        let name = grouping.to_string().replace('-', " ");
        let table = CountTable {
            heading: format!("agreements by {name}"),
            name,
            numbers: &["in force", "in all", "activities"],
            rows: rows.collect(),
        };
        return Some(table).into_iter().filter(|table| !table.rows.is_empty()).collect();
    }
    let statuses = statistics.statuses.iter();
    let statuses = statuses.map(|(status, count)| (Some(status.to_string()), vec![*count]));
    let years = statistics.activity_years.iter();
    let years = years.map(|(year, count)| (Some(year.clone()), vec![*count]));
    let tables = [
        CountTable {
            heading: "agreements by status".to_owned(),
            name: "status".to_owned(),
            numbers: &["agreements"],
            rows: statuses.collect(),
        },
        CountTable {
            heading: "last days of the agreements in force".to_owned(),
            name: "month".to_owned(),
            numbers: &["agreements"],
            rows: ends_in_force(statistics),
        },
        CountTable {
            heading: "activities by year".to_owned(),
            name: "year".to_owned(),
            numbers: &["activities"],
            rows: years.collect(),
        },
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// Returns how many agreements in force end in each month of this year and the next, and in each later year.
fn ends_in_force(statistics: &Statistics) -> Vec<(Option<String>, Vec<usize>)> {
    let mut rows: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    for StatisticsGroup { name, count } in &statistics.ends {
        if count.in_force == 0 {
            continue;
        }
        let year = name.as_deref().and_then(|name| name.get(..4));
        let is_late = |year: &&str| {
            let year = year.parse::<i32>();
            year.is_ok_and(|year| year >= statistics.today.year() + YEARS_OF_MONTHS)
        };
        let name = year.filter(is_late).map(str::to_owned).or_else(|| name.clone());
        match rows.last_mut().filter(|(last, _)| *last == name) {
            Some((_, numbers)) => numbers[0] += count.in_force,
            None => rows.push((name, vec![count.in_force])),
        }
    }
    rows
}

impl CountTable {
    fn grid(&self) -> Grid {
        let number = |name: &&str| GridColumn { name: (*name).to_owned(), is_number: true };
        let first = GridColumn { name: self.name.clone(), is_number: false };
        let mut grid =
            Grid::new(std::iter::once(first).chain(self.numbers.iter().map(number)).collect());
        grid.rows = self
            .rows
            .iter()
            .map(|(name, numbers)| {
                let name = name.clone().unwrap_or_else(|| words::NOT_KNOWN.to_owned());
                let texts = std::iter::once(name).chain(numbers.iter().map(ToString::to_string));
                texts
                    .map(|text| GridCell { text: text.into(), tone: Tone::Plain })
                    .collect::<GridRow>()
            })
            .collect();
        grid
    }

    /// Returns the table in lines below its heading.
    fn draw(&self, style: Style) -> String {
        let names = self.rows.iter().map(|(name, _)| name.as_deref().unwrap_or(words::NOT_KNOWN));
        let names: Vec<String> = names.map(|name| visible(name).into_owned()).collect();
        let digits = |index: usize| {
            let numbers = self.rows.iter().map(|(_, numbers)| numbers[index].to_string().len());
            numbers.max().unwrap_or(0)
        };
        // One column of numbers needs no name: the heading says what it counts.
        let has_names = self.numbers.len() > 1;
        let widths: Vec<usize> = self
            .numbers
            .iter()
            .enumerate()
            .map(
                |(index, name)| {
                    if has_names { digits(index).max(name.len()) } else { digits(index) }
                },
            )
            .collect();
        let taken = widths.iter().map(|width| width + GAP_COLUMNS).sum::<usize>();
        let heading = wrapped_whole(&self.heading, style.columns(), 0, 0);
        let heading: Vec<String> =
            heading.iter().map(|line| style.paint(line, Tone::Heading)).collect();
        let heading = heading.join("\n");
        if style.columns().is_some_and(|columns| has_names && columns < taken + MIN_NAME_COLUMNS) {
            return self.draw_narrow(&heading, &names, style);
        }
        let longest = names.iter().map(|name| width(name)).max().unwrap_or(0);
        let longest = if has_names { longest.max(width(&self.name)) } else { longest };
        let (name_columns, bar_columns) = match style.columns() {
            None => (longest, 0),
            Some(columns) => {
                let room = columns.saturating_sub(taken);
                let for_bar = GAP_COLUMNS + MIN_BAR_COLUMNS;
                let name_columns = longest.min(room.saturating_sub(for_bar).max(MIN_NAME_COLUMNS));
                let bar = room.saturating_sub(name_columns + GAP_COLUMNS).min(MAX_BAR_COLUMNS);
                (name_columns, if bar < MIN_BAR_COLUMNS { 0 } else { bar })
            }
        };
        let pad = |text: &str| {
            let text = shorten(text, name_columns, style.ellipsis());
            let spaces = name_columns.saturating_sub(width(&text));
            format!("{text}{}", " ".repeat(spaces))
        };
        let line = |name: &str, numbers: &[String]| {
            let gap = " ".repeat(GAP_COLUMNS);
            let numbers = numbers.iter().zip(&widths);
            let numbers = numbers.map(|(number, width)| format!("{gap}{number:>width$}"));
            pad(name) + &numbers.collect::<String>()
        };
        let legend = style.own_text("  (█ in force, ░ not)");
        let legend = if has_names && bar_columns > 0 { &*legend } else { "" };
        let mut text = heading + legend + "\n";
        if has_names {
            let columns: Vec<String> = self.numbers.iter().map(|name| (*name).to_owned()).collect();
            text.push_str(&style.paint(&line(&self.name, &columns), Tone::Faint));
            text.push('\n');
        }
        let most = self.rows.iter().flat_map(|(_, numbers)| numbers.iter().take(2)).max();
        let most = most.copied().unwrap_or(0);
        for (name, (_, numbers)) in names.iter().zip(&self.rows) {
            let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            text.push_str(&line(name, &texts));
            let solid = bar_length(numbers[0], most, bar_columns);
            let whole = if has_names { bar_length(numbers[1], most, bar_columns) } else { solid };
            if whole > 0 {
                let bar = "█".repeat(solid) + &"░".repeat(whole.saturating_sub(solid));
                text.push_str(&" ".repeat(GAP_COLUMNS));
                text.push_str(&style.own_text(&bar));
            }
            text.push('\n');
        }
        text
    }

    /// Returns the table with one number a line, for a screen on which the columns do not fit.
    fn draw_narrow(&self, heading: &str, names: &[String], style: Style) -> String {
        let columns = style.columns().unwrap_or(usize::MAX);
        let mut text = format!("{heading}\n");
        for (name, (_, numbers)) in names.iter().zip(&self.rows) {
            text.push_str(&shorten(name, columns, style.ellipsis()));
            text.push('\n');
            for (number, counted) in numbers.iter().zip(self.numbers) {
                let line = format!("{}{counted}: {number}", " ".repeat(GAP_COLUMNS));
                text.push_str(&shorten(&line, columns, style.ellipsis()));
                text.push('\n');
            }
        }
        text
    }
}

/// Returns the length of the bar of `number` if that of `most` has `columns`; at least 1 unless it is 0.
fn bar_length(number: usize, most: usize, columns: usize) -> usize {
    if number == 0 || columns == 0 {
        return 0;
    }
    (number * columns).div_ceil(most.max(columns)).max(1)
}
