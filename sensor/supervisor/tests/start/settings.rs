//! Missing and broken settings never keep an application from starting, unless it was to be protected.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::running::{SENSOR, said};

/// A folder of settings, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, config: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("inlay-settings-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("config.json"), config).unwrap();
        Self(path)
    }

    fn start(&self) -> Output {
        let mut command = Command::new(SENSOR);
        command
            .arg("--settings")
            .arg(&self.0)
            .args(["--", "echo", "started"]);
        command.output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left in the temporary directory otherwise, where nobody minds.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn example() -> String {
    fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/examples/config.json"
    ))
    .unwrap()
}

#[test]
fn an_application_starts_whatever_its_settings_look_like() {
    for (name, config) in [
        ("good", example()),
        ("garbage", "{\"version\": 1, \0".into()),
        ("newer", "{\"version\": 2}".into()),
    ] {
        let output = Folder::new(name, &config).start();

        assert_eq!(
            (output.status.code(), said(&output).as_str()),
            (Some(0), "started\n"),
            "{name}"
        );
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name}");
    }
}

#[test]
fn an_application_that_is_to_be_protected_does_not_start_without_a_policy() {
    let config = example().replace("\"start\": \"open\"", "\"start\": \"protected\"");

    let output = Folder::new("protected", &config).start();

    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), output.stdout),
        (Some(126), Vec::new())
    );
    assert!(
        error.starts_with("inlay: cannot start the application: it is to start protected, and "),
        "{error}"
    );
    assert_eq!(error.lines().count(), 1);
}
