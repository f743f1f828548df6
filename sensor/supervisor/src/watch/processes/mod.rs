//! The processes of the container and where they come from.

pub mod group;
pub mod trampoline;
