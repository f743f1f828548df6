//! The way to the control plane: a thread that tells what the ledger holds and asks for policies. The application never waits
//! for it, and what it does itself is never reported.

mod aws;
mod facts;
mod frame;
mod http;
mod lines;
mod metadata;
mod pace;
mod plane;
mod sender;

use std::sync::Arc;
use std::time::Duration;

use inlay_contract::config::Config;

use crate::ledger::Ledger;
use crate::names::lookup::Lookup;
use crate::observation::Ancestry;
use crate::policy::CurrentPolicy;

pub use aws::Source;
pub use facts::{Calls, Facts};

use aws::Wallet;
use http::Http;
use lines::Lines;
use plane::ControlPlane;
use sender::Sender;

/// How long an exchange may take, with all the frames there are to send. Nobody waits for it but the next one.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the end of the container waits for the last frame.
pub const LAST_WORDS: Duration = Duration::from_millis(500);

/// Where frames go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// To the control plane the configuration names, if it names one.
    ControlPlane,
    /// As lines of JSON to the standard error output.
    StandardError,
    /// As lines of JSON to the end of a file.
    File(std::path::PathBuf),
}

impl Report {
    /// What `INLAY_REPORT` asks for. A control plane comes first: with one it is not looked at.
    #[must_use]
    pub fn of(variable: Option<&str>, config: &Config) -> Self {
        match variable.filter(|_| !config.reports()) {
            None | Some("") => Self::ControlPlane,
            Some("stderr") => Self::StandardError,
            Some(path) => Self::File(path.into()),
        }
    }
}

/// Everything the uplink works with.
#[derive(Debug)]
pub struct Uplink {
    /// The image it lives in, and whom to tell.
    pub config: Config,
    /// Where frames go.
    pub report: Report,
    /// What to tell.
    pub ledger: Arc<Ledger>,
    /// What to take offers to.
    pub policy: Arc<CurrentPolicy>,
    /// Where processes come from.
    pub ancestry: Arc<dyn Ancestry>,
    /// What is true of this container and this sensor.
    pub facts: Arc<Facts>,
    /// Asks DNS.
    pub lookup: Arc<Lookup>,
    /// `ECS_CONTAINER_METADATA_URI_V4`.
    pub metadata: Option<String>,
    /// Where the credentials of the container's role are.
    pub credentials: Option<Source>,
}

impl std::fmt::Debug for dyn Ancestry {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Ancestry")
    }
}

impl Uplink {
    /// Works until the ledger's bell is told to end ([`finish`]).
    pub fn work(self) {
        let http = Http::new(Arc::clone(&self.lookup));
        if let Some(told) = self
            .metadata
            .as_deref()
            .and_then(|uri| metadata::fetch(&http, uri))
        {
            self.facts.set_task(told);
        }
        let Some(plane) = self.plane(http) else {
            self.ledger.bell().wait_for_end();
            self.ledger.bell().ended();
            return;
        };
        Sender::new(self, plane, PATIENCE).work();
    }

    fn plane(&self, http: Http) -> Option<Box<dyn ControlPlane>> {
        match &self.report {
            Report::ControlPlane => self.control_plane(http),
            Report::StandardError => Some(Box::new(Lines::new(std::io::stderr()))),
            Report::File(path) => Lines::to(path).map(|lines| Box::new(lines) as _),
        }
    }

    fn control_plane(&self, http: Http) -> Option<Box<dyn ControlPlane>> {
        let wallet = Wallet::new(self.credentials.clone());
        let Config {
            direct,
            control_plane,
            ..
        } = &self.config;
        match (direct, control_plane) {
            (Some(place), _) => Some(Box::new(aws::Client::new(http, place.clone(), wallet))),
            (None, Some(plane)) => Some(Box::new(http.at(plane.clone(), wallet))),
            (None, None) => None,
        }
    }
}

/// Has the last frame sent, and waits a moment for it. Tells whether it went out.
pub fn finish(ledger: &Ledger) -> bool {
    ledger.bell().end(LAST_WORDS)
}

#[cfg(test)]
mod tests;
