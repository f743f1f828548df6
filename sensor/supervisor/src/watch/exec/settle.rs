//! What came of an exec that was let go, looked at before the process's next call is answered.

use inlay_contract::behaviour::{Behaviour, Domain};
use inlay_contract::judgement::Verdict;
use rustix::io::Errno;

use super::allowed::{Appearance, Expected, Fingerprint, Outcome, Shown, outcome};
use super::arguments::Arguments;
use super::preload;
use crate::strategy::Row;
use crate::watch::Watch;
use crate::watch::call::Call;
use crate::watch::kill::kill;
use crate::watch::meaning::{Decision, Deed};
use crate::watch::processes::group::Group;
use crate::watch::processes::lineage::Program;
use crate::watch::processes::{Caller, origin};
use crate::watch::procfs::Stat;
use crate::watch::registers::Registers;

/// The most of `/proc/PID/cmdline` and `/proc/PID/environ` that is read: what an exec may have, and what scripts add.
const MOST_SHOWN: usize = 3 * 1024 * 1024;

impl Watch {
    /// Finds out what came of the execs this process was allowed. `Some` when what runs now must not: it has been killed.
    pub(in crate::watch) fn settle(
        &self,
        caller: &Caller,
        row: &'static Row,
        waiting: &dyn Fn() -> bool,
    ) -> Option<Decision> {
        let watched = &caller.watched;
        let _alone = watched.settling();
        if watched.state().condemned && !is_end(row) {
            return Some(Decision::Refuse(Errno::PERM));
        }
        if !watched.owes_verification() {
            return None;
        }
        let group = &watched.group;
        let now = appearance(group)?;
        let gone = group.memory_is_gone();
        let environment = is_start_up(row).then(|| environment(group)).flatten();
        let shown = is_start_up(row)
            .then(|| shown(group, environment.as_deref()))
            .flatten();
        let before = watched.state().allowed.clone();
        let came = outcome(
            &mut watched.state().allowed,
            caller.thread,
            now,
            gone,
            shown,
        );
        if came == Outcome::Waiting {
            return None;
        }
        if !waiting() {
            // Whoever asked is gone; whoever asks next is looked at.
            watched.state().allowed = before;
            return Some(Decision::Gone);
        }
        group.forget_memory();
        let call = Call {
            caller,
            process: watched.process(),
            row,
            number: 0,
            architecture: 0,
            registers: Registers::default(),
        };
        let expected = before.iter().find_map(|exec| exec.what.as_ref());
        match came {
            Outcome::Waiting => None,
            Outcome::As(expected) => {
                if environment.is_some_and(|block| self.loads_another(&call, &expected, &block)) {
                    return Some(self.mismatch(&call, &expected.program.path));
                }
                self.becomes(&call, expected.program, Some(expected.arguments));
                None
            }
            Outcome::Unread => {
                let program = origin::program_of(group).unwrap_or_default();
                self.becomes(&call, program, None);
                None
            }
            Outcome::Hidden => {
                let program = expected
                    .map(|expected| expected.program.clone())
                    .unwrap_or_default();
                self.hidden(&call, program)
            }
            Outcome::Other => {
                let allowed = expected.map(|expected| expected.program.path.clone());
                Some(self.mismatch(&call, &allowed.unwrap_or_default()))
            }
        }
    }

    /// Whether there is now, where the environment names it, what was not there when the exec was decided on.
    fn loads_another(&self, call: &Call<'_>, expected: &Expected, environment: &[u8]) -> bool {
        let environment = Arguments::from_block(environment);
        if expected.drifted || !preload::names_any(&environment) {
            return false;
        }
        let runs = origin::program_of(&call.caller.watched.group).unwrap_or_default();
        let loaded = self.preloaded(call, runs.path.as_bytes(), &environment);
        loaded.is_some()
    }

    fn becomes(
        &self,
        call: &Call<'_>,
        program: Program,
        arguments: Option<std::sync::Arc<[String]>>,
    ) {
        let watched = &call.caller.watched;
        let arguments = arguments.unwrap_or_else(|| origin::arguments_of(&watched.group));
        let user = watched
            .group
            .status()
            .map_or(call.process.user, |status| status.user());
        self.processes.executed(watched, program, arguments, user);
    }

    /// What runs cannot be seen, as with a program that its own user may not read.
    fn hidden(&self, call: &Call<'_>, program: Program) -> Option<Decision> {
        let behaviour = Behaviour::Unread {
            program: call.program(),
            domain: Domain::Process,
            call: "execve".into(),
        };
        let example = vec![program.path.clone()];
        if self.judge_and_keep(call, Deed::new(behaviour, example)) == Verdict::Blocked {
            return Some(self.end(call));
        }
        self.becomes(call, program, None);
        None
    }

    pub(super) fn mismatch(&self, call: &Call<'_>, allowed: &str) -> Decision {
        let group = &call.caller.watched.group;
        let runs = origin::program_of(group).unwrap_or_default();
        let arguments = origin::arguments_of(group);
        let behaviour = Behaviour::Mismatch {
            program: call.program(),
            domain: Domain::Process,
            call: "execve".into(),
            detail: format!("allowed {allowed}, found {}", runs.path),
        };
        self.judge_and_keep(call, Deed::new(behaviour, arguments.to_vec()));
        self.end(call)
    }

    /// Kills the caller's process. Its call is refused too, and where it may not be killed (another user's, without `CAP_KILL`)
    /// every further one.
    fn end(&self, call: &Call<'_>) -> Decision {
        let watched = &call.caller.watched;
        if kill(&watched.group).is_err_and(|errno| errno != Errno::SRCH) {
            self.processes.condemn(watched);
        }
        Decision::Refuse(Errno::PERM)
    }
}

/// Calls that do nothing but end.
fn is_end(row: &Row) -> bool {
    matches!(row.name, "exit" | "exit_group")
}

/// What a process looks like now; `None` when it is gone.
pub(super) fn appearance(group: &Group) -> Option<Appearance> {
    Some(as_of(group, &group.stat().ok()?))
}

/// The same, where its `stat` has been read.
pub(super) fn as_of(group: &Group, stat: &Stat) -> Appearance {
    Appearance {
        image: stat.image,
        running: origin::running(group).ok(),
    }
}

/// Calls that loader and libc make before the program's own code runs, so before it can have rewritten its arguments.
fn is_start_up(row: &Row) -> bool {
    matches!(row.name, "arch_prctl" | "open" | "openat")
}

fn shown(group: &Group, environment: Option<&[u8]>) -> Option<Shown> {
    let block = group.read_file("cmdline", MOST_SHOWN).ok()?;
    (!block.is_empty()).then(|| Shown {
        arguments: Fingerprint::of(&block),
        environment: environment.map(Fingerprint::of),
    })
}

/// Its environment; `None` where it is hidden, as from everybody but the user of a program that may not be read.
fn environment(group: &Group) -> Option<Vec<u8>> {
    group.read_file("environ", MOST_SHOWN).ok()
}
