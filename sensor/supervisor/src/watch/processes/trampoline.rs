//! Programs whose only purpose is to start another: behind them stands the program that really called.

/// Where the programs of a distribution live. A copy of one elsewhere is a program like any other.
const HOMES: [&str; 12] = [
    "/bin",
    "/sbin",
    "/usr/bin",
    "/usr/sbin",
    "/usr/local/bin",
    "/usr/local/sbin",
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/opt",
    "/usr/libexec",
];

/// Their names.
const NAMES: [&str; 19] = [
    "jspawnhelper",
    "env",
    "nohup",
    "setsid",
    "timeout",
    "nice",
    "ionice",
    "stdbuf",
    "chrt",
    "taskset",
    "tini",
    "tini-static",
    "dumb-init",
    "docker-init",
    "catatonit",
    "unbuffer",
    "gosu",
    "su-exec",
    "setpriv",
];

/// Whether the program with this real path only starts others.
#[must_use]
pub fn is_trampoline(program: &str) -> bool {
    let Some((folder, name)) = program.rsplit_once('/') else {
        return false;
    };
    // A top-level `/tini` or `/docker-init` is how container images and engines usually bring an init.
    let home = folder.is_empty()
        || HOMES.iter().any(|home| {
            folder
                .strip_prefix(home)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
    home && (NAMES.contains(&name) || is_loader(name))
}

/// The dynamic loaders of glibc and musl, which start the program they are given as an argument.
fn is_loader(name: &str) -> bool {
    (name.starts_with("ld-") && name.contains(".so")) || name == "ld.so"
}

#[cfg(test)]
mod tests {
    use super::is_trampoline;

    #[test]
    fn knows_trampolines_where_distributions_put_them() {
        for program in [
            "/usr/bin/env",
            "/usr/lib/jvm/java-17-openjdk-amd64/lib/jspawnhelper",
            "/lib64/ld-linux-x86-64.so.2",
            "/usr/lib/x86_64-linux-gnu/ld-2.31.so",
            "/lib/ld-musl-x86_64.so.1",
            "/tini",
        ] {
            assert!(is_trampoline(program), "{program}");
        }
    }

    #[test]
    fn takes_a_copy_elsewhere_for_what_it_is() {
        for program in [
            "/tmp/env",
            "/srv/app/tini",
            "/usr/bin/bash",
            "/usr/binary/env",
            "env",
            "",
            "/usr/bin/",
        ] {
            assert!(!is_trampoline(program), "{program}");
        }
    }
}
