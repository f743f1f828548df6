//! Everything between a notification and its answer: who calls, what the call means, whether it may, and what is remembered
//! of it.

pub mod exec;
pub mod memory;
pub mod network;
pub mod path;
pub mod processes;
pub mod procfs;
pub mod registers;
