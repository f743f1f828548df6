//! Asking whether the kernel and the runtime's own filter let a call through, with arguments that do nothing.

use std::io;

use rustix::io::Errno;

/// A call that runtimes often close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// `process_vm_readv` of nothing.
    ProcessVmReadv,
    /// `pidfd_getfd` of no descriptor.
    PidfdGetfd,
    /// `clone3` without arguments.
    Clone3,
    /// `io_uring_setup` without parameters.
    IoUring,
    /// `userfaultfd` with flags there are none of.
    Userfaultfd,
    /// `ptrace` of nobody.
    Ptrace,
}

/// Whether the call gets as far as the kernel's own checks.
///
/// # Errors
/// What kept it from there: `ENOSYS`, or what the runtime's filter says.
pub fn reach(probe: Probe) -> io::Result<()> {
    let (number, arguments, reached): (_, [libc::c_long; 2], _) = match probe {
        Probe::ProcessVmReadv => (libc::SYS_process_vm_readv, [own(), 0], None),
        Probe::PidfdGetfd => (libc::SYS_pidfd_getfd, [-1, 0], Some(Errno::BADF)),
        Probe::Clone3 => (libc::SYS_clone3, [0, 0], Some(Errno::INVAL)),
        Probe::IoUring => (libc::SYS_io_uring_setup, [1, 0], Some(Errno::FAULT)),
        Probe::Userfaultfd => (libc::SYS_userfaultfd, [1 << 30, 0], Some(Errno::INVAL)),
        Probe::Ptrace => (libc::SYS_ptrace, [16, 0], Some(Errno::SRCH)),
    };
    let [first, second] = arguments;
    // SAFETY: every pointer among these arguments is null with a length of 0, or refused as null: the kernel touches no memory.
    let result = unsafe { libc::syscall(number, first, second, 0, 0, 0, 0) };
    let error = io::Error::last_os_error();
    let met = error.raw_os_error() == reached.map(Errno::raw_os_error);
    if result >= 0 || met {
        Ok(())
    } else {
        Err(error)
    }
}

/// The version of Landlock's interface.
///
/// # Errors
/// `ENOSYS` or `EOPNOTSUPP` where there is none.
pub fn landlock() -> io::Result<i64> {
    const VERSION: libc::c_long = 1;
    // SAFETY: with this flag the kernel takes no attributes and returns a number.
    let result = unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, 0, 0, VERSION) };
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

fn own() -> libc::c_long {
    libc::c_long::from(std::process::id())
}
