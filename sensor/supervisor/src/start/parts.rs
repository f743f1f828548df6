//! The parts of the sensor, put together: who judges, who remembers, who watches.

use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use inlay_contract::judgement::Judge;
use inlay_contract::policy::NoPolicy;

use crate::ledger::Ledger;
use crate::policy::CurrentPolicy;
use crate::watch::processes::Processes;
use crate::watch::{Names, Watch};

use super::crew::{Awaited, Duty};
use super::settings::Settings;

/// So many threads answer calls. The kernel wakes all of them for every call: measured, each beyond the first adds a tenth to
/// what a call costs. The second is there because the first may meet a file system that is slow to say what a path is.
const WATCHERS: usize = 2;

/// What lives as long as the application.
#[derive(Debug)]
pub struct Parts {
    watch: Arc<Watch>,
    /// Filled once there is a listener.
    pub awaited: Awaited,
}

impl Parts {
    /// Puts them together.
    ///
    /// # Errors
    /// When the root directory cannot be opened.
    pub fn new(settings: &Settings) -> io::Result<Self> {
        let ledger = Arc::new(Ledger::new(SystemTime::now()));
        let processes = Arc::new(Processes::new());
        let judge: Arc<dyn Judge> = match &settings.policy {
            Some(policy) => Arc::<CurrentPolicy>::clone(policy),
            None => Arc::new(NoPolicy),
        };
        let watch = Watch::new(
            judge,
            Arc::<Ledger>::clone(&ledger),
            Arc::new(NoNames),
            processes,
        )?;
        Ok(Self {
            watch: Arc::new(watch),
            awaited: Awaited::default(),
        })
    }

    /// What is done all the time.
    #[must_use]
    pub fn duties(&self) -> Vec<Duty> {
        (0..WATCHERS).map(|_| self.watching()).collect()
    }

    fn watching(&self) -> Duty {
        let (watch, awaited) = (Arc::clone(&self.watch), self.awaited.clone());
        Duty {
            name: "watch",
            work: Box::new(move || watch.serve(&awaited.listener())),
        }
    }
}

/// Where nobody listens for names.
struct NoNames;

impl Names for NoNames {
    fn name_of(&self, _address: std::net::IpAddr) -> Option<String> {
        None
    }
}
