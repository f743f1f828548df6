//! The sensor: what lives in the container. It is the container's entrypoint, starts the application the image was made for, sees
//! what it does, holds it to its policy, and ends as it ends.
//!
//! # How it goes
//!
//! [`start`] reads the settings, lets [`tier`] try what works here, forks the application's process, starts its threads and
//! lets the application go, under the filter that [`strategy`] compiles from its table. From then on a guarded call of any
//! process of the application waits until [`watch`] has found out what it means, the policy in force (`policy`) has
//! judged it, and `ledger` has it on record. `sys` holds what needs `unsafe`.
//!
//! # What it sees, and what not
//!
//! Programs that start, files that change, sensitive files that are read (every read while learning), sockets that listen,
//! connect or send to an address, identities that change, everything that reaches for the kernel, for other processes or
//! for the sensor. The table says for each call of the kernel which strategy it has, and whether an *allow* can still be
//! raced by a caller that rewrites its memory ([`strategy::Raceable`]). Calls that pass are listed with the reason.
//!
//! It does not see: data that is read and written; anything by `io_uring` where a policy allows that; processes that enter
//! the container from outside, which carry no filter, other than by looking for them; what a process does before the
//! next guarded call, which is when a program is looked at again.
//!
//! # Terms
//!
//! *Notify*: a call waits in the kernel for our answer. *Tier*: the mechanism that works on this host: `notify`, or `observe`,
//! which stops nothing; `ptrace` has its place between them and is not there yet. *Shape* of the filter: `Learning` shows
//! reads, `Lean` lets them pass by their flags. A filter cannot change after the start.
//!
//! # What an application notices
//!
//! `docs/decisions/0001-how-the-application-is-started.md`. In short: it is not the first process any more, so `SIGTERM` ends
//! it if it has no handler, as under any init; and without `CAP_SYS_ADMIN` setuid programs gain nothing.
//!
//! # How to test it
//!
//! `cargo test` here: unit tests, the filter against the table by an interpreter of BPF, and `tests/start`, which runs
//! applications with and without the sensor and compares. Some of them need root. `sensor probe` tells what a host allows.

#![cfg_attr(not(test), no_main)]

mod ledger;
mod names;
mod observation;
mod outside;
mod policy;
mod start;
mod strategy;
mod sys;
mod tier;
mod uplink;
mod watch;

use start::command::Command;

/// Bad usage, as every command of Inlay says it.
const USAGE: i32 = 2;

/// Where [`sys::entry`] goes on.
#[cfg_attr(test, allow(dead_code))]
fn begin() -> i32 {
    match Command::parse(std::env::args_os().skip(1)) {
        Command::Run {
            settings,
            application,
        } => start::run(&settings, application),
        Command::Probe => {
            let wanted = std::env::var("INLAY_TIER").ok();
            println!("{}", tier::probe::tell(tier::choose(wanted.as_deref())));
            0
        }
        Command::Version => {
            println!("inlay sensor {}", env!("CARGO_PKG_VERSION"));
            0
        }
        Command::Unknown(what) => {
            eprintln!(
                "inlay: {what}: usage: sensor [--settings DIR] -- PROGRAM [ARGUMENT…] | probe | --version"
            );
            USAGE
        }
    }
}
