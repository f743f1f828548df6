use std::process::Command;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::Verdict;

use crate::watch::stage::{play, shell};

fn allow(_: &Behaviour) -> Verdict {
    Verdict::Allowed
}

fn block_exec_of(name: &'static str) -> impl Fn(&Behaviour) -> Verdict + Send + Sync {
    move |behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with(name) => Verdict::Blocked,
        _ => Verdict::Allowed,
    }
}

#[test]
fn sees_programs_with_their_arguments_and_line() {
    let played = play(allow, shell("/usr/bin/env /bin/echo one 12345; true"));

    assert_eq!(played.said(), "one 12345\n");
    let execs = played.execs("/echo");
    let Behaviour::Exec(exec) = &execs[0].behaviour else {
        unreachable!()
    };
    assert_eq!(exec.arguments, ["/bin/echo", "one", "{number}"]);
    assert_eq!(execs[0].example, ["/bin/echo", "one", "12345"]);
    assert!(
        exec.parent.ends_with("sh"),
        "the trampoline is looked through: {}",
        exec.parent
    );
    let line = played.line(execs[0]);
    assert!(line[0].ends_with("/env"), "{line:?}");
    assert!(line[1].ends_with("sh"), "{line:?}");
    assert!(line[2].ends_with("sh"), "{line:?}");
}

#[test]
fn refuses_a_program_that_is_blocked_and_only_that() {
    let attack = || shell("/bin/echo before; /usr/bin/id; echo $?");

    let free = play(allow, attack());
    let held = play(block_exec_of("/id"), attack());

    assert!(free.said().contains("uid="), "{}", free.said());
    assert_eq!(held.said(), "before\n126\n");
    assert_eq!(held.execs("/id")[0].judgement.verdict, Verdict::Blocked);
}

#[test]
fn answers_the_search_along_the_path_without_a_word() {
    let mut command = Command::new("/usr/bin/env");
    command
        .env("PATH", "/nowhere:/usr/sbin:/usr/bin")
        .args(["id", "-u"]);

    let played = play(allow, command);

    assert!(played.output.status.success());
    assert_eq!(played.execs("/id").len(), 1);
}
