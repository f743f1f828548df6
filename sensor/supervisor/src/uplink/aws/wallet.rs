//! Keeps credentials until shortly before they run out.

use std::time::{Duration, SystemTime};

use inlay_contract::time::Timestamp;

use super::super::http::Http;
use super::super::plane::Failure;
use super::credentials::{Credentials, Source};

/// ECS has new ones long before; clocks differ a little.
const BEFORE: Duration = Duration::from_secs(300);
/// An answer is a few kilobytes, most of it a session token.
const MOST_BYTES: u64 = 65_536;

/// The credentials of this container's role.
#[derive(Debug)]
pub(in super::super) struct Wallet {
    source: Option<Source>,
    held: Option<Credentials>,
}

impl Wallet {
    /// Empty. Without a source every request says that the container has no role.
    pub(in super::super) fn new(source: Option<Source>) -> Self {
        Self { source, held: None }
    }

    /// Credentials that are good for a while yet.
    pub(super) fn open(&mut self, http: &Http, patience: Duration) -> Result<Credentials, Failure> {
        let now = Timestamp::from(SystemTime::now());
        let held = self.held.take();
        if let Some(good) = held.clone().filter(|it| it.expires > now.plus(BEFORE)) {
            self.held = held;
            return Ok(good);
        }
        match self.ask(http, patience) {
            Ok(fresh) => Ok(self.held.insert(fresh).clone()),
            // Nearly run out is better than none.
            Err(why) => match held.filter(|it| it.expires > now) {
                Some(old) => Ok(self.held.insert(old).clone()),
                None => Err(why),
            },
        }
    }

    /// The other side does not take them any more.
    pub(super) fn empty(&mut self) {
        self.held = None;
    }

    fn ask(&self, http: &Http, patience: Duration) -> Result<Credentials, Failure> {
        let Some(source) = &self.source else {
            return Err(Failure::Later(
                "this container has no role: the environment has no AWS_CONTAINER_CREDENTIALS_*_URI; give the task one"
                    .to_owned(),
            ));
        };
        let authorization = source.authorization();
        let shown: Vec<_> = authorization
            .iter()
            .map(|token| ("authorization", token.as_str()))
            .collect();
        let answer = http.ask(("GET", &source.url), &shown, &[], (MOST_BYTES, patience))?;
        if answer.status != 200 {
            return Err(answer.wrong("asking for the role's credentials"));
        }
        Credentials::read(&answer.body)
            .ok_or_else(|| Failure::Later(format!("{} answered no credentials", source.url)))
    }
}
