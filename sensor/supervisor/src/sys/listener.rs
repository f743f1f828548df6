//! The other end of a filter: receiving the calls that wait, and answering them.

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;

/// A thread of the application, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tid(pub u32);

/// One waiting call. Never reused while the listener lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NotificationId(u64);

/// A system call as it stood in the registers. The registers cannot change any more; what they point to can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemCall {
    /// Its number, in the table of `architecture`.
    pub number: u32,
    /// `AUDIT_ARCH_…`.
    pub architecture: u32,
    /// Where in the program.
    pub instruction: u64,
    /// Its arguments.
    pub arguments: [u64; 6],
}

/// A call that waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notification {
    /// What to answer to.
    pub id: NotificationId,
    /// Who waits; 0 for a thread that is not visible from the sensor's pid namespace.
    pub thread: Tid,
    /// What it asked for.
    pub call: SystemCall,
}

/// The answer to one notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The call goes on unchanged. An observation, never a security decision: what its registers point to may change
    /// after we read it.
    Continue,
    /// The call fails. The kernel does nothing of it.
    Refuse(Errno),
}

/// Whether an answer arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It did.
    Delivered,
    /// The call no longer waits: its thread died, or a signal took it away.
    Gone,
}

/// `struct seccomp_notif`, as this version knows it: 80 bytes.
#[repr(C)]
#[derive(Debug, Default, Clone, Copy)]
struct Raw {
    id: u64,
    pid: u32,
    flags: u32,
    number: u32,
    architecture: u32,
    instruction: u64,
    arguments: [u64; 6],
}

/// Room for a `struct seccomp_notif` that has grown: a kernel with a larger one is refused by [`Listener::new`].
#[repr(C)]
#[derive(Debug, Default, Clone, Copy)]
struct Room {
    known: Raw,
    grown: [u64; 22],
}

/// `struct seccomp_notif_resp`.
#[repr(C)]
#[derive(Debug, Default, Clone, Copy)]
struct Response {
    id: u64,
    value: i64,
    error: i32,
    flags: u32,
}

const RECV: libc::c_ulong = 0xc050_2100;
const SEND: libc::c_ulong = 0xc018_2101;
const ID_VALID: libc::c_ulong = 0x4008_2102;
/// The number before Linux 5.8, still understood by later ones.
const ID_VALID_OLD: libc::c_ulong = 0x8008_2102;
const SET_FLAGS: libc::c_ulong = 0x4008_2104;
const FLAG_CONTINUE: u32 = 1;
const SYNC_WAKE_UP: u64 = 1;

/// Receives the calls of everybody under the filter. All methods may be used from several threads at once.
#[derive(Debug)]
pub struct Listener {
    descriptor: OwnedFd,
    received: AtomicU64,
}

impl Listener {
    /// Takes the descriptor that [`super::seccomp::install`] returned.
    ///
    /// # Errors
    /// When this kernel's structures are not ones that fit here.
    pub fn new(descriptor: OwnedFd) -> io::Result<Self> {
        let sizes = super::seccomp::sizes()?;
        if usize::from(sizes.notification) > size_of::<Room>()
            || usize::from(sizes.response) > size_of::<Response>()
        {
            return Err(Errno::OVERFLOW.into());
        }
        Ok(Self {
            descriptor,
            received: AtomicU64::new(0),
        })
    }

    /// Asks that the caller is woken on this CPU as soon as it is answered: five times faster (Linux 6.6).
    ///
    /// # Errors
    /// `EINVAL` or `ENOTTY` where the kernel does not have it.
    pub fn wake_synchronously(&self) -> io::Result<()> {
        // SAFETY: takes a number, no memory.
        checked(unsafe { libc::ioctl(self.raw(), SET_FLAGS, SYNC_WAKE_UP) })
    }

    /// Waits for a call. `None` when it went away before we could take it, or when a signal woke us: try again.
    ///
    /// Waits even on a descriptor that does not block; poll first where that matters.
    ///
    /// # Errors
    /// `ENOENT` when everybody under the filter has ended; what else the kernel says, apart from `EINTR`.
    pub fn receive(&self) -> io::Result<Option<Notification>> {
        // The kernel insists on zeroes.
        let mut room = Room::default();
        // SAFETY: the kernel writes at most `Room` bytes, checked in `new`, into a value of plain integers.
        match checked(unsafe { libc::ioctl(self.raw(), RECV, &raw mut room) }) {
            Ok(()) => {
                self.received.fetch_add(1, Ordering::Relaxed);
                Ok(Some(notification(&room.known)))
            }
            Err(error) if is(&error, Errno::INTR) => Ok(None),
            Err(error) if is(&error, Errno::NOENT) && !self.is_deserted() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How many calls were received so far.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// Whether everybody under the filter has ended. Kernels before 5.9 do not tell; there, receiving waits forever.
    fn is_deserted(&self) -> bool {
        let mut asked = [PollFd::new(&self.descriptor, PollFlags::IN)];
        let now = Timespec::default();
        rustix::event::poll(&mut asked, Some(&now)).is_ok()
            && asked
                .iter()
                .any(|asked| asked.revents().contains(PollFlags::HUP))
    }

    /// Whether the call still waits. What was read of its thread's memory before is only about this call when it still
    /// does: the number of a dead thread is used again.
    #[must_use]
    pub fn is_waiting(&self, id: NotificationId) -> bool {
        // SAFETY: the kernel reads 8 bytes of a value that lives across the call.
        let current = checked(unsafe { libc::ioctl(self.raw(), ID_VALID, &raw const id.0) });
        match current {
            Err(error) if is(&error, Errno::INVAL) || is(&error, Errno::NOTTY) => {
                // SAFETY: as above.
                checked(unsafe { libc::ioctl(self.raw(), ID_VALID_OLD, &raw const id.0) }).is_ok()
            }
            other => other.is_ok(),
        }
    }

    /// Answers a call.
    ///
    /// # Errors
    /// What the kernel says, apart from `ENOENT`, which is [`Delivery::Gone`].
    pub fn answer(&self, id: NotificationId, answer: Answer) -> io::Result<Delivery> {
        let response = match answer {
            Answer::Continue => Response {
                id: id.0,
                flags: FLAG_CONTINUE,
                ..Response::default()
            },
            Answer::Refuse(errno) => Response {
                id: id.0,
                error: -errno.raw_os_error(),
                ..Response::default()
            },
        };
        loop {
            // SAFETY: the kernel reads a `Response`, which lives across the call and has no padding.
            match checked(unsafe { libc::ioctl(self.raw(), SEND, &raw const response) }) {
                Ok(()) => return Ok(Delivery::Delivered),
                Err(error) if is(&error, Errno::INTR) => {}
                Err(error) if is(&error, Errno::NOENT) => return Ok(Delivery::Gone),
                Err(error) => return Err(error),
            }
        }
    }

    fn raw(&self) -> RawFd {
        self.descriptor.as_raw_fd()
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

fn notification(raw: &Raw) -> Notification {
    Notification {
        id: NotificationId(raw.id),
        thread: Tid(raw.pid),
        call: SystemCall {
            number: raw.number,
            architecture: raw.architecture,
            instruction: raw.instruction,
            arguments: raw.arguments,
        },
    }
}

fn checked(result: libc::c_int) -> io::Result<()> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.raw_os_error())
}
