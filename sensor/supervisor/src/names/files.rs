//! What `/etc/hosts` and `/etc/resolv.conf` say. Both are written by the container runtime and may change.

use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Files that are longer are not read to their end.
const MOST_BYTES: u64 = 65_536;
/// As the C libraries do.
const MOST_SERVERS: usize = 3;
const MOST_SEARCHED: usize = 6;
/// How long what was read is good.
const FRESH: Duration = Duration::from_secs(10);

/// The hosts file, read again now and then.
#[derive(Debug, Default)]
pub(super) struct Files {
    hosts: Vec<(IpAddr, String)>,
    read: Option<Instant>,
}

impl Files {
    /// The names the hosts file gives an address.
    pub(super) fn names_of(&mut self, address: IpAddr, now: Instant) -> Vec<String> {
        if self.read.is_none_or(|read| now > read + FRESH) {
            self.hosts = hosts(&text("/etc/hosts"));
            self.read = Some(now);
        }
        let named = self.hosts.iter().filter(|(known, _)| *known == address);
        named.map(|(_, name)| name.clone()).collect()
    }
}

/// A small text file; empty when it cannot be read.
pub(super) fn text(path: &str) -> String {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    if let Ok(file) = std::fs::File::open(path) {
        // What was read before an error is still worth something.
        let _ = file.take(MOST_BYTES).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Addresses and names, in the file's order.
pub(super) fn hosts(text: &str) -> Vec<(IpAddr, String)> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let Some(Ok(address)) = words.next().map(str::parse::<IpAddr>) else {
            continue;
        };
        let named = words.map(|name| (address.to_canonical(), name.to_lowercase()));
        found.extend(named);
    }
    found
}

/// Whom to ask, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Servers {
    /// In order.
    pub(super) addresses: Vec<IpAddr>,
    /// Domains that are tried behind a short name.
    pub(super) search: Vec<String>,
    /// A name with fewer dots is short.
    pub(super) dots: usize,
}

impl Servers {
    /// What the file says; a name server on this machine when it says nothing, as the C libraries do.
    pub(super) fn of(text: &str) -> Self {
        let mut servers = Self {
            addresses: Vec::new(),
            search: Vec::new(),
            dots: 1,
        };
        for line in text.lines() {
            let mut words = line
                .split(['#', ';'])
                .next()
                .unwrap_or_default()
                .split_whitespace();
            match words.next() {
                Some("nameserver") => {
                    // A zone (fe80::1%eth0) cannot be asked without its interface.
                    servers
                        .addresses
                        .extend(words.next().and_then(|word| word.parse::<IpAddr>().ok()));
                }
                Some("search" | "domain") => {
                    servers.search = words.take(MOST_SEARCHED).map(str::to_lowercase).collect();
                }
                Some("options") => {
                    let dots = words.find_map(|word| word.strip_prefix("ndots:")?.parse().ok());
                    servers.dots = dots.map_or(servers.dots, |dots: usize| dots.min(15));
                }
                _ => {}
            }
        }
        servers.addresses.truncate(MOST_SERVERS);
        if servers.addresses.is_empty() {
            servers.addresses.push(IpAddr::from([127, 0, 0, 1]));
        }
        servers
    }

    /// The names to try for one that was given, in order.
    pub(super) fn candidates(&self, name: &str) -> Vec<String> {
        if let Some(absolute) = name.strip_suffix('.') {
            return vec![absolute.to_owned()];
        }
        let searched = self.search.iter().map(|domain| format!("{name}.{domain}"));
        if name.matches('.').count() >= self.dots {
            std::iter::once(name.to_owned()).chain(searched).collect()
        } else {
            searched.chain(std::iter::once(name.to_owned())).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_hosts_file() {
        let text = "# by the runtime\n127.0.0.1\tlocalhost\n::1 localhost ip6-localhost\n172.18.0.3 Shop web # x\nnonsense\n";

        let named: Vec<_> = hosts(text)
            .into_iter()
            .map(|(at, name)| format!("{at} {name}"))
            .collect();

        let expected = [
            "127.0.0.1 localhost",
            "::1 localhost",
            "::1 ip6-localhost",
            "172.18.0.3 shop",
            "172.18.0.3 web",
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn reads_a_resolver_file() {
        let text = "nameserver 127.0.0.11\nnameserver fe80::1%eth0\nsearch a.example b.example\noptions edns0 ndots:2\n";

        let servers = Servers::of(text);

        assert_eq!(servers.addresses, [IpAddr::from([127, 0, 0, 11])]);
        assert_eq!(
            servers.candidates("x.y"),
            ["x.y.a.example", "x.y.b.example", "x.y"]
        );
        assert_eq!(
            servers.candidates("x.y.z"),
            ["x.y.z", "x.y.z.a.example", "x.y.z.b.example"]
        );
        assert_eq!(servers.candidates("x."), ["x"]);
    }

    #[test]
    fn asks_this_machine_when_the_file_says_nothing() {
        assert_eq!(Servers::of("").addresses, [IpAddr::from([127, 0, 0, 1])]);
    }
}
