//! One line per thing a host may or may not allow.

use std::collections::BTreeMap;
use std::io;

use rustix::net::{AddressFamily, RawProtocol, SocketFlags, SocketType, netlink, socket_with};
use serde::Serialize;

use crate::sys::reach::{self, Probe};

/// Whether something is there; the error says why not.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Found {
    /// It is.
    Yes(bool),
    /// It has this value.
    Value(String),
    /// It is not.
    No {
        /// Why.
        no: String,
    },
}

/// Name to finding.
pub type Features = BTreeMap<&'static str, Found>;

impl From<io::Result<()>> for Found {
    fn from(result: io::Result<()>) -> Self {
        result.map_or_else(
            |error| Self::No {
                no: error.to_string(),
            },
            |()| Self::Yes(true),
        )
    }
}

impl From<io::Result<String>> for Found {
    fn from(result: io::Result<String>) -> Self {
        result.map_or_else(
            |error| Self::No {
                no: error.to_string(),
            },
            Self::Value,
        )
    }
}

/// Finds everything that does not need a process of its own.
pub fn find(memory_of_another_user: Found) -> Features {
    let mut found = Features::from([("memoryOfAnotherUser", memory_of_another_user)]);
    found.extend(calls());
    found.extend(sockets());
    found.extend(limits());
    found.extend(identity());
    found
}

fn calls() -> [(&'static str, Found); 7] {
    let landlock = reach::landlock().map(|version| version.to_string());
    [
        ("processVmReadv", reach::reach(Probe::ProcessVmReadv).into()),
        ("pidfdGetfd", reach::reach(Probe::PidfdGetfd).into()),
        ("clone3", reach::reach(Probe::Clone3).into()),
        ("ioUring", reach::reach(Probe::IoUring).into()),
        ("userfaultfd", reach::reach(Probe::Userfaultfd).into()),
        ("ptrace", reach::reach(Probe::Ptrace).into()),
        ("landlock", landlock.into()),
    ]
}

fn sockets() -> [(&'static str, Found); 2] {
    let socket = |family, kind, protocol| -> Found {
        let made = socket_with(family, kind, SocketFlags::CLOEXEC, protocol);
        made.map(drop).map_err(io::Error::from).into()
    };
    let diagnoses = Some(netlink::SOCK_DIAG);
    [
        (
            "sockDiag",
            socket(AddressFamily::NETLINK, SocketType::DGRAM, diagnoses),
        ),
        (
            "packet",
            socket(AddressFamily::PACKET, SocketType::RAW, ethernet()),
        ),
    ]
}

fn limits() -> [(&'static str, Found); 3] {
    [
        ("yama", read("/proc/sys/kernel/yama/ptrace_scope").into()),
        (
            "inotifyWatches",
            read("/proc/sys/fs/inotify/max_user_watches").into(),
        ),
        (
            "inotifyInstances",
            read("/proc/sys/fs/inotify/max_user_instances").into(),
        ),
    ]
}

fn identity() -> [(&'static str, Found); 5] {
    let user = rustix::process::geteuid().as_raw();
    [
        ("capabilities", told("CapEff")),
        ("capabilityBounds", told("CapBnd")),
        ("noNewPrivileges", told("NoNewPrivs")),
        ("user", Found::Value(user.to_string())),
        ("process", Found::Value(std::process::id().to_string())),
    ]
}

/// A field of this process's status.
pub fn status(field: &str) -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    Some(line.trim().to_owned())
}

fn told(field: &str) -> Found {
    status(field).map_or_else(
        || Found::No {
            no: "not told by this kernel".into(),
        },
        Found::Value,
    )
}

fn read(path: &str) -> io::Result<String> {
    Ok(std::fs::read_to_string(path)?.trim().to_owned())
}

/// `ETH_P_ALL` in network order.
fn ethernet() -> Option<rustix::net::Protocol> {
    RawProtocol::new(u32::from(3_u16.to_be())).map(rustix::net::Protocol::from_raw)
}
