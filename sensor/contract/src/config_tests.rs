use serde_json::{Value, json};

use super::*;
use crate::examples;
use crate::place::Proof;

fn with(field: &str, value: Value) -> Result<Config, NotAConfig> {
    let mut document: Value = examples::read("config.json");
    document[field] = value;
    Config::read(document.to_string().as_bytes())
}

#[test]
fn reads_the_example() {
    let config = Config::read(examples::text("config.json").as_bytes()).unwrap();

    assert_eq!(config.source, "shop/web:1.4");
    assert_eq!(
        config.control_plane.unwrap().endpoint,
        "https://inlay.example.com"
    );
    assert_eq!(config.keys.get("example-2026-01").unwrap().len(), 65);
    assert_eq!(config.healthcheck.unwrap()[0], "curl");
    assert_eq!(config.start, Start::Open);
}

#[test]
fn the_environment_replaces_the_endpoint_and_nothing_else() {
    let example = examples::text("config.json");

    let own = Config::read(example.as_bytes()).unwrap();

    let replaced = own.clone().with_endpoint("http://127.0.0.1:8080/").unwrap();

    assert_eq!(
        replaced.control_plane.unwrap().endpoint,
        "http://127.0.0.1:8080"
    );
    assert_eq!((replaced.keys, replaced.image), (own.keys, own.image));
}

#[test]
fn an_endpoint_cannot_be_added_without_a_token() {
    let mut document: Value = examples::read("config.json");
    document["endpoint"] = Value::Null;
    document["token"] = Value::Null;
    let config = Config::read(document.to_string().as_bytes()).unwrap();

    assert_eq!(
        config.with_endpoint("http://127.0.0.1:8080"),
        Err(NotAConfig::NoProof)
    );
}

#[test]
fn a_role_opens_sessions_in_the_place_of_a_token() {
    let role = json!({"region": "eu-central-1", "sts": "sts.eu-central-1.amazonaws.com", "server": "https://inlay.example.com"});
    let mut document: Value = examples::read("config.json");
    document["token"] = Value::Null;
    document["role"] = role;

    let config = Config::read(document.to_string().as_bytes()).unwrap();

    let Proof::Role(role) = config.control_plane.unwrap().proof else {
        panic!("a role was named");
    };
    assert_eq!(role.server, "https://inlay.example.com");
    document["role"]["sts"] = "sts.eu-central-1.amazonaws.com/..".into();
    assert!(Config::read(document.to_string().as_bytes()).is_err());
}

#[test]
fn queues_and_a_bucket_need_no_endpoint() {
    let config = Config::read(examples::text("config-direct.json").as_bytes()).unwrap();

    assert!(config.reports() && config.control_plane.is_none());
    assert!(config.direct.unwrap().telemetry.starts_with("https://sqs."));
}

#[test]
fn without_an_endpoint_there_is_no_control_plane() {
    assert_eq!(with("endpoint", Value::Null).unwrap().control_plane, None);
}

#[test]
fn defaults_to_an_open_start_and_the_documented_intervals() {
    let image = format!("sha256:{}", "0".repeat(64));
    let smallest = json!({"version": 1, "image": image, "source": "a:b", "platform": "linux/amd64", "keys": []});

    let config = Config::read(smallest.to_string().as_bytes()).unwrap();

    assert_eq!(
        (config.start, config.intervals),
        (
            Start::Open,
            Intervals {
                learning: 5,
                steady: 300,
                policy: 5
            }
        )
    );
}

#[test]
fn refuses_with_the_reason() {
    assert_eq!(with("version", json!(2)), Err(NotAConfig::Version(2)));
    assert!(matches!(
        with("image", json!("latest")),
        Err(NotAConfig::Malformed(_))
    ));
    assert!(matches!(
        with("endpoint", json!("ftp://x")),
        Err(NotAConfig::Endpoint(_))
    ));
    assert!(matches!(
        with("endpoint", json!("http://a b")),
        Err(NotAConfig::Endpoint(_))
    ));
    assert_eq!(with("token", Value::Null), Err(NotAConfig::NoProof));
    assert_eq!(
        with("keys", json!([{"id": "k", "publicKey": "BAAA"}])),
        Err(NotAConfig::Key("k".into()))
    );
    assert_eq!(
        with("intervals", json!({"steady": 0})),
        Err(NotAConfig::Interval("steady"))
    );
    assert!(matches!(
        with("start", json!("closed")),
        Err(NotAConfig::Malformed(_))
    ));
    assert!(matches!(
        with("source", json!("x".repeat(MOST_BYTES))),
        Err(NotAConfig::TooLarge(_))
    ));
}

#[test]
fn garbage_is_refused_without_a_panic() {
    let good = examples::text("config.json");
    for document in examples::spoilt(good.as_bytes(), 11) {
        let _ = Config::read(&document);
    }
}
