//! Puts the parts together. The only place that reads the environment.

use std::convert::Infallible;
use std::error::Error;
use std::ffi::{CString, OsString};
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::time::SystemTime;

use inlay_contract::behaviour::Domain;
use inlay_contract::policy::Mode;
use rustix::process::{
    DumpableBehavior, Pid, Resource, Rlimit, getpid, getrlimit, set_child_subreaper,
    set_dumpable_behavior, setrlimit,
};

use crate::strategy::Shape;
use crate::sys::listener::Listener;
use crate::sys::seccomp::Waiting;
use crate::sys::signal::Inherited;
use crate::sys::{exec, fork};
use crate::tier::{self, Tier};

use super::crew;
use super::launch::{Launch, NOT_EXECUTABLE};
use super::parts::Parts;
use super::rendezvous::Rendezvous;
use super::settings::{self, Settings};
use super::variables::Variables;
use super::{ending, job, pid1, standard};

/// Starts the application and ends with it. Comes back, with a status, only when the sensor itself could not start.
#[must_use]
pub fn run(settings: &Path, application: Vec<OsString>) -> i32 {
    let inherited = Inherited::take();
    standard::fill();
    match attempt(settings, application, inherited) {
        Ok(never) => match never {},
        Err(error) => {
            eprintln!("inlay: cannot start the application: {error}");
            NOT_EXECUTABLE
        }
    }
}

fn attempt(
    folder: &Path,
    application: Vec<OsString>,
    inherited: Inherited,
) -> Result<Infallible, Box<dyn Error>> {
    set_child_subreaper(Some(getpid()))?;
    let environment = exec::environment();
    let variables = Variables(&environment);
    let settings = settings::read(folder, variables.get("INLAY_ENDPOINT"), SystemTime::now())?;
    let mut choice = tier::choose(variables.get("INLAY_TIER"));
    settings.allow(&choice)?;
    choice.limits.extend(settings.wrong.iter().cloned());
    let launch = Launch {
        application: words(application),
        inherited,
        role: job::prepare(),
        filter: filter(choice.tier, &settings),
        protected: settings.protected(),
        environment: &environment,
    };
    let rendezvous = Rendezvous::new()?;
    let application = match fork::sharing_descriptors()? {
        fork::Side::Child => launch.go(&rendezvous),
        fork::Side::Parent(application) => application,
    };
    let begun = Parts::new(settings, &choice, &variables)
        .and_then(|parts| watch(application, &rendezvous, choice.tier, parts));
    let parts = begun.inspect_err(|_| stop(application))?;
    let ending = pid1::serve(application);
    ending::leave_nobody();
    parts.end();
    ending::follow(ending)
}

/// The words of a command line; none of them can hold a NUL, having come from one.
fn words(application: Vec<OsString>) -> Vec<CString> {
    let words = application
        .into_iter()
        .map(|word| CString::new(word.into_vec()));
    words.filter_map(Result::ok).collect()
}

/// Reads are shown while they are learnt. The filter cannot change later.
fn filter(tier: Tier, settings: &Settings) -> Option<(Shape, Waiting)> {
    let modes = settings.policy.as_ref().map(|policy| policy.modes());
    let shape = match modes.map(|modes| modes.of(Domain::File)) {
        None | Some(Mode::Learn) => Shape::Learning,
        Some(Mode::Record | Mode::Block) => Shape::Lean,
    };
    match tier {
        Tier::Notify { waiting, .. } => Some((shape, waiting)),
        Tier::Ptrace | Tier::Observe => None,
    }
}

/// Looking into processes takes descriptors. Ours alone: the application's process has its limits already.
fn take_all_descriptors() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // With fewer, fewer processes are held open.
    let _ = setrlimit(
        Resource::Nofile,
        Rlimit {
            current: maximum,
            maximum,
        },
    );
}

/// The application's process waits for a sensor that will not be there.
fn stop(application: Pid) {
    // It is ours and not reaped, so the number is its own; that it is gone already is as good.
    let _ = rustix::process::kill_process(application, rustix::process::Signal::KILL);
}

/// Brings everything up that watches, then lets the application begin.
fn watch(
    application: Pid,
    rendezvous: &Rendezvous,
    tier: Tier,
    mut parts: Parts,
) -> io::Result<Parts> {
    // Not readable and not traceable for anybody without `CAP_SYS_PTRACE`, and no core. After the fork: the application's
    // process would inherit it.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    take_all_descriptors();
    rendezvous.tell_ready(crew::muster(parts.duties())?)?;
    let listener = match tier {
        Tier::Notify { .. } => rendezvous
            .await_listener(application)
            .and_then(Listener::new),
        Tier::Ptrace | Tier::Observe => {
            parts.go(None);
            return Ok(parts);
        }
    };
    match listener {
        Ok(listener) => {
            // Slower without, that is all.
            let _ = listener.wake_synchronously();
            parts.go(Some(listener));
        }
        Err(error) => {
            parts.demote(format!("install the filter: {error}"));
            parts.go(None);
        }
    }
    Ok(parts)
}
