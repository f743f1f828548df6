//! Rules about system calls: those that reach for privileges, and those whose arguments could not be read.

use super::document::{self, Head, NotAPolicy};
use super::rules::{Rule, path_of, text_of};
use crate::behaviour::{Behaviour, Call, Domain};
use crate::pattern::Pattern;

/// A call a program may make.
#[derive(Debug)]
pub(super) struct Privilege {
    head: Head,
    program: Pattern,
    call: String,
    detail: Pattern,
}

impl Rule for Privilege {
    type Written = document::Privilege;
    type Subject = Call;

    fn compile(written: document::Privilege) -> Result<Self, NotAPolicy> {
        let document::Privilege {
            head,
            program,
            call,
            detail,
        } = written;
        Ok(Self {
            program: path_of(&head, &program)?,
            call,
            detail: text_of(&head, &detail)?,
            head,
        })
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn keys(&self) -> [Option<&Pattern>; 2] {
        [Some(&self.program), None]
    }

    fn lookups(call: &Call) -> [&str; 2] {
        [&call.program, ""]
    }

    fn matches(&self, call: &Call) -> bool {
        self.call == call.call
            && self.program.matches(&call.program)
            && self.detail.matches(&call.detail)
    }

    fn closeness(&self, call: &Call) -> Option<u32> {
        (self.call == call.call && self.program.matches(&call.program)).then_some(1)
    }

    fn difference(&self, call: &Call) -> String {
        let Call {
            program,
            call,
            detail,
        } = call;
        format!(
            "{program} may call {call} with {:?}, not with {detail:?}",
            self.detail.text()
        )
    }

    fn no_rule(call: &Call) -> String {
        let Call {
            program,
            call,
            detail,
        } = call;
        format!("no rule lets {program} call {call} ({detail})")
    }
}

/// A call a program may make unread.
#[derive(Debug)]
pub(super) struct Unread {
    head: Head,
    program: Pattern,
    domain: Domain,
    call: String,
}

fn parts(behaviour: &Behaviour) -> Option<(&str, Domain, &str)> {
    match behaviour {
        Behaviour::Unread {
            program,
            domain,
            call,
        } => Some((program, *domain, call)),
        _ => None,
    }
}

impl Rule for Unread {
    type Written = document::Unread;
    type Subject = Behaviour;

    fn compile(written: document::Unread) -> Result<Self, NotAPolicy> {
        let document::Unread {
            head,
            program,
            domain,
            call,
        } = written;
        Ok(Self {
            program: path_of(&head, &program)?,
            domain,
            call,
            head,
        })
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn keys(&self) -> [Option<&Pattern>; 2] {
        [Some(&self.program), None]
    }

    fn lookups(behaviour: &Behaviour) -> [&str; 2] {
        [parts(behaviour).map_or("", |(program, _, _)| program), ""]
    }

    fn matches(&self, behaviour: &Behaviour) -> bool {
        parts(behaviour).is_some_and(|(program, domain, call)| {
            self.domain == domain && self.call == call && self.program.matches(program)
        })
    }

    fn closeness(&self, _: &Behaviour) -> Option<u32> {
        None
    }

    fn difference(&self, behaviour: &Behaviour) -> String {
        Self::no_rule(behaviour)
    }

    fn no_rule(behaviour: &Behaviour) -> String {
        let (program, _, call) = parts(behaviour).unwrap_or(("", Domain::Process, ""));
        format!(
            "the arguments of {call} by {program} could not be read, and no rule allows it unread"
        )
    }
}
