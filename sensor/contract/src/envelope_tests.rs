use base64::Engine as _;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::*;
use crate::config::Config;
use crate::examples;

/// After the example was signed.
fn now() -> Timestamp {
    Timestamp::try_from("2026-01-02T03:10:00.000Z".to_owned()).unwrap()
}

fn example() -> (Value, Config) {
    let config = Config::read(examples::text("config.json").as_bytes()).unwrap();
    (examples::read("signed-policy.json"), config)
}

fn refusal(offer: &Value, config: &Config) -> Refusal {
    let terms = Terms {
        keys: &config.keys,
        image: &config.image,
        current: None,
        now: now(),
    };
    verify(offer.to_string().as_bytes(), terms).unwrap_err()
}

/// Signs as the control plane does, with a key of this test.
struct Signer {
    key: EcdsaKeyPair,
    random: SystemRandom,
}

impl Signer {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random)
                .unwrap();
        Self { key, random }
    }

    fn config(&self) -> Config {
        let point =
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.key.public_key().as_ref());
        let mut config: Value = examples::read("config.json");
        config["keys"] = json!([{"id": "test", "publicKey": point}]);
        Config::read(config.to_string().as_bytes()).unwrap()
    }

    fn sign(&self, policy: &str, statement: &Value) -> Value {
        let payload = statement.to_string();
        let signature = self
            .key
            .sign(&self.random, &pre_authentication(payload.as_bytes()))
            .unwrap();
        json!({"version": 1, "policy": policy, "envelope": {
            "payloadType": PAYLOAD_TYPE, "payload": BASE64.encode(payload),
            "signatures": [{"keyid": "test", "sig": BASE64.encode(signature.as_ref())}]}})
    }
}

fn statement(policy: &str) -> Value {
    let document: Value = serde_json::from_str(policy).unwrap();
    json!({"_type": STATEMENT_TYPE, "predicateType": PREDICATE_TYPE,
        "subject": [{"name": "policy", "digest": {"sha256": sha256_hex(policy.as_bytes())}}],
        "predicate": {"image": document["image"], "policyVersion": document["policyVersion"],
            "modes": document["modes"], "notBefore": document["created"], "keyId": "test"}})
}

/// What becomes of the example policy when it is signed with a changed statement.
fn signed_with(change: impl Fn(&mut Value)) -> Result<Verified, Refusal> {
    let signer = Signer::new();
    let policy = examples::text("policy.json");
    let mut statement = statement(&policy);
    change(&mut statement);
    let offer = signer.sign(&policy, &statement).to_string();
    let config = signer.config();
    verify(
        offer.as_bytes(),
        Terms {
            keys: &config.keys,
            image: &config.image,
            current: Some(4),
            now: now(),
        },
    )
}

#[test]
fn takes_the_example_and_the_same_version_again() {
    let (offer, config) = example();
    for current in [None, Some(3), Some(4)] {
        let terms = Terms {
            keys: &config.keys,
            image: &config.image,
            current,
            now: now(),
        };
        let verified = verify(offer.to_string().as_bytes(), terms).unwrap();
        assert_eq!(
            (verified.policy.version(), verified.policy.modes().file),
            (4, crate::policy::Mode::Block)
        );
        assert_eq!(
            verified.sha256,
            sha256_hex(examples::text("policy.json").as_bytes())
        );
    }
    assert!(signed_with(|_| ()).is_ok());
}

#[test]
fn refuses_an_unsigned_policy() {
    let (mut offer, config) = example();
    offer["envelope"]["signatures"] = json!([]);
    assert_eq!(refusal(&offer, &config), Refusal::Unsigned);
}

#[test]
fn refuses_a_key_that_is_not_in_the_configuration() {
    let (mut offer, config) = example();
    offer["envelope"]["signatures"][0]["keyid"] = json!("mallory");
    assert_eq!(
        refusal(&offer, &config),
        Refusal::UnknownKey("mallory".into())
    );
}

#[test]
fn refuses_a_forged_signature() {
    let (offer, config) = example();
    let mut with_other_key = offer.clone();
    with_other_key["envelope"]["signatures"][0]["keyid"] = json!("example-2026-07");
    assert_eq!(
        refusal(&with_other_key, &config),
        Refusal::Forged("example-2026-07".into())
    );
    let mut empty = offer.clone();
    empty["envelope"]["signatures"][0]["sig"] = json!("");
    assert_eq!(
        refusal(&empty, &config),
        Refusal::Forged("example-2026-01".into())
    );
}

#[test]
fn refuses_a_changed_statement_and_a_changed_policy() {
    let (offer, config) = example();
    let mut changed = offer.clone();
    let payload = BASE64
        .decode(offer["envelope"]["payload"].as_str().unwrap())
        .unwrap();
    let newer = String::from_utf8(payload)
        .unwrap()
        .replace("\"policyVersion\":4", "\"policyVersion\":5");
    changed["envelope"]["payload"] = json!(BASE64.encode(newer));
    assert_eq!(
        refusal(&changed, &config),
        Refusal::Forged("example-2026-01".into())
    );

    let mut swapped = offer.clone();
    swapped["policy"] = json!(offer["policy"].as_str().unwrap().replace("/srv/in", "/"));
    assert!(matches!(refusal(&swapped, &config), Refusal::Hash { .. }));
}

#[test]
fn refuses_another_payload_type() {
    let (mut offer, config) = example();
    offer["envelope"]["payloadType"] = json!("text/plain");
    assert_eq!(
        refusal(&offer, &config),
        Refusal::PayloadType("text/plain".into())
    );
}

#[test]
fn refuses_an_older_version() {
    let (offer, config) = example();
    let terms = Terms {
        keys: &config.keys,
        image: &config.image,
        current: Some(5),
        now: now(),
    };
    let refused = verify(offer.to_string().as_bytes(), terms).unwrap_err();
    assert_eq!(
        refused,
        Refusal::Older {
            offered: 4,
            current: 5
        }
    );
}

#[test]
fn refuses_another_image() {
    let (offer, config) = example();
    let other = Digest::try_from(format!("sha256:{}", "1".repeat(64))).unwrap();
    let terms = Terms {
        keys: &config.keys,
        image: &other,
        current: None,
        now: now(),
    };
    assert!(matches!(
        verify(offer.to_string().as_bytes(), terms),
        Err(Refusal::OtherImage { .. })
    ));
    let statement_only = signed_with(|statement| statement["predicate"]["image"] = json!(other));
    assert!(matches!(statement_only, Err(Refusal::OtherImage { .. })));
}

#[test]
fn refuses_the_future_but_for_a_slow_clock() {
    let at =
        |time: &str| signed_with(|statement| statement["predicate"]["notBefore"] = json!(time));
    assert!(at("2026-01-02T03:15:00.000Z").is_ok());
    assert!(matches!(
        at("2026-01-02T03:15:00.001Z"),
        Err(Refusal::NotYet(_))
    ));
}

#[test]
fn refuses_a_statement_that_says_something_else_than_the_policy() {
    let version = signed_with(|statement| statement["predicate"]["policyVersion"] = json!(9));
    assert_eq!(
        version.unwrap_err(),
        Refusal::VersionsDiffer {
            statement: 9,
            policy: 4
        }
    );
    let modes = signed_with(|statement| statement["predicate"]["modes"]["file"] = json!("record"));
    assert_eq!(modes.unwrap_err(), Refusal::ModesDiffer);
    let kind = signed_with(|statement| {
        statement["predicateType"] = json!("https://slsa.dev/provenance/v1");
    });
    assert!(matches!(kind, Err(Refusal::Statement(_))));
    let two = signed_with(|statement| {
        let subject = statement["subject"][0].clone();
        statement["subject"] = json!([subject, subject]);
    });
    assert!(matches!(two, Err(Refusal::Statement(_))));
    let huge = signed_with(|statement| statement["note"] = json!("x".repeat(MOST_STATEMENT_BYTES)));
    assert!(matches!(huge, Err(Refusal::Statement(_))));
}

#[test]
fn refuses_a_signed_policy_that_is_malformed() {
    let signer = Signer::new();
    let policy = examples::text("policy.json").replace("/srv/in/{any}.png", "/srv/in/{any.png");
    let config = signer.config();
    let refused = refusal(&signer.sign(&policy, &statement(&policy)), &config);
    assert!(
        matches!(refused, Refusal::Policy(NotAPolicy::Pattern { .. })),
        "{refused}"
    );
}

#[test]
fn refuses_what_is_too_large_or_newer() {
    let (mut offer, config) = example();
    let terms = Terms {
        keys: &config.keys,
        image: &config.image,
        current: None,
        now: now(),
    };
    assert!(matches!(
        verify(&vec![b' '; MOST_BYTES + 1], terms),
        Err(Refusal::TooLarge(_))
    ));
    offer["version"] = json!(2);
    assert_eq!(refusal(&offer, &config), Refusal::Version(2));
}

#[test]
fn garbage_is_refused_without_a_panic() {
    let (good, config) = example();
    let terms = Terms {
        keys: &config.keys,
        image: &config.image,
        current: None,
        now: now(),
    };
    for offer in examples::spoilt(good.to_string().as_bytes(), 19) {
        let _ = verify(&offer, terms);
    }
}
