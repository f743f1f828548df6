//! The sensor's configuration, baked into the image when it was instrumented.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::digest::Digest;
use crate::place::{self, Direct, NotAPlace, Proof, Role};

/// A configuration is about a kilobyte; what is much larger is not one.
const MOST_BYTES: usize = 65_536;
/// The current key, the next one, and room for a change of both.
const MOST_KEYS: usize = 8;
/// An uncompressed point of P-256: a 4 and two coordinates.
const POINT: usize = 65;

/// What the sensor is told about the image it lives in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The image's identity everywhere.
    pub image: Digest,
    /// Repository and tag as instrumented, for people.
    pub source: String,
    /// `linux/amd64`.
    pub platform: String,
    /// Where the control plane is, and what opens a session there.
    pub control_plane: Option<ControlPlane>,
    /// The queues and the bucket, where the control plane's API cannot be reached. Comes before it.
    pub direct: Option<Direct>,
    /// Whose policies are trusted.
    pub keys: Keys,
    /// Whether the application waits for a valid policy.
    pub start: Start,
    /// The image's HEALTHCHECK command.
    pub healthcheck: Option<Vec<String>>,
    /// How often what is sent.
    pub intervals: Intervals,
    proof: Option<Proof>,
}

/// Where frames go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlPlane {
    /// Base URL without a final slash.
    pub endpoint: String,
    /// Opens a session.
    pub proof: Proof,
}

/// The public keys policies may be signed with, by their id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys(BTreeMap<String, Vec<u8>>);

impl Keys {
    /// The key of that id: an uncompressed P-256 point.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&[u8]> {
        self.0.get(id).map(Vec::as_slice)
    }

    /// Whether no key is trusted, so that no policy can be taken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What happens when there is no valid configuration or policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Start {
    /// The application never waits.
    #[default]
    Open,
    /// The application starts only with a valid configuration and policy.
    Protected,
}

/// Seconds between what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Intervals {
    /// Between frames while something is new.
    pub learning: u32,
    /// Between frames when nothing is.
    pub steady: u32,
    /// Between policy polls.
    pub policy: u32,
}

impl Default for Intervals {
    fn default() -> Self {
        Self {
            learning: 5,
            steady: 300,
            policy: 5,
        }
    }
}

/// Why bytes are no configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAConfig {
    /// Larger than any configuration.
    #[error("the configuration has {0} bytes, at most {MOST_BYTES} are read")]
    TooLarge(usize),
    /// Not the JSON it should be.
    #[error("the configuration is malformed: {0}")]
    Malformed(String),
    /// Of a version this sensor does not know.
    #[error("the configuration has version {0}, this sensor knows version 1")]
    Version(u64),
    /// The endpoint is no http or https URL.
    #[error("the endpoint {0:?} is no http:// or https:// URL")]
    Endpoint(String),
    /// An endpoint and nothing to open a session with.
    #[error("the configuration has an endpoint but neither a token nor a role")]
    NoProof,
    /// A queue, a bucket or a role that cannot be one.
    #[error(transparent)]
    Place(#[from] NotAPlace),
    /// A key that is no P-256 point.
    #[error("the policy key {0:?} is no uncompressed P-256 point in base64url")]
    Key(String),
    /// More keys than are read.
    #[error("the configuration has {0} policy keys, at most {MOST_KEYS} are read")]
    TooManyKeys(usize),
    /// A time between frames that is none.
    #[error("the interval {0:?} is not between 1 and 86400 seconds")]
    Interval(&'static str),
}

#[derive(Deserialize)]
struct Document {
    image: Digest,
    source: String,
    platform: String,
    endpoint: Option<String>,
    token: Option<String>,
    role: Option<Role>,
    direct: Option<Direct>,
    keys: Vec<KeyDocument>,
    #[serde(default)]
    start: Start,
    healthcheck: Option<Vec<String>>,
    #[serde(default)]
    intervals: Intervals,
}

#[derive(Deserialize)]
struct KeyDocument {
    id: String,
    #[serde(rename = "publicKey")]
    public_key: String,
}

impl Config {
    /// Reads `/.inlay/config.json`.
    ///
    /// # Errors
    /// See [`NotAConfig`].
    pub fn read(document: &[u8]) -> Result<Self, NotAConfig> {
        if document.len() > MOST_BYTES {
            return Err(NotAConfig::TooLarge(document.len()));
        }
        let document: Document =
            crate::versioned(document, NotAConfig::Version, NotAConfig::Malformed)?;
        let proof = proof(document.role, document.token)?;
        Ok(Self {
            image: document.image,
            source: document.source,
            platform: document.platform,
            control_plane: control_plane(document.endpoint, proof.clone())?,
            direct: document.direct.map(Direct::checked).transpose()?,
            keys: keys(document.keys)?,
            start: document.start,
            healthcheck: document.healthcheck.filter(|command| !command.is_empty()),
            intervals: checked(document.intervals)?,
            proof,
        })
    }

    /// The same with another endpoint, as the environment may ask for. Nothing else can be replaced.
    ///
    /// # Errors
    /// When it is no URL, or the image was instrumented with nothing that opens a session: then the caller keeps what it has, a
    /// wrong environment variable must not cost the image its policy.
    pub fn with_endpoint(self, endpoint: &str) -> Result<Self, NotAConfig> {
        let control_plane = control_plane(Some(endpoint.to_owned()), self.proof.clone())?;
        Ok(Self {
            control_plane,
            ..self
        })
    }

    /// Whether there is anybody to tell.
    #[must_use]
    pub fn reports(&self) -> bool {
        self.control_plane.is_some() || self.direct.is_some()
    }
}

/// What opens a session: the role the container has, or the token of its image.
fn proof(role: Option<Role>, token: Option<String>) -> Result<Option<Proof>, NotAPlace> {
    Ok(match role.map(Role::checked).transpose()? {
        Some(role) => Some(Proof::Role(role)),
        None => token.map(Proof::Token),
    })
}

fn control_plane(
    endpoint: Option<String>,
    proof: Option<Proof>,
) -> Result<Option<ControlPlane>, NotAConfig> {
    let Some(endpoint) = endpoint
        .map(|url| url.trim_end_matches('/').to_owned())
        .filter(|url| !url.is_empty())
    else {
        return Ok(None);
    };
    if !place::is_url(&endpoint) {
        return Err(NotAConfig::Endpoint(endpoint.chars().take(200).collect()));
    }
    Ok(Some(ControlPlane {
        endpoint,
        proof: proof.ok_or(NotAConfig::NoProof)?,
    }))
}

fn keys(documents: Vec<KeyDocument>) -> Result<Keys, NotAConfig> {
    if documents.len() > MOST_KEYS {
        return Err(NotAConfig::TooManyKeys(documents.len()));
    }
    let mut keys = BTreeMap::new();
    for KeyDocument { id, public_key } in documents {
        match URL_SAFE_NO_PAD.decode(&public_key) {
            Ok(point) if point.len() == POINT && point.first() == Some(&4) => {
                keys.insert(id, point)
            }
            _ => return Err(NotAConfig::Key(id.chars().take(64).collect())),
        };
    }
    Ok(Keys(keys))
}

fn checked(intervals: Intervals) -> Result<Intervals, NotAConfig> {
    let Intervals {
        learning,
        steady,
        policy,
    } = intervals;
    for (name, seconds) in [
        ("learning", learning),
        ("steady", steady),
        ("policy", policy),
    ] {
        if !(1..=86_400).contains(&seconds) {
            return Err(NotAConfig::Interval(name));
        }
    }
    Ok(intervals)
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
