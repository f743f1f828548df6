//! The sensor: what lives in the container.

#![cfg_attr(not(test), no_main)]

// Written to by those who see, read by the uplink.
#[allow(dead_code, unused_imports)]
mod ledger;
#[allow(dead_code)]
mod observation;
#[allow(dead_code)]
mod policy;
mod start;
// Read by the supervisor's loop.
#[allow(dead_code, unused_imports)]
mod strategy;
#[allow(dead_code)]
mod sys;
#[allow(dead_code)]
mod tier;
#[allow(dead_code)]
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
