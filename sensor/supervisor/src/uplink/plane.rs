//! What the uplink asks of a control plane.

use std::time::Duration;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::digest::hex;
use inlay_contract::frame::Entry;
use inlay_contract::judgement::Verdict;
use inlay_contract::session::{Request, Session};
use inlay_contract::time::Timestamp;
use rustix::rand::{GetRandomFlags, getrandom};

/// The other side. Every call comes back within the patience given.
pub(super) trait ControlPlane: Send {
    /// Opens a session.
    fn open(&mut self, request: &Request<'_>, patience: Duration) -> Result<Session, Failure>;
    /// Hands a frame over; it is durable when this returns.
    fn send(
        &mut self,
        session: &Session,
        urgency: Urgency,
        frame: &str,
        patience: Duration,
    ) -> Result<(), Failure>;
    /// Asks for the policy, if it is another than the one with this sha256.
    fn policy(
        &mut self,
        session: &Session,
        sha256: Option<&str>,
        patience: Duration,
    ) -> Result<Offer, Failure>;
}

/// Whether a frame may wait over there: the way in decides, because nobody there opens a frame before it is queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Urgency {
    /// It holds something that was blocked, or is bad whatever the policy says.
    AtOnce,
    /// It counts what is known or is learnt.
    InItsTurn,
}

impl Urgency {
    /// Of what a frame carries.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let is_urgent = |entry: &Entry| {
            entry.verdict == Verdict::Blocked
                || matches!(
                    entry.behaviour,
                    Behaviour::Tamper(_) | Behaviour::Mismatch { .. }
                )
        };
        if entries.iter().any(is_urgent) {
            Self::AtOnce
        } else {
            Self::InItsTurn
        }
    }
}

/// What it says to the question for a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offer {
    /// Another one.
    New(Vec<u8>),
    /// It is the newest.
    Unchanged,
    /// The image has none.
    None,
}

/// Why something did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// The session is unknown or has run out.
    #[error("the session is not known there")]
    Session,
    /// The frame is malformed in its eyes; sending it again will not help.
    #[error("the frame was refused: {0}")]
    Refused(String),
    /// The frame is too large.
    #[error("the frame is too large")]
    TooLarge,
    /// Anything that may be better later.
    #[error("{0}")]
    Later(String),
}

/// A session that no control plane opened: nothing is shown for it, it only tells one run from another.
pub(super) fn unopened(kind: &str) -> Result<Session, Failure> {
    let mut random = [0; 16];
    getrandom(&mut random, GetRandomFlags::empty())
        .map_err(|error| Failure::Later(error.to_string()))?;
    Ok(Session {
        session: format!("{kind}-{}", hex(&random)),
        key: String::new(),
        expires: Timestamp::from_millis(u64::MAX),
    })
}
