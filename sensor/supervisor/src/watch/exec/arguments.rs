//! The arguments of an exec: read from the caller, and found again in `/proc/PID/cmdline` of what came of it.

use rustix::io::Errno;

use crate::watch::memory::{Memory, Unreadable, read_exact, read_string};

/// The longest single argument, with its NUL: the kernel's `MAX_ARG_STRLEN`. A longer one fails with `E2BIG`.
const LONGEST_ARGUMENT: usize = 128 * 1024;

/// The most bytes of arguments that are read. The kernel takes a quarter of the stack limit, 2 MiB with the usual 8 MiB;
/// a caller that raised its limit to pass more is judged as unread.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// The most arguments that are read: what fits into that with the pointers to them.
const MOST_ARGUMENTS: usize = MOST_BYTES / 9;

/// Pointers read at once.
const POINTERS: usize = 32;

/// The arguments of one exec.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arguments {
    /// Each followed by a NUL, as the kernel lays them out.
    block: Vec<u8>,
    /// Where each begins.
    starts: Vec<usize>,
}

impl Arguments {
    /// Takes arguments one by one; for tests and for what `/proc` says.
    #[must_use]
    pub fn of<'a>(arguments: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut all = Self::default();
        for argument in arguments {
            all.push(argument);
        }
        all
    }

    /// Takes a block as `/proc/PID/cmdline` has it.
    #[must_use]
    pub fn from_block(block: &[u8]) -> Self {
        let body = block.strip_suffix(&[0]).unwrap_or(block);
        if block.is_empty() {
            return Self::default();
        }
        Self::of(body.split(|&byte| byte == 0))
    }

    fn push(&mut self, argument: &[u8]) {
        self.starts.push(self.block.len());
        self.block.extend_from_slice(argument);
        self.block.push(0);
    }

    /// The arguments without their NULs.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.starts.iter().enumerate().map(|(index, &start)| {
            let end = self
                .starts
                .get(index + 1)
                .copied()
                .unwrap_or(self.block.len());
            self.block
                .get(start..end.saturating_sub(1))
                .unwrap_or_default()
        })
    }

    /// The block as `/proc/PID/cmdline` will show it when this program is started by its own file.
    #[must_use]
    pub fn block(&self) -> &[u8] {
        &self.block
    }

    /// The block as `/proc/PID/cmdline` will show it when a script is started: the kernel puts what starts the script
    /// in the place of the first argument.
    #[must_use]
    pub fn behind<'a>(&self, instead: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut all = Self::of(instead);
        for argument in self.iter().skip(1) {
            all.push(argument);
        }
        all
    }

    /// As text, for tests.
    #[cfg(test)]
    pub fn texts(&self) -> Vec<String> {
        self.iter()
            .map(|argument| String::from_utf8_lossy(argument).into_owned())
            .collect()
    }
}

/// Reads the arguments that `execve` was given: an array of pointers that ends with a null.
///
/// # Errors
///
/// `Invalid` with what the kernel would say, `Refused` when the memory is not ours to read or holds more than is read.
pub fn read_arguments(memory: &dyn Memory, array: u64) -> Result<Arguments, Unreadable> {
    let mut all = read_environment(memory, array)?;
    // The kernel puts an empty argument into an empty array.
    if all.starts.is_empty() {
        all.push(b"");
    }
    Ok(all)
}

/// Reads the environment that `execve` was given: the same, and an empty one stays empty.
///
/// # Errors
/// As [`read_arguments`].
pub fn read_environment(memory: &dyn Memory, array: u64) -> Result<Arguments, Unreadable> {
    let mut all = Arguments::default();
    // The kernel takes a null in place of the array for an empty one.
    let mut at = array;
    while at != 0 {
        let (pointers, more) = read_pointers(memory, at)?;
        for pointer in &pointers {
            let text = read_string(memory, *pointer, LONGEST_ARGUMENT, Errno::TOOBIG)?;
            if all.block.len() + text.len() >= MOST_BYTES || all.starts.len() >= MOST_ARGUMENTS {
                return Err(Unreadable::Refused);
            }
            all.push(&text);
        }
        at = if more {
            at.saturating_add(8 * POINTERS as u64)
        } else {
            0
        };
    }
    Ok(all)
}

/// Reads pointers up to the null; the flag says that there was none among them. What lies behind the null may not be
/// mapped, so a chunk that cannot be read whole is read pointer by pointer.
fn read_pointers(memory: &dyn Memory, at: u64) -> Result<(Vec<u64>, bool), Unreadable> {
    let mut bytes = [0; 8 * POINTERS];
    if read_exact(memory, at, &mut bytes).is_err() {
        return read_pointers_singly(memory, at);
    }
    let pointers: Vec<u64> = bytes
        .chunks_exact(8)
        .filter_map(|chunk| chunk.try_into().ok().map(u64::from_le_bytes))
        .take_while(|&pointer| pointer != 0)
        .collect();
    let more = pointers.len() == POINTERS;
    Ok((pointers, more))
}

fn read_pointers_singly(memory: &dyn Memory, at: u64) -> Result<(Vec<u64>, bool), Unreadable> {
    let mut pointers = Vec::with_capacity(POINTERS);
    for index in 0..POINTERS as u64 {
        let mut bytes = [0; 8];
        read_exact(memory, at.saturating_add(8 * index), &mut bytes)?;
        match u64::from_le_bytes(bytes) {
            0 => return Ok((pointers, false)),
            pointer => pointers.push(pointer),
        }
    }
    Ok((pointers, true))
}

#[cfg(test)]
mod tests {
    use super::{Arguments, read_arguments, read_environment};
    use crate::watch::memory::Unreadable;
    use crate::watch::memory::scripted::Pieces;
    use rustix::io::Errno;

    fn array(pointers: &[u64]) -> Vec<u8> {
        pointers
            .iter()
            .flat_map(|pointer| pointer.to_le_bytes())
            .collect()
    }

    #[test]
    fn reads_arguments_whose_array_ends_at_the_end_of_a_mapping() {
        let memory = Pieces::default()
            .with(0x1000, b"sh\0-c\0id; :\0")
            .with(0x2ff0 - 16, &array(&[0x1000, 0x1003, 0x1006, 0]));

        let arguments = read_arguments(&memory, 0x2ff0 - 16).unwrap();

        assert_eq!(arguments.texts(), ["sh", "-c", "id; :"]);
        assert_eq!(arguments.block(), b"sh\0-c\0id; :\0");
    }

    #[test]
    fn reads_more_arguments_than_one_chunk_of_pointers() {
        for count in [31, 32, 33, 64, 1000] {
            let mut pointers = vec![0x1000; count];
            pointers.push(0);
            let memory = Pieces::default()
                .with(0x1000, b"x\0")
                .with(0x10_000, &array(&pointers));

            let arguments = read_arguments(&memory, 0x10_000).unwrap();

            assert_eq!(arguments.iter().count(), count);
        }
    }

    #[test]
    fn gives_an_empty_array_the_empty_argument_the_kernel_gives_it() {
        let memory = Pieces::default().with(0x2000, &array(&[0]));

        assert_eq!(read_arguments(&memory, 0x2000).unwrap().block(), b"\0");
        assert_eq!(read_arguments(&memory, 0).unwrap().block(), b"\0");
        assert_eq!(read_environment(&memory, 0x2000).unwrap().block(), b"");
    }

    #[test]
    fn says_what_the_kernel_would_say_of_bad_pointers() {
        let memory = Pieces::default()
            .with(0x1000, &array(&[0xdead_0000, 0]))
            .with(0x3000, &array(&[0x10_0000, 0]))
            .with(0x10_0000, &vec![b'a'; 200_000]);

        assert_eq!(
            read_arguments(&memory, 0x1000),
            Err(Unreadable::Invalid(Errno::FAULT))
        );
        assert_eq!(
            read_arguments(&memory, 0x9000),
            Err(Unreadable::Invalid(Errno::FAULT))
        );
        assert_eq!(
            read_arguments(&memory, 0x3000),
            Err(Unreadable::Invalid(Errno::TOOBIG))
        );
    }

    #[test]
    fn counts_more_than_it_reads_as_unread() {
        let mut long = vec![b'a'; 100_000];
        long.push(0);
        let mut pointers = vec![0x10_0000; 30];
        pointers.push(0);
        let memory = Pieces::default()
            .with(0x10_0000, &long)
            .with(0x1000, &array(&pointers));

        assert_eq!(read_arguments(&memory, 0x1000), Err(Unreadable::Refused));
    }

    #[test]
    fn lays_a_script_out_as_the_kernel_does() {
        let called = Arguments::of([&b"./run"[..], b"-v", b""]);

        let seen = called.behind([&b"/bin/sh"[..], b"-e", b"/srv/run"]);

        assert_eq!(seen.block(), b"/bin/sh\0-e\0/srv/run\0-v\0\0");
        assert_eq!(Arguments::from_block(seen.block()), seen);
    }
}
