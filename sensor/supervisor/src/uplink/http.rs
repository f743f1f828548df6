//! The control plane over HTTP.

use std::sync::Arc;
use std::time::{Duration, Instant};

use inlay_contract::config::ControlPlane as Place;
use inlay_contract::envelope;
use inlay_contract::place::Proof;
use inlay_contract::session::{self, Request, Session};
use ureq::config::Config;
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, AsSendBody, Body};

use super::aws::{self, Wallet};
use super::plane::{ControlPlane, Failure, Offer, Urgency};
use crate::names::lookup::Lookup;

/// A host that does not take a connection in this time is away.
const CONNECT: Duration = Duration::from_secs(3);
/// Headers of an answer.
const MOST_HEADER: usize = 16_384;
/// What is quoted of an answer that is an error.
const MOST_QUOTED: u64 = 200;
/// The same in characters.
const MOST_TOLD: usize = 200;
/// Connections that are kept: one is all it needs.
const CONNECTIONS: usize = 1;
/// What a control plane answers to a session it does not know.
const NO_SESSION: u16 = 401;
/// What a gateway before it answers then.
const NOT_LET_IN: u16 = 403;
/// Addresses of a host that are tried.
const MOST_ADDRESSES: usize = 8;

/// A client that asks DNS by itself, follows no redirects (they would carry the key elsewhere) and uses no proxy.
#[derive(Debug)]
pub(super) struct Http {
    agent: Agent,
}

impl Http {
    pub(super) fn new(lookup: Arc<Lookup>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_connect(Some(CONNECT))
            .max_response_header_size(MOST_HEADER)
            .max_idle_connections(CONNECTIONS)
            .max_idle_connections_per_host(CONNECTIONS)
            .user_agent(concat!("inlay-sensor/", env!("CARGO_PKG_VERSION")))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), ByItself(lookup));
        Self { agent }
    }

    /// The client of one control plane; what the wallet holds is shown where it wants to see a role.
    pub(super) fn at(self, place: Place, wallet: Wallet) -> Client {
        Client {
            http: self,
            place,
            wallet,
        }
    }

    /// One exchange, whatever the answer's status is.
    pub(super) fn ask(
        &self,
        (method, url): (&str, &str),
        headers: &[(&str, &str)],
        body: &[u8],
        (most, patience): (u64, Duration),
    ) -> Result<Answer, Failure> {
        let later =
            |wrong: &dyn std::fmt::Display| Failure::Later(format!("{method} {url}: {wrong}"));
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = if body.is_empty() {
            let request = request.body(()).map_err(|error| later(&error))?;
            self.run(request, patience)
        } else {
            let request = request.body(body).map_err(|error| later(&error))?;
            self.run(request, patience)
        };
        let mut answer = answer.map_err(|error| later(&error))?;
        let etag = answer.headers().get("etag");
        Ok(Answer {
            status: answer.status().as_u16(),
            etag: etag.and_then(|tag| tag.to_str().ok()).map(str::to_owned),
            body: answer
                .body_mut()
                .with_config()
                .limit(most)
                .read_to_vec()
                .map_err(|error| later(&error))?,
        })
    }

    fn run<B: AsSendBody>(
        &self,
        request: ureq::http::Request<B>,
        patience: Duration,
    ) -> Result<Response<Body>, ureq::Error> {
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(Some(patience))
            .build();
        self.agent.run(request)
    }

    /// A small document, if it is there.
    pub(super) fn get(&self, url: &str, most: u64, patience: Duration) -> Option<Vec<u8>> {
        let request = self
            .agent
            .get(url)
            .config()
            .timeout_global(Some(patience))
            .build();
        let mut answer = request.call().ok()?;
        if answer.status() != 200 {
            return None;
        }
        answer
            .body_mut()
            .with_config()
            .limit(most)
            .read_to_vec()
            .ok()
    }
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) etag: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Whether a word stands in it.
    pub(super) fn says(&self, word: &str) -> bool {
        self.body
            .windows(word.len())
            .any(|window| window == word.as_bytes())
    }

    /// Its status and the beginning of what it says.
    pub(super) fn told(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let text: String = text.chars().take(MOST_TOLD).collect();
        format!("it answered {} {}", self.status, text.trim())
    }

    /// That it was not what was hoped for.
    pub(super) fn wrong(&self, attempt: &str) -> Failure {
        Failure::Later(format!("{attempt}: {}", self.told()))
    }
}

#[derive(Debug)]
struct ByItself(Arc<Lookup>);

impl Resolver for ByItself {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().ok_or(ureq::Error::HostNotFound)?;
        let is_tls = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let deadline = Instant::now() + (*timeout.after).min(CONNECT);
        let mut found = self.empty();
        for address in self
            .0
            .addresses_of(host, deadline)?
            .into_iter()
            .take(MOST_ADDRESSES)
        {
            found.push((address, port).into());
        }
        Ok(found)
    }
}

/// One control plane.
#[derive(Debug)]
pub(super) struct Client {
    http: Http,
    place: Place,
    wallet: Wallet,
}

impl Client {
    /// The request, with the container's role where that opens sessions.
    fn proved<'a>(
        &mut self,
        request: &Request<'a>,
        patience: Duration,
    ) -> Result<Request<'a>, Failure> {
        let identity = match &self.place.proof {
            Proof::Token(_) => None,
            Proof::Role(role) => Some(aws::identity(
                &self.http,
                &mut self.wallet,
                role,
                request.image,
                patience,
            )?),
        };
        Ok(Request {
            identity,
            ..request.clone()
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.place.endpoint)
    }

    fn post(
        &self,
        path: &str,
        key: Option<&str>,
        body: &str,
        patience: Duration,
    ) -> Result<Response<Body>, Failure> {
        let url = self.url(path);
        let mut request = self
            .http
            .agent
            .post(&url)
            .header("Content-Type", "application/json");
        if let Some(key) = key {
            request = request.header("Authorization", &format!("Bearer {key}"));
        }
        let request = request.config().timeout_global(Some(patience)).build();
        request
            .send(body)
            .map_err(|error| Failure::Later(format!("POST {url}: {error}")))
    }
}

impl ControlPlane for Client {
    fn open(&mut self, request: &Request<'_>, patience: Duration) -> Result<Session, Failure> {
        let later =
            |wrong: &dyn std::fmt::Display| Failure::Later(format!("opening a session: {wrong}"));
        let request = self.proved(request, patience)?;
        let body = serde_json::to_string(&request).map_err(|error| later(&error))?;
        let mut answer = self.post("/v1/session", None, &body, patience)?;
        match answer.status().as_u16() {
            200 | 201 => {
                let most = session::MOST_BYTES as u64;
                let body = answer.body_mut().with_config().limit(most).read_to_vec();
                Session::read(&body.map_err(|error| later(&error))?).map_err(|error| later(&error))
            }
            _ => Err(later(&quoted(answer))),
        }
    }

    fn send(
        &mut self,
        session: &Session,
        urgency: Urgency,
        frame: &str,
        patience: Duration,
    ) -> Result<(), Failure> {
        let path = match urgency {
            Urgency::AtOnce => "/v1/telemetry/violations",
            Urgency::InItsTurn => "/v1/telemetry",
        };
        let answer = self.post(path, Some(&session.key), frame, patience)?;
        match answer.status().as_u16() {
            200..=299 => Ok(()),
            400 | 422 => Err(Failure::Refused(quoted(answer))),
            NO_SESSION | NOT_LET_IN => Err(Failure::Session),
            413 => Err(Failure::TooLarge),
            _ => Err(Failure::Later(format!(
                "sending a frame: {}",
                quoted(answer)
            ))),
        }
    }

    fn policy(
        &mut self,
        session: &Session,
        sha256: Option<&str>,
        patience: Duration,
    ) -> Result<Offer, Failure> {
        let url = self.url("/v1/policy");
        let later = |error: ureq::Error| Failure::Later(format!("GET {url}: {error}"));
        let mut request = self
            .http
            .agent
            .get(&url)
            .header("Authorization", &format!("Bearer {}", session.key));
        if let Some(sha256) = sha256 {
            request = request.header("If-None-Match", &format!("\"{sha256}\""));
        }
        let request = request.config().timeout_global(Some(patience)).build();
        let mut answer = request.call().map_err(later)?;
        match answer.status().as_u16() {
            200 => {
                let most = envelope::MOST_BYTES as u64 + 1;
                let body = answer.body_mut().with_config().limit(most).read_to_vec();
                Ok(Offer::New(body.map_err(later)?))
            }
            304 => Ok(Offer::Unchanged),
            404 => Ok(Offer::None),
            NO_SESSION | NOT_LET_IN => Err(Failure::Session),
            _ => Err(Failure::Later(format!(
                "asking for the policy: {}",
                quoted(answer)
            ))),
        }
    }
}

fn quoted(mut answer: Response<Body>) -> String {
    let status = answer.status();
    let body = answer
        .body_mut()
        .with_config()
        .limit(MOST_QUOTED)
        .lossy_utf8(true)
        .read_to_string();
    format!("it answered {status} {}", body.unwrap_or_default().trim())
}
