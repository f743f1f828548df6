//! Cutting what changed into frames that fit.

use inlay_contract::frame::{self, Entry};
use inlay_contract::json;
use serde::Serialize;

use super::fold;
use super::held::Ticket;
use super::lineage::{self, Lineage};
use crate::observation::Ancestry;

/// What one frame will carry.
#[derive(Debug, Default)]
pub struct Draft {
    /// The behaviours.
    pub behaviours: Vec<Entry>,
    /// The processes they refer to.
    pub lineage: Vec<frame::Ancestor>,
    /// To be acknowledged when the frame is.
    pub tickets: Vec<Ticket>,
}

/// Cuts what changed into drafts of so many bytes of JSON at most. At least one, though it may be empty: it shows that the
/// sensor lives.
#[must_use]
pub fn drafts(changed: Vec<(Ticket, Entry)>, ancestry: &dyn Ancestry, limit: usize) -> Vec<Draft> {
    let mut done = Vec::new();
    let mut open = Open::default();
    for (ticket, entry) in changed {
        let entry = fitting(entry, limit);
        let ancestors = open.unknown(lineage::of(entry.process, ancestry));
        let size = size(&entry) + ancestors.iter().map(size).sum::<usize>();
        if open.size + size <= limit {
            open.add(ticket, entry, ancestors, size);
            continue;
        }
        if !open.tickets.is_empty() {
            done.push(std::mem::take(&mut open).close());
        }
        open.add_alone(ticket, entry, ancestry, limit);
    }
    if done.is_empty() || !open.tickets.is_empty() {
        done.push(open.close());
    }
    done
}

/// A draft that still has room.
#[derive(Debug, Default)]
struct Open {
    behaviours: Vec<Entry>,
    lineage: Lineage,
    tickets: Vec<Ticket>,
    size: usize,
}

impl Open {
    fn unknown(&self, ancestors: Vec<frame::Ancestor>) -> Vec<frame::Ancestor> {
        let known = |ancestor: &frame::Ancestor| self.lineage.contains_key(&ancestor.id);
        ancestors
            .into_iter()
            .filter(|ancestor| !known(ancestor))
            .collect()
    }

    fn add(&mut self, ticket: Ticket, entry: Entry, ancestors: Vec<frame::Ancestor>, size: usize) {
        self.lineage.extend(
            ancestors
                .into_iter()
                .map(|ancestor| (ancestor.id, ancestor)),
        );
        self.behaviours.push(entry);
        self.tickets.push(ticket);
        self.size += size;
    }

    /// Into an empty draft, with as many of the nearest ancestors as there is room for.
    fn add_alone(&mut self, ticket: Ticket, entry: Entry, ancestry: &dyn Ancestry, limit: usize) {
        let mut total = size(&entry);
        let near = lineage::of(entry.process, ancestry)
            .into_iter()
            .take_while(|ancestor| {
                total += size(ancestor);
                total <= limit
            });
        let near: Vec<_> = near.collect();
        let size = size(&entry) + near.iter().map(size_of_ancestor).sum::<usize>();
        self.add(ticket, entry, near, size);
    }

    fn close(self) -> Draft {
        Draft {
            behaviours: self.behaviours,
            lineage: lineage::closed(self.lineage),
            tickets: self.tickets,
        }
    }
}

/// An entry that would not fit into a frame by itself first loses its example, then its detail: paths of control characters take
/// six times their length in JSON.
fn fitting(mut entry: Entry, limit: usize) -> Entry {
    if size(&entry) > limit / 2 {
        entry.example = Vec::new();
        entry.because = super::evidence::cut(entry.because, 200);
    }
    while size(&entry) > limit {
        match fold::coarser(&entry.behaviour) {
            Some(coarser) => entry.behaviour = coarser,
            None => break,
        }
    }
    entry
}

/// Bytes of JSON, with the comma behind it.
fn size(part: &impl Serialize) -> usize {
    json::text(part).map_or(0, |json| json.len() + 1)
}

fn size_of_ancestor(ancestor: &frame::Ancestor) -> usize {
    size(ancestor)
}
