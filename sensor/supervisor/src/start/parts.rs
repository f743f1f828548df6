//! The parts of the sensor, put together: who judges, who remembers, who watches, who tells.

use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use inlay_contract::frame;
use inlay_contract::judgement::Judge;
use inlay_contract::policy::NoPolicy;

use crate::ledger::Ledger;
use crate::names::lookup::Lookup;
use crate::names::{Names, Telling};
use crate::observation::Recorder;
use crate::tier::{Choice, Tier};
use crate::uplink::{self, Facts, Report, Uplink};
use crate::watch::processes::Processes;
use crate::watch::{self, Watch};

use super::crew::{Awaited, Duty};
use super::settings::Settings;
use super::variables::Variables;

/// So many threads answer calls. The kernel wakes all of them for every call: measured, each beyond the first adds a tenth to
/// what a call costs. The second is there because the first may meet a file system that is slow to say what a path is.
const WATCHERS: usize = 2;

/// What lives as long as the application.
#[derive(Debug)]
pub struct Parts {
    /// Filled once there is a listener.
    pub awaited: Awaited,
    ledger: Arc<Ledger>,
    facts: Arc<Facts>,
    names: Arc<Names>,
    watch: Arc<Watch>,
    uplink: Option<Uplink>,
    /// Whether somebody is told what is seen.
    told: bool,
}

impl Parts {
    /// Puts them together.
    ///
    /// # Errors
    /// When the root directory cannot be opened.
    pub fn new(settings: Settings, choice: &Choice, variables: &Variables<'_>) -> io::Result<Self> {
        let started = SystemTime::now();
        let ledger = Arc::new(Ledger::new(started));
        let recorder: Arc<dyn Recorder> = Arc::<Ledger>::clone(&ledger);
        let facts = Arc::new(facts(started, choice));
        let lookup = Arc::new(Lookup::default());
        let judge = judge(&settings);
        let telling = Telling {
            judge: Arc::clone(&judge),
            recorder: Arc::clone(&recorder),
        };
        let names = Arc::new(Names::new(Arc::clone(&lookup), telling));
        let processes = Arc::new(Processes::new());
        let known: Arc<dyn watch::Names> = Arc::<Names>::clone(&names);
        let watch = Arc::new(Watch::new(judge, recorder, known, Arc::clone(&processes))?);
        let uplink = settings
            .config
            .zip(settings.policy)
            .map(|(config, policy)| Uplink {
                report: Report::of(variables.get("INLAY_REPORT"), &config),
                config,
                ledger: Arc::clone(&ledger),
                policy,
                ancestry: processes,
                facts: Arc::clone(&facts),
                lookup,
                metadata: variables
                    .get("ECS_CONTAINER_METADATA_URI_V4")
                    .map(str::to_owned),
            });
        let told = uplink.is_some();
        Ok(Self {
            awaited: Awaited::default(),
            ledger,
            facts,
            names,
            watch,
            uplink,
            told,
        })
    }

    /// What is done all the time. The uplink is handed over to its thread, so a second call gives none.
    #[must_use]
    pub fn duties(&mut self) -> Vec<Duty> {
        let mut duties: Vec<Duty> = (0..WATCHERS).map(|_| self.watching()).collect();
        let (names, facts) = (Arc::clone(&self.names), Arc::clone(&self.facts));
        duties.push(Duty::new("names", move || {
            names.watch(|limit| facts.limited(limit));
        }));
        duties.extend(
            self.uplink
                .take()
                .map(|uplink| Duty::new("uplink", move || uplink.work())),
        );
        duties
    }

    fn watching(&self) -> Duty {
        let (watch, awaited) = (Arc::clone(&self.watch), self.awaited.clone());
        Duty::new("watch", move || watch.serve(&awaited.listener()))
    }

    /// The filter could not be installed after all.
    pub fn demote(&self, because: String) {
        self.facts.set_tier(frame::Tier::Observe, because);
    }

    /// The application has ended: what it did last is told, if that is quick.
    pub fn end(&self) {
        if self.told {
            // Nobody is left to tell when it did not go out.
            let _ = uplink::finish(&self.ledger);
        }
    }
}

fn judge(settings: &Settings) -> Arc<dyn Judge> {
    match &settings.policy {
        Some(policy) => Arc::clone(policy) as Arc<dyn Judge>,
        None => Arc::new(NoPolicy),
    }
}

fn facts(started: SystemTime, choice: &Choice) -> Facts {
    let tier = match choice.tier {
        Tier::Notify { .. } => frame::Tier::Notify,
        Tier::Ptrace => frame::Tier::Ptrace,
        Tier::Observe => frame::Tier::Observe,
    };
    let facts = Facts::new(started, tier, choice.because.clone(), choice.forced);
    for limit in &choice.limits {
        facts.limited(limit.clone());
    }
    facts
}
