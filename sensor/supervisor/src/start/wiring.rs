//! Puts the parts together. The only place that reads the environment.

use std::ffi::{CString, OsString};
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use rustix::process::{DumpableBehavior, Pid, getpid, set_child_subreaper, set_dumpable_behavior};

use crate::strategy::Shape;
use crate::sys::listener::{Answer, Listener};
use crate::sys::signal::Inherited;
use crate::sys::{exec, fork};
use crate::tier::{self, Choice, Tier};

use super::crew::{self, Awaited, Duty};
use super::launch::{Launch, NOT_EXECUTABLE};
use super::rendezvous::Rendezvous;
use super::{ending, job, lookup, pid1, standard};

/// Starts the application and ends with it. Comes back, with a status, only when the sensor itself could not start.
#[must_use]
pub fn run(settings: &Path, application: Vec<OsString>) -> i32 {
    let inherited = Inherited::take();
    standard::fill();
    match attempt(settings, application, inherited) {
        Ok(never) => match never {},
        Err(error) => {
            eprintln!("inlay: cannot start the sensor: {error}");
            NOT_EXECUTABLE
        }
    }
}

fn attempt(
    _settings: &Path,
    application: Vec<OsString>,
    inherited: Inherited,
) -> io::Result<std::convert::Infallible> {
    set_child_subreaper(Some(getpid()))?;
    let environment = exec::environment();
    let wanted = lookup::variable(&environment, "INLAY_TIER")
        .and_then(|value| std::str::from_utf8(value).ok());
    let choice = tier::choose(wanted);
    let launch = Launch {
        application: application
            .into_iter()
            .filter_map(|word| CString::new(word.into_vec()).ok())
            .collect(),
        inherited,
        role: job::prepare(),
        filter: shape(choice.tier),
        environment,
    };
    let rendezvous = Rendezvous::new()?;
    let application = match fork::sharing_descriptors()? {
        fork::Side::Child => launch.go(&rendezvous),
        fork::Side::Parent(application) => application,
    };
    drop(launch);
    watch(application, &rendezvous, &choice)?;
    let ending = pid1::serve(application);
    ending::follow(ending)
}

fn shape(tier: Tier) -> Option<(Shape, crate::sys::seccomp::Waiting)> {
    match tier {
        Tier::Notify { waiting, .. } => Some((Shape::Learning, waiting)),
        Tier::Ptrace | Tier::Observe => None,
    }
}

/// Brings everything up that watches, then lets the application begin.
fn watch(application: Pid, rendezvous: &Rendezvous, choice: &Choice) -> io::Result<()> {
    // Not readable and not traceable for anybody without `CAP_SYS_PTRACE`, and no core. After the fork: the application's
    // process would inherit it.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let awaited = Awaited::default();
    let watched = awaited.clone();
    let duty = Duty {
        name: "watch",
        work: Box::new(move || answer_all(&watched)),
    };
    rendezvous.tell_ready(crew::muster(vec![duty])?)?;
    if matches!(choice.tier, Tier::Notify { .. }) {
        let listener = Listener::new(rendezvous.await_listener(application)?)?;
        let _ = listener.wake_synchronously();
        awaited.fill(listener);
    }
    Ok(())
}

fn answer_all(awaited: &Awaited) {
    let listener = awaited.listener();
    while let Ok(notification) = listener.receive() {
        if let Some(notification) = notification {
            let _ = listener.answer(notification.id, Answer::Continue);
        }
    }
}
