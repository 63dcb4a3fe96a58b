//! A registry as it was opened: its header, and its records one after another.

use std::fs::{File, Metadata};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::node::Node;
use super::plain::{PlainFile, RECORDS_MEMBER};
use super::read_error::{FORMAT_NAME, FORMAT_VERSION, check_version, parse};
use super::record::Record;
use super::records::{Records, Stop, joined};
use crate::domain::{Agreement, Header, Id};
use crate::error::{Error, Result};

/// An opened registry.
///
/// A canonical file is read record by record, and memory does not grow with it. Any other file is read whole. Both
/// give the same results.
///
/// The header is verified. The records are verified if the file was read whole, or if it is short (up to 256 KiB) and
/// was not [opened to be scanned](super::Store::read_to_pass). Otherwise each method verifies what it says.
#[derive(Debug)]
pub struct RegistryFile {
    shown: PathBuf,
    head: Header,
    /// The members of the document, with an empty list of agreements.
    members: Node,
    /// The records, if the file was canonical when it was opened.
    records: Option<Records>,
    /// The file read whole, if it is not canonical, or was found not to be.
    whole: OnceLock<Result<PlainFile>>,
    exists: bool,
    /// Whether every record is known to be valid and in its place.
    is_valid: AtomicBool,
    /// Whether each is known to be canonical, too, unless the file is read whole.
    is_canonical: AtomicBool,
}

impl RegistryFile {
    /// Reads `bytes` as a registry; messages name the path `shown`.
    ///
    /// Fails if it is damaged; the message says what is wrong and where. An unknown version is reported first,
    /// because the rest of such a file may have any form.
    pub fn of_bytes(shown: &Path, bytes: Vec<u8>) -> Result<Self> {
        let whole = PlainFile::of_bytes(shown, bytes)?;
        let (head, members) = (whole.header()?, whole.members.clone());
        Ok(Self { whole: OnceLock::from(Ok(whole)), ..Self::new(shown, head, members, None) })
    }

    /// Reads an open file as a registry, through a window of `window` bytes; messages name the path `shown`.
    /// `metadata` is that of the file when it was opened.
    ///
    /// Returns `None` if the file is not canonical. It must be read whole then.
    pub(super) fn of_file(
        shown: &Path,
        file: File,
        metadata: Metadata,
        window: usize,
    ) -> Result<Option<Self>> {
        let opened = Records::open(shown, file, metadata, window);
        let opened = opened.map_err(|cause| Error::io("cannot read", shown, &cause))?;
        let Some((records, rest)) = opened else { return Ok(None) };
        if check_version(shown, &rest).is_err() {
            return Ok(None);
        }
        let Ok(members) = Node::parse(&rest) else { return Ok(None) };
        let printed = members.print();
        let Ok(head) = parse(&printed) else { return Ok(None) };
        let is_canonical = printed + "\n" == rest;
        Ok(is_canonical.then(|| Self::new(shown, head, members, Some(records))))
    }

    /// Returns an empty registry without a file, with the header that it will have.
    pub(super) fn nothing(shown: &Path, head: Header) -> Result<Self> {
        let empty = format!(
            "{{\"format\":\"{FORMAT_NAME}\",\"version\":{FORMAT_VERSION},\"{RECORDS_MEMBER}\":[]}}"
        );
        let registry = Self::of_bytes(shown, empty.into_bytes())?;
        Ok(Self { head, exists: false, ..registry })
    }

    fn new(shown: &Path, head: Header, members: Node, records: Option<Records>) -> Self {
        Self {
            shown: shown.to_owned(),
            head,
            members,
            records,
            whole: OnceLock::new(),
            exists: true,
            is_valid: AtomicBool::default(),
            is_canonical: AtomicBool::default(),
        }
    }

    /// Returns the header of the registry.
    #[must_use]
    pub fn head(&self) -> &Header {
        &self.head
    }

    /// Returns the members of the document, with an empty list of agreements.
    #[must_use]
    pub fn members(&self) -> &Node {
        match self.whole.get() {
            // There may be more members after the records.
            Some(Ok(whole)) => &whole.members,
            _ => &self.members,
        }
    }

    /// Returns true if there is a file. A default registry without a file is empty.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Returns the path of the registry, as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shown
    }

    /// Calls `visit` for every record, on several threads, and returns the collected items in id order.
    ///
    /// `visit` may be called again for all records: it must only add to its list. Fails if `visit` does, and if the
    /// file is damaged: the order of the ids is verified, and of each record what `visit`
    /// [reads](Record::agreement).
    pub fn scan<T: Send>(
        &self,
        visit: impl Fn(&Record<'_>, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        self.scan_parts(visit).map(joined)
    }

    /// Calls `visit` for every record as [`Self::scan`] does, with what it made so far of the records of the same
    /// part of the file. Returns what it made of the parts, in id order.
    pub(super) fn scan_parts<A: Default + Send>(
        &self,
        visit: impl Fn(&Record<'_>, &mut A) -> Result<()> + Sync,
    ) -> Result<Vec<A>> {
        let scanned = |records: &Records| {
            records.scan(&|record: Record<'_>, made: &mut A| {
                visit(&record, made).map_err(Stop::Failed)
            })
        };
        self.in_either_form(scanned, |whole| {
            let mut made = A::default();
            whole.records().try_for_each(|record| visit(&record, &mut made))?;
            Ok(vec![made])
        })
    }

    /// Calls `visit` for the records with these ids, if there are such records, as [`Self::scan`] does. Each id
    /// comes with the [offset](Record::offset) of its record or of one before it; both are sorted.
    ///
    /// Fails if the file was changed since it was scanned.
    pub(super) fn scan_some<T: Send>(
        &self,
        wanted: &[(u64, Id)],
        visit: impl Fn(&Record<'_>, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        if let Some(records) = self.records() {
            let scanned = records
                .scan_some(wanted, &|record, items| visit(&record, items).map_err(Stop::Failed));
            return scanned.map_err(|stop| match stop {
                Stop::Failed(error) => error,
                Stop::Unreadable(cause) => Error::io("cannot read", &self.shown, &cause),
                Stop::NotCanonical => self.changed(),
            });
        }
        let whole = self.whole()?;
        let mut items = Vec::new();
        for at in wanted.iter().filter_map(|(_, id)| whole.find(id.as_str())) {
            visit(&whole.record(at), &mut items)?;
        }
        Ok(items)
    }

    /// Returns the records of the file, if it is read record by record. Returns `None` once it was read whole.
    pub(super) fn records(&self) -> Option<&Records> {
        self.records.as_ref().filter(|_| self.whole.get().is_none())
    }

    /// Calls `by_record` with the records of a canonical file. If the file is found not to be canonical, or a record
    /// is damaged, calls `whole` with the file read whole.
    pub(super) fn in_either_form<'r, T>(
        &'r self,
        by_record: impl FnOnce(&'r Records) -> std::result::Result<T, Stop>,
        whole: impl FnOnce(&'r PlainFile) -> Result<T>,
    ) -> Result<T> {
        if let Some(records) = self.records() {
            match by_record(records) {
                Ok(done) => return Ok(done),
                Err(Stop::Failed(error)) if !error.is_unreadable_registry() => return Err(error),
                Err(stop) => self.read_whole(stop)?,
            }
        }
        whole(self.whole()?)
    }

    /// Reads the whole file, because it is not canonical. Fails if it cannot be read or is damaged.
    pub(super) fn read_whole(&self, stop: Stop) -> Result<()> {
        if let Stop::Unreadable(cause) = stop {
            return Err(Error::io("cannot read", &self.shown, &cause));
        }
        self.whole().map(drop)
    }

    pub(super) fn changed(&self) -> Error {
        let shown = self.shown.display();
        Error::failed(format!("`{shown}` was changed by another program while mou read it"))
            .with_hint("try again later")
    }

    /// Returns the file read whole.
    pub(super) fn whole(&self) -> Result<&PlainFile> {
        let whole = self.whole.get_or_init(|| {
            // A file that is not canonical was read whole when it was opened.
            let Some(records) = &self.records else { return Err(self.changed()) };
            let bytes =
                records.bytes().map_err(|cause| Error::io("cannot read", &self.shown, &cause))?;
            let whole = PlainFile::of_bytes(&self.shown, bytes)?;
            let is_same = whole.header().is_ok_and(|head| head == self.head);
            if is_same { Ok(whole) } else { Err(self.changed()) }
        });
        whole.as_ref().map_err(Clone::clone)
    }

    /// Calls `visit` for every record once, on this thread, in id order. Fails if `visit` does, and if the file was
    /// changed since it was verified.
    pub(super) fn in_order(&self, mut visit: impl FnMut(&Record<'_>) -> Result<()>) -> Result<()> {
        if let Some(records) = self.records() {
            let walked = records.walk(records.body(), |record| {
                visit(&record).map_err(Stop::Failed)?;
                Ok(ControlFlow::Continue(()))
            });
            return walked.map(drop).map_err(|stop| match stop {
                Stop::Failed(error) => error,
                Stop::NotCanonical | Stop::Unreadable(_) => self.changed(),
            });
        }
        self.whole()?.records().try_for_each(|record| visit(&record))
    }

    /// Returns the ids of all records, in their order.
    pub fn ids(&self) -> Result<Vec<Id>> {
        self.scan(|record, ids| {
            ids.extend(record.id().parse::<Id>().ok());
            Ok(())
        })
    }

    /// Returns true if there are no records.
    pub fn is_empty(&self) -> Result<bool> {
        self.in_either_form(|_| Ok(false), |whole| Ok(whole.spans.is_empty()))
    }

    /// Returns the ids with this prefix, sorted. Fails like [`Self::find`].
    pub fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        let texts = self.in_either_form(
            |records| records.ids_with_prefix(prefix),
            |whole| {
                let first = whole.spans.partition_point(|span| span.id.as_ref() < prefix);
                let rest = whole.spans.iter().skip(first).map(|span| span.id.to_string());
                Ok(rest.take_while(|id| id.starts_with(prefix)).collect())
            },
        )?;
        if texts.is_empty() {
            self.verify_once()?;
        }
        Ok(texts.iter().filter_map(|id| id.parse().ok()).collect())
    }

    /// Returns all links, in any order: the id of an agreement, and one that it succeeds.
    ///
    /// Only the records that succeed others are verified.
    pub fn links(&self) -> Result<Vec<(Id, Id)>> {
        self.in_either_form(Records::links, |whole| {
            let mut links = Vec::new();
            for record in whole.records() {
                let Agreement { id, succeeds, .. } = record.agreement()?;
                links.extend(succeeds.into_iter().map(|prior| (id.clone(), prior)));
            }
            Ok(links)
        })
    }

    /// Returns the record with this id; `None` if there is none.
    ///
    /// The record is verified. If there is none, all records are verified once.
    pub fn find(&self, id: &str) -> Result<Option<Record<'_>>> {
        if let Some(records) = self.records() {
            let found = records.seek(id).and_then(|(_, record)| {
                record.as_ref().map(Record::agreement).transpose().map_err(Stop::Failed)?;
                Ok(record)
            });
            match found {
                Ok(Some(record)) => return Ok(Some(record)),
                Ok(None) => {
                    self.verify_once()?;
                    if self.records().is_some() {
                        return Ok(None);
                    }
                }
                Err(stop) => self.read_whole(stop)?,
            }
        }
        let whole = self.whole()?;
        Ok(whole.find(id).map(|index| whole.record(index)))
    }

    /// Verifies every record. Fails at the first that is damaged. A file with a record that is not canonical is read
    /// whole from then on, and a change rewrites it.
    pub fn verify(&self) -> Result<()> {
        self.verify_with(|_, _, _: &mut Vec<()>| Ok(())).map(drop)
    }

    /// Verifies every record as [`Self::verify`] does, and calls `visit` with its agreement as [`Self::scan`] does.
    pub(super) fn verify_with<T: Send>(
        &self,
        visit: impl Fn(&Record<'_>, Agreement, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        let scanned = |records: &Records| {
            let visit = |record: Record<'_>, items: &mut Vec<T>| {
                let (agreement, is_canonical) =
                    record.agreement_and_form().map_err(Stop::Failed)?;
                if is_canonical {
                    visit(&record, agreement, items).map_err(Stop::Failed)
                } else {
                    Err(Stop::NotCanonical)
                }
            };
            records.scan(&visit)
        };
        let lists = self.in_either_form(scanned, |whole| {
            let mut items = Vec::new();
            for record in whole.records() {
                visit(&record, record.agreement()?, &mut items)?;
            }
            Ok(vec![items])
        })?;
        self.set_verified();
        self.is_canonical.store(true, Ordering::Relaxed);
        Ok(joined(lists))
    }

    /// Notes that every record was read in full.
    pub(super) fn set_verified(&self) {
        self.is_valid.store(true, Ordering::Relaxed);
    }

    /// Verifies every record, unless that was done, if the file is short.
    pub(super) fn verify_if_short(&self) -> Result<()> {
        if self.records().is_some_and(Records::is_short) { self.verify_once() } else { Ok(()) }
    }

    fn verify_once(&self) -> Result<()> {
        if self.is_valid.load(Ordering::Relaxed) { Ok(()) } else { self.verify() }
    }

    /// Verifies every record before a change, unless [`Self::verify`] was called.
    pub(super) fn verify_for_change(&self) -> Result<()> {
        if self.is_canonical.load(Ordering::Relaxed) { Ok(()) } else { self.verify() }
    }
}
