//! Which ECS task this is.

use std::time::Duration;

use serde_json::Value;

use super::http::Http;

/// The task metadata endpoint answers from the same host.
const PATIENCE: Duration = Duration::from_secs(1);
/// A container's metadata is a few kilobytes.
const MOST_BYTES: u64 = 65_536;
/// Longer than any ARN.
const LONGEST: usize = 2048;

/// What ECS says of the container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Task {
    pub(super) arn: Option<String>,
    pub(super) cluster: Option<String>,
    pub(super) name: Option<String>,
}

/// Asks; `None` outside ECS, or when it does not answer.
pub(super) fn fetch(http: &Http, uri: &str) -> Option<Task> {
    http.get(uri, MOST_BYTES, PATIENCE)
        .map(|document| read(&document))
}

fn read(document: &[u8]) -> Task {
    let document: Value = serde_json::from_slice(document).unwrap_or_default();
    let label = |name: &str| {
        let value = document
            .get("Labels")?
            .get(format!("com.amazonaws.ecs.{name}"))?
            .as_str()?;
        (value.len() <= LONGEST).then(|| value.to_owned())
    };
    Task {
        arn: label("task-arn"),
        cluster: label("cluster"),
        name: label("container-name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_labels_of_a_container() {
        let document = br#"{"DockerId": "x", "Name": "web", "Labels": {"com.amazonaws.ecs.cluster": "shop",
            "com.amazonaws.ecs.container-name": "web", "com.amazonaws.ecs.task-arn": "arn:aws:ecs:eu-central-1:111122223333:task/shop/1"}}"#;

        let task = read(document);

        assert_eq!(
            (task.cluster.as_deref(), task.name.as_deref()),
            (Some("shop"), Some("web"))
        );
        assert!(task.arn.unwrap().starts_with("arn:"));
        assert_eq!(read(b"garbage"), Task::default());
        assert_eq!(read(b"[1]"), Task::default());
    }
}
