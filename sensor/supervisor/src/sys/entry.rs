//! Where the process begins.
//!
//! The standard library's own start sets `SIGPIPE` to be ignored and installs handlers, all of which the application would
//! find changed: ignored signals stay ignored over exec, and what they were before is forgotten. So this is the C entry,
//! and the standard library starts nothing.

#[cfg(not(test))]
use std::ffi::{c_char, c_int};

/// Called by the C runtime.
// SAFETY: `main` is the name the C runtime calls, with this signature; no other symbol of the program has it.
#[cfg(not(test))]
#[unsafe(no_mangle)]
pub extern "C" fn main(_count: c_int, _arguments: *const *const c_char) -> c_int {
    crate::begin()
}
