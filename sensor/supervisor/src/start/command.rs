//! What the sensor was called for.

use std::ffi::OsString;
use std::path::PathBuf;

/// Where the settings layer puts its files.
pub const SETTINGS: &str = "/.inlay";

/// What the sensor was called for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Start the application.
    Run {
        /// Directory of the settings.
        settings: PathBuf,
        /// Program and arguments of the application.
        application: Vec<OsString>,
    },
    /// Tell what this host lets the sensor see and stop.
    Probe,
    /// Tell the version.
    Version,
    /// Not understood: these words.
    Unknown(String),
}

impl Command {
    /// Reads the arguments, without the sensor's own name.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut arguments = arguments.into_iter();
        let mut settings = PathBuf::from(SETTINGS);
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--") => {
                    return Self::Run {
                        settings,
                        application: arguments.collect(),
                    };
                }
                Some("--settings") => match arguments.next() {
                    Some(directory) => settings = directory.into(),
                    None => return Self::Unknown("--settings without a directory".into()),
                },
                Some("probe") => return Self::Probe,
                Some("--version") => return Self::Version,
                _ => return Self::Unknown(argument.to_string_lossy().into_owned()),
            }
        }
        Self::Unknown("no arguments".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Command {
        Command::parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn what_follows_the_dashes_is_the_application_whatever_it_looks_like() {
        let Command::Run {
            application,
            settings,
        } = parse(&["--", "--settings", "probe", "--"])
        else {
            panic!("not a run");
        };
        assert_eq!(application, ["--settings", "probe", "--"]);
        assert_eq!(settings, PathBuf::from("/.inlay"));
    }

    #[test]
    fn settings_may_lie_elsewhere() {
        let Command::Run { settings, .. } = parse(&["--settings", "/tmp/x", "--", "true"]) else {
            panic!("not a run");
        };
        assert_eq!(settings, PathBuf::from("/tmp/x"));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(matches!(parse(&["true"]), Command::Unknown(_)));
        assert!(matches!(parse(&["--settings"]), Command::Unknown(_)));
        assert!(matches!(parse(&[]), Command::Unknown(_)));
    }
}
