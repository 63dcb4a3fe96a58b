//! Timelines as text: a line of characters for each lineage, and as JSON.

use std::iter;

use super::escape::visible;
use super::json::Object;
use super::width::{shorten, width, wrap};
use super::{Style, Tone, words};
use crate::domain::{Date, Day, End, Status, days_between};
use crate::error::Result;
use crate::report::timeline::{
    Timeline, TimelineActivity, TimelineBar, TimelineLine, TimelinePeriod,
};

/// The columns of a timeline that is not drawn on a terminal.
const PIPED_COLUMNS: usize = 100;

/// The fewest columns of a timeline with the last day behind each line.
const COLUMNS_WITH_ENDS: usize = 78;

/// The fewest columns of the bars.
const MIN_BAR_COLUMNS: usize = 12;

/// The columns of a date.
const DATE_COLUMNS: usize = 10;

/// The columns that the label of a year needs, with spaces.
const YEAR_COLUMNS: usize = 6;

/// How the parts of a timeline are drawn.
struct Signs {
    in_force: char,
    over: char,
    to_come: char,
    fading: char,
    no_end: char,
    renewing: char,
    act_by: char,
    activity: char,
    today: char,
    before: char,
    after: char,
    axis: char,
    year: char,
}

const UNICODE_SIGNS: Signs = Signs {
    in_force: '█',
    over: '▒',
    to_come: '░',
    fading: '┄',
    no_end: '▶',
    renewing: '»',
    act_by: '◆',
    activity: '•',
    today: '│',
    before: '‹',
    after: '›',
    axis: '─',
    year: '┬',
};

const ASCII_SIGNS: Signs = Signs {
    in_force: '=',
    over: ':',
    to_come: '.',
    fading: '-',
    no_end: '>',
    renewing: '+',
    act_by: '!',
    activity: '*',
    today: '|',
    before: '<',
    after: '>',
    axis: '-',
    year: '+',
};

/// A character of a line with its tone.
type Sign = (char, Tone);

/// The cells of a period: a canvas of one line.
struct Canvas {
    period: TimelinePeriod,
    signs: &'static Signs,
    columns: usize,
}

/// Returns the timeline as text, at most as wide as the terminal; below each line its activities if
/// `has_activities`.
#[must_use]
pub fn text(timeline: &Timeline, has_activities: bool, style: Style) -> String {
    if timeline.lines.is_empty() {
        return String::new();
    }
    let columns = style.columns().unwrap_or(PIPED_COLUMNS);
    let signs = if style.ascii { &ASCII_SIGNS } else { &UNICODE_SIGNS };
    let end_columns = if columns >= COLUMNS_WITH_ENDS { DATE_COLUMNS + 2 } else { 0 };
    let longest = timeline.lines.iter().map(|line| width(&label(line, false))).max().unwrap_or(0);
    let label_columns = longest.min(columns * 3 / 10);
    let bar_columns = columns.saturating_sub(label_columns + 2 + end_columns).max(MIN_BAR_COLUMNS);
    let canvas = Canvas { period: timeline.period, signs, columns: bar_columns };
    let margin = " ".repeat(label_columns + 2);
    let mut lines = vec![
        format!("{margin}{}", canvas.year_labels()),
        format!("{margin}{}", style.paint(&canvas.axis(timeline.today), Tone::Faint)),
    ];
    for line in &timeline.lines {
        let mut name = label(line, false);
        if width(&name) > label_columns {
            name = label(line, true);
        }
        let name = shorten(&name, label_columns, style.ellipsis());
        let spaces = " ".repeat(label_columns - width(&name) + 2);
        let end = if end_columns > 0 { format!("  {}", end_of(line)) } else { String::new() };
        let bars = painted(&canvas.bars(line, timeline.today), style);
        lines.push(format!("{name}{spaces}{bars}{end}"));
        if has_activities {
            let dots = canvas.activities(line);
            if dots.iter().any(|(sign, _)| *sign != ' ') {
                lines.push(format!("{margin}{}", painted(&dots, style)));
            }
        }
    }
    lines.push(String::new());
    lines.extend(legend(timeline, has_activities, signs, columns));
    let trimmed = lines.iter().map(|line| line.trim_end().to_owned() + "\n");
    trimmed.collect()
}

/// Returns the timeline as one object.
pub fn object(timeline: &Timeline) -> Result<Object> {
    let mut object = Object::new();
    object.set("as_of", &timeline.today.to_string())?;
    object.set("from", &timeline.period.from.to_string())?;
    object.set("to", &timeline.period.to.to_string())?;
    object.set("undated", &timeline.undated)?.set("outside", &timeline.outside)?;
    let mut lines = Vec::new();
    for line in &timeline.lines {
        let mut one = Object::new();
        let bars = line.bars.iter().map(bar_object).collect::<Result<Vec<_>>>()?;
        one.set("partners", line.partners())?.set("bars", &bars)?;
        lines.push(one);
    }
    object.set("lines", &lines)?;
    Ok(object)
}

fn bar_object(bar: &TimelineBar) -> Result<Object> {
    let mut object = Object::new();
    object.set("id", &bar.id)?.set("title", &bar.title)?.set("partners", &bar.partners)?;
    object.set("status", &bar.status)?.set("first_day", &bar.first_day)?;
    let ends = bar.end.to_string();
    object.set("ends", &Some(ends).filter(|ends| !ends.is_empty()))?;
    object.set("known_until", &bar.known_until.map(|day| day.to_string()))?;
    object.set("act_by", &bar.act_by)?;
    object.set("renews", &bar.is_renewing.then_some(true))?;
    let activities = bar.activities.iter().map(activity_object).collect::<Result<Vec<_>>>()?;
    object.set("activities", &activities)?;
    Ok(object)
}

fn activity_object(activity: &TimelineActivity) -> Result<Object> {
    let mut object = Object::new();
    object.set("n", &activity.number)?.set("title", &activity.title)?;
    object.set("date", &activity.date)?.set("status", &activity.status)?;
    Ok(object)
}

/// Returns the partners of a line, by their short names if `is_short`; its first id if it has none.
pub(super) fn label(line: &TimelineLine, is_short: bool) -> String {
    let Some(last) = line.bars.last() else { return String::new() };
    let names = if is_short { &last.short_partners } else { &last.partners };
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let label = if names.is_empty() { last.title.to_string() } else { names.join("; ") };
    visible(&label).into_owned()
}

/// Returns the last day of a line in words.
pub(super) fn end_of(line: &TimelineLine) -> String {
    words::last_day(line.bars.last().map_or(End::Unknown, |bar| bar.end))
}

fn tone_of(status: Status) -> Tone {
    match status {
        Status::Active | Status::Suspended => Tone::Good,
        Status::Draft | Status::Upcoming => Tone::Notice,
        Status::Expired | Status::Succeeded | Status::Terminated => Tone::Faint,
    }
}

/// Returns the signs as text, those of the same tone painted together.
fn painted(signs: &[Sign], style: Style) -> String {
    let groups = signs.chunk_by(|(_, one), (_, other)| one == other);
    let texts = groups.map(|group| {
        let text: String = group.iter().map(|(sign, _)| sign).collect();
        style.paint(&text, group[0].1)
    });
    texts.collect()
}

impl Canvas {
    /// Returns the column of a day; before the first one it is negative, behind the last one too large.
    #[expect(clippy::cast_possible_truncation, reason = "a day of the calendar is in reach")]
    #[expect(clippy::cast_precision_loss, reason = "a terminal has few columns")]
    fn column(&self, day: Day) -> isize {
        (self.period.position(day) * self.columns as f64).floor() as isize
    }

    /// Returns the index of the column of a day in the period.
    fn index(&self, day: Day) -> Option<usize> {
        usize::try_from(self.column(day)).ok().filter(|column| *column < self.columns)
    }

    /// Returns the numbers of the years above their first days: all of them, or every second, fifth, tenth, … if
    /// there is no room.
    fn year_labels(&self) -> String {
        let years: Vec<Day> = self.period.years().collect();
        let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
        let fits = |step: &&usize| years.len().div_ceil(**step) * YEAR_COLUMNS <= self.columns + 1;
        let step = steps.iter().find(fits).copied().unwrap_or(10_000);
        let mut labels = vec![' '; self.columns];
        for day in years {
            let number = day.format("%Y").to_string();
            let is_meant = number.parse::<usize>().is_ok_and(|year| year.is_multiple_of(step));
            let Some(at) = self.index(day).filter(|_| is_meant) else { continue };
            if at + number.len() <= self.columns {
                number.chars().enumerate().for_each(|(index, digit)| labels[at + index] = digit);
            }
        }
        labels.into_iter().collect()
    }

    fn axis(&self, today: Day) -> String {
        let mut axis = vec![self.signs.axis; self.columns];
        for day in self.period.years() {
            if let Some(at) = self.index(day) {
                axis[at] = self.signs.year;
            }
        }
        if let Some(at) = self.index(today) {
            axis[at] = self.signs.today;
        }
        axis.into_iter().collect()
    }

    fn bars(&self, line: &TimelineLine, today: Day) -> Vec<Sign> {
        let mut cells = vec![(' ', Tone::Plain); self.columns];
        if let Some(at) = self.index(today) {
            cells[at] = (self.signs.today, Tone::Faint);
        }
        for (index, bar) in line.bars.iter().enumerate() {
            let next = line.bars.get(index + 1);
            self.draw(bar, next, &mut cells);
        }
        for bar in &line.bars {
            if let Some(at) = bar.act_by.and_then(|date| self.index(date.first())) {
                cells[at] = (self.signs.act_by, Tone::Alarm);
            }
        }
        cells
    }

    /// Draws a bar. The next one on the line begins on its own first day, and a gap before it stays visible.
    fn draw(&self, bar: &TimelineBar, next: Option<&TimelineBar>, cells: &mut [Sign]) {
        let signs = self.signs;
        let tone = tone_of(bar.status);
        let sign = match tone {
            Tone::Good => signs.in_force,
            Tone::Faint => signs.over,
            _ => signs.to_come,
        };
        let last_column = isize::try_from(self.columns).unwrap_or(isize::MAX) - 1;
        let next_day = next.and_then(|next| next.first_day).map(Date::first);
        let until = next_day.map_or(last_column, |day| (self.column(day) - 1).min(last_column));
        let first = bar.first_day.map_or(-1, |date| self.column(date.first()));
        let end = bar.end.date().map(|date| self.column(date.last()));
        let solid_to = match (bar.end, bar.known_until) {
            (End::Unknown, Some(day)) => self.column(day).max(first),
            (End::Unknown | End::Indefinite, _) => until,
            (End::On(date), _) => {
                let own = self.column(date.last()).max(first);
                // A gap that is shorter than a column is drawn as one.
                let has_gap = next_day
                    .is_some_and(|next| date.last() < next && days_between(date.last(), next) > 1);
                if has_gap && own >= until && own > first { until - 1 } else { own }
            }
        };
        let mut set = |column: isize, sign: Sign| {
            let index = usize::try_from(column).ok();
            if let Some(cell) = index.and_then(|index| cells.get_mut(index)) {
                *cell = sign;
            }
        };
        if bar.first_day.is_none() {
            let to = end.unwrap_or(until);
            (0..=to.min(until)).for_each(|column| set(column, (signs.fading, tone)));
        } else {
            (first.max(0)..=solid_to.min(last_column)).for_each(|column| set(column, (sign, tone)));
        }
        match bar.end {
            End::Unknown => {
                let from = (solid_to + 1).max(0);
                (from..=until).for_each(|column| set(column, (signs.fading, tone)));
            }
            End::Indefinite if next.is_none() => set(last_column, (signs.no_end, tone)),
            End::On(_) if solid_to > last_column => set(last_column, (signs.after, tone)),
            End::On(_) if bar.is_renewing && solid_to < last_column => {
                set(solid_to + 1, (signs.renewing, tone));
            }
            End::Indefinite | End::On(_) => {}
        }
        if first < 0 && end.is_none_or(|end| end >= 0) {
            set(0, (signs.before, tone));
        }
    }

    fn activities(&self, line: &TimelineLine) -> Vec<Sign> {
        let mut cells = vec![(' ', Tone::Plain); self.columns];
        let activities = line.bars.iter().flat_map(|bar| &bar.activities);
        for at in activities.filter_map(|activity| self.index(activity.date.first())) {
            cells[at] = (self.signs.activity, Tone::Plain);
        }
        cells
    }
}

/// A sign of a timeline that the legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LegendSign {
    InForce,
    ToCome,
    Over,
    Fading,
    NoEnd,
    Renewing,
    ActBy,
    Activity,
}

/// Returns the signs that occur, each with what it means.
pub(super) fn legend_signs(
    timeline: &Timeline,
    has_activities: bool,
) -> Vec<(LegendSign, &'static str)> {
    let bars = || timeline.lines.iter().flat_map(|line| &line.bars);
    let any = |matches: fn(&TimelineBar) -> bool| bars().any(matches);
    let is_to_come = |bar: &TimelineBar| matches!(bar.status, Status::Draft | Status::Upcoming);
    let is_unknown = |bar: &TimelineBar| bar.end == End::Unknown || bar.first_day.is_none();
    let all = [
        (LegendSign::InForce, any(|bar| bar.status.is_in_force()), "in force"),
        (LegendSign::ToCome, any(is_to_come), "to come"),
        (LegendSign::Over, any(TimelineBar::is_over), "over"),
        (LegendSign::Fading, any(is_unknown), "date not known"),
        (LegendSign::NoEnd, any(|bar| bar.end == End::Indefinite), "no end"),
        (LegendSign::Renewing, any(|bar| bar.is_renewing), "renews automatically"),
        (LegendSign::ActBy, any(|bar| bar.act_by.is_some()), "act by"),
        (LegendSign::Activity, has_activities && any(|bar| !bar.activities.is_empty()), "activity"),
    ];
    let occurring = all.into_iter().filter(|(_, occurs, _)| *occurs);
    occurring.map(|(sign, _, meaning)| (sign, meaning)).collect()
}

/// Returns what the signs that occur mean, in lines of at most `columns`.
fn legend(timeline: &Timeline, has_activities: bool, signs: &Signs, columns: usize) -> Vec<String> {
    let is_today = timeline.period.from <= timeline.today && timeline.today <= timeline.period.to;
    let entries = legend_signs(timeline, has_activities).into_iter().map(|(sign, meaning)| {
        let sign = match sign {
            LegendSign::InForce => signs.in_force,
            LegendSign::ToCome => signs.to_come,
            LegendSign::Over => signs.over,
            LegendSign::Fading => signs.fading,
            LegendSign::NoEnd => signs.no_end,
            LegendSign::Renewing => signs.renewing,
            LegendSign::ActBy => signs.act_by,
            LegendSign::Activity => signs.activity,
        };
        format!("{sign} {meaning}")
    });
    let today = is_today.then(|| format!("{} today, {}", signs.today, timeline.today));
    let mut lines: Vec<String> = Vec::new();
    for entry in entries.chain(today) {
        match lines.last_mut() {
            Some(line) if width(line) + 3 + width(&entry) <= columns => {
                line.extend(iter::repeat_n(' ', 3));
                line.push_str(&entry);
            }
            _ => lines.extend(wrap(&entry, columns, columns)),
        }
    }
    lines
}
