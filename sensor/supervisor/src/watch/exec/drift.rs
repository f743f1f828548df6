//! How a program file differs from what the image brought. Nobody lists the image's files beforehand; what was there when the
//! sensor started and has not changed since is the image's.

use std::os::fd::AsFd;

use inlay_contract::behaviour::Drift;
use rustix::fs::{AtFlags, StatxFlags};

use crate::watch::path::Found;

/// What the image's own files have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Baseline {
    /// When the sensor started, in seconds and nanoseconds.
    pub started: (i64, i64),
    /// The mount of the root directory; `None` where the kernel does not tell mounts apart (before 5.8).
    pub mount: Option<u64>,
}

/// What matters of a program file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    /// When it was last changed in any way, in seconds and nanoseconds.
    pub changed: (i64, i64),
    /// Its mount.
    pub mount: Option<u64>,
    /// Whether it lives in memory only.
    pub memory: bool,
    /// Whether it has no name any more.
    pub nameless: bool,
}

/// The strongest thing to be said of a file.
#[must_use]
pub fn drift(baseline: &Baseline, file: &File) -> Option<Drift> {
    if file.memory {
        Some(Drift::Memory)
    } else if file.nameless {
        Some(Drift::Deleted)
    } else if file.changed >= baseline.started {
        Some(Drift::Written)
    } else if baseline.mount.is_some() && file.mount.is_some() && baseline.mount != file.mount {
        Some(Drift::Device)
    } else {
        None
    }
}

/// Looks at a file.
#[must_use]
pub fn look(found: &Found) -> File {
    let stat = found.stat();
    File {
        changed: (
            stat.st_ctime,
            i64::try_from(stat.st_ctime_nsec).unwrap_or(0),
        ),
        mount: mount(found.as_fd()),
        memory: found.is_nameless() && found.path().starts_with(b"/memfd:"),
        nameless: found.is_nameless(),
    }
}

/// The mount something is on.
#[must_use]
pub fn mount(descriptor: impl AsFd) -> Option<u64> {
    let asked = StatxFlags::MNT_ID;
    let told = rustix::fs::statx(descriptor, "", AtFlags::EMPTY_PATH, asked).ok()?;
    StatxFlags::from_bits_retain(told.stx_mask)
        .contains(asked)
        .then_some(told.stx_mnt_id)
}

#[cfg(test)]
mod tests {
    use inlay_contract::behaviour::Drift;

    use super::{Baseline, File, drift};

    const BASELINE: Baseline = Baseline {
        started: (1000, 500),
        mount: Some(7),
    };
    const OLD: File = File {
        changed: (1000, 499),
        mount: Some(7),
        memory: false,
        nameless: false,
    };

    #[test]
    fn finds_nothing_in_a_file_of_the_image() {
        assert_eq!(drift(&BASELINE, &OLD), None);
    }

    #[test]
    fn tells_what_was_changed_moved_deleted_or_never_on_disk() {
        let changed = File {
            changed: (1000, 500),
            ..OLD
        };
        let elsewhere = File {
            mount: Some(8),
            ..OLD
        };
        let deleted = File {
            nameless: true,
            ..OLD
        };
        let memory = File {
            memory: true,
            ..deleted
        };

        assert_eq!(drift(&BASELINE, &changed), Some(Drift::Written));
        assert_eq!(drift(&BASELINE, &elsewhere), Some(Drift::Device));
        assert_eq!(drift(&BASELINE, &deleted), Some(Drift::Deleted));
        assert_eq!(drift(&BASELINE, &memory), Some(Drift::Memory));
    }

    #[test]
    fn does_not_guess_where_the_kernel_does_not_tell_mounts_apart() {
        let blind = Baseline {
            mount: None,
            ..BASELINE
        };

        assert_eq!(
            drift(
                &blind,
                &File {
                    mount: Some(8),
                    ..OLD
                }
            ),
            None
        );
        assert_eq!(drift(&BASELINE, &File { mount: None, ..OLD }), None);
    }
}
