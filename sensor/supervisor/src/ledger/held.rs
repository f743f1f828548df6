//! The behaviours that are held, within their bounds.

use std::collections::HashMap;
use std::sync::Arc;

use inlay_contract::behaviour::{Behaviour, Domain};
use inlay_contract::frame::{ActiveMinutes, Entry};
use inlay_contract::judgement::Verdict;

use super::evidence::Evidence;
use super::fold;
use crate::observation::Observation;

/// Behaviours in full detail. An application has hundreds; thousands are an attack or a name nobody templated.
const MOST: usize = 4096;
/// Text held in full detail: with [`MOST`] the ledger stays below some 4 MB.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Beyond these bounds there is so much room for folded behaviours; then only the coarsest, which are few, are held.
const MOST_FOLDED: usize = 512;

/// What was handed out, to be acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    slot: usize,
    revision: u64,
}

#[derive(Debug, Default)]
pub(super) struct Held {
    /// Never shrinks, so a slot is a name.
    evidence: Vec<Evidence>,
    /// A behaviour may stand once under each verdict.
    slots: HashMap<Arc<Behaviour>, [Option<usize>; 3]>,
    bytes: usize,
    folded: u64,
    active: ActiveMinutes,
    minute: HashMap<Domain, u64>,
}

impl Held {
    /// Counts an occurrence; tells whether it is the first of its kind.
    pub(super) fn record(&mut self, observation: Observation, minute: u64) -> bool {
        self.activity(observation.behaviour.domain(), minute);
        let slot = self.slot(&observation, minute);
        let Some(evidence) = self.evidence.get_mut(slot) else {
            return false;
        };
        let is_first = evidence.revision() == 0;
        evidence.count(observation, minute);
        is_first
    }

    fn activity(&mut self, domain: Domain, minute: u64) {
        let last = self.minute.get(&domain).copied();
        if last.is_none_or(|last| minute > last) {
            self.minute.insert(domain, minute);
            *self.active.of(domain) += 1;
        }
    }

    fn slot(&mut self, observation: &Observation, minute: u64) -> usize {
        let verdict = observation.judgement.verdict;
        if let Some(slot) = self.find(&observation.behaviour, verdict) {
            return slot;
        }
        if self.evidence.len() < MOST && self.bytes < MOST_BYTES {
            return self.add(observation.behaviour.clone(), observation, minute);
        }
        self.folded += 1;
        let mut behaviour = observation.behaviour.clone();
        while let Some(coarser) = fold::coarser(&behaviour) {
            if let Some(slot) = self.find(&coarser, verdict) {
                return slot;
            }
            behaviour = coarser;
            if self.evidence.len() < MOST + MOST_FOLDED && fold::is_short(&behaviour) {
                break;
            }
        }
        self.add(behaviour, observation, minute)
    }

    fn find(&self, behaviour: &Behaviour, verdict: Verdict) -> Option<usize> {
        self.slots
            .get(behaviour)?
            .get(place(verdict))
            .copied()
            .flatten()
    }

    fn add(&mut self, behaviour: Behaviour, observation: &Observation, minute: u64) -> usize {
        let slot = self.evidence.len();
        self.bytes += fold::weight(&behaviour);
        let behaviour = Arc::new(behaviour);
        self.evidence
            .push(Evidence::new(Arc::clone(&behaviour), observation, minute));
        let places = self.slots.entry(behaviour).or_default();
        if let Some(place) = places.get_mut(place(observation.judgement.verdict)) {
            *place = Some(slot);
        }
        slot
    }

    pub(super) fn has_news(&self) -> bool {
        self.evidence.iter().any(Evidence::is_news)
    }

    pub(super) fn changed(&self) -> Vec<(Ticket, Entry)> {
        let changed = self
            .evidence
            .iter()
            .enumerate()
            .filter(|(_, evidence)| evidence.is_changed());
        let mut changed: Vec<_> = changed.collect();
        // What was refused goes out first; otherwise what was seen first.
        changed.sort_by_key(|(_, evidence)| std::cmp::Reverse(evidence.verdict()));
        let told = |(slot, evidence): (usize, &Evidence)| {
            let revision = evidence.revision();
            (Ticket { slot, revision }, evidence.entry())
        };
        changed.into_iter().map(told).collect()
    }

    pub(super) fn acknowledge(&mut self, tickets: &[Ticket]) {
        for ticket in tickets {
            if let Some(evidence) = self.evidence.get_mut(ticket.slot) {
                evidence.acknowledge(ticket.revision);
            }
        }
    }

    pub(super) fn forget_acknowledgements(&mut self) {
        self.evidence
            .iter_mut()
            .for_each(Evidence::forget_acknowledgement);
    }

    pub(super) fn active_minutes(&self) -> ActiveMinutes {
        self.active
    }

    pub(super) fn folded(&self) -> u64 {
        self.folded
    }
}

fn place(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Allowed => 0,
        Verdict::Recorded => 1,
        Verdict::Blocked => 2,
    }
}
