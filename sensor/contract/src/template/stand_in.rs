//! Stand-ins: what a program that changes a file writes beside it first, under a name that it makes up, and then puts in its
//! place. That happens wherever the file is, `/etc` included, where names are never taken for made up by their looks: scripts
//! of entrypoints change settings at every start. So such a name is told by who writes it.

use super::run::numbered;
use crate::system::is_system;

/// What a stand-in's name is made of.
struct Maker {
    /// The program's own name.
    program: &'static str,
    /// What stands in front of what is made up; `None` for the name of the file that is changed.
    begin: Option<&'static [u8]>,
    /// How many letters and digits are made up.
    made: usize,
    /// Whether it is told by these alone. Others only count where no name means data, and where they look made up.
    certain: bool,
}

const MAKERS: [Maker; 4] = [
    // `sed -i`
    Maker {
        program: "sed",
        begin: Some(b"sed"),
        made: 6,
        certain: true,
    },
    // `ln -sf`
    Maker {
        program: "ln",
        begin: Some(b"Cu"),
        made: 6,
        certain: true,
    },
    // `perl -i`
    Maker {
        program: "perl",
        begin: Some(b""),
        made: 8,
        certain: false,
    },
    // `sed -i` of BusyBox
    Maker {
        program: "busybox",
        begin: None,
        made: 6,
        certain: false,
    },
];

/// How much of a path is kept, and what is written for the rest, where it is a stand-in of this program. `own` is the pid of
/// its process: `usermod` locks the password file by `/etc/passwd.4711`.
pub(super) fn kept(path: &[u8], program: &str, own: Option<u32>) -> Option<(usize, &'static str)> {
    let slash = path.iter().rposition(|byte| *byte == b'/')?;
    let name = path.get(slash + 1..)?;
    let called = program.rsplit('/').next().unwrap_or(program);
    let made = MAKERS
        .iter()
        .filter(|maker| maker.program == called)
        .filter(|maker| maker.certain || is_system(path))
        .find_map(|maker| maker.made_of(name));
    match made {
        Some(made) => Some((path.len() - made, "{temp}")),
        None => {
            Some((path.len() - digits_of_own(name, own?)?, "{pid}")).filter(|_| is_system(path))
        }
    }
}

impl Maker {
    /// How long the end of a name is that was made up.
    fn made_of(&self, name: &[u8]) -> Option<usize> {
        let (begin, made) = name.split_at_checked(name.len().checked_sub(self.made)?)?;
        let fits = match self.begin {
            Some(wanted) => begin == wanted,
            None => !begin.is_empty(),
        };
        let is_word = made.iter().all(u8::is_ascii_alphanumeric);
        (fits && is_word && (self.certain || numbered(made).is_none())).then_some(self.made)
    }
}

/// The length of a process's own number at the end of a name, behind a sign.
fn digits_of_own(name: &[u8], own: u32) -> Option<usize> {
    let digits = own.to_string();
    let before = name.strip_suffix(digits.as_bytes())?;
    (before.len() > 1 && !before.last()?.is_ascii_alphanumeric()).then_some(digits.len())
}

#[cfg(test)]
mod tests {
    use crate::template::file;

    #[test]
    fn knows_the_number_of_the_process_itself_and_no_other() {
        let by = |path: &[u8]| file(path, "/usr/sbin/usermod", Some(47));

        assert_eq!(by(b"/etc/passwd.47"), "/etc/passwd.{pid}");
        assert_eq!(by(b"/etc/mtab~47"), "/etc/mtab~{pid}");
        assert_eq!(by(b"/etc/passwd.48"), "/etc/passwd.48");
        assert_eq!(by(b"/etc/passwd.147"), "/etc/passwd.147");
        assert_eq!(by(b"/etc/47"), "/etc/47");
        assert_eq!(by(b"/etc/.47"), "/etc/.47");
        assert_eq!(by(b"/srv/passwd.47"), "/srv/passwd.{number}");
        assert_eq!(by(b"/proc/47/task/47"), "/proc/self/task/{pid}");
    }

    #[test]
    fn takes_any_path_without_a_panic() {
        for bytes in crate::examples::spoilt(b"/etc/\xffphp/sedAb3dEf", 11) {
            for program in ["sed", "/bin/busybox", "/usr/bin/perl", "", "/"] {
                let _ = file(&bytes, program, Some(3));
            }
        }
    }
}
