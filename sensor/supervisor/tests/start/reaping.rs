//! Orphans come to the sensor, and it reaps them.

use std::fs;

use crate::running::{Running, shell};

fn children(pid: u32) -> Vec<String> {
    let told = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    told.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn orphans_are_adopted_and_leave_no_zombie() {
    // A process whose parent is gone, which lives until its input ends.
    let script =
        "(sh -c 'echo orphan; read line; exit 3' <&3 &) 3<&0; echo ready; exec sleep 1000 <&-";
    let mut running = Running::start(shell(script, true));
    let mut first = [running.line(), running.line()];
    first.sort();
    assert_eq!(first, ["orphan", "ready"]);
    while children(running.pid()).len() != 2 {
        std::thread::yield_now();
    }

    running.say("end");

    while children(running.pid()).len() != 1 {
        std::thread::yield_now();
    }
    running.signal(15);
    running.end();
}
