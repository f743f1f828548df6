//! What the uplink asks of a control plane.

use std::time::Duration;

use inlay_contract::session::{Request, Session};

/// The other side. Every call comes back within the patience given.
pub(super) trait ControlPlane: Send {
    /// Opens a session.
    fn open(&mut self, request: &Request<'_>, patience: Duration) -> Result<Session, Failure>;
    /// Hands a frame over; it is durable when this returns.
    fn send(&mut self, session: &Session, frame: &str, patience: Duration) -> Result<(), Failure>;
    /// Asks for the policy, if it is another than the one with this sha256.
    fn policy(
        &mut self,
        session: &Session,
        sha256: Option<&str>,
        patience: Duration,
    ) -> Result<Offer, Failure>;
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
