//! Changes of identity: who a process wants to be, and whether that is anything new.

use crate::watch::procfs::Status;
use crate::watch::registers::Registers;

/// "As it is", in the place of an id.
const UNCHANGED: u32 = u32::MAX;

/// A change of user or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The ids as they are asked for, separated by commas where there are several; `-1` for one that stays.
    pub detail: String,
    /// Whether every id is already what is asked for, so that the call changes nothing whatever the kernel makes of it.
    pub nothing: bool,
}

/// The change a call asks for; `None` for another call.
#[must_use]
pub fn change(call: &str, registers: &Registers, status: &Status) -> Option<Change> {
    let (count, now) = match call {
        "setuid" | "setfsuid" => (1, status.users),
        "setreuid" => (2, status.users),
        "setresuid" => (3, status.users),
        "setgid" | "setfsgid" => (1, status.groups),
        "setregid" => (2, status.groups),
        "setresgid" => (3, status.groups),
        _ => return None,
    };
    let ids: Vec<u32> = (0..count).map(|index| registers.half(index)).collect();
    let [real, ..] = now;
    let one = now.iter().all(|&id| id == real);
    Some(Change {
        detail: told(&ids),
        nothing: one && ids.iter().all(|&id| id == real || id == UNCHANGED),
    })
}

/// Ids as they stand in details.
#[must_use]
pub fn told(ids: &[u32]) -> String {
    let words: Vec<String> = ids
        .iter()
        .map(|&id| {
            if id == UNCHANGED {
                "-1".into()
            } else {
                id.to_string()
            }
        })
        .collect();
    words.join(",")
}

#[cfg(test)]
mod tests {
    use super::{Change, change};
    use crate::watch::procfs::Status;
    use crate::watch::registers::Registers;

    const ROOT: Status = Status {
        group: 1,
        users: [0; 4],
        groups: [0; 4],
        threads: 1,
        filters: None,
        effective: 0,
        permitted: 0,
    };

    fn asked(call: &str, ids: [u64; 3], status: &Status) -> Change {
        let [a, b, c] = ids;
        change(call, &Registers([a, b, c, 0, 0, 0]), status).unwrap()
    }

    #[test]
    fn tells_who_a_process_wants_to_be() {
        let change = asked("setresuid", [33, 0xffff_ffff, 33], &ROOT);

        assert_eq!(
            change,
            Change {
                detail: "33,-1,33".into(),
                nothing: false
            }
        );
    }

    #[test]
    fn takes_a_change_to_oneself_for_nothing_only_when_every_id_is_the_same() {
        let keeps_a_way_back = Status {
            users: [33, 33, 0, 33],
            ..ROOT
        };

        assert!(asked("setuid", [0, 0, 0], &ROOT).nothing);
        assert!(asked("setreuid", [0xffff_ffff, 0, 0], &ROOT).nothing);
        assert!(!asked("setuid", [33, 0, 0], &keeps_a_way_back).nothing);
        assert!(!asked("setresuid", [33, 33, 33], &keeps_a_way_back).nothing);
        assert!(!asked("setgid", [1, 0, 0], &ROOT).nothing);
        assert_eq!(change("chroot", &Registers::default(), &ROOT), None);
    }
}
