//! The rows that are not taken, in a sheet of their own.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, Terminator, Writer, WriterBuilder};
use tempfile::{Builder, NamedTempFile};

use super::table::Row;
use crate::error::{Error, Result};
use crate::exchange::guard;
use crate::platform;

/// The column that says why a row is not taken.
pub const REASON: &str = "reason";

/// What the file begins with: the mark by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A CSV that takes rows which are not taken elsewhere, one at a time; it comes to stand in its place
/// whole, or not at all.
#[derive(Debug)]
pub struct Rejects {
    path: PathBuf,
    file: NamedTempFile,
    writer: Writer<File>,
    columns: usize,
}

impl Rejects {
    /// Fails if a file is at `path` that is not one of rejected rows that `mou` wrote: nobody else's is
    /// replaced.
    ///
    /// Such a file begins with a byte order mark; the last of its columns, which are two at least, is
    /// called [`REASON`], and holds in every row a place in a sheet. That says nothing of whose sheet it
    /// was: the rows of one import may replace those of another.
    pub fn check(path: &Path) -> Result<()> {
        let cannot = |cause| Error::io("cannot read", path, &cause);
        let file = match File::open(path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(()),
            Err(cause) => return Err(cannot(cause)),
        };
        if is_of_rejects(BufReader::new(file)).map_err(cannot)? {
            return Ok(());
        }
        let shown = path.display();
        Err(Error::failed(format!("`{shown}` is not a file of rejected rows that mou wrote"))
            .with_hint("name another file, or remove this one"))
    }

    /// Begins the file, beside the place where it is to stand, links followed; fails where that cannot
    /// be, and as [`Self::check`] does. A file that stands there keeps its mode.
    pub fn begin(path: &Path) -> Result<Self> {
        Self::check(path)?;
        let path = &std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let cannot = |cause| Error::io("cannot write", path, &cause);
        // As other files that are made: the mask of the user says who may read it.
        let mut builder = Builder::new();
        platform::let_umask_decide(&mut builder);
        let file = builder.tempfile_in(folder.unwrap_or(Path::new("."))).map_err(cannot)?;
        if let Ok(old) = std::fs::metadata(path) {
            file.as_file().set_permissions(old.permissions()).map_err(cannot)?;
        }
        let writer = writer(&file).map_err(cannot)?;
        Ok(Self { path: path.to_owned(), file, writer, columns: 0 })
    }

    /// Begins again, without rows, under these names of columns.
    pub fn restart(&mut self, columns: &[String]) -> Result<()> {
        let path = &self.path;
        let cannot = |cause| Error::io("cannot write", path, &cause);
        self.writer.flush().map_err(cannot)?;
        let file = self.file.as_file_mut();
        file.set_len(0).map_err(cannot)?;
        file.seek(SeekFrom::Start(0)).map_err(cannot)?;
        file.write_all(BYTE_ORDER_MARK.as_bytes()).map_err(cannot)?;
        self.writer = writer(&self.file).map_err(cannot)?;
        self.columns = columns.len();
        let head = columns.iter().map(String::as_str).chain([REASON]);
        let written = self.writer.write_record(head.map(|name| guard::with(name).into_owned()));
        written.map_err(|why| self.cannot(&why))
    }

    /// Adds a row, with the reason behind it.
    pub fn add(&mut self, row: &Row, reason: &str) -> Result<()> {
        let mut cells: Vec<String> =
            row.cells.iter().map(|cell| guard::with(&cell.text()).into_owned()).collect();
        cells.resize(cells.len().max(self.columns), String::new());
        cells.push(guard::with(reason).into_owned());
        let written = self.writer.write_record(&cells);
        written.map_err(|why| self.cannot(&why))
    }

    /// Puts the file in its place.
    pub fn finish(mut self) -> Result<()> {
        let written = self.writer.flush().and_then(|()| self.file.as_file().sync_all());
        written.map_err(|cause| Error::io("cannot write", &self.path, &cause))?;
        // Another file may have come there since.
        Self::check(&self.path)?;
        let persisted = self.file.persist(&self.path);
        persisted.map_err(|why| Error::io("cannot write", &self.path, &why.error))?;
        Ok(())
    }

    fn cannot(&self, why: &csv::Error) -> Error {
        match why.kind() {
            csv::ErrorKind::Io(cause) => Error::io("cannot write", &self.path, cause),
            _ => Error::failed(format!("cannot write `{}`: {why}", self.path.display())),
        }
    }
}

fn writer(file: &NamedTempFile) -> std::io::Result<Writer<File>> {
    let file = file.as_file().try_clone()?;
    Ok(WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(file))
}

/// Returns true if this is what [`Rejects`] writes; see [`Rejects::check`].
fn is_of_rejects(mut file: impl Read) -> std::io::Result<bool> {
    let mut mark = Vec::new();
    file.by_ref().take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut mark)?;
    if mark != BYTE_ORDER_MARK.as_bytes() {
        return Ok(false);
    }
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    let mut is_first = true;
    for record in reader.records() {
        let record = match record.map_err(csv::Error::into_kind) {
            Ok(record) => record,
            Err(csv::ErrorKind::Io(cause)) => return Err(cause),
            // It is not UTF-8.
            Err(_) => return Ok(false),
        };
        let last = record.iter().next_back().unwrap_or_default();
        let is_ours = if is_first { record.len() > 1 && last == REASON } else { is_reason(last) };
        if !is_ours {
            return Ok(false);
        }
        is_first = false;
    }
    Ok(!is_first)
}

/// Returns true if the cell begins with a place, as [`Places`](super::trouble::Places) names it.
fn is_reason(cell: &str) -> bool {
    let cell = guard::without(cell);
    let is_row = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    cell.strip_prefix("row ").is_some_and(is_row)
        || cell.split_once("`): ").is_some_and(|(place, _)| place.contains('!'))
}
