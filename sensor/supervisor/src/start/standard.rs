//! Standard descriptors that were handed to the sensor closed.

use rustix::fs::{Mode, OFlags, open};
use rustix::io::fcntl_getfd;
use rustix::stdio::{stderr, stdin, stdout};

/// Fills closed standard descriptors, so that nothing the sensor opens gets one of their numbers and is written to as if it
/// were a terminal. The fillings close on exec: the application finds them closed, as the sensor did.
pub fn fill() {
    // The lowest free number is what an open gets, so in this order every hole is filled by its own filling.
    for closed in [
        fcntl_getfd(stdin()),
        fcntl_getfd(stdout()),
        fcntl_getfd(stderr()),
    ] {
        if closed.is_err() {
            let filling = open("/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty());
            let _open_for_ever = filling.map(std::mem::forget);
        }
    }
}
