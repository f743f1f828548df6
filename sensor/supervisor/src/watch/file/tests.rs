use inlay_contract::behaviour::{Access, Behaviour};
use inlay_contract::judgement::Verdict;

use crate::strategy::Shape;
use crate::watch::stage::{Folder, Played, play, play_with, shell};

/// What was done to files of the folder, as `access name`.
fn done(played: &Played, folder: &Folder) -> Vec<String> {
    let prefix = format!("{}/", folder.0.display());
    played
        .kept
        .iter()
        .filter_map(|kept| match &kept.behaviour {
            Behaviour::File(file) => {
                let name = kept.example[0].strip_prefix(&prefix)?;
                Some(format!("{:?} {name}", file.access).to_lowercase())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn sees_every_way_to_change_files_and_nothing_else() {
    let folder = Folder::new("changes");
    let script = format!(
        "cd {}; echo x > new; echo y >> new; echo z > /dev/null; : <new; mkdir -p d/e; mkdir -p d/e; mv new d/moved; \
         ln d/moved hard; ln -s d/moved soft; chmod 600 soft; echo through > soft; rm hard soft; rmdir d/e; \
         truncate -s 0 d/moved; cat < d/moved | cat",
        folder.0.display()
    );

    let played = play(|_| Verdict::Allowed, shell(&script));

    assert!(played.output.status.success(), "{:?}", played.output);
    assert_eq!(
        done(&played, &folder),
        [
            "create new",
            "write new",
            "create d",
            "create d/e",
            "rename new",
            "create d/moved",
            "link d/moved",
            "create hard",
            "link soft",
            "attributes d/moved",
            "write d/moved",
            "delete hard",
            "delete soft",
            "delete d/e",
            "write d/moved",
        ]
    );
}

#[test]
fn knows_what_is_put_in_the_place_of_a_file_by_who_does_it() {
    let folder = Folder::new("stand-in");
    let script = format!(
        "cd {}; echo a > settings; sed -i s/a/b/ settings; ln -s a link; ln -sf b link; cat settings; readlink link",
        folder.0.display()
    );

    let played = play(|_| Verdict::Allowed, shell(&script));

    assert_eq!(played.output.stdout, b"b\nb\n", "{:?}", played.output);
    let names: Vec<_> = played
        .kept
        .iter()
        .filter_map(|kept| match &kept.behaviour {
            Behaviour::File(file) => Some((file.access, file.path.rsplit('/').next()?)),
            _ => None,
        })
        .collect();
    assert!(names.contains(&(Access::Create, "sed{temp}")), "{names:?}");
    assert!(names.contains(&(Access::Rename, "sed{temp}")), "{names:?}");
    assert!(names.contains(&(Access::Rename, "Cu{temp}")), "{names:?}");
}

#[test]
fn refuses_what_is_blocked_and_leaves_the_file_as_it_was() {
    let folder = Folder::new("refused");
    std::fs::write(folder.path("kept"), "old").unwrap();
    std::os::unix::fs::symlink(folder.path("kept"), folder.path("way")).unwrap();
    let attack = || {
        shell(&format!(
            "cd {}; echo new > way; rm kept; mv kept away; ln kept again; echo done",
            folder.0.display()
        ))
    };
    let refuse = |behaviour: &Behaviour| match behaviour {
        Behaviour::File(file) if file.path.ends_with("/kept") => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let held = play(refuse, attack());
    let kept = std::fs::read_to_string(folder.path("kept"));
    let free = play(|_| Verdict::Allowed, attack());

    assert_eq!(kept.unwrap(), "old");
    assert_eq!(held.said(), "done\n");
    assert!(String::from_utf8_lossy(&held.output.stderr).contains("Permission denied"));
    assert!(
        held.seen(|behaviour| matches!(behaviour, Behaviour::File(_)))
            .len()
            >= 4
    );
    assert!(free.output.status.success());
    assert!(!folder.path("kept").exists());
}

#[test]
fn sees_secrets_read_while_learning_and_folds_other_reads_to_their_directory() {
    let folder = Folder::new("reads");
    for name in ["one", "two"] {
        std::fs::write(folder.path(name), "x").unwrap();
    }
    std::fs::write(folder.path("server.key"), "secret").unwrap();
    std::os::unix::fs::symlink(folder.path("server.key"), folder.path("harmless")).unwrap();
    let script = format!(
        "cd {}; cat one two harmless /etc/passwd",
        folder.0.display()
    );

    let played = play_with(Shape::Learning, |_| Verdict::Allowed, shell(&script));

    assert!(played.output.status.success());
    let reads: Vec<&str> = played
        .kept
        .iter()
        .filter_map(|kept| match &kept.behaviour {
            Behaviour::File(file) if file.access == Access::Read => Some(file.path.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(reads.len(), 3, "{reads:?}");
    assert!(
        reads[0] == reads[1] && !reads[0].ends_with("one"),
        "{reads:?}"
    );
    assert!(reads[2].ends_with("/server.key"), "{reads:?}");
}

#[test]
fn takes_an_attempt_on_its_own_folder_for_what_it_is() {
    let refuse = |behaviour: &Behaviour| match behaviour {
        Behaviour::Tamper(_) => Verdict::Blocked,
        _ => Verdict::Allowed,
    };
    let own = std::process::id();

    let played = play(
        refuse,
        shell(&format!(
            "mkdir /.inlay && rmdir /.inlay; echo 5 > /proc/{own}/oom_score_adj; echo on"
        )),
    );

    assert_eq!(played.said(), "on\n");
    let details: Vec<&str> = played
        .kept
        .iter()
        .filter_map(|kept| match &kept.behaviour {
            Behaviour::Tamper(call) => Some(call.detail.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(details, ["/.inlay", "/proc/{pid}/oom_score_adj"]);
}

/// Opens a file by way of a link, again and again, while another process that shares nothing with it leads the link back and
/// forth. Ends once the file at the wrong end has come to be, or after so many tries.
const LED_ASTRAY: &str = r#"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv) {
    if (chdir(argv[1])) return 2;
    pid_t other = fork();
    if (!other) for (;;) { rename("to-bad", "link"); symlink("good", "to-good"); rename("to-good", "link"); symlink("bad", "to-bad"); }
    int tries = atoi(argv[2]), led = 0;
    while (tries-- && !led) { close(open("link/file", O_WRONLY | O_CREAT, 0600)); led = !access("bad/file", F_OK); }
    kill(other, SIGKILL);
    waitpid(other, 0, 0);
    puts(led ? "led astray" : "never");
    return 0;
}
"#;

/// Shows a limit that the threat model tells: an allow by path can be raced, also by a process that only moves a link.
#[test]
fn an_allowed_path_can_be_led_astray_by_a_link_that_may_be_moved() {
    let folder = Folder::new("astray");
    let program = folder.compile("astray", LED_ASTRAY, &[]);
    for name in ["good", "bad"] {
        std::fs::create_dir(folder.path(name)).unwrap();
    }
    std::os::unix::fs::symlink("good", folder.path("link")).unwrap();
    std::os::unix::fs::symlink("bad", folder.path("to-bad")).unwrap();
    let command = |tries: &str| {
        let mut command = std::process::Command::new(&program);
        command.arg(&folder.0).arg(tries);
        command
    };
    let refuse = |links: bool| {
        move |behaviour: &Behaviour| match behaviour {
            Behaviour::File(file) if file.path.ends_with("/bad/file") => Verdict::Blocked,
            Behaviour::File(file) if !links && file.path.ends_with("/link") => Verdict::Blocked,
            _ => Verdict::Allowed,
        }
    };

    let held = play(refuse(false), command("500"));
    let raced = play(refuse(true), command("1000000"));

    assert_eq!(held.said(), "never\n", "who may not move the link");
    assert_eq!(raced.said(), "led astray\n", "who may");
}

/// A thread that changes the working directory all the time, while another creates a file of one name until it is where it must
/// not be.
const ELSEWHERE: &str = r#"
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static int good, bad;
static void *move(void *unused) { for (;;) { fchdir(good); fchdir(bad); } }
int main(int argc, char **argv) {
    chdir(argv[1]);
    good = open("good", O_PATH), bad = open("bad", O_PATH);
    fchdir(good);
    pthread_t thread;
    if (argc > 3) pthread_create(&thread, 0, move, 0);
    for (int i = atoi(argv[2]); i; i--) {
        close(open("file", O_WRONLY | O_CREAT, 0600));
        if (!faccessat(bad, "file", F_OK, 0)) { puts("elsewhere"); return 0; }
    }
    puts("never");
    return 0;
}
"#;

/// Shows a limit that the threat model tells: a relative path means what the working directory is when the kernel takes it.
#[test]
fn a_relative_path_can_be_led_elsewhere_by_a_thread_that_changes_the_directory() {
    let folder = Folder::new("elsewhere");
    let program = folder.compile("elsewhere", ELSEWHERE, &["-pthread"]);
    for name in ["good", "bad"] {
        std::fs::create_dir(folder.path(name)).unwrap();
    }
    let command = |more: &[&str]| {
        let mut command = std::process::Command::new(&program);
        command.arg(&folder.0).args(more);
        command
    };
    let refuse = |behaviour: &Behaviour| match behaviour {
        Behaviour::File(file) if file.path.ends_with("/bad/file") => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let held = play(refuse, command(&["500"]));
    let raced = play(refuse, command(&["1000000", "with a thread"]));

    assert_eq!(held.said(), "never\n");
    assert_eq!(raced.said(), "elsewhere\n");
}

/// Shows a limit that the threat model tells: when a file was changed can be changed.
#[test]
fn says_nothing_of_times() {
    let folder = Folder::new("times");
    let file = folder.path("file");
    std::fs::write(&file, "x").unwrap();
    let refuse = |behaviour: &Behaviour| match behaviour {
        Behaviour::File(_) => Verdict::Blocked,
        _ => Verdict::Allowed,
    };
    let here = file.display();

    let held = play(
        refuse,
        shell(&format!("chmod 600 {here}; touch -c -h -d @1 {here}")),
    );

    let kinds: Vec<_> = held.seen(|behaviour| matches!(behaviour, Behaviour::File(_)));
    assert_eq!(kinds.len(), 1, "{kinds:?}");
    let changed = std::fs::metadata(&file).unwrap().modified().unwrap();
    let since = changed.duration_since(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(since.as_secs(), 1);
}
