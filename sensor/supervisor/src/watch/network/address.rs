//! Socket addresses as callers lay them out, and what they mean.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The most bytes of an address that are looked at: `sizeof(struct sockaddr_storage)`, the kernel's own limit.
pub const LONGEST: usize = 128;

const UNSPECIFIED: u16 = 0;
const UNIX: u16 = 1;
const INET: u16 = 2;
const INET6: u16 = 10;

/// What an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// An IP address and a port, canonical.
    Internet(SocketAddr),
    /// A socket of this machine.
    Local,
    /// No address: dissolves an association.
    None,
    /// Another family.
    Other(u16),
}

/// Reads an address; `None` when it is too short for what it says it is, which the kernel refuses with `EINVAL`.
#[must_use]
pub fn parse(bytes: &[u8]) -> Option<Address> {
    let (family, rest) = bytes.split_first_chunk::<2>()?;
    match u16::from_ne_bytes(*family) {
        UNSPECIFIED => Some(Address::None),
        UNIX => Some(Address::Local),
        INET => {
            let (port, rest) = rest.split_first_chunk::<2>()?;
            let (ip, _) = rest.split_first_chunk::<4>()?;
            // The kernel wants the whole `struct sockaddr_in`.
            (bytes.len() >= 16).then(|| internet(IpAddr::V4(Ipv4Addr::from(*ip)), *port))
        }
        INET6 => {
            let (port, rest) = rest.split_first_chunk::<2>()?;
            let (_flow, rest) = rest.split_first_chunk::<4>()?;
            let (ip, _scope) = rest.split_first_chunk::<16>()?;
            Some(internet(IpAddr::V6(Ipv6Addr::from(*ip)), *port))
        }
        other => Some(Address::Other(other)),
    }
}

/// The path in an address of this machine; `None` for an abstract name, for none, and for another family.
#[must_use]
pub fn path(bytes: &[u8]) -> Option<&[u8]> {
    let (family, rest) = bytes.split_first_chunk::<2>()?;
    if u16::from_ne_bytes(*family) != UNIX {
        return None;
    }
    let path = rest.split(|&byte| byte == 0).next()?;
    (!path.is_empty()).then_some(path)
}

/// Gives an address that names no family the one the kernel takes it for where it has to lead somewhere: IPv4.
pub fn specify(bytes: &mut [u8]) {
    if let Some(family) = bytes.first_chunk_mut::<2>() {
        if u16::from_ne_bytes(*family) == UNSPECIFIED {
            *family = INET.to_ne_bytes();
        }
    }
}

/// An IPv4 address in IPv6 clothes is that IPv4 address.
fn internet(ip: IpAddr, port: [u8; 2]) -> Address {
    Address::Internet(SocketAddr::new(ip.to_canonical(), u16::from_be_bytes(port)))
}

/// Where a packet to this address goes: the kernel takes "any address" for this machine.
#[must_use]
pub fn destination(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::{Address, LONGEST, destination, parse, path, specify};

    fn v4(ip: [u8; 4], port: u16) -> Vec<u8> {
        let mut bytes = 2u16.to_ne_bytes().to_vec();
        bytes.extend(port.to_be_bytes());
        bytes.extend(ip);
        bytes.resize(16, 0);
        bytes
    }

    fn v6(ip: &str, port: u16) -> Vec<u8> {
        let mut bytes = 10u16.to_ne_bytes().to_vec();
        bytes.extend(port.to_be_bytes());
        bytes.extend([0; 4]);
        bytes.extend(ip.parse::<std::net::Ipv6Addr>().unwrap().octets());
        bytes.extend([0; 4]);
        bytes
    }

    fn named(text: &str) -> Address {
        Address::Internet(text.parse().unwrap())
    }

    #[test]
    fn reads_addresses_of_both_families() {
        assert_eq!(
            parse(&v4([10, 1, 2, 3], 5432)),
            Some(named("10.1.2.3:5432"))
        );
        assert_eq!(
            parse(&v6("2001:db8::1", 443)),
            Some(named("[2001:db8::1]:443"))
        );
        assert_eq!(parse(&1u16.to_ne_bytes()), Some(Address::Local));
        assert_eq!(parse(&[0, 0, 9, 9]), Some(Address::None));
        assert_eq!(parse(&40u16.to_ne_bytes()), Some(Address::Other(40)));
    }

    #[test]
    fn takes_no_family_for_ipv4_where_the_kernel_does() {
        let mut unnamed = v4([10, 1, 2, 3], 5432);
        unnamed[..2].fill(0);
        let mut other = v6("2001:db8::1", 443);

        specify(&mut unnamed);
        specify(&mut other);
        specify(&mut []);

        assert_eq!(parse(&unnamed), Some(named("10.1.2.3:5432")));
        assert_eq!(parse(&other), Some(named("[2001:db8::1]:443")));
    }

    #[test]
    fn finds_the_path_of_a_socket_of_this_machine() {
        let local = |name: &[u8]| [&1u16.to_ne_bytes(), name].concat();

        assert_eq!(path(&local(b"/run/x\0rest")), Some(&b"/run/x"[..]));
        assert_eq!(path(&local(b"relative")), Some(&b"relative"[..]));
        assert_eq!(path(&local(b"\0abstract")), None);
        assert_eq!(path(&local(b"")), None);
        assert_eq!(path(&[1]), None);
        assert_eq!(path(&v4([1, 2, 3, 4], 5)), None);
    }

    #[test]
    fn undresses_an_ipv4_address() {
        assert_eq!(
            parse(&v6("::ffff:10.1.2.3", 80)),
            Some(named("10.1.2.3:80"))
        );
    }

    #[test]
    fn knows_that_any_address_means_this_machine() {
        assert_eq!(
            destination("0.0.0.0:80".parse().unwrap()),
            "127.0.0.1:80".parse().unwrap()
        );
        assert_eq!(
            destination("[::]:80".parse().unwrap()),
            "[::1]:80".parse().unwrap()
        );
        assert_eq!(
            destination("10.0.0.1:80".parse().unwrap()),
            "10.0.0.1:80".parse().unwrap()
        );
    }

    #[test]
    fn takes_no_address_that_is_cut_short() {
        for whole in [v4([10, 1, 2, 3], 80), v6("2001:db8::1", 80)] {
            for length in 0..whole.len().min(24) {
                if length == 16 && whole.len() == 16 {
                    continue;
                }
                assert_eq!(parse(&whole[..length]), None, "{length} bytes");
            }
        }
        assert!(parse(&[0xff; LONGEST]).is_some());
    }
}
