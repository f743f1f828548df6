//! Putting a frame together.

use inlay_contract::frame::{Drops, Frame, MOST_BYTES, Window};
use inlay_contract::json;
use inlay_contract::time::Timestamp;

use super::Uplink;
use crate::ledger::Draft;

/// Room for the digits that the sequence and the counts may still grow by.
const SPARE: usize = 256;

/// What changes from frame to frame besides the behaviours.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub(super) session: String,
    pub(super) sequence: u64,
    pub(super) window: Window,
    pub(super) given_up: u64,
    pub(super) ended: bool,
}

/// A frame that carries a draft.
pub(super) fn of(uplink: &Uplink, header: Header, draft: Draft) -> Frame {
    Frame {
        version: 1,
        session: header.session,
        image: uplink.config.image.clone(),
        source: uplink.config.source.clone(),
        container: uplink.facts.container(),
        sensor: uplink.facts.sensor(),
        policy: uplink.policy.state(),
        sequence: header.sequence,
        window: header.window,
        active_minutes: uplink.ledger.active_minutes(),
        lineage: draft.lineage,
        behaviours: draft.behaviours,
        drops: Drops {
            behaviours: uplink.ledger.folded(),
            frames: header.given_up,
            notifications: uplink.facts.drops(),
        },
        resources: uplink.facts.resources(),
        ended: header.ended,
    }
}

/// Bytes that are left for behaviours and lineage beside everything else a frame says.
pub(super) fn room(uplink: &Uplink, session: &str) -> usize {
    let now = Timestamp::from_millis(0);
    let header = Header {
        session: session.to_owned(),
        sequence: u64::MAX,
        window: Window { from: now, to: now },
        given_up: u64::MAX,
        ended: true,
    };
    let empty = json::text(&of(uplink, header, Draft::default()));
    MOST_BYTES.saturating_sub(empty.map_or(0, |json| json.len()) + SPARE)
}
