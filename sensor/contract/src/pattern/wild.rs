//! What stands for whatever is harmless: the wildcards of a pattern.

use super::token;

/// The placeholders that stand for letters, digits and hyphens only. `{long:…}`, `{more:…}` and `{byte:…}` may hide a shell's
/// special characters, so no wildcard takes them.
const HARMLESS: [&str; 5] = ["{uuid}", "{number}", "{hex}", "{temp}", "{pid}"];

/// What stands for whatever is harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wild {
    Any,
    /// The same in a file's path, where it also takes what people put into names. No shell sees it there.
    AnyOfAFile,
    /// Only what names are made of: nothing in it ends one, or begins something else.
    Name,
}

impl Wild {
    fn takes(self, token: &str) -> bool {
        let signs: &[u8] = match self {
            Self::Any => b"_.,:@%+=-",
            Self::AnyOfAFile => b"_.,:@%+=- ()[]&'!~#",
            Self::Name => b"_-",
        };
        match token.as_bytes() {
            [byte] => byte.is_ascii_alphanumeric() || signs.contains(byte),
            _ => HARMLESS.contains(&token) || (self == Self::AnyOfAFile && !token.is_ascii()),
        }
    }
}

/// What a wildcard has taken so far, as bits, since several may be under way at once.
mod taken {
    pub(super) const NOTHING: u8 = 1;
    pub(super) const ONE_DOT: u8 = 2;
    pub(super) const TWO_DOTS: u8 = 4;
    pub(super) const ENOUGH: u8 = 8;
}

/// Where a wildcard can end that begins at one of these.
pub(super) fn after_wild(ends: &[bool], subject: &str, wild: Wild) -> Vec<bool> {
    let mut next = vec![false; ends.len()];
    let (mut at, mut state) = (0, 0);
    while let Some(rest) = subject.get(at..) {
        if ends.get(at).copied().unwrap_or(false) {
            state |= taken::NOTHING;
        }
        let Some(token) = token(rest) else { break };
        state = if wild.takes(token) {
            step(state, token)
        } else {
            0
        };
        at += token.len();
        if state & taken::ENOUGH != 0 {
            if let Some(end) = next.get_mut(at) {
                *end = true;
            }
        }
    }
    next
}

fn step(state: u8, token: &str) -> u8 {
    let moved = |from: u8, to: u8| if state & from != 0 { to } else { 0 };
    let begun = moved(
        taken::ONE_DOT | taken::TWO_DOTS | taken::ENOUGH,
        taken::ENOUGH,
    );
    match token {
        "-" => begun,
        "." => {
            moved(taken::NOTHING, taken::ONE_DOT)
                | moved(taken::ONE_DOT, taken::TWO_DOTS)
                | moved(taken::TWO_DOTS | taken::ENOUGH, taken::ENOUGH)
        }
        _ => begun | moved(taken::NOTHING, taken::ENOUGH),
    }
}
