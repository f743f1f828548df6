//! Which files are worth a word.

use rustix::fs::FileType;

use crate::watch::path::Found;

/// Below these lies the operating system: reading there is what every program does all day.
const SYSTEM: [&[u8]; 14] = [
    b"/usr",
    b"/lib",
    b"/lib32",
    b"/lib64",
    b"/libx32",
    b"/etc",
    b"/proc",
    b"/sys",
    b"/dev",
    b"/bin",
    b"/sbin",
    b"/run",
    b"/var/lib/dpkg",
    b"/var/cache",
];

/// Character devices that hold nothing: `null`, `zero`, `full`, `random`, `urandom`, `tty`, `console`, `ptmx`.
const HARMLESS: [(u32, u32); 8] = [
    (1, 3),
    (1, 5),
    (1, 7),
    (1, 8),
    (1, 9),
    (5, 0),
    (5, 1),
    (5, 2),
];

/// Major numbers of pseudo-terminals (`/dev/pts/…`), and of virtual consoles.
const TERMINALS: [std::ops::RangeInclusive<u32>; 2] = [136..=143, 4..=4];

/// Whether opening this to write changes a file: not for pipes, sockets, terminals, `/dev/null` and memory that has no name.
#[must_use]
pub fn holds_contents(found: &Found) -> bool {
    match found.kind() {
        FileType::CharacterDevice => !is_harmless(found.stat().st_rdev),
        FileType::Fifo | FileType::Socket => false,
        _ => found.path().starts_with(b"/") && !found.path().starts_with(b"/memfd:"),
    }
}

fn is_harmless(device: u64) -> bool {
    let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
    HARMLESS.contains(&(major, minor)) || TERMINALS.iter().any(|range| range.contains(&major))
}

/// Whether a path is at or below a directory of the operating system.
#[must_use]
pub fn is_of_the_system(path: &[u8]) -> bool {
    SYSTEM.iter().any(|folder| is_at_or_below(path, folder))
}

/// Whether a path is a directory or something in it.
#[must_use]
pub fn is_at_or_below(path: &[u8], folder: &[u8]) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}

/// The directory of a path.
#[must_use]
pub fn folder(path: &[u8]) -> &[u8] {
    match path.iter().rposition(|&byte| byte == b'/') {
        None | Some(0) => b"/",
        Some(slash) => path.get(..slash).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{folder, holds_contents, is_of_the_system};
    use crate::watch::path::Found;

    fn found(path: &str) -> Found {
        let flags = rustix::fs::OFlags::PATH | rustix::fs::OFlags::CLOEXEC;
        let mode = rustix::fs::Mode::empty();
        Found::new(rustix::fs::openat(rustix::fs::CWD, path, flags, mode).unwrap()).unwrap()
    }

    #[test]
    fn does_not_take_devices_for_files() {
        for path in ["/dev/null", "/dev/urandom", "/dev/tty"] {
            assert!(!holds_contents(&found(path)), "{path}");
        }
        assert!(holds_contents(&found("/etc/passwd")));
    }

    #[test]
    fn tells_the_system_from_what_only_begins_like_it() {
        assert!(is_of_the_system(b"/usr/lib/x"));
        assert!(is_of_the_system(b"/etc"));
        assert!(!is_of_the_system(b"/user/x"));
        assert!(!is_of_the_system(b"/srv/usr"));
    }

    #[test]
    fn finds_the_directory_of_a_path() {
        assert_eq!(folder(b"/srv/www/index.html"), b"/srv/www");
        assert_eq!(folder(b"/file"), b"/");
        assert_eq!(folder(b"/"), b"/");
        assert_eq!(folder(b""), b"/");
    }
}
