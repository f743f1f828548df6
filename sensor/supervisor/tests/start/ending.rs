//! The sensor ends as the application ended.

use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use crate::running::{AFRESH, SENSOR, shell};

/// Signals that end a process and can be sent by it to itself.
const DEADLY: [i32; 12] = [1, 2, 3, 6, 8, 9, 10, 11, 13, 14, 15, 40];

/// A script under a sensor that is the first process of its pid namespace, with nobody left when it ends.
fn as_first_process(script: &str) -> Command {
    let [env, defaults] = AFRESH;
    let mut command = Command::new(env);
    command
        .args([
            defaults,
            "unshare",
            "--pid",
            "--fork",
            "--mount-proc",
            SENSOR,
            "--",
            "/bin/sh",
            "-c",
        ])
        .arg(script);
    command
}

#[test]
fn passes_on_every_exit_status() {
    for status in 0..=255 {
        let ended = shell(&format!("exit {status}"), true).status().unwrap();

        assert_eq!(ended.code(), Some(status));
    }
}

#[test]
fn dies_of_the_signal_the_application_died_of() {
    for number in DEADLY {
        let ended = shell(&format!("kill -{number} $$"), true).status().unwrap();

        assert_eq!(ended.signal(), Some(number), "{ended}");
        assert!(!ended.core_dumped());
    }
}

#[test]
fn tells_the_signal_by_its_status_as_the_first_process() {
    for number in DEADLY {
        let ended = as_first_process(&format!("kill -{number} $$"))
            .status()
            .unwrap();

        assert_eq!(ended.code(), Some(128 + number), "{ended}");
    }
}

#[test]
fn who_is_left_behind_ends_with_the_application_and_says_nothing() {
    // Where the sensor is not the first process, as under `docker run --init`. Both loops make guarded calls all the time.
    let busy = "while :; do echo x > /dev/null; /bin/true; done";
    let script = format!("({busy}) & ({busy}) & (setsid sh -c '{busy}' &) ; sleep 0.1; exit 5");

    let ended = shell(&script, true).output().unwrap();

    assert_eq!(ended.status.code(), Some(5));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn ends_with_the_application_whoever_it_left_behind() {
    let mut command = as_first_process("sleep 1000 & exit 5");

    let ended = command.status().unwrap();

    assert_eq!(ended.code(), Some(5));
}
