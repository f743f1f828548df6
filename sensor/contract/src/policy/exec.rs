//! Rules about programs.

use super::document::{self, Head, NotAPolicy};
use super::rules::{Rule, argument_of, path_of};
use super::words;
use crate::behaviour::{Drift, Exec};
use crate::pattern::Pattern;

/// A program that may start, by whom and how.
#[derive(Debug)]
pub(super) struct Program {
    head: Head,
    path: Pattern,
    parents: Vec<Pattern>,
    users: Vec<u32>,
    arguments: Option<Vec<Pattern>>,
    terminal: Option<bool>,
    outside: Option<bool>,
}

impl Program {
    fn takes_parent(&self, exec: &Exec) -> bool {
        self.parents.is_empty()
            || self
                .parents
                .iter()
                .any(|parent| parent.matches(&exec.parent))
    }

    fn takes_user(&self, exec: &Exec) -> bool {
        self.users.is_empty() || self.users.contains(&exec.user)
    }

    fn takes_arguments(&self, exec: &Exec) -> bool {
        self.arguments.as_ref().is_none_or(|patterns| {
            patterns.len() == exec.arguments.len()
                && patterns
                    .iter()
                    .zip(&exec.arguments)
                    .all(|(pattern, argument)| pattern.matches(argument))
        })
    }

    fn takes_terminal(&self, exec: &Exec) -> bool {
        self.terminal
            .is_none_or(|terminal| terminal == exec.terminal)
    }

    fn takes_outside(&self, exec: &Exec) -> bool {
        self.outside.is_none_or(|outside| outside == exec.outside)
    }

    fn takes_drift(&self, exec: &Exec) -> bool {
        exec.drift.is_none() || self.head.by_a_person()
    }
}

impl Rule for Program {
    type Written = document::Program;
    type Subject = Exec;

    fn compile(written: document::Program) -> Result<Self, NotAPolicy> {
        let head = written.head;
        let all = |texts: Vec<String>, of: fn(&Head, &str) -> Result<Pattern, NotAPolicy>| {
            texts
                .iter()
                .map(|text| of(&head, text))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            path: path_of(&head, &written.path)?,
            parents: all(written.parents, path_of)?,
            users: written.users,
            arguments: written
                .arguments
                .map(|texts| all(texts, argument_of))
                .transpose()?,
            terminal: written.terminal,
            outside: written.outside,
            head,
        })
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn keys(&self) -> [Option<&Pattern>; 2] {
        [Some(&self.path), None]
    }

    fn lookups(exec: &Exec) -> [&str; 2] {
        [&exec.program, ""]
    }

    fn matches(&self, exec: &Exec) -> bool {
        self.takes_user(exec)
            && self.takes_terminal(exec)
            && self.takes_outside(exec)
            && self.takes_drift(exec)
            && self.path.matches(&exec.program)
            && self.takes_parent(exec)
            && self.takes_arguments(exec)
    }

    fn closeness(&self, exec: &Exec) -> Option<u32> {
        let fits = [
            (self.takes_parent(exec), 8),
            (self.takes_arguments(exec), 8),
            (self.takes_outside(exec), 4),
            (self.takes_user(exec), 2),
            (self.takes_terminal(exec), 1),
        ];
        (exec.drift.is_none() && self.path.matches(&exec.program)).then(|| {
            fits.into_iter()
                .filter_map(|(fits, weight)| fits.then_some(weight))
                .sum()
        })
    }

    fn difference(&self, exec: &Exec) -> String {
        let mut differs = Vec::new();
        if let Some(patterns) = self
            .arguments
            .as_ref()
            .filter(|_| !self.takes_arguments(exec))
        {
            let learnt = words::line(patterns.iter().map(Pattern::text));
            differs.push(format!(
                "with other arguments: {learnt}, not {}",
                words::line(&exec.arguments)
            ));
        }
        if !self.takes_parent(exec) {
            let parents = words::line(self.parents.iter().map(Pattern::text));
            differs.push(format!(
                "from other programs: {parents}, not {}",
                exec.parent
            ));
        }
        if !self.takes_user(exec) {
            let users = words::line(self.users.iter().map(u32::to_string));
            differs.push(format!("as other users: {users}, not user {}", exec.user));
        }
        match self.terminal.filter(|_| !self.takes_terminal(exec)) {
            Some(true) => differs.push("on a terminal only".to_owned()),
            Some(false) => differs.push("without a terminal only".to_owned()),
            None => {}
        }
        match self.outside.filter(|_| !self.takes_outside(exec)) {
            Some(true) => differs.push("from outside the application only".to_owned()),
            Some(false) => differs.push("by the application only, not from outside".to_owned()),
            None => {}
        }
        let from = if self.takes_parent(exec) && !exec.parent.is_empty() {
            format!(" from {}", exec.parent)
        } else {
            String::new()
        };
        format!(
            "{} is allowed{from} {}",
            exec.program,
            differs.join(", and ")
        )
    }

    fn no_rule(exec: &Exec) -> String {
        let Exec {
            program,
            parent,
            arguments,
            ..
        } = exec;
        let by = if parent.is_empty() {
            String::new()
        } else {
            format!(" from {parent}")
        };
        let line = words::line(arguments);
        match exec.drift {
            None => format!("no rule for {program}{by}: {line}"),
            Some(drift) => format!(
                "{program} {}, and no person allowed it{by}: {line}",
                told(drift)
            ),
        }
    }
}

fn told(drift: Drift) -> &'static str {
    match drift {
        Drift::Written => "was written after the container started",
        Drift::Memory => "exists in memory only",
        Drift::Deleted => "is deleted while it runs",
        Drift::Device => "is on another device than the image",
    }
}
