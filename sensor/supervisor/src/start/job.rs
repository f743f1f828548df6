//! Job control: the terminal belongs to the application, exactly as if it had been started itself.
//!
//! Where the sensor leads its session (`docker run`), it hands both on: the application gets a session of its own and takes
//! the terminal, so that Ctrl-C, Ctrl-Z and window sizes reach it and nobody else. Where something above leads
//! (`docker run --init`), the application gets a process group, in the foreground if the sensor's was.

use std::io::{stderr, stdin, stdout};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::process::getpid;
use rustix::termios::tcsetpgrp;

use crate::sys::signal::{self, Signal};
use crate::sys::terminal;

/// What the application's process has to do to become what the sensor was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Lead a session, and take this descriptor as its terminal.
    Session(Option<u8>),
    /// Lead a process group, and put it in the foreground of this descriptor's terminal.
    Group(Option<u8>),
}

/// Finds the role, and lets go of the terminal where it has to be handed on. All signals have to be blocked.
#[must_use]
pub fn prepare() -> Role {
    let session = terminal::session();
    let group = Some(terminal::group());
    let ours = (0..3).find(|number| with(*number, |fd| terminal::session_of(fd) == Some(session)));
    if !session.is_led_by_us() {
        return Role::Group(
            ours.filter(|number| with(*number, |fd| terminal::foreground_of(fd) == group)),
        );
    }
    if let Some(number) = ours {
        let given_up = with(number, |fd| terminal::give_up(fd).is_ok());
        // The kernel tells the foreground group, which is us, that its terminal is gone. Nobody else needs to know.
        while given_up && signal::pending(&[Signal::HANGUP, Signal::CONTINUE]).is_some() {}
    }
    Role::Session(ours)
}

/// Takes on the role. For the application's process; signals are still blocked, so a background group may speak to its
/// terminal.
pub fn assume(role: Role) {
    // Each of these can only fail where there is nothing to hand on, and then the application starts without.
    match role {
        Role::Session(terminal) => {
            let _ = rustix::process::setsid();
            if let Some(number) = terminal {
                with(number, |fd| rustix::process::ioctl_tiocsctty(fd).is_ok());
            }
        }
        Role::Group(terminal) => {
            let _ = rustix::process::setpgid(None, None);
            if let Some(number) = terminal {
                with(number, |fd| tcsetpgrp(fd, getpid()).is_ok());
            }
        }
    }
}

fn with(number: u8, ask: impl FnOnce(BorrowedFd<'_>) -> bool) -> bool {
    match number {
        0 => ask(stdin().as_fd()),
        1 => ask(stdout().as_fd()),
        _ => ask(stderr().as_fd()),
    }
}
