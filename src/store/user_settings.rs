//! The settings of a user for all registries: texts by key, in one JSON file.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::node::{Member, Node};
use super::path::ResolvedPath;
use super::read_error::damaged;
use super::replace::{NewMode, replace};
use super::transaction::Mode;
use crate::error::{Error, Result};

/// How often a change is repeated because another program replaced the file in between.
const MAX_REPEATS: usize = 3;

/// The file with the settings of a user, which may not exist yet.
#[derive(Debug, Clone)]
pub struct UserSettingsFile {
    /// Its path.
    pub path: PathBuf,
}

impl UserSettingsFile {
    /// Reads the settings that are texts, by key; none if there is no file. Keys that mou does not know stay in
    /// the file.
    ///
    /// Fails if the file is not a JSON object, or if a value of a key in `known` is not a text.
    pub fn read(&self, known: &[&str]) -> Result<BTreeMap<String, String>> {
        let target = ResolvedPath::find(&self.path)?;
        let Some((bytes, _)) = target.load()? else { return Ok(BTreeMap::new()) };
        texts(&self.path, &parse(&self.path, &bytes)?, known)
    }

    /// Sets a key, or removes it if there is no value. Everything else in the file stays. Returns warnings; `None` if
    /// nothing changes.
    ///
    /// Fails if the file cannot be read: it is not replaced.
    pub fn set(&self, key: &str, value: Option<&str>, mode: Mode) -> Result<Option<Vec<String>>> {
        let target = ResolvedPath::find(&self.path)?;
        for _ in 0..=MAX_REPEATS {
            let old = target.load()?;
            let bytes = old.as_ref().map_or(&b""[..], |(bytes, _)| bytes);
            let mut members = parse(&self.path, bytes)?;
            let text = value.map(Node::text);
            match (members.iter_mut().find(|member| member.name() == key), text) {
                (Some(member), Some(text)) if member.value == text => return Ok(None),
                (Some(member), Some(text)) => member.value = text,
                (None, Some(text)) => members.push(Member::new(key, text)),
                (Some(_), None) => members.retain(|member| member.name() != key),
                (None, None) => return Ok(None),
            }
            if mode == Mode::Try {
                return Ok(Some(Vec::new()));
            }
            target.check_writable()?;
            target.make_folder(false)?;
            let text = Node::Object(members).print() + "\n";
            let metadata = old.as_ref().map(|(_, metadata)| metadata);
            let write = |file: &mut std::fs::File| file.write_all(text.as_bytes());
            if let Some(warnings) = replace(&target, write, metadata, NewMode::Shared, Vec::new)? {
                return Ok(Some(warnings));
            }
        }
        let shown = self.path.display();
        Err(Error::failed(format!("`{shown}` keeps being changed by another program"))
            .with_hint("try again later"))
    }
}

/// Returns the members of the file; none if it is empty.
fn parse(path: &Path, bytes: &[u8]) -> Result<Vec<Member>> {
    let hint = "correct the file, or remove it to go back to the defaults";
    let shown = path.display();
    let text = str::from_utf8(bytes).map_err(|_| {
        Error::damaged(format!("`{shown}` is damaged: it is not UTF-8")).with_hint(hint)
    })?;
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    match Node::parse(text) {
        Ok(Node::Object(members)) => Ok(members),
        Ok(_) => Err(Error::damaged(format!("`{shown}` is damaged: it is not a JSON object"))
            .with_hint(hint)),
        Err(why) => Err(damaged(path, text, &why).with_hint(hint)),
    }
}

fn texts(path: &Path, members: &[Member], known: &[&str]) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for member in members.iter().filter(|member| known.contains(&member.name())) {
        let text = member.value.as_text().ok_or_else(|| {
            let (shown, key) = (path.display(), member.name());
            Error::damaged(format!("`{shown}` is damaged: the value of `{key}` is not a text"))
                .with_hint(format!("`mou config --user {key} VALUE` sets another one"))
        })?;
        texts.insert(member.name().to_owned(), text);
    }
    Ok(texts)
}
