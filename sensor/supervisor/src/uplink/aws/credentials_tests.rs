use super::*;

const ANSWER: &str = r#"{"RoleArn": "arn:aws:iam::111122223333:role/shop", "AccessKeyId": "ASIAEXAMPLE",
    "SecretAccessKey": "secret/+=", "Token": "token==", "Expiration": "2026-01-02T03:04:05Z"}"#;

fn source(variables: &[(&str, &'static str)]) -> Option<Source> {
    Source::of(|name| {
        let found = variables.iter().find(|(each, _)| *each == name)?;
        Some(found.1)
    })
}

#[test]
fn reads_what_the_agent_answers_and_keeps_it_to_itself() {
    let read = Credentials::read(ANSWER.as_bytes()).unwrap();

    assert_eq!(
        (read.id.as_str(), read.token.as_deref()),
        ("ASIAEXAMPLE", Some("token=="))
    );
    assert_eq!(read.expires.to_string(), "2026-01-02T03:04:05.000Z");
    let told = format!("{read:?}");
    assert!(!told.contains("secret/+=") && !told.contains("token=="));
}

#[test]
fn takes_any_fraction_of_a_second() {
    for fraction in ["", ".1", ".123", ".123456789"] {
        let answer = ANSWER.replace("05Z", &format!("05{fraction}Z"));

        let read = Credentials::read(answer.as_bytes()).unwrap();

        assert_eq!(read.expires.to_string(), "2026-01-02T03:04:05.000Z");
    }
    for wrong in ["05+01:00", "05.xZ", "05", "5Z"] {
        let answer = ANSWER.replace("05Z", wrong);
        assert_eq!(Credentials::read(answer.as_bytes()), None, "{wrong}");
    }
}

#[test]
fn refuses_what_would_break_a_header_and_garbage() {
    for (from, to) in [
        ("token==", "a\\r\\nHost: b"),
        ("ASIAEXAMPLE", ""),
        ("secret/+=", "é"),
        ("2026-01-02T03:04:05Z", "soon"),
        ("\"SecretAccessKey\"", "\"Secret\""),
    ] {
        assert_eq!(
            Credentials::read(ANSWER.replace(from, to).as_bytes()),
            None,
            "{to}"
        );
    }
    for at in 0..ANSWER.len() {
        let _ = Credentials::read(&ANSWER.as_bytes()[..at]);
        let mut spoilt = ANSWER.as_bytes().to_vec();
        spoilt[at] ^= 0x55;
        let _ = Credentials::read(&spoilt);
    }
}

#[test]
fn finds_the_agents_of_ecs_and_eks() {
    let relative = source(&[
        (
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "/v2/credentials/1",
        ),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "https://other.example/",
        ),
    ]);
    assert_eq!(
        relative.unwrap().url,
        "http://169.254.170.2/v2/credentials/1"
    );
    for url in [
        "http://169.254.170.23/v1/credentials",
        "http://[fd00:ec2::23]/v1/credentials",
        "http://127.0.0.1:51679/x",
        "http://localhost/x",
        "https://agent.example/x",
    ] {
        let found = source(&[
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "shown"),
        ]);
        assert_eq!(
            found.unwrap().authorization().as_deref(),
            Some("shown"),
            "{url}"
        );
    }
    assert_eq!(source(&[]), None);
}

#[test]
fn asks_nobody_else_in_the_clear() {
    for url in [
        "http://169.254.169.254/latest",
        "http://169.254.170.2.example.com/x",
        "http://127.0.0.1.example.com/x",
        "http://10.0.0.1/x",
        "ftp://127.0.0.1/x",
        "garbage",
    ] {
        assert_eq!(
            source(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", url)]),
            None,
            "{url}"
        );
    }
    let odd = [("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@evil.example/")];
    assert_eq!(source(&odd), None);
}

#[test]
fn a_token_comes_from_its_file_each_time() {
    let path = std::env::temp_dir().join(format!("inlay-token-{}", std::process::id()));
    std::fs::write(&path, "first\n").unwrap();
    let text: &'static str = path.to_str().unwrap().to_owned().leak();
    let found = source(&[
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/x"),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", text),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "not this"),
    ])
    .unwrap();
    assert_eq!(found.authorization().as_deref(), Some("first"));

    std::fs::write(&path, "second").unwrap();

    assert_eq!(found.authorization().as_deref(), Some("second"));
    std::fs::write(&path, "a\nb").unwrap();
    assert_eq!(found.authorization(), None);
    std::fs::remove_file(&path).unwrap();
}
