//! Sockets of this machine: what they are bound to is a file.

use inlay_contract::behaviour::Access;
use rustix::io::Errno;

use super::{address, second};
use crate::watch::Watch;
use crate::watch::call::Call;
use crate::watch::meaning::Meaning;
use crate::watch::memory::{Unreadable, read_exact};

/// The size of `struct sockaddr_un`.
const LONGEST: usize = 110;

impl Watch {
    /// A socket of this machine that gets a name in the file system creates a file there; one with an abstract name, and a
    /// socket of another kind, creates nothing.
    pub(super) fn bind_locally(&self, call: &Call<'_>) -> Result<Meaning, Unreadable> {
        let place = second(call);
        let Some(length) = usize::try_from(place.length)
            .ok()
            .filter(|length| *length <= LONGEST)
        else {
            // Longer than any address of this family.
            return Ok(Meaning::Nothing);
        };
        let mut bytes = [0; LONGEST];
        let bytes = bytes.get_mut(..length).unwrap_or_default();
        read_exact(&call.caller.watched.group, place.pointer, bytes)?;
        let Some(path) = address::path(bytes) else {
            return Ok(Meaning::Nothing);
        };
        Ok(
            match self.named(call, Access::Create, libc::AT_FDCWD, path, false) {
                Ok(deed) => Meaning::Does(deed.into_iter().collect()),
                Err(Meaning::Fails(Errno::EXIST)) => Meaning::Fails(Errno::ADDRINUSE),
                Err(meaning) => meaning,
            },
        )
    }
}
