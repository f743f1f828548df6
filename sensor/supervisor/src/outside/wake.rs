//! Waiting for the next look: for its time, or for somebody to open a program, so that short sessions are seen.

use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};

/// Where programs live that one runs by hand.
const DIRECTORIES: [&str; 6] = [
    "/bin",
    "/sbin",
    "/usr/bin",
    "/usr/sbin",
    "/usr/local/bin",
    "/usr/local/sbin",
];
/// An application that starts programs all the time would keep the sampler awake: so many looks are given away at once...
const MOST_LOOKS: u32 = 8;
/// ...and one more comes back each time this has passed.
const ANOTHER_LOOK: Duration = Duration::from_millis(250);
/// Room for many events at once; what they say does not matter.
const EVENTS: usize = 4096;

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woken {
    /// The time has come.
    ByTime,
    /// Somebody opened a program.
    ByAProgram,
}

#[derive(Debug)]
pub(super) struct Wake {
    /// Absent where inotify cannot be had: then only the time wakes.
    programs: Option<OwnedFd>,
    budget: Budget,
    next: Instant,
}

impl Wake {
    pub(super) fn new(now: Instant) -> Self {
        let programs = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok();
        if let Some(programs) = &programs {
            for directory in DIRECTORIES {
                // An image need not have it.
                let _ = add_watch(programs, directory, WatchFlags::OPEN | WatchFlags::ONLYDIR);
            }
        }
        Self {
            programs,
            budget: Budget {
                looks: MOST_LOOKS,
                since: now,
            },
            next: now,
        }
    }

    /// Waits for the next look, `every` so often.
    pub(super) fn wait(&mut self, every: Duration) -> Woken {
        let now = Instant::now();
        if self.next <= now {
            self.next = now + every;
        }
        let left = self.next.saturating_duration_since(now);
        let Some(programs) = self.programs.as_ref().filter(|_| self.budget.has_one(now)) else {
            std::thread::sleep(left);
            return Woken::ByTime;
        };
        let descriptor = programs.as_fd();
        let mut polled = [PollFd::new(&descriptor, PollFlags::IN)];
        let timeout = Timespec::try_from(left).ok();
        let ready = rustix::event::poll(&mut polled, timeout.as_ref()).unwrap_or(0);
        if ready == 0 {
            return Woken::ByTime;
        }
        let mut events = [0; EVENTS];
        while rustix::io::read(programs, &mut events).is_ok_and(|length| length == EVENTS) {}
        self.budget.take();
        Woken::ByAProgram
    }
}

/// Looks that may still be given away.
#[derive(Debug)]
struct Budget {
    looks: u32,
    since: Instant,
}

impl Budget {
    fn has_one(&mut self, now: Instant) -> bool {
        let passed =
            now.saturating_duration_since(self.since).as_millis() / ANOTHER_LOOK.as_millis();
        if let Ok(more) = u32::try_from(passed).map(|more| more.min(MOST_LOOKS)) {
            if more > 0 {
                self.looks = (self.looks + more).min(MOST_LOOKS);
                self.since = now;
            }
        }
        self.looks > 0
    }

    fn take(&mut self) {
        self.looks = self.looks.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_opened_wakes() {
        let mut wake = Wake::new(Instant::now());
        std::thread::scope(|scope| {
            scope.spawn(|| std::process::Command::new("/bin/true").status().unwrap());
            while wake.wait(Duration::from_secs(60)) != Woken::ByAProgram {}
        });
    }

    #[test]
    fn looks_are_given_away_within_bounds() {
        let now = Instant::now();
        let mut budget = Budget {
            looks: MOST_LOOKS,
            since: now,
        };
        for _ in 0..MOST_LOOKS {
            assert!(budget.has_one(now));
            budget.take();
        }

        assert!(!budget.has_one(now));
        assert!(budget.has_one(now + ANOTHER_LOOK));
        budget.take();
        assert!(!budget.has_one(now + ANOTHER_LOOK));
        assert!(budget.has_one(now + 100 * ANOTHER_LOOK));
        assert_eq!(budget.looks, MOST_LOOKS);
    }
}
