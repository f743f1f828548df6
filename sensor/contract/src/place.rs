//! Places of AWS a configuration names, and what is shown there.

use serde::Deserialize;

/// Longer than any URL of a queue or an object.
const LONGEST: usize = 2048;

/// What opens a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The enrolment token of the image.
    Token(String),
    /// That the container has a role of the image's enrolment.
    Role(Role),
}

/// How a container shows which role it has: by a signed question to STS that the control plane asks in its stead.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Role {
    /// The region that is signed for.
    pub region: String,
    /// Host of STS there, with its port where it is another than that of https.
    pub sts: String,
    /// The name of the control plane: what is signed for it is good nowhere else.
    pub server: String,
}

/// Where frames and policies are when there is no way to the control plane's API.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Direct {
    /// The region that is signed for.
    pub region: String,
    /// URL of the queue of frames.
    pub telemetry: String,
    /// URL of the queue of those that cannot wait.
    pub violations: String,
    /// URL of the object that is the image's signed policy.
    pub policy: String,
}

/// Why something cannot be such a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {field} {value:?} is none")]
pub struct NotAPlace {
    field: &'static str,
    value: String,
}

impl Role {
    /// The same, once looked at.
    ///
    /// # Errors
    /// When a name could not stand in a header or a signature.
    pub fn checked(self) -> Result<Self, NotAPlace> {
        field("region", &self.region, is_name)?;
        field("STS host", &self.sts, is_host)?;
        field("server", &self.server, is_url)?;
        Ok(self)
    }
}

impl Direct {
    /// The same, once looked at.
    ///
    /// # Errors
    /// When it names something that is no URL or region.
    pub fn checked(self) -> Result<Self, NotAPlace> {
        field("region", &self.region, is_name)?;
        field("telemetry queue", &self.telemetry, is_url)?;
        field("violations queue", &self.violations, is_url)?;
        field("policy object", &self.policy, is_url)?;
        Ok(self)
    }
}

fn field(field: &'static str, value: &str, good: fn(&str) -> bool) -> Result<(), NotAPlace> {
    if good(value) {
        return Ok(());
    }
    let value = value.chars().take(200).collect();
    Err(NotAPlace { field, value })
}

/// Whether it is an http or https URL that can be asked as it stands.
pub(crate) fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .unwrap_or_default();
    let odd = |character: char| character.is_whitespace() || character.is_control();
    !rest.is_empty() && text.len() <= LONGEST && !rest.contains(odd)
}

fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
}

fn is_host(text: &str) -> bool {
    let (host, port) = text.split_once(':').unwrap_or((text, "443"));
    (1..=253).contains(&host.len())
        && host.split('.').all(is_name)
        && (1..=5).contains(&port.len())
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direct() -> Direct {
        Direct {
            region: "eu-central-1".into(),
            telemetry: "https://sqs.eu-central-1.amazonaws.com/111122223333/telemetry".into(),
            violations: "https://sqs.eu-central-1.amazonaws.com/111122223333/violations".into(),
            policy: "https://bucket.s3.eu-central-1.amazonaws.com/policies/a.json".into(),
        }
    }

    fn role() -> Role {
        Role {
            region: "eu-central-1".into(),
            sts: "sts.eu-central-1.amazonaws.com".into(),
            server: "https://inlay.example.com".into(),
        }
    }

    #[test]
    fn takes_queues_buckets_and_roles_as_they_are_named() {
        assert_eq!(direct().checked(), Ok(direct()));
        assert_eq!(role().checked(), Ok(role()));
    }

    #[test]
    fn refuses_what_would_break_a_header_or_a_signature() {
        for odd in [
            "",
            "x",
            "ftp://x/",
            "https://",
            "https://a b/",
            "https://a\r\nx: y/",
        ] {
            let telemetry = odd.to_owned();
            assert!(
                Direct {
                    telemetry,
                    ..direct()
                }
                .checked()
                .is_err(),
                "{odd}"
            );
        }
        for odd in ["", "eu/central", "EU", "eu\ncentral", &"e".repeat(65)] {
            let region = odd.to_owned();
            assert!(Role { region, ..role() }.checked().is_err(), "{odd}");
        }
        for odd in ["", ".", "a..b", "a:", "a:x", "a:1:2", "a/b", "a b"] {
            let sts = odd.to_owned();
            assert!(Role { sts, ..role() }.checked().is_err(), "{odd}");
        }
    }
}
