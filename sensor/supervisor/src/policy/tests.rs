use std::time::Duration;

use inlay_contract::config::Config;
use inlay_contract::judgement::Verdict;

use super::*;

const CONFIG: &str = include_str!("../../../../docs/examples/config.json");
const SIGNED: &str = include_str!("../../../../docs/examples/signed-policy.json");

/// After the example was signed.
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_400_000)
}

fn empty() -> CurrentPolicy {
    let config = Config::read(CONFIG.as_bytes()).unwrap();
    CurrentPolicy::new(config.keys, config.image)
}

fn resolve(name: &str) -> Behaviour {
    Behaviour::Resolve {
        name: name.to_owned(),
    }
}

#[test]
fn without_a_policy_everything_is_learnt() {
    let policy = empty();

    assert_eq!(policy.modes(), Modes::all(Mode::Learn));
    assert_eq!(policy.judge(&resolve("example.org")).because, "learning");
    assert_eq!(policy.state(), PolicyState::default());
}

#[test]
fn a_signed_policy_is_applied_once() {
    let policy = empty();

    assert_eq!(policy.offer(SIGNED.as_bytes(), now()), Ok(Taken::Applied));
    let applied = policy.state();
    let later = now() + Duration::from_secs(60);
    assert_eq!(policy.offer(SIGNED.as_bytes(), later), Ok(Taken::Same));

    assert_eq!(policy.state(), applied);
    assert_eq!((applied.version, applied.applied), (4, Some(now().into())));
    assert_eq!(
        policy.judge(&resolve("example.org")).verdict,
        Verdict::Recorded
    );
}

#[test]
fn a_refused_offer_leaves_the_last_good_one_and_is_told() {
    let policy = empty();
    policy.offer(SIGNED.as_bytes(), now()).unwrap();
    let forged = SIGNED.replace("/srv/in/", "/srv/");

    let refusal = policy.offer(forged.as_bytes(), now()).unwrap_err();

    assert_eq!(policy.state().version, 4);
    assert_eq!(policy.state().refused, Some(refusal.to_string()));
    assert_eq!(
        policy.judge(&resolve("example.org")).verdict,
        Verdict::Recorded
    );
    policy.confirm();
    assert_eq!(policy.state().refused, None);
}

#[test]
fn a_policy_without_trusted_keys_is_refused() {
    let config = Config::read(CONFIG.as_bytes()).unwrap();
    let policy = CurrentPolicy::new(Keys::default(), config.image);

    assert!(matches!(
        policy.offer(SIGNED.as_bytes(), now()),
        Err(Refusal::UnknownKey(_))
    ));
    assert_eq!(policy.modes(), Modes::all(Mode::Learn));
}

#[test]
fn judging_goes_on_while_offers_come_in() {
    let policy = empty();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..50 {
                let document = if round % 2 == 0 {
                    SIGNED.as_bytes()
                } else {
                    b"garbage"
                };
                let _ = policy.offer(document, now());
            }
        });
        for _ in 0..2000 {
            assert_ne!(
                policy.judge(&resolve("example.org")).verdict,
                Verdict::Blocked
            );
        }
    });
    assert_eq!(policy.state().version, 4);
}
