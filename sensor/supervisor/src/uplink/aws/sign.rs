//! Signature version 4, as `Signature Version 4 signing process` of the AWS General Reference has it: a request is written in
//! one form only, and its hash is signed by a key that is good for a day, a region and a service.

use std::borrow::Cow;
use std::fmt::Write as _;

use inlay_contract::digest::{hex, sha256_hex};
use inlay_contract::time::Timestamp;
use ring::hmac;

use super::credentials::Credentials;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What is signed. Whoever sends it sends these headers and this body, and what [`sign`] adds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unsigned<'a> {
    pub(super) method: &'a str,
    /// As in the `Host` header.
    pub(super) host: &'a str,
    /// As it stands in the request, percent-encoded and without `.` and `..`.
    pub(super) path: &'a str,
    /// Names and values, not encoded.
    pub(super) query: &'a [(&'a str, &'a str)],
    /// Lowercase names.
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: &'a [u8],
}

/// What a signature is good for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) region: &'a str,
    pub(super) service: &'a str,
}

impl Scope<'_> {
    /// S3 takes paths as they are and wants to be told the hash of the body.
    fn is_s3(&self) -> bool {
        self.service == "s3"
    }
}

/// The headers that a request gets besides its own, in no particular order.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) date: String,
    pub(super) token: Option<String>,
    pub(super) authorization: String,
    pub(super) content: Option<String>,
}

impl Signature {
    pub(super) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("x-amz-date", Some(self.date.as_str())),
            ("x-amz-security-token", self.token.as_deref()),
            ("x-amz-content-sha256", self.content.as_deref()),
            ("authorization", Some(self.authorization.as_str())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

/// Signs a request.
pub(super) fn sign(
    request: &Unsigned<'_>,
    scope: Scope<'_>,
    credentials: &Credentials,
    at: Timestamp,
) -> Signature {
    let date = compact(at);
    let day = date.get(..8).unwrap_or_default();
    let hash = sha256_hex(request.body);
    let mut headers = vec![("host", request.host), ("x-amz-date", date.as_str())];
    headers.extend(request.headers.iter().copied());
    headers.extend(
        credentials
            .token
            .as_deref()
            .map(|token| ("x-amz-security-token", token)),
    );
    if scope.is_s3() {
        headers.push(("x-amz-content-sha256", hash.as_str()));
    }
    headers.sort_unstable();
    let names: Vec<_> = headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let path = if scope.is_s3() {
        Cow::Borrowed(request.path)
    } else {
        Cow::Owned(encoded(request.path, true))
    };
    let canonical = format!(
        "{}\n{path}\n{}\n{}\n{names}\n{hash}",
        request.method,
        query(request.query),
        lines(&headers)
    );
    let scoped = format!("{day}/{}/{}/aws4_request", scope.region, scope.service);
    let text = format!(
        "{ALGORITHM}\n{date}\n{scoped}\n{}",
        sha256_hex(canonical.as_bytes())
    );
    let signature = hex(keyed(&key(&credentials.secret, day, scope), &text).as_ref());
    let authorization = format!(
        "{ALGORITHM} Credential={}/{scoped}, SignedHeaders={names}, Signature={signature}",
        credentials.id
    );
    Signature {
        token: credentials.token.clone(),
        content: scope.is_s3().then_some(hash),
        authorization,
        date,
    }
}

/// `20150830T123600Z`
fn compact(at: Timestamp) -> String {
    let text = at.to_string();
    let seconds = text.split('.').next().unwrap_or_default();
    let mut date: String = seconds
        .chars()
        .filter(|each| !"-:".contains(*each))
        .collect();
    date.push('Z');
    date
}

fn lines(headers: &[(&str, &str)]) -> String {
    let mut lines = String::new();
    for (name, value) in headers {
        let value: Vec<_> = value.split_ascii_whitespace().collect();
        // Writing to a text cannot fail.
        let _ = writeln!(lines, "{name}:{}", value.join(" "));
    }
    lines
}

fn query(pairs: &[(&str, &str)]) -> String {
    let mut pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (encoded(name, false), encoded(value, false)))
        .collect();
    pairs.sort_unstable();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// Percent-encodes all but what RFC 3986 calls unreserved, and slashes where they divide a path.
fn encoded(text: &str, slashes: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || (slashes && byte == b'/') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn key(secret: &str, day: &str, scope: Scope<'_>) -> hmac::Key {
    let first = hmac::Key::new(hmac::HMAC_SHA256, format!("AWS4{secret}").as_bytes());
    [day, scope.region, scope.service, "aws4_request"]
        .into_iter()
        .fold(first, |key, step| {
            hmac::Key::new(hmac::HMAC_SHA256, keyed(&key, step).as_ref())
        })
}

fn keyed(key: &hmac::Key, text: &str) -> hmac::Tag {
    hmac::sign(key, text.as_bytes())
}

#[cfg(test)]
#[path = "sign_tests.rs"]
mod tests;
