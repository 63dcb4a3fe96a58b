//! The flags that set the fields of an activity, the same wherever one is recorded or corrected.

use strum::VariantNames;

use crate::commands::flag;
use crate::domain::{Activity, Date, Day, Progress, Text, typed};
use crate::error::{Error, Result};

/// A flag for each field of an activity but its title.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Fields")]
pub(super) struct DetailArgs {
    /// Kind: meeting, visit, exchange, training, pilot, review, workshop, report, …
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Day on which it takes place
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// First day, where it takes several
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Last day, where it takes several
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Day by which it is to be done
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// How far it is: planned, ongoing, done or cancelled
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Date of the source, for what has no date of its own
    #[arg(long, value_name = "DATE")]
    known_by: Option<String>,
    /// Area of cooperation (can be repeated)
    #[arg(long, value_name = "AREA")]
    pub(super) area: Vec<String>,
    /// Who takes part (can be repeated)
    #[arg(long, value_name = "NAME")]
    pub(super) participant: Vec<String>,
    /// Where it takes place
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// What came of it
    #[arg(long, value_name = "TEXT")]
    outcome: Option<String>,
    /// Where a fact comes from, as "Title | URL | DATE" (can be repeated)
    #[arg(long, value_name = "REFERENCE")]
    pub(super) reference: Vec<String>,
    /// Who looks after it
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// Remarks
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
    /// Field of your own (can be repeated)
    #[arg(long, value_name = "K=V")]
    pub(super) field: Vec<String>,
}

impl DetailArgs {
    /// Tells whether nothing was typed.
    pub(super) fn is_empty(&self) -> bool {
        let single = [
            &self.kind,
            &self.on,
            &self.from,
            &self.until,
            &self.due,
            &self.status,
            &self.known_by,
            &self.place,
            &self.outcome,
            &self.contact,
            &self.notes,
        ];
        let lists = [&self.area, &self.participant, &self.reference, &self.field];
        single.into_iter().all(Option::is_none) && lists.into_iter().all(Vec::is_empty)
    }

    /// Sets the fields that were typed; lists are replaced.
    ///
    /// Fails on the first value that its field does not accept, with the flag named, and where the
    /// last day would be before the first.
    pub(super) fn apply(&self, to: &mut Activity, today: Day) -> Result<()> {
        let date = |flag: &str, text: &Option<String>, old: Option<Date>| match text {
            Some(text) => flag::date(flag, text, today).map(Some),
            None => Ok(old),
        };
        to.on = date("--on", &self.on, to.on)?;
        to.from = date("--from", &self.from, to.from)?;
        to.until = date("--until", &self.until, to.until)?;
        to.due = date("--due", &self.due, to.due)?;
        to.known_by = date("--known-by", &self.known_by, to.known_by)?;
        if let Some(text) = &self.status {
            let status = text.parse();
            let status = status.map_err(|_| flag::none_of("--status", text, Progress::VARIANTS))?;
            to.status = Some(status);
        }
        for (flag, typed, field) in [
            ("--kind", &self.kind, &mut to.kind),
            ("--place", &self.place, &mut to.place),
            ("--outcome", &self.outcome, &mut to.outcome),
            ("--contact", &self.contact, &mut to.contact),
            ("--notes", &self.notes, &mut to.notes),
        ] {
            if let Some(text) = typed {
                *field = Some(not_blank(flag, text)?);
            }
        }
        if !self.area.is_empty() {
            to.areas = texts("--area", &self.area)?;
        }
        if !self.participant.is_empty() {
            to.participants = texts("--participant", &self.participant)?;
        }
        if !self.reference.is_empty() {
            to.references = references("--reference", &self.reference, today)?;
        }
        if !self.field.is_empty() {
            to.fields = fields("--field", &self.field)?.into_iter().collect();
        }
        self.refuse_ends_first(to)
    }

    /// Fails where it is certain that the last day is before the first.
    fn refuse_ends_first(&self, activity: &Activity) -> Result<()> {
        let (Some(from), Some(until)) = (activity.from, activity.until) else { return Ok(()) };
        if until.last() >= from.first() {
            return Ok(());
        }
        Err(match (&self.from, &self.until) {
            (Some(_), Some(_)) | (None, None) => {
                Error::usage(format!("`--until` cannot be {until}, before `--from`, {from}"))
            }
            (None, Some(_)) => {
                Error::failed(format!("`--until` cannot be {until}: it begins on {from}"))
            }
            (Some(_), None) => {
                Error::failed(format!("`--from` cannot be {from}: it ends on {until}"))
            }
        })
    }
}

/// Returns the text, which is to have something in it.
pub(super) fn not_blank(flag: &str, text: &str) -> Result<Text> {
    if text.trim().is_empty() {
        return Err(Error::usage(format!("`{flag}` cannot be blank")));
    }
    Ok(text.into())
}

/// Returns the texts, each once.
pub(super) fn texts(flag: &str, typed: &[String]) -> Result<Vec<Text>> {
    let mut texts = Vec::with_capacity(typed.len());
    for text in typed {
        let text = not_blank(flag, text)?;
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    Ok(texts)
}

/// Reads references.
pub(super) fn references(
    flag: &str,
    typed: &[String],
    today: Day,
) -> Result<Vec<crate::domain::Reference>> {
    let read = |text: &String| {
        typed::reference(text, today).map_err(|why| flag::refused(flag, &why, typed::REFERENCES))
    };
    typed.iter().map(read).collect()
}

/// Reads the user's own fields.
pub(super) fn fields(flag: &str, typed: &[String]) -> Result<Vec<(String, String)>> {
    let read =
        |text: &String| typed::field(text).map_err(|why| flag::refused(flag, &why, typed::FIELDS));
    typed.iter().map(read).collect()
}
