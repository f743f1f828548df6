//! Making the process that becomes the application.

use std::io;
use std::os::fd::{FromRawFd, IntoRawFd, OwnedFd, RawFd};

use rustix::process::Pid;

/// Which side of a fork one is on.
#[derive(Debug)]
pub enum Side {
    /// The new process.
    Child,
    /// The old one, with the new one's pid.
    Parent(Pid),
}

/// Forks, sharing the table of descriptors until the child executes a program: what the child opens is open here under
/// the same number, which is how the listener gets across without a message that the filter would have to know.
///
/// # Errors
/// What the kernel says; `EBUSY` when this process already has threads.
pub fn sharing_descriptors() -> io::Result<Side> {
    if !single_threaded() {
        return Err(rustix::io::Errno::BUSY.into());
    }
    let flags = libc::CLONE_FILES | libc::SIGCHLD;
    // SAFETY: without CLONE_VM this is a fork, and the process has one thread (checked), so no lock is held by somebody who is missing in
    // the child.
    let result = unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) };
    match i32::try_from(result) {
        Ok(0) => Ok(Side::Child),
        Ok(pid) => Pid::from_raw(pid)
            .filter(|_| pid > 0)
            .map(Side::Parent)
            .ok_or_else(io::Error::last_os_error),
        Err(_) => Err(io::Error::last_os_error()),
    }
}

/// Where `/proc` is missing it cannot be asked, and the caller's order (fork first, threads later) has to hold by itself.
fn single_threaded() -> bool {
    std::fs::read_dir("/proc/self/task").map_or(true, |threads| threads.count() < 2)
}

/// Lets go of a descriptor without closing it, for the process on the other side of the shared table to [`adopt`].
#[must_use]
pub fn hand_over(descriptor: OwnedFd) -> RawFd {
    descriptor.into_raw_fd()
}

/// Takes the descriptor that the child handed over under this number; `None` when there is none.
#[must_use]
pub fn adopt(number: RawFd) -> Option<OwnedFd> {
    if number < 0 {
        return None;
    }
    // SAFETY: the child let go of it with `hand_over` and told the number, so it is open in the shared table and nobody else owns it.
    Some(unsafe { OwnedFd::from_raw_fd(number) })
}
