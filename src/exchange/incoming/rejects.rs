//! The rows that are not taken, in a sheet of their own.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::table::Row;
use crate::error::{Error, Result};
use crate::exchange::guard;

/// The column that says why a row is not taken.
pub const REASON: &str = "reason";

/// A CSV that takes rows which are not taken elsewhere; it comes to stand in its place whole, or not
/// at all.
#[derive(Debug)]
pub struct Rejects {
    path: PathBuf,
    file: NamedTempFile,
}

impl Rejects {
    /// Begins the file, beside the place where it is to stand; fails where that cannot be.
    pub fn begin(path: &Path) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let cannot = |cause| Error::io("cannot write", path, &cause);
        // As other files that are made: the mask of the user says who may read it.
        let mut builder = Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder.unwrap_or(Path::new("."))).map_err(cannot)?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Writes the rows, each with the reason behind it, and puts the file in its place.
    pub fn finish(mut self, columns: &[String], rows: &[(Row, String)]) -> Result<()> {
        let bytes = sheet(columns, rows);
        let path = self.path;
        let written = self.file.write_all(&bytes).and_then(|()| self.file.as_file().sync_all());
        written.map_err(|cause| Error::io("cannot write", &path, &cause))?;
        let persisted = self.file.persist(&path);
        persisted.map_err(|why| Error::io("cannot write", &path, &why.error))?;
        Ok(())
    }
}

fn sheet(columns: &[String], rows: &[(Row, String)]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let head = columns.iter().map(String::as_str).chain([REASON]);
    // Nothing fails that is written into memory.
    let _ = writer.write_record(head.map(guard::with));
    for (row, reason) in rows {
        let mut cells: Vec<String> = row.cells.iter().map(super::cell::Cell::text).collect();
        cells.resize(cells.len().max(columns.len()), String::new());
        cells.push(reason.clone());
        let _ = writer.write_record(cells.iter().map(|cell| guard::with(cell)));
    }
    writer.into_inner().unwrap_or_default()
}
