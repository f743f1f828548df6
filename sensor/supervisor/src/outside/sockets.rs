//! Reading the kernel's tables of sockets (`/proc/net/tcp`, `tcp6`, `udp`, `udp6`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use inlay_contract::behaviour::Protocol;

/// One socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Socket {
    pub(super) protocol: Protocol,
    pub(super) local: SocketAddr,
    pub(super) remote: SocketAddr,
    pub(super) state: State,
    /// 0 for one that nobody has any more.
    pub(super) inode: u64,
}

/// As far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum State {
    Listening,
    Connected,
    Other,
}

/// Reads a table; lines that are no sockets are passed over.
pub(super) fn table(text: &str, protocol: Protocol) -> impl Iterator<Item = Socket> {
    text.lines()
        .skip(1)
        .filter_map(move |line| socket(line, protocol))
}

fn socket(line: &str, protocol: Protocol) -> Option<Socket> {
    let mut fields = line.split_whitespace().skip(1);
    let local = address(fields.next()?)?;
    let remote = address(fields.next()?)?;
    let state = state(
        u8::from_str_radix(fields.next()?, 16).ok()?,
        protocol,
        remote,
    );
    let inode = fields.nth(5)?.parse().ok()?;
    Some(Socket {
        protocol,
        local,
        remote,
        state,
        inode,
    })
}

/// The numbers of the kernel's TCP states; UDP borrows "established" for connected and "close" for the rest.
fn state(number: u8, protocol: Protocol, remote: SocketAddr) -> State {
    match (number, protocol) {
        (0x0a, Protocol::Tcp) => State::Listening,
        (0x01 | 0x02, _) => State::Connected,
        (0x07, Protocol::Udp) if remote.port() == 0 => State::Listening,
        _ => State::Other,
    }
}

/// An address is written as 32-bit words in the machine's byte order, the port in the wire's.
fn address(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let word = |index: usize| u32::from_str_radix(address.get(index * 8..index * 8 + 8)?, 16).ok();
    let address: IpAddr = match address.len() {
        8 => Ipv4Addr::from(word(0)?.to_ne_bytes()).into(),
        32 => {
            let words = [word(0)?, word(1)?, word(2)?, word(3)?].map(u32::to_ne_bytes);
            let bytes: [u8; 16] = words.concat().try_into().ok()?;
            Ipv6Addr::from(bytes).into()
        }
        _ => return None,
    };
    Some(SocketAddr::new(address.to_canonical(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TCP: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 21001 1 0 100 0 0 10 0\n   1: 030012AC:C350 040012AC:1538 01 00000000:00000000 00:00000000 00000000  1000        0 21002 1 0 20 4 30 10 -1\nnonsense\n";
    const TCP6: &str = "  sl\n   0: 0000000000000000FFFF0000030012AC:C350 0000000000000000FFFF0000040012AC:1538 02 00000000:00000000 00:00000000 00000000  0 0 7 1 0\n";

    #[test]
    fn reads_listeners_and_connections() {
        let sockets: Vec<_> = table(TCP, Protocol::Tcp).collect();

        assert_eq!(sockets.len(), 2);
        assert_eq!(
            (sockets[0].state, sockets[0].local.port()),
            (State::Listening, 8080)
        );
        assert_eq!(sockets[1].remote, "172.18.0.4:5432".parse().unwrap());
        assert_eq!(
            (sockets[1].state, sockets[1].inode),
            (State::Connected, 21002)
        );
    }

    #[test]
    fn takes_ipv4_in_ipv6_as_ipv4() {
        let socket = table(TCP6, Protocol::Tcp).next().unwrap();

        assert_eq!(socket.remote, "172.18.0.4:5432".parse().unwrap());
        assert_eq!(socket.state, State::Connected);
    }

    #[test]
    fn reads_this_machines_own() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let text = std::fs::read_to_string("/proc/net/tcp").unwrap();

        let local = listener.local_addr().unwrap();
        assert!(
            table(&text, Protocol::Tcp).any(|it| it.local == local && it.state == State::Listening)
        );
    }
}
