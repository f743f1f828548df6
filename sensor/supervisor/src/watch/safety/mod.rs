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

use aim::{Aim, Behind, Own};

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
            behind(call, descriptor)
        })
    }
}

/// Whether a path leads into the `/proc` of the sensor.
pub(super) fn is_of_the_sensor(path: &[u8]) -> bool {
    process_of(path).is_some_and(|number| number == std::process::id() || is_own_thread(number))
}

/// Whose directory of `/proc` a path leads to or into. Threads have one too, although none is listed.
fn process_of(path: &[u8]) -> Option<u32> {
    let rest = path.strip_prefix(b"/proc/")?;
    let number = rest.split(|&byte| byte == b'/').next()?;
    std::str::from_utf8(number).ok()?.parse().ok()
}

fn is_own_thread(number: u32) -> bool {
    std::path::Path::new("/proc/self/task")
        .join(number.to_string())
        .exists()
}

/// Whom a descriptor of the caller stands for: it is a pidfd, or the directory of a process.
fn behind(call: &Call<'_>, descriptor: i32) -> Behind {
    let Ok(number) = u32::try_from(descriptor) else {
        return Behind::Nobody;
    };
    let name = format!("task/{}/fdinfo/{number}", call.caller.thread);
    match call.caller.watched.group.read_file(&name, 4096) {
        Ok(text) => {
            let directory = || process_of(sight::found(call, descriptor).ok()?.path());
            pid(&text)
                .or_else(directory)
                .map_or(Behind::Nobody, Behind::Number)
        }
        Err(error) if error.raw_os_error() == Some(Errno::NOENT.raw_os_error()) => Behind::Nobody,
        Err(_) => Behind::Hidden,
    }
}

/// The number a pidfd tells.
fn pid(text: &[u8]) -> Option<u32> {
    let mut lines = text.split(|&byte| byte == b'\n');
    let number = lines.find_map(|line| line.strip_prefix(b"Pid:\t"))?;
    std::str::from_utf8(number).ok()?.parse().ok()
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
