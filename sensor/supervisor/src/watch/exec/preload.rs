//! Libraries that the environment has the loader put into a program before its own (`LD_PRELOAD`, `LD_AUDIT`): with one of his own
//! in there, somebody runs native code in the name of a program that is allowed. So one that came to be since the start counts as
//! drift of the program itself.
//!
//! What another mount brought is left alone here: tools that watch applications are put into containers that way.

use inlay_contract::behaviour::Drift;

use super::arguments::Arguments;

/// The variables that name libraries.
const NAMING: [&[u8]; 2] = [b"LD_PRELOAD=", b"LD_AUDIT="];

/// Where a name without a slash is looked for before anywhere else.
const PLACES: &[u8] = b"LD_LIBRARY_PATH=";

/// How many paths are looked at; who names more hides something.
const MOST: usize = 64;

/// Where distributions keep libraries of this architecture, when they keep those of several.
#[cfg(target_arch = "x86_64")]
const LIBRARIES: &str = "lib/x86_64-linux-gnu";
#[cfg(target_arch = "aarch64")]
const LIBRARIES: &str = "lib/aarch64-linux-gnu";

/// What the loader puts in the place of `$ORIGIN`, `$LIB` and `$PLATFORM`: the program's folder, and what distributions use.
const TOKENS: [(&str, &[&str]); 3] = [
    ("ORIGIN", &[]),
    ("LIB", &[LIBRARIES, "lib64", "lib"]),
    ("PLATFORM", &[std::env::consts::ARCH]),
];

/// Whether this environment names any.
#[must_use]
pub(super) fn names_any(environment: &Arguments) -> bool {
    NAMING
        .iter()
        .any(|naming| values(environment, naming).next().is_some())
}

/// The paths at which the loader may find what this environment names, for a program in this folder. `None` when there are more
/// than are looked at, or when it cannot be told where one is.
#[must_use]
pub(super) fn paths(environment: &Arguments, origin: &[u8]) -> Option<Vec<Vec<u8>>> {
    let named = NAMING.iter().flat_map(|naming| {
        values(environment, naming)
            .flat_map(|value| value.split(|byte| matches!(byte, b':' | b' ' | b'\t' | b'\n')))
    });
    let mut paths = Vec::new();
    for name in named.filter(|name| !name.is_empty()) {
        if name.contains(&b'/') {
            paths.extend(expanded(name, origin)?);
        } else {
            for place in places(environment) {
                paths.extend(expanded(&[place, b"/", name].concat(), origin)?);
            }
        }
        if paths.len() > MOST {
            return None;
        }
    }
    Some(paths)
}

/// What of a library's drift counts.
#[must_use]
pub(super) fn counts(drift: Drift) -> bool {
    match drift {
        Drift::Written | Drift::Memory | Drift::Deleted => true,
        Drift::Device => false,
    }
}

fn values<'a>(environment: &'a Arguments, naming: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    environment
        .iter()
        .filter_map(move |entry| entry.strip_prefix(naming))
}

/// An empty place is the working directory.
fn places(environment: &Arguments) -> impl Iterator<Item = &[u8]> {
    values(environment, PLACES)
        .flat_map(|value| value.split(|byte| matches!(byte, b':' | b';')))
        .map(|place| if place.is_empty() { b"." } else { place })
}

/// A path with everything the loader may put in the place of its tokens.
fn expanded(path: &[u8], origin: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut all = vec![path.to_vec()];
    while let Some(at) = all.iter().position(|path| path.contains(&b'$')) {
        let path = all.swap_remove(at);
        let dollar = path.iter().position(|&byte| byte == b'$')?;
        let (before, rest) = path.split_at(dollar);
        let (token, after) = token(rest)?;
        let with = |text: &[u8]| [before, text, after].concat();
        match token {
            [] => all.push(with(origin)),
            texts => all.extend(texts.iter().map(|text| with(text.as_bytes()))),
        }
        if all.len() > MOST {
            return None;
        }
    }
    Some(all)
}

/// The token at the beginning, and what follows it.
fn token(text: &[u8]) -> Option<(&'static [&'static str], &[u8])> {
    TOKENS.iter().find_map(|(name, texts)| {
        let bare = text.strip_prefix(b"$")?;
        let rest = bare
            .strip_prefix(format!("{{{name}}}").as_bytes())
            .or_else(|| bare.strip_prefix(name.as_bytes()))?;
        Some((*texts, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::paths;
    use crate::watch::exec::arguments::Arguments;

    fn found(environment: &[&str]) -> Option<Vec<String>> {
        let entries = environment.iter().map(|entry| entry.as_bytes());
        let paths = paths(&Arguments::of(entries), b"/opt/app")?;
        let text = |path: Vec<u8>| String::from_utf8(path).unwrap();
        Some(paths.into_iter().map(text).collect())
    }

    #[test]
    fn finds_libraries_wherever_the_environment_names_them() {
        let some = |paths: &[&str]| Some(paths.iter().map(ToString::to_string).collect());

        assert_eq!(
            found(&["PATH=/bin", "LD_PRELOADED=/x", "A=LD_PRELOAD=/y"]),
            some(&[])
        );
        assert_eq!(
            found(&["LD_PRELOAD=/a.so /b.png:c/d"]),
            some(&["/a.so", "/b.png", "c/d"])
        );
        assert_eq!(
            found(&["LD_AUDIT=/a.so", "LD_PRELOAD=/b"]),
            some(&["/b", "/a.so"])
        );
        assert_eq!(
            found(&["LD_PRELOAD=bare", "LD_LIBRARY_PATH=/srv/up:"]),
            some(&["/srv/up/bare", "./bare"])
        );
        assert_eq!(found(&["LD_PRELOAD=bare"]), some(&[]));
        assert_eq!(
            found(&["LD_PRELOAD=$ORIGIN/x:${PLATFORM}/y"]),
            some(&["/opt/app/x", &format!("{}/y", std::env::consts::ARCH)])
        );
        assert_eq!(found(&["LD_PRELOAD=/usr/$LIB/z"]).unwrap().len(), 3);
    }

    #[test]
    fn says_when_it_cannot_tell() {
        assert_eq!(found(&["LD_PRELOAD=/a/$OTHER/b"]), None);
        assert_eq!(found(&["LD_PRELOAD=/$"]), None);
        let many = format!("LD_PRELOAD={}", "/a:".repeat(65));
        assert_eq!(found(&[&many]), None);
        let tokens = format!("LD_PRELOAD=/{}", "$LIB/".repeat(9));
        assert_eq!(found(&[&tokens]), None);
    }
}
