//! Turning what was seen into observations.

use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use inlay_contract::behaviour::{Behaviour, Connect, Drift, Exec, Listen};
use inlay_contract::judgement::{Judgement, Verdict};
use inlay_contract::template;
use rustix::fs::OFlags;

use super::standing::Standing;
use super::{Outside, health};
use crate::observation::{Ancestry, Observation};
use crate::watch::exec::drift;
use crate::watch::path::Found;
use crate::watch::processes::group::Group;
use crate::watch::processes::lineage::Process;
use crate::watch::procfs::Stat;

/// Said where the policy would have refused.
const NOT_STOPPED: &str = "; it was seen, but could not be stopped here";

pub(super) struct Recording {
    parts: Outside,
}

impl Recording {
    pub(super) fn new(parts: Outside) -> Self {
        Self { parts }
    }

    /// Whether processes that stand there are told.
    pub(super) fn wants(&self, standing: Standing) -> bool {
        match standing {
            Standing::Outside => true,
            Standing::Inside => self.parts.everything,
            Standing::Neighbour | Standing::NotYet => false,
        }
    }

    /// A program that runs. Tells whether it belongs to the health check; `None` while it has no arguments yet, being made.
    pub(super) fn exec(
        &self,
        pid: u32,
        stat: &Stat,
        group: &Group,
        standing: Standing,
        inherits: bool,
    ) -> io::Result<Option<bool>> {
        let process = self.parts.processes.as_it_is(pid)?;
        if process.arguments.is_empty() {
            return Ok(None);
        }
        let command = self.parts.healthcheck.as_deref().unwrap_or_default();
        let from_outside = standing == Standing::Outside;
        let starts_check = from_outside
            && stat.parent == 0
            && !stat.terminal
            && health::is_check(command, &process.arguments);
        let checks_health = starts_check || inherits;
        let exec = self.told(&process, stat, group, from_outside);
        let drifted = exec.drift.is_some();
        let behaviour = Behaviour::Exec(exec);
        let mut judgement = self.judged(&behaviour);
        if checks_health && !drifted && judgement.verdict != Verdict::Allowed {
            let because = "it is the image's health check, or started by it".to_owned();
            judgement = Judgement {
                verdict: Verdict::Allowed,
                because,
                rule: None,
            };
        }
        self.parts.recorder.record(Observation {
            behaviour,
            judgement,
            // Who came from outside was called by nobody here.
            process: process.parent.unwrap_or(process.id),
            example: process.arguments.to_vec(),
            at: SystemTime::now(),
        });
        Ok(Some(checks_health))
    }

    fn told(&self, process: &Arc<Process>, stat: &Stat, group: &Group, outside: bool) -> Exec {
        let ancestors = self
            .parts
            .processes
            .ancestors(process.id)
            .into_iter()
            .skip(1);
        // What it was while it was still being made did not call it.
        let mut callers = ancestors
            .skip_while(|ancestor| ancestor.pid == process.pid && ancestor.arguments.is_empty());
        let parent = callers.next();
        let parent = parent.map(|parent| template::program(parent.program.as_bytes(), None));
        Exec {
            program: template::program(process.program.path.as_bytes(), None),
            parent: parent.unwrap_or_default(),
            arguments: template::arguments(&process.arguments),
            user: process.user,
            terminal: stat.terminal,
            outside,
            interpreter: None,
            drift: self.drift(group),
        }
    }

    fn drift(&self, group: &Group) -> Option<Drift> {
        let found = Found::new(group.descriptor(b"exe", OFlags::PATH).ok()?).ok()?;
        drift::drift(&self.parts.baseline, &drift::look(&found))
    }

    /// What the policy says, told honestly: nothing is stopped from here.
    fn judged(&self, behaviour: &Behaviour) -> Judgement {
        let judgement = self.parts.judge.judge(behaviour);
        match judgement.verdict {
            Verdict::Allowed | Verdict::Recorded => judgement,
            Verdict::Blocked => {
                let because = judgement.because + NOT_STOPPED;
                Judgement {
                    verdict: Verdict::Recorded,
                    because,
                    ..judgement
                }
            }
        }
    }

    /// A socket that listens, with the process that has it.
    pub(super) fn listen(&self, owner: &Process, listen: Listen) {
        let example = format!("{} {}", listen.address, listen.port);
        let listen = Listen {
            program: program(owner),
            ..listen
        };
        self.socket(owner, Behaviour::Listen(listen), example);
    }

    /// A connection that was made, to be named.
    pub(super) fn connect(&self, owner: &Process, to: std::net::SocketAddr, connect: &Connect) {
        let address = to.ip().to_canonical();
        let peer = self.parts.names.name_of(address);
        let address = peer.is_none().then(|| address.to_string());
        let connect = Connect {
            program: program(owner),
            peer,
            address,
            ..connect.clone()
        };
        self.socket(owner, Behaviour::Connect(connect), to.to_string());
    }

    /// The process with that pid, as it is.
    pub(super) fn owner(&self, pid: u32) -> Option<Arc<Process>> {
        self.parts.processes.as_it_is(pid).ok()
    }

    fn socket(&self, owner: &Process, behaviour: Behaviour, example: String) {
        let judgement = self.judged(&behaviour);
        self.parts.recorder.record(Observation {
            behaviour,
            judgement,
            process: owner.id,
            example: vec![example],
            at: SystemTime::now(),
        });
    }
}

fn program(owner: &Process) -> String {
    template::program(owner.program.path.as_bytes(), None)
}
