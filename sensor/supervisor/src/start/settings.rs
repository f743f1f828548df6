//! What the settings layer brought: the configuration and the first policy.
//!
//! Whatever is wrong with them, the application starts, unless it was to be protected from its first instruction on: then it
//! starts only with both.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use inlay_contract::config::{Config, Start};
use inlay_contract::envelope;

use crate::policy::{CurrentPolicy, Taken};
use crate::tier::Choice;

/// More than any configuration or policy may have; what is longer is refused by their readers.
const LONGEST: u64 = envelope::MOST_BYTES as u64 + 1;

/// What was found.
#[derive(Debug, Default)]
pub struct Settings {
    /// The configuration, if there is a valid one.
    pub config: Option<Config>,
    /// The policy in force, which can change while there is a configuration: the image's own at first, if it is taken.
    pub policy: Option<Arc<CurrentPolicy>>,
    /// What was wrong, in words, for the report.
    pub wrong: Vec<String>,
}

/// Why the application may not start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is to start protected, and {0}")]
pub struct Unprotected(String);

/// Reads the settings. `endpoint` is what the environment says instead of the configuration.
///
/// # Errors
/// [`Unprotected`] when the application must not start like this.
pub fn read(
    folder: &Path,
    endpoint: Option<&str>,
    now: SystemTime,
) -> Result<Settings, Unprotected> {
    let config = load(&folder.join("config.json"));
    let policy = load(&folder.join("policy.json"));
    assess(config, policy, endpoint, now)
}

fn load(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
        .map_err(|error| told(path, &error))?;
    Ok(bytes)
}

fn told(path: &Path, error: &io::Error) -> String {
    format!("{} cannot be read: {error}", path.display())
}

fn assess(
    config: Result<Vec<u8>, String>,
    policy: Result<Vec<u8>, String>,
    endpoint: Option<&str>,
    now: SystemTime,
) -> Result<Settings, Unprotected> {
    let mut settings = Settings::default();
    match config {
        Err(wrong) => settings.wrong.push(wrong),
        Ok(bytes) => match Config::read(&bytes) {
            Err(wrong) if wants_protection(&bytes) => return Err(Unprotected(wrong.to_string())),
            Err(wrong) => settings.wrong.push(wrong.to_string()),
            Ok(config) => settings.configure(config, endpoint),
        },
    }
    let Some(config) = &settings.config else {
        return Ok(settings);
    };
    let policy_in_force = CurrentPolicy::new(config.keys.clone(), config.image.clone());
    let taken = policy.and_then(|bytes| {
        let offered = policy_in_force.offer(&bytes, now);
        offered.map_err(|refusal| format!("the policy of the image is not taken: {refusal}"))
    });
    match taken {
        Ok(Taken::Applied | Taken::Same) => {}
        Err(wrong) if config.start == Start::Protected => return Err(Unprotected(wrong)),
        Err(wrong) => settings.wrong.push(wrong),
    }
    settings.policy = Some(Arc::new(policy_in_force));
    Ok(settings)
}

impl Settings {
    /// Whether the application must not begin unwatched.
    #[must_use]
    pub fn protected(&self) -> bool {
        self.config
            .as_ref()
            .is_some_and(|config| config.start == Start::Protected)
    }

    /// Lets the application begin in this tier, unless it is to be protected and the tier protects from nothing.
    ///
    /// # Errors
    /// [`Unprotected`] when the application must not start like this.
    pub fn allow(&self, choice: &Choice) -> Result<(), Unprotected> {
        if self.protected() && !choice.tier.can_block() {
            let Choice { tier, because, .. } = choice;
            let wrong = format!("tier {tier} stops nothing, the best there is here ({because})");
            return Err(Unprotected(wrong));
        }
        Ok(())
    }

    fn configure(&mut self, config: Config, endpoint: Option<&str>) {
        let Some(endpoint) = endpoint else {
            self.config = Some(config);
            return;
        };
        self.config = Some(match config.clone().with_endpoint(endpoint) {
            Ok(replaced) => replaced,
            Err(wrong) => {
                self.wrong
                    .push(format!("INLAY_ENDPOINT is not taken: {wrong}"));
                config
            }
        });
    }
}

/// Whether a configuration that cannot be read still shows that it wanted protection.
fn wants_protection(bytes: &[u8]) -> bool {
    let word = b"\"protected\"";
    bytes.windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
