//! A socket of the caller's, known by its descriptor.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use rustix::fs::AtFlags;
use rustix::io::Errno;

use super::kind::{Kind, by_name};
use crate::watch::call::Call;
use crate::watch::memory::Unreadable;
use crate::watch::processes::group::Name;

/// What a socket of the kernel tells its protocol's name by.
const PROTOCOL: &str = "system.sockprotoname";

/// The longest name of a protocol.
const LONGEST: usize = 32;

/// The kind of socket a descriptor is. The descriptor stands in a register; only its meaning could still be changed, by `dup2`.
///
/// # Errors
/// `Invalid(EBADF)` for no descriptor, `Invalid(ENOTSOCK)` for no socket, `Refused` for a process that is hidden from us.
pub fn kind(call: &Call<'_>, descriptor: i32) -> Result<Kind, Unreadable> {
    let path = path(call, descriptor)?;
    let group = &call.caller.watched.group;
    let mut name = [0; LONGEST];
    let length = group
        .as_its_user(|| {
            let mut bytes = [0; LONGEST];
            let length = rustix::fs::getxattr(path.as_bytes(), PROTOCOL, &mut bytes)?;
            Ok((length, bytes))
        })
        .map(|(length, bytes)| {
            name = bytes;
            length
        })
        .map_err(|error| unreadable(&error))?;
    let name = name.get(..length).unwrap_or_default();
    Ok(by_name(name.strip_suffix(&[0]).unwrap_or(name)))
}

/// The inode of a socket: what stays the same when its descriptor is duplicated, inherited or handed over.
///
/// # Errors
/// As [`kind`].
pub fn inode(call: &Call<'_>, descriptor: i32) -> Result<u64, Unreadable> {
    let path = path(call, descriptor)?;
    let group = &call.caller.watched.group;
    let stat = group.as_its_user(|| {
        Ok(rustix::fs::statat(
            rustix::fs::CWD,
            path.as_bytes(),
            AtFlags::empty(),
        )?)
    });
    stat.map(|stat| stat.st_ino)
        .map_err(|error| unreadable(&error))
}

fn path(call: &Call<'_>, descriptor: i32) -> Result<Name, Unreadable> {
    let number = u32::try_from(descriptor).map_err(|_| Unreadable::Invalid(Errno::BADF))?;
    // By the thread's own number, which stays its own while it waits: threads may have descriptors of their own.
    let mut name = Name::new(b"/proc/");
    name.push_number(call.caller.thread);
    name.push_bytes(b"/fd/");
    name.push_number(number);
    Ok(name)
}

fn unreadable(error: &io::Error) -> Unreadable {
    match error.raw_os_error() {
        Some(libc::ENOENT) => Unreadable::Invalid(Errno::BADF),
        Some(libc::ENODATA | libc::EOPNOTSUPP) => Unreadable::Invalid(Errno::NOTSOCK),
        _ => Unreadable::Refused,
    }
}

/// How many bound sockets are remembered until they listen.
const MOST_BOUND: usize = 1024;

/// Addresses that sockets were bound to, by inode.
#[derive(Debug, Default)]
pub struct Bound(Mutex<(HashMap<u64, SocketAddr>, VecDeque<u64>)>);

impl Bound {
    /// Remembers one; the oldest is forgotten when there are too many.
    pub fn remember(&self, inode: u64, address: SocketAddr) {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (addresses, order) = &mut *guard;
        if addresses.insert(inode, address).is_none() {
            order.push_back(inode);
        }
        while addresses.len() > MOST_BOUND {
            let Some(oldest) = order.pop_front() else {
                break;
            };
            addresses.remove(&oldest);
        }
    }

    /// What a socket was bound to.
    #[must_use]
    pub fn of(&self, inode: u64) -> Option<SocketAddr> {
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        guard.0.get(&inode).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, MOST_BOUND};

    #[test]
    fn remembers_what_was_bound_last_and_forgets_the_oldest() {
        let bound = Bound::default();
        let address = |port: u16| std::net::SocketAddr::from(([127, 0, 0, 1], port));

        for inode in 0..=MOST_BOUND as u64 {
            bound.remember(inode, address(1));
        }
        bound.remember(5, address(2));

        assert_eq!(bound.of(0), None);
        assert_eq!(bound.of(5), Some(address(2)));
        assert_eq!(bound.of(MOST_BOUND as u64), Some(address(1)));
    }
}
