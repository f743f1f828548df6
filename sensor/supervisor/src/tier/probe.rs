//! `sensor probe`: what this host lets the sensor see and stop, as JSON for people and machines.

mod features;
mod stranger;

use serde::Serialize;

use crate::sys::seccomp::{self, Waiting};

use super::{Choice, Tier};
use features::Features;

/// The whole answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    version: u32,
    sensor: &'static str,
    kernel: String,
    architecture: &'static str,
    tier: String,
    because: String,
    forced: bool,
    limits: Vec<String>,
    seccomp: Seccomp,
    features: Features,
}

/// What seccomp has here.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Seccomp {
    notifies: bool,
    outlasts_signals: bool,
    wakes_synchronously: bool,
    notification_bytes: Option<u16>,
    filters_above: Option<String>,
}

/// Finds everything out and tells it. The process must have one thread.
#[must_use]
pub fn tell(choice: Choice) -> String {
    // Before anything that may start a thread.
    let stranger = stranger::memory();
    let answer = Answer {
        version: 1,
        sensor: env!("CARGO_PKG_VERSION"),
        kernel: rustix::system::uname()
            .release()
            .to_string_lossy()
            .into_owned(),
        architecture: std::env::consts::ARCH,
        tier: choice.tier.to_string(),
        because: choice.because,
        forced: choice.forced,
        limits: choice.limits,
        seccomp: seccomp(choice.tier),
        features: features::find(stranger),
    };
    serde_json::to_string_pretty(&answer).unwrap_or_default()
}

fn seccomp(tier: Tier) -> Seccomp {
    let (notifies, outlasts_signals, wakes_synchronously) = match tier {
        Tier::Notify {
            waiting,
            synchronous,
        } => (true, waiting == Waiting::Killable, synchronous),
        Tier::Ptrace | Tier::Observe => (false, false, false),
    };
    Seccomp {
        notifies,
        outlasts_signals,
        wakes_synchronously,
        notification_bytes: seccomp::sizes().ok().map(|sizes| sizes.notification),
        filters_above: features::status("Seccomp_filters"),
    }
}
