use std::time::Duration;

use inlay_contract::behaviour::{Access, Call, Exec, FileAccess};
use inlay_contract::judgement::Judgement;

use super::*;
use crate::observation::{Ancestor, Ancestry, ProcessId};

fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
}

fn file(path: &str) -> Behaviour {
    let (program, path) = ("/usr/bin/java".to_owned(), path.to_owned());
    Behaviour::File(FileAccess {
        program,
        access: Access::Write,
        path,
    })
}

fn tamper(detail: &str) -> Behaviour {
    let (program, call) = ("/usr/bin/dash".to_owned(), "kill".to_owned());
    Behaviour::Tamper(Call {
        program,
        call,
        detail: detail.to_owned(),
    })
}

fn seen(behaviour: Behaviour, verdict: Verdict, seconds: u64) -> Observation {
    let judgement = Judgement {
        verdict,
        because: "learning".to_owned(),
        rule: None,
    };
    Observation {
        behaviour,
        judgement,
        process: ProcessId(seconds),
        example: vec![format!("at {seconds}")],
        at: start() + Duration::from_secs(seconds),
    }
}

/// Everybody's ancestors are the processes with the smaller numbers.
struct Line(u64);

impl Ancestry for Line {
    fn ancestors(&self, process: ProcessId) -> Vec<Ancestor> {
        let told = |id: u64| Ancestor {
            id: ProcessId(id),
            parent: id.checked_sub(1).map(ProcessId),
            pid: 1,
            program: "/usr/bin/java".to_owned(),
            arguments: vec!["x".repeat(usize::try_from(self.0).unwrap())],
            user: 0,
            started: start(),
            outside: false,
        };
        (0..=process.0).rev().take(32).map(told).collect()
    }
}

#[test]
fn folds_occurrences_into_one_behaviour_with_evidence() {
    let ledger = Ledger::new(start());
    for seconds in [0, 10, 70, 65, 200] {
        ledger.record(seen(file("/srv/x"), Verdict::Allowed, seconds));
    }

    let changed = ledger.changed();

    let [(_, entry)] = changed.as_slice() else {
        panic!("{changed:?}")
    };
    assert_eq!((entry.count, entry.minutes), (5, 3));
    assert_eq!(entry.first, start().into());
    assert_eq!(entry.last, (start() + Duration::from_secs(200)).into());
    assert_eq!(
        (entry.process, entry.example.as_slice()),
        (200, ["at 200".to_owned()].as_slice())
    );
    assert_eq!(
        ledger.active_minutes(),
        ActiveMinutes {
            file: 3,
            ..ActiveMinutes::default()
        }
    );
}

#[test]
fn a_behaviour_stands_once_under_each_verdict_and_the_refused_go_first() {
    let ledger = Ledger::new(start());
    for verdict in [
        Verdict::Allowed,
        Verdict::Recorded,
        Verdict::Blocked,
        Verdict::Allowed,
    ] {
        ledger.record(seen(file("/srv/x"), verdict, 1));
    }

    let told: Vec<_> = ledger
        .changed()
        .iter()
        .map(|(_, it)| (it.verdict, it.count))
        .collect();

    assert_eq!(
        told,
        [
            (Verdict::Blocked, 1),
            (Verdict::Recorded, 1),
            (Verdict::Allowed, 2)
        ]
    );
}

#[test]
fn what_changes_after_it_was_taken_stays_changed() {
    let ledger = Ledger::new(start());
    ledger.record(seen(file("/srv/x"), Verdict::Allowed, 1));
    ledger.record(seen(file("/srv/y"), Verdict::Allowed, 1));
    let tickets: Vec<_> = ledger
        .changed()
        .into_iter()
        .map(|(ticket, _)| ticket)
        .collect();
    ledger.record(seen(file("/srv/x"), Verdict::Allowed, 2));
    assert!(ledger.has_news());

    ledger.acknowledge(&tickets);

    let changed = ledger.changed();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].1.count, 2);
    assert!(!ledger.has_news(), "a count is no news");
    ledger.forget_acknowledgements();
    assert_eq!(ledger.changed().len(), 2);
}

#[test]
fn rings_for_what_cannot_wait_once_until_it_was_told() {
    let ledger = Ledger::new(start());
    let now = std::time::Instant::now;
    ledger.record(seen(file("/srv/x"), Verdict::Recorded, 1));
    assert_eq!(ledger.bell().wait_until(now()), Ring::Time);

    for behaviour in [file("/srv/x"), tamper("SIGKILL")] {
        ledger.record(seen(behaviour.clone(), Verdict::Blocked, 1));
        assert_eq!(ledger.bell().wait_until(now()), Ring::Urgent);
        ledger.record(seen(behaviour, Verdict::Blocked, 2));
        assert_eq!(ledger.bell().wait_until(now()), Ring::Time);
    }

    let tickets: Vec<_> = ledger
        .changed()
        .into_iter()
        .map(|(ticket, _)| ticket)
        .collect();
    ledger.acknowledge(&tickets);
    ledger.record(seen(file("/srv/x"), Verdict::Blocked, 3));
    assert!(ledger.has_news(), "a refusal that happens again is news");
}

#[test]
fn is_bounded_and_drops_no_kind() {
    let ledger = Ledger::new(start());
    for number in 0..20_000 {
        ledger.record(seen(
            file(&format!("/srv/{}/f{number}", number % 3)),
            Verdict::Allowed,
            1,
        ));
        ledger.record(seen(tamper(&format!("{number}")), Verdict::Blocked, 1));
    }
    for number in 0..20_000 {
        let program = format!("/opt/{number}/{}", "x".repeat(2000));
        let call = Call {
            program,
            call: "setuid".to_owned(),
            detail: String::new(),
        };
        ledger.record(seen(Behaviour::Privilege(call), Verdict::Allowed, 1));
    }

    let changed = ledger.changed();

    assert!(changed.len() < 4096 + 512 + 64, "{}", changed.len());
    let count = |of: fn(&Behaviour) -> bool| -> u64 {
        changed
            .iter()
            .filter(|(_, it)| of(&it.behaviour))
            .map(|(_, it)| it.count)
            .sum()
    };
    assert_eq!(count(|it| matches!(it, Behaviour::File(_))), 20_000);
    assert_eq!(count(|it| matches!(it, Behaviour::Tamper(_))), 20_000);
    assert_eq!(count(|it| matches!(it, Behaviour::Privilege(_))), 20_000);
    assert!(ledger.folded() > 50_000);
    assert!(
        changed
            .iter()
            .any(|(_, it)| it.behaviour == file("/srv/2/{any}"))
    );
}

#[test]
fn cuts_frames_that_fit_and_close_their_lineage() {
    let ledger = Ledger::new(start());
    for number in 0..500 {
        ledger.record(seen(
            file(&format!("/srv/f{number}")),
            Verdict::Allowed,
            number,
        ));
    }

    let drafts = drafts(ledger.changed(), &Line(2000), 50_000);

    assert!(drafts.len() > 3);
    let mut told = 0;
    for draft in &drafts {
        let json = serde_json::to_string(&(&draft.behaviours, &draft.lineage)).unwrap();
        assert!(json.len() < 50_100, "{}", json.len());
        told += draft.behaviours.len();
        assert_eq!(draft.tickets.len(), draft.behaviours.len());
        let ids: Vec<_> = draft.lineage.iter().map(|ancestor| ancestor.id).collect();
        assert!(
            draft
                .behaviours
                .iter()
                .all(|entry| ids.contains(&entry.process))
        );
        let parents = draft.lineage.iter().filter_map(|ancestor| ancestor.parent);
        assert!(parents.into_iter().all(|parent| ids.contains(&parent)));
    }
    assert_eq!(told, 500);
}

#[test]
fn even_the_largest_behaviour_fits() {
    let ledger = Ledger::new(start());
    let path = "\u{1}".repeat(4096);
    let exec = Exec {
        program: path.clone(),
        parent: path.clone(),
        arguments: vec!["\u{1}".repeat(1024); 8],
        user: 0,
        terminal: false,
        outside: false,
        interpreter: Some(path),
        drift: None,
    };
    let mut largest = seen(Behaviour::Exec(exec), Verdict::Blocked, 40);
    largest.example = vec!["\u{1}".repeat(100_000); 100];
    largest.judgement.because = "\u{1}".repeat(100_000);
    ledger.record(largest);

    let drafts = drafts(ledger.changed(), &Line(1000), 58_000);

    assert_eq!(drafts.len(), 1);
    let json = serde_json::to_string(&(&drafts[0].behaviours, &drafts[0].lineage)).unwrap();
    assert!(json.len() < 58_000, "{}", json.len());
    assert!(matches!(
        &drafts[0].behaviours[0].behaviour,
        Behaviour::Exec(_)
    ));
}

#[test]
fn nothing_changed_is_one_empty_draft() {
    let drafts = drafts(Vec::new(), &Line(0), 50_000);

    assert_eq!(drafts.len(), 1);
    assert!(drafts[0].behaviours.is_empty());
}
