//! The sensor's threads: all started in one go, before the application exists, so that the filter can know their numbers.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use crate::strategy::Sensor;
use crate::sys::listener::Listener;

/// Enough for reading a path and building a behaviour; the default of 2 MiB is only address space, but tasks are small.
const STACK: usize = 256 * 1024;

/// Something the sensor does all the time, on a thread of its own.
pub struct Duty {
    /// Name of the thread.
    pub name: &'static str,
    /// What it does. It ends with the sensor.
    pub work: Box<dyn FnOnce() + Send>,
}

impl Duty {
    /// A duty of that name.
    pub fn new(name: &'static str, work: impl FnOnce() + Send + 'static) -> Self {
        Self {
            name,
            work: Box::new(work),
        }
    }
}

impl std::fmt::Debug for Duty {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Duty").field(&self.name).finish()
    }
}

/// Where threads wait for the listener, which exists only once they all run, or for the news that there is none.
#[derive(Debug, Clone, Default)]
pub struct Awaited {
    slot: Arc<(Mutex<Option<Outcome>>, Condvar)>,
}

type Outcome = Option<Arc<Listener>>;

impl Awaited {
    /// Waits until it is known. `None` where nothing is filtered.
    #[must_use]
    pub fn listener(&self) -> Outcome {
        let (slot, filled) = &*self.slot;
        let mut held = slot.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(outcome) = &*held {
                return outcome.clone();
            }
            held = filled.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets everybody know.
    pub fn fill(&self, listener: Outcome) {
        let (slot, filled) = &*self.slot;
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
        filled.notify_all();
    }
}

/// Starts all duties and returns the numbers by which the sensor can be reached.
///
/// # Errors
/// When a thread cannot be made.
pub fn muster(duties: Vec<Duty>) -> io::Result<Sensor> {
    let pid = rustix::process::getpid()
        .as_raw_nonzero()
        .get()
        .unsigned_abs();
    let (report, reports) = mpsc::channel();
    for duty in duties {
        let report = report.clone();
        thread::Builder::new()
            .name(duty.name.into())
            .stack_size(STACK)
            .spawn(move || {
                // Nobody listens any more when the sensor is ending.
                let _ = report.send(
                    rustix::thread::gettid()
                        .as_raw_nonzero()
                        .get()
                        .unsigned_abs(),
                );
                drop(report);
                (duty.work)();
            })?;
    }
    drop(report);
    let numbers: Vec<u32> = reports.iter().collect();
    let first = numbers.iter().min().copied().unwrap_or(pid);
    let last = numbers.iter().max().copied().unwrap_or(pid);
    Ok(Sensor { pid, first, last })
}
