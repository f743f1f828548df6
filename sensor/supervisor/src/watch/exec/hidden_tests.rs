//! Programs that are started by processes which changed their user: servers whose workers start something.

use std::process::Command;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::Verdict;

use crate::watch::stage::{Folder, Played, play};

/// Becomes another user without executing anything, then starts a program in the way its first argument says.
const WORKER: &str = r#"
#define _GNU_SOURCE
#include <grp.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
extern char **environ;
int main(int argc, char **argv) {
    char *echo[] = {"echo", "from a worker", 0};
    pid_t child;
    if (setgroups(0, 0) || setgid(65534) || setuid(65534)) return 2;
    if (!strcmp(argv[1], "spawn")) {
        if (posix_spawn(&child, "/bin/echo", 0, 0, echo, environ)) puts("refused");
        else waitpid(child, 0, 0);
    } else if (!strcmp(argv[1], "popen")) {
        char line[64] = "refused\n";
        FILE *shell = popen("/bin/echo from a worker", "r");
        fgets(line, sizeof line, shell);
        fputs(line, stdout);
        pclose(shell);
    } else if (!fork()) {
        execv("/bin/echo", echo);
        puts("refused");
        return 1;
    } else {
        wait(0);
    }
    return 0;
}
"#;

struct Worker(Folder);

impl Worker {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&folder.0, open).unwrap();
        folder.compile("worker", WORKER, &[]);
        Self(folder)
    }

    fn play(&self, how: &str, judge: fn(&Behaviour) -> Verdict) -> Played {
        let mut command = Command::new(self.0.path("worker"));
        command.arg(how);
        play(judge, command)
    }
}

fn allow(_: &Behaviour) -> Verdict {
    Verdict::Allowed
}

fn refuse_echo(behaviour: &Behaviour) -> Verdict {
    match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with("/echo") => Verdict::Blocked,
        _ => Verdict::Allowed,
    }
}

fn unread(played: &Played) -> usize {
    let is_exec = |behaviour: &Behaviour| matches!(behaviour, Behaviour::Unread { call, .. } if call == "execve");
    played.seen(is_exec).len()
}

#[test]
fn what_a_worker_starts_is_read_where_it_waits_for_it() {
    if !rustix::process::getuid().is_root() {
        return;
    }
    let worker = Worker::new("worker");

    for how in ["spawn", "popen"] {
        let free = worker.play(how, allow);
        let held = worker.play(how, refuse_echo);

        assert_eq!(free.said(), "from a worker\n", "{how}");
        assert_eq!(unread(&free), 0, "{how}: {:?}", free.kept);
        let Behaviour::Exec(exec) = &free.execs("/echo")[0].behaviour else {
            unreachable!()
        };
        assert_eq!(exec.user, 65534, "{how}");
        assert_eq!(held.said(), "refused\n", "{how}");
    }
}

/// A copy of the memory is nobody else's: what is in it stays unread.
#[test]
fn what_a_worker_starts_is_unread_where_it_forks() {
    if !rustix::process::getuid().is_root() {
        return;
    }
    let worker = Worker::new("fork");

    let free = worker.play("fork", allow);

    assert_eq!(free.said(), "from a worker\n");
    assert_eq!(unread(&free), 1, "{:?}", free.kept);
    assert!(free.execs("/echo").is_empty());
}
