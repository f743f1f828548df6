//! What would really run: the file a path names, and what starts it when it is a script.

use std::os::fd::{AsFd, AsRawFd};

use rustix::fs::{CWD, Mode, OFlags};
use rustix::io::Errno;

use super::drift::{self, Baseline, File};
use super::shebang::{self, HEADER};
use crate::watch::call::Call;
use crate::watch::path::{Found, Last, View};
use crate::watch::processes::group::{Group, Name};

/// How many scripts may start one another; the kernel stops there with `ELOOP`.
const MOST_SCRIPTS: usize = 5;

/// A program that is about to run.
#[derive(Debug)]
pub struct Program {
    /// The file that was asked for.
    pub file: Found,
    /// What starts it, when it is a script: the last one of the chain.
    pub interpreter: Option<Found>,
    /// What the kernel puts in the place of the first argument; empty for a file that runs by itself.
    pub instead: Vec<Vec<u8>>,
}

impl Program {
    /// The file the kernel then runs.
    #[must_use]
    pub fn runs(&self) -> &Found {
        self.interpreter.as_ref().unwrap_or(&self.file)
    }

    /// How it differs from what the image brought, the interpreter included.
    #[must_use]
    pub fn drift(&self, baseline: &Baseline) -> Option<inlay_contract::behaviour::Drift> {
        let of = |found: &Found| {
            let file: File = drift::look(found);
            drift::drift(baseline, &file)
        };
        of(&self.file).or_else(|| self.interpreter.as_ref().and_then(of))
    }
}

/// Follows a file to what runs. `said` is the path as the kernel hands it to an interpreter.
///
/// # Errors
/// What the kernel would say: `EACCES` for what is no executable file, `ELOOP` for too long a chain, and whatever an
/// interpreter's path gives.
pub fn program(
    call: &Call<'_>,
    view: View<'_>,
    file: Found,
    said: &[u8],
) -> Result<Program, Errno> {
    let find = |path: &[u8]| call.find(view, path, Last::Follow);
    follow(&call.caller.watched.group, &find, file, said)
}

fn follow(
    group: &Group,
    find: &dyn Fn(&[u8]) -> Result<Found, Errno>,
    file: Found,
    said: &[u8],
) -> Result<Program, Errno> {
    let mut program = Program {
        file,
        interpreter: None,
        instead: Vec::new(),
    };
    for _ in 0..=MOST_SCRIPTS {
        let current = program.runs();
        if !current.kind().is_file() || current.stat().st_mode & 0o111 == 0 {
            return Err(Errno::ACCESS);
        }
        let Some(shebang) = header(group, current).as_deref().and_then(shebang::parse) else {
            return Ok(program);
        };
        if program.instead.is_empty() {
            program.instead.push(said.to_vec());
        }
        if let Some(argument) = shebang.argument {
            program.instead.insert(0, argument);
        }
        program.instead.insert(0, shebang.interpreter.clone());
        program.interpreter = Some(find(&shebang.interpreter)?);
    }
    Err(Errno::LOOP)
}

/// The beginning of a file; `None` for one we may not read, which no interpreter of the same user could read either.
fn header(group: &Group, found: &Found) -> Option<Vec<u8>> {
    let mut name = Name::new(b"/proc/self/fd/");
    name.push_number(found.as_fd().as_raw_fd().unsigned_abs());
    // Nothing but a regular file is opened, so this neither waits nor has effects.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NONBLOCK;
    let open = || {
        let mode = Mode::empty();
        Ok(rustix::fs::openat(CWD, name.as_bytes(), flags, mode)?)
    };
    let file = group.as_its_user(open).ok()?;
    let mut bytes = vec![0; HEADER];
    let length = rustix::io::pread(&file, &mut bytes, 0).ok()?;
    bytes.truncate(length);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::fd::AsFd;
    use std::os::unix::fs::PermissionsExt;

    use rustix::io::Errno;

    use super::{Program, follow};
    use crate::watch::path::{Last, View, find, own_root};
    use crate::watch::processes::group::Group;
    use crate::watch::stage::Folder;

    fn look(files: &[(&str, &str, u32)], first: &str) -> Result<Program, Errno> {
        let folder = Folder::new(&format!("program-{first}"));
        for (name, text, mode) in files {
            let text = text.replace("HERE", folder.0.to_str().unwrap());
            fs::write(folder.path(name), text).unwrap();
            fs::set_permissions(folder.path(name), fs::Permissions::from_mode(*mode)).unwrap();
        }
        let root = own_root().unwrap();
        let view = View {
            root: root.as_fd(),
            shared: true,
            start: root.as_fd(),
            process: 1,
            thread: 1,
        };
        let path = folder.path(first);
        let found = find(view, path.as_os_str().as_encoded_bytes(), Last::Follow)?;
        let (group, _) = Group::open(std::process::id()).unwrap();
        let find = |path: &[u8]| find(view, path, Last::Follow);
        follow(&group, &find, found, b"./said")
    }

    fn instead(program: &Program) -> Vec<String> {
        program
            .instead
            .iter()
            .map(|part| String::from_utf8_lossy(part).into_owned())
            .collect()
    }

    #[test]
    fn follows_a_chain_of_scripts_as_the_kernel_does() {
        let files = [
            ("a", "#!HERE/b -x y\n", 0o755),
            ("b", "#!/bin/sh -e\n", 0o755),
        ];

        let program = look(&files, "a").unwrap();

        let parts = instead(&program);
        assert_eq!(parts[..2], ["/bin/sh", "-e"]);
        assert!(parts[2].ends_with("/b"));
        assert_eq!(parts[3..], ["-x y", "./said"]);
        assert!(program.file.path().ends_with(b"/a"));
        let shell = fs::canonicalize("/bin/sh").unwrap();
        assert_eq!(program.runs().path(), shell.as_os_str().as_encoded_bytes());
    }

    #[test]
    fn takes_a_binary_as_it_is() {
        let program = look(&[("elf", "\x7fELF", 0o755)], "elf").unwrap();

        assert!(program.instead.is_empty());
        assert!(program.interpreter.is_none());
    }

    #[test]
    fn says_what_the_kernel_would_say() {
        let endless = [("round", "#!HERE/round\n", 0o755)];

        assert_eq!(look(&endless, "round").unwrap_err(), Errno::LOOP);
        assert_eq!(
            look(&[("plain", "x", 0o644)], "plain").unwrap_err(),
            Errno::ACCESS
        );
        assert_eq!(look(&[], "nothing").unwrap_err(), Errno::NOENT);
        assert_eq!(
            look(&[("lost", "#!/no/such\n", 0o755)], "lost").unwrap_err(),
            Errno::NOENT
        );
    }
}
