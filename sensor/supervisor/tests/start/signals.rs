//! Signals to the sensor reach the application, and what they do there is what happens.

use std::os::unix::process::ExitStatusExt;

use crate::running::{Running, sensor, shell};

/// Everything that can be passed on and caught: not `KILL`, `STOP`, `CHLD`, nor those the C library keeps for itself.
fn forwardable() -> impl Iterator<Item = i32> {
    (1..=64).filter(|number| ![9, 17, 19, 32, 33].contains(number))
}

#[test]
fn termination_is_passed_on_at_once() {
    let mut running = Running::start(shell(
        "trap 'echo ending; exit 3' TERM; echo ready; while read x; do :; done",
        true,
    ));
    running.wait_for("ready");

    running.signal(15);

    running.wait_for("ending");
    assert_eq!(running.end().code(), Some(3));
}

#[test]
fn an_application_without_a_handler_dies_of_termination() {
    let mut running = Running::start(shell("echo ready; exec sleep 1000", true));
    running.wait_for("ready");

    running.signal(15);

    assert_eq!(running.end().signal(), Some(15));
}

#[test]
fn every_signal_that_can_be_caught_is_passed_on() {
    let numbers: Vec<String> = forwardable().map(|number| number.to_string()).collect();
    let script = format!(
        "for n in {}; do trap \"echo $n\" $n; done; echo ready; while :; do read x && exit 0; done",
        numbers.join(" ")
    );
    let mut running = Running::start(shell(&script, true));
    running.wait_for("ready");

    for number in &numbers {
        running.signal(number.parse().unwrap());
        running.wait_for(number);
    }

    running.say("end");
    assert!(running.end().success());
}

#[test]
fn a_signal_reaches_the_application_and_not_its_children() {
    let script = "trap 'echo parent' USR1; sh -c \"trap 'echo child' USR1; echo ready; read x; :\" & \
                  while :; do read x && exit 0; done";
    let mut running = Running::start(sensor(["/bin/bash", "-c", script]));
    running.wait_for("ready");

    running.signal(10);

    running.wait_for("parent");
    running.say("end");
    assert!(running.end().success());
}
