//! Finding the application's program, as container runtimes do: a name with a slash is a path, any other is searched along
//! `PATH`. Found before the exec, so that the search does not look like a row of failed program starts.

use std::ffi::{CStr, CString, OsStr};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD};
use rustix::io::Errno;

/// What runtimes search when the image sets no `PATH`.
const DEFAULT: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Why there is no program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Nothing of that name.
    NotFound,
    /// Something, but it cannot be executed.
    NotExecutable(Errno),
}

/// The program that this name means, given the environment it will have.
///
/// # Errors
/// When there is none.
pub fn program(name: &CStr, environment: &[CString]) -> Result<CString, Missing> {
    let name = OsStr::from_bytes(name.to_bytes());
    if name.is_empty() {
        return Err(Missing::NotFound);
    }
    if name.as_bytes().contains(&b'/') {
        return executable(Path::new(name));
    }
    let path = variable(environment, "PATH").unwrap_or(DEFAULT.as_bytes());
    let mut missing = Missing::NotFound;
    for directory in std::env::split_paths(OsStr::from_bytes(path)) {
        let directory = if directory.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            directory
        };
        match executable(&directory.join(name)) {
            Ok(found) => return Ok(found),
            Err(Missing::NotFound) => {}
            Err(why) => missing = why,
        }
    }
    Err(missing)
}

/// The value of a variable of this environment.
pub fn variable<'a>(environment: &'a [CString], name: &str) -> Option<&'a [u8]> {
    environment.iter().find_map(|entry| {
        let rest = entry.to_bytes().strip_prefix(name.as_bytes())?;
        rest.strip_prefix(b"=")
    })
}

fn executable(path: &Path) -> Result<CString, Missing> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(Missing::NotExecutable(Errno::ISDIR)),
        Ok(_) => {}
        Err(error) if error.raw_os_error() == Some(Errno::ACCESS.raw_os_error()) => {
            return Err(Missing::NotExecutable(Errno::ACCESS));
        }
        Err(_) => return Err(Missing::NotFound),
    }
    rustix::fs::accessat(CWD, path, Access::EXEC_OK, AtFlags::EACCESS)
        .map_err(Missing::NotExecutable)?;
    CString::new(path.as_os_str().to_owned().into_vec()).map_err(|_| Missing::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &CStr, path: &str) -> Result<CString, Missing> {
        program(name, &[CString::new(format!("PATH={path}")).unwrap()])
    }

    #[test]
    fn searches_the_path_in_order() {
        assert_eq!(
            find(c"sh", "/nonexistent:/bin:/usr/bin"),
            Ok(c"/bin/sh".to_owned())
        );
    }

    #[test]
    fn takes_the_usual_directories_when_there_is_no_path() {
        assert!(program(c"sh", &[]).is_ok());
    }

    #[test]
    fn takes_a_name_with_a_slash_as_it_is() {
        assert_eq!(find(c"/bin/sh", ""), Ok(c"/bin/sh".to_owned()));
        assert_eq!(find(c"./no-such-thing", "/bin"), Err(Missing::NotFound));
    }

    #[test]
    fn tells_what_cannot_be_executed_from_what_is_not_there() {
        assert_eq!(
            find(c"/etc/passwd", ""),
            Err(Missing::NotExecutable(Errno::ACCESS))
        );
        assert_eq!(find(c"/etc", ""), Err(Missing::NotExecutable(Errno::ISDIR)));
        assert_eq!(
            find(c"passwd", "/etc"),
            Err(Missing::NotExecutable(Errno::ACCESS))
        );
        assert_eq!(find(c"", "/bin"), Err(Missing::NotFound));
        assert_eq!(find(c"no-such-thing", "/bin"), Err(Missing::NotFound));
    }
}
