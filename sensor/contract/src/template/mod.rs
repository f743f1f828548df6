//! Templating: what varies in a path or an argument is replaced before anything is counted, so that a thousand uploads
//! are one behaviour. The braces of the original are doubled, so no input can forge a placeholder.

mod arguments;
mod run;

pub use arguments::{argument, arguments, program_name};

use run::Context;

/// Below these the operating system lives: a name there is what it is.
const PROTECTED: [&str; 12] = [
    "/bin", "/boot", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/root", "/sbin", "/sys", "/usr",
    "/.inlay",
];
/// Below these names are made up by programs, so less is needed to take one for made up.
const TEMPORARY: [&str; 4] = ["/tmp", "/var/tmp", "/dev/shm", "/run"];

/// Templates an absolute path. `own` is the caller's pid: in `/proc` it is written `self`.
#[must_use]
pub fn path(original: &[u8], own: Option<u32>) -> String {
    if is_at_or_below(original, "/proc") {
        return proc(original, own);
    }
    let mut out = String::with_capacity(original.len());
    if PROTECTED
        .iter()
        .any(|prefix| is_at_or_below(original, prefix))
    {
        run::escape(original, &mut out);
    } else if TEMPORARY
        .iter()
        .any(|prefix| is_at_or_below(original, prefix))
    {
        run::template(original, Context::Temporary, &mut out);
    } else {
        run::template(original, Context::Ordinary, &mut out);
    }
    out
}

fn is_at_or_below(path: &[u8], prefix: &str) -> bool {
    path.strip_prefix(prefix.as_bytes())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
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
                "path" => path(input.as_bytes(), None),
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
