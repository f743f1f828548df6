//! The table of addresses and the names behind them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use super::answer::Answer;

/// Addresses that are held; an application has dozens, a crawler thousands.
const MOST: usize = 4096;
/// Names behind one address: load balancers and content networks serve many.
const MOST_NAMES: usize = 8;
/// A name stays known at least so long: answers live for seconds, connections are made a little later, and again.
const LIVES_AT_LEAST: Duration = Duration::from_secs(60);
/// And at most so long, whatever the answer says.
const LIVES_AT_MOST: Duration = Duration::from_secs(86_400);

#[derive(Debug, Default)]
pub(super) struct Known {
    addresses: HashMap<IpAddr, Vec<Named>>,
}

#[derive(Debug)]
struct Named {
    name: String,
    asked: Instant,
    until: Instant,
}

impl Known {
    /// Takes an answer.
    pub(super) fn learn(&mut self, answer: &Answer, now: Instant) {
        for (address, lifetime) in &answer.addresses {
            let lifetime = (*lifetime).clamp(LIVES_AT_LEAST, LIVES_AT_MOST);
            self.make_room(now);
            let names = self.addresses.entry(address.to_canonical()).or_default();
            names.retain(|named| named.name != answer.question);
            names.truncate(MOST_NAMES - 1);
            let newest = Named {
                name: answer.question.clone(),
                asked: now,
                until: now + lifetime,
            };
            names.insert(0, newest);
        }
    }

    /// The living names behind an address, the one asked for last first. When all have run out, the last one: a connection that
    /// is made late, from a cache of the application's own, is still made to what it asked for.
    pub(super) fn names_of(&self, address: IpAddr, now: Instant) -> Vec<String> {
        let names = self
            .addresses
            .get(&address)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let living = names
            .iter()
            .filter(|named| named.until > now)
            .count()
            .max(1);
        names
            .iter()
            .take(living)
            .map(|named| named.name.clone())
            .collect()
    }

    fn make_room(&mut self, now: Instant) {
        if self.addresses.len() < MOST {
            return;
        }
        self.addresses
            .retain(|_, names| names.iter().any(|named| named.until > now));
        if self.addresses.len() >= MOST {
            let last_asked = |names: &Vec<Named>| names.first().map_or(now, |named| named.asked);
            let mut asked: Vec<_> = self.addresses.values().map(last_asked).collect();
            asked.sort_unstable();
            // A quarter at once, so that a flood does not sort the table for each of its answers.
            let oldest = asked.get(MOST / 4).copied().unwrap_or(now);
            self.addresses.retain(|_, names| last_asked(names) > oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn answer(name: &str, address: u32, seconds: u64) -> Answer {
        let address = IpAddr::V4(Ipv4Addr::from_bits(address));
        let lifetime = Duration::from_secs(seconds);
        Answer {
            question: name.to_owned(),
            addresses: vec![(address, lifetime)],
        }
    }

    fn names(known: &Known, address: u32, now: Instant) -> Vec<String> {
        known.names_of(IpAddr::V4(Ipv4Addr::from_bits(address)), now)
    }

    #[test]
    fn the_name_asked_for_last_comes_first() {
        let (mut known, now) = (Known::default(), Instant::now());
        known.learn(&answer("a", 1, 300), now);
        known.learn(&answer("b", 1, 300), now);
        known.learn(&answer("a", 1, 300), now);

        assert_eq!(names(&known, 1, now), ["a", "b"]);
        assert!(names(&known, 2, now).is_empty());
    }

    #[test]
    fn a_name_lives_a_minute_at_least_and_the_last_one_on() {
        let (mut known, now) = (Known::default(), Instant::now());
        known.learn(&answer("a", 1, 0), now);
        known.learn(&answer("b", 1, 0), now);

        assert_eq!(names(&known, 1, now + Duration::from_secs(59)), ["b", "a"]);
        assert_eq!(names(&known, 1, now + Duration::from_secs(61)), ["b"]);
    }

    #[test]
    fn is_bounded_and_forgets_the_oldest() {
        let (mut known, mut now) = (Known::default(), Instant::now());
        for number in 0..20_000 {
            now += Duration::from_millis(1);
            known.learn(&answer(&format!("n{number}"), number % 10_000, 3600), now);
        }

        assert!(known.addresses.len() <= MOST);
        assert_eq!(
            names(&known, 9999, now),
            ["n19999", "n9999"][..names(&known, 9999, now).len()]
        );
        for number in 0..100 {
            known.learn(&answer(&format!("m{number}"), 1, 3600), now);
        }
        assert_eq!(names(&known, 1, now).len(), MOST_NAMES);
    }
}
