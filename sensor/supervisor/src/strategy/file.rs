//! Calls on files: everything that changes one, and, while reads are learnt, everything that opens one.

use inlay_contract::behaviour::Domain;
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::condition::{Condition, Test};
use super::row::{Raceable, Row};

/// Flags that make an open more than a read: `O_ACCMODE`, `O_CREAT`, `O_TRUNC` (which truncates even a file opened to read)
/// and the bit of `O_TMPFILE` that is not `O_DIRECTORY`.
const CHANGES: u32 = 0o3 | 0o100 | 0o1000 | 0o20_000_000;

/// Flags under which an open to read yields no contents: `O_DIRECTORY`, `O_PATH`.
const NO_CONTENTS: u32 = OFlags::DIRECTORY.union(OFlags::PATH).bits();

/// An open with its flags in this register.
const fn open(name: &'static str, lean: &'static [Test], learning: &'static [Test]) -> Row {
    Row {
        lean: Condition::Any(lean),
        learning: Condition::Any(learning),
        ..change(name)
    }
}

/// A change, by path or by descriptor.
const fn change(name: &'static str) -> Row {
    Row::emulation(name, Domain::File, Errno::ACCESS)
}

/// The rows.
pub(super) const ROWS: &[Row] = &[
    open(
        "open",
        &[Test::AnyBit(1, CHANGES)],
        &[Test::AnyBit(1, CHANGES), Test::NoBit(1, NO_CONTENTS)],
    ),
    open(
        "openat",
        &[Test::AnyBit(2, CHANGES)],
        &[Test::AnyBit(2, CHANGES), Test::NoBit(2, NO_CONTENTS)],
    ),
    // Its flags are behind a pointer.
    change("openat2"),
    change("creat"),
    Row {
        raceable: Raceable::UntilEmulated,
        ..Row::register("open_by_handle_at", Domain::Privilege)
    },
    change("truncate"),
    change("rename"),
    change("renameat"),
    change("renameat2"),
    change("mkdir"),
    change("mkdirat"),
    change("mknod"),
    change("mknodat"),
    change("unlink"),
    change("unlinkat"),
    change("rmdir"),
    change("link"),
    change("linkat"),
    change("symlink"),
    change("symlinkat"),
    change("chmod"),
    change("fchmod"),
    change("fchmodat"),
    change("fchmodat2"),
    change("chown"),
    change("fchown"),
    change("lchown"),
    change("fchownat"),
    change("setxattr"),
    change("lsetxattr"),
    change("fsetxattr"),
    change("setxattrat"),
    change("removexattr"),
    change("lremovexattr"),
    change("fremovexattr"),
    change("removexattrat"),
    change("file_setattr"),
];
