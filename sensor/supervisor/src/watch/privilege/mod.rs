//! Identities, capabilities, and everything that reaches for the kernel: decided on registers, in every mode from here.
//!
//! What changes nothing is not told: an id that every slot already has, capabilities that are only given up, memory made
//! visible again, calls that only ask. What is told is refused in block without a rule, and two things are refused in
//! every mode without one, because they would blind the sensor: `io_uring`, whose operations no filter sees, and the
//! kernel's other tables of calls (32-bit, x32).

mod identity;
#[cfg(test)]
mod tests;
mod words;

use inlay_contract::behaviour::{Behaviour, Call as Told, Domain};
use inlay_contract::template;
use rustix::io::Errno;

use super::Watch;
use super::call::Call;
use super::file::{OWN_FOLDER, is_at_or_below};
use super::meaning::{Deed, Meaning};
use super::memory::{PATH_MAX, Unreadable, read_exact, read_string};
use super::path::Last;
use super::safety::tamper;

/// How many supplementary groups are told; more than a process has in practice.
const MOST_GROUPS: usize = 32;

/// Calls after which a process may be hidden from us.
const HIDING: [&str; 11] = [
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setfsuid",
    "setfsgid",
    "setgroups",
    "capset",
    "prctl",
];

/// Calls after which a process may have another root directory.
const MOVING: [&str; 5] = ["chroot", "pivot_root", "unshare", "setns", "mount"];

/// `PR_CAP_AMBIENT_RAISE`.
const AMBIENT_RAISE: u64 = 2;

impl Watch {
    /// What a call on privileges means; `None` when it is not one.
    pub(super) fn privilege(&self, call: &Call<'_>) -> Option<Meaning> {
        if call.row.domain != Some(Domain::Privilege) {
            return None;
        }
        Some(self.reached_for(call).unwrap_or_else(Meaning::from))
    }

    fn reached_for(&self, call: &Call<'_>) -> Result<Meaning, Unreadable> {
        let registers = &call.registers;
        let name = call.row.name;
        if HIDING.contains(&name) {
            self.hold(call);
        }
        if MOVING.contains(&name) {
            call.caller.watched.state().unsteady = true;
        }
        let detail = match name {
            "setgroups" => groups(call)?,
            "capset" => return capset(call),
            "prctl" => return Ok(prctl(call)),
            "clone" | "unshare" => {
                let detail = words::namespaces(registers.half(0));
                if detail.is_empty() {
                    return Ok(Meaning::Nothing);
                }
                detail
            }
            "setns" => words::namespaces(registers.half(1)),
            "ptrace" => words::request(registers.half(0)),
            "chroot" | "pivot_root" | "swapon" | "swapoff" | "uselib" => self.path(call, 0)?,
            "umount2" | "mount" => {
                let target = self.path(call, usize::from(name == "mount"))?;
                if is_at_or_below(target.as_bytes(), OWN_FOLDER) {
                    return Ok(tamper(call, target));
                }
                target
            }
            "bpf" | "keyctl" | "fsconfig" | "syslog" => registers.int(0).to_string(),
            "seccomp" => format!("SECCOMP_SET_MODE {}", registers.half(0)),
            "personality" => format!("{:#x}", registers.half(0)),
            "ioctl" => words::ioctl(registers.half(1)),
            "setrlimit" | "prlimit64" => "RLIMIT_CORE".into(),
            "foreign" => format!("{:#x}:{}", call.architecture, call.number),
            "unknown" => call.number.to_string(),
            _ => return Ok(identity_or_plain(call)),
        };
        Ok(told(call, detail))
    }

    /// Opens what we need of a process now: after this call it may be hidden from us for good.
    fn hold(&self, call: &Call<'_>) {
        call.caller.watched.group.hold_memory();
        let _best_effort = self.root_of(call);
    }

    /// A path in the caller's view, templated.
    fn path(&self, call: &Call<'_>, index: usize) -> Result<String, Unreadable> {
        let group = &call.caller.watched.group;
        let pointer = call.registers.word(index);
        let path = read_string(group, pointer, PATH_MAX, Errno::NAMETOOLONG)?;
        let sight = self.sight(call, libc::AT_FDCWD, &path)?;
        // What is not there is told as it was said: the attempt counts.
        let found = call.find(sight.view(), &path, Last::Follow);
        let path = found.map_or(path, |found| found.path().to_vec());
        Ok(template::path(&path, Some(call.pid())))
    }
}

fn identity_or_plain(call: &Call<'_>) -> Meaning {
    let Ok(status) = call.caller.watched.group.status() else {
        return Meaning::Fails(Errno::SRCH);
    };
    match identity::change(call.row.name, &call.registers, &status) {
        Some(change) if change.nothing => Meaning::Nothing,
        Some(change) => told(call, change.detail),
        None => told(call, String::new()),
    }
}

fn groups(call: &Call<'_>) -> Result<String, Unreadable> {
    let count = usize::try_from(call.registers.int(0))
        .unwrap_or(0)
        .min(MOST_GROUPS);
    let mut bytes = [0; 4 * MOST_GROUPS];
    let bytes = bytes.get_mut(..4 * count).ok_or(Unreadable::Refused)?;
    read_exact(&call.caller.watched.group, call.registers.word(1), bytes)?;
    let ids: Vec<u32> = bytes
        .chunks_exact(4)
        .filter_map(|chunk| chunk.try_into().ok().map(u32::from_le_bytes))
        .collect();
    Ok(identity::told(&ids))
}

/// Capabilities that are only given up are nobody's business. The kernel itself never lets a process permit itself more.
fn capset(call: &Call<'_>) -> Result<Meaning, Unreadable> {
    let mut bytes = [0; 24];
    read_exact(
        &call.caller.watched.group,
        call.registers.word(1),
        &mut bytes,
    )?;
    let word = |index: usize| {
        let part = bytes
            .get(4 * index..4 * index + 4)
            .and_then(|part| part.try_into().ok());
        u64::from(u32::from_le_bytes(part.unwrap_or_default()))
    };
    let set = |low: usize| word(low) | word(low + 3) << 32;
    let Ok(status) = call.caller.watched.group.status() else {
        return Ok(Meaning::Fails(Errno::SRCH));
    };
    let raised = (set(0) & !status.effective) | (set(2) & !status.permitted);
    Ok(if raised == 0 {
        Meaning::Nothing
    } else {
        told(call, words::capabilities(raised))
    })
}

fn prctl(call: &Call<'_>) -> Meaning {
    let (option, value) = (call.registers.int(0), call.registers.word(1));
    let detail = match option {
        libc::PR_SET_DUMPABLE if value == 1 => return Meaning::Nothing,
        libc::PR_CAP_AMBIENT if value != AMBIENT_RAISE => return Meaning::Nothing,
        libc::PR_CAP_AMBIENT => {
            let number = usize::try_from(call.registers.word(2)).unwrap_or(usize::MAX);
            format!(
                "{} {}",
                words::option(call.registers.half(0)),
                words::capability(number)
            )
        }
        libc::PR_SET_DUMPABLE | libc::PR_SET_SECCOMP => {
            format!("{} {value}", words::option(call.registers.half(0)))
        }
        _ => words::option(call.registers.half(0)),
    };
    told(call, detail)
}

fn told(call: &Call<'_>, detail: String) -> Meaning {
    let blinds = matches!(
        call.row.name,
        "io_uring_setup" | "io_uring_register" | "foreign"
    );
    let example = if detail.is_empty() {
        Vec::new()
    } else {
        vec![detail.clone()]
    };
    let behaviour = Behaviour::Privilege(Told {
        program: call.program(),
        call: call.row.name.into(),
        detail,
    });
    Meaning::Does(vec![Deed {
        needs_rule: blinds,
        ..Deed::new(behaviour, example)
    }])
}
