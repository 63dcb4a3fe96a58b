//! The file of rejected rows.

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use csv::ReaderBuilder;
use tempfile::{Builder, NamedTempFile};

use super::cell::SheetCell;
use super::columns::REASON_COLUMN;
use super::rows::SheetRow;
use crate::error::{Error, Result};
use crate::exchange::csv::{
    BYTE_ORDER_MARK, CsvStyle, DEFAULT_SEPARATOR, csv_row, unescape_formula,
};
use crate::platform;

/// A CSV of rejected rows, each with its reason. It replaces the file at its path as a whole, or not
/// at all.
#[derive(Debug)]
pub struct Rejects {
    /// The path as it was given, for messages.
    path: PathBuf,
    /// The path with its links followed.
    target: PathBuf,
    replaces_any: bool,
    file: BufWriter<NamedTempFile>,
    columns: usize,
}

impl Rejects {
    /// Fails if the file at `path` is not one of rejected rows that `mou` wrote: no other file is
    /// replaced.
    ///
    /// Such a file begins with a byte order mark and has two columns at least. The last one is called
    /// [`REASON_COLUMN`] and begins in every row with the name of a row or cell. The rows of one sheet
    /// may replace those of another.
    pub fn check(path: &Path) -> Result<()> {
        let cannot = |cause| Error::io("cannot read", path, &cause);
        let file = match File::open(path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(()),
            Err(cause) => return Err(cannot(cause)),
        };
        if has_rejects(BufReader::new(file)).map_err(cannot)? {
            return Ok(());
        }
        let shown = path.display();
        Err(Error::failed(format!("`{shown}` was not written by mou as a file of rejected rows"))
            .with_hint("name another file, or replace this one with `--force`"))
    }

    /// Creates a temporary file beside `path`, links followed, with the mode of the file at `path`.
    ///
    /// Fails if it cannot be created, and like [`Self::check`] unless `replaces_any` is set.
    pub fn create(path: &Path, replaces_any: bool) -> Result<Self> {
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let cannot = |cause| Error::io("cannot write", path, &cause);
        // The mask of the user decides who may read it, as for any other new file.
        let mut builder = Builder::new();
        platform::let_umask_decide(&mut builder);
        let file = builder.tempfile_in(folder.unwrap_or(Path::new("."))).map_err(cannot)?;
        if let Ok(old) = std::fs::metadata(path) {
            file.as_file().set_permissions(old.permissions()).map_err(cannot)?;
        }
        let (path, file) = (path.to_owned(), BufWriter::new(file));
        Ok(Self { path, target, replaces_any, file, columns: 0 })
    }

    /// Removes all rows and writes the header.
    pub fn restart(&mut self, columns: &[String]) -> Result<()> {
        let path = &self.path;
        let cannot = |cause| Error::io("cannot write", path, &cause);
        self.file.seek(SeekFrom::Start(0)).map_err(cannot)?;
        self.file.get_ref().as_file().set_len(0).map_err(cannot)?;
        self.file.write_all(BYTE_ORDER_MARK.as_bytes()).map_err(cannot)?;
        self.columns = columns.len();
        let mut header = columns.to_vec();
        header.push(REASON_COLUMN.to_owned());
        self.write_row(&header)
    }

    /// Adds a row with its reason.
    pub fn add(&mut self, row: &SheetRow, reason: &str) -> Result<()> {
        let mut cells: Vec<String> = row.cells.iter().map(SheetCell::text).collect();
        cells.resize(cells.len().max(self.columns), String::new());
        cells.push(reason.to_owned());
        self.write_row(&cells)
    }

    fn write_row(&mut self, cells: &[String]) -> Result<()> {
        let row = csv_row(CsvStyle::Spreadsheet(DEFAULT_SEPARATOR), cells, |cell, text| {
            text.push_str(cell);
        })?;
        let written = self.file.write_all(row.as_bytes());
        written.map_err(|cause| Error::io("cannot write", &self.path, &cause))
    }

    /// Replaces the file at the path.
    pub fn finish(self) -> Result<()> {
        let path = &self.path;
        let cannot = |cause| Error::io("cannot write", path, &cause);
        let file = self.file.into_inner().map_err(|why| cannot(why.into_error()))?;
        file.as_file().sync_all().map_err(cannot)?;
        // Another file may have been created there.
        if !self.replaces_any {
            Self::check(path)?;
        }
        platform::rename(file, &self.target, true).map_err(cannot)?;
        Ok(())
    }
}

/// Returns true if the file was written by [`Rejects`]; see [`Rejects::check`].
fn has_rejects(mut file: impl Read) -> std::io::Result<bool> {
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
        let is_own =
            if is_first { record.len() > 1 && last == REASON_COLUMN } else { is_reason(last) };
        if !is_own {
            return Ok(false);
        }
        is_first = false;
    }
    Ok(!is_first)
}

/// Returns true if the cell begins with a row or cell, as a [`Problem`](super::problems::Problem) does.
fn is_reason(cell: &str) -> bool {
    let cell = unescape_formula(cell);
    let is_row = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    let is_address = |place: &str| {
        let address = place.rsplit('!').next().unwrap_or_default();
        let row = address.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        row.len() < address.len()
            && !row.is_empty()
            && row.bytes().all(|byte| byte.is_ascii_digit())
    };
    cell.strip_prefix("row ").is_some_and(is_row)
        || cell.split_once(": ").is_some_and(|(place, _)| is_address(place))
}
