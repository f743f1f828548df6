use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::Verdict;

use crate::watch::stage::{Folder, Played, play, shell};

fn refuse(behaviour: &Behaviour) -> Verdict {
    match behaviour {
        Behaviour::Tamper(_) => Verdict::Blocked,
        _ => Verdict::Allowed,
    }
}

fn attempts(played: &Played) -> Vec<String> {
    played
        .kept
        .iter()
        .filter_map(|kept| match &kept.behaviour {
            Behaviour::Tamper(call) => Some(format!("{} {}", call.call, call.detail)),
            _ => None,
        })
        .collect()
}

#[test]
fn nothing_reaches_the_sensor() {
    let folder = Folder::new("safety");
    let program = folder.compile(
        "attack",
        r#"
        #define _GNU_SOURCE
        #include <errno.h>
        #include <sched.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/ptrace.h>
        #include <sys/resource.h>
        #include <sys/syscall.h>
        #include <sys/uio.h>
        #include <fcntl.h>
        #include <unistd.h>
        static void said(long result) { printf("%s ", result < 0 ? strerrorname_np(errno) : "done"); }
        int main(int argc, char **argv) {
            int sensor = atoi(argv[1]);
            struct rlimit limit = {0, 0};
            char word[8]; struct iovec part = {word, 8};
            said(kill(sensor, 0));
            said(kill(sensor, SIGKILL));
            said(kill(-1, SIGURG));
            said(syscall(SYS_tgkill, sensor, sensor, SIGSTOP));
            said(syscall(SYS_tkill, sensor, SIGSTOP));
            int handle = open(argv[2], O_RDONLY | O_DIRECTORY);
            said(syscall(SYS_pidfd_send_signal, handle, SIGKILL, 0, 0));
            // A directory of the sensor's thread, which is not listed: whoever signals it signals the process.
            int thread = open(argv[3], O_RDONLY | O_DIRECTORY);
            said(thread);
            said(syscall(SYS_pidfd_send_signal, thread, SIGKILL, 0, 0));
            said(openat(thread, "oom_score_adj", O_WRONLY));
            // Everybody in its process group.
            said(syscall(SYS_pidfd_send_signal, handle, SIGKILL, 0, 4));
            said(syscall(SYS_pidfd_open, sensor, 0));
            said(prlimit(sensor, RLIMIT_NOFILE, 0, &limit));
            said(prlimit(sensor, RLIMIT_NOFILE, &limit, 0));
            said(setpriority(PRIO_PROCESS, sensor, 19));
            said(ptrace(PTRACE_ATTACH, sensor, 0, 0));
            said(process_vm_readv(sensor, &part, 1, &part, 1, 0));
            cpu_set_t one; memset(&one, 1, sizeof one);
            said(sched_setaffinity(sensor, sizeof one, &one));
            said(fcntl(handle, F_SETSIG, SIGKILL));
            // Of the C library: it can be blocked by nobody who uses that, and ends whoever does not expect it.
            said(fcntl(handle, F_SETSIG, 32));
            said(fcntl(handle, F_SETSIG, SIGIO));
            puts("");
            return 0;
        }
        "#,
        &[],
    );
    let own = std::process::id();
    let thread = rustix::thread::gettid().as_raw_nonzero();

    let played = play(
        refuse,
        shell(&format!(
            "{} {own} /proc/{own} /proc/{thread}; kill -s USR1 $$",
            program.display()
        )),
    );

    assert_eq!(
        played.said(),
        "done EPERM EPERM EPERM EPERM EPERM done EPERM EPERM EPERM EPERM done EPERM EPERM EPERM EPERM EPERM EPERM EPERM done \n"
    );
    assert_eq!(
        attempts(&played),
        [
            "kill signal 9",
            "kill signal 23",
            "tgkill signal 19",
            "tkill signal 19",
            "pidfd_send_signal signal 9",
            "pidfd_send_signal signal 9",
            "openat /proc/{pid}/oom_score_adj",
            "pidfd_send_signal signal 9",
            "pidfd_open ",
            "prlimit64 ",
            "setpriority ",
            "ptrace ",
            "process_vm_readv ",
            "sched_setaffinity ",
            "fcntl signal 9",
            "fcntl signal 32",
        ]
    );
    // The application's own signals arrive.
    let died = std::os::unix::process::ExitStatusExt::signal(&played.output.status);
    assert_eq!(died, Some(libc::SIGUSR1));
}
