//! One live process (the kernel's thread group), and the ways to look into it.
//!
//! The directory `/proc/PID` is opened once and everything else through it: once the process is gone it leads nowhere, even
//! when its pid is used again. So a stale entry can be useless, never wrong.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use rustix::io::Errno;

use crate::sys::identity::{Identity, under};
use crate::watch::memory::Memory;
use crate::watch::procfs::{Stat, Status, parse_stat, parse_status};

/// The longest file of `/proc` that is read whole: `status` and `stat` have at most a few kilobytes.
const LONGEST: usize = 16 * 1024;

/// One live process.
#[derive(Debug)]
pub struct Group {
    /// Its pid.
    pub pid: u32,
    /// When it began, in clock ticks since boot.
    pub started: u64,
    folder: OwnedFd,
    memory: Mutex<Option<Arc<OwnedFd>>>,
    held: AtomicBool,
}

impl Group {
    /// Opens the process with this pid.
    ///
    /// # Errors
    /// What the kernel says; `ENOENT` or `ESRCH` when there is none.
    pub fn open(pid: u32) -> io::Result<(Self, Stat)> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = rustix::fs::openat(CWD, format!("/proc/{pid}"), flags, Mode::empty())?;
        let mut group = Self {
            pid,
            started: 0,
            folder,
            memory: Mutex::new(None),
            held: AtomicBool::new(false),
        };
        let stat = group.stat()?;
        group.started = stat.started;
        Ok((group, stat))
    }

    /// Whether a thread is one of this process. When the thread is known to be alive, waiting for an answer, this is
    /// certain; otherwise its number may be another's by the time this returns.
    #[must_use]
    pub fn has_thread(&self, thread: u32) -> bool {
        let mut name = Name::new(b"task/");
        name.push_number(thread);
        rustix::fs::accessat(
            &self.folder,
            name.as_bytes(),
            rustix::fs::Access::EXISTS,
            AtFlags::empty(),
        )
        .is_ok()
    }

    /// How many threads it has; `None` when it is gone.
    #[must_use]
    pub fn threads(&self) -> Option<usize> {
        let stat = rustix::fs::statat(&self.folder, "task", AtFlags::empty()).ok()?;
        // The directory counts itself twice, as directories do.
        usize::try_from(stat.st_nlink).ok()?.checked_sub(2)
    }

    /// Whether it still exists, be it as a zombie.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.has_thread(self.pid)
    }

    /// Reads its `stat`.
    ///
    /// # Errors
    /// What the kernel says, `ESRCH` when the process is gone.
    pub fn stat(&self) -> io::Result<Stat> {
        parse_stat(&self.read_file("stat", LONGEST)?).ok_or_else(|| Errno::SRCH.into())
    }

    /// Reads its `status`.
    ///
    /// # Errors
    /// What the kernel says, `ESRCH` when the process is gone.
    pub fn status(&self) -> io::Result<Status> {
        parse_status(&self.read_file("status", LONGEST)?).ok_or_else(|| Errno::SRCH.into())
    }

    /// Reads a file of its directory, at most `limit` bytes.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn read_file(&self, name: &str, limit: usize) -> io::Result<Vec<u8>> {
        read_whole(&self.descriptor(name.as_bytes(), OFlags::RDONLY)?, limit)
    }

    /// Opens something of its directory: plainly, and where that is refused under the identity the process has. Without
    /// `CAP_SYS_PTRACE` the kernel shows a process only to its own user, be the asker root.
    ///
    /// # Errors
    /// What the kernel says; `EACCES` for a process that is hidden from its own user too.
    pub fn descriptor(&self, name: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
        self.as_its_user(|| {
            let flags = flags | OFlags::CLOEXEC | OFlags::NOCTTY;
            Ok(rustix::fs::openat(
                &self.folder,
                name,
                flags,
                Mode::empty(),
            )?)
        })
    }

    /// Does something, and where that is refused does it again under the identity the process has.
    ///
    /// # Errors
    /// What the action says the last time.
    pub fn as_its_user<T>(&self, action: impl Fn() -> io::Result<T>) -> io::Result<T> {
        let first = action();
        let refused = first
            .as_ref()
            .err()
            .and_then(io::Error::raw_os_error)
            .is_some_and(|raw| raw == libc::EACCES || raw == libc::EPERM);
        if !refused {
            return first;
        }
        match self
            .status()
            .ok()
            .and_then(|status| status.plain_identity())
        {
            Some((user, group)) if (Identity { user, group }) != Identity::own() => {
                under(Identity { user, group }, action)
            }
            _ => first,
        }
    }

    /// Opens its memory now, so that it can still be read when the process has hidden itself. A good descriptor is never
    /// replaced by a failed attempt.
    pub fn hold_memory(&self) {
        let held = self.memory().is_ok();
        self.held.store(held, Ordering::Relaxed);
    }

    /// Whether its memory was opened because it may not be possible later.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held.load(Ordering::Relaxed)
    }

    /// Forgets the memory: after an exec it is another.
    pub fn forget_memory(&self) {
        self.held.store(false, Ordering::Relaxed);
        *self.memory.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether the memory that was open is certainly gone: of a process that has executed a program since. Not when another
    /// process shares it, as after `vfork`.
    #[must_use]
    pub fn memory_is_gone(&self) -> bool {
        let held = self
            .memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        // An address that is not mapped is an error as long as there is any memory at all.
        held.is_some_and(|memory| matches!(rustix::io::pread(memory, &mut [0; 1], 0), Ok(0)))
    }

    fn memory(&self) -> io::Result<Arc<OwnedFd>> {
        let mut held = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(memory) = held.as_ref() {
            return Ok(Arc::clone(memory));
        }
        let memory = Arc::new(self.descriptor(b"mem", OFlags::RDONLY)?);
        *held = Some(Arc::clone(&memory));
        Ok(memory)
    }

    /// The directory `/proc/PID`.
    #[must_use]
    pub fn folder(&self) -> impl AsFd {
        self.folder.as_fd()
    }
}

/// Reads a file of `/proc`, at most `limit` bytes. What such a file says of one process it says in one piece, unless it has more to
/// say than there is room: so less than asked for is all there is.
///
/// # Errors
/// What the kernel says.
pub fn read_whole(file: impl AsFd, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while bytes.len() < limit {
        let count = rustix::io::read(&file, &mut part)?;
        bytes.extend(part.iter().take(count.min(limit - bytes.len())));
        if count < part.len() {
            break;
        }
    }
    Ok(bytes)
}

impl Memory for Group {
    fn read(&self, address: u64, into: &mut [u8]) -> io::Result<usize> {
        let count = rustix::io::pread(self.memory()?, &mut *into, address)?;
        if count > 0 || into.is_empty() {
            return Ok(count);
        }
        // The address space is gone: the process has executed a program since, or is dying.
        self.forget_memory();
        Ok(rustix::io::pread(self.memory()?, into, address)?)
    }
}

/// A short file name put together without allocation.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    bytes: [u8; 40],
    length: usize,
}

impl Name {
    /// Begins with these bytes, at most 20 of them.
    #[must_use]
    pub fn new(start: &[u8]) -> Self {
        let mut name = Self {
            bytes: [0; 40],
            length: 0,
        };
        for &byte in start.iter().take(20) {
            name.push(byte);
        }
        name
    }

    /// Appends a number.
    pub fn push_number(&mut self, number: u32) {
        let mut divisor = 1_000_000_000;
        while divisor > 1 && number / divisor == 0 {
            divisor /= 10;
        }
        while divisor > 0 {
            let digit = u8::try_from(number / divisor % 10).unwrap_or(0);
            self.push(b'0' + digit);
            divisor /= 10;
        }
    }

    /// Appends these bytes, as far as there is room.
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.push(byte);
        }
    }

    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = byte;
            self.length += 1;
        }
    }

    /// The name.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Group, Name};
    use crate::watch::memory::{Memory, read_string};
    use rustix::io::Errno;

    #[test]
    fn writes_numbers_as_everybody_does() {
        for number in [0, 1, 9, 10, 4_194_304, u32::MAX] {
            let mut name = Name::new(b"task/");
            name.push_number(number);
            assert_eq!(name.as_bytes(), format!("task/{number}").as_bytes());
        }
    }

    #[test]
    fn looks_into_its_own_process() {
        let text = b"/usr/bin/true\0";
        let (group, _) = Group::open(std::process::id()).unwrap();

        let read = read_string(&group, text.as_ptr() as u64, 64, Errno::NAMETOOLONG);

        assert_eq!(read, Ok(b"/usr/bin/true".to_vec()));
        assert!(group.exists());
        assert!(
            group.has_thread(
                rustix::thread::gettid()
                    .as_raw_nonzero()
                    .get()
                    .unsigned_abs()
            )
        );
        assert!(!group.has_thread(1));
        assert_eq!(group.status().unwrap().group, std::process::id());
    }

    #[test]
    fn never_takes_another_process_for_one_that_is_gone() {
        let mut child = std::process::Command::new("/bin/true").spawn().unwrap();
        let (group, _) = Group::open(child.id()).unwrap();

        child.wait().unwrap();

        assert!(!group.exists());
        assert!(group.stat().is_err());
        assert!(group.read(0x1000, &mut [0; 8]).is_err());
    }
}
