//! Rules about files.

use super::document::{self, Head, NotAPolicy};
use super::rules::{Rule, file_of, path_of};
use crate::behaviour::{Access, FileAccess};
use crate::pattern::Pattern;

/// What a program may do to which files.
#[derive(Debug)]
pub(super) struct File {
    head: Head,
    program: Pattern,
    access: Vec<Access>,
    path: Pattern,
}

impl File {
    fn takes(&self, access: &FileAccess) -> [bool; 3] {
        [
            self.program.matches(&access.program),
            self.access.contains(&access.access),
            self.path.matches(&access.path),
        ]
    }
}

impl Rule for File {
    type Written = document::File;
    type Subject = FileAccess;

    fn compile(written: document::File) -> Result<Self, NotAPolicy> {
        let document::File {
            head,
            program,
            access,
            path,
        } = written;
        Ok(Self {
            program: path_of(&head, &program)?,
            access,
            path: file_of(&head, &path)?,
            head,
        })
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn keys(&self) -> [Option<&Pattern>; 2] {
        [Some(&self.path), None]
    }

    fn lookups(access: &FileAccess) -> [&str; 2] {
        [&access.path, ""]
    }

    fn matches(&self, access: &FileAccess) -> bool {
        self.access.contains(&access.access)
            && self.program.matches(&access.program)
            && self.path.matches(&access.path)
    }

    /// The path alone is close; the program alone is, when it at least is in the same directory tree.
    fn closeness(&self, access: &FileAccess) -> Option<u32> {
        let common = self
            .path
            .prefix()
            .bytes()
            .zip(access.path.bytes())
            .take_while(|(one, other)| one == other);
        let common = u32::try_from(common.count()).unwrap_or(u32::MAX).min(4096);
        match self.takes(access) {
            [true, false, true] => Some(30_000),
            [false, true, true] => Some(20_000),
            [true, true, false] if common > 1 => Some(10_000 + common),
            _ => None,
        }
    }

    fn difference(&self, access: &FileAccess) -> String {
        let FileAccess {
            program,
            path,
            access: asked,
        } = access;
        let asked = told(*asked);
        match self.takes(access) {
            [false, _, _] => format!(
                "{} may {asked} {path}, {program} may not",
                self.program.text()
            ),
            [true, false, _] => {
                let allowed: Vec<_> = self.access.iter().map(|access| told(*access)).collect();
                format!(
                    "{program} may {} {path}, but not {asked} it",
                    allowed.join(" and ")
                )
            }
            [true, true, _] => {
                format!("{program} may {asked} {}, but not {path}", self.path.text())
            }
        }
    }

    fn no_rule(access: &FileAccess) -> String {
        let FileAccess {
            program,
            path,
            access,
        } = access;
        format!("no rule lets {program} {} {path}", told(*access))
    }
}

fn told(access: Access) -> &'static str {
    match access {
        Access::Read => "read",
        Access::Create => "create",
        Access::Write => "write",
        Access::Delete => "delete",
        Access::Rename => "rename",
        Access::Link => "link",
        Access::Attributes => "change the attributes of",
    }
}
