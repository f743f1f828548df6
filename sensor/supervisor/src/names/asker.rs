//! Where packets cannot be seen: the sensor asks for the names it sees asked.

use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::Names;
use crate::observation::ProcessId;

/// A name is not asked for again so soon.
const AGAIN: Duration = Duration::from_secs(30);
/// Names whose last question is remembered.
const MOST: usize = 1024;

/// Asks until nobody can be asked for any more.
pub(super) fn watch(asked: &Receiver<(String, ProcessId)>, names: &Names) {
    let mut last: HashMap<String, Instant> = HashMap::new();
    while let Ok((name, process)) = asked.recv() {
        names.tell(&name, process);
        let now = Instant::now();
        if last
            .get(&name)
            .is_some_and(|asked| now.duration_since(*asked) < AGAIN)
        {
            continue;
        }
        if last.len() >= MOST {
            last.clear();
        }
        last.insert(name.clone(), now);
        // Nobody answered: then its connections are told by address.
        if let Ok(answer) = names.lookup.ask(&name) {
            names.learn(&answer);
        }
    }
}
