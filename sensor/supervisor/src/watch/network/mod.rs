//! Sockets: where they connect, listen and send.

pub mod address;
#[cfg(test)]
mod guise_tests;
mod kind;
mod local;
mod messages;
mod questions;
mod routes;
mod socket;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use inlay_contract::behaviour::{Behaviour, Connect, Listen, Protocol};
use rustix::io::Errno;

use address::{Address, destination};
use kind::Kind;
use messages::Place;
pub use socket::Bound;

use super::Watch;
use super::call::Call;
use super::meaning::{Deed, Meaning};
use super::memory::{Paged, Unreadable, read_exact};

/// A send that connects.
const FASTOPEN: u32 = libc::MSG_FASTOPEN.unsigned_abs();

/// Where name servers listen.
const DNS: u16 = 53;

impl Watch {
    /// What a call on sockets means; `None` when it is not one.
    pub(super) fn network(&self, call: &Call<'_>) -> Option<Meaning> {
        let registers = &call.registers;
        let meaning = match call.row.name {
            "socket" => Ok(made(call)),
            "setsockopt" => Ok(routes::set(call)),
            "connect" => self.connect(call),
            "bind" => self.bind(call),
            "listen" => self.listen(call),
            "sendto" => self.send(call, registers.half(3), |_| {
                Ok(vec![Place {
                    pointer: registers.word(4),
                    length: registers.int(5),
                }])
            }),
            "sendmsg" => self.send(call, registers.half(2), |call| {
                let memory = &call.caller.watched.group;
                Ok(messages::address_of(memory, registers.word(1))?
                    .into_iter()
                    .collect())
            }),
            "sendmmsg" => self.send(call, registers.half(3), |call| {
                let memory = &Paged::over(&call.caller.watched.group);
                messages::addresses_of(memory, registers.word(1), registers.half(2))
            }),
            _ => return None,
        };
        Some(meaning.unwrap_or_else(Meaning::from))
    }

    fn connect(&self, call: &Call<'_>) -> Result<Meaning, Unreadable> {
        let Some(socket) = internet(call, Protocol::Tcp)? else {
            return Ok(Meaning::Nothing);
        };
        let Some(address) = read_address(call, socket, second(call), Unspecified::Dissolves)?
        else {
            return Ok(Meaning::Nothing);
        };
        let deed = self.peer(call, socket.protocol, destination(address), true);
        Ok(Meaning::Does(vec![deed]))
    }

    /// A send on a connection goes where the connection goes; one that has an address of its own goes there.
    fn send(
        &self,
        call: &Call<'_>,
        flags: u32,
        places: impl Fn(&Call<'_>) -> Result<Vec<Place>, Unreadable>,
    ) -> Result<Meaning, Unreadable> {
        let Some(socket) = internet(call, Protocol::Udp)? else {
            return Ok(Meaning::Nothing);
        };
        let protocol = socket.protocol;
        if protocol == Protocol::Tcp && flags & FASTOPEN == 0 {
            return Ok(Meaning::Nothing);
        }
        let mut peers = BTreeSet::new();
        for place in places(call)? {
            let address = read_address(call, socket, place, Unspecified::IsInternet)?;
            peers.extend(address.map(destination));
        }
        // Waiting for names is for one at a time: a thousand addresses must not keep everybody else waiting.
        let wait = peers.len() == 1;
        let deed = |peer: &SocketAddr| self.peer(call, protocol, *peer, wait);
        let mut deeds: Vec<Deed> = peers.iter().map(deed).collect();
        if protocol == Protocol::Udp {
            deeds.extend(routes::taken(call)?);
        }
        self.listen_for_questions(call, protocol, &deeds);
        Ok(if deeds.is_empty() {
            Meaning::Nothing
        } else {
            Meaning::Does(deeds)
        })
    }

    /// A datagram without an address goes to whom the socket is connected to, who may be a name server.
    fn listen_for_questions(&self, call: &Call<'_>, protocol: Protocol, deeds: &[Deed]) {
        let to_server =
            |deed: &Deed| matches!(&deed.behaviour, Behaviour::Connect(to) if to.port == DNS);
        if protocol == Protocol::Udp && (deeds.is_empty() || deeds.iter().any(to_server)) {
            let memory = &call.caller.watched.group;
            for name in questions::questions(call.row.name, &call.registers, memory) {
                self.names.asked(&name, call.process.id);
            }
        }
    }

    fn peer(&self, call: &Call<'_>, protocol: Protocol, to: SocketAddr, wait: bool) -> Deed {
        if to.port() == DNS {
            self.names.asks();
        }
        let name = if wait && to.port() != DNS {
            self.names.name_soon(to.ip())
        } else {
            self.names.name_of(to.ip())
        };
        let behaviour = Behaviour::Connect(Connect {
            program: call.program(),
            protocol,
            address: name.is_none().then(|| to.ip().to_string()),
            peer: name,
            port: to.port(),
        });
        Deed::new(behaviour, vec![to.to_string()])
    }

    /// A datagram socket with a port of its own receives from then on; a stream socket has to listen first.
    fn bind(&self, call: &Call<'_>) -> Result<Meaning, Unreadable> {
        let Some(socket) = internet(call, Protocol::Tcp)? else {
            return self.bind_locally(call);
        };
        let Some(address) = read_address(call, socket, second(call), Unspecified::IsInternet)?
        else {
            return self.bind_locally(call);
        };
        if socket.protocol == Protocol::Udp {
            let deed = (address.port() != 0).then(|| listens(call, socket.protocol, address));
            return Ok(Meaning::Does(deed.into_iter().collect()));
        }
        let room = socket::inode(call, call.registers.int(0))
            .map_or(true, |inode| self.bound.remember(inode, address));
        Ok(if room {
            Meaning::Nothing
        } else {
            Meaning::Fails(Errno::ADDRINUSE)
        })
    }

    fn listen(&self, call: &Call<'_>) -> Result<Meaning, Unreadable> {
        let Some(socket) = internet(call, Protocol::Tcp)? else {
            return Ok(Meaning::Nothing);
        };
        let inode = socket::inode(call, call.registers.int(0))?;
        let mut bound = self.bound.of(inode).ok_or(Unreadable::Refused)?;
        if bound.is_empty() {
            // A socket that was never bound gets a port from the kernel.
            bound.push(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0));
        }
        let deed = |address| listens(call, socket.protocol, address);
        Ok(Meaning::Does(bound.into_iter().map(deed).collect()))
    }
}

/// A socket of the internet.
#[derive(Debug, Clone, Copy)]
struct Socket {
    protocol: Protocol,
    /// Whether that is certain; the sockets of a process that is hidden from us may be of another kind.
    certain: bool,
}

/// The socket of a call, as far as it is one of the internet; `None` for another kind. Where the process is hidden from us it is
/// taken for the one such calls are usually for.
fn internet(call: &Call<'_>, usually: Protocol) -> Result<Option<Socket>, Unreadable> {
    match socket::kind(call, call.registers.int(0)) {
        Ok(Kind::Internet(protocol)) => Ok(Some(Socket {
            protocol,
            certain: true,
        })),
        Ok(Kind::Local | Kind::Other) => Ok(None),
        Err(Unreadable::Refused) => Ok(Some(Socket {
            protocol: usually,
            certain: false,
        })),
        Err(invalid) => Err(invalid),
    }
}

/// Where `connect` and `bind` keep their address.
fn second(call: &Call<'_>) -> Place {
    Place {
        pointer: call.registers.word(1),
        length: call.registers.int(2),
    }
}

/// What an address of no family means. The kernel takes it for one of IPv4 in everything but `connect` (`udp_sendmsg`,
/// `raw_sendmsg`, `inet_bind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unspecified {
    /// It dissolves an association.
    Dissolves,
    /// It is an address like any other.
    IsInternet,
}

/// Reads an address; `None` where it dissolves an association, or shows that the socket is of another kind.
fn read_address(
    call: &Call<'_>,
    socket: Socket,
    place: Place,
    unspecified: Unspecified,
) -> Result<Option<SocketAddr>, Unreadable> {
    let invalid = Unreadable::Invalid(Errno::INVAL);
    let length = usize::try_from(place.length).map_err(|_| invalid)?;
    if length > address::LONGEST {
        return Err(invalid);
    }
    let mut bytes = [0; address::LONGEST];
    let bytes = bytes.get_mut(..length).ok_or(invalid)?;
    read_exact(&call.caller.watched.group, place.pointer, bytes)?;
    if unspecified == Unspecified::IsInternet {
        address::specify(bytes);
    }
    match address::parse(bytes).ok_or(invalid)? {
        Address::Internet(address) => Ok(Some(address)),
        // No address for a socket of the internet. Said at once, so that it cannot become one.
        Address::Local | Address::Other(_) if socket.certain => {
            Err(Unreadable::Invalid(Errno::AFNOSUPPORT))
        }
        Address::None | Address::Local | Address::Other(_) => Ok(None),
    }
}

fn made(call: &Call<'_>) -> Meaning {
    let registers = &call.registers;
    match kind::unusual(registers.int(0), registers.int(1), registers.int(2)) {
        None => Meaning::Nothing,
        Some((family, socket_type)) => Meaning::one(
            Behaviour::Socket {
                program: call.program(),
                family,
                socket_type,
            },
            Vec::new(),
        ),
    }
}

fn listens(call: &Call<'_>, protocol: Protocol, address: SocketAddr) -> Deed {
    let behaviour = Behaviour::Listen(Listen {
        program: call.program(),
        protocol,
        address: address.ip().to_string(),
        port: address.port(),
    });
    Deed::new(behaviour, vec![address.to_string()])
}
