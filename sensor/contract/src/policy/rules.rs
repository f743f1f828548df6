//! Rules of one kind, indexed.

use std::collections::HashMap;

use super::Mode;
use super::document::{Head, NotAPolicy};
use crate::judgement::Verdict;
use crate::pattern::{NotAPattern, Pattern};

/// One kind of rule.
pub(super) trait Rule: Sized {
    /// How it is written.
    type Written;
    /// What it is asked about.
    type Subject: ?Sized;

    /// Compiles it.
    fn compile(written: Self::Written) -> Result<Self, NotAPolicy>;
    /// Its id and mode.
    fn head(&self) -> &Head;
    /// What it is found by: the first that says enough. A program begins with a slash and what else is looked up by does not,
    /// unless it is the only key.
    fn keys(&self) -> [Option<&Pattern>; 2];
    /// The parts of a subject that are compared with the keys.
    fn lookups(subject: &Self::Subject) -> [&str; 2];
    /// Whether it speaks of this subject.
    fn matches(&self, subject: &Self::Subject) -> bool;
    /// How much of the subject it fits, to find the closest of those that do not match; `None` for nothing.
    fn closeness(&self, subject: &Self::Subject) -> Option<u32>;
    /// Why this closest rule does not match, for people.
    fn difference(&self, subject: &Self::Subject) -> String;
    /// What to say where no rule is close.
    fn no_rule(subject: &Self::Subject) -> String;
}

/// Compiles a pattern of a program for a rule.
pub(super) fn path_of(head: &Head, text: &str) -> Result<Pattern, NotAPolicy> {
    Pattern::of_path(text).map_err(wrong(head))
}

/// Compiles a pattern of a file for a rule.
pub(super) fn file_of(head: &Head, text: &str) -> Result<Pattern, NotAPolicy> {
    Pattern::of_file(text).map_err(wrong(head))
}

/// Compiles a pattern of an argument for a rule.
pub(super) fn argument_of(head: &Head, text: &str) -> Result<Pattern, NotAPolicy> {
    Pattern::of_argument(text).map_err(wrong(head))
}

/// Compiles a pattern of anything else for a rule.
pub(super) fn text_of(head: &Head, text: &str) -> Result<Pattern, NotAPolicy> {
    Pattern::of_text(text).map_err(wrong(head))
}

fn wrong(head: &Head) -> impl FnOnce(NotAPattern) -> NotAPolicy {
    let id = head.id.clone();
    move |wrong| NotAPolicy::Pattern { id, wrong }
}

/// Rules of one kind, in the document's order, with what finds them.
#[derive(Debug)]
pub(super) struct Rules<R> {
    all: Vec<R>,
    /// By the whole key, where it is literal.
    exact: HashMap<Box<str>, Vec<usize>>,
    /// By the directory the key's literal beginning names, up to and including its last slash.
    below: HashMap<Box<str>, Vec<usize>>,
    /// Those that nothing narrows down.
    always: Vec<usize>,
}

impl<R: Rule> Rules<R> {
    /// Compiles and indexes.
    pub(super) fn of(written: Vec<R::Written>) -> Result<Self, NotAPolicy> {
        let rules = written
            .into_iter()
            .map(R::compile)
            .collect::<Result<Vec<R>, _>>()?;
        let mut found = Self {
            all: Vec::new(),
            exact: HashMap::new(),
            below: HashMap::new(),
            always: Vec::new(),
        };
        for (at, rule) in rules.iter().enumerate() {
            found.index(rule.keys(), at);
        }
        found.all = rules;
        Ok(found)
    }

    fn index(&mut self, keys: [Option<&Pattern>; 2], at: usize) {
        for pattern in keys.into_iter().flatten() {
            if pattern.is_literal() {
                return self
                    .exact
                    .entry(pattern.text().into())
                    .or_default()
                    .push(at);
            }
            if let Some((directory, _)) = pattern.prefix().rsplit_once('/') {
                return self.below.entry(directory.into()).or_default().push(at);
            }
        }
        self.always.push(at);
    }

    /// The verdict of the rules, with the id of the one that decided: the strictest mode wins, then the document's order.
    pub(super) fn decide(&self, subject: &R::Subject) -> Option<(Verdict, &str)> {
        let mut best: Option<(Verdict, usize)> = None;
        self.candidates(R::lookups(subject), |at| {
            let Some(rule) = self.all.get(at) else {
                return;
            };
            let verdict = match rule.head().mode() {
                None | Some(Mode::Learn) => Verdict::Allowed,
                Some(Mode::Record) => Verdict::Recorded,
                Some(Mode::Block) => Verdict::Blocked,
            };
            let better = match best {
                None => true,
                Some((standing, first)) => {
                    verdict > standing || (verdict == standing && at < first)
                }
            };
            if better && rule.matches(subject) {
                best = Some((verdict, at));
            }
        });
        let (verdict, at) = best?;
        Some((verdict, &self.all.get(at)?.head().id))
    }

    fn candidates(&self, lookups: [&str; 2], mut each: impl FnMut(usize)) {
        for lookup in lookups {
            self.exact
                .get(lookup)
                .into_iter()
                .flatten()
                .copied()
                .for_each(&mut each);
            if !self.below.is_empty() {
                for (slash, _) in lookup.match_indices('/') {
                    let directory = lookup.get(..slash).unwrap_or_default();
                    self.below
                        .get(directory)
                        .into_iter()
                        .flatten()
                        .copied()
                        .for_each(&mut each);
                }
            }
        }
        self.always.iter().copied().for_each(&mut each);
    }

    /// Why no rule matches: what differs from the closest one.
    pub(super) fn difference(&self, subject: &R::Subject) -> String {
        let mut best: Option<(u32, &R)> = None;
        for rule in self.all.iter().filter(|rule| rule.head().mode().is_none()) {
            let Some(closeness) = rule.closeness(subject) else {
                continue;
            };
            if best.is_none_or(|(standing, _)| closeness > standing) {
                best = Some((closeness, rule));
            }
        }
        best.map_or_else(|| R::no_rule(subject), |(_, rule)| rule.difference(subject))
    }
}
