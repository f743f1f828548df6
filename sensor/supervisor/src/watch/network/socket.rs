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

/// How many addresses one socket may be tried on.
const MOST_TRIES: usize = 64;

/// Addresses that sockets were to be bound to, by inode. Which of them the kernel took is not known: the first that was free, and
/// a further try changes nothing. So all of them count.
#[derive(Debug, Default)]
pub struct Bound(Mutex<Tried>);

#[derive(Debug, Default)]
struct Tried {
    addresses: HashMap<u64, Vec<SocketAddr>>,
    /// The sockets, the one remembered first at the beginning.
    order: VecDeque<u64>,
    /// Whether any was forgotten: one that is not here may be bound all the same.
    forgotten: bool,
}

impl Bound {
    /// Remembers one, and says whether there was room; the socket remembered first is forgotten when there are too many.
    #[must_use]
    pub fn remember(&self, inode: u64, address: SocketAddr) -> bool {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Tried {
            addresses,
            order,
            forgotten,
        } = &mut *guard;
        let tried = addresses.entry(inode).or_default();
        if tried.is_empty() {
            order.push_back(inode);
        }
        if !tried.contains(&address) {
            if tried.len() >= MOST_TRIES {
                return false;
            }
            tried.push(address);
        }
        while addresses.len() > MOST_BOUND {
            let Some(oldest) = order.pop_front() else {
                break;
            };
            addresses.remove(&oldest);
            *forgotten = true;
        }
        true
    }

    /// What a socket may be bound to; `None` when that may have been forgotten.
    #[must_use]
    pub fn of(&self, inode: u64) -> Option<Vec<SocketAddr>> {
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = guard.addresses.get(&inode).cloned();
        known.or_else(|| (!guard.forgotten).then(Vec::new))
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, MOST_BOUND, MOST_TRIES};

    fn address(port: u16) -> std::net::SocketAddr {
        std::net::SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn remembers_what_was_bound_last_and_knows_when_it_forgot() {
        let bound = Bound::default();

        assert_eq!(bound.of(0), Some(vec![]));
        for inode in 0..=MOST_BOUND as u64 {
            assert!(bound.remember(inode, address(1)));
        }

        assert_eq!(bound.of(0), None);
        assert_eq!(bound.of(MOST_BOUND as u64), Some(vec![address(1)]));
    }

    #[test]
    fn remembers_every_address_a_socket_was_tried_on() {
        let bound = Bound::default();

        assert!(bound.remember(5, address(1)));
        assert!(bound.remember(5, address(2)));
        assert!(bound.remember(5, address(1)));
        assert_eq!(bound.of(5), Some(vec![address(1), address(2)]));

        let tries = (0..).take_while(|port| bound.remember(6, address(*port)));
        assert_eq!(tries.count(), MOST_TRIES);
        assert!(bound.remember(6, address(0)));
    }
}
