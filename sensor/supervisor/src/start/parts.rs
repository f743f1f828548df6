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
use crate::outside::{OBSERVE_LIMITS, Outside};
use crate::sys::listener::Listener;
use crate::tier::{Choice, Tier};
use crate::uplink::{self, Calls, Facts, Report, Source, Uplink};
use crate::watch::exec::drift::Baseline;
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
    awaited: Awaited,
    ledger: Arc<Ledger>,
    facts: Arc<Facts>,
    names: Arc<Names>,
    watch: Arc<Watch>,
    outside: Option<Outside>,
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
        let facts = Arc::new(facts(started, choice));
        let lookup = Arc::new(Lookup::default());
        let seeing = Seeing::new(judge(&settings), &ledger, &lookup);
        let watch = seeing.watch()?;
        let outside = seeing.outside(watch.baseline(), &settings);
        let Seeing {
            names, processes, ..
        } = seeing;
        let uplink = uplink(settings, variables, (&ledger, &facts, processes, lookup));
        Ok(Self {
            awaited: Awaited::default(),
            told: uplink.is_some(),
            ledger,
            facts,
            names,
            watch: Arc::new(watch),
            outside: Some(outside),
            uplink,
        })
    }

    /// What is done all the time. Parts are handed over to their threads: once.
    #[must_use]
    pub fn duties(&mut self) -> Vec<Duty> {
        let mut duties: Vec<Duty> = (0..WATCHERS).map(|_| self.watching()).collect();
        let watch = Arc::clone(&self.watch);
        duties.push(Duty::new("look", move || watch.look_later()));
        let (names, facts) = (Arc::clone(&self.names), Arc::clone(&self.facts));
        duties.push(Duty::new("names", move || {
            names.watch(|limit| facts.limited(limit));
        }));
        let awaited = self.awaited.clone();
        duties.extend(self.outside.take().map(|outside| {
            Duty::new("outside", move || {
                let everything = awaited.listener().is_none();
                Outside {
                    everything,
                    ..outside
                }
                .work();
            })
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
        Duty::new("watch", move || {
            if let Some(listener) = awaited.listener() {
                watch.serve(&listener);
            }
        })
    }

    /// Those who watch may begin: with this listener, or without any.
    pub fn go(&self, listener: Option<Listener>) {
        let listener = listener.map(Arc::new);
        if let Some(listener) = listener.clone() {
            let watch = Arc::clone(&self.watch);
            self.facts.count_with(move || Calls {
                notified: listener.received(),
                unknown: watch.unknown(),
            });
        }
        self.awaited.fill(listener);
    }

    /// The filter could not be installed after all.
    pub fn demote(&self, because: String) {
        self.facts.set_tier(frame::Tier::Observe, because);
        observe(&self.facts);
    }

    /// The application has ended: what it did last is told, if that is quick.
    pub fn end(&self) {
        if self.told {
            // Nobody is left to tell when it did not go out.
            let _ = uplink::finish(&self.ledger);
        }
    }
}

/// What all who see work with.
struct Seeing {
    judge: Arc<dyn Judge>,
    recorder: Arc<dyn Recorder>,
    names: Arc<Names>,
    processes: Arc<Processes>,
}

impl Seeing {
    fn new(judge: Arc<dyn Judge>, ledger: &Arc<Ledger>, lookup: &Arc<Lookup>) -> Self {
        let recorder: Arc<dyn Recorder> = Arc::<Ledger>::clone(ledger);
        let telling = Telling {
            judge: Arc::clone(&judge),
            recorder: Arc::clone(&recorder),
        };
        let names = Arc::new(Names::new(Arc::clone(lookup), telling));
        Self {
            judge,
            recorder,
            names,
            processes: Arc::new(Processes::new()),
        }
    }

    fn watch(&self) -> io::Result<Watch> {
        let names: Arc<dyn watch::Names> = Arc::<Names>::clone(&self.names);
        let (judge, recorder) = (Arc::clone(&self.judge), Arc::clone(&self.recorder));
        Watch::new(judge, recorder, names, Arc::clone(&self.processes))
    }

    fn outside(&self, baseline: Baseline, settings: &Settings) -> Outside {
        let config = settings.config.as_ref();
        Outside {
            processes: Arc::clone(&self.processes),
            judge: Arc::clone(&self.judge),
            recorder: Arc::clone(&self.recorder),
            names: Arc::clone(&self.names),
            baseline,
            healthcheck: config.and_then(|config| config.healthcheck.clone()),
            everything: false,
        }
    }
}

/// Without a configuration there is nobody to tell, and no image to speak of.
fn uplink(
    settings: Settings,
    variables: &Variables<'_>,
    (ledger, facts, processes, lookup): (&Arc<Ledger>, &Arc<Facts>, Arc<Processes>, Arc<Lookup>),
) -> Option<Uplink> {
    let (config, policy) = settings.config.zip(settings.policy)?;
    Some(Uplink {
        report: Report::of(variables.get("INLAY_REPORT"), &config),
        config,
        ledger: Arc::clone(ledger),
        policy,
        ancestry: processes,
        facts: Arc::clone(facts),
        lookup,
        metadata: variables
            .get("ECS_CONTAINER_METADATA_URI_V4")
            .map(str::to_owned),
        credentials: Source::of(|name| variables.get(name)),
    })
}

fn observe(facts: &Facts) {
    for limit in OBSERVE_LIMITS {
        facts.limited(limit.to_owned());
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
    if choice.tier == Tier::Observe {
        observe(&facts);
    }
    facts
}
