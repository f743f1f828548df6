//! Finding the application's program, and saying so when there is none.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::running::sensor;

/// Status and standard error of an application that cannot start.
fn refused(application: &[&str]) -> (Option<i32>, String) {
    let output = sensor(application).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn says_in_one_line_that_a_program_is_not_there() {
    for name in ["no-such-program", "/no/such/program", "./no-such-program"] {
        let (status, said) = refused(&[name, "argument"]);

        assert_eq!(status, Some(127));
        assert_eq!(said, format!("inlay: cannot start {name}: not found\n"));
    }
}

#[test]
fn says_in_one_line_that_a_program_cannot_be_executed() {
    for name in ["/etc/passwd", "/etc"] {
        let (status, said) = refused(&[name]);

        assert_eq!(status, Some(126));
        assert!(
            said.starts_with(&format!("inlay: cannot start {name}: ")),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1);
    }
}

#[test]
fn says_in_one_line_that_a_file_is_no_program() {
    let path = std::env::temp_dir().join(format!("inlay-no-program-{}", std::process::id()));
    fs::write(&path, "neither ELF nor script").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();

    let (status, said) = refused(&[path.to_str().unwrap()]);

    fs::remove_file(&path).unwrap();
    assert_eq!(status, Some(126));
    assert_eq!(said.lines().count(), 1);
}

#[test]
fn says_that_there_is_no_command() {
    assert_eq!(
        refused(&[]),
        (Some(127), "inlay: no command to start\n".into())
    );
}

#[test]
fn searches_the_path_it_was_given_and_keeps_the_name_it_was_called_by() {
    let mut command = sensor([
        "sh",
        "-c",
        "echo $0 $(tr '\\0' ' ' < /proc/$$/cmdline)",
        "zero",
    ]);

    let output = command
        .env("PATH", "/nonexistent:/bin:/usr/bin")
        .output()
        .unwrap();

    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("zero sh -c "), "{said}");
}
