//! Whether a process that was just made works in the memory of the one that made it, which waits for it meanwhile: `vfork`, and
//! what libraries start programs with (`posix_spawn`, `popen`, `system`).
//!
//! The kernel does not tell. But the one that waits does nothing else, and one memory has one size: how many pages of it are in use,
//! of which files, is the same to the page for both, and hardly ever for a copy.

use super::children;
use super::group::{Group, Name};
use crate::watch::procfs::parse_stat;

/// `statm` has seven numbers.
const LONGEST_SIZES: usize = 256;

/// The longest `stat` of a thread.
const LONGEST_STAT: usize = 1024;

/// How often sizes are compared: other threads of the maker may be at work in the memory meanwhile.
const TRIES: usize = 3;

/// What a thread does that waits for the one it made.
const WAITS: u8 = b'D';

/// Whether the child works in the memory of its parent. Certain enough to read there what it asks for where that is verified
/// afterwards, and for nothing else.
pub(super) fn is_shared(child: &Group, parent: &Group) -> bool {
    let sizes = |group: &Group| group.read_file("statm", LONGEST_SIZES).ok();
    let same = || sizes(child).is_some_and(|of_child| Some(of_child) == sizes(parent));
    (0..TRIES).any(|_| same()) && is_waited_for(child.pid, parent)
}

fn is_waited_for(child: u32, parent: &Group) -> bool {
    children::maker(parent, child).is_some_and(|thread| {
        let mut name = Name::new(b"task/");
        name.push_number(thread);
        name.push_bytes(b"/stat");
        let name = String::from_utf8_lossy(name.as_bytes()).into_owned();
        let stat = parent.read_file(&name, LONGEST_STAT).ok();
        stat.and_then(|text| parse_stat(&text))
            .is_some_and(|stat| stat.state == WAITS)
    })
}
