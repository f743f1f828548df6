//! The processes a frame refers to.

use std::collections::BTreeMap;

use inlay_contract::frame;

use super::evidence::cut;
use crate::observation::{Ancestor, Ancestry, ProcessId};

/// Arguments of one process, in bytes. The nearest matter most; a frame has room for dozens of lines of ancestors.
const LONGEST_ARGUMENTS: usize = 1024;
/// Arguments that are told at all.
const MOST_ARGUMENTS: usize = 64;
/// A path longer than this is cut.
const LONGEST_PROGRAM: usize = 512;
/// How many ancestors are asked for at most, whatever comes back.
const MOST_ANCESTORS: usize = 32;

/// The processes of one frame, by their id.
pub(super) type Lineage = BTreeMap<u64, frame::Ancestor>;

/// The process and its ancestors, as they are told.
pub(super) fn of(process: u64, ancestry: &dyn Ancestry) -> Vec<frame::Ancestor> {
    let ancestors = ancestry.ancestors(ProcessId(process));
    ancestors
        .into_iter()
        .take(MOST_ANCESTORS)
        .map(told)
        .collect()
}

fn told(ancestor: Ancestor) -> frame::Ancestor {
    let mut left = LONGEST_ARGUMENTS;
    let mut arguments = Vec::new();
    for argument in ancestor.arguments.into_iter().take(MOST_ARGUMENTS) {
        let argument = cut(argument, left);
        left = left.saturating_sub(argument.len().max(1));
        arguments.push(argument);
        if left == 0 {
            break;
        }
    }
    frame::Ancestor {
        id: ancestor.id.0,
        parent: ancestor.parent.map(|parent| parent.0),
        pid: ancestor.pid,
        program: cut(ancestor.program, LONGEST_PROGRAM),
        arguments,
        user: ancestor.user,
        started: ancestor.started.into(),
        outside: ancestor.outside,
    }
}

/// A parent is told only where it is in the same frame.
pub(super) fn closed(lineage: Lineage) -> Vec<frame::Ancestor> {
    let ids: Vec<u64> = lineage.keys().copied().collect();
    let known = |id: &u64| ids.binary_search(id).is_ok();
    let close = |ancestor: frame::Ancestor| {
        let parent = ancestor.parent.filter(known);
        frame::Ancestor { parent, ..ancestor }
    };
    lineage.into_values().map(close).collect()
}
