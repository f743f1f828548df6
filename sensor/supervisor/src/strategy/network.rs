//! Calls that make, bind and connect sockets, or send to an address.

use inlay_contract::behaviour::Domain;
use rustix::io::Errno;

use super::condition::Test;
use super::row::{Raceable, Row, Strategy};

/// `AF_UNIX`: stays on this machine, and is what most programs open most.
const UNIX: u32 = 1;

/// `IP_OPTIONS`, `IPV6_RTHDR`, `IPV6_2292PKTOPTIONS`: with a source route in them, packets first go to another host than
/// their address says.
const ROUTES: &[Test] = &[
    Test::Both(1, 0, 2, 4),
    Test::Both(1, 41, 2, 57),
    Test::Both(1, 41, 2, 6),
];

/// The rows.
pub(super) const ROWS: &[Row] = &[
    Row::register("socket", Domain::Network)
        .when(&[Test::Not(0, UNIX)])
        .refused(Errno::ACCESS),
    Row::register("setsockopt", Domain::Network).when(ROUTES),
    Row::emulation("bind", Domain::Network, Errno::ACCESS),
    Row::emulation("listen", Domain::Network, Errno::ACCESS),
    Row {
        strategy: Strategy::VerifyAfter,
        raceable: Raceable::UntilEmulated,
        ..Row::register("connect", Domain::Network).refused(Errno::CONNREFUSED)
    },
    // Without an address it goes where `connect` already went. With `MSG_FASTOPEN` it has one.
    Row::emulation("sendto", Domain::Network, Errno::CONNREFUSED).when(&[Test::Present(4)]),
    // Their addresses are behind pointers.
    Row::emulation("sendmsg", Domain::Network, Errno::CONNREFUSED),
    Row::emulation("sendmmsg", Domain::Network, Errno::CONNREFUSED),
];
