//! The children of a process.

use rustix::fs::{Dir, OFlags};

use super::group::{Group, Name};
use crate::watch::procfs::parse_stat;

/// How many children are looked at: a process with more is a fork bomb, whose children we need not know by name.
const MOST: usize = 256;

/// How many threads are asked for theirs; the kernel keeps children by the thread that made them.
const MOST_THREADS: usize = 512;

/// How many processes are looked at where the kernel does not tell children directly.
const MOST_PROCESSES: usize = 4096;

/// The pids of the children of a process.
#[must_use]
pub fn of(group: &Group) -> Vec<u32> {
    let mut all = Vec::new();
    for thread in threads(group) {
        let mut name = Name::new(b"task/");
        name.push_number(thread);
        let path = format!("{}/children", String::from_utf8_lossy(name.as_bytes()));
        match group.read_file(&path, 8 * MOST) {
            Ok(text) => all.extend(numbers(&text)),
            // The file needs CONFIG_PROC_CHILDREN.
            Err(_) => return by_searching(group.pid),
        }
        if all.len() >= MOST {
            break;
        }
    }
    all.truncate(MOST);
    all
}

/// The thread of a process that made this child; `None` where the kernel does not tell.
#[must_use]
pub fn maker(group: &Group, child: u32) -> Option<u32> {
    threads(group).into_iter().find(|thread| {
        let children = group.read_file(&format!("task/{thread}/children"), 8 * MOST);
        children.is_ok_and(|text| numbers(&text).any(|pid| pid == child))
    })
}

fn threads(group: &Group) -> Vec<u32> {
    if group.threads() == Some(1) {
        return vec![group.pid];
    }
    let Ok(folder) = group.descriptor(b"task", OFlags::RDONLY | OFlags::DIRECTORY) else {
        return vec![group.pid];
    };
    named_by_number(folder, MOST_THREADS)
}

fn by_searching(parent: u32) -> Vec<u32> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mode = rustix::fs::Mode::empty();
    let Ok(folder) = rustix::fs::openat(rustix::fs::CWD, "/proc", flags, mode) else {
        return Vec::new();
    };
    let is_child = |pid: &u32| {
        let stat = std::fs::read(format!("/proc/{pid}/stat")).unwrap_or_default();
        parse_stat(&stat).is_some_and(|stat| stat.parent == parent)
    };
    let all = named_by_number(folder, MOST_PROCESSES);
    all.into_iter().filter(is_child).take(MOST).collect()
}

fn named_by_number(folder: std::os::fd::OwnedFd, most: usize) -> Vec<u32> {
    let Ok(entries) = Dir::new(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str().ok()?.parse().ok())
        .take(most)
        .collect()
}

fn numbers(text: &[u8]) -> impl Iterator<Item = u32> {
    text.split(u8::is_ascii_whitespace)
        .filter_map(|part| std::str::from_utf8(part).ok()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::{by_searching, of};
    use crate::watch::processes::group::Group;

    #[test]
    fn finds_children_in_either_way() {
        let mut child = std::process::Command::new("/bin/sleep")
            .arg("60")
            .spawn()
            .unwrap();
        let own = std::process::id();

        let told = of(&Group::open(own).unwrap().0);
        let searched = by_searching(own);

        child.kill().unwrap();
        child.wait().unwrap();
        assert!(told.contains(&child.id()), "{told:?}");
        assert!(searched.contains(&child.id()), "{searched:?}");
    }
}
