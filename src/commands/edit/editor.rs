//! `mou edit ID` without a field: the text of a record in an editor.

use std::cell::Cell;

use crate::commands::outcome::Sentence;
use crate::commands::{Context, ids, validate};
use crate::domain::{Agreement, Id};
use crate::editor::Manuscript;
use crate::error::{Error, Result};
use crate::platform;
use crate::render::escape::visible;
use crate::render::words;
use crate::report::diff;
use crate::store::{Record, parse_record};

/// The beginning of the lines at the top of the text that are ignored.
const COMMENT_MARK: &str = "//";

/// A record that is open in an editor.
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
    let wanted = "nothing to change: give a field such as `--contact NAME`";
    let Some(one) = typed.first().filter(|id| typed.len() == 1 && *id != "-") else {
        return Err(Error::usage(format!("{wanted}, or one ID to edit it in an editor")));
    };
    let env = context.env;
    if !context.has_prompts() {
        return Err(Error::usage(format!("{wanted}; `--no-input` opens no editor"))
            .with_hint("`mou help edit` shows the flags"));
    }
    // The last editor may have a window of its own, which nobody sees if there is no terminal.
    let last = platform::LAST_EDITOR.filter(|_| context.can_ask());
    let Some(editor) = env.editor.as_deref().or(last) else {
        return Err(Error::usage(format!("{wanted}, or set EDITOR to edit in an editor"))
            .with_hint("`mou help edit` shows the flags"));
    };
    let registry = context.read()?;
    let id = ids::resolve(one, &registry, context.today)?;
    let text = registry.find(id.as_str())?.map(|record| record.pretty()).unwrap_or_default();
    // Not every Windows can replace a file that is open, by the same program either.
    drop(registry);
    context.flush()?;
    let manuscript = Manuscript::new(id.as_str(), ".json", &format!("{text}\n"))?;
    let session = Session { id, text, editor, dry_run };
    session.run(&manuscript, context).or_else(|error| {
        if !session.has_new_text(&manuscript) {
            return Err(error);
        }
        let path = manuscript.keep()?;
        Err(error.with_hint(format!("the text is kept in `{}`", path.display())))
    })
}

impl Session<'_> {
    /// Opens the editor until the text is accepted, or until it stays as it was rejected.
    fn run(&self, manuscript: &Manuscript, context: &mut Context<'_>) -> Result<()> {
        let mut rejected = None;
        loop {
            manuscript.edit(self.editor)?;
            let written = manuscript.read()?;
            let body = without_comments(&written);
            if body.trim().is_empty() {
                return Err(Error::failed("the text is empty; nothing was changed"));
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
                return Err(error);
            }
            let comment = visible(error.message()).replace('\n', " ");
            let again = format!("{COMMENT_MARK} {comment}; leave it unchanged to cancel\n{body}");
            manuscript.write(&again)?;
            rejected = Some(body.to_owned());
        }
    }

    /// Returns true if the file has a text that is worth keeping. One that cannot be read is, too.
    fn has_new_text(&self, manuscript: &Manuscript) -> bool {
        manuscript.read().map_or(true, |written| {
            let body = without_comments(&written).trim();
            !body.is_empty() && body != self.text
        })
    }

    /// Replaces the record with the text. Fails if the record was changed in between.
    fn put(&self, text: &str, is_rejected: &Cell<bool>, context: &mut Context<'_>) -> Result<()> {
        let (id, today) = (&self.id, context.today);
        let result = context.change(self.dry_run, |transaction| {
            let current = transaction.read(id.as_str())?;
            if current.as_ref().map(Record::pretty).as_ref() != Some(&self.text) {
                let what = if current.is_some() { "changed" } else { "removed" };
                return Err(Error::failed(format!(
                    "`{id}` was {what} by somebody else while you \
                    edited it"
                )));
            }
            let before = transaction.get(id.as_str())?;
            let parsed = parse_record(text).and_then(|(after, text)| {
                refuse_id(id, &after)?;
                let mut warnings = validate::check(transaction, before.as_ref(), &after, today)?;
                warnings.extend(validate::unlikely_dates(before.as_ref(), &after, today));
                Ok((after, text, warnings))
            });
            is_rejected.set(parsed.is_err());
            let (after, text, warnings) = parsed?;
            transaction.put_text(id, text);
            let fields = before.map(|before| diff::fields(&before, &after)).unwrap_or_default();
            Ok((fields, warnings))
        })?;
        let (fields, warnings) = &result.value;
        context.warn_all(warnings);
        let fields = if fields.is_empty() { vec!["unknown keys"] } else { fields.clone() };
        let rest = format!("{id}: {}.", words::list_and(&fields));
        Sentence::new("Changed", "change", &rest).say(&result, context);
        if !result.is_written && !self.dry_run {
            context.say("Nothing to change.");
        }
        Ok(())
    }
}

fn refuse_id(id: &Id, agreement: &Agreement) -> Result<()> {
    if agreement.id == *id {
        return Ok(());
    }
    Err(Error::failed(format!(
        "the `id` cannot be changed in the editor; use `mou edit {id} --id \
        NEW`"
    )))
}

/// Returns the text below the comments at its top.
fn without_comments(text: &str) -> &str {
    let mut rest = text;
    while rest.trim_start().starts_with(COMMENT_MARK) {
        rest = rest.trim_start().split_once('\n').map_or("", |(_, below)| below);
    }
    rest
}
