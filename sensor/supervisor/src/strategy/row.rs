//! One line of the table.

use inlay_contract::behaviour::Domain;
use rustix::io::Errno;

use super::condition::{Condition, Test};
use super::filter::Shape;

/// How a call is dealt with. Every call has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Not looked at, by decision.
    Pass,
    /// Answered `ENOSYS` in BPF in every mode, so that libc takes its older way, whose flags are in a register. Not a
    /// verdict: nothing that could be allowed is refused. Only `clone3`; container runtimes do the same.
    Absent,
    /// Decided on registers, or on the fact that the call is made. Final.
    Register,
    /// Carried out by the sensor with the caller's credentials. Final where it is; [`Raceable`] says where it is owed.
    Emulation,
    /// Let go and checked afterwards, before the next notified call of that process is answered.
    VerifyAfter,
    /// Notified so that the sensor knows; never refused.
    Observe,
}

/// Whether an *allow* can be turned into something else by a caller that rewrites its memory or descriptors while the
/// sensor decides. A refusal is final in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raceable {
    /// No.
    No,
    /// Yes: today the arguments are read from the caller's memory and the call continues. Ends with emulation.
    UntilEmulated,
}

/// What the sensor does about one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The kernel's name of the call.
    pub name: &'static str,
    /// The domain whose mode decides; `None` where nothing is ever decided.
    pub domain: Option<Domain>,
    /// How it is dealt with.
    pub strategy: Strategy,
    /// Whether an allow can be raced.
    pub raceable: Raceable,
    /// What the caller is told when it is refused: what programs expect from this call, so that they take it well.
    pub refusal: Errno,
    /// When it is notified while reads are learnt.
    pub learning: Condition,
    /// When it is notified afterwards.
    pub lean: Condition,
}

impl Row {
    /// When it is notified under a filter of this shape.
    #[must_use]
    pub fn notified(&self, shape: Shape) -> Condition {
        match shape {
            Shape::Learning => self.learning,
            Shape::Lean => self.lean,
        }
    }

    /// A call nobody looks at.
    pub(super) const fn pass(name: &'static str) -> Self {
        Self {
            name,
            domain: None,
            strategy: Strategy::Pass,
            raceable: Raceable::No,
            refusal: Errno::PERM,
            learning: Condition::Never,
            lean: Condition::Never,
        }
    }

    /// A call decided on its registers, refused with `EPERM` as an unprivileged caller would be.
    pub(super) const fn register(name: &'static str, domain: Domain) -> Self {
        Self {
            domain: Some(domain),
            strategy: Strategy::Register,
            learning: Condition::Always,
            lean: Condition::Always,
            ..Self::pass(name)
        }
    }

    /// A call that is to be emulated and is not yet.
    pub(super) const fn emulation(name: &'static str, domain: Domain, refusal: Errno) -> Self {
        Self {
            strategy: Strategy::Emulation,
            raceable: Raceable::UntilEmulated,
            refusal,
            ..Self::register(name, domain)
        }
    }

    /// A call that is only watched.
    pub(super) const fn observe(name: &'static str, domain: Domain) -> Self {
        Self {
            strategy: Strategy::Observe,
            ..Self::register(name, domain)
        }
    }

    /// The same, notified only when one of these tests holds.
    pub(super) const fn when(self, tests: &'static [Test]) -> Self {
        Self {
            learning: Condition::Any(tests),
            lean: Condition::Any(tests),
            ..self
        }
    }

    /// The same, refused with another error.
    pub(super) const fn refused(self, refusal: Errno) -> Self {
        Self { refusal, ..self }
    }
}
