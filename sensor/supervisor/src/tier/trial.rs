//! Tries the whole mechanism on a throw-away child, because each part of it is known to fail somewhere: a runtime that
//! already listens (`EBUSY`), a security module that refuses the receiving, memory that cannot be read, a kernel that says it
//! has `WAIT_KILLABLE_RECV` and does not behave so. The application would meet every one of these as a call that fails.

use std::ffi::CStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::FileExt;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::{Access, AtFlags, CWD};
use rustix::io::Errno;
use rustix::process::{Pid, WaitId, WaitIdOptions, WaitOptions};

use crate::strategy::Table;
use crate::sys::listener::{Answer, Delivery, Listener, Notification};
use crate::sys::seccomp::{Action, Instruction, Waiting};
use crate::sys::{exec, fork, signal};

use super::install;

/// A container starts its application after this, whatever happens here. The trial takes two milliseconds of processor time; a
/// container that is given little of it, or has greedy neighbours, must not lose its protection by that.
const DEADLINE: Duration = Duration::from_secs(3);

/// What the child asks about, and the parent has to find in its memory. It need not exist.
const QUESTION: &CStr = c"/.inlay/trial";

/// An error no kernel gives for that question.
const MARK: Errno = Errno::XDEV;

/// What works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Findings {
    /// How calls wait here.
    pub waiting: Waiting,
    /// Whether callers can be woken on the answering CPU.
    pub synchronous: bool,
}

/// What does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What was attempted.
    pub step: &'static str,
    /// What the kernel said.
    pub said: String,
}

/// Runs the trial. Has to be called while the process has one thread.
///
/// # Errors
/// The first step that did not work.
pub fn run() -> Result<Findings, Failure> {
    let (reader, writer) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)
        .map_err(|errno| failure("make a pipe", &errno.into()))?;
    match fork::sharing_descriptors() {
        Err(error) => Err(failure("fork a child to try on", &error)),
        Ok(fork::Side::Child) => exec::leave(child(writer.as_fd())),
        Ok(fork::Side::Parent(child)) => {
            let found = parent(reader.as_fd(), child);
            // Ended already when all went well, though not yet reaped, so the number is still its own.
            let _ = rustix::process::kill_process(child, rustix::process::Signal::KILL);
            let _ = rustix::process::waitpid(Some(child), WaitOptions::empty());
            found
        }
    }
}

/// The child: asks three times, and returns 0 when every answer was the right one. The table of descriptors is the
/// parent's too, so it closes nothing.
fn child(writer: BorrowedFd<'_>) -> i32 {
    signal::interrupt_on(signal::Signal::USER);
    let told = match install::as_well_as_possible(&questions_only()) {
        Ok((listener, waiting)) => [
            fork::hand_over(listener),
            i32::from(waiting == Waiting::Killable),
        ],
        Err(error) => [-error.raw_os_error().unwrap_or(UNNAMED), 0],
    };
    let bytes: Vec<u8> = told
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect();
    if rustix::io::write(writer, &bytes).is_err() {
        return 1;
    }
    let ask = || rustix::fs::accessat(CWD, QUESTION, Access::EXISTS, AtFlags::empty());
    if ask() == Err(MARK) {
        return 2;
    }
    if ask() != Err(MARK) {
        return 3;
    }
    match ask() {
        Err(MARK | Errno::INTR) => 0,
        _ => 4,
    }
}

/// An error number for an error without one.
const UNNAMED: i32 = Errno::IO.raw_os_error();

/// Notifies the calls that `accessat` may be, nothing else.
fn questions_only() -> Vec<Instruction> {
    let mut program = vec![Instruction::load(0)];
    for name in ["access", "faccessat", "faccessat2"] {
        if let Some(number) = Table::native().number(name) {
            program.push(Instruction::equal(number, 0, 1));
            program.push(Instruction::answer(Action::Notify));
        }
    }
    program.push(Instruction::answer(Action::Pass));
    program
}

fn parent(reader: BorrowedFd<'_>, child: Pid) -> Result<Findings, Failure> {
    let until = Instant::now() + DEADLINE;
    let (listener, mut waiting) = listener(reader, until)?;
    let synchronous = listener.wake_synchronously().is_ok();

    let asked = receive(&listener, until)?;
    read_question(&asked)?;
    if !listener.is_waiting(asked.id) {
        return Err(failed("check that a call still waits", "it does not"));
    }
    answer(&listener, &asked, Answer::Continue)?;

    let asked = receive(&listener, until)?;
    answer(&listener, &asked, Answer::Refuse(MARK))?;

    let asked = receive(&listener, until)?;
    if waiting == Waiting::Killable && !outlasts_a_signal(&listener, &asked, child, until)? {
        waiting = Waiting::Interruptible;
    }
    if waiting == Waiting::Killable {
        answer(&listener, &asked, Answer::Refuse(MARK))?;
    } else {
        // Gone when the signal took it.
        let _ = listener.answer(asked.id, Answer::Refuse(MARK));
    }
    ended_well(child, until)?;
    Ok(Findings {
        waiting,
        synchronous,
    })
}

fn listener(reader: BorrowedFd<'_>, until: Instant) -> Result<(Listener, Waiting), Failure> {
    let step = "install a filter with a listener";
    wait_for(reader, until).map_err(|error| failure(step, &error))?;
    let mut told = [0; 8];
    let length =
        rustix::io::read(reader, &mut told).map_err(|errno| failure(step, &errno.into()))?;
    let ([a, b, c, d, killable, ..], 8) = (told, length) else {
        return Err(failed(step, "the child ended"));
    };
    let number = i32::from_le_bytes([a, b, c, d]);
    let Some(descriptor) = fork::adopt(number) else {
        return Err(failure(step, &io::Error::from_raw_os_error(-number)));
    };
    let listener = Listener::new(descriptor)
        .map_err(|error| failure("agree on the size of notifications", &error))?;
    let waiting = if killable == 0 {
        Waiting::Interruptible
    } else {
        Waiting::Killable
    };
    Ok((listener, waiting))
}

fn receive(listener: &Listener, until: Instant) -> Result<Notification, Failure> {
    let step = "receive a notification";
    loop {
        wait_for(listener.as_fd(), until).map_err(|error| failure(step, &error))?;
        if let Some(notification) = listener.receive().map_err(|error| failure(step, &error))? {
            return Ok(notification);
        }
    }
}

fn answer(listener: &Listener, to: &Notification, answer: Answer) -> Result<(), Failure> {
    let step = "answer a notification";
    match listener
        .answer(to.id, answer)
        .map_err(|error| failure(step, &error))?
    {
        Delivery::Delivered => Ok(()),
        Delivery::Gone => Err(failed(step, "the call no longer waits")),
    }
}

fn read_question(asked: &Notification) -> Result<(), Failure> {
    let step = "read the memory of a process that waits";
    let [first, second, ..] = asked.call.arguments;
    let address = if Table::native().row(asked.call.number).name == "access" {
        first
    } else {
        second
    };
    let memory = std::fs::File::open(format!("/proc/{}/mem", asked.thread.0))
        .map_err(|error| failure(step, &error))?;
    let mut read = vec![0; QUESTION.to_bytes().len()];
    memory
        .read_exact_at(&mut read, address)
        .map_err(|error| failure(step, &error))?;
    if read == QUESTION.to_bytes() {
        Ok(())
    } else {
        Err(failed(step, "it holds something else"))
    }
}

/// Whether a call that was received goes on waiting when a signal arrives. Either the kernel puts the thread into a sleep
/// that only deadly signals end, which its state shows, or it takes the call away: both can be awaited.
fn outlasts_a_signal(
    listener: &Listener,
    asked: &Notification,
    child: Pid,
    until: Instant,
) -> Result<bool, Failure> {
    let step = "see whether a waiting call outlasts a signal";
    signal::send(child, signal::Signal::USER).map_err(|error| failure(step, &error))?;
    while Instant::now() < until {
        if !listener.is_waiting(asked.id) {
            return Ok(false);
        }
        let status = std::fs::read_to_string(format!("/proc/{}/stat", asked.thread.0))
            .map_err(|error| failure(step, &error))?;
        if status
            .rsplit_once(") ")
            .is_some_and(|(_, rest)| rest.starts_with('D'))
        {
            return Ok(true);
        }
        std::thread::yield_now();
    }
    Err(failed(step, "neither happened in time"))
}

fn ended_well(child: Pid, until: Instant) -> Result<(), Failure> {
    let step = "see the answers arrive";
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    while Instant::now() < until {
        match rustix::process::waitid(WaitId::Pid(child), look) {
            Ok(Some(status)) if status.exit_status() == Some(0) => return Ok(()),
            Ok(Some(status)) => {
                return Err(failed(step, &format!("the child ended with {status:?}")));
            }
            Ok(None) | Err(Errno::INTR) => std::thread::yield_now(),
            Err(errno) => return Err(failure(step, &errno.into())),
        }
    }
    Err(failed(step, "the child did not end in time"))
}

fn wait_for(descriptor: BorrowedFd<'_>, until: Instant) -> io::Result<()> {
    let left = until.saturating_duration_since(Instant::now());
    let timeout = Timespec::try_from(left).map_err(io::Error::other)?;
    let mut waited = [PollFd::new(&descriptor, PollFlags::IN)];
    match rustix::event::poll(&mut waited, Some(&timeout))? {
        0 => Err(io::ErrorKind::TimedOut.into()),
        _ => Ok(()),
    }
}

fn failure(step: &'static str, error: &io::Error) -> Failure {
    failed(step, &error.to_string())
}

fn failed(step: &'static str, said: &str) -> Failure {
    Failure {
        step,
        said: said.to_owned(),
    }
}
