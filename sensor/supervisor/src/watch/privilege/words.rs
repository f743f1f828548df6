//! Names of the flags and requests that calls carry in their registers. A value without a name is told by its number.

/// The namespaces of `clone`, `unshare` and `setns`.
const NAMESPACES: [(u32, &str); 8] = [
    (0x0000_0080, "CLONE_NEWTIME"),
    (0x0002_0000, "CLONE_NEWNS"),
    (0x0200_0000, "CLONE_NEWCGROUP"),
    (0x0400_0000, "CLONE_NEWUTS"),
    (0x0800_0000, "CLONE_NEWIPC"),
    (0x1000_0000, "CLONE_NEWUSER"),
    (0x2000_0000, "CLONE_NEWPID"),
    (0x4000_0000, "CLONE_NEWNET"),
];

/// Requests of `ptrace` that begin something; the others act on what was begun.
const REQUESTS: [(u32, &str); 4] = [
    (0, "PTRACE_TRACEME"),
    (16, "PTRACE_ATTACH"),
    (0x4206, "PTRACE_SEIZE"),
    (0x420c, "PTRACE_SECCOMP_GET_FILTER"),
];

/// Requests of `ioctl` that are notified.
const IOCTLS: [(u32, &str); 3] = [
    (0x5412, "TIOCSTI"),
    (0x4008_6602, "FS_IOC_SETFLAGS"),
    (0x401c_5820, "FS_IOC_FSSETXATTR"),
];

/// Options of `prctl` that are notified.
const OPTIONS: [(u32, &str); 5] = [
    (4, "PR_SET_DUMPABLE"),
    (22, "PR_SET_SECCOMP"),
    (28, "PR_SET_SECUREBITS"),
    (35, "PR_SET_MM"),
    (47, "PR_CAP_AMBIENT"),
];

/// Names of capabilities, by number.
const CAPABILITIES: [&str; 41] = [
    "chown",
    "dac_override",
    "dac_read_search",
    "fowner",
    "fsetid",
    "kill",
    "setgid",
    "setuid",
    "setpcap",
    "linux_immutable",
    "net_bind_service",
    "net_broadcast",
    "net_admin",
    "net_raw",
    "ipc_lock",
    "ipc_owner",
    "sys_module",
    "sys_rawio",
    "sys_chroot",
    "sys_ptrace",
    "sys_pacct",
    "sys_admin",
    "sys_boot",
    "sys_nice",
    "sys_resource",
    "sys_time",
    "sys_tty_config",
    "mknod",
    "lease",
    "audit_write",
    "audit_control",
    "setfcap",
    "mac_override",
    "mac_admin",
    "syslog",
    "wake_alarm",
    "block_suspend",
    "audit_read",
    "perfmon",
    "bpf",
    "checkpoint_restore",
];

/// The namespaces among these flags; empty when there are none.
#[must_use]
pub fn namespaces(flags: u32) -> String {
    let names: Vec<&str> = NAMESPACES
        .iter()
        .filter(|(bit, _)| flags & bit != 0)
        .map(|(_, name)| *name)
        .collect();
    names.join("|")
}

/// A request of `ptrace`.
#[must_use]
pub fn request(number: u32) -> String {
    named(&REQUESTS, number)
}

/// A request of `ioctl`.
#[must_use]
pub fn ioctl(number: u32) -> String {
    named(&IOCTLS, number)
}

/// An option of `prctl`.
#[must_use]
pub fn option(number: u32) -> String {
    named(&OPTIONS, number)
}

fn named(names: &[(u32, &str)], number: u32) -> String {
    let found = names.iter().find(|(known, _)| *known == number);
    found.map_or_else(|| number.to_string(), |(_, name)| (*name).to_string())
}

/// One capability.
#[must_use]
pub fn capability(number: usize) -> String {
    let known = CAPABILITIES.get(number);
    known.map_or_else(|| number.to_string(), |name| (*name).to_string())
}

/// The capabilities in a set.
#[must_use]
pub fn capabilities(set: u64) -> String {
    let names: Vec<String> = (0..64)
        .filter(|number| set & (1 << number) != 0)
        .map(capability)
        .collect();
    names.join(",")
}

#[cfg(test)]
mod tests {
    use super::{capabilities, namespaces, option, request};

    #[test]
    fn names_what_has_a_name_and_numbers_the_rest() {
        assert_eq!(namespaces(0x1002_0000 | 0x100), "CLONE_NEWNS|CLONE_NEWUSER");
        assert_eq!(namespaces(0), "");
        assert_eq!(request(16), "PTRACE_ATTACH");
        assert_eq!(request(7), "7");
        assert_eq!(option(4), "PR_SET_DUMPABLE");
        assert_eq!(capabilities(1 | 1 << 21 | 1 << 63), "chown,sys_admin,63");
    }
}
