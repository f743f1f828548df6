//! One waiting call with everything that is known of it before anything of its caller's memory is read.

use std::sync::Arc;

use rustix::io::Errno;

use super::path::{Found, Last, View, find};
use super::processes::Caller;
use super::processes::lineage::Process;
use super::registers::Registers;
use crate::strategy::Row;

/// One waiting call.
#[derive(Debug)]
pub struct Call<'a> {
    /// Who waits.
    pub caller: &'a Caller,
    /// What its process is.
    pub process: Arc<Process>,
    /// What is done about such calls.
    pub row: &'static Row,
    /// Its number, where the row does not say it.
    pub number: u32,
    /// The table of calls the number is of (`AUDIT_ARCH_…`).
    pub architecture: u32,
    /// Its arguments.
    pub registers: Registers,
}

impl Call<'_> {
    /// The caller's program as it stands in behaviours: templated as paths are.
    #[must_use]
    pub fn program(&self) -> String {
        template_program(&self.process.program.path)
    }

    /// Finds what a path names to the caller; where the sensor may not follow it, under the caller's identity.
    ///
    /// # Errors
    /// As [`super::path::find`].
    pub fn find(&self, view: View<'_>, path: &[u8], last: Last) -> Result<Found, Errno> {
        let found = self
            .caller
            .watched
            .group
            .as_its_user(|| Ok(find(view, path, last)?));
        found.map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))
    }

    /// The caller's pid.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.caller.watched.group.pid
    }
}

/// A program's path as it stands in behaviours.
#[must_use]
pub fn template_program(path: &str) -> String {
    inlay_contract::template::program(path.as_bytes(), None)
}
