//! Policies: what an image is allowed to do, and the verdict on a behaviour that follows from it.
//!
//! A policy is compiled once, when it is taken: patterns are cut up, rules are indexed by what they are looked up with, so a
//! verdict touches a handful of rules however many there are. Only a violation looks at all of them, to name the closest.

mod document;
mod exec;
mod file;
mod network;
mod privilege;
mod rules;
mod words;

use serde::{Deserialize, Serialize};

use crate::behaviour::{Access, Behaviour, Domain};
use crate::digest::Digest;
use crate::judgement::{Judge, Judgement, Verdict};
use crate::sensitive::is_sensitive;

pub use document::NotAPolicy;

use document::Document;
use rules::{Rule, Rules};

/// What happens to a behaviour that no rule matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// It is allowed, and becomes part of the profile.
    Learn,
    /// It is allowed and recorded as a violation.
    Record,
    /// It is refused.
    Block,
}

/// A mode for each domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Modes {
    /// Programs.
    pub process: Mode,
    /// Files.
    pub file: Mode,
    /// Network.
    pub network: Mode,
    /// Privileges.
    pub privilege: Mode,
}

impl Modes {
    /// The mode of one domain.
    #[must_use]
    pub fn of(&self, domain: Domain) -> Mode {
        match domain {
            Domain::Process => self.process,
            Domain::File => self.file,
            Domain::Network => self.network,
            Domain::Privilege => self.privilege,
        }
    }

    /// The same mode everywhere.
    #[must_use]
    pub fn all(mode: Mode) -> Self {
        Self {
            process: mode,
            file: mode,
            network: mode,
            privilege: mode,
        }
    }
}

/// A policy, ready to judge.
#[derive(Debug)]
pub struct Policy {
    image: Digest,
    version: u64,
    modes: Modes,
    programs: Rules<exec::Program>,
    files: Rules<file::File>,
    listens: Rules<network::Listen>,
    peers: Rules<network::Peer>,
    names: Rules<network::Name>,
    sockets: Rules<network::Socket>,
    privileges: Rules<privilege::Privilege>,
    unread: Rules<privilege::Unread>,
}

impl Policy {
    /// Reads a policy document.
    ///
    /// # Errors
    /// See [`NotAPolicy`]: one malformed rule refuses the whole document, since half a policy would be another one.
    pub fn read(document: &[u8]) -> Result<Self, NotAPolicy> {
        let document: Document =
            crate::versioned(document, NotAPolicy::Version, NotAPolicy::Malformed)?;
        document.check_size()?;
        Ok(Self {
            image: document.image,
            version: document.policy_version,
            modes: document.modes,
            programs: Rules::of(document.programs)?,
            files: Rules::of(document.files)?,
            listens: Rules::of(document.listens)?,
            peers: Rules::of(document.peers)?,
            names: Rules::of(document.names)?,
            sockets: Rules::of(document.sockets)?,
            privileges: Rules::of(document.privileges)?,
            unread: Rules::of(document.unread)?,
        })
    }

    /// Whose it is.
    #[must_use]
    pub fn image(&self) -> &Digest {
        &self.image
    }

    /// Higher is newer.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// By domain.
    #[must_use]
    pub fn modes(&self) -> Modes {
        self.modes
    }

    fn by_rules<R: Rule>(
        &self,
        rules: &Rules<R>,
        subject: &R::Subject,
        domain: Domain,
    ) -> Judgement {
        if let Some((verdict, rule)) = rules.decide(subject) {
            return words::ruled(verdict, rule);
        }
        match self.modes.of(domain) {
            Mode::Learn => words::learning(),
            Mode::Record => violation(Verdict::Recorded, rules.difference(subject)),
            Mode::Block => violation(Verdict::Blocked, rules.difference(subject)),
        }
    }
}

fn violation(verdict: Verdict, because: String) -> Judgement {
    Judgement {
        verdict,
        because,
        rule: None,
    }
}

impl Judge for Policy {
    fn judge(&self, behaviour: &Behaviour) -> Judgement {
        let domain = behaviour.domain();
        match behaviour {
            Behaviour::Exec(exec) => self.by_rules(&self.programs, exec, domain),
            Behaviour::File(access)
                if access.access == Access::Read && !is_sensitive(&access.path) =>
            {
                match self.files.decide(access) {
                    Some((verdict, rule)) => words::ruled(verdict, rule),
                    None => words::not_judged(),
                }
            }
            Behaviour::File(access) => self.by_rules(&self.files, access, domain),
            Behaviour::Listen(listen) => self.by_rules(&self.listens, listen, domain),
            Behaviour::Connect(connect) => self.by_rules(&self.peers, connect, domain),
            Behaviour::Resolve { name } => {
                let judgement = self.by_rules(&self.names, name, domain);
                Judgement {
                    verdict: judgement.verdict.min(Verdict::Recorded),
                    ..judgement
                }
            }
            Behaviour::Socket { .. } => self.by_rules(&self.sockets, behaviour, domain),
            Behaviour::Privilege(call) => self.by_rules(&self.privileges, call, domain),
            Behaviour::Unread { .. } => self.by_rules(&self.unread, behaviour, domain),
            Behaviour::Tamper(_) | Behaviour::Mismatch { .. } => words::always_blocked(behaviour),
        }
    }
}

/// What stands in where there is no policy at all: everything is learnt, attempts on the sensor are refused all the same.
#[derive(Debug, Clone, Copy)]
pub struct NoPolicy;

impl Judge for NoPolicy {
    fn judge(&self, behaviour: &Behaviour) -> Judgement {
        match behaviour {
            Behaviour::Tamper(_) | Behaviour::Mismatch { .. } => words::always_blocked(behaviour),
            Behaviour::File(access)
                if access.access == Access::Read && !is_sensitive(&access.path) =>
            {
                words::not_judged()
            }
            _ => words::learning(),
        }
    }
}

#[cfg(test)]
mod tests;
