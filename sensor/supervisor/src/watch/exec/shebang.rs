//! The first line of a script, read as the kernel reads it (`fs/binfmt_script.c`).

/// How many bytes of a file the kernel looks at (`BINPRM_BUF_SIZE`).
pub const HEADER: usize = 256;

/// What starts a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shebang {
    /// The program, as written.
    pub interpreter: Vec<u8>,
    /// The one argument it may have: everything behind the first gap.
    pub argument: Option<Vec<u8>>,
}

/// Reads the header of a file; `None` when it is not a script the kernel would start.
#[must_use]
pub fn parse(header: &[u8]) -> Option<Shebang> {
    let seen = header.get(..HEADER).unwrap_or(header);
    let line = seen.strip_prefix(b"#!")?;
    let end = line.iter().position(|&byte| byte == b'\n');
    let whole = end.is_some() || seen.len() < HEADER;
    let line = line.get(..end.unwrap_or(line.len()))?;
    let line = trim(line);
    let word = line
        .iter()
        .position(|&byte| is_gap(byte) || byte == 0)
        .unwrap_or(line.len());
    // Without a line end the kernel only goes on when the interpreter's name is surely complete.
    if word == 0 || (!whole && word == line.len()) {
        return None;
    }
    let (interpreter, rest) = line.split_at(word);
    let rest = trim(rest);
    let argument = rest.get(
        ..rest
            .iter()
            .position(|&byte| byte == 0)
            .unwrap_or(rest.len()),
    )?;
    Some(Shebang {
        interpreter: interpreter.to_vec(),
        argument: (!argument.is_empty()).then(|| argument.to_vec()),
    })
}

fn is_gap(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

fn trim(line: &[u8]) -> &[u8] {
    let Some(first) = line.iter().position(|&byte| !is_gap(byte)) else {
        return &[];
    };
    let last = line
        .iter()
        .rposition(|&byte| !is_gap(byte))
        .unwrap_or(first);
    line.get(first..=last).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{HEADER, Shebang, parse};

    fn shebang(interpreter: &str, argument: Option<&str>) -> Shebang {
        Shebang {
            interpreter: interpreter.as_bytes().to_vec(),
            argument: argument.map(|text| text.as_bytes().to_vec()),
        }
    }

    #[test]
    fn reads_interpreter_and_argument() {
        assert_eq!(parse(b"#!/bin/sh\necho"), Some(shebang("/bin/sh", None)));
        assert_eq!(
            parse(b"#! \t/usr/bin/env\tpython3 -u \n"),
            Some(shebang("/usr/bin/env", Some("python3 -u")))
        );
        assert_eq!(parse(b"#!/bin/sh"), Some(shebang("/bin/sh", None)));
        assert_eq!(parse(b"#!/bin/sh\0-x\n"), Some(shebang("/bin/sh", None)));
    }

    #[test]
    fn knows_what_is_not_a_script() {
        assert_eq!(parse(b"\x7fELF"), None);
        assert_eq!(parse(b""), None);
        assert_eq!(parse(b"#"), None);
        assert_eq!(parse(b"#!"), None);
        assert_eq!(parse(b"#! \t \n/bin/sh"), None);
    }

    #[test]
    fn takes_a_name_cut_off_by_the_header_for_no_script() {
        let mut cut = b"#!/".to_vec();
        cut.resize(HEADER + 10, b'a');
        let mut complete = b"#!/bin/sh ".to_vec();
        complete.resize(HEADER + 10, b'a');

        assert_eq!(parse(&cut), None);
        assert_eq!(
            parse(&complete).map(|found| found.interpreter),
            Some(b"/bin/sh".to_vec())
        );
    }
}
