//! `mou edit ID` without a field: the text of a record in an editor.

use std::cell::Cell;

use crate::commands::{Context, ids, validate};
use crate::domain::{Agreement, Id};
use crate::editor::Manuscript;
use crate::error::{Error, Result};
use crate::render::escape::visible;
use crate::render::words;
use crate::report::diff;
use crate::store::{Record, parse_record};

/// The beginning of the lines at the top of the text that are ignored.
const COMMENT_MARK: &str = "//";

/// The editing of a record.
struct Session<'e> {
    id: Id,
    /// The record as it was when the editor was opened.
    text: String,
    editor: &'e str,
    dry_run: bool,
}

/// Opens a record in the editor, and replaces it with the edited text.
///
/// No lock is held while the editor is open. A rejected text is kept in a file.
pub(super) fn run(typed: &[String], dry_run: bool, context: &mut Context<'_>) -> Result<()> {
    let wanted = "a field to change is wanted, such as `--contact NAME`";
    let [one] = typed else {
        return Err(Error::usage(format!("{wanted}: the editor opens one record")));
    };
    if one == "-" {
        return Err(Error::usage(format!("{wanted}: the editor needs the id of one record")));
    }
    let env = context.env;
    let Some(editor) = &env.editor else {
        return Err(Error::usage(format!("{wanted}, or an editor: VISUAL and EDITOR are not set"))
            .with_hint("`mou help edit` shows the flags"));
    };
    let reading = context.read()?;
    let id = ids::resolve(one, &reading)?;
    let text = reading.find(id.as_str())?.map(|record| record.pretty()).unwrap_or_default();
    context.flush()?;
    let manuscript = Manuscript::new(id.as_str(), ".json", &format!("{text}\n"))?;
    let session = Session { id, text, editor, dry_run };
    session.run(&manuscript, context).or_else(|left| match left {
        Left::Nothing(error) => Err(error),
        Left::Text(error) => {
            let path = manuscript.keep()?;
            Err(error.with_hint(format!("the text is kept in `{}`", path.display())))
        }
    })
}

/// Why nothing was changed.
enum Left {
    /// There is nothing to keep.
    Nothing(Error),
    /// There is a text to keep.
    Text(Error),
}

impl Session<'_> {
    /// Opens the editor until the text is accepted, or until it stays as it was rejected.
    fn run(
        &self,
        manuscript: &Manuscript,
        context: &mut Context<'_>,
    ) -> std::result::Result<(), Left> {
        let mut rejected = None;
        loop {
            manuscript.edit(self.editor).map_err(|error| self.given_up(manuscript, error))?;
            let written = manuscript.read().map_err(Left::Text)?;
            let body = without_comments(&written);
            if body.trim().is_empty() {
                return Err(Left::Nothing(Error::failed("the text is empty; nothing was changed")));
            }
            if body.trim_end() == self.text {
                context.say("Nothing to change.");
                return Ok(());
            }
            let can_ask = context.can_ask();
            // The comment with the error will be the first line, so line numbers count it.
            let text = if can_ask { format!("\n{body}") } else { body.to_owned() };
            let is_rejected = Cell::new(false);
            let Err(error) = self.put(&text, &is_rejected, context) else {
                return Ok(());
            };
            if !is_rejected.get() || !can_ask || rejected.as_deref() == Some(body) {
                return Err(Left::Text(error));
            }
            let comment = visible(error.message()).replace('\n', " ");
            let again = format!("{COMMENT_MARK} {comment}; leave it as it is to give up\n{body}");
            manuscript.write(&again).map_err(Left::Text)?;
            rejected = Some(body.to_owned());
        }
    }

    /// Returns whether an editor that failed left a text to keep.
    fn given_up(&self, manuscript: &Manuscript, error: Error) -> Left {
        let written = manuscript.read().unwrap_or_default();
        let body = without_comments(&written).trim();
        if body.is_empty() || body == self.text { Left::Nothing(error) } else { Left::Text(error) }
    }

    /// Replaces the record with the text. Fails if somebody else has changed the record.
    fn put(&self, text: &str, is_rejected: &Cell<bool>, context: &mut Context<'_>) -> Result<()> {
        let (id, today) = (&self.id, context.today);
        let done = context.change(self.dry_run, |draft| {
            let here = draft.read(id.as_str())?;
            if here.as_ref().map(Record::pretty).as_ref() != Some(&self.text) {
                let what = if here.is_some() { "changed" } else { "removed" };
                return Err(Error::failed(format!("`{id}` was {what} by somebody else meanwhile")));
            }
            let before = draft.get(id.as_str())?;
            let read = parse_record(text).and_then(|(after, text)| {
                refuse_id(id, &after)?;
                let doubts = validate::check(draft, before.as_ref(), &after, today)?;
                Ok((after, text, doubts))
            });
            is_rejected.set(read.is_err());
            let (after, text, doubts) = read?;
            draft.put_text(id, text);
            let fields = before.map(|before| diff::fields(&before, &after)).unwrap_or_default();
            Ok((fields, doubts))
        })?;
        let (fields, doubts) = done.value;
        for doubt in &doubts {
            context.warn(doubt);
        }
        if done.is_written {
            let fields = if fields.is_empty() { vec!["what mou does not know"] } else { fields };
            context.say(&format!("Changed {id}: {}.", words::list_and(&fields)));
        } else if !self.dry_run {
            context.say("Nothing to change.");
        }
        Ok(())
    }
}

fn refuse_id(id: &Id, agreement: &Agreement) -> Result<()> {
    if agreement.id == *id {
        return Ok(());
    }
    Err(Error::failed(format!("the `id` is not changed here: `mou edit {id} --id NEW` does it")))
}

/// Returns the text below the comments at its top.
fn without_comments(text: &str) -> &str {
    let mut rest = text;
    while rest.trim_start().starts_with(COMMENT_MARK) {
        rest = rest.trim_start().split_once('\n').map_or("", |(_, below)| below);
    }
    rest
}
