//! How verdicts are told to people.

use crate::behaviour::{Behaviour, Call, Protocol};
use crate::judgement::{Judgement, Verdict};

/// A command line in a reason; a frame has room for many reasons.
const LONGEST_LINE: usize = 512;

pub(super) fn ruled(verdict: Verdict, rule: &str) -> Judgement {
    let because = match verdict {
        Verdict::Allowed => "the policy allows it",
        Verdict::Recorded => "the policy has it recorded",
        Verdict::Blocked => "the policy forbids it",
    };
    Judgement {
        verdict,
        because: because.to_owned(),
        rule: Some(rule.to_owned()),
    }
}

pub(super) fn learning() -> Judgement {
    allowed("learning")
}

pub(super) fn not_judged() -> Judgement {
    allowed("not judged")
}

fn allowed(because: &str) -> Judgement {
    Judgement {
        verdict: Verdict::Allowed,
        because: because.to_owned(),
        rule: None,
    }
}

pub(super) fn always_blocked(behaviour: &Behaviour) -> Judgement {
    let because = match behaviour {
        Behaviour::Tamper(Call { program, call, .. }) => {
            format!("{program} tried {call} on the sensor, which is refused in every mode")
        }
        Behaviour::Mismatch { detail, .. } => {
            format!("what happened is not what had been allowed: {detail}")
        }
        _ => String::new(),
    };
    Judgement {
        verdict: Verdict::Blocked,
        because,
        rule: None,
    }
}

/// A command line as one would type it, cut where it gets long.
pub(super) fn line<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> String {
    let mut line = String::new();
    for argument in arguments {
        let argument = argument.as_ref();
        if !line.is_empty() {
            line.push(' ');
        }
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_./,:@%+={}-".contains(&byte);
        if !argument.is_empty() && argument.bytes().all(plain) {
            line.push_str(argument);
        } else {
            line.push('"');
            line.push_str(argument);
            line.push('"');
        }
        if line.len() > LONGEST_LINE {
            return shortened(&line, LONGEST_LINE);
        }
    }
    line
}

/// At most `most` bytes, cut between characters.
fn shortened(text: &str, most: usize) -> String {
    let end = (0..=most)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    format!("{}…", text.get(..end).unwrap_or_default())
}

pub(super) fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "tcp",
        Protocol::Udp => "udp",
    }
}
