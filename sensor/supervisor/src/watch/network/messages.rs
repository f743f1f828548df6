//! Datagrams with an address of their own: where `sendto`, `sendmsg` and `sendmmsg` keep it.

use super::address;
use crate::watch::memory::{Memory, Unreadable, read_exact};

/// The size of `struct msghdr`, and of `struct mmsghdr`, which begins with one.
const HEADER: usize = 56;
const ENTRY: u64 = 64;

/// How many messages the kernel takes from one `sendmmsg` (`UIO_MAXIOV`).
const MOST_MESSAGES: u64 = 1024;

/// Where an address is in the caller's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Where it begins.
    pub pointer: u64,
    /// How long it is said to be.
    pub length: i32,
}

/// The address of one message; `None` when it has none.
///
/// # Errors
/// `Invalid(EFAULT)` for a bad pointer, `Refused` when the memory is not ours to read.
pub fn address_of(memory: &dyn Memory, message: u64) -> Result<Option<Place>, Unreadable> {
    let mut header = [0; HEADER];
    read_exact(memory, message, &mut header)?;
    let pointer = header
        .first_chunk::<8>()
        .map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let length = header
        .get(8..12)
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, i32::from_le_bytes);
    // What a message claims beyond the longest address is cut off, not refused.
    let length = length.min(i32::try_from(address::LONGEST).unwrap_or(length));
    Ok((pointer != 0 && length != 0).then_some(Place { pointer, length }))
}

/// The addresses of all messages of a `sendmmsg`. Messages behind one that cannot be read are not sent by the kernel either.
///
/// # Errors
/// As [`address_of`], when not even the first can be read.
pub fn addresses_of(
    memory: &dyn Memory,
    messages: u64,
    count: u32,
) -> Result<Vec<Place>, Unreadable> {
    let mut places = Vec::new();
    for index in 0..u64::from(count).min(MOST_MESSAGES) {
        let at = messages.saturating_add(index * ENTRY);
        match address_of(memory, at) {
            Ok(place) => places.extend(place),
            Err(Unreadable::Invalid(_)) if index > 0 => break,
            Err(unreadable) => return Err(unreadable),
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use rustix::io::Errno;

    use super::{Place, address_of, addresses_of};
    use crate::watch::memory::Unreadable;
    use crate::watch::memory::scripted::Pieces;

    fn entry(pointer: u64, length: i32) -> Vec<u8> {
        let mut bytes = pointer.to_le_bytes().to_vec();
        bytes.extend(length.to_le_bytes());
        bytes.resize(64, 0xaa);
        bytes
    }

    #[test]
    fn finds_every_address_not_just_the_first() {
        let entries: Vec<u8> = (0..1024)
            .flat_map(|index| entry(0x1000 + index, 16))
            .collect();
        let memory = Pieces::default().with(0x10_000, &entries);

        let places = addresses_of(&memory, 0x10_000, 1024).unwrap();

        assert_eq!(places.len(), 1024);
        assert_eq!(
            places[1023],
            Place {
                pointer: 0x13ff,
                length: 16
            }
        );
        assert_eq!(
            addresses_of(&memory, 0x10_000, u32::MAX).unwrap().len(),
            1024
        );
    }

    #[test]
    fn skips_messages_without_an_address() {
        let memory =
            Pieces::default().with(0x1000, &[entry(0, 16), entry(5, 0), entry(7, 28)].concat());

        assert_eq!(
            addresses_of(&memory, 0x1000, 3).unwrap(),
            [Place {
                pointer: 7,
                length: 28
            }]
        );
    }

    #[test]
    fn cuts_an_address_off_where_the_kernel_does() {
        let memory = Pieces::default().with(0x1000, &[entry(7, 4096), entry(7, -1)].concat());

        let lengths: Vec<i32> = addresses_of(&memory, 0x1000, 2)
            .unwrap()
            .iter()
            .map(|place| place.length)
            .collect();

        assert_eq!(lengths, [128, -1]);
    }

    #[test]
    fn says_what_the_kernel_would_say_of_bad_pointers() {
        let memory = Pieces::default().with(0x1000, &entry(7, 16));

        assert_eq!(
            address_of(&memory, 0x9000),
            Err(Unreadable::Invalid(Errno::FAULT))
        );
        assert_eq!(
            addresses_of(&memory, 0x9000, 2),
            Err(Unreadable::Invalid(Errno::FAULT))
        );
        assert_eq!(addresses_of(&memory, 0x1000, 2).unwrap().len(), 1);
    }
}
