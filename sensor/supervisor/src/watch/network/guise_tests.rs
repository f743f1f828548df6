//! The same deeds in other guises: addresses without a family, routes, a second bind, sockets of another kind, a hidden caller.

use std::net::{TcpListener, UdpSocket};

use inlay_contract::behaviour::{Access, Behaviour};
use inlay_contract::judgement::Verdict;

use super::tests::{Talk, allow, peers, refuse};
use crate::watch::stage::play;

#[test]
fn looks_at_datagrams_whose_address_names_no_family() {
    let talk = Talk::new("unspecified");
    let neighbour = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = neighbour.local_addr().unwrap().port();
    let mut received = [0; 16];

    for how in ["unspecified", "unspecified message"] {
        let free = talk.command(how, port).output().unwrap();
        let held = talk.play(how, port, refuse);

        assert_eq!(free.stdout, b"done\n", "{how}");
        neighbour.set_nonblocking(false).unwrap();
        neighbour.recv(&mut received).unwrap();
        assert_eq!(held.said(), "ECONNREFUSED\n", "{how}");
        assert_eq!(peers(&held), [format!("udp 127.0.0.1:{port}")], "{how}");
        neighbour.set_nonblocking(true).unwrap();
        assert!(neighbour.recv(&mut received).is_err(), "{how}");
    }
}

#[test]
fn refuses_to_lead_packets_another_way_than_their_address_says() {
    let talk = Talk::new("route");

    for (how, refusal) in [("route", "EPERM\n"), ("route of one", "ECONNREFUSED\n")] {
        let free = talk.command(how, 0).output().unwrap();
        let held = talk.play(how, 0, refuse);

        assert_eq!(free.stdout, b"done\n", "{how}");
        assert_eq!(held.said(), refusal, "{how}");
        let routed = held.seen(|behaviour| {
            matches!(behaviour, Behaviour::Socket { socket_type, .. } if socket_type == "routed")
        });
        assert_eq!(routed.len(), 1, "{how}: {:?}", held.kept);
    }
}

#[test]
fn tells_who_listens_at_an_address_that_names_no_family() {
    let talk = Talk::new("anywhere");
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();

    for how in ["receive unspecified", "listen unspecified"] {
        let free = talk.command(how, port).output().unwrap();
        let held = talk.play(how, port, refuse);

        assert_eq!(free.stdout, b"done\n", "{how}");
        assert_eq!(held.said(), "EACCES\n", "{how}");
        let Behaviour::Listen(listen) = &held.kept.last().unwrap().behaviour else {
            panic!("{:?}", held.kept)
        };
        assert_eq!(
            (listen.address.as_str(), listen.port),
            ("0.0.0.0", port),
            "{how}"
        );
    }
}

#[test]
fn a_process_that_hides_still_reaches_what_stays_on_its_machine() {
    let talk = Talk::new("hidden");

    let free = talk.command("hidden", 0).output().unwrap();
    let held = talk.play("hidden", 0, refuse);

    assert_eq!(held.said(), String::from_utf8_lossy(&free.stdout));
    assert_eq!(held.said(), "ENOENT ENOENT ENOENT done done\n");
}

#[test]
fn a_socket_with_a_path_is_a_file_that_comes_into_being() {
    let talk = Talk::new("local");
    let path = talk.0.path("socket");
    let command = || {
        let mut command = talk.command("local", 0);
        command.arg(&path);
        command
    };
    let no_files = |behaviour: &Behaviour| match behaviour {
        Behaviour::File(_) => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let held = play(no_files, command());
    assert!(!path.exists());
    let allowed = play(allow, command());
    let again = play(allow, command());
    let nameless = talk.play("abstract", 0, no_files);

    assert_eq!(held.said(), "EACCES\n");
    assert_eq!(allowed.said(), "done\n");
    assert!(path.exists());
    assert_eq!(again.said(), "EADDRINUSE\n");
    assert_eq!(nameless.said(), "done\n");
    let created = held.seen(
        |behaviour| matches!(behaviour, Behaviour::File(file) if file.access == Access::Create),
    );
    assert_eq!(created.len(), 1, "{:?}", held.kept);
}

#[test]
fn a_second_try_to_bind_does_not_hide_where_a_socket_listens() {
    let talk = Talk::new("behind");
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let nine_only = |behaviour: &Behaviour| match behaviour {
        Behaviour::Listen(listen) if listen.port != 9 => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    let free = talk.command("listen behind", port).output().unwrap();
    let held = talk.play("listen behind", port, nine_only);

    assert_eq!(free.stdout, b"done\n", "the first is what the kernel took");
    assert_eq!(held.said(), "EACCES\n");
}

#[test]
fn neither_many_bound_sockets_nor_hiding_keep_from_the_sensor_where_one_listens() {
    let talk = Talk::new("many");
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let wherever_the_kernel_says = |behaviour: &Behaviour| match behaviour {
        Behaviour::Listen(listen) if listen.port == 0 => Verdict::Allowed,
        Behaviour::Listen(_) => Verdict::Blocked,
        Behaviour::Unread { call, .. } if call == "listen" => Verdict::Blocked,
        _ => Verdict::Allowed,
    };

    for how in ["listen after many", "listen hidden"] {
        let free = talk.command(how, port).output().unwrap();
        let held = talk.play(how, port, wherever_the_kernel_says);

        assert_eq!(free.stdout, b"done\n", "{how}");
        assert_eq!(held.said(), "EACCES\n", "{how}");
    }
}
