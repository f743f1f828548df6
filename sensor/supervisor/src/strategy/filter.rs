//! Turns the table into the BPF program the application runs under.
//!
//! The program is a search tree over call numbers. Before Linux 5.11 every system call of the application runs through it,
//! so it is weighted: calls that programs make all the time sit near the root.

use crate::sys::seccomp::{Action, Instruction};

use super::condition::{Condition, Sensor, Test};
use super::row::Strategy;
use super::table::Table;

/// How much the filter shows. It cannot change after the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Opens that only read are shown too.
    Learning,
    /// Opens that only read pass by their flags.
    Lean,
}

/// `AUDIT_ARCH_X86_64`.
#[cfg(target_arch = "x86_64")]
pub const ARCHITECTURE: u32 = 0xc000_003e;
/// `AUDIT_ARCH_AARCH64`.
#[cfg(target_arch = "aarch64")]
pub const ARCHITECTURE: u32 = 0xc000_00b7;

/// Offsets in the kernel's `struct seccomp_data`.
const NUMBER: u32 = 0;
const ARCH: u32 = 4;
const ARGUMENTS: u32 = 16;

/// Calls that programs make all the time, and how much nearer to the root that moves them.
const HOT: &[&str] = &[
    "read",
    "write",
    "close",
    "openat",
    "poll",
    "futex",
    "epoll_wait",
    "epoll_pwait",
    "recvfrom",
    "sendto",
    "readv",
    "writev",
    "pread64",
    "pwrite64",
    "clock_gettime",
    "clock_nanosleep",
    "mmap",
    "munmap",
    "madvise",
    "newfstatat",
    "fstat",
    "lseek",
    "sched_yield",
    "recvmsg",
    "accept4",
    "fcntl",
    "rt_sigprocmask",
    "getpid",
    "sendfile",
    "tgkill",
    "io_getevents",
];
const HOT_WEIGHT: usize = 32;

/// Neighbouring numbers with the same answer.
struct Leaf {
    start: u32,
    weight: usize,
    answer: Answer,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Always(Action),
    Unless(&'static [Test]),
}

/// The program for this table, sensor and shape.
#[must_use]
pub fn compile(table: &Table, sensor: &Sensor, shape: Shape) -> Vec<Instruction> {
    let mut program = vec![
        Instruction::load(ARCH),
        Instruction::equal(ARCHITECTURE, 1, 0),
        Instruction::answer(Action::Notify),
        Instruction::load(NUMBER),
    ];
    program.extend(tree(&leaves(table, shape), sensor));
    program
}

fn leaves(table: &Table, shape: Shape) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = Vec::new();
    // One past the end stands for every unknown number up to the largest, x32 calls among them.
    for number in 0..=table.end() {
        let row = table.row(number);
        let answer = match (row.strategy, row.notified(shape)) {
            (Strategy::Absent, _) => Answer::Always(Action::Refuse(row.refusal)),
            (_, Condition::Never) => Answer::Always(Action::Pass),
            (_, Condition::Always) => Answer::Always(Action::Notify),
            (_, Condition::Any(tests)) => Answer::Unless(tests),
        };
        let weight = if HOT.contains(&row.name) {
            HOT_WEIGHT
        } else {
            1
        };
        match leaves.last_mut() {
            Some(last) if last.answer == answer => last.weight += weight,
            _ => leaves.push(Leaf {
                start: number,
                weight,
                answer,
            }),
        }
    }
    leaves
}

fn tree(leaves: &[Leaf], sensor: &Sensor) -> Vec<Instruction> {
    let (left, right) = leaves.split_at(middle(leaves));
    let Some(first) = right.first() else {
        return left
            .first()
            .map_or_else(Vec::new, |leaf| decide(leaf.answer, sensor));
    };
    let boundary = first.start;
    let left = tree(left, sensor);
    let right = tree(right, sensor);
    let mut branch = match u8::try_from(left.len()) {
        Ok(over) => vec![Instruction::at_least(boundary, over, 0)],
        // Conditional jumps reach 255 instructions, unconditional ones any.
        Err(_) => vec![
            Instruction::at_least(boundary, 0, 1),
            Instruction::jump(u32::try_from(left.len()).unwrap_or(u32::MAX)),
        ],
    };
    branch.extend(left);
    branch.extend(right);
    branch
}

/// Where to cut so that both halves weigh about the same; the length when there is nothing to cut.
fn middle(leaves: &[Leaf]) -> usize {
    if leaves.len() < 2 {
        return leaves.len();
    }
    let half = leaves.iter().map(|leaf| leaf.weight).sum::<usize>() / 2;
    let mut sum = 0;
    let light = leaves.iter().take_while(|leaf| {
        sum += leaf.weight;
        sum <= half
    });
    light.count().clamp(1, leaves.len() - 1)
}

fn decide(answer: Answer, sensor: &Sensor) -> Vec<Instruction> {
    match answer {
        Answer::Always(action) => vec![Instruction::answer(action)],
        Answer::Unless(tests) => {
            let mut code: Vec<Instruction> =
                tests.iter().flat_map(|test| check(*test, sensor)).collect();
            code.push(Instruction::answer(Action::Pass));
            code
        }
    }
}

/// Answers `Notify` when the test holds, goes on behind itself when not.
fn check(test: Test, sensor: &Sensor) -> Vec<Instruction> {
    let lower = |index: u8| ARGUMENTS + 8 * u32::from(index);
    let (index, tests) = match test {
        Test::AnyBit(index, mask) => (index, vec![Instruction::any_bit(mask, 0, 1)]),
        Test::NoBit(index, mask) => (index, vec![Instruction::any_bit(mask, 1, 0)]),
        Test::Is(index, value) => (index, vec![Instruction::equal(value, 0, 1)]),
        Test::Not(index, value) => (index, vec![Instruction::equal(value, 1, 0)]),
        Test::Present(index) => (
            index,
            vec![
                Instruction::equal(0, 0, 2),
                Instruction::load(lower(index) + 4),
                Instruction::equal(0, 1, 0),
            ],
        ),
        Test::NotPositive(index) => (
            index,
            vec![
                Instruction::equal(0, 1, 0),
                Instruction::any_bit(0x8000_0000, 0, 1),
            ],
        ),
        Test::Both(one, value, other, with) => (
            one,
            vec![
                Instruction::equal(value, 0, 3),
                Instruction::load(lower(other)),
                Instruction::equal(with, 0, 1),
            ],
        ),
        Test::Sensor(index) => (
            index,
            vec![
                Instruction::equal(sensor.pid, 2, 0),
                Instruction::at_least(sensor.first, 0, 2),
                Instruction::above(sensor.last, 1, 0),
            ],
        ),
    };
    let mut code = vec![Instruction::load(lower(index))];
    code.extend(tests);
    code.push(Instruction::answer(Action::Notify));
    code
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
