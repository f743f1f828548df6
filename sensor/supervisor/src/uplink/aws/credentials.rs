//! The credentials of the container's role, and where ECS (or EKS) hands them out.

use std::fs::File;
use std::io::Read;
use std::net::IpAddr;
use std::path::PathBuf;

use inlay_contract::time::Timestamp;
use serde::Deserialize;

/// Where the ECS agent answers every container (`Task IAM role`, ECS developer guide).
const AGENT: &str = "http://169.254.170.2";
/// An authorization token is a few hundred characters; a session token can be some thousands.
const LONGEST: usize = 16_384;
/// Length of `2026-01-02T03:04:05`.
const SECONDS: usize = 19;
/// Whom the rest of the machine cannot listen to: agents of ECS and EKS.
const AGENTS: [&str; 3] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

/// Keys that sign for a while.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) token: Option<String>,
    pub(super) expires: Timestamp,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither key nor token reach a log.
        write!(out, "Credentials({}, until {})", self.id, self.expires)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
    expiration: String,
}

impl Credentials {
    /// Reads the agent's answer; `None` when it is not one, or holds what cannot stand in a header.
    pub(super) fn read(answer: &[u8]) -> Option<Self> {
        let document: Document = serde_json::from_slice(answer).ok()?;
        let found = Self {
            id: document.access_key_id,
            secret: document.secret_access_key,
            token: document.token,
            expires: moment(&document.expiration)?,
        };
        let token = found.token.as_deref().is_none_or(usable);
        (usable(&found.id) && usable(&found.secret) && token).then_some(found)
    }
}

/// The agent writes whole seconds; any fraction of one is left away.
fn moment(text: &str) -> Option<Timestamp> {
    let (seconds, fraction) = text.strip_suffix('Z')?.split_at_checked(SECONDS)?;
    let digits = fraction.strip_prefix('.').unwrap_or(fraction);
    let fine = digits.bytes().all(|byte| byte.is_ascii_digit());
    Timestamp::try_from(format!("{seconds}.000Z"))
        .ok()
        .filter(|_| fine)
}

fn usable(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Where credentials are asked for, as the container's environment says it to every SDK.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    pub(super) url: String,
    proof: Proof,
}

#[derive(Clone, PartialEq, Eq)]
enum Proof {
    Nothing,
    Token(String),
    File(PathBuf),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Source({})", self.url)
    }
}

impl Source {
    /// By `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `_FULL_URI`; `None` where the container has no role.
    #[must_use]
    pub fn of<'a>(variable: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let named = |name: &str| variable(&format!("AWS_CONTAINER_{name}"));
        if let Some(path) = named("CREDENTIALS_RELATIVE_URI").filter(|path| path.starts_with('/')) {
            return Some(Self {
                url: format!("{AGENT}{path}"),
                proof: Proof::Nothing,
            });
        }
        let url = named("CREDENTIALS_FULL_URI").filter(|url| trusted(url))?;
        let proof = match (
            named("AUTHORIZATION_TOKEN_FILE"),
            named("AUTHORIZATION_TOKEN"),
        ) {
            (Some(path), _) => Proof::File(path.into()),
            (None, Some(token)) => Proof::Token(token.to_owned()),
            (None, None) => Proof::Nothing,
        };
        Some(Self {
            url: url.to_owned(),
            proof,
        })
    }

    /// What to show there. A file is read each time, since it changes.
    pub(super) fn authorization(&self) -> Option<String> {
        let token = match &self.proof {
            Proof::Nothing => return None,
            Proof::Token(token) => token.clone(),
            Proof::File(path) => {
                let mut text = String::new();
                let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
                File::open(path)
                    .ok()?
                    .take(most)
                    .read_to_string(&mut text)
                    .ok()?;
                text.trim_end().to_owned()
            }
        };
        usable(&token).then_some(token)
    }
}

/// As the SDKs have it: in the clear only to this machine or to its agents.
fn trusted(url: &str) -> bool {
    if url.starts_with("https://") {
        return true;
    }
    let Some(rest) = url.strip_prefix("http://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    AGENTS.contains(&host)
        || host == "localhost"
        || host
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
