//! Coarser behaviours, for when there is no room. A directory's files become `{any}`, which a rule may say too; all else
//! becomes `{folded}`, which matches nothing but itself: want of room must not widen what a policy will allow.

use inlay_contract::behaviour::{Behaviour, Call, Connect, Exec, FileAccess, Listen};

const FOLDED: &str = "{folded}";
/// Stands for any user once programs are folded: the user id nobody has.
const NO_USER: u32 = u32::MAX;
/// A folded behaviour with a longer text is folded once more.
const SHORT: usize = 512;

/// The next coarser behaviour; `None` when this is the coarsest.
pub(super) fn coarser(behaviour: &Behaviour) -> Option<Behaviour> {
    let folded = match behaviour {
        Behaviour::Exec(exec) => Behaviour::Exec(exec_of(exec)),
        Behaviour::File(access) => Behaviour::File(file_of(access)),
        Behaviour::Listen(listen) => Behaviour::Listen(listen_of(listen)),
        Behaviour::Connect(connect) => Behaviour::Connect(connect_of(connect)),
        Behaviour::Resolve { name } => Behaviour::Resolve {
            name: name_of(name),
        },
        Behaviour::Socket { .. } => Behaviour::Socket {
            program: folded(),
            family: folded(),
            socket_type: folded(),
        },
        Behaviour::Privilege(call) => Behaviour::Privilege(call_of(call)),
        Behaviour::Tamper(call) => Behaviour::Tamper(call_of(call)),
        Behaviour::Unread { domain, call, .. } => {
            let (program, call) = (folded(), call.clone());
            Behaviour::Unread {
                program,
                domain: *domain,
                call,
            }
        }
        Behaviour::Mismatch {
            program,
            domain,
            call,
            detail,
        } => {
            let program = if detail == FOLDED {
                folded()
            } else {
                program.clone()
            };
            Behaviour::Mismatch {
                program,
                domain: *domain,
                call: call.clone(),
                detail: folded(),
            }
        }
    };
    (folded != *behaviour).then_some(folded)
}

fn folded() -> String {
    FOLDED.to_owned()
}

fn exec_of(exec: &Exec) -> Exec {
    if exec.arguments != [FOLDED] {
        return Exec {
            arguments: vec![folded()],
            ..exec.clone()
        };
    }
    Exec {
        program: folded(),
        parent: folded(),
        user: NO_USER,
        interpreter: None,
        ..exec.clone()
    }
}

fn file_of(access: &FileAccess) -> FileAccess {
    let FileAccess {
        program,
        access: how,
        path,
    } = access;
    let directory = path.rsplit_once('/').filter(|(_, name)| *name != "{any}");
    let (program, path) = match directory {
        Some((directory, _)) => (program.clone(), format!("{directory}/{{any}}")),
        None if path == FOLDED => (folded(), folded()),
        None => (program.clone(), folded()),
    };
    FileAccess {
        program,
        access: *how,
        path,
    }
}

fn listen_of(listen: &Listen) -> Listen {
    if listen.address != FOLDED {
        return Listen {
            address: folded(),
            ..listen.clone()
        };
    }
    Listen {
        program: folded(),
        port: 0,
        ..listen.clone()
    }
}

fn connect_of(connect: &Connect) -> Connect {
    let is_folded = connect.address.as_deref() == Some(FOLDED);
    let (program, port) = if is_folded {
        (folded(), 0)
    } else {
        (connect.program.clone(), connect.port)
    };
    Connect {
        program,
        port,
        peer: None,
        address: Some(folded()),
        protocol: connect.protocol,
    }
}

/// Names are made up below a domain, so the domain is what is worth keeping.
fn name_of(name: &str) -> String {
    match name.rsplitn(3, '.').collect::<Vec<_>>().as_slice() {
        [top, domain, below] if *below != "{any}" => format!("{{any}}.{domain}.{top}"),
        _ => folded(),
    }
}

fn call_of(call: &Call) -> Call {
    let program = if call.detail == FOLDED {
        folded()
    } else {
        call.program.clone()
    };
    Call {
        program,
        call: call.call.clone(),
        detail: folded(),
    }
}

/// Bytes of text it holds.
pub(super) fn weight(behaviour: &Behaviour) -> usize {
    match behaviour {
        Behaviour::Exec(exec) => {
            let arguments: usize = exec.arguments.iter().map(String::len).sum();
            exec.program.len() + exec.parent.len() + arguments
        }
        Behaviour::File(access) => access.program.len() + access.path.len(),
        Behaviour::Listen(listen) => listen.program.len() + listen.address.len(),
        Behaviour::Connect(connect) => {
            let peer = connect.peer.as_ref().or(connect.address.as_ref());
            connect.program.len() + peer.map_or(0, String::len)
        }
        Behaviour::Resolve { name } => name.len(),
        Behaviour::Socket { program, .. } | Behaviour::Unread { program, .. } => program.len(),
        Behaviour::Privilege(call) | Behaviour::Tamper(call) => {
            call.program.len() + call.detail.len()
        }
        Behaviour::Mismatch {
            program, detail, ..
        } => program.len() + detail.len(),
    }
}

pub(super) fn is_short(behaviour: &Behaviour) -> bool {
    weight(behaviour) <= SHORT
}

#[cfg(test)]
mod tests {
    use inlay_contract::behaviour::Access;
    use serde_json::Value;

    use super::*;

    const FRAME: &str = include_str!("../../../../docs/examples/frame.json");

    #[test]
    fn every_kind_ends_in_something_short_after_a_few_steps() {
        let frame: Value = serde_json::from_str(FRAME).unwrap();
        for entry in frame["behaviours"].as_array().unwrap() {
            let mut behaviour: Behaviour =
                serde_json::from_value(entry["behaviour"].clone()).unwrap();
            let mut steps = 0;
            while let Some(coarser) = coarser(&behaviour) {
                assert_eq!(coarser.domain(), behaviour.domain());
                behaviour = coarser;
                steps += 1;
            }
            assert!((1..=3).contains(&steps), "{behaviour:?}");
            assert!(is_short(&behaviour), "{behaviour:?}");
        }
    }

    #[test]
    fn a_file_becomes_its_directory_first() {
        let access = |program: &str, path: &str| {
            let (program, path) = (program.to_owned(), path.to_owned());
            Behaviour::File(FileAccess {
                program,
                access: Access::Write,
                path,
            })
        };
        let directory = coarser(&access("/p", "/srv/in/x")).unwrap();
        let program = coarser(&directory).unwrap();

        assert_eq!(directory, access("/p", "/srv/in/{any}"));
        assert_eq!(program, access("/p", FOLDED));
        assert_eq!(coarser(&program).unwrap(), access(FOLDED, FOLDED));
    }

    #[test]
    fn a_name_becomes_its_domain_first() {
        assert_eq!(name_of("a.b.example.com"), "{any}.example.com");
        assert_eq!(name_of("{any}.example.com"), FOLDED);
        assert_eq!(name_of("localhost"), FOLDED);
    }
}
