//! Which calls touch which files: where their registers say so. Pure; the paths are read and resolved elsewhere.

use inlay_contract::behaviour::Access;

use crate::watch::path::Last;
use crate::watch::registers::Registers;

const CWD: i32 = libc::AT_FDCWD;
const EMPTY_PATH: u32 = libc::AT_EMPTY_PATH.unsigned_abs();
const NOFOLLOW: u32 = libc::AT_SYMLINK_NOFOLLOW.unsigned_abs();
const FOLLOW: u32 = libc::AT_SYMLINK_FOLLOW.unsigned_abs();
/// `RENAME_EXCHANGE`: both names change places.
const EXCHANGE: u32 = 2;
/// What `creat` opens with.
const CREAT: u64 = (libc::O_WRONLY | libc::O_CREAT | libc::O_TRUNC).unsigned_abs() as u64;

/// Where a path is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The directory it begins in, when it is relative.
    pub folder: i32,
    /// Where in the caller's memory it is.
    pub pointer: u64,
    /// Whether an empty path means the directory's descriptor itself.
    pub or_descriptor: bool,
}

/// What a call does to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// To something that is there.
    Existing(Access, Said, Last),
    /// To what a descriptor leads to.
    Descriptor(Access, i32),
    /// Brings a name into being. The flag says that it may take the place of another thing.
    New(Access, Said, bool),
    /// Opens, with these flags.
    Open(Said, u64),
    /// Opens, with flags that are in memory (`struct open_how`).
    OpenHow(Said, u64),
}

fn at(folder: i32, pointer: u64) -> Said {
    Said {
        folder,
        pointer,
        or_descriptor: false,
    }
}

fn last(flags: u32) -> Last {
    if flags & NOFOLLOW == 0 {
        Last::Follow
    } else {
        Last::Keep
    }
}

/// What a call with these registers touches; `None` for a call that is not about files.
#[must_use]
pub fn touches(call: &str, registers: &Registers) -> Option<Vec<Touch>> {
    let plain = |index| at(CWD, registers.word(index));
    let folder = |index| at(registers.int(index), registers.word(index + 1));
    let attributes = |said, last| Touch::Existing(Access::Attributes, said, last);
    let one = match call {
        "open" => Touch::Open(plain(0), u64::from(registers.half(1))),
        "openat" => Touch::Open(folder(0), u64::from(registers.half(2))),
        "openat2" => Touch::OpenHow(folder(0), registers.word(2)),
        "creat" => Touch::Open(plain(0), CREAT),
        "truncate" => Touch::Existing(Access::Write, plain(0), Last::Follow),
        "unlink" | "rmdir" => Touch::Existing(Access::Delete, plain(0), Last::Keep),
        "unlinkat" => Touch::Existing(Access::Delete, folder(0), Last::Keep),
        "mkdir" | "mknod" => Touch::New(Access::Create, plain(0), false),
        "mkdirat" | "mknodat" => Touch::New(Access::Create, folder(0), false),
        "symlink" => Touch::New(Access::Link, plain(1), false),
        "symlinkat" => Touch::New(Access::Link, folder(1), false),
        "chmod" | "chown" | "setxattr" | "removexattr" => attributes(plain(0), Last::Follow),
        "lchown" | "lsetxattr" | "lremovexattr" => attributes(plain(0), Last::Keep),
        "fchmod" | "fchown" | "fsetxattr" | "fremovexattr" => {
            Touch::Descriptor(Access::Attributes, registers.int(0))
        }
        "fchmodat" => attributes(folder(0), Last::Follow),
        "fchmodat2" => flagged(registers, 3),
        "fchownat" | "file_setattr" => flagged(registers, 4),
        "setxattrat" | "removexattrat" => flagged(registers, 2),
        _ => return pairs(call, registers),
    };
    Some(vec![one])
}

/// A change of attributes whose flags say how to take the path.
fn flagged(registers: &Registers, flags: usize) -> Touch {
    let flags = registers.half(flags);
    let said = Said {
        folder: registers.int(0),
        pointer: registers.word(1),
        or_descriptor: flags & EMPTY_PATH != 0,
    };
    Touch::Existing(Access::Attributes, said, last(flags))
}

/// Calls that touch two names.
fn pairs(call: &str, registers: &Registers) -> Option<Vec<Touch>> {
    let plain = |index| at(CWD, registers.word(index));
    let folder = |index| at(registers.int(index), registers.word(index + 1));
    match call {
        "rename" => Some(renamed(plain(0), plain(1), 0)),
        "renameat" => Some(renamed(folder(0), folder(2), 0)),
        "renameat2" => Some(renamed(folder(0), folder(2), registers.half(4))),
        "link" => Some(linked(plain(0), plain(1), 0)),
        "linkat" => Some(linked(folder(0), folder(2), registers.half(4))),
        _ => None,
    }
}

fn renamed(from: Said, to: Said, flags: u32) -> Vec<Touch> {
    let mut touches = vec![
        Touch::Existing(Access::Rename, from, Last::Keep),
        Touch::New(Access::Create, to, true),
    ];
    if flags & EXCHANGE != 0 {
        touches.push(Touch::Existing(Access::Rename, to, Last::Keep));
        touches.push(Touch::New(Access::Create, from, true));
    }
    touches
}

fn linked(from: Said, to: Said, flags: u32) -> Vec<Touch> {
    let last = if flags & FOLLOW == 0 {
        Last::Keep
    } else {
        Last::Follow
    };
    let from = Said {
        or_descriptor: flags & EMPTY_PATH != 0,
        ..from
    };
    vec![
        Touch::Existing(Access::Link, from, last),
        Touch::New(Access::Create, to, false),
    ]
}

#[cfg(test)]
mod tests {
    use inlay_contract::behaviour::{Access, Domain};

    use super::{CWD, Said, Touch, at, touches};
    use crate::strategy::{Strategy, Table};
    use crate::watch::path::Last;
    use crate::watch::registers::Registers;

    const REGISTERS: Registers = Registers([10, 11, 12, 13, 0, 0]);

    #[test]
    fn knows_every_call_on_files_of_the_table() {
        let table = Table::native();
        for number in 0..table.end() {
            let row = table.row(number);
            let expected = row.domain == Some(Domain::File) && row.strategy != Strategy::Pass;
            let known = touches(row.name, &REGISTERS).is_some();
            assert_eq!(known, expected, "{}", row.name);
        }
    }

    #[test]
    fn finds_both_names_of_a_rename() {
        let from = Touch::Existing(Access::Rename, at(10, 11), Last::Keep);
        let to = Touch::New(Access::Create, at(12, 13), true);

        assert_eq!(touches("renameat", &REGISTERS), Some(vec![from, to]));
    }

    #[test]
    fn finds_all_four_touches_of_an_exchange() {
        let exchange = Registers([10, 11, 12, 13, 2, 0]);

        assert_eq!(touches("renameat2", &exchange).unwrap().len(), 4);
        assert_eq!(touches("renameat2", &REGISTERS).unwrap().len(), 2);
    }

    #[test]
    fn reads_flags_where_each_call_has_them() {
        let empty = Registers([7, 11, 12, 13, 0x1000, 0]);
        let said = Said {
            folder: 7,
            pointer: 11,
            or_descriptor: true,
        };

        let chown = touches("fchownat", &empty);

        assert_eq!(
            chown,
            Some(vec![Touch::Existing(
                Access::Attributes,
                said,
                Last::Follow
            )])
        );
        assert_eq!(
            touches("open", &REGISTERS),
            Some(vec![Touch::Open(at(CWD, 10), 11)])
        );
        assert_eq!(
            touches("openat", &REGISTERS),
            Some(vec![Touch::Open(at(10, 11), 12)])
        );
    }
}
