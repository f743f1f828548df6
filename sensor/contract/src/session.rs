//! Opening a session: the enrolment token is traded for a short-lived key that only the sensor's memory holds.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::frame::{Container, Sensor};
use crate::time::Timestamp;

/// What `POST /v1/session` is asked with.
#[derive(Debug, Clone, Serialize)]
pub struct Request<'a> {
    /// Always 1.
    pub version: u32,
    /// Whose container this is.
    pub image: &'a Digest,
    /// From the configuration; absent where a role is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<&'a str>,
    /// The role, where one is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// This run.
    pub container: &'a Container,
    /// How it can see and stop things here.
    pub sensor: &'a Sensor,
}

/// A question to STS, `GetCallerIdentity`, signed but not asked. Everything else of it is known: it is a POST to `/` of the
/// region's host, with the headers and the body that `docs/wire-format.md` gives.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// `X-Amz-Date`.
    pub date: String,
    /// `X-Amz-Security-Token`.
    pub token: String,
    /// `Authorization`.
    pub authorization: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Who has it is taken for this container until it is too old.
        write!(out, "Identity(signed at {})", self.date)
    }
}

/// What it answers.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Session {
    /// Names the session in frames.
    pub session: String,
    /// The bearer for telemetry and policy.
    pub key: String,
    /// Until then it is good.
    pub expires: Timestamp,
}

/// The answer is no session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the answer is no session: {0}")]
pub struct NotASession(String);

/// More than any answer: what is longer comes from something else.
pub const MOST_BYTES: usize = 65_536;

impl Session {
    /// Reads an answer.
    ///
    /// # Errors
    /// When it is malformed, or holds what cannot stand in a header.
    pub fn read(answer: &[u8]) -> Result<Self, NotASession> {
        let session: Self =
            serde_json::from_slice(answer).map_err(|wrong| NotASession(wrong.to_string()))?;
        let usable = |text: &str| {
            (1..=4096).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
        };
        if usable(&session.session) && usable(&session.key) {
            Ok(session)
        } else {
            Err(NotASession(
                "its id or key is empty, too long or not printable".to_owned(),
            ))
        }
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key stays out of every log.
        write!(out, "Session({}, until {})", self.session, self.expires)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples;

    #[test]
    fn reads_the_example_and_keeps_its_key_to_itself() {
        let session = Session::read(examples::text("session-answer.json").as_bytes()).unwrap();

        assert_eq!(session.expires.to_string(), "2026-01-03T03:00:00.000Z");
        assert!(!format!("{session:?}").contains(&session.key));
    }

    #[test]
    fn refuses_a_key_that_would_break_a_header() {
        let answer =
            r#"{"session": "s", "key": "a\r\nHost: b", "expires": "2026-01-03T03:00:00.000Z"}"#;

        assert!(Session::read(answer.as_bytes()).is_err());
    }

    #[test]
    fn garbage_is_refused_without_a_panic() {
        for answer in examples::spoilt(examples::text("session-answer.json").as_bytes(), 13) {
            let _ = Session::read(&answer);
        }
    }
}
