//! Starting the application as if the sensor were not there, and staying out of its way until it ends.
//!
//! The order matters, and each step has its reason: signals are blocked first so that none is lost; the trial and the
//! application's process are forked while there is one thread; the sensor's threads start before the filter is built,
//! because it has to know their numbers; the application's process waits for them, so nothing it does goes unwatched.

pub mod command;
mod cores;
pub mod crew;
mod ending;
mod job;
mod launch;
mod lookup;
mod parts;
mod pid1;
mod rendezvous;
pub mod settings;
mod standard;
mod variables;
mod wiring;

pub use wiring::run;
