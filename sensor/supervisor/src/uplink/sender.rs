//! The work of the uplink's thread.

use std::time::{Duration, Instant, SystemTime};

use inlay_contract::config::ControlPlane as Place;
use inlay_contract::frame::Window;
use inlay_contract::json;
use inlay_contract::place::Proof;
use inlay_contract::policy::{Mode, Modes};
use inlay_contract::session::{Request, Session};
use inlay_contract::time::Timestamp;
use rustix::rand::{GetRandomFlags, getrandom};

use super::frame::{self, Header};
use super::pace::Pace;
use super::plane::{ControlPlane, Failure, Offer, Urgency};
use super::{LAST_WORDS, Uplink};
use crate::ledger::{Draft, Ring, drafts};
use crate::policy::Taken;

/// The last exchanges come to an end before nobody waits for them any more.
const LAST_PATIENCE: Duration = LAST_WORDS.saturating_sub(Duration::from_millis(100));
/// Frames are not cut smaller than this when the other side finds them too large.
const SMALLEST: usize = 4096;

pub(super) struct Sender {
    uplink: Uplink,
    plane: Box<dyn ControlPlane>,
    pace: Pace,
    session: Option<Session>,
    sequence: u64,
    told_until: Timestamp,
    given_up: u64,
    /// What the other side has shown to take, when that is less than what a frame may have.
    limit: usize,
    /// How long one exchange may take.
    patience: Duration,
    /// Nothing comes after what is sent now.
    ending: bool,
}

impl Sender {
    pub(super) fn new(uplink: Uplink, plane: Box<dyn ControlPlane>, patience: Duration) -> Self {
        let mut seed = [0; 8];
        // Without randomness all sensors keep the same pace, which is no reason not to work.
        let _ = getrandom(&mut seed, GetRandomFlags::NONBLOCK);
        let told_until = uplink.ledger.started().into();
        Self {
            pace: Pace::new(
                uplink.config.intervals,
                Instant::now(),
                u64::from_ne_bytes(seed),
            ),
            uplink,
            plane,
            session: None,
            sequence: 0,
            told_until,
            given_up: 0,
            limit: usize::MAX,
            patience,
            ending: false,
        }
    }

    pub(super) fn work(&mut self) {
        loop {
            match self
                .uplink
                .ledger
                .bell()
                .wait_until(self.pace.next(Instant::now()))
            {
                Ring::Ending => break,
                Ring::Urgent => self.pace.urge(),
                Ring::Time => {}
            }
            let now = Instant::now();
            if self.pace.must_wait(now) {
                continue;
            }
            match self.turn(now) {
                Ok(()) => self.pace.succeeded(),
                Err(_) => self.pace.failed(Instant::now()),
            }
        }
        self.ending = true;
        // Whatever comes of it: nobody is left to be told.
        let _ = self.tell(LAST_PATIENCE);
        self.uplink.ledger.bell().ended();
    }

    /// Does what is due. A session that has run out is opened anew once.
    fn turn(&mut self, now: Instant) -> Result<(), Failure> {
        match self.due(now) {
            Err(Failure::Session) => {
                self.session = None;
                self.due(now)
            }
            done => done,
        }
    }

    fn due(&mut self, now: Instant) -> Result<(), Failure> {
        if self.pace.is_policy_due(now) {
            let session = self.session(self.patience)?;
            match self.ask(&session) {
                Err(Failure::Session) => return Err(Failure::Session),
                // Frames go on where only policies cannot be had; the next question comes in its turn.
                Ok(()) | Err(_) => self.pace.policy_asked(now),
            }
        }
        let news = self.uplink.ledger.has_news();
        if self
            .pace
            .is_frame_due(now, news, learns(self.uplink.policy.modes()))
        {
            self.tell(self.patience)?;
            self.pace.frame_sent(Instant::now(), news);
        }
        Ok(())
    }

    /// The session there is, or a new one, which knows nothing yet.
    fn session(&mut self, patience: Duration) -> Result<Session, Failure> {
        if let Some(session) = &self.session {
            return Ok(session.clone());
        }
        let config = &self.uplink.config;
        let request = Request {
            version: 1,
            image: &config.image,
            token: config.control_plane.as_ref().and_then(token),
            // The plane shows it where it is asked for.
            identity: None,
            container: &self.uplink.facts.container(),
            sensor: &self.uplink.facts.sensor(),
        };
        let session = self.plane.open(&request, patience)?;
        self.uplink.ledger.forget_acknowledgements();
        self.sequence = 0;
        Ok(self.session.insert(session).clone())
    }

    fn ask(&mut self, session: &Session) -> Result<(), Failure> {
        let policy = &self.uplink.policy;
        match self
            .plane
            .policy(session, policy.sha256().as_deref(), self.patience)?
        {
            Offer::New(document) => {
                let refused = policy.state().refused;
                let taken = policy.offer(&document, SystemTime::now());
                // Whether a policy was applied, or why not, is waited for over there.
                if taken == Ok(Taken::Applied) || policy.state().refused != refused {
                    self.pace.urge();
                }
            }
            Offer::Unchanged => policy.confirm(),
            Offer::None => {}
        }
        Ok(())
    }

    /// Sends everything that changed.
    fn tell(&mut self, patience: Duration) -> Result<(), Failure> {
        let deadline = Instant::now() + patience;
        let session = self.session(patience)?;
        let limit = self.limit.min(frame::room(&self.uplink, &session.session));
        let changed = self.uplink.ledger.changed();
        for draft in drafts(changed, &*self.uplink.ancestry, limit) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Failure::Later("no time is left".to_owned()));
            }
            self.send(&session, draft, limit, left)?;
        }
        Ok(())
    }

    fn send(
        &mut self,
        session: &Session,
        draft: Draft,
        limit: usize,
        patience: Duration,
    ) -> Result<(), Failure> {
        let tickets = draft.tickets.clone();
        let urgency = Urgency::of(&draft.behaviours);
        let to = Timestamp::from(SystemTime::now());
        self.sequence += 1;
        let header = Header {
            session: session.session.clone(),
            sequence: self.sequence,
            window: Window {
                from: self.told_until.min(to),
                to,
            },
            given_up: self.given_up,
            ended: self.ending,
        };
        let frame = frame::of(&self.uplink, header, draft);
        let json = json::text(&frame).map_err(|error| Failure::Later(error.to_string()))?;
        match self.plane.send(session, urgency, &json, patience) {
            Ok(()) => {}
            Err(Failure::TooLarge) if limit / 2 >= SMALLEST => {
                self.limit = limit / 2;
                return Err(Failure::TooLarge);
            }
            // Sent again it would be refused again: it is lost, and that is told.
            Err(Failure::Refused(_) | Failure::TooLarge) => self.given_up += 1,
            Err(other) => return Err(other),
        }
        self.uplink.ledger.acknowledge(&tickets);
        self.told_until = to;
        Ok(())
    }
}

fn token(plane: &Place) -> Option<&str> {
    match &plane.proof {
        Proof::Token(token) => Some(token),
        Proof::Role(_) => None,
    }
}

fn learns(modes: Modes) -> bool {
    [modes.process, modes.file, modes.network, modes.privilege].contains(&Mode::Learn)
}
