//! Waiting a moment for an answer that is on its way.
//!
//! An application connects a few microseconds after it has got its answer, and the thread that learns the same answer may
//! come second. A connection told by its address instead of its name would be another behaviour, and refused in block.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So long after a question its answer may still come.
const EXPECTED_FOR: Duration = Duration::from_secs(5);
/// The longest wait: about what a name server nearby takes, should we have to ask ourselves.
const MOMENT: Duration = Duration::from_millis(50);
/// An address that was waited for in vain has no name: it is not waited for again so soon.
const FRUITLESS_FOR: Duration = Duration::from_secs(60);
/// Such addresses that are remembered.
const MOST: usize = 1024;
/// Who connects to many addresses without a name must not keep everybody else waiting: so many waits in vain…
const MOST_IN_VAIN: u32 = 4;
/// … in so long a time, then none for the rest of it.
const SPELL: Duration = Duration::from_secs(1);

/// What is on its way.
#[derive(Debug, Default)]
pub(super) struct Pending {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Debug, Default)]
struct State {
    until: Option<Instant>,
    fruitless: HashMap<IpAddr, Instant>,
    /// When the present spell began, and how often something was waited for in vain since.
    spell: Option<(Instant, u32)>,
}

impl Pending {
    /// Somebody has asked something.
    pub(super) fn expect(&self) {
        self.lock().until = Some(Instant::now() + EXPECTED_FOR);
    }

    /// An answer was learnt.
    pub(super) fn arrived(&self) {
        // Taken, so that nobody is between looking and waiting.
        drop(self.lock());
        self.news.notify_all();
    }

    /// What `look` finds for an address, waiting a moment for it where an answer may be on its way.
    pub(super) fn find<T>(&self, address: IpAddr, look: impl Fn() -> Option<T>) -> Option<T> {
        if let Some(found) = look() {
            return Some(found);
        }
        let now = Instant::now();
        let mut state = self.lock();
        if !state.may_come(address, now) {
            return None;
        }
        loop {
            if let Some(found) = look() {
                return Some(found);
            }
            let left = (now + MOMENT).saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.give_up(address, now);
                return None;
            }
            let waited = self.news.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn may_come(&self, address: IpAddr, now: Instant) -> bool {
        let in_vain = self.fruitless.get(&address);
        let enough = self.spell.is_some_and(|(began, times)| {
            times >= MOST_IN_VAIN && now.saturating_duration_since(began) < SPELL
        });
        !enough
            && self.until.is_some_and(|until| now < until)
            && in_vain.is_none_or(|since| now.duration_since(*since) > FRUITLESS_FOR)
    }

    fn give_up(&mut self, address: IpAddr, now: Instant) {
        if self.fruitless.len() >= MOST {
            self.fruitless.clear();
        }
        self.fruitless.insert(address, now);
        self.spell = match self.spell {
            Some((began, times)) if now.saturating_duration_since(began) < SPELL => {
                Some((began, times.saturating_add(1)))
            }
            _ => Some((now, 1)),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::net::Ipv4Addr;
    use std::sync::OnceLock;

    use super::*;

    const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 9));

    #[test]
    fn takes_an_answer_that_comes_while_it_waits() {
        let (pending, known) = (Pending::default(), OnceLock::new());
        pending.expect();
        let looks = Cell::new(0);

        let found = std::thread::scope(|scope| {
            pending.find(ADDRESS, || {
                looks.set(looks.get() + 1);
                if looks.get() == 2 {
                    scope.spawn(|| {
                        known.set("shop").unwrap();
                        pending.arrived();
                    });
                }
                known.get().copied()
            })
        });

        assert_eq!(found, Some("shop"));
    }

    #[test]
    fn does_not_wait_where_nobody_has_asked() {
        let looks = Cell::new(0);

        let found: Option<()> = Pending::default().find(ADDRESS, || {
            looks.set(looks.get() + 1);
            None
        });

        assert_eq!((found, looks.get()), (None, 1));
    }

    #[test]
    fn does_not_wait_all_the_time_for_addresses_without_names() {
        let mut state = State {
            until: Some(Instant::now() + EXPECTED_FOR),
            ..State::default()
        };
        let now = Instant::now();
        let address = |last: u32| IpAddr::V4(Ipv4Addr::from(0xc000_0200 + last));

        let waits = (0..100).filter(|&last| {
            let waits = state.may_come(address(last), now);
            if waits {
                state.give_up(address(last), now);
            }
            waits
        });

        assert_eq!(waits.count(), MOST_IN_VAIN as usize);
        assert!(state.may_come(address(200), now + SPELL));
    }

    #[test]
    fn does_not_wait_twice_for_an_address_without_a_name() {
        let pending = Pending::default();
        pending.expect();
        let looks = Cell::new(0);
        let look = || -> Option<()> {
            looks.set(looks.get() + 1);
            None
        };

        pending.find(ADDRESS, look);
        let first = looks.get();
        pending.find(ADDRESS, look);

        assert!(first > 1);
        assert_eq!(looks.get(), first + 1);
    }
}
