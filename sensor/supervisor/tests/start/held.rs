//! The whole sensor: a signed policy is taken, what is outside of it is refused in block, and told.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::running::said;
use crate::signed::{Settings, real};

fn program(id: &str, path: &str) -> Value {
    json!({"id": id, "path": real(path)})
}

/// A policy for a shell that may run `echo`.
fn shell_and_echo() -> Value {
    json!({"programs": [program("p-shell", "/bin/sh"), program("p-echo", "/bin/echo")]})
}

fn verdicts(entries: &[Value], kind: &str) -> Vec<(String, String)> {
    let of_kind = entries
        .iter()
        .filter(|entry| entry["behaviour"]["kind"] == kind);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let what = |entry: &Value| {
        let behaviour = &entry["behaviour"];
        text(if kind == "file" {
            &behaviour["path"]
        } else {
            &behaviour["program"]
        })
    };
    of_kind
        .map(|entry| (what(entry), text(&entry["verdict"])))
        .collect()
}

#[test]
fn a_program_outside_of_the_policy_does_not_start() {
    let settings = Settings::new("exec", "block", shell_and_echo());

    let output = settings
        .shell("/bin/echo runs; /bin/cat /etc/hostname; /bin/echo $?")
        .output()
        .unwrap();

    assert_eq!(said(&output), "runs\n126\n");
    assert!(String::from_utf8_lossy(&output.stderr).contains("Permission denied"));
    let told = verdicts(&settings.entries(), "exec");
    assert!(
        told.contains(&(real("/bin/cat"), "blocked".into())),
        "{told:?}"
    );
    assert!(
        told.contains(&(real("/bin/echo"), "allowed".into())),
        "{told:?}"
    );
}

#[test]
fn a_file_outside_of_the_policy_is_not_written() {
    let settings = Settings::new("file", "block", shell_and_echo());
    let path = settings.path("forbidden");

    let output = settings
        .shell(&format!("echo x > {path}; test -e {path}; echo $?"))
        .output()
        .unwrap();

    assert_eq!(said(&output), "1\n");
    assert!(
        verdicts(&settings.entries(), "file")
            .iter()
            .any(|(_, verdict)| verdict == "blocked")
    );
}

/// The same command, by somebody who has crashes written to files.
fn with_cores(command: &Command) -> Command {
    let mut shell = Command::new("/bin/sh");
    let raise = "ulimit -S -c unlimited && exec \"$@\"";
    shell.args(["-c", raise, "sh"]).arg(command.get_program());
    shell.args(command.get_args());
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    shell
}

#[test]
fn a_crash_writes_no_file_that_nobody_allowed() {
    let settings = Settings::new("crash", "block", shell_and_echo());
    let folder = settings.path("crashed");
    fs::create_dir(&folder).unwrap();
    let script = format!("cd {folder} && ulimit -S -c unlimited; /bin/sh -c 'kill -s SEGV $$'");
    let cores_of = |mut command: Command| {
        let _ended = command.output().unwrap();
        let cores: Vec<_> = fs::read_dir(&folder).unwrap().flatten().collect();
        for core in &cores {
            fs::remove_file(core.path()).unwrap();
        }
        cores.len()
    };
    let mut plain = Command::new("/bin/sh");
    plain.args(["-c", &script]);
    // Where cores go to a program or a folder of the host's, or nobody may have any, nothing can be written this way.
    let pattern = fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap();
    let may = with_cores(&Command::new("true"))
        .status()
        .unwrap()
        .success();
    let works = may && !pattern.starts_with(['|', '@', '/']);

    assert_eq!(cores_of(plain), usize::from(works));
    assert_eq!(cores_of(settings.shell(&script)), 0);
    if may {
        let inherits = settings.shell(&script.replace("&& ulimit -S -c unlimited", ""));
        assert_eq!(cores_of(with_cores(&inherits)), 0);
    }

    let entries = settings.entries();
    let is_raising = |entry: &&Value| entry["behaviour"]["detail"] == "RLIMIT_CORE";
    let raised: Vec<_> = entries.iter().filter(is_raising).collect();
    assert!(
        raised.iter().any(|entry| entry["verdict"] == "blocked"),
        "{raised:?}"
    );
}

#[test]
fn in_record_everything_goes_on_and_is_told() {
    let settings = Settings::new("record", "record", shell_and_echo());

    let output = settings
        .shell("/bin/cat /etc/hostname > /dev/null; echo $?")
        .output()
        .unwrap();

    assert_eq!(said(&output), "0\n");
    let told = verdicts(&settings.entries(), "exec");
    assert!(
        told.contains(&(real("/bin/cat"), "recorded".into())),
        "{told:?}"
    );
}

#[test]
fn the_sensor_is_not_signalled_from_inside_whatever_the_mode() {
    let settings = Settings::new("kill", "learn", json!({}));

    let output = settings
        .shell("kill -KILL $PPID; echo $?; kill -0 $PPID; echo $?")
        .output()
        .unwrap();

    assert_eq!(said(&output), "1\n0\n");
    let entries = settings.entries();
    let tamper: Vec<_> = entries
        .iter()
        .filter(|entry| entry["behaviour"]["kind"] == "tamper")
        .collect();
    assert_eq!(
        (tamper.len(), &tamper[0]["verdict"]),
        (1, &"blocked".into())
    );
}

#[test]
fn a_script_that_signals_the_first_process_reaches_the_application() {
    let settings = Settings::new(
        "first",
        "block",
        json!({"programs": [program("p-shell", "/bin/sh")]}),
    );
    // Its parent is the sensor, as the first process would be in a container. Not HUP: under nohup a shell cannot trap it.
    let script = "trap 'echo reload; exit 0' USR1; kill -USR1 $PPID; \
                  n=0; while [ $n -lt 10000000 ]; do n=$((n + 1)); done";

    let output = settings.shell(script).output().unwrap();

    assert_eq!(
        (said(&output).as_str(), output.status.code()),
        ("reload\n", Some(0))
    );
    assert!(
        settings
            .entries()
            .iter()
            .all(|entry| entry["behaviour"]["kind"] != "tamper")
    );
}

#[test]
fn frames_say_who_looks_and_how() {
    let settings = Settings::new("frames", "learn", json!({}));

    assert!(settings.shell("true").status().unwrap().success());

    let frames = settings.frames();
    let last = frames.last().unwrap();
    assert_eq!(last["sensor"]["tier"], "notify");
    assert_eq!(last["policy"]["version"], 1);
    assert_eq!(last["source"], "test/image:1");
    assert!(last["resources"]["notified"].as_u64() > Some(0));
    assert_eq!(last["drops"]["notifications"], 0);
}

#[test]
fn an_application_that_is_to_be_protected_does_not_start_where_nothing_can_be_stopped() {
    let settings = Settings::new("unprotected", "block", shell_and_echo());

    let held = settings.shell("/bin/echo started").output().unwrap();
    let refused = settings.unprotected("/bin/echo started").output().unwrap();
    let free = settings.observed("/bin/echo started").output().unwrap();

    assert_eq!(said(&held), "started\n");
    assert_eq!(
        (said(&refused).as_str(), refused.status.code()),
        ("", Some(126))
    );
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(why.contains("tier observe stops nothing"), "{why}");
    assert_eq!(said(&free), "started\n");
}

#[test]
fn programs_are_seen_where_nothing_can_be_stopped() {
    let settings = Settings::new("observe", "block", shell_and_echo());

    // A program that is there long enough for several looks at /proc.
    let output = settings
        .observed("/bin/cat /etc/hostname > /dev/null; /bin/sleep 1; echo $?")
        .output()
        .unwrap();

    assert_eq!(said(&output), "0\n");
    let frames = settings.frames();
    let sensor = &frames.last().unwrap()["sensor"];
    assert_eq!(
        (&sensor["tier"], &sensor["forced"]),
        (&"observe".into(), &true.into())
    );
    let told = verdicts(&settings.entries(), "exec");
    assert!(
        told.iter()
            .any(|(program, _)| *program == real("/bin/sleep")),
        "{told:?}"
    );
}
