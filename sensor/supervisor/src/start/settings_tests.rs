//! What is wrong with the settings never keeps the application from starting, unless it was to be protected.

use super::*;

/// An example of the wire format.
fn example(name: &str) -> String {
    let path = format!("{}/../../docs/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn config() -> Vec<u8> {
    example("config.json").into_bytes()
}

fn protected() -> Vec<u8> {
    let config = example("config.json").replace("\"start\": \"open\"", "\"start\": \"protected\"");
    assert!(config.contains("protected"));
    config.into_bytes()
}

fn policy() -> Vec<u8> {
    example("signed-policy.json").into_bytes()
}

fn absent() -> Result<Vec<u8>, String> {
    Err("/.inlay/policy.json cannot be read: not found".into())
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(4_000_000_000)
}

#[test]
fn takes_configuration_and_policy() {
    let settings = assess(Ok(config()), Ok(policy()), None, now()).unwrap();

    assert!(settings.config.is_some());
    assert!(settings.policy.unwrap().sha256().is_some());
    assert_eq!(settings.wrong, Vec::<String>::new());
}

#[test]
fn starts_without_any_and_says_so() {
    let settings = assess(absent(), absent(), None, now()).unwrap();

    assert!(settings.config.is_none());
    assert!(settings.policy.is_none());
    assert_eq!(settings.wrong.len(), 1);
}

#[test]
fn starts_with_a_policy_that_is_not_taken_and_says_so() {
    for wrong in [
        absent(),
        Ok(b"{}".to_vec()),
        Ok(example("policy.json").into_bytes()),
    ] {
        let settings = assess(Ok(config()), wrong, None, now()).unwrap();

        assert!(settings.config.is_some());
        assert_eq!(settings.policy.unwrap().sha256(), None);
        assert_eq!(settings.wrong.len(), 1);
    }
}

#[test]
fn protected_starts_with_both_only() {
    assert!(assess(Ok(protected()), Ok(policy()), None, now()).is_ok());
    assert!(assess(Ok(protected()), absent(), None, now()).is_err());
    assert!(assess(Ok(protected()), Ok(b"{}".to_vec()), None, now()).is_err());
}

#[test]
fn protection_is_not_lost_with_the_end_of_the_configuration() {
    let mut cut = protected();
    cut.truncate(cut.len() - 10);

    assert!(assess(Ok(cut), Ok(policy()), None, now()).is_err());
}

#[test]
fn the_environment_replaces_the_endpoint_and_nothing_else() {
    let settings = assess(
        Ok(config()),
        Ok(policy()),
        Some("http://127.0.0.1:8080/"),
        now(),
    )
    .unwrap();
    let plain = assess(Ok(config()), Ok(policy()), None, now()).unwrap();

    let (replaced, plain) = (settings.config.unwrap(), plain.config.unwrap());
    assert_eq!(
        replaced.control_plane.unwrap().endpoint,
        "http://127.0.0.1:8080"
    );
    assert_eq!(replaced.keys, plain.keys);
}

#[test]
fn an_endpoint_that_is_none_is_not_taken() {
    let settings = assess(Ok(config()), Ok(policy()), Some("gopher://"), now()).unwrap();

    assert_eq!(
        settings.config.unwrap().control_plane.unwrap().endpoint,
        "https://inlay.example.com"
    );
    assert_eq!(settings.wrong.len(), 1);
}
