//! An exec that is asked for: what would run, by whom, with what.

use inlay_contract::behaviour::{Behaviour, Drift, Exec};
use inlay_contract::template;
use rustix::io::Errno;

use super::allowed::{Allowed, Appearance, Expected, Fingerprint, Shown};
use super::arguments::{Arguments, read_arguments, read_environment};
use super::program::{Program, program};
use super::settle::as_of;
use crate::watch::Watch;
use crate::watch::call::{Call, template_program};
use crate::watch::meaning::{Decision, Meaning, unresolved};
use crate::watch::memory::{PATH_MAX, Paged, read_string};
use crate::watch::path::Last;
use crate::watch::processes::group::Group;
use crate::watch::processes::{lineage, origin};
use crate::watch::procfs::Stat;
use crate::watch::sight;

/// How many threads of one process may be starting programs at once; only one of them can come to run.
const MOST_AT_ONCE: usize = 16;

/// Where `execve` and `execveat` keep their arguments.
struct Asked {
    folder: i32,
    path: u64,
    arguments: u64,
    environment: u64,
    flags: u32,
}

/// An exec that was understood.
struct Understood {
    meaning: Meaning,
    expected: Expected,
}

impl Watch {
    /// Decides on an exec and remembers what was allowed.
    pub(in crate::watch) fn exec(&self, call: &Call<'_>, waiting: &dyn Fn() -> bool) -> Decision {
        let undecided = call.caller.watched.state().allowed.len();
        if self.processes.is_crowded() || undecided >= MOST_AT_ONCE {
            return Decision::Refuse(Errno::AGAIN);
        }
        let group = &call.caller.watched.group;
        let Ok(stat) = group.stat() else {
            return Decision::Gone;
        };
        let before = as_of(group, &stat);
        let (meaning, what) = match self.understand(call, &stat) {
            Ok(understood) => (understood.meaning, Some(understood.expected)),
            Err(meaning) => (meaning, None),
        };
        let decision = self.decide(call, meaning, waiting);
        if decision == Decision::Allow {
            self.remember(call, before, what);
        }
        decision
    }

    fn remember(&self, call: &Call<'_>, before: Appearance, what: Option<Expected>) {
        let watched = &call.caller.watched;
        // What it forked so far descends from the program it is about to leave.
        self.processes.register_children(watched);
        let mut state = watched.state();
        // A thread waits for one answer at a time: whatever it asked for before has failed.
        state
            .allowed
            .retain(|exec| exec.thread != call.caller.thread);
        state.allowed.push(Allowed {
            thread: call.caller.thread,
            before,
            what,
        });
        drop(state);
        self.later.look_at(watched);
    }

    fn understand(&self, call: &Call<'_>, stat: &Stat) -> Result<Understood, Meaning> {
        let watched = &call.caller.watched;
        match self.understand_in(call, stat, &watched.group) {
            // What is found in a memory that turns out to be another one's is caught when the program runs.
            Err(Meaning::Unread) => match self.processes.lender(watched, stat) {
                Some(lender) => self.understand_in(call, stat, &lender.group),
                None => Err(Meaning::Unread),
            },
            understood => understood,
        }
    }

    fn understand_in(
        &self,
        call: &Call<'_>,
        stat: &Stat,
        group: &Group,
    ) -> Result<Understood, Meaning> {
        let asked = asked(call);
        let path = read_string(group, asked.path, PATH_MAX, Errno::NAMETOOLONG)?;
        let program = self.program(call, &asked, &path)?;
        let arguments = read_arguments(&Paged::over(group), asked.arguments)?;
        let environment = read_environment(&Paged::over(group), asked.environment)?;
        let preloaded = self.preloaded(call, program.runs().path(), &environment);
        let drift = program.drift(&self.baseline);
        let drift = drift.or(preloaded.as_ref().map(|(drift, _)| *drift));
        let behaviour = self.behaviour(call, stat, &program, &arguments, drift)?;
        let mut told = origin::told(&arguments);
        let expected = Expected {
            program: lineage::Program {
                path: origin::text(program.file.path()),
                identity: Some(program.runs().identity()),
            },
            runs: program.runs().identity(),
            arguments: origin::kept(&told),
            shown: Shown {
                arguments: Fingerprint::of_arguments(&shown(&program, arguments)),
                environment: Some(Fingerprint::of_arguments(&environment)),
            },
            drifted: drift.is_some(),
        };
        // Without this nobody could tell what drifted.
        told.extend(preloaded.map(|(_, path)| format!("(loads {})", origin::text(&path))));
        Ok(Understood {
            meaning: Meaning::one(Behaviour::Exec(behaviour), told),
            expected,
        })
    }

    fn program(&self, call: &Call<'_>, asked: &Asked, path: &[u8]) -> Result<Program, Meaning> {
        let sight = self.sight(call, asked.folder, path)?;
        let empty = asked.flags & libc::AT_EMPTY_PATH.unsigned_abs() != 0;
        let keep = asked.flags & libc::AT_SYMLINK_NOFOLLOW.unsigned_abs() != 0;
        let file = if path.is_empty() && empty {
            sight::found(call, asked.folder)?
        } else {
            let last = if keep { Last::Keep } else { Last::Follow };
            call.find(sight.view(), path, last).map_err(unresolved)?
        };
        if file.kind().is_symlink() {
            return Err(Meaning::Fails(Errno::LOOP));
        }
        program(call, sight.view(), file, &said(asked, path)).map_err(Meaning::Fails)
    }

    fn behaviour(
        &self,
        call: &Call<'_>,
        stat: &Stat,
        program: &Program,
        arguments: &Arguments,
        drift: Option<Drift>,
    ) -> Result<Exec, Meaning> {
        let group = &call.caller.watched.group;
        let status = group.status().map_err(|_| Meaning::Fails(Errno::SRCH))?;
        let originals: Vec<&[u8]> = arguments.iter().collect();
        let pid = Some(call.pid());
        Ok(Exec {
            program: template::program(program.file.path(), pid),
            parent: template_program(&self.processes.program_behind(&call.process)),
            arguments: template::arguments(&originals),
            user: status.user(),
            terminal: stat.terminal,
            outside: call.process.outside,
            interpreter: program
                .interpreter
                .as_ref()
                .map(|found| template::program(found.path(), pid)),
            drift,
        })
    }
}

fn asked(call: &Call<'_>) -> Asked {
    let registers = &call.registers;
    if call.row.name == "execveat" {
        Asked {
            folder: registers.int(0),
            path: registers.word(1),
            arguments: registers.word(2),
            environment: registers.word(3),
            flags: registers.half(4),
        }
    } else {
        Asked {
            folder: libc::AT_FDCWD,
            path: registers.word(0),
            arguments: registers.word(1),
            environment: registers.word(2),
            flags: 0,
        }
    }
}

/// The path as the kernel hands it to an interpreter (`alloc_bprm`).
fn said(asked: &Asked, path: &[u8]) -> Vec<u8> {
    if asked.folder == libc::AT_FDCWD || path.starts_with(b"/") {
        return path.to_vec();
    }
    let mut said = format!("/dev/fd/{}", asked.folder).into_bytes();
    if !path.is_empty() {
        said.push(b'/');
        said.extend_from_slice(path);
    }
    said
}

/// The arguments as the process will show them.
fn shown(program: &Program, arguments: Arguments) -> Arguments {
    if program.instead.is_empty() {
        return arguments;
    }
    arguments.behind(program.instead.iter().map(Vec::as_slice))
}
