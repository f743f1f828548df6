use std::io::Read;
use std::net::{TcpListener, UdpSocket};
use std::process::Command;

use inlay_contract::behaviour::{Behaviour, Protocol};
use inlay_contract::judgement::Verdict;

use crate::watch::stage::{Folder, Played, play};

/// Speaks to the network in many ways, told which by its first argument; the port is the second.
const TALK: &str = r#"
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/netlink.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
static struct sockaddr_in to(int port) {
    struct sockaddr_in a = {AF_INET, htons(port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return a;
}
int main(int argc, char **argv) {
    int port = atoi(argv[2]), result = -1;
    struct sockaddr_in a = to(port);
    if (!strcmp(argv[1], "connect")) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        result = connect(s, (void *)&a, sizeof a);
        if (!result) write(s, "secret", 6);
    } else if (!strcmp(argv[1], "mapped")) {
        struct sockaddr_in6 b = {AF_INET6, htons(port)};
        inet_pton(AF_INET6, "::ffff:127.0.0.1", &b.sin6_addr);
        result = connect(socket(AF_INET6, SOCK_STREAM, 0), (void *)&b, sizeof b);
    } else if (!strcmp(argv[1], "any")) {
        a.sin_addr.s_addr = 0;
        result = connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&a, sizeof a);
    } else if (!strcmp(argv[1], "fastopen")) {
        result = sendto(socket(AF_INET, SOCK_STREAM, 0), "secret", 6, MSG_FASTOPEN, (void *)&a, sizeof a);
    } else if (!strcmp(argv[1], "datagrams")) {
        int s = socket(AF_INET, SOCK_DGRAM, 0);
        struct sockaddr_in b = to(9);
        struct iovec part = {"secret", 6};
        struct mmsghdr m[2] = {{{&b, sizeof b, &part, 1}}, {{&a, sizeof a, &part, 1}}};
        result = sendmmsg(s, m, 2, 0);
    } else if (!strcmp(argv[1], "unix")) {
        struct sockaddr_un u = {AF_UNIX, "/no/such/socket"};
        result = connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&u, sizeof u);
    } else if (!strcmp(argv[1], "listen")) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        bind(s, (void *)&a, sizeof a);
        result = listen(dup(s), 5);
    } else if (!strcmp(argv[1], "listen behind")) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        struct sockaddr_in b = to(9);
        bind(s, (void *)&a, sizeof a);
        bind(s, (void *)&b, sizeof b);
        result = listen(s, 5);
        getsockname(s, (void *)&b, &(socklen_t){sizeof b});
        if (!result && b.sin_port != a.sin_port) return 3;
    } else if (!strcmp(argv[1], "listen after many")) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        struct sockaddr_in other = to(0);
        bind(s, (void *)&a, sizeof a);
        for (int i = 0; i < 1100; i++) {
            int another = socket(AF_INET, SOCK_STREAM, 0);
            bind(another, (void *)&other, sizeof other);
            close(another);
        }
        result = listen(s, 5);
    } else if (!strcmp(argv[1], "listen hidden")) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        bind(s, (void *)&a, sizeof a);
        prctl(PR_SET_DUMPABLE, 0);
        int child = fork();
        if (child) return waitpid(child, 0, 0) != child;
        result = listen(s, 5);
    } else if (!strcmp(argv[1], "receive")) {
        result = bind(socket(AF_INET, SOCK_DGRAM, 0), (void *)&a, sizeof a);
    } else if (!strcmp(argv[1], "unspecified")) {
        a.sin_family = AF_UNSPEC;
        result = sendto(socket(AF_INET, SOCK_DGRAM, 0), "secret", 6, 0, (void *)&a, sizeof a);
    } else if (!strcmp(argv[1], "unspecified message")) {
        a.sin_family = AF_UNSPEC;
        struct iovec part = {"secret", 6};
        struct msghdr m = {&a, sizeof a, &part, 1};
        result = sendmsg(socket(AF_INET, SOCK_DGRAM, 0), &m, 0);
    } else if (!strcmp(argv[1], "receive unspecified") || !strcmp(argv[1], "listen unspecified")) {
        a.sin_family = AF_UNSPEC;
        a.sin_addr.s_addr = 0;
        int s = socket(AF_INET, argv[1][0] == 'r' ? SOCK_DGRAM : SOCK_STREAM, 0);
        result = bind(s, (void *)&a, sizeof a);
        if (argv[1][0] == 'l') result = listen(s, 5);
    } else if (!strcmp(argv[1], "route")) {
        unsigned char over[8] = {131, 7, 4, 127, 0, 0, 1, 0};
        int s = socket(AF_INET, SOCK_DGRAM, 0);
        result = setsockopt(s, IPPROTO_IP, IP_OPTIONS, over, 8);
    } else if (!strcmp(argv[1], "route of one")) {
        unsigned char over[8] = {131, 7, 4, 127, 0, 0, 1, 0};
        char control[CMSG_SPACE(8)] = {0};
        struct iovec part = {"secret", 6};
        struct sockaddr_in b = to(9);
        struct msghdr m = {&b, sizeof b, &part, 1, control, sizeof control};
        struct cmsghdr *route = CMSG_FIRSTHDR(&m);
        route->cmsg_level = IPPROTO_IP;
        route->cmsg_type = IP_RETOPTS;
        route->cmsg_len = CMSG_LEN(8);
        memcpy(CMSG_DATA(route), over, 8);
        result = sendmsg(socket(AF_INET, SOCK_DGRAM, 0), &m, 0);
    } else if (!strcmp(argv[1], "local")) {
        struct sockaddr_un u = {AF_UNIX};
        strcpy(u.sun_path, argv[3]);
        result = bind(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&u, sizeof u);
    } else if (!strcmp(argv[1], "abstract")) {
        struct sockaddr_un u = {AF_UNIX, "\0inlay-test"};
        result = bind(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&u, 13);
    } else if (!strcmp(argv[1], "hidden")) {
        prctl(PR_SET_DUMPABLE, 0);
        struct sockaddr_un u = {AF_UNIX, "/no/such/socket"};
        struct sockaddr_un self = {AF_UNIX, "\0inlay-hidden"};
        struct sockaddr_nl n = {AF_NETLINK};
        struct iovec part = {"x", 1};
        struct msghdr m = {&u, sizeof u, &part, 1};
        int s = socket(AF_UNIX, SOCK_DGRAM, 0);
        printf("%s ", connect(s, (void *)&u, sizeof u) < 0 ? strerrorname_np(errno) : "done");
        printf("%s ", sendto(s, "x", 1, 0, (void *)&u, sizeof u) < 0 ? strerrorname_np(errno) : "done");
        printf("%s ", sendmsg(s, &m, 0) < 0 ? strerrorname_np(errno) : "done");
        printf("%s ", bind(s, (void *)&self, 15) < 0 ? strerrorname_np(errno) : "done");
        result = bind(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), (void *)&n, sizeof n);
    } else if (!strcmp(argv[1], "packet")) {
        result = socket(AF_PACKET, SOCK_RAW, 0);
    } else if (!strcmp(argv[1], "garbage")) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        struct sockaddr_un u = {AF_UNIX, "/x"};
        printf("%d", connect(s, (void *)&a, 3) == -1 && errno == EINVAL);
        printf("%d", connect(s, (void *)&a, -1) == -1 && errno == EINVAL);
        printf("%d", connect(s, (void *)8, 16) == -1 && errno == EFAULT);
        printf("%d", connect(999, (void *)&a, sizeof a) == -1 && errno == EBADF);
        printf("%d", connect(0, (void *)&a, sizeof a) == -1 && errno == ENOTSOCK);
        printf("%d\n", connect(s, (void *)&u, sizeof u) == -1 && errno == EAFNOSUPPORT);
        return 0;
    }
    printf("%s\n", result < 0 ? strerrorname_np(errno) : "done");
    return 0;
}
"#;

/// A program that speaks.
pub(super) struct Talk(pub(super) Folder);

impl Talk {
    pub(super) fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        folder.compile("talk", TALK, &[]);
        Self(folder)
    }

    pub(super) fn command(&self, how: &str, port: u16) -> Command {
        let mut command = Command::new(self.0.path("talk"));
        command.args([how, &port.to_string()]);
        command
    }

    pub(super) fn play(
        &self,
        how: &str,
        port: u16,
        judge: impl Fn(&Behaviour) -> Verdict + Send + Sync + 'static,
    ) -> Played {
        play(judge, self.command(how, port))
    }
}

pub(super) fn allow(_: &Behaviour) -> Verdict {
    Verdict::Allowed
}

/// Refuses everything on the network but port 9.
pub(super) fn refuse(behaviour: &Behaviour) -> Verdict {
    match behaviour {
        Behaviour::Connect(connect) if connect.port == 9 => Verdict::Allowed,
        Behaviour::Connect(_) | Behaviour::Listen(_) | Behaviour::Socket { .. } => Verdict::Blocked,
        _ => Verdict::Allowed,
    }
}

pub(super) fn peers(played: &Played) -> Vec<String> {
    played
        .kept
        .iter()
        .filter_map(|kept| match &kept.behaviour {
            Behaviour::Connect(connect) => {
                let protocol = if connect.protocol == Protocol::Tcp {
                    "tcp"
                } else {
                    "udp"
                };
                Some(format!(
                    "{protocol} {}:{}",
                    connect.address.as_ref()?,
                    connect.port
                ))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn refuses_a_connection_that_works_where_nobody_watches() {
    let talk = Talk::new("connect");
    let neighbour = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = neighbour.local_addr().unwrap().port();

    for how in ["connect", "mapped", "any", "fastopen"] {
        let free = talk.command(how, port).output().unwrap();
        let allowed = talk.play(how, port, allow);
        let held = talk.play(how, port, refuse);

        assert_eq!(free.stdout, b"done\n", "{how}");
        assert_eq!(allowed.said(), "done\n", "{how}");
        assert_eq!(held.said(), "ECONNREFUSED\n", "{how}");
        assert_eq!(peers(&held), [format!("tcp 127.0.0.1:{port}")], "{how}");
        // The two that were let through, and no third.
        neighbour.accept().unwrap();
        neighbour.accept().unwrap();
        neighbour.set_nonblocking(true).unwrap();
        assert!(neighbour.accept().is_err(), "{how}");
        neighbour.set_nonblocking(false).unwrap();
    }
}

#[test]
fn looks_at_every_datagram_of_many() {
    let talk = Talk::new("datagrams");
    let neighbour = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = neighbour.local_addr().unwrap().port();

    let allowed = talk.play("datagrams", port, allow);
    let held = talk.play("datagrams", port, refuse);

    assert_eq!(allowed.said(), "done\n");
    assert_eq!(held.said(), "ECONNREFUSED\n");
    let expected = ["udp 127.0.0.1:9".into(), format!("udp 127.0.0.1:{port}")];
    assert_eq!(peers(&held), expected);
    let mut received = [0; 16];
    neighbour
        .set_read_timeout(Some(std::time::Duration::from_secs(10)))
        .unwrap();
    neighbour.recv(&mut received).unwrap();
    neighbour.set_nonblocking(true).unwrap();
    assert!(
        neighbour.recv(&mut received).is_err(),
        "only the allowed one arrived"
    );
}

#[test]
fn tells_who_listens_where_and_refuses_it() {
    let talk = Talk::new("listen");
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();

    for (how, protocol) in [("listen", Protocol::Tcp), ("receive", Protocol::Udp)] {
        let allowed = talk.play(how, port, allow);
        let held = talk.play(how, port, refuse);

        assert_eq!(allowed.said(), "done\n");
        assert_eq!(held.said(), "EACCES\n");
        let Behaviour::Listen(listen) = &held.kept.last().unwrap().behaviour else {
            panic!("{:?}", held.kept)
        };
        assert_eq!(
            (listen.protocol, listen.address.as_str(), listen.port),
            (protocol, "127.0.0.1", port)
        );
    }
}

#[test]
fn says_nothing_of_what_stays_inside_and_everything_of_raw_sockets() {
    let talk = Talk::new("inside");

    let local = talk.play("unix", 0, refuse);
    let packet = talk.play("packet", 0, refuse);

    assert_eq!(local.said(), "ENOENT\n");
    let told = local.seen(|behaviour| !matches!(behaviour, Behaviour::Exec(_)));
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(packet.said(), "EACCES\n");
    let seen = packet.seen(
        |behaviour| matches!(behaviour, Behaviour::Socket { family, .. } if family == "packet"),
    );
    assert_eq!(seen.len(), 1);
}

#[test]
fn answers_garbage_as_the_kernel_does() {
    let talk = Talk::new("garbage");

    let free = talk.command("garbage", 9).output().unwrap();
    let held = talk.play("garbage", 9, allow);

    let mut said = String::new();
    free.stdout.as_slice().read_to_string(&mut said).unwrap();
    assert_eq!(held.said(), "111111\n");
    assert_eq!(said, held.said());
}
