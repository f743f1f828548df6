//! Ending a process that does not run what was allowed.

use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open, pidfd_send_signal};

use super::processes::group::Group;

/// Kills a process, and no other that may have its pid by now.
///
/// # Errors
/// What the kernel says; `ESRCH` when it has ended already.
pub fn kill(group: &Group) -> Result<(), Errno> {
    let pid = i32::try_from(group.pid)
        .ok()
        .and_then(Pid::from_raw)
        .ok_or(Errno::SRCH)?;
    let descriptor = pidfd_open(pid, PidfdFlags::empty());
    // Whoever has the pid now is the one that is meant, and the descriptor is of him.
    if !group.exists() {
        return Err(Errno::SRCH);
    }
    match descriptor {
        Ok(descriptor) => pidfd_send_signal(descriptor, Signal::KILL),
        // Not in this kernel, or not in the container's profile.
        Err(_) => kill_process(pid, Signal::KILL),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::kill;
    use crate::watch::processes::group::Group;

    #[test]
    fn kills_the_process_it_means() {
        let mut child = std::process::Command::new("/bin/sleep")
            .arg("60")
            .spawn()
            .unwrap();
        let (group, _) = Group::open(child.id()).unwrap();

        kill(&group).unwrap();

        assert_eq!(child.wait().unwrap().signal(), Some(libc::SIGKILL));
        assert!(kill(&group).is_err());
    }
}
