//! Something in the file system, held by a descriptor so that it stays what it is.

use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

use rustix::fs::{CWD, FileType, Stat};
use rustix::io::Errno;

use crate::watch::processes::group::Name;

/// What the kernel appends to the path of a file that no longer has that name.
const DELETED: &[u8] = b" (deleted)";

/// Something that was found: a descriptor that only names it (`O_PATH`), its real path and its attributes.
#[derive(Debug)]
pub struct Found {
    descriptor: OwnedFd,
    path: Vec<u8>,
    stat: Stat,
}

impl Found {
    /// Takes a descriptor and asks the kernel where it leads.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn new(descriptor: OwnedFd) -> Result<Self, Errno> {
        let stat = rustix::fs::fstat(&descriptor)?;
        let mut path = real_path(descriptor.as_fd())?;
        if stat.st_nlink == 0 && path.ends_with(DELETED) {
            path.truncate(path.len() - DELETED.len());
        }
        Ok(Self {
            descriptor,
            path,
            stat,
        })
    }

    /// Its real path, as the sensor sees it; `/memfd:…`, `pipe:[…]` and the like for what has none.
    #[must_use]
    pub fn path(&self) -> &[u8] {
        &self.path
    }

    /// Its attributes.
    #[must_use]
    pub fn stat(&self) -> &Stat {
        &self.stat
    }

    /// What kind of file it is.
    #[must_use]
    pub fn kind(&self) -> FileType {
        FileType::from_raw_mode(self.stat.st_mode)
    }

    /// Device and inode.
    #[must_use]
    pub fn identity(&self) -> (u64, u64) {
        (self.stat.st_dev, self.stat.st_ino)
    }

    /// Whether it has no name in the file system any more, or never had one.
    #[must_use]
    pub fn is_nameless(&self) -> bool {
        self.stat.st_nlink == 0
    }
}

impl AsFd for Found {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

/// Where a descriptor of the sensor leads.
fn real_path(descriptor: BorrowedFd<'_>) -> Result<Vec<u8>, Errno> {
    let mut name = Name::new(b"/proc/self/fd/");
    name.push_number(descriptor.as_raw_fd().unsigned_abs());
    let link = rustix::fs::readlinkat(CWD, name.as_bytes(), Vec::with_capacity(256))?;
    Ok(link.into_bytes())
}
