//! Timelines as SVG pictures, for slides and for the report.

use maud::{Markup, html};

use super::escape::visible;
use super::timeline::{LegendSign, end_of, label, legend_signs};
use super::width::{shorten, width};
use super::words;
use crate::domain::{Date, Day, End, Status, days_between};
use crate::report::timeline::{Timeline, TimelineActivity, TimelineBar, TimelineLine};

/// The width of a picture, in its own units (pixels at full size), as all other lengths.
const PICTURE_WIDTH: f64 = 1200.0;

/// Where the bars begin.
const BARS_LEFT: f64 = 290.0;

/// Where the bars end.
const BARS_RIGHT: f64 = 1090.0;

/// The height of the years above the lines.
const HEAD_HEIGHT: f64 = 44.0;

/// The height of a line.
const LINE_HEIGHT: f64 = 26.0;

/// The height of the dots below a line.
const DOTS_HEIGHT: f64 = 12.0;

/// The height of a bar.
const BAR_HEIGHT: f64 = 14.0;

/// The height of the legend below the lines.
const LEGEND_HEIGHT: f64 = 44.0;

/// The space at the sides.
const MARGIN_WIDTH: f64 = 16.0;

/// The columns of a label that fit beside the bars.
const LABEL_COLUMNS: usize = 36;

/// The width that the number of a year needs.
const YEAR_WIDTH: f64 = 44.0;

/// The least width of a bar, so that it can be seen.
const MIN_BAR_WIDTH: f64 = 2.0;

/// Half of the width of the sign of an act-by date.
const SIGN_RADIUS: f64 = 6.0;

/// The colours of the picture, light and dark. All texts have a contrast of 4.5 or more.
const PICTURE_STYLE: &str = include_str!("timeline.css");

/// A line of the picture with the places of its parts.
struct PictureLine<'t> {
    line: &'t TimelineLine,
    /// The top of the line.
    top: f64,
}

/// Returns the timeline as a picture: a document of its own, with a title, a description and a legend.
#[must_use]
pub fn document(timeline: &Timeline, has_activities: bool) -> String {
    let mut text = picture(timeline, has_activities, true).into_string();
    text.push('\n');
    text
}

/// Returns the timeline as an SVG element. On its own, it has a background.
#[must_use]
pub fn picture(timeline: &Timeline, has_activities: bool, is_alone: bool) -> Markup {
    let mut top = HEAD_HEIGHT;
    let mut lines = Vec::new();
    for line in &timeline.lines {
        lines.push(PictureLine { line, top });
        let has_dots = has_activities && line.bars.iter().any(|bar| !bar.activities.is_empty());
        top += LINE_HEIGHT + if has_dots { DOTS_HEIGHT } else { 0.0 };
    }
    let (bottom, height) = (top, top + LEGEND_HEIGHT);
    let view = format!("0 0 {PICTURE_WIDTH} {height}");
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(view) class="timeline" role="img"
            width=[is_alone.then_some(PICTURE_WIDTH)] height=[is_alone.then_some(height)]
            aria-labelledby="timeline-title timeline-desc" {
            title id="timeline-title" { (heading(timeline)) }
            desc id="timeline-desc" { (description(timeline)) }
            style { (PICTURE_STYLE) }
            @if is_alone {
                rect class="tl-ground" width=(PICTURE_WIDTH) height=(height) {}
            }
            (years(timeline, bottom))
            @for line in &lines { (line_group(line, timeline, has_activities)) }
            (today(timeline, bottom))
            (legend(timeline, has_activities, bottom))
        }
    }
}

fn heading(timeline: &Timeline) -> String {
    let agreements: usize = timeline.lines.iter().map(|line| line.bars.len()).sum();
    let agreements = words::count(agreements, "agreement", "agreements");
    format!("Timeline of {agreements} on {}", timeline.today)
}

/// Returns what the picture shows, for those who cannot see it.
fn description(timeline: &Timeline) -> String {
    let bars = || timeline.lines.iter().flat_map(|line| &line.bars);
    let in_force = bars().filter(|bar| bar.status.is_in_force()).count();
    let over = bars().filter(|bar| bar.is_over()).count();
    let period = timeline.period;
    let next = timeline
        .lines
        .iter()
        .flat_map(|line| &line.bars)
        .find(|bar| bar.status.is_in_force() && bar.end.date().is_some());
    let next = next.map(|bar| format!(" The next to end is {}, {}.", plain(&bar.title), bar.end));
    format!(
        "Bars from {} to {}: {in_force} in force, {over} over.{}",
        period.from,
        period.to,
        next.unwrap_or_default()
    )
}

/// Returns a text without the characters that XML does not allow.
fn plain(text: &str) -> String {
    visible(text).into_owned()
}

/// Returns where a day lies from left to right, if it is in the period.
fn place(timeline: &Timeline, day: Day) -> f64 {
    let position = timeline.period.position(day).clamp(0.0, 1.0);
    rounded(BARS_LEFT + position * (BARS_RIGHT - BARS_LEFT))
}

/// Returns a length with one digit behind the point: more cannot be seen.
fn rounded(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

#[expect(clippy::cast_precision_loss, reason = "a calendar has few years")]
fn years(timeline: &Timeline, bottom: f64) -> Markup {
    let years: Vec<Day> = timeline.period.years().collect();
    let width = |step: usize| (BARS_RIGHT - BARS_LEFT) * step as f64 / years.len().max(1) as f64;
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
    let step = steps.into_iter().find(|step| width(*step) >= YEAR_WIDTH).unwrap_or(5000);
    let number = |day: &Day| day.format("%Y").to_string();
    let is_meant =
        |day: &&Day| number(day).parse::<usize>().is_ok_and(|year| year.is_multiple_of(step));
    html! {
        @for day in years.iter().filter(is_meant) {
            @let x = place(timeline, *day);
            line class="tl-grid" x1=(x) x2=(x) y1=(HEAD_HEIGHT - 8.0) y2=(bottom) {}
            text class="tl-muted" x=(x + 4.0) y=(HEAD_HEIGHT - 14.0) { (number(day)) }
        }
    }
}

fn line_group(line: &PictureLine<'_>, timeline: &Timeline, has_activities: bool) -> Markup {
    let middle = line.top + LINE_HEIGHT / 2.0;
    let full = label(line.line, false);
    let short = label(line.line, true);
    let name = if width(&full) > LABEL_COLUMNS { &short } else { &full };
    html! {
        g {
            text class="tl-text" x=(BARS_LEFT - 12.0) y=(middle + 4.0) text-anchor="end" {
                title { (full) }
                (shorten(name, LABEL_COLUMNS, "…"))
            }
            @for (index, bar) in line.line.bars.iter().enumerate() {
                (bar_group(bar, line.line.bars.get(index + 1), timeline, middle))
            }
            text class="tl-muted" x=(BARS_RIGHT + 12.0) y=(middle + 4.0) { (end_of(line.line)) }
            @if has_activities {
                @for activity in line.line.bars.iter().flat_map(|bar| &bar.activities) {
                    (dot(activity, timeline, line.top + LINE_HEIGHT + DOTS_HEIGHT / 2.0 - 3.0))
                }
            }
        }
    }
}

fn bar_group(
    bar: &TimelineBar,
    next: Option<&TimelineBar>,
    timeline: &Timeline,
    middle: f64,
) -> Markup {
    let class = match bar.status {
        Status::Active | Status::Suspended => "tl-in-force",
        Status::Draft | Status::Upcoming => "tl-to-come",
        Status::Expired | Status::Succeeded | Status::Terminated => "tl-over",
    };
    let next_day = next.and_then(|next| next.first_day).map(Date::first);
    let edge = next_day.map_or(BARS_RIGHT, |day| place(timeline, day));
    let from = bar.first_day.map_or(BARS_LEFT, |date| place(timeline, date.first()));
    let to = match (bar.end, bar.known_until) {
        (End::Unknown, Some(day)) => place(timeline, day).max(from),
        (End::Unknown | End::Indefinite, _) => edge,
        (End::On(date), _) => place(timeline, day_after_or_same(date.last())).max(from),
    };
    let is_faded = bar.first_day.is_none();
    let has_gap = match (bar.end.date(), next_day) {
        (Some(end), Some(next)) => days_between(end.last(), next) > 1,
        _ => false,
    };
    let to = if has_gap { to.min(rounded(edge - MIN_BAR_WIDTH)) } else { to };
    let width = rounded((to - from).max(MIN_BAR_WIDTH));
    let top = middle - BAR_HEIGHT / 2.0;
    let is_indefinite = bar.end == End::Indefinite && next.is_none();
    let act_by = bar.act_by.map(Date::first);
    let act_by = act_by.filter(|day| timeline.period.from <= *day && *day <= timeline.period.to);
    // The sign of a renewal stays beside that of the act-by date.
    let is_near = act_by.is_some_and(|day| place(timeline, day) > to - SIGN_RADIUS);
    let space = if is_near { SIGN_RADIUS + 3.0 } else { 3.0 };
    html! {
        g class=(class) {
            title { (tooltip(bar)) }
            @if is_faded {
                line class="tl-fading" x1=(from) x2=(to) y1=(middle) y2=(middle) {}
            } @else {
                rect x=(from) y=(top) width=(width) height=(BAR_HEIGHT) rx="2" {}
            }
            @if bar.end == End::Unknown && edge > to {
                line class="tl-fading" x1=(to) x2=(edge) y1=(middle) y2=(middle) {}
            }
            @if is_indefinite {
                @let tip = BARS_RIGHT + 8.0;
                polygon points=(format!("{BARS_RIGHT},{top} {tip},{middle} {BARS_RIGHT},{}", top + BAR_HEIGHT)) {}
            }
            @if bar.is_renewing && to < BARS_RIGHT {
                text class="tl-sign" x=(rounded(to + space)) y=(middle + 5.0) { "»" }
            }
            @if let Some(day) = act_by {
                @let x = place(timeline, day);
                polygon class="tl-act-by" points=(diamond(x, middle)) {
                    title { "act by " (bar.act_by.map(|date| date.to_string()).unwrap_or_default()) }
                }
            }
        }
    }
}

fn day_after_or_same(day: Day) -> Day {
    crate::domain::day_after(day).unwrap_or(day)
}

fn diamond(x: f64, y: f64) -> String {
    let half = SIGN_RADIUS;
    let [left, right, top, bottom] = [x - half, x + half, y - half, y + half].map(rounded);
    format!("{x},{top} {right},{y} {x},{bottom} {left},{y}")
}

/// Returns the agreement of a bar in one line.
fn tooltip(bar: &TimelineBar) -> String {
    let (first, end) = (words::first_day(bar.first_day), words::last_day(bar.end));
    format!("{} ({}), {}: {first} to {end}", plain(&bar.title), bar.id, bar.status)
}

fn dot(activity: &TimelineActivity, timeline: &Timeline, y: f64) -> Markup {
    let day = activity.date.first();
    let is_inside = timeline.period.from <= day && day <= timeline.period.to;
    html! {
        @if is_inside {
            circle class="tl-dot" cx=(place(timeline, day)) cy=(y) r="3.5" {
                title { (plain(&activity.title)) ", " (activity.date) }
            }
        }
    }
}

fn today(timeline: &Timeline, bottom: f64) -> Markup {
    let period = timeline.period;
    let is_inside = period.from <= timeline.today && timeline.today <= period.to;
    html! {
        @if is_inside {
            @let x = place(timeline, timeline.today);
            line class="tl-today" x1=(x) x2=(x) y1=(HEAD_HEIGHT - 8.0) y2=(bottom) {}
            text class="tl-today-text" x=(x) y="14" text-anchor="middle" { "today, " (timeline.today) }
        }
    }
}

fn legend(timeline: &Timeline, has_activities: bool, bottom: f64) -> Markup {
    let mut x = MARGIN_WIDTH;
    let y = bottom + LEGEND_HEIGHT / 2.0 + 4.0;
    let mut placed = Vec::new();
    for (sign, meaning) in legend_signs(timeline, has_activities) {
        placed.push((sign, meaning, x));
        x += 44.0 + 7.0 * f64::from(u32::try_from(meaning.len()).unwrap_or_default());
    }
    html! {
        g class="tl-legend" aria-hidden="true" {
            @for (sign, meaning, x) in placed {
                (sample(sign, x, y))
                text class="tl-text" x=(x + 30.0) y=(y + 4.0) { (meaning) }
            }
        }
    }
}

/// Returns a sample of what a sign looks like.
fn sample(sign: LegendSign, x: f64, y: f64) -> Markup {
    let top = y - BAR_HEIGHT / 2.0;
    html! {
        @match sign {
            LegendSign::Fading => g class="tl-in-force" {
                line class="tl-fading" x1=(x) x2=(x + 24.0) y1=(y) y2=(y) {}
            },
            LegendSign::NoEnd => g class="tl-in-force" {
                polygon points=(format!("{x},{top} {},{y} {x},{}", x + 8.0, top + BAR_HEIGHT)) {}
            },
            LegendSign::Renewing => g class="tl-in-force" {
                text class="tl-sign" x=(x + 8.0) y=(y + 5.0) { "»" }
            },
            LegendSign::ActBy => polygon class="tl-act-by" points=(diamond(x + 12.0, y)) {},
            LegendSign::Activity => circle class="tl-dot" cx=(x + 12.0) cy=(y) r="3.5" {},
            LegendSign::InForce => (sample_bar("tl-in-force", x, top)),
            LegendSign::ToCome => (sample_bar("tl-to-come", x, top)),
            LegendSign::Over => (sample_bar("tl-over", x, top)),
        }
    }
}

fn sample_bar(class: &str, x: f64, top: f64) -> Markup {
    html! { g class=(class) { rect x=(x) y=(top) width="24" height=(BAR_HEIGHT) rx="2" {} } }
}
