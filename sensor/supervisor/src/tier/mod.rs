//! What this host lets the sensor see and stop, found out before the application starts.

pub mod install;
pub mod probe;
pub mod trial;

use std::fmt;

use crate::outside::OBSERVE_LIMITS;
use crate::strategy::Table;
use crate::sys::seccomp::Waiting;

/// How the sensor sees and stops things here, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Guarded calls wait for the sensor's answer (seccomp user notification).
    Notify {
        /// How calls wait.
        waiting: Waiting,
        /// Whether callers are woken on the answering CPU.
        synchronous: bool,
    },
    /// Guarded calls stop for a tracer. Its place is here; nothing chooses it yet.
    #[allow(
        dead_code,
        reason = "the word of the wire format, for the tier between the two"
    )]
    Ptrace,
    /// The sensor samples `/proc` and stops nothing.
    Observe,
}

impl Tier {
    /// Whether what a policy does not allow can be stopped.
    #[must_use]
    pub fn can_block(self) -> bool {
        match self {
            Self::Notify { .. } | Self::Ptrace => true,
            Self::Observe => false,
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Notify { .. } => "notify",
            Self::Ptrace => "ptrace",
            Self::Observe => "observe",
        })
    }
}

/// The tier of this start, and how it came about: part of every frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The tier.
    pub tier: Tier,
    /// Why it is not a better one; empty for the best.
    pub because: String,
    /// Whether a person forced it down.
    pub forced: bool,
    /// What is not seen here, in words.
    pub limits: Vec<String>,
}

/// Chooses the best tier that works, or the one that was asked for when that is lower. `wanted` is `INLAY_TIER`.
#[must_use]
pub fn choose(wanted: Option<&str>) -> Choice {
    if wanted == Some("observe") {
        return observe("INLAY_TIER asks for it".into(), true);
    }
    match trial::run() {
        Ok(trial::Findings {
            waiting,
            synchronous,
        }) => Choice {
            tier: Tier::Notify {
                waiting,
                synchronous,
            },
            because: String::new(),
            forced: false,
            limits: limits(waiting),
        },
        Err(trial::Failure { step, said }) => observe(format!("{step}: {said}"), false),
    }
}

/// The tier that always works, and why it has to be this one.
#[must_use]
pub fn observe(because: String, forced: bool) -> Choice {
    Choice {
        tier: Tier::Observe,
        because,
        forced,
        limits: OBSERVE_LIMITS.map(str::to_owned).to_vec(),
    }
}

fn limits(waiting: Waiting) -> Vec<String> {
    let raceable = Table::native().raceable();
    let mut limits = vec![format!(
        "{raceable} calls are decided on paths and addresses in their caller's memory: an allow can be raced, a refusal is final"
    )];
    if waiting == Waiting::Interruptible {
        limits.push("signals interrupt calls that wait for an answer".into());
    }
    limits
}
