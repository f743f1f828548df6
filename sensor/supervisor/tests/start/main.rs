//! The sensor started as an image's entrypoint, on this host: an application must not be able to tell.
//!
//! Most of these run the same application with and without the sensor and compare. They need Linux with seccomp
//! listeners, `/bin/sh`, coreutils and util-linux; those about the first process of a pid namespace need root.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "these are tests: what fails here has to stop them"
)]

mod descriptors;
mod ending;
mod finding;
mod held;
mod inheritance;
mod reaping;
mod running;
mod settings;
mod signals;
mod signed;
mod terminal;
mod tiers;
