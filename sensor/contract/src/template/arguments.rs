//! Argument lists.

use super::run::{self, Context};
use crate::digest::{hex, sha256_hex};

/// A longer argument is told by its hash: it is a document, not an option.
const LONGEST: usize = 1024;
/// More arguments than these are told by their number and hash.
const MOST: usize = 64;
/// A behaviour has to fit into a frame, with its example and its lineage.
const MOST_BYTES: usize = 8192;
/// Hex digits of a hash: 64 bits, enough that nobody finds a second command line for a learnt one by trying.
const HASH_DIGITS: usize = 16;

/// Templates one argument.
#[must_use]
pub fn argument(original: &[u8]) -> String {
    bounded(original, |out| {
        run::template(original, Context::Ordinary, out);
    })
}

/// `argv[0]`: never templated, it is a name.
#[must_use]
pub fn program_name(original: &[u8]) -> String {
    bounded(original, |out| run::escape(original, out))
}

fn bounded(original: &[u8], write: impl FnOnce(&mut String)) -> String {
    if original.len() > LONGEST {
        return format!("{{long:{}}}", short(sha256_hex(original)));
    }
    let mut out = String::with_capacity(original.len());
    write(&mut out);
    out
}

fn short(mut hash: String) -> String {
    hash.truncate(HASH_DIGITS);
    hash
}

/// Templates a list, `argv[0]` first.
#[must_use]
pub fn arguments<A: AsRef<[u8]>>(originals: &[A]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(originals.len().min(MOST + 1));
    let mut bytes = 0;
    for (position, original) in originals.iter().enumerate() {
        let original = original.as_ref();
        let next = if position == 0 {
            program_name(original)
        } else {
            argument(original)
        };
        bytes += next.len();
        if position == MOST || bytes > MOST_BYTES {
            out.push(more(originals.get(position..).unwrap_or_default()));
            break;
        }
        out.push(next);
    }
    out
}

/// Hashed as templated: what varies in a long list must not make every run of it a behaviour of its own.
fn more<A: AsRef<[u8]>>(rest: &[A]) -> String {
    let mut hash = ring::digest::Context::new(&ring::digest::SHA256);
    for original in rest {
        hash.update(argument(original.as_ref()).as_bytes());
        hash.update(b"\0");
    }
    format!(
        "{{more:{}:{}}}",
        rest.len(),
        short(hex(hash.finish().as_ref()))
    )
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::examples;

    #[derive(Deserialize)]
    struct Case {
        input: Vec<String>,
        output: Vec<String>,
    }

    #[test]
    fn agrees_with_the_shared_cases() {
        let cases: Vec<Case> = examples::read("argument-lists.json");
        assert!(cases.len() > 5);
        for case in cases {
            assert_eq!(arguments(&case.input), case.output, "{:?}", case.input);
        }
    }

    #[test]
    fn never_grows_with_its_input() {
        let braces = vec!["{".repeat(1024); 500];
        let bytes = vec![vec![0xff_u8; 1024]; 500];

        for list in [arguments(&braces), arguments(&bytes)] {
            assert!(list.len() <= MOST + 1);
            assert!(list.iter().map(String::len).sum::<usize>() < MOST_BYTES + 64);
        }
    }
}
