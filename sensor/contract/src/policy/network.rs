//! Rules about listeners, peers, names and sockets.

use std::net::IpAddr;

use super::document::{self, Head, NotAPolicy};
use super::rules::{Rule, path_of, text_of};
use super::words;
use crate::behaviour::{self, Behaviour, Protocol};
use crate::pattern::Pattern;

/// A port a program may listen on.
#[derive(Debug)]
pub(super) struct Listen {
    head: Head,
    program: Pattern,
    protocol: Protocol,
    port: u16,
}

impl Rule for Listen {
    type Written = document::Listen;
    type Subject = behaviour::Listen;

    fn compile(written: document::Listen) -> Result<Self, NotAPolicy> {
        let document::Listen {
            head,
            program,
            protocol,
            port,
        } = written;
        Ok(Self {
            program: path_of(&head, &program)?,
            protocol,
            port,
            head,
        })
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn keys(&self) -> [Option<&Pattern>; 2] {
        [Some(&self.program), None]
    }

    fn lookups(listen: &behaviour::Listen) -> [&str; 2] {
        [&listen.program, ""]
    }

    fn matches(&self, listen: &behaviour::Listen) -> bool {
        (self.protocol, self.port) == (listen.protocol, listen.port)
            && self.program.matches(&listen.program)
    }

    fn closeness(&self, listen: &behaviour::Listen) -> Option<u32> {
        self.program
            .matches(&listen.program)
            .then(|| u32::from(self.protocol == listen.protocol))
    }

    fn difference(&self, listen: &behaviour::Listen) -> String {
        let behaviour::Listen {
            program,
            protocol,
            port,
            ..
        } = listen;
        let (own, asked) = (words::protocol(self.protocol), words::protocol(*protocol));
        format!(
            "{program} may listen on {own} port {}, not on {asked} port {port}",
            self.port
        )
    }

    fn no_rule(listen: &behaviour::Listen) -> String {
        let behaviour::Listen {
            program,
            protocol,
            port,
            ..
        } = listen;
        format!(
            "no rule lets {program} listen on {} port {port}",
            words::protocol(*protocol)
        )
    }
}

/// A peer a program may talk to.
#[derive(Debug)]
pub(super) struct Peer {
    head: Head,
    program: Pattern,
    protocol: Protocol,
    place: Place,
    port: u16,
}

#[derive(Debug)]
enum Place {
    Name(Pattern),
    Range { network: IpAddr, bits: u8 },
}

impl Place {
    fn of(head: &Head, peer: &str) -> Result<Self, NotAPolicy> {
        let (address, bits) = match peer.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (peer, None),
        };
        match (address.parse::<IpAddr>(), bits) {
            (Ok(network), None) => Ok(Self::Range {
                network: network.to_canonical(),
                bits: width(network.to_canonical()),
            }),
            (Ok(network), Some(bits)) => {
                let bits = bits.parse().ok().filter(|bits| *bits <= width(network));
                let wrong = || NotAPolicy::Range {
                    id: head.id.clone(),
                    peer: peer.to_owned(),
                };
                Ok(Self::Range {
                    network,
                    bits: bits.ok_or_else(wrong)?,
                })
            }
            (Err(_), _) => Ok(Self::Name(text_of(head, peer)?)),
        }
    }

    fn takes(&self, connect: &behaviour::Connect) -> bool {
        match (self, &connect.peer, &connect.address) {
            (Self::Name(pattern), Some(name), _) => pattern.matches(name),
            (Self::Range { network, bits }, None, Some(address)) => address
                .parse::<IpAddr>()
                .is_ok_and(|address| contains(*network, *bits, address.to_canonical())),
            _ => false,
        }
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn contains(network: IpAddr, bits: u8, address: IpAddr) -> bool {
    let unlike = match (network, address) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        _ => return false,
    };
    unlike >= u32::from(bits)
}

fn peer_of(connect: &behaviour::Connect) -> &str {
    connect
        .peer
        .as_deref()
        .or(connect.address.as_deref())
        .unwrap_or_default()
}

impl Rule for Peer {
    type Written = document::Peer;
    type Subject = behaviour::Connect;

    fn compile(written: document::Peer) -> Result<Self, NotAPolicy> {
        let document::Peer {
            head,
            program,
            protocol,
            place,
            port,
        } = written;
        Ok(Self {
            program: path_of(&head, &program)?,
            place: Place::of(&head, &place)?,
            protocol,
            port,
            head,
        })
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn keys(&self) -> [Option<&Pattern>; 2] {
        match &self.place {
            Place::Name(pattern) => [Some(pattern), Some(&self.program)],
            Place::Range { .. } => [Some(&self.program), None],
        }
    }

    fn lookups(connect: &behaviour::Connect) -> [&str; 2] {
        [peer_of(connect), &connect.program]
    }

    fn matches(&self, connect: &behaviour::Connect) -> bool {
        (self.protocol, self.port) == (connect.protocol, connect.port)
            && self.program.matches(&connect.program)
            && self.place.takes(connect)
    }

    fn closeness(&self, connect: &behaviour::Connect) -> Option<u32> {
        self.place.takes(connect).then(|| {
            let program = u32::from(self.program.matches(&connect.program));
            let protocol = u32::from(self.protocol == connect.protocol);
            4 * program + 2 * u32::from(self.port == connect.port) + protocol
        })
    }

    fn difference(&self, connect: &behaviour::Connect) -> String {
        let (peer, asked) = (peer_of(connect), words::protocol(connect.protocol));
        let (own, program) = (words::protocol(self.protocol), &connect.program);
        if self.program.matches(program) {
            format!(
                "{program} may reach {peer} on {own} port {}, not on {asked} port {}",
                self.port, connect.port
            )
        } else {
            let port = connect.port;
            format!(
                "{} may reach {peer}, {program} (to {asked} port {port}) may not",
                self.program.text()
            )
        }
    }

    fn no_rule(connect: &behaviour::Connect) -> String {
        let protocol = words::protocol(connect.protocol);
        format!(
            "no rule lets {} reach {} on {protocol} port {}",
            connect.program,
            peer_of(connect),
            connect.port
        )
    }
}

/// A name that may be asked for.
#[derive(Debug)]
pub(super) struct Name {
    head: Head,
    text: Pattern,
}

impl Rule for Name {
    type Written = document::Name;
    type Subject = String;

    fn compile(written: document::Name) -> Result<Self, NotAPolicy> {
        Ok(Self {
            text: text_of(&written.head, &written.text)?,
            head: written.head,
        })
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn keys(&self) -> [Option<&Pattern>; 2] {
        [Some(&self.text), None]
    }

    fn lookups(name: &String) -> [&str; 2] {
        [name, ""]
    }

    fn matches(&self, name: &String) -> bool {
        self.text.matches(name)
    }

    fn closeness(&self, _: &String) -> Option<u32> {
        None
    }

    fn difference(&self, name: &String) -> String {
        Self::no_rule(name)
    }

    fn no_rule(name: &String) -> String {
        format!("no rule for the name {name}")
    }
}

/// A kind of socket a program may make.
#[derive(Debug)]
pub(super) struct Socket {
    head: Head,
    program: Pattern,
    family: String,
    kind: String,
}

fn socket_of(behaviour: &Behaviour) -> Option<(&str, &str, &str)> {
    match behaviour {
        Behaviour::Socket {
            program,
            family,
            socket_type,
        } => Some((program, family, socket_type)),
        _ => None,
    }
}

impl Rule for Socket {
    type Written = document::Socket;
    type Subject = Behaviour;

    fn compile(written: document::Socket) -> Result<Self, NotAPolicy> {
        let document::Socket {
            head,
            program,
            family,
            kind,
        } = written;
        Ok(Self {
            program: path_of(&head, &program)?,
            family,
            kind,
            head,
        })
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn keys(&self) -> [Option<&Pattern>; 2] {
        [Some(&self.program), None]
    }

    fn lookups(behaviour: &Behaviour) -> [&str; 2] {
        [
            socket_of(behaviour).map_or("", |(program, _, _)| program),
            "",
        ]
    }

    fn matches(&self, behaviour: &Behaviour) -> bool {
        socket_of(behaviour).is_some_and(|(program, family, socket_type)| {
            self.family == family && self.kind == socket_type && self.program.matches(program)
        })
    }

    fn closeness(&self, _: &Behaviour) -> Option<u32> {
        None
    }

    fn difference(&self, behaviour: &Behaviour) -> String {
        Self::no_rule(behaviour)
    }

    fn no_rule(behaviour: &Behaviour) -> String {
        let (program, family, socket_type) = socket_of(behaviour).unwrap_or_default();
        format!("no rule lets {program} make a {family} socket of type {socket_type}")
    }
}
