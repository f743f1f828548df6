//! Cutting a string into runs of letters and digits, and telling what such a run is.

use std::fmt::Write as _;

/// Where a string stands decides how little is enough to take a name for made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Arguments and most paths.
    Ordinary,
    /// Paths of temporary directories.
    Temporary,
}

/// Lengths of the groups of a UUID.
const UUID: [usize; 5] = [8, 4, 4, 4, 12];
/// What joins them. The underscore is how names of files carry one (Java's file upload library writes its parts so).
const UUID_JOINTS: [u8; 2] = [b'-', b'_'];
/// Length of a UUID with its joints.
const UUID_LENGTH: usize = 36;
/// A run of hex digits shorter than this is too often a word.
const HEX_AT_LEAST: usize = 8;
/// From here on digits alone are hex as well: hashes, random ids and log segments (`00000001000000000000000A` follows
/// `…09`) must not change their placeholder with the letters they happen to have. Nobody counts that far.
const HEX_WHATEVER_AT_LEAST: usize = 16;
/// What `mktemp` and `mkstemp` replace is this long.
const TEMP_AT_LEAST: usize = 6;

/// Appends the template of `original`.
pub(super) fn template(original: &[u8], context: Context, out: &mut String) {
    let mut rest = original;
    while !rest.is_empty() {
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        if length == 0 {
            let between = rest
                .iter()
                .take_while(|byte| !byte.is_ascii_alphanumeric())
                .count();
            let (piece, after) = rest.split_at(between);
            escape(piece, out);
            rest = after;
        } else if is_uuid(rest) {
            out.push_str("{uuid}");
            rest = rest.get(UUID_LENGTH..).unwrap_or_default();
        } else {
            let (run, after) = rest.split_at(length);
            match placeholder(run, context) {
                Some(placeholder) => out.push_str(placeholder),
                None => escape(run, out),
            }
            rest = after;
        }
    }
}

/// Whether five maximal runs, all joined by a single hyphen or underscore, begin here. The caller stands at the begin of a
/// run.
fn is_uuid(rest: &[u8]) -> bool {
    let joint = rest.get(UUID[0]).filter(|byte| UUID_JOINTS.contains(byte));
    let mut at = 0;
    for (group, length) in UUID.into_iter().enumerate() {
        if group > 0 {
            if joint.is_none() || rest.get(at) != joint {
                return false;
            }
            at += 1;
        }
        let is_hex = rest
            .get(at..at + length)
            .is_some_and(|run| run.iter().all(u8::is_ascii_hexdigit));
        if !is_hex || rest.get(at + length).is_some_and(u8::is_ascii_alphanumeric) {
            return false;
        }
        at += length;
    }
    true
}

fn placeholder(run: &[u8], context: Context) -> Option<&'static str> {
    let has = |class: fn(&u8) -> bool| run.iter().any(class);
    let (upper, lower, digit) = (
        has(u8::is_ascii_uppercase),
        has(u8::is_ascii_lowercase),
        has(u8::is_ascii_digit),
    );
    let classes = u8::from(upper) + u8::from(lower) + u8::from(digit);
    let enough = match context {
        Context::Ordinary => 3,
        Context::Temporary => 2,
    };
    let is_hex = run.iter().all(u8::is_ascii_hexdigit);
    if is_hex && run.len() >= HEX_WHATEVER_AT_LEAST {
        Some("{hex}")
    } else if !upper && !lower {
        Some("{number}")
    } else if is_hex && run.len() >= HEX_AT_LEAST && digit {
        Some("{hex}")
    } else if run.len() >= TEMP_AT_LEAST && classes >= enough {
        Some("{temp}")
    } else {
        None
    }
}

/// Appends `original` with its braces doubled and what is not UTF-8 told byte by byte.
pub(super) fn escape(original: &[u8], out: &mut String) {
    for chunk in original.utf8_chunks() {
        for character in chunk.valid().chars() {
            out.push(character);
            if matches!(character, '{' | '}') {
                out.push(character);
            }
        }
        for byte in chunk.invalid() {
            // Writing to a String cannot fail.
            let _ = write!(out, "{{byte:{byte:02x}}}");
        }
    }
}
