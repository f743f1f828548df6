//! The processes of the container and where they come from.
//!
//! Nobody tells us of a fork. A process is linked to its parent when it makes its first notified call, and before its parent
//! ends or executes another program, whichever comes first: so a daemon that forked twice still has its ancestors.

pub mod cache;
pub mod children;
pub mod group;
pub mod lineage;
pub mod origin;
mod sharing;
pub mod trampoline;
pub mod watched;

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustix::fs::{CWD, Mode, OFlags};
use rustix::io::Errno;

use crate::observation::{Ancestor, Ancestry, ProcessId};
use cache::Cache;
use group::{Group, Name, read_whole};
use lineage::{Lineage, Process, Program};
use trampoline::is_trampoline;
use watched::Watched;

use super::procfs::{Stat, Status, parse_status};

/// How far up a line of unknown processes is followed.
const MOST_GENERATIONS: usize = 32;

/// The first process of a pid namespace.
const FIRST: u32 = 1;

/// All processes.
#[derive(Debug)]
pub struct Processes {
    cache: Mutex<Cache>,
    register: Mutex<Register>,
    own: u32,
    /// The first process under the filter: the one the sensor started.
    application: OnceLock<u32>,
}

#[derive(Debug)]
struct Register {
    lineage: Lineage,
    /// The living, by pid, with the tick they began at.
    living: HashMap<u32, (u64, ProcessId)>,
    /// Those of the living that were to be ended and could not be, and what they forked.
    condemned: HashSet<ProcessId>,
    next: u64,
}

/// A waiting thread and its process.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The thread.
    pub thread: u32,
    /// Its process.
    pub watched: Arc<Watched>,
}

impl Default for Processes {
    fn default() -> Self {
        Self::new()
    }
}

impl Processes {
    /// Begins with the sensor itself, from which the application comes.
    #[must_use]
    pub fn new() -> Self {
        let register = Register {
            lineage: Lineage::default(),
            living: HashMap::new(),
            condemned: HashSet::new(),
            next: 1,
        };
        Self {
            cache: Mutex::new(Cache::new()),
            register: Mutex::new(register),
            own: std::process::id(),
            application: OnceLock::new(),
        }
    }

    /// Finds the process of a thread that waits for an answer.
    ///
    /// # Errors
    /// What the kernel says; the thread is gone then, or not visible from here.
    pub fn caller(&self, thread: u32) -> io::Result<Caller> {
        match self.find(thread) {
            Err(error) if is_out_of_descriptors(&error) => {
                self.cache().shrink();
                self.find(thread)
            }
            found => found,
        }
    }

    fn find(&self, thread: u32) -> io::Result<Caller> {
        let known = self.cache().of_thread(thread).cloned();
        if let Some(watched) = known.filter(|known| known.group.has_thread(thread)) {
            return Ok(Caller { thread, watched });
        }
        let status = status_of_thread(thread)?;
        self.application.get_or_init(|| status.group);
        let watched = self.watch(status.group, &status, 0)?;
        if !watched.group.has_thread(thread) {
            return Err(Errno::SRCH.into());
        }
        self.cache().insert_thread(thread, status.group);
        Ok(Caller { thread, watched })
    }

    /// The id of a living process, linked to its ancestors; for those who find processes in another way.
    ///
    /// # Errors
    /// What the kernel says, `ESRCH` when it is gone.
    pub fn identify(&self, pid: u32) -> io::Result<ProcessId> {
        let known = self.cache().of_pid(pid).cloned();
        if let Some(watched) = known.filter(|known| known.group.exists()) {
            return Ok(watched.process().id);
        }
        let status = status_of_thread(pid)?;
        Ok(self.watch(pid, &status, 0)?.process().id)
    }

    /// A living process as it is now, for those who are not told when it executes a program.
    ///
    /// # Errors
    /// What the kernel says, `ESRCH` when it is gone.
    pub fn as_it_is(&self, pid: u32) -> io::Result<Arc<Process>> {
        self.identify(pid)?;
        let watched = self.cache().of_pid(pid).cloned().ok_or(Errno::SRCH)?;
        let (known, group) = (watched.process(), &watched.group);
        let Some(program) = origin::program_of(group) else {
            return Ok(known);
        };
        let arguments = origin::arguments_of(group);
        if program.identity == known.program.identity && arguments == known.arguments {
            return Ok(known);
        }
        let user = group.status()?.user();
        Ok(self.executed(&watched, program, arguments, user))
    }

    /// The process in whose memory this one works, as far as we may still look there: so a process that is hidden from us, and whose
    /// maker is not, can be read all the same.
    #[must_use]
    pub fn lender(&self, watched: &Watched, stat: &Stat) -> Option<Arc<Watched>> {
        if !stat.image.inherited {
            return None;
        }
        let maker = self.cache().of_pid(stat.parent).cloned()?;
        sharing::is_shared(&watched.group, &maker.group).then_some(maker)
    }

    fn watch(&self, pid: u32, status: &Status, depth: usize) -> io::Result<Arc<Watched>> {
        let (group, stat) = Group::open(pid)?;
        let known = self.register().current(pid, group.started);
        let (process, root) = match known {
            Some(process) => (process, None),
            None => self.first_sight(&group, &stat, status, depth),
        };
        let condemned = self.register().condemned.contains(&process.id);
        let watched = Watched::new(group, process, root, condemned);
        Ok(self.cache().insert(watched))
    }

    fn first_sight(
        &self,
        group: &Group,
        stat: &Stat,
        status: &Status,
        depth: usize,
    ) -> (Arc<Process>, Option<watched::Root>) {
        let parent = self.parent(group.pid, stat.parent, depth);
        let outside = stat.parent == 0 && group.pid != self.own && group.pid != FIRST;
        let origin = parent.as_ref().map(|parent| parent.process());
        let inherited = origin.as_ref().filter(|_| stat.image.inherited);
        let program = program(group, inherited.map(AsRef::as_ref));
        let arguments = match inherited {
            Some(origin) => Arc::clone(&origin.arguments),
            None => origin::arguments_of(group),
        };
        // A hidden child cannot be asked for its root; it has its parent's.
        let root = parent
            .as_ref()
            .and_then(|parent| parent.state().root.clone());
        let process = Process {
            id: ProcessId(0),
            parent: origin.as_ref().map(|origin| origin.id),
            pid: group.pid,
            program,
            arguments,
            user: status.user(),
            started: origin::began(stat.started),
            outside: outside || origin.as_ref().is_some_and(|origin| origin.outside),
        };
        let process = self.register().add(process, group.started);
        (process, root.filter(|_| stat.image.inherited))
    }

    /// The parent, if it is one we may name. Only the application itself descends from the sensor: what else has the sensor
    /// for a parent was given to it because its own died, and must not gain the sensor's good name.
    fn parent(&self, child: u32, pid: u32, depth: usize) -> Option<Arc<Watched>> {
        let given = pid == self.own && self.application.get() != Some(&child);
        if pid == 0 || child == self.own || given || depth >= MOST_GENERATIONS {
            return None;
        }
        let known = self.cache().of_pid(pid).cloned();
        if let Some(watched) = known.filter(|known| known.group.exists()) {
            return Some(watched);
        }
        let status = status_of_thread(pid).ok()?;
        self.watch(pid, &status, depth + 1).ok()
    }

    /// A process executed a program: it is a new one now, whose parent is the old.
    pub fn executed(
        &self,
        watched: &Watched,
        program: Program,
        arguments: Arc<[String]>,
        user: u32,
    ) -> Arc<Process> {
        let before = watched.process();
        let process = Process {
            id: ProcessId(0),
            parent: Some(before.id),
            pid: before.pid,
            program,
            arguments,
            user,
            started: std::time::SystemTime::now(),
            outside: before.outside,
        };
        let process = self.register().add(process, watched.group.started);
        watched.state().process = Arc::clone(&process);
        process
    }

    /// Registers the children of a process that is about to end or to become another.
    pub fn register_children(&self, watched: &Watched) {
        for pid in children::of(&watched.group) {
            // A child that is gone already needs no ancestors.
            let _gone = self.identify(pid);
        }
    }

    /// A process is about to end: its children are registered first, for they will be given away.
    pub fn leaves(&self, watched: &Watched) {
        self.register_children(watched);
        self.cache().leaves(watched.group.pid);
        self.register()
            .ended(watched.group.pid, watched.group.started);
    }

    /// The program that stands behind a process: the nearest in its line that does more than start others.
    #[must_use]
    pub fn program_behind(&self, process: &Process) -> String {
        if !is_trampoline(&process.program.path) {
            return process.program.path.clone();
        }
        let register = self.register();
        let found = register
            .lineage
            .line(process.id)
            .find(|ancestor| !is_trampoline(&ancestor.program.path));
        found.map_or_else(
            || process.program.path.clone(),
            |ancestor| ancestor.program.path.clone(),
        )
    }

    /// A process was to be ended and could not be: whatever it asks for from now on is refused, and whatever it forks has its lot.
    pub fn condemn(&self, watched: &Watched) {
        let mut state = watched.state();
        state.condemned = true;
        self.register().condemned.insert(state.process.id);
    }

    /// Whether so many execs are waiting to be looked at that no further one can be remembered.
    #[must_use]
    pub fn is_crowded(&self) -> bool {
        self.cache().is_crowded()
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn register(&self) -> MutexGuard<'_, Register> {
        self.register.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Register {
    fn current(&self, pid: u32, started: u64) -> Option<Arc<Process>> {
        let (began, id) = self.living.get(&pid)?;
        if *began != started {
            return None;
        }
        self.lineage.get(*id).cloned()
    }

    /// Adds a process and gives it its id. What had its pid before is finished.
    fn add(&mut self, mut process: Process, started: u64) -> Arc<Process> {
        process.id = ProcessId(self.next);
        self.next += 1;
        if process
            .parent
            .is_some_and(|parent| self.condemned.contains(&parent))
        {
            self.condemned.insert(process.id);
        }
        let process = Arc::new(process);
        self.lineage.add(&process);
        if let Some((_, before)) = self.living.insert(process.pid, (started, process.id)) {
            self.condemned.remove(&before);
            self.lineage.finish(before);
        }
        process
    }

    fn ended(&mut self, pid: u32, started: u64) {
        let current = self.living.get(&pid).filter(|(began, _)| *began == started);
        if let Some(&(_, id)) = current {
            self.living.remove(&pid);
            self.condemned.remove(&id);
            self.lineage.finish(id);
        }
    }
}

impl Ancestry for Processes {
    fn ancestors(&self, process: ProcessId) -> Vec<Ancestor> {
        let register = self.register();
        register
            .lineage
            .line(process)
            .map(|process| Ancestor::from(process.as_ref()))
            .collect()
    }
}

/// What a process runs at first sight. One that was forked and has not executed anything runs what its parent runs: where that is
/// a script, the kernel only knows the interpreter.
fn program(group: &Group, origin: Option<&Process>) -> Program {
    let running = origin::running(group).ok();
    match origin {
        Some(origin) if running.is_none() || running == origin.program.identity => {
            origin.program.clone()
        }
        _ => origin::program_of(group).unwrap_or_default(),
    }
}

fn is_out_of_descriptors(error: &io::Error) -> bool {
    let raw = error.raw_os_error();
    raw == Some(Errno::MFILE.raw_os_error()) || raw == Some(Errno::NFILE.raw_os_error())
}

/// The longest status that is read: the kernel's have two kilobytes.
const LONGEST_STATUS: usize = 16 * 1024;

fn status_of_thread(thread: u32) -> io::Result<Status> {
    let mut name = Name::new(b"/proc/");
    name.push_number(thread);
    name.push_bytes(b"/status");
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let file = rustix::fs::openat(CWD, name.as_bytes(), flags, Mode::empty())?;
    parse_status(&read_whole(&file, LONGEST_STATUS)?).ok_or_else(|| Errno::SRCH.into())
}
