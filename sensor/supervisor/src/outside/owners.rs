//! Whose sockets they are, and which of them were not told yet.

use std::collections::{HashMap, HashSet};

use inlay_contract::behaviour::{Connect, Listen, Protocol};

use super::recording::Recording;
use super::sockets::{Socket, State, table};

/// Sockets that are remembered as told.
const MOST: usize = 8192;
/// Above this the kernel chooses ports by itself: a UDP socket there waits for answers, it does not serve.
const EPHEMERAL: u16 = 32_768;
/// Looks at the counts between two at the tables.
const LOOKS_BETWEEN_FULL: u32 = 40;
/// Where the kernel counts them.
const COUNTS: [&str; 2] = ["/proc/net/sockstat", "/proc/net/sockstat6"];
/// The tables.
const TABLES: [(&str, Protocol); 4] = [
    ("/proc/net/tcp", Protocol::Tcp),
    ("/proc/net/tcp6", Protocol::Tcp),
    ("/proc/net/udp", Protocol::Udp),
    ("/proc/net/udp6", Protocol::Udp),
];

/// The sockets of the last look.
#[derive(Debug, Default)]
pub(super) struct Connections {
    told: HashSet<Socket>,
    counts: Vec<String>,
    looks: u32,
}

impl Connections {
    /// Looks when the number of sockets changed, otherwise now and then: reading the tables takes milliseconds, since the kernel goes
    /// through all of a hash table that is sized for the machine.
    pub(super) fn look_if_changed(&mut self, recording: &Recording) {
        self.looks = self.looks.wrapping_add(1);
        let counts: Vec<String> = COUNTS.iter().flat_map(|path| in_use(&text(path))).collect();
        if counts != self.counts || self.looks % LOOKS_BETWEEN_FULL == 0 {
            self.counts = counts;
            self.look(recording);
        }
    }

    /// Tells what is new.
    fn look(&mut self, recording: &Recording) {
        let mut sockets = HashSet::new();
        for (path, protocol) in TABLES {
            let text = text(path);
            let taken = table(&text, protocol)
                .filter(|socket| socket.inode != 0 && socket.state != State::Other);
            sockets.extend(taken.take(MOST - sockets.len().min(MOST)));
        }
        let new: Vec<_> = sockets.difference(&self.told).copied().collect();
        if !new.is_empty() {
            let served: HashSet<_> = sockets.iter().filter_map(served).collect();
            let owners = owners(&new);
            for socket in new {
                tell(&socket, &served, &owners, recording);
            }
        }
        self.told = sockets;
    }
}

fn text(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// How many sockets of each protocol there are in this network namespace.
fn in_use(text: &str) -> Vec<String> {
    let counts = text.lines().filter_map(|line| {
        let (protocol, counts) = line.split_once(": inuse ")?;
        let count = counts.split_whitespace().next()?;
        Some(format!("{protocol} {count}"))
    });
    counts.collect()
}

/// The port a socket serves.
fn served(socket: &Socket) -> Option<(Protocol, u16)> {
    (socket.state == State::Listening).then_some((socket.protocol, socket.local.port()))
}

fn tell(
    socket: &Socket,
    served: &HashSet<(Protocol, u16)>,
    owners: &HashMap<u64, u32>,
    recording: &Recording,
) {
    // Without an owner it belongs to a neighbour in the network namespace, or to the container runtime's name server.
    let pid = owners
        .get(&socket.inode)
        .filter(|pid| **pid != std::process::id());
    let Some(owner) = pid.and_then(|pid| recording.owner(*pid)) else {
        return;
    };
    let (protocol, local) = (socket.protocol, socket.local);
    let program = String::new();
    match socket.state {
        State::Listening if protocol == Protocol::Tcp || local.port() < EPHEMERAL => {
            let (address, port) = (local.ip().to_string(), local.port());
            recording.listen(
                &owner,
                Listen {
                    program,
                    protocol,
                    address,
                    port,
                },
            );
        }
        // What comes in at a port that is served was not made by us.
        State::Connected if !served.contains(&(protocol, local.port())) => {
            let port = socket.remote.port();
            let connect = Connect {
                program,
                protocol,
                peer: None,
                address: None,
                port,
            };
            recording.connect(&owner, socket.remote, &connect);
        }
        State::Listening | State::Connected | State::Other => {}
    }
}

/// Which process has which of these sockets, as far as we may look.
fn owners(sockets: &[Socket]) -> HashMap<u64, u32> {
    let wanted: HashSet<u64> = sockets.iter().map(|socket| socket.inode).collect();
    let mut found = HashMap::new();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    for pid in processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()) {
        let descriptors = std::fs::read_dir(format!("/proc/{pid}/fd"))
            .into_iter()
            .flatten()
            .flatten();
        for target in descriptors.filter_map(|entry| std::fs::read_link(entry.path()).ok()) {
            let inode = target.to_str().and_then(|text| {
                text.strip_prefix("socket:[")?
                    .strip_suffix(']')?
                    .parse()
                    .ok()
            });
            if let Some(inode) = inode.filter(|inode| wanted.contains(inode)) {
                found.insert(inode, pid);
            }
        }
        if found.len() == wanted.len() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_sockets_by_protocol() {
        let text = "sockets: used 130\nTCP: inuse 4 orphan 0 tw 1 alloc 6 mem 1\nUDP: inuse 2 mem 1\nFRAG: inuse 0 memory 0\n";

        assert_eq!(in_use(text), ["TCP 4", "UDP 2", "FRAG 0"]);
    }

    #[test]
    fn finds_its_own_socket() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let local = listener.local_addr().unwrap();
        let text = std::fs::read_to_string("/proc/net/tcp").unwrap();
        let socket = table(&text, Protocol::Tcp)
            .find(|socket| socket.local == local)
            .unwrap();

        assert_eq!(
            owners(&[socket]).get(&socket.inode),
            Some(&std::process::id())
        );
        assert_eq!(served(&socket), Some((Protocol::Tcp, local.port())));
    }
}
