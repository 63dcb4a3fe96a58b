//! Columns and cells of records as a grid: as a person reads them, or as another program does.

use super::{Cell, Column, Grid, Tone};
use crate::report::table::{self, Sheet};

/// Returns the sheet as a person reads it; a status carries the tone that fits it.
#[must_use]
pub fn shown(sheet: &Sheet) -> Grid {
    grid(sheet, table::Cell::shown)
}

/// Returns the sheet as another program reads it.
#[must_use]
pub fn stored(sheet: &Sheet) -> Grid {
    grid(sheet, table::Cell::stored)
}

fn grid(sheet: &Sheet, text: impl Fn(&table::Cell) -> String) -> Grid {
    let columns = sheet
        .columns
        .iter()
        .map(|&(name, is_number)| Column { name: name.to_owned(), right: is_number });
    let row = |cells: &Vec<table::Cell>| {
        cells
            .iter()
            .zip(&sheet.columns)
            .map(|(cell, (name, _))| {
                let text = text(cell);
                let tone = if *name == "status" { tone(&text) } else { Tone::Plain };
                Cell { text, tone }
            })
            .collect()
    };
    Grid { columns: columns.collect(), rows: sheet.rows.iter().map(row).collect() }
}

/// Returns the tone of a status, of an agreement or an activity.
#[must_use]
pub fn tone(status: &str) -> Tone {
    match status {
        "active" | "ongoing" => Tone::Good,
        "suspended" | "upcoming" | "planned" => Tone::Notice,
        "expired" | "overdue" => Tone::Alarm,
        "terminated" | "succeeded" | "draft" | "cancelled" => Tone::Faint,
        _ => Tone::Plain,
    }
}
