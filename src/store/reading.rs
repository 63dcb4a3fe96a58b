//! A registry as it was read: its head, and its records one after another.

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::document::Node;
use super::field::{locate, parse};
use super::record::Record;
use super::records::{Records, Slice, Stop, joined};
use super::refusal::{FORMAT, VERSION, check_version};
use super::verifying::Known;
use super::whole::{RECORDS, Whole};
use crate::domain::{Head, Id};
use crate::error::{Error, Kind, Result};

/// A registry as it stood when it was read.
///
/// A file that is laid out as it would be written is read record by record and
/// never held; any other is read whole. Both give the same results.
///
/// What its head says is known to be sound from the beginning on. Of the records of a file that is read
/// whole it is known too, and of a short one (of 256 KiB) unless it is [read to be passed
/// over](super::Store::read_to_pass); of any other it is found out by each method as far as it says.
#[derive(Debug)]
pub struct Reading {
    pub(super) shown: PathBuf,
    head: Head,
    /// The members of the document; the value of `agreements` is left out.
    members: Node,
    form: Form,
    exists: bool,
    pub(super) known: Known,
}

#[derive(Debug)]
enum Form {
    Held(Whole),
    Laid(Box<Laid>),
}

/// A file that is read record by record, as long as nothing unexpected is met in it.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) records: Records,
    /// The same file read whole, with the members of its document, once something unexpected has been
    /// met in it.
    whole: OnceLock<Result<(Whole, Node)>>,
}

impl Reading {
    /// Reads `bytes` as the registry that is called `shown` in messages.
    ///
    /// Fails with what is wrong and where. A version that is not known is told first: the rest of
    /// such a file may have any shape.
    pub fn of_bytes(shown: &Path, bytes: Vec<u8>) -> Result<Self> {
        let (whole, members) = Whole::of_bytes(shown, bytes)?;
        let head = parse(&members.print()).map_err(|stumble| {
            let at = locate(&whole.text, 0, &stumble.path).unwrap_or_default();
            whole.stumbled(shown, "", &stumble, at)
        })?;
        let form = Form::Held(whole);
        Ok(Self {
            shown: shown.to_owned(),
            head,
            members,
            form,
            exists: true,
            known: Known::default(),
        })
    }

    /// Reads an open file as the registry that is called `shown` in messages, with a window of so many
    /// bytes; `metadata` is what the file was when it was opened.
    ///
    /// Returns nothing where it is not laid out as it would be written: it is to be read whole then.
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
        let laid = Laid { records, whole: OnceLock::new() };
        let form = Form::Laid(Box::new(laid));
        let known = Known::default();
        Ok(Some(Self { shown: shown.to_owned(), head, members, form, exists: true, known }))
    }

    /// Returns the registry that is not there yet, with the head that it is to have.
    pub(super) fn nothing(shown: &Path, head: Head) -> Result<Self> {
        let empty = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"{RECORDS}\":[]}}");
        let mut reading = Self::of_bytes(shown, empty.into_bytes())?;
        reading.form = Form::Held(Whole { text: String::new(), places: Vec::new() });
        reading.head = head;
        reading.exists = false;
        Ok(reading)
    }

    /// Returns what the registry says of itself.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns the members of the document; the value of `agreements` is left out.
    #[must_use]
    pub fn members(&self) -> &Node {
        match &self.form {
            Form::Laid(laid) => match laid.whole.get() {
                // More members may stand behind the records.
                Some(Ok((_, members))) => members,
                _ => &self.members,
            },
            Form::Held(_) => &self.members,
        }
    }

    /// Tells whether there is a file; a default registry that is not there yet reads as empty.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Returns the path under which the registry was asked for.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shown
    }

    /// Hands every record to `each`, which adds what it makes of them to a list, and returns these
    /// lists in the order of the ids.
    ///
    /// `each` is called from several threads, and may be called again for all records: it must do
    /// nothing but add to its list. Fails where `each` does, and where the file is damaged; the order
    /// of the ids is verified, and of each record what `each` [reads](Record::agreement) of it.
    pub fn pass<T: Send>(
        &self,
        each: impl Fn(&Record<'_>, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        self.scan_parts(each).map(joined)
    }

    /// Calls `visit` for every record as [`Self::pass`] does, with what it made so far of the records of the same
    /// part of the file. Returns what it made of the parts, in id order.
    pub(super) fn scan_parts<A: Default + Send>(
        &self,
        visit: impl Fn(&Record<'_>, &mut A) -> Result<()> + Sync,
    ) -> Result<Vec<A>> {
        let scanned = |records: &Records| {
            records.pass(&|slice: Slice<'_>, made: &mut A| {
                visit(&Record::laid(self, slice), made).map_err(Stop::Failed)
            })
        };
        self.in_either_form(scanned, |whole| {
            let mut made = A::default();
            for at in 0..whole.places.len() {
                visit(&Record::held(self, whole, at), &mut made)?;
            }
            Ok(vec![made])
        })
    }

    /// Calls `visit` for the records with these ids, if there are such records, as [`Self::pass`] does. Each id
    /// comes with the [offset](Record::offset) of its record or of one before it; both are sorted.
    ///
    /// Fails if the file was changed since it was scanned.
    pub(super) fn scan_some<T: Send>(
        &self,
        wanted: &[(u64, Id)],
        visit: impl Fn(&Record<'_>, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        if let Some(laid) = self.laid() {
            let scanned = laid.records.scan_some(wanted, &|slice, items| {
                visit(&Record::laid(self, slice), items).map_err(Stop::Failed)
            });
            return scanned.map_err(|stop| match stop {
                Stop::Failed(error) => error,
                Stop::Unreadable(cause) => Error::io("cannot read", &self.shown, &cause),
                Stop::Unlike => self.changed(),
            });
        }
        let whole = self.whole()?;
        let mut items = Vec::new();
        for at in wanted.iter().filter_map(|(_, id)| whole.find(id.as_str())) {
            visit(&Record::held(self, whole, at), &mut items)?;
        }
        Ok(items)
    }

    /// Returns the records of the file, where it is read record by record.
    pub(super) fn records(&self) -> Option<&Records> {
        self.laid().map(|laid| &laid.records)
    }

    /// Returns the file that is read record by record; nothing where it is, or came to be, read whole.
    pub(super) fn laid(&self) -> Option<&Laid> {
        match &self.form {
            Form::Laid(laid) if laid.whole.get().is_none() => Some(laid),
            _ => None,
        }
    }

    /// Does something with the records as they are laid out; where the file turns out to be laid out in
    /// another way, or a record to be damaged, with the file as a whole.
    pub(super) fn in_either_form<'r, T>(
        &'r self,
        laid_out: impl FnOnce(&'r Records) -> std::result::Result<T, Stop>,
        whole: impl FnOnce(&'r Whole) -> Result<T>,
    ) -> Result<T> {
        if let Some(laid) = self.laid() {
            match laid_out(&laid.records) {
                Ok(done) => return Ok(done),
                Err(Stop::Failed(error)) if error.kind() != Kind::Damaged => return Err(error),
                Err(stop) => self.read_whole(stop)?,
            }
        }
        whole(self.whole()?)
    }

    /// Reads the whole file, because it cannot be read record by record. Fails where it cannot be read,
    /// and where it is damaged.
    pub(super) fn read_whole(&self, stop: Stop) -> Result<()> {
        if let Stop::Unreadable(cause) = stop {
            return Err(Error::io("cannot read", &self.shown, &cause));
        }
        self.whole().map(drop)
    }

    pub(super) fn changed(&self) -> Error {
        let shown = self.shown.display();
        Error::failed(format!("`{shown}` was changed by another program while it was read"))
            .with_hint("try again when it is at rest")
    }

    /// Returns the whole text.
    pub(super) fn whole(&self) -> Result<&Whole> {
        let laid = match &self.form {
            Form::Held(whole) => return Ok(whole),
            Form::Laid(laid) => laid,
        };
        let whole = laid.whole.get_or_init(|| {
            let bytes = laid.records.bytes();
            let bytes = bytes.map_err(|cause| Error::io("cannot read", &self.shown, &cause))?;
            let (whole, members) = Whole::of_bytes(&self.shown, bytes)?;
            let head: std::result::Result<Head, _> = parse(&members.print());
            let is_same = head.is_ok_and(|head| head == self.head);
            if is_same { Ok((whole, members)) } else { Err(self.changed()) }
        });
        whole.as_ref().map(|(whole, _)| whole).map_err(Clone::clone)
    }
}
