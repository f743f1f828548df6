//! Everything between a notification and its answer: who calls, what the call means, whether it may, and what is remembered
//! of it.
//!
//! A call is first *interpreted* into a [`meaning::Meaning`], which costs whatever reading it needs and decides nothing; then
//! *decided* by the policy's judge; then answered. Nothing here waits for anything but the kernel's own files.

pub mod call;
pub mod exec;
pub mod file;
#[cfg(test)]
mod interruption_tests;
pub mod kill;
pub mod meaning;
pub mod memory;
pub mod network;
pub mod path;
pub mod privilege;
pub mod processes;
pub mod procfs;
pub mod receive;
pub mod registers;
pub mod safety;
pub mod sight;
#[cfg(test)]
pub mod stage;

use std::ffi::OsStr;
use std::net::IpAddr;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use inlay_contract::judgement::Judge;

use crate::observation::{ProcessId, Recorder};
use crate::strategy::Table;
use exec::drift::Baseline;
use processes::Processes;

/// Knows names of addresses.
pub trait Names: Send + Sync {
    /// The name under which an address was last asked for, if any. Called on the path of a waiting call: it does not block.
    fn name_of(&self, address: IpAddr) -> Option<String>;

    /// The same, waiting a moment for it where an answer is on its way.
    fn name_soon(&self, address: IpAddr) -> Option<String>;

    /// Somebody speaks to a name server.
    fn asks(&self);

    /// A process asks for this name. Does not wait.
    fn asked(&self, name: &str, process: ProcessId);
}

/// The supervisor of system calls.
pub struct Watch {
    judge: Arc<dyn Judge>,
    recorder: Arc<dyn Recorder>,
    names: Arc<dyn Names>,
    processes: Arc<Processes>,
    baseline: Baseline,
    root: Arc<OwnedFd>,
    ours: file::ours::Ours,
    bound: network::Bound,
    later: exec::later::Later,
    own: u32,
    table: &'static Table,
    unknown: AtomicU64,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl Watch {
    /// Puts a supervisor together. What changes after this moment is no longer as the image brought it.
    ///
    /// # Errors
    /// When the root directory cannot be opened.
    pub fn new(
        judge: Arc<dyn Judge>,
        recorder: Arc<dyn Recorder>,
        names: Arc<dyn Names>,
        processes: Arc<Processes>,
    ) -> std::io::Result<Self> {
        let root = Arc::new(path::own_root()?);
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        let baseline = Baseline {
            started: (seconds, i64::from(now.subsec_nanos())),
            mount: exec::drift::mount(&root),
        };
        Ok(Self {
            judge,
            recorder,
            names,
            processes,
            baseline,
            root,
            ours: file::ours::Ours::find(Path::new(OsStr::from_bytes(file::OWN_FOLDER))),
            bound: network::Bound::default(),
            later: exec::later::Later::default(),
            own: std::process::id(),
            table: Table::native(),
            unknown: AtomicU64::new(0),
        })
    }

    /// How many calls were refused because nobody could be found who made them.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.unknown.load(Ordering::Relaxed)
    }

    /// What the image brought, as it was when this began.
    #[must_use]
    pub fn baseline(&self) -> Baseline {
        self.baseline
    }
}
