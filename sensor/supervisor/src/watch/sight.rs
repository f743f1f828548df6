//! The file system as a process sees it.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use rustix::fs::OFlags;
use rustix::io::Errno;

use super::call::Call;
use super::exec::drift::mount;
use super::path::{Found, View};
use super::processes::group::Name;
use super::processes::watched::Root;
use super::{Watch, memory::Unreadable};

/// "The working directory" in the place of a directory's descriptor.
const AT_FDCWD: i32 = libc::AT_FDCWD;

/// Directories held open while paths are resolved.
#[derive(Debug)]
pub struct Sight {
    root: Arc<OwnedFd>,
    shared: bool,
    start: Option<OwnedFd>,
    process: u32,
    thread: u32,
}

impl Sight {
    /// The view for resolving paths.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View {
            root: self.root.as_fd(),
            shared: self.shared,
            start: self.start.as_ref().map_or(self.root.as_fd(), AsFd::as_fd),
            process: self.process,
            thread: self.thread,
        }
    }
}

impl Watch {
    /// How the caller sees the file system, for a path that begins at the directory `folder`.
    ///
    /// # Errors
    /// `Invalid(EBADF)` when there is no such descriptor, `Refused` when the process is hidden from us.
    pub(super) fn sight(
        &self,
        call: &Call<'_>,
        folder: i32,
        path: &[u8],
    ) -> Result<Sight, Unreadable> {
        let (root, shared) = match self.root_of(call)? {
            Root::Shared => (Arc::clone(&self.root), true),
            Root::Other(root) => (root, false),
        };
        // An absolute path needs no place to start, and most are absolute.
        let start = if path.starts_with(b"/") {
            None
        } else {
            Some(start(call, folder)?)
        };
        Ok(Sight {
            root,
            shared,
            start,
            process: call.pid(),
            thread: call.caller.thread,
        })
    }

    /// The caller's root directory.
    pub(super) fn root_of(&self, call: &Call<'_>) -> Result<Root, Unreadable> {
        let watched = &call.caller.watched;
        {
            let state = watched.state();
            if let Some(root) = state.root.as_ref().filter(|_| !state.unsteady) {
                return Ok(root.clone());
            }
        }
        let flags = OFlags::PATH | OFlags::DIRECTORY;
        let root = watched
            .group
            .descriptor(b"root", flags)
            .map_err(|_| Unreadable::Refused)?;
        let root = if self.is_own_root(&root) {
            Root::Shared
        } else {
            Root::Other(Arc::new(root))
        };
        watched.state().root = Some(root.clone());
        Ok(root)
    }

    fn is_own_root(&self, root: &OwnedFd) -> bool {
        let identity = |descriptor: &OwnedFd| {
            let stat = rustix::fs::fstat(descriptor).ok()?;
            Some((stat.st_dev, stat.st_ino, mount(descriptor)))
        };
        identity(root).is_some_and(|found| Some(found) == identity(&self.root))
    }
}

fn start(call: &Call<'_>, folder: i32) -> Result<OwnedFd, Unreadable> {
    let opened = if folder == AT_FDCWD {
        let name = of_thread(call, "cwd");
        call.caller
            .watched
            .group
            .descriptor(name.as_bytes(), OFlags::PATH)
    } else {
        return descriptor(call, folder);
    };
    opened.map_err(|_| Unreadable::Refused)
}

/// What a descriptor of the caller leads to, named by a descriptor of ours (`O_PATH`).
///
/// # Errors
/// `Invalid(EBADF)` when there is none of that number, `Refused` when the process is hidden from us.
pub fn descriptor(call: &Call<'_>, number: i32) -> Result<OwnedFd, Unreadable> {
    let number = u32::try_from(number).map_err(|_| Unreadable::Invalid(Errno::BADF))?;
    let mut name = of_thread(call, "fd/");
    name.push_number(number);
    let group = &call.caller.watched.group;
    group
        .descriptor(name.as_bytes(), OFlags::PATH)
        .map_err(|error| {
            if error.raw_os_error() == Some(Errno::NOENT.raw_os_error()) {
                Unreadable::Invalid(Errno::BADF)
            } else {
                Unreadable::Refused
            }
        })
}

/// The same with its real path.
///
/// # Errors
/// As [`descriptor`].
pub fn found(call: &Call<'_>, number: i32) -> Result<Found, Unreadable> {
    Found::new(descriptor(call, number)?).map_err(|_| Unreadable::Refused)
}

/// A name below the thread's own directory: threads may have descriptors and working directories of their own.
fn of_thread(call: &Call<'_>, what: &str) -> Name {
    let mut name = Name::new(b"task/");
    name.push_number(call.caller.thread);
    name.push_bytes(b"/");
    name.push_bytes(what.as_bytes());
    name
}
