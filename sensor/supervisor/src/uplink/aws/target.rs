//! Where a request goes.

/// The parts of a URL that are signed. Its text was looked at when the configuration was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target<'a> {
    /// `https://host:port`
    pub(super) origin: &'a str,
    /// `host:port`, as in the `Host` header.
    pub(super) host: &'a str,
    /// From the first slash on.
    pub(super) path: &'a str,
}

impl<'a> Target<'a> {
    /// The parts of an absolute URL; `None` when it has no host.
    pub(super) fn of(url: &'a str) -> Option<Self> {
        let begin = url.find("://")? + 3;
        let rest = url.get(begin..)?;
        let end = rest.find('/').unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end)?;
        let origin = url.get(..begin + end)?;
        (!host.is_empty()).then_some(Self {
            origin,
            host,
            path: if path.is_empty() { "/" } else { path },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_url_apart() {
        let target = Target::of("http://127.0.0.1:4566/bucket/policies/a.json").unwrap();

        assert_eq!(target.origin, "http://127.0.0.1:4566");
        assert_eq!(target.host, "127.0.0.1:4566");
        assert_eq!(target.path, "/bucket/policies/a.json");
        assert_eq!(Target::of("https://host").unwrap().path, "/");
    }

    #[test]
    fn garbage_has_no_host() {
        for url in ["", "x", "://", "https://", "https:///x", "ÿ://"] {
            assert_eq!(Target::of(url), None, "{url}");
        }
    }
}
