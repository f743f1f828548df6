//! Reports without a control plane: frames as lines of JSON.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use inlay_contract::session::{Request, Session};

use super::plane::{ControlPlane, Failure, Offer, Urgency, unopened};

/// Writes frames down.
#[derive(Debug)]
pub(super) struct Lines<W> {
    out: W,
}

impl<W> Lines<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out }
    }
}

impl Lines<File> {
    /// To the end of a file; `None` when it cannot be written.
    pub(super) fn to(path: &Path) -> Option<Self> {
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .ok()
            .map(Self::new)
    }
}

impl<W: Write + Send> ControlPlane for Lines<W> {
    fn open(&mut self, _: &Request<'_>, _: Duration) -> Result<Session, Failure> {
        unopened("offline")
    }

    fn send(&mut self, _: &Session, _: Urgency, frame: &str, _: Duration) -> Result<(), Failure> {
        // In one write, so that lines of two writers do not mix.
        let line = format!("{frame}\n");
        let written = self
            .out
            .write_all(line.as_bytes())
            .and_then(|()| self.out.flush());
        written.map_err(|error| Failure::Later(format!("writing a frame: {error}")))
    }

    fn policy(&mut self, _: &Session, _: Option<&str>, _: Duration) -> Result<Offer, Failure> {
        Ok(Offer::Unchanged)
    }
}
