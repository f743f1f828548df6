//! Cutting a string into runs of letters and digits, and telling what such a run is.

use std::fmt::Write as _;

/// Where a string stands decides what its runs are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Arguments and most paths.
    Ordinary,
    /// Paths in temporary directories.
    Temporary,
    /// The path of a program: what runs is not to be confused, so only what is certainly made up is taken for it.
    Program {
        /// How many of upper case, lower case and digits a name has to mix to be made up.
        mixes: u8,
    },
}

/// Lengths of the groups of a UUID.
const UUID: [usize; 5] = [8, 4, 4, 4, 12];
/// What joins them. The underscore is how names of files carry one (Java's file upload library writes its parts so).
const UUID_JOINTS: [u8; 2] = [b'-', b'_'];
/// Length of a UUID with its joints.
const UUID_LENGTH: usize = 36;
/// How Python begins the names it makes up, with as many of `[a-z0-9_]` behind it.
const PYTHON: (&[u8], usize) = (b"tmp", 8);
/// Libraries whose names have underscores among their signs: with how many signs, and whether capitals are among them.
/// Python makes eight of `[a-z0-9_]`, also where it only tries whether it may write, Perl ten of `[A-Za-z0-9_]`, and
/// Mojolicious sixteen of these.
const UNDERSCORED: [(usize, bool); 3] = [(8, false), (10, true), (16, true)];
/// Before digits these are no name, wherever they stand: `tmp4711` is what a process with that number writes.
const BEFORE_NUMBERS: [&[u8]; 2] = [b"tmp", b"temp"];
/// A run of hex digits shorter than this is too often a word.
const HEX_AT_LEAST: usize = 8;
/// From here on digits alone are hex as well: hashes, random ids and log segments (`00000001000000000000000A` follows
/// `…09`) must not change their placeholder with the letters they happen to have. Nobody counts that far.
const HEX_WHATEVER_AT_LEAST: usize = 16;
/// What `mktemp` and `mkstemp` replace is this long.
const TEMP_AT_LEAST: usize = 6;
/// A run of this length with digits in two places is no word, nor a word and a number: session ids, random ids, hashes in
/// another base than 16.
const LONG_AT_LEAST: usize = 16;
/// In so many places.
const LONG_DIGIT_PLACES: usize = 2;
/// Endings of files are no longer: `.mp3`, `.h264`.
const ENDING_AT_MOST: usize = 4;

/// What a run is taken for.
#[derive(Clone, Copy)]
enum Form {
    /// Itself.
    Word,
    /// Something made up.
    Placeholder(&'static str),
    /// A word of this length, then a number.
    Numbered(usize),
    /// A part of a time as ISO 8601 writes it: `26T03`, `20260102T030405Z`, `123Z`.
    Moment,
}

/// Appends the template of `original`.
pub(super) fn template(original: &[u8], context: Context, out: &mut String) {
    let mut rest = original;
    let mut after_dot = false;
    let mut may_begin = true;
    while !rest.is_empty() {
        if let Some(length) =
            underscored(rest).filter(|_| may_begin && context == Context::Temporary)
        {
            out.push_str("{temp}");
            rest = rest.get(length..).unwrap_or_default();
            may_begin = false;
            continue;
        }
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        if length == 0 {
            let (piece, after) = rest.split_at(between(rest));
            after_dot = piece.ends_with(b".");
            may_begin = !piece.ends_with(b"_");
            escape(piece, out);
            rest = after;
            continue;
        }
        may_begin = false;
        if is_uuid(rest) {
            out.push_str("{uuid}");
            rest = rest.get(UUID_LENGTH..).unwrap_or_default();
        } else if !matches!(context, Context::Program { .. }) && is_pythons(rest) {
            out.push_str("tmp{temp}");
            rest = rest.get(PYTHON.0.len() + PYTHON.1..).unwrap_or_default();
        } else {
            let (run, after) = rest.split_at(length);
            let is_ending = after_dot
                && length <= ENDING_AT_MOST
                && after.first().is_none_or(|byte| *byte == b'/');
            write(run, form(run, context, is_ending), out);
            rest = after;
        }
    }
}

/// How many signs stand here before the next run, or before the next underscore that a made up name may begin with.
fn between(rest: &[u8]) -> usize {
    let mut before = None;
    rest.iter()
        .take_while(|byte| {
            let begins = **byte == b'_' && before.is_some_and(|before| before != b'_');
            before = Some(**byte);
            !byte.is_ascii_alphanumeric() && !begins
        })
        .count()
}

/// The length of a made up name with underscores that begins here. One without is a run like any other, and words with a
/// number behind them count something: they must not change their form where they happen to be this long.
fn underscored(rest: &[u8]) -> Option<usize> {
    let length = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
        .count();
    let name = rest.get(..length)?;
    let underscore = name.iter().rposition(|byte| *byte == b'_')?;
    let (words, number) = name.split_at(underscore);
    let counts = words
        .iter()
        .all(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && number.iter().skip(1).all(u8::is_ascii_digit)
        && number.len() > 1;
    let capitals = name.iter().any(u8::is_ascii_uppercase);
    (!counts && UNDERSCORED.contains(&(length, capitals))).then_some(length)
}

fn write(run: &[u8], form: Form, out: &mut String) {
    match form {
        Form::Word => escape(run, out),
        Form::Placeholder(placeholder) => out.push_str(placeholder),
        Form::Numbered(letters) => {
            escape(run.get(..letters).unwrap_or_default(), out);
            out.push_str("{number}");
        }
        Form::Moment => {
            for part in run.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit()) {
                if part.iter().all(u8::is_ascii_digit) {
                    out.push_str("{number}");
                } else {
                    escape(part, out);
                }
            }
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

/// Whether a name that Python made up begins here. An underscore may be anywhere in it, so it is more than a run, and would be
/// cut in other places each time. It may be digits only: the number of a process has fewer.
fn is_pythons(rest: &[u8]) -> bool {
    let (prefix, length) = PYTHON;
    let Some(after) = rest.strip_prefix(prefix) else {
        return false;
    };
    let made = after.get(..length).unwrap_or_default();
    let ends = after
        .get(length)
        .is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
    let is_made = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
    made.len() == length && ends && made.iter().all(is_made)
}

fn form(run: &[u8], context: Context, is_ending: bool) -> Form {
    let has = |class: fn(&u8) -> bool| run.iter().any(class);
    let letters = has(u8::is_ascii_alphabetic);
    let digit = has(u8::is_ascii_digit);
    let is_hex = run.iter().all(u8::is_ascii_hexdigit);
    if is_hex && run.len() >= HEX_WHATEVER_AT_LEAST {
        return Form::Placeholder("{hex}");
    }
    if !letters {
        return Form::Placeholder("{number}");
    }
    if is_hex && run.len() >= HEX_AT_LEAST && digit {
        return Form::Placeholder("{hex}");
    }
    if !matches!(context, Context::Program { .. }) {
        if is_moment(run) {
            return Form::Moment;
        }
        if is_long(run) {
            return Form::Placeholder("{temp}");
        }
    }
    match context {
        Context::Ordinary => ordinary(run),
        Context::Temporary => temporary(run, is_ending),
        Context::Program { mixes } => mixed(run, mixes),
    }
}

/// Digits, and `T` and digits or `Z` or both behind them.
fn is_moment(run: &[u8]) -> bool {
    let in_utc = run.strip_suffix(b"Z");
    let mut parts = in_utc.unwrap_or(run).split(|byte| *byte == b'T');
    let is_number = |part: Option<&[u8]>| {
        part.is_some_and(|it| !it.is_empty() && it.iter().all(u8::is_ascii_digit))
    };
    let (date, time, more) = (parts.next(), parts.next(), parts.next());
    is_number(date) && (is_number(time) || (time.is_none() && in_utc.is_some())) && more.is_none()
}

fn is_long(run: &[u8]) -> bool {
    let places = run
        .split(|byte| !byte.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .count();
    run.len() >= LONG_AT_LEAST && places >= LONG_DIGIT_PLACES
}

fn ordinary(run: &[u8]) -> Form {
    match numbered(run) {
        Some(letters) if comes_before_numbers(run, letters) => Form::Numbered(letters),
        _ => mixed(run, 3),
    }
}

fn comes_before_numbers(run: &[u8], letters: usize) -> bool {
    let word = run.get(..letters).unwrap_or_default();
    letters < run.len() && BEFORE_NUMBERS.contains(&word)
}

/// Whatever its length, so that a name does not change its form with the length of the number in it.
fn temporary(run: &[u8], is_ending: bool) -> Form {
    match numbered(run) {
        Some(letters) if letters == run.len() => Form::Word,
        Some(letters) if comes_before_numbers(run, letters) => Form::Numbered(letters),
        _ if is_ending => Form::Word,
        Some(letters) => Form::Numbered(letters),
        None if run.iter().any(u8::is_ascii_digit) => Form::Placeholder("{temp}"),
        None => mixed(run, 2),
    }
}

fn mixed(run: &[u8], enough: u8) -> Form {
    let classes = [
        u8::is_ascii_uppercase,
        u8::is_ascii_lowercase,
        u8::is_ascii_digit,
    ];
    let mixes = classes
        .into_iter()
        .filter(|class| run.iter().any(class))
        .count();
    if run.len() >= TEMP_AT_LEAST && mixes >= usize::from(enough) {
        Form::Placeholder("{temp}")
    } else {
        Form::Word
    }
}

/// How long the word is at the begin of a run that is a word (in one case, or with a capital in front) and nothing or a number
/// behind it; `None` for other runs.
pub(crate) fn numbered(run: &[u8]) -> Option<usize> {
    let letters = run
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let (word, number) = run.split_at_checked(letters)?;
    let (first, others) = word.split_first()?;
    let is_word = others.iter().all(u8::is_ascii_lowercase)
        || (first.is_ascii_uppercase() && others.iter().all(u8::is_ascii_uppercase));
    (is_word && number.iter().all(u8::is_ascii_digit)).then_some(letters)
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
