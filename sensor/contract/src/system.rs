//! Where the operating system lives, and where below it images keep an application with its data.

/// Below these a name is what it is.
const SYSTEM: [&str; 12] = [
    "/bin", "/boot", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/root", "/sbin", "/sys", "/usr",
    "/.inlay",
];
/// Where images put whole applications nevertheless (`/usr/local/tomcat`, `/usr/share/elasticsearch`, `/usr/src/app`), and how
/// many names deep their data lies at least: an application, a directory and a name, for beside its other files may lie its
/// program. What is below two of these belongs to the first.
const APPLICATIONS: [(&str, usize); 6] = [
    ("/usr/local/share/", 3),
    ("/usr/local/", 3),
    ("/usr/share/", 3),
    ("/usr/src/", 3),
    // What root's programs keep for themselves: npm writes a log each time it starts something.
    ("/root/.cache/", 2),
    ("/root/.npm/", 2),
];
/// Directories of programs, libraries and settings, whatever application they belong to.
const CODE_DIRECTORIES: [&str; 24] = [
    "bin",
    "cgi-bin",
    "classes",
    "conf",
    "conf.d",
    "config",
    "dist-packages",
    "etc",
    "games",
    "include",
    "lib",
    "lib32",
    "lib64",
    "libexec",
    "META-INF",
    "modules",
    "native-jni-lib",
    "node_modules",
    "plugins",
    "sbin",
    "site-packages",
    "vendor",
    "WEB-INF",
    "__pycache__",
];
/// Endings of what is loaded, interpreted or answered with as a program.
const CODE_ENDINGS: [&str; 43] = [
    "ashx", "asp", "aspx", "bash", "cfm", "cgi", "cjs", "class", "dll", "dylib", "ear", "groovy",
    "jar", "js", "jsp", "jspf", "jspx", "ko", "lua", "mjs", "node", "phar", "php", "php3", "php4",
    "php5", "php7", "php8", "pht", "phtml", "pl", "pm", "pth", "py", "pyc", "pyd", "pyo", "rb",
    "sh", "shtml", "so", "war", "wasm",
];
/// What may stand for more directories than one.
const WILDCARDS: [&str; 3] = ["{any}", "{name}", "{tree}"];
/// A library with its version behind.
const VERSIONED_LIBRARY: &str = ".so.";

/// Whether a path is where the operating system lives: names stay what they are there, and stand for nothing else.
#[must_use]
pub fn is_system(path: &[u8]) -> bool {
    is_in_its_folders(path) && !is_data_of_an_application(path)
}

/// The same without exceptions, for what is a program itself.
pub(crate) fn is_in_its_folders(path: &[u8]) -> bool {
    SYSTEM.iter().any(|prefix| is_at_or_below(path, prefix))
}

/// Whether a path is a folder or below it.
pub(crate) fn is_at_or_below(path: &[u8], folder: &str) -> bool {
    path.strip_prefix(folder.as_bytes())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}

fn is_data_of_an_application(path: &[u8]) -> bool {
    let below = |(folder, depth): &(&str, usize)| {
        path.strip_prefix(folder.as_bytes())
            .map(|below| (below, *depth))
    };
    let Some((below, depth)) = APPLICATIONS.iter().find_map(below) else {
        return false;
    };
    let mut segments: Vec<&[u8]> = below.split(|byte| *byte == b'/').collect();
    let is_deep = segments.len() >= depth;
    let name = segments.pop().unwrap_or_default();
    is_deep
        && is_plain(name, &["{tree}"])
        && !is_code(name)
        && segments.iter().all(|each| holds_data(each))
}

fn holds_data(directory: &[u8]) -> bool {
    is_plain(directory, &WILDCARDS)
        && !CODE_DIRECTORIES
            .iter()
            .any(|name| name.as_bytes() == directory)
}

/// Neither hidden nor a way up, nor in a pattern one of these, which may stand for another directory.
fn is_plain(segment: &[u8], wildcards: &[&str]) -> bool {
    !segment.is_empty()
        && !segment.starts_with(b".")
        && !wildcards.iter().any(|wildcard| holds(segment, wildcard))
}

/// Whether the file at a path is called as code is.
pub(crate) fn is_code_file(path: &str) -> bool {
    is_code(path.rsplit('/').next().unwrap_or_default().as_bytes())
}

fn is_code(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let dot = name.iter().rposition(|byte| *byte == b'.');
    let ending = dot.and_then(|dot| name.get(dot + 1..));
    holds(&name, VERSIONED_LIBRARY)
        || CODE_ENDINGS
            .iter()
            .any(|code| ending == Some(code.as_bytes()))
}

fn holds(text: &[u8], part: &str) -> bool {
    text.windows(part.len())
        .any(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::examples;

    #[derive(Deserialize)]
    struct Case {
        path: String,
        system: bool,
    }

    #[test]
    fn agrees_with_the_shared_cases() {
        let cases: Vec<Case> = examples::read("system-paths.json");
        assert!(cases.len() > 60);
        for case in cases {
            assert_eq!(
                is_system(case.path.as_bytes()),
                case.system,
                "{}",
                case.path
            );
        }
    }
}
