//! How much a workbook may hold.
//!
//! What is read may come from anywhere. A workbook is a compressed archive, and a small one can be
//! made that fills any memory when it is opened: so what is in it is measured before it is read.

use std::io::Read;

use zip::ZipArchive;

use super::source::Source;
use crate::error::{Error, Result};

/// The most bytes of a workbook, when it is unpacked.
const MOST_BYTES: u64 = 512 << 20;

/// The most cells of a sheet that are read.
pub(super) const MOST_CELLS: u64 = 20_000_000;

/// Fails where the archive holds more than is read, whatever it says of itself; the cells of an ODS
/// are counted too, of which one may stand for a billion.
pub(super) fn measure(source: &Source) -> Result<()> {
    let name = &format!("`{}`", source.name());
    let broken = |why: &dyn std::fmt::Display| {
        Error::failed(format!("{name} cannot be read as a workbook: {why}"))
            .with_hint("open it in a spreadsheet and save it again, or save it as CSV")
    };
    let mut archive = ZipArchive::new(source.open(0)?).map_err(|why| broken(&why))?;
    let mut left = MOST_BYTES;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|why| broken(&why))?;
        let is_content = part.name().is_ok_and(|name| name == "content.xml");
        let mut unpacked = (&mut part).take(left + 1);
        let length = if is_content {
            let mut content = Vec::new();
            unpacked.read_to_end(&mut content).map_err(|why| broken(&why))?;
            let cells = cells_of(&content);
            if cells > MOST_CELLS {
                return Err(too_large(name, &format!("{cells} cells")));
            }
            content.len() as u64
        } else {
            std::io::copy(&mut unpacked, &mut std::io::sink()).map_err(|why| broken(&why))?
        };
        if length > left {
            return Err(too_large(name, &format!("more than {} MB", MOST_BYTES >> 20)));
        }
        left -= length;
    }
    Ok(())
}

/// Returns the complaint that a workbook holds more than is read.
pub(super) fn too_large(name: &str, what: &str) -> Error {
    Error::failed(format!("{name} is too large a workbook: it holds {what}"))
}

/// Returns how many cells the content of an ODS holds, those counted that are repeated.
fn cells_of(content: &[u8]) -> u64 {
    let mut cells = 0_u64;
    let (mut rows, mut in_row) = (1_u64, 0_u64);
    for tag in content.split(|byte| *byte == b'<') {
        let Some(end) = tag.iter().position(|byte| *byte == b'>') else { continue };
        let tag = &tag[..end];
        let repeated = |name: &[u8]| {
            let at = tag.windows(name.len()).position(|part| part == name)?;
            let digits =
                tag[at + name.len()..].split(|byte| matches!(byte, b'"' | b'\'')).nth(1)?;
            std::str::from_utf8(digits).ok()?.trim().parse::<u64>().ok()
        };
        if tag.starts_with(b"table:table-row") {
            cells = cells.saturating_add(rows.saturating_mul(in_row));
            rows = repeated(b"number-rows-repeated").unwrap_or(1);
            in_row = 0;
        } else if tag.starts_with(b"table:table-cell") {
            let has_value = !tag.ends_with(b"/") || tag.windows(12).any(|w| w == b"office:value");
            let count = repeated(b"number-columns-repeated").unwrap_or(1);
            in_row = in_row.saturating_add(if has_value { count } else { 0 });
        }
    }
    cells.saturating_add(rows.saturating_mul(in_row))
}
