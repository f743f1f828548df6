//! Seccomp filters with a listener: the program's instructions, and how it is put in force.

use std::ffi::c_ulong;
use std::io;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

use rustix::io::Errno;

/// What a filter answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The call goes on.
    Pass,
    /// The call waits for the listener.
    Notify,
    /// The call fails with this error.
    Refuse(Errno),
}

impl Action {
    /// The kernel's value for it.
    #[must_use]
    pub fn value(self) -> u32 {
        match self {
            Self::Pass => libc::SECCOMP_RET_ALLOW,
            Self::Notify => libc::SECCOMP_RET_USER_NOTIF,
            Self::Refuse(errno) => libc::SECCOMP_RET_ERRNO | errno.raw_os_error().unsigned_abs(),
        }
    }
}

/// One BPF instruction, laid out as the kernel's `struct sock_filter`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instruction {
    /// What to do.
    pub code: u16,
    /// How many instructions to skip when the test holds.
    pub if_true: u8,
    /// How many instructions to skip when it does not.
    pub if_false: u8,
    /// The operand.
    pub value: u32,
}

impl Instruction {
    /// Loads the 32-bit word at this offset of `struct seccomp_data`.
    #[must_use]
    pub fn load(offset: u32) -> Self {
        Self::new(0x20, 0, 0, offset)
    }

    /// Tests whether the loaded word is this value.
    #[must_use]
    pub fn equal(value: u32, if_true: u8, if_false: u8) -> Self {
        Self::new(0x15, if_true, if_false, value)
    }

    /// Tests whether the loaded word is at least this value.
    #[must_use]
    pub fn at_least(value: u32, if_true: u8, if_false: u8) -> Self {
        Self::new(0x35, if_true, if_false, value)
    }

    /// Tests whether the loaded word is above this value.
    #[must_use]
    pub fn above(value: u32, if_true: u8, if_false: u8) -> Self {
        Self::new(0x25, if_true, if_false, value)
    }

    /// Tests whether the loaded word has any of these bits.
    #[must_use]
    pub fn any_bit(mask: u32, if_true: u8, if_false: u8) -> Self {
        Self::new(0x45, if_true, if_false, mask)
    }

    /// Skips this many instructions.
    #[must_use]
    pub fn jump(over: u32) -> Self {
        Self::new(0x05, 0, 0, over)
    }

    /// Ends the program with this action.
    #[must_use]
    pub fn answer(action: Action) -> Self {
        Self::new(0x06, 0, 0, action.value())
    }

    fn new(code: u16, if_true: u8, if_false: u8, value: u32) -> Self {
        Self {
            code,
            if_true,
            if_false,
            value,
        }
    }
}

/// Whether a signal may interrupt a call that waits for its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Any signal: the call is then notified again, or fails with `EINTR`.
    Interruptible,
    /// Only a deadly one, once the notification was received (`WAIT_KILLABLE_RECV`, Linux 5.19).
    Killable,
}

/// Puts the calling thread under a filter and returns its listener, which closes on exec.
///
/// Needs `no_new_privs` or `CAP_SYS_ADMIN`; `EBUSY` means that a filter above already has a listener.
///
/// # Errors
/// What the kernel says, or `EINVAL` for a program longer than it takes.
pub fn install(program: &[Instruction], waiting: Waiting) -> io::Result<OwnedFd> {
    let length = u16::try_from(program.len()).map_err(|_| Errno::INVAL)?;
    let program = libc::sock_fprog {
        len: length,
        filter: program.as_ptr().cast_mut().cast(),
    };
    // SAFETY: `program` points at `len` initialised instructions of the layout of `sock_filter`, borrowed for the call; the kernel only reads them.
    let result = unsafe {
        libc::syscall(
            libc::SYS_seccomp,
            libc::SECCOMP_SET_MODE_FILTER,
            flags(waiting),
            &raw const program,
        )
    };
    let descriptor = RawFd::try_from(result).map_err(|_| Errno::INVAL)?;
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel just made this descriptor for us; nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
}

/// What is asked of the kernel.
///
/// Before Linux 5.16 a filter without `SPEC_ALLOW` switches the thread's speculation off for good, which every task switch between
/// the application and us would pay for. That is for the kernel's own settings to decide, as it is without a sensor.
fn flags(waiting: Waiting) -> c_ulong {
    let always = libc::SECCOMP_FILTER_FLAG_NEW_LISTENER | libc::SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    match waiting {
        Waiting::Interruptible => always,
        Waiting::Killable => always | libc::SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
    }
}

/// Sizes of the structures this kernel exchanges over a listener, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// `struct seccomp_notif`.
    pub notification: u16,
    /// `struct seccomp_notif_resp`.
    pub response: u16,
    /// `struct seccomp_data`.
    pub data: u16,
}

/// Asks the kernel for the sizes of its structures.
///
/// # Errors
/// `EINVAL` before Linux 5.0.
pub fn sizes() -> io::Result<Sizes> {
    let mut sizes = [0_u16; 3];
    // SAFETY: the kernel writes three 16-bit numbers to `sizes`, which is that long.
    let result = unsafe {
        libc::syscall(
            libc::SYS_seccomp,
            libc::SECCOMP_GET_NOTIF_SIZES,
            0,
            sizes.as_mut_ptr(),
        )
    };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    let [notification, response, data] = sizes;
    Ok(Sizes {
        notification,
        response,
        data,
    })
}

/// Gives up, for this thread and all its descendants, what setuid programs would add. There is no way back.
///
/// # Errors
/// What the kernel says.
pub fn renounce_privileges() -> io::Result<()> {
    Ok(rustix::thread::set_no_new_privs(true)?)
}

#[cfg(test)]
mod tests {
    use super::{Waiting, flags};

    /// In the kernel's own numbers (`include/uapi/linux/seccomp.h`). That a kernel heeds `SPEC_ALLOW` shows on one before 5.16 only.
    #[test]
    fn filters_have_a_listener_and_leave_speculation_alone() {
        let (spec_allow, new_listener, wait_killable_recv) = (4, 8, 32);

        assert_eq!(flags(Waiting::Interruptible), spec_allow | new_listener);
        assert_eq!(
            flags(Waiting::Killable),
            spec_allow | new_listener | wait_killable_recv
        );
    }
}
