//! Everything that needs `unsafe`: the kernel's interfaces that no safe crate offers, each behind a typed, safe function.
//!
//! What `rustix` has is used from there directly; this is only the rest.

pub mod entry;
pub mod exec;
pub mod fork;
pub mod identity;
pub mod listener;
pub mod packet;
pub mod reach;
pub mod seccomp;
pub mod signal;
pub mod terminal;
