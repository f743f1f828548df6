//! Behaviours: the distinct things a program does.

use serde::{Deserialize, Serialize};

/// The part of a container's life a behaviour belongs to; each has a mode of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Domain {
    /// Programs that start.
    Process,
    /// Files that change, sensitive files that are read.
    File,
    /// Peers, listeners, names.
    Network,
    /// Identities, capabilities, everything that reaches for the kernel.
    Privilege,
}

/// One distinct thing a program does. Every field is part of its identity and is already templated.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Behaviour {
    /// A program was started.
    Exec(Exec),
    /// A file was changed, or a sensitive one read.
    File(FileAccess),
    /// A socket began to listen.
    Listen(Listen),
    /// A connection or an addressed datagram went out.
    Connect(Connect),
    /// A DNS name was asked for.
    Resolve {
        /// Lower case, without the final dot.
        name: String,
    },
    /// A socket of an unusual family or type was made.
    Socket {
        /// Real path of the program.
        program: String,
        /// `packet`, `netlink`, `vsock`, … or the number.
        family: String,
        /// `stream`, `datagram`, `raw`, … or the number.
        #[serde(rename = "type")]
        socket_type: String,
    },
    /// An identity, a capability or the kernel was reached for.
    Privilege(Call),
    /// A guarded call whose arguments could not be read.
    Unread {
        /// Real path of the program.
        program: String,
        /// The domain of the call.
        domain: Domain,
        /// Name of the system call.
        call: String,
    },
    /// An attempt on the sensor itself.
    Tamper(Call),
    /// What really happened was not what had been allowed.
    Mismatch {
        /// Real path of the program.
        program: String,
        /// The domain of the call.
        domain: Domain,
        /// Name of the system call.
        call: String,
        /// What was allowed and what happened.
        detail: String,
    },
}

/// A program was started.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Exec {
    /// Real path of what runs; a script's own path.
    pub program: String,
    /// The program that called, trampolines looked through.
    pub parent: String,
    /// Templated, `argv[0]` included.
    pub arguments: Vec<String>,
    /// Effective uid.
    pub user: u32,
    /// Whether it has a controlling terminal.
    pub terminal: bool,
    /// Whether it entered the container from outside.
    pub outside: bool,
    /// The interpreter, for a script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<String>,
    /// How the program file differs from what the image brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drift>,
}

/// How a program file differs from what the image brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drift {
    /// Written or changed since the sensor started.
    Written,
    /// Lives in memory only.
    Memory,
    /// Already deleted.
    Deleted,
    /// On another device than the root.
    Device,
}

/// What was done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Opened for reading.
    Read,
    /// Brought into being: files, directories, links, devices.
    Create,
    /// Opened for writing, truncated.
    Write,
    /// Removed.
    Delete,
    /// Moved away from this path.
    Rename,
    /// Given a further name, or made a symbolic link.
    Link,
    /// Mode, owner, extended attributes.
    Attributes,
}

/// A file was changed, or a sensitive one read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileAccess {
    /// Real path of the program.
    pub program: String,
    /// What was done.
    pub access: Access,
    /// Real, absolute, templated.
    pub path: String,
}

/// A transport protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// Stream.
    Tcp,
    /// Datagram.
    Udp,
}

/// A socket began to listen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Listen {
    /// Real path of the program.
    pub program: String,
    /// Transport.
    pub protocol: Protocol,
    /// The local address.
    pub address: String,
    /// 0 for one the kernel chooses.
    pub port: u16,
}

/// A connection or an addressed datagram went out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Connect {
    /// Real path of the program.
    pub program: String,
    /// Transport.
    pub protocol: Protocol,
    /// The DNS name, when one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    /// The address, when no name is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Destination port.
    pub port: u16,
}

/// A system call, told by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Call {
    /// Real path of the program.
    pub program: String,
    /// Name of the system call.
    pub call: String,
    /// What of it matters; may be empty.
    pub detail: String,
}

impl Behaviour {
    /// The domain whose mode applies.
    #[must_use]
    pub fn domain(&self) -> Domain {
        match self {
            Self::Exec(_) => Domain::Process,
            Self::File(_) => Domain::File,
            Self::Listen(_) | Self::Connect(_) | Self::Resolve { .. } | Self::Socket { .. } => {
                Domain::Network
            }
            Self::Privilege(_) | Self::Tamper(_) => Domain::Privilege,
            Self::Unread { domain, .. } | Self::Mismatch { domain, .. } => *domain,
        }
    }
}
