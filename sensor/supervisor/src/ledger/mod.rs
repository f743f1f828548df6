//! What was seen since the start: behaviours with their evidence, folded together as they come in. It is also the buffer
//! for the time the control plane is away: counts grow, kinds are never dropped, memory stays bounded.

mod bell;
mod evidence;
mod fold;
mod frames;
mod held;
mod lineage;

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::frame::{ActiveMinutes, Entry};
use inlay_contract::judgement::Verdict;

use crate::observation::{Observation, Recorder};

pub use bell::{Bell, Ring};
pub use frames::{Draft, drafts};
pub use held::Ticket;

use held::Held;

/// Keeps what was recorded, and rings when something cannot wait.
#[derive(Debug)]
pub struct Ledger {
    started: SystemTime,
    held: Mutex<Held>,
    bell: Bell,
}

impl Ledger {
    /// Empty, from this moment on.
    #[must_use]
    pub fn new(started: SystemTime) -> Self {
        Self {
            started,
            held: Mutex::new(Held::default()),
            bell: Bell::default(),
        }
    }

    /// When the counts began.
    #[must_use]
    pub fn started(&self) -> SystemTime {
        self.started
    }

    /// Rings when something was refused, or told of the sensor itself.
    #[must_use]
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Whether a behaviour has not been acknowledged yet, or a refused one happened again.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.lock().has_news()
    }

    /// What changed since it was acknowledged, what was refused first.
    #[must_use]
    pub fn changed(&self) -> Vec<(Ticket, Entry)> {
        self.lock().changed()
    }

    /// The control plane has these. What has changed since they were taken stays changed.
    pub fn acknowledge(&self, tickets: &[Ticket]) {
        self.lock().acknowledge(tickets);
    }

    /// Everything is to be told again: a new session knows nothing.
    pub fn forget_acknowledgements(&self) {
        self.lock().forget_acknowledgements();
    }

    /// Minutes in which anything was recorded, by domain.
    #[must_use]
    pub fn active_minutes(&self) -> ActiveMinutes {
        self.lock().active_minutes()
    }

    /// Occurrences that were counted on a coarser behaviour for want of room.
    #[must_use]
    pub fn folded(&self) -> u64 {
        self.lock().folded()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder for Ledger {
    fn record(&self, observation: Observation) {
        let is_grave = observation.judgement.verdict == Verdict::Blocked
            || matches!(
                observation.behaviour,
                Behaviour::Tamper(_) | Behaviour::Mismatch { .. }
            );
        let since = observation
            .at
            .duration_since(self.started)
            .unwrap_or_default();
        let minute = since.as_secs() / 60;
        let is_new = self.lock().record(observation, minute);
        // One that repeats is counted and told in its turn: a loop of refusals must not become a loop of frames.
        if is_grave && is_new {
            self.bell.ring();
        }
    }
}

#[cfg(test)]
mod tests;
