//! What the columns of a sheet hold, as their headings say in ten languages.

mod import_column;
mod mapping;
mod recognise;
mod words;

pub use self::import_column::{ImportColumn, STATUS_FIELD};
pub use self::mapping::{
    ColumnMapping, REASON_COLUMN, index_of, likely_columns, likely_header_row, missing_column,
    object_columns, quoted_columns, repeated_columns,
};
pub use self::recognise::{COLUMN_HELP, likely_column, normalized, recognise};
pub use self::words::{unit_in_heading, unit_of};

#[cfg(test)]
mod tests;
