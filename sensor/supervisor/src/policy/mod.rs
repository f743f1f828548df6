//! The policy in force: taken only when it is signed for this image, swapped in one step, kept until a newer one is good.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::config::Keys;
use inlay_contract::digest::Digest;
use inlay_contract::envelope::{self, Refusal, Terms, Verified};
use inlay_contract::frame::PolicyState;
use inlay_contract::judgement::{Judge, Judgement};
use inlay_contract::policy::{Mode, Modes, NoPolicy};
use inlay_contract::time::Timestamp;

/// Holds the policy in force. Judging takes a read lock for as long as it takes to count a reference up; taking a new policy
/// never makes a judgement wait for its verification.
#[derive(Debug)]
pub struct CurrentPolicy {
    keys: Keys,
    image: Digest,
    in_force: RwLock<Option<Arc<InForce>>>,
    /// Held while an offer is looked at, so that two cannot overtake each other. Holds why the newest was refused.
    refused: Mutex<Option<String>>,
}

#[derive(Debug)]
struct InForce {
    verified: Verified,
    applied: Timestamp,
}

/// What became of an offer that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is in force from now on.
    Applied,
    /// It was in force already.
    Same,
}

impl CurrentPolicy {
    /// Without a policy: everything is learnt.
    #[must_use]
    pub fn new(keys: Keys, image: Digest) -> Self {
        Self {
            keys,
            image,
            in_force: RwLock::new(None),
            refused: Mutex::new(None),
        }
    }

    /// Takes a signed policy.
    ///
    /// # Errors
    /// Why it was refused. What was in force stays.
    pub fn offer(&self, document: &[u8], now: SystemTime) -> Result<Taken, Refusal> {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.current();
        let terms = Terms {
            keys: &self.keys,
            image: &self.image,
            current: current
                .as_ref()
                .map(|current| current.verified.policy.version()),
            now: now.into(),
        };
        let verified = envelope::verify(document, terms)
            .inspect_err(|refusal| *refused = Some(refusal.to_string()))?;
        *refused = None;
        if current.is_some_and(|current| current.verified.sha256 == verified.sha256) {
            return Ok(Taken::Same);
        }
        let new = Arc::new(InForce {
            verified,
            applied: now.into(),
        });
        *self
            .in_force
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(new);
        Ok(Taken::Applied)
    }

    /// The newest offer is the policy in force: an earlier refusal is no longer what matters.
    pub fn confirm(&self) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn current(&self) -> Option<Arc<InForce>> {
        self.in_force
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The modes in force: learn everywhere when there is no policy.
    #[must_use]
    pub fn modes(&self) -> Modes {
        self.current().map_or(Modes::all(Mode::Learn), |current| {
            current.verified.policy.modes()
        })
    }

    /// The sha256 of the policy in force.
    #[must_use]
    pub fn sha256(&self) -> Option<String> {
        self.current()
            .map(|current| current.verified.sha256.clone())
    }

    /// As it is told in a frame.
    #[must_use]
    pub fn state(&self) -> PolicyState {
        let refused = self
            .refused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match self.current() {
            None => PolicyState {
                refused,
                ..PolicyState::default()
            },
            Some(current) => PolicyState {
                version: current.verified.policy.version(),
                sha256: Some(current.verified.sha256.clone()),
                modes: Some(current.verified.policy.modes()),
                applied: Some(current.applied),
                refused,
            },
        }
    }
}

impl Judge for CurrentPolicy {
    fn judge(&self, behaviour: &Behaviour) -> Judgement {
        match self.current() {
            None => NoPolicy.judge(behaviour),
            Some(current) => current.verified.policy.judge(behaviour),
        }
    }
}

#[cfg(test)]
mod tests;
