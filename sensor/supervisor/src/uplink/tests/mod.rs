mod direct;
mod policies;
mod server;
mod trouble;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use inlay_contract::behaviour::{Behaviour, Call};
use inlay_contract::config::Intervals;
use inlay_contract::frame::{Entry, Frame, Tier};
use inlay_contract::judgement::{Judgement, Verdict};
use inlay_contract::time::Timestamp;
use serde_json::{Value, json};

use super::plane::Urgency;
use super::*;
use crate::observation::{Ancestor, Observation, ProcessId, Recorder};
use server::{Asked, Reply, Server, ok};

const CONFIG: &str = include_str!("../../../../../docs/examples/config.json");
const SIGNED: &str = include_str!("../../../../../docs/examples/signed-policy.json");
const SESSION: &str = r#"{"session": "s-1", "key": "k.1", "expires": "2030-01-03T03:00:00.000Z"}"#;
const TELEMETRY: &str = "/v1/telemetry";
const VIOLATIONS: &str = "/v1/telemetry/violations";

struct Nobody;

impl Ancestry for Nobody {
    fn ancestors(&self, _: ProcessId) -> Vec<Ancestor> {
        Vec::new()
    }
}

/// A running uplink; frames go out when they cannot wait, and at the end.
struct Running {
    ledger: Arc<Ledger>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Running {
    fn new(endpoint: &str) -> Self {
        Self::paced(
            endpoint,
            Intervals {
                learning: 86_400,
                steady: 86_400,
                policy: 86_400,
            },
        )
    }

    fn paced(endpoint: &str, intervals: Intervals) -> Self {
        let config = Config::read(CONFIG.as_bytes()).unwrap();
        let mut config = config.with_endpoint(endpoint).unwrap();
        config.intervals = intervals;
        Self::of(config, Report::ControlPlane)
    }

    fn of(config: Config, report: Report) -> Self {
        Self::with(config, report, None)
    }

    fn with(config: Config, report: Report, credentials: Option<Source>) -> Self {
        let ledger = Arc::new(Ledger::new(SystemTime::now()));
        let policy = Arc::new(CurrentPolicy::new(
            config.keys.clone(),
            config.image.clone(),
        ));
        let facts = Facts::new(SystemTime::now(), Tier::Notify, "a test".into(), false);
        let uplink = Uplink {
            config,
            report,
            ledger: Arc::clone(&ledger),
            policy,
            ancestry: Arc::new(Nobody),
            facts: Arc::new(facts),
            lookup: Arc::default(),
            metadata: None,
            credentials,
        };
        let thread = Some(std::thread::spawn(move || uplink.work()));
        Self { ledger, thread }
    }

    fn see(&self, name: &str, verdict: Verdict) {
        let judgement = Judgement {
            verdict,
            because: "a test".into(),
            rule: None,
        };
        self.ledger.record(Observation {
            behaviour: Behaviour::Resolve { name: name.into() },
            judgement,
            process: ProcessId(1),
            example: vec![name.into()],
            at: SystemTime::now(),
        });
    }

    fn end(mut self) {
        self.ledger.bell().end(Duration::from_secs(3600));
        self.thread.take().unwrap().join().unwrap();
    }
}

fn is(asked: &Asked, path: &str) -> bool {
    asked.line.contains(path)
}

/// Opens sessions, has no policy, and answers to frames what it is told.
fn server(mut telemetry: impl FnMut(usize) -> Reply + Send + 'static) -> Server {
    let frames = AtomicUsize::new(0);
    Server::new(move |asked| match asked {
        it if is(it, "/v1/session") => ok(SESSION),
        it if is(it, "/v1/policy") => Reply::Status(404, String::new()),
        _ => telemetry(frames.fetch_add(1, Ordering::Relaxed)),
    })
}

fn names(asked: &Asked) -> Vec<(String, u64)> {
    let frame: Frame = serde_json::from_value(asked.body.clone()).unwrap();
    let told = frame
        .behaviours
        .into_iter()
        .map(|entry| match entry.behaviour {
            Behaviour::Resolve { name } => (name, entry.count),
            other => panic!("{other:?}"),
        });
    told.collect()
}

fn told(name: &str, count: u64) -> Vec<(String, u64)> {
    vec![(name.to_owned(), count)]
}

#[test]
fn opens_a_session_and_shows_that_it_lives() {
    let server = server(|_| Reply::Status(202, String::new()));
    let running = Running::new(&server.address);

    let frames = server.await_asked(TELEMETRY, |frames| !frames.is_empty());

    let opened = server.await_asked("/v1/session", |opened| !opened.is_empty());
    assert_eq!(
        opened[0].body["token"],
        serde_json::from_str::<Value>(CONFIG).unwrap()["token"]
    );
    assert!(frames[0].headers.contains("authorization: bearer k.1"));
    assert_eq!(frames[0].body["sequence"], 1);
    assert_eq!(frames[0].body["session"], "s-1");
    assert_eq!(frames[0].body["sensor"]["tier"], "notify");
    assert_eq!(frames[0].body["policy"]["version"], 0);
    running.end();
}

#[test]
fn what_was_refused_goes_out_at_once_and_the_rest_at_the_end() {
    let server = server(|_| Reply::Status(202, String::new()));
    let running = Running::new(&server.address);
    server.await_asked(TELEMETRY, |frames| !frames.is_empty());

    running.see("bad.example.com", Verdict::Blocked);
    let frames = server.await_asked(TELEMETRY, |frames| frames.len() > 1);
    assert_eq!(names(&frames[1]), told("bad.example.com", 1));
    running.see("good.example.com", Verdict::Allowed);
    running.end();

    let frames = server.await_asked(TELEMETRY, |frames| frames.len() > 2);
    assert_eq!(names(&frames[2]), told("good.example.com", 1));
    let by_way: Vec<bool> = frames.iter().map(|it| is(it, VIOLATIONS)).collect();
    assert_eq!(by_way, [false, true, false]);
    assert_eq!(frames[2].body["sequence"], 3);
    assert_eq!(
        frames[2].body["window"]["from"],
        frames[1].body["window"]["to"]
    );
    assert_eq!(frames[1].body.get("ended"), None);
    assert_eq!(frames[2].body["ended"], true);
}

#[test]
fn attempts_on_the_sensor_cannot_wait_whatever_became_of_them() {
    let call = Call {
        program: "/usr/bin/x".into(),
        call: "kill".into(),
        detail: String::new(),
    };
    let entry = |behaviour| Entry {
        behaviour,
        verdict: Verdict::Recorded,
        because: String::new(),
        rule: None,
        count: 1,
        minutes: 1,
        first: Timestamp::from_millis(0),
        last: Timestamp::from_millis(0),
        process: 1,
        example: Vec::new(),
    };

    assert_eq!(
        Urgency::of(&[entry(Behaviour::Tamper(call.clone()))]),
        Urgency::AtOnce
    );
    assert_eq!(
        Urgency::of(&[entry(Behaviour::Privilege(call))]),
        Urgency::InItsTurn
    );
    assert_eq!(Urgency::of(&[]), Urgency::InItsTurn);
}

#[test]
fn without_a_control_plane_frames_are_lines_of_a_file() {
    let path = std::env::temp_dir().join(format!("inlay-report-{}", std::process::id()));
    let mut config: Value = serde_json::from_str(CONFIG).unwrap();
    config["endpoint"] = Value::Null;
    let config = Config::read(config.to_string().as_bytes()).unwrap();
    let report = Report::of(path.to_str(), &config);
    let running = Running::of(config, report);
    running.see("bad.example.com", Verdict::Blocked);
    running.end();

    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();

    let frames: Vec<Frame> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(frames[0].session.starts_with("offline-"));
    assert_eq!(
        frames
            .iter()
            .map(|frame| frame.behaviours.len())
            .sum::<usize>(),
        1
    );
}

#[test]
fn a_control_plane_comes_before_a_report() {
    let config = Config::read(CONFIG.as_bytes()).unwrap();

    assert_eq!(Report::of(Some("stderr"), &config), Report::ControlPlane);
}
