//! Opening files: to read, to write, to create.

use inlay_contract::behaviour::Access;
use inlay_contract::sensitive::is_sensitive;
use inlay_contract::template;
use rustix::fs::FileType;
use rustix::io::Errno;

use super::calls::Said;
use super::{notable, path, told};
use crate::watch::Watch;
use crate::watch::call::Call;
use crate::watch::meaning::{Deed, Meaning, unresolved};
use crate::watch::memory::read_exact;
use crate::watch::path::{Found, Last, View, place_to_create};
use crate::watch::processes::origin::text;

const ACCESS_MODE: u64 = bits(libc::O_ACCMODE);
const CREATE: u64 = bits(libc::O_CREAT);
const EXCLUSIVE: u64 = bits(libc::O_EXCL);
const TRUNCATE: u64 = bits(libc::O_TRUNC);
const NO_FOLLOW: u64 = bits(libc::O_NOFOLLOW);
const PATH_ONLY: u64 = bits(libc::O_PATH);
const UNNAMED: u64 = bits(libc::O_TMPFILE);
/// `RESOLVE_IN_ROOT`: the path is taken as if the directory it begins in were the root.
const IN_ROOT: u64 = 0x10;

const fn bits(flags: i32) -> u64 {
    flags.unsigned_abs() as u64
}

/// What an open is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Only to name something.
    Nothing,
    /// To read.
    Read,
    /// To write to what is there.
    Write,
    /// To write, and to create it when it is not there.
    Create,
    /// To have a file without a name in a directory.
    Unnamed,
}

/// What an open with these flags is for.
fn purpose(flags: u64) -> Purpose {
    if flags & PATH_ONLY != 0 {
        Purpose::Nothing
    } else if flags & UNNAMED == UNNAMED {
        Purpose::Unnamed
    } else if flags & CREATE != 0 {
        Purpose::Create
    } else if flags & (ACCESS_MODE | TRUNCATE) != 0 {
        Purpose::Write
    } else {
        Purpose::Read
    }
}

/// What an open does with a symbolic link at the end.
fn last(flags: u64) -> Last {
    let exclusive = CREATE | EXCLUSIVE;
    if flags & NO_FOLLOW != 0 || flags & exclusive == exclusive {
        Last::Keep
    } else {
        Last::Follow
    }
}

impl Watch {
    /// `openat2` has its flags, and how to resolve, in memory.
    pub(super) fn open_how(
        &self,
        call: &Call<'_>,
        said: Said,
        how: u64,
    ) -> Result<Option<Deed>, Meaning> {
        let mut bytes = [0; 24];
        read_exact(&call.caller.watched.group, how, &mut bytes)?;
        let word = |at: usize| {
            let part = bytes.get(at..at + 8).and_then(|part| part.try_into().ok());
            u64::from_le_bytes(part.unwrap_or_default())
        };
        self.open(call, said, word(0), word(16))
    }

    /// What an open does.
    pub(super) fn open(
        &self,
        call: &Call<'_>,
        said: Said,
        flags: u64,
        resolve: u64,
    ) -> Result<Option<Deed>, Meaning> {
        if purpose(flags) == Purpose::Nothing {
            return Ok(None);
        }
        let mut path = path(call, said)?;
        let confined = resolve & IN_ROOT != 0;
        if confined && path.starts_with(b"/") {
            // Relative to the directory, whatever it begins with.
            path.insert(0, b'.');
        }
        let sight = self.sight(call, said.folder, &path)?;
        let view = if confined {
            sight.view().confined()
        } else {
            sight.view()
        };
        self.opened(call, view, &path, flags)
    }

    fn opened(
        &self,
        call: &Call<'_>,
        view: View<'_>,
        path: &[u8],
        flags: u64,
    ) -> Result<Option<Deed>, Meaning> {
        match (purpose(flags), call.find(view, path, last(flags))) {
            (Purpose::Read, Ok(found)) => Ok(read(call, &found)),
            // A read that fails, or that we cannot follow, tells nobody anything.
            (Purpose::Read | Purpose::Nothing, _) => Ok(None),
            (Purpose::Unnamed, Ok(found)) => {
                let path = [found.path(), b"/(unnamed)"].concat();
                Ok(Some(self.changed(call, Access::Create, &path, &found)))
            }
            (Purpose::Create, Err(Errno::NOENT)) => {
                let place = place_to_create(view, path).map_err(unresolved)?;
                let path = place.path();
                Ok(Some(self.changed(
                    call,
                    Access::Create,
                    &path,
                    &place.folder,
                )))
            }
            (Purpose::Create, Ok(_)) if flags & EXCLUSIVE != 0 => Err(Meaning::Fails(Errno::EXIST)),
            (_, Ok(found)) if found.kind() == FileType::Symlink => Err(Meaning::Fails(Errno::LOOP)),
            (_, Ok(found)) if notable::holds_contents(&found) => Ok(Some(self.changed(
                call,
                Access::Write,
                found.path(),
                &found,
            ))),
            (_, Ok(_)) => Ok(None),
            (_, Err(errno)) => Err(unresolved(errno)),
        }
    }
}

/// A read: of a secret by its own name, of data by its directory, of the operating system not at all.
fn read(call: &Call<'_>, found: &Found) -> Option<Deed> {
    if is_sensitive(&template::path(found.path(), Some(call.pid()))) {
        let example = vec![text(found.path())];
        return Some(Deed::new(told(call, Access::Read, found.path()), example));
    }
    if found.kind() != FileType::RegularFile
        || !notable::holds_contents(found)
        || notable::is_of_the_system(found.path())
    {
        return None;
    }
    let behaviour = told(call, Access::Read, notable::folder(found.path()));
    Some(Deed::new(behaviour, vec![text(found.path())]))
}

#[cfg(test)]
mod tests {
    use super::{Purpose, bits, purpose};

    #[test]
    fn knows_what_an_open_is_for() {
        let cases = [
            (libc::O_RDONLY, Purpose::Read),
            (libc::O_RDONLY | libc::O_TRUNC, Purpose::Write),
            (libc::O_WRONLY, Purpose::Write),
            (libc::O_RDWR | libc::O_APPEND, Purpose::Write),
            (libc::O_RDONLY | libc::O_CREAT, Purpose::Create),
            (libc::O_RDWR | libc::O_TMPFILE, Purpose::Unnamed),
            (libc::O_RDONLY | libc::O_DIRECTORY, Purpose::Read),
            (libc::O_PATH | libc::O_WRONLY, Purpose::Nothing),
            (libc::O_ACCMODE, Purpose::Write),
        ];
        for (flags, expected) in cases {
            assert_eq!(purpose(bits(flags)), expected, "{flags:o}");
        }
    }
}
