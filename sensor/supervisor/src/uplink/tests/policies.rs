//! Policies that are offered.

use super::*;

fn with_policy(document: String) -> Server {
    Server::new(move |asked| match asked {
        it if is(it, "/v1/session") => Reply::Status(201, SESSION.into()),
        it if is(it, "/v1/policy") && it.headers.contains("if-none-match") => {
            Reply::Status(304, String::new())
        }
        it if is(it, "/v1/policy") => ok(&document),
        _ => Reply::Status(202, String::new()),
    })
}

#[test]
fn a_policy_is_fetched_applied_and_told() {
    let server = with_policy(SIGNED.to_owned());
    let running = Running::paced(
        &server.address,
        Intervals {
            learning: 1,
            steady: 1,
            policy: 1,
        },
    );

    let policies = server.await_asked("/v1/policy", |policies| policies.len() > 1);
    let frames = server.await_asked(TELEMETRY, |frames| !frames.is_empty());

    assert_eq!(frames[0].body["policy"]["version"], 4);
    let sha256 = frames[0].body["policy"]["sha256"].as_str().unwrap();
    assert!(
        policies[1]
            .headers
            .contains(&format!("if-none-match: \"{sha256}\""))
    );
    assert!(frames[0].body["policy"].get("refused").is_none());
    running.end();
}

#[test]
fn a_refused_policy_is_told_with_the_reason() {
    for (document, reason) in [
        (SIGNED.replace("/srv/in/", "/srv/"), "sha256"),
        (
            SIGNED.replace("\"keyid\": \"example-2026-01\"", "\"keyid\": \"mallory\""),
            "mallory",
        ),
        ("garbage".to_owned(), "malformed"),
    ] {
        let server = with_policy(document);
        let running = Running::new(&server.address);

        let frames = server.await_asked(TELEMETRY, |frames| !frames.is_empty());

        assert_eq!(frames[0].body["policy"]["version"], 0);
        let refused = frames[0].body["policy"]["refused"].as_str().unwrap();
        assert!(refused.contains(reason), "{refused}");
        running.end();
    }
}
