//! Ways round the decision on programs, each with the control that shows it to work where nobody watches.

use std::process::Command;

use inlay_contract::behaviour::{Behaviour, Domain};
use inlay_contract::judgement::Verdict;

use rustix::thread::CapabilitySet;

use crate::watch::stage::{Folder, Played, play, play_without};

/// Rewrites the last argument between the sensor's look and the kernel's: a second thread flips it all the time.
const RACE: &str = r#"
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <stdlib.h>
#include <sys/mman.h>
static char *word;
static volatile int go = 1;
static void *flip(void *unused) {
    while (go) {
        *(volatile int *)word = 'e' | 'v' << 8 | 'i' << 16 | 'l' << 24; for (volatile int i = 0; i < 3000; i++);
        *(volatile int *)word = 'g' | 'o' << 8 | 'o' << 16 | 'd' << 24; for (volatile int i = 0; i < 3000; i++);
    }
    return 0;
}
int main(int argc, char **argv) {
    word = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    strcpy(word, "good");
    pthread_t thread;
    pthread_create(&thread, 0, flip, 0);
    int tries = atoi(argv[1]);
    for (int i = 0; i < tries; i++) {
        if (fork() == 0) {
            char *arguments[] = {"sh", "-c", "echo $0", word, 0};
            execv("/bin/sh", arguments);
            _exit(1);
        }
        wait(0);
    }
    go = 0;
    return 0;
}
"#;

fn refuse_evil(behaviour: &Behaviour) -> Verdict {
    match behaviour {
        Behaviour::Exec(exec) if exec.arguments.iter().any(|word| word == "evil") => {
            Verdict::Blocked
        }
        Behaviour::Mismatch { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    }
}

pub(super) fn mismatches(played: &Played) -> usize {
    played
        .seen(|behaviour| matches!(behaviour, Behaviour::Mismatch { .. }))
        .len()
}

#[test]
fn arguments_rewritten_during_the_decision_never_run() {
    let folder = Folder::new("race");
    let race = folder.compile("race", RACE, &["-pthread"]);
    let attack = || {
        let mut command = Command::new(&race);
        command.arg("100");
        command
    };

    let free = attack().output().unwrap();
    let held = play(refuse_evil, attack());

    let free = String::from_utf8_lossy(&free.stdout).into_owned();
    assert!(
        free.contains("evil"),
        "the attack works where nobody watches"
    );
    assert!(
        !held.said().contains("evil"),
        "an argument that was not allowed ran"
    );
    assert!(held.said().contains("good"), "what was allowed runs");
    assert!(
        mismatches(&held) > 0,
        "the race was won at least once, and caught"
    );
}

/// Rewrites the path instead: another program than the one that was looked at.
const OTHER_PROGRAM: &str = r#"
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <stdlib.h>
#include <sys/mman.h>
static char *path;
static volatile int go = 1;
static void *flip(void *unused) {
    while (go) { strcpy(path, "/usr/bin/id"); for (volatile int i = 0; i < 300; i++); strcpy(path, "/bin/true"); for (volatile int i = 0; i < 300; i++); }
    return 0;
}
int main(int argc, char **argv) {
    path = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_t thread;
    pthread_create(&thread, 0, flip, 0);
    for (int i = 0; i < 100; i++) {
        if (fork() == 0) { char *arguments[] = {"x", 0}; execv(path, arguments); _exit(1); }
        wait(0);
    }
    go = 0;
    return 0;
}
"#;

#[test]
fn a_program_exchanged_during_the_decision_is_killed() {
    let folder = Folder::new("exchange");
    let exchange = folder.compile("exchange", OTHER_PROGRAM, &["-pthread"]);
    let refuse_id = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with("/id") => Verdict::Blocked,
        Behaviour::Mismatch { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = Command::new(&exchange).output().unwrap();
    let held = play(refuse_id, Command::new(&exchange));

    assert!(String::from_utf8_lossy(&free.stdout).contains("uid="));
    assert!(!held.said().contains("uid="), "{}", held.said());
    assert!(mismatches(&held) > 0);
}

/// Hides its memory, forks, and executes a program from the fork.
const HIDE: &str = r#"
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv) {
    prctl(PR_SET_DUMPABLE, 0);
    if (fork() == 0) { execl("/usr/bin/id", "id", (char *)0); write(1, "refused\n", 8); _exit(1); }
    wait(0);
    return 0;
}
"#;

#[test]
fn a_process_that_hides_its_memory_cannot_start_programs_unread() {
    let folder = Folder::new("hide");
    let hide = folder.compile("hide", HIDE, &[]);
    let attack = || Command::new(&hide);
    let refuse_unread = |behaviour: &Behaviour| match behaviour {
        Behaviour::Unread { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = attack().output().unwrap();
    let held = play(refuse_unread, attack());

    assert!(String::from_utf8_lossy(&free.stdout).contains("uid="));
    assert_eq!(held.said(), "refused\n");
    let unread = held.seen(|behaviour| {
        matches!(behaviour, Behaviour::Unread { domain: Domain::Process, call, .. } if call == "execve")
    });
    assert_eq!(unread.len(), 1);
}

/// A program without a libc that makes no notified call for as long as it likes; stands in for another one.
const SILENT: &str = r#"
static long call(long number, long a, long b, long c) {
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}
void _start(void) {
    struct { long seconds, nanoseconds; } pause = {5, 0};
    call(35, (long)&pause, 0, 0);
    call(1, 1, (long)"survived\n", 9);
    call(60, 0, 0, 0);
}
"#;

#[test]
fn a_silent_program_in_the_place_of_another_does_not_live_long() {
    let folder = Folder::new("silent");
    let silent = folder.compile(
        "silent",
        SILENT,
        &["-static", "-nostdlib", "-ffreestanding"],
    );
    let source = OTHER_PROGRAM
        .replace("/usr/bin/id", silent.to_str().unwrap())
        .replace("i < 100", "i < 3000 && wins < 1")
        .replace(
            "wait(0);",
            "int status; wait(&status); wins += status == 9;",
        )
        .replace(
            "static volatile int go = 1;",
            "static volatile int go = 1; static int wins;",
        );
    let exchange = folder.compile("exchange", &source, &["-pthread"]);
    let refuse_silent = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with("/silent") => Verdict::Blocked,
        Behaviour::Mismatch { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = Command::new(&silent).output().unwrap();
    let held = play(refuse_silent, Command::new(&exchange));

    assert_eq!(free.stdout, b"survived\n");
    assert_eq!(held.said(), "");
    assert!(mismatches(&held) > 0);
}

/// One thread says that the process ends while another starts a program that is being exchanged: whichever wins, what was
/// allowed must not be forgotten.
const LEAVING: &str = r#"
#define _GNU_SOURCE
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static char *path;
static volatile int go = 1, ready;
static void *flip(void *unused) {
    for (;;) { strcpy(path, "/usr/bin/id"); for (volatile int i = 0; i < 300; i++); strcpy(path, "/bin/true"); for (volatile int i = 0; i < 300; i++); }
}
static void *leave(void *unused) { ready = 1; usleep(30); syscall(SYS_exit_group, 0); return 0; }
int main(int argc, char **argv) {
    path = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 150; i++) {
        if (fork() == 0) {
            pthread_t one, two;
            pthread_create(&one, 0, flip, 0);
            pthread_create(&two, 0, leave, 0);
            while (!ready);
            char *arguments[] = {"x", 0};
            execv(path, arguments);
            _exit(1);
        }
        wait(0);
    }
    return 0;
}
"#;

#[test]
fn an_exec_that_wins_over_the_end_of_its_process_is_verified_too() {
    let folder = Folder::new("leaving");
    let leaving = folder.compile("leaving", LEAVING, &["-pthread"]);
    let refuse_id = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with("/id") => Verdict::Blocked,
        Behaviour::Mismatch { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = Command::new(&leaving).output().unwrap();
    let held = play(refuse_id, Command::new(&leaving));

    assert!(String::from_utf8_lossy(&free.stdout).contains("uid="));
    assert!(!held.said().contains("uid="), "{}", held.said());
}

/// A program without a libc that creates files, also in a child, and ends with how many it could; stands in for another one.
const STUBBORN: &str = r#"
static long call(long number, long a, long b, long c) {
    long result;
    register long none __asm__("r10") = 0;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(none) : "rcx", "r11", "memory");
    return result;
}
static long make(void) {
    long made = 0;
    for (int i = 0; i < 5; i++) made += call(2, (long)"/tmp/inlay-stubborn", 0101, 0666) >= 0;
    return made;
}
void _start(void) {
    int status = 0;
    long made = make(), child = call(57, 0, 0, 0);
    if (!child) call(231, make(), 0, 0);
    call(61, child, (long)&status, 0);
    call(231, made + (status >> 8), 0, 0);
}
"#;

/// The race of another program, by another user than the sensor, until it is won.
const ANOTHER_USER: &str = r#"
#include <grp.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
static char *path, *stubborn;
static void *flip(void *unused) {
    for (;;) { strcpy(path, stubborn); for (volatile int i = 0; i < 300; i++); strcpy(path, "/bin/true"); for (volatile int i = 0; i < 300; i++); }
}
int main(int argc, char **argv) {
    int status = 0, most = 0;
    path = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    stubborn = argv[1];
    strcpy(path, "/bin/true");
    if (argc > 2) {
        if (setgroups(0, 0) || setgid(65534) || setuid(65534)) return 99;
        execv(argv[0], (char *[]){argv[0], stubborn, 0});
    }
    pthread_t thread;
    pthread_create(&thread, 0, flip, 0);
    for (int i = 0; i < 300 && !most; i++) {
        pid_t child = fork();
        if (!child) { execv(path, (char *[]){"x", 0}); _exit(0); }
        waitpid(child, &status, 0);
        if (WIFEXITED(status)) most = WEXITSTATUS(status);
    }
    return most;
}
"#;

#[test]
fn a_program_that_may_not_be_killed_gets_nothing_done() {
    if !rustix::process::getuid().is_root() {
        return;
    }
    let folder = Folder::new("stubborn");
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&folder.0, open).unwrap();
    let flags = ["-static", "-nostdlib", "-ffreestanding"];
    let stubborn = folder.compile("stubborn", STUBBORN, &flags);
    let user = folder.compile("user", ANOTHER_USER, &["-pthread"]);
    let attack = || {
        let mut command = Command::new(&user);
        command.arg(&stubborn).arg("as another user");
        command
    };
    let refuse = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with("/stubborn") => Verdict::Blocked,
        Behaviour::Mismatch { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = attack().status().unwrap();
    let held = play_without(CapabilitySet::KILL, refuse, attack());

    assert_eq!(
        free.code(),
        Some(10),
        "the attack works where nobody watches"
    );
    assert_eq!(held.output.status.code(), Some(0));
    assert!(mismatches(&held) > 0, "the race was won at least once");
    let _ = std::fs::remove_file("/tmp/inlay-stubborn");
}
