//! The sensor's own safety: what is aimed at it is refused in every mode, and told.
//!
//! A signal to everybody (`kill(-1, …)`) passes where the sensor is the first process of its namespace, for the kernel leaves
//! that one out; elsewhere it is refused, since it would reach the sensor, and nobody can send the rest of it in the
//! caller's name. A signal to a process group the sensor is in is refused for the same reason; the application has a
//! group of its own.

mod aim;
#[cfg(test)]
mod tests;

use inlay_contract::behaviour::{Behaviour, Call as Told};
use rustix::io::Errno;

use aim::{Aim, Own};

use super::Watch;
use super::call::Call;
use super::meaning::{Deed, Meaning};
use super::sight;

impl Watch {
    /// What a call that could be aimed at the sensor means; `None` when it is not such a call, or aimed at others and to be
    /// decided like any other.
    pub(super) fn safety(&self, call: &Call<'_>) -> Option<Meaning> {
        let aim = aim::aim(call.row.name, &call.registers)?;
        if aim.harmless {
            return Some(Meaning::Nothing);
        }
        let hit = self.hits(call, aim);
        match (hit, aim.decided_here) {
            (true, _) => Some(tamper(call, aim::detail(call.row.name, &call.registers))),
            (false, true) => Some(Meaning::Nothing),
            (false, false) => None,
        }
    }

    fn hits(&self, call: &Call<'_>, aim: Aim) -> bool {
        let stat = call.caller.watched.group.stat().ok();
        let own = Own {
            pid: self.own,
            group: rustix::process::getpgrp()
                .as_raw_nonzero()
                .get()
                .unsigned_abs(),
            user: rustix::process::getuid().as_raw(),
            callers_group: stat.map_or(0, |stat| stat.process_group),
            callers_user: call.process.user,
        };
        aim::hits(aim.at, &own, &is_own_thread, &|descriptor| {
            names_sensor(call, descriptor)
        })
    }
}

fn is_own_thread(number: u32) -> bool {
    std::path::Path::new("/proc/self/task")
        .join(number.to_string())
        .exists()
}

/// Whether a descriptor of the caller stands for the sensor: a pidfd, or the directory of a process. One we cannot look at
/// may be.
fn names_sensor(call: &Call<'_>, descriptor: i32) -> bool {
    let Ok(number) = u32::try_from(descriptor) else {
        return false;
    };
    let own = std::process::id();
    let name = format!("task/{}/fdinfo/{number}", call.caller.thread);
    match call.caller.watched.group.read_file(&name, 4096) {
        Ok(text) => {
            let pid = format!("Pid:\t{own}");
            let is_pidfd = text
                .split(|&byte| byte == b'\n')
                .any(|line| line == pid.as_bytes());
            let folder = format!("/proc/{own}");
            is_pidfd
                || sight::found(call, descriptor)
                    .is_ok_and(|found| found.path() == folder.as_bytes())
        }
        Err(error) => error.raw_os_error() != Some(Errno::NOENT.raw_os_error()),
    }
}

/// An attempt on the sensor.
pub(super) fn tamper(call: &Call<'_>, detail: String) -> Meaning {
    let behaviour = Behaviour::Tamper(Told {
        program: call.program(),
        call: call.row.name.into(),
        detail,
    });
    Meaning::Does(vec![Deed::refused_with(Errno::PERM, behaviour, Vec::new())])
}
