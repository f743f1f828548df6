//! The policy document as it is written; compiled into rules by their own modules.

use serde::Deserialize;

use super::{Mode, Modes};
use crate::behaviour::{Access, Domain, Protocol};
use crate::digest::Digest;
use crate::pattern::NotAPattern;
use crate::time::Timestamp;

/// An image needs hundreds; beyond this a verdict would no longer be cheap, and somebody should look.
const MOST_RULES: usize = 100_000;

/// Why bytes are no policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPolicy {
    /// Not the JSON it should be.
    #[error("the policy is malformed: {0}")]
    Malformed(String),
    /// Of a version this sensor does not know.
    #[error("the policy document has version {0}, this sensor knows version 1")]
    Version(u64),
    /// More rules than are taken.
    #[error("the policy has {0} rules, at most {MOST_RULES} are taken")]
    TooManyRules(usize),
    /// A rule with a pattern that is none.
    #[error("rule {id:?}: {wrong}")]
    Pattern {
        /// Of the rule.
        id: String,
        /// What is wrong with it.
        wrong: NotAPattern,
    },
    /// A rule with a peer that is none.
    #[error("rule {id:?}: {peer:?} is no range of addresses")]
    Range {
        /// Of the rule.
        id: String,
        /// As written.
        peer: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub(super) image: Digest,
    pub(super) policy_version: u64,
    #[serde(rename = "created")]
    _created: Timestamp,
    pub(super) modes: Modes,
    #[serde(default)]
    pub(super) programs: Vec<Program>,
    #[serde(default)]
    pub(super) files: Vec<File>,
    #[serde(default)]
    pub(super) listens: Vec<Listen>,
    #[serde(default)]
    pub(super) peers: Vec<Peer>,
    #[serde(default)]
    pub(super) names: Vec<Name>,
    #[serde(default)]
    pub(super) sockets: Vec<Socket>,
    #[serde(default)]
    pub(super) privileges: Vec<Privilege>,
    #[serde(default)]
    pub(super) unread: Vec<Unread>,
}

impl Document {
    pub(super) fn check_size(&self) -> Result<(), NotAPolicy> {
        let rules = [
            self.programs.len(),
            self.files.len(),
            self.listens.len(),
            self.peers.len(),
            self.names.len(),
            self.sockets.len(),
            self.privileges.len(),
            self.unread.len(),
        ]
        .into_iter()
        .sum();
        if rules > MOST_RULES {
            Err(NotAPolicy::TooManyRules(rules))
        } else {
            Ok(())
        }
    }
}

/// What every rule has.
#[derive(Debug, Deserialize)]
pub(super) struct Head {
    pub(super) id: String,
    #[serde(default)]
    pub(super) mode: Option<RuleMode>,
    #[serde(default)]
    provenance: Option<Provenance>,
}

impl Head {
    pub(super) fn by_a_person(&self) -> bool {
        self.provenance
            .as_ref()
            .is_some_and(|provenance| provenance.source == Source::Person)
    }

    pub(super) fn mode(&self) -> Option<Mode> {
        self.mode.map(|mode| match mode {
            RuleMode::Record => Mode::Record,
            RuleMode::Block => Mode::Block,
        })
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RuleMode {
    Record,
    Block,
}

#[derive(Debug, Deserialize)]
struct Provenance {
    source: Source,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Source {
    Image,
    Learnt,
    Inherited,
    Person,
}

#[derive(Deserialize)]
pub(super) struct Program {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) path: String,
    #[serde(default)]
    pub(super) parents: Vec<String>,
    #[serde(default)]
    pub(super) users: Vec<u32>,
    pub(super) arguments: Option<Vec<String>>,
    pub(super) terminal: Option<bool>,
    pub(super) outside: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct File {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) program: String,
    pub(super) access: Vec<Access>,
    pub(super) path: String,
}

#[derive(Deserialize)]
pub(super) struct Listen {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) program: String,
    pub(super) protocol: Protocol,
    pub(super) port: u16,
}

#[derive(Deserialize)]
pub(super) struct Peer {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) program: String,
    pub(super) protocol: Protocol,
    #[serde(rename = "peer")]
    pub(super) place: String,
    pub(super) port: u16,
}

#[derive(Deserialize)]
pub(super) struct Name {
    #[serde(flatten)]
    pub(super) head: Head,
    #[serde(rename = "name")]
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct Socket {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) program: String,
    pub(super) family: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

#[derive(Deserialize)]
pub(super) struct Privilege {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) program: String,
    pub(super) call: String,
    pub(super) detail: String,
}

#[derive(Deserialize)]
pub(super) struct Unread {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) program: String,
    pub(super) domain: Domain,
    pub(super) call: String,
}
