//! What is true of this container and this sensor, told in every frame.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use inlay_contract::frame::{Container, Resources, Sensor, Tier};

use super::metadata::Task;

/// Limits that are told; more would be a mistake.
const MOST_LIMITS: usize = 32;

/// Shared by all who know something.
#[derive(Debug)]
pub struct Facts {
    container: Mutex<Container>,
    sensor: Mutex<Sensor>,
    counter: OnceLock<Counter>,
}

/// Calls so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calls {
    /// That were notified.
    pub notified: u64,
    /// That could not be looked at, and were refused.
    pub unknown: u64,
}

/// Tells how many calls there were.
struct Counter(Box<dyn Fn() -> Calls + Send + Sync>);

impl std::fmt::Debug for Counter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Counter")
    }
}

impl Facts {
    /// Of a container whose sensor started at that moment, in that tier, for that reason.
    #[must_use]
    pub fn new(started: SystemTime, tier: Tier, because: String, forced: bool) -> Self {
        let hostname = rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned();
        let container = Container {
            hostname,
            started: started.into(),
            task: None,
            cluster: None,
            name: None,
        };
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let sensor = Sensor {
            version,
            tier,
            because,
            forced,
            limits: Vec::new(),
        };
        Self {
            container: Mutex::new(container),
            sensor: Mutex::new(sensor),
            counter: OnceLock::new(),
        }
    }

    /// Something that is not seen here, and why.
    pub fn limited(&self, limit: String) {
        let mut sensor = self.sensor.lock().unwrap_or_else(PoisonError::into_inner);
        if !sensor.limits.contains(&limit) && sensor.limits.len() < MOST_LIMITS {
            sensor.limits.push(limit);
        }
    }

    /// The tier turned out another than the one that was tried.
    pub fn set_tier(&self, tier: Tier, because: String) {
        let mut sensor = self.sensor.lock().unwrap_or_else(PoisonError::into_inner);
        (sensor.tier, sensor.because) = (tier, because);
    }

    /// Who counts calls.
    pub fn count_with(&self, counter: impl Fn() -> Calls + Send + Sync + 'static) {
        // Once is enough: there is one listener.
        let _ = self.counter.set(Counter(Box::new(counter)));
    }

    fn calls(&self) -> Calls {
        self.counter
            .get()
            .map_or_else(Calls::default, |counter| (counter.0)())
    }

    pub(super) fn set_task(&self, told: Task) {
        let mut container = self
            .container
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        (container.task, container.cluster, container.name) = (told.arn, told.cluster, told.name);
    }

    pub(super) fn container(&self) -> Container {
        self.container
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn sensor(&self) -> Sensor {
        self.sensor
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn drops(&self) -> u64 {
        self.calls().unknown
    }

    pub(super) fn resources(&self) -> Resources {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        Resources {
            rss_bytes: resident_pages(&statm) * rustix::param::page_size() as u64,
            cpu_millis: ticks(&stat) * 1000 / rustix::param::clock_ticks_per_second().max(1),
            notified: self.calls().notified,
        }
    }
}

fn resident_pages(statm: &str) -> u64 {
    statm
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0)
}

/// User and system time: the 14th and 15th field, counted behind the name in parentheses, which may hold anything.
fn ticks(stat: &str) -> u64 {
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let times = fields.split_whitespace().skip(11).take(2);
    times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_kernel_says_of_a_process() {
        assert_eq!(resident_pages("900 350 300 1 0 200 0"), 350);
        assert_eq!(
            ticks("7 (a) b) S 1 7 7 0 -1 4194560 500 0 0 0 12 30 0 0 20 0 4 0 5000"),
            42
        );
        assert_eq!((resident_pages(""), ticks("")), (0, 0));
    }

    #[test]
    fn tells_a_limit_once() {
        let facts = Facts::new(SystemTime::now(), Tier::Observe, "a test".into(), false);
        for _ in 0..3 {
            facts.limited("nothing is seen".into());
        }

        assert_eq!(facts.sensor().limits, ["nothing is seen"]);
        assert!(!facts.container().hostname.is_empty());
        assert!(facts.resources().rss_bytes > 0);
    }
}
