//! Whether a process belongs to the application or came from outside. The number of its filters decides where it can: a
//! process cannot take one off, so nobody under the sensor's filter can look as if it were not.

use std::time::Duration;

use crate::watch::procfs::parse_status;

/// A process that a container runtime is still making is not looked at before this age: its program is the runtime's.
pub(super) const STILL_BEGINNING: Duration = Duration::from_secs(2);
/// The name of the runtime's process before it becomes the program it was asked for.
const RUNTIME: &str = "runc:[";

/// Where a process stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It descends from the application.
    Inside,
    /// It came from outside.
    Outside,
    /// It belongs to another container that shares the pid namespace.
    Neighbour,
    /// It is still being made.
    NotYet,
}

/// The sensor itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) pid: u32,
    /// The filters it has, when the application has one more.
    pub(super) filters: Option<u32>,
}

impl Own {
    /// Reads them. `filtered`: whether the application runs under the sensor's filter.
    pub(super) fn find(filtered: bool) -> Self {
        let status = std::fs::read("/proc/self/status").ok();
        let status = status.as_deref().and_then(parse_status);
        let filters = status
            .and_then(|status| status.filters)
            .filter(|_| filtered);
        Self {
            pid: std::process::id(),
            filters,
        }
    }
}

/// What is seen of a process.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) pid: u32,
    pub(super) parent: u32,
    pub(super) filters: Option<u32>,
    pub(super) name: &'a str,
    pub(super) age: Duration,
    /// Whether it lives in another control group than the sensor. Whoever enters a container is put into the container's.
    pub(super) apart: bool,
    /// Where its parent stands, if it is known.
    pub(super) descent: Option<Standing>,
}

/// Decides.
pub(super) fn standing(seen: Seen<'_>, own: Own) -> Standing {
    let is_young = seen.age < STILL_BEGINNING;
    if seen.pid == own.pid || seen.pid == 1 {
        return Standing::Inside;
    }
    if seen.name.starts_with(RUNTIME) && is_young {
        return Standing::NotYet;
    }
    match (seen.filters, own.filters) {
        (Some(filters), Some(without)) if filters > without && !seen.apart => Standing::Inside,
        _ if seen.apart => Standing::Neighbour,
        // The application itself, before it has its filter.
        (Some(_), Some(_)) if seen.parent == own.pid && is_young => Standing::NotYet,
        (Some(_), Some(_)) => Standing::Outside,
        _ if seen.parent == 0 || seen.descent == Some(Standing::Outside) => Standing::Outside,
        _ => Standing::Inside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: Own = Own {
        pid: 7,
        filters: Some(1),
    };
    const UNFILTERED: Own = Own {
        pid: 7,
        filters: None,
    };

    fn seen(parent: u32, filters: Option<u32>) -> Seen<'static> {
        Seen {
            pid: 20,
            parent,
            filters,
            name: "sh",
            age: Duration::from_secs(9),
            apart: false,
            descent: None,
        }
    }

    #[test]
    fn filters_decide_where_they_are_counted() {
        assert_eq!(standing(seen(0, Some(1)), OWN), Standing::Outside);
        assert_eq!(standing(seen(0, Some(2)), OWN), Standing::Inside);
        assert_eq!(standing(seen(9, Some(3)), OWN), Standing::Inside);
        assert_eq!(
            standing(seen(9, Some(1)), OWN),
            Standing::Outside,
            "a session's orphan"
        );
    }

    #[test]
    fn descent_decides_elsewhere() {
        let child = Seen {
            descent: Some(Standing::Outside),
            ..seen(9, None)
        };

        assert_eq!(standing(seen(0, None), OWN), Standing::Outside);
        assert_eq!(standing(seen(0, Some(1)), UNFILTERED), Standing::Outside);
        assert_eq!(standing(child, OWN), Standing::Outside);
        assert_eq!(standing(seen(9, None), OWN), Standing::Inside);
    }

    #[test]
    fn what_is_still_being_made_is_waited_for_but_not_for_ever() {
        let young = Duration::from_millis(10);
        let runtime = Seen {
            name: "runc:[2:INIT]",
            age: young,
            ..seen(0, Some(1))
        };
        let application = Seen {
            age: young,
            ..seen(7, Some(1))
        };

        assert_eq!(standing(runtime, OWN), Standing::NotYet);
        assert_eq!(standing(application, OWN), Standing::NotYet);
        assert_eq!(
            standing(
                Seen {
                    age: STILL_BEGINNING,
                    ..runtime
                },
                OWN
            ),
            Standing::Outside
        );
        assert_eq!(
            standing(seen(7, Some(1)), OWN),
            Standing::Outside,
            "given to the sensor"
        );
    }

    #[test]
    fn another_containers_processes_are_nobodys_business() {
        let apart = |seen| Seen {
            apart: true,
            ..seen
        };

        assert_eq!(standing(apart(seen(0, Some(1))), OWN), Standing::Neighbour);
        assert_eq!(standing(apart(seen(9, Some(1))), OWN), Standing::Neighbour);
        assert_eq!(
            standing(apart(seen(0, None)), UNFILTERED),
            Standing::Neighbour
        );
        assert_eq!(
            standing(apart(seen(9, Some(3))), OWN),
            Standing::Neighbour,
            "under a sensor of its own"
        );
    }

    #[test]
    fn the_sensor_and_the_first_process_are_inside() {
        for pid in [1, 7] {
            assert_eq!(
                standing(
                    Seen {
                        pid,
                        ..seen(0, Some(1))
                    },
                    OWN
                ),
                Standing::Inside
            );
        }
    }
}
