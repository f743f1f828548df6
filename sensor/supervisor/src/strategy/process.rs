//! Calls that start and end programs.

use inlay_contract::behaviour::Domain;
use rustix::io::Errno;

use super::condition::{Condition, Test};
use super::row::{Row, Strategy};

/// `ARCH_SET_FS`: what libc start-up does right after an exec, and hardly anything later.
const SET_FS: u32 = 0x1002;

/// A program start: checked again once the program is there, so a raced allow is caught before it does anything that
/// is notified.
const fn exec(name: &'static str) -> Row {
    Row {
        strategy: Strategy::VerifyAfter,
        ..Row::register(name, Domain::Process).refused(Errno::ACCESS)
    }
}

/// The rows.
pub(super) const ROWS: &[Row] = &[
    exec("execve"),
    exec("execveat"),
    // The last chance to see what ran, and where a process's children go.
    Row::observe("exit", Domain::Process),
    Row::observe("exit_group", Domain::Process),
    // The first chance to see what runs.
    Row::observe("arch_prctl", Domain::Process).when(&[Test::Is(0, SET_FS)]),
    // Its flags are behind a pointer; `clone` has them in a register.
    Row {
        strategy: Strategy::Absent,
        learning: Condition::Never,
        lean: Condition::Never,
        ..Row::pass("clone3").refused(Errno::NOSYS)
    },
];
