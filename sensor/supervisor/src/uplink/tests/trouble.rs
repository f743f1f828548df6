//! A control plane that is away, slow, or says what it should not.

use super::*;

#[test]
fn an_unknown_session_is_opened_anew_and_told_everything() {
    // The second is what API Gateway says in our name.
    for status in [401, 403] {
        let server = server(move |frame| {
            Reply::Status(if frame == 1 { status } else { 202 }, String::new())
        });
        let running = Running::new(&server.address);
        server.await_asked(TELEMETRY, |frames| !frames.is_empty());

        running.see("bad.example.com", Verdict::Blocked);
        let frames = server.await_asked(TELEMETRY, |frames| frames.len() > 2);

        assert_eq!(server.await_asked("/v1/session", |_| true).len(), 2);
        assert_eq!(names(&frames[2]), told("bad.example.com", 1));
        assert_eq!(frames[2].body["sequence"], 1);
        running.end();
    }
}

#[test]
fn whatever_goes_wrong_it_tries_again_and_counts_go_on() {
    let wrong = [
        Reply::Status(500, "away".into()),
        Reply::Garbage,
        Reply::HangUp,
        Reply::Status(429, String::new()),
    ];
    for reply in wrong {
        let again = reply.clone();
        let server = server(move |frame| {
            if frame == 1 {
                again.clone()
            } else {
                Reply::Status(202, String::new())
            }
        });
        let running = Running::new(&server.address);
        server.await_asked(TELEMETRY, |frames| !frames.is_empty());
        running.see("bad.example.com", Verdict::Blocked);
        server.await_asked(TELEMETRY, |frames| frames.len() > 1);
        running.see("bad.example.com", Verdict::Blocked);

        let frames = server.await_asked(TELEMETRY, |frames| frames.len() > 2);

        assert_eq!(names(&frames[1]), told("bad.example.com", 1), "{reply:?}");
        assert_eq!(names(&frames[2]), told("bad.example.com", 2), "{reply:?}");
        running.end();
    }
}

#[test]
fn an_answer_that_is_no_session_is_not_taken_for_one() {
    let mut opened = 0;
    let server = Server::new(move |asked| {
        opened += usize::from(is(asked, "/v1/session"));
        match asked {
            it if is(it, "/v1/session") && opened == 1 => ok("<html>"),
            it if is(it, "/v1/session") && opened == 2 => Reply::Status(403, "no".into()),
            it if is(it, "/v1/session") => Reply::Status(201, SESSION.into()),
            _ => Reply::Status(202, String::new()),
        }
    });
    let running = Running::new(&server.address);

    server.await_asked(TELEMETRY, |frames| !frames.is_empty());

    assert_eq!(server.await_asked("/v1/session", |_| true).len(), 3);
    running.end();
}

#[test]
fn neither_recording_nor_the_end_waits_for_a_silent_control_plane() {
    let server = server(|_| Reply::Silence);
    let running = Running::new(&server.address);
    server.await_asked(TELEMETRY, |frames| !frames.is_empty());

    for number in 0..1000 {
        running.see(&format!("n{number}.example.com"), Verdict::Blocked);
    }

    assert!(
        !finish(&running.ledger),
        "the end comes although nothing was told"
    );
}

#[test]
fn a_control_plane_that_is_away_does_not_keep_the_end() {
    // Port 9 of this machine: nobody listens.
    let running = Running::new("http://127.0.0.1:9");
    running.see("bad.example.com", Verdict::Blocked);
    running.end();
}

#[test]
fn frames_are_cut_smaller_when_they_are_too_large_there() {
    let server = Server::new(|asked| match asked {
        it if is(it, "/v1/session") => ok(SESSION),
        it if is(it, "/v1/policy") => Reply::Status(404, String::new()),
        it if it.body.to_string().len() > 20_000 => Reply::Status(413, String::new()),
        _ => Reply::Status(202, String::new()),
    });
    let running = Running::new(&server.address);
    server.await_asked(TELEMETRY, |frames| !frames.is_empty());
    for number in 0..300 {
        running.see(&format!("n{number}.example.com"), Verdict::Recorded);
    }
    running.see("bad.example.com", Verdict::Blocked);

    let small = |frame: &&Asked| frame.body.to_string().len() <= 20_000;
    let count = |frames: &[Asked]| {
        frames
            .iter()
            .filter(small)
            .map(|frame| names(frame).len())
            .sum::<usize>()
    };
    let frames = server.await_asked(TELEMETRY, |frames| count(frames) >= 301);

    assert_eq!(count(&frames), 301);
    running.end();
}

#[test]
fn a_frame_that_is_refused_as_malformed_is_given_up_and_that_is_told() {
    let server = server(|frame| Reply::Status(if frame == 1 { 400 } else { 202 }, String::new()));
    let running = Running::new(&server.address);
    server.await_asked(TELEMETRY, |frames| !frames.is_empty());
    running.see("bad.example.com", Verdict::Blocked);
    server.await_asked(TELEMETRY, |frames| frames.len() > 1);
    running.end();

    let frames = server.await_asked(TELEMETRY, |frames| frames.len() > 2);

    assert!(names(&frames[2]).is_empty());
    assert_eq!(frames[2].body["drops"]["frames"], json!(1));
}
