//! Sessions, process groups and their terminals.
//!
//! `rustix` has most of these, but takes the kernel's 0, for a leader outside of our pid namespace, to be impossible.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};

/// The number of a session or a process group; 0 for one whose leader is outside of our pid namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupId(i32);

impl GroupId {
    /// Whether this process leads it.
    #[must_use]
    pub fn is_led_by_us(self) -> bool {
        u32::try_from(self.0) == Ok(std::process::id())
    }
}

/// The session of this process.
#[must_use]
pub fn session() -> GroupId {
    // SAFETY: takes a number; asking about ourselves cannot fail.
    GroupId(unsafe { libc::getsid(0) })
}

/// The process group of this process.
#[must_use]
pub fn group() -> GroupId {
    // SAFETY: takes nothing and cannot fail.
    GroupId(unsafe { libc::getpgrp() })
}

/// The session that this terminal controls; `None` when it does not control ours.
#[must_use]
pub fn session_of(terminal: BorrowedFd<'_>) -> Option<GroupId> {
    // SAFETY: takes a descriptor that is open for the borrow.
    let session = unsafe { libc::tcgetsid(terminal.as_raw_fd()) };
    (session >= 0).then_some(GroupId(session))
}

/// The process group in the foreground of this terminal.
#[must_use]
pub fn foreground_of(terminal: BorrowedFd<'_>) -> Option<GroupId> {
    // SAFETY: takes a descriptor that is open for the borrow.
    let group = unsafe { libc::tcgetpgrp(terminal.as_raw_fd()) };
    (group >= 0).then_some(GroupId(group))
}

/// Gives up the controlling terminal. A session leader takes it from its whole session, and the terminal's foreground
/// group gets `SIGHUP` and `SIGCONT`.
///
/// # Errors
/// `ENOTTY` when this is not the controlling terminal.
pub fn give_up(terminal: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: takes no argument beside the descriptor, which is open for the borrow.
    let result = unsafe { libc::ioctl(terminal.as_raw_fd(), libc::TIOCNOTTY) };
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}
