//! Signs `docs/examples/policy.json` anew with a fresh key, whose public half goes into `docs/examples/config.json`; nothing
//! secret is kept. Needed only when that example changes: `cargo run -p inlay-contract --example sign`.

use std::error::Error;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use inlay_contract::digest::sha256_hex;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

const TYPE: &str = "application/vnd.in-toto+json";
const KEY: &str = "example-2026-01";
const NEXT_KEY: &str = "example-2026-07";

fn main() -> Result<(), Box<dyn Error>> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples");
    let random = SystemRandom::new();
    let (key, next) = (fresh(&random)?, fresh(&random)?);

    let policy = fs::read_to_string(examples.join("policy.json"))?;
    let signed = sign(&policy, &key, &random)?;
    write(&examples.join("signed-policy.json"), &signed)?;

    let path = examples.join("config.json");
    let mut config: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    let keys = json!([public(KEY, &key), public(NEXT_KEY, &next)]);
    config
        .as_object_mut()
        .ok_or("config.json is not an object")?
        .insert("keys".into(), keys);
    write(&path, &config)
}

fn fresh(random: &SystemRandom) -> Result<EcdsaKeyPair, Box<dyn Error>> {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, random)
        .map_err(|_| "generating a P-256 key")?;
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), random)
        .map_err(|refused| format!("reading the key back: {refused}").into())
}

fn public(id: &str, key: &EcdsaKeyPair) -> Value {
    json!({"id": id, "publicKey": URL_SAFE_NO_PAD.encode(key.public_key().as_ref())})
}

fn sign(policy: &str, key: &EcdsaKeyPair, random: &SystemRandom) -> Result<Value, Box<dyn Error>> {
    let document: Value = serde_json::from_str(policy)?;
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "policy", "digest": {"sha256": sha256_hex(policy.as_bytes())}}],
        "predicateType": "https://inlay.dev/policy/v1",
        "predicate": {
            "image": document.get("image"), "policyVersion": document.get("policyVersion"), "modes": document.get("modes"),
            "notBefore": document.get("created"), "keyId": KEY,
        },
    });
    let payload = statement.to_string();
    let signed = format!("DSSEv1 {} {TYPE} {} {payload}", TYPE.len(), payload.len());
    let signature = key
        .sign(random, signed.as_bytes())
        .map_err(|_| "signing the statement")?;
    Ok(json!({
        "version": 1,
        "policy": policy,
        "envelope": {
            "payloadType": TYPE,
            "payload": STANDARD.encode(&payload),
            "signatures": [{"keyid": KEY, "sig": STANDARD.encode(signature.as_ref())}],
        },
    }))
}

fn write(path: &Path, document: &Value) -> Result<(), Box<dyn Error>> {
    fs::write(path, serde_json::to_string_pretty(document)? + "\n")?;
    Ok(())
}
