//! The example documents and what this crate writes keep to the schemas.

use std::fs;
use std::path::PathBuf;

use crate::frame::Frame;
use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

const ADDRESS: &str = "https://inlay.dev/schemas/";
const KINDS: [&str; 6] = [
    "config",
    "behaviour",
    "frame",
    "policy",
    "signed-policy",
    "session",
];

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn example(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(docs().join("examples").join(name)).unwrap()).unwrap()
}

struct Checker {
    schemas: Schemas,
    compiler: Compiler,
}

impl Checker {
    fn new() -> Self {
        let mut compiler = Compiler::new();
        for kind in KINDS {
            let name = format!("{kind}.schema.json");
            let text = fs::read_to_string(docs().join("schemas").join(&name)).unwrap();
            let schema = serde_json::from_str(&text).unwrap();
            compiler
                .add_resource(&format!("{ADDRESS}{name}"), schema)
                .unwrap();
        }
        Self {
            schemas: Schemas::new(),
            compiler,
        }
    }

    fn schema(&mut self, kind: &str) -> SchemaIndex {
        let address = format!("{ADDRESS}{kind}.schema.json");
        self.compiler.compile(&address, &mut self.schemas).unwrap()
    }

    fn check(&mut self, document: &Value, kind: &str) {
        let schema = self.schema(kind);
        if let Err(wrong) = self.schemas.validate(document, schema) {
            panic!("{kind}: {wrong:#}");
        }
    }

    fn refuses(&mut self, document: &Value, kind: &str) -> bool {
        let schema = self.schema(kind);
        self.schemas.validate(document, schema).is_err()
    }
}

#[test]
fn the_examples_keep_to_their_schemas() {
    let mut checker = Checker::new();
    for kind in ["config", "frame", "policy", "signed-policy"] {
        checker.check(&example(&format!("{kind}.json")), kind);
    }
    checker.check(&example("config-direct.json"), "config");
    checker.check(&example("session-request.json"), "session");
    checker.check(&example("session-request-role.json"), "session");
    checker.check(&example("session-answer.json"), "session");
    for case in example("verdicts.json").as_array().unwrap() {
        checker.check(&case["behaviour"], "behaviour");
        if case["policy"].is_object() {
            checker.check(&case["policy"], "policy");
        }
    }
}

#[test]
fn a_written_frame_keeps_to_its_schema() {
    let frame: Frame = serde_json::from_value(example("frame.json")).unwrap();

    Checker::new().check(&serde_json::to_value(&frame).unwrap(), "frame");
}

#[test]
fn the_schemas_refuse_what_is_wrong() {
    let mut checker = Checker::new();
    let mut frame = example("frame.json");
    frame["behaviours"][0]["behaviour"]["kind"] = json!("dance");
    assert!(checker.refuses(&frame, "frame"));
    let mut config = example("config.json");
    config["keys"][0]["publicKey"] = json!("AAAA");
    assert!(checker.refuses(&config, "config"));
    let mut unproved = example("config.json");
    unproved.as_object_mut().unwrap().remove("token");
    assert!(checker.refuses(&unproved, "config"));
    let mut both = example("session-request-role.json");
    both["token"] = example("session-request.json")["token"].clone();
    assert!(checker.refuses(&both, "session"));
}
