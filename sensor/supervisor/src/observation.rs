//! The seam inside the sensor: those who see (the supervisor of system calls, the sampler of `/proc`) hand observations to the
//! one who keeps them (the ledger), and answer for the ancestry of the processes they name.

use std::time::SystemTime;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::Judgement;

/// A process in the lineage: unique for the sensor's life, unlike a pid. A process that executes another program becomes
/// a new one, whose parent is the old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProcessId(pub u64);

/// One thing that happened, or was refused.
#[derive(Debug, Clone)]
pub struct Observation {
    /// What.
    pub behaviour: Behaviour,
    /// What was decided on it.
    pub judgement: Judgement,
    /// Who: for an exec, the process as it was before.
    pub process: ProcessId,
    /// The untemplated arguments or path.
    pub example: Vec<String>,
    /// When.
    pub at: SystemTime,
}

/// Keeps observations. Called on the path of a waiting system call: it does not block on anything but a short lock.
pub trait Recorder: Send + Sync {
    /// Takes one observation.
    fn record(&self, observation: Observation);
}

/// A process as it is told in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// Its id.
    pub id: ProcessId,
    /// Whose child it is, or which program it was before an exec.
    pub parent: Option<ProcessId>,
    /// The pid it has or had.
    pub pid: u32,
    /// Real path of the program.
    pub program: String,
    /// Untemplated, bounded.
    pub arguments: Vec<String>,
    /// Effective uid.
    pub user: u32,
    /// When it began, as far as known.
    pub started: SystemTime,
    /// Whether it entered the container from outside.
    pub outside: bool,
}

/// Knows where processes come from.
pub trait Ancestry: Send + Sync {
    /// The process and its ancestors, nearest first, as far as they are known; at most 32.
    fn ancestors(&self, process: ProcessId) -> Vec<Ancestor>;
}
