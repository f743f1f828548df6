//! The tier is the best that works, or a lower one that was asked for.

use crate::running::{Running, said, sensor, shell};

#[test]
fn the_application_runs_under_one_filter() {
    let output = sensor(["grep", "-E", "^Seccomp", "/proc/self/status"])
        .output()
        .unwrap();

    assert_eq!(said(&output), "Seccomp:\t2\nSeccomp_filters:\t1\n");
}

#[test]
fn a_tier_can_be_forced_down() {
    let mut command = sensor(["grep", "-E", "^Seccomp", "/proc/self/status"]);

    let output = command.env("INLAY_TIER", "observe").output().unwrap();

    assert_eq!(said(&output), "Seccomp:\t0\nSeccomp_filters:\t0\n");
}

#[test]
fn nothing_of_the_sensor_can_be_read_by_the_application() {
    let mut running = Running::start(shell("read x; echo go; cat", true));
    let memory = format!("/proc/{}/mem", running.pid());
    running.say("go");
    running.wait_for("go");

    // Its owner became root, and whoever lacks CAP_SYS_PTRACE may not open it.
    let without = std::process::Command::new("setpriv")
        .args([
            "--bounding-set",
            "-sys_ptrace",
            "--inh-caps",
            "-sys_ptrace",
            "dd",
            "count=1",
            "of=/dev/null",
        ])
        .arg(format!("if={memory}"))
        .output()
        .unwrap();

    assert!(
        String::from_utf8_lossy(&without.stderr).contains("Permission denied"),
        "{without:?}"
    );
    assert!(running.end().success());
}

#[test]
fn the_probe_tells_what_the_host_allows() {
    let output = std::process::Command::new(crate::running::SENSOR)
        .arg("probe")
        .output()
        .unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();

    assert_eq!(told["tier"], "notify", "{told:#}");
    assert_eq!(told["seccomp"]["notificationBytes"], 80);
    assert_eq!(
        told["features"]["user"],
        rustix::process::geteuid().as_raw().to_string()
    );
}

#[test]
fn a_probe_that_is_forced_down_says_so() {
    let mut command = std::process::Command::new(crate::running::SENSOR);
    let output = command
        .arg("probe")
        .env("INLAY_TIER", "observe")
        .output()
        .unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();

    assert_eq!(
        (&told["tier"], &told["forced"]),
        (&"observe".into(), &true.into())
    );
}
