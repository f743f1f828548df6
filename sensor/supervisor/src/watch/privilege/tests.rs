use std::process::Command;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::Verdict;

use crate::watch::stage::{Folder, Played, play, shell};

fn allow(_: &Behaviour) -> Verdict {
    Verdict::Allowed
}

fn refuse(behaviour: &Behaviour) -> Verdict {
    match behaviour {
        Behaviour::Privilege(_) => Verdict::Blocked,
        _ => Verdict::Allowed,
    }
}

/// What was reached for, as `call detail`.
fn reached(played: &Played) -> Vec<String> {
    played
        .kept
        .iter()
        .filter_map(|kept| match &kept.behaviour {
            Behaviour::Privilege(call) => Some(format!("{} {}", call.call, call.detail)),
            _ => None,
        })
        .collect()
}

/// Changes its user as servers do, then does a few things as that user.
const SERVER: &str = r#"
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv) {
    gid_t group = 65534;
    setuid(getuid());
    if (setgroups(1, &group) || setgid(65534) || setuid(65534)) { puts("not changed"); return 1; }
    close(open(argv[1], O_WRONLY | O_CREAT, 0600));
    if (fork() == 0) execl("/bin/echo", "echo", "as the user", (char *)0);
    wait(0);
    return 0;
}
"#;

#[test]
fn a_process_that_changed_its_user_is_still_read() {
    if !rustix::process::getuid().is_root() {
        return;
    }
    let folder = Folder::new("server");
    let server = folder.compile("server", SERVER, &[]);
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
    std::fs::set_permissions(&folder.0, open).unwrap();
    let command = || {
        let mut command = Command::new(&server);
        command.arg(folder.path("made"));
        command
    };

    let played = play(allow, command());

    assert_eq!(played.said(), "as the user\n");
    assert_eq!(
        reached(&played),
        ["setgroups 65534", "setgid 65534", "setuid 65534"]
    );
    let made = played.seen(
        |behaviour| matches!(behaviour, Behaviour::File(file) if file.path.ends_with("/made")),
    );
    assert_eq!(made.len(), 1, "{:?}", played.kept);
    // Its fork hides from a sensor that may not trace.
    let unread = played
        .seen(|behaviour| matches!(behaviour, Behaviour::Unread { call, .. } if call == "execve"));
    assert_eq!(unread.len(), 1, "{:?}", played.kept);
    assert_eq!(play(refuse, command()).said(), "not changed\n");
}

#[test]
fn a_program_started_after_a_change_of_user_is_known_for_what_it_is() {
    if !rustix::process::getuid().is_root() {
        return;
    }
    let folder = Folder::new("change");
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
    std::fs::set_permissions(&folder.0, open).unwrap();
    let mut command = Command::new("setpriv");
    command.args([
        "--reuid",
        "65534",
        "--regid",
        "65534",
        "--clear-groups",
        "/bin/sh",
        "-c",
    ]);
    command.arg(format!(
        "echo x > {0}/made; /bin/echo said; true",
        folder.0.display()
    ));

    let played = play(allow, command);

    assert_eq!(played.said(), "said\n");
    let Behaviour::Exec(exec) = &played.execs("/echo")[0].behaviour else {
        unreachable!()
    };
    assert_eq!(exec.user, 65534);
    assert!(exec.parent.ends_with("sh"), "{}", exec.parent);
    let made = played.seen(|behaviour| {
        matches!(behaviour, Behaviour::File(file) if file.path.ends_with("/made") && file.program.ends_with("sh"))
    });
    assert_eq!(made.len(), 1, "{:?}", played.kept);
}

#[test]
fn refuses_reaching_for_the_kernel() {
    let folder = Folder::new("kernel");
    let program = folder.compile(
        "kernel",
        r#"
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <linux/fs.h>
        #include <sched.h>
        #include <stdio.h>
        #include <string.h>
        #include <sys/ioctl.h>
        #include <sys/mman.h>
        #include <sys/resource.h>
        #include <sys/prctl.h>
        #include <sys/ptrace.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        static void said(long result) { printf("%s ", result < 0 ? strerrorname_np(errno) : "done"); }
        int main(void) {
            said(ptrace(PTRACE_TRACEME, 0, 0, 0));
            said(unshare(CLONE_NEWUSER | CLONE_NEWNS));
            said(memfd_create("x", 0));
            said(prctl(PR_SET_DUMPABLE, 0));
            said(prctl(PR_SET_DUMPABLE, 1));
            said(syscall(SYS_io_uring_setup, 1, 8));
            said(syscall(SYS_bpf, 0, 0, 0));
            struct rlimit limit;
            said(getrlimit(RLIMIT_CORE, &limit));
            said(setrlimit(RLIMIT_CORE, &limit));
            // Attributes of a file, by a descriptor that may only read: its own source.
            int file = open(__FILE__, O_RDONLY), flags = 0;
            said(ioctl(file, FS_IOC_GETFLAGS, &flags));
            said(ioctl(file, FS_IOC_SETFLAGS, &flags));
            said(syscall(0x40000000 | SYS_getpid));
            long result;
            __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
            errno = -result; said(result < 0 ? -1 : 0);
            puts("");
            return 0;
        }
        "#,
        &[],
    );

    let held = play(refuse, Command::new(&program));
    let free = play(allow, Command::new(&program));

    assert_eq!(
        held.said(),
        "EPERM EPERM EPERM EPERM done ENOSYS EPERM done EPERM done EPERM ENOSYS ENOSYS \n"
    );
    assert_eq!(
        reached(&held),
        [
            "ptrace PTRACE_TRACEME",
            "unshare CLONE_NEWNS|CLONE_NEWUSER",
            "memfd_create ",
            "prctl PR_SET_DUMPABLE 0",
            "io_uring_setup ",
            "bpf 0",
            "prlimit64 RLIMIT_CORE",
            "ioctl FS_IOC_SETFLAGS",
            "foreign 0xc000003e:1073741863",
            "foreign 0x40000003:20",
        ]
    );
    // What would blind the sensor is refused without a rule, even where everything else is let go.
    let blinding = free.said();
    assert!(blinding.starts_with("done "), "{blinding}");
    assert_eq!(blinding.matches("ENOSYS").count(), 3, "{blinding}");
}

#[test]
fn says_nothing_of_what_only_gives_up_rights() {
    let played = play(
        allow,
        shell(
            "setpriv --bounding-set -kill --inh-caps -kill true; exec setpriv --no-new-privs true",
        ),
    );

    assert!(played.output.status.success(), "{:?}", played.output);
    assert_eq!(reached(&played), [""; 0]);
}

/// Leaves for another root directory, then writes, by absolute and by relative path.
const ELSEWHERE: &str = r#"
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv) {
    close(open("/tmp/../etc/../etc/passwd", O_RDWR));
    if (chroot(argv[1]) || chdir("/deep")) { puts("not changed"); return 1; }
    close(open("/../../absolute", O_WRONLY | O_CREAT, 0600));
    close(open("../../../relative", O_WRONLY | O_CREAT, 0600));
    close(open("/link", O_WRONLY | O_CREAT, 0600));
    if (fork() == 0) { close(open("/child", O_WRONLY | O_CREAT, 0600)); _exit(0); }
    wait(0);
    return 0;
}
"#;

#[test]
fn follows_a_process_into_another_root_directory() {
    if !rustix::process::getuid().is_root() {
        return;
    }
    let folder = Folder::new("elsewhere");
    let elsewhere = folder.compile("elsewhere", ELSEWHERE, &["-static"]);
    std::fs::create_dir(folder.path("deep")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.path("link")).unwrap();
    std::fs::create_dir(folder.path("etc")).unwrap();
    let mut command = Command::new(&elsewhere);
    command.arg(&folder.0);

    let played = play(allow, command);

    assert!(played.output.status.success(), "{}", played.said());
    let prefix = folder.0.display().to_string();
    let examples: Vec<String> = played
        .seen(|behaviour| matches!(behaviour, Behaviour::File(_)))
        .iter()
        .map(|kept| kept.example[0].replace(&prefix, "."))
        .collect();
    let expected = [
        "/etc/passwd",
        "./absolute",
        "./relative",
        "./etc/passwd",
        "./child",
    ];
    assert_eq!(examples, expected);
    assert!(folder.path("etc/passwd").exists());
}
