//! Frames: what the sensor tells. Written here, read by the control plane.

use serde::{Deserialize, Serialize};

use crate::behaviour::{Behaviour, Domain};
use crate::digest::Digest;
use crate::judgement::Verdict;
use crate::policy::Modes;
use crate::time::Timestamp;

/// Telemetry travels through a queue that bills by 64 KB.
pub const MOST_BYTES: usize = 60 * 1024;

/// One message to the control plane. Every count is cumulative since the container's start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// Always 1.
    pub version: u32,
    /// The session it belongs to.
    pub session: String,
    /// The image.
    pub image: Digest,
    /// The image for people.
    pub source: String,
    /// This run of it.
    pub container: Container,
    /// How the sensor sees here.
    pub sensor: Sensor,
    /// The policy in force.
    pub policy: PolicyState,
    /// From 1, per session.
    pub sequence: u64,
    /// What time it covers.
    pub window: Window,
    /// Minutes in which anything was recorded.
    pub active_minutes: ActiveMinutes,
    /// The processes the behaviours refer to, and their ancestors.
    pub lineage: Vec<Ancestor>,
    /// What changed since it was last acknowledged.
    pub behaviours: Vec<Entry>,
    /// What was lost.
    pub drops: Drops,
    /// What the sensor itself takes.
    pub resources: Resources,
    /// Whether the container ends with it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ended: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn is_false(flag: &bool) -> bool {
    !flag
}

/// One run of an instrumented image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// As the kernel says.
    pub hostname: String,
    /// When the sensor started.
    pub started: Timestamp,
    /// ARN of the ECS task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// ECS cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Name in the task definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How the sensor can see and stop things here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sensor {
    /// Of the sensor.
    pub version: String,
    /// The mechanism.
    pub tier: Tier,
    /// Why not a better one.
    pub because: String,
    /// Whether it was forced down.
    pub forced: bool,
    /// What is not seen here.
    pub limits: Vec<String>,
}

/// How the sensor sees and stops things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// seccomp user notification.
    Notify,
    /// ptrace behind a seccomp filter.
    Ptrace,
    /// `/proc`, inotify, `sock_diag`: sees, stops nothing.
    Observe,
}

/// The policy in force, and what became of the newest offer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyState {
    /// 0 when there is none.
    pub version: u64,
    /// Of the policy document, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// By domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modes: Option<Modes>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<Timestamp>,
    /// Why the newest offer was not taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// From when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The end of the one before.
    pub from: Timestamp,
    /// When the frame was made.
    pub to: Timestamp,
}

/// Minutes in which anything was recorded, by domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ActiveMinutes {
    /// Programs.
    pub process: u64,
    /// Files.
    pub file: u64,
    /// Network.
    pub network: u64,
    /// Privileges.
    pub privilege: u64,
}

impl ActiveMinutes {
    /// The count of one domain.
    pub fn of(&mut self, domain: Domain) -> &mut u64 {
        match domain {
            Domain::Process => &mut self.process,
            Domain::File => &mut self.file,
            Domain::Network => &mut self.network,
            Domain::Privilege => &mut self.privilege,
        }
    }
}

/// A process of the lineage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ancestor {
    /// Unique in the session.
    pub id: u64,
    /// Another id of the frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u64>,
    /// As the container sees it.
    pub pid: u32,
    /// Real path.
    pub program: String,
    /// Not templated.
    pub arguments: Vec<String>,
    /// Effective uid.
    pub user: u32,
    /// When it began.
    pub started: Timestamp,
    /// Whether it entered from outside.
    pub outside: bool,
}

/// A behaviour with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What.
    pub behaviour: Behaviour,
    /// What became of it.
    pub verdict: Verdict,
    /// Why, in words.
    pub because: String,
    /// The rule that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// How often.
    pub count: u64,
    /// In how many minutes.
    pub minutes: u64,
    /// First seen.
    pub first: Timestamp,
    /// Last seen.
    pub last: Timestamp,
    /// Who acted last.
    pub process: u64,
    /// The last occurrence, untemplated.
    pub example: Vec<String>,
}

/// What was folded or lost since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Drops {
    /// Behaviours that were folded into coarser ones.
    pub behaviours: u64,
    /// Frames that were given up.
    pub frames: u64,
    /// Calls that could not be looked at in time.
    pub notifications: u64,
}

/// What the sensor itself takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resources {
    /// Resident memory.
    pub rss_bytes: u64,
    /// Processor time.
    pub cpu_millis: u64,
    /// Calls that were notified.
    pub notified: u64,
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::examples;

    #[test]
    fn the_example_reads_back_as_it_was_written() {
        let frame: Frame = examples::read("frame.json");
        let written: Value = examples::read("frame.json");

        assert_eq!(serde_json::to_value(&frame).unwrap(), written);
        assert_eq!(frame.behaviours.len(), 14);
    }
}
