//! The documents the sensor exchanges with the control plane, and the judgement they imply. Everything here is pure: no
//! system calls, no clock, no network. The format is described in `docs/wire-format.md`; its schemas and examples lie
//! beside it, and the tests of this crate and of the control plane read the same files.

pub mod behaviour;
pub mod config;
pub mod digest;
pub mod envelope;
pub mod frame;
pub mod json;
pub mod judgement;
pub mod pattern;
pub mod place;
pub mod policy;
pub mod sensitive;
pub mod session;
pub mod system;
pub mod template;
pub mod time;

#[cfg(test)]
mod examples;
#[cfg(test)]
mod schemas;

/// Reads a document after its version, so that a newer one is told as newer rather than as malformed.
fn versioned<T: serde::de::DeserializeOwned, E>(
    document: &[u8],
    version: fn(u64) -> E,
    malformed: fn(String) -> E,
) -> Result<T, E> {
    #[derive(serde::Deserialize)]
    struct Version {
        version: u64,
    }
    let told = |wrong: serde_json::Error| malformed(wrong.to_string());
    match serde_json::from_slice::<Version>(document).map_err(told)? {
        Version { version: 1 } => serde_json::from_slice(document).map_err(told),
        Version { version: other } => Err(version(other)),
    }
}
