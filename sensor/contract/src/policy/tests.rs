use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::{Value, json};

use super::*;
use crate::examples;

#[derive(Deserialize)]
struct Case {
    name: String,
    policy: Value,
    behaviour: Behaviour,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Expect {
    verdict: Verdict,
    rule: Option<String>,
    because_contains: Option<String>,
}

fn policy_of(case: &Case) -> Policy {
    let text = case
        .policy
        .as_str()
        .map_or_else(|| case.policy.to_string(), examples::text);
    Policy::read(text.as_bytes()).unwrap()
}

#[test]
fn agrees_with_the_shared_verdicts() {
    let cases: Vec<Case> = examples::read("verdicts.json");
    assert!(cases.len() > 150);
    let mut wrong = String::new();
    for case in cases {
        let judgement = policy_of(&case).judge(&case.behaviour);
        let because = case.expect.because_contains.as_deref().unwrap_or_default();
        let agrees = judgement.verdict == case.expect.verdict
            && judgement.rule == case.expect.rule
            && judgement.because.contains(because);
        if !agrees {
            writeln!(wrong, "{}: {judgement:?}", case.name).unwrap();
        }
        assert!(!judgement.because.is_empty(), "{}", case.name);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn says_what_differs_from_the_closest_rule() {
    let policy = Policy::read(examples::text("policy.json").as_bytes()).unwrap();
    let exec = json!({"kind": "exec", "program": "/usr/bin/dash", "parent": "/opt/jre/bin/java", "user": 1000,
        "arguments": ["sh", "-c", "id"], "terminal": false, "outside": false});

    let judgement = policy.judge(&serde_json::from_value(exec).unwrap());

    let because = "/usr/bin/dash is allowed from /opt/jre/bin/java with other arguments: sh -c \"convert \
                   /srv/in/{any} -resize {number}x{number} /srv/out/{any}.png\", not sh -c id";
    assert_eq!(judgement.because, because);
}

fn changed(change: impl Fn(&mut Value)) -> Result<Policy, NotAPolicy> {
    let mut document: Value = examples::read("policy.json");
    change(&mut document);
    Policy::read(document.to_string().as_bytes())
}

#[test]
fn one_malformed_rule_refuses_the_whole_policy() {
    let refused =
        changed(|document| document["programs"][1]["arguments"][2] = json!("convert /srv/{tree}"));
    assert!(matches!(refused, Err(NotAPolicy::Pattern { id, .. }) if id == "p-sh-convert"));

    let refused = changed(|document| document["files"][0]["path"] = json!("/srv/{any"));
    assert!(matches!(refused, Err(NotAPolicy::Pattern { id, .. }) if id == "f-uploads"));

    let refused = changed(|document| document["peers"][2]["peer"] = json!("10.20.0.0/33"));
    assert!(matches!(refused, Err(NotAPolicy::Range { id, .. }) if id == "n-vpc"));

    let refused = changed(|document| document["programs"][0]["mode"] = json!("allow"));
    assert!(matches!(refused, Err(NotAPolicy::Malformed(_))));

    let refused = changed(|document| document["modes"]["file"] = Value::Null);
    assert!(matches!(refused, Err(NotAPolicy::Malformed(_))));

    assert!(matches!(
        changed(|document| document["version"] = json!(2)),
        Err(NotAPolicy::Version(2))
    ));
}

#[test]
fn without_a_policy_everything_is_learnt_but_attempts_on_the_sensor() {
    for case in examples::read::<Vec<Case>>("verdicts.json") {
        let always = matches!(
            case.behaviour,
            Behaviour::Tamper(_) | Behaviour::Mismatch { .. }
        );
        let verdict = if always {
            Verdict::Blocked
        } else {
            Verdict::Allowed
        };
        assert_eq!(
            NoPolicy.judge(&case.behaviour).verdict,
            verdict,
            "{}",
            case.name
        );
    }
}

#[test]
fn garbage_is_refused_without_a_panic() {
    let good = examples::text("policy.json");
    let cases: Vec<Case> = examples::read("verdicts.json");
    for document in examples::spoilt(good.as_bytes(), 17) {
        if let Ok(policy) = Policy::read(&document) {
            for case in &cases {
                let _ = policy.judge(&case.behaviour);
            }
        }
    }
}
