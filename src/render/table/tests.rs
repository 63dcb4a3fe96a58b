use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::render::escape::is_hidden;
use crate::render::{GridCell, GridColumn, GridRow};
use crate::report::findings::COMMAND_COLUMN;

fn draw(grid: &Grid, style: Style) -> String {
    lines(grid, style).collect()
}

fn cell(text: impl Into<String>, tone: Tone) -> GridCell<'static> {
    GridCell { text: text.into().into(), tone }
}

fn column(name: &str) -> GridColumn {
    GridColumn { name: name.to_owned(), is_number: false }
}

fn row(texts: &[&str]) -> GridRow {
    texts.iter().map(|text| cell(*text, Tone::Plain)).collect()
}

fn registry() -> Grid {
    let names = ["id", "title", "partners", "status", "ends", "act_by"];
    let rows = [
        [
            "gds-govtech-2022",
            "Memorandum of Understanding on Digital Government and Public Services",
            "Government Digital Service",
            "active",
            "2025-07-04",
            "2025-04-04",
        ],
        [
            "kyoto-nus-2024",
            "学術交流協定 (academic exchange)",
            "京都大学",
            "expired",
            "2024-03",
            "",
        ],
        ["a\u{1b}[2J", "two\nlines", "👩\u{200d}💻 🇸🇬", "draft", "", ""],
    ];
    let rows = rows.map(|row| {
        let tone = |text| if text == "expired" { Tone::Alarm } else { Tone::Plain };
        row.into_iter().map(|text| cell(text, tone(text))).collect()
    });
    Grid {
        columns: names.map(column).into(),
        rows: rows.into(),
        hidden_first: &["title", "partners"],
        kept: &["id", "partners", "status", "ends", "act_by"],
    }
}

#[test]
fn piped_it_is_plain_and_nothing_is_cut() {
    let expected = "\
id                title                                                                  partners                    status   ends        act_by
gds-govtech-2022  Memorandum of Understanding on Digital Government and Public Services  Government Digital Service  active   2025-07-04  2025-04-04
kyoto-nus-2024    学術交流協定 (academic exchange)                                       京都大学                    expired  2024-03
a\\u{1b}[2J        two\\nlines                                                             👩\u{200d}💻 🇸🇬                       draft
";
    assert_eq!(draw(&registry(), Style::piped()), expected);
}

#[test]
fn joiners_of_persian_stay() {
    // Lam and alef are one picture for unicode-width and two columns for a terminal.
    for title in ["تفاهم\u{200c}نامه", "سلام\u{200c}ها"] {
        let mut grid = registry();
        grid.rows = vec![
            ["x", title, "p", "active", "", ""]
                .map(|text| cell(text, Tone::Plain))
                .into_iter()
                .collect(),
        ];
        for style in [Style::piped(), Style::terminal(100)] {
            assert!(draw(&grid, style).contains(title), "{title}");
        }
    }
}

#[test]
fn on_a_terminal_a_row_is_one_line_and_long_texts_are_cut() {
    let expected = "\
id                title                     partners                 status   ends        act_by
────────────────────────────────────────────────────────────────────────────────────────────────────
gds-govtech-2022  Memorandum of Understan…  Government Digital Ser…  active   2025-07-04  2025-04-04
kyoto-nus-2024    学術交流協定 (academic …  京都大学                 expired  2024-03
a\\u{1b}[2J        two\\nlines                👩\u{200d}💻 🇸🇬                    draft
";
    assert_eq!(draw(&registry(), Style::terminal(100)), expected);
    let expected = "\
id                partners                    status   ends        act_by
-----------------------------------------------------------------------------
gds-govtech-2022  Government Digital Service  active   2025-07-04  2025-04-04
kyoto-nus-2024    京都大学                    expired  2024-03
a\\u{1b}[2J        👩\u{200d}💻 🇸🇬                       draft
";
    assert_eq!(draw(&registry(), Style { ascii: true, ..Style::terminal(80) }), expected);
    let ascii = draw(&registry(), Style { ascii: true, ..Style::terminal(100) });
    assert!(ascii.contains("Memorandum of Underst...  Government Digital S...  active"), "{ascii}");
}

#[test]
fn title_is_hidden_first_then_partners_then_columns_from_the_right() {
    let expected = "\
id                status   ends        act_by
─────────────────────────────────────────────────
gds-govtech-2022  active   2025-07-04  2025-04-04
kyoto-nus-2024    expired  2024-03
a\\u{1b}[2J        draft
";
    assert_eq!(draw(&registry(), Style::terminal(60)), expected);
    let hidden = |grid: &Grid, width| hidden_columns(grid, Style::terminal(width)).join(",");
    assert_eq!(hidden(&registry(), 100), "");
    assert_eq!(hidden(&registry(), 80), "title");
    assert_eq!(hidden(&registry(), 60), "title,partners");
    assert_eq!(hidden(&registry(), 59), "");
    assert_eq!(hidden_columns(&registry(), Style::piped()), Vec::<&str>::new());

    let columns = ["id", "status", "ends", "kind", "act_by"].map(column);
    let id = "x".repeat(25);
    let cells = [id.as_str(), "terminated", "2025-07-04", "twelve chars", "2025-04-04"];
    let grid = Grid { columns: columns.into(), rows: vec![row(&cells)], ..registry() };
    assert_eq!(hidden(&grid, 80), "");
    assert_eq!(hidden(&grid, 72), "kind");
    assert_eq!(hidden(&grid, 60), "kind");
    let grid = Grid { kept: &["id"], ..grid };
    assert_eq!(hidden(&grid, 60), "kind,act_by");
}

#[test]
fn severity_id_and_message_are_never_hidden() {
    let columns = ["severity", "id", "message", COMMAND_COLUMN].map(column);
    let id = "x-".repeat(22) + "2022";
    let command = format!("mou edit {id} --contact NAME");
    let grid = Grid {
        columns: columns.into(),
        rows: vec![row(&["gap", &id, "no contact", &command])],
        hidden_first: &[],
        kept: &["severity", "id", "message"],
    };
    let expected = "\
severity  id                                      message
────────────────────────────────────────────────────────────
gap       x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x…  no contact
";
    assert_eq!(draw(&grid, Style::terminal(60)), expected);
    assert_eq!(hidden_columns(&grid, Style::terminal(60)), [COMMAND_COLUMN]);
}

#[test]
fn below_sixty_columns_there_is_one_field_a_line() {
    let expected = "\
id:        gds-govtech-2022
title:     Memorandum of Understanding on Digital Governme…
partners:  Government Digital Service
status:    active
ends:      2025-07-04
act_by:    2025-04-04

id:        kyoto-nus-2024
title:     学術交流協定 (academic exchange)
partners:  京都大学
status:    expired
ends:      2024-03

id:        a\\u{1b}[2J
title:     two\\nlines
partners:  👩\u{200d}💻 🇸🇬
status:    draft
";
    assert_eq!(draw(&registry(), Style::terminal(59)), expected);
    let expected = "\
id:
gds-govtech-2022
title:
  Memorandum of
  Understanding
  on Digital
  Government and
  Public
  Services
partners:
  Government
  Digital
  Service
status: active
ends: 2025-07-04
act_by:
  2025-04-04
";
    let mut grid = registry();
    grid.rows.truncate(1);
    assert_eq!(draw(&grid, Style::terminal(16)), expected);
}

fn with_ids(ids: &[&str]) -> Grid {
    let rest = [
        "Exchange of professors and students",
        "University of Tartu",
        "active",
        "2025-07-04",
        "2025-04-04",
    ];
    let row = |id: &&str| row(&[*id].into_iter().chain(rest).collect::<Vec<_>>());
    Grid { rows: ids.iter().map(row).collect(), ..registry() }
}

#[test]
fn an_id_is_cut_only_if_the_row_does_not_fit_otherwise() {
    let long = "a-".repeat(32) + "2022";
    let expected = "\
id                     partners             status  ends        act_by
──────────────────────────────────────────────────────────────────────────
a-a-a-a-a-a-a-a-a-a-…  University of Tartu  active  2025-07-04  2025-04-04
";
    let drawn = draw(&with_ids(&[&long]), Style::terminal(74));
    assert_eq!(drawn, expected);
    let grid = with_ids(&["x".repeat(27).as_str()]);
    for (columns, hidden) in [(79, "title"), (78, "title"), (70, "title,partners")] {
        let drawn = draw(&grid, Style::terminal(columns));
        assert!(drawn.contains(&"x".repeat(27)), "{columns}: {drawn}");
        assert_eq!(hidden_columns(&grid, Style::terminal(columns)).join(","), hidden, "{columns}");
    }
}

#[test]
fn a_few_long_ids_leave_room_for_texts() {
    let long = "a-".repeat(32) + "2022";
    let partner = "The University of Edinburgh, Centre for Research Collections";
    let mut ids = vec!["university-2022"; 9];
    ids.push(&long);
    let rows = ids.iter().map(|id| row(&[*id, "", partner, "active", "2025-07-04", "2025-04-04"]));
    let grid = Grid { rows: rows.collect(), ..registry() };
    let drawn = draw(&grid, Style::terminal(80));
    let rows = "\
university-2022  The University of Edinburgh, C…  active  2025-07-04  2025-04-04
a-a-a-a-a-a-a-…  The University of Edinburgh, C…  active  2025-07-04  2025-04-04
";
    assert!(drawn.ends_with(rows), "{drawn}");
}

#[test]
fn the_number_of_an_activity_is_not_cut() {
    let long = "a-".repeat(40) + "2022/12";
    let drawn = draw(&with_ids(&[&long]), Style::terminal(60));
    assert!(drawn.contains("a-a-a-a-a-a-a-a-a-a-a-a-…/12  active"), "{drawn}");
    let drawn = draw(&with_ids(&[&long]), Style::terminal(40));
    assert!(drawn.starts_with("id:        a-a-a-a-a-a-a-a-a-a-a-a-a…/12\n"), "{drawn}");
}

#[test]
fn columns_without_a_value_are_left_out_before_texts_are_cut() {
    let columns = ["id", "title", "due", "kind"].map(column);
    let title = "Exchange of two professors of seismology and volcanology";
    let rows = vec![row(&["ut-2022/1", title, "", "exchange"])];
    let grid = Grid { rows, ..Grid::new(columns.into()) };
    let heading =
        |columns| draw(&grid, Style::terminal(columns)).lines().next().unwrap().to_owned();
    assert!(heading(100).contains("due"), "{}", heading(100));
    assert!(!heading(78).contains("due"), "{}", heading(78));
    assert!(draw(&grid, Style::terminal(78)).contains("seismology and volcanology  exchange"));
    assert_eq!(hidden_columns(&grid, Style::terminal(78)), Vec::<&str>::new());
}

#[test]
fn colour_is_added_to_texts_and_changes_no_blank() {
    let mut grid = registry();
    grid.rows.remove(0);
    grid.columns.truncate(4);
    let expected = "\
\u{1b}[1mid\u{1b}[0m              \u{1b}[1mtitle\u{1b}[0m                             \u{1b}[1mpartners\u{1b}[0m  \u{1b}[1mstatus\u{1b}[0m
───────────────────────────────────────────────────────────────────
kyoto-nus-2024  学術交流協定 (academic exchange)  京都大学  \u{1b}[1m\u{1b}[31mexpired\u{1b}[0m
a\\u{1b}[2J      two\\nlines                        👩\u{200d}💻 🇸🇬     draft
";
    assert_eq!(draw(&grid, Style { color: true, ..Style::terminal(80) }), expected);
    let expected = "\
\u{1b}[1mid\u{1b}[0m              \u{1b}[1mtitle\u{1b}[0m                             \u{1b}[1mpartners\u{1b}[0m  \u{1b}[1mstatus\u{1b}[0m
kyoto-nus-2024  学術交流協定 (academic exchange)  京都大学  \u{1b}[1m\u{1b}[31mexpired\u{1b}[0m
a\\u{1b}[2J      two\\nlines                        👩\u{200d}💻 🇸🇬     draft
";
    assert_eq!(draw(&grid, Style { color: true, ..Style::piped() }), expected);
}

#[test]
fn colour_ends_with_a_cell_that_is_cut() {
    let mut grid = Grid::new(["notes", "partners"].map(column).into());
    let cells = [cell("x".repeat(90), Tone::Alarm), cell("Tartu", Tone::Plain)];
    grid.rows = vec![cells.into_iter().collect()];
    let drawn = draw(&grid, Style { color: true, ..Style::terminal(80) });
    let cut = "x…  \u{1b}[0mTartu\n";
    assert!(drawn.ends_with(cut), "{drawn:?}");
}

#[test]
fn numbers_are_aligned_to_the_right() {
    let grid = Grid {
        columns: vec![column("partner"), GridColumn { is_number: true, ..column("count") }],
        rows: vec![row(&["京都大学", "12"]), row(&["NUS", "3", "too much"]), row(&["GDS"])],
        ..Grid::default()
    };
    let rows = "京都大学     12\nNUS           3\nGDS\n";
    assert_eq!(draw(&grid, Style::piped()), format!("partner   count\n{rows}"));
    let rule = "─".repeat(15);
    assert_eq!(draw(&grid, Style::terminal(80)), format!("partner   count\n{rule}\n{rows}"));
}

#[test]
fn an_empty_table_prints_nothing() {
    let mut grid = registry();
    grid.rows.clear();
    for style in [Style::piped(), Style::terminal(80), Style::terminal(2)] {
        assert_eq!(draw(&grid, style), "");
        assert_eq!(
            draw(
                &Grid { columns: vec![], ..Grid { rows: vec![row(&[])], ..Grid::default() } },
                style
            ),
            ""
        );
    }
}

#[test]
fn a_row_without_anything_still_shows() {
    let grid = Grid { rows: vec![row(&[]), row(&[])], ..Grid::new(vec![column("id")]) };
    assert_eq!(draw(&grid, Style::piped()), "id\n\n\n");
}

/// Takes away the colour codes that [`Style::paint`] writes.
fn bare(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |bare, part| bare + part.split_once('m').unwrap().1)
}

fn grids() -> impl Strategy<Value = Grid> {
    let words = prop_oneof![
        3 => "[a-z0-9-]{0,30}",
        2 => "\\PC{0,40}",
        1 => any::<String>(),
        1 => "[ \u{300}\u{1100}\u{0627}\u{0644}東👩\u{200d}🇸❤\u{fe0f}\u{1f3fd}x]{0,30}",
        1 => Just(String::new()),
    ]
    .boxed();
    let columns = prop::collection::vec((words.clone(), any::<bool>()), 0..7);
    let rows = prop::collection::vec(prop::collection::vec(words, 0..8), 0..5);
    (columns, rows).prop_map(|(columns, rows)| Grid {
        columns: columns
            .into_iter()
            .map(|(name, is_number)| GridColumn { name, is_number })
            .collect(),
        rows: rows
            .into_iter()
            .map(|row| row.into_iter().map(|text| cell(text, Tone::Notice)).collect())
            .collect(),
        ..Grid::default()
    })
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_terminal(
        grid in grids(), columns in 2_usize..=500, color: bool, ascii: bool
    ) {
        let text = draw(&grid, Style { width: Some(columns), color, ascii });
        for line in bare(&text).lines() {
            prop_assert!(width(line) <= columns, "{:?}", line);
            // This is the one code point that unicode-width gives three cells.
            prop_assert!(line.replace('\u{17d8}', "xx").width() <= columns, "{:?}", line);
            prop_assert!(!line.ends_with(' '), "{:?}", line);
            prop_assert!(!line.chars().any(|c| is_hidden(c) && !matches!(c, '\u{200c}' | '\u{200d}')), "{:?}", line);
        }
        if columns >= MIN_TABLE_COLUMNS {
            prop_assert_eq!(text.is_empty(), grid.rows.is_empty() || grid.columns.is_empty());
        }
    }

    #[test]
    fn piped_there_is_one_line_for_each_row(grid in grids(), color: bool) {
        let text = draw(&grid, Style { width: None, color, ascii: false });
        let lines = if text.is_empty() { 0 } else { grid.rows.len() + 1 };
        prop_assert_eq!(text.lines().count(), lines);
        prop_assert!(text.lines().all(|line| !line.ends_with(' ')));
        prop_assert_eq!(bare(&text), draw(&grid, Style::piped()));
    }
}
