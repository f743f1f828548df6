//! A second look at execs for programs that make no notified call for a while: what runs is compared with what was allowed even
//! so, a moment later.
//!
//! Arguments are left to the first notified call, before which a program cannot have changed them; here it cannot be told whether it has.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::allowed::{Outcome, outcome};
use super::settle::appearance;
use crate::strategy::FOREIGN;
use crate::watch::Watch;
use crate::watch::call::Call;
use crate::watch::processes::Caller;
use crate::watch::processes::watched::Watched;
use crate::watch::registers::Registers;

/// When the first look is: after most programs have made a notified call of their own.
const FIRST: Duration = Duration::from_millis(2);

/// The longest time between two looks at a process that has not come to run what it was allowed.
const LONGEST: Duration = Duration::from_secs(4);

/// How many processes are to be looked at later.
const MOST: usize = 1024;

/// A process to be looked at.
#[derive(Debug)]
struct Due {
    watched: Weak<Watched>,
    at: Instant,
    pause: Duration,
}

/// Processes to be looked at.
#[derive(Debug)]
pub struct Later {
    give: SyncSender<Due>,
    take: Mutex<Receiver<Due>>,
}

impl Default for Later {
    fn default() -> Self {
        let (give, take) = sync_channel(MOST);
        Self {
            give,
            take: Mutex::new(take),
        }
    }
}

impl Later {
    /// Has a process looked at in a moment.
    pub(super) fn look_at(&self, watched: &Arc<Watched>) {
        let due = Due {
            watched: Arc::downgrade(watched),
            at: Instant::now() + FIRST,
            pause: FIRST,
        };
        // Full: the next notified call of the process finds out.
        let _full = self.give.try_send(due);
    }
}

/// Takes one in. Where there is no room, in the place of the one that was looked at most often: its exec has most likely failed, and
/// whoever had a thousand fail must not keep the next one from being looked at.
fn take_in(waiting: &mut Vec<Due>, due: Due) {
    let often = waiting.iter().enumerate().max_by_key(|(_, due)| due.pause);
    if let Some((often, _)) = often.filter(|_| waiting.len() >= MOST) {
        waiting.swap_remove(often);
    }
    waiting.push(due);
}

impl Watch {
    /// Looks at processes that were allowed to execute a program, for as long as the sensor lives.
    pub fn look_later(&self) {
        let take = self
            .later
            .take
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut waiting: Vec<Due> = Vec::new();
        loop {
            let next = waiting.iter().map(|due| due.at).min();
            let pause = next.map_or(LONGEST, |at| at.saturating_duration_since(Instant::now()));
            match take.recv_timeout(pause) {
                Ok(due) => take_in(&mut waiting, due),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let now = Instant::now();
            waiting.retain_mut(|due| due.at > now || self.is_to_be_seen_again(due, now));
        }
    }

    fn is_to_be_seen_again(&self, due: &mut Due, now: Instant) -> bool {
        due.pause = (due.pause * 4).min(LONGEST);
        due.at = now + due.pause;
        due.watched
            .upgrade()
            .is_some_and(|watched| self.look(&watched))
    }

    /// Looks at one process; whether it is to be looked at again.
    fn look(&self, watched: &Arc<Watched>) -> bool {
        let _alone = watched.settling();
        if !watched.owes_verification() {
            return false;
        }
        let Some(now) = appearance(&watched.group) else {
            return false;
        };
        let mut allowed = watched.state().allowed.clone();
        // No thread has this number, so no exec is taken for failed.
        match outcome(&mut allowed, 0, now, false, None) {
            Outcome::Waiting => true,
            Outcome::As(_) | Outcome::Unread | Outcome::Hidden => false,
            Outcome::Other => {
                self.catch(watched);
                false
            }
        }
    }

    fn catch(&self, watched: &Arc<Watched>) {
        let expected = watched
            .state()
            .allowed
            .iter()
            .find_map(|exec| exec.what.clone());
        let caller = Caller {
            thread: watched.group.pid,
            watched: Arc::clone(watched),
        };
        let call = Call {
            caller: &caller,
            process: watched.process(),
            row: &FOREIGN,
            number: 0,
            architecture: 0,
            registers: Registers::default(),
        };
        let allowed = expected.map(|expected| expected.program.path);
        self.mismatch(&call, &allowed.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;
    use std::time::Instant;

    use super::{Due, FIRST, LONGEST, MOST, take_in};

    #[test]
    fn makes_room_for_the_next_by_forgetting_who_was_looked_at_most_often() {
        let due = |pause| Due {
            watched: Weak::new(),
            at: Instant::now(),
            pause,
        };
        let mut waiting: Vec<Due> = (1..MOST).map(|_| due(LONGEST)).collect();

        take_in(&mut waiting, due(FIRST));
        take_in(&mut waiting, due(FIRST));

        let fresh = waiting.iter().filter(|due| due.pause == FIRST).count();
        assert_eq!((waiting.len(), fresh), (MOST, 2));
    }
}
