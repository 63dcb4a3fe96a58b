//! The text that a change leaves, and how it is written.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread;

use super::flush::{PORTION, write_flushing};
use super::spool::{Place, Spool};

/// The text that a change leaves: new pieces, and pieces of the old file.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The old file, where there are pieces of it.
    pub(super) old: Option<File>,
    pub(super) pieces: Vec<Piece>,
    /// What a proof has to read: the text without the pieces of the old file.
    pub(super) proof: Option<String>,
}

#[derive(Debug)]
pub(super) enum Piece {
    New(String),
    Old(Range<u64>),
    /// A record that waits.
    Waiting(Place),
    /// A record that waits, and before it what stands between two.
    Next(Place),
}

/// What is written at a time.
enum Part<'t> {
    /// Pieces that are put together.
    Block(Vec<u8>),
    /// A long piece.
    Long(&'t str),
    /// A piece of the old file.
    Old(&'t Range<u64>),
}

/// What stands between two records.
pub(super) const BETWEEN: &str = ",\n    ";

/// How much is written at a time.
const BLOCK: usize = 64 * 1024;

/// How many parts may wait to be written.
const AHEAD: usize = 4;

impl Text {
    /// Writes the text to a file. The pieces of the old one are copied, byte for byte, by the system.
    ///
    /// Texts that wait in a file are read from it one by one, each from another place: that is done in
    /// another thread while those before are written, or in between where none can be had.
    pub(super) fn write_to(&self, spool: &Spool, out: &mut File) -> io::Result<()> {
        if self.length() < 2 * PORTION {
            return self.write_all(spool, out);
        }
        write_flushing(out, |out| self.write_all(spool, out))
    }

    /// Returns how many bytes it has.
    fn length(&self) -> u64 {
        let length = |piece: &Piece| match piece {
            Piece::New(text) => text.len() as u64,
            Piece::Old(range) => range.end - range.start,
            Piece::Waiting(place) => place.length(),
            Piece::Next(place) => BETWEEN.len() as u64 + place.length(),
        };
        self.pieces.iter().map(length).sum()
    }

    fn write_all(&self, spool: &Spool, out: &mut File) -> io::Result<()> {
        if spool.is_in_memory() {
            return self.parts(spool, |part| self.write(part, out));
        }
        thread::scope(|scope| {
            let (sender, parts) = sync_channel(AHEAD);
            let read = move || {
                // Where nobody takes it, what went wrong is told there.
                self.parts(spool, |part| {
                    sender.send(part).map_err(|_| io::ErrorKind::BrokenPipe.into())
                })
            };
            let Ok(reader) = thread::Builder::new().spawn_scoped(scope, read) else {
                return self.parts(spool, |part| self.write(part, out));
            };
            parts.into_iter().try_for_each(|part| self.write(part, out))?;
            reader.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }

    /// Hands over the parts of the text, one after another.
    fn parts<'t>(
        &'t self,
        spool: &Spool,
        mut hand: impl FnMut(Part<'t>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut block = Vec::new();
        for piece in &self.pieces {
            let long = match piece {
                Piece::New(text) if text.len() < BLOCK => {
                    block.extend_from_slice(text.as_bytes());
                    None
                }
                Piece::New(text) => Some(Part::Long(text)),
                Piece::Waiting(place) => {
                    spool.read(*place, &mut block)?;
                    None
                }
                Piece::Next(place) => {
                    block.extend_from_slice(BETWEEN.as_bytes());
                    spool.read(*place, &mut block)?;
                    None
                }
                Piece::Old(range) => Some(Part::Old(range)),
            };
            if long.is_some() || block.len() >= BLOCK {
                let room = Vec::with_capacity(block.len());
                hand(Part::Block(std::mem::replace(&mut block, room)))?;
            }
            long.map_or(Ok(()), &mut hand)?;
        }
        hand(Part::Block(block))
    }

    fn write(&self, part: Part<'_>, out: &mut File) -> io::Result<()> {
        match (part, &self.old) {
            (Part::Block(block), _) => out.write_all(&block),
            (Part::Long(text), _) => out.write_all(text.as_bytes()),
            (Part::Old(range), Some(old)) => {
                let mut old = old;
                old.seek(SeekFrom::Start(range.start))?;
                let length = range.end - range.start;
                if io::copy(&mut old.take(length), out)? != length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(())
            }
            (Part::Old(_), None) => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Tells whether records that wait are left out of what is to be proved.
    pub(super) fn is_spliced(&self) -> bool {
        self.proof.is_some()
    }

    /// Returns what is to be proved: a registry of the new records alone where the others are copied,
    /// without those that wait and are proved already; else all of the text.
    pub(super) fn to_prove(&self) -> &str {
        let only = || match self.pieces.as_slice() {
            [Piece::New(text)] => text,
            _ => "",
        };
        self.proof.as_deref().unwrap_or_else(only)
    }
}
