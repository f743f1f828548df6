//! Recognising the image's health check, which is known beforehand and no reason for an alert.

/// Whether these arguments are the command: as it was given, or behind the interpreter of the script it names.
pub(super) fn is_check(command: &[String], arguments: &[String]) -> bool {
    let behind = |skipped: usize| arguments.get(skipped..).is_some_and(|rest| rest == command);
    // `#!/bin/sh -e` puts two words before the script, which the kernel tells by its path.
    !command.is_empty() && (0..=2).any(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn knows_the_command_and_a_script() {
        let command = list(&["/srv/check", "-q"]);

        assert!(is_check(&command, &command));
        assert!(is_check(
            &command,
            &list(&["/bin/sh", "-e", "/srv/check", "-q"])
        ));
        assert!(!is_check(&command, &list(&["/srv/check"])));
        assert!(!is_check(&command, &list(&["/srv/check", "-q", "x"])));
        assert!(!is_check(&command, &list(&["sh", "-c", "/srv/check -q"])));
        assert!(!is_check(&[], &list(&["sh"])));
    }
}
