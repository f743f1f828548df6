//! Giving up a controlling terminal.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};

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
