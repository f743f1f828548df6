//! What kinds of sockets there are, and which are worth a word.

use inlay_contract::behaviour::Protocol;

/// What a socket carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Addressed by IP address and port.
    Internet(Protocol),
    /// Stays on this machine.
    Local,
    /// Something else, decided on when it was made.
    Other,
}

/// The kind, by the name the kernel gives the protocol of a socket.
#[must_use]
pub fn by_name(name: &[u8]) -> Kind {
    match name {
        b"TCP" | b"TCPv6" | b"MPTCP" | b"MPTCPv6" | b"SCTP" | b"SCTPv6" | b"DCCP" | b"DCCPv6" => {
            Kind::Internet(Protocol::Tcp)
        }
        b"UDP" | b"UDPv6" | b"UDP-Lite" | b"UDPLITEv6" | b"RAW" | b"RAWv6" | b"PING"
        | b"PINGv6" => Kind::Internet(Protocol::Udp),
        name if name.starts_with(b"UNIX") => Kind::Local,
        _ => Kind::Other,
    }
}

const INET: i32 = libc::AF_INET;
const INET6: i32 = libc::AF_INET6;
/// The bits of a socket's type that are no flags.
const TYPE: i32 = 0xf;
/// Protocols that streams and datagrams of the internet usually have; 0 is the family's own choice.
const STREAMS: [i32; 3] = [0, libc::IPPROTO_TCP, 262];
/// See [`STREAMS`].
const DATAGRAMS: [i32; 3] = [0, libc::IPPROTO_UDP, libc::IPPROTO_UDPLITE];

/// What is unusual about a socket with these parameters: its family and type in words; `None` for the sockets that every
/// program has: streams and datagrams of the internet, and `NETLINK_ROUTE`, which `getaddrinfo` asks for addresses.
#[must_use]
pub fn unusual(family: i32, socket_type: i32, protocol: i32) -> Option<(String, String)> {
    let socket_type = socket_type & TYPE;
    let usual = match (family, socket_type) {
        (INET | INET6, libc::SOCK_STREAM) => STREAMS.contains(&protocol),
        (INET | INET6, libc::SOCK_DGRAM) => DATAGRAMS.contains(&protocol),
        (libc::AF_NETLINK, _) => protocol == libc::NETLINK_ROUTE,
        (libc::AF_UNIX, _) => true,
        _ => false,
    };
    (!usual).then(|| (family_name(family), type_name(socket_type)))
}

fn family_name(family: i32) -> String {
    match family {
        INET => "inet".into(),
        INET6 => "inet6".into(),
        libc::AF_PACKET => "packet".into(),
        libc::AF_NETLINK => "netlink".into(),
        libc::AF_VSOCK => "vsock".into(),
        libc::AF_ALG => "alg".into(),
        libc::AF_BLUETOOTH => "bluetooth".into(),
        libc::AF_CAN => "can".into(),
        libc::AF_TIPC => "tipc".into(),
        libc::AF_XDP => "xdp".into(),
        libc::AF_KEY => "key".into(),
        other => other.to_string(),
    }
}

fn type_name(socket_type: i32) -> String {
    match socket_type {
        libc::SOCK_STREAM => "stream".into(),
        libc::SOCK_DGRAM => "datagram".into(),
        libc::SOCK_RAW => "raw".into(),
        libc::SOCK_SEQPACKET => "sequenced".into(),
        libc::SOCK_RDM => "reliable".into(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use inlay_contract::behaviour::Protocol;

    use super::{Kind, by_name, unusual};

    fn named(family: &str, socket_type: &str) -> (String, String) {
        (family.into(), socket_type.into())
    }

    #[test]
    fn tells_usual_sockets_from_others_whatever_their_flags() {
        let nonblocking = libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;

        assert_eq!(unusual(libc::AF_INET, nonblocking, 0), None);
        assert_eq!(
            unusual(libc::AF_INET6, libc::SOCK_DGRAM, libc::IPPROTO_UDP),
            None
        );
        assert_eq!(unusual(libc::AF_NETLINK, libc::SOCK_RAW, 0), None);
        assert_eq!(
            unusual(libc::AF_NETLINK, libc::SOCK_RAW, 9),
            Some(named("netlink", "raw"))
        );
        assert_eq!(
            unusual(libc::AF_INET, libc::SOCK_RAW, 1),
            Some(named("inet", "raw"))
        );
        assert_eq!(
            unusual(libc::AF_INET, libc::SOCK_DGRAM, 1),
            Some(named("inet", "datagram"))
        );
        assert_eq!(
            unusual(libc::AF_PACKET, libc::SOCK_RAW, 768),
            Some(named("packet", "raw"))
        );
        assert_eq!(unusual(-1, 77, 0), Some(named("-1", "13")));
    }

    #[test]
    fn knows_kinds_by_the_kernels_names() {
        assert_eq!(by_name(b"TCPv6"), Kind::Internet(Protocol::Tcp));
        assert_eq!(by_name(b"UDP"), Kind::Internet(Protocol::Udp));
        assert_eq!(by_name(b"UNIX-STREAM"), Kind::Local);
        assert_eq!(by_name(b"NETLINK"), Kind::Other);
        assert_eq!(by_name(b""), Kind::Other);
    }
}
