//! The processes that are looked into right now, by pid and by thread: a bounded cache of handles.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::watched::Watched;

/// How many processes are held open at most. Each costs two or three descriptors; with fewer descriptors allowed, fewer are held.
const MOST: usize = 1024;

/// How many threads are remembered; a cache, emptied when it is full.
const MOST_THREADS: usize = 16_384;

/// Handles by pid.
#[derive(Debug)]
pub struct Cache {
    processes: HashMap<u32, Arc<Watched>>,
    threads: HashMap<u32, u32>,
    clock: AtomicU64,
}

impl Cache {
    /// Empty.
    #[must_use]
    pub fn new() -> Self {
        Self {
            processes: HashMap::new(),
            threads: HashMap::new(),
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

    /// Reprocesses a process. One that was there under its pid is gone.
    pub fn insert(&mut self, process: Arc<Watched>) {
        if self.processes.len() >= most() {
            self.make_room();
        }
        process.used.store(self.tick(), Ordering::Relaxed);
        self.processes.insert(process.group.pid, process);
    }

    /// Reprocesses whose a thread is.
    pub fn insert_thread(&mut self, thread: u32, pid: u32) {
        if self.threads.len() >= MOST_THREADS {
            self.threads.clear();
        }
        if thread != pid {
            self.threads.insert(thread, pid);
        }
    }

    /// Forgets a process.
    pub fn remove(&mut self, pid: u32) -> Option<Arc<Watched>> {
        self.processes.remove(&pid)
    }

    /// Drops the dead; when that is not enough, the quarter that was least recently used. One that owes a verification stays:
    /// its memory of what was allowed cannot be had again.
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
        self.processes
            .retain(|_, process| age(process) > limit || process.owes_verification());
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
    let room = descriptors.map(|limit| usize::try_from(limit / 6).unwrap_or(MOST));
    room.unwrap_or(MOST).clamp(16, MOST)
}
