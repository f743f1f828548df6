//! Reading DNS messages.

use std::net::IpAddr;
use std::time::Duration;

use hickory_proto::op::{Message, MessageType, OpCode, Query};
use hickory_proto::rr::{Name, RData, RecordType};

/// Longer than any name DNS can carry.
const LONGEST_NAME: usize = 255;
/// More addresses than any answer that fits into a datagram has.
const MOST_ADDRESSES: usize = 64;

/// What DNS said to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// The name that was asked for: lower case, without the final dot.
    pub(super) question: String,
    /// Where it leads, through whatever aliases, and for how long that holds.
    pub(super) addresses: Vec<(IpAddr, Duration)>,
}

/// A message, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    /// Somebody asks, under this number.
    Question(u16, String),
    /// Somebody answers the question of this number.
    Answer(u16, Answer),
}

/// The name a DNS query asks for, if these bytes are one.
#[must_use]
pub fn question_of(datagram: &[u8]) -> Option<String> {
    match read(datagram)? {
        Read::Question(_, name) => Some(name),
        Read::Answer(..) => None,
    }
}

/// Reads a message. `None` for whatever is no ordinary query or answer.
pub(super) fn read(datagram: &[u8]) -> Option<Read> {
    let message = Message::from_vec(datagram).ok()?;
    let [query] = message.queries() else {
        return None;
    };
    if message.op_code() != OpCode::Query {
        return None;
    }
    let question = written(query.name())?;
    if message.message_type() == MessageType::Query {
        return Some(Read::Question(message.id(), question));
    }
    // The addresses of an answer belong to the question, whatever aliases lead to them.
    let addresses = message.answers().iter().filter_map(|record| {
        let lifetime = Duration::from_secs(record.ttl().into());
        match record.data() {
            RData::A(address) => Some((IpAddr::V4(address.0), lifetime)),
            RData::AAAA(address) => Some((IpAddr::V6(address.0), lifetime)),
            _ => None,
        }
    });
    let addresses = addresses.take(MOST_ADDRESSES).collect();
    Some(Read::Answer(
        message.id(),
        Answer {
            question,
            addresses,
        },
    ))
}

fn written(name: &Name) -> Option<String> {
    let mut text = name.to_lowercase().to_ascii();
    if text.ends_with('.') {
        text.pop();
    }
    // Doubled like everywhere, so that no name can look like a placeholder.
    let text = text.replace('{', "{{").replace('}', "}}");
    (!text.is_empty() && text.len() <= LONGEST_NAME).then_some(text)
}

/// The bytes of a question for the addresses of a name; `None` when the name cannot be asked for.
pub(super) fn question(id: u16, name: &str, kind: RecordType) -> Option<Vec<u8>> {
    let mut name = Name::from_ascii(name).ok()?;
    name.set_fqdn(true);
    let mut message = Message::new();
    message
        .set_id(id)
        .set_recursion_desired(true)
        .add_query(Query::query(name, kind));
    message.to_vec().ok()
}

#[cfg(test)]
pub(super) mod tests {
    use std::net::Ipv4Addr;

    use hickory_proto::rr::Record;
    use hickory_proto::rr::rdata::{A, CNAME};

    use super::*;

    /// An answer that goes through an alias.
    pub(in crate::names) fn aliased(id: u16, name: &str, address: Ipv4Addr, ttl: u32) -> Vec<u8> {
        let asked = Name::from_ascii(format!("{name}.")).unwrap();
        let alias = Name::from_ascii("alias.example.net.").unwrap();
        let mut message = Message::new();
        message
            .set_id(id)
            .set_message_type(MessageType::Response)
            .add_query(Query::query(asked.clone(), RecordType::A))
            .add_answer(Record::from_rdata(
                asked,
                ttl,
                RData::CNAME(CNAME(alias.clone())),
            ))
            .add_answer(Record::from_rdata(alias, ttl, RData::A(A(address))));
        message.to_vec().unwrap()
    }

    #[test]
    fn an_answer_belongs_to_its_question_through_aliases() {
        let datagram = aliased(7, "Shop.Example.com", Ipv4Addr::new(192, 0, 2, 9), 30);

        let Some(Read::Answer(7, answer)) = read(&datagram) else {
            panic!()
        };

        assert_eq!(answer.question, "shop.example.com");
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 9));
        assert_eq!(answer.addresses, [(address, Duration::from_secs(30))]);
    }

    #[test]
    fn reads_the_question_it_writes() {
        let datagram = question(1, "database", RecordType::AAAA).unwrap();

        assert_eq!(question_of(&datagram).as_deref(), Some("database"));
    }

    #[test]
    fn garbage_is_nothing() {
        let good = aliased(7, "shop.example.com", Ipv4Addr::LOCALHOST, 30);
        let mut state = 23_u64;
        for round in 0..5000_usize {
            let mut datagram = good.clone();
            for _ in 0..=round % 5 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let at = usize::try_from(state >> 33).unwrap();
                let length = datagram.len();
                datagram[at % length] = u8::try_from(at >> 8 & 0xff).unwrap();
                datagram.truncate(1 + at % length.max(2));
            }
            let _ = read(&datagram);
        }
        assert_eq!(question_of(b""), None);
        assert_eq!(question_of(b"GET / HTTP/1.1\r\n\r\n"), None);
    }
}
