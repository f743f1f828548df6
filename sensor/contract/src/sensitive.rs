//! Which reads are judged at all: nobody wants a rule for every shared library, everybody for the password file.

const FILES: [&str; 8] = [
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/sudoers",
    "/proc/kcore",
    "/dev/mem",
    "/dev/kmem",
];
const BELOW: [&str; 6] = [
    "/etc/sudoers.d/",
    "/etc/ssl/private/",
    "/etc/pki/tls/private/",
    "/run/secrets/",
    "/var/run/secrets/",
    "/.inlay/",
];
const DIRECTORIES: [&str; 5] = [".ssh", ".aws", ".gnupg", ".kube", ".docker"];
const NAMES: [&str; 8] = [
    ".netrc",
    ".pgpass",
    ".git-credentials",
    ".bash_history",
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
];
const ENDINGS: [&str; 4] = [".key", ".p12", ".pfx", ".keytab"];
/// What of another process's entry in `/proc` holds its secrets.
const OF_A_PROCESS: [&str; 2] = ["environ", "mem"];

/// Whether reading this (real, absolute, templated) path is judged.
#[must_use]
pub fn is_sensitive(path: &str) -> bool {
    let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
    FILES.contains(&path)
        || path == "/.inlay"
        || BELOW.iter().any(|prefix| path.starts_with(prefix))
        || NAMES.contains(&name)
        || ENDINGS
            .iter()
            .any(|ending| name.len() > ending.len() && name.ends_with(ending))
        || (OF_A_PROCESS.contains(&name) && directory.starts_with("/proc/"))
        || directory
            .split('/')
            .any(|segment| DIRECTORIES.contains(&segment))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::examples;

    #[derive(Deserialize)]
    struct Case {
        path: String,
        sensitive: bool,
    }

    #[test]
    fn agrees_with_the_shared_cases() {
        let cases: Vec<Case> = examples::read("sensitive-paths.json");
        assert!(cases.len() > 40);
        for case in cases {
            assert_eq!(is_sensitive(&case.path), case.sensitive, "{}", case.path);
        }
    }
}
