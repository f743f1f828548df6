//! What is the sensor's own, whatever name it is reached by: a mount can show its folder in another place.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// More files than its folder has.
const MOST: usize = 16;

/// Device and inode of the sensor's folder and of what is in it.
#[derive(Debug, Clone, Default)]
pub struct Ours(Vec<(u64, u64)>);

impl Ours {
    /// Finds them. What is not there has no identity, and only its path to be known by.
    #[must_use]
    pub fn find(folder: &Path) -> Self {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let inside = entries.take(MOST).filter_map(|entry| entry.metadata().ok());
        let all = folder.symlink_metadata().into_iter().chain(inside);
        Self(all.map(|found| (found.dev(), found.ino())).collect())
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn has(&self, identity: (u64, u64)) -> bool {
        self.0.contains(&identity)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    use super::Ours;
    use crate::watch::stage::Folder;

    #[test]
    fn knows_its_own_by_any_name() {
        let folder = Folder::new("ours");
        let own = folder.path("own");
        std::fs::create_dir(&own).unwrap();
        std::fs::write(own.join("config.json"), "x").unwrap();
        std::fs::hard_link(own.join("config.json"), folder.path("other-name")).unwrap();
        std::fs::write(folder.path("else"), "x").unwrap();
        let identity = |path: &Path| {
            let found = path.symlink_metadata().unwrap();
            (found.dev(), found.ino())
        };

        let ours = Ours::find(&own);

        assert!(ours.has(identity(&own)));
        assert!(ours.has(identity(&folder.path("other-name"))));
        assert!(!ours.has(identity(&folder.path("else"))));
        assert!(!ours.has(identity(&folder.0)));
        assert!(!Ours::find(&folder.path("nowhere")).has(identity(&own)));
    }
}
