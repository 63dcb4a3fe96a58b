//! The papers that are kept beside a registry.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};

use sha2::{Digest, Sha256};

use super::Store;
use super::path::Target;
use crate::error::{Error, Result};
use crate::platform::{self, Links};

/// How many bytes of a document are read at once.
const PIECE: usize = 64 * 1024;

impl Store {
    /// Returns the SHA-256 of the document at `path`, relative to the folder of the registry, in
    /// hexadecimal.
    ///
    /// Links are followed, but not out of that folder. Fails where there is no such regular file.
    pub fn hash_document(&self, path: &str) -> Result<String> {
        let target = Target::find(&self.place().path)?;
        let folder = target.folder_to_open();
        let here = folder.join(path);
        let failed = |cause: io::Error| Error::io("cannot read the document", &here, &cause);
        let found = match (fs::canonicalize(&here), fs::canonicalize(folder)) {
            (Ok(found), Ok(folder)) if found.starts_with(&folder) => found,
            (Ok(_), Ok(_)) => {
                return Err(Error::failed(format!(
                    "the document `{path}` is a link that leads out of the folder of the registry"
                )));
            }
            (Err(cause), _) | (_, Err(cause)) if cause.kind() == ErrorKind::NotFound => {
                let folder = if folder.as_os_str() == "." {
                    "the current folder".to_owned()
                } else {
                    format!("`{}`", folder.display())
                };
                return Err(Error::failed(format!("there is no document `{path}` in {folder}"))
                    .with_hint(
                        "the path of a document is relative to the folder of the registry",
                    ));
            }
            (Err(cause), _) | (_, Err(cause)) => return Err(failed(cause)),
        };
        // A device may do something when it is opened, so that it is looked at before.
        if !fs::metadata(&found).map_err(failed)?.is_file() {
            return Err(Error::failed(format!("the document `{path}` is not a regular file")));
        }
        // A pipe may take its place in between.
        let opened = platform::open_options(Links::Follow).read(true).open(&found);
        hash_of(opened.map_err(failed)?).map_err(failed)
    }
}

fn hash_of(mut file: File) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        let length = file.read(&mut piece)?;
        let Some(read) = piece.get(..length).filter(|read| !read.is_empty()) else {
            break;
        };
        hash.update(read);
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
