//! What a policy says of a behaviour.

use serde::{Deserialize, Serialize};

use crate::behaviour::Behaviour;

/// What happens to a behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It goes on.
    Allowed,
    /// It goes on, and is told.
    Recorded,
    /// It is refused.
    Blocked,
}

/// A verdict with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What happens.
    pub verdict: Verdict,
    /// Why, in words for people.
    pub because: String,
    /// The id of the policy's rule that decided, if one did.
    pub rule: Option<String>,
}

/// Decides on behaviours: a policy, or whatever stands in for one.
pub trait Judge: Send + Sync {
    /// The verdict on one behaviour. Called on the path of a waiting system call: it does not block.
    fn judge(&self, behaviour: &Behaviour) -> Judgement;
}
