//! What is remembered of how a sheet was imported: its columns and flags.

use std::num::NonZeroU32;

use clap::FromArgMatches;

use super::args::Args;
use super::headings::{has_headings, headings_of, plain_heading, source_name};
use super::plan::{ImportPlan, PlanError};
use super::sheet_memory::{SheetFacts, has_same_rules};
use crate::error::Result;
use crate::exchange::import::columns::{ColumnMapping, REASON_COLUMN};
use crate::exchange::import::input_file::InputFile;
use crate::exchange::import::open_table;
use crate::exchange::import::rows::ImportTable;
use crate::store::{ImportMemory, ImportProfile};

/// The most profiles whose flags are tried to open a file.
const MAX_TRIED_PROFILES: usize = 20;

/// A sheet, with the flags that apply to it.
pub(super) struct OpenedSheet {
    /// The flags that were typed, and those that are remembered.
    pub(super) args: Args,
    pub(super) mapping: ColumnMapping,
    pub(super) table: ImportTable,
    /// The index of the profile that was used.
    pub(super) profile: Option<usize>,
    /// The flags that come from the profile.
    pub(super) reused: Vec<String>,
}

impl OpenedSheet {
    /// Returns what the memory of rows has to know of the sheet.
    pub(super) fn facts<'t>(
        &'t self,
        plan: &'t ImportPlan,
        profile: &ImportProfile,
        uid: Option<String>,
    ) -> SheetFacts<'t> {
        let (profile, is_partial) = (profile.clone(), self.has_reasons());
        SheetFacts { table: &self.table, columns: &plan.columns, profile, is_partial, uid }
    }

    /// Opens `file` with the flags that are remembered for a sheet with the same headings, if there is one.
    ///
    /// Fails if the file cannot be opened with the flags that were typed, and there is no such profile.
    pub(super) fn open(typed: &Args, file: &InputFile, memory: &ImportMemory) -> Result<Self> {
        let plain = Self::with_args(typed.clone(), file);
        if typed.no_profile || plain.as_ref().is_ok_and(|sheet| sheet.table.is_own_form) {
            return plain;
        }
        let source = source_name(file);
        let mut candidates: Vec<(usize, &ImportProfile)> =
            memory.profiles.iter().enumerate().collect();
        candidates.sort_by_key(|(_, profile)| {
            (profile.source != source, std::cmp::Reverse(profile.used))
        });
        for (index, profile) in candidates.into_iter().take(MAX_TRIED_PROFILES) {
            let Some((args, reused)) = with_profile(typed, profile) else { continue };
            let is_plain = args.opens_like(typed);
            // A workbook is not opened again only to see the same headings.
            if is_plain && !plain.as_ref().is_ok_and(|sheet| has_headings(&sheet.table, profile)) {
                continue;
            }
            let Ok(sheet) = Self::with_args(args, file) else { continue };
            if has_headings(&sheet.table, profile) {
                return Ok(Self { profile: Some(index), reused, ..sheet });
            }
        }
        plain
    }

    fn with_args(args: Args, file: &InputFile) -> Result<Self> {
        let mapping = args.mapping()?;
        let table = open_table(file, &args.options(&mapping))?;
        Ok(Self { args, mapping, table, profile: None, reused: Vec::new() })
    }

    /// Returns the profile that was used, if it reads the sheet as `now` does.
    pub(super) fn last<'m>(
        &self,
        memory: &'m ImportMemory,
        now: &ImportProfile,
    ) -> Option<&'m ImportProfile> {
        let last = &memory.profiles[self.profile?];
        has_same_rules(last, now).then_some(last)
    }

    /// Returns what the columns hold.
    ///
    /// Fails like [`ImportPlan::new`].
    pub(super) fn plan(&self) -> std::result::Result<ImportPlan, PlanError> {
        let args = &self.args;
        let has_head = args.head.is_some();
        ImportPlan::new(&self.table, &self.mapping, args.drop_unmapped, &args.key, has_head)
    }

    /// Returns true if the file has the rows that an import rejected, with their reasons.
    pub(super) fn has_reasons(&self) -> bool {
        self.table.columns.last().is_some_and(|last| last == REASON_COLUMN)
    }
}

/// Returns the profile of a sheet that is imported now.
pub(super) fn profile_of(
    sheet: &OpenedSheet,
    plan: &ImportPlan,
    file: &InputFile,
) -> ImportProfile {
    let headings = headings_of(&sheet.table).to_vec();
    let columns = plan.columns.iter().take(headings.len()).map(ToString::to_string).collect();
    let keys = plan.keys.iter().filter_map(|key| headings.get(*key).cloned()).collect();
    let flags = sheet.args.remembered();
    let flags = flags.into_iter().flat_map(|(flag, value)| [flag, value]).collect();
    let source = source_name(file);
    ImportProfile { source, headings, columns, keys, flags, ..ImportProfile::default() }
}

/// Returns the flags of a profile; `None` if they are not flags of this program.
pub(super) fn profile_args(profile: &ImportProfile) -> Option<Args> {
    let command = <Args as clap::Args>::augment_args(clap::Command::new("import"));
    let pairs = profile.flags.chunks_exact(2);
    let words = pairs.map(|pair| format!("{}={}", pair[0], pair[1]));
    let words = ["import", "-"].map(str::to_owned).into_iter().chain(words);
    let matches = command.try_get_matches_from(words).ok()?;
    Args::from_arg_matches(&matches).ok()
}

/// Returns the typed flags together with those of a profile that were not typed, and the latter.
fn with_profile(typed: &Args, profile: &ImportProfile) -> Option<(Args, Vec<String>)> {
    let old = profile_args(profile)?;
    let typed_flags = typed.remembered();
    let mut args = typed.clone();
    let mut reused = Vec::new();
    for (flag, value) in old.remembered() {
        let is_typed = if flag == MAP_FLAG {
            // Each mapping is for a column of its own.
            let heading =
                |value: &str| value.rsplit_once('=').map(|(heading, _)| plain_heading(heading));
            typed_flags
                .iter()
                .any(|(other, typed)| *other == flag && heading(typed) == heading(&value))
        } else {
            typed_flags.iter().any(|(other, _)| *other == flag)
        };
        if !is_typed {
            reused.extend([flag, value]);
        }
    }
    let has = |flag: &str| reused.iter().step_by(2).any(|other| other == flag);
    if has(MAP_FLAG) {
        let pairs = reused.chunks_exact(2).filter(|pair| pair[0] == MAP_FLAG);
        args.map.extend(pairs.map(|pair| pair[1].clone()));
    }
    if has("--key") {
        args.key = old.key;
    }
    args.date_order = args.date_order.or(old.date_order);
    args.min_year = args.min_year.or(old.min_year);
    args.encoding = args.encoding.or(old.encoding);
    args.sheet = args.sheet.or(old.sheet);
    args.head = args.head.or(old.head);
    args.records = args.records.or(old.records);
    args.fields.add_missing(&old.fields);
    Some((args, reused))
}

/// The flag of a mapping.
const MAP_FLAG: &str = "--map";

impl Args {
    /// Returns the flags that are used for the next import too, each with its value.
    fn remembered(&self) -> Vec<(String, String)> {
        let mut flags = self.fields.typed_values();
        let mut add = |flag: &str, values: &[String]| {
            flags.extend(values.iter().map(|value| (flag.to_owned(), value.clone())));
        };
        add(MAP_FLAG, &self.mapping().map(|mapping| mapping.lines()).unwrap_or_default());
        add("--key", &self.key);
        let text = |value: Option<String>| value.into_iter().collect::<Vec<String>>();
        add("--date-order", &text(self.date_order.map(|order| order.to_string())));
        add("--min-year", &text(self.min_year.map(|year| year.to_string())));
        add("--sheet", &text(self.sheet.clone()));
        add("--head", &text(self.head.map(|row: NonZeroU32| row.to_string())));
        add("--encoding", &text(self.encoding.clone()));
        add("--records", &text(self.records.clone()));
        flags
    }

    /// Returns true if these flags open a file as the others do.
    fn opens_like(&self, other: &Self) -> bool {
        self.encoding == other.encoding
            && self.sheet == other.sheet
            && self.head == other.head
            && self.records == other.records
    }
}
