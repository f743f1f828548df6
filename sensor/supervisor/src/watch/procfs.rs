//! What `/proc/PID/status` and `/proc/PID/stat` say. Both stay readable for processes whose memory is not.

/// The flag of a process that was forked and has not executed a program of its own since (`PF_FORKNOEXEC`).
const FORKED_NOT_EXECUTED: u64 = 0x40;

/// The parts of `/proc/PID/status` we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// The process a thread belongs to.
    pub group: u32,
    /// Real, effective, saved and file system uid.
    pub users: [u32; 4],
    /// Real, effective, saved and file system gid.
    pub groups: [u32; 4],
    /// How many threads.
    pub threads: u32,
    /// How many seccomp filters; absent before kernel 5.9.
    pub filters: Option<u32>,
    /// Effective capabilities.
    pub effective: u64,
    /// Permitted capabilities.
    pub permitted: u64,
}

impl Status {
    /// The uid and gid when all four of each are the same: the identity under which this process may be looked into.
    #[must_use]
    pub fn plain_identity(&self) -> Option<(u32, u32)> {
        let [user, ..] = self.users;
        let [group, ..] = self.groups;
        let same =
            self.users.iter().all(|&id| id == user) && self.groups.iter().all(|&id| id == group);
        same.then_some((user, group))
    }

    /// The effective uid.
    #[must_use]
    pub fn user(&self) -> u32 {
        let [_, effective, ..] = self.users;
        effective
    }
}

/// Reads a status file; `None` when it is not one.
#[must_use]
pub fn parse_status(text: &[u8]) -> Option<Status> {
    let mut status = Status {
        group: 0,
        users: [0; 4],
        groups: [0; 4],
        threads: 0,
        filters: None,
        effective: 0,
        permitted: 0,
    };
    let mut seen = 0;
    for line in text.split(|&byte| byte == b'\n') {
        let Some(colon) = line.iter().position(|&byte| byte == b':') else {
            continue;
        };
        let (name, value) = line.split_at(colon);
        let mut numbers = numbers(value);
        match name {
            b"Tgid" => status.group = numbers.next()?,
            b"Uid" => status.users = four(numbers)?,
            b"Gid" => status.groups = four(numbers)?,
            b"CapEff" => status.effective = hexadecimal(value)?,
            b"CapPrm" => status.permitted = hexadecimal(value)?,
            b"Threads" => status.threads = numbers.next()?,
            b"Seccomp_filters" => {
                status.filters = numbers.next();
                continue;
            }
            _ => continue,
        }
        seen += 1;
    }
    (seen == 6).then_some(status)
}

fn numbers(value: &[u8]) -> impl Iterator<Item = u32> {
    value
        .split(|byte| !byte.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| std::str::from_utf8(part).ok()?.parse().ok())
}

fn hexadecimal(value: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(value.get(1..)?).ok()?;
    u64::from_str_radix(text.trim(), 16).ok()
}

fn four(mut numbers: impl Iterator<Item = u32>) -> Option<[u32; 4]> {
    Some([
        numbers.next()?,
        numbers.next()?,
        numbers.next()?,
        numbers.next()?,
    ])
}

/// The parts of `/proc/PID/stat` we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// What it is doing, as one letter: `D` waits for something that only a deadly signal interrupts, if any.
    pub state: u8,
    /// Who would be told of its end; 0 for a process that entered the container from outside.
    pub parent: u32,
    /// Its process group.
    pub process_group: u32,
    /// Whether it has a controlling terminal.
    pub terminal: bool,
    /// When it began, in clock ticks since boot: with the pid, an identity.
    pub started: u64,
    /// What changes with every exec.
    pub image: Image,
}

/// What of a process changes when it executes a program, readable without looking into its memory. Two different images
/// may read the same where address space layout randomisation is off; two readings of one image never differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Image {
    /// Whether it was forked and has not executed a program since.
    pub inherited: bool,
    /// Where the program's code begins; 0 when that is hidden from us.
    pub code: u64,
    /// Where the stack begins; 0 when that is hidden from us.
    pub stack: u64,
}

/// Reads a stat file; `None` when it is not one. The name of the program stands in parentheses and may hold anything, a
/// closing parenthesis too.
#[must_use]
pub fn parse_stat(text: &[u8]) -> Option<Stat> {
    let end = text.iter().rposition(|&byte| byte == b')')?;
    let rest = std::str::from_utf8(text.get(end + 1..)?).ok()?;
    let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
    // Numbered as in proc_pid_stat(5), where the state is field 3.
    let field = |number: usize| fields.get(number - 3).copied();
    let number = |index: usize| field(index)?.parse::<u64>().ok();
    Some(Stat {
        state: field(3)?.bytes().next()?,
        parent: field(4)?.parse().ok()?,
        process_group: field(5)?.parse().ok()?,
        terminal: field(7)?.parse::<i64>().ok()? != 0,
        started: number(22)?,
        image: Image {
            inherited: number(9)? & FORKED_NOT_EXECUTED != 0,
            code: number(26)?,
            stack: number(28)?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{parse_stat, parse_status};

    const STAT: &[u8] = b"42 (a) b) 7 (c) S 7 42 42 34816 42 4194368 1 0 0 0 0 0 0 0 20 0 1 0 12345 1 1 1 4096 8192 140000 0 0 0\n";

    #[test]
    fn reads_a_stat_whose_program_name_pretends_to_be_fields() {
        let stat = parse_stat(STAT).unwrap();

        assert_eq!(stat.parent, 7);
        assert!(stat.terminal);
        assert_eq!(stat.started, 12345);
        assert!(stat.image.inherited);
        assert_eq!((stat.image.code, stat.image.stack), (4096, 140_000));
    }

    #[test]
    fn reads_a_status() {
        let text = b"Name:\tx\nTgid:\t9\nUid:\t1\t2\t3\t4\nGid:\t5\t5\t5\t5\nCapPrm:\t00000000a80425fb\nCapEff:\t0000000000000001\nThreads:\t3\nSeccomp_filters:\t1\n";

        let status = parse_status(text).unwrap();

        assert_eq!(status.group, 9);
        assert_eq!(status.user(), 2);
        assert_eq!(status.plain_identity(), None);
        assert_eq!((status.permitted, status.effective), (0xa804_25fb, 1));
        assert_eq!(status.threads, 3);
        assert_eq!(status.filters, Some(1));
    }

    #[test]
    fn takes_every_truncation_and_all_kinds_of_garbage_without_harm() {
        for end in 0..STAT.len() - 12 {
            let _whatever = parse_stat(&STAT[..end]);
        }
        for garbage in [
            &b""[..],
            b")",
            b"()",
            b"1 (x) S",
            b"\xff\xfe)\xff",
            b"Uid:",
            b"Uid:\t1\t2\nTgid: 99999999999999",
        ] {
            assert_eq!(parse_stat(garbage), None);
            assert_eq!(parse_status(garbage), None);
        }
    }

    #[test]
    fn reads_its_own_process() {
        let stat = parse_stat(&std::fs::read("/proc/self/stat").unwrap()).unwrap();
        let status = parse_status(&std::fs::read("/proc/self/status").unwrap()).unwrap();

        assert_eq!(status.group, std::process::id());
        assert_eq!(stat.parent, std::os::unix::process::parent_id());
        assert!(!stat.image.inherited);
        assert_ne!(stat.image.stack, 0);
    }
}
