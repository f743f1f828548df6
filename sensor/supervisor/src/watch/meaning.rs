//! What a call means, and the decision on it.

use std::time::SystemTime;

use inlay_contract::behaviour::{Behaviour, Domain};
use inlay_contract::judgement::{Judgement, Verdict};
use rustix::io::Errno;

use super::Watch;
use super::call::Call;
use super::memory::Unreadable;
use crate::observation::Observation;
use crate::sys::listener::Answer;

/// What a call means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing that anybody decides on.
    Nothing,
    /// It fails, and this is what the kernel would say. Saying it ourselves leaves no time in which that could change.
    Fails(Errno),
    /// Its arguments cannot be read.
    Unread,
    /// These behaviours. It goes on when all of them may.
    Does(Vec<Deed>),
}

/// A behaviour with its untemplated example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The behaviour.
    pub behaviour: Behaviour,
    /// The untemplated arguments or path.
    pub example: Vec<String>,
    /// Whether it is refused unless a rule of the policy allows it, whatever the mode.
    pub needs_rule: bool,
    /// The error it is refused with, when that is not the usual one of the call.
    pub refusal: Option<Errno>,
}

impl Deed {
    /// A behaviour that the mode decides on when no rule does.
    #[must_use]
    pub fn new(behaviour: Behaviour, example: Vec<String>) -> Self {
        Self {
            behaviour,
            example,
            needs_rule: false,
            refusal: None,
        }
    }

    /// A behaviour that is refused with an error of its own.
    #[must_use]
    pub fn refused_with(errno: Errno, behaviour: Behaviour, example: Vec<String>) -> Self {
        Self {
            refusal: Some(errno),
            ..Self::new(behaviour, example)
        }
    }
}

impl Meaning {
    /// One behaviour.
    #[must_use]
    pub fn one(behaviour: Behaviour, example: Vec<String>) -> Self {
        Self::Does(vec![Deed::new(behaviour, example)])
    }
}

impl From<Unreadable> for Meaning {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Invalid(errno) => Self::Fails(errno),
            Unreadable::Refused => Self::Unread,
        }
    }
}

/// What a path that cannot be resolved means: it fails as it would. Where only the sensor may not follow it, or has no room for
/// its name, it is unread.
#[must_use]
pub fn unresolved(errno: Errno) -> Meaning {
    if errno == Errno::ACCESS || errno == Errno::NAMETOOLONG {
        Meaning::Unread
    } else {
        Meaning::Fails(errno)
    }
}

/// What is decided on a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It goes on.
    Allow,
    /// It is refused: because of the policy, or because it fails anyway.
    Refuse(Errno),
    /// Nobody waits for an answer any more; what was read may be another's.
    Gone,
}

impl From<Decision> for Answer {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allow => Self::Continue,
            Decision::Refuse(errno) => Self::Refuse(errno),
            Decision::Gone => Self::Refuse(Errno::INTR),
        }
    }
}

impl Watch {
    /// Decides on a call and keeps what it does. `waiting` tells whether the call still waits: what was read before it was
    /// asked is certainly the caller's.
    pub(super) fn decide(
        &self,
        call: &Call<'_>,
        meaning: Meaning,
        waiting: &dyn Fn() -> bool,
    ) -> Decision {
        let deeds = match meaning {
            Meaning::Nothing => return Decision::Allow,
            Meaning::Fails(errno) => return Decision::Refuse(errno),
            Meaning::Unread => vec![unread(call)],
            Meaning::Does(deeds) => deeds,
        };
        if !waiting() {
            return Decision::Gone;
        }
        let mut decision = Decision::Allow;
        for deed in deeds {
            let refusal = deed.refusal.unwrap_or(call.row.refusal);
            if self.judge_and_keep(call, deed) == Verdict::Blocked {
                decision = Decision::Refuse(refusal);
            }
        }
        decision
    }

    /// Judges one behaviour and keeps it with its verdict.
    pub(super) fn judge_and_keep(&self, call: &Call<'_>, deed: Deed) -> Verdict {
        let mut judgement = self.judge.judge(&deed.behaviour);
        if deed.needs_rule && judgement.rule.is_none() && judgement.verdict != Verdict::Blocked {
            judgement = Judgement {
                verdict: Verdict::Blocked,
                because: "refused in every mode unless a rule allows it".into(),
                rule: None,
            };
        }
        let verdict = judgement.verdict;
        self.recorder.record(Observation {
            behaviour: deed.behaviour,
            judgement,
            process: call.process.id,
            example: deed.example,
            at: SystemTime::now(),
        });
        verdict
    }
}

fn unread(call: &Call<'_>) -> Deed {
    let behaviour = Behaviour::Unread {
        program: call.program(),
        domain: call.row.domain.unwrap_or(Domain::Privilege),
        call: call.row.name.into(),
    };
    Deed::new(behaviour, Vec::new())
}
