//! What a program would load before its own libraries, looked at where it lies: when the program is asked for, and again before its
//! first notified call is answered.

use inlay_contract::behaviour::Drift;
use rustix::io::Errno;

use super::arguments::Arguments;
use super::drift::{drift, look};
use super::preload;
use crate::watch::Watch;
use crate::watch::call::Call;
use crate::watch::file::folder;
use crate::watch::path::{Last, View, place};

impl Watch {
    /// What is loaded into the program of this path before its own libraries and differs from what the image brought, and how.
    pub(super) fn preloaded(
        &self,
        call: &Call<'_>,
        program: &[u8],
        environment: &Arguments,
    ) -> Option<(Drift, Vec<u8>)> {
        let Some(paths) = preload::paths(environment, folder(program)) else {
            return Some((Drift::Written, b"what cannot be told".to_vec()));
        };
        let drifted = |path: Vec<u8>| Some((self.library(call, &path)?, path));
        paths.into_iter().find_map(drifted)
    }

    /// How the library of this path differs. One that is not there may still come to be before it is loaded: where something has
    /// come or gone since the start.
    fn library(&self, call: &Call<'_>, path: &[u8]) -> Option<Drift> {
        let sight = self.sight(call, libc::AT_FDCWD, path).ok()?;
        match call.find(sight.view(), path, Last::Follow) {
            Ok(found) => {
                drift(&self.baseline, &look(&found)).filter(|drift| preload::counts(*drift))
            }
            // What may not be reached is not loaded.
            Err(Errno::ACCESS) => None,
            Err(_) => self
                .may_come(call, sight.view(), path)
                .then_some(Drift::Written),
        }
    }

    /// Whether a file may come to be at a path: the folder nearest to it was changed since the start, or a link there leads nowhere.
    fn may_come(&self, call: &Call<'_>, view: View<'_>, path: &[u8]) -> bool {
        let group = &call.caller.watched.group;
        let mut path = path;
        loop {
            match group.as_its_user(|| Ok(place(view, path)?)) {
                Ok(place) => {
                    return place.is_link().is_ok()
                        || look(&place.folder).changed >= self.baseline.started;
                }
                Err(_) if path.contains(&b'/') => path = above(path),
                Err(_) => return false,
            }
        }
    }
}

/// A path without its last name.
fn above(path: &[u8]) -> &[u8] {
    let slash = path.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
    path.get(..slash).unwrap_or_default()
}
