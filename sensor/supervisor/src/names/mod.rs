//! Which names stand behind addresses: what `/etc/hosts` says, what DNS answered to whoever asked in this network namespace,
//! and, where packets cannot be seen, what DNS answers when the sensor asks for the names the application asked for.

mod answer;
mod asker;
mod files;
mod known;
pub mod lookup;
mod packet;
mod pending;
mod sniffer;

use std::net::IpAddr;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::Judge;

use crate::observation::{Observation, ProcessId, Recorder};

pub use answer::question_of;

use answer::Answer;
use files::Files;
use known::Known;
use lookup::Lookup;
use pending::Pending;

/// Names waiting to be asked for; an application that asks for more at once is not waited for.
const MOST_WAITING: usize = 64;
/// Stands for the container's own name.
const OWN_NAME: &str = "{hostname}";
/// The process of what was seen on the wire: nobody knows who asked.
const NOBODY: ProcessId = ProcessId(0);

/// Knows names, and records which are asked for.
#[derive(Debug)]
pub struct Names {
    known: Mutex<Known>,
    files: Mutex<Files>,
    pending: Pending,
    lookup: Arc<Lookup>,
    waiting: SyncSender<(String, ProcessId)>,
    asked: Mutex<Option<Receiver<(String, ProcessId)>>>,
    telling: Telling,
    /// The container's own name, which differs from run to run.
    hostname: String,
}

/// Where what was seen goes.
pub struct Telling {
    /// Says what is thought of a name.
    pub judge: Arc<dyn Judge>,
    /// Keeps it.
    pub recorder: Arc<dyn Recorder>,
}

impl std::fmt::Debug for Telling {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Telling")
    }
}

impl Names {
    /// Knows nothing yet but what the files say. `lookup` is what the sensor asks by itself.
    #[must_use]
    pub fn new(lookup: Arc<Lookup>, telling: Telling) -> Self {
        let (waiting, asked) = sync_channel(MOST_WAITING);
        Self {
            known: Mutex::new(Known::default()),
            files: Mutex::new(Files::default()),
            pending: Pending::default(),
            lookup,
            waiting,
            asked: Mutex::new(Some(asked)),
            telling,
            hostname: rustix::system::uname()
                .nodename()
                .to_string_lossy()
                .to_lowercase(),
        }
    }

    /// A name as it is told: the container's own is a placeholder, since every run has another.
    fn told(&self, name: String) -> String {
        match name.strip_prefix(&self.hostname) {
            Some(domain) if domain.is_empty() || domain.starts_with('.') => {
                format!("{OWN_NAME}{domain}")
            }
            _ => name,
        }
    }

    /// The name behind an address: the one that was asked for last, otherwise the one the hosts file gives.
    #[must_use]
    pub fn name_of(&self, address: IpAddr) -> Option<String> {
        self.names_of(address).into_iter().next()
    }

    /// All names known behind an address, the one that was asked for last first: several services may share one.
    #[must_use]
    pub fn names_of(&self, address: IpAddr) -> Vec<String> {
        let address = address.to_canonical();
        let mut names = lock(&self.known).names_of(address, Instant::now());
        if names.is_empty() {
            names = lock(&self.files).names_of(address, Instant::now());
        }
        names.into_iter().map(|name| self.told(name)).collect()
    }

    /// Somebody asked for this name: seen by the supervisor in a datagram. Does not wait; where packets are seen it is not
    /// needed and changes nothing.
    pub fn asked(&self, name: &str, process: ProcessId) {
        // Full or nobody there: then the name stays unknown, and its connections are told by address.
        let _ = self.waiting.try_send((name.to_owned(), process));
    }

    /// Learns names for as long as the sensor lives. What stands in the way of seeing packets goes to `limited`.
    pub fn watch(&self, limited: impl FnOnce(String)) {
        match sniffer::open() {
            Ok(socket) => sniffer::watch(&socket, self),
            Err(error) => {
                limited(format!(
                    "DNS answers are not seen ({error}); the sensor asks for the names it sees asked"
                ));
                if let Some(asked) = lock(&self.asked).take() {
                    asker::watch(&asked, self);
                }
            }
        }
    }

    /// Takes an answer that was seen or fetched.
    fn learn(&self, answer: &Answer) {
        lock(&self.known).learn(answer, Instant::now());
        self.pending.arrived();
    }

    fn tell(&self, name: &str, process: ProcessId) {
        let name = self.told(name.to_owned());
        let behaviour = Behaviour::Resolve { name: name.clone() };
        let judgement = self.telling.judge.judge(&behaviour);
        self.telling.recorder.record(Observation {
            behaviour,
            judgement,
            process,
            example: vec![name],
            at: SystemTime::now(),
        });
    }
}

impl crate::watch::Names for Names {
    fn name_of(&self, address: IpAddr) -> Option<String> {
        Self::name_of(self, address)
    }

    fn name_soon(&self, address: IpAddr) -> Option<String> {
        self.pending.find(address, || Self::name_of(self, address))
    }

    fn asks(&self) {
        self.pending.expect();
    }

    fn asked(&self, name: &str, process: ProcessId) {
        Self::asked(self, name, process);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
