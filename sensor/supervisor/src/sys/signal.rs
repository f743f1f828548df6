//! Signals, the way a first process needs them: all blocked, fetched one by one; and what was inherited, kept for the
//! application.

use std::io;
use std::mem::MaybeUninit;

use rustix::process::Pid;

/// The number of a signal, real-time signals included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal(pub i32);

impl Signal {
    /// A child changed its state.
    pub const CHILD: Self = Self(libc::SIGCHLD);
    /// The terminal is gone.
    pub const HANGUP: Self = Self(libc::SIGHUP);
    /// Go on.
    pub const CONTINUE: Self = Self(libc::SIGCONT);
    /// The end.
    pub const KILL: Self = Self(libc::SIGKILL);
    /// The first of the user's.
    pub const USER: Self = Self(libc::SIGUSR1);
}

/// What the sensor was given and has to hand on: the blocked signals, and whether `SIGCHLD` was ignored. It changes no other
/// disposition.
#[derive(Clone)]
pub struct Inherited {
    mask: libc::sigset_t,
    children: libc::sighandler_t,
}

impl std::fmt::Debug for Inherited {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Inherited").finish_non_exhaustive()
    }
}

impl Inherited {
    /// Blocks every signal in this thread and those it will start, so that they can be fetched with [`next`], and makes sure
    /// that children can be waited for. A fault of the sensor's own still ends it: the kernel does not block those.
    #[must_use]
    pub fn take() -> Self {
        let all = full();
        let mut mask = empty();
        // SAFETY: both sets are initialised and live across the call.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut mask) };
        // SAFETY: SIG_DFL is no function, so no code of ours runs in a handler.
        let children = unsafe { libc::signal(libc::SIGCHLD, libc::SIG_DFL) };
        Self { mask, children }
    }

    /// Puts everything back. For the child, right before it becomes the application.
    pub fn restore(&self) {
        // SAFETY: what is restored is what was there before `take`: default or ignored, for nothing ran that could set a handler.
        unsafe { libc::signal(libc::SIGCHLD, self.children) };
        // SAFETY: the set is initialised and lives across the call.
        unsafe {
            libc::pthread_sigmask(
                libc::SIG_SETMASK,
                &raw const self.mask,
                std::ptr::null_mut(),
            )
        };
    }
}

/// Waits for the next blocked signal.
#[must_use]
pub fn next() -> Signal {
    let all = full();
    loop {
        // SAFETY: the set is initialised; no information about the signal is asked for.
        let number = unsafe { libc::sigwaitinfo(&raw const all, std::ptr::null_mut()) };
        if number > 0 {
            return Signal(number);
        }
    }
}

/// Takes one of these signals if it is already there.
#[must_use]
pub fn pending(wanted: &[Signal]) -> Option<Signal> {
    let mut set = empty();
    for signal in wanted {
        // SAFETY: the set is initialised; a number that is no signal is refused by an error that changes nothing.
        unsafe { libc::sigaddset(&raw mut set, signal.0) };
    }
    let now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: set and time are initialised and live across the call; no information is asked for.
    let number =
        unsafe { libc::sigtimedwait(&raw const set, std::ptr::null_mut(), &raw const now) };
    (number > 0).then_some(Signal(number))
}

/// Sends a signal to a process.
///
/// # Errors
/// `ESRCH` when it is gone.
pub fn send(process: Pid, signal: Signal) -> io::Result<()> {
    // SAFETY: takes numbers; the pid is positive, so it names one process.
    let result = unsafe { libc::kill(process.as_raw_nonzero().get(), signal.0) };
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

/// Kills every process of this pid namespace but the first, which is the only one this may be called by: the kernel does the
/// same when that one ends.
pub fn kill_everybody_else() {
    if std::process::id() == 1 {
        // SAFETY: takes numbers; -1 spares the first process, which we are.
        unsafe { libc::kill(-1, libc::SIGKILL) };
    }
}

/// Lets this signal interrupt the calls of this process without any other effect, and stops blocking it.
pub fn interrupt_on(signal: Signal) {
    extern "C" fn nothing(_: libc::c_int) {}
    let handler: extern "C" fn(libc::c_int) = nothing;
    let action = libc::sigaction {
        sa_sigaction: handler as libc::sighandler_t,
        sa_mask: empty(),
        sa_flags: 0,
        sa_restorer: None,
    };
    // SAFETY: the action is initialised; its handler does nothing, so it is safe at any moment.
    unsafe { libc::sigaction(signal.0, &raw const action, std::ptr::null_mut()) };
    unblock(signal);
}

/// Ends this process by the same signal that ended the application. Comes back when that signal does not end a process.
pub fn die_of(signal: Signal) {
    // SAFETY: SIG_DFL is no function, so no code of ours runs in a handler.
    unsafe { libc::signal(signal.0, libc::SIG_DFL) };
    // SAFETY: takes a number.
    unsafe { libc::raise(signal.0) };
    unblock(signal);
}

fn unblock(signal: Signal) {
    let mut set = empty();
    // SAFETY: the set is initialised; a number that is no signal is refused by an error that changes nothing.
    unsafe { libc::sigaddset(&raw mut set, signal.0) };
    // SAFETY: the set is initialised and lives across the call.
    unsafe { libc::pthread_sigmask(libc::SIG_UNBLOCK, &raw const set, std::ptr::null_mut()) };
}

fn full() -> libc::sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: writes the whole set.
    unsafe { libc::sigfillset(set.as_mut_ptr()) };
    // SAFETY: `sigfillset` initialised it; it cannot fail for a valid pointer.
    unsafe { set.assume_init() }
}

fn empty() -> libc::sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: writes the whole set.
    unsafe { libc::sigemptyset(set.as_mut_ptr()) };
    // SAFETY: `sigemptyset` initialised it; it cannot fail for a valid pointer.
    unsafe { set.assume_init() }
}
