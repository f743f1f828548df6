//! Taking IP packets apart, as far as to a DNS message over UDP.

use std::net::IpAddr;

/// A UDP datagram from or to port 53.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Datagram<'a> {
    /// The name server.
    pub(super) server: IpAddr,
    /// The port of who asks.
    pub(super) client: u16,
    /// Whether the server sent it.
    pub(super) is_answer: bool,
    /// The message.
    pub(super) payload: &'a [u8],
}

const DNS: u16 = 53;
const UDP: u8 = 17;
const UDP_HEADER: usize = 8;
const V6_HEADER: usize = 40;

/// Reads a packet that begins with its IP header. `None` for fragments, extension headers and everything that is no DNS.
pub(super) fn read(packet: &[u8]) -> Option<Datagram<'_>> {
    let first = *packet.first()?;
    let (source, target, rest): (IpAddr, IpAddr, &[u8]) = match first >> 4 {
        4 => {
            let fragment = u16::from_be_bytes(packet.get(6..8)?.try_into().ok()?);
            if fragment & 0x3fff != 0 || *packet.get(9)? != UDP {
                return None;
            }
            let address =
                |at: usize| Some(<[u8; 4]>::try_from(packet.get(at..at + 4)?).ok()?.into());
            (
                address(12)?,
                address(16)?,
                packet.get(usize::from(first & 15) * 4..)?,
            )
        }
        6 if *packet.get(6)? == UDP => {
            let address =
                |at: usize| Some(<[u8; 16]>::try_from(packet.get(at..at + 16)?).ok()?.into());
            (address(8)?, address(24)?, packet.get(V6_HEADER..)?)
        }
        _ => return None,
    };
    let port = |at: usize| Some(u16::from_be_bytes(rest.get(at..at + 2)?.try_into().ok()?));
    let payload = rest.get(UDP_HEADER..)?;
    match (port(0)?, port(2)?) {
        (DNS, client) => Some(Datagram {
            server: source,
            client,
            is_answer: true,
            payload,
        }),
        (client, DNS) => Some(Datagram {
            server: target,
            client,
            is_answer: false,
            payload,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn udp(from: u16, to: u16) -> Vec<u8> {
        [
            &from.to_be_bytes()[..],
            &to.to_be_bytes(),
            &[0, 11, 0, 0],
            b"dns",
        ]
        .concat()
    }

    fn v4(from: u16, to: u16) -> Vec<u8> {
        let header = [
            0x46, 0, 0, 0, 0, 0, 0x40, 0, 64, 17, 0, 0, 127, 0, 0, 11, 127, 0, 0, 1, 0, 0, 0, 0,
        ];
        [&header[..], &udp(from, to)].concat()
    }

    #[test]
    fn reads_answers_and_questions() {
        let answer = v4(53, 4000);
        let server = IpAddr::from([127, 0, 0, 11]);
        let expected = Datagram {
            server,
            client: 4000,
            is_answer: true,
            payload: b"dns",
        };
        assert_eq!(read(&answer), Some(expected));

        let mut header = vec![0x60, 0, 0, 0, 0, 11, 17, 64];
        header.extend([1; 16]);
        header.extend([2; 16]);
        let question = [header, udp(4000, 53)].concat();
        let server = IpAddr::from([2_u8; 16]);
        let expected = Datagram {
            server,
            client: 4000,
            is_answer: false,
            payload: b"dns",
        };
        assert_eq!(read(&question), Some(expected));
    }

    #[test]
    fn passes_over_the_rest() {
        assert_eq!(read(&v4(443, 4000)), None);
        let mut fragment = v4(53, 4000);
        fragment[7] = 1;
        assert_eq!(read(&fragment), None);
        let whole = v4(53, 4000);
        for length in 0..32 {
            assert_eq!(read(&whole[..length]), None);
        }
        assert_eq!(read(&[0xff; 60]), None);
    }
}
