//! Ways to have a library loaded into a program that is allowed, each with the control that shows it to work where nobody watches.

use std::path::Path;
use std::process::Command;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::Verdict;

use super::attack_tests::mismatches;
use crate::watch::stage::{Folder, play, shell};

/// Rewrites a variable of the environment instead: it names a library, or it does not.
const OTHER_ENVIRONMENT: &str = r#"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
static char *variable;
static volatile int go = 1;
static void *flip(void *unused) {
    while (go) {
        *(volatile char *)variable = 'L'; for (volatile int i = 0; i < 3000; i++);
        *(volatile char *)variable = 'X'; for (volatile int i = 0; i < 3000; i++);
    }
    return 0;
}
int main(int argc, char **argv) {
    variable = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    strcat(strcpy(variable, "XD_PRELOAD="), argv[1]);
    pthread_t thread;
    pthread_create(&thread, 0, flip, 0);
    for (int i = 0; i < 100; i++) {
        if (fork() == 0) {
            char *arguments[] = {"echo", "said", 0}, *environment[] = {"A=b", variable, 0};
            execve("/bin/echo", arguments, environment);
            _exit(1);
        }
        wait(0);
    }
    go = 0;
    return 0;
}
"#;

/// Says so when it is loaded.
const LOADED: &str = r#"
#include <unistd.h>
__attribute__((constructor)) static void loaded(void) { write(1, "foreign\n", 8); }
"#;

#[test]
fn a_library_that_comes_and_goes_is_never_loaded() {
    let folder = Folder::new("library-race");
    folder.compile("brought", LOADED, &["-shared", "-fPIC"]);
    let here = folder.0.display();
    let script = format!(
        "cd {here}; mkdir up; (while mkdir up/ends 2>/dev/null; do rmdir up/ends; cp brought up/x; rm up/x; done) & \
         n=0; while [ $n -lt 150 ]; do LD_PRELOAD={here}/up/x /bin/true; n=$((n + 1)); done; \
         while ! mkdir up/ends; do :; done; wait; rm -r up"
    );
    let refuse_drift = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.drift.is_some() => Verdict::Blocked,
        Behaviour::Mismatch { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = shell(&script).output().unwrap();
    let held = play(refuse_drift, shell(&script));

    assert!(String::from_utf8_lossy(&free.stdout).contains("foreign"));
    assert_eq!(held.said(), "");
}

#[test]
fn an_environment_rewritten_during_the_decision_loads_nothing() {
    let folder = Folder::new("environment");
    let race = folder.compile("race", OTHER_ENVIRONMENT, &["-pthread"]);
    let brought = folder.compile("brought", LOADED, &["-shared", "-fPIC"]);
    let came = folder.path("came");
    let attack = |library: &Path| {
        let script = "cp \"$0\" \"$1\"; exec \"$2\" \"$1\"";
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", script])
            .args([&brought, library, &race]);
        command
    };
    let refuse_drift = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.drift.is_some() => Verdict::Blocked,
        Behaviour::Mismatch { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = attack(&came).output().unwrap();
    let held = play(refuse_drift, attack(&came));

    assert!(String::from_utf8_lossy(&free.stdout).contains("foreign"));
    assert!(!held.said().contains("foreign"), "{}", held.said());
    assert!(held.said().contains("said"), "what was allowed runs");
    assert!(mismatches(&held) > 0, "the race was won, and caught");
}
