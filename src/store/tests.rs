//! What the file promises, shown.

#![cfg_attr(windows, allow(unused_imports, reason = "tests that need Unix are left out there"))]

mod changing;
mod damaged_logs;
mod documents;
mod histories;
mod laid_out;
mod locking;
mod logging;
mod patching;
mod places;
mod readings;
mod undoing;

use std::fs;
use std::io::Write;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::{Committed, History, Locking, Mode, RegistryPath, Reverted, Stamp, Store, Transaction};
use crate::domain::Agreement;
use crate::error::{Error, Result};

/// A folder of its own, with a registry in it.
struct Folder {
    folder: TempDir,
}

const TWO: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "x-origin": 1.10,
  "agreements": [
    {
      "id": "a-2020",
      "title": "A",
      "kind": "MoU",
      "x-weight": 18446744073709551616,
      "signed": "2020-10"
    },
    {
      "id": "b-2021",
      "title": "B",
      "kind": "MoU",
      "parties": [
        {
          "name": "Kyoto",
          "x-office": "\u00e9"
        }
      ]
    }
  ],
  "x-last": [
    1e400
  ]
}
"#;

impl Folder {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A folder with a registry that holds `text`.
    fn with(text: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.put("registry.json", text);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        put(&self.path(name), text.as_ref());
    }

    fn text(&self) -> String {
        self.text_of("registry.json")
    }

    fn text_of(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn store(&self) -> Store {
        self.store_of("registry.json")
    }

    fn store_of(&self, name: &str) -> Store {
        store_at(self.path(name), true)
    }

    fn change<T>(
        &self,
        make: impl FnMut(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<Committed<T>> {
        self.store().change(&stamp(), Mode::Apply, make)
    }

    /// Adds an agreement that has an id and a title alone.
    fn add(&self, id: &str) -> Result<Committed<()>> {
        self.change(|draft| {
            draft.put(agreement(id));
            Ok(())
        })
    }

    /// Gives an agreement another title.
    fn title(&self, id: &str, title: &str) -> Result<Committed<()>> {
        self.change_as(&["edit", id, "--title", title], |draft| {
            let mut agreement = draft.get(id)?.unwrap();
            agreement.title = title.into();
            draft.put(agreement);
            Ok(())
        })
    }

    fn remove(&self, id: &str) -> Result<Committed<()>> {
        self.change_as(&["remove", id], |draft| {
            assert!(draft.remove(&id.parse().unwrap()));
            Ok(())
        })
    }

    fn owner(&self, owner: &str) -> Result<Committed<()>> {
        self.change_as(&["config", "owner", owner], |draft| {
            draft.head_mut().owner = Some(owner.to_owned());
            Ok(())
        })
    }

    fn change_as<T>(
        &self,
        words: &[&str],
        make: impl FnMut(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<Committed<T>> {
        self.store().change(&stamp_of(words), Mode::Apply, make)
    }

    fn undo(&self, count: usize) -> Result<Committed<Vec<Reverted>>> {
        self.store().undo(&stamp_of(&["undo"]), Mode::Apply, count)
    }

    fn redo(&self, count: usize) -> Result<Committed<Vec<Reverted>>> {
        self.store().redo(&stamp_of(&["redo"]), Mode::Apply, count)
    }

    fn log(&self) -> History {
        self.store().log().unwrap()
    }

    fn log_text(&self) -> String {
        self.text_of("registry.log.jsonl")
    }

    /// The error of reading the registry, without the folder's own name in it.
    fn refusal(&self) -> Error {
        self.store().read_to_pass().and_then(|registry| registry.verify()).unwrap_err()
    }

    fn words(&self, error: &Error) -> String {
        let folder = format!("{}{MAIN_SEPARATOR}", self.folder.path().display());
        error.message().replace(&folder, "")
    }
}

fn put(path: &Path, bytes: &[u8]) {
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).open(path).unwrap();
    file.write_all(bytes).unwrap();
}

fn store_at(path: PathBuf, named: bool) -> Store {
    let locking = Locking { timeout: Duration::from_secs(60), off: false };
    Store::new(RegistryPath { path, named }, locking)
}

fn stamp() -> Stamp {
    Stamp {
        at: "2025-01-04T09:00:00+08:00".to_owned(),
        who: "mei".to_owned(),
        command: vec!["mou".to_owned(), "add".to_owned()],
    }
}

fn stamp_of(words: &[&str]) -> Stamp {
    let words = words.iter().map(|word| (*word).to_owned());
    Stamp { command: std::iter::once("mou".to_owned()).chain(words).collect(), ..stamp() }
}

fn agreement(id: &str) -> Agreement {
    Agreement::new(id.parse().unwrap(), id.to_uppercase())
}
