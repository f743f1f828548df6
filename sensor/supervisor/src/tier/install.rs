//! Putting a process under a filter, whatever this kernel makes of it.

use std::io;
use std::os::fd::OwnedFd;

use rustix::io::Errno;

use crate::sys::seccomp::{self, Instruction, Waiting};

/// What kernels say that are out of memory for BPF programs for a moment; Amazon Linux 2 was known for it.
const ENOTSUPP: i32 = 524;

/// Installs the filter so that calls wait as well as this kernel can.
///
/// # Errors
/// What the kernel says.
pub fn as_well_as_possible(program: &[Instruction]) -> io::Result<(OwnedFd, Waiting)> {
    match filter(program, Waiting::Killable) {
        Err(error) if is(&error, Errno::INVAL) => Ok((
            filter(program, Waiting::Interruptible)?,
            Waiting::Interruptible,
        )),
        other => Ok((other?, Waiting::Killable)),
    }
}

/// Installs the filter. `no_new_privs` is only set where the kernel insists on it: with `CAP_SYS_ADMIN`, setuid programs
/// keep working.
///
/// # Errors
/// What the kernel says.
pub fn filter(program: &[Instruction], waiting: Waiting) -> io::Result<OwnedFd> {
    match twice(program, waiting) {
        Err(error) if is(&error, Errno::ACCESS) => {
            seccomp::renounce_privileges()?;
            twice(program, waiting)
        }
        other => other,
    }
}

fn twice(program: &[Instruction], waiting: Waiting) -> io::Result<OwnedFd> {
    match seccomp::install(program, waiting) {
        Err(error) if is(&error, Errno::NOMEM) || error.raw_os_error() == Some(ENOTSUPP) => {
            seccomp::install(program, waiting)
        }
        other => other,
    }
}

fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.raw_os_error())
}
