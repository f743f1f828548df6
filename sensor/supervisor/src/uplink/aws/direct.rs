//! Queues and a bucket in the place of a control plane: frames are messages of SQS, the policy is an object of S3, and who we
//! are is known there by the role that signs.

use std::time::{Duration, SystemTime};

use inlay_contract::digest::sha256_hex;
use inlay_contract::envelope;
use inlay_contract::place::Direct;
use inlay_contract::session::{Request, Session};
use serde_json::{Value, json};

use super::super::http::{Answer, Http};
use super::super::plane::{ControlPlane, Failure, Offer, Urgency, unopened};
use super::sign::{Scope, Unsigned, sign};
use super::target::Target;
use super::wallet::Wallet;

/// What SQS and S3 say of credentials that they took before, or will take once they are new.
const STALE: [&str; 6] = [
    "ExpiredToken",
    "InvalidToken",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "UnrecognizedClient",
    "SignatureDoesNotMatch",
];
/// The words of an error are in the first few hundred bytes.
const MOST_ERROR: u64 = 4096;

/// The place frames go to and policies come from.
#[derive(Debug)]
pub(in super::super) struct Client {
    http: Http,
    place: Direct,
    wallet: Wallet,
    /// The object that holds the policy with this sha256.
    fetched: Option<Fetched>,
}

#[derive(Debug)]
struct Fetched {
    etag: String,
    sha256: String,
}

/// What to ask of whom.
struct Call<'a> {
    service: &'static str,
    method: &'static str,
    target: Target<'a>,
    headers: &'a [(&'a str, &'a str)],
    body: &'a [u8],
    most: u64,
}

impl Client {
    pub(in super::super) fn new(http: Http, place: Direct, wallet: Wallet) -> Self {
        Self {
            http,
            place,
            wallet,
            fetched: None,
        }
    }

    /// Asks, once more with new credentials when the old ones are not taken any longer.
    fn call(&mut self, call: &Call<'_>, patience: Duration) -> Result<Answer, Failure> {
        let answer = self.signed(call, patience)?;
        if !is_stale(&answer) {
            return Ok(answer);
        }
        self.wallet.empty();
        self.signed(call, patience)
    }

    fn signed(&mut self, call: &Call<'_>, patience: Duration) -> Result<Answer, Failure> {
        let credentials = self.wallet.open(&self.http, patience)?;
        let request = Unsigned {
            method: call.method,
            host: call.target.host,
            path: call.target.path,
            query: &[],
            headers: call.headers,
            body: call.body,
        };
        let scope = Scope {
            region: &self.place.region,
            service: call.service,
        };
        let signature = sign(&request, scope, &credentials, SystemTime::now().into());
        let mut headers: Vec<(&str, &str)> = call.headers.to_vec();
        for (name, value) in signature.headers() {
            headers.push((name, value));
        }
        let url = format!("{}{}", call.target.origin, call.target.path);
        self.http.ask(
            (call.method, &url),
            &headers,
            call.body,
            (call.most, patience),
        )
    }
}

impl ControlPlane for Client {
    /// Nobody is asked: whose container this is, SQS says itself of who sends.
    fn open(&mut self, _: &Request<'_>, _: Duration) -> Result<Session, Failure> {
        unopened("direct")
    }

    fn send(
        &mut self,
        _: &Session,
        urgency: Urgency,
        frame: &str,
        patience: Duration,
    ) -> Result<(), Failure> {
        let queue = match urgency {
            Urgency::AtOnce => self.place.violations.clone(),
            Urgency::InItsTurn => self.place.telemetry.clone(),
        };
        let target = target(&queue)?;
        let body = json!({"QueueUrl": queue, "MessageBody": frame}).to_string();
        let call = Call {
            service: "sqs",
            method: "POST",
            target: Target {
                path: "/",
                ..target
            },
            headers: &[
                ("content-type", "application/x-amz-json-1.0"),
                ("x-amz-target", "AmazonSQS.SendMessage"),
            ],
            body: body.as_bytes(),
            most: MOST_ERROR,
        };
        let answer = self.call(&call, patience)?;
        match answer.status {
            200..=299 => Ok(()),
            400 if answer.says("InvalidMessageContents") => Err(Failure::Refused(answer.told())),
            413 => Err(Failure::TooLarge),
            _ => Err(answer.wrong(&format!("sending a frame to {queue}"))),
        }
    }

    fn policy(
        &mut self,
        _: &Session,
        sha256: Option<&str>,
        patience: Duration,
    ) -> Result<Offer, Failure> {
        let url = self.place.policy.clone();
        // An object that was not taken is fetched again: a 304 would say that it was.
        let known = self
            .fetched
            .take()
            .filter(|fetched| Some(fetched.sha256.as_str()) == sha256);
        let headers: Vec<_> = known
            .iter()
            .map(|fetched| ("if-none-match", fetched.etag.as_str()))
            .collect();
        let call = Call {
            service: "s3",
            method: "GET",
            target: target(&url)?,
            headers: &headers,
            body: &[],
            most: envelope::MOST_BYTES as u64 + 1,
        };
        let answer = self.call(&call, patience)?;
        match answer.status {
            200 => {
                self.fetched = fetched(&answer);
                Ok(Offer::New(answer.body))
            }
            304 => {
                self.fetched = known;
                Ok(Offer::Unchanged)
            }
            404 => Ok(Offer::None),
            _ => Err(answer.wrong(&format!("fetching the policy {url}"))),
        }
    }
}

fn target(url: &str) -> Result<Target<'_>, Failure> {
    Target::of(url).ok_or_else(|| Failure::Later(format!("{url} has no host")))
}

fn is_stale(answer: &Answer) -> bool {
    (400..=403).contains(&answer.status) && STALE.iter().any(|word| answer.says(word))
}

/// S3's tag is of the object; which policy lies in it, it says itself.
fn fetched(answer: &Answer) -> Option<Fetched> {
    let document: Value = serde_json::from_slice(&answer.body).ok()?;
    Some(Fetched {
        etag: answer.etag.clone()?,
        sha256: sha256_hex(document.get("policy")?.as_str()?.as_bytes()),
    })
}
