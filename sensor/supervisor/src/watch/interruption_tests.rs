//! What signals do to calls that wait for an answer. Once the sensor has taken a call, only a deadly one interrupts it; in the
//! microseconds before, any does. The kernel then restarts the call where the handler asks for that, as most do.

use std::process::Command;

use inlay_contract::judgement::Verdict;

use crate::watch::stage::{Folder, play};

/// Removes a file that is not there, again and again, while another thread signals it without pause; tells how often that was
/// interrupted. Ends early when it was.
const STORM: &str = r#"
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
static volatile int going = 1;
static pid_t first;
static void nothing(int number) {}
static void *storm(void *ignored) {
    while (going) { syscall(SYS_tgkill, getpid(), first, SIGURG); usleep(20); }
    return 0;
}
int main(int argc, char **argv) {
    struct sigaction action = {0};
    action.sa_handler = nothing;
    action.sa_flags = strcmp(argv[1], "restart") ? 0 : SA_RESTART;
    sigaction(SIGURG, &action, 0);
    first = getpid();
    pthread_t thread;
    pthread_create(&thread, 0, storm, 0);
    int interrupted = 0;
    for (int call = atoi(argv[2]); call && !interrupted; call--)
        interrupted = unlink("/no/such/file") < 0 && errno == EINTR;
    going = 0;
    pthread_join(thread, 0);
    puts(interrupted ? "interrupted" : "never");
    return 0;
}
"#;

#[test]
fn signals_interrupt_calls_only_where_their_handler_does_not_restart_them() {
    let folder = Folder::new("storm");
    let storm = folder.compile("storm", STORM, &["-pthread"]);
    let command = |how: &str, calls: &str| {
        let mut command = Command::new(&storm);
        command.args([how, calls]);
        command
    };
    let allow = |_: &_| Verdict::Allowed;

    let free = command("interrupt", "20000").output().unwrap();
    let restarted = play(allow, command("restart", "5000"));
    let interrupted = play(allow, command("interrupt", "1000000"));

    assert_eq!(free.stdout, b"never\n");
    assert_eq!(restarted.said(), "never\n");
    // Not what anybody wants, but what is: when this fails, a limit has gone that the threat model still tells.
    assert_eq!(interrupted.said(), "interrupted\n");
}
