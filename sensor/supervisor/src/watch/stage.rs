//! A stage for tests: real programs under a real filter, watched by the real supervisor, judged by a closure.
//!
//! One thread of the test takes the filter upon itself and starts the program; only what it starts, and itself, is notified.

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::{Judge, Judgement, Verdict};

use rustix::thread::{CapabilitySet, CapabilitySets};

use super::processes::Processes;
use super::{Names, Watch};
use crate::observation::{Ancestry, Observation, ProcessId, Recorder};
use crate::strategy::{Sensor, Shape, Table, filter};
use crate::sys::listener::Listener;
use crate::tier::install;

/// Keeps everything, in order.
#[derive(Debug, Default)]
struct Kept(Mutex<Vec<Observation>>);

impl Recorder for Kept {
    fn record(&self, observation: Observation) {
        if !is_the_stages_own(&observation.behaviour) {
            self.0.lock().unwrap().push(observation);
        }
    }
}

/// Looking into processes of other users hides the process that looks, here the test's own: its first exec may then be unread.
fn is_the_stages_own(behaviour: &Behaviour) -> bool {
    let own = std::env::current_exe().unwrap();
    let own = inlay_contract::template::program(own.as_os_str().as_encoded_bytes(), None);
    matches!(behaviour, Behaviour::Unread { program, .. } if *program == own)
}

struct Closure<F>(F);

impl<F: Fn(&Behaviour) -> Verdict + Send + Sync> Judge for Closure<F> {
    fn judge(&self, behaviour: &Behaviour) -> Judgement {
        let verdict = if is_the_stages_own(behaviour) {
            Verdict::Allowed
        } else {
            (self.0)(behaviour)
        };
        Judgement {
            verdict,
            because: "the test says so".into(),
            rule: None,
        }
    }
}

struct NoNames;

impl Names for NoNames {
    fn name_of(&self, _: IpAddr) -> Option<String> {
        None
    }

    fn name_soon(&self, _: IpAddr) -> Option<String> {
        None
    }

    fn asks(&self) {}

    fn asked(&self, _: &str, _: ProcessId) {}
}

/// What came of a program.
pub struct Played {
    /// Its status and what it wrote.
    pub output: Output,
    /// What was seen of it.
    pub kept: Vec<Observation>,
    processes: Arc<Processes>,
}

impl Played {
    /// What it wrote to its standard output.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    /// The observations this is true for.
    pub fn seen(&self, wanted: impl Fn(&Behaviour) -> bool) -> Vec<&Observation> {
        self.kept
            .iter()
            .filter(|kept| wanted(&kept.behaviour))
            .collect()
    }

    /// The execs of a program, by the end of its path.
    pub fn execs(&self, name: &str) -> Vec<&Observation> {
        self.seen(
            |behaviour| matches!(behaviour, Behaviour::Exec(exec) if exec.program.ends_with(name)),
        )
    }

    /// The programs in the line of an observation, nearest first.
    pub fn line(&self, observation: &Observation) -> Vec<String> {
        let line = self.processes.ancestors(observation.process);
        line.into_iter().map(|ancestor| ancestor.program).collect()
    }
}

/// Runs a program under the filter of a lean or a learning sensor.
pub fn play_with(
    shape: Shape,
    judge: impl Fn(&Behaviour) -> Verdict + Send + Sync + 'static,
    command: Command,
) -> Played {
    perform(shape, CapabilitySet::empty(), judge, command)
}

/// Runs a program where container engines were told to take one more privilege away.
pub fn play_without(
    taken: CapabilitySet,
    judge: impl Fn(&Behaviour) -> Verdict + Send + Sync + 'static,
    command: Command,
) -> Played {
    perform(Shape::Lean, taken, judge, command)
}

fn perform(
    shape: Shape,
    taken: CapabilitySet,
    judge: impl Fn(&Behaviour) -> Verdict + Send + Sync + 'static,
    mut command: Command,
) -> Played {
    let kept = Arc::new(Kept::default());
    let processes = Arc::new(Processes::new());
    let recorder: Arc<dyn Recorder> = kept.clone();
    let watch = Watch::new(
        Arc::new(Closure(judge)),
        recorder,
        Arc::new(NoNames),
        processes.clone(),
    );
    let watch = Arc::new(watch.unwrap());
    let (give, take) = mpsc::channel::<Arc<Listener>>();
    let later = watch.clone();
    thread::spawn(move || {
        give_up_privileges(taken);
        later.look_later();
    });
    thread::spawn(move || {
        let listener = take.recv().unwrap();
        for _ in 0..2 {
            let (watch, listener) = (watch.clone(), listener.clone());
            thread::spawn(move || {
                give_up_privileges(taken);
                watch.serve(&listener);
            });
        }
    });
    let actor = thread::spawn(move || {
        give_up_privileges(taken);
        let own = std::process::id();
        let sensor = Sensor {
            pid: own,
            first: own,
            last: own,
        };
        let program = filter::compile(Table::native(), &sensor, shape);
        let (listener, _) = install::as_well_as_possible(&program).unwrap();
        give.send(Arc::new(Listener::new(listener).unwrap()))
            .unwrap();
        command.stdin(Stdio::null()).output().unwrap()
    });
    let output = actor.join().unwrap();
    let kept = std::mem::take(&mut *kept.0.lock().unwrap());
    Played {
        output,
        kept,
        processes,
    }
}

/// Leaves this thread, and what it starts, no more than container engines leave the root of a container.
fn give_up_privileges(taken: CapabilitySet) {
    let kept = CapabilitySet::CHOWN
        | CapabilitySet::DAC_OVERRIDE
        | CapabilitySet::FSETID
        | CapabilitySet::FOWNER
        | CapabilitySet::MKNOD
        | CapabilitySet::NET_RAW
        | CapabilitySet::SETGID
        | CapabilitySet::SETUID
        | CapabilitySet::SETFCAP
        | CapabilitySet::SETPCAP
        | CapabilitySet::NET_BIND_SERVICE
        | CapabilitySet::SYS_CHROOT
        | CapabilitySet::KILL
        | CapabilitySet::AUDIT_WRITE;
    let kept = kept.difference(taken);
    let now = rustix::thread::capabilities(None).unwrap();
    if now.effective.is_empty() {
        return;
    }
    for capability in CapabilitySet::all().difference(kept).iter() {
        // Kernels know fewer or more of them.
        let _unknown = rustix::thread::remove_capability_from_bounding_set(capability);
    }
    let sets = CapabilitySets {
        effective: now.effective & kept,
        permitted: now.permitted & kept,
        inheritable: now.inheritable & kept,
    };
    rustix::thread::set_capabilities(None, sets).unwrap();
}

/// Runs a program under the filter of a lean sensor.
pub fn play(
    judge: impl Fn(&Behaviour) -> Verdict + Send + Sync + 'static,
    command: Command,
) -> Played {
    play_with(Shape::Lean, judge, command)
}

/// A shell command.
pub fn shell(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]);
    command
}

/// A directory of its own, gone at the end of the test.
pub struct Folder(pub PathBuf);

impl Folder {
    /// Makes one.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("inlay-stage-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    /// The path of something in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Compiles a C program into it, statically where asked.
    pub fn compile(&self, name: &str, source: &str, flags: &[&str]) -> PathBuf {
        let code = self.path(&format!("{name}.c"));
        std::fs::write(&code, source).unwrap();
        let program = self.path(name);
        let status = Command::new("cc")
            .args(["-O1", "-w", "-o"])
            .arg(&program)
            .arg(&code)
            .args(flags)
            .status();
        assert!(status.unwrap().success(), "cc {name}");
        program
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_over = std::fs::remove_dir_all(&self.0);
    }
}
