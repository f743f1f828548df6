//! Seeing DNS on the wire: a packet socket that the kernel filters down to UDP port 53, so that it costs nothing where nobody
//! asks. DNS over TCP, TLS and HTTPS is not seen.

use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::net::{AddressFamily, RecvFlags, SocketFlags, SocketType, recv, socket_with};

use super::answer::{Read, read};
use super::files::{Servers, text};
use super::{NOBODY, Names, packet};
use crate::sys::packet::{keep_only, udp_port};

/// Every protocol, in the byte order of the wire.
const ALL: u16 = 0x0003_u16.to_be();
/// Longer than any datagram of DNS that is not fragmented.
const LONGEST: usize = 9216;
/// Questions remembered as told: more than are under way at once.
const MOST_TOLD: usize = 128;
/// How long the list of name servers is good.
const FRESH: Duration = Duration::from_secs(10);

/// Opens the socket: needs `CAP_NET_RAW`, which containers have unless it was taken from them.
pub(super) fn open() -> io::Result<OwnedFd> {
    // No protocol first: nothing is delivered before the filter stands.
    let (family, flags) = (AddressFamily::PACKET, SocketFlags::CLOEXEC);
    let socket = socket_with(family, SocketType::DGRAM, flags, None)?;
    keep_only(&socket, &udp_port(53))?;
    crate::sys::packet::receive_all(&socket, ALL)?;
    Ok(socket)
}

/// Learns from what passes, for as long as the sensor lives.
pub(super) fn watch(socket: &OwnedFd, names: &Names) {
    let mut wire = Wire::default();
    let mut buffer = vec![0; LONGEST];
    loop {
        match recv(socket, &mut *buffer, RecvFlags::empty()) {
            Ok((length, _)) => {
                if let Some(datagram) = buffer.get(..length).and_then(packet::read) {
                    wire.take(&datagram, names);
                }
            }
            Err(Errno::INTR | Errno::NETDOWN | Errno::NOBUFS) => {}
            Err(_) => return,
        }
    }
}

/// What is remembered between packets.
#[derive(Debug, Default)]
struct Wire {
    /// A process could send itself an answer from anywhere: only the name servers of this container are believed.
    servers: Vec<IpAddr>,
    read: Option<Instant>,
    /// Questions that were told lately. On the loopback every packet passes twice; and behind a translation of addresses (Docker's
    /// own name server) only the answer shows what was asked.
    told: VecDeque<(u16, u16)>,
}

impl Wire {
    fn take(&mut self, datagram: &packet::Datagram<'_>, names: &Names) {
        // What the sensor asks itself is no behaviour of the application.
        if names.lookup.is_own(datagram.client) || !self.believes(datagram.server) {
            return;
        }
        let (id, name) = match read(datagram.payload) {
            Some(Read::Answer(id, answer)) if datagram.is_answer => {
                names.learn(&answer);
                (id, answer.question)
            }
            Some(Read::Question(id, name)) if !datagram.is_answer => {
                names.pending.expect();
                (id, name)
            }
            _ => return,
        };
        let question = (datagram.client, id);
        if !self.told.contains(&question) {
            self.told.push_back(question);
            if self.told.len() > MOST_TOLD {
                self.told.pop_front();
            }
            names.tell(&name, NOBODY);
        }
    }

    fn believes(&mut self, server: IpAddr) -> bool {
        if self.read.is_none_or(|read| read.elapsed() > FRESH) {
            self.servers = Servers::of(&text("/etc/resolv.conf")).addresses;
            self.read = Some(Instant::now());
        }
        self.servers.contains(&server)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::sync::Arc;

    use super::super::answer::tests::aliased;
    use super::super::tests::names;
    use super::*;

    fn datagram(server: IpAddr, payload: &[u8]) -> packet::Datagram<'_> {
        packet::Datagram {
            server,
            client: 4000,
            is_answer: true,
            payload,
        }
    }

    #[test]
    fn believes_only_this_containers_name_servers_and_tells_a_question_once() {
        let (names, kept) = names();
        let server: IpAddr = Ipv4Addr::new(127, 0, 0, 11).into();
        let address = Ipv4Addr::new(192, 0, 2, 9);
        let payload = aliased(7, "shop.example.com", address, 30);
        let mut wire = Wire {
            servers: vec![server],
            read: Some(Instant::now()),
            ..Wire::default()
        };

        wire.take(&datagram(address.into(), &payload), &names);
        assert_eq!(names.name_of(address.into()), None);
        wire.take(&datagram(server, &payload), &names);
        wire.take(&datagram(server, &payload), &names);
        wire.take(&datagram(server, b"garbage"), &names);

        assert_eq!(
            names.name_of(address.into()).as_deref(),
            Some("shop.example.com")
        );
        assert_eq!(Arc::clone(&kept).count(), 1);
    }

    #[test]
    fn sees_what_passes_where_it_may() {
        let socket = match open() {
            Ok(socket) => socket,
            Err(error) => return assert_eq!(error.kind(), io::ErrorKind::PermissionDenied),
        };
        let client = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        client.send_to(b"hello", "127.0.0.1:53").unwrap();
        let mut buffer = [0; 512];
        loop {
            let (length, _) = recv(&socket, &mut buffer[..], RecvFlags::empty()).unwrap();
            let datagram = packet::read(&buffer[..length]).unwrap();
            if datagram.client == client.local_addr().unwrap().port() {
                assert_eq!(datagram.payload, b"hello");
                return;
            }
        }
    }
}
