//! What an application inherits is what it would have inherited.

use std::process::Command;

use crate::running::{SENSOR, both, said, sensor};

/// What the kernel tells about a process that has just begun, as far as one inherits it, but for the size of cores.
const INHERITED: &str = "grep -E '^(Sig(Blk|Ign|Cgt)|Uid|Gid|Groups|Cap|Umask|Threads)' /proc/self/status; \
                         grep -v core /proc/self/limits; cat /proc/self/oom_score_adj; pwd; nice; cut -d' ' -f19,40,41 /proc/self/stat";

#[test]
fn signals_limits_and_identity_are_those_the_sensor_was_given() {
    let (plain, watched) = both(INHERITED);

    assert_eq!(said(&watched), said(&plain));
}

#[test]
fn unusual_signals_limits_and_scheduling_are_handed_on() {
    let run = |with_sensor: bool| {
        let mut command = Command::new("env");
        command.args([
            "--ignore-signal=HUP,CHLD,PIPE,USR1",
            "--block-signal=USR2,TERM",
            "sh",
            "-c",
        ]);
        command
            .arg("ulimit -n 77 -c 0; umask 027; cd /usr; exec nice -n 3 \"$@\"")
            .arg("sh");
        if with_sensor {
            command.args([SENSOR, "--"]);
        }
        // Not through a shell, which would change what it looks at.
        let output = command
            .args([
                "grep",
                "-E",
                "^(Sig(Pnd|Blk|Ign|Cgt)|Umask)",
                "/proc/self/status",
            ])
            .output()
            .unwrap();
        (output.status.code(), said(&output))
    };

    let (plain, watched) = (run(false), run(true));

    assert!(plain.1.contains("SigBlk:	0000000000004800"), "{plain:?}");
    assert_eq!(watched, plain);
}

#[test]
fn the_environment_is_the_same_to_the_byte() {
    let run = |command: &mut Command| {
        let output = command
            .env_clear()
            .env("B", "two\nlines")
            .env("A", "")
            .env("PATH", "/bin")
            .output()
            .unwrap();
        output.stdout
    };

    let plain = run(Command::new("cat").arg("/proc/self/environ"));
    let watched = run(&mut sensor(["cat", "/proc/self/environ"]));

    assert_eq!(
        String::from_utf8_lossy(&watched),
        String::from_utf8_lossy(&plain)
    );
}

#[test]
fn an_init_that_wants_to_know_is_told_that_orphans_are_reaped() {
    let folder = std::env::temp_dir().join(format!("inlay-tini-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink("/usr/bin/env", folder.join("tini")).unwrap();

    let output = sensor([folder.join("tini")]).output().unwrap();

    std::fs::remove_dir_all(&folder).unwrap();
    assert!(said(&output).lines().any(|line| line == "TINI_SUBREAPER=1"));
}
