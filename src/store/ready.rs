//! Making sure that a registry can be written before anything is made for it.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use super::beside::sync_folder;
use super::place::{Target, folder_of};
use crate::error::{Error, Result};

impl Target {
    /// Fails where the file is there and may not be written.
    ///
    /// Replacing it would work all the same: the folder alone decides on that.
    pub(super) fn check_writable(&self) -> Result<()> {
        let Ok(metadata) = fs::metadata(&self.path) else {
            return Ok(());
        };
        let mode = metadata.mode() & 0o7777;
        if mode & 0o222 == 0 {
            let shown = self.shown.display();
            return Err(Error::failed(format!("`{shown}` is read-only (mode {mode:04o})"))
                .with_hint(format!("`chmod u+w {shown}` makes it writable")));
        }
        OpenOptions::new()
            .write(true)
            .custom_flags(libc::O_NONBLOCK)
            .open(&self.path)
            .map(drop)
            .map_err(|cause| Error::io("cannot write", &self.shown, &cause))
    }

    /// Makes the folder of the default registry where there is none, for its owner alone; fails
    /// where the folder of a named one is not there.
    pub(super) fn make_folder(&self, named: bool) -> Result<()> {
        let folder = self.folder_to_open();
        match fs::metadata(folder) {
            Ok(_) => return Ok(()),
            Err(cause) if cause.kind() == ErrorKind::NotFound && !named => {}
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                return Err(Error::failed(format!("there is no folder `{}`", folder.display()))
                    .with_hint(format!("`mkdir -p {}` makes it", folder.display())));
            }
            Err(cause) => return Err(Error::io("cannot read", folder, &cause)),
        }
        let failed = |cause: io::Error| Error::io("cannot make the folder", folder, &cause);
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|folder| !folder.exists()).collect();
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        for made in missing {
            sync_folder(folder_of(made)).map_err(failed)?;
        }
        Ok(())
    }
}
