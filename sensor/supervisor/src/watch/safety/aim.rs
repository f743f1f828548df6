//! At whom a call is aimed, by its registers.

use crate::watch::registers::Registers;

/// At whom a call is aimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// A process or thread by number, as `kill` takes it: groups and everybody included.
    Signalled(i32),
    /// A process or thread by number.
    Number(i32),
    /// The process a descriptor stands for.
    Descriptor(i32),
    /// The process group that the process a descriptor stands for leads.
    GroupBehind(i32),
    /// A process group; 0 is the caller's own.
    Group(i32),
    /// Whoever a descriptor tells of what happens to it: with a signal that nobody can survive.
    Owner,
    /// All processes of a user; 0 is the caller's own, as `setpriority` has it.
    User(i32),
}

/// A call that could be aimed at the sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    /// At whom.
    pub at: At,
    /// Whether it does nothing to whom it is aimed at: it only asks.
    pub harmless: bool,
    /// Whether it is of no interest when it is aimed at others.
    pub decided_here: bool,
}

/// Who a descriptor stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// The process or thread of this number.
    Number(u32),
    /// None.
    Nobody,
    /// That cannot be seen.
    Hidden,
}

/// What of the sensor and the caller matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// The sensor's pid.
    pub pid: u32,
    /// Its process group.
    pub group: u32,
    /// Its uid.
    pub user: u32,
    /// The caller's process group.
    pub callers_group: u32,
    /// The caller's uid.
    pub callers_user: u32,
}

/// Signals that cannot be blocked.
const DEADLY: [i32; 2] = [libc::SIGKILL, libc::SIGSTOP];

/// Signals the C library keeps for itself and never lets be blocked.
const OF_THE_C_LIBRARY: [i32; 2] = [32, 33];

/// `PIDFD_SIGNAL_PROCESS_GROUP` (Linux 6.9).
const TO_GROUP: u32 = 4;

/// `RLIMIT_CORE`: of interest whosever it is.
const CORE: u32 = libc::RLIMIT_CORE;

const PROCESS: u32 = 0;
const GROUP: u32 = 1;

/// At whom a call is aimed; `None` for a call that is aimed at nobody.
#[must_use]
pub fn aim(call: &str, registers: &Registers) -> Option<Aim> {
    let int = |index| registers.int(index);
    let own_business = |at, harmless| {
        Some(Aim {
            at,
            harmless,
            decided_here: true,
        })
    };
    match call {
        "kill" | "rt_sigqueueinfo" => {
            let harmless = int(1) == 0 || int(0) > 0 && is_passed_on(int(1));
            own_business(At::Signalled(int(0)), harmless)
        }
        "tkill" => own_business(At::Number(int(0)), int(1) == 0),
        "tgkill" | "rt_tgsigqueueinfo" => own_business(At::Number(int(0)), int(2) == 0),
        "pidfd_send_signal" if registers.half(3) & TO_GROUP != 0 => {
            own_business(At::GroupBehind(int(0)), int(1) == 0)
        }
        "pidfd_send_signal" => {
            own_business(At::Descriptor(int(0)), int(1) == 0 || is_passed_on(int(1)))
        }
        "pidfd_open" | "sched_setparam" | "sched_setscheduler" | "sched_setaffinity"
        | "sched_setattr" | "migrate_pages" | "move_pages" => {
            own_business(At::Number(int(0)), false)
        }
        "prlimit64" => Some(Aim {
            harmless: registers.word(2) == 0,
            decided_here: registers.half(1) != CORE,
            ..others(At::Number(int(0)))
        }),
        // Whom it is sent to is set by another call, and can be the sensor; no honest program asks to be killed or stopped.
        "fcntl" => own_business(At::Owner, !is_beyond_blocking(int(2))),
        "setpriority" => own_business(whom(registers, 0), false),
        "ioprio_set" => own_business(whom(registers, 1), false),
        "ptrace" => Some(others(At::Number(int(1)))),
        "process_vm_readv" | "process_vm_writev" | "kcmp" => Some(others(At::Number(int(0)))),
        "process_madvise" | "process_mrelease" | "pidfd_getfd" => {
            Some(others(At::Descriptor(int(0))))
        }
        _ => None,
    }
}

/// Whether the sensor hands this signal on to the application and takes no notice of it itself. Scripts say `kill 1` to
/// the first process, which the application was before; what they mean by it still happens.
fn is_passed_on(signal: i32) -> bool {
    (1..=64).contains(&signal) && !is_beyond_blocking(signal)
}

/// Whether this signal reaches the sensor although it blocks all it can.
fn is_beyond_blocking(signal: i32) -> bool {
    DEADLY.contains(&signal) || OF_THE_C_LIBRARY.contains(&signal)
}

/// A call that is decided on by the policy when it is aimed at others.
fn others(at: At) -> Aim {
    Aim {
        at,
        harmless: false,
        decided_here: false,
    }
}

/// `setpriority` counts from 0, `ioprio_set` from 1.
fn whom(registers: &Registers, first: u32) -> At {
    let who = registers.int(1);
    match registers.half(0).checked_sub(first) {
        Some(PROCESS) => At::Number(who),
        Some(GROUP) => At::Group(who),
        _ => At::User(who),
    }
}

/// Whether that hits the sensor.
#[must_use]
pub fn hits(
    at: At,
    own: &Own,
    is_own_thread: &dyn Fn(u32) -> bool,
    behind: &dyn Fn(i32) -> Behind,
) -> bool {
    let is_own = |number: u32| number == own.pid || is_own_thread(number);
    let number = |number: i32| u32::try_from(number).is_ok_and(is_own);
    let descriptor = |descriptor: i32, hits: &dyn Fn(u32) -> bool| match behind(descriptor) {
        Behind::Number(number) => hits(number),
        Behind::Nobody => false,
        // It may be the sensor.
        Behind::Hidden => true,
    };
    let group = |group: u32| group == own.group || (group == 0 && own.callers_group == own.group);
    match at {
        // The kernel leaves the first process of a namespace out of "everybody".
        At::Signalled(-1) => own.pid != 1,
        At::Signalled(named) if named <= 0 => group(named.unsigned_abs()),
        At::Signalled(named) | At::Number(named) => number(named),
        At::Owner => true,
        At::Descriptor(named) => descriptor(named, &is_own),
        At::GroupBehind(named) => {
            descriptor(named, &|leader| leader == own.group || is_own(leader))
        }
        At::Group(named) => group(named.unsigned_abs()),
        At::User(0) => own.callers_user == own.user,
        At::User(named) => named.unsigned_abs() == own.user,
    }
}

/// What of such a call is told.
#[must_use]
pub fn detail(call: &str, registers: &Registers) -> String {
    match call {
        "kill" | "rt_sigqueueinfo" | "tkill" | "pidfd_send_signal" => signal(registers.int(1)),
        "tgkill" | "rt_tgsigqueueinfo" | "fcntl" => signal(registers.int(2)),
        _ => String::new(),
    }
}

fn signal(number: i32) -> String {
    format!("signal {number}")
}

#[cfg(test)]
mod tests {
    use super::{At, Behind, Own, aim, hits};
    use crate::strategy::{Condition, Table, Test};
    use crate::watch::registers::Registers;

    const FIRST: Own = Own {
        pid: 1,
        group: 1,
        user: 0,
        callers_group: 9,
        callers_user: 1000,
    };
    const LATER: Own = Own {
        pid: 7,
        group: 7,
        ..FIRST
    };

    fn hit(at: At, own: &Own) -> bool {
        let behind = |descriptor: i32| match descriptor {
            3 => Behind::Number(7),
            4 => Behind::Number(9),
            5 => Behind::Number(8),
            6 => Behind::Number(6),
            7 => Behind::Hidden,
            _ => Behind::Nobody,
        };
        hits(at, own, &|thread| thread == 8, &behind)
    }

    #[test]
    fn finds_the_sensor_behind_every_number() {
        assert!(hit(At::Signalled(7), &LATER));
        assert!(hit(At::Signalled(8), &LATER));
        assert!(hit(At::Signalled(-7), &LATER));
        assert!(hit(At::Signalled(-1), &LATER));
        assert!(hit(At::Number(8), &LATER));
        assert!(hit(At::Descriptor(3), &LATER));
        assert!(hit(At::Descriptor(5), &LATER));
        assert!(hit(At::Descriptor(7), &LATER));
        assert!(hit(At::GroupBehind(3), &LATER));
        assert!(hit(At::GroupBehind(5), &LATER));
        assert!(hit(At::GroupBehind(6), &Own { group: 6, ..LATER }));
        assert!(hit(At::Group(7), &LATER));
        assert!(hit(
            At::Signalled(0),
            &Own {
                callers_group: 7,
                ..LATER
            }
        ));
        assert!(hit(
            At::User(0),
            &Own {
                callers_user: 0,
                ..LATER
            }
        ));
    }

    #[test]
    fn lets_others_be_hit() {
        for at in [
            At::Signalled(9),
            At::Signalled(-9),
            At::Signalled(0),
            At::Number(-7),
            At::Descriptor(4),
            At::Descriptor(99),
            At::GroupBehind(4),
            At::GroupBehind(99),
            At::Group(0),
            At::User(0),
            At::User(1000),
            At::Signalled(i32::MIN),
        ] {
            assert!(!hit(at, &LATER), "{at:?}");
        }
        assert!(!hit(At::Signalled(-1), &FIRST));
    }

    #[test]
    fn what_is_passed_on_is_no_attempt() {
        let harmless = |call, who: u64, signal| {
            let aim = aim(call, &Registers([who, signal, 0, 0, 0, 0]));
            aim.unwrap().harmless
        };

        for passed in [1, 2, 10, 15, 34, 64] {
            assert!(harmless("kill", 7, passed), "{passed}");
            assert!(harmless("pidfd_send_signal", 3, passed), "{passed}");
            assert!(!harmless("kill", u64::MAX, passed), "{passed} to everybody");
            assert!(!harmless("tkill", 8, passed), "{passed} to a thread");
        }
        for refused in [9, 19, 32, 33, 65, u64::MAX] {
            assert!(!harmless("kill", 7, refused), "{refused}");
            assert!(!harmless("pidfd_send_signal", 3, refused), "{refused}");
        }
    }

    #[test]
    fn a_signal_to_a_group_by_descriptor_is_not_one_to_a_process() {
        let aim = |signal, flags| {
            aim("pidfd_send_signal", &Registers([3, signal, 0, flags, 0, 0])).unwrap()
        };

        assert_eq!(aim(15, 4).at, At::GroupBehind(3));
        assert_eq!(aim(15, 2).at, At::Descriptor(3));
        assert!(!aim(15, 4).harmless);
        assert!(aim(0, 4).harmless);
    }

    #[test]
    fn asking_is_no_attempt() {
        assert!(
            aim("kill", &Registers([7, 0, 0, 0, 0, 0]))
                .unwrap()
                .harmless
        );
        assert!(
            !aim("kill", &Registers([7, 9, 0, 0, 0, 0]))
                .unwrap()
                .harmless
        );
        assert!(
            aim("prlimit64", &Registers([7, 0, 0, 0, 0, 0]))
                .unwrap()
                .harmless
        );
        assert!(
            aim("fcntl", &Registers([3, 10, 29, 0, 0, 0]))
                .unwrap()
                .harmless
        );
        for fatal in [9, 19, 32, 33] {
            let aim = aim("fcntl", &Registers([3, 10, fatal, 0, 0, 0])).unwrap();
            assert!(!aim.harmless, "{fatal}");
        }
        assert!(aim("getpid", &Registers::default()).is_none());
    }

    #[test]
    fn looks_at_every_call_the_filter_sends_because_of_the_sensor() {
        let table = Table::native();
        for number in 0..table.end() {
            let row = table.row(number);
            let Condition::Any(tests) = row.lean else {
                continue;
            };
            if tests.iter().any(|test| matches!(test, Test::Sensor(_))) {
                assert!(
                    aim(row.name, &Registers::default()).is_some(),
                    "{}",
                    row.name
                );
            }
        }
    }
}
