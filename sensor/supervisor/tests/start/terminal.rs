//! A terminal belongs to the application as if it had been started itself.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::running::{AFRESH, SENSOR};

/// An application on a terminal.
struct OnTerminal {
    keys: File,
    screen: BufReader<File>,
    child: Child,
}

impl OnTerminal {
    /// Starts a script with a terminal of its own. `through` is what starts the sensor; `setsid --ctty` makes it lead the
    /// terminal's session, as a container runtime does.
    fn start(through: &[&str], shell: &str, script: &str) -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&keys).unwrap();
        unlockpt(&keys).unwrap();
        let name = ptsname(&keys, Vec::new()).unwrap().into_string().unwrap();
        let side = || -> Stdio {
            let flags =
                rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC;
            let side: OwnedFd = rustix::fs::open(&name, flags, rustix::fs::Mode::empty()).unwrap();
            side.into()
        };
        let leading = ["setsid", "--ctty"];
        let mut words = AFRESH.iter().chain(&leading).chain(through).copied();
        let mut command = Command::new(words.next().unwrap());
        command
            .args(words)
            .args([SENSOR, "--", shell, "-c", script]);
        let child = command
            .stdin(side())
            .stdout(side())
            .stderr(side())
            .spawn()
            .unwrap();
        let keys = File::from(keys);
        let screen = BufReader::new(keys.try_clone().unwrap());
        Self {
            keys,
            screen,
            child,
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.screen.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn wait_for(&mut self, wanted: &str) {
        let mut seen = Vec::new();
        while seen.last().map(String::as_str) != Some(wanted) {
            assert!(seen.len() < 20, "waiting for {wanted:?}, saw {seen:?}");
            seen.push(self.line());
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    fn end(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

/// Leads its session, or runs below somebody who does.
const POSITIONS: [&[&str]; 2] = [&[], &["/bin/bash", "-mc", "\"$@\"; exit $?", "bash"]];

#[test]
fn control_c_arrives_once() {
    for through in POSITIONS {
        let script = "n=0; trap 'n=$((n+1)); echo got $n' INT; echo ready; while :; do read x && { echo had $n; exit 0; }; done";
        let mut terminal = OnTerminal::start(through, "/bin/sh", script);
        terminal.wait_for("ready");

        terminal.press("\x03");
        terminal.wait_for("^Cgot 1");
        terminal.press("end\n");

        terminal.wait_for("had 1");
        assert_eq!(terminal.end(), Some(0));
    }
}

#[test]
fn a_new_window_size_is_told_to_the_application() {
    for through in POSITIONS {
        let script = "trap 'stty size; exit 4' WINCH; echo ready; while :; do read x; done";
        let mut terminal = OnTerminal::start(through, "/bin/sh", script);
        terminal.wait_for("ready");

        let size = Winsize {
            ws_row: 31,
            ws_col: 97,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&terminal.keys, size).unwrap();

        terminal.wait_for("31 97");
        assert_eq!(terminal.end(), Some(4));
    }
}

#[test]
fn control_z_reaches_the_foreground_only() {
    for through in POSITIONS {
        let script = "trap 'echo suspended' TSTP; echo ready; while :; do read x && exit 6; done";
        let mut terminal = OnTerminal::start(through, "/bin/sh", script);
        terminal.wait_for("ready");

        terminal.press("\x1a");
        terminal.wait_for("^Zsuspended");
        terminal.press("end\n");

        assert_eq!(terminal.end(), Some(6));
    }
}

#[test]
fn the_application_leads_its_session_where_the_sensor_did() {
    let script = "read -r pid comm state parent group session tty foreground rest < /proc/$$/stat; \
                  echo $((session == $$)) $((group == $$)) $((foreground == $$)); echo hello > /dev/tty; exit 9";
    let mut terminal = OnTerminal::start(&[], "/bin/sh", script);

    terminal.wait_for("1 1 1");

    terminal.wait_for("hello");
    assert_eq!(terminal.end(), Some(9));
}

#[test]
fn the_shell_of_an_application_can_control_jobs() {
    let script = "set -m; sh -c 'kill -STOP $$; exit 8' & until jobs -s | grep -q .; do :; done; \
                  echo ready; read x; fg >/dev/null; exit $?";
    let mut terminal = OnTerminal::start(&[], "/bin/bash", script);
    terminal.wait_for("ready");

    terminal.press("go\n");

    assert_eq!(terminal.end(), Some(8));
}
