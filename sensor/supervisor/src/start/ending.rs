//! Ending as the application ended.

use rustix::process::{Resource, Rlimit, WaitStatus, setrlimit};

use crate::sys::signal::{self, Signal};

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

/// Ends the sensor in the same way. A first process cannot die of a signal it sends itself; its status says it.
pub fn follow(ending: Ending) -> ! {
    // They end with us in any case. Without this, those who wait for an answer would first see their calls fail.
    signal::kill_everybody_else();
    if let Ending::Killed(signal) = ending
        && rustix::process::getpid().as_raw_nonzero().get() != 1
    {
        // The application has left a core already, if it was to; ours would help nobody.
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, none);
        signal::die_of(signal);
    }
    std::process::exit(ending.status())
}
