//! One look at all processes.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use super::recording::Recording;
use super::standing::{Own, STILL_BEGINNING, Seen, Standing, standing};
use crate::watch::processes::group::Group;
use crate::watch::processes::origin;
use crate::watch::procfs::{Image, Stat};

/// Processes that are followed; a container that has more has other troubles.
const MOST: usize = 8192;

/// What was found so far.
#[derive(Debug)]
pub(super) struct Sweep {
    own: Own,
    /// The sensor's control group.
    place: Option<Vec<u8>>,
    known: HashMap<u32, Known>,
    last_pid: Option<String>,
}

/// The longest list of control groups that is read.
const LONGEST_PLACE: usize = 4096;

#[derive(Debug, Clone, Copy)]
struct Known {
    started: u64,
    image: Image,
    standing: Standing,
    /// Whether it is to be looked at again soon: it is being made, or was forked and may execute a program yet.
    unsettled: bool,
    /// Whether it is the image's health check, or was started by it.
    checks_health: bool,
}

impl Sweep {
    pub(super) fn new(own: Own) -> Self {
        let place = Group::open(own.pid).and_then(|(group, _)| place(&group));
        Self {
            own,
            place: place.ok(),
            known: HashMap::new(),
            last_pid: None,
        }
    }

    /// Looks for processes that are new; at all of them when it is to be `full`.
    pub(super) fn look(&mut self, recording: &Recording, full: bool) {
        let waits = self.known.values().any(|known| known.unsettled);
        if !full && !waits && !self.has_new_process() {
            return;
        }
        let pids = pids();
        self.known.retain(|pid, _| pids.contains(pid));
        for pid in pids {
            let settled = self.known.get(&pid).is_some_and(|known| !known.unsettled);
            if pid != self.own.pid && (full || !settled) {
                // A process that is gone meanwhile is none.
                let _ = self.look_at(pid, recording);
            }
        }
    }

    /// The last field is the newest pid: when it is the same as before, nobody came.
    fn has_new_process(&mut self) -> bool {
        let Ok(text) = std::fs::read_to_string("/proc/loadavg") else {
            return true;
        };
        let last = text.split_whitespace().last().map(str::to_owned);
        let is_new = last.is_none() || last != self.last_pid;
        self.last_pid = last;
        is_new
    }

    fn look_at(&mut self, pid: u32, recording: &Recording) -> std::io::Result<()> {
        let (group, stat) = Group::open(pid)?;
        let before = self
            .known
            .get(&pid)
            .copied()
            .filter(|known| known.started == stat.started);
        let is_same = before.is_some_and(|known| known.image == stat.image);
        if is_same && before.is_some_and(|known| !known.unsettled) {
            return Ok(());
        }
        let age = SystemTime::now()
            .duration_since(origin::began(stat.started))
            .unwrap_or_default();
        let standing = self.standing(&group, &stat, age)?;
        let parent = self.known.get(&stat.parent);
        let inherits = parent.is_some_and(|parent| parent.checks_health)
            || before.is_some_and(|known| known.checks_health);
        let (mut unsettled, mut checks_health) = (standing == Standing::NotYet, inherits);
        if recording.wants(standing) {
            let told = if stat.image.inherited {
                None
            } else {
                recording.exec(pid, &stat, &group, standing, inherits)?
            };
            checks_health = told.unwrap_or(inherits);
            unsettled = told.is_none() && age < STILL_BEGINNING;
        }
        if self.known.len() < MOST {
            let (started, image) = (stat.started, stat.image);
            self.known.insert(
                pid,
                Known {
                    started,
                    image,
                    standing,
                    unsettled,
                    checks_health,
                },
            );
        }
        Ok(())
    }

    fn is_apart(&self, group: &Group) -> bool {
        let theirs = place(group).ok();
        self.place.is_some() && theirs.is_some() && self.place != theirs
    }

    fn standing(&self, group: &Group, stat: &Stat, age: Duration) -> std::io::Result<Standing> {
        let status = group.status()?;
        let name = group.read_file("comm", 64)?;
        let seen = Seen {
            pid: group.pid,
            parent: stat.parent,
            filters: status.filters,
            name: std::str::from_utf8(&name).unwrap_or_default(),
            age,
            apart: self.is_apart(group),
            descent: self.known.get(&stat.parent).map(|parent| parent.standing),
        };
        Ok(standing(seen, self.own))
    }
}

/// The control groups of a process, as the sensor sees them.
fn place(group: &Group) -> std::io::Result<Vec<u8>> {
    group.read_file("cgroup", LONGEST_PLACE)
}

fn pids() -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut pids: Vec<u32> = entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    // Parents come before their children, mostly.
    pids.sort_unstable();
    pids
}
