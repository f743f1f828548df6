//! The sensor's own questions to DNS: for its endpoint, and for names the application asked for. The C library's resolver loads
//! parts of itself at run time, which a static program in a foreign image cannot.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hickory_proto::rr::RecordType;
use rustix::rand::{GetRandomFlags, getrandom};

use super::answer::{Answer, Read, question, read};
use super::files::{Servers, hosts, text};

/// DNS over UDP without extensions; more is taken when a server sends it.
const LONGEST_ANSWER: usize = 4096;
/// How long one server is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// Datagrams that are no answer to the question: after these somebody is guessing.
const MOST_STRANGERS: usize = 16;
/// How many of the sensor's own ports are remembered, and how long: an answer may be late.
const MOST_OWN: usize = 64;
const OWN_FOR: Duration = Duration::from_secs(10);

/// Asks DNS, and remembers from which ports, so that the sensor does not report itself.
#[derive(Debug, Default)]
pub struct Lookup {
    own: Mutex<Vec<(u16, Instant)>>,
}

impl Lookup {
    /// The addresses of a host: written out, in the hosts file, or from DNS. No question is asked after the deadline.
    ///
    /// # Errors
    /// When there are none, with what was tried.
    pub fn addresses_of(&self, host: &str, deadline: Instant) -> io::Result<Vec<IpAddr>> {
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_lowercase();
        if let Ok(address) = host.parse() {
            return Ok(vec![address]);
        }
        let local = hosts(&text("/etc/hosts")).into_iter();
        let local: Vec<_> = local
            .filter(|(_, name)| *name == host)
            .map(|(at, _)| at)
            .collect();
        if !local.is_empty() {
            return Ok(local);
        }
        let servers = Servers::of(&text("/etc/resolv.conf"));
        let mut failed = None;
        for candidate in servers.candidates(&host) {
            match self.ask_for_both(&candidate, &servers, deadline) {
                Ok(answer) if !answer.addresses.is_empty() => {
                    return Ok(answer
                        .addresses
                        .into_iter()
                        .map(|(address, _)| address)
                        .collect());
                }
                Ok(_) => {}
                Err(error) => failed = Some(error),
            }
        }
        let why = failed.map_or("it has no address".to_owned(), |error| error.to_string());
        Err(io::Error::other(format!(
            "resolving {host} at {:?}: {why}",
            servers.addresses
        )))
    }

    /// What DNS says to exactly this name.
    ///
    /// # Errors
    /// When no server answered.
    pub(super) fn ask(&self, name: &str) -> io::Result<Answer> {
        let deadline = Instant::now() + 2 * PATIENCE;
        self.ask_for_both(name, &Servers::of(&text("/etc/resolv.conf")), deadline)
    }

    fn ask_for_both(&self, name: &str, servers: &Servers, deadline: Instant) -> io::Result<Answer> {
        let mut answer = self.ask_all(name, RecordType::A, servers, deadline)?;
        if let Ok(more) = self.ask_all(name, RecordType::AAAA, servers, deadline) {
            answer.addresses.extend(more.addresses);
        }
        Ok(answer)
    }

    fn ask_all(
        &self,
        name: &str,
        kind: RecordType,
        servers: &Servers,
        deadline: Instant,
    ) -> io::Result<Answer> {
        let mut failed = io::Error::from(io::ErrorKind::TimedOut);
        for server in &servers.addresses {
            if Instant::now() >= deadline {
                break;
            }
            match self.ask_one(name, kind, SocketAddr::new(*server, 53)) {
                Ok(answer) => return Ok(answer),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    fn ask_one(&self, name: &str, kind: RecordType, server: SocketAddr) -> io::Result<Answer> {
        let mut random = [0; 2];
        getrandom(&mut random, GetRandomFlags::empty())?;
        let id = u16::from_ne_bytes(random);
        let question = question(id, name, kind)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it is no DNS name"))?;
        let any: IpAddr = match server {
            SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::UNSPECIFIED.into(),
        };
        let socket = UdpSocket::bind((any, 0))?;
        self.remember(socket.local_addr()?.port());
        // Connected: the kernel drops what others send.
        socket.connect(server)?;
        socket.send(&question)?;
        await_answer(&socket, id, name)
    }

    fn remember(&self, port: u16) {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        own.retain(|(_, since)| now.duration_since(*since) < OWN_FOR);
        if own.len() >= MOST_OWN {
            own.remove(0);
        }
        own.push((port, now));
    }

    /// Whether the sensor itself asked from this port.
    pub(super) fn is_own(&self, port: u16) -> bool {
        let own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        own.iter()
            .any(|(known, since)| *known == port && since.elapsed() < OWN_FOR)
    }
}

fn await_answer(socket: &UdpSocket, id: u16, name: &str) -> io::Result<Answer> {
    let deadline = Instant::now() + PATIENCE;
    let mut datagram = vec![0; LONGEST_ANSWER];
    for _ in 0..MOST_STRANGERS {
        let left = deadline
            .saturating_duration_since(Instant::now())
            .max(Duration::from_millis(1));
        socket.set_read_timeout(Some(left))?;
        let length = socket.recv(&mut datagram)?;
        if let Some(Read::Answer(answered, answer)) = datagram.get(..length).and_then(read) {
            if answered == id && answer.question.eq_ignore_ascii_case(name) {
                return Ok(answer);
            }
        }
    }
    Err(io::Error::other(
        "only datagrams that do not answer the question came back",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::answer::tests::aliased;
    use super::*;

    #[test]
    fn asks_a_server_and_takes_only_its_own_answer() {
        let server = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let lookup = Lookup::default();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut datagram = [0; 512];
                let (length, asker) = server.recv_from(&mut datagram).unwrap();
                assert_eq!(
                    crate::names::question_of(&datagram[..length]).as_deref(),
                    Some("shop.example.com")
                );
                assert!(lookup.is_own(asker.port()));
                let id = u16::from_be_bytes([datagram[0], datagram[1]]);
                let liar = Ipv4Addr::new(203, 0, 113, 9);
                server.send_to(b"garbage", asker).unwrap();
                server
                    .send_to(
                        &aliased(id.wrapping_add(1), "shop.example.com", liar, 1),
                        asker,
                    )
                    .unwrap();
                server
                    .send_to(&aliased(id, "other.example.com", liar, 1), asker)
                    .unwrap();
                let right = Ipv4Addr::new(192, 0, 2, 9);
                server
                    .send_to(&aliased(id, "shop.example.com", right, 1), asker)
                    .unwrap();
            });
            let answer = lookup
                .ask_one("shop.example.com", RecordType::A, address)
                .unwrap();
            assert_eq!(answer.addresses[0].0, IpAddr::from([192, 0, 2, 9]));
        });
    }

    #[test]
    fn an_address_needs_no_question() {
        let lookup = Lookup::default();

        assert_eq!(
            lookup.addresses_of("[::1]", Instant::now()).unwrap(),
            ["::1".parse::<IpAddr>().unwrap()]
        );
        assert_eq!(
            lookup.addresses_of("192.0.2.1", Instant::now()).unwrap(),
            [IpAddr::from([192, 0, 2, 1])]
        );
    }
}
