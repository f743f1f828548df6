//! The identity a thread has towards the file system, which is also the one that is compared when it opens something of
//! another process under `/proc`. It is a property of the thread alone: no other thread notices, and nobody gains the right to
//! signal or trace this one.

use std::io;

use rustix::io::Errno;

/// A user and a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The uid.
    pub user: u32,
    /// The gid.
    pub group: u32,
}

impl Identity {
    /// The one this thread has when it has not taken another.
    #[must_use]
    pub fn own() -> Self {
        Self {
            user: rustix::process::geteuid().as_raw(),
            group: rustix::process::getegid().as_raw(),
        }
    }
}

/// Does something under another identity and returns to our own.
///
/// # Errors
/// `EPERM` when this thread may not take the identity. What `action` says is returned as it is.
pub fn under<T>(identity: Identity, action: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    // The group first: taking another user gives up the capability for it.
    let _back = Back;
    set_group(identity.group);
    set_user(identity.user);
    if user() != identity.user || group() != identity.group {
        return Err(Errno::PERM.into());
    }
    action()
}

/// Returns to our own identity when it goes out of scope, however that comes about.
struct Back;

impl Drop for Back {
    fn drop(&mut self) {
        let own = Identity::own();
        set_user(own.user);
        set_group(own.group);
    }
}

/// A value no identity has: setting it changes nothing and tells what there is.
const NOBODY: u32 = u32::MAX;

fn user() -> u32 {
    set_user(NOBODY)
}

fn group() -> u32 {
    set_group(NOBODY)
}

/// Returns what it was before; there is no other sign of success or failure.
fn set_user(user: u32) -> u32 {
    // SAFETY: takes a number, touches no memory; the raw call, so that it is this thread's identity alone.
    let before = unsafe { libc::syscall(libc::SYS_setfsuid, libc::c_ulong::from(user)) };
    u32::try_from(before).unwrap_or(NOBODY)
}

/// As [`set_user`].
fn set_group(group: u32) -> u32 {
    // SAFETY: as in `set_user`.
    let before = unsafe { libc::syscall(libc::SYS_setfsgid, libc::c_ulong::from(group)) };
    u32::try_from(before).unwrap_or(NOBODY)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{Identity, group, under, user};

    /// In a process of its own: a thread that takes another identity makes the memory of the whole process unreadable
    /// for others, which the tests beside this one would take for an attack.
    const ALONE: &str = "INLAY_TEST_ALONE";

    #[test]
    fn returns_to_its_own_identity() {
        let own = Identity::own();

        let inside = under(own, || Ok((user(), group()))).unwrap();

        assert_eq!(inside, (own.user, own.group));
        assert_eq!((user(), group()), (own.user, own.group));
    }

    #[test]
    fn takes_another_identity_for_one_action_where_it_may() {
        if std::env::var_os(ALONE).is_none() {
            let name = "sys::identity::tests::takes_another_identity_for_one_action_where_it_may";
            let alone = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", name])
                .env(ALONE, "yes")
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&alone.stdout);
            assert!(said.contains("1 passed"), "{said}");
            return;
        }
        let own = Identity::own();
        let other = Identity {
            user: 65_534,
            group: 65_533,
        };

        let inside = under(other, || Ok((user(), group())));

        match inside {
            Ok(seen) => assert_eq!(seen, (65_534, 65_533)),
            Err(error) => assert_eq!(error.raw_os_error(), Some(libc::EPERM)),
        }
        assert_eq!((user(), group()), (own.user, own.group));
    }
}
