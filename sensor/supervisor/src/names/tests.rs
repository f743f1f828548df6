use std::time::Duration;

use inlay_contract::judgement::{Judgement, Verdict};
use inlay_contract::policy::NoPolicy;

use super::*;

/// Keeps what was recorded.
#[derive(Default)]
pub(super) struct Kept(Mutex<Vec<Observation>>);

impl Kept {
    pub(super) fn count(&self) -> usize {
        lock(&self.0).len()
    }
}

impl Recorder for Kept {
    fn record(&self, observation: Observation) {
        lock(&self.0).push(observation);
    }
}

pub(super) fn names() -> (Names, Arc<Kept>) {
    let kept = Arc::new(Kept::default());
    let telling = Telling {
        judge: Arc::new(NoPolicy),
        recorder: kept.clone(),
    };
    (Names::new(Arc::default(), telling), kept)
}

fn answer(name: &str, address: [u8; 4]) -> Answer {
    let lifetime = Duration::from_secs(1);
    Answer {
        question: name.to_owned(),
        addresses: vec![(address.into(), lifetime)],
    }
}

#[test]
fn an_answer_names_its_addresses_and_is_recorded() {
    let (names, kept) = names();

    names.learn(&answer("shop.example.com", [192, 0, 2, 9]));
    names.tell("shop.example.com", NOBODY);

    assert_eq!(
        names.name_of([192, 0, 2, 9].into()).as_deref(),
        Some("shop.example.com")
    );
    let mapped: std::net::Ipv6Addr = "::ffff:192.0.2.9".parse().unwrap();
    assert_eq!(
        names.name_of(mapped.into()).as_deref(),
        Some("shop.example.com")
    );
    assert_eq!(names.name_of([192, 0, 2, 10].into()), None);
    let recorded = lock(&kept.0);
    assert_eq!(recorded.len(), 1);
    assert_eq!(
        recorded[0].behaviour,
        Behaviour::Resolve {
            name: "shop.example.com".into()
        }
    );
    let learning = Judgement {
        verdict: Verdict::Allowed,
        because: "learning".into(),
        rule: None,
    };
    assert_eq!(recorded[0].judgement, learning);
}

#[test]
fn a_flood_of_questions_is_not_waited_for() {
    let (names, _) = names();

    for number in 0..10_000 {
        names.asked(&format!("n{number}.example.com"), NOBODY);
    }
}

#[test]
fn the_hosts_file_names_addresses() {
    let (names, _) = names();

    assert_eq!(
        names.name_of([127, 0, 0, 1].into()).as_deref(),
        Some("localhost")
    );
}

#[test]
fn the_containers_own_name_is_a_placeholder() {
    let (mut names, kept) = names();
    names.hostname = "9f1c6d2e8a40".to_owned();

    names.learn(&answer("9f1c6d2e8a40", [192, 0, 2, 9]));
    for name in [
        "9f1c6d2e8a40",
        "9f1c6d2e8a40.shop.internal",
        "9f1c6d2e8a401",
    ] {
        names.tell(name, NOBODY);
    }

    assert_eq!(
        names.name_of([192, 0, 2, 9].into()).as_deref(),
        Some("{hostname}")
    );
    let told: Vec<_> = lock(&kept.0)
        .iter()
        .map(|it| it.example[0].clone())
        .collect();
    assert_eq!(
        told,
        ["{hostname}", "{hostname}.shop.internal", "9f1c6d2e8a401"]
    );
}
