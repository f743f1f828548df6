//! Calls that change identities, reach for the kernel, for other processes, or for the sensor. Rare in ordinary programs, so
//! they are notified in every mode; most are refused by the container's own limits anyway, and then the attempt is the news.

use inlay_contract::behaviour::Domain;
use rustix::io::Errno;

use super::condition::Test;
use super::row::Row;

/// `CLONE_NEWNS | …CGROUP | …UTS | …IPC | …USER | …PID | …NET`.
const NAMESPACES: u32 = 0x7e02_0000;

/// `PRIO_PGRP`, `PRIO_USER`: could include the sensor.
const SETPRIORITY: &[Test] = &[Test::Sensor(1), Test::Is(0, 1), Test::Is(0, 2)];

/// `IOPRIO_WHO_PGRP`, `IOPRIO_WHO_USER`.
const IOPRIO: &[Test] = &[Test::Sensor(1), Test::Is(0, 2), Test::Is(0, 3)];

/// `PR_SET_DUMPABLE`, `PR_SET_SECCOMP`, `PR_SET_SECUREBITS`, `PR_SET_MM`, `PR_CAP_AMBIENT`.
const PRCTL: &[Test] = &[
    Test::Is(0, 4),
    Test::Is(0, 22),
    Test::Is(0, 28),
    Test::Is(0, 35),
    Test::Is(0, 47),
];

/// The first argument names the sensor.
const SENSOR: &[Test] = &[Test::Sensor(0)];

/// The first argument names the sensor, or a group it could be in.
const SENSOR_OR_GROUP: &[Test] = &[Test::Sensor(0), Test::NotPositive(0)];

/// The same, or `RLIMIT_CORE`: above zero, the kernel writes a file for whoever crashes, wherever that one is.
const LIMITS: &[Test] = &[Test::Sensor(0), Test::Is(1, 4)];

/// `TIOCSTI`: typing into somebody's terminal. `FS_IOC_SETFLAGS`, `FS_IOC_FSSETXATTR`: attributes of a file, by a descriptor that
/// may only read.
const REQUESTS: &[Test] = &[
    Test::Is(1, 0x5412),
    Test::Is(1, 0x4008_6602),
    Test::Is(1, 0x401c_5820),
];

const fn call(name: &'static str) -> Row {
    Row::register(name, Domain::Privilege)
}

/// The rows.
pub(super) const ROWS: &[Row] = &[
    // Identities. All of them: memory has to be opened before the first makes it unreadable.
    call("setuid"),
    call("setgid"),
    call("setreuid"),
    call("setregid"),
    call("setresuid"),
    call("setresgid"),
    call("setfsuid"),
    call("setfsgid"),
    call("setgroups"),
    call("capset"),
    call("prctl").when(PRCTL),
    // `SECCOMP_SET_MODE_STRICT`, `SECCOMP_SET_MODE_FILTER`.
    call("seccomp").when(&[Test::Is(0, 0), Test::Is(0, 1)]),
    // Other processes.
    call("ptrace"),
    call("process_vm_readv"),
    call("process_vm_writev"),
    call("process_madvise"),
    call("process_mrelease"),
    call("kcmp"),
    call("pidfd_getfd"),
    // A pidfd can be a directory of /proc too, so it is not enough to look at `pidfd_open`.
    call("pidfd_send_signal"),
    call("pidfd_open").when(SENSOR),
    call("kill").when(SENSOR_OR_GROUP),
    call("tkill").when(SENSOR),
    call("tgkill").when(SENSOR),
    call("rt_sigqueueinfo").when(SENSOR_OR_GROUP),
    call("rt_tgsigqueueinfo").when(SENSOR),
    // `F_SETSIG`: a descriptor can be told to signal anybody its user may.
    call("fcntl").when(&[Test::Is(1, 10)]),
    call("prlimit64").when(LIMITS),
    call("setrlimit").when(&[Test::Is(0, 4)]),
    call("setpriority").when(SETPRIORITY),
    call("ioprio_set").when(IOPRIO),
    call("sched_setparam").when(SENSOR),
    call("sched_setscheduler").when(SENSOR),
    call("sched_setaffinity").when(SENSOR),
    call("sched_setattr").when(SENSOR),
    call("migrate_pages").when(SENSOR),
    call("move_pages").when(SENSOR),
    // Ways past the filter. A ring that was refused cannot be entered, so `io_uring_enter` need not be looked at.
    call("io_uring_setup").refused(Errno::NOSYS),
    call("io_uring_register").refused(Errno::NOSYS),
    call("bpf"),
    call("perf_event_open"),
    call("userfaultfd"),
    call("memfd_create"),
    call("memfd_secret"),
    call("ioctl").when(REQUESTS),
    // Namespaces and mounts.
    call("clone").when(&[Test::AnyBit(0, NAMESPACES)]),
    call("unshare"),
    call("setns"),
    call("chroot"),
    call("pivot_root"),
    call("mount"),
    call("umount2"),
    call("move_mount"),
    call("open_tree"),
    call("open_tree_attr"),
    call("fsopen"),
    call("fsconfig"),
    call("fsmount"),
    call("fspick"),
    call("mount_setattr"),
    call("quotactl"),
    call("quotactl_fd"),
    call("swapon"),
    call("swapoff"),
    // Keys.
    call("add_key"),
    call("request_key"),
    call("keyctl"),
    // The kernel itself.
    call("init_module"),
    call("finit_module"),
    call("delete_module"),
    call("kexec_load"),
    call("kexec_file_load"),
    call("reboot"),
    call("acct"),
    call("syslog"),
    call("iopl"),
    call("ioperm"),
    call("modify_ldt"),
    call("uselib"),
    call("vhangup"),
    call("fanotify_init"),
    call("lsm_set_self_attr"),
    call("sethostname"),
    call("setdomainname"),
    call("settimeofday"),
    call("clock_settime"),
    call("adjtimex"),
    call("clock_adjtime"),
    // 0xffffffff only asks.
    call("personality").when(&[Test::Not(0, 0xffff_ffff)]),
];
