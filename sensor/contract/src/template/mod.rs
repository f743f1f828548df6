//! Templating: what varies in a path or an argument is replaced before anything is counted, so that a thousand uploads
//! are one behaviour. The braces of the original are doubled, so no input can forge a placeholder.

mod arguments;
mod run;
mod stand_in;

pub use arguments::{argument, arguments, program_name};
pub(crate) use run::numbered;

use crate::sensitive::is_sensitive;
use crate::system::{is_at_or_below, is_in_its_folders, is_system};
use run::Context;

/// Below these names are made up by programs.
const TEMPORARY: [&str; 4] = ["/tmp", "/var/tmp", "/dev/shm", "/run"];
/// And below directories that are called so, or something and so (`pgsql_tmp`, `client_temp`).
const TEMPORARY_NAMES: [&[u8]; 2] = [b"tmp", b"temp"];
/// How many of upper case, lower case and digits a program's name mixes when it is made up.
const PROGRAM_MIXES: u8 = 3;
/// The same in temporary directories.
const TEMPORARY_PROGRAM_MIXES: u8 = 2;

/// Templates an absolute path. `own` is the caller's pid: in `/proc` it is written `self`.
#[must_use]
pub fn path(original: &[u8], own: Option<u32>) -> String {
    let context = if is_temporary(original) && !is_secret(original) {
        Context::Temporary
    } else {
        Context::Ordinary
    };
    in_context(original, own, context)
}

/// Templates the path of a file that a program touches: like any path, but for the names of what it puts in the place of
/// others. `own` is the pid of its process.
#[must_use]
pub fn file(original: &[u8], program: &str, own: Option<u32>) -> String {
    if is_at_or_below(original, "/proc") {
        return path(original, own);
    }
    let Some((kept, placeholder)) = stand_in::kept(original, program, own) else {
        return path(original, own);
    };
    let mut out = path(original.get(..kept).unwrap_or_default(), own);
    out.push_str(placeholder);
    out
}

/// Templates the path of a program, or of the interpreter of one: like any path outside of temporary directories, and there
/// more strictly, so that no other program has the same template.
#[must_use]
pub fn program(original: &[u8], own: Option<u32>) -> String {
    let temporary = TEMPORARY
        .iter()
        .any(|prefix| is_at_or_below(original, prefix));
    let mixes = if temporary {
        TEMPORARY_PROGRAM_MIXES
    } else {
        PROGRAM_MIXES
    };
    in_context(original, own, Context::Program { mixes })
}

fn in_context(original: &[u8], own: Option<u32>, context: Context) -> String {
    if is_at_or_below(original, "/proc") {
        return proc(original, own);
    }
    let is_itself = match context {
        Context::Program { .. } => is_in_its_folders(original),
        Context::Ordinary | Context::Temporary => is_system(original),
    };
    let mut out = String::with_capacity(original.len());
    if is_itself {
        run::escape(original, &mut out);
    } else {
        run::template(original, context, &mut out);
    }
    out
}

/// Whether a directory it lies in is a temporary one.
fn is_temporary(path: &[u8]) -> bool {
    let is_named_so = |directory: &[u8]| {
        TEMPORARY_NAMES.iter().any(|name| {
            directory
                .strip_suffix(*name)
                .is_some_and(|before| !before.last().is_some_and(u8::is_ascii_alphanumeric))
        })
    };
    let mut segments = path.rsplit(|byte| *byte == b'/');
    let _name = segments.next();
    TEMPORARY.iter().any(|prefix| is_at_or_below(path, prefix)) || segments.any(is_named_so)
}

/// Secrets keep the names by which they are known.
fn is_secret(path: &[u8]) -> bool {
    std::str::from_utf8(path).is_ok_and(is_sensitive)
}

/// A pid stands directly after `/proc/` or after `/task/`; other numbers in `/proc` (descriptors, settings) mean something.
fn proc(original: &[u8], own: Option<u32>) -> String {
    let mut out = String::with_capacity(original.len());
    let mut before: &[u8] = b"";
    for (position, segment) in original.split(|byte| *byte == b'/').enumerate() {
        if position > 0 {
            out.push('/');
        }
        let is_number = !segment.is_empty() && segment.iter().all(u8::is_ascii_digit);
        let is_own = || own.is_some_and(|pid| pid.to_string().as_bytes() == segment);
        match (is_number, position, before) {
            (true, 2, _) if is_own() => out.push_str("self"),
            (true, 2, _) | (true, _, b"task") => out.push_str("{pid}"),
            _ => run::escape(segment, &mut out),
        }
        before = segment;
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::examples;

    #[test]
    fn agrees_with_the_shared_cases() {
        let cases: Vec<Value> = examples::read("templates.json");
        assert!(cases.len() > 50);
        for case in cases {
            let input = case["input"].as_str().unwrap();
            let output = match case["context"].as_str().unwrap() {
                "path" => file(
                    input.as_bytes(),
                    case["by"].as_str().unwrap_or("/opt/app"),
                    None,
                ),
                "program" => program(input.as_bytes(), None),
                "argument" => argument(input.as_bytes()),
                other => panic!("unknown context {other}"),
            };
            assert_eq!(output, case["output"].as_str().unwrap(), "{input}");
        }
    }

    #[test]
    fn writes_the_callers_own_pid_as_self() {
        assert_eq!(path(b"/proc/17/status", Some(17)), "/proc/self/status");
        assert_eq!(path(b"/proc/18/status", Some(17)), "/proc/{pid}/status");
        assert_eq!(
            path(b"/proc/17/task/17/comm", Some(17)),
            "/proc/self/task/{pid}/comm"
        );
    }

    #[test]
    fn tells_bytes_that_are_not_utf8() {
        assert_eq!(path(b"/srv/\xff12", None), "/srv/{byte:ff}{number}");
        assert_eq!(path(b"/etc/\xc3", None), "/etc/{byte:c3}");
        assert_eq!(
            path(b"/proc/\xe2\x82/1", None),
            "/proc/{byte:e2}{byte:82}/1"
        );
    }
}
