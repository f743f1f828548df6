//! Who descends from whom: a bounded graph of processes, living and finished.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::SystemTime;

use crate::observation::{Ancestor, ProcessId};

/// How many processes are remembered. A container has tens; the rest is history, kept for the frames that name it.
const MOST: usize = 4096;

/// How many bytes of program names and arguments are remembered, so that long arguments cannot fill the memory.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// How many ancestors are told (the contract of `Ancestry`).
const MOST_ANCESTORS: usize = 32;

/// A program file; by default one that cannot be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Program {
    /// Its real path, untemplated; empty when it cannot be told.
    pub path: String,
    /// Device and inode of what really runs, for a script its interpreter; `None` when they cannot be told.
    pub identity: Option<(u64, u64)>,
}

/// One process between two execs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: ProcessId,
    /// Whose child it is, or what it was before the exec.
    pub parent: Option<ProcessId>,
    /// Its pid.
    pub pid: u32,
    /// What it runs.
    pub program: Program,
    /// With what, untemplated, bounded.
    pub arguments: Arc<[String]>,
    /// Effective uid.
    pub user: u32,
    /// When it began, or was first seen.
    pub started: SystemTime,
    /// Whether it entered the container from outside.
    pub outside: bool,
}

impl Process {
    fn bytes(&self) -> usize {
        let arguments: usize = self.arguments.iter().map(String::len).sum();
        self.program.path.len() + arguments
    }
}

#[derive(Debug)]
struct Entry {
    process: Arc<Process>,
    children: usize,
    living: bool,
}

/// The graph. Finished processes that nobody descends from any more are forgotten first, oldest first.
#[derive(Debug, Default)]
pub struct Lineage {
    entries: HashMap<ProcessId, Entry>,
    /// Candidates to be forgotten, in the order in which they became so.
    leaves: VecDeque<ProcessId>,
    bytes: usize,
}

impl Lineage {
    /// Adds a process.
    pub fn add(&mut self, process: &Arc<Process>) {
        if let Some(parent) = process.parent.and_then(|id| self.entries.get_mut(&id)) {
            parent.children += 1;
        }
        self.bytes += process.bytes();
        let entry = Entry {
            process: Arc::clone(process),
            children: 0,
            living: true,
        };
        self.entries.insert(process.id, entry);
        while self.entries.len() > MOST || self.bytes > MOST_BYTES {
            if !self.forget_one(process.id) {
                break;
            }
        }
    }

    /// Marks a process as finished, or as replaced by the program it executed.
    pub fn finish(&mut self, id: ProcessId) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.living = false;
            if entry.children == 0 {
                self.leaves.push_back(id);
            }
        }
    }

    /// Forgets the oldest leaf; where all live, the oldest that lives: its descendants' ancestry ends there.
    fn forget_one(&mut self, except: ProcessId) -> bool {
        while let Some(id) = self.leaves.pop_front() {
            let forgettable = self
                .entries
                .get(&id)
                .is_some_and(|entry| entry.children == 0 && !entry.living);
            if forgettable {
                self.forget(id);
                return true;
            }
        }
        let oldest = self
            .entries
            .keys()
            .filter(|&&id| id != except)
            .min()
            .copied();
        oldest.is_some_and(|id| {
            self.forget(id);
            true
        })
    }

    fn forget(&mut self, id: ProcessId) {
        let Some(entry) = self.entries.remove(&id) else {
            return;
        };
        self.bytes = self.bytes.saturating_sub(entry.process.bytes());
        let Some(parent_id) = entry.process.parent else {
            return;
        };
        if let Some(parent) = self.entries.get_mut(&parent_id) {
            parent.children = parent.children.saturating_sub(1);
            if parent.children == 0 && !parent.living {
                self.leaves.push_back(parent_id);
            }
        }
    }

    /// A process by its id.
    #[must_use]
    pub fn get(&self, id: ProcessId) -> Option<&Arc<Process>> {
        self.entries.get(&id).map(|entry| &entry.process)
    }

    /// The process and its ancestors, nearest first.
    pub fn line(&self, id: ProcessId) -> impl Iterator<Item = &Arc<Process>> {
        let first = self.get(id);
        std::iter::successors(first, |process| self.get(process.parent?)).take(MOST_ANCESTORS)
    }
}

impl From<&Process> for Ancestor {
    fn from(process: &Process) -> Self {
        Self {
            id: process.id,
            parent: process.parent,
            pid: process.pid,
            program: process.program.path.clone(),
            arguments: process.arguments.to_vec(),
            user: process.user,
            started: process.started,
            outside: process.outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::SystemTime;

    use super::{Lineage, MOST, Process, Program};
    use crate::observation::ProcessId;

    fn process(id: u64, parent: Option<u64>, arguments: &[&str]) -> Arc<Process> {
        Arc::new(Process {
            id: ProcessId(id),
            parent: parent.map(ProcessId),
            pid: 7,
            program: Program {
                path: "/bin/p".into(),
                identity: None,
            },
            arguments: arguments.iter().map(|text| (*text).to_string()).collect(),
            user: 0,
            started: SystemTime::UNIX_EPOCH,
            outside: false,
        })
    }

    fn line(lineage: &Lineage, id: u64) -> Vec<u64> {
        lineage
            .line(ProcessId(id))
            .map(|process| process.id.0)
            .collect()
    }

    #[test]
    fn tells_ancestors_nearest_first_also_when_they_have_finished() {
        let mut lineage = Lineage::default();
        lineage.add(&process(1, None, &[]));
        lineage.add(&process(2, Some(1), &[]));
        lineage.add(&process(3, Some(2), &[]));

        lineage.finish(ProcessId(2));
        lineage.finish(ProcessId(1));

        assert_eq!(line(&lineage, 3), [3, 2, 1]);
        assert_eq!(line(&lineage, 9), [0; 0]);
    }

    #[test]
    fn keeps_a_living_line_through_a_flood_of_short_ones() {
        let mut lineage = Lineage::default();
        lineage.add(&process(1, None, &[]));
        lineage.add(&process(2, Some(1), &[]));
        lineage.finish(ProcessId(1));

        for id in 10..10 + 3 * MOST as u64 {
            lineage.add(&process(id, Some(2), &[]));
            lineage.finish(ProcessId(id));
        }

        assert_eq!(line(&lineage, 2), [2, 1]);
        assert!(lineage.entries.len() <= MOST);
        assert!(lineage.leaves.len() <= MOST + 1);
    }

    #[test]
    fn is_bounded_when_nothing_ever_finishes_and_arguments_are_long() {
        let mut lineage = Lineage::default();
        let long = "x".repeat(4096);

        for id in 1..=2 * MOST as u64 {
            lineage.add(&process(id, Some(id - 1), &[&long]));
        }

        assert!(lineage.bytes <= super::MOST_BYTES);
        assert!(lineage.entries.len() <= MOST);
        assert_eq!(line(&lineage, 2 * MOST as u64).len(), 32);
    }
}
