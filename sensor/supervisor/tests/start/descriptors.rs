//! An application finds the descriptors it would have found.

use crate::running::{both, said};

#[test]
fn none_leaks_and_none_is_missing() {
    let (plain, watched) = both("ls /proc/self/fd");

    assert_eq!(said(&watched), said(&plain));
}

#[test]
fn one_that_was_passed_in_arrives() {
    let (plain, watched) = both("exec 7</etc/hostname; exec sh -c 'ls /proc/self/fd; cat <&7'");

    assert_eq!(said(&watched), said(&plain));
}

#[test]
fn closed_standard_descriptors_stay_closed() {
    let sensor = crate::running::SENSOR;
    for closed in ["<&-", "2>&-", "<&- 2>&-"] {
        let inner = "sh -c 'ls /proc/$$/fd'";
        let (plain, _) = both(&format!("{inner} {closed}"));
        let (watched, _) = both(&format!("{sensor} -- {inner} {closed}"));

        assert_eq!(said(&watched), said(&plain), "{closed}");
    }
}

#[test]
fn many_processes_run_where_each_may_have_only_a_few() {
    let sensor = crate::running::SENSOR;
    let script = "for i in $(seq 30); do sleep 1 & /bin/true || echo failed; done; wait; echo all";

    let (watched, _) = both(&format!("ulimit -n 64; {sensor} -- sh -c '{script}'"));

    assert_eq!(said(&watched), "all\n");
    assert_eq!(String::from_utf8_lossy(&watched.stderr), "");
}
