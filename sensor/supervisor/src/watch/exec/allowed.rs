//! An exec that was let go: what was allowed, and how to tell whether it has come about.

use std::sync::Arc;

use ring::digest::{SHA256, digest};

use super::arguments::Arguments;
use crate::watch::processes::lineage::Program;
use crate::watch::procfs::Image;

/// An exec that was let go.
#[derive(Debug, Clone)]
pub struct Allowed {
    /// The thread that asked. When it asks for something else and nothing has changed, its exec has failed.
    pub thread: u32,
    /// What the process was.
    pub before: Appearance,
    /// What was allowed; `None` when the arguments could not be read and that was allowed.
    pub what: Option<Expected>,
}

/// What of a process shows from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appearance {
    /// Its image.
    pub image: Image,
    /// Device and inode of what it runs; `None` where that is hidden.
    pub running: Option<(u64, u64)>,
}

/// What was allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// What the process is then said to run: a script's own path.
    pub program: Program,
    /// Device and inode of the file the kernel then runs: the script's last interpreter.
    pub runs: (u64, u64),
    /// The arguments as told.
    pub arguments: Arc<[String]>,
    /// The arguments and the environment as the process then shows them.
    pub shown: Shown,
    /// Whether what it loads, or itself, was allowed to differ from what the image brought.
    pub drifted: bool,
}

/// What a process shows of its arguments and its environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The arguments.
    pub arguments: Fingerprint,
    /// The environment; `None` where nobody may look at it.
    pub environment: Option<Fingerprint>,
}

impl Shown {
    /// Whether that is the same, as far as both can be seen.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        let environments = self.environment.zip(other.environment);
        self.arguments == other.arguments && environments.is_none_or(|(one, two)| one == two)
    }
}

/// A block of arguments, by length and hash: an allowed exec costs little memory however long its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    length: usize,
    hash: [u8; 32],
}

impl Fingerprint {
    /// Of a block as `/proc/PID/cmdline` has it.
    #[must_use]
    pub fn of(block: &[u8]) -> Self {
        let mut hash = [0; 32];
        for (to, from) in hash.iter_mut().zip(digest(&SHA256, block).as_ref()) {
            *to = *from;
        }
        Self {
            length: block.len(),
            hash,
        }
    }

    /// Of arguments.
    #[must_use]
    pub fn of_arguments(arguments: &Arguments) -> Self {
        Self::of(arguments.block())
    }
}

impl Appearance {
    /// Whether the process has executed a program between these two looks.
    #[must_use]
    pub fn has_become(self, now: Self) -> bool {
        // Other threads aside, only an exec makes a hidden process show what it runs.
        let shows = self.running.is_none() && now.running.is_some();
        let files = self.running.zip(now.running);
        let hidden = self.image.code == 0 || now.image.code == 0;
        let addresses = (self.image.code, self.image.stack) != (now.image.code, now.image.stack);
        (self.image.inherited && !now.image.inherited)
            || shows
            || files.is_some_and(|(before, now)| before != now)
            || (!hidden && addresses)
    }
}

/// What came of the execs a process was allowed.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// None has come about; those that failed are no longer waited for.
    Waiting,
    /// This one, as allowed.
    As(Box<Expected>),
    /// One whose arguments nobody could read.
    Unread,
    /// It cannot be seen what runs.
    Hidden,
    /// Something else.
    Other,
}

/// Decides what came of the execs a process was allowed, when one of its threads makes its next call. `shown` is the
/// what it shows of its arguments and its environment, `None` where the program may have rewritten them since; `gone` that its
/// memory of before is certainly gone.
#[must_use]
pub fn outcome(
    allowed: &mut Vec<Allowed>,
    caller: u32,
    now: Appearance,
    gone: bool,
    shown: Option<Shown>,
) -> Outcome {
    let became = gone || allowed.iter().any(|exec| exec.before.has_become(now));
    if !became {
        allowed.retain(|exec| exec.thread != caller);
        return Outcome::Waiting;
    }
    let execs = std::mem::take(allowed);
    let Some(running) = now.running else {
        return Outcome::Hidden;
    };
    let fits = |expected: &Expected| {
        expected.runs == running && shown.is_none_or(|shown| shown.agrees(expected.shown))
    };
    let unread = execs.iter().any(|exec| exec.what.is_none());
    match execs.into_iter().filter_map(|exec| exec.what).find(fits) {
        Some(expected) => Outcome::As(Box::new(expected)),
        None if unread => Outcome::Unread,
        None => Outcome::Other,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Allowed, Appearance, Expected, Fingerprint, Outcome, Shown, outcome};
    use crate::watch::processes::lineage::Program;
    use crate::watch::procfs::Image;

    const OLD: Appearance = appearance(true, 10, 20, 1);
    const NEW: Appearance = appearance(false, 11, 21, 2);

    const fn appearance(inherited: bool, code: u64, stack: u64, inode: u64) -> Appearance {
        Appearance {
            image: Image {
                inherited,
                code,
                stack,
            },
            running: Some((0, inode)),
        }
    }

    fn expected(inode: u64, block: &[u8]) -> Expected {
        Expected {
            program: Program {
                path: format!("/bin/{inode}"),
                identity: None,
            },
            runs: (0, inode),
            arguments: Arc::from([]),
            shown: shown(block, b"A=b\0"),
            drifted: false,
        }
    }

    fn shown(arguments: &[u8], environment: &[u8]) -> Shown {
        Shown {
            arguments: Fingerprint::of(arguments),
            environment: Some(Fingerprint::of(environment)),
        }
    }

    fn allowed(thread: u32, what: Option<Expected>) -> Allowed {
        Allowed {
            thread,
            before: OLD,
            what,
        }
    }

    #[test]
    fn recognises_what_was_allowed() {
        let mut execs = vec![allowed(7, Some(expected(2, b"a\0")))];

        let came = outcome(&mut execs, 7, NEW, false, Some(shown(b"a\0", b"A=b\0")));

        assert_eq!(came, Outcome::As(Box::new(expected(2, b"a\0"))));
        assert!(execs.is_empty());
    }

    #[test]
    fn catches_another_program_other_arguments_and_another_environment() {
        let execs = vec![allowed(7, Some(expected(2, b"a\0")))];
        let other_program = appearance(false, 11, 21, 3);

        let program = outcome(&mut execs.clone(), 7, other_program, false, None);
        let arguments = outcome(
            &mut execs.clone(),
            7,
            NEW,
            false,
            Some(shown(b"b\0", b"A=b\0")),
        );
        let environment = outcome(
            &mut execs.clone(),
            7,
            NEW,
            false,
            Some(shown(b"a\0", b"LD_PRELOAD=x\0")),
        );

        assert_eq!(program, Outcome::Other);
        assert_eq!(arguments, Outcome::Other);
        assert_eq!(environment, Outcome::Other);
    }

    #[test]
    fn drops_an_exec_that_failed_and_keeps_one_that_may_still_come() {
        let mut execs = vec![
            allowed(7, Some(expected(2, b""))),
            allowed(8, Some(expected(3, b""))),
        ];

        assert_eq!(outcome(&mut execs, 7, OLD, false, None), Outcome::Waiting);

        assert_eq!(
            execs.iter().map(|exec| exec.thread).collect::<Vec<_>>(),
            [8]
        );
    }

    #[test]
    fn another_thread_that_calls_meanwhile_proves_nothing() {
        let mut execs = vec![allowed(8, Some(expected(3, b"")))];

        assert_eq!(outcome(&mut execs, 7, OLD, false, None), Outcome::Waiting);

        assert_eq!(execs.len(), 1);
    }

    #[test]
    fn takes_the_program_that_fits_when_threads_raced() {
        let execs = || {
            vec![
                allowed(7, Some(expected(2, b"x"))),
                allowed(8, Some(expected(3, b"y"))),
            ]
        };
        let third = appearance(false, 1, 1, 3);

        assert_eq!(
            outcome(&mut execs(), 7, third, false, None),
            Outcome::As(Box::new(expected(3, b"y")))
        );
        assert_eq!(
            outcome(&mut execs(), 7, appearance(false, 1, 1, 4), false, None),
            Outcome::Other
        );
    }

    #[test]
    fn sees_a_program_that_executes_itself() {
        let before = appearance(false, 10, 20, 2);
        let after = appearance(false, 10, 99, 2);

        assert!(before.has_become(after));
        assert!(!before.has_become(before));
    }

    #[test]
    fn does_not_take_a_process_that_hid_itself_for_another() {
        let before = appearance(false, 10, 20, 2);
        let hidden = Appearance {
            image: Image {
                inherited: false,
                code: 0,
                stack: 0,
            },
            running: None,
        };

        assert!(!before.has_become(hidden));
        assert!(OLD.has_become(hidden));
    }

    #[test]
    fn sees_that_a_process_that_was_hidden_has_become_another() {
        let hidden = Appearance {
            image: Image {
                inherited: false,
                code: 0,
                stack: 0,
            },
            running: None,
        };

        assert!(hidden.has_become(NEW));
        assert!(!hidden.has_become(hidden));
    }

    #[test]
    fn says_when_it_cannot_be_seen_what_runs() {
        let hidden = Appearance {
            running: None,
            ..NEW
        };

        let mut execs = vec![allowed(7, Some(expected(2, b"")))];

        let mut direct = vec![Allowed {
            before: appearance(false, 10, 20, 2),
            ..execs[0].clone()
        }];
        let closed = Appearance {
            image: Image {
                inherited: false,
                code: 0,
                stack: 0,
            },
            running: None,
        };

        assert_eq!(outcome(&mut execs, 7, hidden, false, None), Outcome::Hidden);
        assert_eq!(outcome(&mut direct, 7, closed, true, None), Outcome::Hidden);
        assert_eq!(
            outcome(&mut vec![allowed(7, None)], 7, NEW, false, None),
            Outcome::Unread
        );
    }
}
