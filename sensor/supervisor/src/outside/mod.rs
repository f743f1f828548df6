//! What nobody is notified of: processes that entered the container from outside (health checks, exec sessions) and, in tier
//! `observe`, all of them with their sockets. A thread looks at `/proc` again and again, and at once when a program is opened.
//!
//! It sees and does not stop: what lives shorter than the time between two looks may be missed, and nothing is refused.

mod health;
mod owners;
mod recording;
mod sockets;
mod standing;
mod sweep;
mod wake;

use std::sync::Arc;
use std::time::{Duration, Instant};

use inlay_contract::judgement::Judge;

use crate::names::Names;
use crate::observation::Recorder;
use crate::watch::exec::drift::Baseline;
use crate::watch::processes::Processes;

use owners::Connections;
use recording::Recording;
use standing::Own;
use sweep::Sweep;
use wake::{Wake, Woken};

/// Time between two looks.
const LOOK: Duration = Duration::from_millis(250);
/// Looks between two at all processes: those that are known may have executed another program.
const LOOKS_BETWEEN_FULL: u32 = 8;
/// After a program was opened it still has to begin, and may end soon: it is looked at again after so many microseconds each.
const AFTERWARDS: [u64; 8] = [200, 200, 300, 300, 500, 1000, 3000, 10_000];

/// What tier `observe` does not see.
pub const OBSERVE_LIMITS: [&str; 4] = [
    "processes and connections that live shorter than a look at /proc (250 ms) may be missed",
    "sockets of processes that the sensor may not look into are not told",
    "files, privileges and unread calls are not seen",
    "UDP is seen where a socket is connected or bound below the ephemeral ports",
];

/// Everything the sampler works with.
pub struct Outside {
    /// Knows processes.
    pub processes: Arc<Processes>,
    /// Says what is thought of what is seen.
    pub judge: Arc<dyn Judge>,
    /// Keeps it.
    pub recorder: Arc<dyn Recorder>,
    /// Knows names.
    pub names: Arc<Names>,
    /// What the image brought.
    pub baseline: Baseline,
    /// The image's HEALTHCHECK command.
    pub healthcheck: Option<Vec<String>>,
    /// Whether all processes are told, because nothing else sees them.
    pub everything: bool,
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Outside")
            .field("everything", &self.everything)
            .finish_non_exhaustive()
    }
}

impl Outside {
    /// Looks, for as long as the sensor lives.
    pub fn work(self) {
        let everything = self.everything;
        let recording = Recording::new(self);
        let mut sweep = Sweep::new(Own::find(!everything));
        let mut connections = Connections::default();
        let mut wake = Wake::new(Instant::now());
        let mut look: u32 = 0;
        loop {
            let woken = wake.wait(LOOK);
            if woken == Woken::ByAProgram {
                sweep.look(&recording, false);
                for pause in AFTERWARDS {
                    std::thread::sleep(Duration::from_micros(pause));
                    sweep.look(&recording, false);
                }
                continue;
            }
            look = look.wrapping_add(1);
            sweep.look(&recording, look % LOOKS_BETWEEN_FULL == 0);
            if everything {
                connections.look_if_changed(&recording);
            }
        }
    }
}
