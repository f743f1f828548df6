//! Files that the kernel writes for an application that crashes: with what was in its memory, where it worked, seen by nobody. A
//! process that crashes on purpose writes what it likes where it likes.

use std::fs;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Where the kernel says what becomes of a core.
const PATTERN: &str = "/proc/sys/kernel/core_pattern";

/// Begins without such files. That this may be raised again is decided on like any other call.
pub fn withhold() {
    let pattern = fs::read(PATTERN).unwrap_or_default();
    let Rlimit { current, maximum } = getrlimit(Resource::Core);
    if !is_a_file(&pattern) || current == Some(0) {
        return;
    }
    let none = Rlimit {
        current: Some(0),
        maximum,
    };
    // Lowering one's own limit is always allowed.
    let _ = setrlimit(Resource::Core, none);
}

/// Whether a core becomes a file, and is not handed to a program of the host's.
fn is_a_file(pattern: &[u8]) -> bool {
    !pattern.starts_with(b"|") && !pattern.starts_with(b"@")
}

#[cfg(test)]
mod tests {
    use super::is_a_file;

    #[test]
    fn tells_files_from_programs_of_the_host() {
        assert!(is_a_file(b"core\n"));
        assert!(is_a_file(b"/var/crash/core.%e"));
        assert!(is_a_file(b""));
        assert!(!is_a_file(b"|/usr/lib/systemd/systemd-coredump %P"));
        assert!(!is_a_file(b"@/run/coredump.socket"));
    }
}
