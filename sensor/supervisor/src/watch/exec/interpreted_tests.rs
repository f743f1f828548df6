//! What an allowed interpreter can be brought to run besides what its arguments say: limits that the threat model tells.

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::Verdict;

use crate::watch::stage::{Folder, play, shell};

/// Arguments mean what the working directory makes of them.
#[test]
fn a_relative_script_is_what_lies_where_the_caller_works() {
    let folder = Folder::new("relative");
    for (place, text) in [("app", "echo brought\n"), ("uploads", "echo uploaded\n")] {
        std::fs::create_dir(folder.path(place)).unwrap();
        std::fs::write(folder.path(place).join("run.sh"), text).unwrap();
    }
    let here = folder.0.display().to_string();
    let pinned = |ending: &'static str| {
        move |behaviour: &Behaviour| match behaviour {
            Behaviour::Exec(exec) => match exec.arguments.as_slice() {
                [dash, script] if dash == "dash" && !script.ends_with(ending) => Verdict::Blocked,
                _ => Verdict::Allowed,
            },
            _ => Verdict::Allowed,
        }
    };
    let runs = |allowed: &'static str, script: &str| {
        let script = format!("cd {here}/uploads; dash {script} 2>/dev/null");
        play(pinned(allowed), shell(&script)).said()
    };
    let absolute = format!("{here}/app/run.sh");

    assert_eq!(runs("run.sh", "run.sh"), "uploaded\n");
    assert_eq!(runs("/app/run.sh", &absolute), "brought\n");
    assert_eq!(runs("/app/run.sh", "run.sh"), "");
}

/// Code that an interpreter takes from a variable was never a file.
#[test]
fn a_variable_can_hold_code_itself() {
    let pinned = |behaviour: &Behaviour| match behaviour {
        Behaviour::Exec(exec) if exec.program.ends_with("/bash") => {
            if exec.arguments == ["bash", "-c", "true; /bin/cat /etc/hostname"] {
                Verdict::Allowed
            } else {
                Verdict::Blocked
            }
        }
        Behaviour::Exec(exec) if exec.program.ends_with("/cat") => Verdict::Blocked,
        _ => Verdict::Allowed,
    };
    let with = |variable: &str| {
        let script = format!("env {variable} bash -c 'true; /bin/cat /etc/hostname' 2>/dev/null");
        play(pinned, shell(&script)).said()
    };

    assert_eq!(with("A=b"), "");
    // What it starts is held nevertheless.
    assert_eq!(with("'BASH_FUNC_true%%=() { echo foreign; }'"), "foreign\n");
}
