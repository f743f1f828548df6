//! A very small HTTP server that answers as it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

use serde_json::Value;

/// What came in.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) line: String,
    pub(super) headers: String,
    pub(super) body: Value,
}

/// What goes out.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Status(u16, String),
    /// With an `ETag`.
    Tagged(String, String),
    Garbage,
    Silence,
    HangUp,
}

pub(super) fn ok(body: &str) -> Reply {
    Reply::Status(200, body.to_owned())
}

type Answering = Box<dyn FnMut(&Asked) -> Reply + Send>;

struct Shared {
    asked: Mutex<Vec<Asked>>,
    came: Condvar,
    answering: Mutex<Answering>,
}

/// Lives until the test ends.
pub(super) struct Server {
    pub(super) address: String,
    shared: Arc<Shared>,
}

impl Server {
    pub(super) fn new(answering: impl FnMut(&Asked) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            asked: Mutex::default(),
            came: Condvar::new(),
            answering: Mutex::new(Box::new(answering)),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let serving = Arc::clone(&serving);
                std::thread::spawn(move || serve(stream, &serving));
            }
        });
        Self { address, shared }
    }

    /// Waits until enough requests to this path came that satisfy the test.
    pub(super) fn await_asked(&self, path: &str, enough: impl Fn(&[Asked]) -> bool) -> Vec<Asked> {
        let mut asked = self.shared.asked.lock().unwrap();
        loop {
            let here: Vec<_> = asked
                .iter()
                .filter(|it| it.line.contains(path))
                .cloned()
                .collect();
            if enough(&here) {
                return here;
            }
            asked = self.shared.came.wait(asked).unwrap();
        }
    }
}

fn serve(stream: TcpStream, shared: &Shared) {
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(asked) = read(&mut reader) {
        // Told before it is kept, so that who waits for it finds it answered as it was meant.
        let reply = (shared.answering.lock().unwrap())(&asked);
        shared.asked.lock().unwrap().push(asked);
        shared.came.notify_all();
        let text = match reply {
            Reply::Status(status, body) => {
                let length = body.len();
                format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n{body}")
            }
            Reply::Tagged(tag, body) => {
                let length = body.len();
                format!("HTTP/1.1 200 X\r\nETag: {tag}\r\nContent-Length: {length}\r\n\r\n{body}")
            }
            Reply::Garbage => "\u{1}\u{2}not http\r\n\r\n".to_owned(),
            Reply::HangUp => return,
            Reply::Silence => {
                let (forever, condition) = (Mutex::new(()), Condvar::new());
                drop(condition.wait(forever.lock().unwrap()));
                return;
            }
        };
        if writer.write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    reader
        .read_line(&mut line)
        .ok()
        .filter(|length| *length > 0)?;
    let mut headers = String::new();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        if header.trim().is_empty() {
            break;
        }
        let lower = header.to_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        headers.push_str(&lower);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = serde_json::from_slice(&body).unwrap_or_default();
    Some(Asked {
        line,
        headers,
        body,
    })
}
