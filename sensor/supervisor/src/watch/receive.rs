//! The loop: receive a call, find out what it means, decide, answer.

use std::os::fd::AsFd;

use rustix::event::{PollFd, PollFlags, Timespec};

use std::sync::atomic::Ordering;

use crate::strategy::{FOREIGN, Row};
use crate::sys::listener::{Answer, Listener, Notification};

use super::Watch;
use super::call::Call;
use super::meaning::{Decision, Meaning};
use super::processes::Caller;
use super::registers::Registers;

/// How many errors in a row end a worker: the listener is of no use any more then.
const MOST_ERRORS: usize = 100;

/// `AUDIT_ARCH_X86_64`.
#[cfg(target_arch = "x86_64")]
const NATIVE: u32 = 0xc000_003e;
/// `AUDIT_ARCH_AARCH64`.
#[cfg(target_arch = "aarch64")]
const NATIVE: u32 = 0xc000_00b7;

/// Set in the number of every x32 call.
const X32: u32 = 0x4000_0000;

impl Watch {
    /// Answers calls until there is nobody left to answer. Several threads may do so at once.
    pub fn serve(&self, listener: &Listener) {
        let mut errors = 0;
        while errors < MOST_ERRORS {
            match listener.receive() {
                Ok(Some(notification)) => {
                    errors = 0;
                    let waiting = || listener.is_waiting(notification.id);
                    let answer = self.answer(&notification, &waiting);
                    // Nobody is left to tell when the answer cannot be delivered.
                    let _gone = listener.answer(notification.id, answer);
                }
                Ok(None) if is_deserted(listener) => return,
                Ok(None) => errors = 0,
                Err(_) => errors += 1,
            }
        }
    }

    fn answer(&self, notification: &Notification, waiting: &dyn Fn() -> bool) -> Answer {
        let Ok(caller) = self.processes.caller(notification.thread.0) else {
            // It is gone, or in a pid namespace we cannot see into: nobody we could name asks for this.
            self.unknown.fetch_add(1, Ordering::Relaxed);
            return Answer::Refuse(rustix::io::Errno::PERM);
        };
        let row = self.row(notification);
        let decision = match self.settle(&caller, row, waiting) {
            Some(decision) => decision,
            None => self.handle(&caller, row, notification, waiting),
        };
        decision.into()
    }

    fn row(&self, notification: &Notification) -> &'static Row {
        let call = &notification.call;
        if call.architecture == NATIVE && call.number & X32 == 0 {
            self.table.row(call.number)
        } else {
            &FOREIGN
        }
    }

    fn handle(
        &self,
        caller: &Caller,
        row: &'static Row,
        notification: &Notification,
        waiting: &dyn Fn() -> bool,
    ) -> Decision {
        let call = Call {
            caller,
            process: caller.watched.process(),
            row,
            number: notification.call.number,
            architecture: notification.call.architecture,
            registers: Registers(notification.call.arguments),
        };
        match row.name {
            "execve" | "execveat" => self.exec(&call, waiting),
            "exit" | "exit_group" => {
                self.ends(&call);
                Decision::Allow
            }
            _ => {
                let meaning = self.interpret(&call);
                self.decide(&call, meaning, waiting)
            }
        }
    }

    fn interpret(&self, call: &Call<'_>) -> Meaning {
        self.file(call)
            .or_else(|| self.network(call))
            .or_else(|| self.safety(call))
            .or_else(|| self.privilege(call))
            .unwrap_or(Meaning::Nothing)
    }

    /// A thread ends, and its process with it when it is the last.
    fn ends(&self, call: &Call<'_>) {
        let watched = &call.caller.watched;
        let last = call.row.name == "exit_group"
            || watched.group.threads().is_some_and(|threads| threads <= 1);
        if last {
            self.processes.leaves(watched);
        }
    }
}

/// Whether nobody is under the filter any more (told since Linux 5.9). Newer kernels then no longer wait for a call, and the
/// same error also says that a single call went away.
fn is_deserted(listener: &Listener) -> bool {
    let descriptor = listener.as_fd();
    let mut polled = [PollFd::new(&descriptor, PollFlags::empty())];
    let now = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    rustix::event::poll(&mut polled, Some(&now)).is_ok_and(|count| count > 0)
        && polled
            .iter()
            .any(|told| told.revents().contains(PollFlags::HUP))
}
