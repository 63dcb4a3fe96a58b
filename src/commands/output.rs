//! How records are listed: the flags, and the table, JSON, CSV or other text that they make.

use std::num::NonZeroUsize;

use crate::commands::context::Context;
use crate::commands::flag;
use crate::commands::user_settings::{UserKey, UserSettings};
use crate::error::{Error, Result};
use crate::exchange::csv::{CsvStyle, csv_row, tsv_row};
use crate::render::json::{ArrayPretty, Object};
use crate::render::{self, Grid, GridCell, GridColumn, GridRow, words};
use crate::report::table::{self, Cell, compare};

/// The formats of everything that lists records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people; fits the terminal
    #[default]
    Table,
    /// One JSON array
    Json,
    /// One JSON object per line
    Jsonl,
    /// Comma-separated, with a header
    Csv,
    /// Tab-separated, with a header
    Tsv,
    /// A Markdown table
    Markdown,
    /// Ids only, one per line
    Ids,
}

/// The flags of everything that lists records.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Format of the output
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Columns, in this order, separated by commas
    #[arg(long, value_name = "NAMES")]
    columns: Option<String>,
    /// Column to sort by; with :desc from the last to the first
    #[arg(long, value_name = "COLUMN[:desc]")]
    sort: Option<String>,
    /// Show at most N
    #[arg(long, value_name = "NUMBER", value_parser = flag::whole_number::<NonZeroUsize>)]
    limit: Option<NonZeroUsize>,
    /// End each id by NUL instead of a line end; implies `--format ids`
    #[arg(short = 'z', long)]
    null: bool,
}

/// What the records of a list are, and how each is called and written.
pub(crate) struct Subject<T> {
    /// Returns the id.
    pub(crate) id: fn(&T) -> String,
    /// The word for one.
    pub(crate) one: &'static str,
    /// The word for several.
    pub(crate) many: &'static str,
    /// Returns the record as JSON.
    pub(crate) object: fn(&T) -> Result<Object>,
    /// The columns that a table hides before all others if there is too little room, in this order.
    pub(crate) hidden_first: &'static [&'static str],
    /// The columns that a table never hides on a terminal of eighty columns or more.
    pub(crate) kept: &'static [&'static str],
}

/// What was asked for, checked against the columns that there are.
pub(crate) struct Layout<T: 'static> {
    columns: Vec<&'static table::Column<T>>,
    is_chosen: bool,
    sort: Option<(&'static table::Column<T>, bool)>,
}

/// A row of a list, ready to be sorted and printed. It can be made on any thread.
#[derive(Debug)]
pub(crate) struct ListRow {
    /// The cells by which the list is sorted; none if the rows stay in their order.
    key: Box<[Cell<'static>]>,
    /// The id, by which rows with equal keys are sorted.
    id: Box<str>,
    /// The text to print; empty in a table.
    text: Box<str>,
    /// The cells of a table.
    cells: GridRow,
}

impl OutputArgs {
    /// Checks the names of the columns against those that there are.
    ///
    /// Fails on a name that there is not, with the known ones listed.
    pub(crate) fn layout<T>(
        &self,
        known: &'static [table::Column<T>],
        usual: &[&str],
    ) -> Result<Layout<T>> {
        let columns = match &self.columns {
            Some(names) => named_columns("--columns", names, known)?,
            None => named_columns("--columns", &usual.join(","), known)?,
        };
        let sort = match &self.sort {
            None => None,
            Some(text) => {
                let (name, order) = text.split_once(':').unwrap_or((text, "asc"));
                let descending = match order {
                    "asc" => false,
                    "desc" => true,
                    _ => {
                        return Err(Error::bad_value(format!(
                            "`--sort`: `{text}` is not accepted; write a column, alone or with :desc"
                        )));
                    }
                };
                Some((named_column("--sort", name, known)?, descending))
            }
        };
        Ok(Layout { columns, is_chosen: self.columns.is_some(), sort })
    }

    /// Sorts, cuts and prints the records; in the order given where none was asked for.
    pub(crate) fn show<T>(
        &self,
        context: &mut Context<'_>,
        records: &[T],
        layout: &Layout<T>,
        subject: &Subject<T>,
    ) -> Result<()> {
        let rows = records.iter().map(|record| self.row(record, layout, subject, &[]));
        self.print(context, rows.collect::<Result<Vec<_>>>()?, None, layout, subject)
    }

    /// Returns true if people read the format.
    pub(crate) fn is_for_people(&self) -> bool {
        !self.null && matches!(self.format, Format::Table | Format::Markdown)
    }

    /// Returns true if a table is printed.
    pub(crate) fn is_table(&self) -> bool {
        !self.null && self.format == Format::Table
    }

    /// Returns the flags with the columns and the order that the user has set, where a table is printed and
    /// none were typed.
    pub(crate) fn with_user_settings(
        &self,
        user: &UserSettings,
        columns: UserKey,
        sort: Option<UserKey>,
    ) -> Self {
        let mut output = self.clone();
        if self.is_table() {
            let set = |key: UserKey| user.get(key).map(str::to_owned);
            output.columns = output.columns.or_else(|| set(columns));
            output.sort = output.sort.or_else(|| sort.and_then(set));
        }
        output
    }

    /// Returns true if columns, an order, a limit or ids were asked for.
    pub(crate) fn is_arranged(&self) -> bool {
        self.columns.is_some() || self.sort.is_some() || self.limit.is_some() || self.null
    }

    /// Returns true if whole records are printed, so that their stored texts are needed.
    pub(crate) fn is_whole(&self) -> bool {
        !self.null && matches!(self.format, Format::Json | Format::Jsonl)
    }

    /// Returns the row of a record. It is sorted by the column that was asked for, else by the cells of `order`.
    pub(crate) fn row<T>(
        &self,
        record: &T,
        layout: &Layout<T>,
        subject: &Subject<T>,
        order: &[Cell<'_>],
    ) -> Result<ListRow> {
        let columns = || layout.columns.iter();
        let object = || {
            let mut object = (subject.object)(record)?;
            if layout.is_chosen {
                object.select(&layout.names());
            }
            Ok(object)
        };
        let id = || (subject.id)(record);
        let store = |column: &&table::Column<T>, text: &mut String| column.store(record, text);
        let mut cells = GridRow::default();
        let text = match self.format {
            _ if self.null => id() + "\0",
            Format::Ids => id() + "\n",
            Format::Json => object()?.to_pretty(1),
            Format::Jsonl => object()?.to_compact() + "\n",
            Format::Csv => csv_row(CsvStyle::Plain, columns(), store)?,
            Format::Tsv => tsv_row(CsvStyle::Plain, columns(), store),
            Format::Markdown | Format::Table => {
                let shown =
                    columns().map(|column| GridCell::from_cell(column.cell(record), column.name));
                cells = shown.collect();
                String::new()
            }
        };
        let key: Box<[Cell<'static>]> = match layout.sort {
            Some((column, _)) => Box::new(column.cell(record).into_folded_sort_key()),
            None => order.iter().map(|cell| cell.clone().into_sort_key()).collect(),
        };
        let id = if key.is_empty() { Box::default() } else { id().into() };
        Ok(ListRow { key, id, text: text.into(), cells })
    }

    /// Sorts, limits and prints the rows, and says how many there are without the limit, and without the
    /// filters if that is given as `unfiltered`.
    pub(crate) fn print<T>(
        &self,
        context: &mut Context<'_>,
        mut rows: Vec<ListRow>,
        unfiltered: Option<usize>,
        layout: &Layout<T>,
        subject: &Subject<T>,
    ) -> Result<()> {
        let is_descending = layout.sort.is_some_and(|(_, is_descending)| is_descending);
        rows.sort_by(|one, other| {
            let order = compare(&one.key, &other.key, is_descending);
            order.then_with(|| one.id.cmp(&other.id))
        });
        let all = rows.len();
        rows.truncate(self.limit());
        self.print_rows(context, rows, layout, subject)?;
        let limit = self.limit();
        match unfiltered {
            None => self.say_if_cut(all, subject, context),
            Some(unfiltered) if limit < all => {
                let (many, all) = (subject.many, format!("{all} matching"));
                context.say(&format!("{limit} of {all} {many} shown, {unfiltered} in all."));
            }
            // Programs that read other formats know what they asked for.
            Some(unfiltered) if all < unfiltered && self.is_for_people() => {
                let records = words::count(unfiltered, subject.one, subject.many);
                let verb = if all == 1 { "matches" } else { "match" };
                context.say(&format!("{all} of {records} {verb}."));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// Says that the list was cut, if it has more records than [`Self::limit`].
    pub(crate) fn say_if_cut<T>(
        &self,
        all: usize,
        subject: &Subject<T>,
        context: &mut Context<'_>,
    ) {
        let shown = self.limit();
        if shown < all {
            let all = words::count(all, subject.one, subject.many);
            context.say(&format!("{shown} of {all} shown."));
        }
    }

    /// Returns how many records are printed at most.
    pub(crate) fn limit(&self) -> usize {
        self.limit.map_or(usize::MAX, NonZeroUsize::get)
    }

    /// Returns the end of each id if only ids are printed.
    pub(crate) fn end_of_ids(&self) -> Option<&'static str> {
        match self.format {
            _ if self.null => Some("\0"),
            Format::Ids => Some("\n"),
            _ => None,
        }
    }

    /// Returns true if a table is printed, and neither columns nor an order were asked for.
    pub(crate) fn is_usual_table(&self) -> bool {
        self.format == Format::Table && !self.null && self.columns.is_none() && self.sort.is_none()
    }

    fn print_rows<T>(
        &self,
        context: &mut Context<'_>,
        rows: Vec<ListRow>,
        layout: &Layout<T>,
        subject: &Subject<T>,
    ) -> Result<()> {
        let mut array = ArrayPretty::default();
        let columns = layout.columns.iter();
        let columns = columns
            .map(|column| GridColumn { name: column.name.into(), is_number: column.is_number });
        let mut grid = Grid {
            columns: columns.collect(),
            rows: Vec::new(),
            hidden_first: subject.hidden_first,
            kept: subject.kept,
        };
        let name = |name: &str, text: &mut String| text.push_str(name);
        match self.format {
            _ if self.null => {}
            Format::Csv => context.print(&csv_row(CsvStyle::Plain, layout.names(), name)?)?,
            Format::Tsv => context.print(&tsv_row(CsvStyle::Plain, layout.names(), name))?,
            _ => {}
        }
        for ListRow { text, cells, .. } in rows {
            match self.format {
                Format::Json if !self.null => context.print(&array.push(&text))?,
                Format::Markdown | Format::Table if !self.null => grid.rows.push(cells),
                _ => context.print(&text)?,
            }
        }
        match self.format {
            _ if self.null => Ok(()),
            Format::Json => context.print(array.end()),
            Format::Markdown => context.print(&render::markdown::table(&grid)),
            Format::Table => {
                let left_out = render::table::hidden_columns(&grid, context.style).join(", ");
                if !left_out.is_empty() {
                    context.say(&format!("hidden: {left_out} (use --columns or a wider terminal)"));
                }
                render::table::lines(&grid, context.style).try_for_each(|line| context.print(&line))
            }
            Format::Ids | Format::Jsonl | Format::Csv | Format::Tsv => Ok(()),
        }
    }
}

/// Returns the columns of these names, which are separated by commas.
///
/// Fails on a name that does not exist, with the known ones listed.
pub(crate) fn named_columns<T>(
    flag: &str,
    names: &str,
    known: &'static [table::Column<T>],
) -> Result<Vec<&'static table::Column<T>>> {
    names.split(',').map(|name| named_column(flag, name, known)).collect()
}

fn named_column<T>(
    flag: &str,
    name: &str,
    known: &'static [table::Column<T>],
) -> Result<&'static table::Column<T>> {
    let name = name.trim();
    known.iter().find(|column| column.name == name).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|column| column.name).collect();
        let error = Error::bad_value(format!(
            "`{flag}`: there is no column `{name}`; the columns are {}",
            names.join(", ")
        ));
        match words::suggestion(name, names) {
            Some(suggestion) => error.with_hint(suggestion),
            None => error,
        }
    })
}

impl<T> Layout<T> {
    /// Returns the names of the columns that are shown.
    fn names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.name).collect()
    }
}
