//! A registry as it was opened: its header, and its records one after another.

use std::fs::{File, Metadata};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::node::Node;
use super::plain::{PlainFile, RECORDS_MEMBER};
use super::read_error::{FORMAT_NAME, FORMAT_VERSION, check_version};
use super::read_error::{locate, parse};
use super::record::Record;
use super::records::{Records, Slice, Slot, Stop, joined};
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
    form: Form,
    exists: bool,
    known: Known,
}

#[derive(Debug)]
enum Form {
    Plain(PlainFile),
    Canonical(Box<CanonicalFile>),
}

/// A file that is read record by record, as long as it is found to be canonical.
#[derive(Debug)]
pub(super) struct CanonicalFile {
    records: Records,
    /// The same file read whole, with the members of its document, once it is found not to be canonical.
    whole: OnceLock<Result<(PlainFile, Node)>>,
}

/// What is known about the records of a registry.
#[derive(Debug, Default)]
struct Known {
    /// Whether every record is valid and in its place.
    is_valid: AtomicBool,
    /// Whether each is canonical, too, unless the file is read whole.
    is_canonical: AtomicBool,
    /// Whether a change follows.
    expects_change: bool,
}

impl RegistryFile {
    /// Reads `bytes` as a registry; messages name the path `shown`.
    ///
    /// Fails if it is damaged; the message says what is wrong and where. An unknown version is reported first,
    /// because the rest of such a file may have any form.
    pub fn of_bytes(shown: &Path, bytes: Vec<u8>) -> Result<Self> {
        let (whole, members) = PlainFile::of_bytes(shown, bytes)?;
        let head = parse(&members.print()).map_err(|error| {
            let at = locate(&whole.text, 0, &error.path).unwrap_or_default();
            whole.field_error(shown, "", &error, at)
        })?;
        let form = Form::Plain(whole);
        Ok(Self {
            shown: shown.to_owned(),
            head,
            members,
            form,
            exists: true,
            known: Known::default(),
        })
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
        let opened = Records::open(file, metadata, window);
        let opened = opened.map_err(|cause| Error::io("cannot read", shown, &cause))?;
        let Some((records, rest)) = opened else { return Ok(None) };
        if check_version(shown, &rest).is_err() {
            return Ok(None);
        }
        let Ok(members) = Node::parse(&rest) else { return Ok(None) };
        let printed = members.print();
        let Ok(head) = parse(&printed) else { return Ok(None) };
        if printed + "\n" != rest {
            return Ok(None);
        }
        let canonical = CanonicalFile { records, whole: OnceLock::new() };
        let form = Form::Canonical(Box::new(canonical));
        let known = Known::default();
        Ok(Some(Self { shown: shown.to_owned(), head, members, form, exists: true, known }))
    }

    /// Returns an empty registry without a file, with the header that it will have.
    pub(super) fn nothing(shown: &Path, head: Header) -> Result<Self> {
        let empty = format!(
            "{{\"format\":\"{FORMAT_NAME}\",\"version\":{FORMAT_VERSION},\"{RECORDS_MEMBER}\":[]}}"
        );
        let mut registry = Self::of_bytes(shown, empty.into_bytes())?;
        registry.form = Form::Plain(PlainFile { text: String::new(), places: Vec::new() });
        registry.head = head;
        registry.exists = false;
        Ok(registry)
    }

    /// Returns the header of the registry.
    #[must_use]
    pub fn head(&self) -> &Header {
        &self.head
    }

    /// Returns the members of the document, with an empty list of agreements.
    #[must_use]
    pub fn members(&self) -> &Node {
        match &self.form {
            Form::Canonical(canonical) => match canonical.whole.get() {
                // There may be more members after the records.
                Some(Ok((_, members))) => members,
                _ => &self.members,
            },
            Form::Plain(_) => &self.members,
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
            records.scan(&|slice: Slice<'_>, made: &mut A| {
                visit(&Record::of_slice(&self.shown, slice), made).map_err(Stop::Failed)
            })
        };
        self.in_either_form(scanned, |whole| {
            let mut made = A::default();
            for at in 0..whole.places.len() {
                visit(&Record::of_plain(&self.shown, whole, at), &mut made)?;
            }
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
        if let Some(canonical) = self.canonical() {
            let scanned = canonical.records.scan_some(wanted, &|slice, items| {
                visit(&Record::of_slice(&self.shown, slice), items).map_err(Stop::Failed)
            });
            return scanned.map_err(|stop| match stop {
                Stop::Failed(error) => error,
                Stop::Unreadable(cause) => Error::io("cannot read", &self.shown, &cause),
                Stop::NotCanonical => self.changed(),
            });
        }
        let whole = self.whole()?;
        let mut items = Vec::new();
        for at in wanted.iter().filter_map(|(_, id)| whole.find(id.as_str())) {
            visit(&Record::of_plain(&self.shown, whole, at), &mut items)?;
        }
        Ok(items)
    }

    /// Returns the records of the file, if it is read record by record.
    pub(super) fn records(&self) -> Option<&Records> {
        self.canonical().map(|canonical| &canonical.records)
    }

    /// Returns the file that is read record by record; `None` if it is read whole by now.
    pub(super) fn canonical(&self) -> Option<&CanonicalFile> {
        match &self.form {
            Form::Canonical(canonical) if canonical.whole.get().is_none() => Some(canonical),
            _ => None,
        }
    }

    /// Calls `by_record` with the records of a canonical file. If the file is found not to be canonical, or a record
    /// is damaged, calls `whole` with the file read whole.
    pub(super) fn in_either_form<'r, T>(
        &'r self,
        by_record: impl FnOnce(&'r Records) -> std::result::Result<T, Stop>,
        whole: impl FnOnce(&'r PlainFile) -> Result<T>,
    ) -> Result<T> {
        if let Some(canonical) = self.canonical() {
            match by_record(&canonical.records) {
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
        let canonical = match &self.form {
            Form::Plain(whole) => return Ok(whole),
            Form::Canonical(canonical) => canonical,
        };
        let whole = canonical.whole.get_or_init(|| {
            let bytes = canonical.records.bytes();
            let bytes = bytes.map_err(|cause| Error::io("cannot read", &self.shown, &cause))?;
            let (whole, members) = PlainFile::of_bytes(&self.shown, bytes)?;
            let head: std::result::Result<Header, _> = parse(&members.print());
            let is_same = head.is_ok_and(|head| head == self.head);
            if is_same { Ok((whole, members)) } else { Err(self.changed()) }
        });
        whole.as_ref().map(|(whole, _)| whole).map_err(Clone::clone)
    }

    /// Calls `visit` for every record once, on this thread, in id order. Fails if `visit` does, and if the file was
    /// changed since it was verified.
    pub(super) fn in_order(&self, mut visit: impl FnMut(&Record<'_>) -> Result<()>) -> Result<()> {
        if let Some(records) = self.records() {
            let walked = records.walk(records.body(), |slice| {
                visit(&Record::of_slice(&self.shown, slice)).map_err(Stop::Failed)?;
                Ok(ControlFlow::Continue(()))
            });
            return walked.map(drop).map_err(|stop| match stop {
                Stop::Failed(error) => error,
                Stop::NotCanonical | Stop::Unreadable(_) => self.changed(),
            });
        }
        let whole = self.whole()?;
        (0..whole.places.len()).try_for_each(|at| visit(&Record::of_plain(&self.shown, whole, at)))
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
        self.in_either_form(|_| Ok(false), |whole| Ok(whole.places.is_empty()))
    }

    /// Returns the ids with this prefix, sorted. Fails like [`Self::find`].
    pub fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        let texts = self.in_either_form(
            |records| records.ids_with_prefix(prefix),
            |whole| {
                let first = whole.places.partition_point(|place| place.id.as_ref() < prefix);
                let rest = whole.places.iter().skip(first).map(|place| place.id.to_string());
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
            for at in 0..whole.places.len() {
                let record = Record::of_plain(&self.shown, whole, at);
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
        if let Some(canonical) = self.canonical() {
            match self.found(id, canonical.records.seek(id)) {
                Ok(Some(record)) => return Ok(Some(record)),
                Ok(None) => {
                    self.verify_once()?;
                    if self.canonical().is_some() {
                        return Ok(None);
                    }
                }
                Err(stop) => self.read_whole(stop)?,
            }
        }
        let whole = self.whole()?;
        Ok(whole.find(id).map(|at| Record::of_plain(&self.shown, whole, at)))
    }

    fn found(
        &self,
        id: &str,
        slot: std::result::Result<Slot, Stop>,
    ) -> std::result::Result<Option<Record<'_>>, Stop> {
        let Slot { start, text } = slot?;
        let Some(text) = text else { return Ok(None) };
        let record = Record::with_text(&self.shown, id, start, text);
        record.agreement().map_err(Stop::Failed)?;
        Ok(Some(record))
    }

    /// Returns the place of the record with this id in the file, or the place for it. Fails if the file is
    /// read whole by now.
    pub(super) fn slot(&self, id: &str) -> Result<Slot> {
        let records = self.records().ok_or_else(|| self.changed())?;
        records.seek(id).map_err(|_| self.changed())
    }

    /// Verifies every record. Fails at the first that is damaged.
    pub fn verify(&self) -> Result<()> {
        self.scan(|record, _: &mut Vec<()>| record.agreement().map(drop))?;
        self.set_verified();
        Ok(())
    }

    /// Notes that every record was read in full.
    pub(super) fn set_verified(&self) {
        self.known.is_valid.store(true, Ordering::Relaxed);
    }

    /// Verifies every record as [`Self::verify_once`] does, if the file is short.
    pub(super) fn verify_if_short(&self) -> Result<()> {
        if self.records().is_some_and(Records::is_short) { self.verify_once() } else { Ok(()) }
    }

    /// Verifies every record, unless that was done. If a change follows, it [gets ready](Self::get_ready) for it.
    pub(super) fn verify_once(&self) -> Result<()> {
        if self.known.expects_change {
            return self.get_ready();
        }
        if self.canonical().is_none() || self.known.is_valid.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.verify()
    }

    /// Notes that a change follows, so that nothing is read twice to verify it.
    pub(super) fn expect_change(&mut self) {
        self.known.expects_change = true;
    }

    /// Verifies every record before a change, unless that was done. A file with a record that is not canonical is
    /// read whole from then on, and will be rewritten.
    pub(super) fn get_ready(&self) -> Result<()> {
        if self.known.is_canonical.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.get_ready_with(|_, _, _: &mut Vec<()>| Ok(())).map(drop)
    }

    /// Verifies every record as [`Self::get_ready`] does, and calls `visit` with its agreement as [`Self::scan`]
    /// does.
    pub(super) fn get_ready_with<T: Send>(
        &self,
        visit: impl Fn(&Record<'_>, Agreement, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        let passed = |records: &Records| {
            let visit = |slice: Slice<'_>, items: &mut Vec<T>| {
                let record = Record::of_slice(&self.shown, slice);
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
        let lists = self.in_either_form(passed, |whole| {
            let mut items = Vec::new();
            for at in 0..whole.places.len() {
                let record = Record::of_plain(&self.shown, whole, at);
                visit(&record, record.agreement()?, &mut items)?;
            }
            Ok(vec![items])
        })?;
        self.known.is_valid.store(true, Ordering::Relaxed);
        self.known.is_canonical.store(true, Ordering::Relaxed);
        Ok(joined(lists))
    }
}
