//! The duties of a first process: pass signals on, reap whatever ended, notice when it was the application.

use rustix::process::{Pid, WaitOptions};

use crate::sys::signal::{self, Signal};

use super::ending::Ending;

/// Passes on signals and reaps until the application has ended.
///
/// Every signal goes to the application's own process, as it would have without the sensor, but `SIGCHLD`, which is about
/// ours. Stopping and killing reach whom they are sent to and cannot be passed on.
#[must_use]
pub fn serve(application: Pid) -> Ending {
    loop {
        match signal::next() {
            Signal::CHILD => {
                if let Some(ending) = reap(application) {
                    return ending;
                }
            }
            other => {
                // It may have ended a moment ago; `SIGCHLD` comes next.
                let _ = signal::send(application, other);
            }
        }
    }
}

/// Reaps everybody who has ended; several ends may have come as one signal.
fn reap(application: Pid) -> Option<Ending> {
    let mut ended = None;
    while let Ok(Some((pid, status))) = rustix::process::wait(WaitOptions::NOHANG) {
        if pid == application {
            ended = Ending::of(status).or(ended);
        }
    }
    ended
}
