//! Ending as the application ended.

use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, WaitOptions, WaitStatus, setrlimit, wait};

use crate::sys::signal::{self, Signal};
use crate::watch::processes::children;
use crate::watch::processes::group::Group;

/// How the application ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With this status.
    Exited(i32),
    /// By this signal.
    Killed(Signal),
}

impl Ending {
    /// Reads what `wait` returned; `None` when the process has not ended.
    #[must_use]
    pub fn of(status: WaitStatus) -> Option<Self> {
        let killed = || {
            status
                .terminating_signal()
                .map(|number| Self::Killed(Signal(number)))
        };
        status.exit_status().map(Self::Exited).or_else(killed)
    }

    /// The status a shell, and a container runtime, shows for it.
    #[must_use]
    pub fn status(self) -> i32 {
        match self {
            Self::Exited(status) => status,
            Self::Killed(Signal(number)) => 128 + number,
        }
    }
}

/// How often those who are left are looked for at most; whoever forks faster than that lives on.
const MOST_LOOKS: usize = 500;

/// How long a process is given to end before the next look.
const PAUSE: Duration = Duration::from_millis(1);

/// Ends whoever the application left behind, as the end of the container would. First of all: what they do until then is told with
/// the rest, and their calls do not fail because nobody answers them any more.
pub fn leave_nobody() {
    if std::process::id() == 1 {
        signal::kill_everybody_else();
    } else {
        kill_descendants();
    }
}

/// Ends the sensor in the same way. A first process cannot die of a signal it sends itself; its status says it.
pub fn follow(ending: Ending) -> ! {
    match ending {
        Ending::Killed(signal) if rustix::process::getpid().as_raw_nonzero().get() != 1 => {
            // The application has left a core already, if it was to; ours would help nobody.
            let none = Rlimit {
                current: Some(0),
                maximum: Some(0),
            };
            let _ = setrlimit(Resource::Core, none);
            signal::die_of(signal);
        }
        Ending::Killed(_) | Ending::Exited(_) => {}
    }
    std::process::exit(ending.status())
}

/// Kills whoever is left of the application: all of them become our children as their parents end.
fn kill_descendants() {
    let Ok((own, _)) = Group::open(std::process::id()) else {
        return;
    };
    for _ in 0..MOST_LOOKS {
        let left = children::of(&own);
        if left.is_empty() {
            return;
        }
        let numbers = left.into_iter().filter_map(|pid| i32::try_from(pid).ok());
        for child in numbers.filter_map(Pid::from_raw) {
            // Not reaped yet, so the number is its own. One we may not signal ends with the container.
            let _ = signal::send(child, Signal::KILL);
        }
        while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
        std::thread::sleep(PAUSE);
    }
}
