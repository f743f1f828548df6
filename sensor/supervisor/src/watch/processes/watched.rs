//! A live process with what we know of it.

use std::os::fd::OwnedFd;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::group::Group;
use super::lineage::Process;
use crate::watch::exec::allowed::Allowed;

/// A live process with what we know of it.
#[derive(Debug)]
pub struct Watched {
    /// The way to look into it.
    pub group: Group,
    /// When it was last asked for, in the cache's own count.
    pub used: AtomicU64,
    state: Mutex<State>,
    settling: Mutex<()>,
}

/// What changes during its life.
#[derive(Debug)]
pub struct State {
    /// What it is, between two execs.
    pub process: Arc<Process>,
    /// Execs that were allowed and of which we do not know yet what came.
    pub allowed: Vec<Allowed>,
    /// Its root directory, once looked at.
    pub root: Option<Root>,
    /// Whether its root directory may change, so that it has to be looked at every time.
    pub unsteady: bool,
    /// Whether it, or one it comes from, was to be ended and could not be.
    pub condemned: bool,
}

/// The root directory of a process.
#[derive(Debug, Clone)]
pub enum Root {
    /// The sensor's own.
    Shared,
    /// Another.
    Other(Arc<OwnedFd>),
}

impl Watched {
    /// Begins to watch.
    #[must_use]
    pub fn new(group: Group, process: Arc<Process>, root: Option<Root>, condemned: bool) -> Self {
        let state = State {
            process,
            allowed: Vec::new(),
            root,
            unsteady: false,
            condemned,
        };
        Self {
            group,
            used: AtomicU64::new(0),
            state: Mutex::new(state),
            settling: Mutex::new(()),
        }
    }

    /// Its state; held briefly.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps other threads from using what the process was while it is found out what it has become.
    pub fn settling(&self) -> MutexGuard<'_, ()> {
        self.settling.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it is now.
    #[must_use]
    pub fn process(&self) -> Arc<Process> {
        Arc::clone(&self.state().process)
    }

    /// Whether an exec of it was allowed and has not been looked at yet.
    #[must_use]
    pub fn owes_verification(&self) -> bool {
        !self.state().allowed.is_empty()
    }
}
