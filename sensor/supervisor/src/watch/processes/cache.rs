//! The processes that are looked into right now, by pid and by thread: a bounded cache of handles.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::watched::Watched;

/// How many processes are held open at most. Each costs two or three descriptors; with fewer descriptors allowed, fewer are held.
const MOST: usize = 1024;

/// How many descriptors one costs.
const COST: u64 = 3;

/// How many descriptors the sensor needs for everything else, lookups under way included.
const RESERVED: u64 = 36;

/// How many are held however few descriptors are allowed.
const FEWEST: usize = 8;

/// How many threads are remembered; a cache, emptied when it is full.
const MOST_THREADS: usize = 16_384;

/// How many of those that are about to end are looked at when another one is: more than one, so that they do not pile up.
const FORGOTTEN_AT_ONCE: usize = 3;

/// Handles by pid.
#[derive(Debug)]
pub struct Cache {
    processes: HashMap<u32, Arc<Watched>>,
    threads: HashMap<u32, u32>,
    /// Those that said they are about to end.
    leaving: VecDeque<u32>,
    clock: AtomicU64,
}

impl Cache {
    /// Empty.
    #[must_use]
    pub fn new() -> Self {
        Self {
            processes: HashMap::new(),
            threads: HashMap::new(),
            leaving: VecDeque::new(),
            clock: AtomicU64::new(0),
        }
    }

    /// Who a thread was said to belong to; to be checked.
    #[must_use]
    pub fn of_thread(&self, thread: u32) -> Option<&Arc<Watched>> {
        let pid = self.threads.get(&thread).copied().unwrap_or(thread);
        let process = self.processes.get(&pid)?;
        process.used.store(self.tick(), Ordering::Relaxed);
        Some(process)
    }

    /// The process with this pid; to be checked.
    #[must_use]
    pub fn of_pid(&self, pid: u32) -> Option<&Arc<Watched>> {
        self.processes.get(&pid)
    }

    /// Remembers a process, and returns the one to be used from now on: two threads may meet a process at the same time, and
    /// what one of them is about to remember of it must not get lost. Another one that was there under its pid is gone.
    pub fn insert(&mut self, process: Watched) -> Arc<Watched> {
        let known = self.processes.get(&process.group.pid);
        if let Some(known) = known.filter(|known| known.group.started == process.group.started) {
            return Arc::clone(known);
        }
        if self.processes.len() >= most() {
            self.make_room();
        }
        process.used.store(self.tick(), Ordering::Relaxed);
        let process = Arc::new(process);
        let pid = process.group.pid;
        self.processes.insert(pid, Arc::clone(&process));
        process
    }

    /// Remembers whose a thread is.
    pub fn insert_thread(&mut self, thread: u32, pid: u32) {
        if self.threads.len() >= MOST_THREADS {
            self.threads.clear();
        }
        if thread != pid {
            self.threads.insert(thread, pid);
        }
    }

    /// A process says that it is about to end. It is forgotten once it has: another of its threads may be starting a program at
    /// this moment, and win.
    pub fn leaves(&mut self, pid: u32) {
        if self.leaving.len() < MOST_THREADS {
            self.leaving.push_back(pid);
        }
        for _ in 0..FORGOTTEN_AT_ONCE {
            let Some(pid) = self.leaving.pop_front() else {
                return;
            };
            let Some(process) = self.processes.get(&pid) else {
                continue;
            };
            if process.group.exists() {
                self.leaving.push_back(pid);
            } else {
                self.processes.remove(&pid);
            }
        }
    }

    /// Drops the dead; when that is not enough, the quarter that was least recently used.
    fn make_room(&mut self) {
        self.processes.retain(|_, process| process.group.exists());
        if self.processes.len() < most() {
            return;
        }
        let mut ages: Vec<u64> = self
            .processes
            .values()
            .map(|process| age(process))
            .collect();
        ages.sort_unstable();
        let limit = ages.get(ages.len() / 4).copied().unwrap_or(0);
        self.drop_those(|process| age(process) <= limit);
    }

    /// Drops all that can be found again: there are no descriptors left.
    pub fn shrink(&mut self) {
        self.drop_those(|_| true);
    }

    /// One that owes a verification stays: what it was allowed cannot be found out again. So does one that is being looked at: it
    /// may be about to owe one. And one whose memory could not be opened again, as long as those leave room for others.
    fn drop_those(&mut self, chosen: impl Fn(&Watched) -> bool) {
        let held = self.processes.values().filter(|one| one.group.is_held());
        let few_held = held.count() <= most() / 2;
        self.processes.retain(|_, process| {
            !chosen(process)
                || process.owes_verification()
                || Arc::strong_count(process) > 1
                || (few_held && process.group.is_held())
        });
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether there is room for one more exec to be remembered.
    #[must_use]
    pub fn is_crowded(&self) -> bool {
        self.processes.len() > 2 * most()
    }
}

fn age(process: &Watched) -> u64 {
    process.used.load(Ordering::Relaxed)
}

/// How many are held open: as many as the limit of descriptors allows at this moment, for the sensor raises its own.
fn most() -> usize {
    let descriptors = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    descriptors.map_or(MOST, within)
}

/// How many are held open within this limit of descriptors.
fn within(limit: u64) -> usize {
    let room = limit.saturating_sub(RESERVED) / COST;
    usize::try_from(room).map_or(MOST, |room| room.clamp(FEWEST, MOST))
}

#[cfg(test)]
mod tests {
    use super::{COST, FEWEST, MOST, RESERVED, within};

    #[test]
    fn holds_no_more_than_descriptors_allow() {
        for limit in RESERVED + COST * FEWEST as u64..5000 {
            let descriptors = RESERVED + COST * within(limit) as u64;
            assert!(descriptors <= limit, "{limit}");
        }
        assert_eq!(within(64), 9);
        assert_eq!(within(0), FEWEST);
        assert_eq!(within(u64::MAX), MOST);
    }
}
