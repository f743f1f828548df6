//! The application's process, from the fork to the exec.

use std::ffi::{CStr, CString};
use std::io;

use crate::strategy::{Shape, Table, filter};
use crate::sys::exec;
use crate::sys::seccomp::Waiting;
use crate::sys::signal::Inherited;
use crate::tier::install;

use super::cores;
use super::job::{self, Role};
use super::lookup::{self, Missing};
use super::rendezvous::Rendezvous;

/// Exit statuses that shells and container runtimes use for a program that is not there, or cannot be executed.
pub const NOT_FOUND: i32 = 127;
/// See [`NOT_FOUND`].
pub const NOT_EXECUTABLE: i32 = 126;

/// Everything the application's process needs to know.
#[derive(Debug)]
pub struct Launch<'a> {
    /// Program and arguments.
    pub application: Vec<CString>,
    /// What the sensor was handed.
    pub environment: &'a [CString],
    /// Signals as the sensor found them.
    pub inherited: Inherited,
    /// Its place in job control.
    pub role: Role,
    /// The filter's shape and how calls wait; `None` where nothing is filtered.
    pub filter: Option<(Shape, Waiting)>,
    /// Whether it must not begin without its filter.
    pub protected: bool,
}

impl Launch<'_> {
    /// Becomes the application, or ends with the status that says why not, after one line on standard error.
    pub fn go(&self, rendezvous: &Rendezvous) -> ! {
        let status = match self.attempt(rendezvous) {
            Ok(never) => match never {},
            Err((status, said)) => {
                // Nobody is left to tell when this fails.
                let _ = rustix::io::write(std::io::stderr(), said.as_bytes());
                status
            }
        };
        exec::leave(status)
    }

    fn attempt(&self, rendezvous: &Rendezvous) -> Result<std::convert::Infallible, (i32, String)> {
        job::assume(self.role);
        self.enter(rendezvous).map_err(|error| {
            (
                NOT_EXECUTABLE,
                format!("inlay: cannot put the application under its filter: {error}\n"),
            )
        })?;
        let Some(name) = self.application.first() else {
            return Err((NOT_FOUND, "inlay: no command to start\n".into()));
        };
        let program =
            lookup::program(name, self.environment).map_err(|missing| explain(name, &missing))?;
        let environment = self.environment_for(&program);
        self.inherited.restore();
        exec::execute(&program, &self.application, &environment).map_err(|error| {
            (
                NOT_EXECUTABLE,
                format!(
                    "inlay: cannot start {}: {error}\n",
                    program.to_string_lossy()
                ),
            )
        })
    }

    /// Waits for the sensor and takes the filter on. Without one the application still begins, unless it is protected: the
    /// sensor learns of it and says so.
    fn enter(&self, rendezvous: &Rendezvous) -> io::Result<()> {
        let sensor = rendezvous.await_ready()?;
        let Some((shape, waiting)) = self.filter else {
            return Ok(());
        };
        cores::withhold();
        let program = filter::compile(Table::native(), &sensor, shape);
        match install::filter(&program, waiting) {
            Err(error) if self.protected => Err(error),
            listener => rendezvous.tell_listener(listener),
        }
    }

    /// tini says on standard error that it is not the first process unless it is told that somebody knows.
    fn environment_for(&self, program: &CStr) -> Vec<CString> {
        let mut environment = self.environment.to_vec();
        let name = program
            .to_bytes()
            .rsplit(|byte| *byte == b'/')
            .next()
            .unwrap_or_default();
        if name.starts_with(b"tini") && lookup::variable(&environment, "TINI_SUBREAPER").is_none() {
            environment.push(c"TINI_SUBREAPER=1".to_owned());
        }
        environment
    }
}

fn explain(name: &CStr, missing: &Missing) -> (i32, String) {
    let name = name.to_string_lossy();
    match missing {
        Missing::NotFound => (
            NOT_FOUND,
            format!("inlay: cannot start {name}: not found\n"),
        ),
        Missing::NotExecutable(errno) => (
            NOT_EXECUTABLE,
            format!("inlay: cannot start {name}: {errno}\n"),
        ),
    }
}
