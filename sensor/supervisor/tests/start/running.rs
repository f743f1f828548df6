//! Running the sensor, and asking what came of it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Output, Stdio};

/// The program under test.
pub const SENSOR: &str = env!("CARGO_BIN_EXE_sensor");

/// What starts a program with every signal at its default. Whoever runs these tests may ignore some (as `nohup` and shells
/// without job control do), that is inherited, and a shell cannot trap what was ignored before it.
pub const AFRESH: [&str; 2] = ["env", "--default-signal"];

/// The command that starts a program with every signal at its default.
fn afresh(program: &str) -> Command {
    let [env, defaults] = AFRESH;
    let mut command = Command::new(env);
    command.args([defaults, program]);
    command
}

/// The command that starts an application, under the sensor.
pub fn sensor<S: AsRef<OsStr>>(application: impl IntoIterator<Item = S>) -> Command {
    let mut command = afresh(SENSOR);
    command.arg("--").args(application);
    command
}

/// The command that runs a shell script, under the sensor or plainly.
pub fn shell(script: &str, with_sensor: bool) -> Command {
    if with_sensor {
        return sensor(["/bin/sh", "-c", script]);
    }
    let mut command = afresh("/bin/sh");
    command.args(["-c", script]);
    command
}

/// What a script says with and without the sensor.
pub fn both(script: &str) -> (Output, Output) {
    let run = |with_sensor| {
        let mut command = shell(script, with_sensor);
        command
            .stdin(Stdio::null())
            .output()
            .expect("the command starts")
    };
    (run(false), run(true))
}

/// Standard output as text.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// An application that runs, line by line.
pub struct Running {
    child: Child,
    input: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts it.
    pub fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let lines = BufReader::new(child.stdout.take().expect("there is a pipe")).lines();
        let input = child.stdin.take();
        Self {
            child,
            input,
            lines,
        }
    }

    /// Waits for this line.
    pub fn wait_for(&mut self, wanted: &str) {
        let next = self
            .lines
            .next()
            .expect("the application says something")
            .expect("it is text");
        assert_eq!(next, wanted);
    }

    /// The next line.
    pub fn line(&mut self) -> String {
        self.lines
            .next()
            .expect("the application says something")
            .expect("it is text")
    }

    /// Says a line to the application.
    pub fn say(&mut self, line: &str) {
        let input = self.input.as_mut().expect("its input is open");
        writeln!(input, "{line}").expect("it listens");
    }

    /// The sensor's pid.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends the sensor a signal, by number.
    pub fn signal(&self, number: i32) {
        send(number, self.pid());
    }

    /// Waits for the end.
    pub fn end(mut self) -> ExitStatus {
        drop(self.input.take());
        self.child.wait().expect("it can be waited for")
    }
}

/// Sends a signal by number.
pub fn send(number: i32, pid: u32) {
    let sent = Command::new("kill")
        .args([format!("-{number}"), pid.to_string()])
        .status();
    assert!(
        sent.expect("kill starts").success(),
        "signal {number} to {pid}"
    );
}
