//! Source routes: a packet that has one first goes to another host than its address says. They are set for a socket, or come with a
//! single datagram, and are of no use to ordinary programs.

use inlay_contract::behaviour::Behaviour;

use crate::watch::call::Call;
use crate::watch::meaning::{Deed, Meaning};
use crate::watch::memory::{Memory, Paged, Unreadable, read_exact};

/// Levels of options, and of what comes with a datagram.
const IPV4: u32 = 0;
const IPV6: u32 = 41;

/// What brings a route with one datagram: `IP_RETOPTS`, `IPV6_RTHDR`, `IPV6_2292RTHDR`.
const ROUTES: [(u32, u32); 3] = [(IPV4, 7), (IPV6, 57), (IPV6, 5)];

/// Where `struct msghdr` has what comes with a datagram, and how long that is.
const CONTROL: u64 = 32;
/// See [`CONTROL`].
const CONTROL_LENGTH: u64 = 40;
/// The size of `struct mmsghdr`.
const ENTRY: u64 = 64;
/// The size of `struct cmsghdr`.
const HEADER: u64 = 16;

/// How many messages the kernel takes from one `sendmmsg` (`UIO_MAXIOV`).
const MOST_MESSAGES: u64 = 1024;

/// How many things come with a datagram at most; a program that sends more is taken for one that hides something.
const MOST_PARTS: usize = 32;

/// An option that can hold a route is set. Taken away, it leads nowhere.
pub(super) fn set(call: &Call<'_>) -> Meaning {
    if call.registers.int(4) == 0 {
        return Meaning::Nothing;
    }
    Meaning::Does(vec![routed(call, call.registers.half(1))])
}

/// The routes that come with the datagrams of a call.
pub(super) fn taken(call: &Call<'_>) -> Result<Option<Deed>, Unreadable> {
    let memory = &Paged::over(&call.caller.watched.group);
    let first = call.registers.word(1);
    let count = match call.row.name {
        "sendmsg" => 1,
        "sendmmsg" => u64::from(call.registers.half(2)).min(MOST_MESSAGES),
        _ => 0,
    };
    for index in 0..count {
        match route_of(memory, first.saturating_add(index * ENTRY)) {
            Ok(None) => {}
            Ok(Some(level)) => return Ok(Some(routed(call, level))),
            // Messages behind one that cannot be read are not sent either.
            Err(Unreadable::Invalid(_)) if index > 0 => return Ok(None),
            Err(unreadable) => return Err(unreadable),
        }
    }
    Ok(None)
}

fn routed(call: &Call<'_>, level: u32) -> Deed {
    let family = if level == IPV4 { "inet" } else { "inet6" };
    let behaviour = Behaviour::Socket {
        program: call.program(),
        family: family.into(),
        socket_type: "routed".into(),
    };
    Deed::new(behaviour, Vec::new())
}

/// The level of the route that comes with a message.
fn route_of(memory: &dyn Memory, message: u64) -> Result<Option<u32>, Unreadable> {
    let start = word(memory, message.saturating_add(CONTROL))?;
    let length = word(memory, message.saturating_add(CONTROL_LENGTH))?;
    let end = start.saturating_add(length);
    if start == 0 {
        return Ok(None);
    }
    let mut at = start;
    for _ in 0..MOST_PARTS {
        if at.saturating_add(HEADER) > end {
            return Ok(None);
        }
        let (level, kind) = pair(word(memory, at.saturating_add(8))?);
        if ROUTES.contains(&(level, kind)) {
            return Ok(Some(level));
        }
        let part = word(memory, at)?;
        if part < HEADER {
            // The kernel refuses the whole message.
            return Ok(None);
        }
        at = at.saturating_add(part.saturating_add(7) & !7);
    }
    Err(Unreadable::Refused)
}

/// The two halves of a word as they lie in memory.
fn pair(word: u64) -> (u32, u32) {
    let half = |word: u64| u32::try_from(word & 0xffff_ffff).unwrap_or_default();
    (half(word), half(word >> 32))
}

fn word(memory: &dyn Memory, address: u64) -> Result<u64, Unreadable> {
    let mut bytes = [0; 8];
    read_exact(memory, address, &mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::route_of;
    use crate::watch::memory::Unreadable;
    use crate::watch::memory::scripted::Pieces;

    fn part(level: u32, kind: u32, content: usize) -> Vec<u8> {
        let mut bytes = (16 + content as u64).to_le_bytes().to_vec();
        bytes.extend(level.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.resize(16 + content.next_multiple_of(8), 0);
        bytes
    }

    fn message(control: &[u8]) -> Pieces {
        let mut header = vec![0; 56];
        header[32..40].copy_from_slice(&0x2000_u64.to_le_bytes());
        header[40..48].copy_from_slice(&(control.len() as u64).to_le_bytes());
        Pieces::default()
            .with(0x1000, &header)
            .with(0x2000, control)
    }

    #[test]
    fn finds_a_route_behind_whatever_else_comes_along() {
        let harmless = [part(0, 1, 4), part(0, 8, 12)].concat();

        assert_eq!(route_of(&message(&harmless), 0x1000), Ok(None));
        for (level, kind) in [(0, 7), (41, 57), (41, 5)] {
            let all = [harmless.clone(), part(level, kind, 8)].concat();
            assert_eq!(route_of(&message(&all), 0x1000), Ok(Some(level)));
        }
        assert_eq!(route_of(&message(&part(1, 7, 4)), 0x1000), Ok(None));
    }

    #[test]
    fn survives_lengths_that_lie() {
        let mut endless = part(0, 1, 0);
        endless[..8].copy_from_slice(&u64::MAX.to_le_bytes());
        let mut short = part(0, 1, 0);
        short[..8].copy_from_slice(&1_u64.to_le_bytes());

        assert_eq!(route_of(&message(&endless), 0x1000), Ok(None));
        assert_eq!(route_of(&message(&short), 0x1000), Ok(None));
        assert_eq!(route_of(&message(&[]), 0x1000), Ok(None));
        assert!(matches!(
            route_of(&message(&[]), u64::MAX - 8),
            Err(Unreadable::Invalid(_))
        ));
        let many = part(0, 1, 0).repeat(33);
        assert_eq!(route_of(&message(&many), 0x1000), Err(Unreadable::Refused));
    }
}
