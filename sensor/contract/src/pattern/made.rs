//! Names that were made up, in rules: what a program draws by lot looks like another placeholder, or like none, by chance.

use super::{Reach, token};
use crate::sensitive::is_sensitive;
use crate::system::is_system;
use crate::template;

/// A word of fewer hex digits has no placeholder.
const HEX_AT_LEAST: usize = 8;
/// The same of letters and digits of any kind.
const TEMP_AT_LEAST: usize = 6;

/// What stands in a rule for whatever comes out of the same lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// Hex digits, which may be digits only, or letters only.
    Hex,
    /// Letters and digits, which may be anything.
    Name,
    /// The same, but nothing that people call things by.
    Oddity,
}

impl Made {
    /// What a token of a pattern stands for, between what is before and behind it; `None` when it only matches itself.
    pub(super) fn of(reach: Reach, token: &str, before: &str, behind: &str) -> Option<Self> {
        if !is_whole(before, behind) {
            return None;
        }
        let is_open_file = || is_open(before, &format!("{before}{token}{behind}"));
        let is_open_in_argument = || {
            let start = path_within(before);
            is_open(start, &format!("{start}{token}{}", path_ahead(behind)))
        };
        match (token, reach) {
            ("{hex}", Reach::File) if is_open_file() => Some(Self::Hex),
            ("{hex}", Reach::Argument) => Some(Self::Hex),
            ("{temp}", Reach::File) if is_open_file() => Some(Self::Name),
            ("{temp}", Reach::Argument) if is_open_in_argument() => Some(Self::Oddity),
            _ => None,
        }
    }

    /// Whether a word of a templated text can have come out of the same lot.
    pub(super) fn covers(self, word: &str) -> bool {
        let is_longer = |length| word.len() >= length;
        match self {
            Self::Hex => {
                matches!(word, "{hex}" | "{number}")
                    || (is_longer(HEX_AT_LEAST)
                        && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
            }
            // A placeholder may stand for as many characters as it takes.
            Self::Name => word.contains('{') || is_longer(TEMP_AT_LEAST),
            Self::Oddity => {
                word.contains('{')
                    || (is_longer(TEMP_AT_LEAST) && template::numbered(word.as_bytes()).is_none())
            }
        }
    }
}

/// Whether a token is part of a word.
pub(super) fn is_of_a_word(token: &str) -> bool {
    matches!(token, "{number}" | "{hex}" | "{temp}")
        || token.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether what stands between these is a word of its own. A wildcard may take a part of one.
fn is_whole(before: &str, behind: &str) -> bool {
    let joins = |token: &str| is_of_a_word(token) || matches!(token, "{any}" | "{name}");
    let ends_in_one = match before.as_bytes().last() {
        Some(b'}') => before
            .rfind('{')
            .and_then(|at| before.get(at..))
            .is_some_and(joins),
        Some(byte) => byte.is_ascii_alphanumeric(),
        None => false,
    };
    !ends_in_one && !token(behind).is_some_and(joins)
}

/// Whether a path that begins so, and is that as a whole, leads neither to where the operating system lives nor to secrets.
fn is_open(before: &str, path: &str) -> bool {
    before.starts_with('/')
        && !is_system(path.as_bytes())
        && !is_sensitive(before)
        && !before.split('/').any(|segment| segment == "..")
}

/// The end of an argument that may be a path.
fn path_within(before: &str) -> &str {
    let start = before
        .bytes()
        .rposition(|byte| !is_of_a_path(byte))
        .map_or(0, |at| at + 1);
    before.get(start..).unwrap_or_default()
}

/// How a path goes on in an argument.
fn path_ahead(behind: &str) -> &str {
    let end = behind.bytes().position(|byte| !is_of_a_path(byte));
    behind
        .get(..end.unwrap_or(behind.len()))
        .unwrap_or_default()
}

fn is_of_a_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/_.+@%~-{}".contains(&byte)
}

#[cfg(test)]
mod tests {
    use crate::pattern::Pattern;
    use crate::template::{argument, path};

    const MOST: usize = 20_000;
    const GLIBC: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const MUSL: &str = "ABCDEFGHIJKLMNOPabcdefghijklmnop";
    const PYTHON: &str = "abcdefghijklmnopqrstuvwxyz0123456789_";
    const HEX: &str = "0123456789abcdef";

    /// Names as a library draws them, the same each time.
    fn drawn(alphabet: &str, length: usize) -> impl Iterator<Item = String> {
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = move || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed >> 33).unwrap()
        };
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..MOST).map(move |_| {
            (0..length)
                .map(|_| alphabet[next() % alphabet.len()])
                .collect()
        })
    }

    #[test]
    fn a_rule_for_one_made_up_name_holds_for_all_that_are_made_so() {
        let cases = [
            (GLIBC, 6, "/tmp/in-", "/tmp/in-{temp}"),
            (GLIBC, 10, "/srv/cache/", "/srv/cache/{temp}"),
            (MUSL, 6, "/tmp/", "/tmp/{temp}"),
            (PYTHON, 8, "/srv/in/tmp", "/srv/in/tmp{temp}"),
            (HEX, 8, "/srv/cache/", "/srv/cache/{hex}"),
        ];
        for (alphabet, length, folder, rule) in cases {
            let rule = Pattern::of_file(rule).unwrap();
            for name in drawn(alphabet, length) {
                let told = path(format!("{folder}{name}").as_bytes(), None);
                assert!(rule.matches(&told), "{name}: {told}");
            }
        }
    }

    #[test]
    fn in_arguments_few_names_look_like_words() {
        let rule = Pattern::of_argument("convert /tmp/in-{temp} x").unwrap();

        let words = drawn(GLIBC, 6)
            .map(|name| argument(format!("convert /tmp/in-{name} x").as_bytes()))
            .filter(|told| !rule.matches(told))
            .count();

        // 2.6 % by counting what a word may be.
        assert!((MOST / 50..MOST / 30).contains(&words), "{words}");
    }
}
