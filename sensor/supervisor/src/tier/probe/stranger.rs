//! Whether the memory of a process that took another user is readable: without `CAP_SYS_PTRACE` it is not, and then it has to be
//! opened before the change.

use std::fs::File;
use std::io;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use rustix::thread::set_thread_uid;

use crate::sys::{exec, fork};

use super::features::Found;

/// `nobody`, on every distribution; any user that is not us would do.
const NOBODY: u32 = 65_534;

/// How long the child lives if nobody ends it.
const LONGEST: Duration = Duration::from_secs(10);

/// Tries it on a child.
pub fn memory() -> Found {
    attempt().into()
}

fn attempt() -> io::Result<()> {
    let (reader, writer) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
    match fork::sharing_descriptors()? {
        fork::Side::Child => {
            let changed = u8::from(set_thread_uid(rustix::process::Uid::from_raw(NOBODY)).is_ok());
            // The parent notices by the length when this does not arrive.
            let _ = rustix::io::write(&writer, &[changed]);
            // Longer than the parent takes to look and to kill us; an end, should it be killed itself.
            std::thread::sleep(LONGEST);
            exec::leave(0)
        }
        fork::Side::Parent(child) => {
            let mut changed = [0];
            let told = rustix::io::read(&reader, &mut changed);
            let opened = File::open(format!("/proc/{child}/mem", child = child.as_raw_nonzero()));
            end(child);
            match (told?, changed) {
                (1, [1]) => opened.map(drop),
                _ => Err(io::Error::other("this user cannot become another")),
            }
        }
    }
}

fn end(child: Pid) {
    // It is ours and not reaped, so both concern it and nobody else.
    let _ = kill_process(child, Signal::KILL);
    let _ = waitpid(Some(child), WaitOptions::empty());
}
