//! Ways round the decision on programs, each with the control that shows it to work where nobody watches.

use std::process::Command;

use inlay_contract::behaviour::{Behaviour, Domain, Drift};
use inlay_contract::judgement::Verdict;

use crate::watch::stage::{Folder, Played, play, shell};

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

fn mismatches(played: &Played) -> usize {
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

#[test]
fn a_daemon_that_forked_twice_keeps_its_ancestors() {
    let folder = Folder::new("daemon");
    let twice = r#"
        #include <unistd.h>
        #include <sys/wait.h>
        int main(void) {
            if (fork() == 0) {
                if (fork() == 0) { usleep(100000); execl("/bin/echo", "echo", "daemon", (char *)0); }
                _exit(0);
            }
            wait(0);
            usleep(300000);
            return 0;
        }
    "#;
    let daemon = folder.compile("daemon", twice, &[]);

    let played = play(
        |_| Verdict::Allowed,
        shell(&format!("{}; true", daemon.display())),
    );

    let line = played.line(played.execs("/echo")[0]);
    let ends: Vec<&str> = line
        .iter()
        .map(|path| path.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(ends[..3], ["daemon", "daemon", "daemon"], "{line:?}");
    assert!(
        ends[3..].contains(&"dash") || ends[3..].contains(&"sh") || ends[3..].contains(&"bash"),
        "{line:?}"
    );
}

/// Executes from a second thread while the first one stays busy with calls that are notified.
const THREADS: &str = r#"
#include <pthread.h>
#include <unistd.h>
#include <fcntl.h>
static void *other(void *unused) { usleep(20000); execl("/bin/echo", "echo", "from a thread", (char *)0); return 0; }
int main(void) {
    pthread_t thread;
    pthread_create(&thread, 0, other, 0);
    for (;;) { close(open("/dev/null", O_WRONLY)); execl("/no/such/program", "x", (char *)0); }
}
"#;

#[test]
fn an_exec_from_a_second_thread_is_recognised() {
    let folder = Folder::new("threads");
    let program = folder.compile("threads", THREADS, &["-pthread"]);

    let played = play(refuse_evil, Command::new(program));

    assert_eq!(played.said(), "from a thread\n");
    assert_eq!(mismatches(&played), 0);
}

#[test]
fn scripts_run_as_allowed_and_are_told_by_their_own_path() {
    let folder = Folder::new("script");
    std::fs::write(
        folder.path("tool"),
        "#!/bin/sh -e\necho \"$0 $1\"\n/bin/echo inner\n",
    )
    .unwrap();
    let chmod = Command::new("chmod")
        .arg("755")
        .arg(folder.path("tool"))
        .status()
        .unwrap();
    assert!(chmod.success());
    let mut command = shell("./tool 'a b'; cd /; exec \"$OLDPWD\"/tool x");
    command.current_dir(&folder.0);

    let played = play(refuse_evil, command);

    assert_eq!(mismatches(&played), 0, "{:?}", played.kept);
    assert!(
        played.said().starts_with("./tool a b\ninner\n"),
        "{}",
        played.said()
    );
    let Behaviour::Exec(exec) = &played.execs("/tool")[0].behaviour else {
        unreachable!()
    };
    assert!(exec.interpreter.as_ref().unwrap().ends_with("sh"));
    assert_eq!(exec.drift, None);
    let Behaviour::Exec(inner) = &played.execs("/echo")[0].behaviour else {
        unreachable!()
    };
    assert!(inner.parent.ends_with("/tool"), "{}", inner.parent);
}

/// Starts a program that was never a file.
const FILELESS: &str = r#"
#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>
#include <fcntl.h>
extern char **environ;
int main(void) {
    int from = open("/bin/echo", O_RDONLY), to = memfd_create("hidden", 0);
    char block[65536]; long count;
    while ((count = read(from, block, sizeof block)) > 0) write(to, block, count);
    char *arguments[] = {"echo", "fileless", 0};
    fexecve(to, arguments, environ);
    write(1, "refused\n", 8);
    return 1;
}
"#;

#[test]
fn a_program_in_memory_is_told_and_can_be_refused() {
    let folder = Folder::new("fileless");
    let program = folder.compile("fileless", FILELESS, &[]);
    let refuse_memory = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.drift == Some(Drift::Memory) => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = play(|_| Verdict::Allowed, Command::new(&program));
    let held = play(refuse_memory, Command::new(&program));

    assert_eq!(free.said(), "fileless\n");
    assert_eq!(held.said(), "refused\n");
    assert_eq!(held.execs("/memfd:hidden").len(), 1);
}

#[test]
fn a_program_written_since_the_start_is_told() {
    let folder = Folder::new("written");
    let script = format!(
        "cp /bin/echo {0}/new; chmod 755 {0}/new; {0}/new hello; /bin/echo old",
        folder.0.display()
    );

    let played = play(|_| Verdict::Allowed, shell(&script));

    assert_eq!(played.said(), "hello\nold\n");
    let drift = |name: &str| match &played.execs(name)[0].behaviour {
        Behaviour::Exec(exec) => exec.drift,
        _ => unreachable!(),
    };
    assert_eq!(drift("/new"), Some(Drift::Written));
    assert_eq!(drift("/echo"), None);
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
