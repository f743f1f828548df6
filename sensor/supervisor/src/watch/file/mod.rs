//! Files: what changes them, and who reads what is secret.

mod calls;
mod notable;
mod open;
pub mod ours;
#[cfg(test)]
mod tests;

pub use notable::{folder, is_at_or_below};

use inlay_contract::behaviour::{Access, Behaviour, Call as Told, FileAccess};
use inlay_contract::template;
use rustix::io::Errno;

use calls::{Said, Touch};

use super::Watch;
use super::call::Call;
use super::meaning::{Deed, Meaning, unresolved};
use super::memory::{PATH_MAX, Unreadable, read_string};
use super::path::{Found, Last, place};
use super::processes::origin::text;
use super::safety::is_of_the_sensor;
use super::sight;

/// Where the sensor lives.
pub const OWN_FOLDER: &[u8] = b"/.inlay";

impl Watch {
    /// What a call on files means; `None` when it is not one.
    pub(super) fn file(&self, call: &Call<'_>) -> Option<Meaning> {
        let touches = calls::touches(call.row.name, &call.registers)?;
        let mut deeds = Vec::with_capacity(touches.len());
        for touch in touches {
            match self.touch(call, touch) {
                Ok(deed) => deeds.extend(deed),
                Err(meaning) => return Some(meaning),
            }
        }
        if deeds.is_empty() {
            return Some(Meaning::Nothing);
        }
        Some(Meaning::Does(deeds))
    }

    fn touch(&self, call: &Call<'_>, touch: Touch) -> Result<Option<Deed>, Meaning> {
        match touch {
            Touch::Existing(access, said, last) => {
                let found = self.existing(call, said, last)?;
                Ok(Some(self.changed(call, access, found.path(), &found)))
            }
            Touch::Descriptor(access, number) => {
                let found = sight::found(call, number)?;
                let notable = notable::holds_contents(&found);
                Ok(notable.then(|| self.changed(call, access, found.path(), &found)))
            }
            Touch::New(access, said, replaces) => self.new_name(call, access, said, replaces),
            Touch::Open(said, flags) => self.open(call, said, flags, 0),
            Touch::OpenHow(said, how) => self.open_how(call, said, how),
        }
    }

    fn existing(&self, call: &Call<'_>, said: Said, last: Last) -> Result<Found, Meaning> {
        let mut path = path(call, said)?;
        if path.is_empty() && said.or_descriptor {
            if said.folder != libc::AT_FDCWD {
                return Ok(sight::found(call, said.folder)?);
            }
            path.push(b'.');
        }
        let sight = self.sight(call, said.folder, &path)?;
        call.find(sight.view(), &path, last).map_err(unresolved)
    }

    fn new_name(
        &self,
        call: &Call<'_>,
        access: Access,
        said: Said,
        replaces: bool,
    ) -> Result<Option<Deed>, Meaning> {
        self.named(call, access, said.folder, &path(call, said)?, replaces)
    }

    /// A name comes into being: what a path means is done there. `replaces`: it may take the place of another thing.
    pub(super) fn named(
        &self,
        call: &Call<'_>,
        access: Access,
        folder: i32,
        path: &[u8],
        replaces: bool,
    ) -> Result<Option<Deed>, Meaning> {
        let sight = self.sight(call, folder, path)?;
        let place = match place(sight.view(), path) {
            // `.`, `..` and `/` are there already, and are no names to be taken.
            Err(Errno::INVAL) if replaces => return Err(Meaning::Fails(Errno::BUSY)),
            Err(Errno::INVAL) => return Err(Meaning::Fails(Errno::EXIST)),
            other => other.map_err(unresolved)?,
        };
        if !replaces && place.is_link().is_ok() {
            return Err(Meaning::Fails(Errno::EXIST));
        }
        Ok(Some(self.changed(
            call,
            access,
            &place.path(),
            &place.folder,
        )))
    }

    /// A change of a file; of the sensor's own, or of its process, it is an attempt on the sensor. `at` is what is changed, or
    /// the folder in which something comes to be.
    fn changed(&self, call: &Call<'_>, access: Access, path: &[u8], at: &Found) -> Deed {
        let example = vec![text(path)];
        if is_at_or_below(path, OWN_FOLDER)
            || is_of_the_sensor(path)
            || self.ours.has(at.identity())
        {
            let behaviour = Behaviour::Tamper(Told {
                program: call.program(),
                call: call.row.name.into(),
                detail: template::path(path, Some(call.pid())),
            });
            return Deed::refused_with(Errno::PERM, behaviour, example);
        }
        Deed::new(told(call, access, path), example)
    }
}

/// Reads a path.
fn path(call: &Call<'_>, said: Said) -> Result<Vec<u8>, Unreadable> {
    let group = &call.caller.watched.group;
    read_string(group, said.pointer, PATH_MAX, Errno::NAMETOOLONG)
}

fn told(call: &Call<'_>, access: Access, path: &[u8]) -> Behaviour {
    let program = call.program();
    Behaviour::File(FileAccess {
        path: template::file(path, &program, Some(call.pid())),
        program,
        access,
    })
}
