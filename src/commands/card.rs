//! How one thing is shown: as a card for people, or as one JSON object.

use crate::commands::Desk;
use crate::error::Result;
use crate::render::Style;
use crate::render::card::Card;
use crate::render::json::{self, Object};

/// The formats of what is shown as one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum CardFormat {
    /// For people
    #[default]
    Table,
    /// One JSON object
    Json,
    /// One JSON object on one line
    Jsonl,
}

/// The flags of what is shown as one thing.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct CardArgs {
    /// Format of the output
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) format: CardFormat,
}

impl CardArgs {
    /// Prints the one thing as a card or as an object, whichever was asked for.
    pub(crate) fn show(
        &self,
        desk: &mut Desk<'_>,
        card: impl FnOnce(Style) -> Card,
        object: impl FnOnce() -> Result<Object>,
    ) -> Result<()> {
        let text = match self.format {
            CardFormat::Table => card(desk.style).draw(desk.style),
            CardFormat::Json => json::pretty(&object()?),
            CardFormat::Jsonl => json::lines(&[object()?]),
        };
        desk.print(&text)
    }

    /// Prints several things, one after the other. JSON is one object if a single id was `typed`, and an
    /// array if there are several or if they were read from standard input.
    pub(crate) fn show_all<T>(
        &self,
        desk: &mut Desk<'_>,
        typed: &[String],
        things: &[T],
        card: impl Fn(&T) -> Card,
        object: impl Fn(&T) -> Result<Object>,
    ) -> Result<()> {
        let objects = || things.iter().map(&object).collect::<Result<Vec<_>>>();
        let text = match self.format {
            CardFormat::Table => {
                let texts: Vec<String> =
                    things.iter().map(|thing| card(thing).draw(desk.style)).collect();
                texts.join("\n")
            }
            CardFormat::Json => match (objects()?.as_slice(), typed) {
                ([only], [typed]) if typed != "-" => json::pretty(only),
                (all, _) => json::array_pretty(all),
            },
            CardFormat::Jsonl => json::lines(&objects()?),
        };
        desk.print(&text)
    }
}
