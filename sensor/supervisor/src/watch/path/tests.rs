use std::fs;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags};
use rustix::io::Errno;

use super::{Last, View, find, own_root, place, place_to_create};

/// A directory of its own for one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("inlay-path-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    fn open(&self) -> OwnedFd {
        open(&self.0)
    }

    fn bytes(&self, rest: &str) -> Vec<u8> {
        format!("{}{rest}", self.0.display()).into_bytes()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_over = fs::remove_dir_all(&self.0);
    }
}

fn open(path: &Path) -> OwnedFd {
    rustix::fs::openat(CWD, path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).unwrap()
}

fn seen(
    root: &OwnedFd,
    shared: bool,
    start: &OwnedFd,
    process: u32,
    path: &[u8],
) -> Result<Vec<u8>, Errno> {
    let view = View {
        root: root.as_fd(),
        shared,
        start: start.as_fd(),
        process,
        thread: process,
    };
    find(view, path, Last::Follow).map(|found| found.path().to_vec())
}

#[test]
fn follows_links_for_real() {
    let folder = Folder::new("links");
    fs::write(folder.0.join("file"), "x").unwrap();
    symlink("file", folder.0.join("near")).unwrap();
    symlink(folder.0.join("near"), folder.0.join("far")).unwrap();
    symlink("round", folder.0.join("round")).unwrap();
    let (root, start) = (own_root().unwrap(), folder.open());

    assert_eq!(
        seen(&root, true, &start, 1, b"far"),
        Ok(folder.bytes("/file"))
    );
    assert_eq!(
        seen(&root, true, &start, 1, b"./../.././/etc/."),
        Ok(b"/etc".to_vec())
    );
    assert_eq!(seen(&root, true, &start, 1, b"round"), Err(Errno::LOOP));
    assert_eq!(seen(&root, true, &start, 1, b"file/"), Err(Errno::NOTDIR));
    assert_eq!(seen(&root, true, &start, 1, b"nothing"), Err(Errno::NOENT));
    assert_eq!(seen(&root, true, &start, 1, b""), Err(Errno::NOENT));
}

#[test]
fn takes_proc_self_for_the_process_that_says_it() {
    let folder = Folder::new("self");
    let mut child = std::process::Command::new("/bin/sleep")
        .arg("60")
        .current_dir(&folder.0)
        .spawn()
        .unwrap();
    symlink("/proc/self", folder.0.join("me")).unwrap();
    let (root, start) = (own_root().unwrap(), folder.open());
    let pid = child.id();

    let status = seen(&root, true, &start, pid, b"/proc/self/status");
    let thread = seen(&root, true, &start, pid, b"/proc/thread-self/status");
    let through_link = seen(&root, true, &start, pid, b"me/environ");
    let directory = seen(&root, true, &start, pid, b"/proc/self/cwd");
    let mounts = seen(&root, true, &start, pid, b"/proc/mounts");
    child.kill().unwrap();
    child.wait().unwrap();

    assert_eq!(status, Ok(format!("/proc/{pid}/status").into_bytes()));
    assert_eq!(
        thread,
        Ok(format!("/proc/{pid}/task/{pid}/status").into_bytes())
    );
    assert_eq!(
        through_link,
        Ok(format!("/proc/{pid}/environ").into_bytes())
    );
    assert_eq!(directory, Ok(folder.bytes("")));
    assert_eq!(mounts, Ok(format!("/proc/{pid}/mounts").into_bytes()));
}

#[test]
fn stays_inside_another_root() {
    let folder = Folder::new("root");
    fs::create_dir_all(folder.0.join("etc/deep")).unwrap();
    fs::write(folder.0.join("etc/passwd"), "x").unwrap();
    symlink("/etc/passwd", folder.0.join("etc/link")).unwrap();
    let (root, start) = (folder.open(), open(&folder.0.join("etc/deep")));

    for path in [
        "/etc/passwd",
        "/etc/link",
        "../../../../etc/link",
        "../link",
        "/../../etc/deep/../passwd",
    ] {
        let found = seen(&root, false, &start, 1, path.as_bytes());
        assert_eq!(found, Ok(folder.bytes("/etc/passwd")), "{path}");
    }
}

#[test]
fn finds_the_place_of_what_does_not_exist() {
    let folder = Folder::new("place");
    fs::create_dir(folder.0.join("real")).unwrap();
    symlink("real", folder.0.join("way")).unwrap();
    symlink("way/dangling", folder.0.join("first")).unwrap();
    symlink("first", folder.0.join("second")).unwrap();
    let (root, start) = (own_root().unwrap(), folder.open());
    let view = View {
        root: root.as_fd(),
        shared: true,
        start: start.as_fd(),
        process: 1,
        thread: 1,
    };

    assert_eq!(
        place(view, b"way/new").unwrap().path(),
        folder.bytes("/real/new")
    );
    assert_eq!(place(view, b"new//").unwrap().path(), folder.bytes("/new"));
    assert_eq!(place(view, b"/new").unwrap().path(), b"/new");
    assert_eq!(
        place_to_create(view, b"second").unwrap().path(),
        folder.bytes("/real/dangling")
    );
    for nowhere in [&b"way/.."[..], b".", b"/", b"//"] {
        assert_eq!(place(view, nowhere).unwrap_err(), Errno::INVAL);
    }
    assert_eq!(place(view, b"no/new").unwrap_err(), Errno::NOENT);
}

#[test]
fn tells_the_path_a_deleted_file_had() {
    let folder = Folder::new("deleted");
    fs::write(folder.0.join("file"), "x").unwrap();
    let held = open(&folder.0.join("file"));
    fs::remove_file(folder.0.join("file")).unwrap();

    let found = super::Found::new(held).unwrap();

    assert_eq!(found.path(), folder.bytes("/file"));
    assert!(found.is_nameless());
}
