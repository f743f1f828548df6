//! Following a path component by component, as another process would.

use std::collections::VecDeque;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{FileType, Mode, OFlags};
use rustix::io::Errno;

use super::{Last, View};

/// How many symbolic links the kernel follows (`MAXSYMLINKS`).
const MOST_LINKS: usize = 40;

/// How many components are walked in all. A path has at most 2,048, and every link may bring as many again; no honest path
/// comes near this, and a hostile one must not keep us busy.
const MOST_STEPS: usize = 4096;

/// What `statfs` says of a proc file system.
const PROC: u64 = 0x9fa0;

/// The inode of the root of every proc file system.
const PROC_ROOT: u64 = 1;

const PATH: OFlags = OFlags::PATH.union(OFlags::CLOEXEC);

/// Finds what a path names.
pub(super) fn walk(view: View<'_>, path: &[u8], last: Last) -> Result<OwnedFd, Errno> {
    let mut walk = Walk {
        view,
        here: duplicate(view.start)?,
        ahead: VecDeque::new(),
        links: 0,
        last,
    };
    walk.prepend(path)?;
    for _ in 0..MOST_STEPS {
        let Some(component) = walk.ahead.pop_front() else {
            return Ok(walk.here);
        };
        walk.step(&component)?;
    }
    Err(Errno::NAMETOOLONG)
}

struct Walk<'a> {
    view: View<'a>,
    here: OwnedFd,
    ahead: VecDeque<Vec<u8>>,
    links: usize,
    last: Last,
}

impl Walk<'_> {
    /// Puts a path before what is still to be walked. A slash at its end demands a directory, as a final `.` does.
    fn prepend(&mut self, path: &[u8]) -> Result<(), Errno> {
        if path.starts_with(b"/") {
            self.here = duplicate(self.view.root)?;
        }
        let mut parts: Vec<&[u8]> = path
            .split(|&byte| byte == b'/')
            .filter(|part| !part.is_empty())
            .collect();
        if path.ends_with(b"/") {
            parts.push(b".");
        }
        for part in parts.into_iter().rev() {
            self.ahead.push_front(part.to_vec());
        }
        Ok(())
    }

    fn step(&mut self, component: &[u8]) -> Result<(), Errno> {
        if component == b".." && self.is_root()? {
            return Ok(());
        }
        let proc = ProcPlace::of(self.here.as_fd())?;
        if let Some(replaced) = proc.own_name(component, self.view) {
            return self.prepend(replaced.as_bytes());
        }
        let flags = PATH | OFlags::NOFOLLOW;
        let next = rustix::fs::openat(&self.here, component, flags, Mode::empty())?;
        let is_link = FileType::from_raw_mode(rustix::fs::fstat(&next)?.st_mode).is_symlink();
        if !is_link || (self.ahead.is_empty() && self.last == Last::Keep) {
            self.here = next;
            return Ok(());
        }
        self.links += 1;
        if self.links > MOST_LINKS {
            return Err(Errno::LOOP);
        }
        if proc == ProcPlace::Below {
            // A link of /proc/PID leads to the thing itself, not to a name.
            self.here = rustix::fs::openat(&self.here, component, PATH, Mode::empty())?;
            return Ok(());
        }
        let target = rustix::fs::readlinkat(&self.here, component, Vec::new())?;
        self.prepend(target.as_bytes())
    }

    fn is_root(&self) -> Result<bool, Errno> {
        let here = rustix::fs::fstat(&self.here)?;
        let root = rustix::fs::fstat(self.view.root)?;
        Ok((here.st_dev, here.st_ino) == (root.st_dev, root.st_ino))
    }
}

/// Where a directory stands towards a proc file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProcPlace {
    Outside,
    Root,
    Below,
}

impl ProcPlace {
    fn of(folder: BorrowedFd<'_>) -> Result<Self, Errno> {
        if u64::try_from(rustix::fs::fstatfs(folder)?.f_type).ok() != Some(PROC) {
            return Ok(Self::Outside);
        }
        let root = rustix::fs::fstat(folder)?.st_ino == PROC_ROOT;
        Ok(if root { Self::Root } else { Self::Below })
    }

    /// What `self` and `thread-self` mean to the process that says them.
    fn own_name(self, component: &[u8], view: View<'_>) -> Option<String> {
        match (self, component) {
            (Self::Root, b"self") => Some(view.process.to_string()),
            (Self::Root, b"thread-self") => Some(format!("{}/task/{}", view.process, view.thread)),
            _ => None,
        }
    }
}

fn duplicate(descriptor: BorrowedFd<'_>) -> Result<OwnedFd, Errno> {
    rustix::io::fcntl_dupfd_cloexec(descriptor, 0)
}
