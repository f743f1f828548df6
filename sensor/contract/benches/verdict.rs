//! What a verdict costs among a thousand rules of each kind: `cargo bench -p inlay-contract`.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use inlay_contract::behaviour::Behaviour;
use inlay_contract::judgement::{Judge, Verdict};
use inlay_contract::policy::Policy;
use serde_json::{Value, json};

const RULES: usize = 1000;
const ROUNDS: u32 = 2000;

fn main() -> Result<(), Box<dyn Error>> {
    let policy = Policy::read(grown(example("policy.json")?).to_string().as_bytes())?;
    let behaviours = allowed(&policy, &example("verdicts.json")?)?;
    let start = Instant::now();
    for _ in 0..ROUNDS {
        for behaviour in &behaviours {
            black_box(policy.judge(behaviour));
        }
    }
    let verdicts = u32::try_from(behaviours.len())? * ROUNDS;
    println!(
        "{:?} per verdict, over {verdicts}",
        start.elapsed() / verdicts
    );
    Ok(())
}

fn example(name: &str) -> Result<Value, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples");
    Ok(serde_json::from_slice(&fs::read(folder.join(name))?)?)
}

/// The example policy with many more rules: those of a host with many programs, so few share one.
fn grown(mut policy: Value) -> Value {
    for kind in ["programs", "files", "peers"] {
        let Some(rules) = policy.get_mut(kind).and_then(Value::as_array_mut) else {
            continue;
        };
        let copies: Vec<Value> = rules.iter().cycle().take(RULES).cloned().collect();
        for (at, mut copy) in copies.into_iter().enumerate() {
            let Some(rule) = copy.as_object_mut() else {
                continue;
            };
            if let Some(path) = rule.get("path").and_then(Value::as_str) {
                let elsewhere = json!(format!("/srv/{}{path}", at / 10));
                rule.insert("path".to_owned(), elsewhere);
            }
            rule.insert(
                "program".to_owned(),
                json!(format!("/opt/{}/java", at / 10)),
            );
            rules.push(copy);
        }
    }
    policy
}

/// The behaviours of the shared cases that this policy allows: the way nearly every call takes.
fn allowed(policy: &Policy, cases: &Value) -> Result<Vec<Behaviour>, Box<dyn Error>> {
    let mut behaviours = Vec::new();
    for case in cases.as_array().into_iter().flatten() {
        let behaviour: Behaviour =
            serde_json::from_value(case.get("behaviour").cloned().unwrap_or_default())?;
        if policy.judge(&behaviour).verdict == Verdict::Allowed {
            behaviours.push(behaviour);
        }
    }
    Ok(behaviours)
}
