//! The overview of what needs attention, as text that fits a terminal.

use super::escape::visible;
use super::style::{Style, Tone};
use super::width::{shorten, width, wrap};
use super::words;
use crate::domain::{Day, Party};
use crate::report::attention::{Attention, AttentionItem, AttentionSection, AttentionTopic};

/// The lines of an overview that is not complete: a terminal of 24 lines also shows the prompt.
const MAX_OVERVIEW_LINES: usize = 23;

/// The most lines of a section of an overview that is not complete.
const MAX_SECTION_LINES: usize = 5;

/// The indentation of the lines of a section. A narrower terminal than [`MIN_INDENTED_COLUMNS`] has none.
const INDENT_COLUMNS: usize = 2;

/// The narrowest terminal with an indentation.
const MIN_INDENTED_COLUMNS: usize = 24;

/// The spaces between two columns.
const GAP_COLUMNS: usize = 2;

/// A text is shortened to no less than this before it is hidden.
const MIN_TEXT_COLUMNS: usize = 12;

/// An id is shortened to this before a text is hidden.
const LONG_ID_COLUMNS: usize = 22;

/// Keeps a number and its word on the same line.
const NO_BREAK: char = '\u{a0}';

/// A text that is not a table is not wider than this.
const PROSE_COLUMNS: usize = 80;

const PURPOSE_TEXT: &str = "mou keeps a registry of memoranda of understanding and warns you before they \
                            lapse. This registry is empty. The first three commands:";

/// The first commands. They fit a terminal of 40 columns.
const FIRST_COMMANDS: &str = "  \
  mou add \"Joint research\" \\
      --party \"Kyoto University\" \\
      --party \"University of Tartu\" \\
      --signed 2024-05-01 --term 3y
  mou list
  mou expiring --within 6m
";

const MORE_TEXT: &str = "`mou import FILE` reads a sheet. `mou --help` shows the other commands.";

/// An item as text.
struct ItemTexts {
    /// Date, distance, who, what and id.
    columns: [String; 5],
    /// Who, by short names, for a column in which the names do not fit.
    short_who: String,
}

const DATE_COLUMN: usize = 0;
const DISTANCE_COLUMN: usize = 1;
const WHO_COLUMN: usize = 2;
const WHAT_COLUMN: usize = 3;
const ID_COLUMN: usize = 4;

/// The columns that are hidden if a line does not fit, the first one first.
const HIDDEN_IN_ORDER: [usize; 4] = [WHAT_COLUMN, WHO_COLUMN, DISTANCE_COLUMN, DATE_COLUMN];

/// Returns what an overview of an empty registry says: what mou is for, and the first three commands.
#[must_use]
pub fn welcome(style: Style) -> String {
    let limit = style.columns().map_or(PROSE_COLUMNS, |columns| columns.min(PROSE_COLUMNS));
    let prose = |text: &str| wrap(text, limit, limit).join("\n");
    format!("{}\n\n{FIRST_COMMANDS}\n{}\n", prose(PURPOSE_TEXT), prose(MORE_TEXT))
}

/// Returns the overview: the date with the number of agreements by status, then the sections.
///
/// If `is_complete`, every line is there. Otherwise there are at most 23 lines: a section has up to five, and if
/// they are too many, the sections get their lines in turn. What is left out is counted, with the command that
/// lists it. On a terminal, no line is wider than it.
#[must_use]
pub fn text(attention: &Attention<'_>, is_complete: bool, style: Style) -> String {
    let limit = style.columns().unwrap_or(usize::MAX);
    let head = hanging_lines(&counted(attention), limit, 0);
    let sections = attention.sections();
    let shown = if is_complete {
        sections.iter().map(|section| section.items.len()).collect()
    } else {
        let rooms = sections.iter().map(|section| match section.topic {
            AttentionTopic::Dormant if attention.has_no_activities => 0,
            _ => section.items.len(),
        });
        shared_out(
            &rooms.collect::<Vec<_>>(),
            MAX_OVERVIEW_LINES.saturating_sub(head.len() + 2 * sections.len()),
        )
    };
    let texts: Vec<Vec<ItemTexts>> = std::iter::zip(&sections, &shown)
        .map(|(section, shown)| {
            let items = section.items.iter().take(*shown);
            items.map(|item| item_texts(item, section.topic, attention.today)).collect()
        })
        .collect();
    let columns = OverviewColumns::new(texts.iter().flatten(), style);
    let mut lines = head;
    for ((section, texts), shown) in sections.iter().zip(&texts).zip(shown) {
        lines.push(String::new());
        let heading = heading(section, attention, shown);
        let heading = wrap(&heading, limit, limit);
        lines.extend(heading.iter().map(|line| style.paint(line, Tone::Heading)));
        let tone = match section.topic {
            AttentionTopic::Lapsed | AttentionTopic::Conflicts => Tone::Alarm,
            _ => Tone::Notice,
        };
        lines.extend(texts.iter().map(|texts| columns.line(texts, tone, style)));
        let rest = section.items.len() - shown;
        if rest > 0 && shown > 0 {
            let more = format!("and {rest} more: {}", command(section, attention));
            lines.extend(hanging_lines(&more, limit, INDENT_COLUMNS));
        }
    }
    lines.join("\n") + "\n"
}

/// Returns the text in lines, the first indented by `indent` and the others by more, if there is room for that.
fn hanging_lines(text: &str, limit: usize, indent: usize) -> Vec<String> {
    let is_indented = limit >= MIN_INDENTED_COLUMNS;
    let [first, rest] =
        [indent, indent + INDENT_COLUMNS].map(|indent| if is_indented { indent } else { 0 });
    let lines = wrap(text, limit - first, limit - rest);
    let indents = std::iter::once(first).chain(std::iter::repeat(rest));
    std::iter::zip(indents, lines)
        .map(|(indent, line)| {
            format!("{}{}", " ".repeat(indent), line.trim_end().replace(NO_BREAK, " "))
        })
        .collect()
}

/// Returns how many items each section shows: at most five, in turn until `room` lines are used. A section that does
/// not show all of its items needs one line more.
fn shared_out(rooms: &[usize], room: usize) -> Vec<usize> {
    let needed = |shown: &[usize]| -> usize {
        std::iter::zip(shown, rooms).map(|(shown, all)| shown + usize::from(shown < all)).sum()
    };
    let mut shown = vec![0; rooms.len()];
    for _ in 0..MAX_SECTION_LINES {
        for index in 0..rooms.len() {
            let mut more = shown.clone();
            more[index] += 1;
            if more[index] <= rooms[index] && needed(&more) <= room {
                shown = more;
            }
        }
    }
    shown
}

fn counted(attention: &Attention<'_>) -> String {
    let all = words::count(attention.all, "agreement", "agreements");
    let counts: Vec<String> = attention
        .counts
        .iter()
        .map(|(status, count)| format!("{count}{NO_BREAK}{status}"))
        .collect();
    format!("{all} on {}: {}", attention.today, counts.join(", "))
}

/// Returns the heading of a section of which `shown` items are listed below.
fn heading(section: &AttentionSection<'_>, attention: &Attention<'_>, shown: usize) -> String {
    let count = section.items.len();
    let within = attention.within.in_words();
    match section.topic {
        AttentionTopic::Ending if count == 0 => format!("ending: none within {within}"),
        AttentionTopic::Ending => format!("ending: {count} to act on or to end within {within}"),
        AttentionTopic::Lapsed => format!("lapsed: {count} without a successor or a decision"),
        AttentionTopic::Due => {
            let (reviews, overdue) = (attention.reviews.len(), attention.overdue.len());
            let reviews = (reviews > 0).then(|| words::count(reviews, "review", "reviews"));
            let overdue = (overdue > 0)
                .then(|| words::count(overdue, "overdue activity", "overdue activities"));
            let parts: Vec<String> = reviews.into_iter().chain(overdue).collect();
            format!("due: {count} ({})", parts.join(", "))
        }
        AttentionTopic::Dormant if shown == 0 && attention.has_no_activities => {
            format!(
                "dormant: {count}, no activity recorded at all ({})",
                command(section, attention)
            )
        }
        AttentionTopic::Dormant if shown == 0 => {
            format!("dormant: {count} ({})", command(section, attention))
        }
        AttentionTopic::Dormant => format!("dormant: {count}, no activity recorded since"),
        AttentionTopic::Conflicts => format!("conflicts: {count} left by a merge"),
    }
}

/// Returns the command that lists what the section has; the complete overview if no other lists just that.
fn command(section: &AttentionSection<'_>, attention: &Attention<'_>) -> String {
    match section.topic {
        AttentionTopic::Ending if attention.ending.is_empty() => {
            format!("mou expiring --within {}", attention.within.as_typed())
        }
        AttentionTopic::Lapsed => "mou list --flag lapsed".to_owned(),
        AttentionTopic::Due if attention.overdue.is_empty() => {
            "mou list --flag review-due".to_owned()
        }
        AttentionTopic::Due if attention.reviews.is_empty() => {
            "mou activity list --overdue".to_owned()
        }
        AttentionTopic::Ending | AttentionTopic::Due => "mou --all".to_owned(),
        AttentionTopic::Dormant => "mou list --flag dormant".to_owned(),
        AttentionTopic::Conflicts => "mou list --flag conflict".to_owned(),
    }
}

fn item_texts(item: &AttentionItem<'_>, topic: AttentionTopic, today: Day) -> ItemTexts {
    let AttentionItem { date, entry, activity } = *item;
    let agreement = &entry.agreement;
    let title = agreement.title.as_str();
    let what = match (topic, activity) {
        (_, Some(activity)) => activity.title.to_string(),
        (AttentionTopic::Due, None) => format!("review: {title}"),
        (AttentionTopic::Ending, None) if entry.standing.settled => format!("settled: {title}"),
        _ => title.to_owned(),
    };
    let id = match activity {
        Some(activity) => format!("{}/{}", agreement.id, activity.n),
        None => agreement.id.to_string(),
    };
    let away = date.map(|date| words::days_away_briefly(date, today)).unwrap_or_default();
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    let is_partner = |party: &&Party| entry.partners.contains(&party.name);
    let partners = agreement.parties.iter().filter(is_partner);
    let short = |party: &Party| party.short.as_ref().unwrap_or(&party.name).to_string();
    let columns = [date, away, entry.partners.join("; "), what, id];
    ItemTexts {
        columns: columns.map(|text| visible(&text).into_owned()),
        short_who: visible(&partners.map(short).collect::<Vec<_>>().join("; ")).into_owned(),
    }
}

/// The widths of the columns, 0 if a column is hidden.
struct OverviewColumns {
    widths: [usize; 5],
    indent: usize,
    is_cut: bool,
}

impl OverviewColumns {
    /// Returns the widths for these items: full if they fit, otherwise shortened, otherwise hidden.
    fn new<'t>(items: impl Iterator<Item = &'t ItemTexts>, style: Style) -> Self {
        let mut full = [0; 5];
        for texts in items {
            for (widest, text) in full.iter_mut().zip(&texts.columns) {
                *widest = width(text).max(*widest);
            }
        }
        let Some(columns) = style.columns() else {
            return Self { widths: full, indent: INDENT_COLUMNS, is_cut: false };
        };
        let indent = if columns < MIN_INDENTED_COLUMNS { 0 } else { INDENT_COLUMNS };
        let room = columns - indent;
        let needed = |widths: &[usize; 5]| {
            let count = widths.iter().filter(|width| **width > 0).count();
            widths.iter().sum::<usize>() + GAP_COLUMNS * count.saturating_sub(1)
        };
        let mut widths = full;
        widths[WHO_COLUMN] = full[WHO_COLUMN].min(MIN_TEXT_COLUMNS);
        widths[WHAT_COLUMN] = full[WHAT_COLUMN].min(MIN_TEXT_COLUMNS);
        widths[ID_COLUMN] = full[ID_COLUMN].min(LONG_ID_COLUMNS);
        for hidden in HIDDEN_IN_ORDER {
            if needed(&widths) > room {
                widths[hidden] = 0;
            }
        }
        let over = needed(&widths).saturating_sub(room);
        widths[ID_COLUMN] = widths[ID_COLUMN].saturating_sub(over).max(1).min(full[ID_COLUMN]);
        // The rest of the room is for the texts, half of it each unless one of them needs less; then for long ids.
        let left = room.saturating_sub(needed(&widths));
        let lacks = |index: usize| match widths[index] {
            0 => 0,
            shown => full[index].saturating_sub(shown),
        };
        let [who, what, id] = [WHO_COLUMN, WHAT_COLUMN, ID_COLUMN].map(lacks);
        let who = who.min((left / 2).max(left.saturating_sub(what)));
        let what = what.min(left - who);
        widths[WHO_COLUMN] += who;
        widths[WHAT_COLUMN] += what;
        widths[ID_COLUMN] += id.min(left - who - what);
        Self { widths, indent, is_cut: true }
    }

    /// Returns the line of an item; the distance is in `tone`.
    fn line(&self, texts: &ItemTexts, tone: Tone, style: Style) -> String {
        let mut line = " ".repeat(self.indent);
        for (index, (text, &columns)) in texts.columns.iter().zip(&self.widths).enumerate() {
            if columns == 0 {
                continue;
            }
            let is_cut = self.is_cut && width(text) > columns;
            let text = if is_cut && index == WHO_COLUMN { &texts.short_who } else { text };
            let shown = if is_cut { shorten(text, columns, style.ellipsis()) } else { text.into() };
            let rest = columns.saturating_sub(width(&shown)) + GAP_COLUMNS;
            let tone = if index == DISTANCE_COLUMN { tone } else { Tone::Plain };
            line.push_str(&style.paint(&shown, tone));
            line.extend(std::iter::repeat_n(' ', rest));
        }
        line.truncate(line.trim_end_matches(' ').len());
        line
    }
}
