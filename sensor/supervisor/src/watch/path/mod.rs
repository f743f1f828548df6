//! What a path means to the process that says it: its root, its working directory, its `/proc/self`; symbolic links
//! followed for real. Never by comparing strings.

pub mod found;
mod walk;

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{Mode, OFlags, ResolveFlags};
use rustix::io::Errno;

pub use found::Found;

/// From where a process sees paths.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Its root directory.
    pub root: BorrowedFd<'a>,
    /// Whether that is the sensor's own root.
    pub shared: bool,
    /// Where a relative path begins.
    pub start: BorrowedFd<'a>,
    /// The process: what `/proc/self` means.
    pub process: u32,
    /// The thread: what `/proc/thread-self` means.
    pub thread: u32,
}

impl View<'_> {
    /// The same view for a path that takes the directory it begins in for the root.
    #[must_use]
    pub fn confined(self) -> Self {
        Self {
            root: self.start,
            shared: false,
            ..self
        }
    }
}

/// What to do about a symbolic link at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// Go where it leads.
    Follow,
    /// Take the link itself.
    Keep,
}

/// Finds what a path names.
///
/// # Errors
/// What the kernel would say to the process: `ENOENT`, `ENOTDIR`, `ELOOP`, …; `EACCES` also when it is the sensor that may not look.
pub fn find(view: View<'_>, path: &[u8], last: Last) -> Result<Found, Errno> {
    if path.is_empty() {
        return Err(Errno::NOENT);
    }
    match quickly(view, path, last) {
        Some(found) => Ok(found),
        None => walk::walk(view, path, last).and_then(Found::new),
    }
}

/// One system call does it, unless the path leads through `/proc`: there it would mean the sensor's own process. Then, and
/// whenever something fails, the path is walked step by step.
fn quickly(view: View<'_>, path: &[u8], last: Last) -> Option<Found> {
    let mut flags = OFlags::PATH | OFlags::CLOEXEC;
    if last == Last::Keep {
        flags |= OFlags::NOFOLLOW;
    }
    let start = if path.starts_with(b"/") {
        view.root
    } else {
        view.start
    };
    let mut how = ResolveFlags::NO_MAGICLINKS;
    if !view.shared {
        // Relative paths may climb above a working directory, so only absolute ones can be confined by the kernel.
        if !path.starts_with(b"/") {
            return None;
        }
        how |= ResolveFlags::IN_ROOT;
    }
    let descriptor = rustix::fs::openat2(start, path, flags, Mode::empty(), how).ok()?;
    let found = Found::new(descriptor).ok()?;
    (!found.path().starts_with(b"/proc/")).then_some(found)
}

/// Where something that does not exist would come to be: its directory, and its name there.
#[derive(Debug)]
pub struct Place {
    /// The directory.
    pub folder: Found,
    /// The name, without slashes; never empty.
    pub name: Vec<u8>,
}

impl Place {
    /// The real path it would have.
    #[must_use]
    pub fn path(&self) -> Vec<u8> {
        let mut path = self.folder.path().to_vec();
        if path.last() != Some(&b'/') {
            path.push(b'/');
        }
        path.extend_from_slice(&self.name);
        path
    }

    /// Whether there is something of this name, and whether it is a symbolic link.
    ///
    /// # Errors
    /// What the kernel says; `ENOENT` when there is nothing.
    pub fn is_link(&self) -> Result<bool, Errno> {
        let stat = rustix::fs::statat(
            self.folder.as_fd(),
            self.name.as_slice(),
            rustix::fs::AtFlags::SYMLINK_NOFOLLOW,
        )?;
        Ok(rustix::fs::FileType::from_raw_mode(stat.st_mode).is_symlink())
    }
}

/// Finds the place a path names, whether or not there is something. A path that ends in `.` or `..` names no place: `EINVAL`.
///
/// # Errors
/// As [`find`].
pub fn place(view: View<'_>, path: &[u8]) -> Result<Place, Errno> {
    let end = path
        .iter()
        .rposition(|&byte| byte != b'/')
        .ok_or(Errno::INVAL)?;
    let path = path.get(..=end).unwrap_or_default();
    let (folder, name) = match path.iter().rposition(|&byte| byte == b'/') {
        Some(0) => (&b"/"[..], path.get(1..)),
        Some(slash) => (path.get(..slash).unwrap_or_default(), path.get(slash + 1..)),
        None => (&b"."[..], Some(path)),
    };
    let name = name.unwrap_or_default();
    if name == b"." || name == b".." {
        return Err(Errno::INVAL);
    }
    Ok(Place {
        folder: find(view, folder, Last::Follow)?,
        name: name.to_vec(),
    })
}

/// How many dangling symbolic links in a row an `O_CREAT` is followed through.
const MOST_DANGLING: usize = 8;

/// Where an open with `O_CREAT` would create: a symbolic link that leads nowhere is followed, and the file comes to be
/// at its end.
///
/// # Errors
/// As [`find`].
pub fn place_to_create(view: View<'_>, path: &[u8]) -> Result<Place, Errno> {
    let mut place = place(view, path)?;
    for _ in 0..MOST_DANGLING {
        if !place.is_link().unwrap_or(false) {
            return Ok(place);
        }
        let target =
            rustix::fs::readlinkat(place.folder.as_fd(), place.name.as_slice(), Vec::new())?;
        let start = place.folder;
        let inside = View {
            start: start.as_fd(),
            ..view
        };
        place = self::place(inside, target.as_bytes())?;
    }
    Err(Errno::LOOP)
}

/// Opens the root the sensor itself sees.
///
/// # Errors
/// What the kernel says.
pub fn own_root() -> Result<OwnedFd, Errno> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    rustix::fs::openat(rustix::fs::CWD, "/", flags, Mode::empty())
}

#[cfg(test)]
mod tests;
