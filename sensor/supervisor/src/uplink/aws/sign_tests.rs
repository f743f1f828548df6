//! The vectors are AWS's own (`aws-sig-v4-test-suite`, as `aws-c-auth` and botocore carry it in
//! `tests/unit/auth/aws4_testsuite`): credentials `AKIDEXAMPLE`, 2015-08-30T12:36:00Z, `us-east-1`, `service`.

use super::*;

const SIGNED_AT: u64 = 1_440_938_160_000;
const TOKEN: &str = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

fn credentials(token: Option<&str>) -> Credentials {
    Credentials {
        id: "AKIDEXAMPLE".into(),
        secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
        token: token.map(str::to_owned),
        expires: Timestamp::from_millis(u64::MAX),
    }
}

fn scope(service: &str) -> Scope<'_> {
    Scope {
        region: "us-east-1",
        service,
    }
}

fn vanilla(method: &str) -> Unsigned<'_> {
    Unsigned {
        method,
        host: "example.amazonaws.com",
        path: "/",
        query: &[],
        headers: &[],
        body: b"",
    }
}

fn signed(request: &Unsigned<'_>, token: Option<&str>) -> String {
    let at = Timestamp::from_millis(SIGNED_AT);
    sign(request, scope("service"), &credentials(token), at).authorization
}

fn assert_signed(request: &Unsigned<'_>, headers: &str, signature: &str) {
    assert_eq!(
        signed(request, None),
        format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders={headers}, Signature={signature}"
        )
    );
}

#[test]
fn get_vanilla() {
    assert_signed(
        &vanilla("GET"),
        "host;x-amz-date",
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    );
}

#[test]
fn post_vanilla() {
    assert_signed(
        &vanilla("POST"),
        "host;x-amz-date",
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    );
}

#[test]
fn get_vanilla_query_order_key_case() {
    let query = &[("Param2", "value2"), ("Param1", "value1")];
    assert_signed(
        &Unsigned {
            query,
            ..vanilla("GET")
        },
        "host;x-amz-date",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    );
}

#[test]
fn get_vanilla_utf8_query() {
    let query = &[("\u{1234}", "bar")];
    assert_signed(
        &Unsigned {
            query,
            ..vanilla("GET")
        },
        "host;x-amz-date",
        "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    );
}

#[test]
fn get_utf8() {
    // The path of the request is `/ሴ`, which the suite encodes once.
    let path = "/\u{1234}";
    assert_signed(
        &Unsigned {
            path,
            ..vanilla("GET")
        },
        "host;x-amz-date",
        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    );
}

#[test]
fn get_header_value_trim() {
    let headers = &[("my-header1", " value1"), ("my-header2", " \"a   b   c\"")];
    assert_signed(
        &Unsigned {
            headers,
            ..vanilla("GET")
        },
        "host;my-header1;my-header2;x-amz-date",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    );
}

#[test]
fn post_x_www_form_urlencoded() {
    let headers = &[("content-type", "application/x-www-form-urlencoded")];
    let body = b"Param1=value1";
    assert_signed(
        &Unsigned {
            headers,
            body,
            ..vanilla("POST")
        },
        "content-type;host;x-amz-date",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    );
}

#[test]
fn post_sts_header_before() {
    assert!(signed(&vanilla("POST"), Some(TOKEN)).ends_with(
        "SignedHeaders=host;x-amz-date;x-amz-security-token, \
         Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
    ));
}

#[test]
fn anything_else_is_signed_otherwise() {
    let right = signed(&vanilla("GET"), None);

    assert_ne!(
        right,
        signed(
            &Unsigned {
                host: "example.org",
                ..vanilla("GET")
            },
            None
        )
    );
    assert_ne!(
        right,
        signed(
            &Unsigned {
                path: "/x",
                ..vanilla("GET")
            },
            None
        )
    );
    assert_ne!(
        right,
        signed(
            &Unsigned {
                body: b"x",
                ..vanilla("GET")
            },
            None
        )
    );
    assert_ne!(right, signed(&vanilla("PUT"), None));
}

#[test]
fn s3_takes_the_path_as_it_is_and_is_told_the_hash() {
    let request = Unsigned {
        path: "/a%20b",
        ..vanilla("GET")
    };
    let at = Timestamp::from_millis(SIGNED_AT);

    let of = |service| sign(&request, scope(service), &credentials(None), at);

    assert_eq!(of("s3").content, Some(sha256_hex(b"")));
    assert!(
        of("s3")
            .authorization
            .contains("x-amz-content-sha256;x-amz-date")
    );
    assert_eq!(of("sqs").content, None);
    let names: Vec<_> = of("s3").headers().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["x-amz-date", "x-amz-content-sha256", "authorization"]
    );
}

#[test]
fn garbage_is_signed_without_a_panic() {
    for garbage in ["", "%", "//", "\u{0}\u{7f}", "ÿ\n", &"/".repeat(10_000)] {
        let pairs = [(garbage, garbage), (garbage, garbage)];
        let request = Unsigned {
            method: garbage,
            host: garbage,
            path: garbage,
            query: &pairs,
            headers: &pairs,
            body: garbage.as_bytes(),
        };
        assert!(signed(&request, Some(garbage)).starts_with(ALGORITHM));
    }
}
