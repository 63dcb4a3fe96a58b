//! How records are listed: the flags, and the table, JSON, CSV or other text that they make.

use crate::commands::desk::Desk;
use crate::error::{Error, Result};
use crate::render::json::Object;
use crate::render::{self, words};
use crate::report::table::{self, Sheet};

/// The formats of everything that lists records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people; fits the terminal
    #[default]
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated, with a header
    Csv,
    /// Tab-separated, with a header
    Tsv,
    /// A Markdown table
    Markdown,
    /// Ids alone, one a line
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
    /// Show so many at the most
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
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
}

/// What was asked for, checked against the columns that there are.
pub(crate) struct Layout<T: 'static> {
    columns: Vec<&'static table::Column<T>>,
    is_chosen: bool,
    sort: Option<(&'static table::Column<T>, bool)>,
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
        let find = |flag: &str, name: &str| {
            known.iter().find(|column| column.name == name).ok_or_else(|| {
                let names: Vec<&str> = known.iter().map(|column| column.name).collect();
                Error::usage(format!(
                    "`{flag}`: there is no column `{name}`; the columns are {}",
                    names.join(", ")
                ))
            })
        };
        let columns = match &self.columns {
            Some(names) => names
                .split(',')
                .map(|name| find("--columns", name.trim()))
                .collect::<Result<_>>()?,
            None => usual.iter().filter_map(|name| find("--columns", name).ok()).collect(),
        };
        let sort = match &self.sort {
            None => None,
            Some(text) => {
                let (name, order) = text.split_once(':').unwrap_or((text, "asc"));
                let descending = match order {
                    "asc" => false,
                    "desc" => true,
                    _ => {
                        return Err(Error::usage(format!(
                            "`--sort` cannot be `{text}`; accepted is a column, alone or with :desc"
                        )));
                    }
                };
                Some((find("--sort", name.trim())?, descending))
            }
        };
        Ok(Layout { columns, is_chosen: self.columns.is_some(), sort })
    }

    /// Sorts, cuts and prints the records.
    pub(crate) fn show<T>(
        &self,
        desk: &mut Desk<'_>,
        mut records: Vec<&T>,
        layout: &Layout<T>,
        subject: &Subject<T>,
    ) -> Result<()> {
        if let Some((column, descending)) = layout.sort {
            table::sort(&mut records, column, descending, subject.id);
        }
        let all = records.len();
        if let Some(limit) = self.limit {
            records.truncate(limit);
        }
        let text = self.text(desk, &records, layout, subject)?;
        desk.print(&text)?;
        if records.len() < all {
            desk.say(&format!(
                "{} of {} shown.",
                records.len(),
                words::count(all, subject.one, subject.many)
            ));
        }
        Ok(())
    }

    fn text<T>(
        &self,
        desk: &mut Desk<'_>,
        records: &[&T],
        layout: &Layout<T>,
        subject: &Subject<T>,
    ) -> Result<String> {
        if self.null {
            return Ok(ended_ids(records, subject, '\0'));
        }
        let sheet = || Sheet::of(records, &layout.columns);
        Ok(match self.format {
            Format::Ids => ended_ids(records, subject, '\n'),
            Format::Json | Format::Jsonl => {
                let mut objects = Vec::with_capacity(records.len());
                for record in records {
                    let mut object = (subject.object)(record)?;
                    if layout.is_chosen {
                        let names: Vec<&str> =
                            layout.columns.iter().map(|column| column.name).collect();
                        object.select(&names);
                    }
                    objects.push(object);
                }
                if self.format == Format::Json {
                    render::json::array_pretty(&objects)
                } else {
                    render::json::lines(&objects)
                }
            }
            Format::Csv => render::delimited::csv(&render::sheet::stored(&sheet()))?,
            Format::Tsv => render::delimited::tsv(&render::sheet::stored(&sheet())),
            Format::Markdown => render::markdown::table(&render::sheet::shown(&sheet())),
            Format::Table => {
                let grid = render::sheet::shown(&sheet());
                let left_out = render::table::left_out(&grid, desk.style).join(", ");
                let text = render::table::draw(&grid, desk.style);
                if !left_out.is_empty() {
                    desk.say(&format!("Too narrow for: {left_out}."));
                }
                text
            }
        })
    }
}

/// Returns the ids, each with `end` behind it.
fn ended_ids<T>(records: &[&T], subject: &Subject<T>, end: char) -> String {
    let mut text = String::new();
    for record in records {
        text.push_str(&(subject.id)(record));
        text.push(end);
    }
    text
}
