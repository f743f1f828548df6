//! Programs in disguise: from forks of forks, from threads, from scripts, from memory, from files that were just written.

use std::process::Command;

use inlay_contract::behaviour::{Behaviour, Drift};
use inlay_contract::judgement::Verdict;

use crate::watch::stage::{Folder, Played, play, shell};

fn allow(_: &Behaviour) -> Verdict {
    Verdict::Allowed
}

fn mismatches(played: &Played) -> usize {
    let is_mismatch = |behaviour: &Behaviour| matches!(behaviour, Behaviour::Mismatch { .. });
    played.seen(is_mismatch).len()
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

    let played = play(allow, shell(&format!("{}; true", daemon.display())));

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

    let played = play(allow, Command::new(program));

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

    let played = play(allow, command);

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

    let free = play(allow, Command::new(&program));
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

    let played = play(allow, shell(&script));

    assert_eq!(played.said(), "hello\nold\n");
    let drift = |name: &str| match &played.execs(name)[0].behaviour {
        Behaviour::Exec(exec) => exec.drift,
        _ => unreachable!(),
    };
    assert_eq!(drift("/new"), Some(Drift::Written));
    assert_eq!(drift("/echo"), None);
}

/// Starts programs by descriptor: a binary, a script, a script in a directory.
const DESCRIPTORS: &str = r#"
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
extern char **environ;
static void start(int folder, const char *path, int flags) {
    char *arguments[] = {"zero", "one", 0};
    if (fork() == 0) { syscall(SYS_execveat, folder, path, arguments, environ, flags); _exit(1); }
    wait(0);
}
int main(int argc, char **argv) {
    int folder = open(argv[1], O_RDONLY | O_DIRECTORY);
    start(open("/bin/echo", O_RDONLY), "", AT_EMPTY_PATH);
    start(openat(folder, "script", O_RDONLY), "", AT_EMPTY_PATH);
    start(folder, "script", 0);
    start(folder, "link", AT_SYMLINK_NOFOLLOW);
    start(folder, "link", 0);
    start(999, "script", 0);
    return 0;
}
"#;

#[test]
fn programs_started_by_descriptor_are_what_they_are() {
    let folder = Folder::new("descriptors");
    let program = folder.compile("program", DESCRIPTORS, &[]);
    std::fs::write(
        folder.path("script"),
        "#!/bin/sh\necho \"$1 by ${0##*/}\"\n",
    )
    .unwrap();
    let chmod = Command::new("chmod")
        .arg("755")
        .arg(folder.path("script"))
        .status();
    assert!(chmod.unwrap().success());
    std::os::unix::fs::symlink("script", folder.path("link")).unwrap();
    let command = || {
        let mut command = Command::new(&program);
        command.arg(&folder.0);
        command
    };

    let free = command().output().unwrap();
    let played = play(allow, command());

    assert_eq!(mismatches(&played), 0, "{:?}", played.kept);
    assert_eq!(played.said(), String::from_utf8_lossy(&free.stdout));
    assert_eq!(played.execs("/echo").len(), 1);
    assert_eq!(played.execs("/script").len(), 3);
}

/// Hides, and executes without forking: its memory is held since before.
const HIDES: &str = r#"
#include <sys/prctl.h>
#include <unistd.h>
int main(void) { prctl(PR_SET_DUMPABLE, 0); execl("/bin/echo", "echo", "seen", (char *)0); return 1; }
"#;

#[test]
fn a_process_that_hid_itself_is_read_by_what_was_opened_before() {
    let folder = Folder::new("held");
    let hides = folder.compile("hides", HIDES, &[]);

    let played = play(allow, Command::new(hides));

    assert_eq!(played.said(), "seen\n");
    assert_eq!(played.execs("/echo")[0].example, ["echo", "seen"]);
    assert_eq!(mismatches(&played), 0);
}

/// An interpreter that takes its time: it opens its script when somebody has moved what leads to it.
const SLOW: &str = r#"
#include <stdio.h>
#include <unistd.h>
int main(int argc, char **argv) {
    char line[4096] = "";
    if (chdir(argv[1])) return 2;
    fclose(fopen("started", "w"));
    while (access("moved", F_OK)) usleep(1000);
    FILE *script = fopen(argv[2], "r");
    fgets(line, sizeof line, script);
    fgets(line, sizeof line, script);
    fputs(line, stdout);
    return 0;
}
"#;

/// Shows a limit that the threat model tells: what a script holds is read by its interpreter, later and by path.
#[test]
fn a_script_is_opened_again_by_its_interpreter() {
    let folder = Folder::new("again");
    folder.compile("slow", SLOW, &[]);
    let here = folder.0.display().to_string();
    for word in ["good", "evil"] {
        let script = format!("#!{here}/slow {here}\n{word}\n");
        std::fs::write(folder.path(word), script).unwrap();
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder.path(word), open).unwrap();
    }
    let no_evil = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with("/evil") => Verdict::Blocked,
        _ => Verdict::Allowed,
    };
    let attack = "ln -s good way; ./way & until test -e started; do :; done; \
                  ln -s evil other; mv -T other way; touch moved; wait";

    let direct = play(no_evil, shell(&format!("cd {here}; ./evil")));
    let led = play(no_evil, shell(&format!("cd {here}; {attack}")));

    assert_eq!(direct.said(), "");
    assert_eq!(led.said(), "evil\n");
    assert_eq!(led.execs("/good").len(), 1, "{:?}", led.kept);
}

/// Shows a limit that the threat model tells: what an interpreter does itself starts no program.
#[test]
fn what_a_shell_does_itself_is_no_program() {
    let folder = Folder::new("builtins");
    std::fs::write(folder.path("data"), "secret\n").unwrap();
    let here = folder.0.display().to_string();
    let no_cat = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with("/cat") => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let program = play(no_cat, shell(&format!("cat {here}/data; :")));
    let builtin = play(
        no_cat,
        shell(&format!("read -r line <{here}/data; echo \"$line\"")),
    );

    assert_eq!(program.said(), "");
    assert_eq!(builtin.said(), "secret\n");
}

/// A library that does something before the program it is put into.
const LIBRARY: &str = r#"
#include <unistd.h>
__attribute__((constructor)) static void begin(void) { write(1, "foreign ", 8); }
"#;

#[test]
fn a_library_that_came_since_the_start_drifts_what_it_is_put_into() {
    let folder = Folder::new("library");
    let brought = folder.compile("brought", LIBRARY, &["-shared", "-fPIC"]);
    let here = folder.0.display().to_string();
    let learnt = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.drift.is_some() => Verdict::Blocked,
        _ => Verdict::Allowed,
    };
    let echo = |way: &str| {
        let ways = format!(
            "cd {here}; rm -f came; cp brought came; env {way} /bin/echo said || echo refused"
        );
        play(learnt, shell(&ways)).said()
    };

    assert_eq!(echo("A=b"), "said\n");
    assert_eq!(
        echo(&format!("LD_PRELOAD={}", brought.display())),
        "foreign said\n"
    );
    for way in [
        "LD_PRELOAD=$PWD/came",
        "LD_PRELOAD=./came",
        "LD_PRELOAD=came LD_LIBRARY_PATH=/nowhere:.",
        "LD_PRELOAD='${ORIGIN}/../../../../../../'$PWD/came",
        "LD_PRELOAD=$PWD/may-come",
        "LD_PRELOAD=$PWD/may/come",
    ] {
        assert_eq!(echo(way), "refused\n", "{way}");
    }
    assert_eq!(echo("LD_PRELOAD=/usr/lib/nothing/is/here"), "said\n");
}
