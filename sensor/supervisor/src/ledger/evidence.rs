//! What is known of one behaviour.

use std::sync::Arc;
use std::time::SystemTime;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::frame::Entry;
use inlay_contract::judgement::Verdict;

use crate::observation::{Observation, ProcessId};

/// The text of an example; a frame has room for dozens.
const LONGEST_EXAMPLE: usize = 2048;
/// The text of a reason.
const LONGEST_REASON: usize = 1536;

/// One behaviour under one verdict, with its evidence.
#[derive(Debug)]
pub(super) struct Evidence {
    behaviour: Arc<Behaviour>,
    verdict: Verdict,
    because: String,
    rule: Option<String>,
    count: u64,
    minutes: u64,
    minute: u64,
    first: SystemTime,
    last: SystemTime,
    process: ProcessId,
    example: Vec<String>,
    /// Counts every change.
    revision: u64,
    /// The revision the control plane has; 0 for none.
    acknowledged: u64,
}

impl Evidence {
    /// Of the first occurrence, which is still to be counted.
    pub(super) fn new(behaviour: Arc<Behaviour>, observation: &Observation, minute: u64) -> Self {
        Self {
            behaviour,
            verdict: observation.judgement.verdict,
            because: String::new(),
            rule: None,
            count: 0,
            minutes: 1,
            minute,
            first: observation.at,
            last: observation.at,
            process: observation.process,
            example: Vec::new(),
            revision: 0,
            acknowledged: 0,
        }
    }

    /// Counts one occurrence.
    pub(super) fn count(&mut self, observation: Observation, minute: u64) {
        self.count = self.count.saturating_add(1);
        // A clock that was set back does not make minutes count twice.
        if minute > self.minute {
            self.minutes += 1;
            self.minute = minute;
        }
        self.first = self.first.min(observation.at);
        self.last = self.last.max(observation.at);
        self.process = observation.process;
        self.because = cut(observation.judgement.because, LONGEST_REASON);
        self.rule = observation.judgement.rule;
        self.example = bounded(observation.example);
        self.revision += 1;
    }

    pub(super) fn is_changed(&self) -> bool {
        self.revision > self.acknowledged
    }

    /// Not told yet at all, or refused once more.
    pub(super) fn is_news(&self) -> bool {
        self.acknowledged == 0 || (self.verdict == Verdict::Blocked && self.is_changed())
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    pub(super) fn acknowledge(&mut self, revision: u64) {
        self.acknowledged = self.acknowledged.max(revision);
    }

    pub(super) fn forget_acknowledgement(&mut self) {
        self.acknowledged = 0;
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.verdict
    }

    pub(super) fn entry(&self) -> Entry {
        Entry {
            behaviour: (*self.behaviour).clone(),
            verdict: self.verdict,
            because: self.because.clone(),
            rule: self.rule.clone(),
            count: self.count,
            minutes: self.minutes,
            first: self.first.into(),
            last: self.last.into(),
            process: self.process.0,
            example: self.example.clone(),
        }
    }
}

fn bounded(example: Vec<String>) -> Vec<String> {
    let mut left = LONGEST_EXAMPLE;
    let mut kept = Vec::new();
    for part in example {
        if left == 0 {
            break;
        }
        let part = cut(part, left);
        // At least one, so that a thousand empty arguments come to an end.
        left = left.saturating_sub(part.len().max(1));
        kept.push(part);
    }
    kept
}

/// At most so many bytes, cut between characters.
pub(super) fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        let end = (0..=most).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    text
}
