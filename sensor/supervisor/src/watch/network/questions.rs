//! DNS questions in datagrams that leave: where packets cannot be seen, this is how the sensor learns which names an
//! application asks for. glibc sends both of its questions in one `sendmmsg`, musl each in a `sendto`; what is written to a
//! connected socket by `send` or `write` is not seen.

use crate::names::question_of;
use crate::watch::memory::{Memory, Unreadable, read_exact};
use crate::watch::registers::Registers;

/// Questions are shorter; what is longer is something else.
const LONGEST: usize = 512;

/// glibc asks two at once.
const MOST_MESSAGES: u64 = 4;

/// The size of `struct mmsghdr`.
const ENTRY: u64 = 64;

/// The names that a call asks for, if its datagrams are questions.
pub(super) fn questions(call: &str, registers: &Registers, memory: &dyn Memory) -> Vec<String> {
    let payloads = match call {
        "sendto" => vec![Ok((registers.word(1), registers.word(2)))],
        "sendmsg" => vec![first_part(memory, registers.word(1))],
        _ => (0..u64::from(registers.half(2)).min(MOST_MESSAGES))
            .map(|index| first_part(memory, registers.word(1).saturating_add(index * ENTRY)))
            .collect(),
    };
    let payloads = payloads.into_iter().flatten();
    payloads
        .filter_map(|(pointer, length)| question(memory, pointer, length))
        .collect()
}

fn question(memory: &dyn Memory, pointer: u64, length: u64) -> Option<String> {
    let mut bytes = [0; LONGEST];
    let bytes = bytes.get_mut(..usize::try_from(length).ok()?)?;
    read_exact(memory, pointer, bytes).ok()?;
    question_of(bytes)
}

/// Where the first part of a message is, and how long it is: `msg_iov` points to a pointer and a length.
fn first_part(memory: &dyn Memory, message: u64) -> Result<(u64, u64), Unreadable> {
    let vector = word(memory, message.saturating_add(16))?;
    Ok((
        word(memory, vector)?,
        word(memory, vector.saturating_add(8))?,
    ))
}

fn word(memory: &dyn Memory, address: u64) -> Result<u64, Unreadable> {
    let mut bytes = [0; 8];
    read_exact(memory, address, &mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::memory::scripted::Pieces;

    /// A query for the address of `shop.example`.
    const QUERY: &[u8] =
        b"\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04shop\x07example\x00\x00\x01\x00\x01";

    fn numbers(numbers: &[u64]) -> Vec<u8> {
        numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect()
    }

    /// A memory with a query at 0x1000, a vector for it at 0x2000 and two messages with that vector at 0x3000.
    fn memory() -> Pieces {
        let length = QUERY.len() as u64;
        let message = numbers(&[0, 0, 0x2000, 1, 0, 0, 0, 0]);
        let pieces = Pieces::default().with(0x1000, QUERY);
        pieces
            .with(0x2000, &numbers(&[0x1000, length]))
            .with(0x3000, &[message.clone(), message].concat())
    }

    #[test]
    fn finds_questions_wherever_a_call_keeps_them() {
        let length = QUERY.len() as u64;
        let found = |call, registers| questions(call, &Registers(registers), &memory());

        assert_eq!(
            found("sendto", [3, 0x1000, length, 0, 0, 0]),
            ["shop.example"]
        );
        assert_eq!(found("sendmsg", [3, 0x3000, 0, 0, 0, 0]), ["shop.example"]);
        assert_eq!(
            found("sendmmsg", [3, 0x3000, 2, 0, 0, 0]),
            ["shop.example", "shop.example"]
        );
    }

    #[test]
    fn finds_none_in_anything_else() {
        let found = |call, registers| questions(call, &Registers(registers), &memory());

        assert!(found("sendto", [3, 0x2000, 16, 0, 0, 0]).is_empty());
        assert!(found("sendto", [3, 0x1000, 513, 0, 0, 0]).is_empty());
        assert!(found("sendto", [3, 0x9000, 16, 0, 0, 0]).is_empty());
        assert!(found("sendmsg", [3, 0x9000, 0, 0, 0, 0]).is_empty());
        assert!(found("sendmmsg", [3, u64::MAX, u64::MAX, 0, 0, 0]).is_empty());
    }
}
