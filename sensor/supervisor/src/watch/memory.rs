//! Reading what a system call's pointers point to.
//!
//! Everything here is hostile: the address, the length, the bytes, and the moment (another thread may be changing them while
//! we read). So every read is bounded, and nothing read this way decides alone where a caller could gain by the race; the
//! strategy table says which calls are verified afterwards.

use std::cell::RefCell;
use std::io;

use rustix::io::Errno;

/// The smallest page of every architecture we run on. A string may end just before an unmapped page, so no read crosses
/// a page border.
const PAGE: usize = 4096;

/// The longest path the kernel takes, with its final NUL.
pub const PATH_MAX: usize = 4096;

/// The memory of a process, as far as it may be read.
pub trait Memory {
    /// Reads at most `into.len()` bytes at `address`; fewer where a mapping ends, 0 where the address space is gone.
    ///
    /// # Errors
    ///
    /// What the kernel said, `EIO` for an address that is not mapped.
    fn read(&self, address: u64, into: &mut [u8]) -> io::Result<usize>;
}

/// A memory whose last page is kept: arguments lie side by side, and each read is a call to the kernel.
#[derive(Debug)]
pub struct Paged<'a, M> {
    memory: &'a M,
    page: RefCell<Page>,
}

#[derive(Debug)]
struct Page {
    start: u64,
    length: usize,
    bytes: Box<[u8; PAGE]>,
}

impl<'a, M: Memory> Paged<'a, M> {
    /// Over another memory.
    #[must_use]
    pub fn over(memory: &'a M) -> Self {
        let page = Page {
            start: 0,
            length: 0,
            bytes: Box::new([0; PAGE]),
        };
        Self {
            memory,
            page: RefCell::new(page),
        }
    }
}

impl<M: Memory> Memory for Paged<'_, M> {
    fn read(&self, address: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut page = self.page.borrow_mut();
        let start = address - address % PAGE as u64;
        if page.length == 0 || page.start != start {
            page.length = 0;
            let length = self.memory.read(start, page.bytes.as_mut_slice())?;
            page.length = length.min(PAGE);
            page.start = start;
        }
        let skip = usize::try_from(address - start).unwrap_or(PAGE);
        let rest = page.bytes.get(skip..page.length).unwrap_or_default();
        if rest.is_empty() && page.length > 0 {
            return Err(Errno::IO.into());
        }
        let count = rest.len().min(into.len());
        for (to, from) in into.iter_mut().zip(rest) {
            *to = *from;
        }
        Ok(count)
    }
}

/// Why there is no answer to what a pointer points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// The pointer is bad: the kernel would refuse the call with this error, and so do we.
    Invalid(Errno),
    /// We may not read this memory, or it is gone: the call is judged as unread.
    Refused,
}

/// Reads exactly `into.len()` bytes.
///
/// # Errors
///
/// `Invalid(EFAULT)` when a part of it is not mapped, `Refused` when the memory is not ours to read.
pub fn read_exact(memory: &dyn Memory, address: u64, into: &mut [u8]) -> Result<(), Unreadable> {
    let mut done = 0;
    while done < into.len() {
        let at = address
            .checked_add(done as u64)
            .ok_or(Unreadable::Invalid(Errno::FAULT))?;
        let rest = into.get_mut(done..).ok_or(Unreadable::Refused)?;
        let length = rest.len().min(up_to_page_end(at));
        let part = rest.get_mut(..length).ok_or(Unreadable::Refused)?;
        done += read_some(memory, at, part)?;
    }
    Ok(())
}

/// Reads a string that ends with a NUL, which is left out. `limit` counts the NUL.
///
/// # Errors
///
/// `Invalid(EFAULT)` for a bad pointer, `Invalid(too_long)` when no NUL is among the first `limit` bytes, `Refused` when
/// the memory is not ours to read.
pub fn read_string(
    memory: &dyn Memory,
    address: u64,
    limit: usize,
    too_long: Errno,
) -> Result<Vec<u8>, Unreadable> {
    let mut text = Vec::new();
    let mut page = [0; PAGE];
    while text.len() < limit {
        let at = address
            .checked_add(text.len() as u64)
            .ok_or(Unreadable::Invalid(Errno::FAULT))?;
        let length = up_to_page_end(at).min(limit - text.len());
        let part = page.get_mut(..length).ok_or(Unreadable::Refused)?;
        let count = read_some(memory, at, part)?;
        let fresh = part.get(..count).ok_or(Unreadable::Refused)?;
        if let Some(end) = fresh.iter().position(|&byte| byte == 0) {
            text.extend(fresh.iter().take(end));
            return Ok(text);
        }
        text.extend_from_slice(fresh);
    }
    Err(Unreadable::Invalid(too_long))
}

fn read_some(memory: &dyn Memory, at: u64, into: &mut [u8]) -> Result<usize, Unreadable> {
    match memory.read(at, into) {
        Ok(0) => Err(Unreadable::Refused),
        Ok(count) => Ok(count.min(into.len())),
        Err(error) if error.raw_os_error().is_some_and(is_bad_address) => {
            Err(Unreadable::Invalid(Errno::FAULT))
        }
        Err(_) => Err(Unreadable::Refused),
    }
}

/// `/proc/PID/mem` says `EIO` for an address that is not mapped, and `EFAULT` or `EINVAL` for one that never can be.
fn is_bad_address(raw: i32) -> bool {
    raw == Errno::IO.raw_os_error()
        || raw == Errno::FAULT.raw_os_error()
        || raw == Errno::INVAL.raw_os_error()
}

fn up_to_page_end(at: u64) -> usize {
    usize::try_from(at % PAGE as u64).map_or(1, |offset| PAGE - offset)
}

#[cfg(test)]
pub mod scripted {
    //! A memory made of pieces, for tests.

    use std::collections::BTreeMap;
    use std::io;

    use super::Memory;

    /// Pieces by address; everything else is not mapped.
    #[derive(Debug, Default)]
    pub struct Pieces(pub BTreeMap<u64, Vec<u8>>);

    impl Pieces {
        pub fn with(mut self, address: u64, bytes: &[u8]) -> Self {
            self.0.insert(address, bytes.to_vec());
            self
        }
    }

    impl Memory for Pieces {
        fn read(&self, address: u64, into: &mut [u8]) -> io::Result<usize> {
            let unmapped = || io::Error::from_raw_os_error(5);
            let (start, bytes) = self.0.range(..=address).next_back().ok_or_else(unmapped)?;
            let rest = usize::try_from(address - start)
                .ok()
                .and_then(|skip| bytes.get(skip..))
                .filter(|rest| !rest.is_empty())
                .ok_or_else(unmapped)?;
            let count = rest.len().min(into.len());
            into[..count].copy_from_slice(&rest[..count]);
            Ok(count)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::scripted::Pieces;
    use super::{Memory, PATH_MAX, Unreadable, read_exact, read_string};
    use rustix::io::Errno;

    #[test]
    fn reads_a_string_that_ends_just_before_an_unmapped_page() {
        let memory = Pieces::default().with(0x1ffa, b"/bin\0x");

        let text = read_string(&memory, 0x1ffa, PATH_MAX, Errno::NAMETOOLONG);

        assert_eq!(text, Ok(b"/bin".to_vec()));
    }

    #[test]
    fn refuses_a_string_that_runs_into_an_unmapped_page() {
        let memory = Pieces::default().with(0x1ffc, b"/bin");

        let text = read_string(&memory, 0x1ffc, PATH_MAX, Errno::NAMETOOLONG);

        assert_eq!(text, Err(Unreadable::Invalid(Errno::FAULT)));
    }

    #[test]
    fn counts_the_final_nul_as_the_kernel_does() {
        let mut longest = vec![b'a'; PATH_MAX - 1];
        longest.push(0);
        let memory = Pieces::default()
            .with(0x1001, &longest)
            .with(0x9001, &[b'a'; 5000]);

        let fits = read_string(&memory, 0x1001, PATH_MAX, Errno::NAMETOOLONG);
        let too_long = read_string(&memory, 0x9001, PATH_MAX, Errno::NAMETOOLONG);

        assert_eq!(fits.map(|text| text.len()), Ok(PATH_MAX - 1));
        assert_eq!(too_long, Err(Unreadable::Invalid(Errno::NAMETOOLONG)));
    }

    #[test]
    fn survives_an_address_that_wraps() {
        let memory = Pieces::default().with(u64::MAX - 3, b"abcd");

        let text = read_string(&memory, u64::MAX - 3, PATH_MAX, Errno::NAMETOOLONG);
        let bytes = read_exact(&memory, u64::MAX - 3, &mut [0; 8]);

        assert_eq!(text, Err(Unreadable::Invalid(Errno::FAULT)));
        assert_eq!(bytes, Err(Unreadable::Invalid(Errno::FAULT)));
    }

    #[test]
    fn says_unread_when_the_memory_is_closed_or_gone() {
        struct Closed(i32);
        impl Memory for Closed {
            fn read(&self, _: u64, _: &mut [u8]) -> io::Result<usize> {
                match self.0 {
                    0 => Ok(0),
                    raw => Err(io::Error::from_raw_os_error(raw)),
                }
            }
        }

        for raw in [0, 1, 13] {
            let text = read_string(&Closed(raw), 0x1000, PATH_MAX, Errno::NAMETOOLONG);
            assert_eq!(text, Err(Unreadable::Refused), "errno {raw}");
        }
    }
}
