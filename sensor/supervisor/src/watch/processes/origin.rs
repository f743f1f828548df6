//! First sight of a process: what it runs, and where it comes from.

use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustix::fs::{AtFlags, OFlags};
use rustix::time::ClockId;

use super::group::Group;
use super::lineage::Program;
use crate::watch::exec::arguments::Arguments;
use crate::watch::path::found::Found;

/// Clock ticks per second as `/proc` counts them (`USER_HZ`), the same on every architecture.
const TICKS: u64 = 100;

/// How many arguments are kept for telling, and how long one may be (wire format, lineage).
const MOST_ARGUMENTS: usize = 64;
/// See [`MOST_ARGUMENTS`].
const LONGEST_ARGUMENT: usize = 1024;

/// How many bytes of arguments are kept of each process.
const MOST_KEPT: usize = 4096;

/// How much of `/proc/PID/cmdline` is read for telling.
const MOST_BYTES: usize = MOST_ARGUMENTS * LONGEST_ARGUMENT;

/// The program a process runs; `None` when that is hidden from us.
#[must_use]
pub fn program_of(group: &Group) -> Option<Program> {
    let descriptor = group.descriptor(b"exe", OFlags::PATH).ok()?;
    let found = Found::new(descriptor).ok()?;
    Some(Program {
        path: text(found.path()),
        identity: Some(found.identity()),
    })
}

/// Its device and inode alone.
///
/// # Errors
/// `EACCES` when that is hidden from us.
pub fn running(group: &Group) -> io::Result<(u64, u64)> {
    group.as_its_user(|| {
        let stat = rustix::fs::statat(group.folder(), "exe", AtFlags::empty())?;
        Ok((stat.st_dev, stat.st_ino))
    })
}

/// The arguments of a process as it shows them itself.
#[must_use]
pub fn arguments_of(group: &Group) -> Arc<[String]> {
    let block = group.read_file("cmdline", MOST_BYTES).unwrap_or_default();
    kept(&told(&Arguments::from_block(&block)))
}

/// Arguments as they are told: bounded.
#[must_use]
pub fn told(arguments: &Arguments) -> Vec<String> {
    arguments
        .iter()
        .take(MOST_ARGUMENTS)
        .map(|argument| text(argument.get(..LONGEST_ARGUMENT).unwrap_or(argument)))
        .collect()
}

/// The same for keeping: with less room, for every process is kept.
#[must_use]
pub fn kept(told: &[String]) -> Arc<[String]> {
    let mut room = MOST_KEPT;
    let fits = told.iter().take_while(|argument| {
        let enough = room >= argument.len();
        room = room.saturating_sub(argument.len());
        enough
    });
    fits.cloned().collect()
}

/// Bytes as text for people.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// When a process began, from its clock ticks since boot.
#[must_use]
pub fn began(ticks: u64) -> SystemTime {
    let now = rustix::time::clock_gettime(ClockId::Boottime);
    let since_boot = Duration::try_from(now).unwrap_or_default();
    let then = Duration::from_millis(ticks.saturating_mul(1000 / TICKS));
    SystemTime::now()
        .checked_sub(since_boot.saturating_sub(then))
        .unwrap_or(SystemTime::UNIX_EPOCH)
}
