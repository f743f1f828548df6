//! Wakes who sends when something cannot wait.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Something to wait on.
#[derive(Debug, Default)]
pub struct Bell {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    rung: bool,
    ending: bool,
    ended: bool,
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// The time has come.
    Time,
    /// Something cannot wait.
    Urgent,
    /// The sensor is ending.
    Ending,
}

impl Bell {
    /// Something cannot wait.
    pub fn ring(&self) {
        self.lock().rung = true;
        self.changed.notify_all();
    }

    /// Waits until that moment, or for something that comes before it.
    pub fn wait_until(&self, moment: Instant) -> Ring {
        let mut state = self.lock();
        loop {
            if state.ending {
                return Ring::Ending;
            }
            if state.rung {
                state.rung = false;
                return Ring::Urgent;
            }
            let left = moment.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ring::Time;
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the end is asked for.
    pub fn wait_for_end(&self) {
        let mut state = self.lock();
        while !state.ending {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Asks for an end, and waits for it so long at most. Tells whether it came.
    pub fn end(&self, patience: Duration) -> bool {
        let mut state = self.lock();
        state.ending = true;
        self.changed.notify_all();
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if state.ended || left.is_zero() {
                return state.ended;
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The last thing was sent.
    pub fn ended(&self) {
        self.lock().ended = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wakes_for_each_reason() {
        let bell = Bell::default();
        let later = Instant::now() + Duration::from_secs(3600);

        assert_eq!(bell.wait_until(Instant::now()), Ring::Time);
        bell.ring();
        assert_eq!(bell.wait_until(later), Ring::Urgent);
        std::thread::scope(|scope| {
            scope.spawn(|| bell.ring());
            assert_eq!(bell.wait_until(later), Ring::Urgent);
            scope.spawn(|| assert!(bell.end(Duration::from_secs(3600))));
            assert_eq!(bell.wait_until(later), Ring::Ending);
            bell.ended();
        });
    }

    #[test]
    fn does_not_wait_for_an_end_that_does_not_come() {
        assert!(!Bell::default().end(Duration::from_millis(1)));
    }
}
