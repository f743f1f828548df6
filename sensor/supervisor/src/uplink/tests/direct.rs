//! Frames to queues and the policy from a bucket, by the role of the container.

use super::*;

const DIRECT: &str = include_str!("../../../../../docs/examples/config-direct.json");
const AGENT: &str = "/credentials";
const POLICY: &str = "/bucket/policy.json";
const STALE: &str = r#"{"__type": "com.amazonaws.sqs#ExpiredToken", "message": "it is too old"}"#;

/// What an agent answers, the keys numbered.
fn credentials(number: usize) -> String {
    json!({
        "AccessKeyId": format!("ASIA{number}"), "SecretAccessKey": "secret", "Token": format!("token-{number}"),
        "Expiration": "2999-01-02T03:04:05Z",
    })
    .to_string()
}

/// Hands out credentials and answers to the rest what it is told; how many were handed out is given along.
fn aws(mut answering: impl FnMut(&Asked, usize) -> Reply + Send + 'static) -> Server {
    let mut handed_out = 0;
    Server::new(move |asked| {
        if is(asked, AGENT) {
            handed_out += 1;
            return ok(&credentials(handed_out));
        }
        answering(asked, handed_out)
    })
}

fn config(address: &str, intervals: Intervals) -> Config {
    let mut document: Value = serde_json::from_str(DIRECT).unwrap();
    document["direct"] = json!({
        "region": "eu-central-1", "telemetry": format!("{address}/1/telemetry"), "violations": format!("{address}/1/violations"),
        "policy": format!("{address}{POLICY}"),
    });
    let mut config = Config::read(document.to_string().as_bytes()).unwrap();
    config.intervals = intervals;
    config
}

fn agent(address: &str) -> Option<Source> {
    let url: &'static str = format!("{address}{AGENT}").leak();
    Source::of(|name| (name == "AWS_CONTAINER_CREDENTIALS_FULL_URI").then_some(url))
}

fn running(server: &Server, policy: u32) -> Running {
    let intervals = Intervals {
        learning: 86_400,
        steady: 86_400,
        policy,
    };
    let config = config(&server.address, intervals);
    Running::with(config, Report::ControlPlane, agent(&server.address))
}

fn sent(asked: &Asked) -> Frame {
    serde_json::from_str(asked.body["MessageBody"].as_str().unwrap()).unwrap()
}

fn queue(asked: &Asked) -> &str {
    let url = asked.body["QueueUrl"].as_str().unwrap();
    url.rsplit('/').next().unwrap()
}

#[test]
fn frames_are_signed_messages_of_the_queue_that_fits() {
    let server = aws(|asked, _| match asked {
        it if is(it, POLICY) => Reply::Status(404, String::new()),
        _ => ok("{}"),
    });
    let running = running(&server, 86_400);
    server.await_asked("POST / ", |all| !all.is_empty());

    running.see("bad.example", Verdict::Blocked);
    let asked = server.await_asked("POST / ", |all| all.len() == 2);
    running.end();

    assert_eq!(queue(&asked[0]), "telemetry");
    assert_eq!(queue(&asked[1]), "violations");
    assert!(sent(&asked[0]).session.starts_with("direct-"));
    assert_eq!(sent(&asked[0]).session, sent(&asked[1]).session);
    let headers = &asked[0].headers;
    assert!(
        headers.contains("x-amz-target: amazonsqs.sendmessage"),
        "{headers}"
    );
    assert!(
        headers.contains("x-amz-security-token: token-1"),
        "{headers}"
    );
    assert!(headers.contains("credential=asia1/"), "{headers}");
    assert!(
        headers.contains("/eu-central-1/sqs/aws4_request"),
        "{headers}"
    );
}

#[test]
fn credentials_that_ran_out_are_replaced_and_nothing_is_lost() {
    let server = aws(|asked, handed_out| match asked {
        it if is(it, POLICY) => Reply::Status(404, String::new()),
        _ if handed_out < 2 => Reply::Status(400, STALE.to_owned()),
        _ => ok("{}"),
    });
    let running = running(&server, 86_400);
    running.see("a.example", Verdict::Blocked);

    let asked = server.await_asked("POST / ", |all| all.len() >= 2);
    running.end();

    assert!(asked[0].headers.contains("credential=asia1/"));
    assert!(asked[1].headers.contains("credential=asia2/"));
    assert_eq!(asked[0].body, asked[1].body);
}

#[test]
fn a_queue_that_throttles_or_refuses_the_role_is_tried_again() {
    for (status, word) in [(400, "RequestThrottled"), (403, "AccessDenied"), (503, "")] {
        let mut tries = 0;
        let server = aws(move |asked, _| match asked {
            it if is(it, POLICY) => Reply::Status(404, String::new()),
            _ => {
                tries += 1;
                match tries {
                    1 => Reply::Status(status, format!("{{\"__type\": \"x#{word}\"}}")),
                    _ => ok("{}"),
                }
            }
        });
        let running = running(&server, 86_400);
        running.see("a.example", Verdict::Blocked);

        let asked = server.await_asked("POST / ", |all| all.len() >= 2);
        running.end();

        assert_eq!(sent(&asked[1]).drops.frames, 0, "{word}");
        assert_eq!(sent(&asked[1]).behaviours.len(), 1, "{word}");
    }
}

#[test]
fn a_frame_that_sqs_cannot_hold_is_given_up_and_told() {
    let mut tries = 0;
    let server = aws(move |asked, _| match asked {
        it if is(it, POLICY) => Reply::Status(404, String::new()),
        _ => {
            tries += 1;
            match tries {
                1 => Reply::Status(400, r#"{"__type": "x#InvalidMessageContents"}"#.to_owned()),
                _ => ok("{}"),
            }
        }
    });
    let running = running(&server, 86_400);
    server.await_asked("POST / ", |all| !all.is_empty());

    running.see("bad.example", Verdict::Blocked);
    let asked = server.await_asked("POST / ", |all| all.len() == 2);
    running.end();

    assert_eq!(sent(&asked[1]).drops.frames, 1);
}

#[test]
fn the_policy_is_an_object_that_is_fetched_once() {
    let server = aws(|asked, _| match asked {
        it if is(it, POLICY) && it.headers.contains("if-none-match: \"t-1\"") => {
            Reply::Status(304, String::new())
        }
        it if is(it, POLICY) => Reply::Tagged("\"T-1\"".to_owned(), SIGNED.to_owned()),
        _ => ok("{}"),
    });
    let running = running(&server, 1);

    let asked = server.await_asked(POLICY, |all| all.len() == 3);
    let frames = server.await_asked("POST / ", |all| {
        all.iter().any(|each| sent(each).policy.version > 0)
    });
    running.end();

    assert!(!asked[0].headers.contains("if-none-match"));
    assert!(
        asked[1].headers.contains("if-none-match"),
        "{}",
        asked[1].headers
    );
    assert!(
        asked[2].headers.contains("if-none-match"),
        "a 304 keeps the tag"
    );
    assert!(asked[1].headers.contains("/eu-central-1/s3/aws4_request"));
    assert!(asked[1].headers.contains("x-amz-content-sha256"));
    assert!(
        frames
            .iter()
            .all(|each| sent(each).policy.refused.is_none())
    );
}

#[test]
fn a_policy_that_is_not_taken_stays_refused_however_often_it_is_fetched() {
    let forged = SIGNED.replacen("\\\"policyVersion", "\\\"olicyVersion", 1);
    assert_ne!(forged, SIGNED);
    let server = aws(move |asked, _| match asked {
        it if is(it, POLICY) => Reply::Tagged("\"T-1\"".to_owned(), forged.clone()),
        _ => ok("{}"),
    });
    let running = running(&server, 1);

    let asked = server.await_asked(POLICY, |all| all.len() == 3);
    running.see("bad.example", Verdict::Blocked);
    let frames = server.await_asked("POST / ", |all| {
        all.iter().any(|each| queue(each) == "violations")
    });
    running.end();

    assert!(
        asked
            .iter()
            .all(|each| !each.headers.contains("if-none-match"))
    );
    assert!(sent(frames.last().unwrap()).policy.refused.is_some());
}

#[test]
fn without_a_role_nothing_is_sent_and_nobody_waits() {
    let server = aws(|_, _| ok("{}"));
    let intervals = Intervals {
        learning: 86_400,
        steady: 86_400,
        policy: 86_400,
    };
    let config = config(&server.address, intervals);
    let running = Running::with(config, Report::ControlPlane, None);
    running.see("a.example", Verdict::Blocked);

    running.end();

    assert!(server.await_asked("/", |_| true).is_empty());
}

#[test]
fn a_role_opens_a_session_in_the_place_of_a_token() {
    let server = aws(|asked, _| match asked {
        it if is(it, "/v1/session") => ok(SESSION),
        it if is(it, "/v1/policy") => Reply::Status(404, String::new()),
        _ => ok(""),
    });
    let mut document: Value = serde_json::from_str(CONFIG).unwrap();
    document["endpoint"] = server.address.clone().into();
    document["token"] = Value::Null;
    document["role"] = json!({
        "region": "eu-central-1", "sts": "sts.eu-central-1.amazonaws.com", "server": "https://inlay.example.com",
    });
    let config = Config::read(document.to_string().as_bytes()).unwrap();

    let running = Running::with(config, Report::ControlPlane, agent(&server.address));
    let asked = server.await_asked("/v1/session", |all| !all.is_empty());
    server.await_asked(TELEMETRY, |all| !all.is_empty());
    running.end();

    let shown = &asked[0].body;
    assert!(shown.get("token").is_none());
    assert_eq!(shown["identity"]["token"], "token-1");
    let authorization = shown["identity"]["authorization"].as_str().unwrap();
    assert!(
        authorization.contains("x-inlay-image;x-inlay-server"),
        "{authorization}"
    );
}
