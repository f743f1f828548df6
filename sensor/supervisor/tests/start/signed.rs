//! Settings as the control plane would bake them in: a configuration and a policy signed by its key.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use inlay_contract::digest::sha256_hex;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use crate::running::SENSOR;

const TYPE: &str = "application/vnd.in-toto+json";
const IMAGE: &str = "sha256:cfb530f935c5d9d4acfcd43210aac6fc244193fffe598bb1e6cb1a6702103c5a";
const CREATED: &str = "2026-01-02T03:04:05.678Z";

/// A folder of settings, gone when the test ends.
pub struct Settings(PathBuf);

impl Settings {
    /// With this policy, whose version, image and modes (one for all domains) are filled in.
    pub fn new(name: &str, mode: &str, mut policy: Value) -> Self {
        let folder =
            std::env::temp_dir().join(format!("inlay-signed-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        policy["version"] = 1.into();
        policy["image"] = IMAGE.into();
        policy["policyVersion"] = 1.into();
        policy["created"] = CREATED.into();
        policy["modes"] =
            json!({"process": mode, "file": mode, "network": mode, "privilege": mode});
        let key = key();
        let public = URL_SAFE_NO_PAD.encode(key.public_key().as_ref());
        let config = json!({
            "version": 1, "image": IMAGE, "source": "test/image:1", "platform": "linux/amd64", "start": "protected",
            "keys": [{"id": "test", "publicKey": public}],
        });
        fs::write(folder.join("config.json"), config.to_string()).unwrap();
        fs::write(folder.join("policy.json"), sign(&policy, &key).to_string()).unwrap();
        Self(folder)
    }

    /// The command that starts a script under these settings.
    pub fn shell(&self, script: &str) -> Command {
        let mut command = Command::new(SENSOR);
        command.env("INLAY_REPORT", self.report());
        command
            .arg("--settings")
            .arg(&self.0)
            .args(["--", "/bin/sh", "-c", script]);
        command
    }

    /// The same with nothing but looking, for an application that need not be protected.
    pub fn observed(&self, script: &str) -> Command {
        let path = self.0.join("config.json");
        let config = fs::read_to_string(&path).unwrap();
        fs::write(&path, config.replace("\"protected\"", "\"open\"")).unwrap();
        self.unprotected(script)
    }

    /// The same in a tier that stops nothing.
    pub fn unprotected(&self, script: &str) -> Command {
        let mut command = self.shell(script);
        command.env("INLAY_TIER", "observe");
        command
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// All entries of all frames that were reported.
    pub fn entries(&self) -> Vec<Value> {
        let frames = fs::read_to_string(self.report()).unwrap();
        let frames = frames
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        frames
            .flat_map(|frame| frame["behaviours"].as_array().unwrap().clone())
            .collect()
    }

    /// All frames that were reported.
    pub fn frames(&self) -> Vec<Value> {
        let frames = fs::read_to_string(self.report()).unwrap();
        frames
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn report(&self) -> PathBuf {
        self.0.join("report")
    }
}

impl Drop for Settings {
    fn drop(&mut self) {
        // Left in the temporary directory otherwise, where nobody minds.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The path under which the sensor knows a program: the real one.
pub fn real(program: &str) -> String {
    let path = fs::canonicalize(Path::new(program)).unwrap();
    path.to_str().unwrap().to_owned()
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

fn sign(policy: &Value, key: &EcdsaKeyPair) -> Value {
    let text = policy.to_string();
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "policy", "digest": {"sha256": sha256_hex(text.as_bytes())}}],
        "predicateType": "https://inlay.dev/policy/v1",
        "predicate": {
            "image": IMAGE, "policyVersion": 1, "modes": policy["modes"], "notBefore": CREATED, "keyId": "test",
        },
    });
    let payload = statement.to_string();
    let signed = format!("DSSEv1 {} {TYPE} {} {payload}", TYPE.len(), payload.len());
    let signature = key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    json!({
        "version": 1,
        "policy": text,
        "envelope": {
            "payloadType": TYPE,
            "payload": STANDARD.encode(&payload),
            "signatures": [{"keyid": "test", "sig": STANDARD.encode(signature.as_ref())}],
        },
    })
}
